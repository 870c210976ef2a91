using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>The outcome of <see cref="TemplateUpdater.Update"/>.</summary>
/// <param name="Document">The template as it is to be; the original when nothing is to change or an error stands in the way.</param>
/// <param name="Findings">What is wrong, in source order of the handlers.</param>
/// <param name="Proofs">For each destination, one sentence that says which statement lets the function reach it.</param>
internal sealed record TemplateUpdate(TemplateDocument Document, EquatableArray<Finding> Findings, EquatableArray<string> Proofs)
{
    /// <summary>Whether an error kept the template as it was.</summary>
    public bool HasErrors => Findings.Any(static x => x.Rule.Severity == RuleSeverity.Error);
}

/// <summary>Brings a template to say what an assembly's attributes say, and takes back what they no longer say.</summary>
internal sealed class TemplateUpdater
{
    private readonly TemplateDocument _document;
    private readonly TemplateModel _template;
    private readonly Interpreter _interpreter;
    private readonly string _assembly;
    private readonly PermissionEvaluator _permissions;
    private readonly DependencyOrder _dependencies;
    private readonly DependencyOrder _certainDependencies;
    private readonly List<Finding> _findings = [];
    private readonly List<string> _proofs = [];
    private readonly Dictionary<string, ResourceIntent> _intents = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly HashSet<string> _functions = new(StringComparer.Ordinal);

    /// <summary>Settings by owner and path, with the destination that each belongs to.</summary>
    private readonly Dictionary<(string Owner, SettingPath Path), string> _settings = [];

    /// <summary>Destinations in whose place the user wrote something else: nothing is created or granted for them.</summary>
    private readonly HashSet<string> _conflicting;

    private TemplateUpdater(TemplateModel template, string assembly, HashSet<string> conflicting)
    {
        _document = template.Document;
        _template = template;
        _interpreter = ResourceNames.Of(template).Interpreter;
        _assembly = assembly;
        _permissions = PermissionPlanner.Evaluator(_template);
        _conflicting = conflicting;

        // What we wrote does not count: else the next build would decide otherwise than this one.
        OwnershipRecord? Ours(TemplateResource resource) =>
            OwnershipRecord.Read(resource) is { } record && (record.Assembly == assembly || _functions.Contains(record.Function ?? resource.LogicalId)) ? record : null;

        _dependencies = new DependencyOrder(_template, Ours);
        _certainDependencies = DependencyOrder.Certain(_template, Ours);
    }

    /// <summary>Updates a template. With any error the template stays as it is.</summary>
    /// <param name="document">The template.</param>
    /// <param name="manifest">What the assembly declares.</param>
    /// <param name="assemblyName">The assembly; only what it asked for before is taken back.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public static TemplateUpdate Update(TemplateDocument document, DestinationManifest manifest, string assemblyName, CancellationToken cancellationToken = default)
    {
        if (document.Errors.Count > 0)
        {
            return new TemplateUpdate(document, new EquatableArray<Finding>(document.Errors.Select(static x => new Finding(TemplateRules.IsMalformed(x), x.Span))), default);
        }

        TemplateModel template = TemplateModel.Read(document);
        TemplateUpdater updater = new(template, assemblyName, []);
        TemplateUpdate update = updater.Run(manifest, cancellationToken);
        if (updater._conflicting.Count == 0 || update.HasErrors)
        {
            return update;
        }

        TemplateUpdater rest = new(template, assemblyName, updater._conflicting);
        rest._findings.AddRange(updater._findings.Where(static x => ReferenceEquals(x.Rule, TemplateRules.Conflict)));
        return rest.Run(manifest, cancellationToken);
    }

    private TemplateUpdate Run(DestinationManifest manifest, CancellationToken cancellationToken)
    {
        if (_template.ResourcesNode is null && manifest.Handlers.Count > 0)
        {
            _findings.Add(new Finding(TemplateRules.HasNoResources(), _document.Root?.Span ?? default));
            return Result(_document);
        }

        List<(HandlerModel Handler, DestinationResolver Resolved)> handlers = [];
        foreach (HandlerModel handler in manifest.Handlers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            DestinationResolver resolver = DestinationResolver.Resolve(_template, handler);
            _findings.AddRange(resolver.Findings);
            handlers.Add((handler, resolver));
        }

        InvokeConfigPlanner places = new(_template, new HashSet<string>(
            handlers.SelectMany(static x => x.Resolved.Destinations).Where(static x => x.EventSource is null && x.Target is { IsFunction: true }).Select(static x => x.Target!.LogicalId),
            StringComparer.Ordinal));
        IGrouping<string, (HandlerModel Handler, DestinationResolver Resolved)>[] functions =
            [.. handlers.Where(static x => x.Resolved.Function is not null).GroupBy(static x => x.Resolved.Function!.LogicalId, StringComparer.Ordinal)];
        _functions.UnionWith(functions.Select(static x => x.Key));
        foreach (IGrouping<string, (HandlerModel Handler, DestinationResolver Resolved)> one in functions)
        {
            Intend(one.First().Resolved.Function!, [.. one.Select(static x => (x.Handler, x.Resolved.Destinations))], places);
        }

        if (HasErrors)
        {
            return Result(_document);
        }

        TemplateEditor editor = new(_document);
        Reconcile(editor);
        if (HasErrors)
        {
            return Result(_document);
        }

        TemplateEditResult edited = editor.Apply(cancellationToken);
        if (edited.Refusal is { } refusal)
        {
            _findings.Add(new Finding(TemplateRules.EditIsUnsafe(refusal.Obstacle), refusal.Span));
            return Result(_document);
        }

        return RemoveUnused(edited.Document!, cancellationToken);
    }

    private bool HasErrors => _findings.Any(static x => x.Rule.Severity == RuleSeverity.Error);

    /// <summary>Asks for what all handlers of one function want: one policy, and one config for each qualifier.</summary>
    private void Intend(TemplateResource function, List<(HandlerModel Handler, List<ResolvedDestination> Destinations)> handlers, InvokeConfigPlanner planner)
    {
        (HandlerModel Handler, ResolvedDestination[] Destinations)[] wanted = [.. handlers.Select(x => (x.Handler, x.Destinations.Where(y => !_conflicting.Contains(KeyOf(y))).ToArray()))];
        foreach (ResolvedDestination destination in wanted.SelectMany(static x => x.Destinations))
        {
            if (destination.CreatedId is { } id)
            {
                Create(id, AwsTargets.CreatedResourceType(destination.Model.TargetType)!, function, CreatedBody(destination.Model.TargetType));
            }
        }

        bool samGrants = function.Type == ResourceTypes.ServerlessFunction && FunctionRole.Of(_template, function) is { Kind: FunctionRoleKind.Generated, Value: null };
        bool isApart = samGrants && wanted.Any(x => x.Destinations.Any(y => y.EventSource is null && IsAfter(y, function)));
        Places places = PlacesOf(function, wanted, planner, isApart);
        PermissionNeeds permissions = new PermissionPlanner(_template, _permissions, _dependencies, function, _findings, _proofs).Plan(places.Destinations);
        string? policy = permissions.Plan is { } plan ? CreatePolicy(function, plan) : permissions.Waits?.LogicalId;
        if (policy is not null && places.Destinations.Any(static x => x.IsWrittenInSam))
        {
            string[] before = permissions.Plan is { } needed ? [.. needed.Statements.SelectMany(static x => References.In(x)), needed.RoleLogicalId] : [policy];
            if (!_dependencies.IsAfter(before, function.LogicalId))
            {
                // What SAM makes of the function refers to it, so all of it waits for the policy.
                IntentFor(function.LogicalId).DependsOn = policy;
                LetWait(function.LogicalId, before);
            }
            else if (!isApart)
            {
                // The function cannot wait for a policy that itself waits for the function, but a config of its own can.
                places = PlacesOf(function, wanted, planner, isApart: true);
            }
        }

        if (samGrants)
        {
            foreach (ResolvedDestination destination in places.Destinations.Where(static x => x.IsWrittenInSam))
            {
                string[] named = [.. References.In(destination.Value)];
                if (named.Select(x => _certainDependencies.PathTo(x, function.LogicalId)).FirstOrDefault(static x => x is not null) is { } back)
                {
                    _findings.Add(Circle(function, destination, back));
                }

                LetWait(SamNames.Role(function.LogicalId), named);
            }
        }

        IntendMappings(function, places.Destinations.Where(static x => x.EventSource is not null), policy);
        foreach ((InvokeConfigPlace place, List<HandlerModel> wanting, List<ResolvedDestination> destinations) in places.Configs)
        {
            IntendConfig(function, place, wanting, destinations, policy);
        }
    }

    /// <summary>Where the destinations of a function are to be written.</summary>
    /// <param name="function">The function.</param>
    /// <param name="handlers">Its handlers with their destinations.</param>
    /// <param name="planner">Finds the places.</param>
    /// <param name="isApart">Whether asynchronous settings are to stand apart from a SAM function, if they can.</param>
    private Places PlacesOf(TemplateResource function, IEnumerable<(HandlerModel Handler, ResolvedDestination[] Destinations)> handlers, InvokeConfigPlanner planner, bool isApart)
    {
        Places all = new([], []);
        foreach ((HandlerModel handler, ResolvedDestination[] wanted) in handlers)
        {
            bool isAsynchronous = handler.MaximumRetryAttempts is not null || handler.MaximumEventAgeInSeconds is not null || wanted.Any(static x => x.EventSource is null);
            IReadOnlyList<InvokeConfigPlace> places = isAsynchronous ? planner.Plan(function, handler.Qualifier, isApart) : [];
            bool isSamProperty = places.Any(static x => x.IsSamProperty);
            ResolvedDestination[] destinations = [.. wanted.Select(x => x with { IsWrittenInSam = x.EventSource?.IsSamEvent ?? isSamProperty })];
            all.Destinations.AddRange(destinations);
            foreach (InvokeConfigPlace place in places)
            {
                int index = all.Configs.FindIndex(x => _interpreter.AreSame(x.Place.Qualifier, place.Qualifier));
                if (index < 0)
                {
                    index = all.Configs.Count;
                    all.Configs.Add((place, [], []));
                }

                all.Configs[index].Handlers.Add(handler);
                all.Configs[index].Destinations.AddRange(destinations.Where(static x => x.EventSource is null));
            }
        }

        return all;
    }

    /// <summary>Whether a destination waits for the function, so that the function, or its role, cannot wait for the destination.</summary>
    private bool IsAfter(ResolvedDestination destination, TemplateResource function) => _dependencies.IsAfter(References.In(destination.Value), function.LogicalId);

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

    private static string KeyOf(ResolvedDestination destination) => $"{destination.Function.LogicalId}/{destination.EventSource?.Name}/{destination.Model.Outcome}";

    private void IntendMappings(TemplateResource function, IEnumerable<ResolvedDestination> destinations, string? policy)
    {
        foreach (ResolvedDestination destination in destinations)
        {
            EventSource source = destination.EventSource!;
            DestinationModel model = destination.Model;
            ResourceIntent intent = IntentFor(source.Owner.LogicalId);
            void Set(TemplateValue value, params string[] names)
            {
                SettingPath path = source.Path.Append(names);
                _settings[(source.Owner.LogicalId, path)] = KeyOf(destination);
                Ask(function, intent, path, value);
            }

            if (model.MaximumRetryAttempts is { } retries)
            {
                Set(TemplateValue.Number(retries), "MaximumRetryAttempts");
            }

            if (model.MaximumRecordAgeInSeconds is { } age)
            {
                Set(TemplateValue.Number(age), "MaximumRecordAgeInSeconds");
            }

            if (model.BisectBatchOnFunctionError is { } bisect)
            {
                Set(TemplateValue.Boolean(bisect), "BisectBatchOnFunctionError");
            }

            TemplateValue written = source.IsSamEvent
                ? TemplateValue.Map(("Type", TemplateValue.String(AwsTargets.SamEventSourceType(model.TargetType))), ("Destination", destination.Value))
                : TemplateValue.Map(("Destination", destination.Value));
            Set(written, "DestinationConfig", "OnFailure");
            if (policy is not null && !source.IsSamEvent)
            {
                intent.DependsOn = policy;
            }
        }
    }

    /// <summary>The settings of one qualifier: in the SAM function, in the config that is there, or in a new one.</summary>
    private void IntendConfig(TemplateResource function, InvokeConfigPlace place, List<HandlerModel> handlers, List<ResolvedDestination> destinations, string? policy)
    {
        string owner = place.CreatedId ?? place.Existing?.LogicalId ?? function.LogicalId;
        ResourceIntent intent = place.CreatedId is null ? IntentFor(owner) : new ResourceIntent();
        SettingPath settings = place.IsSamProperty ? SettingPath.Of("Properties", "EventInvokeConfig") : SettingPath.Of("Properties");
        void AskNumbers(string name, Func<HandlerModel, int?> of)
        {
            foreach (int number in handlers.Select(of).OfType<int>())
            {
                Ask(function, intent, settings.Append(name), TemplateValue.Number(number));
            }
        }

        AskNumbers("MaximumRetryAttempts", static x => x.MaximumRetryAttempts);
        AskNumbers("MaximumEventAgeInSeconds", static x => x.MaximumEventAgeInSeconds);
        foreach (ResolvedDestination destination in destinations.OrderBy(static x => x.Model.Outcome))
        {
            SettingPath path = settings.Append("DestinationConfig", "On" + destination.Model.Outcome);
            _settings[(owner, path)] = KeyOf(destination);
            Ask(function, intent, path, place.IsSamProperty
                ? TemplateValue.Map(("Type", TemplateValue.String(AwsTargets.SamAsynchronousType(destination.Model.TargetType))), ("Destination", destination.Value))
                : TemplateValue.Map(("Destination", destination.Value)));
        }

        if (place.CreatedId is not null)
        {
            CreateConfig(function, place, intent, policy);
        }
        else if (policy is not null && place.Existing is not null)
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
        Create(place.CreatedId!, ResourceTypes.EventInvokeConfig, function, body, place.Anchor);
    }

    private void Ask(TemplateResource function, ResourceIntent intent, SettingPath path, TemplateValue value)
    {
        if (intent.Set(path, value) is { } before)
        {
            _findings.Add(new Finding(TemplateRules.AskForDifferent(function.LogicalId, OwnershipRecord.ToName(path), before, value), function.Entry.Key.Span));
        }
    }

    private string CreatePolicy(TemplateResource function, PermissionPlan plan)
    {
        string id = PermissionPlanner.PolicyId(function);
        if (_template.Find(id) is { Type: ResourceTypes.Policy } taken && OwnershipRecord.Read(taken)?.Function is null)
        {
            // Taken over by the user, and without what is needed now.
            MissingGrant missing = new(
                function.LogicalId,
                plan.RoleLogicalId,
                [.. plan.Statements.SelectMany(static x => x["Action"]!.Items).Select(static x => x.Text!)],
                Shown.Values(plan.Statements.Select(static x => x["Resource"]!)),
                SendingSetting.AllDestinations,
                plan.Statements);
            _findings.Add(new Finding(PermissionRules.RoleLacks(missing), taken.Entry.Key.Span));
            return id;
        }

        Create(id, ResourceTypes.Policy, function, [new("Properties", PermissionPlanner.PolicyProperties(id, plan))]);
        return id;
    }

    private static List<KeyValuePair<string, TemplateValue>> CreatedBody(DestinationTargetType type) =>
        type == DestinationTargetType.S3
            // The name of a deleted bucket can be taken by another account, which would then receive the records.
            ? [new("DeletionPolicy", TemplateValue.String("Retain")), new("UpdateReplacePolicy", TemplateValue.String("Retain"))]
            : [];

    /// <summary>Asks for a resource of our own, which exists when what it serves exists.</summary>
    private void Create(string id, string type, TemplateResource function, List<KeyValuePair<string, TemplateValue>> rest, TemplateResource? anchor = null)
    {
        if (_template.Find(id) is { } taken && OwnershipRecord.Read(taken)?.Function is null && taken.Type != type)
        {
            // One of the same type without our record was taken over by the user, who keeps it.
            _findings.Add(new Finding(TemplateRules.IdIsTaken(id, type, taken.Type), taken.Entry.Key.Span));
            return;
        }

        List<KeyValuePair<string, TemplateValue>> body = [new("Type", TemplateValue.String(type))];
        if ((TemplateNodes.Text(anchor?.Body["Condition"]) ?? TemplateNodes.Text(function.Body["Condition"])) is { } condition)
        {
            body.Add(new("Condition", TemplateValue.String(condition)));
        }

        body.AddRange(rest);
        if (!_intents.TryGetValue(id, out ResourceIntent? asked))
        {
            _intents.Add(id, new ResourceIntent { Created = body, Function = function.LogicalId });
            _order.Add(id);
        }
        else if (!TemplateValue.Map(body).Equals(TemplateValue.Map(asked.Created ?? [])))
        {
            _findings.Add(new Finding(TemplateRules.AskForDifferent(function.LogicalId, id, TemplateValue.Map(asked.Created ?? []), TemplateValue.Map(body)), function.Entry.Key.Span));
        }
    }

    private ResourceIntent IntentFor(string id)
    {
        if (!_intents.TryGetValue(id, out ResourceIntent? intent))
        {
            intent = new ResourceIntent();
            _intents.Add(id, intent);
            _order.Add(id);
        }

        return intent;
    }

    private void Reconcile(TemplateEditor editor)
    {
        foreach (TemplateResource resource in _template.Resources)
        {
            _intents.TryGetValue(resource.LogicalId, out ResourceIntent? intent);
            OwnershipRecord? record = OwnershipRecord.Read(resource);
            if (record is { Function: not null })
            {
                if (intent?.Created is { } body)
                {
                    Refresh(editor, resource, record, intent, body);
                }
            }
            else if (intent is { Created: null } || (intent is null && record?.Assembly == _assembly))
            {
                MappingNode? globals = resource.Type == ResourceTypes.ServerlessFunction ? _template.GlobalFunction : null;
                new ResourceReconciler(editor, resource, globals, _interpreter, _assembly, _findings).Reconcile(intent, path =>
                {
                    if (_settings.TryGetValue((resource.LogicalId, path), out string? destination))
                    {
                        _conflicting.Add(destination);
                    }
                });
            }
        }

        foreach (string id in _order)
        {
            if (_intents[id].Created is { } body && _template.Find(id) is null)
            {
                editor.SetEntry(_template.ResourcesNode!, id, WithRecord(body, _intents[id].Function!));
            }
        }
    }

    /// <summary>Brings a resource that we created up to date, unless somebody made it his own.</summary>
    private void Refresh(TemplateEditor editor, TemplateResource resource, OwnershipRecord record, ResourceIntent intent, IReadOnlyList<KeyValuePair<string, TemplateValue>> body)
    {
        TemplateValue existing = BodyWithoutRecord(resource);
        if (existing.Equals(TemplateValue.Map(body)) && record.Assembly == _assembly && record.Function == intent.Function)
        {
            return;
        }

        // A queue, topic or bucket may be given more settings by hand; a policy or config that is wrong by hand is told.
        if (RecordWriter.DigestOfBody(existing) == record.Digest)
        {
            editor.SetEntry(_template.ResourcesNode!, resource.LogicalId, WithRecord(body, intent.Function!));
        }
        else if (AwsTargets.FromResourceType(resource.Type) is null)
        {
            _findings.Add(new Finding(TemplateRules.ResourceEditedByHand(resource.LogicalId), resource.Entry.Key.Span));
        }
    }

    private TemplateValue WithRecord(IReadOnlyList<KeyValuePair<string, TemplateValue>> body, string function)
    {
        OwnershipRecord record = new() { Assembly = _assembly, Function = function, Digest = RecordWriter.DigestOfBody(TemplateValue.Map(body)) };
        return TemplateValue.Map(body.Concat([new("Metadata", TemplateValue.Map((OwnershipRecord.Key, RecordWriter.Write(record))))]));
    }

    private static TemplateValue BodyWithoutRecord(TemplateResource resource) =>
        TemplateValue.Map(TemplateValue.FromNode(resource.Body).Entries
            .Select(static x => x.Key != "Metadata" ? x : new("Metadata", TemplateValue.Map(x.Value.Entries.Where(static y => y.Key != OwnershipRecord.Key))))
            .Where(static x => x.Key != "Metadata" || x.Value.Entries.Count > 0));

    /// <summary>
    /// Removes resources that we created and nobody asks for, refers to or changed. They go last, as the edits before may have
    /// removed the references; one may refer to another, hence the rounds.
    /// </summary>
    private TemplateUpdate RemoveUnused(TemplateDocument document, CancellationToken cancellationToken)
    {
        // Nothing that the edits add is unused, so mostly there is no need to read the result.
        if (!Unused(_template).Any())
        {
            return Result(document);
        }

        while (true)
        {
            TemplateModel template = TemplateModel.Read(document);
            List<(TemplateResource Resource, OwnershipRecord Record)> unused = [.. Unused(template)];
            if (unused.Count == 0)
            {
                return Result(document);
            }

            HashSet<string> mentioned = new(template.MentionedByOthers(), StringComparer.Ordinal);
            TemplateEditor editor = new(document);
            foreach ((TemplateResource resource, OwnershipRecord record) in unused)
            {
                if (!mentioned.Contains(resource.LogicalId) && RecordWriter.DigestOfBody(BodyWithoutRecord(resource)) == record.Digest)
                {
                    editor.RemoveEntry(template.ResourcesNode!, resource.LogicalId);
                }
            }

            if (!editor.HasEdits)
            {
                _findings.AddRange(unused.Select(x => x.Resource.LogicalId)
                    .Select(x => new Finding(mentioned.Contains(x) ? TemplateRules.IsStillReferenced(x) : TemplateRules.IsStillEdited(x))));
                return Result(document);
            }

            TemplateEditResult edited = editor.Apply(cancellationToken);
            if (edited.Refusal is { } refusal)
            {
                _findings.Add(new Finding(TemplateRules.EditIsUnsafe(refusal.Obstacle), refusal.Span));
                return Result(_document);
            }

            document = edited.Document!;
        }
    }

    /// <summary>What was created for this assembly, or for one of its functions under another name of the assembly, and is asked for no longer.</summary>
    private IEnumerable<(TemplateResource Resource, OwnershipRecord Record)> Unused(TemplateModel template)
    {
        foreach (TemplateResource resource in template.Resources)
        {
            if (!_intents.ContainsKey(resource.LogicalId) && OwnershipRecord.Read(resource) is { Function: { } function } record && (record.Assembly == _assembly || _functions.Contains(function)))
            {
                yield return (resource, record);
            }
        }
    }

    private TemplateUpdate Result(TemplateDocument document)
    {
        // Where nothing is written, advice on what was to be written is noise beside the reason.
        IEnumerable<Finding> findings = HasErrors ? _findings.Where(static x => x.Rule.Severity != RuleSeverity.Info) : _findings;
        return new TemplateUpdate(document, new EquatableArray<Finding>(findings.Distinct()), new EquatableArray<string>(_proofs.Distinct()));
    }

    /// <summary>Where destinations are to be written.</summary>
    /// <param name="Destinations">All of a function.</param>
    /// <param name="Configs">Its asynchronous settings, one for each qualifier.</param>
    private sealed record Places(List<ResolvedDestination> Destinations, List<(InvokeConfigPlace Place, List<HandlerModel> Handlers, List<ResolvedDestination> Destinations)> Configs);
}
