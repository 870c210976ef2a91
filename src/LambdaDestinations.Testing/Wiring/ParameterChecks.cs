using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Testing.Wiring;

/// <summary>
/// What CloudFormation refuses about the values of parameters: a name that the template does not declare, and a value outside of what the declaration
/// allows (AWS CloudFormation User Guide, "Parameters").
/// </summary>
internal static class ParameterChecks
{
    private const string NumberList = "List<Number>";

    /// <summary>What is refused, each with its line.</summary>
    /// <param name="template">The template.</param>
    /// <param name="given">The values that the test gives.</param>
    internal static IEnumerable<TemplateNote> Check(TemplateModel template, IReadOnlyDictionary<string, string> given)
    {
        MappingEntry? section = template.Root?.Find("Parameters");
        MappingNode? declared = TemplateNodes.Follow(section?.Value) as MappingNode;
        foreach ((string name, string value) in given.OrderBy(static x => x.Key, StringComparer.Ordinal))
        {
            if (declared?.Find(name) is null)
            {
                yield return Note(section, $"The template has no parameter {name}, which WithParameter gives a value.");
            }
            else if (Refusal(TemplateNodes.Child(declared, name), value) is { } refusal)
            {
                yield return Note(declared.Find(name), $"The value \"{value}\" of parameter {name} is refused: {refusal}.");
            }
        }

        foreach (MappingEntry parameter in declared?.Entries ?? [])
        {
            MappingNode? declaration = TemplateNodes.Follow(parameter.Value) as MappingNode;
            if (parameter.Name is { } name && !given.ContainsKey(name) && TemplateNodes.Text(declaration?["Default"]) is { } value && Refusal(declaration, value) is { } refusal)
            {
                yield return Note(parameter, $"The default \"{value}\" of parameter {name} is refused: {refusal}.");
            }
        }

        TemplateNote Note(MappingEntry? at, string message) =>
            new(string.Empty, template.Document.GetPosition(at?.Key.Span.Start ?? 0).Line + 1, message, ChangesResults: true);
    }

    /// <summary>Why a value is refused; null when it is not.</summary>
    private static string? Refusal(MappingNode? declaration, string value)
    {
        string? type = TemplateNodes.Text(declaration?["Type"]);
        if (declaration is null || type is null || type.StartsWith("AWS::SSM::Parameter::Value", StringComparison.Ordinal))
        {
            // What is declared of such a parameter is about the key, and the test gives the value behind it.
            return null;
        }

        bool isList = type is "CommaDelimitedList" || type.StartsWith("List<", StringComparison.Ordinal);
        string[] items = isList ? [.. value.Split(',').Select(static x => x.Trim())] : [value];
        return items.Select(x => RefusalOfItem(declaration, type, x)).FirstOrDefault(static x => x is not null);
    }

    private static string? RefusalOfItem(MappingNode declaration, string type, string item)
    {
        decimal? number = decimal.TryParse(item, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal parsed) ? parsed : null;
        if (type is "Number" or NumberList && number is null)
        {
            return $"{item} is not a number";
        }

        if (TemplateNodes.Follow(declaration["AllowedValues"]) is SequenceNode allowed
            && allowed.Items.Select(static x => TemplateNodes.Text(x)).ToArray() is var texts
            && !texts.Contains(item)
            && !(type is "Number" or NumberList && texts.Any(x => Limit(x) == number)))
        {
            return $"it must be one of AllowedValues: {string.Join(", ", texts)}";
        }

        return type switch
        {
            "Number" => RefusalOfNumber(declaration, number!.Value),
            "String" => RefusalOfText(declaration, item),
            _ => null,
        };
    }

    private static string? RefusalOfNumber(MappingNode declaration, decimal number) =>
        Limit(declaration, "MinValue") is { } least && number < least ? $"MinValue is {Text(least)}"
        : Limit(declaration, "MaxValue") is { } most && number > most ? $"MaxValue is {Text(most)}"
        : null;

    private static string? RefusalOfText(MappingNode declaration, string item)
    {
        return Limit(declaration, "MinLength") is { } shortest && item.Length < shortest ? $"MinLength is {Text(shortest)}"
            : Limit(declaration, "MaxLength") is { } longest && item.Length > longest ? $"MaxLength is {Text(longest)}"
            : TemplateNodes.Text(declaration["AllowedPattern"]) is { } pattern && !Matches(item, pattern) ? $"AllowedPattern is {pattern}"
            : null;
    }

    private static decimal? Limit(MappingNode declaration, string name) => Limit(TemplateNodes.Text(declaration[name]));

    private static decimal? Limit(string? text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal limit) ? limit : null;

    private static string Text(decimal limit) => limit.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether a whole text is what a pattern says; a pattern of Java that .NET does not read, or that takes it too long, is taken for met.</summary>
    private static bool Matches(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, $@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (RegexMatchTimeoutException)
        {
            return true;
        }
    }
}
