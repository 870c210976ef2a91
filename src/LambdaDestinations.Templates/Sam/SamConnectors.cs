using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Sam;

/// <summary>
/// A SAM connector: a resource of its own, or an entry of a resource's <c>Connectors</c>. SAM makes a policy of it for each destination, for which
/// nothing waits (SAM translator, <c>SamConnector</c>).
/// </summary>
/// <param name="Id">
/// What others name in <c>DependsOn</c> to wait for its policies: its logical id, or that of the resource and its own name joined.
/// </param>
/// <param name="Owner">The resource that holds it.</param>
/// <param name="Properties">Its properties.</param>
/// <param name="Path">Where it stands, from the template's root.</param>
/// <param name="Span">Its place in the text.</param>
internal sealed record SamConnector(string Id, TemplateResource Owner, MappingNode Properties, string Path, SourceSpan Span)
{
    /// <summary>Whether it is an entry of its source.</summary>
    public bool IsOfSource => Owner.Type != ResourceTypes.Connector;

    /// <summary>The map that names what it connects from; <see langword="null"/> when that is its owner.</summary>
    public MappingNode? Source => TemplateNodes.Child(Properties, "Source");

    /// <summary>The maps that name what it connects to, under whatever condition.</summary>
    public IEnumerable<MappingNode> Destinations => TemplateBranch.Of(Properties["Destination"])
        .SelectMany(static x => x.Node is SequenceNode list ? list.Items.SelectMany(static y => TemplateBranch.Of(y)) : [x])
        .Select(static x => x.Map).OfType<MappingNode>();
}

/// <summary>The connectors of a template. Without the SAM transform they are not connectors.</summary>
internal sealed class SamConnectors
{
    /// <summary>The sources whose connector to a function only lets the function read from them.</summary>
    private static readonly HashSet<string> Read = new([ResourceTypes.Queue, ResourceTypes.Table, ResourceTypes.SimpleTable], StringComparer.Ordinal);

    private readonly TemplateModel _template;
    private readonly Dictionary<string, SamConnector> _byId = new(StringComparer.Ordinal);

    private SamConnectors(TemplateModel template)
    {
        _template = template;
        List<SamConnector> all = [];
        foreach (TemplateResource resource in template.IsSam ? template.Resources : [])
        {
            if (resource.Type == ResourceTypes.Connector)
            {
                if (resource.Properties is { } properties)
                {
                    all.Add(new SamConnector(resource.LogicalId, resource, properties, $"Resources.{resource.LogicalId}.Properties", resource.Entry.Key.Span));
                }

                continue;
            }

            foreach (MappingEntry entry in TemplateNodes.Child(resource.Body, "Connectors")?.Entries ?? [])
            {
                if (TemplateNodes.Child(TemplateNodes.Follow(entry.Value) as MappingNode, "Properties") is { } properties)
                {
                    all.Add(new SamConnector(resource.LogicalId + entry.Name, resource, properties, $"Resources.{resource.LogicalId}.Connectors.{entry.Name}", entry.Value.Span));
                }
            }
        }

        All = all;
        foreach (SamConnector connector in all.Where(x => !_byId.ContainsKey(x.Id)))
        {
            _byId.Add(connector.Id, connector);
        }
    }

    /// <summary>All of them, in source order of their owners.</summary>
    public IReadOnlyList<SamConnector> All { get; }

    /// <summary>The connectors of a template.</summary>
    public static SamConnectors Of(TemplateModel template) => template.Derive(static x => new SamConnectors(x));

    /// <summary>The connector of an id; <see langword="null"/> when there is none.</summary>
    public SamConnector? Find(string id) => _byId.TryGetValue(id, out SamConnector? found) ? found : null;

    /// <summary>The resource that a connector connects from; <see langword="null"/> when the template does not tell.</summary>
    public TemplateResource? SourceOf(SamConnector connector) => connector.IsOfSource ? connector.Owner : End(connector.Source);

    /// <summary>The resources that a connector connects to, as far as the template tells.</summary>
    public IEnumerable<TemplateResource> DestinationsOf(SamConnector connector) => connector.Destinations.Select(End).OfType<TemplateResource>();

    /// <summary>
    /// The functions that a connector lets its source invoke, in whatever way the source does: its policy or permission says nothing of
    /// that (SAM translator, <c>connector_profiles/profiles.json</c>).
    /// </summary>
    public IEnumerable<TemplateResource> InvokedBy(SamConnector connector) =>
        (SourceOf(connector)?.Type ?? TemplateNodes.Text(connector.Source?["Type"])) is { } source && Read.Contains(source) ? [] : DestinationsOf(connector).Where(static x => x.IsFunction);

    private TemplateResource? End(MappingNode? end) => TemplateNodes.Text(end?["Id"]) is { } id ? _template.Find(id) : null;
}
