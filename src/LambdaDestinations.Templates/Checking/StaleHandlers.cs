using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>A function whose handler string names an assembly and no method of it.</summary>
/// <param name="Function">The function.</param>
/// <param name="Handler">Its handler string.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="Meant">The handler that is meant; <see langword="null"/> where no name is near.</param>
internal sealed record StaleHandler(TemplateResource Function, string Handler, SourceSpan Span, string? Meant);

/// <summary>Handler strings that code has left behind: a method or class was renamed, and the template was not.</summary>
internal static class StaleHandlers
{
    /// <summary>
    /// The functions of the managed runtimes whose <c>Handler</c> names an assembly and no method of it. One that names the assembly alone, a
    /// <c>bootstrap</c>, an image, or a class with a base class that cannot be read is passed over, and so is a function of
    /// Amazon.Lambda.Annotations, which writes the handler string itself.
    /// </summary>
    public static IReadOnlyList<StaleHandler> Find(TemplateModel template, IHandlerAssembly assembly)
    {
        List<StaleHandler> stale = [];
        foreach (TemplateResource function in template.Resources.Where(static x => x.IsFunction))
        {
            if (template.FunctionProperty(function, "Handler") is { } node
                && TemplateNodes.Text(node) is { } handler
                && handler.Split(["::"], StringSplitOptions.None) is [var name, var type, var method]
                && name == assembly.Name
                && IsManaged(template, function)
                && assembly.Has(type, method) == Truth.No)
            {
                stale.Add(new StaleHandler(function, handler, node.Span, Nearest(template, handler, assembly)));
            }
        }

        return stale;
    }

    /// <summary>What is to be said of them, without what the template tells to ignore.</summary>
    public static IEnumerable<Finding> Report(TemplateModel template, IReadOnlyList<StaleHandler> stale) => stale
        .Select(x => new Finding(HandlerRules.NamesNoMethod(x.Function.LogicalId, x.Handler, x.Meant), x.Span))
        .Where(x => !IgnoreMarkers.Of(template).Ignores(x));

    /// <summary>A finding about a handler without a function points to the function that was left behind, when there is one.</summary>
    public static Finding PointTo(Finding finding, string handler, IReadOnlyList<StaleHandler> stale)
    {
        if (stale.Count == 0 || !ReferenceEquals(finding.Rule, DeclarationRules.FunctionNotInTemplate))
        {
            return finding;
        }

        (string assembly, string name) = Split(handler);
        StaleHandler[] own = [.. stale.Where(x => Split(x.Handler).Assembly == assembly && (x.Meant is null || x.Meant == handler))];
        string? nearest = NearNames.Nearest(name, own.Select(static x => Split(x.Handler).Name)) ?? (own.Length == 1 ? Split(own[0].Handler).Name : null);
        return Array.Find(own, x => Split(x.Handler).Name == nearest) is { } meant
            ? finding with { Said = DeclarationRules.NoFunctionRunsButOneIsStale(handler, meant.Function.LogicalId, meant.Handler), TemplateSpan = meant.Span }
            : finding;
    }

    /// <summary>The handler that is meant: one in another case, else a near one that no function runs yet.</summary>
    private static string? Nearest(TemplateModel template, string handler, IHandlerAssembly assembly)
    {
        string written = Split(handler).Name;
        HashSet<string> run = new(
            template.Given.SelectMany(x => x.Resources.Where(static y => y.IsFunction).Select(y => FunctionLocator.HandlerOf(x, y)).OfType<string>())
                .Where(x => x.StartsWith(assembly.Name + "::", StringComparison.Ordinal)).Select(static x => Split(x).Name),
            StringComparer.Ordinal);
        string? name = assembly.Handlers.FirstOrDefault(x => string.Equals(x, written, StringComparison.OrdinalIgnoreCase)) ?? NearNames.Nearest(written, assembly.Handlers.Where(x => !run.Contains(x)));
        return name is null ? null : $"{assembly.Name}::{name}";
    }

    private static (string Assembly, string Name) Split(string handler)
    {
        int at = handler.IndexOf("::", StringComparison.Ordinal);
        return (handler.Substring(0, at), handler.Substring(at + 2));
    }

    private static bool IsManaged(TemplateModel template, TemplateResource function) =>
        (TemplateNodes.Text(template.FunctionProperty(function, "Runtime")) is not { } runtime || runtime.StartsWith("dotnet", StringComparison.Ordinal))
        && TemplateNodes.Text(template.FunctionProperty(function, "PackageType")) != "Image"
        && !AnnotationsFacts.Owns(function);
}
