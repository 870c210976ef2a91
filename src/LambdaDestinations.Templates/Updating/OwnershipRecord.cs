using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>
/// What of a resource is ours: <c>Metadata.LambdaDestinations</c>. A setting is kept with the value that we wrote, in one line
/// that a reviewer can read, so that an edit by hand is seen and left alone.
/// </summary>
internal sealed class OwnershipRecord
{
    /// <summary>The key under <c>Metadata</c>.</summary>
    public const string Key = "LambdaDestinations";

    private const string PropertiesPrefix = "Properties.";

    /// <summary>The assembly whose attributes asked for it; another assembly's record is never touched.</summary>
    public string Assembly { get; init; } = "";

    /// <summary>The function that a created resource serves; <see langword="null"/> on a resource that is not ours as a whole.</summary>
    public string? Function { get; init; }

    /// <summary>The digest of a created resource as we wrote it; <see langword="null"/> when we wrote its type alone.</summary>
    public string? Digest { get; init; }

    /// <summary>Our settings: path from the resource's body, and value as <see cref="RecordedValue"/> writes it.</summary>
    public SortedDictionary<string, TemplateValue> Settings { get; } = new(StringComparer.Ordinal);

    /// <summary>Keys that were there before us, but without a value: they stay when they have none again.</summary>
    public SortedSet<string> Kept { get; } = new(StringComparer.Ordinal);

    /// <summary>What of the resource does not count for an order in which the build decides anew.</summary>
    public OwnedParts Parts => new(
        Function is not null,
        Settings.TryGetValue("DependsOn", out TemplateValue? order) ? order.Text!.Split([", "], StringSplitOptions.None).Last() : null,
        Settings.Keys);

    /// <summary>Reads a resource's record; <see langword="null"/> when it has none.</summary>
    public static OwnershipRecord? Read(TemplateResource resource)
    {
        if (TemplateNodes.Child(TemplateNodes.Child(resource.Body, "Metadata"), Key) is not { } node || TemplateNodes.Text(node["Assembly"]) is not { } assembly)
        {
            return null;
        }

        OwnershipRecord record = new() { Assembly = assembly, Function = TemplateNodes.Text(node["Function"]), Digest = TemplateNodes.Text(node["Digest"]) };
        foreach (MappingEntry entry in TemplateNodes.Child(node, "Owns")?.Entries ?? [])
        {
            if (entry.Name is { } name && TemplateNodes.Text(entry.Value) is { } text)
            {
                record.Settings[ToPath(name)] = TemplateValue.String(text);
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

    /// <summary>The record as it is written.</summary>
    public TemplateValue ToValue()
    {
        List<KeyValuePair<string, TemplateValue>> entries = [new("Assembly", TemplateValue.String(Assembly))];
        if (Function is not null)
        {
            entries.Add(new("Function", TemplateValue.String(Function)));
        }

        if (Digest is not null)
        {
            entries.Add(new("Digest", TemplateValue.String(Digest)));
        }

        if (Settings.Count > 0)
        {
            entries.Add(new("Owns", TemplateValue.Map(Settings.Select(static x => new KeyValuePair<string, TemplateValue>(ToName(x.Key), x.Value)))));
        }

        if (Kept.Count > 0)
        {
            entries.Add(new("Kept", TemplateValue.List([.. Kept.Select(static x => TemplateValue.String(ToName(x)))])));
        }

        return TemplateValue.Map(entries);
    }

    /// <summary>A path as people call it: without <c>Properties</c>.</summary>
    public static string ToName(string path) => path.StartsWith(PropertiesPrefix, StringComparison.Ordinal) ? path.Substring(PropertiesPrefix.Length) : path;

    /// <summary>The digest of a created resource's body; <see langword="null"/> when it says nothing but its type.</summary>
    public static string? DigestOfBody(TemplateValue body) => body.Entries is [{ Key: "Type" }] ? null : DigestOf(body);

    private static string ToPath(string name) => name is "Properties" or "Metadata" or "DependsOn" ? name : PropertiesPrefix + name;

    /// <summary>The digest of a value: equal values, however written, have equal digests.</summary>
    private static string DigestOf(TemplateValue value)
    {
        StringBuilder text = new();
        Append(value, text);
        using SHA256 sha = SHA256.Create();

        // The letter keeps a digest of digits alone from reading as a number, in which YAML tools drop leading zeros.
        return "x" + string.Concat(sha.ComputeHash(Encoding.UTF8.GetBytes(text.ToString())).Take(4).Select(static x => x.ToString("x2", CultureInfo.InvariantCulture)));
    }

    private static void Append(TemplateValue value, StringBuilder text)
    {
        switch (value.Kind)
        {
            case TemplateValueKind.Null:
                text.Append('~');
                break;
            case TemplateValueKind.Scalar:
                AppendText(value.Text!, text);
                break;
            case TemplateValueKind.List:
                text.Append('[');
                foreach (TemplateValue item in value.Items)
                {
                    Append(item, text);
                }

                text.Append(']');
                break;
            default:
                text.Append('{');
                foreach (KeyValuePair<string, TemplateValue> entry in value.Entries.OrderBy(static x => x.Key, StringComparer.Ordinal))
                {
                    AppendText(entry.Key, text);
                    Append(entry.Value, text);
                }

                text.Append('}');
                break;
        }
    }

    private static void AppendText(string value, StringBuilder text) =>
        text.Append(value.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(value);
}
