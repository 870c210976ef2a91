using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Binding;

/// <summary>Finds the function of a template that runs a handler.</summary>
internal static class FunctionLocator
{
    /// <summary>
    /// The functions that run a handler: by <c>[DestinationFunction]</c>, which names the logical id or in CDK output the construct, else by the logical id that Amazon.Lambda.Annotations
    /// gives, else by the handler string (<c>Handler</c> or <c>ImageConfig.Command</c>, with <c>Globals.Function</c>), of a consumer that of its entry point or of its class's, else, in an
    /// executable assembly, by the assembly's name.
    /// </summary>
    /// <returns>None when it is not there; more than one when the handler string does not tell them apart.</returns>
    public static IReadOnlyList<TemplateResource> Find(TemplateModel template, FunctionReference function)
    {
        if (function.LogicalId is { } explicitId)
        {
            return template.Find(explicitId) is { IsFunction: true } named ? [named] : [.. FunctionIndex.Of(template).OfConstruct(explicitId)];
        }

        if (function.AnnotationsLogicalId is { } annotationsId && template.Find(annotationsId) is { IsFunction: true } annotated)
        {
            return [annotated];
        }

        FunctionIndex index = FunctionIndex.Of(template);
        TemplateResource[] byHandler = [.. index.WithHandler(function.Handler), .. function.AnnotationsHandler is { } generated ? index.WithHandler(generated) : []];
        if (byHandler.Length == 0 && function.ClassEntryPoint is { } ofClass)
        {
            byHandler = [.. index.WithHandler(ofClass)];
        }

        if (byHandler.Length > 0)
        {
            return byHandler;
        }

        TemplateResource[] executables = [.. index.WithHandler(function.AssemblyName)];
        TemplateResource[] byVariable = [.. executables.Where(x => AnnotationsHandlerVariable(template, x) == function.MethodName)];
        if (byVariable.Length > 0)
        {
            return byVariable;
        }

        return executables.Length == 1 && AnnotationsHandlerVariable(template, executables[0]) is null ? executables : [];
    }

    /// <summary>The handler string of a function; <see langword="null"/> when it has none, or a deployment decides.</summary>
    public static string? HandlerOf(TemplateModel template, TemplateResource function) => ResourceNames.Literal(template, HandlerNode(template, function));

    /// <summary>Whether a deployment decides which handler a function runs.</summary>
    public static bool IsHandlerOpen(TemplateModel template, TemplateResource function) =>
        HandlerNode(template, function) is { } node && TemplateBranch.IsFunction(node) && ResourceNames.Literal(template, node) is null;

    private static TemplateNode? HandlerNode(TemplateModel template, TemplateResource function) =>
        template.FunctionProperty(function, "Handler")
        ?? (TemplateNodes.Follow((TemplateNodes.Follow(template.FunctionProperty(function, "ImageConfig")) as MappingNode)?["Command"]) switch
        {
            SequenceNode { Tag: null } command => command.Items.Count > 0 ? command.Items[0] : null,
            var single => single,
        });

    private static string? AnnotationsHandlerVariable(TemplateModel template, TemplateResource function)
    {
        foreach (MappingNode? owner in new[] { function.Properties, function.Type == ResourceTypes.ServerlessFunction ? template.GlobalFunction : null })
        {
            if (ResourceNames.Literal(template, TemplateNodes.Child(TemplateNodes.Child(owner, "Environment"), "Variables")?["ANNOTATIONS_HANDLER"]) is { } value)
            {
                return value;
            }
        }

        return null;
    }
}
