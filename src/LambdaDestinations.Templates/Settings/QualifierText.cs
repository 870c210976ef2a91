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

    /// <summary>What a call of a function runs: <see cref="LatestPublished"/> where nothing is said and the function has a capacity provider.</summary>
    /// <param name="template">The template.</param>
    /// <param name="function">The function.</param>
    /// <param name="qualifier">What the caller says.</param>
    public static string Called(TemplateModel template, TemplateResource function, string qualifier) =>
        qualifier == Latest && template.FunctionProperty(function, "CapacityProviderConfig") is not null ? LatestPublished : qualifier;
}
