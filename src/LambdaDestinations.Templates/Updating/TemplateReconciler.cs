using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Updating;

/// <summary>Queues the edits that bring a template from what it says to what it is to say. Removing whole resources is left to <see cref="UnusedResources"/>.</summary>
/// <param name="template">The template.</param>
/// <param name="desired">What it is to say.</param>
/// <param name="assembly">The assembly whose attributes ask.</param>
/// <param name="findings">Takes what stands in the way.</param>
internal sealed class TemplateReconciler(TemplateModel template, DesiredState desired, string assembly, List<Finding> findings)
{
    /// <summary>Compares and queues.</summary>
    /// <param name="editor">Takes the edits.</param>
    /// <param name="changes">Takes what becomes of the resources that are there; <see langword="null"/> when nobody asks.</param>
    public void Reconcile(TemplateEditor editor, List<ResourceChange>? changes = null)
    {
        foreach (TemplateResource resource in template.Resources)
        {
            ResourceIntent? intent = desired.Find(resource.LogicalId);
            OwnershipRecord? record = OwnershipRecord.Read(resource);
            if (record is { Function: not null })
            {
                if (intent?.Created is { } body)
                {
                    Refresh(editor, resource, record, intent, body);
                }
            }
            else if (intent is { Created: null } || (intent is null && record?.Assembly == assembly))
            {
                MappingNode? globals = resource.Type == ResourceTypes.ServerlessFunction ? template.GlobalFunction : null;
                ResourceChange change = new(template, resource, assembly, findings);
                new ResourceReconciler(change, globals).Reconcile(intent);
                new OrderReconciler(change, editor).Reconcile(intent?.DependsOn);
                new ResourceEdits(change, editor).Queue();
                changes?.Add(change);
            }
        }

        foreach ((string id, ResourceIntent intent) in desired.Created)
        {
            if (template.Find(id) is null)
            {
                editor.SetEntry(template.ResourcesNode!, id, WithRecord(intent.Created!, intent.Function!));
            }
        }
    }

    /// <summary>Brings a resource that we created up to date, unless somebody made it his own.</summary>
    private void Refresh(TemplateEditor editor, TemplateResource resource, OwnershipRecord record, ResourceIntent intent, IReadOnlyList<KeyValuePair<string, TemplateValue>> body)
    {
        TemplateValue existing = RecordWriter.BodyWithoutRecord(resource);
        if (existing.Equals(TemplateValue.Map(body)) && record.Assembly == assembly && record.Function == intent.Function)
        {
            return;
        }

        // A queue, topic or bucket may be given more settings by hand; a policy or config that is wrong by hand is told.
        if (RecordWriter.DigestOfBody(existing) == record.Digest)
        {
            editor.SetEntry(template.ResourcesNode!, resource.LogicalId, WithRecord(body, intent.Function!, OwnershipRecord.IgnoreOf(resource)));
        }
        else if (AwsTargets.FromResourceType(resource.Type) is null)
        {
            findings.Add(new Finding(TemplateRules.ResourceEditedByHand(resource.LogicalId), resource.Entry.Key.Span));
        }
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
