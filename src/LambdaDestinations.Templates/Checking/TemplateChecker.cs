using System.Collections.Generic;
using System.Threading;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Update;

namespace LambdaDestinations.Templates.Checking;

/// <summary>All checks of a template, for the analyzers, the build and the command line.</summary>
public static class TemplateChecker
{
    /// <summary>Checks a template and, where an assembly's handlers are known, what their attributes mean in it.</summary>
    /// <param name="template">The template.</param>
    /// <param name="handlers">The handlers with destinations; empty for a template without C#.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>The findings, each with its place in the template or its attribute, or both.</returns>
    public static IEnumerable<Finding> Check(TemplateModel template, IReadOnlyList<HandlerModel> handlers, CancellationToken cancellationToken = default)
    {
        foreach (HandlerModel handler in handlers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (Finding finding in HandlerChecks.Check(template, handler))
            {
                yield return finding;
            }
        }
    }
}
