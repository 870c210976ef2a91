using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Patterns;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
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

            // Whether CloudFormation passes an empty pattern on is not known.
            if (pattern.Entries.Count > 0 && new PatternSyntax(isJson: false).FindFault(pattern) is { } fault)
            {
                yield return new Finding(ConfigurationRules.HasFault(edge.To.Name, fault.Member, fault.Reason), fault.Node.FullSpan);
            }
            else if ((WaitsForStatusChanges(pattern) ? WrongStatusChange(edge.To.Name, pattern) : WaitsForRecords(pattern) ? Wrong(edge, pattern) : null) is { } finding)
            {
                yield return finding;
            }
            else if (WaitsForStatusChanges(pattern) && PrefixOfNames(pattern) is { } prefix)
            {
                yield return new Finding(ConfigurationRules.MatchesOthers(edge.To.Name), prefix.FullSpan);
            }
        }

        foreach (Finding finding in FindTwice())
        {
            yield return finding;
        }
    }

    /// <summary>A prefix that is the whole ARN of a function of the template; one that is less may be meant for several.</summary>
    private TemplateNode? PrefixOfNames(MappingNode pattern) =>
        (TemplateNodes.Follow(TemplateNodes.Child(pattern, "detail")?["functionArn"]) as SequenceNode)?.Items
            .Select(static x => TemplateNodes.Follow(x) is MappingNode { Tag: null, Entries: [{ Name: "prefix" } only] } ? only.Value : null)
            .FirstOrDefault(x => x is not null && IsArnOfFunction(_interpreter.Text(TemplateValue.FromNode(x))));

    /// <summary>Status changes that two event rules surely send to one target.</summary>
    private IEnumerable<Finding> FindTwice()
    {
        Delivery[] deliveries =
        [
            .. from taken in _flow.From(FlowGraph.DefaultBus)
               where taken.To.Kind == FlowNodeKind.Rule
               from pattern in new[] { RecordPaths.PatternOf(taken.Details) }.OfType<MappingNode>()
               where WaitsForStatusChanges(pattern)
               from sent in _flow.From(taken.To.Id)
               where sent.To.Kind != FlowNodeKind.Unknown && !RuleFlows.Transforms(sent.Details)
               from conditions in RuleFlows.Enabled(template, taken.Details, taken.Conditions.And(sent.Conditions))
               select new Delivery(taken, sent.To, pattern, conditions),
        ];
        if (deliveries.Length < 2)
        {
            yield break;
        }

        PatternMatcher patterns = new(_interpreter);
        SymbolicText version = SymbolicText.Of(new Placeholder("qualifier", PlaceholderShape.NotEmpty));
        foreach (FunctionConfiguration function in DestinationConfiguration.Of(template).Functions)
        {
            if (DurableFunctions.Is(template, function.Function) != true)
            {
                continue;
            }

            SymbolicText arn = SymbolicText.Concat(_interpreter.Text(function.Function.ArnValue), SymbolicText.Of(":"), version);
            (string Status, HashSet<Delivery> Taken)[] byStatus =
            [
                .. from status in DurableFacts.All
                   let change = AuditSample.OfStatusChange(status, arn).Event
                   select (status, new HashSet<Delivery>(deliveries.Where(x => patterns.Match(x.Pattern, change) == Truth.Yes))),
            ];
            for (int i = 1; i < deliveries.Length; i++)
            {
                for (int k = 0; k < i; k++)
                {
                    (Delivery one, Delivery other) = deliveries[k].IsOurs ? (deliveries[i], deliveries[k]) : (deliveries[k], deliveries[i]);
                    string[] both = [.. byStatus.Where(x => x.Taken.Contains(one) && x.Taken.Contains(other)).Select(static x => x.Status)];
                    if (both.Length > 0 && one.Target.Id == other.Target.Id && one.Rule.To.Id != other.Rule.To.Id
                        && one.Conditions.And(function.Conditions).IsCompatibleWith(other.Conditions))
                    {
                        yield return new Finding(
                            ConfigurationRules.BothSend(one.Rule.To.Name, other.Rule.To.Name, both, function.Function.LogicalId, one.Target.Name), one.Rule.Span);
                    }
                }
            }
        }
    }

    /// <summary>What an event rule sends to a target.</summary>
    /// <param name="Rule">The way from the bus to the rule.</param>
    /// <param name="Target">The target.</param>
    /// <param name="Pattern">The rule's pattern.</param>
    /// <param name="Conditions">When it does so.</param>
    private sealed record Delivery(FlowEdge Rule, FlowNode Target, MappingNode Pattern, ConditionSet Conditions)
    {
        /// <summary>Whether a build wrote the rule.</summary>
        public bool IsOurs => Rule.To.Resource is { } resource && OwnershipRecord.Read(resource)?.Function is not null;
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

    private bool HasNoVersion(SymbolicText arn) =>
        arn.Literal?.Split(':') is ["arn", _, _, _, _, "function", _, var qualifier] ? !DurableFacts.CanRun(qualifier) : NamesFunction(arn);

    /// <summary>Whether a text is the unqualified ARN of a function.</summary>
    private bool NamesFunction(SymbolicText arn) => arn.Literal is { } literal
        ? literal.Split(':') is ["arn", _, _, _, _, "function", { Length: > 0 }]
        : IsArnOfFunction(arn);

    private bool IsArnOfFunction(SymbolicText arn) => template.Resources.Any(x => x.IsFunction && _interpreter.Text(x.ArnValue).IsEqualTo(arn) == Truth.Yes);

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
        return PatternMisfit.Find(new PatternMatcher(_interpreter), pattern, events) is { } misfit
            ? new Finding(ConfigurationRules.MatchesNoRecord(rule, misfit.Member), pattern.FullSpan)
            : null;
    }

    /// <summary>Every record that a function of the template may send on a way.</summary>
    public static IEnumerable<AuditSample> RecordsOf(Interpreter interpreter, FlowEdge sender) => AuditSample.OfRecords(
        sender.Kind == FlowEdgeKind.OnSuccess ? DestinationOutcome.Success : DestinationOutcome.Failure,
        RecordPattern.QualifiedArn(interpreter, sender.From.Resource!, sender.Qualifier));

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

            known.Add(RecordPattern.QualifiedArn(_interpreter, function, sender.Qualifier));
        }

        SymbolicText[] texts = [.. list.Items.Select(x => _interpreter.Text(TemplateValue.FromNode(x)))];
        if (!Array.TrueForAll(texts, x => known.TrueForAll(y => x.IsEqualTo(y) == Truth.No)))
        {
            return null;
        }

        // Of a function's ARN with a qualifier, another one is meant.
        string[] qualifiers =
        [
            .. senders.Where(x => Array.Exists(texts, y => IsQualified(y, x.From.Resource!))).Select(static x => x.Qualifier)
                .OfType<string>().Select(QualifierText.InWords).Distinct(),
        ];
        return new Finding(
            qualifiers.Length > 0 ? ConfigurationRules.NamesOtherQualifier(rule, member, qualifiers) : ConfigurationRules.HasOtherArns(rule, member),
            values!.FullSpan);
    }

    /// <summary>Whether a text is the ARN of a function with a version or alias.</summary>
    private bool IsQualified(SymbolicText text, TemplateResource function) =>
        SymbolicText.Concat(_interpreter.Text(function.ArnValue), SymbolicText.Of(":*")).Matches(text) == Truth.Yes;

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
