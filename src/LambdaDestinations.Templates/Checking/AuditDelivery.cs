using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Works out what happens to events and records that cannot be delivered.</summary>
/// <param name="function">The function that they are for, or come from.</param>
internal sealed class AuditDelivery(AuditFunction function)
{
    private static readonly string[] Buses = ["events.amazonaws.com", "scheduler.amazonaws.com"];

    /// <summary>When a target is one, beside the conditions of the row: <c>if HasDead: </c>.</summary>
    public static string If(ConditionSet conditions, DestinationTarget target) => target.Conditions.Without(conditions) is { IsAlways: false } more ? $"if {more.InWords}: " : "";

    /// <summary>Of what the function sends.</summary>
    public IEnumerable<AuditAnswer> OfRecord(string word, DestinationTarget target, ConfiguredDestination? destination, ConditionSet conditions)
    {
        string sent = If(conditions, target) + word;
        AuditRefusal? refused = AuditSent.Denied(function.Template, function.Evaluator, function.Configuration, target, destination, conditions);
        if (refused is not null)
        {
            yield return refused.ToAnswer(sent);
        }

        if (refused is not { IsAlways: true })
        {
            yield return new AuditAnswer(AuditAnswerKind.Lost, $"{sent}: lost");
        }
    }

    /// <summary>Of an event that cannot be brought to the function, or to its queue.</summary>
    public IEnumerable<AuditAnswer> OfEvent(AuditEntry? entry, ConditionSet conditions)
    {
        if (entry is null)
        {
            yield break;
        }

        AuditEdge hop = entry.Hop ?? entry.Edge;
        if (function.Trace(AuditSample.OfMessage(false), null, conditions).MayNotSend(hop.From, hop) is { } refused)
        {
            yield return refused.ToAnswer("event");
            if (refused.IsAlways)
            {
                yield break;
            }
        }

        if (Of(hop, conditions) is { } answer)
        {
            yield return answer with { Text = "event: " + answer.Text };
        }
    }

    private AuditAnswer? Of(AuditEdge hop, ConditionSet conditions)
    {
        FlowEdge edge = hop.Edge;
        string? service = edge.Trigger == ResourceTypes.Permission ? TemplateNodes.Text(edge.Details?["Principal"]) : null;
        if (hop.From.Node.Kind == FlowNodeKind.Topic || edge.Trigger is "SNS" or ResourceTypes.Subscription || service == "sns.amazonaws.com")
        {
            return Undelivered(conditions, $"after {Limits.TopicRetryDays} days of retries", hop.Template, TemplateNodes.Child(edge.Details, "RedrivePolicy")?["deadLetterTargetArn"]);
        }

        if (hop.From.Node.Kind == FlowNodeKind.Rule || edge.Trigger is "Schedule" or "ScheduleV2" or ResourceTypes.Schedule || Buses.Contains(service))
        {
            return OfBus(hop, conditions);
        }

        if (hop.From.Node.Kind == FlowNodeKind.Bucket || service == "s3.amazonaws.com")
        {
            // Amazon S3 User Guide, "Amazon S3 Event Notifications": they are designed to be delivered at least once.
            return new AuditAnswer(AuditAnswerKind.Delivered, "delivered at least once, as S3 is designed to; no end of its retries is documented");
        }

        if (edge.Trigger is "CloudWatchLogs" or InvokerFacts.LogsFilter || service == InvokerFacts.LogsPrincipal)
        {
            // Amazon CloudWatch Logs User Guide, "Real-time processing of log data with subscriptions".
            return Undelivered(conditions, $"after {AuditFacts.Duration(Limits.DefaultDeliveryAge)} of retries", hop.Template, null);
        }

        return edge.Kind != FlowEdgeKind.Invokes ? new AuditAnswer(AuditAnswerKind.Lost, "lost")
            : edge.Invocation != InvocationKind.Asynchronous ? null
            : AuditCallers.IsCustomResource(edge.Trigger) ? new AuditAnswer(AuditAnswerKind.Returned, "returned to the caller: CloudFormation fails the stack")
            : edge.Trigger == ResourceTypes.Pipe ? new AuditAnswer(AuditAnswerKind.Returned, "returned to the caller: the pipe tries again by the settings of its source")
            : AuditCallers.SeesRefusal(edge) ? new AuditAnswer(AuditAnswerKind.Returned, "returned to the caller: " + AuditCallers.OnError(function.System.Templates[hop.Template].Template, hop, AuditCause.Throttled))

            // AWS Lambda Developer Guide, "Invoking a Lambda function asynchronously": an event that is in the queue is handed over at least once.
            : new AuditAnswer(AuditAnswerKind.Delivered, "delivered at least once, as soon as Lambda has accepted it");
    }

    /// <summary>What EventBridge does with an event that it cannot deliver, by the retries and the dead-letter queue of its target.</summary>
    public AuditAnswer OfBus(AuditEdge hop, ConditionSet conditions)
    {
        MappingNode? target = hop.Edge.Trigger == ResourceTypes.Schedule
            ? TemplateBranch.Of(hop.Edge.Details?["Target"], hop.Edge.From.Resource!.Conditions()).FirstOrDefault(x => x.Map is not null && x.Conditions.IsCompatibleWith(hop.Edge.Conditions)).Map
            : hop.Edge.Details;
        MappingNode? policy = TemplateNodes.Child(target, "RetryPolicy");
        string after = TemplateNodes.Text(policy?["MaximumRetryAttempts"]) == "0" ? "without retries"
            : policy?["MaximumEventAgeInSeconds"] is { } age ? AuditFacts.Parse(TemplateNodes.Text(age)) is { } seconds ? $"after {AuditFacts.Duration(seconds)} of retries" : "after its retries"
            : $"after {AuditFacts.Duration(Limits.DefaultDeliveryAge)} of retries";
        MappingNode? deadLetter = TemplateNodes.Child(target, "DeadLetterConfig");
        return deadLetter is not null && deadLetter["Arn"] is null
            ? new AuditAnswer(AuditAnswerKind.Delivered, $"{after} delivered to {TemplateNodes.Text(deadLetter["QueueLogicalId"]) ?? "a queue of SAM"}, kept {AuditFacts.Duration(Limits.DefaultRetention)}")
            : Undelivered(conditions, after, hop.Template, deadLetter?["Arn"]);
    }

    private AuditAnswer Undelivered(ConditionSet conditions, string after, int template, TemplateNode? deadLetterQueue)
    {
        AuditAnswer[] ends = [.. DestinationTarget.ReadAll(function.System.Templates[template].Template, deadLetterQueue, default)
            .SelectMany(x => function.Trace(AuditSample.OfMessage(false), null, conditions).Follow(function.System.PlaceOf(template, x)))];
        return ends.Length == 0 ? new AuditAnswer(AuditAnswerKind.Lost, $"{after} lost") : ends[0] with { Text = $"{after} {AuditAnswer.InWords(ends)}" };
    }
}
