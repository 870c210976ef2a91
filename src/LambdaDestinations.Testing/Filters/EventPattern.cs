using System;
using System.Text.Json;
using LambdaDestinations.Templates.Patterns;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Testing.Filters;

/// <summary>An event pattern, a filter of a mapping or a filter policy: the checks of templates have the same one.</summary>
internal sealed class EventPattern
{
    private static readonly PatternMatcher Matcher = new(null);
    private static readonly PatternSyntax Syntax = new(isJson: true);

    private readonly MappingNode _pattern;

    /// <summary>Reads a pattern.</summary>
    /// <param name="json">The pattern.</param>
    /// <param name="refusal">How AWS begins what it says of a pattern that it refuses.</param>
    /// <param name="mayBeEmpty">Whether <c>{}</c> is a pattern, which matches everything.</param>
    /// <exception cref="ArgumentException">AWS refuses it; the message has AWS's reason.</exception>
    internal EventPattern(string json, string refusal = "Event pattern is not valid. Reason: ", bool mayBeEmpty = false)
    {
        TemplateDocument document = TemplateParser.Parse(json, TemplateFormat.Json);
        if (document.Errors.Count > 0)
        {
            throw new ArgumentException($"{refusal}{document.Errors[0].Message}");
        }

        _pattern = document.Root as MappingNode ?? throw new ArgumentException(refusal + "Filter is not an object");
        if (!(mayBeEmpty && _pattern.Entries.Count == 0) && Syntax.FindFault(_pattern) is { } fault)
        {
            throw new ArgumentException(refusal + fault.Reason);
        }
    }

    internal bool Matches(JsonElement candidate) => Matcher.Match(_pattern, JsonSample.Of(candidate)) == Truth.Yes;
}
