using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>New settings, as a tree of their paths.</summary>
internal sealed class SettingTree
{
    /// <summary>The names below, in the order in which they were asked for.</summary>
    public List<KeyValuePair<string, SettingTree>> Children { get; } = [];

    /// <summary>The setting itself; <see langword="null"/> for a map on the way to one.</summary>
    public TemplateValue? Value { get; private set; }

    /// <summary>Adds a setting.</summary>
    public void Set(SettingPath path, TemplateValue value, int depth = 0)
    {
        if (depth == path.Names.Count)
        {
            Value = value;
            return;
        }

        SettingTree? child = Child(path.Names[depth]);
        if (child is null)
        {
            child = new SettingTree();
            Children.Add(new(path.Names[depth], child));
        }

        child.Set(path, value, depth + 1);
    }

    /// <summary>Whether a setting stands at or below a path.</summary>
    public bool Touches(SettingPath path)
    {
        SettingTree? tree = this;
        foreach (string name in path.Names)
        {
            tree = tree?.Child(name);
        }

        return tree is not null;
    }

    /// <summary>The tree as one value.</summary>
    public TemplateValue ToValue() => Value ?? TemplateValue.Map(Children.Select(static x => new KeyValuePair<string, TemplateValue>(x.Key, x.Value.ToValue())));

    private SettingTree? Child(string name) => Children.FirstOrDefault(x => string.Equals(x.Key, name, StringComparison.Ordinal)).Value;
}
