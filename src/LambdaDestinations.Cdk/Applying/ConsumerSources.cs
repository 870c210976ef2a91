using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SNS.Subscriptions;
using Amazon.CDK.AWS.SQS;
using LambdaDestinations.Cdk.Tree;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using CfnRule = Amazon.CDK.AWS.Events.CfnRule;

namespace LambdaDestinations.Cdk.Applying;

/// <summary>The event sources that bring consumers their records, where their functions do not get them yet.</summary>
/// <param name="stage">The constructs.</param>
/// <param name="targets">Finds what attributes name.</param>
/// <param name="mappings">The mappings of the functions.</param>
/// <param name="rules">The event rules.</param>
/// <param name="grants">Grants what reading needs.</param>
/// <param name="report">Takes what is wrong.</param>
internal sealed class ConsumerSources(
    StageConstructs stage, TargetLocator targets, FunctionMappings mappings, EventRules rules, Grants grants, ConstructReport report)
{
    private static readonly DestinationTargetType[] Types =
        [DestinationTargetType.Sqs, DestinationTargetType.Sns, DestinationTargetType.EventBridge, DestinationTargetType.S3];

    private readonly HashSet<(string Function, string Source)> _made = [];

    /// <summary>Connects one consumer.</summary>
    /// <param name="consumer">The consumer.</param>
    /// <param name="destinations">The destinations of all handlers of the stage.</param>
    /// <param name="handlers">All handlers of the stage.</param>
    public void Write(BoundHandler consumer, IReadOnlyList<BoundDestination> destinations, IReadOnlyList<BoundHandler> handlers)
    {
        foreach (SourceModel source in consumer.Handler.Sources)
        {
            (string, string) producer = BoundHandler.KeyOf(source.Producer.Function);
            BoundHandler? sender = handlers.Where(x => x.Key == producer)
                .OrderByDescending(x => x.Function.Path.CommonScopes(consumer.Function.Path)).FirstOrDefault();
            foreach ((Target target, bool isCreated) in source.From is { } from ? Named(consumer, from) : Sent(consumer, source, sender, destinations))
            {
                Connect(consumer, source, sender, target, isCreated);
            }
        }
    }

    private IEnumerable<(Target Target, bool IsCreated)> Named(BoundHandler consumer, string from)
    {
        if (!from.StartsWith('@'))
        {
            return AwsTargets.FromArn(from) is { } type ? [(new Target(type, from, from, null), false)] : [];
        }

        RuleMessage? first = null;
        foreach (DestinationTargetType type in Types)
        {
            if (targets.Find(consumer.Function, from[1..], type, out RuleMessage? problem) is { } found)
            {
                return [(found, false)];
            }

            first ??= problem;
        }

        report.Error(consumer.Function.Function, first!.Value, consumer.Handler);
        return [];
    }

    private List<(Target Target, bool IsCreated)> Sent(
        BoundHandler consumer, SourceModel source, BoundHandler? sender, IReadOnlyList<BoundDestination> destinations)
    {
        if (sender is null)
        {
            if (source.Producer.Destinations.Any(source.MayGet))
            {
                RuleMessage message = SourceRules.ProducerIsElsewhere(consumer.Function.Name, source.Producer.Function.Name);
                report.Error(consumer.Function.Function, message, consumer.Handler);
            }

            return [];
        }

        if (source.Record == SentRecord.DeadLetter)
        {
            return sender.Handler.DeadLetter is { } name ? [.. Named(sender, name)] : [];
        }

        return
        [
            .. destinations
                .Where(x => x.Bound == sender && x.Target is not null && source.Gets(x.Model, x.IsDurable, x.Mapping is not null))
                .Select(static x => (x.Target!, x.IsCreated)),
        ];
    }

    private void Connect(BoundHandler consumer, SourceModel source, BoundHandler? sender, Target target, bool isCreated)
    {
        FunctionConstruct function = consumer.Function;
        string filter = target.Type == DestinationTargetType.EventBridge ? $"{sender?.Function.Name}/{source.Record}" : "";
        if (!Types.Contains(target.Type) || !_made.Add((function.Name, target.Name + filter)))
        {
            return;
        }

        string id = string.Concat(target.Name[(target.Name.LastIndexOfAny(['/', ':']) + 1)..].Where(DeclarationChecks.IsOfLogicalId));
        IFunction invoked = InvokedOf(consumer);
        switch (target.Type)
        {
            case DestinationTargetType.Sqs when !IsRead(function, target):
                invoked.AddEventSourceMapping(id + "Mapping", new EventSourceMappingOptions { EventSourceArn = target.Arn, ReportBatchItemFailures = true });
                grants.Read(consumer, target);
                if (isCreated && target.Construct is Queue { Node.DefaultChild: CfnQueue queue })
                {
                    double timeout = function.Resource.Timeout ?? Limits.DefaultTimeout;
                    timeout = Token.IsUnresolved(timeout) == true ? Limits.MaximumFunctionTimeout : timeout;
                    double advised = Math.Min(timeout * Limits.AdvisedVisibility, Limits.MaximumVisibilityTimeout);
                    queue.VisibilityTimeout = Math.Max(queue.VisibilityTimeout ?? 0, advised);
                }

                break;
            case DestinationTargetType.Sns when !IsSubscribed(function, target):
                target.AsTopic(function.Function).AddSubscription(new LambdaSubscription(invoked));
                break;
            case DestinationTargetType.S3:
                report.Error(function.Function, SourceRules.IsNotNotified(target.Name, function.Name), consumer.Handler);
                break;
            case DestinationTargetType.EventBridge when sender is null:
                report.Error(function.Function, SourceRules.CannotTellApart(function.Name, source.Producer.Function.Name, target.Name), consumer.Handler);
                break;
            case DestinationTargetType.EventBridge:
                AddRule(consumer, source, sender, target, invoked);
                break;
        }
    }

    private void AddRule(BoundHandler consumer, SourceModel source, BoundHandler sender, Target target, IFunction invoked)
    {
        FunctionConstruct function = consumer.Function;
        TemplateValue pattern = RecordPattern.Of(source, RecordPattern.ArnIn(sender.Function.Function.FunctionArn, source.Producer.Qualifier));
        if (rules.IsWritten(sender.Function, pattern, invoked.Stack, invoked.FunctionArn))
        {
            return;
        }

        string id = $"{sender.Function.Path.Id}{(source.Record == SentRecord.StatusChange ? "StatusChange" : $"On{source.Record}")}Rule";
        if (function.Function.Node.TryFindChild(id)?.Node.DefaultChild is CfnRule before && stage.OfType<CfnRule>().Contains(before))
        {
            // Applied before; its pattern has an override, which cannot be read back.
            return;
        }

        Amazon.CDK.AWS.Events.Rule rule = new(function.Function, id, new RuleProps
        {
            EventBus = target.Arn.EndsWith(":event-bus/default", StringComparison.Ordinal) ? null : target.AsBus(function.Function),
            EventPattern = new EventPattern
            {
                Source = EventRules.TextsOf(pattern["source"]!),
                DetailType = EventRules.TextsOf(pattern["detail-type"]!),
                Detail = pattern["detail"] is { } detail ? (IDictionary<string, object>)ResolvedValue.ToObject(detail) : null,
            },
        });
        if (pattern["resources"] is { } resources)
        {
            // The CDK's pattern takes strings only, and this is a prefix.
            CfnRule resource = (CfnRule)rule.Node.DefaultChild!;
            resource.AddPropertyOverride("EventPattern.resources", ResolvedValue.ToObject(resources));
        }

        rule.AddTarget(new LambdaFunction(invoked));
    }

    /// <summary>The function itself, or the version or only alias by which events invoke it (<c>SourceText.Invoked</c>).</summary>
    private IFunction InvokedOf(BoundHandler consumer)
    {
        string? qualifier = consumer.Handler.Qualifier;
        Alias[] aliases = [.. stage.AliasesOf(consumer.Function.Function).Where(x => qualifier is null || x.AliasName == qualifier)];
        return aliases is [var only] ? only : consumer.Function.Function;
    }

    private bool IsRead(FunctionConstruct function, Target queue)
    {
        IReadOnlyList<MappingConstruct> all = mappings.Of(function);
        if (all.Count == 0)
        {
            return false;
        }

        Stack owner = queue.StackBeside(function);
        TemplateValue arn = ResolvedValue.Of(owner, queue.Arn)!;
        return all.Any(x => stage.IsSame(x.Resource, ResolvedValue.Of(x.Resource.Stack, x.Resource.EventSourceArn), owner, arn));
    }

    private bool IsSubscribed(FunctionConstruct function, Target topic)
    {
        CfnSubscription[] subscriptions = [.. stage.OfType<CfnSubscription>()];
        if (subscriptions.Length == 0)
        {
            return false;
        }

        Stack owner = topic.StackBeside(function);
        TemplateValue arn = ResolvedValue.Of(owner, topic.Arn)!;
        (Stack Stack, TemplateValue Arn)[] endpoints =
        [
            .. stage.AliasesOf(function.Function).Select(static x => (x.Stack, x.FunctionArn)).Prepend((function.Stack, function.Resource.AttrArn))
                .Select(static x => (x.Item1, ResolvedValue.Of(x.Item1, x.Item2)!)),
        ];
        return Array.Exists(
            subscriptions,
            x => stage.IsSame(x, ResolvedValue.Of(x.Stack, x.TopicArn), owner, arn)
                && ResolvedValue.Of(x.Stack, x.Endpoint) is { } endpoint
                && Array.Exists(endpoints, y => stage.IsSame(x, endpoint, y.Stack, y.Arn)));
    }
}
