using System;
using System.Collections.Generic;
using System.Text.Json;
using LambdaDestinations.Testing.Records;

namespace LambdaDestinations.Testing.Mappings;

/// <summary>Reads a partial-batch response (AWS Lambda Developer Guide, "Success and failure conditions" of batch item failures).</summary>
internal static class BatchResponse
{
    /// <summary>What is lost of a response that names failures to a mapping that does not ask for them.</summary>
    internal static string Ignored(string function) =>
        $"Items that '{function}' names in batchItemFailures are lost: its mapping has no ReportBatchItemFailures, so the whole batch counts as done";

    /// <summary>Which items failed.</summary>
    /// <param name="response">The function's response.</param>
    /// <param name="count">How many items the batch has.</param>
    /// <param name="indexOf">The item that an identifier names; −1 for none.</param>
    /// <returns>Indexes, ascending; all of them when the response cannot be read or names no item of the batch.</returns>
    internal static SortedSet<int> Failures(byte[] response, int count, Func<JsonElement, int> indexOf)
    {
        SortedSet<int> failures = [];
        if (response.Length == 0)
        {
            return failures;
        }

        JsonDocument document;
        try
        {
            document = Json.Parse(response);
        }
        catch (JsonException)
        {
            return All(count);
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("batchItemFailures"u8, out JsonElement items)
                || items.ValueKind == JsonValueKind.Null)
            {
                return failures;
            }

            if (items.ValueKind != JsonValueKind.Array)
            {
                return All(count);
            }

            foreach (JsonElement item in items.EnumerateArray())
            {
                int index = item.ValueKind == JsonValueKind.Object && item.TryGetProperty("itemIdentifier"u8, out JsonElement identifier) ? indexOf(identifier) : -1;
                if (index < 0)
                {
                    return All(count);
                }

                failures.Add(index);
            }

            return failures;
        }
    }

    private static SortedSet<int> All(int count)
    {
        SortedSet<int> all = [];
        for (int i = 0; i < count; i++)
        {
            all.Add(i);
        }

        return all;
    }
}
