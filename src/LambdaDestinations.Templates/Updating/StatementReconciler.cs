using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>Compares the statements of ours in a policy that somebody wrote with those that it is to have. Each is known by its <c>Sid</c>.</summary>
/// <param name="change">Takes what changes. The record has the digest of each statement.</param>
/// <param name="editor">Takes the edits of the list.</param>
internal sealed class StatementReconciler(ResourceChange change, TemplateEditor editor)
{
    /// <summary>Whether a setting of a record is a statement of ours.</summary>
    public static bool IsStatement(SettingPath path) => path.Names.Count == TargetPolicies.Statements.Names.Count + 1 && path.StartsWith(TargetPolicies.Statements);

    /// <summary>Brings the list to have the statements, beside those that others wrote.</summary>
    public void Reconcile(IReadOnlyList<(string Sid, TemplateValue Value)> wanted)
    {
        if (WrittenSetting.Find(change.Resource, TargetPolicies.Statements).Node is not SequenceNode { Tag: null } list)
        {
            return;
        }

        foreach (KeyValuePair<SettingPath, TemplateValue> owned in (change.Old?.Settings ?? []).Where(static x => IsStatement(x.Key)))
        {
            string sid = owned.Key.Names[owned.Key.Names.Count - 1];
            if (!wanted.Any(x => x.Sid == sid) && Find(list, sid) is { } gone)
            {
                GiveUp(list, gone, owned);
            }
        }

        foreach ((string sid, TemplateValue value) in wanted)
        {
            Ask(list, TargetPolicies.Statements.Append(sid), sid, value);
        }
    }

    private void Ask(SequenceNode list, SettingPath path, string sid, TemplateValue value)
    {
        TemplateValue digest = TemplateValue.String(RecordWriter.DigestOf(value));
        TemplateValue? recorded = change.Old is not null && change.Old.Settings.TryGetValue(path, out TemplateValue? known) ? known : null;
        if (Find(list, sid) is not { } index)
        {
            editor.AddItem(list, value);
            change.New.Settings[path] = digest;
            return;
        }

        TemplateValue existing = TemplateValue.FromNode(list.Items[index]);
        bool isSame = change.Interpreter.AreSame(existing, value);
        if (recorded is null)
        {
            // Somebody wrote it: it is his, and does as well. Where it said something else, nothing would be asked of the policy.
            return;
        }

        if (isSame)
        {
            change.New.Settings[path] = digest;
        }
        else if (RecordWriter.DigestOf(existing) == recorded.Text)
        {
            editor.RemoveItem(list, index);
            editor.AddItem(list, value);
            change.New.Settings[path] = digest;
        }
        else
        {
            change.New.Settings[path] = recorded;
            ReportEdited(list.Items[index], path);
        }
    }

    private void GiveUp(SequenceNode list, int index, KeyValuePair<SettingPath, TemplateValue> owned)
    {
        if (RecordWriter.DigestOf(TemplateValue.FromNode(list.Items[index])) == owned.Value.Text)
        {
            editor.RemoveItem(list, index);
        }
        else
        {
            ReportEdited(list.Items[index], owned.Key);
        }
    }

    private void ReportEdited(TemplateNode node, SettingPath path) =>
        change.Findings.Add(new Finding(TemplateRules.SettingEditedByHand(OwnershipRecord.ToName(path), change.Resource.LogicalId), node.Span));

    /// <summary>The place of a statement in a list; <see langword="null"/> when it is not there.</summary>
    /// <param name="list">The statements.</param>
    /// <param name="sid">Its <c>Sid</c>.</param>
    public static int? Find(SequenceNode list, string sid)
    {
        int index = Array.FindIndex([.. list.Items], x => SidOf(TemplateValue.FromNode(x)) == sid);
        return index < 0 ? null : index;
    }

    /// <summary>A statement's <c>Sid</c>, also where a condition stands around it.</summary>
    private static string? SidOf(TemplateValue statement) =>
        (statement["Sid"] ?? (statement.Entries is [{ Key: Intrinsics.If, Value: { Items: [_, var guarded, _] } }] ? guarded["Sid"] : null))?.Text;
}
