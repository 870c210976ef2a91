using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>
/// A YAML parser that keeps the span of every node. It reads one document of YAML 1.1 as CloudFormation's readers do: block and
/// flow style, every scalar style, tags, anchors, aliases, merge keys, comments and explicit keys.
/// </summary>
/// <remarks>
/// Recursive descent over the characters, one pass, no tokens: a construct is known by its first character and column. This
/// half holds the block structure; <c>YamlParser.Flow.cs</c> the flow collections, <c>YamlParser.Scalars.cs</c> the scalars.
/// </remarks>
internal sealed partial class YamlParser
{
    private const string OneAnchor = "A node has one anchor at most";
    private const int MaximumKeyLength = 1024;
    private const string NoTabs = "YAML does not allow tabs in the indentation";
    private const string OneTag = "A node has one tag at most";

    private readonly char[] _text;
    private readonly int _length;
    private readonly CancellationToken _cancellationToken;
    private readonly NodeStack<MappingEntry> _entries = new();
    private readonly NodeStack<TemplateNode> _items = new();
    private readonly TextPool _pool;
    private readonly SplicedText? _before;
    private TemplateNode? _valueBefore;
    private Dictionary<string, TemplateNode?>? _anchors;
    private List<ReaderRefusal>? _refusals;
    private AliasBudget? _aliases;
    private int _position;
    private int _lineStart;

    /// <summary>The column of the block collection around the outermost bracket or brace.</summary>
    private int _flowParent = -1;

    /// <param name="text">The text, with a zero behind it.</param>
    /// <param name="length">How long it is without the zero.</param>
    /// <param name="pool">The texts that were read before.</param>
    /// <param name="before">The edit that the text comes from, whose original is used where it is unchanged.</param>
    /// <param name="cancellationToken">Stops between entries.</param>
    public YamlParser(char[] text, int length, TextPool pool, SplicedText? before, CancellationToken cancellationToken)
    {
        _text = text;
        _length = length;
        _pool = pool;
        _before = before;
        _valueBefore = before?.Original.Root;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Whether an alias was read.</summary>
    public bool HasAliases => _aliases is not null;

    /// <summary>Whether a key was read that stands twice in its mapping.</summary>
    public bool HasRepeatedKeys { get; private set; }

    /// <summary>What PyYAML refuses, in the order of the text.</summary>
    public IReadOnlyList<ReaderRefusal> Refusals => _refusals is null ? [] : [.. _refusals.OrderBy(static x => x.Span.Start)];

    private int Column => _position - _lineStart;

    private bool AtEnd => _position >= _length;

    private bool AtBreak => IsBreakOrEnd(_position);

    /// <exception cref="TemplateSyntaxException">The text is not YAML.</exception>
    public TemplateNode? Parse()
    {
        if (_length > 0 && _text[0] == '\uFEFF')
        {
            _position = _lineStart = 1;
        }

        bool sameLine = SkipPrologue();
        if (!SkipToContent())
        {
            ExpectNoSecondDocument();
            return null;
        }

        TemplateNode root = ParseContent(parentIndent: -1, canBeMapping: !sameLine || Column == 0, isMappingValue: false, depth: 0);
        if (SkipToContent())
        {
            throw Error("The document goes on where nothing can follow; check the indentation");
        }

        ExpectNoSecondDocument();
        return root;
    }

    /// <summary>Passes directives and the marker that begins the document.</summary>
    /// <returns>Whether the content may begin on the line of the marker.</returns>
    private bool SkipPrologue()
    {
        int? directive = null;
        bool hasVersion = false;
        while (SkipToContent() && Column == 0 && Peek() == '%')
        {
            directive = _position;
            SkipDirective(ref hasVersion);
        }

        if (!IsDocumentMarker() || Peek() != '-')
        {
            return directive is { } start ? throw new TemplateSyntaxException("A line of three dashes is expected behind this directive", new SourceSpan(start, 1)) : false;
        }

        int line = _lineStart;
        _position += 3;
        _ = SkipToContent();
        return line == _lineStart;
    }

    /// <summary>Passes a directive. The version stands once, is two numbers, and nothing but a comment may follow it.</summary>
    private void SkipDirective(ref bool hasVersion)
    {
        int start = _position++;
        string name = TakeName(inFlow: false);
        SkipSpaces();
        if (name == "YAML")
        {
            string version = TakeName(inFlow: false);
            bool isVersion = version.Length > 0 && Array.TrueForAll(version.ToCharArray(), static x => x is '.' or (>= '0' and <= '9'));
            SkipSpaces();
            if (hasVersion || !isVersion || !(AtBreak || Peek() == '#'))
            {
                throw new TemplateSyntaxException(hasVersion ? "The version of YAML stands twice" : "A version of YAML is two numbers with a dot between them", SourceSpan.FromBounds(start, _position));
            }

            hasVersion = true;
        }

        SkipLine();
    }

    private void ExpectNoSecondDocument()
    {
        while (!AtEnd)
        {
            if (IsDocumentMarker() && Peek() == '-')
            {
                throw Error("A template is one document; a second one begins here");
            }

            // Three dots end it, with a comment at most behind them.
            _position += 3;
            if (SkipToContent())
            {
                throw Error("Nothing may follow the end of the document");
            }
        }
    }

    /// <summary>Reads what stands behind <c>key:</c>, <c>-</c> or <c>?</c>, on the same line or below.</summary>
    /// <param name="parentIndent">The column of the collection that the value belongs to.</param>
    /// <param name="isMappingValue">Whether a sequence may stand at <paramref name="parentIndent"/> itself.</param>
    /// <param name="canBeMapping">Whether a mapping may begin on the same line, as behind <c>-</c>.</param>
    /// <param name="depth">Levels of nesting.</param>
    private TemplateNode ParseBlockValue(int parentIndent, bool isMappingValue, bool canBeMapping, int depth)
    {
        int emptyAt = _position;
        if (!canBeMapping && Peek() == ' ' && IsWord(PeekNext()) && depth <= TemplateParser.MaximumDepth)
        {
            // Plain and behind its key, as most are.
            _position++;
            TemplateNode plain = ParsePlain(parentIndent, isKey: false, inFlow: false);
            ExpectLineEnd();
            return plain;
        }

        int line = _lineStart;
        if (!SkipToContent())
        {
            return Empty(emptyAt, default);
        }

        if (line == _lineStart)
        {
            int start = _position;
            TemplateNode value = ParseContent(parentIndent, canBeMapping, isMappingValue, depth);
            return canBeMapping ? ExpectIndentation(value, emptyAt, start) : value;
        }

        return IsBelow(parentIndent, isMappingValue)
            ? ParseContent(parentIndent, canBeMapping: true, isMappingValue, depth)
            : Empty(emptyAt, default);
    }

    /// <summary>What stands between an indicator and a collection on its line is the collection's indentation.</summary>
    private TemplateNode ExpectIndentation(TemplateNode value, int indicatorEnd, int start)
    {
        int tab = Array.IndexOf(_text, '\t', indicatorEnd, start - indicatorEnd);
        return tab >= 0 && value is MappingNode { IsFlow: false } or SequenceNode { IsFlow: false } && value.FullSpan.Start == start
            ? throw new TemplateSyntaxException(NoTabs, new SourceSpan(tab, 1))
            : value;
    }

    private bool IsBelow(int parentIndent, bool isMappingValue) =>
        Column > parentIndent || (isMappingValue && Column == parentIndent && IsIndicator('-'));

    /// <summary>Reads the node that begins at the position.</summary>
    private TemplateNode ParseContent(int parentIndent, bool canBeMapping, bool isMappingValue, int depth, Properties inherited = default)
    {
        if (depth > TemplateParser.MaximumDepth)
        {
            throw Error($"The template is nested more than {TemplateParser.MaximumDepth} levels deep");
        }

        int column = Column;
        if (canBeMapping && IsIndicator('-'))
        {
            return ParseSequence(column, inherited, depth);
        }

        if (canBeMapping && IsIndicator('?'))
        {
            return ParseMapping(column, firstKey: default, inherited, depth);
        }

        if (canBeMapping && TryTakePlainKey(out MappingKey key))
        {
            return ParseMapping(column, key, inherited, depth);
        }

        Properties own = ParseProperties(inFlow: false);
        if (own.Any && (AtBreak || Peek() == '#'))
        {
            return ParseBelowProperties(parentIndent, isMappingValue, Join(own, inherited), depth);
        }

        if (Peek() is '|' or '>')
        {
            return Finish(ParseBlockScalar(parentIndent), Join(own, inherited));
        }

        int line = _lineStart;
        TemplateNode atom = ParseAtom(parentIndent, isKey: canBeMapping, depth);
        if (canBeMapping && line == _lineStart && IsKeyEnd())
        {
            return ParseMapping(column, new MappingKey(Finish(atom, own), null, default), inherited, depth);
        }

        ExpectLineEnd();
        return Finish(atom, Join(own, inherited));
    }

    /// <summary>The tag and the anchor of a node, and those that stood alone on a line before.</summary>
    private static Properties Join(Properties own, Properties outer)
    {
        bool hasTwoTags = own.Tag is not null && outer.Tag is not null;
        if (hasTwoTags || (own.Anchor is not null && outer.Anchor is not null))
        {
            throw new TemplateSyntaxException(hasTwoTags ? OneTag : OneAnchor, new SourceSpan(own.Start, 1));
        }

        return outer.Any ? new Properties(outer.Start, outer.Tag ?? own.Tag, outer.Anchor ?? own.Anchor) : own;
    }

    /// <summary>Reads the node whose tag or anchor stands alone on its line.</summary>
    private TemplateNode ParseBelowProperties(int parentIndent, bool isMappingValue, Properties properties, int depth)
    {
        int emptyAt = TrimmedEnd(properties.Start);
        return SkipToContent() && IsBelow(parentIndent, isMappingValue)
            ? ParseContent(parentIndent, canBeMapping: true, isMappingValue, depth + 1, properties)
            : Empty(emptyAt, properties);
    }

    private SequenceNode ParseSequence(int column, Properties properties, int depth)
    {
        int start = _position;
        int end;
        int first = _items.Count;
        do
        {
            _cancellationToken.ThrowIfCancellationRequested();
            _position++;
            TemplateNode item = ParseBlockValue(column, isMappingValue: false, canBeMapping: true, depth + 1);
            _items.Push(item);
            end = item.FullSpan.End;
        }
        while (SkipToContent() && Column == column && IsIndicator('-'));

        ExpectOutdent(column);
        return Finish(new SequenceNode(SourceSpan.FromBounds(start, end), _items.Pop(first), isFlow: false), properties);
    }

    private MappingNode ParseMapping(int column, MappingKey firstKey, Properties properties, int depth)
    {
        int start = firstKey.Any ? firstKey.Start : _position;
        int end;
        int first = _entries.Count;
        DuplicateNames names = new();
        bool isRepeated = false;
        MappingKey key = firstKey;
        MappingNode? before = TakeBefore(start);
        int index = 0;
        do
        {
            _cancellationToken.ThrowIfCancellationRequested();
            int keyStart = key.Any ? key.Start : _position;
            bool isKnown = before is not null && _before!.TryFind(before.Written, static x => x.KeyStart, keyStart, ref index);
            MappingEntry? entry = isKnown ? TrySkip(before!, index, keyStart, column) : null;
            if (entry is null)
            {
                bool isExplicit = !key.Any && IsIndicator('?');
                _valueBefore = isKnown && !isExplicit ? before!.Written[index].Value : null;
                entry = isExplicit ? ParseExplicitEntry(column, depth) : ParseImplicitEntry(column, key.Any ? key : ParseKey(column, depth), depth);
            }

            isRepeated |= !IsNewName(entry, first, ref names);
            _entries.Push(entry);
            end = entry.End;
            key = default;
        }
        while (SkipToContent() && Column == column);

        ExpectOutdent(column);
        return Finish(TakeMapping(SourceSpan.FromBounds(start, end), first, isFlow: false, isRepeated), properties);
    }

    /// <summary>The mapping of the original that began where one begins now.</summary>
    private MappingNode? TakeBefore(int start)
    {
        MappingNode? before = _valueBefore as MappingNode;
        _valueBefore = null;
        return before is { IsFlow: false, Repeated.Count: 0 } && before.Span.Start == _before!.OriginalIndex(start) ? before : null;
    }

    /// <summary>
    /// Passes over an entry of the original, whose key may be read already, when nothing changed from the beginning of its line up to
    /// the next key and as many characters of that as decide what it is.
    /// </summary>
    private MappingEntry? TrySkip(MappingNode before, int index, int keyStart, int column)
    {
        const int Lookahead = 4;
        if (index + 1 == before.Written.Length)
        {
            return TrySkipLast(before.Written[index], keyStart, column);
        }

        int next = _before!.IndexWith(before.Written[index + 1].KeyStart, keyStart);
        if (next >= _length || !_before.IsKept(_lineStart, Math.Min(next + Lookahead, _length)) || !IsLineOfKey(next, column))
        {
            return null;
        }

        _position = next;
        _lineStart = next - column;
        return before.Written[index];
    }

    /// <summary>
    /// Passes over the last entry of a mapping of the original, when nothing changed from the beginning of its line to the end of the
    /// line that it ends on, and nothing that follows can belong to it.
    /// </summary>
    private MappingEntry? TrySkipLast(MappingEntry entry, int keyStart, int column)
    {
        int end = _before!.IndexWith(entry.End, keyStart);
        if (end > _length)
        {
            return null;
        }

        int lineEnd = end;
        while (!IsBreakOrEnd(lineEnd))
        {
            lineEnd++;
        }

        if (!_before.IsKept(_lineStart, lineEnd) || !_before.IsLineStart(_lineStart) || !IsClosed(entry) || !IsOutdentBelow(lineEnd, column))
        {
            return null;
        }

        // Where the line begins needs no answer: the next thing to be read is its end.
        _position = lineEnd;
        return entry;
    }

    /// <summary>Whether the text goes on, below a line, with a key of the mapping in a column or with something further out.</summary>
    private bool IsOutdentBelow(int lineEnd, int column)
    {
        int lineStart = lineEnd;
        for (int i = lineEnd; i < _length; i++)
        {
            switch (_text[i])
            {
                case '\n' or '\r':
                    lineStart = i + 1;
                    break;
                case ' ':
                    break;
                case '#':
                    while (!IsBreakOrEnd(i + 1))
                    {
                        i++;
                    }

                    break;
                default:
                    // A dash in the column of the key continues a sequence, or is the value of a key without one. Tabs are an error.
                    return i - lineStart < column + (_text[i] == '-' ? 0 : 1) && _text[i] != '\t';
            }
        }

        return true;
    }

    /// <summary>
    /// Whether lines further out end an entry where it ended. Of a block scalar, blank lines behind it are a part; and what is a key
    /// of several lines is not worth the question.
    /// </summary>
    private static bool IsClosed(MappingEntry entry)
    {
        while (true)
        {
            TemplateNode value = entry.Value;
            while (value is SequenceNode { IsFlow: false } sequence)
            {
                value = sequence.Array[sequence.Array.Length - 1];
            }

            if (!entry.IsSimple || value is ScalarNode { Style: ScalarStyle.Literal or ScalarStyle.Folded })
            {
                return false;
            }

            if (value is not MappingNode { IsFlow: false } mapping)
            {
                return true;
            }

            entry = mapping.Written[mapping.Written.Length - 1];
        }
    }

    /// <summary>Whether a key is the first on its line; one behind a question mark is not.</summary>
    private bool IsLineOfKey(int key, int column)
    {
        int lineStart = key - column;
        for (int i = lineStart; i < key; i++)
        {
            if (_text[i] != ' ')
            {
                return false;
            }
        }

        return lineStart > 0 && _text[lineStart - 1] is '\n' or '\r';
    }

    private MappingEntry ParseImplicitEntry(int column, MappingKey key, int depth)
    {
        ExpectShortKey(key.Start);
        _position++;
        TemplateNode value = ParseBlockValue(column, isMappingValue: true, canBeMapping: false, depth + 1);
        return key.Node is null ? new MappingEntry(key.Name!, key.Span, value) : new MappingEntry(key.Node, value);
    }

    /// <summary>YAML 1.1, 7.4: without a question mark, the colon stands at most 1024 characters behind the beginning of the key.</summary>
    private void ExpectShortKey(int start)
    {
        if (_position - start > MaximumKeyLength)
        {
            throw new TemplateSyntaxException($"A key has at most {MaximumKeyLength} characters", SourceSpan.FromBounds(start, _position));
        }
    }

    private MappingEntry ParseExplicitEntry(int column, int depth)
    {
        _position++;
        TemplateNode key = ParseBlockValue(column, isMappingValue: true, canBeMapping: true, depth + 1);
        int emptyAt = key.FullSpan.End;
        if (!SkipToContent() || Column != column || !IsIndicator(':'))
        {
            return new MappingEntry(key, Empty(emptyAt, default));
        }

        _position++;
        return new MappingEntry(key, ParseBlockValue(column, isMappingValue: true, canBeMapping: true, depth + 1));
    }

    /// <summary>
    /// Takes a key as nearly all are: plain, of letters and digits, with the colon directly behind. It needs no node until somebody
    /// asks for one. Everything else is left where it is, for <see cref="ParseAtom"/>.
    /// </summary>
    private bool TryTakePlainKey(out MappingKey key)
    {
        char[] text = _text;
        int position = _position;
        if (IsWord(text[position]))
        {
            do
            {
                position++;
            }
            while (IsWord(text[position]) || (text[position] == ':' && !IsBreakOrEnd(position + 1) && !IsSpace(position + 1)));

            if (text[position] == ':')
            {
                int length = position - _position;
                key = new MappingKey(null, _pool.Get(text, _position, length), new SourceSpan(_position, length));
                _position = position;
                return true;
            }
        }

        key = default;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsWord(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_';

    private MappingKey ParseKey(int column, int depth)
    {
        if (TryTakePlainKey(out MappingKey plain))
        {
            return plain;
        }

        if (IsIndicator('-'))
        {
            throw Error("A key is expected, not an item of a sequence");
        }

        int line = _lineStart;
        Properties properties = ParseProperties(inFlow: false);
        TemplateNode key = ParseAtom(column, isKey: true, depth);
        if (line != _lineStart || !IsKeyEnd())
        {
            throw new TemplateSyntaxException("A colon is expected after the key", new SourceSpan(key.FullSpan.Start, Math.Max(1, key.FullSpan.Length)));
        }

        return new MappingKey(Finish(key, properties), null, default);
    }

    private void Refuse(ReaderRefusalKind kind, string name, SourceSpan span) => (_refusals ??= []).Add(new ReaderRefusal(kind, name, span));

    /// <summary>Notes the key of an entry; false for one that stands in the mapping already. Merge keys may.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="first">The first entry of its mapping.</param>
    /// <param name="names">The names before it.</param>
    private bool IsNewName(MappingEntry entry, int first, ref DuplicateNames names)
    {
        NoteKey(entry);
        return entry.Name is not { } name || entry.IsMerge || names.Add(name, _entries, first);
    }

    /// <summary>Python has no map, no list and no function as a key; an alias is what it repeats.</summary>
    private void NoteKey(MappingEntry entry)
    {
        if (entry.PlainName is null && (entry.Name is null || Intrinsics.LongName(entry.Key.Tag) is not null))
        {
            Refuse(ReaderRefusalKind.KeyIsCollection, "", entry.Key.Span);
        }
    }

    private MappingNode TakeMapping(SourceSpan span, int first, bool isFlow, bool isRepeated)
    {
        HasRepeatedKeys |= isRepeated;
        MappingEntry[] entries = _entries.Pop(first);
        return isRepeated ? RepeatedKeys.Split(span, entries, isFlow) : new MappingNode(span, entries, isFlow);
    }

    /// <summary>Reads a scalar, an alias or a flow collection.</summary>
    private TemplateNode ParseAtom(int parentIndent, bool isKey, int depth)
    {
        _flowParent = parentIndent;
        return Peek() switch
        {
            '*' => ParseAlias(inFlow: false, depth),
            '"' => ParseDoubleQuoted(),
            '\'' => ParseSingleQuoted(),
            '[' => ParseFlowSequence(depth),
            '{' => ParseFlowMapping(depth),
            _ => ParsePlain(parentIndent, isKey, inFlow: false),
        };
    }

    private AliasNode ParseAlias(bool inFlow, int depth)
    {
        int start = _position++;
        string name = TakeName(inFlow);
        SourceSpan span = SourceSpan.FromBounds(start, _position);
        if (name.Length == 0 || _anchors is null || !_anchors.TryGetValue(name, out TemplateNode? target) || target is null)
        {
            throw new TemplateSyntaxException($"There is no anchor '&{name}' before this alias", span);
        }

        (_aliases ??= new AliasBudget()).Spend(target, depth, span);
        return new AliasNode(span, name, target);
    }

    private Properties ParseProperties(bool inFlow)
    {
        Properties properties = default;
        while (Peek() is '&' or '!')
        {
            bool isAnchor = Peek() == '&';
            int start = _position;
            if (isAnchor ? properties.Anchor is not null : properties.Tag is not null)
            {
                throw Error(isAnchor ? OneAnchor : OneTag);
            }

            string text = isAnchor ? TakeAnchor(inFlow) : TakeTag(inFlow);
            properties = new Properties(
                properties.Any ? properties.Start : start,
                isAnchor ? properties.Tag : text,
                isAnchor ? text : properties.Anchor);
            SkipSpaces();
        }

        return properties;
    }

    private string TakeAnchor(bool inFlow)
    {
        int start = _position++;
        string name = TakeName(inFlow);
        if (name.Length == 0)
        {
            throw Error("An anchor needs a name");
        }

        _anchors ??= new Dictionary<string, TemplateNode?>(StringComparer.Ordinal);
        if (_anchors.ContainsKey(name))
        {
            Refuse(ReaderRefusalKind.RepeatedAnchor, name, SourceSpan.FromBounds(start, _position));
        }

        // Up to its end, what the name stands for is not known: an alias in its own node has no target, also where there was one of that name before.
        _anchors[name] = null;
        return name;
    }

    private string TakeTag(bool inFlow)
    {
        int start = _position;
        if (PeekNext() == '<')
        {
            while (!AtBreak && !IsSpace(_position) && Peek() != '>')
            {
                _position++;
            }

            if (Peek() != '>')
            {
                throw Error("A '>' is expected at the end of the tag");
            }

            _position++;
        }
        else
        {
            _ = TakeName(inFlow);
        }

        int brace = Array.FindIndex(_text, start, _position - start, static x => x is '{' or '}');
        if (brace >= 0)
        {
            throw new TemplateSyntaxException("A tag has no braces", new SourceSpan(brace, 1));
        }

        if (!AtBreak && !IsSpace(_position) && !(inFlow && IsFlowIndicator(Peek())))
        {
            throw Error("A space is expected after the tag");
        }

        return _pool.Get(_text, start, _position - start);
    }

    private string TakeName(bool inFlow)
    {
        int start = _position;
        while (!AtBreak && !IsSpace(_position) && !(inFlow && IsFlowIndicator(Peek())))
        {
            _position++;
        }

        return _pool.Get(_text, start, _position - start);
    }

    /// <summary>Gives the node its tag, its anchor and its full span.</summary>
    private T Finish<T>(T node, Properties properties)
        where T : TemplateNode
    {
        if (properties.Any)
        {
            if (node is AliasNode)
            {
                throw new TemplateSyntaxException("An alias has neither tag nor anchor", node.Span);
            }

            node.SetProperties(properties.Start, properties.Tag, properties.Anchor);
        }

        if (properties.Anchor is { } anchor)
        {
            _anchors![anchor] = node;
        }

        return node;
    }

    private ScalarNode Empty(int position, Properties properties) =>
        Finish(new ScalarNode(new SourceSpan(position, 0), "", ScalarStyle.Plain), properties);

    private void ExpectLineEnd()
    {
        SkipSpaces();
        if (!AtBreak && !(Peek() == '#' && (Column == 0 || IsSpace(_position - 1))))
        {
            throw Error(Peek() == ':' ? "A key cannot stand here; put the mapping on lines of its own" : "Nothing may follow the value on its line");
        }
    }

    private void ExpectOutdent(int column)
    {
        if (!AtEnd && !IsDocumentMarker() && Column > column)
        {
            throw Error("This line is indented deeper than the collection that it follows");
        }
    }

    /// <summary>Whether a colon follows that ends a key, and passes the spaces before it.</summary>
    private bool IsKeyEnd()
    {
        SkipSpaces();
        return IsIndicator(':');
    }

    private bool IsIndicator(char indicator) => Peek() == indicator && !AtEnd && (IsBreakOrEnd(_position + 1) || IsSpace(_position + 1));

    /// <summary>Passes spaces, line breaks and comments, up to a document marker.</summary>
    /// <returns><see langword="false"/> at the end of the document.</returns>
    private bool SkipToContent()
    {
        char[] text = _text;
        bool newLine = Column == 0;
        bool hasTab = false;
        while (true)
        {
            int position = _position;
            while (text[position] == ' ')
            {
                position++;
            }

            _position = position;
            char c = text[position];
            if (c == '\t')
            {
                hasTab = true;
                SkipSpaces();
                c = text[_position];
            }

            if (c == '\0' && AtEnd)
            {
                return false;
            }

            if (c == '#' && (Column == 0 || IsSpace(_position - 1)))
            {
                SkipToBreak();
            }
            else if (c is '\n' or '\r')
            {
                SkipBreak();
                newLine = true;
            }
            else
            {
                if (IsDocumentMarker())
                {
                    return false;
                }

                if (newLine && hasTab)
                {
                    ExpectNoTab();
                }

                return true;
            }
        }
    }

    private void ExpectNoTab()
    {
        int tab = Array.IndexOf(_text, '\t', _lineStart, _position - _lineStart);
        if (tab >= 0)
        {
            throw new TemplateSyntaxException(NoTabs, new SourceSpan(tab, 1));
        }
    }

    private void SkipSpaces()
    {
        char[] text = _text;
        int position = _position;
        while (text[position] is ' ' or '\t')
        {
            position++;
        }

        _position = position;
    }

    private void SkipToBreak()
    {
        char[] text = _text;
        int position = _position;
        while (text[position] is not ('\n' or '\r') && position < _length)
        {
            position++;
        }

        _position = position;
    }

    private void SkipLine()
    {
        SkipToBreak();
        SkipBreak();
    }

    private void SkipBreak()
    {
        if (AtEnd)
        {
            return;
        }

        _position += _text[_position] == '\r' && PeekNext() == '\n' ? 2 : 1;
        _lineStart = _position;
    }

    private bool IsDocumentMarker() =>
        Column == 0
        && _position + 3 <= _length
        && _text[_position] is '-' or '.'
        && _text[_position + 1] == _text[_position]
        && _text[_position + 2] == _text[_position]
        && (IsBreakOrEnd(_position + 3) || IsSpace(_position + 3));

    private char Peek() => _text[_position];

    private char PeekNext() => AtEnd ? '\0' : _text[_position + 1];

    private bool IsBreakOrEnd(int position) => position >= _length || _text[position] is '\n' or '\r';

    private bool IsSpace(int position) => position >= 0 && _text[position] is ' ' or '\t';

    private static bool IsFlowIndicator(char c) => c is ',' or '[' or ']' or '{' or '}';

    private TemplateSyntaxException Error(string message) => new(message, new SourceSpan(_position, AtEnd ? 0 : 1));

    /// <summary>A key that was read: its node, or its text and place.</summary>
    private readonly record struct MappingKey(TemplateNode? Node, string? Name, SourceSpan Span)
    {
        public bool Any => Node is not null || Name is not null;

        public int Start => Node?.FullSpan.Start ?? Span.Start;
    }

    /// <summary>A tag and an anchor, in either order.</summary>
    private readonly record struct Properties(int Start, string? Tag, string? Anchor)
    {
        public bool Any => Tag is not null || Anchor is not null;
    }
}
