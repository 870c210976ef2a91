using System;
using System.Collections.Generic;
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

    private Truth MatchEntry(MappingEntry entry, SampleValue sample)
    {
        if (entry.Name == "$or" && TemplateNodes.Follow(entry.Value) is SequenceNode { Tag: null } alternatives)
        {
            return alternatives.Items.Aggregate(Truth.No, (any, x) => any.Or(Match(x, sample)));
        }

        // Dots in a key name nested members.
        SampleValue value = entry.Name!.Split('.').Aggregate(sample, static (at, name) => at[name]);
        return TemplateNodes.Follow(entry.Value) switch
        {
            MappingNode nested when TemplateBranch.IsFunction(nested) => Truth.Maybe,
            MappingNode nested => Match(nested, value),
            SequenceNode { Tag: null } list => list.Items.Aggregate(Truth.No, (any, x) => any.Or(MatchItem(x, value))),
            ScalarNode { Tag: null } => Truth.Maybe,
            _ => Truth.Maybe,
        };
    }

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

        if (TemplateNodes.Text(operand) is not { } text)
        {
            return name == "prefix" && value.Symbolic is { } whole ? SymbolicText.Concat(interpreter.Text(TemplateValue.FromNode(operand)), SymbolicText.Of("*")).Matches(whole) : Truth.Maybe;
        }

        if (value.IsErrorType && name == "equals-ignore-case")
        {
            errorTypes.Add(text);
        }

        if (name == "prefix" && value.Symbolic is { } symbolic && text.Length > 0)
        {
            return symbolic.StartsWith(text) ? Truth.Yes : Truth.Maybe;
        }

        if (value.Literal is not { } literal)
        {
            return value.IsOther && name == "equals-ignore-case" ? Truth.No : Truth.Maybe;
        }

        bool? matches = name switch
        {
            "prefix" => literal.StartsWith(text, StringComparison.Ordinal),
            "suffix" => literal.EndsWith(text, StringComparison.Ordinal),
            "equals-ignore-case" => string.Equals(literal, text, StringComparison.OrdinalIgnoreCase),
            _ => null,
        };
        return matches switch { true => Truth.Yes, false => Truth.No, null => Truth.Maybe };
    }

    private Truth AnythingBut(TemplateNode operand, SampleValue value) => TemplateNodes.Follow(operand) switch
    {
        SequenceNode { Tag: null } list => list.Items.Aggregate(Truth.No, (any, x) => any.Or(MatchText(x, value))).Not(),
        MappingNode { Tag: null, Entries: [{ Name: { } name } only] } map when !TemplateBranch.IsFunction(map) => MatchOperator(name, only.Value, value).Not(),
        { } node => MatchText(node, value).Not(),
        null => Truth.Maybe,
    };
}
