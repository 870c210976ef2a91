using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;

namespace LambdaDestinations.Templates.Binding;

/// <summary>Which of several templates the handlers belong to.</summary>
internal static class HandlerHomes
{
    /// <summary>
    /// The handlers that belong to a template: those whose function it has. One that none of the given templates has is missing once: where it may be
    /// hidden, else where other handlers of its assembly are; in none while a template cannot be read, which is an error of its own.
    /// </summary>
    /// <param name="template">The template.</param>
    /// <param name="handlers">Handlers of any template.</param>
    public static IReadOnlyList<HandlerModel> Of(TemplateModel template, IReadOnlyList<HandlerModel> handlers) =>
        IsAlone(template) ? handlers : [.. handlers.Where(x => Of(template.Given, x).Contains(template))];

    /// <summary>The templates that a handler belongs to.</summary>
    /// <param name="given">All templates that are given.</param>
    /// <param name="handler">The handler.</param>
    public static IReadOnlyList<TemplateModel> Of(IReadOnlyList<TemplateModel> given, HandlerModel handler) =>
        IsAlone(given[0]) ? given : given[0].Derive(static _ => new Known()).ByHandler.GetValue(handler, x => Find(given, x));

    private static bool IsAlone(TemplateModel template) => template.Given.Count == 1 && !template.IsGivenPartial;

    private static TemplateModel[] Find(IReadOnlyList<TemplateModel> given, HandlerModel handler)
    {
        TemplateModel[] homes = [.. given.Where(x => FunctionLocator.Find(x, handler.Function).Count > 0)];
        if (homes.Length > 0 || given[0].IsGivenPartial)
        {
            return homes;
        }

        return [given.FirstOrDefault(x => MayHave(x, handler.Function)) ?? given.FirstOrDefault(x => RunsOthersOf(x, handler.Function.AssemblyName)) ?? given[0]];
    }

    private static bool MayHave(TemplateModel template, FunctionReference function) =>
        template.Document.Errors.Count > 0
        || HiddenFunctions.Of(template, function.Name) is not null
        || (function.LogicalId is null && FunctionIndex.Of(template).WithOpenHandler is not null);

    private static bool RunsOthersOf(TemplateModel template, string assembly) =>
        template.Resources.Any(x => x.IsFunction && FunctionLocator.HandlerOf(template, x)?.StartsWith(assembly + "::", StringComparison.Ordinal) == true);

    /// <summary>Templates outlive the handlers in an editor, where each keystroke may make new ones.</summary>
    private sealed class Known
    {
        public ConditionalWeakTable<HandlerModel, TemplateModel[]> ByHandler { get; } = new();
    }
}
