using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>
/// Compares the statements of ours in a policy that somebody wrote with those that it is to have. Each is known by its <c>Sid</c>, which is the logical id
/// of an event rule: so several assemblies have statements in one policy, under one record.
/// </summary>
/// <param name="change">Takes what changes. The record has the digest of each statement.</param>
/// <param name="editor">Takes the edits of the list.</param>
/// <param name="isOurs">Whether a record is that of the assembly whose attributes ask.</param>
internal sealed class StatementReconciler(ResourceChange change, TemplateEditor editor, Func<OwnershipRecord, bool> isOurs)
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
            string sid = SidOf(owned.Key);
            if (wanted.Any(x => x.Sid == sid))
            {
                continue;
            }

            if (!isOurs(OwnerOf(change.Template, change.Old!, owned.Key)))
            {
                change.New.Settings[owned.Key] = owned.Value;
            }
            else if (Find(list, sid) is { } gone)
            {
                GiveUp(list, gone, owned);
            }
        }

        foreach ((string sid, TemplateValue value) in wanted)
        {
            Ask(list, TargetPolicies.Statements.Append(sid), sid, value);
        }

        // The record is that of one of those who have a statement, of the one before as long as it has one.
        string[] owners =
        [
            .. from path in change.New.Settings.Keys
               where IsStatement(path)
               select wanted.Any(x => x.Sid == SidOf(path)) ? change.New.Assembly : OwnerOf(change.Template, change.Old!, path).Assembly,
        ];
        change.New.Assembly = owners.Length == 0 ? change.New.Assembly
            : change.Old is { } old && owners.Contains(old.Assembly) ? old.Assembly
            : owners[0];
    }

    /// <summary>Whether a policy that somebody wrote has statements of the assembly whose attributes ask.</summary>
    /// <param name="template">The template.</param>
    /// <param name="policy">The policy's record.</param>
    /// <param name="isOurs">Whether a record is that of the assembly.</param>
    public static bool HasOwn(TemplateModel template, OwnershipRecord policy, Func<OwnershipRecord, bool> isOurs) =>
        policy.Settings.Keys.Any(x => IsStatement(x) && isOurs(OwnerOf(template, policy, x)));

    /// <summary>The record of whoever asked for a statement: that of the event rule that its <c>Sid</c> names, else that of the policy.</summary>
    private static OwnershipRecord OwnerOf(TemplateModel template, OwnershipRecord policy, SettingPath statement) =>
        template.Find(SidOf(statement)) is { } rule && OwnershipRecord.Read(rule) is { Function: not null } record ? record : policy;

    private static string SidOf(SettingPath statement) => statement.Names[statement.Names.Count - 1];

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
