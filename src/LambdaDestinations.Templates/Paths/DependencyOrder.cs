using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Paths;

/// <summary>
/// Which resources of a template CloudFormation makes before others: by <c>DependsOn</c>, <c>Ref</c>, <c>Fn::GetAtt</c>, <c>Fn::Sub</c>, read after
/// what SAM makes of a function. The function waits for its generated role, and the role for what its policies and destinations name;
/// asynchronous settings and mappings become resources of their own, for which the function does not wait; and a bucket, user pool or API
/// that invokes it waits for it.
/// </summary>
internal sealed class DependencyOrder
{
    private static readonly string[] PropertiesOfRole = ["Policies", "PermissionsBoundary", "AssumeRolePolicyDocument"];

    /// <summary>Properties of a SAM function that become part of other resources.</summary>
    private static readonly HashSet<string> NotOfFunction = new(["Events", SettingKeys.EventInvokeConfig, "DeploymentPreference", .. PropertiesOfRole], StringComparer.Ordinal);

    private static readonly SettingPath AsynchronousSettings = SettingPath.Of("Properties", SettingKeys.EventInvokeConfig);

    private readonly TemplateModel _template;
    private readonly bool _isCertain;
    private readonly Func<TemplateResource, OwnershipRecord?> _uncounted;
    private readonly Dictionary<string, string[]> _mentioned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _added = new(StringComparer.Ordinal);
    private readonly Lazy<ILookup<string, string>> _invoked;
    private StronglyConnected? _connected;

    /// <summary>Reads an order in which a resource may wait for whatever it mentions, under some condition.</summary>
    /// <param name="template">The template.</param>
    /// <param name="uncounted">What of a resource does not count: what the build wrote and decides anew.</param>
    public DependencyOrder(TemplateModel template, Func<TemplateResource, OwnershipRecord?>? uncounted = null)
        : this(template, isCertain: false, uncounted)
    {
    }

    private DependencyOrder(TemplateModel template, bool isCertain, Func<TemplateResource, OwnershipRecord?>? uncounted)
    {
        _template = template;
        _isCertain = isCertain;
        _uncounted = uncounted ?? (static _ => null);
        _invoked = new(FindInvoked);
    }

    /// <summary>An order that holds in every deployment: without what is conditional or computed.</summary>
    /// <param name="template">The template.</param>
    /// <param name="uncounted">What of a resource does not count.</param>
    public static DependencyOrder Certain(TemplateModel template, Func<TemplateResource, OwnershipRecord?>? uncounted = null) => new(template, isCertain: true, uncounted);

    /// <summary>Lets a resource wait for more than the template says.</summary>
    /// <param name="logicalId">The resource that is made later.</param>
    /// <param name="mentioned">The logical ids that it is to mention.</param>
    public void Add(string logicalId, IEnumerable<string> mentioned)
    {
        if (!_added.TryGetValue(logicalId, out List<string>? more))
        {
            more = [];
            _added.Add(logicalId, more);
        }

        more.AddRange(mentioned);
        _connected = null;
    }

    /// <summary>Whether two resources wait for each other, directly or through others.</summary>
    /// <param name="one">The logical id of one.</param>
    /// <param name="other">The logical id of the other.</param>
    public bool IsCircle(string one, string other) => (_connected ??= new(_template.Resources.Select(static x => x.LogicalId), MentionedBy)).AreOnOneCycle(one, other);

    /// <summary>Whether a resource, or any that SAM makes of it, waits for another, directly or through others.</summary>
    /// <param name="resource">The resource that is made later.</param>
    /// <param name="logicalId">The logical id of the one that is made first.</param>
    public bool IsAfter(TemplateResource resource, string logicalId) => IsAfter((resource.Properties is { } all ? MentionedIn(all) : []).Concat(MentionedBy(resource.LogicalId)), logicalId);

    /// <summary>Whether something that mentions resources waits for another resource, directly or through them.</summary>
    /// <param name="mentioned">The logical ids that it mentions.</param>
    /// <param name="logicalId">The logical id of the resource that is made first.</param>
    public bool IsAfter(IEnumerable<string> mentioned, string logicalId) => Find(mentioned, logicalId) is not null;

    /// <summary>The shortest way from a resource to one that it waits for, both included; <see langword="null"/> when it does not.</summary>
    /// <param name="resource">The logical id of the one that is made later.</param>
    /// <param name="logicalId">The logical id of the one that is made first.</param>
    public IReadOnlyList<string>? PathTo(string resource, string logicalId) => Find([resource], logicalId);

    /// <summary>The policies by which alone something is granted, and for which a setting does not wait: none where it waits for one of them, or needs not.</summary>
    /// <param name="answer">What is granted.</param>
    /// <param name="owner">The resource whose creation fails without the permission.</param>
    public IReadOnlyList<AttachedPolicy> UnorderedPolicies(PermissionAnswer answer, TemplateResource owner)
    {
        if (answer.Decision != PermissionDecision.Granted)
        {
            return [];
        }

        // A policy in the role, or one that the role names, is there with the role.
        AttachedPolicy[] policies = [.. answer.Statements.Select(static x => x.Policy).OfType<AttachedPolicy>().Where(x => !IsAfter(owner, x.Id))];
        return policies.Length == answer.Statements.Count ? policies : [];
    }

    private List<string>? Find(IEnumerable<string> mentioned, string logicalId)
    {
        Dictionary<string, string?> waiting = new(StringComparer.Ordinal);
        Queue<string> open = new();
        void Open(string id, string? by)
        {
            if (!waiting.ContainsKey(id))
            {
                waiting.Add(id, by);
                open.Enqueue(id);
            }
        }

        foreach (string id in mentioned)
        {
            Open(id, null);
        }

        while (open.Count > 0)
        {
            string id = open.Dequeue();
            if (id == logicalId)
            {
                List<string> path = [];
                for (string? step = id; step is not null; step = waiting[step])
                {
                    path.Insert(0, step);
                }

                return path;
            }

            foreach (string next in MentionedBy(id))
            {
                Open(next, id);
            }
        }

        return null;
    }

    private IEnumerable<string> MentionedBy(string id)
    {
        if (!_mentioned.TryGetValue(id, out string[]? ids))
        {
            ids = [.. Read(id).Concat(_invoked.Value[id]).Distinct(StringComparer.Ordinal)];
            _mentioned.Add(id, ids);
        }

        return _added.TryGetValue(id, out List<string>? more) ? ids.Concat(more) : ids;
    }

    private IEnumerable<string> Read(string id)
    {
        if (_template.Find(id) is not { } resource)
        {
            return SamNames.FunctionOfRole(_template, id) is { } function ? (Exists(function) ? OfGeneratedRole(function) : [])
                : SamConnectors.Of(_template).Find(id) is { } connector && !_isCertain ? OfConnector(connector)
                : [];
        }

        if (!Exists(resource) || _uncounted(resource) is { Function: not null })
        {
            return [];
        }

        return resource.Type switch
        {
            ResourceTypes.ServerlessFunction => OfFunction(resource),
            ResourceTypes.Connector => _isCertain || SamConnectors.Of(_template).Find(id) is not { } connector ? [] : OfConnector(connector),

            ResourceTypes.ServerlessStateMachine when resource.Properties is not null => resource.Body.Entries.Where(static x => x.Name is not ("Metadata" or "Properties"))
                .Concat(resource.Properties.Entries.Where(static x => x.Name != "Events")).SelectMany(MentionedInEntry),

            // Of other resources that SAM makes into several, one mentions what another needs.
            _ when _isCertain && resource.Type.StartsWith("AWS::Serverless::", StringComparison.Ordinal) && resource.Type != ResourceTypes.SimpleTable => [],
            _ => resource.Body.Entries.Where(static x => x.Name != "Metadata").SelectMany(MentionedInEntry),
        };
    }

    /// <summary>
    /// What the policies of a SAM connector wait for: what it connects to, and the role of what it connects from; where that has none that the
    /// template tells, the source itself.
    /// </summary>
    private IEnumerable<string> OfConnector(SamConnector connector)
    {
        SamConnectors connectors = SamConnectors.Of(_template);
        IEnumerable<string> source = connectors.SourceOf(connector) is not { } from ? []
            : from.IsFunction && FunctionRole.Of(_template, from) is { LogicalId: { } role } ? [role]
            : [from.LogicalId];
        IEnumerable<MappingEntry> written = connector.IsOfSource ? connector.Properties.Entries : connector.Owner.Body.Entries;
        return written.SelectMany(MentionedInEntry).Concat(source).Concat(connectors.DestinationsOf(connector).Select(static x => x.LogicalId));
    }

    /// <summary>Whether a resource is there in every deployment, where that is asked.</summary>
    private bool Exists(TemplateResource resource) => !_isCertain || resource.Body["Condition"] is null;

    private IEnumerable<string> OfFunction(TemplateResource function)
    {
        string? own = _uncounted(function) is { } record && record.Settings.TryGetValue(SettingPath.Of("DependsOn"), out TemplateValue? order) ? order.Text!.Split([", "], StringSplitOptions.None).Last() : null;
        foreach (MappingEntry entry in function.Body.Entries)
        {
            IEnumerable<string> ids = entry.Name switch
            {
                "Metadata" => [],
                "DependsOn" => MentionedInEntry(entry).Where(x => x != own),
                "Properties" when function.Properties is not null => Properties(function, static x => !NotOfFunction.Contains(x)).SelectMany(MentionedInEntry),
                _ => MentionedInEntry(entry),
            };
            foreach (string id in ids)
            {
                yield return id;
            }
        }

        FunctionRole? role = FunctionRole.Of(_template, function);
        if (role is { Kind: FunctionRoleKind.Generated, Value: null } || (role is null && !_isCertain))
        {
            yield return SamNames.Role(function.LogicalId);
        }
    }

    /// <summary>What SAM grants in the role that it makes: what the policies say, and typed destinations and dead-letter queues.</summary>
    private IEnumerable<string> OfGeneratedRole(TemplateResource function)
    {
        OwnershipRecord? own = _uncounted(function);
        IEnumerable<string> OfDestinations(MappingNode? config, EventSource? source) =>
            TemplateNodes.Child(config, "DestinationConfig")?.Entries.Where(x => own?.Settings.ContainsKey((source?.Path ?? AsynchronousSettings).Append("DestinationConfig", x.Name ?? "")) != true).SelectMany(MentionedInEntry) ?? [];

        return Properties(function, static x => x == "DeadLetterQueue" || PropertiesOfRole.Contains(x)).SelectMany(MentionedInEntry)
            .Concat(Properties(function, static x => x == SettingKeys.EventInvokeConfig).SelectMany(x => OfDestinations(TemplateNodes.Follow(x.Value) as MappingNode, null)))
            .Concat(EventSource.OfEvents(function).SelectMany(x => OfDestinations(x.Properties, x)));
    }

    /// <summary>Properties of a SAM function, and those that it has from <c>Globals</c>.</summary>
    private IEnumerable<MappingEntry> Properties(TemplateResource function, Func<string, bool> filter)
    {
        IEnumerable<MappingEntry> own = function.Properties?.Entries ?? [];

        // What both say is merged or replaced.
        IEnumerable<MappingEntry> global = (_template.GlobalFunction?.Entries ?? []).Where(x => !_isCertain || function.Properties?.Find(x.Name ?? "") is null);
        return own.Concat(global).Where(x => filter(x.Name ?? ""));
    }

    /// <summary>What SAM makes wait for a function: the bucket gets a notification, the user pool a trigger, the API an integration.</summary>
    private ILookup<string, string> FindInvoked() =>
        _template.Resources.Where(x => x.Type == ResourceTypes.ServerlessFunction && Exists(x)).SelectMany(EventSource.OfEvents)
            .Select(x => (Id: Invoking(x), x.Owner.LogicalId)).Where(static x => x.Id is not null).ToLookup(static x => x.Id!, static x => x.LogicalId, StringComparer.Ordinal);

    private string? Invoking(EventSource source)
    {
        string? Named(string property) => source.Properties?[property] is { } node ? ResourceNames.Of(_template).Interpreter.ReferenceOf(TemplateValue.FromNode(node))?.Id : null;
        if (source.Facts is not { WaitingProperty: { } waiting } facts)
        {
            return null;
        }

        return facts.Api is not { } made ? Named(waiting)
            : source.Properties?[waiting] is null ? made.Implicit
            : Named(waiting) is { } id && _template.Find(id) is { } api && api.Type == made.Type && api.Properties?["DefinitionBody"] is null && api.Properties?["DefinitionUri"] is null ? id
            : null;
    }

    private IEnumerable<string> MentionedInEntry(MappingEntry entry) => entry.Name == "DependsOn" || !_isCertain ? References.In(entry) : MentionedIn(entry.Value);

    private IReadOnlyList<string> MentionedIn(TemplateNode node) => _isCertain ? References.In(WithoutChoices(TemplateValue.FromNode(node))) : References.In(node);

    /// <summary>A value without what depends on a condition or is computed by a macro.</summary>
    private static TemplateValue WithoutChoices(TemplateValue value) => value.Kind switch
    {
        TemplateValueKind.List => TemplateValue.List([.. value.Items.Select(WithoutChoices)]),
        TemplateValueKind.Map when value.Entries.Any(static x => x.Key is Intrinsics.If or Intrinsics.Transform || x.Key.StartsWith(Intrinsics.ForEach, StringComparison.Ordinal)) => TemplateValue.Null,
        TemplateValueKind.Map => TemplateValue.Map(value.Entries.Select(static x => new KeyValuePair<string, TemplateValue>(x.Key, WithoutChoices(x.Value)))),
        _ => value,
    };
}
