using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LambdaDestinations;

/// <summary>
/// The key that Lambda gives to a record in S3: <c>aws/lambda/async/function/2026/11/24/2026-11-24T10.17.36-uuid</c>, or
/// <c>aws/lambda/mapping-uuid/shard/…</c> (AWS Lambda Developer Guide).
/// </summary>
/// <param name="FunctionName">The function of an asynchronous record; <see langword="null"/> for a mapping's.</param>
/// <param name="EventSourceMappingId">The UUID of the mapping; <see langword="null"/> for an asynchronous record.</param>
/// <param name="ShardId">The mapping's shard; <see langword="null"/> for an asynchronous record.</param>
/// <param name="Timestamp">When the record was written, in UTC, to the second.</param>
/// <param name="Id">The record's own UUID.</param>
public sealed record S3RecordKey(string? FunctionName, string? EventSourceMappingId, string? ShardId, DateTimeOffset Timestamp, Guid Id)
{
    private const string Prefix = "aws/lambda/";
    private const string TimeFormat = "yyyy-MM-dd'T'HH.mm.ss";

    /// <summary>Reads a key; false for a key that Lambda does not write.</summary>
    /// <param name="key">The key, URL-decoded.</param>
    /// <param name="result">The parts.</param>
    public static bool TryParse(string key, [NotNullWhen(true)] out S3RecordKey? result)
    {
        result = null;
        string[] parts = key.Split('/');
        if (!key.StartsWith(Prefix, StringComparison.Ordinal) || parts.Length != 8 || parts[2].Length == 0 || parts[3].Length == 0)
        {
            return false;
        }

        string name = parts[7];
        const int TimeLength = 19;
        if (name.Length <= TimeLength + 1
            || name[TimeLength] != '-'
            || !DateTimeOffset.TryParseExact(name.AsSpan(0, TimeLength), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset timestamp)
            || !Guid.TryParseExact(name.AsSpan(TimeLength + 1), "D", out Guid id))
        {
            return false;
        }

        result = parts[2] == "async"
            ? new S3RecordKey(parts[3], null, null, timestamp, id)
            : new S3RecordKey(null, parts[2], parts[3], timestamp, id);
        return true;
    }
}
