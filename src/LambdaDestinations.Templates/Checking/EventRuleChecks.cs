using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Patterns of EventBridge rules that wait for invocation records, and have a member that no record matches.</summary>
internal sealed class EventRuleChecks(TemplateModel template)
{
    private readonly FlowGraph _flow = FlowGraph.Of(template);
    private readonly Interpreter _interpreter = ResourceNames.Of(template).Interpreter;

    /// <summary>Checks every event rule of the template.</summary>
    public IEnumerable<Finding> Check()
    {
        foreach (FlowEdge edge in _flow.Edges)
        {
            if (edge.To.Kind != FlowNodeKind.Rule || RecordPaths.PatternOf(edge.Details) is not { } pattern)
            {
                continue;
            }

            if ((WaitsForStatusChanges(pattern) ? WrongStatusChange(edge.To.Name, pattern) : WaitsForRecords(pattern) ? Wrong(edge, pattern) : null) is { } finding)
            {
                yield return finding;
            }
        }
    }

    /// <summary>Whether a pattern is surely meant for records: by the type or source of their events, or by what only they have.</summary>
    private static bool WaitsForRecords(MappingNode pattern) =>
        (Literals(pattern["detail-type"]) is { } types && types.All(static x => x.Text.StartsWith(RecordFacts.DetailTypePrefix, StringComparison.Ordinal)))
        || (Literals(pattern["source"]) is { } sources && sources.All(static x => x.Text == RecordFacts.Source))
        || TemplateNodes.Child(pattern, "detail")?["requestContext"] is not null;

    /// <summary>Whether a pattern is surely meant for status changes of durable executions.</summary>
    private static bool WaitsForStatusChanges(MappingNode pattern) =>
        (Literals(pattern["detail-type"]) is { } types && types.TrueForAll(static x => x.Text == DurableFacts.DetailType))
        || (Literals(pattern["source"]) is { } sources && sources.TrueForAll(static x => x.Text == RecordFacts.ServiceSource)
            && TemplateNodes.Child(pattern, "detail") is { } detail && (detail["durableExecutionArn"] ?? detail["durableExecutionName"]) is not null);

    /// <summary>What of a pattern no status change has.</summary>
    private Finding? WrongStatusChange(string rule, MappingNode pattern)
    {
        MappingNode? detail = TemplateNodes.Child(pattern, "detail");
        Finding? None(string member, TemplateNode? values, params string[] known) =>
            Literals(values) is { } literals && !literals.Exists(x => known.Contains(x.Text)) ? new Finding(ConfigurationRules.StatusChangeHasOtherValues(rule, member, known), values!.FullSpan) : null;
        return None("source", pattern["source"], RecordFacts.ServiceSource)
            ?? None("detail-type", pattern["detail-type"], DurableFacts.DetailType)
            ?? (Literals(detail?["status"])?.Find(static x => !DurableFacts.All.Contains(x.Text)) is { Text: { } status, Node: var node } ? new Finding(ConfigurationRules.IsNoStatus(rule, status, DurableFacts.All), node.FullSpan) : null)
            ?? (UnknownMember(detail, DurableFacts.Members) is { Name: { } name } entry ? new Finding(ConfigurationRules.StatusChangeHasNoSuchMember(rule, $"detail.{name}", DurableFacts.Members), entry.Key.Span) : null)
            ?? (IsWithoutVersion(detail?["functionArn"]) ? new Finding(ConfigurationRules.StatusChangeHasQualifiedFunction(rule), detail!["functionArn"]!.FullSpan) : null);
    }

    /// <summary>Whether all values are ARNs of functions without a version that executions can run as.</summary>
    private bool IsWithoutVersion(TemplateNode? values) =>
        TemplateNodes.Follow(values) is SequenceNode { Tag: null, Items.Count: > 0 } list
        && list.Items.All(x => TemplateNodes.Follow(x) is { } node && (node is not MappingNode || TemplateBranch.IsFunction(node)) && HasNoVersion(_interpreter.Text(TemplateValue.FromNode(node))));

    private bool HasNoVersion(SymbolicText arn) => arn.Literal is { } literal
        ? literal.Split(':') is { Length: 7 or 8 } parts && parts[0] == "arn" && parts[5] == "function" && (parts.Length == 7 || !DurableFacts.CanRun(parts[7]))
        : template.Resources.Any(x => x.IsFunction && _interpreter.Text(x.ArnValue).IsEqualTo(arn) == Truth.Yes);

    private Finding? Wrong(FlowEdge edge, MappingNode pattern)
    {
        string rule = edge.To.Name;

        // AWS puts "lambda" into the record; "aws.lambda" is the source of the service's own events.
        if (Literals(pattern["source"]) is { } sources && sources.All(static x => x.Text == RecordFacts.ServiceSource))
        {
            return new Finding(ConfigurationRules.NeverMatches(rule), sources[0].Node.Span);
        }

        // Others may send such events to a bus that no function of the template sends its records to.
        FlowEdge[] senders = [.. _flow.To(edge.From.Id).Where(static x => x.Kind is FlowEdgeKind.OnSuccess or FlowEdgeKind.OnFailure)];
        if (senders.Length == 0)
        {
            return null;
        }

        MappingNode? detail = TemplateNodes.Child(pattern, "detail");
        MappingNode? context = TemplateNodes.Child(detail, "requestContext");
        return None(rule, "source", pattern["source"], [RecordFacts.Source])
            ?? None(rule, "detail-type", pattern["detail-type"], [RecordFacts.DetailType(DestinationOutcome.Success), RecordFacts.DetailType(DestinationOutcome.Failure)])
            ?? None(rule, "detail.requestContext.condition", context?["condition"], RecordFacts.AsynchronousConditions)
            ?? Unknown(rule, "detail", detail, RecordFacts.Members)
            ?? Unknown(rule, "detail.requestContext", context, RecordFacts.ContextMembers)
            ?? NoArn(rule, "detail.requestContext.functionArn", context?["functionArn"], senders, null)
            ?? (edge.From.Resource is { } bus ? NoArn(rule, "resources", pattern["resources"], senders, bus) : null)
            ?? NoSample(rule, pattern);
    }

    /// <summary>What of a pattern keeps away every record, whichever function sends it, where its values are none of the simple ones.</summary>
    private Finding? NoSample(string rule, MappingNode pattern)
    {
        SymbolicText anyFunction = SymbolicText.Of(new Placeholder("function", PlaceholderShape.NotEmpty));
        SampleValue[] events =
        [
            .. new[] { DestinationOutcome.Success, DestinationOutcome.Failure }.SelectMany(x => AuditSample.OfRecords(x, anyFunction)).Select(static x => x.Event),
        ];
        return PatternMisfit.Find(new AuditPattern(_interpreter, new HashSet<string>(StringComparer.Ordinal)), pattern, events) is { } misfit
            ? new Finding(ConfigurationRules.MatchesNoRecord(rule, misfit.Member), pattern.FullSpan)
            : null;
    }

    /// <summary>Every record that a function of the template may send on a way.</summary>
    public static IEnumerable<AuditSample> RecordsOf(Interpreter interpreter, FlowEdge sender) => AuditSample.OfRecords(
        sender.Kind == FlowEdgeKind.OnSuccess ? DestinationOutcome.Success : DestinationOutcome.Failure,
        ArnOf(interpreter, sender.From.Resource!, sender.Qualifier));

    /// <summary>The ARN of a function as a record has it, with the version or alias.</summary>
    private static SymbolicText ArnOf(Interpreter interpreter, TemplateResource function, string? qualifier) => SymbolicText.Concat(
        interpreter.Text(function.ArnValue),
        SymbolicText.Of(":"),
        qualifier is { } name && name.IndexOf("${", StringComparison.Ordinal) < 0
            ? SymbolicText.Of(name)
            : SymbolicText.Of(new Placeholder("qualifier", PlaceholderShape.NotEmpty)));

    /// <summary>A member of which a record has none of the values.</summary>
    private static Finding? None(string rule, string member, TemplateNode? values, IReadOnlyList<string> known) =>
        Literals(values) is { } literals && !literals.Any(x => known.Contains(x.Text)) ? new Finding(ConfigurationRules.HasOtherValues(rule, member, known), values!.FullSpan) : null;

    /// <summary>A member of a map that is not known, and is surely asked for.</summary>
    private static MappingEntry? UnknownMember(MappingNode? map, IReadOnlyList<string> known) => map is null || TemplateBranch.MayHoldMore(map)
        ? null
        : map.Entries.FirstOrDefault(x => !known.Contains(x.Name!) && x.Name!.IndexOf('.') < 0 && !x.Name.StartsWith("$", StringComparison.Ordinal) && Literals(x.Value) is not null);

    /// <summary>A member that a record does not have.</summary>
    private static Finding? Unknown(string rule, string member, MappingNode? map, IReadOnlyList<string> known) =>
        UnknownMember(map, known) is { Name: { } name } entry
            ? new Finding(ConfigurationRules.HasNoSuchMember(rule, $"{member}.{name}", known), entry.Key.Span)
            : null;

    /// <summary>ARNs of which none stands in a record of the functions that send to the bus: theirs end with a qualifier.</summary>
    private Finding? NoArn(string rule, string member, TemplateNode? values, FlowEdge[] senders, TemplateResource? bus)
    {
        if (TemplateNodes.Follow(values) is not SequenceNode { Tag: null, Items.Count: > 0 } list || list.Items.Any(static x => TemplateNodes.Follow(x) is MappingNode && !TemplateBranch.IsFunction(x)))
        {
            return null;
        }

        List<SymbolicText> known = bus is null ? [] : [_interpreter.Text(bus.ArnValue)];
        foreach (FlowEdge sender in senders)
        {
            if (sender.From.Resource is not { } function)
            {
                return null;
            }

            known.Add(ArnOf(_interpreter, function, sender.Qualifier));
        }

        return list.Items.All(x => known.TrueForAll(y => _interpreter.Text(TemplateValue.FromNode(x)).IsEqualTo(y) == Truth.No))
            ? new Finding(ConfigurationRules.HasOtherArns(rule, member), values!.FullSpan)
            : null;
    }

    /// <summary>The values of a member that are all texts; <see langword="null"/> where one is an operator or computed, or there is none.</summary>
    private static List<(string Text, TemplateNode Node)>? Literals(TemplateNode? values)
    {
        if (TemplateNodes.Follow(values) is not SequenceNode { Tag: null, Items.Count: > 0 } list)
        {
            return null;
        }

        List<(string, TemplateNode)> literals = [];
        foreach (TemplateNode item in list.Items)
        {
            if (TemplateNodes.Text(item) is not { } text)
            {
                return null;
            }

            literals.Add((text, item));
        }

        return literals;
    }
}
