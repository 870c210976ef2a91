using System.Collections.Generic;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Templates.Update;

/// <summary>What is wrong with a handler's destinations, seen against its template.</summary>
public static class HandlerChecks
{
    /// <summary>Checks one handler.</summary>
    /// <param name="template">The project's template; <see langword="null"/> when it has none.</param>
    /// <param name="handler">The handler.</param>
    public static IEnumerable<Finding> Check(TemplateModel? template, HandlerModel handler) =>
        template?.ResourcesNode is null || template.Document.Errors.Count > 0
            ? DeclarationChecks.Check(handler)
            : DestinationResolver.Resolve(template, handler).Findings;
}
