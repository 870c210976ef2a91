using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>Turns what becomes of a resource into edits.</summary>
/// <param name="change">What becomes of it.</param>
/// <param name="editor">Takes the edits.</param>
internal sealed class ResourceEdits(ResourceChange change, TemplateEditor editor)
{
    private static readonly SettingPath Metadata = SettingPath.Of("Metadata");

    /// <summary>Queues the edits.</summary>
    public void Queue()
    {
        foreach (SettingPath path in change.Old?.Kept ?? [])
        {
            if (change.New.Settings.Keys.Any(x => x.StartsWith(path)) || (path.Equals(Metadata) && change.New.Settings.Count > 0))
            {
                change.New.Kept.Add(path);
            }
        }

        Removal removal = Remove(change.Resource.Body, SettingPath.Empty);
        foreach (Action action in removal.Actions)
        {
            action();
        }

        Add(change.Resource.Body, SettingPath.Empty, change.Added);
        WriteRecord();
    }

    /// <summary>The removals below a map, and whether it holds nothing afterwards.</summary>
    private Removal Remove(MappingNode node, SettingPath path)
    {
        Removal removal = new();
        if (change.Removed.Count == 0)
        {
            return removal;
        }

        int left = node.Entries.Count;
        foreach (MappingEntry entry in node.Entries)
        {
            SettingPath child = path.Append(entry.Name ?? "");
            if (change.Removed.Contains(child))
            {
                if (change.Old!.Kept.Contains(child))
                {
                    removal.Actions.Add(() => editor.SetEntry(node, entry.Name!, TemplateValue.Null));
                }
                else
                {
                    removal.Actions.Add(() => editor.RemoveEntry(node, entry.Name!));
                    left--;
                }
            }
            else if (entry.Value is MappingNode map && change.Removed.Any(x => x.StartsWith(child)))
            {
                Removal below = Remove(map, child);
                if (below.IsEmptied && !change.Old!.Kept.Contains(child) && !change.Added.Touches(child))
                {
                    removal.Actions.Add(() => editor.RemoveEntry(node, entry.Name!));
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
                editor.SetEntry(node, child.Key, value);
            }
            else if (existing?.Value is MappingNode map)
            {
                KeepEmpty(childPath, map);
                Add(map, childPath, child.Value);
            }
            else
            {
                KeepEmpty(childPath, existing?.Value);
                editor.SetEntry(node, child.Key, child.Value.ToValue());
            }
        }
    }

    private void KeepEmpty(SettingPath path, TemplateNode? existing)
    {
        if (existing is ScalarNode { IsNull: true } or MappingNode { Entries.Count: 0 })
        {
            change.New.Kept.Add(path);
        }
    }

    private void WriteRecord()
    {
        MappingEntry? entry = change.Resource.Body.Find("Metadata");
        MappingNode? metadata = entry?.Value as MappingNode;
        if (entry is { Value: AliasNode } && (change.New.Settings.Count > 0 || change.Old is not null))
        {
            change.ReportComputed(Metadata, OwnershipRecord.Key, entry.Value);
        }
        else if (change.New.Settings.Count > 0)
        {
            KeepEmpty(Metadata, entry?.Value);
            if (metadata is null)
            {
                editor.SetEntry(change.Resource.Body, "Metadata", TemplateValue.Map((OwnershipRecord.Key, RecordWriter.Write(change.New))));
            }
            else
            {
                editor.SetEntry(metadata, OwnershipRecord.Key, RecordWriter.Write(change.New));
            }
        }
        else if (change.Old is not null && change.New.Ignore is { } ignore)
        {
            editor.SetEntry(metadata!, OwnershipRecord.Key, TemplateValue.Map((OwnershipRecord.IgnoreKey, ignore)));
        }
        else if (change.Old is not null)
        {
            if (metadata!.Entries.Count == 1 && !change.Old.Kept.Contains(Metadata))
            {
                editor.RemoveEntry(change.Resource.Body, "Metadata");
            }
            else
            {
                editor.RemoveEntry(metadata, OwnershipRecord.Key);
            }
        }
    }

    private sealed class Removal
    {
        public List<Action> Actions { get; } = [];

        public bool IsEmptied { get; set; }
    }
}
