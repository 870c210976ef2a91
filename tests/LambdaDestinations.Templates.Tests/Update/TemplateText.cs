using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>Writes one template in random notations: JSON or YAML, block or flow, quotes, comments, line ends, byte order mark.</summary>
internal sealed class TemplateText(Random random, TemplateFormat format)
{
    private readonly StringBuilder _text = new();
    private readonly string _newLine = random.Next(3) == 0 ? "\r\n" : "\n";
    private readonly string _indent = format == TemplateFormat.Json && random.Next(4) == 0 ? "\t" : new string(' ', random.Next(1, 5));
    private readonly bool _minified = format == TemplateFormat.Json && random.Next(5) == 0;

    public string Write(TemplateValue template)
    {
        if (random.Next(8) == 0)
        {
            _text.Append('\uFEFF');
        }

        if (format == TemplateFormat.Json)
        {
            Json(template, 0);
        }
        else
        {
            Comment(0);
            Block(template, 0);
        }

        if (random.Next(3) == 0)
        {
            while (_text[^1] is '\n' or '\r')
            {
                _text.Length--;
            }
        }

        return _text.ToString();
    }

    private void Json(TemplateValue value, int depth)
    {
        switch (value.Kind)
        {
            case TemplateValueKind.Map when value.Entries.Count > 0:
                Collection('{', '}', [.. value.Entries.Select(x => (Action)(() =>
                {
                    _text.Append('"').Append(x.Key).Append(_minified ? "\":" : "\": ");
                    Json(x.Value, depth + 1);
                }))], depth);
                break;
            case TemplateValueKind.List when value.Items.Count > 0:
                Collection('[', ']', [.. value.Items.Select(x => (Action)(() => Json(x, depth + 1)))], depth);
                break;
            default:
                _text.Append(value.ToString());
                break;
        }
    }

    private void Collection(char open, char close, Action[] items, int depth)
    {
        bool oneLine = _minified || (depth > 1 && random.Next(4) == 0);
        _text.Append(open);
        for (int i = 0; i < items.Length; i++)
        {
            if (i > 0)
            {
                _text.Append(oneLine && !_minified ? ", " : ",");
            }

            if (!oneLine)
            {
                NewLine(depth + 1);
            }

            items[i]();
        }

        if (!oneLine)
        {
            NewLine(depth);
        }

        _text.Append(close);
    }

    private void Block(TemplateValue map, int depth)
    {
        foreach (KeyValuePair<string, TemplateValue> entry in map.Entries)
        {
            for (int i = 0; i < depth; i++)
            {
                _text.Append(_indent);
            }

            string key = random.Next(6) == 0 ? $"'{entry.Key}'" : entry.Key;
            _text.Append(key).Append(':');
            if (entry.Value is { Kind: TemplateValueKind.Map, Entries: [var first, ..] } && first.Key != "Ref" && !first.Key.StartsWith("Fn::", StringComparison.Ordinal) && (depth < 1 || random.Next(5) > 0))
            {
                Comment(1);
                Block(entry.Value, depth + 1);
            }
            else
            {
                _text.Append(' ').Append(Inline(entry.Value));
                Comment(1);
            }

            if (random.Next(6) == 0)
            {
                Comment(0);
            }
        }
    }

    private string Inline(TemplateValue value) => value.Kind switch
    {
        TemplateValueKind.Map when value.Entries is [{ Key: "Ref" } only] && random.Next(2) == 0 => "!Ref " + only.Value.Text,
        TemplateValueKind.Map when value.Entries is [{ Key: "Fn::GetAtt" } only] && random.Next(2) == 0 => $"!GetAtt {only.Value.Items[0].Text}.{only.Value.Items[1].Text}",
        TemplateValueKind.Map => "{" + string.Join(", ", value.Entries.Select(x => $"{Quote(x.Key)}: {Inline(x.Value)}")) + "}",
        TemplateValueKind.List => "[" + string.Join(", ", value.Items.Select(Inline)) + "]",
        TemplateValueKind.Scalar when random.Next(2) == 0 => Quote(value.Text!),
        TemplateValueKind.Scalar => value.Text!,
        _ => "",
    };

    private string Quote(string text) => random.Next(2) == 0 ? $"\"{text}\"" : $"'{text}'";

    private void Comment(int column)
    {
        if (random.Next(4) == 0)
        {
            _text.Append(' ', column).Append("# ").Append((char)('a' + random.Next(26))).Append(": {x");
        }
        else if (column == 0)
        {
            return;
        }

        _text.Append(_newLine);
    }

    private void NewLine(int depth)
    {
        _text.Append(_newLine);
        for (int i = 0; i < depth; i++)
        {
            _text.Append(_indent);
        }
    }
}
