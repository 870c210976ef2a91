using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>
/// Whether an event pattern, a filter of a mapping or a filter policy takes a sample, as far as it is known (Amazon EventBridge User Guide, "Event patterns";
/// AWS Lambda Developer Guide, "Filter rule syntax").
/// </summary>
/// <param name="interpreter">Works out the values of the pattern.</param>
/// <param name="errorTypes">Gets the error types that patterns name.</param>
internal sealed class AuditPattern(Interpreter interpreter, ISet<string> errorTypes)
{
    /// <summary>Whether every member of a pattern matches.</summary>
    public Truth Match(TemplateNode? pattern, SampleValue sample)
    {
        if (TemplateNodes.Follow(pattern) is not MappingNode map || TemplateBranch.MayHoldMore(map))
        {
            return Truth.Maybe;
        }

        return map.Entries.Aggregate(Truth.Yes, (all, entry) => all.And(MatchEntry(entry, sample)));
    }

    /// <summary>What a member of a pattern is compared with: dots in a key name nested members.</summary>
    public static SampleValue ValueOf(MappingEntry entry, SampleValue sample) => entry.Name!.Split('.').Aggregate(sample, static (at, name) => at[name]);

    /// <summary>Whether one member of a pattern matches.</summary>
    public Truth MatchEntry(MappingEntry entry, SampleValue sample)
    {
        if (entry.Name == "$or" && TemplateNodes.Follow(entry.Value) is SequenceNode { Tag: null } alternatives)
        {
            return alternatives.Items.Aggregate(Truth.No, (any, x) => any.Or(Match(x, sample)));
        }

        SampleValue value = ValueOf(entry, sample);
        Truth[] ways = [.. (value.Alternatives ?? [value]).Select(x => MatchValue(entry, x)).Distinct()];
        return ways.Length == 1 ? ways[0] : Truth.Maybe;
    }

    private Truth MatchValue(MappingEntry entry, SampleValue value) =>
        TemplateNodes.Follow(entry.Value) switch
        {
            MappingNode nested when TemplateBranch.IsFunction(nested) => Truth.Maybe,
            MappingNode nested => Match(nested, value),
            SequenceNode { Tag: null } list => list.Items.Aggregate(Truth.No, (any, x) => any.Or(MatchItem(x, value))),
            _ => Truth.Maybe,
        };

    private Truth MatchItem(TemplateNode item, SampleValue value)
    {
        if (value.Items is { } items)
        {
            return items.Aggregate(Truth.No, (any, x) => any.Or(MatchItem(item, x)));
        }

        return TemplateNodes.Follow(item) switch
        {
            MappingNode { Tag: null, Entries: [{ Name: { } name } only] } when !TemplateBranch.IsFunction(item) => MatchOperator(name, only.Value, value),
            { } node => MatchText(node, value),
            null => Truth.Maybe,
        };
    }

    private Truth MatchText(TemplateNode node, SampleValue value)
    {
        if (value.IsAbsent || value.IsMap)
        {
            return Truth.No;
        }

        if (TemplateNodes.Text(node) is { } text && value.IsErrorType)
        {
            errorTypes.Add(text);
        }

        // 200 is not "200", and the other way round.
        if (TemplateNodes.Follow(node) is ScalarNode { Tag: null, IsNull: false } scalar && (value.IsNumber ? scalar.IsString : value.Literal is not null && !scalar.IsString))
        {
            return Truth.No;
        }

        if (value.IsOther)
        {
            return TemplateNodes.Text(node) is null ? Truth.Maybe : Truth.No;
        }

        return value.Literal is { } literal && TemplateNodes.Text(node) is { } exact ? (literal == exact ? Truth.Yes : Truth.No)
            : value.Symbolic is { } symbolic ? interpreter.Text(TemplateValue.FromNode(node)).IsEqualTo(symbolic)
            : Truth.Maybe;
    }

    private Truth MatchOperator(string name, TemplateNode operand, SampleValue value)
    {
        if (name == "exists")
        {
            // Only leaves exist: a map does not.
            Truth exists = value.IsOpen ? Truth.Maybe : value.IsAbsent || value.IsMap ? Truth.No : Truth.Yes;
            return TemplateNodes.Text(operand) switch { "true" => exists, "false" => exists.Not(), _ => Truth.Maybe };
        }

        if (value.IsAbsent || value.IsMap)
        {
            return Truth.No;
        }

        if (name == "anything-but")
        {
            return AnythingBut(operand, value);
        }

        if (name == "numeric")
        {
            return Numeric(operand, value);
        }

        if (name is "prefix" or "suffix" or "wildcard")
        {
            return MatchPart(name, operand, value);
        }

        if (name != "equals-ignore-case" || TemplateNodes.Text(operand) is not { } text)
        {
            return Truth.Maybe;
        }

        if (value.IsErrorType)
        {
            errorTypes.Add(text);
        }

        return value.Literal is { } literal ? (string.Equals(literal, text, StringComparison.OrdinalIgnoreCase) ? Truth.Yes : Truth.No)
            : value.IsOther ? Truth.No : Truth.Maybe;
    }

    /// <summary>How a text begins, ends, or what stands in it, by the wildcards of a <see cref="SymbolicText"/>.</summary>
    private Truth MatchPart(string name, TemplateNode operand, SampleValue value)
    {
        SymbolicText part = interpreter.Text(TemplateValue.FromNode(operand));
        char[] others = name == "wildcard" ? ['?', '\\'] : ['?', '*'];
        if ((value.Symbolic ?? (value.Literal is { } literal ? SymbolicText.Of(literal) : null)) is not { } text
            || TemplateNodes.Follow(operand) is SequenceNode { Tag: null } or MappingNode { Tag: null } && !TemplateBranch.IsFunction(operand)
            || part.ToString().IndexOfAny(others) >= 0)
        {
            // What is not a text (prefix: { equals-ignore-case: … }), or has a character that is a wildcard here only.
            return Truth.Maybe;
        }

        SymbolicText any = SymbolicText.Of("*");
        return (name switch { "prefix" => SymbolicText.Concat(part, any), "suffix" => SymbolicText.Concat(any, part), _ => part }).Matches(text);
    }

    /// <summary>Comparisons in pairs: <c>[">", 0, "&lt;=", 5]</c>.</summary>
    private static Truth Numeric(TemplateNode operand, SampleValue value)
    {
        if (value is not { AtLeast: { } least, AtMost: { } most } || TemplateNodes.Follow(operand) is not SequenceNode { Tag: null, Items: { Count: > 0 } items } || items.Count % 2 != 0)
        {
            return Truth.Maybe;
        }

        Truth all = Truth.Yes;
        for (int i = 0; i < items.Count; i += 2)
        {
            all = all.And(double.TryParse(TemplateNodes.Text(items[i + 1]), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                ? Compare(TemplateNodes.Text(items[i]), number, least, most) : Truth.Maybe);
        }

        return all;
    }

    private static Truth Compare(string? comparison, double number, double least, double most) => comparison switch
    {
        "=" => number < least || number > most ? Truth.No : least == most ? Truth.Yes : Truth.Maybe,
        ">" => least > number ? Truth.Yes : most <= number ? Truth.No : Truth.Maybe,
        ">=" => least >= number ? Truth.Yes : most < number ? Truth.No : Truth.Maybe,
        "<" => most < number ? Truth.Yes : least >= number ? Truth.No : Truth.Maybe,
        "<=" => most <= number ? Truth.Yes : least > number ? Truth.No : Truth.Maybe,
        _ => Truth.Maybe,
    };

    private Truth AnythingBut(TemplateNode operand, SampleValue value) => TemplateNodes.Follow(operand) switch
    {
        SequenceNode { Tag: null } list => list.Items.Aggregate(Truth.No, (any, x) => any.Or(MatchText(x, value))).Not(),
        MappingNode { Tag: null, Entries: [{ Name: { } name } only] } map when !TemplateBranch.IsFunction(map) => MatchOperator(name, only.Value, value).Not(),
        { } node => MatchText(node, value).Not(),
        null => Truth.Maybe,
    };
}
