using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>A template of a system, and what it is called by others.</summary>
/// <param name="Name">The file, as nested stacks name it.</param>
/// <param name="Template">The template.</param>
internal sealed record AuditTemplate(string Name, TemplateModel Template)
{
    /// <summary>The method that a function runs, by its logical id, where an assembly tells.</summary>
    public IReadOnlyDictionary<string, string>? Code { get; init; }
}

/// <summary>A place of the system: where several templates name one thing, the template that has it.</summary>
/// <param name="Template">Which template.</param>
/// <param name="Node">The place in its graph.</param>
internal sealed record AuditPlace(int Template, FlowNode Node)
{
    /// <summary>What tells it from others.</summary>
    public string Key { get; } = Node.Id == FlowGraph.DefaultBus ? Node.Id : $"{Template}:{Node.Id}";

    /// <inheritdoc />
    public bool Equals(AuditPlace? other) => other?.Key == Key;

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Key);
}

/// <summary>A way of the system.</summary>
/// <param name="Template">Which template says so.</param>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Edge">What the template says.</param>
internal sealed record AuditEdge(int Template, AuditPlace From, AuditPlace To, FlowEdge Edge);

/// <summary>
/// Several templates as one system: what one imports, takes as a parameter of a nested stack, or names by an ARN is the resource of the other.
/// </summary>
internal sealed class AuditSystem
{
    private const string Outputs = ".Outputs.";
    private const string Parameter = "AWS::SSM::Parameter";

    private readonly IReadOnlyList<AuditTemplate> _templates;
    private readonly Dictionary<string, (int Template, TemplateValue Value)> _exports = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Template, string Parameter), (int Template, TemplateValue Value)> _parameters = [];
    private readonly Dictionary<(int Template, string Stack), int> _nested = [];
    private readonly List<(int Template, SymbolicText Name, TemplateValue Value)> _exportsOfStack = [];
    private readonly Dictionary<string, string> _shared = new(StringComparer.Ordinal);
    private readonly ILookup<string, AuditEdge> _from;
    private readonly ILookup<string, AuditEdge> _to;

    /// <summary>Joins templates.</summary>
    public AuditSystem(IReadOnlyList<AuditTemplate> templates)
    {
        _templates = templates;
        for (int i = 0; i < templates.Count; i++)
        {
            ReadOutputs(i);
            ReadNested(i);
        }

        List<AuditEdge> edges = [];
        for (int i = 0; i < templates.Count; i++)
        {
            foreach (FlowEdge edge in FlowGraph.Of(templates[i].Template).Edges)
            {
                edges.Add(new AuditEdge(i, Resolve(i, edge.From), Resolve(i, edge.To), edge));
            }
        }

        Edges = edges;
        _from = edges.ToLookup(static x => x.From.Key, StringComparer.Ordinal);
        _to = edges.ToLookup(static x => x.To.Key, StringComparer.Ordinal);
    }

    /// <summary>The templates.</summary>
    public IReadOnlyList<AuditTemplate> Templates => _templates;

    /// <summary>Every way, by template and in the order of its graph.</summary>
    public IReadOnlyList<AuditEdge> Edges { get; }

    /// <summary>The ways that begin at a place.</summary>
    public IEnumerable<AuditEdge> From(AuditPlace place) => _from[place.Key];

    /// <summary>The ways that end at a place.</summary>
    public IEnumerable<AuditEdge> To(AuditPlace place) => _to[place.Key];

    /// <summary>The template of a place.</summary>
    public TemplateModel TemplateOf(AuditPlace place) => _templates[place.Template].Template;

    /// <summary>The ARN of a place; <see langword="null"/> when it is not a resource of a template.</summary>
    public SymbolicText? ArnOf(AuditPlace place) => place.Node.Resource is { } resource ? ResourceNames.Of(TemplateOf(place)).Interpreter.Text(resource.ArnValue) : null;

    /// <summary>What a reader is called; a function with its method, where an assembly tells.</summary>
    public string Reader(AuditPlace place) =>
        _templates[place.Template].Code is { } code && code.TryGetValue(place.Node.Id, out string? method) ? $"{place.Node.Name} in {method}" : place.Node.Name;

    /// <summary>Whether other stacks may know a resource: the template exports it, or hands it to a nested stack or to a resource that may be anything.</summary>
    public bool IsShared(AuditPlace place) => _shared.ContainsKey(place.Key);

    /// <summary>How other stacks may know it, in words; <see langword="null"/> when they do not.</summary>
    public string? WhyShared(AuditPlace place) => _shared.TryGetValue(place.Key, out string? why) ? why : null;

    /// <summary>The place of a target.</summary>
    public AuditPlace PlaceOf(int template, DestinationTarget target)
    {
        string id = FlowGraph.IdOf(target);
        return FlowGraph.Of(_templates[template].Template).Find(id) is { } node ? Resolve(template, node)
            : target.Resource is { } resource ? OfResource(template, resource)
            : Resolve(template, new FlowNode(id, FlowNodeKind.Unknown, target.Name ?? (target.Text is { } text ? ArnText.NameOf(text) : id)));
    }

    /// <summary>The place that a node means in the whole system.</summary>
    public AuditPlace Resolve(int template, FlowNode node)
    {
        AuditPlace own = new(template, AuditFacts.Shown(node));
        if (node.Resource is not null || node.Id == FlowGraph.DefaultBus || SamQueues.OfId(_templates[template].Template, node.Id) is not null)
        {
            return own;
        }

        if (_parameters.TryGetValue((template, node.Id), out (int Template, TemplateValue Value) given))
        {
            return ResolveValue(given) ?? own;
        }

        if (node.Id.IndexOf(Outputs, StringComparison.Ordinal) is > 0 and int at && _nested.TryGetValue((template, node.Id.Substring(0, at)), out int child))
        {
            return OutputOf(child, node.Id.Substring(at + Outputs.Length)) ?? own;
        }

        return node.Id.IndexOf(Intrinsics.ImportValue, StringComparison.Ordinal) >= 0 ? ResolveImport(template, node) ?? own : ByName(template, node) ?? own;
    }

    /// <summary>What a nested stack tells of itself.</summary>
    private AuditPlace? OutputOf(int template, string name) =>
        StackOutput.Of(_templates[template].Template).FirstOrDefault(x => x.Name == name) is { } output ? ResolveValue((template, TemplateValue.FromNode(output.Value))) : null;

    private AuditPlace? ResolveImport(int template, FlowNode node)
    {
        TemplateDocument document = TemplateParser.Parse(node.Id, TemplateFormat.Json);
        if (document.Errors.Count > 0 || document.Root is not MappingNode { Entries: [{ Name: Intrinsics.ImportValue, Value: var name }] })
        {
            return null;
        }

        SymbolicText text = ResourceNames.Of(_templates[template].Template).Interpreter.Text(TemplateValue.FromNode(name));
        return text.ToPattern() is not { } export ? null
            : _exports.TryGetValue(ExportKey(template, export), out (int, TemplateValue) found) ? ResolveValue(found)
            : ExportOfStack(template, text) is { } ofStack ? ResolveValue(ofStack)
            : new AuditPlace(template, node with { Name = "import " + export });
    }

    /// <summary>The one export that is named after its own stack and may have a name; <see langword="null"/> when there is none, or several may.</summary>
    private (int Template, TemplateValue Value)? ExportOfStack(int template, SymbolicText name)
    {
        // A name of which nothing is written may be any, and no other stack has the name of this one.
        if (name.Length == name.Placeholders.Count || name.Placeholders.Any(static x => IsOfStack(x.Id)))
        {
            return null;
        }

        (int Template, SymbolicText Name, TemplateValue Value)[] found = [.. _exportsOfStack.Where(x => x.Template != template && MayMean(template, x.Template) && x.Name.IsEqualTo(name) != Truth.No)];
        return found is [var only] ? (only.Template, only.Value) : null;
    }

    private static bool IsOfStack(string placeholder) => placeholder.StartsWith("AWS::Stack", StringComparison.Ordinal);

    private AuditPlace? ResolveValue((int Template, TemplateValue Value) given)
    {
        DestinationTarget target = DestinationTarget.Read(_templates[given.Template].Template, given.Value, default, default);
        return target.Resource is { } resource
            ? OfResource(given.Template, target.Function ?? resource)
            : null;
    }

    /// <summary>The resource of another template that an ARN or a name means; names that a template computes with its own resources mean nothing elsewhere.</summary>
    private AuditPlace? ByName(int template, FlowNode node)
    {
        bool isArn = node.Id.StartsWith("arn:", StringComparison.Ordinal);
        if (_templates.Count < 2 || !(isArn || node.Kind == FlowNodeKind.EventBus) || ArnText.NameOf(node.Id).IndexOf("${", StringComparison.Ordinal) >= 0)
        {
            return null;
        }

        SymbolicText text = ResourceNames.Of(_templates[template].Template).Interpreter.Text(TemplateValue.Sub(node.Id));
        for (int i = 0; i < _templates.Count; i++)
        {
            ResourceNames names = ResourceNames.Of(_templates[i].Template);
            if (i != template && MayMean(template, i) && (isArn ? names.FindByArn(text, out _) : names.FindByName(DestinationTargetType.EventBridge, text)) is { } found)
            {
                return OfResource(i, found);
            }
        }

        return null;
    }

    /// <summary>The place of a resource, which its own template may not mention.</summary>
    private AuditPlace OfResource(int template, TemplateResource resource) =>
        new(template, FlowGraph.Of(_templates[template].Template).Find(resource.LogicalId) ?? new FlowNode(resource.LogicalId, FlowGraphBuilder.KindOf(resource), resource.LogicalId, resource));

    private void ReadOutputs(int index)
    {
        TemplateModel template = _templates[index].Template;
        foreach (StackOutput output in StackOutput.Of(template).Where(static x => x.IsExported))
        {
            Share(index, References.In(output.Value), "is exported");

            // The name of its own stack is another in each template.
            if (output.Export is { } named && named.Placeholders.Any(static x => IsOfStack(x.Id)))
            {
                _exportsOfStack.Add((index, named, TemplateValue.FromNode(output.Value)));
            }
            else if (output.Export?.ToPattern() is { } export)
            {
                _exports[ExportKey(index, export)] = (index, TemplateValue.FromNode(output.Value));
            }
        }

        // A resource that may be anything may also read.
        foreach (TemplateResource resource in template.Resources.Where(static x => IsOpaque(x.Type) && x.Properties is not null))
        {
            string why = resource.Type == Parameter ? "stands in SSM parameter" : ResourceTypes.IsStack(resource.Type) ? "is given to stack" : "is given to resource";
            Share(index, References.In(resource.Properties!), $"{why} {resource.LogicalId}");
        }
    }

    /// <summary>Notes how other stacks may know resources; the first way is told.</summary>
    private void Share(int index, IEnumerable<string> ids, string why)
    {
        foreach (string key in ids.Select(x => $"{index}:{x}").Where(x => !_shared.ContainsKey(x)))
        {
            _shared.Add(key, why);
        }
    }

    private static bool IsOpaque(string type) =>
        ResourceTypes.IsStack(type) || type == Parameter || (!type.StartsWith("AWS::", StringComparison.Ordinal) && type != ResourceTypes.BucketNotifications);

    /// <summary>What the CDK writes for one stage never means what it writes for another, though both may have the same names.</summary>
    private bool MayMean(int one, int other) => StageOf(one) is not { } stage || StageOf(other) == stage;

    private string? StageOf(int template) => _templates[template].Template.Source is { IsOfAssembly: true } source ? source.Stage : null;

    private string ExportKey(int template, string export) => $"{StageOf(template)}\n{export}";

    /// <summary>What a stack gives the parameters of one nested in it, where both are here.</summary>
    private void ReadNested(int index)
    {
        foreach (TemplateResource stack in _templates[index].Template.Resources.Where(static x => ResourceTypes.IsStack(x.Type)))
        {
            string? location = TemplateNodes.Text(stack.Properties?["TemplateURL"]) ?? TemplateNodes.Text(stack.Properties?["Location"]) ?? TemplateNodes.Text(TemplateNodes.Child(stack.Body, "Metadata")?["aws:asset:path"]);
            int child = location is null ? -1 : _templates.ToList().FindIndex(x => IsFile(index, location, x.Name));
            if (child < 0 && StackReferences.Nested(_templates[index].Template, stack.LogicalId)?.Source is { } source)
            {
                child = _templates.ToList().FindIndex(x => x.Template.Source?.Path == source.Path);
            }

            if (child < 0 || child == index)
            {
                continue;
            }

            _nested[(index, stack.LogicalId)] = child;
            foreach (MappingEntry parameter in TemplateNodes.Child(stack.Properties, "Parameters")?.Entries ?? [])
            {
                _parameters[(child, parameter.Name!)] = (index, TemplateValue.FromNode(parameter.Value));
            }
        }
    }

    private bool IsFile(int parent, string location, string name)
    {
        if (location.IndexOf("://", StringComparison.Ordinal) >= 0)
        {
            return false;
        }

        string folder = _templates[parent].Name.LastIndexOf('/') is >= 0 and int slash ? _templates[parent].Name.Substring(0, slash + 1) : "";
        List<string> parts = [];
        foreach (string part in (folder + location.Replace('\\', '/')).Split('/').Where(static x => x is not ("." or "")))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else
            {
                parts.Add(part);
            }
        }

        return string.Join("/", parts) == name;
    }
}
