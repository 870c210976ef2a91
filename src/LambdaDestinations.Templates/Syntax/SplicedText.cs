using System;
using System.Collections.Generic;
using System.Text;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>
/// An edited text with its original, and which ranges stand in both. A parser that reads it in the order of the text takes again
/// what it need not read again. Not safe to share between threads.
/// </summary>
internal sealed class SplicedText
{
    private readonly List<Kept> _kept;
    private int _current;

    private SplicedText(TemplateDocument original, string text, List<Kept> kept)
    {
        Original = original;
        Text = text;
        _kept = kept;
    }

    /// <summary>The document before the edit.</summary>
    public TemplateDocument Original { get; }

    /// <summary>The text after it.</summary>
    public string Text { get; }

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

        Array.Sort(order, (x, y) =>
        {
            int byStart = splices[x].Span.Start.CompareTo(splices[y].Span.Start);
            int byOwner = byStart != 0 ? byStart : splices[y].Owner.CompareTo(splices[x].Owner);
            return byOwner != 0 ? byOwner : x.CompareTo(y);
        });

        // Grows by small chunks: one of the template's size would go to the large object heap, whose growth sets off full collections.
        StringBuilder text = new();
        List<Kept> kept = new(splices.Count + 1);
        int position = 0;
        foreach (int index in order)
        {
            Splice splice = splices[index];
            if (splice.Span.Start < position)
            {
                return null;
            }

            Keep(splice.Span.Start);
            text.Append(splice.Text);
            position = splice.Span.End;
        }

        Keep(original.Text.Length);
        return new SplicedText(original, text.ToString(), kept);

        void Keep(int end)
        {
            if (end > position)
            {
                kept.Add(new Kept(text.Length, text.Length + end - position, text.Length - position));
                text.Append(original.Text, position, end - position);
            }
        }
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

    /// <summary>Goes to the range that holds an index: mostly the current one or the next.</summary>
    private bool Find(int index)
    {
        while (_current > 0 && _kept[_current].Start > index)
        {
            _current--;
        }

        while (_current + 1 < _kept.Count && _kept[_current].End <= index)
        {
            _current++;
        }

        return _current < _kept.Count && _kept[_current].Start <= index && index < _kept[_current].End;
    }

    /// <summary>A range of the text that stands in the original too.</summary>
    private readonly record struct Kept(int Start, int End, int Shift);
}
