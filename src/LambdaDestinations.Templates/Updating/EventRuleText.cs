using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Updating;

/// <summary>
/// What is written for an outcome of a durable function: the event rule on the default bus that takes its status changes, and the statements that let
/// it send (AWS Lambda Developer Guide, "Monitoring durable functions"; Amazon EventBridge User Guide, "Using resource-based policies").
/// </summary>
internal static class EventRuleText
{
    /// <summary>The principal of EventBridge.</summary>
    public const string Principal = "events.amazonaws.com";

    private const string PolicyVersion = "2012-10-17";

    private static readonly string[] TopicActions =
        ["GetTopicAttributes", "SetTopicAttributes", "AddPermission", "RemovePermission", "DeleteTopic", "Subscribe", "ListSubscriptionsByTopic", "Publish"];

    /// <summary>The logical id of what is created for an outcome.</summary>
    /// <param name="function">The function's logical id.</param>
    /// <param name="outcome">The outcome.</param>
    /// <param name="what"><c>Rule</c>, <c>Permission</c> or <c>Role</c>.</param>
    public static string IdOf(string function, DestinationOutcome outcome, string what) => $"{function}On{outcome}{what}";

    /// <summary>The event pattern.</summary>
    /// <param name="function">The function's logical id.</param>
    /// <param name="statuses">The statuses to take.</param>
    /// <param name="qualifier">The only version to take; <see langword="null"/> for all.</param>
    public static TemplateValue Pattern(string function, DurableStatuses statuses, string? qualifier) =>
        DurableFacts.Pattern(statuses, RecordPattern.ArnOf(function, qualifier));

    /// <summary>The rule's only target.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="arn">Where to.</param>
    /// <param name="role">The logical id of the role that puts events on another bus; <see langword="null"/> for any other target.</param>
    /// <param name="delivery">How often EventBridge tries; <see langword="null"/> for AWS's defaults.</param>
    /// <param name="deadLetterQueue">The ARN of the queue for what cannot be delivered; <see langword="null"/> for none.</param>
    public static TemplateValue Target(DestinationOutcome outcome, TemplateValue arn, string? role, DeliveryModel? delivery, TemplateValue? deadLetterQueue)
    {
        List<KeyValuePair<string, TemplateValue>> target =
        [
            new("Id", TemplateValue.String("On" + outcome)),
            new("Arn", arn),
        ];
        if (role is not null)
        {
            target.Add(new("RoleArn", TemplateValue.GetAtt(role, "Arn")));
        }

        KeyValuePair<string, TemplateValue>[] retries =
        [
            .. delivery?.MaximumRetryAttempts is { } attempts ? [new("MaximumRetryAttempts", TemplateValue.Number(attempts))] : (KeyValuePair<string, TemplateValue>[])[],
            .. delivery?.MaximumEventAgeInSeconds is { } age ? [new("MaximumEventAgeInSeconds", TemplateValue.Number(age))] : (KeyValuePair<string, TemplateValue>[])[],
        ];
        if (retries.Length > 0)
        {
            target.Add(new("RetryPolicy", TemplateValue.Map(retries)));
        }

        if (deadLetterQueue is not null)
        {
            target.Add(new("DeadLetterConfig", TemplateValue.Map(("Arn", deadLetterQueue))));
        }

        return TemplateValue.Map(target);
    }

    /// <summary>
    /// The statement that lets a rule send to a queue or topic. A topic's has no condition: EventBridge does not support any in the policies of topics
    /// (Amazon EventBridge User Guide, "Amazon SNS permissions").
    /// </summary>
    /// <param name="type">The kind of target: a queue, a topic, or a function outside of the template.</param>
    /// <param name="target">Its ARN.</param>
    /// <param name="rule">The rule's logical id, which is the statement's id too.</param>
    public static TemplateValue Statement(DestinationTargetType type, TemplateValue target, string rule)
    {
        List<KeyValuePair<string, TemplateValue>> statement =
        [
            new("Sid", TemplateValue.String(rule)),
            new("Effect", TemplateValue.String("Allow")),
            new("Principal", ServiceGrants.Principal(Principal)),
            new("Action", TemplateValue.String(ActionOn(type))),
            new("Resource", target),
        ];
        if (type != DestinationTargetType.Sns)
        {
            statement.Add(new("Condition", TemplateValue.Map(("ArnEquals", TemplateValue.Map(("aws:SourceArn", TemplateValue.GetAtt(rule, "Arn")))))));
        }

        return TemplateValue.Map(statement);
    }

    /// <summary>What a rule does with a target.</summary>
    /// <param name="type">A queue, a topic or a function.</param>
    public static string ActionOn(DestinationTargetType type) =>
        type switch { DestinationTargetType.Sqs => "sqs:SendMessage", DestinationTargetType.Sns => "sns:Publish", _ => "lambda:InvokeFunction" };

    /// <summary>What the first policy of a topic must say again: who may publish without one, the services of the account (Amazon SNS Developer Guide, the default policy).</summary>
    public static TemplateValue OwnAccount(TemplateValue topic) => TemplateValue.Map(
        ("Sid", TemplateValue.String("OwnAccount")),
        ("Effect", TemplateValue.String("Allow")),
        ("Principal", TemplateValue.Map(("AWS", TemplateValue.String("*")))),
        ("Action", TemplateValue.List(
            [.. TopicActions.Select(static x => TemplateValue.String("sns:" + x))])),
        ("Resource", topic),
        ("Condition", TemplateValue.Map(("StringEquals", TemplateValue.Map(("AWS:SourceOwner", TemplateValue.Ref("AWS::AccountId")))))));

    /// <summary>
    /// What changes nothing of a queue without a policy: the policies of its account decide (Amazon SQS Developer Guide, "Overview of managing access").
    /// </summary>
    /// <param name="queue">The queue's ARN.</param>
    public static TemplateValue OwnAccountOfQueue(TemplateValue queue) => TemplateValue.Map(
        ("Sid", TemplateValue.String("OwnAccount")),
        ("Effect", TemplateValue.String("Allow")),
        ("Principal", TemplateValue.Map(("AWS", TemplateValue.Ref("AWS::AccountId")))),
        ("Action", TemplateValue.String(ActionOn(DestinationTargetType.Sqs))),
        ("Resource", queue));

    /// <summary>A policy document.</summary>
    public static TemplateValue Document(IEnumerable<TemplateValue> statements) => TemplateValue.Map(
        ("Version", TemplateValue.String(PolicyVersion)),
        ("Statement", TemplateValue.List([.. statements])));

    /// <summary>The permission that lets a rule invoke a function.</summary>
    /// <param name="function">The ARN of the function, or of its version or alias.</param>
    /// <param name="rule">The rule's logical id.</param>
    public static TemplateValue Permission(TemplateValue function, string rule) =>
        ServiceGrants.Invoke(function, Principal, "SourceArn", TemplateValue.GetAtt(rule, "Arn"));

    /// <summary>The role that puts events on another bus.</summary>
    /// <param name="bus">The ARN of the bus.</param>
    public static TemplateValue Role(TemplateValue bus) => TemplateValue.Map(
        ("AssumeRolePolicyDocument", Document(
        [
            TemplateValue.Map(
                ("Effect", TemplateValue.String("Allow")),
                ("Principal", ServiceGrants.Principal(Principal)),
                ("Action", TemplateValue.String("sts:AssumeRole")),
                ("Condition", TemplateValue.Map(("StringEquals", TemplateValue.Map(("aws:SourceAccount", TemplateValue.Ref("AWS::AccountId"))))))),
        ])),
        ("Policies", TemplateValue.List(TemplateValue.Map(
            ("PolicyName", TemplateValue.String("PutEvents")),
            ("PolicyDocument", Document(
            [
                TemplateValue.Map(("Effect", TemplateValue.String("Allow")), ("Action", TemplateValue.String("events:PutEvents")), ("Resource", bus)),
            ]))))));
}
