using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

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

        List<Finding> gone = [];
        while (true)
        {
            TemplateModel template = TemplateModel.Read(document);
            List<(TemplateResource Resource, OwnershipRecord Record)> unused = [.. In(template)];
            if (unused.Count == 0)
            {
                findings.AddRange(gone);
                return document;
            }

            HashSet<string> mentioned = new(template.MentionedByOthers(), StringComparer.Ordinal);
            TemplateEditor editor = new(document);
            foreach ((TemplateResource resource, OwnershipRecord record) in unused)
            {
                if (!mentioned.Contains(resource.LogicalId) && RecordWriter.DigestOfBody(RecordWriter.BodyWithoutRecord(resource)) == record.Digest)
                {
                    editor.RemoveEntry(template.ResourcesNode!, resource.LogicalId);
                    gone.AddRange(Farewell(resource) is { } message ? [new Finding(message, SpanOf(before, resource))] : []);
                }
            }

            if (!editor.HasEdits)
            {
                HashSet<string> givenUp = [.. UsedByOurs(before)];
                findings.AddRange(gone);
                findings.AddRange(unused.Select(static x => x.Resource).Select(x =>
                    new Finding(mentioned.Contains(x.LogicalId) ? TemplateRules.IsStillReferenced(x.LogicalId) : TemplateRules.IsStillEdited(x.LogicalId), SpanOf(before, x))
                    {
                        Data = givenUp.Contains(x.LogicalId) ? new FindingData.GivenUpNow() : null,
                    }));
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

    /// <summary>What is told of a resource that goes: of one that holds something. A bucket is retained.</summary>
    private static RuleMessage? Farewell(TemplateResource resource) => AwsTargets.FromResourceType(resource.Type) switch
    {
        DestinationTargetType.Sqs => TemplateRules.QueueGoes(resource.LogicalId),
        DestinationTargetType.Sns => TemplateRules.TopicGoes(resource.LogicalId),
        DestinationTargetType.S3 => TemplateRules.BucketGoes(resource.LogicalId),
        _ => null,
    };

    private static SourceSpan? SpanOf(TemplateModel before, TemplateResource resource) => before.Find(resource.LogicalId)?.Entry.Key.Span;

    /// <summary>What the settings and resources that are ours refer to.</summary>
    private IEnumerable<string> UsedByOurs(TemplateModel template)
    {
        foreach (TemplateResource resource in template.Resources)
        {
            if (OwnershipRecord.Read(resource) is not { } record || !(record.Assembly == assembly || desired.Functions.Contains(record.Function ?? resource.LogicalId)))
            {
                continue;
            }

            IEnumerable<TemplateNode?> nodes = record.Function is not null ? [resource.Entry.Value] : record.Settings.Keys.Select(x => WrittenSetting.Find(resource, x).Node);
            foreach (string id in nodes.OfType<TemplateNode>().SelectMany(static x => References.In(x)).Where(x => x != resource.LogicalId))
            {
                yield return id;
            }
        }
    }

    /// <summary>What was created for this assembly, or for one of its functions under another name of the assembly, and is asked for no longer.</summary>
    private IEnumerable<(TemplateResource Resource, OwnershipRecord Record)> In(TemplateModel template)
    {
        foreach (TemplateResource resource in template.Resources)
        {
            if (desired.Find(resource.LogicalId) is null && !desired.Named.Contains(resource.LogicalId) && OwnershipRecord.Read(resource) is { Function: { } function } record && (record.Assembly == assembly || desired.Functions.Contains(function)))
            {
                yield return (resource, record);
            }
        }
    }
}
