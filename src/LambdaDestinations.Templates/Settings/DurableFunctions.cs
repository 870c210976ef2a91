using System.Linq;
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
    public static bool? Is(TemplateModel template, TemplateResource function)
    {
        bool?[] known =
        [
            .. TemplateBranch.Of(template.FunctionProperty(function, DurableFacts.Config), function.Conditions())
                .Select(static x => x.Map is not null ? true : x.Node is null or ScalarNode { IsNull: true } ? false : (bool?)null)
                .Distinct(),
        ];
        return known is [{ } only] && (only || !TemplateBranch.MayHoldMore(function.Properties)) ? only : null;
    }

    /// <summary>What makes a function durable; <see langword="null"/> for any other, and where a deployment decides.</summary>
    /// <param name="template">The template.</param>
    /// <param name="function">A function of it.</param>
    public static MappingNode? ConfigOf(TemplateModel template, TemplateResource function) =>
        TemplateBranch.Of(template.FunctionProperty(function, DurableFacts.Config), function.Conditions()) is [{ Map: { } config }] ? config : null;
}
