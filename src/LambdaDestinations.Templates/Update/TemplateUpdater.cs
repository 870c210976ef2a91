using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Update;

/// <summary>The outcome of <see cref="TemplateUpdater.Update"/>.</summary>
/// <param name="Document">The template as it is to be; the original when nothing is to change or an error stands in the way.</param>
/// <param name="Findings">What is wrong, in source order of the handlers.</param>
/// <param name="Proofs">For each destination, one sentence that says which statement lets the function reach it.</param>
public sealed record TemplateUpdate(TemplateDocument Document, EquatableArray<Finding> Findings, EquatableArray<string> Proofs)
{
    /// <summary>Whether an error kept the template as it was.</summary>
    public bool HasErrors => Findings.Any(static x => x.Rule.Severity == RuleSeverity.Error);
}

/// <summary>Brings a template to say what an assembly's attributes say, and takes back what they no longer say.</summary>
public sealed class TemplateUpdater
{
    private readonly TemplateDocument _document;
    private readonly TemplateModel _template;
    private readonly string _assembly;
    private readonly List<Finding> _findings = [];
    private readonly List<string> _proofs = [];
    private readonly SortedDictionary<string, ResourceIntent> _intents = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    private TemplateUpdater(TemplateDocument document, string assembly)
    {
        _document = document;
        _template = TemplateModel.Read(document);
        _assembly = assembly;
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
            return new TemplateUpdate(document, new EquatableArray<Finding>(document.Errors.Select(static x => new Finding(TemplateRules.Unreadable, new EquatableArray<string>(x.Message), x.Span))), default);
        }

        TemplateUpdater updater = new(document, assemblyName);
        return updater.Run(manifest, cancellationToken);
    }

    private TemplateUpdate Run(DestinationManifest manifest, CancellationToken cancellationToken)
    {
        if (_template.ResourcesNode is null && manifest.Handlers.Count > 0)
        {
            _findings.Add(new Finding(TemplateRules.Unreadable, new EquatableArray<string>("The template has no Resources"), _document.Root?.Span ?? default));
            return Result(_document);
        }

        foreach (HandlerModel handler in manifest.Handlers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            DestinationResolver resolver = DestinationResolver.Resolve(_template, handler);
            _findings.AddRange(resolver.Findings);
            if (resolver.Function is { } function)
            {
                Intend(handler, function, resolver.Destinations);
            }
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
            _findings.Add(new Finding(TemplateRules.NotEditable, new EquatableArray<string>(refusal.Reason), refusal.Span));
            return Result(_document);
        }

        return RemoveUnused(edited.Document!, cancellationToken);
    }

    private bool HasErrors => _findings.Any(static x => x.Rule.Severity == RuleSeverity.Error);

    private void Intend(HandlerModel handler, TemplateResource function, List<ResolvedDestination> destinations)
    {
        foreach (ResolvedDestination destination in destinations)
        {
            if (destination.CreatedId is { } id)
            {
                Create(id, AwsTargets.CreatedResourceType(destination.Model.TargetType)!, function, CreatedBody(destination.Model.TargetType));
            }
        }

        string? policy = new PermissionPlanner(_template, function, _findings, _proofs).Plan(destinations) is { } statements ? CreatePolicy(function, statements) : null;
        IntendMappings(destinations.Where(static x => x.EventSource is not null), policy);
        List<ResolvedDestination> asynchronous = [.. destinations.Where(static x => x.EventSource is null)];
        if (asynchronous.Count == 0 && handler.MaximumRetryAttempts is null && handler.MaximumEventAgeInSeconds is null)
        {
            return;
        }

        if (function.Type == ResourceTypes.ServerlessFunction)
        {
            ResourceIntent intent = IntentFor(function.LogicalId);
            SetAsynchronous(handler, asynchronous, (path, value) => intent.Set("Properties.EventInvokeConfig." + path, value), isSam: true);
        }
        else
        {
            IntendConfig(handler, function, asynchronous, policy);
        }
    }

    private static void SetAsynchronous(HandlerModel handler, List<ResolvedDestination> destinations, Action<string, TemplateValue> set, bool isSam)
    {
        if (handler.MaximumRetryAttempts is { } retries)
        {
            set("MaximumRetryAttempts", TemplateValue.Number(retries));
        }

        if (handler.MaximumEventAgeInSeconds is { } age)
        {
            set("MaximumEventAgeInSeconds", TemplateValue.Number(age));
        }

        foreach (ResolvedDestination destination in destinations.OrderBy(static x => x.Model.Outcome))
        {
            set("DestinationConfig.On" + destination.Model.Outcome, isSam
                ? TemplateValue.Map(("Type", TemplateValue.String(AwsTargets.SamAsynchronousType(destination.Model.TargetType))), ("Destination", destination.Value))
                : TemplateValue.Map(("Destination", destination.Value)));
        }
    }

    private void IntendMappings(IEnumerable<ResolvedDestination> destinations, string? policy)
    {
        foreach (ResolvedDestination destination in destinations)
        {
            EventSource source = destination.EventSource!;
            ResourceIntent intent = IntentFor(source.Owner.LogicalId);
            DestinationModel model = destination.Model;
            if (model.MaximumRetryAttempts is { } retries)
            {
                intent.Set(source.Path + ".MaximumRetryAttempts", TemplateValue.Number(retries));
            }

            if (model.MaximumRecordAgeInSeconds is { } age)
            {
                intent.Set(source.Path + ".MaximumRecordAgeInSeconds", TemplateValue.Number(age));
            }

            if (model.BisectBatchOnFunctionError is { } bisect)
            {
                intent.Set(source.Path + ".BisectBatchOnFunctionError", TemplateValue.Boolean(bisect));
            }

            intent.Set(source.Path + ".DestinationConfig.OnFailure", source.IsSamEvent
                ? TemplateValue.Map(("Type", TemplateValue.String(AwsTargets.SamEventSourceType(model.TargetType))), ("Destination", destination.Value))
                : TemplateValue.Map(("Destination", destination.Value)));
            if (policy is not null && !source.IsSamEvent && source.Owner.Body["DependsOn"] is null)
            {
                intent.Set("DependsOn", TemplateValue.String(policy));
            }
        }
    }

    /// <summary>Plain CloudFormation: a resource beside the function, or the one that is there.</summary>
    private void IntendConfig(HandlerModel handler, TemplateResource function, List<ResolvedDestination> destinations, string? policy)
    {
        TemplateResource[] aliases = [.. _template.Resources.Where(x => x.Type == ResourceTypes.Alias && IsOf(x, function))];
        TemplateValue qualifier = handler.Qualifier is { } named
            ? TemplateValue.String(named)
            : aliases is [var alias] && alias.Properties?["Name"] is { } name ? TemplateValue.FromNode(name) : TemplateValue.String("$LATEST");
        TemplateResource? existing = _template.Resources.FirstOrDefault(x =>
            x.Type == ResourceTypes.EventInvokeConfig && OwnershipRecord.Read(x)?.Function is null && IsOf(x, function) && (handler.Qualifier is null || TemplateModel.Text(x.Properties?["Qualifier"]) == handler.Qualifier));
        if (existing is not null)
        {
            ResourceIntent intent = IntentFor(existing.LogicalId);
            SetAsynchronous(handler, destinations, (path, value) => intent.Set("Properties." + path, value), isSam: false);
            return;
        }

        List<KeyValuePair<string, TemplateValue>> properties = [new("FunctionName", TemplateValue.Ref(function.LogicalId)), new("Qualifier", qualifier)];
        List<KeyValuePair<string, TemplateValue>> config = [];
        SetAsynchronous(
            handler,
            destinations,
            (path, value) =>
            {
                if (path.StartsWith("DestinationConfig.", StringComparison.Ordinal))
                {
                    config.Add(new(path.Substring("DestinationConfig.".Length), value));
                }
                else
                {
                    properties.Add(new(path, value));
                }
            },
            isSam: false);
        if (config.Count > 0)
        {
            properties.Add(new("DestinationConfig", TemplateValue.Map(config)));
        }

        // Lambda checks the grant when the config is written, and wants the alias to be there.
        string[] before = [.. new[] { policy, aliases is [var only] && handler.Qualifier is null ? only.LogicalId : null }.OfType<string>()];
        List<KeyValuePair<string, TemplateValue>> body = [new("Type", TemplateValue.String(ResourceTypes.EventInvokeConfig))];
        if (before.Length > 0)
        {
            body.Add(new("DependsOn", before.Length == 1 ? TemplateValue.String(before[0]) : TemplateValue.List([.. before.Select(TemplateValue.String)])));
        }

        body.Add(new("Properties", TemplateValue.Map(properties)));
        Create(function.LogicalId + "EventInvokeConfig", ResourceTypes.EventInvokeConfig, function, body);
    }

    private static bool IsOf(TemplateResource resource, TemplateResource function) =>
        resource.Properties?["FunctionName"] is { } name
        && (TemplateReference.TargetOf(TemplateValue.FromNode(name)) == function.LogicalId
            || (TemplateModel.Text(name) is { } literal && literal == TemplateModel.Text(function.Properties?["FunctionName"])));

    private string CreatePolicy(TemplateResource function, PermissionPlan plan)
    {
        string id = function.LogicalId + "DestinationsPolicy";
        Create(id, ResourceTypes.Policy, function,
        [
            new("Type", TemplateValue.String(ResourceTypes.Policy)),
            new("Properties", TemplateValue.Map(
                ("PolicyName", TemplateValue.String(id)),
                ("PolicyDocument", TemplateValue.Map(("Version", TemplateValue.String("2012-10-17")), ("Statement", TemplateValue.List([.. plan.Statements])))),
                ("Roles", TemplateValue.List(TemplateValue.Ref(plan.RoleLogicalId))))),
        ]);
        return id;
    }

    private static List<KeyValuePair<string, TemplateValue>> CreatedBody(DestinationTargetType type)
    {
        List<KeyValuePair<string, TemplateValue>> body = [new("Type", TemplateValue.String(AwsTargets.CreatedResourceType(type)!))];
        if (type == DestinationTargetType.S3)
        {
            // The name of a deleted bucket can be taken by another account, which would then receive the records.
            body.Add(new("DeletionPolicy", TemplateValue.String("Retain")));
            body.Add(new("UpdateReplacePolicy", TemplateValue.String("Retain")));
        }

        return body;
    }

    private void Create(string id, string type, TemplateResource function, List<KeyValuePair<string, TemplateValue>> body)
    {
        if (_template.Find(id) is { } taken && OwnershipRecord.Read(taken)?.Function is null && taken.Type != type)
        {
            _findings.Add(new Finding(TemplateRules.LogicalIdTaken, new EquatableArray<string>(id, type, taken.Type), taken.Entry.Key.Span));
            return;
        }

        if (!_intents.ContainsKey(id))
        {
            _intents.Add(id, new ResourceIntent { Created = body, Function = function.LogicalId });
            _order.Add(id);
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
            OwnershipRecord? record = OwnershipRecord.Read(resource);
            bool isAsked = _intents.TryGetValue(resource.LogicalId, out ResourceIntent? intent);
            if (record is { Function: not null })
            {
                if (isAsked && intent!.Created is { } body && record.Assembly == _assembly)
                {
                    Refresh(editor, resource, record, intent, body);
                }
            }
            else if ((isAsked && intent!.Created is null) || (!isAsked && record?.Assembly == _assembly))
            {
                new ResourceReconciler(editor, resource, record, _assembly, _findings).Reconcile(intent);
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
        TemplateValue intended = TemplateValue.Map(body);
        if (BodyWithoutRecord(resource).Equals(intended))
        {
            return;
        }

        // A queue, topic or bucket may be given more settings by hand; a policy or config that is wrong by hand is told.
        bool isEdited = OwnershipRecord.DigestOf(BodyWithoutRecord(resource)) != record.Digest;
        if (isEdited && AwsTargets.FromResourceType(resource.Type) is null)
        {
            _findings.Add(new Finding(TemplateRules.HandEdited, new EquatableArray<string>("Everything", resource.LogicalId), resource.Entry.Key.Span));
        }
        else if (!isEdited)
        {
            editor.SetEntry(_template.ResourcesNode!, resource.LogicalId, WithRecord(body, intent.Function!));
        }
    }

    private TemplateValue WithRecord(IReadOnlyList<KeyValuePair<string, TemplateValue>> body, string function)
    {
        OwnershipRecord record = new() { Assembly = _assembly, Function = function, Digest = OwnershipRecord.DigestOf(TemplateValue.Map(body)) };
        return TemplateValue.Map(body.Concat([new("Metadata", TemplateValue.Map((OwnershipRecord.Key, record.ToValue())))]));
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
        while (true)
        {
            TemplateModel template = TemplateModel.Read(document);
            TemplateResource[] unused = [.. template.Resources.Where(x => OwnershipRecord.Read(x) is { Function: not null } record && record.Assembly == _assembly && !_intents.ContainsKey(x.LogicalId))];
            if (unused.Length == 0)
            {
                return Result(document);
            }

            HashSet<string> mentioned = new(MentionedOutside(template), StringComparer.Ordinal);
            TemplateEditor editor = new(document);
            foreach (TemplateResource resource in unused)
            {
                if (!mentioned.Contains(resource.LogicalId) && OwnershipRecord.DigestOf(BodyWithoutRecord(resource)) == OwnershipRecord.Read(resource)!.Digest)
                {
                    editor.RemoveEntry(template.ResourcesNode!, resource.LogicalId);
                }
            }

            if (!editor.HasEdits)
            {
                _findings.AddRange(unused.Select(static x => new Finding(TemplateRules.StillReferenced, new EquatableArray<string>(x.LogicalId))));
                return Result(document);
            }

            TemplateEditResult edited = editor.Apply(cancellationToken);
            if (edited.Refusal is { } refusal)
            {
                _findings.Add(new Finding(TemplateRules.NotEditable, new EquatableArray<string>(refusal.Reason), refusal.Span));
                return Result(_document);
            }

            document = edited.Document!;
        }
    }

    private static IEnumerable<string> MentionedOutside(TemplateModel template)
    {
        foreach (MappingEntry section in template.Root!.Entries)
        {
            if (section.Name != "Resources")
            {
                foreach (string id in TemplateReference.MentionedIn(TemplateValue.FromNode(section.Value)))
                {
                    yield return id;
                }
            }
        }

        foreach (MappingEntry resource in template.ResourcesNode!.Entries)
        {
            foreach (string id in TemplateReference.MentionedIn(TemplateValue.FromNode(resource.Value)))
            {
                if (id != resource.Name)
                {
                    yield return id;
                }
            }
        }
    }

    private TemplateUpdate Result(TemplateDocument document) => new(document, new EquatableArray<Finding>(_findings), new EquatableArray<string>(_proofs));
}
