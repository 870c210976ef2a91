namespace LambdaDestinations.Templates.Syntax;

/// <content>Flow collections: <c>[a, b]</c> and <c>{a: b}</c>.</content>
internal sealed partial class YamlParser
{
    private SequenceNode ParseFlowSequence(int depth)
    {
        int start = _position++;
        int first = _items.Count;
        while (true)
        {
            SkipFlowSpace(start);
            if (Peek() == ']')
            {
                _position++;
                return Finish(new SequenceNode(SourceSpan.FromBounds(start, _position), _items.Pop(first), isFlow: true), default);
            }

            _items.Push(ParseFlowItem(start, depth + 1));
            ExpectFlowSeparator(start, ']');
        }
    }

    /// <summary>An item of a flow sequence: a node, or the single pair of a mapping without braces.</summary>
    private TemplateNode ParseFlowItem(int collectionStart, int depth)
    {
        bool isExplicit = IsIndicator('?');
        if (isExplicit)
        {
            _position++;
            SkipFlowSpace(collectionStart);
        }

        int start = _position;
        int line = _lineStart;
        TemplateNode item = ParseFlowKey(isExplicit, depth);
        int end = _position;
        SkipFlowSpace(collectionStart);
        bool hasValue = IsFlowKeyEnd(item) && (line == _lineStart || isExplicit);
        if (!hasValue && !isExplicit)
        {
            return item;
        }

        if (hasValue && !isExplicit)
        {
            ExpectShortKey(start);
        }

        MappingEntry entry = hasValue ? ParseFlowValue(collectionStart, item, end, depth) : new MappingEntry(item, Empty(end, default));
        NoteKey(entry);
        return Finish(new MappingNode(SourceSpan.FromBounds(start, entry.Value.FullSpan.End), [entry], isFlow: true), default);
    }

    private MappingNode ParseFlowMapping(int depth)
    {
        int start = _position++;
        int first = _entries.Count;
        DuplicateNames names = new();
        bool isRepeated = false;
        while (true)
        {
            SkipFlowSpace(start);
            if (Peek() == '}')
            {
                _position++;
                return TakeMapping(SourceSpan.FromBounds(start, _position), first, isFlow: true, isRepeated);
            }

            bool isExplicit = IsIndicator('?');
            if (isExplicit)
            {
                _position++;
                SkipFlowSpace(start);
            }

            TemplateNode key = ParseFlowKey(isExplicit, depth + 1);
            int end = _position;
            int line = _lineStart;
            SkipFlowSpace(start);
            if (line != _lineStart && !isExplicit && Peek() == ':' && Column <= _flowParent)
            {
                throw Error("A colon on a line of its own must be indented");
            }

            MappingEntry entry = IsFlowKeyEnd(key) ? ParseFlowValue(start, key, end, depth + 1) : new MappingEntry(key, Empty(end, default));
            isRepeated |= !IsNewName(entry, first, ref names);
            _entries.Push(entry);
            ExpectFlowSeparator(start, '}');
        }
    }

    /// <summary>A key, or an item that may be one; behind a question mark there may be none.</summary>
    private TemplateNode ParseFlowKey(bool isExplicit, int depth) =>
        IsFlowColon(PeekNext()) || (isExplicit && Peek() is ',' or '}' or ']') ? Empty(_position, default) : ParseFlowNode(depth);

    private MappingEntry ParseFlowValue(int collectionStart, TemplateNode key, int keyEnd, int depth)
    {
        int colon = _position++;
        SkipFlowSpace(collectionStart);
        return Peek() is ',' or '}' or ']'
            ? new MappingEntry(key, Empty(System.Math.Max(keyEnd, colon + 1), default))
            : new MappingEntry(key, ParseFlowNode(depth));
    }

    private TemplateNode ParseFlowNode(int depth)
    {
        if (depth > TemplateParser.MaximumDepth)
        {
            throw Error($"The template is nested more than {TemplateParser.MaximumDepth} levels deep");
        }

        Properties properties = ParseProperties(inFlow: true);
        if (properties.Any)
        {
            int emptyAt = TrimmedEnd(properties.Start);
            SkipFlowSpace(properties.Start);
            if (Peek() is ',' or '}' or ']' || IsFlowColon(PeekNext()))
            {
                return Empty(emptyAt, properties);
            }
        }

        TemplateNode node = Peek() switch
        {
            '*' => ParseAlias(inFlow: true, depth),
            '"' => ParseDoubleQuoted(),
            '\'' => ParseSingleQuoted(),
            '[' => ParseFlowSequence(depth),
            '{' => ParseFlowMapping(depth),
            _ => ParsePlain(parentIndent: -1, isKey: false, inFlow: true),
        };
        return Finish(node, properties);
    }

    /// <summary>Whether a colon stands here that ends a key or begins a value without a key.</summary>
    private bool IsFlowColon(char next) => Peek() == ':' && (next is '\0' or ' ' or '\t' or '\r' or '\n' || IsFlowIndicator(next));

    /// <summary>Behind a quoted or a bracketed key, JSON's way, the colon needs no space.</summary>
    private bool IsFlowKeyEnd(TemplateNode key) =>
        IsFlowColon(PeekNext()) || (Peek() == ':' && key is not (ScalarNode { Style: ScalarStyle.Plain } or AliasNode));

    private void ExpectFlowSeparator(int start, char close)
    {
        SkipFlowSpace(start);
        if (Peek() == ',')
        {
            _position++;
        }
        else if (Peek() != close)
        {
            throw Error($"A comma or '{close}' is expected");
        }
    }

    /// <summary>Passes spaces, line breaks and comments inside a flow collection.</summary>
    private void SkipFlowSpace(int collectionStart)
    {
        while (!AtEnd && !IsDocumentMarker())
        {
            char c = _text[_position];
            if (c is ' ' or '\t')
            {
                _position++;
            }
            else if (c is '\n' or '\r')
            {
                SkipBreak();
            }
            else if (c == '#' && (Column == 0 || IsSpace(_position - 1)))
            {
                SkipToBreak();
            }
            else
            {
                return;
            }
        }

        throw new TemplateSyntaxException("The bracket or brace is not closed", new SourceSpan(collectionStart, 1));
    }
}
