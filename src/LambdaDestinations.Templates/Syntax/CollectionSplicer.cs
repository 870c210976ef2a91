using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>Turns what is queued for one mapping or sequence into splices of the text.</summary>
internal sealed class CollectionSplicer
{
    private readonly TemplateDocument _document;
    private readonly string _text;
    private readonly TemplateStyle _style;
    private readonly TemplateNode _node;
    private readonly CollectionEdit _edit;
    private readonly List<Splice> _splices;
    private readonly StringBuilder _scratch;

    private readonly int _count;
    private readonly bool _isFlow;

    public CollectionSplicer(TemplateDocument document, TemplateStyle style, TemplateNode node, CollectionEdit edit, List<Splice> splices, StringBuilder scratch)
    {
        _document = document;
        _text = document.Text;
        _style = style;
        _node = node;
        _edit = edit;
        _splices = splices;
        _scratch = scratch;
        _isFlow = node is MappingNode { IsFlow: true } or SequenceNode { IsFlow: true };
        _count = node switch
        {
            MappingNode mapping => mapping.Written.Length,
            SequenceNode sequence => sequence.Array.Length,
            _ => 0,
        };
    }

    private bool IsJson => _style.Format == TemplateFormat.Json;

    private int Last => _count - 1;

    /// <summary>Key and value, or item: what stands between two commas or on lines of its own.</summary>
    private SourceSpan Part(int index)
    {
        if (_node is MappingNode mapping)
        {
            MappingEntry entry = mapping.Written[index];
            return SourceSpan.FromBounds(entry.KeyStart, entry.End);
        }

        return ((SequenceNode)_node).Array[index].FullSpan;
    }

    public void Write()
    {
        foreach (KeyValuePair<int, TemplateValue> replaced in _edit.Replaced)
        {
            if (!_edit.Removed.Contains(replaced.Key))
            {
                Replace(((MappingNode)_node).Written[replaced.Key], replaced.Value);
            }
        }

        foreach (KeyValuePair<int, TemplateValue> wrapped in _edit.Wrapped)
        {
            SourceSpan scalar = ((MappingNode)_node).Written[wrapped.Key].Value.FullSpan;
            string indent = _style.SpreadsLists ? _style.NewLine + Indent(scalar.Start) : "";
            string inner = _style.SpreadsLists ? indent + _style.IndentUnit : "";
            StringBuilder item = new(_style.SpreadsLists ? "," + inner : IsJson && _style.Colon == ":" ? "," : ", ");
            if (IsJson)
            {
                TemplateWriter.WriteJson(item, wrapped.Value, _style with { IsMultiline = false }, indent: "");
            }
            else
            {
                TemplateWriter.WriteFlow(item, wrapped.Value, inFlow: true);
            }

            Insert(scalar.Start, "[" + inner);
            Insert(scalar.End, item.Append(indent).Append(']').ToString());
        }

        foreach (int index in _edit.Unwrapped)
        {
            SequenceNode list = (SequenceNode)((MappingNode)_node).Written[index].Value;
            Remove(list.FullSpan.Start, list.Items[0].FullSpan.Start);
            Remove(list.Items[0].FullSpan.End, list.FullSpan.End);
        }

        if (_isFlow)
        {
            WriteFlow();
        }
        else
        {
            WriteBlock();
        }
    }

    private void WriteBlock()
    {
        foreach (int index in _edit.Spaced)
        {
            SpaceBlock(index);
        }

        foreach (int index in _edit.Removed)
        {
            RemoveBlock(index);
        }

        if (_edit.Added.Count == 0)
        {
            return;
        }

        // A splice for each: all in one text might be a large object.
        int column = _document.Column(_node.Span.Start);
        int end = BehindComments(_document.LineEnd(Part(Last).End), column);
        bool isSpaced = IsSpaced(Last) && !(LastScalar(Last) is { Style: ScalarStyle.Literal or ScalarStyle.Folded } scalar && Keeps(scalar));
        foreach (KeyValuePair<string, TemplateValue> added in _edit.Added)
        {
            StringBuilder text = _scratch.Clear();
            text.Append(isSpaced ? _style.NewLine : "").Append(_style.NewLine).Append(' ', column);
            if (_node is MappingNode)
            {
                text.Append(TemplateWriter.Scalar(added.Key, inFlow: false)).Append(':');
                TemplateWriter.WriteBlockValue(text, added.Value, _style, column);
            }
            else
            {
                TemplateWriter.WriteBlockItem(text, added.Value, _style, column);
            }

            Insert(end, text.ToString());
        }
    }

    /// <summary>
    /// Removes the lines of an entry with the line break before them: the opposite of an insertion. Comments on lines of their
    /// own stay, and so do blank lines, unless the text before the entry would take them.
    /// </summary>
    private void RemoveBlock(int index)
    {
        int start = _node is SequenceNode ? DashOf(index) : Part(index).Start;
        int lineStart = _document.LineStart(start);
        bool ownLine = IsBlank(lineStart, start);
        if (!ownLine)
        {
            // The first key of a compact mapping shares its line with the dash.
            int next = index < Last ? (_node is SequenceNode ? DashOf(index + 1) : Part(index + 1).Start) : _document.LineEnd(Part(index).End);
            Remove(start, next);
            return;
        }

        int end = _document.LineEnd(Part(index).End);
        int before = BreakBefore(lineStart);
        if (BlockScalarBefore(index) is { } scalar)
        {
            // A last line break of the file that ends a kept blank line is a part of the scalar too.
            end = BehindTakenLines(scalar, end);
            before = !Keeps(scalar) ? (IsSpacedBefore(index, end) ? BreakBefore(_document.LineStart(before)) : before)
                : IsLastOfFile(index) && IsBlank(_document.LineStart(before), before) ? lineStart
                : before;
            Remove(before, end);
        }
        else if (before == lineStart)
        {
            Remove(lineStart, AfterBreak(end));
        }
        else
        {
            Remove(IsSpacedBefore(index, end) ? BreakBefore(_document.LineStart(before)) : before, end);
        }
    }

    /// <summary>
    /// The end of the last comment on a line of its own behind an entry that is indented as the entries of its map, or deeper: it is about them. The line's
    /// own end when there is none.
    /// </summary>
    private int BehindComments(int lineEnd, int column)
    {
        int end = lineEnd;
        for (int line = lineEnd; line < _text.Length;)
        {
            int start = AfterBreak(line);
            line = _document.LineEnd(start);
            int content = ContentOf(start, line);
            if (content == line)
            {
                continue;
            }

            if (_text[content] != '#' || content - start < column)
            {
                break;
            }

            end = line;
        }

        return end;
    }

    /// <summary>The first character of a line that is not white space; the line's end when there is none.</summary>
    private int ContentOf(int start, int lineEnd)
    {
        while (start < lineEnd && _text[start] is ' ' or '\t')
        {
            start++;
        }

        return start;
    }

    /// <summary>Whether an entry over several lines has a blank line above it, or above its comment: then one that follows gets one too.</summary>
    private bool IsSpaced(int index)
    {
        if (index <= 0 || _node is not MappingNode || _document.LineEnd(Part(index).Start) >= Part(index).End)
        {
            return false;
        }

        int column = _document.Column(Part(index).Start);
        int lineStart = _document.LineStart(Part(index).Start);
        int end = Part(index - 1).End;
        while (lineStart > end)
        {
            int before = BreakBefore(lineStart);
            int above = _document.LineStart(before);
            if (before == lineStart || above <= end)
            {
                return false;
            }

            if (IsBlank(above, before))
            {
                return true;
            }

            // A deeper comment is of the entry before: what is added to that one comes to stand below it.
            if (_document.Column(ContentOf(above, before)) > column)
            {
                return false;
            }

            lineStart = above;
        }

        return false;
    }

    /// <summary>Puts a blank line above an entry where its neighbour has one, unless a blank line or a comment is there.</summary>
    private void SpaceBlock(int index)
    {
        int neighbour = index - 1;
        while (_edit.Spaced.Contains(neighbour))
        {
            neighbour--;
        }

        int lineStart = _document.LineStart(Part(index).Start);
        if (IsSpaced(neighbour) && lineStart == AfterBreak(_document.LineEnd(Part(index - 1).End)) && !(LastScalar(index - 1) is { Style: ScalarStyle.Literal or ScalarStyle.Folded }))
        {
            Insert(lineStart, _style.NewLine);
        }
    }

    /// <summary>Whether the blank line above an entry is the one that an insertion puts there.</summary>
    /// <param name="index">The entry, which goes.</param>
    /// <param name="end">The end of its last line.</param>
    private bool IsSpacedBefore(int index, int end)
    {
        int kept = index - 1;
        while (_edit.Removed.Contains(kept))
        {
            kept--;
        }

        int before = BreakBefore(_document.LineStart(Part(index).Start));
        int above = _document.LineStart(before);
        int next = AfterBreak(end);
        return kept > 0 && IsSpaced(kept) && above > Part(index - 1).End && IsBlank(above, before)
            && (next == _text.Length || index == Last || IsBlank(next, _document.LineEnd(next)));
    }

    /// <summary>The block scalar that ends before an entry or item and will be followed by what is behind that.</summary>
    private ScalarNode? BlockScalarBefore(int index)
    {
        int before = index - 1;
        while (_edit.Removed.Contains(before))
        {
            before--;
        }

        // What is added, or takes the place of the scalar, ends it, and so does a comment.
        bool isFollowed = (index == Last && _edit.Added.Count > 0) || _edit.Replaced.ContainsKey(before)
            || (before >= 0 && Enumerable.Range(before, index - before).Any(HasCommentBehind));
        return before >= 0 && !isFollowed && LastScalar(before) is { Style: ScalarStyle.Literal or ScalarStyle.Folded } scalar ? scalar : null;
    }

    /// <summary>Whether a comment stands on a line of its own between an entry or item and the next.</summary>
    private bool HasCommentBehind(int index) =>
        !IsBlank(_document.LineEnd(Part(index).End - 1), _document.LineStart(_node is SequenceNode ? DashOf(index + 1) : Part(index + 1).Start));

    /// <summary>Whether a block scalar keeps the blank lines behind it: <c>|+</c>, <c>&gt;2+</c>.</summary>
    private bool Keeps(ScalarNode scalar)
    {
        // A file may end with the header.
        int header = scalar.Span.Start + 1;
        header += header < _text.Length && _text[header] is >= '1' and <= '9' ? 1 : 0;
        return header < _text.Length && _text[header] == '+';
    }

    /// <summary>Whether nothing follows an entry or item, up to the end of the file, but others that go.</summary>
    private bool IsLastOfFile(int index)
    {
        while (_edit.Removed.Contains(index))
        {
            index++;
        }

        return index == _count && _document.LineEnd(Part(Last).End) == _text.Length;
    }

    /// <summary>
    /// The end of the last blank line behind an entry that a block scalar before the entry takes for its own when the entry goes: any when
    /// it keeps blank lines, and one that is deeper than its text.
    /// </summary>
    private int BehindTakenLines(ScalarNode scalar, int end)
    {
        bool keeps = Keeps(scalar);
        int column = TextColumn(scalar);
        int taken = end;
        for (int line = end; line < _text.Length;)
        {
            int start = AfterBreak(line);
            line = _document.LineEnd(start);
            if (!IsBlank(start, line))
            {
                break;
            }

            // No line begins behind the last line break.
            taken = line - start > column || (keeps && line < _text.Length) ? line : taken;
        }

        return taken;
    }

    /// <summary>The column of the text of a block scalar; no line is deeper when it has none.</summary>
    private int TextColumn(ScalarNode scalar)
    {
        for (int i = _document.LineEnd(scalar.Span.Start); i < scalar.Span.End; i++)
        {
            if (_text[i] is not (' ' or '\r' or '\n'))
            {
                return _document.Column(i);
            }
        }

        return int.MaxValue;
    }

    /// <summary>The scalar that an entry or item ends with, when it is in block style all the way.</summary>
    private ScalarNode? LastScalar(int index)
    {
        TemplateNode? node = _node is MappingNode mapping ? mapping.Written[index].Value : ((SequenceNode)_node).Array[index];
        while (node is MappingNode { IsFlow: false } or SequenceNode { IsFlow: false })
        {
            node = node is MappingNode inner ? inner.Written[inner.Written.Length - 1].Value : ((SequenceNode)node).Array[((SequenceNode)node).Array.Length - 1];
        }

        return node as ScalarNode;
    }

    private int DashOf(int index)
    {
        int position = index == 0 ? _node.Span.Start : Part(index - 1).End;
        if (index == 0)
        {
            return position;
        }

        // Between two items stand line breaks, comments and the dash.
        position = _document.LineEnd(position);
        while (true)
        {
            int content = AfterBreak(position);
            while (_text[content] is ' ' or '\t')
            {
                content++;
            }

            if (_text[content] == '-')
            {
                return content;
            }

            position = _document.LineEnd(content);
        }
    }

    private void WriteFlow()
    {
        if (_count > 0 && _edit.Removed.Count == _count && _edit.Inserted.Count == 0)
        {
            RemoveAll();
            return;
        }

        WriteInserted();

        int tail = _count;
        while (_edit.Removed.Contains(tail - 1))
        {
            tail--;
        }

        // What is added takes the place of the last entries when those go.
        bool isTailReplaced = _edit.Added.Count > 0 && tail < _count;
        foreach (int index in _edit.Removed)
        {
            if (!isTailReplaced || index < tail)
            {
                RemoveFlow(index, isLast: index >= tail && TrailingComma() < 0);
            }
        }

        if (isTailReplaced)
        {
            Replace(SourceSpan.FromBounds(Part(tail).Start, Part(Last).End), FlowEntries(Indent(Part(tail).Start), Separator()));
        }
        else if (_edit.Added.Count > 0)
        {
            AddFlow();
        }
    }

    /// <summary>Writes what stands ahead of entries that are there; each keeps its line.</summary>
    private void WriteInserted()
    {
        foreach ((int index, string key, TemplateValue value) in _edit.Inserted)
        {
            int start = Part(index).Start;
            int lineStart = _document.LineStart(start);
            bool isOnOwnLine = lineStart > _node.Span.Start && IsBlank(lineStart, start);
            string indent = Indent(start);
            StringBuilder text = _scratch.Clear();
            WriteFlowEntry(text, new(key, value), isOnOwnLine ? _style : _style with { IsMultiline = false }, indent);
            Insert(start, text.Append(isOnOwnLine ? "," + _style.NewLine + indent : _style.Colon == ":" ? "," : ", ").ToString());
        }
    }

    /// <summary>Empties the brackets; equal white space on both sides is what an insertion into it left.</summary>
    private void RemoveAll()
    {
        int open = _node.Span.Start + 1;
        int close = _node.Span.End - 1;
        string leading = _text.Substring(open, Part(0).Start - open);
        string trailing = _text.Substring(Part(Last).End, close - Part(Last).End);
        string inner = string.Equals(leading, trailing, StringComparison.Ordinal) ? leading : "";
        if (_edit.Added.Count > 0)
        {
            Replace(SourceSpan.FromBounds(Part(0).Start, Part(Last).End), FlowEntries(Indent(Part(0).Start), Separator()));
        }
        else if (string.IsNullOrWhiteSpace(leading) && string.IsNullOrWhiteSpace(trailing))
        {
            Replace(SourceSpan.FromBounds(open, close), inner);
        }
        else
        {
            Remove(Part(0).Start, Math.Max(Part(Last).End, TrailingComma() + 1));
        }
    }

    /// <summary>Where a comma stands behind the last entry, as YAML allows; -1 when none does.</summary>
    private int TrailingComma()
    {
        int comma = _text.IndexOf(',', Part(Last).End, _node.Span.End - Part(Last).End);
        return comma >= 0 && IsBlank(Part(Last).End, comma) ? comma : -1;
    }

    private void RemoveFlow(int index, bool isLast)
    {
        bool hasKeptBefore = Enumerable.Range(0, index).Any(x => !_edit.Removed.Contains(x));
        if (!hasKeptBefore)
        {
            Remove(Part(index).Start, Part(index + 1).Start);
            return;
        }

        int previousEnd = Part(index - 1).End;
        int comma = _text.IndexOf(',', previousEnd, Part(index).Start - previousEnd);
        if (IsBlank(previousEnd, comma) && IsBlank(comma + 1, Part(index).Start))
        {
            Remove(previousEnd, Part(index).End);
            return;
        }

        // A comment stands between: it stays. The entry's own line goes, with its comma when another entry follows, else with the comma before.
        int lineStart = _document.LineStart(Part(index).Start);
        bool ownLine = IsBlank(lineStart, Part(index).Start);
        int start = ownLine ? BreakBefore(lineStart) : Part(index).Start;
        if (ownLine && !isLast)
        {
            Remove(start, _text.IndexOf(',', Part(index).End) + 1);
            return;
        }

        Remove(comma, comma + 1);
        Remove(start, Part(index).End);
    }

    private void AddFlow()
    {
        int open = _node.Span.Start + 1;
        if (_count == 0)
        {
            AddToEmpty(open);
            return;
        }

        int end = Part(Last).End;
        string separator = Separator();
        string entries = FlowEntries(Indent(Part(Last).Start), separator);
        int lineEnd = _document.LineEnd(end);
        int comment = separator.Length > 2 && !IsJson ? _text.IndexOf('#', end, lineEnd - end) : -1;
        if (comment < 0)
        {
            Insert(end, separator + entries);
        }
        else
        {
            // The comment keeps its place behind the entry that it explains, and a comma behind the last entry stays one.
            bool hasComma = TrailingComma() >= 0;
            Insert(end, hasComma ? "" : ",");
            Insert(lineEnd, separator.Substring(1) + entries + (hasComma ? "," : ""));
        }
    }

    private void AddToEmpty(int open)
    {
        int close = _node.Span.End - 1;
        string space = _text.Substring(open, close - open);
        if (!string.IsNullOrWhiteSpace(space) || (space.Length == 0 && !(IsJson && _style.IsMultiline)))
        {
            Insert(open, FlowEntries("", IsJson && _style.Colon == ":" ? "," : ", "));
        }
        else if (space.Length > 0)
        {
            Insert(open, space + FlowEntries(Indent(open), ", "));
        }
        else
        {
            string indent = Indent(open);
            string line = _style.NewLine + indent + _style.IndentUnit;
            Insert(open, line + FlowEntries(indent + _style.IndentUnit, "," + line) + _style.NewLine + indent);
        }
    }

    /// <summary>What parts two entries: a comma, and the line break and indentation when each has a line of its own.</summary>
    private string Separator()
    {
        int start = Part(Last).Start;
        int lineStart = _document.LineStart(start);
        if (lineStart > _node.Span.Start && IsBlank(lineStart, start))
        {
            return "," + (IsSpaced(Last) ? _style.NewLine : "") + _style.NewLine + _text.Substring(lineStart, start - lineStart);
        }

        return IsJson && _style.Colon == ":" ? "," : ", ";
    }

    /// <summary>The white space at the beginning of the line of an index.</summary>
    private string Indent(int index)
    {
        int lineStart = _document.LineStart(index);
        int end = lineStart;
        while (end < index && _text[end] is ' ' or '\t')
        {
            end++;
        }

        return _text.Substring(lineStart, end - lineStart);
    }

    private string FlowEntries(string indent, string separator)
    {
        TemplateStyle style = separator.Length > 2 ? _style : _style with { IsMultiline = false };
        StringBuilder text = _scratch.Clear();
        foreach (KeyValuePair<string, TemplateValue> added in _edit.Added)
        {
            if (text.Length > 0)
            {
                text.Append(separator);
            }

            WriteFlowEntry(text, added, style, indent);
        }

        return text.ToString();
    }

    private void WriteFlowEntry(StringBuilder text, KeyValuePair<string, TemplateValue> added, TemplateStyle style, string indent)
    {
        switch (_node, IsJson)
        {
            case (MappingNode, true):
                TemplateWriter.WriteJsonEntry(text, added.Key, added.Value, style, indent);
                break;
            case (_, true):
                TemplateWriter.WriteJson(text, added.Value, style, indent);
                break;
            case (MappingNode, false):
                text.Append(TemplateWriter.Scalar(added.Key, inFlow: true)).Append(": ");
                TemplateWriter.WriteFlow(text, added.Value, inFlow: true);
                break;
            default:
                TemplateWriter.WriteFlow(text, added.Value, inFlow: true);
                break;
        }
    }

    private void Replace(MappingEntry entry, TemplateValue value)
    {
        StringBuilder text = _scratch.Clear();
        if (_isFlow)
        {
            if (IsJson)
            {
                TemplateWriter.WriteJson(text, value, _style.IsMultiline && _text.IndexOf('\n', _node.Span.Start, _node.Span.Length) >= 0 ? _style : _style with { IsMultiline = false }, Indent(entry.Key.Span.Start));
            }
            else
            {
                // `key:value` and `key:` need the space that a value behind a plain key must have.
                text.Append(entry.Value.FullSpan.Start > 0 && _text[entry.Value.FullSpan.Start - 1] == ':' ? " " : "");
                TemplateWriter.WriteFlow(text, value, inFlow: true);
            }

            Replace(entry.Value.FullSpan, text.ToString());
            return;
        }

        ReplaceBlock(entry, value, text);
    }

    private void ReplaceBlock(MappingEntry entry, TemplateValue value, StringBuilder text)
    {
        if (entry.Value is ScalarNode { Style: ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted } old && value is { Kind: TemplateValueKind.Scalar, IsString: true, Text: { } plain } && IsQuotable(plain))
        {
            char quote = old.Style == ScalarStyle.SingleQuoted ? '\'' : '"';
            Replace(entry.Value.FullSpan, quote + plain + quote);
            return;
        }

        int column = _document.Column(entry.Key.FullSpan.Start);
        TemplateWriter.WriteBlockValue(text, value, _style, column);
        bool isLines = text.Length > 0 && text[0] is '\n' or '\r';
        int keyLineEnd = _document.LineEnd(entry.Key.FullSpan.End);
        int start = ColonAfter(entry) + 1;
        if (isLines && entry.Value.FullSpan is { Length: 0 })
        {
            // Behind `key:   # comment` the lines go below, and below the comments of the map: in front of them, what comes later would take them in.
            Insert(BehindComments(keyLineEnd, column + 1), text.ToString());
        }
        else if ((isLines || text.Length == 0) && entry.Value.FullSpan.Start > keyLineEnd)
        {
            // Comments may stand between the key and its value.
            int before = BreakBefore(_document.LineStart(entry.Value.FullSpan.Start));
            Replace(SourceSpan.FromBounds(Math.Max(keyLineEnd, before), entry.Value.FullSpan.End), text.ToString());
        }
        else
        {
            Replace(SourceSpan.FromBounds(start, Math.Max(start, entry.Value.FullSpan.End)), text.ToString());
        }
    }

    private static bool IsQuotable(string text) => text.All(static c => c is >= ' ' and < '\u007F' and not ('\'' or '"' or '\\'));

    private int ColonAfter(MappingEntry entry)
    {
        int position = entry.Key.FullSpan.End;
        while (_text[position] != ':')
        {
            position++;
        }

        return position;
    }

    private bool IsBlank(int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            if (_text[i] is not (' ' or '\t' or '\r' or '\n'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The start of the line break before a line; the line's own start for the first.</summary>
    private int BreakBefore(int lineStart)
    {
        if (lineStart == 0 || _text[lineStart - 1] is not ('\n' or '\r'))
        {
            return lineStart;
        }

        return lineStart >= 2 && _text[lineStart - 1] == '\n' && _text[lineStart - 2] == '\r' ? lineStart - 2 : lineStart - 1;
    }

    private int AfterBreak(int lineEnd)
    {
        if (lineEnd == _text.Length)
        {
            return lineEnd;
        }

        return _text[lineEnd] == '\r' && lineEnd + 1 < _text.Length && _text[lineEnd + 1] == '\n' ? lineEnd + 2 : lineEnd + 1;
    }

    private void Insert(int position, string text) => _splices.Add(new Splice(new SourceSpan(position, 0), text, _node.Span.Start));

    private void Remove(int start, int end) => _splices.Add(new Splice(SourceSpan.FromBounds(start, end), "", _node.Span.Start));

    private void Replace(SourceSpan span, string text) => _splices.Add(new Splice(span, text, _node.Span.Start));
}
