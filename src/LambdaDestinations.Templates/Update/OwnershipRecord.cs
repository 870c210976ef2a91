using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Update;

/// <summary>
/// What of a resource is ours: <c>Metadata.LambdaDestinations</c>. A setting is kept with the digest of the value that we wrote,
/// so that an edit by hand is seen and left alone.
/// </summary>
internal sealed class OwnershipRecord
{
    /// <summary>The key under <c>Metadata</c>.</summary>
    public const string Key = "LambdaDestinations";

    /// <summary>The assembly whose attributes asked for it; another assembly's record is never touched.</summary>
    public string Assembly { get; init; } = "";

    /// <summary>The function that a created resource serves; <see langword="null"/> on a resource that is not ours as a whole.</summary>
    public string? Function { get; init; }

    /// <summary>The digest of a created resource as we wrote it.</summary>
    public string? Digest { get; init; }

    /// <summary>Our settings: path and digest.</summary>
    public SortedDictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    /// <summary>Maps that were not there before us, and go when they are empty again.</summary>
    public SortedSet<string> Maps { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads a resource's record; <see langword="null"/> when it has none.</summary>
    public static OwnershipRecord? Read(TemplateResource resource)
    {
        if (TemplateModel.Child(TemplateModel.Child(resource.Body, "Metadata"), Key) is not { } node || TemplateModel.Text(node["Assembly"]) is not { } assembly)
        {
            return null;
        }

        OwnershipRecord record = new() { Assembly = assembly, Function = TemplateModel.Text(node["Function"]), Digest = TemplateModel.Text(node["Digest"]) };
        foreach (MappingEntry entry in TemplateModel.Child(node, "Settings")?.Entries ?? [])
        {
            if (entry.Name is { } path && TemplateModel.Text(entry.Value) is { } digest)
            {
                record.Settings[path] = digest;
            }
        }

        foreach (TemplateNode item in (TemplateModel.Follow(node["Maps"]) as SequenceNode)?.Items ?? [])
        {
            if (TemplateModel.Text(item) is { } path)
            {
                record.Maps.Add(path);
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
            entries.Add(new("Settings", TemplateValue.Map(Settings.Select(static x => new KeyValuePair<string, TemplateValue>(x.Key, TemplateValue.String(x.Value))))));
        }

        if (Maps.Count > 0)
        {
            entries.Add(new("Maps", TemplateValue.List([.. Maps.Select(TemplateValue.String)])));
        }

        return TemplateValue.Map(entries);
    }

    /// <summary>The digest of a value: equal values, however written, have equal digests.</summary>
    public static string DigestOf(TemplateValue value)
    {
        StringBuilder text = new();
        Append(value, text);
        using SHA256 sha = SHA256.Create();

        // The letter keeps a digest of digits alone from reading as a number, in which YAML tools drop leading zeros.
        return "x" + string.Concat(sha.ComputeHash(Encoding.UTF8.GetBytes(text.ToString())).Take(6).Select(static x => x.ToString("x2", CultureInfo.InvariantCulture)));
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
