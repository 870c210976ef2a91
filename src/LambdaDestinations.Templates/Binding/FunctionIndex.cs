using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;

namespace LambdaDestinations.Templates.Binding;

/// <summary>
/// Functions by their handler and versions by their function, found once per template: a template of a thousand resources is not
/// searched for each of its functions.
/// </summary>
internal sealed class FunctionIndex
{
    private readonly ILookup<string, TemplateResource> _byHandler;
    private readonly ILookup<string, TemplateResource> _byConstruct;
    private readonly ILookup<string, TemplateResource> _versions;

    /// <summary>The functions of a template. Read at the first use.</summary>
    public static FunctionIndex Of(TemplateModel template) => template.Derive(static x => new FunctionIndex(x));

    private FunctionIndex(TemplateModel template)
    {
        _byHandler = template.Resources
            .Where(static x => x.IsFunction)
            .Select(x => (Function: x, Handler: FunctionLocator.HandlerOf(template, x)))
            .Where(static x => x.Handler is not null)
            .ToLookup(static x => x.Handler!, static x => x.Function, StringComparer.Ordinal);
        _byConstruct = template.Resources
            .Where(static x => x.IsFunction && x.Construct is not null)
            .ToLookup(static x => x.Construct!.Value.Id, StringComparer.Ordinal);
        WithOpenHandler = template.Resources.FirstOrDefault(x => x.IsFunction && FunctionLocator.IsHandlerOpen(template, x));
        _versions = template.Resources
            .Where(static x => x.Type == ResourceTypes.Version && x.Properties?["FunctionName"] is not null)
            .Select(x => (Version: x, Id: DestinationTarget.OfFunction(template, x.Properties!["FunctionName"]!, default).Function?.LogicalId))
            .Where(static x => x.Id is not null)
            .ToLookup(static x => x.Id!, static x => x.Version, StringComparer.Ordinal);
    }

    /// <summary>The first function of which a deployment decides which handler it runs, so that a handler without a function may be that one's; <see langword="null"/> when there is none.</summary>
    public TemplateResource? WithOpenHandler { get; }

    /// <summary>The functions with a handler string, in source order.</summary>
    public IEnumerable<TemplateResource> WithHandler(string handler) => _byHandler[handler];

    /// <summary>The only function whose handler string means a handler in another case, or with white space in it; <see langword="null"/> when there is none, or the handler's function is named otherwise.</summary>
    public (TemplateResource Function, string Handler)? AlmostRunning(FunctionReference function)
    {
        if (function.LogicalId is not null || function.IsAspNetAction)
        {
            return null;
        }

        string meant = Plain(function.Handler);
        return _byHandler.Where(x => string.Equals(Plain(x.Key), meant, StringComparison.OrdinalIgnoreCase)).SelectMany(static x => x, static (x, y) => (Function: y, Handler: x.Key)).Take(2).ToArray() is [var only] ? only : null;
    }

    private static string Plain(string handler) => string.Concat(handler.Where(static x => !char.IsWhiteSpace(x)));

    /// <summary>The functions of constructs with an id, in source order.</summary>
    public IEnumerable<TemplateResource> OfConstruct(string id) => _byConstruct[id];

    /// <summary>The <c>AWS::Lambda::Version</c> resources of a function, in source order.</summary>
    public IEnumerable<TemplateResource> Versions(TemplateResource function) => _versions[function.LogicalId];
}
