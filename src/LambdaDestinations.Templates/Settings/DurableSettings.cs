using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Settings;

/// <summary>What makes a function durable (AWS Lambda Developer Guide, "Lambda durable functions").</summary>
internal static class DurableSettings
{
    private const string Property = "DurableConfig";

    /// <summary>The settings of a durable function; <see langword="null"/> for any other, and where they are computed.</summary>
    public static MappingNode? Of(TemplateModel template, TemplateResource function) =>
        template.FunctionProperty(function, Property) is { } node && !TemplateBranch.IsFunction(node) ? TemplateNodes.Follow(node) as MappingNode : null;
}
