using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Model;

/// <summary>What a template means: its resources and parameters, with their places. Immutable.</summary>
internal sealed class TemplateModel
{
    private readonly Dictionary<string, TemplateResource> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, object> _derived = [];

    private readonly TemplateGroup? _group;
    private TemplateModel[]? _alone;

    private TemplateModel(TemplateDocument document, TemplateSource? source = null, TemplateGroup? group = null)
    {
        _group = group;
        Source = source;
        Document = document;
        Root = document.Root as MappingNode;
        ResourcesNode = TemplateNodes.Follow(Root?["Resources"]) as MappingNode;
        GlobalFunction = TemplateNodes.Child(TemplateNodes.Child(Root, "Globals"), "Function");
        IsSam = HasTransform(TemplateNodes.Follow(Root?["Transform"]), "AWS::Serverless-2016-10-31");
        ConditionFacts = TemplateNodes.Child(Root, "Conditions") is { Array.Length: > 0 } ? new ConditionFacts(new ConditionNames(this)) : null;
        List<TemplateResource> resources = [];
        foreach (MappingEntry entry in ResourcesNode?.Entries ?? [])
        {
            if (entry.Name is { } id && TemplateNodes.Follow(entry.Value) is MappingNode body && TemplateNodes.Text(body["Type"]) is { } type && !_byId.ContainsKey(id))
            {
                TemplateResource resource = new(id, type, entry, body, TemplateNodes.Child(body, "Properties")) { ConditionFacts = ConditionFacts, ListedConstruct = source?.Constructs is { } listed && listed.TryGetValue(id, out string? path) ? path : null };
                resources.Add(resource);
                _byId.Add(id, resource);
            }
        }

        Resources = resources;
        HasHiddenResources = FindHiddenResources();
    }

    /// <summary>The text and its syntax tree.</summary>
    public TemplateDocument Document { get; }

    /// <summary>The template's outermost map; <see langword="null"/> when it is none.</summary>
    public MappingNode? Root { get; }

    /// <summary>The map of resources; <see langword="null"/> when it is missing.</summary>
    public MappingNode? ResourcesNode { get; }

    /// <summary><c>Globals.Function</c> of a SAM template.</summary>
    public MappingNode? GlobalFunction { get; }

    /// <summary>Which conditions can hold together; <see langword="null"/> when there are none.</summary>
    public ConditionFacts? ConditionFacts { get; }

    /// <summary>Whether the SAM transform is declared.</summary>
    public bool IsSam { get; }

    /// <summary>The resources in source order. What has no literal <c>Type</c> (<c>Fn::ForEach</c>) is not among them.</summary>
    public IReadOnlyList<TemplateResource> Resources { get; }

    /// <summary>What is known of the template beside its text; <see langword="null"/> for one that is read alone.</summary>
    public TemplateSource? Source { get; }

    /// <summary>The templates in which handlers are looked for, this one among them, in the order in which they are given.</summary>
    public IReadOnlyList<TemplateModel> Given => _group?.Given ?? [this];

    /// <summary>The templates of the same stage, this one among them: those of other stages are never meant by a name.</summary>
    public IReadOnlyList<TemplateModel> Stage => _group?.StageOf(this) ?? (_alone ??= [this]);

    /// <summary>Whether the CDK made the template (AWS CDK Developer Guide, "Synthesis").</summary>
    public bool IsSynthesized => Derive(static x => new OfCdk(
        x.Source is { IsOfAssembly: true }
        || x.HasConstructs
        || x.ParameterDefault("BootstrapVersion")?.StartsWith("/cdk-bootstrap/", StringComparison.Ordinal) == true
        || x.Resources.Any(static y => y.Type == "AWS::CDK::Metadata"))).IsSynthesized;

    /// <summary>Whether the paths of the constructs are known. A synth without the CDK's command line writes none into the template.</summary>
    public bool HasConstructs => Resources.Any(static x => x.Construct is not null);

    /// <summary>The resource in which a place stands; <see langword="null"/> for a place outside of the resources.</summary>
    public TemplateResource? ResourceAt(SourceSpan span) => Resources.FirstOrDefault(x => x.Entry.Key.Span.Start <= span.Start && span.End <= x.Entry.Value.FullSpan.End);

    /// <summary>Whether one of <see cref="Given"/> is not there because it could not be read.</summary>
    public bool IsGivenPartial => _group is { IsPartial: true };

    /// <summary>Reads a document; a broken one gives what could be read.</summary>
    public static TemplateModel Read(TemplateDocument document) => new(document);

    /// <summary>Reads a document as one of a group.</summary>
    /// <param name="source">The document, and what is known beside it.</param>
    /// <param name="group">The group.</param>
    internal static TemplateModel Read(TemplateSource source, TemplateGroup group) => new(source.Document, source, group);

    /// <summary>The same template with another text, and all that is known beside it.</summary>
    public TemplateModel With(TemplateDocument document) => _group is null ? new TemplateModel(document) : _group.With(Source!.Path, document);

    /// <summary>The resource of a logical id, or <see langword="null"/>.</summary>
    public TemplateResource? Find(string logicalId) => _byId.TryGetValue(logicalId, out TemplateResource? found) ? found : null;

    /// <summary>The names of the declared parameters.</summary>
    public IEnumerable<string> ParameterNames => TemplateNodes.Child(Root, "Parameters")?.Entries.Select(static x => x.Name).OfType<string>() ?? [];

    /// <summary>Whether a parameter of that name is declared.</summary>
    public bool HasParameter(string name) => TemplateNodes.Child(Root, "Parameters")?.Find(name) is not null;

    /// <summary>The names of the parameters, in source order.</summary>
    public IEnumerable<string> Parameters => (TemplateNodes.Child(Root, "Parameters")?.Entries ?? []).Select(static x => x.Name).OfType<string>();

    /// <summary>The type of a parameter; <see langword="null"/> when it is not declared.</summary>
    public string? ParameterType(string name) => TemplateNodes.Text(Parameter(name)?["Type"]);

    /// <summary>The value of a parameter that is given none; <see langword="null"/> when there is none.</summary>
    public string? ParameterDefault(string name) => TemplateNodes.Text(Parameter(name)?["Default"]);

    /// <summary>The only texts that a parameter can have; <see langword="null"/> when it may have others, and where the list is about something else than its text.</summary>
    /// <remarks>Of a list type it is about the items, and of <c>AWS::SSM::Parameter::Value</c> about the key (AWS CloudFormation User Guide, "Parameters").</remarks>
    public IReadOnlyList<string>? ParameterValues(string name)
    {
        if (ParameterType(name) != "String" || TemplateNodes.Follow(Parameter(name)!["AllowedValues"]) is not SequenceNode { Items.Count: > 0 } list)
        {
            return null;
        }

        List<string> values = [];
        foreach (TemplateNode item in list.Items)
        {
            if (TemplateNodes.Text(item) is not { } text)
            {
                return null;
            }

            values.Add(text);
        }

        return values;
    }

    /// <summary>A value of <c>Mappings</c>; <see langword="null"/> when it is not there.</summary>
    public TemplateValue? Mapping(string map, string topLevelKey, string secondLevelKey) =>
        TemplateNodes.Child(MappingOf(map), topLevelKey)?[secondLevelKey] is { } node ? TemplateValue.FromNode(node) : null;

    /// <summary>The keys of a mapping, or those below one of them; none when it is not there.</summary>
    public IEnumerable<string> MappingKeys(string map, string? topLevelKey) =>
        ((topLevelKey is null ? MappingOf(map) : TemplateNodes.Child(MappingOf(map), topLevelKey))?.Entries ?? []).Select(static x => x.Name).OfType<string>();

    /// <summary>What <c>Conditions</c> says of a condition; <see langword="null"/> when it is not there.</summary>
    public TemplateValue? Condition(string name) => TemplateNodes.Child(Root, "Conditions")?[name] is { } node ? TemplateValue.FromNode(node) : null;

    /// <summary>What is worked out from this template alone, once: read at the first use by whoever knows how.</summary>
    /// <typeparam name="T">What it is; there is one of each type.</typeparam>
    /// <param name="read">Reads it; what it asks of this template in turn is read first.</param>
    public T Derive<T>(Func<TemplateModel, T> read)
        where T : class
    {
        lock (_derived)
        {
            if (!_derived.TryGetValue(typeof(T), out object? known))
            {
                known = read(this);
                _derived.Add(typeof(T), known);
            }

            return (T)known;
        }
    }

    /// <summary>Whether the template may hold more resources than it shows: a macro, a loop, an include.</summary>
    public bool HasHiddenResources { get; }

    /// <summary>Whether a name that is not declared may still exist at deployment: made by a macro, a loop, a module, or by SAM for a function.</summary>
    internal bool MayHave(string logicalId) =>
        HasHiddenResources
        || (IsSam && logicalId.StartsWith("Serverless", StringComparison.Ordinal))
        || Resources.Any(x => (x.Type.StartsWith("AWS::Serverless::", StringComparison.Ordinal) || x.Type.EndsWith("::MODULE", StringComparison.Ordinal)) && logicalId.StartsWith(x.LogicalId, StringComparison.Ordinal));

    /// <summary>Every logical id that the template mentions outside of the resource of that id. Ids may repeat.</summary>
    public IEnumerable<string> MentionedByOthers() =>
        Root!.Entries.Where(static x => x.Name != "Resources").SelectMany(static x => References.In(x))
            .Concat(ResourcesNode!.Entries.SelectMany(static x => References.In(x.Value).Where(id => id != x.Name)));

    private MappingNode? MappingOf(string name) => TemplateNodes.Child(TemplateNodes.Child(Root, "Mappings"), name);

    private MappingNode? Parameter(string name) => TemplateNodes.Child(TemplateNodes.Child(Root, "Parameters"), name);

    private bool FindHiddenResources() =>
        (Root?["Transform"] is { } transform && TemplateValue.FromNode(transform) is var value && (value.Kind == TemplateValueKind.List ? value.Items.Any(IsUnknownTransform) : IsUnknownTransform(value)))
        || (ResourcesNode?.Entries.Any(static x => Intrinsics.IsFn(x.Name)) ?? false);

    /// <summary>A property of a function, from itself or from <c>Globals.Function</c>.</summary>
    public TemplateNode? FunctionProperty(TemplateResource function, string name) =>
        function.Properties?[name] ?? (function.Type == ResourceTypes.ServerlessFunction ? GlobalFunction?[name] : null);

    /// <summary>Whether a transform may make resources that the template does not show.</summary>
    internal static bool IsUnknownTransform(TemplateValue value) =>
        value.Kind == TemplateValueKind.Map || (value.Text is { } text && text is not ("AWS::Serverless-2016-10-31" or "AWS::LanguageExtensions"));

    private static bool HasTransform(TemplateNode? node, string name) => node switch
    {
        SequenceNode list => list.Items.Any(x => TemplateNodes.Text(x) == name),
        _ => TemplateNodes.Text(node) == name,
    };

    /// <summary>What the CDK has to do with it.</summary>
    private sealed record OfCdk(bool IsSynthesized);
}
