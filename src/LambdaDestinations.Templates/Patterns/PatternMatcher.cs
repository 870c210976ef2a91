using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Patterns;

/// <summary>
/// Whether an event pattern, a filter of a mapping or a filter policy takes an event, or a sample as far as it is known (Amazon EventBridge User Guide, "Event
/// patterns"; AWS Lambda Developer Guide, "Filter rule syntax"). Details are those of the service's matcher (github.com/aws/event-ruler) and of recordings.
/// </summary>
/// <param name="interpreter">
/// Evaluates what a template's pattern computes; <see langword="null"/> for a pattern that is JSON text, in which nothing is a function.
/// </param>
/// <param name="errorTypes">Gets the error types that patterns name; <see langword="null"/> when nobody asks.</param>
internal sealed class PatternMatcher(Interpreter? interpreter, ISet<string>? errorTypes = null)
{
    /// <summary>The relationship of alternatives: its value is a list of patterns (Amazon EventBridge User Guide, "Using or in event patterns").</summary>
    internal const string Or = "$or";

    /// <summary>Whether every member of a pattern matches.</summary>
    public Truth Match(TemplateNode? pattern, SampleValue sample) => Match(pattern, sample, [sample]);

    /// <summary>What a member of a pattern is compared with: dots in a key name nested members.</summary>
    public static SampleValue ValueOf(MappingEntry entry, SampleValue sample) => entry.Name!.Split('.').Aggregate(sample, static (at, name) => at[name]);

    /// <summary>Whether one member of a pattern matches.</summary>
    public Truth MatchEntry(MappingEntry entry, SampleValue sample) => MatchEntry(entry, sample, [sample]);

    /// <summary>Matches a map of a pattern.</summary>
    /// <param name="pattern">The map.</param>
    /// <param name="sample">What it is compared with: of an array of objects, one of them.</param>
    /// <param name="all">All values at this path. A member is absent when none of them has it.</param>
    private Truth Match(TemplateNode? pattern, SampleValue sample, IReadOnlyList<SampleValue> all) =>
        TemplateNodes.Follow(pattern) is MappingNode map && !(interpreter is not null && TemplateBranch.MayHoldMore(map))
            ? map.Entries.Aggregate(Truth.Yes, (result, x) => result.And(MatchEntry(x, sample, all)))
            : Truth.Maybe;

    private Truth MatchEntry(MappingEntry entry, SampleValue sample, IReadOnlyList<SampleValue> all) =>
        entry.Name == Or && TemplateNodes.Follow(entry.Value) is SequenceNode { Tag: null } alternatives
            ? alternatives.Items.Aggregate(Truth.No, (any, x) => any.Or(Match(x, sample, all)))
            : MatchPath(new(entry.Name!.Split('.')), entry.Value, sample, all);

    private Truth MatchPath(ArraySegment<string> path, TemplateNode pattern, SampleValue value, IReadOnlyList<SampleValue> all)
    {
        if (value.Alternatives is { } alternatives)
        {
            Truth[] ways = [.. alternatives.Select(x => MatchPath(path, pattern, x, all.Count == 1 ? [x] : all)).Distinct()];
            return ways.Length == 1 ? ways[0] : Truth.Maybe;
        }

        TemplateNode? node = TemplateNodes.Follow(pattern);
        bool isMap = node is MappingNode && !IsFunction(node);
        if (value.Items is { Count: > 0 } items && (path.Count > 0 || isMap))
        {
            return items.Aggregate(Truth.No, (any, x) => any.Or(MatchPath(path, pattern, x, all)));
        }

        if (path.Count > 0)
        {
            string name = path.First();
            SampleValue[] members = [.. all.SelectMany(Elements).Select(x => x[name])];
            return MatchPath(new(path.Array!, path.Offset + 1, path.Count - 1), pattern, value[name], members);
        }

        return isMap ? Match(node, value, all)
            : node is SequenceNode { Tag: null } list ? list.Items.Aggregate(Truth.No, (any, x) => any.Or(MatchItem(x, value, all)))
            : Truth.Maybe;
    }

    private static IEnumerable<SampleValue> Elements(SampleValue value) => value.Items is { } items ? items.SelectMany(Elements) : [value];

    private Truth MatchItem(TemplateNode item, SampleValue value, IReadOnlyList<SampleValue> all)
    {
        (string Name, TemplateNode Operand)? test = OperatorOf(item);
        if (test is { Name: "exists" })
        {
            return TemplateNodes.Text(test.Value.Operand) switch
            {
                "true" => Exists([value]),
                "false" => Exists(all).Not(),
                _ => Truth.Maybe,
            };
        }

        if (value.Items is { } items)
        {
            return items.Aggregate(Truth.No, (any, x) => any.Or(MatchItem(item, x, all)));
        }

        return test is { } known ? MatchOperator(known.Name, known.Operand, value)
            : TemplateNodes.Follow(item) is { } node ? MatchLiteral(node, value)
            : Truth.Maybe;
    }

    /// <summary>The operator and what it is applied to; <see langword="null"/> for anything else.</summary>
    private (string Name, TemplateNode Operand)? OperatorOf(TemplateNode? node) =>
        TemplateNodes.Follow(node) is MappingNode { Tag: null, Entries: [{ Name: { } name } only] } && !IsFunction(node) ? (name, only.Value) : null;

    private bool IsFunction(TemplateNode? node) => interpreter is not null && TemplateBranch.IsFunction(node);

    /// <summary>Whether a leaf is there: neither a map nor an empty list is one.</summary>
    private static Truth Exists(IEnumerable<SampleValue> values) => values.SelectMany(Elements).Aggregate(Truth.No, static (any, x) => any.Or(
        x.Alternatives is { } alternatives ? Truths([.. alternatives.Select(static y => Exists([y]))])
        : x.IsOpen ? Truth.Maybe
        : x.IsAbsent || x.IsMap ? Truth.No : Truth.Yes));

    private static Truth Truths(Truth[] ways) => Array.TrueForAll(ways, x => x == ways[0]) ? ways[0] : Truth.Maybe;

    private Truth MatchLiteral(TemplateNode node, SampleValue value)
    {
        if (value.IsAbsent || value.IsMap)
        {
            return Truth.No;
        }

        PatternLiteral? literal = PatternLiteral.Read(node, isJson: interpreter is null);
        if (literal is { Kind: PatternLiteralKind.Text } named && value.IsErrorType)
        {
            errorTypes?.Add(named.Text);
        }

        return literal is { } known ? known.Match(value)
            : value.IsOther || value.Symbolic is null ? Truth.Maybe
            : interpreter!.Text(TemplateValue.FromNode(node)).IsEqualTo(value.Symbolic);
    }

    private Truth MatchOperator(string name, TemplateNode operand, SampleValue value)
    {
        if (value.IsAbsent || value.IsMap)
        {
            return Truth.No;
        }

        return name switch
        {
            "anything-but" => Excluded(operand, value).Not(),
            "numeric" => NumericRange.Match(operand, value),
            "cidr" => TemplateNodes.Text(operand) is { } block ? CidrBlock.Match(block, value) : Truth.Maybe,
            "prefix" or "suffix" when OperatorOf(operand) is ("equals-ignore-case", var text) =>
                MatchText(name, text, value, StringComparison.OrdinalIgnoreCase),
            "equals-ignore-case" => MatchText("exact", operand, value, StringComparison.OrdinalIgnoreCase),
            "exact" or "prefix" or "suffix" or "wildcard" => MatchText(name, operand, value, StringComparison.Ordinal),
            _ => Truth.Maybe,
        };
    }

    /// <summary>What <c>anything-but</c> excludes: a value, one of several, or what another operator matches with one of several.</summary>
    private Truth Excluded(TemplateNode operand, SampleValue value) => OperatorOf(operand) is ({ } name, var inner)
        ? Several(inner).Aggregate(Truth.No, (any, x) => any.Or(MatchOperator(name, x, value)))
        : Several(operand).Aggregate(Truth.No, (any, x) => any.Or(MatchLiteral(x, value)));

    private static IEnumerable<TemplateNode> Several(TemplateNode operand) =>
        TemplateNodes.Follow(operand) is SequenceNode { Tag: null } list
            ? list.Items.Select(static x => TemplateNodes.Follow(x)!)
            : [TemplateNodes.Follow(operand)!];

    /// <summary>How a text is, begins, ends, or what stands in it.</summary>
    private Truth MatchText(string name, TemplateNode operand, SampleValue value, StringComparison comparison)
    {
        if (value.IsNumber || value.IsToken)
        {
            return Truth.No;
        }

        string? part = TemplateNodes.Text(operand);
        if (part is not null && value.IsErrorType && name == "exact")
        {
            errorTypes?.Add(part);
        }

        if (part is not null && value.Literal is { } text)
        {
            return Is(name switch
            {
                "prefix" => text.StartsWith(part, comparison),
                "suffix" => text.EndsWith(part, comparison),
                "wildcard" => Wildcard.Matches(part, text),
                _ => string.Equals(text, part, comparison),
            });
        }

        return name == "exact" && value.IsOther ? Truth.No
            : comparison == StringComparison.Ordinal ? MatchSymbolic(name, operand, value)
            : Truth.Maybe;
    }

    /// <summary>The same of what is not known to the last character, by the wildcards of a <see cref="SymbolicText"/>.</summary>
    private Truth MatchSymbolic(string name, TemplateNode operand, SampleValue value)
    {
        if ((value.Symbolic ?? (value.Literal is { } literal ? SymbolicText.Of(literal) : null)) is not { } text || TextOf(operand) is not { } written)
        {
            return Truth.Maybe;
        }

        SymbolicText part = value.Symbolic is null ? written : OfAnyPartition(written);

        char[] others = name == "wildcard" ? ['?', '\\'] : ['?', '*'];
        if (part.ToString().IndexOfAny(others) >= 0)
        {
            // A character that is a wildcard here only.
            return Truth.Maybe;
        }

        SymbolicText any = SymbolicText.Of("*");
        return name switch
        {
            "exact" => part.IsEqualTo(text),
            "prefix" => SymbolicText.Concat(part, any).Matches(text),
            "suffix" => SymbolicText.Concat(any, part).Matches(text),
            _ => part.Matches(text),
        };
    }

    /// <summary>The beginning of an ARN in whatever partition: a template that writes one is meant for it.</summary>
    private static SymbolicText OfAnyPartition(SymbolicText part) =>
        part.Literal is { } literal && literal.Split([':'], 3) is ["arn", var partition, var rest] && partition.StartsWith("aws", StringComparison.Ordinal)
            ? SymbolicText.Concat(SymbolicText.Of("arn:"), PseudoParameters.Partition, SymbolicText.Of(":" + rest))
            : part;

    private SymbolicText? TextOf(TemplateNode operand) => TemplateNodes.Follow(operand) switch
    {
        SequenceNode { Tag: null } => null,
        MappingNode when !IsFunction(operand) => null,
        _ => interpreter?.Text(TemplateValue.FromNode(operand)) ?? (TemplateNodes.Text(operand) is { } text ? SymbolicText.Of(text) : null),
    };

    private static Truth Is(bool isTrue) => isTrue ? Truth.Yes : Truth.No;
}
