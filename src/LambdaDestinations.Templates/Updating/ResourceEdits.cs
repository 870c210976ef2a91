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
        if (change.IsMigrating && change.IsBesideAnnotations)
        {
            Migrate();
        }

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
                Set(node, path, child.Key, value);
            }
            else if (existing?.Value is MappingNode map)
            {
                KeepEmpty(childPath, map);
                Add(map, childPath, child.Value);
            }
            else
            {
                KeepEmpty(childPath, existing?.Value);
                Set(node, path, child.Key, child.Value.ToValue());
            }
        }
    }

    /// <summary>Sets an entry. A new one stands ahead of those that Amazon.Lambda.Annotations may write again at the end.</summary>
    private void Set(MappingNode node, SettingPath path, string key, TemplateValue value)
    {
        if (node.Find(key) is null && Place(node, path) is { } index)
        {
            editor.InsertEntry(node, index, key, value);
        }
        else
        {
            editor.SetEntry(node, key, value);
        }
    }

    /// <summary>Where a new entry of ours stands beside what Amazon.Lambda.Annotations writes; <see langword="null"/> for the end.</summary>
    private int? Place(MappingNode node, SettingPath path) =>
        !change.IsBesideAnnotations ? null
        : path.Names.Count == 0 ? node.IndexOf("Type") + 1
        : AnnotationsFacts.WritesInto(path.Names) ? 0
        : null;

    /// <summary>Brings the keys that hold our settings to their places beside what Amazon.Lambda.Annotations writes, in the layout of today.</summary>
    private void Migrate()
    {
        HashSet<(MappingNode, string)> seen = [];
        foreach (SettingPath setting in change.New.Settings.Keys)
        {
            MappingNode? node = change.Resource.Body;
            for (int i = 0; i < setting.Names.Count && node is not null; i++)
            {
                string key = setting.Names[i];
                SettingPath path = setting.Take(i);
                if (key != "Properties" && key != "Events" && Place(node, path) is { } index && node.Find(key) is { } entry && seen.Add((node, key)))
                {
                    Migrate(node, path, key, index, TemplateValue.FromNode(entry.Value));
                }

                node = node[key] as MappingNode;
            }
        }
    }

    private void Migrate(MappingNode node, SettingPath path, string key, int index, TemplateValue value)
    {
        // Ours may stand there already, one behind the other.
        bool IsOurs(MappingEntry entry) =>
            entry.Name is { } name and not ("Properties" or "Events") && change.New.Settings.Keys.Any(x => x.StartsWith(path.Append(name)));
        int at = node.IndexOf(key);
        if (at < index || node.Entries.Take(at).Skip(index).All(IsOurs))
        {
            editor.RewriteEntry(node, key, value);
        }
        else
        {
            editor.RemoveEntry(node, key);
            editor.InsertEntry(node, index, key, value);
        }
    }

    private void KeepEmpty(SettingPath path, TemplateNode? existing)
    {
        if (existing is ScalarNode { IsBlank: true } or MappingNode { Entries.Count: 0 })
        {
            change.New.Kept.Add(path);
        }
    }

    private void WriteRecord()
    {
        MappingEntry? entry = change.Resource.Body.Find("Metadata");
        MappingNode? metadata = entry?.Value as MappingNode;
        if (entry is { Value: not (MappingNode or ScalarNode { IsBlank: true }) } && (change.New.Settings.Count > 0 || change.Old is not null))
        {
            change.ReportComputed(Metadata, OwnershipRecord.Key, entry.Value);
        }
        else if (change.New.Settings.Count > 0)
        {
            KeepEmpty(Metadata, entry?.Value);
            WriteRecord(metadata);
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

    /// <summary>Writes the record; one that says the same already stays as an earlier version wrote it.</summary>
    private void WriteRecord(MappingNode? metadata)
    {
        TemplateValue record = RecordWriter.Write(change.New);
        if (metadata is null)
        {
            editor.SetEntry(change.Resource.Body, "Metadata", TemplateValue.Map((OwnershipRecord.Key, record)));
            return;
        }

        int place = change.IsBesideAnnotations ? metadata.IndexOf(AnnotationsFacts.Tool) + 1 : metadata.Entries.Count;
        if (metadata.Find(OwnershipRecord.Key) is null)
        {
            editor.InsertEntry(metadata, place, OwnershipRecord.Key, record);
        }
        else if (change.IsMigrating && change.IsBesideAnnotations && metadata.IndexOf(OwnershipRecord.Key) > place)
        {
            editor.RemoveEntry(metadata, OwnershipRecord.Key);
            editor.InsertEntry(metadata, place, OwnershipRecord.Key, record);
        }
        else if (change.IsMigrating)
        {
            editor.RewriteEntry(metadata, OwnershipRecord.Key, record);
        }
        else if (change.Old?.SaysSameAs(change.New) != true)
        {
            editor.SetEntry(metadata, OwnershipRecord.Key, record);
        }
    }

    private sealed class Removal
    {
        public List<Action> Actions { get; } = [];

        public bool IsEmptied { get; set; }
    }
}
