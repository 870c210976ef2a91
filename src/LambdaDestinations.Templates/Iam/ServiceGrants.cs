using System.Linq;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Iam;

/// <summary>What lets an AWS service use a function or key, as it is written in a template.</summary>
internal static class ServiceGrants
{
    /// <summary>
    /// What a service does with the key of a queue or topic to which it sends (Amazon SQS Developer Guide, "Configure KMS permissions for AWS services").
    /// </summary>
    public static readonly string[] KeyActions = ["kms:GenerateDataKey", "kms:Decrypt"];

    /// <summary>The principal of a statement.</summary>
    /// <param name="service">The service: <c>events.amazonaws.com</c>.</param>
    public static TemplateValue Principal(string service) => TemplateValue.Map(("Service", TemplateValue.String(service)));

    /// <summary>
    /// The statement of a key's policy that lets a service encrypt what it sends (Amazon SNS Developer Guide, "Key management"). It has no condition, as
    /// EventBridge supports none for keys of topics.
    /// </summary>
    /// <param name="service">The service.</param>
    public static TemplateValue UseKey(string service) => TemplateValue.Map(
        ("Effect", TemplateValue.String("Allow")),
        ("Principal", Principal(service)),
        ("Action", TemplateValue.List([.. KeyActions.Select(TemplateValue.String)])),
        ("Resource", TemplateValue.String("*")));

    /// <summary>The properties of an <c>AWS::Lambda::Permission</c> that lets a service invoke a function.</summary>
    /// <param name="function">The ARN of the function, or of its version or alias.</param>
    /// <param name="service">The service.</param>
    /// <param name="limit">What limits it: <c>SourceArn</c> or <c>SourceAccount</c>.</param>
    /// <param name="source">The source.</param>
    public static TemplateValue Invoke(TemplateValue function, string service, string limit, TemplateValue source) => TemplateValue.Map(
        ("Action", TemplateValue.String("lambda:InvokeFunction")),
        ("FunctionName", function),
        ("Principal", TemplateValue.String(service)),
        (limit, source));
}
