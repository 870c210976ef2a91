using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Settings;

/// <summary>Which functions of a template are durable: those with <c>DurableConfig</c>.</summary>
internal static class DurableFunctions
{
    /// <summary>Whether a function is durable; <see langword="null"/> when a deployment decides.</summary>
    /// <param name="template">The template.</param>
    /// <param name="function">A function of it.</param>
    public static bool? Is(TemplateModel template, TemplateResource function) =>
        ConfigOf(template, function) is not null ? true
        : template.FunctionProperty(function, DurableFacts.Config) is null or ScalarNode { IsNull: true } && !TemplateBranch.MayHoldMore(function.Properties) ? false
        : null;

    /// <summary>What makes a function durable; <see langword="null"/> for any other, and where it is computed.</summary>
    /// <param name="template">The template.</param>
    /// <param name="function">A function of it.</param>
    public static MappingNode? ConfigOf(TemplateModel template, TemplateResource function) =>
        template.FunctionProperty(function, DurableFacts.Config) is { } node && !TemplateBranch.IsFunction(node) ? TemplateNodes.Follow(node) as MappingNode : null;
}
