using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Model;

/// <summary>What a template means: its resources and parameters, with their places. Immutable.</summary>
internal sealed class TemplateModel
{
    private readonly Dictionary<string, TemplateResource> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<string> _parameters = new(StringComparer.Ordinal);
    private readonly Lazy<Dictionary<(DestinationTargetType Type, string Name), TemplateResource>> _byPhysicalName;
    private readonly Lazy<DestinationConfiguration> _configuration;
    private readonly Lazy<FlowGraph> _flow;
    private readonly Lazy<FunctionIndex> _functions;
    private readonly Lazy<TemplateResource[]> _policyHolders;
    private readonly Lazy<bool> _mayDeny;

    private TemplateModel(TemplateDocument document)
    {
        Document = document;
        Root = document.Root as MappingNode;
        ResourcesNode = TemplateNodes.Follow(Root?["Resources"]) as MappingNode;
        GlobalFunction = TemplateNodes.Child(TemplateNodes.Child(Root, "Globals"), "Function");
        IsSam = HasTransform(TemplateNodes.Follow(Root?["Transform"]), "AWS::Serverless-2016-10-31");
        List<TemplateResource> resources = [];
        foreach (MappingEntry entry in ResourcesNode?.Entries ?? [])
        {
            if (entry.Name is { } id && TemplateNodes.Follow(entry.Value) is MappingNode body && TemplateNodes.Text(body["Type"]) is { } type && !_byId.ContainsKey(id))
            {
                TemplateResource resource = new(id, type, entry, body, TemplateNodes.Child(body, "Properties"));
                resources.Add(resource);
                _byId.Add(id, resource);
            }
        }

        foreach (MappingEntry entry in TemplateNodes.Child(Root, "Parameters")?.Entries ?? [])
        {
            if (entry.Name is { } name)
            {
                _parameters.Add(name);
            }
        }

        Resources = resources;
        HasHiddenResources = FindHiddenResources();
        _byPhysicalName = new(IndexPhysicalNames);
        _configuration = new(() => DestinationConfiguration.Read(this));
        _flow = new(() => FlowGraph.Read(this));
        _functions = new(() => new FunctionIndex(this));
        _policyHolders = new(() => [.. Resources.Where(static x => ResourcePolicies.Carriers.ContainsKey(x.Type))]);
        _mayDeny = new(() => document.Text.IndexOf("Deny", StringComparison.Ordinal) >= 0 || document.Text.IndexOf('\\') >= 0);
    }

    /// <summary>The text and its syntax tree.</summary>
    public TemplateDocument Document { get; }

    /// <summary>The template's outermost map; <see langword="null"/> when it is none.</summary>
    public MappingNode? Root { get; }

    /// <summary>The map of resources; <see langword="null"/> when it is missing.</summary>
    public MappingNode? ResourcesNode { get; }

    /// <summary><c>Globals.Function</c> of a SAM template.</summary>
    public MappingNode? GlobalFunction { get; }

    /// <summary>Whether the SAM transform is declared.</summary>
    public bool IsSam { get; }

    /// <summary>The resources in source order. What has no literal <c>Type</c> (<c>Fn::ForEach</c>) is not among them.</summary>
    public IReadOnlyList<TemplateResource> Resources { get; }

    /// <summary>Reads a document; a broken one gives what could be read.</summary>
    public static TemplateModel Read(TemplateDocument document) => new(document);

    /// <summary>The resource of a logical id, or <see langword="null"/>.</summary>
    public TemplateResource? Find(string logicalId) => _byId.TryGetValue(logicalId, out TemplateResource? found) ? found : null;

    /// <summary>Whether a parameter of that name is declared.</summary>
    public bool HasParameter(string name) => _parameters.Contains(name);

    /// <summary>Whether the template may hold more resources than it shows: a macro, a loop, an include.</summary>
    public bool HasHiddenResources { get; }

    /// <summary>
    /// Whether a policy statement of the template may deny something: the word stands in the text, or an escape that could hide it.
    /// </summary>
    internal bool MayDeny => _mayDeny.Value;

    /// <summary>What the template itself configures about destinations. Read at the first use.</summary>
    public DestinationConfiguration Configuration => _configuration.Value;

    /// <summary>Where events of the template's functions come from and where records go. Read at the first use.</summary>
    public FlowGraph Flow => _flow.Value;

    /// <summary>The functions by their handlers. Read at the first use.</summary>
    internal FunctionIndex Functions => _functions.Value;

    /// <summary>The few resources that carry the policy of a target, in source order. Found at the first use.</summary>
    internal IReadOnlyList<TemplateResource> PolicyHolders => _policyHolders.Value;

    /// <summary>The resource that has a literal physical name (<c>QueueName</c>, <c>FunctionName</c>, …), or <see langword="null"/>.</summary>
    internal TemplateResource? FindByPhysicalName(DestinationTargetType type, string name) =>
        _byPhysicalName.Value.TryGetValue((type, name), out TemplateResource? found) ? found : null;

    /// <summary>Whether a name that is not declared may still exist at deployment: made by a macro, a loop, a module, or by SAM for a function.</summary>
    internal bool MayHave(string logicalId) =>
        HasHiddenResources
        || (IsSam && logicalId.StartsWith("Serverless", StringComparison.Ordinal))
        || Resources.Any(x => (x.Type.StartsWith("AWS::Serverless::", StringComparison.Ordinal) || x.Type.EndsWith("::MODULE", StringComparison.Ordinal)) && logicalId.StartsWith(x.LogicalId, StringComparison.Ordinal));

    private Dictionary<(DestinationTargetType Type, string Name), TemplateResource> IndexPhysicalNames()
    {
        Dictionary<(DestinationTargetType, string), TemplateResource> index = [];
        foreach (TemplateResource resource in Resources)
        {
            string? property = AwsTargets.NameProperty(resource.Type);
            if (property is not null && AwsTargets.FromResourceType(resource.Type) is { } type && TemplateNodes.Text(resource.Properties?[property]) is { } name && !index.ContainsKey((type, name)))
            {
                index.Add((type, name), resource);
            }
        }

        return index;
    }

    private bool FindHiddenResources() =>
        (Root?["Transform"] is { } transform && TemplateValue.FromNode(transform) is var value && (value.Kind == TemplateValueKind.List ? value.Items.Any(IsUnknownTransform) : IsUnknownTransform(value)))
        || (ResourcesNode?.Entries.Any(static x => x.Name is { } name && name.StartsWith("Fn::", StringComparison.Ordinal)) ?? false);

    /// <summary>A property of a function, from itself or from <c>Globals.Function</c>.</summary>
    public TemplateNode? FunctionProperty(TemplateResource function, string name) =>
        TemplateNodes.Property(function.Properties, name) ?? (function.Type == ResourceTypes.ServerlessFunction ? GlobalFunction?[name] : null);

    private static bool IsUnknownTransform(TemplateValue value) =>
        value.Kind == TemplateValueKind.Map || (value.Text is { } text && text is not ("AWS::Serverless-2016-10-31" or "AWS::LanguageExtensions"));

    private static bool HasTransform(TemplateNode? node, string name) => node switch
    {
        SequenceNode list => list.Items.Any(x => TemplateNodes.Text(x) == name),
        _ => TemplateNodes.Text(node) == name,
    };
}
