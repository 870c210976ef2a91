using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using LambdaDestinations.Testing.Records;

namespace LambdaDestinations.Testing.Filters;

/// <summary>The filters of a mapping: a record that matches none of them never reaches the function.</summary>
/// <remarks>Rules: AWS Lambda Developer Guide, "Control which events Lambda sends to your function".</remarks>
internal sealed class MappingFilter
{
    private readonly EventPattern[] _patterns;

    /// <exception cref="ArgumentException">AWS refuses a pattern.</exception>
    internal MappingFilter(IReadOnlyList<string> patterns) =>
        _patterns = [.. patterns.Select(static each => new EventPattern(each, "Invalid filter pattern definition. ", mayBeEmpty: true))];

    /// <summary>Whether a record reaches the function.</summary>
    /// <param name="state">What the record is written from.</param>
    /// <param name="write">Writes the record as its filter sees it.</param>
    internal bool Lets<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        if (_patterns.Length == 0)
        {
            return true;
        }

        using JsonDocument record = Json.Parse(Json.Write(state, write));
        JsonElement candidate = record.RootElement;
        return Array.Exists(_patterns, each => each.Matches(candidate));
    }

    /// <summary>Writes what a filter sees of a body: JSON if it is JSON, else its text.</summary>
    internal static void WriteBody(Utf8JsonWriter writer, ReadOnlySpan<byte> utf8)
    {
        if (Json.IsValid(utf8))
        {
            writer.WriteCompact(utf8);
        }
        else
        {
            writer.WriteStringValue(utf8);
        }
    }
}
