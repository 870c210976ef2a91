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

    /// <summary>Statements that the resource's policy is to have beside those of others, each with its <c>Sid</c>.</summary>
    public List<(string Sid, TemplateValue Value)> Statements { get; } = [];

    /// <summary>Type, properties and the rest of a resource to create; <see langword="null"/> for a resource that is there.</summary>
    public IReadOnlyList<KeyValuePair<string, TemplateValue>>? Created { get; init; }

    /// <summary>The body that an earlier version gave a resource to create, which does as well; <see langword="null"/> when it was the same.</summary>
    public TemplateValue? Former { get; init; }

    /// <summary>The least visibility timeout that a queue to create may have: below it the consumers' mappings are refused; <see langword="null"/> for no queue.</summary>
    public long? LeastVisibility { get; init; }

    /// <summary>The function that a created resource serves.</summary>
    public string? Function { get; init; }

    /// <summary>The resource that must be there first; <see langword="null"/> when none must.</summary>
    public string? DependsOn { get; set; }

    /// <summary>Whether a created resource is well as it is.</summary>
    /// <param name="existing">Its body.</param>
    /// <param name="isMigrating">Whether only the body of today is.</param>
    public bool Accepts(TemplateValue existing, bool isMigrating)
    {
        TemplateValue body = TemplateValue.Map(Created!);
        return existing.Equals(body)
            || (!isMigrating && Former is not null && existing.Equals(Former))
            || (LeastVisibility is { } least && CreatedTarget.Visibility(existing) >= least && CreatedTarget.WithoutVisibility(existing).Equals(CreatedTarget.WithoutVisibility(body)));
    }

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
