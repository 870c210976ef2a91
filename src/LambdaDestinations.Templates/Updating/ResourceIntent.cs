using System.Collections.Generic;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>What a resource of the template is to hold.</summary>
internal sealed class ResourceIntent
{
    /// <summary>Settings of a resource that is there, by their path from the resource's body.</summary>
    public Dictionary<SettingPath, TemplateValue> Settings { get; } = [];

    /// <summary>The order in which settings were asked for, which is the order in which new ones are written.</summary>
    public List<SettingPath> Order { get; } = [];

    /// <summary>Type, properties and the rest of a resource to create; <see langword="null"/> for a resource that is there.</summary>
    public IReadOnlyList<KeyValuePair<string, TemplateValue>>? Created { get; init; }

    /// <summary>The function that a created resource serves.</summary>
    public string? Function { get; init; }

    /// <summary>The resource that must be there first; <see langword="null"/> when none must.</summary>
    public string? DependsOn { get; set; }

    /// <summary>Asks for a setting.</summary>
    /// <returns>The value that was asked for before, when it is another one; it stays.</returns>
    public TemplateValue? Set(SettingPath path, TemplateValue value)
    {
        if (Settings.TryGetValue(path, out TemplateValue? before))
        {
            return before.Equals(value) ? null : before;
        }

        Order.Add(path);
        Settings.Add(path, value);
        return null;
    }
}
