using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>Asks for what all handlers of one function want: their settings, the resources that they create, and one policy.</summary>
internal sealed class FunctionPlanner
{
    private readonly TemplateModel _template;
    private readonly DesiredState _desired;
    private readonly InvokeConfigPlanner _planner;
    private readonly UpdateReport _report;
    private readonly PermissionEvaluator _permissions;
    private readonly DependencyOrder _dependencies;
    private readonly DependencyOrder _certainDependencies;
    private readonly AcceptedDeviations _accepted;
    private readonly EventRulePlanner _eventRules;
    private readonly TargetPolicies _targetPolicies;
    private readonly SourcePlanner _sources;
    private readonly ILookup<string, QueueReader> _readers;
    private readonly AlarmPlanner? _alarms;
    private readonly List<(TemplateResource Owner, Finding Finding, bool IsOfDestination)> _contradictions = [];

    /// <summary>Prepares for the functions of one assembly.</summary>
    /// <param name="template">The template.</param>
    /// <param name="assembly">The assembly.</param>
    /// <param name="desired">Takes what is asked for.</param>
    /// <param name="planner">Finds the places of asynchronous settings.</param>
    /// <param name="handlers">All handlers: some are to read what others create.</param>
    /// <param name="created">What they create.</param>
    /// <param name="alarms">The alarms that the assembly asks for; <see langword="null"/> for none.</param>
    /// <param name="report">Takes what is wrong, and the proofs.</param>
    public FunctionPlanner(
        TemplateModel template,
        string assembly,
        DesiredState desired,
        InvokeConfigPlanner planner,
        IEnumerable<HandlerModel> handlers,
        CreatedTargets created,
        AlarmsModel? alarms,
        UpdateReport report)
    {
        _template = template;
        _desired = desired;
        _planner = planner;
        _report = report;
        _permissions = PermissionEvaluator.WithoutOurs(template);
        _accepted = new AcceptedDeviations(template, desired);

        // What we wrote does not count: else the next build would decide otherwise than this one.
        OwnershipRecord? Ours(TemplateResource resource) =>
            OwnershipRecord.Read(resource) is { } record && (record.Assembly == assembly || desired.Functions.Contains(record.Function ?? resource.LogicalId)) ? record : null;

        _dependencies = new DependencyOrder(template, Ours);
        _certainDependencies = DependencyOrder.Certain(template, Ours);
        _targetPolicies = new TargetPolicies(template, assembly, desired, _dependencies, report);
        _eventRules = new EventRulePlanner(template, desired, _accepted, _targetPolicies, created, report);
        _alarms = alarms is null ? null : new AlarmPlanner(template, alarms, desired, _accepted, _targetPolicies, report);
        _sources = new SourcePlanner(template, desired, _accepted, report);
        _readers = handlers.SelectMany(x => (SourceBinding.Of(template, x)?.Sources ?? []).Select(y => (y.Id, Reader: new QueueReader(HandlerBinding.Of(template, x).Function!, WindowOf(template, x, y)))))
            .ToLookup(static x => x.Id, static x => x.Reader, StringComparer.Ordinal);
    }

    /// <summary>
    /// What the user wrote otherwise, when some destination is not written for it, in source order of the resources. Where all destinations are
    /// written it is told with the rest.
    /// </summary>
    public IEnumerable<Finding> Contradictions => _contradictions.Any(static x => x.IsOfDestination)
        ? _contradictions.OrderBy(static x => x.Owner.Entry.Key.Span.Start).Select(static x => x.Finding)
        : [];

    /// <summary>Plans one function.</summary>
    public void Plan(TemplateResource function, IReadOnlyList<(HandlerModel Handler, ResolvedDestination[] Destinations)> handlers)
    {
        // Lambda sends no records of durable functions, so their outcomes are not settings of theirs.
        (HandlerModel Handler, ResolvedDestination[] Destinations)[] durable = Select(handlers, static x => x.IsDurable);
        CreateTargets(function, durable);
        _eventRules.Plan(function, durable);
        IReadOnlyList<(HandlerModel Handler, ResolvedDestination[] Destinations)> wanted = Select(handlers, static x => !x.IsDurable);
        bool isApart = IsApart(function, wanted);
        ResolvedMapping[] mappings = [.. handlers.SelectMany(x => MappingBinding.Of(_template, x.Handler)?.Mappings ?? [])];
        FunctionPlaces places = FunctionPlaces.Of(function, wanted, mappings, _planner, isApart);
        HashSet<string> contradicted = FindContradicted(function, places, handlers.Count);
        if (contradicted.Count > 0)
        {
            wanted = Select(wanted, x => !contradicted.Contains(KeyOf(x)));
            isApart = IsApart(function, wanted);
            places = FunctionPlaces.Of(function, wanted, mappings, _planner, isApart);
        }

        CreateTargets(function, wanted);
        IReadOnlyList<(HandlerModel Handler, ResolvedSource Source)> sources =
            [.. _sources.SourcesOf(handlers.Select(static x => x.Handler)).Where(x => _sources.IsFilled(x.Source))];
        PlacedSetting? deadLetters = DeadLettersOf(function, handlers.Select(static x => x.Handler));
        (string? policy, bool cannotWait) = Grant(function, places.Destinations, [.. sources.Select(static x => x.Source).Where(static x => x.Type == DestinationTargetType.Sqs)], ref deadLetters);
        if (cannotWait && !isApart)
        {
            // The function cannot wait for a policy that itself waits for the function, but a config of its own can.
            places = FunctionPlaces.Of(function, wanted, mappings, _planner, isApart: true);
        }

        bool samGrants = SamGrants(function);
        if (samGrants)
        {
            LetRoleWait(function, TargetsOf(places.Destinations, deadLetters).Where(static x => x.IsWrittenInSam));
        }

        foreach (PlacedSettings settings in places.Settings)
        {
            Ask(function, settings, policy);
        }

        if (deadLetters is not null)
        {
            Ask(function, OfFunction(function, deadLetters), null);
        }

        foreach ((HandlerModel handler, ResolvedSource source) in sources)
        {
            // A mapping of its own can wait likewise; one of SAM needs nothing of ours where SAM lets the role read.
            ResolvedMapping[] settings = Array.FindAll(mappings, x => x.Owned?.IsSameAs(source) == true);
            _sources.Plan(function, handler, source, settings, policy, cannotWait && !samGrants && source.Type == DestinationTargetType.Sqs);
        }

        _alarms?.Add(function, handlers);
    }

    /// <summary>Plans what several functions share, once each is planned.</summary>
    public void Finish()
    {
        _alarms?.Plan();
        _targetPolicies.Write();
        _sources.Finish();
    }

    /// <summary>How many seconds the event of a source gathers a batch.</summary>
    private static int WindowOf(TemplateModel template, HandlerModel handler, ResolvedSource source) =>
        (MappingBinding.Of(template, handler)?.Mappings ?? []).Where(x => x.Owned?.IsSameAs(source) == true).Select(static x => x.Model.Number(MappingFacts.Window)).FirstOrDefault(static x => x is not null) ?? 0;

    private static IEnumerable<ResolvedDestination> TargetsOf(IEnumerable<ResolvedDestination> destinations, PlacedSetting? deadLetters) =>
        deadLetters?.Destination is { } target ? destinations.Append(target) : destinations;

    /// <summary>Grants what a function needs, and lets the function wait for it where its own properties need it.</summary>
    /// <param name="function">The function.</param>
    /// <param name="destinations">Where it sends.</param>
    /// <param name="queues">What it is to read.</param>
    /// <param name="deadLetters">Its dead-letter queue; none is left when the function cannot wait.</param>
    /// <returns>The policy for which the settings wait, and whether the function itself cannot.</returns>
    private (string? Policy, bool CannotWait) Grant(TemplateResource function, IReadOnlyList<ResolvedDestination> destinations, ResolvedSource[] queues, ref PlacedSetting? deadLetters)
    {
        bool samReads = queues.Length > 0 && SourceConditions.IsInSam(function);
        PermissionNeeds permissions = new PermissionPlanner(_template, _permissions, _dependencies, function, _report.Findings, _report.Proofs).Plan([.. TargetsOf(destinations, deadLetters)], queues, samReads);
        SendingSetting granted = destinations.Count > 0 ? SendingSetting.AllDestinations : deadLetters is not null ? SendingSetting.DeadLetterQueue : SendingSetting.Mapping;
        string? policy = permissions.Plan is { } plan ? CreatePolicy(function, plan, granted) : permissions.Waits?.LogicalId;
        bool waits = destinations.Any(static x => x.IsWrittenInSam) || (!SamGrants(function) && (samReads || deadLetters is not null));
        if (policy is null || !waits || TryLetWait(function, policy, permissions.Plan))
        {
            return (policy, false);
        }

        if (deadLetters is { Destination: { } target } && !SamGrants(function))
        {
            ReportDeadLetters(DeclarationRules.DeadLetterPolicyWaits(NameOf(target), policy, function.LogicalId), function, deadLetters);
            deadLetters = null;
        }

        return (policy, true);
    }

    private static string NameOf(ResolvedDestination destination) => destination.Target?.LogicalId ?? destination.Value.Text ?? destination.Value.ToString();

    private void ReportDeadLetters(RuleMessage message, TemplateResource function, PlacedSetting setting) => _report.Findings.Add(new Finding(message, function.Entry.Key.Span, setting.Attribute));

    private static PlacedSettings OfFunction(TemplateResource function, PlacedSetting setting) => new(function.LogicalId, null, false, [setting]);

    /// <summary>The dead-letter queue that the handlers ask for; <see langword="null"/> for none, and where the template says something else or accepts to lack it.</summary>
    private PlacedSetting? DeadLettersOf(TemplateResource function, IEnumerable<HandlerModel> handlers)
    {
        PlacedSetting? first = null;
        foreach (ResolvedDestination target in handlers.Select(x => DeadLetterBinding.Of(_template, x)?.Target).OfType<ResolvedDestination>())
        {
            PlacedSetting setting = new(DeadLetterBinding.PathIn(function), DeadLetterBinding.Written(target), target.Attribute, target);
            if (first is null)
            {
                first = setting;
            }
            else if (!first.Value.Equals(setting.Value))
            {
                _report.Findings.Add(Disagreement(function, setting, first.Value));
            }
        }

        if (first is null)
        {
            return null;
        }

        PlacedSettings place = OfFunction(function, first);
        _desired.Declared.Add((place, first));
        if (_accepted.IsAccepted(function, place, first))
        {
            return null;
        }

        if (_dependencies.IsAfter(References.In(first.Value), function.LogicalId))
        {
            ReportDeadLetters(DeclarationRules.DeadLetterWaits(NameOf(first.Destination!), function.LogicalId), function, first);
            return null;
        }

        if (WrittenSetting.Find(function, first.Path).Contradiction(_template, function, OwnershipRecord.Read(function), first.Path, first.Value) is { } contradiction)
        {
            _contradictions.Add((function, contradiction, true));
            return null;
        }

        return first;
    }

    private static (HandlerModel Handler, ResolvedDestination[] Destinations)[] Select(
        IEnumerable<(HandlerModel Handler, ResolvedDestination[] Destinations)> handlers, Func<ResolvedDestination, bool> isWanted) =>
        [.. handlers.Select(x => (x.Handler, x.Destinations.Where(isWanted).ToArray()))];

    private void CreateTargets(TemplateResource function, IEnumerable<(HandlerModel Handler, ResolvedDestination[] Destinations)> handlers)
    {
        foreach (ResolvedDestination destination in handlers.SelectMany(static x => x.Destinations))
        {
            if (destination.CreatedId is { } id)
            {
                CreatedTarget target = CreatedTarget.Of(_template, id, destination.Model, _readers[id]);
                _desired.Create(id, AwsTargets.CreatedResourceType(destination.Model.TargetType)!, function, target.Rest, former: target.Former, leastVisibility: target.LeastVisibility);
            }
        }
    }

    /// <summary>Lets a SAM function wait for the policy, and all that SAM makes of it with it; not where the policy waits for the function.</summary>
    private bool TryLetWait(TemplateResource function, string policy, PermissionPlan? plan)
    {
        string[] before = plan is null ? [policy] : [.. plan.Statements.SelectMany(static x => References.In(x)), plan.RoleLogicalId];
        if (_dependencies.IsAfter(before, function.LogicalId))
        {
            return false;
        }

        _desired.For(function.LogicalId).DependsOn = policy;
        LetWait(function.LogicalId, before);
        return true;
    }

    /// <summary>Compares what is wanted with what the user wrote.</summary>
    /// <returns>The keys of the destinations in whose place he wrote something else: nothing is created or granted for them.</returns>
    private HashSet<string> FindContradicted(TemplateResource function, FunctionPlaces places, int handlers)
    {
        HashSet<string> contradicted = new(StringComparer.Ordinal);
        List<(string Key, Finding Finding)> disagreements = [];

        // One handler asks for a setting once.
        Dictionary<(string Owner, SettingPath Path), TemplateValue>? asked = handlers > 1 ? [] : null;
        foreach (PlacedSettings settings in places.Settings)
        {
            TemplateResource? owner = settings.Created is null ? _template.Find(settings.Owner) : null;
            OwnershipRecord? record = owner is null ? null : OwnershipRecord.Read(owner);
            foreach (PlacedSetting setting in settings.Settings)
            {
                _desired.Declared.Add((settings, setting));
                string? key = setting.Destination is { } destination ? KeyOf(destination) : null;
                if (_accepted.IsAccepted(function, settings, setting) && setting.IsDestination)
                {
                    contradicted.Add(key!);
                }

                if (asked is not null && asked.TryGetValue((settings.Owner, setting.Path), out TemplateValue? before))
                {
                    if (key is not null && !before.Equals(setting.Value))
                    {
                        disagreements.Add((key, Disagreement(function, setting, before)));
                    }

                    continue;
                }

                asked?.Add((settings.Owner, setting.Path), setting.Value);
                if (owner is not null && record?.Function is null && WrittenSetting.Find(owner, setting.Path).Contradiction(_template, owner, record, setting.Path, setting.Value) is { } contradiction)
                {
                    _contradictions.Add((owner, contradiction, key is not null));
                    if (key is not null)
                    {
                        contradicted.Add(key);
                    }
                }
            }
        }

        // Those that are written are compared again when they are asked for.
        _report.Findings.AddRange(disagreements.Where(x => contradicted.Contains(x.Key)).Select(static x => x.Finding));
        return contradicted;
    }

    private static string KeyOf(ResolvedDestination destination) => $"{destination.Function.LogicalId}/{destination.EventSource?.Name}/{destination.Model.Outcome}";

    private static Finding Disagreement(TemplateResource function, PlacedSetting setting, TemplateValue before) =>
        new(TemplateRules.AskForDifferent(function.LogicalId, OwnershipRecord.ToName(setting.Path), before, setting.Value), function.Entry.Key.Span);

    /// <summary>Whether SAM makes the function's role, and grants in it.</summary>
    private bool SamGrants(TemplateResource function) =>
        function.Type == ResourceTypes.ServerlessFunction && FunctionRole.Of(_template, function) is { Kind: FunctionRoleKind.Generated, Value: null };

    /// <summary>
    /// Whether asynchronous settings must stand apart from a SAM function: where a destination waits for the function, so that the function, or
    /// its role, cannot wait for the destination.
    /// </summary>
    private bool IsApart(TemplateResource function, IEnumerable<(HandlerModel Handler, ResolvedDestination[] Destinations)> handlers) =>
        SamGrants(function)
        && handlers.Any(x => x.Destinations.Any(y => y.EventSource is null && _dependencies.IsAfter(References.In(y.Value), function.LogicalId)));

    /// <summary>Where SAM grants, the role waits for the destinations, which must not wait for the function in turn.</summary>
    private void LetRoleWait(TemplateResource function, IEnumerable<ResolvedDestination> destinations)
    {
        foreach (ResolvedDestination destination in destinations)
        {
            string[] named = [.. References.In(destination.Value)];
            if (named.Select(x => _certainDependencies.PathTo(x, function.LogicalId)).FirstOrDefault(static x => x is not null) is { } back)
            {
                _report.Findings.Add(Circle(function, destination, back));
            }

            LetWait(SamNames.Role(function.LogicalId), named);
        }
    }

    /// <summary>Remembers, for the functions that follow, what this update lets wait.</summary>
    private void LetWait(string logicalId, string[] mentioned)
    {
        _dependencies.Add(logicalId, mentioned);
        _certainDependencies.Add(logicalId, mentioned);
    }

    private static Finding Circle(TemplateResource function, ResolvedDestination destination, IReadOnlyList<string> back)
    {
        IEnumerable<string> path = new[] { function.LogicalId, SamNames.Role(function.LogicalId) }.Concat(back);
        return new Finding(
            destination.EventSource is null
                ? ConfigurationRules.WouldWaitForEachOther(function.LogicalId, back[0], path)
                : ConfigurationRules.WaitForEachOther(function.LogicalId, back[0], path),
            function.Entry.Key.Span);
    }

    private void Ask(TemplateResource function, PlacedSettings settings, string? policy)
    {
        ResourceIntent intent = settings.Created is null ? _desired.For(settings.Owner) : new ResourceIntent();
        foreach (PlacedSetting setting in settings.Settings)
        {
            if (!_accepted.Replace(settings.Owner, setting, out TemplateValue value))
            {
                continue;
            }

            _desired.Asked.Add((settings, setting));
            if (intent.Set(setting.Path, value) is { } before)
            {
                _report.Findings.Add(Disagreement(function, setting, before));
            }
        }

        if (settings.Created is { } place && intent.Order.Count > 0)
        {
            CreateConfig(function, place, intent, policy);
        }
        else if (settings.Created is null && policy is not null && settings.IsApart)
        {
            intent.DependsOn = policy;
        }
    }

    private void CreateConfig(TemplateResource function, InvokeConfigPlace place, ResourceIntent intent, string? policy)
    {
        SettingTree tree = new();
        tree.Set(SettingPath.Of("Properties", "FunctionName"), TemplateValue.Ref(function.LogicalId));
        tree.Set(SettingPath.Of("Properties", "Qualifier"), place.Qualifier);
        foreach (SettingPath path in intent.Order)
        {
            tree.Set(path, intent.Settings[path]);
        }

        // Lambda checks the grant when the config is written, and wants the alias to be there.
        string[] before = [.. new[] { policy, place.AliasId }.OfType<string>()];
        List<KeyValuePair<string, TemplateValue>> body = [];
        if (before.Length > 0)
        {
            body.Add(new("DependsOn", before.Length == 1 ? TemplateValue.String(before[0]) : TemplateValue.List([.. before.Select(TemplateValue.String)])));
        }

        body.AddRange(tree.ToValue().Entries);
        _desired.Create(place.CreatedId!, ResourceTypes.EventInvokeConfig, function, body, place.Anchor);
    }

    private string CreatePolicy(TemplateResource function, PermissionPlan plan, SendingSetting setting)
    {
        string id = PermissionPlanner.PolicyId(function);
        if (_template.Find(id) is { Type: ResourceTypes.Policy } taken && OwnershipRecord.Read(taken)?.Function is null)
        {
            // Taken over by the user, and without what is needed now.
            MissingGrant missing = new(
                function.LogicalId,
                plan.RoleLogicalId,
                [.. plan.Statements.SelectMany(static x => x["Action"]!.Items).Select(static x => x.Text!).Distinct(StringComparer.Ordinal)],
                Shown.Values(plan.Statements.SelectMany(RequiredGrant.ResourcesOf)),
                setting,
                new ShownValues(plan.Statements, _template.Document.Format));
            _report.Findings.Add(new Finding(PermissionRules.RoleLacks(missing), taken.Entry.Key.Span));
            return id;
        }

        KeyValuePair<string, TemplateValue>[]? former = plan.Former is { } statements
            ? [new("Properties", PermissionPlanner.PolicyProperties(id, plan with { Statements = statements }))]
            : null;
        _desired.Create(id, ResourceTypes.Policy, function, [new("Properties", PermissionPlanner.PolicyProperties(id, plan))], former: former);
        return id;
    }
}
