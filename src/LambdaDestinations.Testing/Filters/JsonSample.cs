using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using LambdaDestinations.Templates.Patterns;

namespace LambdaDestinations.Testing.Filters;

/// <summary>JSON as a pattern sees it. Members are looked up as a pattern asks for them, so what it does not name costs nothing.</summary>
internal static class JsonSample
{
    /// <summary>Reads a value, which must live as long as the sample.</summary>
    public static SampleValue Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => OfMembers(value.EnumerateObject().Select(static each => (each.Name, each.Value))),
        JsonValueKind.Array => SampleValue.List([.. value.EnumerateArray().Select(Of)]),
        JsonValueKind.String => SampleValue.Of(value.GetString()!),
        JsonValueKind.Number => SampleValue.Number(value.GetRawText(), value.GetDouble()),
        _ => SampleValue.Token(value.GetRawText()),
    };

    /// <summary>A dot in a key is a step: <c>"a.b"</c> is the member <c>b</c> of <c>a</c> (recorded of TestEventPattern).</summary>
    private static SampleValue OfMembers(IEnumerable<(string Name, JsonElement Value)> members) => SampleValue.MapBy(name =>
    {
        List<SampleValue> found = [];
        List<(string Name, JsonElement Value)> behind = [];
        foreach ((string key, JsonElement value) in members)
        {
            if (key == name)
            {
                found.Add(Of(value));
            }
            else if (key.Length > name.Length && key[name.Length] == '.' && key.StartsWith(name, StringComparison.Ordinal))
            {
                behind.Add((key[(name.Length + 1)..], value));
            }
        }

        if (behind.Count > 0)
        {
            found.Add(OfMembers(behind));
        }

        return found.Count switch { 0 => SampleValue.Absent, 1 => found[0], _ => SampleValue.List([.. found]) };
    });
}
