using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace LambdaDestinations.Tests.Properties;

/// <summary>JSON that is written as it stands: a number, a literal, a payload.</summary>
internal sealed record RawJson(string Text);

/// <summary>The members of an object, in the order of writing.</summary>
internal sealed record JsonMembers(IReadOnlyList<(string Name, object? Value)> Members);

/// <summary>
/// Writes one and the same JSON in any of its spellings: order of the members, white space, escapes, and members that nobody knows.
/// </summary>
internal sealed class JsonScribe(Random random)
{
    private static readonly string[] Unknown =
    [
        "null", "true", "-0.5e-7", "[]", "{}", "[1,[2,{\"a\":\"]}\"}]]", "{\"requestContext\":{\"condition\":\"Success\"}}", "\"\\\"\\\\\"", "\"\\ud83d\\ude00\"", "\"\\ud800\"", "12345678901234567890123",
    ];

    private readonly StringBuilder _text = new();

    public static string Write(object? value, Random random)
    {
        var scribe = new JsonScribe(random);
        scribe.Space();
        scribe.Value(value);
        scribe.Space();
        return scribe._text.ToString();
    }

    private void Value(object? value)
    {
        switch (value)
        {
            case null:
                _text.Append("null");
                break;
            case RawJson raw:
                _text.Append(raw.Text);
                break;
            case string text:
                String(text);
                break;
            case IFormattable number:
                _text.Append(number.ToString(null, CultureInfo.InvariantCulture));
                break;
            case JsonMembers members:
                Object(members);
                break;
            case IEnumerable<object?> items:
                Array(items);
                break;
            default:
                throw new ArgumentException($"No JSON is known for {value.GetType()}.", nameof(value));
        }
    }

    private void Object(JsonMembers members)
    {
        List<(string Name, object? Value)> all = [.. members.Members];
        for (int extra = random.Next(4); extra > 1; extra--)
        {
            all.Add(($"unknown{random.Next(5)}", new RawJson(Unknown[random.Next(Unknown.Length)])));
        }

        // Duplicates keep their order among each other: the last one counts.
        (string Name, object? Value)[] shuffled = [.. all.OrderBy(_ => random.Next())];
        Dictionary<string, Queue<object?>> values = all.GroupBy(member => member.Name).ToDictionary(group => group.Key, group => new Queue<object?>(group.Select(member => member.Value)));
        _text.Append('{');
        bool first = true;
        foreach ((string name, _) in shuffled)
        {
            if (!first)
            {
                _text.Append(',');
            }

            first = false;
            Space();
            String(name);
            Space();
            _text.Append(':');
            Space();
            Value(values[name].Dequeue());
            Space();
        }

        Space();
        _text.Append('}');
    }

    private void Array(IEnumerable<object?> items)
    {
        _text.Append('[');
        bool first = true;
        foreach (object? item in items)
        {
            if (!first)
            {
                _text.Append(',');
            }

            first = false;
            Space();
            Value(item);
            Space();
        }

        _text.Append(']');
    }

    private void String(string text)
    {
        int escaping = random.Next(4);
        bool isPairEscaped = false;
        _text.Append('"');
        foreach (char character in text)
        {
            string? brief = character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '/' when random.Next(2) == 0 => "\\/",
                _ => null,
            };
            // Both halves of a surrogate pair are escaped, or neither.
            bool wanted = escaping == 3 || (escaping == 2 && random.Next(6) == 0);
            bool unicode = (character < ' ' && brief is null) || (char.IsLowSurrogate(character) ? isPairEscaped : wanted);
            isPairEscaped = unicode;
            if (brief is not null && (!unicode || random.Next(2) == 0))
            {
                _text.Append(brief);
            }
            else if (unicode)
            {
                _text.Append("\\u").Append(((int)character).ToString(random.Next(2) == 0 ? "x4" : "X4", CultureInfo.InvariantCulture));
            }
            else
            {
                _text.Append(character);
            }
        }

        _text.Append('"');
    }

    private void Space()
    {
        for (int count = random.Next(8); count > 5; count--)
        {
            _text.Append(" \n\r\t"[random.Next(4)]);
        }
    }
}
