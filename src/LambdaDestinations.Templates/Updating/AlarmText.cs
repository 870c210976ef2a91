using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Updating;

/// <summary>What is written for an alarm (AWS CloudFormation Template Reference, <c>AWS::CloudWatch::Alarm</c>).</summary>
internal static class AlarmText
{
    /// <summary>The principal of CloudWatch's alarms.</summary>
    public const string Principal = "cloudwatch.amazonaws.com";

    /// <summary>CloudWatch, for any alarm.</summary>
    public static readonly ServiceSender Sender = new(Principal, null);

    /// <summary>The <c>Sid</c> of the statement that lets alarms publish.</summary>
    public const string Sid = "DestinationAlarms";

    /// <summary>All alarms of the account and region.</summary>
    private const string Alarms = "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*";

    /// <summary>The property that names whom an alarm tells.</summary>
    public const string Actions = "AlarmActions";

    /// <summary>The logical id of an alarm.</summary>
    /// <param name="watched">The logical id of the function, rule or queue.</param>
    /// <param name="metric">The metric.</param>
    public static string IdOf(string watched, AlarmMetric metric) => $"{watched}{metric.Name}Alarm";

    /// <summary>What names the function, rule or queue: a name, which a queue's <c>Ref</c> does not give.</summary>
    /// <param name="watched">The logical id of the function, rule or queue.</param>
    /// <param name="metric">The metric.</param>
    public static TemplateValue ValueOf(string watched, AlarmMetric metric) =>
        metric.Dimension == "QueueName" ? TemplateValue.GetAtt(watched, metric.Dimension) : TemplateValue.Ref(watched);

    /// <summary>The properties of an alarm. Lambda and SQS send nothing where nothing happened, which is not a failure.</summary>
    /// <param name="watched">The logical id of the function, rule or queue.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="alarms">Threshold and period.</param>
    /// <param name="actions">Who is told.</param>
    public static TemplateValue Properties(string watched, AlarmMetric metric, AlarmsModel alarms, TemplateValue actions) => TemplateValue.Map(
        ("AlarmDescription", TemplateValue.String($"{metric.Description} {watched}")),
        ("Namespace", TemplateValue.String(metric.Namespace)),
        ("MetricName", TemplateValue.String(metric.Name)),
        ("Dimensions", TemplateValue.List(TemplateValue.Map(("Name", TemplateValue.String(metric.Dimension)), ("Value", ValueOf(watched, metric))))),
        ("Statistic", TemplateValue.String(metric.Statistic)),
        ("Period", TemplateValue.Number(alarms.Period)),
        ("EvaluationPeriods", TemplateValue.Number(1)),
        ("Threshold", TemplateValue.Number(alarms.ThresholdOf(metric))),
        ("ComparisonOperator", TemplateValue.String("GreaterThanOrEqualToThreshold")),
        ("TreatMissingData", TemplateValue.String("notBreaching")),
        (Actions, actions));

    /// <summary>
    /// The statement that lets the alarms of the account and region publish to a topic whose policy does not (Amazon SNS Developer Guide, "Example cases for
    /// Amazon SNS access control").
    /// </summary>
    /// <param name="topic">The topic's ARN.</param>
    public static TemplateValue Statement(TemplateValue topic) => TemplateValue.Map(
        ("Sid", TemplateValue.String(Sid)),
        ("Effect", TemplateValue.String("Allow")),
        ("Principal", ServiceGrants.Principal(Principal)),
        ("Action", TemplateValue.String("sns:Publish")),
        ("Resource", topic),
        ("Condition", TemplateValue.Map(("ArnLike", TemplateValue.Map(("aws:SourceArn", TemplateValue.Sub(Alarms)))))));
}
