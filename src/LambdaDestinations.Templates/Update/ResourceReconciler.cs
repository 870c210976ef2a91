using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Update;

/// <summary>Queues the edits that bring one existing resource from what it says to what it is to say.</summary>
internal sealed class ResourceReconciler
{
    private readonly TemplateEditor _editor;
    private readonly TemplateResource _resource;
    private readonly List<Finding> _findings;
    private readonly OwnershipRecord? _old;
    private readonly OwnershipRecord _new;
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);
    private readonly SettingTree _added = new();

    public ResourceReconciler(TemplateEditor editor, TemplateResource resource, OwnershipRecord? old, string assembly, List<Finding> findings)
    {
        _editor = editor;
        _resource = resource;
        _findings = findings;
        _old = old;
        _new = new OwnershipRecord { Assembly = assembly };
    }

    /// <summary>Compares and queues.</summary>
    /// <param name="intent">What is asked for; <see langword="null"/> when nothing is any longer.</param>
    public void Reconcile(ResourceIntent? intent)
    {
        foreach (string path in intent?.Order ?? [])
        {
            Ask(path, intent!.Settings[path]);
        }

        foreach (KeyValuePair<string, string> owned in _old?.Settings ?? [])
        {
            if (intent is null || !intent.Settings.ContainsKey(owned.Key))
            {
                GiveUp(owned.Key, owned.Value);
            }
        }

        if (_new.Settings.Count > 0)
        {
            foreach (string path in _old?.Maps ?? [])
            {
                _new.Maps.Add(path);
            }
        }

        Removal removal = Remove(_resource.Body, "");
        foreach (Action action in removal.Actions)
        {
            action();
        }

        Add(_resource.Body, "", _added);
        WriteRecord();
    }

    private void Ask(string path, TemplateValue value)
    {
        string[] names = path.Split('.');
        TemplateNode? current = _resource.Body;
        for (int i = 0; i < names.Length && current is not null; i++)
        {
            if (current is ScalarNode { IsNull: true })
            {
                current = null;
                break;
            }

            if (current is not MappingNode mapping || Intrinsics.LongName(mapping.Tag) is not null || mapping.Entries is [{ Name: { } only }] && (only == "Ref" || only.StartsWith("Fn::", StringComparison.Ordinal)))
            {
                _findings.Add(new Finding(TemplateRules.NotEditable, new EquatableArray<string>($"{string.Join(".", names.Take(i))} of '{_resource.LogicalId}' is computed or repeated, so {names[i]} cannot be set in it"), current.Span));
                return;
            }

            current = mapping[names[i]];
        }

        if (current is null or ScalarNode { IsNull: true })
        {
            _added.Set(names, value);
            _new.Settings[path] = OwnershipRecord.DigestOf(value);
            return;
        }

        TemplateValue existing = TemplateValue.FromNode(current);
        string? digest = null;
        bool isOwned = _old is not null && _old.Settings.TryGetValue(path, out digest);
        if (existing.Equals(value))
        {
            if (isOwned)
            {
                _new.Settings[path] = OwnershipRecord.DigestOf(value);
            }
        }
        else if (isOwned && OwnershipRecord.DigestOf(existing) == digest)
        {
            _added.Set(names, value);
            _new.Settings[path] = OwnershipRecord.DigestOf(value);
        }
        else if (isOwned)
        {
            _new.Settings[path] = digest!;
            _findings.Add(new Finding(TemplateRules.HandEdited, new EquatableArray<string>(Setting(path), _resource.LogicalId), current.Span));
        }
        else
        {
            _findings.Add(new Finding(TemplateRules.Conflict, new EquatableArray<string>(Setting(path), _resource.LogicalId, existing.ToString(), value.ToString()), current.Span));
        }
    }

    private void GiveUp(string path, string digest)
    {
        TemplateNode? current = _resource.Body;
        foreach (string name in path.Split('.'))
        {
            current = (current as MappingNode)?[name];
        }

        if (current is null)
        {
            return;
        }

        if (OwnershipRecord.DigestOf(TemplateValue.FromNode(current)) == digest)
        {
            _removed.Add(path);
        }
        else
        {
            _findings.Add(new Finding(TemplateRules.HandEdited, new EquatableArray<string>(Setting(path), _resource.LogicalId), current.Span));
        }
    }

    /// <summary>The removals below a map, and whether it holds nothing afterwards.</summary>
    private Removal Remove(MappingNode node, string path)
    {
        Removal removal = new();
        int left = node.Entries.Count;
        foreach (MappingEntry entry in node.Entries)
        {
            string child = path.Length == 0 ? entry.Name ?? "" : $"{path}.{entry.Name}";
            if (_removed.Contains(child))
            {
                removal.Actions.Add(() => _editor.RemoveEntry(node, entry.Name!));
                left--;
            }
            else if (entry.Value is MappingNode map && _removed.Any(x => x.StartsWith(child + ".", StringComparison.Ordinal)))
            {
                Removal below = Remove(map, child);
                bool isOurs = _old!.Maps.Contains(child) && !_added.Touches(child);
                if (below.IsEmptied && isOurs)
                {
                    removal.Actions.Add(() => _editor.RemoveEntry(node, entry.Name!));
                    _new.Maps.Remove(child);
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

    private void Add(MappingNode node, string path, SettingTree tree)
    {
        foreach (KeyValuePair<string, SettingTree> child in tree.Children)
        {
            string childPath = path.Length == 0 ? child.Key : $"{path}.{child.Key}";
            if (child.Value.Value is { } value)
            {
                _editor.SetEntry(node, child.Key, value);
            }
            else if (node[child.Key] is MappingNode map)
            {
                Add(map, childPath, child.Value);
            }
            else
            {
                _editor.SetEntry(node, child.Key, child.Value.ToValue());
                child.Value.AddMaps(childPath, _new.Maps);
            }
        }
    }

    private void WriteRecord()
    {
        MappingNode? metadata = TemplateModel.Child(_resource.Body, "Metadata");
        if (_new.Settings.Count > 0)
        {
            if (metadata is null)
            {
                _new.Maps.Add("Metadata");
                _editor.SetEntry(_resource.Body, "Metadata", TemplateValue.Map((OwnershipRecord.Key, _new.ToValue())));
            }
            else
            {
                _editor.SetEntry(metadata, OwnershipRecord.Key, _new.ToValue());
            }
        }
        else if (_old is not null)
        {
            if (metadata!.Entries.Count == 1 && _old.Maps.Contains("Metadata"))
            {
                _editor.RemoveEntry(_resource.Body, "Metadata");
            }
            else
            {
                _editor.RemoveEntry(metadata, OwnershipRecord.Key);
            }
        }
    }

    private static string Setting(string path) => path.StartsWith("Properties.", StringComparison.Ordinal) ? path.Substring("Properties.".Length) : path;

    private sealed class Removal
    {
        public List<Action> Actions { get; } = [];

        public bool IsEmptied { get; set; }
    }

    /// <summary>New settings, as a tree of their paths.</summary>
    private sealed class SettingTree
    {
        public List<KeyValuePair<string, SettingTree>> Children { get; } = [];

        public TemplateValue? Value { get; private set; }

        public void Set(string[] names, TemplateValue value, int depth = 0)
        {
            if (depth == names.Length)
            {
                Value = value;
                return;
            }

            SettingTree? child = Child(names[depth]);
            if (child is null)
            {
                child = new SettingTree();
                Children.Add(new(names[depth], child));
            }

            child.Set(names, value, depth + 1);
        }

        public bool Touches(string path)
        {
            SettingTree? tree = this;
            foreach (string name in path.Split('.'))
            {
                tree = tree?.Child(name);
            }

            return tree is not null;
        }

        public TemplateValue ToValue() => Value ?? TemplateValue.Map(Children.Select(static x => new KeyValuePair<string, TemplateValue>(x.Key, x.Value.ToValue())));

        public void AddMaps(string path, ISet<string> maps)
        {
            if (Value is null)
            {
                maps.Add(path);
                foreach (KeyValuePair<string, SettingTree> child in Children)
                {
                    child.Value.AddMaps($"{path}.{child.Key}", maps);
                }
            }
        }

        private SettingTree? Child(string name) => Children.FirstOrDefault(x => string.Equals(x.Key, name, StringComparison.Ordinal)).Value;
    }
}
