using System;
using System.Text;

namespace LambdaDestinations.Templates.Syntax;

/// <content>Scalars: plain, quoted, literal and folded.</content>
internal sealed partial class YamlParser
{
    /// <summary>Reads an unquoted scalar (a dash of its own in brackets or braces is one, as PyYAML and SnakeYAML read it), over several lines unless it is a key.</summary>
    private ScalarNode ParsePlain(int parentIndent, bool isKey, bool inFlow)
    {
        ExpectPlainStart(inFlow);
        int start = _position;
        int end = ScanPlainLine(inFlow);
        if (isKey && IsKeyColon(inFlow))
        {
            return PlainNode(start, end, _pool.Get(_text, start, end - start));
        }

        StringBuilder? value = null;
        while (TryFindPlainContinuation(parentIndent, inFlow, out int breaks))
        {
            value ??= new StringBuilder().Append(_text, start, end - start);
            AppendFold(value, breaks);
            int lineStart = _position;
            end = ScanPlainLine(inFlow);
            value.Append(_text, lineStart, end - lineStart);
        }

        if (IsKeyColon(inFlow))
        {
            throw Error("A key cannot stand here; put the mapping on lines of its own");
        }

        return PlainNode(start, end, value?.ToString() ?? _pool.Get(_text, start, end - start));
    }

    private static ScalarNode PlainNode(int start, int end, string value)
    {
        SourceSpan span = SourceSpan.FromBounds(start, end);
        return new ScalarNode(span, value, ScalarStyle.Plain);
    }

    private bool IsKeyColon(bool inFlow) => !inFlow && Peek() == ':';

    private void ExpectPlainStart(bool inFlow)
    {
        char c = Peek();
        bool follows = !IsBreakOrEnd(_position + 1) && !IsSpace(_position + 1) && !(inFlow && c != '-' && IsFlowIndicator(PeekNext()));
        if (AtEnd || c is '#' or '%' or '@' or '`' or '|' or '>' || IsFlowIndicator(c) || (c is '-' or '?' or ':' && !follows))
        {
            throw Error(AtEnd ? "A value is expected" : $"A value cannot begin with '{c}'; put it in quotes");
        }
    }

    /// <summary>Passes the rest of a plain scalar's line.</summary>
    /// <returns>The end of the text, without trailing spaces. The position is at what ended it.</returns>
    private int ScanPlainLine(bool inFlow)
    {
        char[] text = _text;
        int position = _position;
        int end = position;
        for (; ; position++)
        {
            char c = text[position];
            if (c is (> ':' and < '[') or (> ']' and < '{'))
            {
                // Most characters are letters, and end nothing.
                end = position + 1;
                continue;
            }

            if (c is ' ' or '\t')
            {
                continue;
            }

            bool ends = c switch
            {
                '\n' or '\r' => true,
                '\0' => position == _length,
                '#' => position > end,
                ':' => IsBreakOrEnd(position + 1) || IsSpace(position + 1) || (inFlow && IsFlowIndicator(text[position + 1])),
                ',' or '[' or ']' or '{' or '}' => inFlow,
                _ => false,
            };
            if (ends)
            {
                break;
            }

            end = position + 1;
        }

        _position = position;
        return end;
    }

    /// <summary>Goes to the next line of a plain scalar, when there is one.</summary>
    private bool TryFindPlainContinuation(int parentIndent, bool inFlow, out int breaks)
    {
        breaks = 0;
        if (!AtBreak || AtEnd)
        {
            return false;
        }

        (int position, int lineStart) = (_position, _lineStart);
        while (!AtEnd && AtBreak)
        {
            SkipBreak();
            breaks++;
            SkipSpaces();
        }

        bool goesOn = !AtEnd && Peek() != '#' && !IsDocumentMarker()
            && (inFlow ? !IsFlowIndicator(Peek()) && !IsFlowColon(PeekNext()) : Column > parentIndent);
        if (!goesOn)
        {
            (_position, _lineStart) = (position, lineStart);
            return false;
        }

        if (!inFlow && Array.IndexOf(_text, '\t', _lineStart, Math.Min(parentIndent + 1, Column)) >= 0)
        {
            ExpectNoTab();
        }

        return true;
    }

    private static void AppendFold(StringBuilder value, int breaks)
    {
        if (breaks == 1)
        {
            value.Append(' ');
        }
        else
        {
            value.Append('\n', breaks - 1);
        }
    }

    private ScalarNode ParseSingleQuoted()
    {
        int start = _position++;
        int from = _position;
        StringBuilder? value = null;
        while (!AtEnd)
        {
            char c = _text[_position];
            if (c == '\'')
            {
                if (PeekNext() != '\'')
                {
                    return QuotedNode(start, value, from, ScalarStyle.SingleQuoted);
                }

                (value ??= new StringBuilder()).Append(_text, from, _position + 1 - from);
                _position += 2;
                from = _position;
            }
            else if (c is '\n' or '\r')
            {
                value ??= new StringBuilder();
                value.Append(_text, from, TrimmedEnd(from) - from);
                AppendFold(value, SkipQuotedBreaks(start));
                from = _position;
            }
            else
            {
                _position++;
            }
        }

        throw new TemplateSyntaxException("The string has no closing quote", SourceSpan.FromBounds(start, _length));
    }

    private ScalarNode ParseDoubleQuoted()
    {
        int start = _position++;
        int from = _position;
        StringBuilder? value = null;
        while (!AtEnd)
        {
            switch (_text[_position])
            {
                case '"':
                    return QuotedNode(start, value, from, ScalarStyle.DoubleQuoted);
                case '\\':
                    (value ??= new StringBuilder()).Append(_text, from, _position - from);
                    AppendEscape(value, start);
                    from = _position;
                    break;
                case '\n' or '\r':
                    value ??= new StringBuilder();
                    value.Append(_text, from, TrimmedEnd(from) - from);
                    AppendFold(value, SkipQuotedBreaks(start));
                    from = _position;
                    break;
                default:
                    _position++;
                    break;
            }
        }

        throw new TemplateSyntaxException("The string has no closing quote", SourceSpan.FromBounds(start, _length));
    }

    private ScalarNode QuotedNode(int start, StringBuilder? value, int from, ScalarStyle style)
    {
        string text = value is null ? _pool.Get(_text, from, _position - from) : value.Append(_text, from, _position - from).ToString();
        _position++;
        SourceSpan span = SourceSpan.FromBounds(start, _position);
        return new ScalarNode(span, text, style);
    }

    private int TrimmedEnd(int from)
    {
        int end = _position;
        while (end > from && _text[end - 1] is ' ' or '\t')
        {
            end--;
        }

        return end;
    }

    /// <summary>Passes the line breaks inside a quoted scalar and the indentation of its next line.</summary>
    private int SkipQuotedBreaks(int start)
    {
        int breaks = 0;
        while (!AtEnd && AtBreak)
        {
            SkipBreak();
            breaks++;
            if (IsDocumentMarker())
            {
                throw new TemplateSyntaxException("The string has no closing quote", SourceSpan.FromBounds(start, _position));
            }

            SkipSpaces();
        }

        return breaks;
    }

    private void AppendEscape(StringBuilder value, int start)
    {
        char kind = PeekNext();
        if (kind is '\n' or '\r' && _position + 1 < _length)
        {
            // An escaped line break joins the lines without a space.
            _position++;
            int breaks = SkipQuotedBreaks(start);
            value.Append('\n', breaks - 1);
            return;
        }

        int digits = kind switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0)
        {
            AppendCodePoint(value, digits);
            return;
        }

        char? c = kind switch
        {
            '0' => '\0',
            'a' => '\a',
            'b' => '\b',
            't' or '\t' => '\t',
            'n' => '\n',
            'v' => '\v',
            'f' => '\f',
            'r' => '\r',
            'e' => '\u001B',
            ' ' or '"' or '/' or '\\' => kind,
            'N' => '\u0085',
            '_' => '\u00A0',
            'L' => '\u2028',
            'P' => '\u2029',
            _ => null,
        };
        value.Append(c ?? throw Error("This is no YAML escape"));
        _position += 2;
    }

    private void AppendCodePoint(StringBuilder value, int digits)
    {
        if (!HexDigits.TryRead(_text, _length, _position + 2, digits, out int code) || code is < 0 or > 0x10FFFF)
        {
            throw Error("This is no YAML escape");
        }

        if (code is >= 0xD800 and <= 0xDFFF)
        {
            AppendSurrogates(value, code, digits);
            return;
        }

        if (code > 0xFFFF)
        {
            value.Append(char.ConvertFromUtf32(code));
        }
        else
        {
            value.Append((char)code);
        }

        _position += 2 + digits;
    }

    /// <summary>Two escapes of four digits make one character, as in JSON; alone neither is one.</summary>
    private void AppendSurrogates(StringBuilder value, int high, int digits)
    {
        int next = _position + 6;
        if (digits != 4 || high >= 0xDC00
            || next + 1 >= _length || _text[next] != '\\' || _text[next + 1] != 'u'
            || !HexDigits.TryRead(_text, _length, next + 2, 4, out int low) || low is < 0xDC00 or > 0xDFFF)
        {
            throw Error("This is no YAML escape");
        }

        value.Append((char)high).Append((char)low);
        _position = next + 6;
    }

    /// <summary>Reads a literal (<c>|</c>) or folded (<c>&gt;</c>) scalar.</summary>
    private ScalarNode ParseBlockScalar(int parentIndent)
    {
        int start = _position;
        bool folded = _text[_position++] == '>';
        (int explicitIndent, char chomping) = ParseBlockHeader();
        int contentIndent = explicitIndent > 0 ? Math.Max(parentIndent, 0) + explicitIndent : FindContentIndent(parentIndent);
        StringBuilder value = new();
        int end = TrimmedHeaderEnd(start);
        int blankEnd = end;
        int breaks = 0;
        bool first = true;
        bool previousIndented = false;
        while (!AtEnd)
        {
            int line = _position;
            int column = CountIndent(contentIndent);
            if (IsBreakOrEnd(line + column) && column <= contentIndent)
            {
                if (line + column >= _length)
                {
                    _position = _length;
                    break;
                }

                // A blank line: kept only when content follows, or when the header says so.
                blankEnd = _position = line + column;
                SkipBreak();
                breaks++;
                continue;
            }

            if (first && column < contentIndent && _text[line + column] == '\t')
            {
                throw new TemplateSyntaxException(NoTabs, new SourceSpan(line + column, 1));
            }

            if (column < contentIndent || IsDocumentMarker())
            {
                break;
            }

            _position = line + contentIndent;
            int from = _position;
            bool indented = IsSpace(from);
            AppendBlockBreaks(value, breaks, folded && !first && !indented && !previousIndented, first);
            SkipToBreak();
            value.Append(_text, from, _position - from);
            end = blankEnd = _position;
            breaks = AtEnd ? 0 : 1;
            bool atEnd = AtEnd;
            SkipBreak();
            (first, previousIndented) = (false, indented);
            if (atEnd)
            {
                break;
            }
        }

        AppendChomped(value, breaks, chomping, first);

        // Blank lines that are kept are a part of the scalar: what is written behind it goes behind them.
        SourceSpan span = SourceSpan.FromBounds(start, chomping == '+' ? blankEnd : end);
        return new ScalarNode(span, value.ToString(), folded ? ScalarStyle.Folded : ScalarStyle.Literal);
    }

    private int TrimmedHeaderEnd(int start)
    {
        int end = start;
        while (end < _length && _text[end] is not (' ' or '\t' or '\r' or '\n'))
        {
            end++;
        }

        return end;
    }

    private (int Indent, char Chomping) ParseBlockHeader()
    {
        int indent = 0;
        char chomping = '\0';
        while (Peek() is '+' or '-' or (>= '1' and <= '9'))
        {
            bool isDigit = Peek() is >= '1' and <= '9';
            if (isDigit ? indent != 0 : chomping != '\0')
            {
                throw Error("The header of a block scalar holds one digit and one of + and - at most");
            }

            (indent, chomping) = isDigit ? (Peek() - '0', chomping) : (indent, Peek());
            _position++;
        }

        ExpectLineEnd();
        SkipLine();
        return (indent, chomping);
    }

    /// <summary>The column of the first line with content, which must lie deeper than the parent.</summary>
    private int FindContentIndent(int parentIndent)
    {
        int position = _position;
        int deepestBlank = 0;
        int deepestEnd = 0;
        while (position < _length)
        {
            int from = position;
            while (position < _length && _text[position] == ' ')
            {
                position++;
            }

            if (!IsBreakOrEnd(position))
            {
                int found = position - from;
                if (found <= parentIndent)
                {
                    break;
                }

                return deepestBlank <= found ? found
                    : throw new TemplateSyntaxException("A blank line before the text is indented deeper than the text", SourceSpan.FromBounds(deepestEnd - deepestBlank + found, deepestEnd));
            }

            if (position - from > deepestBlank)
            {
                (deepestBlank, deepestEnd) = (position - from, position);
            }

            // Of two characters that break a line, the second is a blank line without spaces.
            position++;
        }

        return Math.Max(parentIndent + 1, deepestBlank);
    }

    private int CountIndent(int limit)
    {
        int column = 0;
        while (column < limit && _position + column < _length && _text[_position + column] == ' ')
        {
            column++;
        }

        return column;
    }

    private static void AppendBlockBreaks(StringBuilder value, int breaks, bool fold, bool first)
    {
        if (first || !fold)
        {
            value.Append('\n', breaks);
        }
        else
        {
            AppendFold(value, breaks);
        }
    }

    private static void AppendChomped(StringBuilder value, int breaks, char chomping, bool isEmpty)
    {
        if (chomping == '+')
        {
            value.Append('\n', breaks);
        }
        else if (chomping == '\0' && !isEmpty && breaks > 0)
        {
            value.Append('\n');
        }
    }
}
