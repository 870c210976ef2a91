using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Updating;

/// <summary>Writes what <see cref="OwnershipRecord"/> reads.</summary>
internal static class RecordWriter
{
    /// <summary>The record as it is written.</summary>
    public static TemplateValue Write(OwnershipRecord record)
    {
        List<KeyValuePair<string, TemplateValue>> entries = [new("Assembly", TemplateValue.String(record.Assembly))];
        if (record.Function is not null)
        {
            entries.Add(new("Function", TemplateValue.String(record.Function)));
        }

        if (record.Digest is not null)
        {
            entries.Add(new("Digest", TemplateValue.String(record.Digest)));
        }

        if (record.Settings.Count > 0)
        {
            IEnumerable<KeyValuePair<string, TemplateValue>> owned = record.Settings.Select(x => new KeyValuePair<string, TemplateValue>(OwnershipRecord.ToRecordName(x.Key, record.IsOfSamFunction), x.Value));
            entries.Add(new("Owns", TemplateValue.Map(owned).OnOneLine()));
        }

        if (record.Kept.Count > 0)
        {
            entries.Add(new("Kept", TemplateValue.List([.. record.Kept.Select(static x => TemplateValue.String(OwnershipRecord.ToName(x)))])));
        }

        if (record.Ignore is not null)
        {
            entries.Add(new(OwnershipRecord.IgnoreKey, record.Ignore));
        }

        return TemplateValue.Map(entries).OnOneLine();
    }

    /// <summary>The body of a resource as it would be without a record.</summary>
    public static TemplateValue BodyWithoutRecord(TemplateResource resource) =>
        TemplateValue.Map(TemplateValue.FromNode(resource.Body).Entries
            .Select(static x => x.Key != "Metadata" ? x : new("Metadata", TemplateValue.Map(x.Value.Entries.Where(static y => y.Key != OwnershipRecord.Key))))
            .Where(static x => x.Key != "Metadata" || x.Value.Entries.Count > 0));

    /// <summary>The digest of a created resource's body; <see langword="null"/> when it says nothing but its type.</summary>
    public static string? DigestOfBody(TemplateValue body) => body.Entries is [{ Key: "Type" }] ? null : DigestOf(body);

    /// <summary>The digest of a value: equal values, however written, have equal digests.</summary>
    public static string DigestOf(TemplateValue value)
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
