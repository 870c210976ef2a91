using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Manifest;

namespace LambdaDestinations.Tool.Inputs;

/// <summary>Which templates the handlers of assemblies belong to.</summary>
internal static class HandlerHomes
{
    /// <summary>
    /// For each template the assemblies with those handlers that belong to it: a handler belongs to the templates that have its
    /// function; one that none has, to the first.
    /// </summary>
    public static Dictionary<TemplateInput, List<AssemblyInput>> Find(IReadOnlyList<TemplateInput> templates, IReadOnlyList<AssemblyInput> assemblies)
    {
        Dictionary<TemplateInput, List<AssemblyInput>> byTemplate = templates.ToDictionary(static x => x, static _ => new List<AssemblyInput>());
        foreach (AssemblyInput assembly in assemblies)
        {
            ILookup<TemplateInput, HandlerModel> homes = assembly.Manifest.Handlers
                .SelectMany(x => HomesOf(x, templates), static (x, y) => (Handler: x, Home: y))
                .ToLookup(static x => x.Home, static x => x.Handler);
            foreach (TemplateInput template in templates)
            {
                byTemplate[template].Add(assembly with { Manifest = new DestinationManifest(new EquatableArray<HandlerModel>(homes[template])) });
            }
        }

        return byTemplate;
    }

    private static IEnumerable<TemplateInput> HomesOf(HandlerModel handler, IReadOnlyList<TemplateInput> templates)
    {
        TemplateInput[] homes = [.. templates.Where(x => FunctionLocator.Find(x.Model, handler.Function).Count > 0)];
        return homes.Length > 0 ? homes : templates.Take(1);
    }
}
