using System;
using System.Text;
using System.Threading;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>A strict RFC 8259 parser that keeps spans.</summary>
internal sealed class JsonParser
{
    private readonly char[] _text;
    private readonly int _length;
    private readonly CancellationToken _cancellationToken;
    private readonly NodeStack<MappingEntry> _entries = new();
    private readonly NodeStack<TemplateNode> _items = new();
    private readonly TextPool _pool;
    private readonly SplicedText? _before;
    private int _position;

    /// <param name="text">The text, with a zero behind it.</param>
    /// <param name="length">How long it is without the zero.</param>
    /// <param name="pool">The texts that were read before.</param>
    /// <param name="before">The edit that the text comes from, whose original is used where it is unchanged.</param>
    /// <param name="cancellationToken">Stops between objects.</param>
    public JsonParser(char[] text, int length, TextPool pool, SplicedText? before, CancellationToken cancellationToken)
    {
        _text = text;
        _length = length;
        _pool = pool;
        _before = before;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Whether a name was read that stands twice in its object.</summary>
    public bool HasRepeatedKeys { get; private set; }

    /// <exception cref="TemplateSyntaxException">The text is not JSON.</exception>
    public TemplateNode Parse()
    {
        if (_length > 0 && _text[0] == '\uFEFF')
        {
            _position = 1;
        }

        SkipWhitespace();
        TemplateNode root = ParseValue(depth: 0, _before?.Original.Root);
        SkipWhitespace();
        return _position == _length ? root : throw Error("Nothing may follow the JSON value");
    }

    /// <summary>Reads a value.</summary>
    /// <param name="depth">Levels of nesting.</param>
    /// <param name="before">The value that stood here before an edit.</param>
    private TemplateNode ParseValue(int depth, TemplateNode? before)
    {
        if (depth > TemplateParser.MaximumDepth)
        {
            throw Error($"The template is nested more than {TemplateParser.MaximumDepth} levels deep");
        }

        if (_position == _length)
        {
            throw Error("A value is expected");
        }

        return _text[_position] switch
        {
            '{' => ParseObject(depth, before as MappingNode),
            '[' => ParseArray(depth, before as SequenceNode),
            '"' => ParseString(),
            '-' or (>= '0' and <= '9') => ParseNumber(),
            't' => ParseWord("true"),
            'f' => ParseWord("false"),
            'n' => ParseWord("null"),
            _ => throw Error("A JSON value is expected"),
        };
    }

    private MappingNode ParseObject(int depth, MappingNode? before)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        int start = _position++;
        int first = _entries.Count;
        SkipWhitespace();
        if (TryTake('}'))
        {
            return new MappingNode(SourceSpan.FromBounds(start, _position), [], isFlow: true);
        }

        DuplicateNames names = new();
        bool isRepeated = false;
        int index = 0;
        while (true)
        {
            if (Peek() != '"')
            {
                throw Error("A member name in double quotes is expected");
            }

            int keyStart = _position;
            MappingEntry? known = before is not null && _before!.TryFind(before.Written, static x => x.KeyStart, _position, ref index) ? before.Written[index] : null;
            if (known is null || !TrySkip(known.Value))
            {
                string name = ReadString();
                int keyEnd = _position;
                SkipWhitespace();
                Take(':', "A colon is expected after the member name");
                SkipWhitespace();
                known = new MappingEntry(name, SourceSpan.FromBounds(keyStart, keyEnd), ParseValue(depth + 1, known?.Value));
            }

            isRepeated |= !names.Add(known.Name!, _entries, first);
            _entries.Push(known);
            SkipWhitespace();
            if (TryTake('}'))
            {
                HasRepeatedKeys |= isRepeated;
                SourceSpan span = SourceSpan.FromBounds(start, _position);
                MappingEntry[] entries = _entries.Pop(first);
                return isRepeated ? RepeatedKeys.Split(span, entries, isFlow: true) : new MappingNode(span, entries, isFlow: true);
            }

            TakeComma("A comma or a closing brace is expected", '}');
        }
    }

    /// <summary>Passes over what was read before, when nothing of it changed up to the end of a value and the character behind.</summary>
    private bool TrySkip(TemplateNode value)
    {
        int end = _before!.IndexWith(value.Span.End, _position);
        if (end > _length || !_before.IsKept(_position, Math.Min(end + 1, _length)))
        {
            return false;
        }

        _position = end;
        return true;
    }

    private SequenceNode ParseArray(int depth, SequenceNode? before)
    {
        int start = _position++;
        int first = _items.Count;
        SkipWhitespace();
        if (TryTake(']'))
        {
            return new SequenceNode(SourceSpan.FromBounds(start, _position), [], isFlow: true);
        }

        int index = 0;
        while (true)
        {
            TemplateNode? known = before is not null && _before!.TryFind(before.Array, static x => x.Span.Start, _position, ref index) ? before.Array[index] : null;
            _items.Push(known is not null && TrySkip(known) ? known : ParseValue(depth + 1, known));
            SkipWhitespace();
            if (TryTake(']'))
            {
                return new SequenceNode(SourceSpan.FromBounds(start, _position), _items.Pop(first), isFlow: true);
            }

            TakeComma("A comma or a closing bracket is expected", ']');
        }
    }

    private ScalarNode ParseString()
    {
        int start = _position;
        string value = ReadString();
        return new ScalarNode(SourceSpan.FromBounds(start, _position), value, ScalarStyle.DoubleQuoted);
    }

    private string ReadString()
    {
        char[] text = _text;
        int start = _position++;
        int end = _position;
        while (text[end] is not ('"' or '\\' or < ' '))
        {
            end++;
        }

        if (text[end] == '"')
        {
            _position = end + 1;
            return _pool.Get(text, start + 1, end - start - 1);
        }

        return ReadEscapedString(start, end);
    }

    private string ReadEscapedString(int start, int plainEnd)
    {
        StringBuilder value = new();
        value.Append(_text, start + 1, plainEnd - start - 1);
        _position = plainEnd;
        while (_position < _length)
        {
            char c = _text[_position];
            switch (c)
            {
                case '"':
                    _position++;
                    return value.ToString();
                case '\\':
                    value.Append(ParseEscape());
                    break;
                case < ' ':
                    throw Error("A control character must be escaped in a JSON string");
                default:
                    value.Append(c);
                    _position++;
                    break;
            }
        }

        throw new TemplateSyntaxException("The string has no closing quote", SourceSpan.FromBounds(start, _length));
    }

    private char ParseEscape()
    {
        char kind = _position + 1 < _length ? _text[_position + 1] : '\0';
        char? simple = kind switch
        {
            '"' or '\\' or '/' => kind,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => null,
        };
        if (simple is { } c)
        {
            _position += 2;
            return c;
        }

        if (kind != 'u' || !HexDigits.TryRead(_text, _length, _position + 2, 4, out int code))
        {
            throw Error("This is no JSON escape");
        }

        _position += 6;
        return (char)code;
    }

    private ScalarNode ParseNumber()
    {
        int start = _position;
        _ = TryTake('-');
        if (!TryTake('0'))
        {
            TakeDigits();
        }

        if (TryTake('.'))
        {
            TakeDigits();
        }

        if (Peek() is 'e' or 'E')
        {
            _position++;
            if (Peek() is '+' or '-')
            {
                _position++;
            }

            TakeDigits();
        }

        return Plain(start);
    }

    private void TakeDigits()
    {
        int start = _position;
        while (Peek() is >= '0' and <= '9')
        {
            _position++;
        }

        if (_position == start)
        {
            throw Error("A digit is expected");
        }
    }

    private ScalarNode ParseWord(string word)
    {
        for (int i = 0; i < word.Length; i++)
        {
            // The zero behind the text is in no word.
            if (_text[_position + i] != word[i])
            {
                throw Error("A JSON value is expected");
            }
        }

        int start = _position;
        _position += word.Length;
        return Plain(start);
    }

    private ScalarNode Plain(int start) =>
        new ScalarNode(SourceSpan.FromBounds(start, _position), _pool.Get(_text, start, _position - start), ScalarStyle.Plain);

    private char Peek() => _text[_position];

    private bool TryTake(char c)
    {
        if (Peek() != c || _position == _length)
        {
            return false;
        }

        _position++;
        return true;
    }

    private void Take(char c, string message)
    {
        if (!TryTake(c))
        {
            throw Error(message);
        }
    }

    private void SkipWhitespace()
    {
        char[] text = _text;
        int position = _position;
        while (text[position] is ' ' or '\t' or '\r' or '\n')
        {
            position++;
        }

        _position = position;
    }

    /// <summary>An error at the present place: what is missing, or what stands there that people take for JSON.</summary>
    private TemplateSyntaxException Error(string message)
    {
        if (_position == _length)
        {
            return new(message.EndsWith(" is expected", StringComparison.Ordinal) ? $"The JSON ends where {char.ToLowerInvariant(message[0])}{message.Substring(1)}" : message, new SourceSpan(_position, 0));
        }

        bool isComment = _text[_position] == '#' || (_text[_position] == '/' && _text[_position + 1] is '/' or '*');
        return new(isComment ? "JSON has no comments; remove it, or write the template as YAML (.yaml), which has comments behind #" : message, new SourceSpan(_position, isComment && _text[_position] == '/' ? 2 : 1));
    }

    /// <summary>Takes a comma, behind which something has to follow.</summary>
    private void TakeComma(string message, char close)
    {
        int comma = _position;
        Take(',', message);
        SkipWhitespace();
        if (Peek() == close && _position < _length)
        {
            throw new TemplateSyntaxException($"JSON has no comma ahead of {close}; remove it, or write the template as YAML (.yaml), which may have one there", new SourceSpan(comma, 1));
        }
    }
}
