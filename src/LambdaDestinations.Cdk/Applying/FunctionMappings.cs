using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using LambdaDestinations.Cdk.Tree;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Cdk.Applying;

/// <summary>The event source mappings of the functions of a stage, and which of them a destination belongs to.</summary>
/// <param name="stage">The constructs.</param>
/// <param name="options">What names mean.</param>
/// <param name="report">Takes what is wrong.</param>
internal sealed class FunctionMappings(StageConstructs stage, ApplyOptions options, ConstructReport report)
{
    private readonly Lazy<ILookup<TemplateValue, CfnEventSourceMapping>> _byFunction = new(() => stage.OfType<CfnEventSourceMapping>()
        .ToLookup(static x => ResolvedValue.Of(x.Stack, x.FunctionName) ?? TemplateValue.Null));

    /// <summary>The mappings of a function, of its aliases too.</summary>
    public IReadOnlyList<MappingConstruct> Of(FunctionConstruct function) => _byFunction.Value.Count == 0
        ? []
        :
        [
            .. from name in NamesOf(function).Select(static x => (x.Stack, Value: ResolvedValue.Of(x.Stack, x.Name)!)).Distinct()
               from mapping in _byFunction.Value[name.Value]
               where stage.IsSame(mapping, name.Value, name.Stack, name.Value)
               select new MappingConstruct(mapping, stage.PathOf(mapping).Id),
        ];

    /// <summary>Finds the mapping of a destination.</summary>
    /// <param name="bound">The handler.</param>
    /// <param name="destination">The destination.</param>
    /// <param name="mapping">The mapping; <see langword="null"/> for asynchronous invocations and durable executions.</param>
    /// <returns>Whether it is clear; if not, it is told.</returns>
    public bool TryFind(BoundHandler bound, DestinationModel destination, out MappingConstruct? mapping)
    {
        (FunctionConstruct function, HandlerModel handler) = bound;
        IReadOnlyList<MappingConstruct> all = Of(function);
        mapping = null;
        if (destination.EventSource is { } name)
        {
            MappingConstruct[] named = options.Find(name) is { } told
                ? [.. all.Where(x => ReferenceEquals(x.Resource, told) || ReferenceEquals(x.Resource.Node.Scope, told))]
                : [.. all.Where(x => x.Name == name || StageConstructs.LogicalIdOf(x.Resource) == name)];
            if (named is not [var only])
            {
                report.Error(function.Function, EventSourceMappingRules.HasNoSource(function.Name, name), handler);
                return false;
            }

            mapping = only;
        }
        else if (destination.Outcome == DestinationOutcome.Failure && !TryImply(bound, all, out mapping))
        {
            return false;
        }

        RuleMessage? problem = (mapping, destination.TargetType) switch
        {
            (null, DestinationTargetType.Kafka) => DeclarationRules.AsynchronousCannotSendToKafka(),
            ({ HasDestinations: false }, _) => EventSourceMappingRules.SourceHasNoDestination(mapping.Name, mapping.SourceType),
            ({ IsKafka: false }, DestinationTargetType.Kafka) or (not null, DestinationTargetType.Lambda or DestinationTargetType.EventBridge) =>
                EventSourceMappingRules.MappingCannotSendTo(mapping!.SourceType, new TargetKind(destination.TargetType), mapping.IsKafka),
            _ => null,
        };
        if (problem is { } message)
        {
            report.Error(function.Function, message, handler);
        }

        return problem is null;
    }

    /// <summary>
    /// The mapping that a destination without <c>EventSource</c> belongs to, as in templates:
    /// the only stream of a function that nothing invokes asynchronously.
    /// </summary>
    private bool TryImply(BoundHandler bound, IReadOnlyList<MappingConstruct> all, out MappingConstruct? mapping)
    {
        HandlerModel handler = bound.Handler;
        MappingConstruct[] streams = [.. all.Where(static x => x.HasDestinations)];
        bool isAsynchronous = streams.All(x => handler.Destinations.Any(y => y.EventSource == x.Name))
            || handler.Triggers.Any(static x => x.Kind == InvocationKind.Asynchronous)
            || handler.MaximumRetryAttempts is not null
            || handler.MaximumEventAgeInSeconds is not null
            || handler.Destinations.Any(static x => x.Outcome == DestinationOutcome.Success);
        mapping = streams.Length == 1 && !isAsynchronous ? streams[0] : null;
        if (mapping is null && !isAsynchronous)
        {
            IEnumerable<Caller> callers = all.Select(static x => new Caller(x.Name, x.SourceType));
            report.Error(bound.Function.Function, EventSourceMappingRules.MayBelongToSeveral(bound.Function.Name, callers), handler);
            return false;
        }

        return true;
    }

    private IEnumerable<(Stack Stack, string Name)> NamesOf(FunctionConstruct function) =>
        stage.AliasesOf(function.Function).SelectMany(static x => new[] { (x.Stack, x.FunctionName), (x.Stack, x.FunctionArn) })
            .Prepend((function.Stack, function.Resource.AttrArn))
            .Prepend((function.Stack, function.Resource.Ref));
}
