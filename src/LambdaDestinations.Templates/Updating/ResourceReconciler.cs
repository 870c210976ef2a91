using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>Queues the edits that bring one existing resource from what it says to what it is to say.</summary>
internal sealed class ResourceReconciler
{
    private const string DependsOn = "DependsOn";

    private static readonly SettingPath Order = SettingPath.Of(DependsOn);

    private static readonly SettingPath Metadata = SettingPath.Of("Metadata");

    private readonly TemplateEditor _editor;
    private readonly TemplateResource _resource;
    private readonly MappingNode? _globals;
    private readonly Interpreter _interpreter;
    private readonly List<Finding> _findings;
    private readonly OwnershipRecord? _old;
    private readonly OwnershipRecord _new;
    private readonly HashSet<SettingPath> _removed = [];
    private readonly SettingTree _added = new();

    /// <summary>Prepares the comparison.</summary>
    /// <param name="editor">Takes the edits.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="globals"><c>Globals.Function</c>, when they hold for the resource.</param>
    /// <param name="interpreter">Compares values by what they mean.</param>
    /// <param name="assembly">The assembly whose attributes ask.</param>
    /// <param name="findings">Takes what stands in the way.</param>
    public ResourceReconciler(TemplateEditor editor, TemplateResource resource, MappingNode? globals, Interpreter interpreter, string assembly, List<Finding> findings)
    {
        _editor = editor;
        _resource = resource;
        _globals = globals;
        _interpreter = interpreter;
        _findings = findings;
        _old = OwnershipRecord.Read(resource);
        _new = new OwnershipRecord { Assembly = assembly };
    }

    /// <summary>Compares and queues.</summary>
    /// <param name="intent">What is asked for; <see langword="null"/> when nothing is any longer.</param>
    public void Reconcile(ResourceIntent? intent)
    {
        foreach (SettingPath path in intent?.Order ?? [])
        {
            Ask(path, intent!.Settings[path]);
        }

        foreach (KeyValuePair<SettingPath, TemplateValue> owned in _old?.Settings ?? [])
        {
            if (!owned.Key.Equals(Order) && (intent is null || !intent.Settings.ContainsKey(owned.Key)))
            {
                GiveUp(owned.Key, owned.Value);
            }
        }

        ReconcileOrder(intent?.DependsOn);
        foreach (SettingPath path in _old?.Kept ?? [])
        {
            if (_new.Settings.Keys.Any(x => x.StartsWith(path)) || (path.Equals(Metadata) && _new.Settings.Count > 0))
            {
                _new.Kept.Add(path);
            }
        }

        Removal removal = Remove(_resource.Body, SettingPath.Empty);
        foreach (Action action in removal.Actions)
        {
            action();
        }

        Add(_resource.Body, SettingPath.Empty, _added);
        WriteRecord();
    }

    private void Ask(SettingPath path, TemplateValue value)
    {
        WrittenSetting written = WrittenSetting.Find(_resource, path);
        if (written.Computed is { } computed)
        {
            ReportComputed(path.Take(written.Depth), path.Names[written.Depth], computed);
        }
        else if (written.Node is not { } node)
        {
            if (!IsGlobal(path, value))
            {
                Take(path, value);
            }
        }
        else if (written.Contradiction(_resource, _old, path, value, _interpreter) is { } contradiction)
        {
            _findings.Add(contradiction);
        }
        else if (_old is not null && _old.Settings.TryGetValue(path, out TemplateValue? recorded))
        {
            Renew(path, value, node, recorded);
        }
    }

    /// <summary>Brings a setting that is ours up to date, unless it was edited by hand.</summary>
    private void Renew(SettingPath path, TemplateValue value, TemplateNode node, TemplateValue recorded)
    {
        TemplateValue existing = TemplateValue.FromNode(node);
        if (_interpreter.AreSame(existing, value))
        {
            _new.Settings[path] = RecordedValue.Of(value, _interpreter);
        }
        else if (RecordedValue.IsSame(existing, recorded, _interpreter))
        {
            Take(path, value);
        }
        else
        {
            _new.Settings[path] = recorded;
            _findings.Add(new Finding(TemplateRules.SettingEditedByHand(OwnershipRecord.ToName(path), _resource.LogicalId), node.Span));
        }
    }

    private void Take(SettingPath path, TemplateValue value)
    {
        _added.Set(path, value);
        _new.Settings[path] = RecordedValue.Of(value, _interpreter);
    }

    private void ReportComputed(SettingPath path, string name, TemplateNode node) =>
        _findings.Add(new Finding(TemplateRules.CannotSetInComputed(_resource.LogicalId, path.Names.Count == 0 ? null : OwnershipRecord.ToName(path), name), node.Span));

    /// <summary>
    /// Whether <c>Globals.Function</c> say a setting already. SAM merges maps of both deeply, but a map there that is computed is
    /// replaced by a map of the function, and with it whatever else it says: that is not to happen unseen.
    /// </summary>
    private bool IsGlobal(SettingPath path, TemplateValue value)
    {
        IReadOnlyList<string> names = path.Names;
        TemplateNode? current = names[0] == "Properties" ? _globals : null;
        for (int i = 1; i < names.Count && current is not null; i++)
        {
            current = TemplateNodes.Follow((current as MappingNode)?[names[i]]);
            if (i < names.Count - 1 && (Intrinsics.LongName(current?.Tag) is not null || (current is MappingNode mapping && WrittenSetting.IsComputed(mapping))))
            {
                _findings.Add(new Finding(TemplateRules.SamWouldDropGlobal(path.Skip(1).Take(i).ToString(), _resource.LogicalId, names[i + 1]), current!.Span));
                return true;
            }
        }

        return current is not null && _interpreter.AreSame(TemplateValue.FromNode(current), value);
    }

    private void GiveUp(SettingPath path, TemplateValue written)
    {
        TemplateNode? current = _resource.Body;
        foreach (string name in path.Names)
        {
            current = (current as MappingNode)?[name];
        }

        if (current is null)
        {
            return;
        }

        if (RecordedValue.IsSame(TemplateValue.FromNode(current), written, _interpreter))
        {
            _removed.Add(path);
        }
        else
        {
            _findings.Add(new Finding(TemplateRules.SettingEditedByHand(OwnershipRecord.ToName(path), _resource.LogicalId), current.Span));
        }
    }

    /// <summary>
    /// Brings <c>DependsOn</c> to name a resource, beside what it names already. The record says <c>Ours</c>, or <c>Theirs, Ours</c>
    /// where a single name had to become a list.
    /// </summary>
    private void ReconcileOrder(string? wanted)
    {
        TemplateNode? node = _resource.Body[DependsOn];
        string[] recorded = _old is not null && _old.Settings.TryGetValue(Order, out TemplateValue? record) ? record.Text!.Split([", "], StringSplitOptions.None) : [];
        string? ours = recorded.LastOrDefault();
        switch (node)
        {
            case null or ScalarNode { IsNull: true }:
                if (wanted is not null)
                {
                    Take(Order, TemplateValue.String(wanted));
                }

                break;
            case ScalarNode { Tag: null } single when single.Value == ours:
                if (wanted is null)
                {
                    _removed.Add(Order);
                }
                else
                {
                    Take(Order, TemplateValue.String(wanted));
                }

                break;
            case ScalarNode { Tag: null } single:
                if (wanted is not null && single.Value != wanted)
                {
                    _editor.WrapEntry(_resource.Body, DependsOn, TemplateValue.String(wanted));
                    _new.Settings[Order] = TemplateValue.String($"{single.Value}, {wanted}");
                }

                break;
            case SequenceNode list:
                ReconcileOrder(list, wanted, recorded);
                break;
            default:
                if (wanted is not null)
                {
                    ReportComputed(Order, wanted, node);
                }

                break;
        }
    }

    private void ReconcileOrder(SequenceNode list, string? wanted, string[] recorded)
    {
        string? ours = recorded.LastOrDefault();
        int own = ours is null ? -1 : IndexOf(list, ours);
        if (own >= 0 && wanted == ours)
        {
            _new.Settings[Order] = _old!.Settings[Order];
            return;
        }

        if (wanted is null && own >= 0 && list is { IsFlow: true, Items: [ScalarNode first, _] } && recorded.Length == 2 && first.Value == recorded[0])
        {
            _editor.UnwrapEntry(_resource.Body, DependsOn);
            return;
        }

        if (own >= 0)
        {
            _editor.RemoveItem(list, own);
        }

        if (wanted is not null && IndexOf(list, wanted) < 0)
        {
            _editor.AddItem(list, TemplateValue.String(wanted));
            _new.Settings[Order] = TemplateValue.String(recorded.Length == 2 && own >= 0 ? $"{recorded[0]}, {wanted}" : wanted);
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

    /// <summary>The removals below a map, and whether it holds nothing afterwards.</summary>
    private Removal Remove(MappingNode node, SettingPath path)
    {
        Removal removal = new();
        if (_removed.Count == 0)
        {
            return removal;
        }

        int left = node.Entries.Count;
        foreach (MappingEntry entry in node.Entries)
        {
            SettingPath child = path.Append(entry.Name ?? "");
            if (_removed.Contains(child))
            {
                if (_old!.Kept.Contains(child))
                {
                    removal.Actions.Add(() => _editor.SetEntry(node, entry.Name!, TemplateValue.Null));
                }
                else
                {
                    removal.Actions.Add(() => _editor.RemoveEntry(node, entry.Name!));
                    left--;
                }
            }
            else if (entry.Value is MappingNode map && _removed.Any(x => x.StartsWith(child)))
            {
                Removal below = Remove(map, child);
                if (below.IsEmptied && !_old!.Kept.Contains(child) && !_added.Touches(child))
                {
                    removal.Actions.Add(() => _editor.RemoveEntry(node, entry.Name!));
                    left--;
                }
                else
                {
                    removal.Actions.AddRange(below.Actions);
                }
            }
        }

        removal.IsEmptied = left == 0;
        return removal;
    }

    private void Add(MappingNode node, SettingPath path, SettingTree tree)
    {
        foreach (KeyValuePair<string, SettingTree> child in tree.Children)
        {
            SettingPath childPath = path.Append(child.Key);
            MappingEntry? existing = node.Find(child.Key);
            if (child.Value.Value is { } value)
            {
                KeepEmpty(childPath, existing?.Value);
                _editor.SetEntry(node, child.Key, value);
            }
            else if (existing?.Value is MappingNode map)
            {
                KeepEmpty(childPath, map);
                Add(map, childPath, child.Value);
            }
            else
            {
                KeepEmpty(childPath, existing?.Value);
                _editor.SetEntry(node, child.Key, child.Value.ToValue());
            }
        }
    }

    private void KeepEmpty(SettingPath path, TemplateNode? existing)
    {
        if (existing is ScalarNode { IsNull: true } or MappingNode { Entries.Count: 0 })
        {
            _new.Kept.Add(path);
        }
    }

    private void WriteRecord()
    {
        MappingEntry? entry = _resource.Body.Find("Metadata");
        MappingNode? metadata = entry?.Value as MappingNode;
        if (entry is { Value: AliasNode } && (_new.Settings.Count > 0 || _old is not null))
        {
            ReportComputed(Metadata, OwnershipRecord.Key, entry.Value);
        }
        else if (_new.Settings.Count > 0)
        {
            KeepEmpty(Metadata, entry?.Value);
            if (metadata is null)
            {
                _editor.SetEntry(_resource.Body, "Metadata", TemplateValue.Map((OwnershipRecord.Key, RecordWriter.Write(_new))));
            }
            else
            {
                _editor.SetEntry(metadata, OwnershipRecord.Key, RecordWriter.Write(_new));
            }
        }
        else if (_old is not null)
        {
            if (metadata!.Entries.Count == 1 && !_old.Kept.Contains(Metadata))
            {
                _editor.RemoveEntry(_resource.Body, "Metadata");
            }
            else
            {
                _editor.RemoveEntry(metadata, OwnershipRecord.Key);
            }
        }
    }

    private sealed class Removal
    {
        public List<Action> Actions { get; } = [];

        public bool IsEmptied { get; set; }
    }
}
