using System;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Settings;

/// <summary>The version or alias that something says, as one text: two that are equal are the same.</summary>
internal static class QualifierText
{
    /// <summary>What stands for a function without qualifier.</summary>
    public const string Latest = "$LATEST";

    /// <summary>What an unqualified call of a function with a capacity provider runs (AWS Lambda Developer Guide, "Lambda Managed Instances").</summary>
    public const string LatestPublished = "$LATEST.PUBLISHED";

    /// <summary>The text, with <c>${…}</c> for what the deployment decides: <c>${Version.Version}</c>; <see langword="null"/> when it is not known.</summary>
    /// <param name="template">The template.</param>
    /// <param name="node">The property that says it.</param>
    public static string? Of(TemplateModel template, TemplateNode node) => TemplateNodes.Text(node) ?? ResourceNames.Of(template).Interpreter.Text(TemplateValue.FromNode(node)).ToPattern();

    /// <summary>The alias that SAM publishes for a function, else <see cref="Latest"/>.</summary>
    public static string? OfSam(TemplateModel template, TemplateResource function) => template.FunctionProperty(function, "AutoPublishAlias") is { } alias ? Of(template, alias) : Latest;

    /// <summary>Whether two qualifiers are surely not the same. A version that the template publishes has a number, which no alias and not <see cref="Latest"/> has.</summary>
    /// <param name="template">The template.</param>
    /// <param name="one">A qualifier.</param>
    /// <param name="other">Another one.</param>
    public static bool Differ(TemplateModel template, string one, string other) =>
        !string.Equals(one, other, StringComparison.Ordinal)
        && ((IsLiteral(one) && IsLiteral(other)) || (IsVersion(template, one) && IsName(other)) || (IsVersion(template, other) && IsName(one)));

    /// <summary>A qualifier as people call it: <c>version VD</c> for that of a version resource.</summary>
    public static string InWords(string qualifier) =>
        qualifier is ['$', '{', .., '}'] && Reference.Parse(qualifier.Substring(2, qualifier.Length - 3)) is { Attribute: "Version" } reference
            ? "version " + reference.Id
            : qualifier;

    private static bool IsLiteral(string qualifier) => qualifier.IndexOf("${", StringComparison.Ordinal) < 0;

    private static bool IsName(string qualifier) => IsLiteral(qualifier) && !qualifier.All(char.IsDigit);

    private static bool IsVersion(TemplateModel template, string qualifier) =>
        qualifier.StartsWith("${", StringComparison.Ordinal)
        && Reference.Parse(qualifier.Substring(2, qualifier.Length - 3)) is { Attribute: "Version" } reference
        && template.Find(reference.Id) is { Type: ResourceTypes.Version };

    /// <summary>What a call of a function runs: <see cref="LatestPublished"/> where nothing is said and the function has a capacity provider.</summary>
    /// <param name="template">The template.</param>
    /// <param name="function">The function.</param>
    /// <param name="qualifier">What the caller says.</param>
    public static string Called(TemplateModel template, TemplateResource function, string qualifier) =>
        qualifier == Latest && template.FunctionProperty(function, "CapacityProviderConfig") is not null ? LatestPublished : qualifier;
}
