using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Patterns;

/// <summary>
/// What EventBridge refuses of an event pattern, with its reason: as recorded, and of what was not recorded as the service's own compiler says
/// (github.com/aws/event-ruler).
/// </summary>
/// <param name="isJson">Whether the pattern is JSON text, in which nothing is a function. What a template computes is not judged.</param>
internal sealed class PatternSyntax(bool isJson)
{
    private const string OneKeyOnly = "Only one key allowed in match expression";
    private const string NeitherListNorValue = "Value of anything-but must be an array or single string/number value.";

    /// <summary>The first fault; <see langword="null"/> when there is none.</summary>
    /// <param name="pattern">The pattern.</param>
    public PatternFault? FindFault(TemplateNode pattern) => TemplateNodes.Follow(pattern) switch
    {
        MappingNode map => IsOpen(map) ? null : FaultOfMap(map),
        { } node => IsOpen(node) ? null : new PatternFault("Filter is not an object", node),
        null => null,
    };

    private bool IsOpen(TemplateNode node) => !isJson && (TemplateBranch.IsFunction(node) || (node is MappingNode map && TemplateBranch.MayHoldMore(map)));

    private PatternFault? FaultOfMap(MappingNode map) => map.Entries.Count == 0
        ? new PatternFault("Empty objects are not allowed", map)
        : map.Entries.Select(FaultOfEntry).FirstOrDefault(static x => x is not null);

    private PatternFault? FaultOfEntry(MappingEntry entry)
    {
        TemplateNode? value = TemplateNodes.Follow(entry.Value);
        if (value is null || IsOpen(value))
        {
            return null;
        }

        PatternFault? fault = entry.Name == PatternMatcher.Or ? FaultOfOr(value) : value switch
        {
            MappingNode map => FaultOfMap(map),
            SequenceNode list => FaultOfList(list),
            _ => new PatternFault($"\"{entry.Name}\" must be an object or an array", value),
        };
        return fault is null ? null : fault with { Member = fault.Member.Length == 0 ? entry.Name! : $"{entry.Name}.{fault.Member}" };
    }

    private PatternFault? FaultOfOr(TemplateNode value)
    {
        if (value is not SequenceNode list)
        {
            return new PatternFault("It must be an Array followed with $or.", value);
        }

        foreach (TemplateNode item in Items(list))
        {
            if (!IsOpen(item) && (item is MappingNode map ? FaultOfMap(map) : new PatternFault("Only JSON object is allowed in array of $or relationship.", item)) is { } fault)
            {
                return fault;
            }
        }

        return list.Items.Count < 2 ? new PatternFault("There must have at least 2 Objects in $or relationship.", list) : null;
    }

    private PatternFault? FaultOfList(SequenceNode list) => list.Items.Count == 0
        ? new PatternFault("Empty arrays are not allowed", list)
        : Items(list).Select(FaultOfItem).FirstOrDefault(static x => x is not null);

    private PatternFault? FaultOfItem(TemplateNode item)
    {
        if (IsOpen(item))
        {
            return null;
        }

        return item switch
        {
            MappingNode { Entries: [{ Name: { } name } only, ..] } map when TemplateNodes.Follow(only.Value) is { } operand =>
                (IsOpen(operand) ? null : FaultOfOperator(name, operand)) ?? (map.Entries.Count > 1 ? new PatternFault(OneKeyOnly, map) : null),
            MappingNode map => new PatternFault("Match expression name not found", map),
            SequenceNode list => new PatternFault("Match value must be String, number, true, false, or null", list),
            _ => null,
        };
    }

    private PatternFault? FaultOfOperator(string name, TemplateNode operand)
    {
        switch (name)
        {
            case "prefix" or "suffix" when operand is MappingNode map:
                return FaultOfIgnoreCase(name, map);
            case "exact" or "prefix" or "suffix" or "equals-ignore-case":
                return IsText(operand) ? null : new PatternFault($"{name} match pattern must be a string", operand);
            case "wildcard":
                return FaultOfWildcard(operand);
            case "cidr":
                // The service names another operator here; so it was recorded.
                return FaultOf(IsText(operand) ? CidrBlock.Fault(((ScalarNode)operand).Value) : "prefix match pattern must be a string", operand);
            case "exists":
                return Literal(operand) is { Kind: PatternLiteralKind.Token, Text: not "null" } ? null : new PatternFault("exists match pattern must be either true or false.", operand);
            case "numeric":
                return operand is SequenceNode list ? FaultOfNumeric(list) : new PatternFault("Value of numeric must be an array.", operand);
            case "anything-but":
                return FaultOfAnythingBut(operand);
            default:
                return new PatternFault("Unrecognized match type " + name, operand);
        }
    }

    private PatternFault? FaultOfIgnoreCase(string name, MappingNode map)
    {
        if (map.Entries is not [{ Name: { } inner } first, ..] || TemplateNodes.Follow(first.Value) is not { } text)
        {
            return new PatternFault($"{char.ToUpperInvariant(name[0])}{name.Substring(1)} expression name not found", map);
        }

        return inner != "equals-ignore-case" ? new PatternFault($"Unsupported {name} pattern: {inner}", map)
            : !IsOpen(text) && !IsText(text) ? new PatternFault("equals-ignore-case match pattern must be a string", text)
            : map.Entries.Count > 1 ? new PatternFault(OneKeyOnly, map) : null;
    }

    private PatternFault? FaultOfWildcard(TemplateNode operand) =>
        FaultOf(IsText(operand) ? Wildcard.Fault(((ScalarNode)operand).Value) : "wildcard match pattern must be a string", operand);

    private PatternFault? FaultOfAnythingBut(TemplateNode operand)
    {
        if (operand is MappingNode map)
        {
            return map.Entries is [{ Name: { } inner } first, ..] && TemplateNodes.Follow(first.Value) is { } value
                ? IsOpen(value) ? null : FaultOfExcluded(inner, value) ?? (map.Entries.Count > 1 ? new PatternFault("Too many elements in numeric expression", map) : null)
                : new PatternFault("Anything-But expression name not found", map);
        }

        if (operand is SequenceNode list)
        {
            PatternLiteralKind?[] kinds = [.. Items(list).Where(x => !IsOpen(x)).Select(x => Literal(x)?.Kind)];
            return kinds.Any(static x => x is null or PatternLiteralKind.Token) ? new PatternFault("Inside anything but list, start|null|boolean is not supported.", list)
                : list.Items.Count == 0 || kinds.Distinct().Count() > 1
                    ? new PatternFault("Inside anything but list, either all values are number or string, mixed type is not supported", list)
                : null;
        }

        return Literal(operand) is { Kind: not PatternLiteralKind.Token } ? null : new PatternFault(NeitherListNorValue, operand);
    }

    private PatternFault? FaultOfExcluded(string inner, TemplateNode value)
    {
        if (inner is not ("equals-ignore-case" or "prefix" or "suffix" or "wildcard"))
        {
            return new PatternFault("Unsupported anything-but pattern: " + inner, value);
        }

        if (value is MappingNode || Literal(value) is { Kind: PatternLiteralKind.Token })
        {
            return new PatternFault(NeitherListNorValue, value);
        }

        IEnumerable<TemplateNode> values = value is SequenceNode list ? Items(list) : [value];
        return values.Where(x => !IsOpen(x)).Select(x => FaultOf(ReasonOfExcluded(inner, x), x)).FirstOrDefault(static x => x is not null);
    }

    private string? ReasonOfExcluded(string inner, TemplateNode value)
    {
        bool isText = IsText(value);
        return inner switch
        {
            "equals-ignore-case" => isText ? null : "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.",
            "wildcard" => isText ? Wildcard.Fault(((ScalarNode)value).Value) : "wildcard match pattern must be a string",
            _ => !isText ? "prefix/suffix match pattern must be a string" : ((ScalarNode)value).Value.Length == 0 ? "Null prefix/suffix not allowed" : null,
        };
    }

    /// <summary>A comparison, or a lower and an upper bound.</summary>
    private PatternFault? FaultOfNumeric(SequenceNode list)
    {
        TemplateNode[] items = [.. Items(list)];
        if (items.Any(IsOpen))
        {
            return null;
        }

        if (items.Length == 0 || !IsText(items[0]))
        {
            return new PatternFault("Invalid member in numeric match: " + (items.Length == 0 ? "]" : TextOf(items[0])), list);
        }

        string first = TextOf(items[0]);
        bool isLower = first is ">" or ">=";
        return FaultOf(
            first is not ("=" or "<" or "<=" or ">" or ">=") ? "Unrecognized numeric range operator: " + first
            : !IsNumber(items, 1) ? $"Value of {(first == "=" ? "equals" : first)} must be numeric"
            : items.Length == 2 ? null
            : !isLower ? "Too many elements in numeric expression"
            : !IsText(items[2]) ? "Bad value in numeric range: " + TextOf(items[2])
            : TextOf(items[2]) is not ("<" or "<=") ? "Bad numeric range operator: " + TextOf(items[2])
            : !IsNumber(items, 3) ? $"Value of {TextOf(items[2])} must be numeric"
            : items.Length > 4 ? "Too many terms in numeric range expression"
            : Literal(items[1])!.Value.Number >= Literal(items[3])!.Value.Number ? "Bottom must be less than top"
            : null,
            list);
    }

    private bool IsNumber(TemplateNode[] items, int index) => index < items.Length && Literal(items[index]) is { Kind: PatternLiteralKind.Number };

    private bool IsText(TemplateNode node) => Literal(node) is { Kind: PatternLiteralKind.Text };

    private PatternLiteral? Literal(TemplateNode node) => PatternLiteral.Read(node, isJson);

    private static string TextOf(TemplateNode node) => TemplateNodes.Text(node) ?? "";

    private static PatternFault? FaultOf(string? reason, TemplateNode node) => reason is null ? null : new PatternFault(reason, node);

    private static IEnumerable<TemplateNode> Items(SequenceNode list) => list.Items.Select(static x => TemplateNodes.Follow(x)!);
}
