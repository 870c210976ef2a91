using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Model;

namespace LambdaDestinations.Tool.Inputs;

/// <summary>Which templates the handlers of assemblies belong to.</summary>
internal static class HandlerHomes
{
    /// <summary>A handler belongs to the templates that have its function; one that none has, to the first.</summary>
    public static Dictionary<TemplateInput, List<HandlerModel>> Find(IReadOnlyList<TemplateInput> templates, IEnumerable<HandlerModel> handlers)
    {
        Dictionary<TemplateInput, List<HandlerModel>> byTemplate = templates.ToDictionary(static x => x, static _ => new List<HandlerModel>());
        foreach (HandlerModel handler in handlers)
        {
            List<TemplateInput> homes = [.. templates.Where(x => FunctionLocator.Find(x.Model, handler.Function).Count > 0)];
            foreach (TemplateInput home in homes.Count > 0 ? homes : templates.Take(1))
            {
                byTemplate[home].Add(handler);
            }
        }

        return byTemplate;
    }
}
