using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Patterns;

/// <summary>The operator <c>numeric</c>: comparisons in pairs, such as <c>[">", 0, "&lt;=", 5]</c>.</summary>
internal static class NumericRange
{
    /// <summary>Whether a number holds against every comparison.</summary>
    public static Truth Match(TemplateNode operand, SampleValue value)
    {
        if (value.Literal is not null && !value.IsNumber)
        {
            return Truth.No;
        }

        if (value is not { AtLeast: { } least, AtMost: { } most }
            || TemplateNodes.Follow(operand) is not SequenceNode { Tag: null, Items: { Count: > 0 } items } || items.Count % 2 != 0)
        {
            return Truth.Maybe;
        }

        Truth all = Truth.Yes;
        for (int i = 0; i < items.Count; i += 2)
        {
            all = all.And(TemplateNodes.Text(items[i + 1]) is { } text && PatternLiteral.TryParse(text, out double number)
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
}
