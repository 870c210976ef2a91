using System;
using System.Collections.Generic;
using System.Text;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>
/// An edited text with its original, and which ranges stand in both. It is kept as its parts: most who edit want the bytes, and
/// nobody the characters. A parser that reads it in the order of the text takes again what it need not read again. Its queries are
/// for one thread.
/// </summary>
internal sealed class SplicedText
{
    private readonly Kept[] _kept;
    private readonly Splice[] _splices;
    private int _current;

    private SplicedText(TemplateDocument original, Splice[] splices, Kept[] kept)
    {
        Original = original;
        _splices = splices;
        _kept = kept;
        Length = kept[kept.Length - 1].End;
    }

    /// <summary>The document before the edit.</summary>
    public TemplateDocument Original { get; }

    /// <summary>How long the text is after it.</summary>
    public int Length { get; }

    /// <summary>Puts the splices into a document's text.</summary>
    /// <returns><see langword="null"/> when two of them overlap.</returns>
    public static SplicedText? Join(TemplateDocument original, IReadOnlyList<Splice> splices)
    {
        // Where the last lines of a collection and of its parent end together, the inner one's insertion comes first; the insertions
        // of one collection keep their order.
        int[] order = new int[splices.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        // A build sorts once: numbers, because the runtime has that sort compiled.
        Array.Sort(order, (x, y) =>
        {
            int byStart = splices[x].Span.Start.CompareTo(splices[y].Span.Start);
            int byOwner = byStart != 0 ? byStart : splices[y].Owner.CompareTo(splices[x].Owner);
            return byOwner != 0 ? byOwner : x.CompareTo(y);
        });

        Splice[] sorted = new Splice[order.Length];
        Kept[] kept = new Kept[order.Length + 1];
        int position = 0;
        int length = 0;
        for (int i = 0; i < order.Length; i++)
        {
            Splice splice = sorted[i] = splices[order[i]];
            if (splice.Span.Start < position)
            {
                return null;
            }

            kept[i] = new Kept(length, length + splice.Span.Start - position, length - position);
            length = kept[i].End + splice.Text.Length;
            position = splice.Span.End;
        }

        kept[order.Length] = new Kept(length, length + original.Text.Length - position, length - position);
        return new SplicedText(original, sorted, kept);
    }

    /// <summary>The text at the beginning of an array that <see cref="TextBuffer"/> lends.</summary>
    public char[] Rent()
    {
        char[] buffer = TextBuffer.Rent(Length);
        for (int i = 0; i < _kept.Length; i++)
        {
            Kept kept = _kept[i];
            Original.Text.CopyTo(kept.Start - kept.Shift, buffer, kept.Start, kept.End - kept.Start);
            if (i < _splices.Length)
            {
                string text = _splices[i].Text;
                text.CopyTo(0, buffer, kept.End, text.Length);
            }
        }

        return buffer;
    }

    /// <summary>The text in one piece.</summary>
    public override string ToString()
    {
        char[] buffer = Rent();
        string text = new(buffer, 0, Length);
        TextBuffer.Return(buffer);
        return text;
    }

    /// <summary>The text in an encoding.</summary>
    public byte[] Encode(Encoding encoding)
    {
        char[] buffer = Rent();
        byte[] bytes = encoding.GetBytes(buffer, 0, Length);
        TextBuffer.Return(buffer);
        return bytes;
    }

    /// <summary>Where a character of the text stood in the original; -1 when it is new.</summary>
    public int OriginalIndex(int index) => Find(index) ? index - _kept[_current].Shift : -1;

    /// <summary>Where a character of the original stands that is kept together with a character of the text.</summary>
    /// <param name="originalIndex">Its index in the original.</param>
    /// <param name="with">The other's index in the text, which is kept.</param>
    public int IndexWith(int originalIndex, int with) => Find(with) ? originalIndex + _kept[_current].Shift : -1;

    /// <summary>Finds which of the original's entries or items began where one begins in the text.</summary>
    /// <typeparam name="T">Entries or items.</typeparam>
    /// <param name="before">They, in the order of the text.</param>
    /// <param name="startOf">Where one of them begins.</param>
    /// <param name="position">Where one begins in the text.</param>
    /// <param name="index">Where to look from on; then the index of the one that was found.</param>
    public bool TryFind<T>(T[] before, Func<T, int> startOf, int position, ref int index)
    {
        int start = OriginalIndex(position);
        while (index < before.Length && startOf(before[index]) < start)
        {
            index++;
        }

        return index < before.Length && startOf(before[index]) == start;
    }

    /// <summary>Whether a range of the text stands in the original as it is, in one piece.</summary>
    public bool IsKept(int start, int end) => Find(start) && end <= _kept[_current].End;

    /// <summary>Whether a character that is kept stood at the beginning of a line in the original.</summary>
    public bool IsLineStart(int index) => OriginalIndex(index) is >= 0 and int start && (start == 0 || Original.Text[start - 1] is '\n' or '\r');

    /// <summary>Goes to the range that holds an index: mostly the current one or the next.</summary>
    private bool Find(int index)
    {
        while (_current > 0 && _kept[_current].Start > index)
        {
            _current--;
        }

        while (_current + 1 < _kept.Length && _kept[_current].End <= index)
        {
            _current++;
        }

        return _kept[_current].Start <= index && index < _kept[_current].End;
    }

    /// <summary>A range of the text that stands in the original too.</summary>
    private readonly record struct Kept(int Start, int End, int Shift);
}
