using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Updating;

/// <summary>Resources that we created and nobody asks for any longer.</summary>
/// <param name="desired">What is asked for.</param>
/// <param name="assembly">The assembly whose attributes ask.</param>
/// <param name="findings">Takes why one stays.</param>
internal sealed class UnusedResources(DesiredState desired, string assembly, List<Finding> findings)
{
    /// <summary>
    /// Removes those that nobody refers to or changed. They go last, as the edits before may have removed the references; one may refer to
    /// another, hence the rounds.
    /// </summary>
    /// <param name="before">The template before all edits.</param>
    /// <param name="document">The template as it is now.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>The template without them; <see langword="null"/> when that cannot be written.</returns>
    public TemplateDocument? Remove(TemplateModel before, TemplateDocument document, CancellationToken cancellationToken)
    {
        // Nothing that the edits add is unused, so mostly there is no need to read the result.
        if (!In(before).Any())
        {
            return document;
        }

        while (true)
        {
            TemplateModel template = TemplateModel.Read(document);
            List<(TemplateResource Resource, OwnershipRecord Record)> unused = [.. In(template)];
            if (unused.Count == 0)
            {
                return document;
            }

            HashSet<string> mentioned = new(template.MentionedByOthers(), StringComparer.Ordinal);
            TemplateEditor editor = new(document);
            foreach ((TemplateResource resource, OwnershipRecord record) in unused)
            {
                if (!mentioned.Contains(resource.LogicalId) && RecordWriter.DigestOfBody(RecordWriter.BodyWithoutRecord(resource)) == record.Digest)
                {
                    editor.RemoveEntry(template.ResourcesNode!, resource.LogicalId);
                }
            }

            if (!editor.HasEdits)
            {
                findings.AddRange(unused.Select(x => x.Resource.LogicalId)
                    .Select(x => new Finding(mentioned.Contains(x) ? TemplateRules.IsStillReferenced(x) : TemplateRules.IsStillEdited(x))));
                return document;
            }

            TemplateEditResult edited = editor.Apply(cancellationToken);
            if (edited.Refusal is { } refusal)
            {
                findings.Add(new Finding(TemplateRules.EditIsUnsafe(refusal.Obstacle), refusal.Span));
                return null;
            }

            document = edited.Document!;
        }
    }

    /// <summary>What was created for this assembly, or for one of its functions under another name of the assembly, and is asked for no longer.</summary>
    private IEnumerable<(TemplateResource Resource, OwnershipRecord Record)> In(TemplateModel template)
    {
        foreach (TemplateResource resource in template.Resources)
        {
            if (desired.Find(resource.LogicalId) is null && OwnershipRecord.Read(resource) is { Function: { } function } record && (record.Assembly == assembly || desired.Functions.Contains(function)))
            {
                yield return (resource, record);
            }
        }
    }
}
