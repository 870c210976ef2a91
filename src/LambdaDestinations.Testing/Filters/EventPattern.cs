using System;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LambdaDestinations.Testing.Filters;

/// <summary>
/// An event pattern of EventBridge: exact values, <c>prefix</c>, <c>suffix</c>, <c>equals-ignore-case</c>, <c>wildcard</c>,
/// <c>numeric</c>, <c>exists</c>, <c>anything-but</c>, at any depth. Another operator is refused rather than ignored.
/// </summary>
internal sealed class EventPattern
{
    private readonly JsonElement _pattern;

    /// <exception cref="ArgumentException">It is not JSON, not a pattern, or uses an operator that is not emulated.</exception>
    internal EventPattern(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            _pattern = document.RootElement.Clone();
        }
        catch (JsonException malformed)
        {
            throw new ArgumentException($"Event pattern is not valid. Reason: {malformed.Message}", malformed);
        }

        Check(_pattern);
    }

    internal bool Matches(JsonElement candidate) => Matches(_pattern, candidate);

    private static void Check(JsonElement pattern)
    {
        if (pattern.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException("Event pattern is not valid. Reason: Filter is not an object");
        }

        foreach (JsonProperty property in pattern.EnumerateObject())
        {
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    Check(property.Value);
                    break;
                case JsonValueKind.Array:
                    foreach (JsonElement value in property.Value.EnumerateArray())
                    {
                        CheckOperator(property.Name, value);
                    }

                    break;
                default:
                    throw new ArgumentException($"Event pattern is not valid. Reason: \"{property.Name}\" must be an object or an array");
            }
        }
    }

    private static void CheckOperator(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (JsonProperty filter in value.EnumerateObject())
        {
            bool known = filter.Name switch
            {
                "prefix" or "suffix" or "equals-ignore-case" or "wildcard" => filter.Value.ValueKind == JsonValueKind.String,
                "exists" => filter.Value.ValueKind is JsonValueKind.True or JsonValueKind.False,
                "numeric" => IsNumeric(filter.Value),
                "anything-but" => filter.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Array,
                _ => false,
            };
            if (!known)
            {
                throw new ArgumentException($"The operator \"{filter.Name}\" of \"{name}\" is not emulated in this form.");
            }
        }
    }

    /// <summary><c>["&gt;", 10, "&lt;=", 20]</c>.</summary>
    private static bool IsNumeric(JsonElement operand)
    {
        if (operand.ValueKind != JsonValueKind.Array || operand.GetArrayLength() is not (2 or 4))
        {
            return false;
        }

        for (int i = 0; i < operand.GetArrayLength(); i += 2)
        {
            if (operand[i].ValueKind != JsonValueKind.String || operand[i].GetString() is not ("=" or "<" or "<=" or ">" or ">=") || operand[i + 1].ValueKind != JsonValueKind.Number)
            {
                return false;
            }
        }

        return true;
    }

    private static bool MatchesNumeric(JsonElement operand, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return false;
        }

        decimal number = value.GetDecimal();
        for (int i = 0; i < operand.GetArrayLength(); i += 2)
        {
            int order = number.CompareTo(operand[i + 1].GetDecimal());
            bool holds = operand[i].GetString() switch
            {
                "=" => order == 0,
                "<" => order < 0,
                "<=" => order <= 0,
                ">" => order > 0,
                _ => order >= 0,
            };
            if (!holds)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Matches(JsonElement pattern, JsonElement? candidate)
    {
        foreach (JsonProperty property in pattern.EnumerateObject())
        {
            JsonElement? value = candidate is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(property.Name, out JsonElement child) ? child : null;
            if (!(property.Value.ValueKind == JsonValueKind.Object ? Matches(property.Value, value) : MatchesAny(property.Value, value)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool MatchesAny(JsonElement alternatives, JsonElement? value)
    {
        foreach (JsonElement alternative in alternatives.EnumerateArray())
        {
            if (MatchesOne(alternative, value))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MatchesOne(JsonElement alternative, JsonElement? value)
    {
        if (alternative.ValueKind == JsonValueKind.Object && alternative.TryGetProperty("exists"u8, out JsonElement exists))
        {
            return exists.GetBoolean() == value.HasValue;
        }

        if (value is not { } present)
        {
            return false;
        }

        if (present.ValueKind == JsonValueKind.Array)
        {
            // An array in the event matches when one of its members does.
            foreach (JsonElement member in present.EnumerateArray())
            {
                if (MatchesOne(alternative, member))
                {
                    return true;
                }
            }

            return false;
        }

        if (alternative.ValueKind != JsonValueKind.Object)
        {
            return Equal(alternative, present);
        }

        foreach (JsonProperty filter in alternative.EnumerateObject())
        {
            if (!MatchesFilter(filter, present))
            {
                return false;
            }
        }

        return true;
    }

    private static bool MatchesFilter(JsonProperty filter, JsonElement value)
    {
        if (filter.Name == "anything-but")
        {
            if (filter.Value.ValueKind != JsonValueKind.Array)
            {
                return !Equal(filter.Value, value);
            }

            foreach (JsonElement excluded in filter.Value.EnumerateArray())
            {
                if (Equal(excluded, value))
                {
                    return false;
                }
            }

            return true;
        }

        if (filter.Name == "numeric")
        {
            return MatchesNumeric(filter.Value, value);
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        string text = value.GetString()!;
        string operand = filter.Value.GetString()!;
        return filter.Name switch
        {
            "prefix" => text.StartsWith(operand, StringComparison.Ordinal),
            "suffix" => text.EndsWith(operand, StringComparison.Ordinal),
            "equals-ignore-case" => text.Equals(operand, StringComparison.OrdinalIgnoreCase),
            _ => Regex.IsMatch(text, "^" + Regex.Escape(operand).Replace("\\*", ".*", StringComparison.Ordinal) + "$", RegexOptions.Singleline | RegexOptions.CultureInvariant),
        };
    }

    private static bool Equal(JsonElement left, JsonElement right) => left.ValueKind == right.ValueKind && left.ValueKind switch
    {
        JsonValueKind.String => left.ValueEquals(right.GetString()),
        JsonValueKind.Number => left.GetDecimal() == right.GetDecimal(),
        _ => true,
    };
}
