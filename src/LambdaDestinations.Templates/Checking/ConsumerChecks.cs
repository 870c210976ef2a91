using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Checks what invokes a consumer's generated entry point.</summary>
internal static class ConsumerChecks
{
    private const string ResponseTypes = MappingFacts.ResponseTypes;

    /// <summary>The keys of an event rule's target that make something else of the event.</summary>
    private static readonly string[] InputKeys = ["Input", "InputPath", "InputTransformer"];

    /// <summary>
    /// The SQS mappings of an entry point that do not ask for <c>batchItemFailures</c>. The entry point lists the messages that failed and
    /// succeeds; Lambda then deletes the whole batch (AWS Lambda Developer Guide, "Implementing partial batch responses").
    /// </summary>
    /// <param name="template">The project's template.</param>
    /// <param name="handler">The entry point's handler string.</param>
    /// <param name="consumer">The consumer's name for people.</param>
    /// <param name="handlers">Its consumers, whose attributes may ask for it.</param>
    public static IEnumerable<Finding> CheckResponses(TemplateModel template, string handler, string consumer, IEnumerable<HandlerModel> handlers) =>
        from function in FunctionIndex.Of(template).WithHandler(handler)
        from source in EventSource.Of(template, function)
        where source is { Type: "SQS", Properties: { } properties } && !MayReportFailures(properties) && !handlers.Any(x => Sets(template, x, source, MappingFacts.ReportFailures, 1))
        select new Finding(ContractRules.FailuresAreDeleted(consumer, source.Name), source.Properties!.Span);

    /// <summary>The mappings of an entry point that drop what its consumer returns: they read no response but the messages that failed.</summary>
    /// <param name="template">The project's template.</param>
    /// <param name="handler">The entry point's handler string.</param>
    /// <param name="consumer">The consumer's name for people.</param>
    public static IEnumerable<Finding> CheckResults(TemplateModel template, string handler, string consumer) =>
        from function in FunctionIndex.Of(template).WithHandler(handler)
        from source in EventSource.Of(template, function)
        where source.Kind == InvocationKind.Polled
        select new Finding(ContractRules.ResultIsDropped(consumer, source.Name), source.Span);

    /// <summary>
    /// The mappings that hand more than one record to a function which takes one. A mapping's BatchSize is 10 by default for SQS, else 100 (AWS Lambda
    /// API Reference, <c>CreateEventSourceMapping</c>).
    /// </summary>
    /// <param name="template">The project's template.</param>
    /// <param name="functions">The consumer's functions.</param>
    /// <param name="consumer">The consumer's name for people.</param>
    /// <param name="handler">The consumer, when its attributes ask for something in the template.</param>
    public static IEnumerable<Finding> CheckBatches(TemplateModel template, IEnumerable<TemplateResource> functions, string consumer, HandlerModel? handler) =>
        from function in functions
        from source in EventSource.Of(template, function)
        where source is { Kind: InvocationKind.Polled, Properties: { } properties } && (source.Type == "SQS" || source.IsKafka) && HasBatches(properties)
            && (handler is null || !Sets(template, handler, source, MappingFacts.BatchSize, 1))
        select new Finding(HandlerRules.AnnotationsTakesOne(consumer, source.Name), source.Properties!["BatchSize"]?.Span ?? source.Span);

    /// <summary>Whether an attribute sets something of a mapping, which may not be written yet.</summary>
    private static bool Sets(TemplateModel template, HandlerModel handler, EventSource source, string setting, int value) =>
        MappingBinding.Of(template, handler)?.Mappings.Any(x => ReferenceEquals(x.Written?.Source, source) && x.Model.Number(setting) == value) == true;

    private static bool HasBatches(MappingNode properties) => properties["BatchSize"] switch
    {
        null or ScalarNode { IsNull: true } => !TemplateBranch.MayHoldMore(properties),
        { } size => TemplateNodes.Text(size) is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int records) && records > 1,
    };

    /// <summary>
    /// Whether none of a consumer's entry points is run by a function, though the templates run others of its assembly. A function that names the
    /// assembly alone, an image, or one that a macro makes may run it.
    /// </summary>
    /// <param name="templates">The project's templates.</param>
    /// <param name="assembly">The consumer's assembly.</param>
    /// <param name="entryPoints">The handler strings of its entry points.</param>
    public static bool IsIdle(IEnumerable<TemplateModel> templates, string assembly, IReadOnlyCollection<string> entryPoints)
    {
        TemplateModel[] all = [.. templates];
        string[] handlers = [.. all.SelectMany(static x => x.Resources.Where(static y => y.IsFunction).Select(y => TemplateNodes.Text(x.FunctionProperty(y, "Handler")) ?? ""))];
        return !Array.Exists(all, static x => x.HasHiddenResources || x.Document.Errors.Count > 0)
            && handlers.Any(x => x.StartsWith(assembly + "::", StringComparison.Ordinal))
            && !handlers.Any(x => entryPoints.Contains(x) || x.IndexOf("::", StringComparison.Ordinal) < 0);
    }

    /// <summary>The function of a consumer that nothing in the templates invokes; <see langword="null"/> when something does, or may.</summary>
    /// <param name="templates">The project's templates.</param>
    /// <param name="consumer">The consumer.</param>
    public static (TemplateModel Template, TemplateResource Function)? FindUnread(IReadOnlyList<TemplateModel> templates, FunctionReference consumer)
    {
        if (templates.Any(static x => x.HasHiddenResources || x.Document.Errors.Count > 0 || DestinationConfiguration.Of(x).UnattachedMappings.Count > 0))
        {
            return null;
        }

        (TemplateModel Template, TemplateResource Function)[] all = [.. templates.SelectMany(x => FunctionLocator.Find(x, consumer).Select(y => (x, y)))];
        return all is [(var template, var function) only]
            && !FlowGraph.Of(template).To(function.LogicalId).Any()
            && !FlowGraph.Of(template).IsOtherwiseUsed(function)
            && !TemplateBranch.MayHoldMore(function.Properties)
            ? only
            : null;
    }

    /// <summary>Records that surely reach an entry point which has no method for their kind.</summary>
    /// <param name="template">The project's template.</param>
    /// <param name="handler">The entry point's handler string.</param>
    /// <param name="consumer">The consumer's name for people.</param>
    /// <param name="taken">What its methods take, as the edges by which such records are sent.</param>
    public static IEnumerable<Finding> CheckKinds(TemplateModel template, string handler, string consumer, IReadOnlyCollection<FlowEdgeKind> taken)
    {
        FlowGraph flow = FlowGraph.Of(template);
        IEnumerable<(FlowEdge Sent, FlowNode Place)> arrivals = FunctionIndex.Of(template).WithHandler(handler).SelectMany(function =>
            flow.To(function.LogicalId)
                .Where(static x => x.Kind == FlowEdgeKind.Invokes && IsUnfiltered(x))
                .SelectMany(x => Sources(flow, x).SelectMany(source => flow.To(source.From.Id)
                    .Where(sent => IsCertain(sent.Conditions, x.Conditions.And(source.Conditions)))
                    .Select(sent => (sent, source.From))))
                .Concat(flow.To(function.LogicalId).Select(static x => (x, x.To))));
        SentRecord[] records = [.. taken.OrderBy(static x => x).Select(static x => RecordOf(x)!.Value)];
        return arrivals
            .Where(x => !taken.Contains(KindOf(x.Sent)))
            .Select(x => RecordOf(KindOf(x.Sent)) is { } sent ? new Finding(NotTaken(consumer, records, x.Sent.From.Name, sent, x.Place), x.Sent.Span) : null)
            .OfType<Finding>()
            .Distinct();
    }

    private static RuleMessage NotTaken(string consumer, SentRecord[] taken, string sender, SentRecord sent, FlowNode place) => place.Kind switch
    {
        FlowNodeKind.Queue => ContractRules.QueueHoldsOtherRecords(consumer, taken, sender, sent, place.Name),
        FlowNodeKind.Topic => ContractRules.TopicBringsOtherRecords(consumer, taken, sender, sent, place.Name),
        _ => ContractRules.FunctionGetsOtherRecords(consumer, taken, sender, sent, place.Name),
    };

    /// <summary>What comes by an edge: from its own start, and of a queue also what the queue's topics pass on.</summary>
    private static IEnumerable<FlowEdge> Sources(FlowGraph flow, FlowEdge invokes) => invokes.From.Kind switch
    {
        FlowNodeKind.Queue => flow.To(invokes.From.Id).Where(static x => x is { Kind: FlowEdgeKind.Delivers, From.Kind: FlowNodeKind.Topic } && IsUnfiltered(x)).Prepend(invokes),
        FlowNodeKind.Topic => [invokes],
        _ => [],
    };

    /// <summary>Whether the one is never there without the other; what two conditions have to do with each other, is not known.</summary>
    private static bool IsCertain(ConditionSet sent, ConditionSet way) => sent.IsCompatibleWith(way) && (sent.And(way).Equals(sent) || way.And(sent).Equals(way));

    private static bool IsUnfiltered(FlowEdge edge) =>
        edge.Details is null || (edge.Details["FilterCriteria"] is null && edge.Details["FilterPolicy"] is null && !TemplateBranch.MayHoldMore(edge.Details));

    /// <summary>Why something passes along an edge. An event rule that waits for status changes of durable executions alone brings nothing else.</summary>
    private static FlowEdgeKind KindOf(FlowEdge edge) =>
        edge is { Kind: FlowEdgeKind.Delivers or FlowEdgeKind.Invokes, From: { Kind: FlowNodeKind.Rule, Resource: { } rule }, Details: { } target }
        && RecordPaths.PatternOf(rule.Properties)?["detail-type"] is { } types
        && TemplateNodes.Follow(types) is SequenceNode { Tag: null, Items.Count: > 0 } list
        && list.Items.All(static x => TemplateNodes.Text(x) == DurableFacts.DetailType)
        && !Array.Exists(InputKeys, x => target[x] is not null)
            ? FlowEdgeKind.StatusChange
            : edge.Kind;

    private static SentRecord? RecordOf(FlowEdgeKind kind) => kind switch
    {
        FlowEdgeKind.OnSuccess => SentRecord.Success,
        FlowEdgeKind.OnFailure => SentRecord.Failure,
        FlowEdgeKind.MappingOnFailure => SentRecord.MappingFailure,
        FlowEdgeKind.DeadLetter => SentRecord.DeadLetter,
        FlowEdgeKind.StatusChange => SentRecord.StatusChange,
        _ => null,
    };

    private static bool MayReportFailures(MappingNode properties) => properties[ResponseTypes] switch
    {
        null or ScalarNode { IsNull: true } => TemplateBranch.MayHoldMore(properties),
        { } types => TemplateNodes.Follow(types) is not SequenceNode { Tag: null } list || list.Items.Any(static x => TemplateNodes.Text(x) is null or MappingFacts.ReportFailures),
    };

    /// <summary>Asks for <c>batchItemFailures</c>.</summary>
    /// <param name="editor">Takes the edit.</param>
    /// <param name="properties">The mapping's properties.</param>
    internal static void ReportFailures(TemplateEditor editor, MappingNode properties)
    {
        TemplateValue report = TemplateValue.String(MappingFacts.ReportFailures);
        if (properties[ResponseTypes] is SequenceNode { Items.Count: > 0 } list)
        {
            editor.AddItem(list, report);
        }
        else
        {
            editor.SetEntry(properties, ResponseTypes, TemplateValue.List(report));
        }
    }
}
