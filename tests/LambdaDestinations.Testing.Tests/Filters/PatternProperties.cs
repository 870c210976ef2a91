using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using LambdaDestinations.Testing.Filters;

namespace LambdaDestinations.Testing.Tests.Filters;

/// <summary>What holds of every event: a pattern that is made from it matches it, one that contradicts it in one leaf does not.</summary>
public sealed class PatternProperties
{
    private static readonly Gen<string> Text = Gen.String[Gen.Char["abAB*\\?.é/"], 0, 5];

    private static readonly Gen<JsonNode?> Leaf = Gen.OneOf(
        Text.Select(static x => (JsonNode?)JsonValue.Create(x)),
        Gen.Int[-9, 9].Select(static x => (JsonNode?)JsonValue.Create(x)),
        Gen.Double[-9, 9].Select(static x => (JsonNode?)JsonValue.Create(x)),
        Gen.Bool.Select(static x => (JsonNode?)JsonValue.Create(x)),
        Gen.Const((JsonNode?)null));

    private static readonly Gen<JsonNode?> Value = Gen.Recursive<JsonNode?>(static (depth, inner) => depth > 3
        ? Leaf
        : Gen.Frequency((3, Leaf), (2, inner.Array[1, 3].Select(Object)), (1, Leaf.Array[1, 3].Select(static x => (JsonNode?)new JsonArray([.. x.Select(static y => y?.DeepClone())])))));

    private static readonly Gen<JsonNode> Event = Value.Array[1, 3].Select(static x => Object(x)!);

    [Fact]
    [Trait("Category", "Property")]
    public void A_pattern_of_an_event_matches_it() => Gen.Select(Event, Gen.Int[0, 1000]).Sample(static (json, seed) => Assert.True(Matches(Pattern(json, new Random(seed), contradicts: false), json)));

    [Fact]
    [Trait("Category", "Property")]
    public void A_pattern_that_contradicts_an_event_does_not_match() => Gen.Select(Event, Gen.Int[0, 1000]).Sample(static (json, seed) => Assert.False(Matches(Pattern(json, new Random(seed), contradicts: true), json)));

    /// <summary>Whatever a text is: a pattern is read or refused, and nothing else happens.</summary>
    [Fact]
    [Trait("Category", "Property")]
    public void Any_text_is_a_pattern_or_is_refused() => Gen.String[Gen.Char["{}[]\":,$or1a *"], 0, 30].Sample(static text =>
    {
        try
        {
            _ = new EventPattern(text).Matches(JsonDocument.Parse("{}").RootElement);
        }
        catch (ArgumentException refused)
        {
            Assert.StartsWith("Event pattern is not valid. Reason: ", refused.Message, StringComparison.Ordinal);
        }
    });

    private static JsonNode? Object(JsonNode?[] values) =>
        new JsonObject([.. values.Select(static (x, i) => new System.Collections.Generic.KeyValuePair<string, JsonNode?>("abc"[i].ToString(), x?.DeepClone()))]);

    private static bool Matches(JsonNode pattern, JsonNode json)
    {
        using JsonDocument document = JsonDocument.Parse(json.ToJsonString());
        return new EventPattern(pattern.ToJsonString()).Matches(document.RootElement);
    }

    /// <summary>A pattern over all leaves; where it contradicts, each says of its leaf what is not so, and all must be so.</summary>
    private static JsonNode Pattern(JsonNode? value, Random random, bool contradicts) => value switch
    {
        JsonObject map => new JsonObject([.. map.Select(x => new System.Collections.Generic.KeyValuePair<string, JsonNode?>(x.Key, Pattern(x.Value, random, contradicts)))]),
        JsonArray list when contradicts => new JsonArray(new JsonObject { ["exists"] = false }),
        JsonArray list => Pattern(list[random.Next(list.Count)], random, contradicts: false),
        JsonValue text when text.TryGetValue(out string? known) => new JsonArray(contradicts ? NotText(known, random.Next(7)) : OfText(known, random.Next(8))),
        JsonValue number when number.GetValueKind() == JsonValueKind.Number => new JsonArray(contradicts ? NotNumber(number, random.Next(4)) : OfNumber(number, random.Next(4))),
        _ => new JsonArray(contradicts ? new JsonObject { ["exists"] = false } : random.Next(2) == 0 ? new JsonObject { ["exists"] = true } : value?.DeepClone()),
    };

    private static JsonNode? OfText(string text, int kind) => kind switch
    {
        0 => new JsonObject { ["prefix"] = text[..(text.Length / 2)] },
        1 => new JsonObject { ["suffix"] = text[(text.Length / 2)..] },
        2 => new JsonObject { ["equals-ignore-case"] = text.ToUpperInvariant() },
        3 => new JsonObject { ["wildcard"] = Escape(text[..(text.Length / 2)]) + "*" },
        4 => new JsonObject { ["anything-but"] = new JsonArray(text + "x", "y" + text) },
        5 => new JsonObject { ["anything-but"] = new JsonObject { ["prefix"] = text + "x" } },
        6 => new JsonObject { ["exists"] = true },
        _ => text,
    };

    private static JsonNode? NotText(string text, int kind) => kind switch
    {
        0 => new JsonObject { ["prefix"] = text + "x" },
        1 => new JsonObject { ["suffix"] = "x" + text },
        2 => new JsonObject { ["equals-ignore-case"] = text.ToUpperInvariant() + "x" },
        3 => new JsonObject { ["wildcard"] = Escape(text) + "x*" },
        4 => new JsonObject { ["anything-but"] = new JsonArray("y", text) },
        5 => new JsonObject { ["exists"] = false },
        _ => text + "x",
    };

    private static JsonNode? OfNumber(JsonValue number, int kind) => kind switch
    {
        0 => new JsonObject { ["numeric"] = new JsonArray(">=", number.DeepClone()) },
        1 => new JsonObject { ["numeric"] = new JsonArray(">", -10, "<=", number.DeepClone()) },
        2 => new JsonObject { ["anything-but"] = 10 },
        _ => number.DeepClone(),
    };

    private static JsonNode? NotNumber(JsonValue number, int kind) => kind switch
    {
        0 => new JsonObject { ["numeric"] = new JsonArray("<", number.DeepClone()) },
        1 => new JsonObject { ["anything-but"] = new JsonArray(10, number.DeepClone()) },
        2 => number.ToJsonString(),
        _ => new JsonObject { ["prefix"] = "" },
    };

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal);
}
