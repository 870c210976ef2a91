using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Settings;

/// <summary>The ids that others are told, who may then give a policy or permission to what is named so: a stack that imports it or is nested in this one, a custom resource.</summary>
internal sealed class ToldResources
{
    private readonly HashSet<string> _ids;

    private ToldResources(TemplateModel template) => _ids = new HashSet<string>(Read(template), StringComparer.Ordinal);

    /// <summary>Those of a template. Read at the first use.</summary>
    public static ToldResources Of(TemplateModel template) => template.Derive(static x => new ToldResources(x));

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<string> Ids => _ids;

    /// <summary>Whether others are told of a resource.</summary>
    public bool Contains(string logicalId) => _ids.Contains(logicalId);

    private static IEnumerable<string> Read(TemplateModel template) => template.Resources.Where(static x => ResourceTypes.MayChangeOthers(x.Type))
        .SelectMany(static x => x.Properties?.Entries ?? [])
        .Where(static x => x.Name != "ServiceToken")
        .SelectMany(static x => References.In(x.Value))
        .Concat(StackOutput.Of(template).Where(static x => x.IsExported).SelectMany(static x => References.In(x.Value)));
}
