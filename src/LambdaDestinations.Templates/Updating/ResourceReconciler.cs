using System.Collections.Generic;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>Compares the settings of one existing resource with those that it is to have.</summary>
/// <param name="change">Takes what changes.</param>
/// <param name="globals"><c>Globals.Function</c>, when they hold for the resource.</param>
/// <param name="dropped">Takes what of them SAM would drop: one part of them stands in the way of many functions.</param>
internal sealed class ResourceReconciler(ResourceChange change, MappingNode? globals, List<DroppedGlobal> dropped)
{
    /// <summary>Compares.</summary>
    /// <param name="intent">What is asked for; <see langword="null"/> when nothing is any longer.</param>
    public void Reconcile(ResourceIntent? intent)
    {
        foreach (SettingPath path in intent?.Order ?? [])
        {
            Ask(path, intent!.Settings[path]);
        }

        foreach (KeyValuePair<SettingPath, TemplateValue> owned in change.Old?.Settings ?? [])
        {
            if (!owned.Key.Equals(OrderReconciler.Order) && !StatementReconciler.IsStatement(owned.Key) && (intent is null || !intent.Settings.ContainsKey(owned.Key)))
            {
                GiveUp(owned.Key, owned.Value);
            }
        }
    }

    private void Ask(SettingPath path, TemplateValue value)
    {
        WrittenSetting written = WrittenSetting.Find(change.Resource, path);
        if (written.Computed is { } computed)
        {
            change.ReportComputed(path.Take(written.Depth), path.Names[written.Depth], computed);
        }
        else if (written.Node is not { } node)
        {
            if (!IsGlobal(path, value))
            {
                change.Take(path, value);
            }
        }
        else if (written.Contradiction(change.Template, change.Resource, change.Old, path, value) is { } contradiction)
        {
            change.Findings.Add(contradiction);
        }
        else if (change.Old is not null && change.Old.Settings.TryGetValue(path, out TemplateValue? recorded))
        {
            Renew(path, value, node, recorded);
        }
    }

    /// <summary>Brings a setting that is ours up to date, unless it was edited by hand.</summary>
    private void Renew(SettingPath path, TemplateValue value, TemplateNode node, TemplateValue recorded)
    {
        TemplateValue existing = TemplateValue.FromNode(node);
        if (change.Interpreter.AreSame(existing, value))
        {
            change.New.Settings[path] = RecordedValue.Of(value, change.Interpreter);
        }
        else if (RecordedValue.IsSame(existing, recorded, change.Interpreter))
        {
            change.Take(path, value);
        }
        else if (ExtendedValue.IsEvent(path) && ExtendedValue.Covers(existing, value, change.Interpreter))
        {
            change.New.Settings[path] = recorded;
        }
        else
        {
            change.New.Settings[path] = recorded;
            change.Findings.Add(new Finding(TemplateRules.SettingEditedByHand(OwnershipRecord.ToName(path), change.Resource.LogicalId), node.Span) { Data = new FindingData.OfSetting(OwnershipRecord.ToName(path)) });
        }
    }

    /// <summary>
    /// Whether <c>Globals.Function</c> say a setting already. SAM merges maps of both deeply, but a map there that is computed is
    /// replaced by a map of the function, and with it whatever else it says: that is not to happen unseen.
    /// </summary>
    private bool IsGlobal(SettingPath path, TemplateValue value)
    {
        IReadOnlyList<string> names = path.Names;
        TemplateNode? current = names[0] == "Properties" ? globals : null;
        for (int i = 1; i < names.Count && current is not null; i++)
        {
            current = TemplateNodes.Follow((current as MappingNode)?[names[i]]);
            if (i < names.Count - 1 && (Intrinsics.LongName(current?.Tag) is not null || (current is MappingNode mapping && WrittenSetting.IsComputed(mapping))))
            {
                dropped.Add(new DroppedGlobal(WrittenSetting.CauseOf(current!), path.WithoutFirst.Take(i).ToString(), change.Resource.LogicalId, names[i + 1]));
                return true;
            }
        }

        return current is not null && change.Interpreter.AreSame(TemplateValue.FromNode(current), value);
    }

    private void GiveUp(SettingPath path, TemplateValue written)
    {
        TemplateNode? current = change.Resource.Body;
        foreach (string name in path.Names)
        {
            current = (current as MappingNode)?[name];
        }

        if (current is null)
        {
            return;
        }

        if (RecordedValue.IsSame(TemplateValue.FromNode(current), written, change.Interpreter))
        {
            change.Removed.Add(path);
        }
        else
        {
            change.Findings.Add(new Finding(TemplateRules.SettingEditedByHand(OwnershipRecord.ToName(path), change.Resource.LogicalId), current.Span) { Data = new FindingData.OfSetting(OwnershipRecord.ToName(path)) });
        }
    }
}

/// <summary>A computed part of <c>Globals.Function</c> that SAM would drop for a function.</summary>
/// <param name="Span">Where it is computed.</param>
/// <param name="Setting">Its path.</param>
/// <param name="Function">The function.</param>
/// <param name="Name">The key that was to be set in the function's own map.</param>
internal sealed record DroppedGlobal(SourceSpan Span, string Setting, string Function, string Name);
