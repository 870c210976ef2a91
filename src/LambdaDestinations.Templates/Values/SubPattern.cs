using System;
using System.Collections.Generic;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Values;

/// <summary>What a part of a <c>Fn::Sub</c> text is.</summary>
internal enum SubPartKind
{
    /// <summary>A text.</summary>
    Literal,

    /// <summary>The name in <c>${Name}</c>, without the white space around it, which CloudFormation passes over.</summary>
    Name,

    /// <summary>The text in <c>${!text}</c>, which stays <c>${text}</c>.</summary>
    Escape,
}

/// <summary>A part of a <c>Fn::Sub</c> text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text or name.</param>
internal readonly record struct SubPart(SubPartKind Kind, string Text);

/// <summary>The text of <c>Fn::Sub</c>, taken apart (AWS CloudFormation User Guide, "Fn::Sub").</summary>
internal static class SubPattern
{
    /// <summary>The parts in their order; a brace that is never closed is a text.</summary>
    public static List<SubPart> Parse(string pattern)
    {
        List<SubPart> parts = [];
        int position = 0;
        while (position < pattern.Length)
        {
            int start = pattern.IndexOf("${", position, StringComparison.Ordinal);
            int end = start < 0 ? -1 : pattern.IndexOf('}', start);
            if (end < 0)
            {
                break;
            }

            if (start > position)
            {
                parts.Add(new SubPart(SubPartKind.Literal, pattern.Substring(position, start - position)));
            }

            parts.Add(pattern[start + 2] == '!'
                ? new SubPart(SubPartKind.Escape, pattern.Substring(start + 3, end - start - 3))
                : new SubPart(SubPartKind.Name, pattern.Substring(start + 2, end - start - 2).Trim()));
            position = end + 1;
        }

        if (position < pattern.Length)
        {
            parts.Add(new SubPart(SubPartKind.Literal, pattern.Substring(position)));
        }

        return parts;
    }

    /// <summary>What the text refers to: names that the function itself gives a value are not references.</summary>
    /// <param name="argument">The argument of <c>Fn::Sub</c>: the text, or a list of the text and its variables.</param>
    public static IEnumerable<Reference> References(TemplateValue argument)
    {
        (TemplateValue pattern, TemplateValue? variables) = Arguments(argument);
        foreach (SubPart part in Parse(pattern.Text ?? ""))
        {
            if (part.Kind == SubPartKind.Name && variables?[part.Text] is null)
            {
                yield return Reference.Parse(part.Text);
            }
        }
    }

    /// <summary>The text and the variables of the argument of <c>Fn::Sub</c>.</summary>
    public static (TemplateValue Pattern, TemplateValue? Variables) Arguments(TemplateValue argument) =>
        argument.ItemArray is [var first, ..] items ? (first, items.Length > 1 ? items[1] : null) : (argument, null);

    /// <summary>The reference that is the whole text; <see langword="null"/> when there is more, or none.</summary>
    public static Reference? WholeReference(string pattern) =>
        pattern.Length > 3 && pattern.StartsWith("${", StringComparison.Ordinal) && pattern[2] != '!' && pattern.IndexOf('}') == pattern.Length - 1
            ? Reference.Parse(pattern.Substring(2, pattern.Length - 3).Trim())
            : null;
}
