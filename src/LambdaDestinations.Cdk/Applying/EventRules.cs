using System.Collections.Generic;
using System.Linq;
using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
using Amazon.CDK.AWS.SQS;
using Constructs;
using LambdaDestinations.Cdk.Tree;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using CfnRule = Amazon.CDK.AWS.Events.CfnRule;

namespace LambdaDestinations.Cdk.Applying;

/// <summary>
/// The event rules on the default bus that deliver the outcomes of durable functions. The CDK's targets let each rule reach its target: by the policy of the
/// queue or topic, a permission of the function, or a role for a bus.
/// </summary>
/// <param name="stage">The constructs.</param>
/// <param name="targets">Finds the dead-letter queues of rules.</param>
/// <param name="report">Takes what is wrong.</param>
internal sealed class EventRules(StageConstructs stage, TargetLocator targets, ConstructReport report)
{
    /// <summary>The rules that were made, for alarms.</summary>
    public List<(BoundDestination Destination, Amazon.CDK.AWS.Events.Rule Rule)> Made { get; } = [];

    /// <summary>Makes the rule of one outcome, unless one takes the same events to the same target.</summary>
    public void Write(BoundDestination destination)
    {
        (BoundHandler bound, DestinationModel model, _, Target? target, _) = destination;
        FunctionConstruct function = bound.Function;
        RuleMessage? refusal = target!.Type == DestinationTargetType.S3 ? DeclarationRules.EventRuleHasNoBucket(function.Name)
            : target.Arn.EndsWith(":event-bus/default", System.StringComparison.Ordinal) ? DeclarationRules.IsOnDefaultBus(function.Name)
            : null;
        if (refusal is { } message)
        {
            report.Error(function.Function, message, bound.Handler);
            return;
        }

        TemplateValue arn = RecordPattern.ArnIn(function.Function.FunctionArn, bound.Handler.Qualifier);
        TemplateValue pattern = DurableFacts.Pattern(DurableFacts.Of(model.Outcome, model.Statuses), arn);
        if (IsWritten(function, pattern, target.StackBeside(function), target.Arn))
        {
            return;
        }

        IQueue? deadLetters = null;
        if (bound.Handler.Delivery?.DeadLetterQueue is { } name && (deadLetters = FindQueue(bound, name)) is null)
        {
            return;
        }

        string id = $"On{model.Outcome}Rule";
        if (function.Function.Node.TryFindChild(id) is not null)
        {
            report.Error(function.Function, TemplateRules.ConstructIdIsTaken($"{function.Name}/{id}", model.TargetType), bound.Handler);
            return;
        }

        Amazon.CDK.AWS.Events.Rule rule = new(function.Function, id, new RuleProps
        {
            EventPattern = new EventPattern
            {
                Source = TextsOf(pattern["source"]!),
                DetailType = TextsOf(pattern["detail-type"]!),
                Detail = (IDictionary<string, object>)ResolvedValue.ToObject(pattern["detail"]!),
            },
        });
        rule.AddTarget(TargetOf(rule, target, bound.Handler.Delivery, deadLetters));
        if (target.Type == DestinationTargetType.EventBridge && bound.Handler.Delivery is { } delivery)
        {
            // The CDK's target for a bus takes no retry policy.
            AddRetries((CfnRule)rule.Node.DefaultChild!, delivery);
        }

        Made.Add((destination, rule));
    }

    /// <summary>The strings of a list.</summary>
    public static string[] TextsOf(TemplateValue list) => [.. list.Items.Select(static x => x.Text!)];

    /// <summary>Whether a rule of the app takes events of a function to a target.</summary>
    /// <param name="function">The function whose events they are.</param>
    /// <param name="pattern">Their pattern.</param>
    /// <param name="owner">The stack of the target.</param>
    /// <param name="arn">The ARN of the target.</param>
    public bool IsWritten(FunctionConstruct function, TemplateValue pattern, Stack owner, string arn)
    {
        TemplateValue? wanted = null;
        TemplateValue? target = null;
        foreach (CfnRule rule in stage.OfType<CfnRule>())
        {
            wanted ??= ResolvedValue.Of(function.Stack, ResolvedValue.ToObject(pattern));
            target ??= ResolvedValue.Of(owner, arn);
            if (stage.IsSame(rule, ResolvedValue.Of(rule.Stack, rule.EventPattern), function.Stack, wanted!)
                && ResolvedValue.Of(rule.Stack, rule.Targets) is { } written
                && written.Items.Any(x => stage.IsSame(rule, x["arn"], owner, target!)))
            {
                return true;
            }
        }

        return false;
    }

    private static IRuleTarget TargetOf(Construct scope, Target target, DeliveryModel? delivery, IQueue? deadLetters)
    {
        Duration? age = delivery?.MaximumEventAgeInSeconds is { } seconds ? Duration.Seconds(seconds) : null;
        int? retries = delivery?.MaximumRetryAttempts;
        return target.Type switch
        {
            DestinationTargetType.Sqs =>
                new SqsQueue(target.AsQueue(scope), new SqsQueueProps { DeadLetterQueue = deadLetters, MaxEventAge = age, RetryAttempts = retries }),
            DestinationTargetType.Sns =>
                new SnsTopic(target.AsTopic(scope), new SnsTopicProps { DeadLetterQueue = deadLetters, MaxEventAge = age, RetryAttempts = retries }),
            DestinationTargetType.Lambda =>
                new LambdaFunction(
                    target.AsFunction(scope), new LambdaFunctionProps { DeadLetterQueue = deadLetters, MaxEventAge = age, RetryAttempts = retries }),
            _ => new Amazon.CDK.AWS.Events.Targets.EventBus(
                target.AsBus(scope), new Amazon.CDK.AWS.Events.Targets.EventBusProps { DeadLetterQueue = deadLetters }),
        };
    }

    private static void AddRetries(CfnRule rule, DeliveryModel delivery)
    {
        if (delivery.MaximumRetryAttempts is { } retries)
        {
            rule.AddPropertyOverride("Targets.0.RetryPolicy.MaximumRetryAttempts", retries);
        }

        if (delivery.MaximumEventAgeInSeconds is { } age)
        {
            rule.AddPropertyOverride("Targets.0.RetryPolicy.MaximumEventAgeInSeconds", age);
        }
    }

    private IQueue? FindQueue(BoundHandler bound, string name)
    {
        DestinationModel model = DeclarationChecks.OfQueue(name);
        if (model.TargetName is not { } id)
        {
            return new Target(DestinationTargetType.Sqs, name, name, null).AsQueue(bound.Function.Function);
        }

        Target? found = targets.Find(bound.Function, id, DestinationTargetType.Sqs, out RuleMessage? problem);
        if (problem is { } message)
        {
            report.Error(bound.Function.Function, message, bound.Handler);
        }

        return found?.AsQueue(bound.Function.Function);
    }
}
