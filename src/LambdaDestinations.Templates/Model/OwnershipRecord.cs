using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Model;

/// <summary>
/// What of a resource is ours: <c>Metadata.LambdaDestinations</c>. A setting is kept with the value that we wrote, in one line
/// that a reviewer can read, so that an edit by hand is seen and left alone.
/// </summary>
internal sealed class OwnershipRecord
{
    /// <summary>The key under <c>Metadata</c>.</summary>
    public const string Key = "LambdaDestinations";

    /// <summary>The key of what the user asks not to be told of.</summary>
    public const string IgnoreKey = "Ignore";

    /// <summary>The records that are read, by their maps: many ask for one, and nobody changes one that is read.</summary>
    private static readonly ConditionalWeakTable<MappingNode, OwnershipRecord> Known = new();

    /// <summary>The assembly whose attributes asked for it; another assembly's record is never touched.</summary>
    public string Assembly { get; set; } = "";

    /// <summary>Whether it stands at a SAM function, whose settings have shorter names here than elsewhere.</summary>
    public bool IsOfSamFunction { get; init; }

    /// <summary>The function that a created resource serves; <see langword="null"/> on a resource that is not ours as a whole.</summary>
    public string? Function { get; init; }

    /// <summary>The digest of a created resource as we wrote it; <see langword="null"/> when we wrote its type alone.</summary>
    public string? Digest { get; init; }

    /// <summary>Our settings: path from the resource's body, and value in one line.</summary>
    public SortedDictionary<SettingPath, TemplateValue> Settings { get; } = [];

    /// <summary>Keys that were there before us, but without a value: they stay when they have none again.</summary>
    public SortedSet<SettingPath> Kept { get; } = [];

    /// <summary>What the user asks not to be told of, beside our record; <see langword="null"/> for nothing. It is never ours.</summary>
    public TemplateValue? Ignore { get; init; }

    /// <summary>Whether it says the same as another, however either is written.</summary>
    public bool SaysSameAs(OwnershipRecord other) =>
        Assembly == other.Assembly && Function == other.Function && Digest == other.Digest
        && Settings.Count == other.Settings.Count && Settings.All(x => other.Settings.TryGetValue(x.Key, out TemplateValue? value) && value.Equals(x.Value))
        && Kept.SetEquals(other.Kept)
        && Equals(Ignore, other.Ignore);

    /// <summary>What the user asks not to be told of a resource; <see langword="null"/> for nothing.</summary>
    public static TemplateNode? IgnoreOf(TemplateResource resource) => TemplateNodes.Child(TemplateNodes.Child(resource.Body, "Metadata"), Key)?[IgnoreKey];

    /// <summary>Reads a resource's record; <see langword="null"/> when it has none.</summary>
    public static OwnershipRecord? Read(TemplateResource resource)
    {
        return TemplateNodes.Child(TemplateNodes.Child(resource.Body, "Metadata"), Key) is { } node && TemplateNodes.Text(node["Assembly"]) is not null
            ? Known.GetValue(node, x => Read(x, resource.Type == ResourceTypes.ServerlessFunction))
            : null;
    }

    private static OwnershipRecord Read(MappingNode node, bool isOfSamFunction)
    {
        OwnershipRecord record = new()
        {
            Assembly = TemplateNodes.Text(node["Assembly"])!,
            IsOfSamFunction = isOfSamFunction,
            Function = TemplateNodes.Text(node["Function"]),
            Digest = TemplateNodes.Text(node["Digest"]),
            Ignore = node[IgnoreKey] is { } ignore ? TemplateValue.FromNode(ignore) : null,
        };
        foreach (MappingEntry entry in TemplateNodes.Child(node, "Owns")?.Entries ?? [])
        {
            if (entry.Name is { } name && TemplateNodes.Text(entry.Value) is { } text)
            {
                record.Settings[InvokeSettings.Short(name, isOfSamFunction) ?? ToPath(name)] = TemplateValue.String(text);
            }
        }

        foreach (TemplateNode item in (TemplateNodes.Follow(node["Kept"]) as SequenceNode)?.Items ?? [])
        {
            if (TemplateNodes.Text(item) is { } name)
            {
                record.Kept.Add(ToPath(name));
            }
        }

        return record;
    }

    /// <summary>A path as people call it: without <c>Properties</c>.</summary>
    public static string ToName(SettingPath path) => (path.Names is ["Properties", _, ..] ? path.WithoutFirst : path).ToString();

    /// <summary>A path as the record calls it: by its last name where that says all, behind the event's name for an event of a SAM function.</summary>
    public static string ToRecordName(SettingPath path, bool isOfSamFunction) =>
        InvokeSettings.Shorten(path) is { } name && path.Equals(InvokeSettings.Short(name, isOfSamFunction)) ? name : ToName(path);

    private static SettingPath ToPath(string name) => name is "Properties" or "Metadata" or "DependsOn" ? SettingPath.Of(name) : InvokeSettings.Named(name) ?? SettingPath.Parse(name, "Properties");
}
