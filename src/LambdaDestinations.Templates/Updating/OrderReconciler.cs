using System;
using System.Linq;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>Compares what a resource waits for with what it is to wait for.</summary>
/// <param name="change">Takes what changes.</param>
/// <param name="editor">Takes the edits of a list, or of what becomes one.</param>
internal sealed class OrderReconciler(ResourceChange change, TemplateEditor editor)
{
    private const string DependsOn = "DependsOn";

    /// <summary><c>DependsOn</c> of a resource.</summary>
    public static readonly SettingPath Order = SettingPath.Of(DependsOn);

    /// <summary>
    /// Brings <c>DependsOn</c> to name a resource, beside what it names already. The record says <c>Ours</c>, or <c>Theirs, Ours</c>
    /// where a single name had to become a list.
    /// </summary>
    public void Reconcile(string? wanted)
    {
        TemplateNode? node = change.Resource.Body[DependsOn];
        string[] recorded = change.Old is not null && change.Old.Settings.TryGetValue(Order, out TemplateValue? record) ? record.Text!.Split([", "], StringSplitOptions.None) : [];
        string? ours = recorded.LastOrDefault();
        switch (node)
        {
            case null or ScalarNode { IsBlank: true }:
                if (wanted is not null)
                {
                    change.Take(Order, TemplateValue.String(wanted));
                }

                break;
            case ScalarNode { Tag: null, IsNull: false } single when single.Value == ours:
                if (wanted is null)
                {
                    change.Removed.Add(Order);
                }
                else
                {
                    change.Take(Order, TemplateValue.String(wanted));
                }

                break;
            case ScalarNode { Tag: null, IsNull: false } single:
                if (wanted is not null && single.Value != wanted)
                {
                    editor.WrapEntry(change.Resource.Body, DependsOn, TemplateValue.String(wanted));
                    change.New.Settings[Order] = TemplateValue.String($"{single.Value}, {wanted}");
                }

                break;
            case SequenceNode list:
                Reconcile(list, wanted, recorded);
                break;
            default:
                if (wanted is not null)
                {
                    change.ReportComputed(Order, wanted, node);
                }

                break;
        }
    }

    private void Reconcile(SequenceNode list, string? wanted, string[] recorded)
    {
        string? ours = recorded.LastOrDefault();
        int own = ours is null ? -1 : IndexOf(list, ours);
        if (own >= 0 && wanted == ours)
        {
            change.New.Settings[Order] = change.Old!.Settings[Order];
            return;
        }

        if (wanted is null && own >= 0 && list is { IsFlow: true, Items: [ScalarNode first, _] } && recorded.Length == 2 && first.Value == recorded[0])
        {
            editor.UnwrapEntry(change.Resource.Body, DependsOn);
            return;
        }

        if (own >= 0)
        {
            editor.RemoveItem(list, own);
        }

        if (wanted is not null && IndexOf(list, wanted) < 0)
        {
            editor.AddItem(list, TemplateValue.String(wanted));
            change.New.Settings[Order] = TemplateValue.String(recorded.Length == 2 && own >= 0 ? $"{recorded[0]}, {wanted}" : wanted);
        }
    }

    private static int IndexOf(SequenceNode list, string name)
    {
        for (int i = 0; i < list.Items.Count; i++)
        {
            if (TemplateNodes.Text(list.Items[i]) == name)
            {
                return i;
            }
        }

        return -1;
    }
}
