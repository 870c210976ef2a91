using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Updating;

/// <summary>Queues the edits that bring a template from what it says to what it is to say. Removing whole resources is left to <see cref="UnusedResources"/>.</summary>
/// <param name="template">The template.</param>
/// <param name="desired">What it is to say.</param>
/// <param name="assembly">The assembly whose attributes ask.</param>
/// <param name="findings">Takes what stands in the way.</param>
internal sealed class TemplateReconciler(TemplateModel template, DesiredState desired, string assembly, List<Finding> findings)
{
    /// <summary>Whether what is ours is to be written as it is today, also where it says the same already.</summary>
    public bool IsMigrating { get; init; }

    /// <summary>Compares and queues.</summary>
    /// <param name="editor">Takes the edits.</param>
    /// <param name="changes">Takes what becomes of the resources that are there; <see langword="null"/> when nobody asks.</param>
    public void Reconcile(TemplateEditor editor, List<ResourceChange>? changes = null)
    {
        bool isBesideAnnotations = AnnotationsFacts.WritesJson(template);
        if (isBesideAnnotations)
        {
            editor.SpreadLists();
        }

        List<DroppedGlobal> dropped = [];
        foreach (TemplateResource resource in template.Resources)
        {
            ResourceIntent? intent = desired.Find(resource.LogicalId);
            OwnershipRecord? record = OwnershipRecord.Read(resource);
            if (record is { Function: not null })
            {
                if (intent?.Created is not null)
                {
                    Refresh(editor, resource, record, intent);
                }
            }
            else if (intent is { Created: null } || (intent is null && HasOwn(record)))
            {
                ResourceChange change = Change(editor, resource, intent, dropped);
                changes?.Add(change);
            }
        }

        findings.AddRange(dropped.GroupBy(static x => (x.Span, x.Setting)).Select(static x => new Finding(
            TemplateRules.SamWouldDropGlobal(x.Key.Setting, x.Select(static y => $"'{y.Function}'").Distinct(), x.Select(static y => y.Name).Distinct()),
            x.Key.Span)));

        // What Amazon.Lambda.Annotations writes again behind all others is to stay there.
        int end = template.ResourcesNode?.Entries.Count ?? 0;
        int place = isBesideAnnotations ? AnnotationsFacts.Resources(template).Select(template.ResourcesNode!.IndexOf).Where(static x => x >= 0).DefaultIfEmpty(end).Min() : end;
        foreach ((string id, ResourceIntent intent) in desired.Created)
        {
            if (template.Find(id) is null)
            {
                editor.InsertEntry(template.ResourcesNode!, place, id, WithRecord(intent.Created!, intent.Function!));
            }
        }
    }

    /// <summary>Whether something of a resource that somebody wrote is ours.</summary>
    private bool HasOwn(OwnershipRecord? record) => record is not null && (record.Assembly == assembly || StatementReconciler.HasOwn(template, record, IsOurs));

    private bool IsOurs(OwnershipRecord record) => record.Assembly == assembly || (record.Function is { } function && desired.Functions.Contains(function));

    private ResourceChange Change(TemplateEditor editor, TemplateResource resource, ResourceIntent? intent, List<DroppedGlobal> dropped)
    {
        MappingNode? globals = resource.Type == ResourceTypes.ServerlessFunction ? template.GlobalFunction : null;
        ResourceChange change = new(template, resource, assembly, findings) { IsMigrating = IsMigrating };
        new ResourceReconciler(change, globals, dropped).Reconcile(intent);
        new OrderReconciler(change, editor).Reconcile(intent?.DependsOn);
        new StatementReconciler(change, editor, IsOurs).Reconcile(intent?.Statements ?? []);
        new ResourceEdits(change, editor).Queue();
        return change;
    }

    /// <summary>Brings a resource that we created up to date, unless somebody made it his own.</summary>
    private void Refresh(TemplateEditor editor, TemplateResource resource, OwnershipRecord record, ResourceIntent intent)
    {
        TemplateValue existing = RecordWriter.BodyWithoutRecord(resource);
        bool isAccepted = intent.Accepts(existing, IsMigrating);
        IReadOnlyList<KeyValuePair<string, TemplateValue>> body = isAccepted ? existing.Entries : intent.Created!;
        bool isUntouched = RecordWriter.DigestOfBody(existing) == record.Digest;
        bool isOurs = record.Assembly == assembly && record.Function == intent.Function;
        if (IsMigrating && isOurs && (isAccepted || intent.Accepts(existing, isMigrating: false)))
        {
            Migrate(editor, resource, isUntouched, body, intent.Function!);
            return;
        }

        if (isAccepted && isOurs)
        {
            return;
        }

        // A queue, topic, bucket, mapping or subscription may be given more settings by hand; a policy or config that is wrong by hand is told.
        if (isUntouched)
        {
            editor.SetEntry(template.ResourcesNode!, resource.LogicalId, WithRecord(body, intent.Function!, OwnershipRecord.IgnoreOf(resource)));
        }
        else if (!ExtendedValue.MayHaveMore(resource.Type)
            || (AwsTargets.FromResourceType(resource.Type) is null && !ExtendedValue.Covers(existing, TemplateValue.Map(intent.Created!), ResourceNames.Of(template).Interpreter)))
        {
            findings.Add(new Finding(TemplateRules.ResourceEditedByHand(resource.LogicalId), resource.Entry.Key.Span));
        }
    }

    /// <summary>Writes a resource of ours as it is written today: itself where nobody changed it, and the blank line above it.</summary>
    private void Migrate(TemplateEditor editor, TemplateResource resource, bool isUntouched, IReadOnlyList<KeyValuePair<string, TemplateValue>> body, string function)
    {
        if (isUntouched)
        {
            editor.RewriteEntry(template.ResourcesNode!, resource.LogicalId, WithRecord(body, function, OwnershipRecord.IgnoreOf(resource)));
        }

        editor.SpaceEntry(template.ResourcesNode!, resource.LogicalId);
    }

    private TemplateValue WithRecord(IReadOnlyList<KeyValuePair<string, TemplateValue>> body, string function, TemplateNode? ignore = null)
    {
        OwnershipRecord record = new()
        {
            Assembly = assembly,
            Function = function,
            Digest = RecordWriter.DigestOfBody(TemplateValue.Map(body)),
            Ignore = ignore is null ? null : TemplateValue.FromNode(ignore),
        };
        return TemplateValue.Map(body.Concat([new("Metadata", TemplateValue.Map((OwnershipRecord.Key, RecordWriter.Write(record))))]));
    }
}
