using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Values;

/// <summary>A value that is known at deployment only; two with one id always have the same text.</summary>
/// <param name="Id">What it stands for: <c>AWS::Region</c>, <c>Queue.QueueName</c>.</param>
/// <param name="Shape">The texts it may have.</param>
internal sealed record Placeholder(string Id, PlaceholderShape Shape)
{
    /// <summary>The reference that gives it; <see langword="null"/> when no single reference does.</summary>
    public Reference? Reference { get; init; }

    /// <summary>Why it is not known, where that is told.</summary>
    public OpenReason? Reason { get; init; }

    /// <inheritdoc />
    public bool Equals(Placeholder? other) => other is not null && string.Equals(Id, other.Id, StringComparison.Ordinal);

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);
}

/// <summary>
/// A text with placeholders: <c>arn:{AWS::Partition}:sqs:{AWS::Region}:{AWS::AccountId}:orders</c>. As a pattern, its characters
/// <c>*</c> and <c>?</c> are IAM's wildcards.
/// </summary>
internal sealed class SymbolicText
{
    // No name, ARN or policy comes near (an IAM policy has 10,240 characters at most); two texts of a megabyte each would take an hour.
    private const long MaximumComparisons = 200_000_000;

    // A character, or the bitwise complement of an index into _placeholders.
    private readonly int[] _symbols;
    private readonly Placeholder[] _placeholders;

    private SymbolicText(int[] symbols, Placeholder[] placeholders)
    {
        _symbols = symbols;
        _placeholders = placeholders;
    }

    /// <summary>How many characters and open parts it has.</summary>
    public int Length => _symbols.Length;

    /// <summary>The text, when nothing in it is open.</summary>
    public string? Literal => _placeholders.Length == 0 ? new string(Array.ConvertAll(_symbols, static x => (char)x)) : null;

    /// <summary>The one reference that it is; <see langword="null"/> when it is a text, or more than that.</summary>
    public Reference? Reference => _symbols.Length == 1 && _symbols[0] < 0 ? _placeholders[~_symbols[0]].Reference : null;

    /// <summary>The parts that are open, in the order in which they stand.</summary>
    public IReadOnlyList<Placeholder> Placeholders => _placeholders;

    /// <summary>Why it is not known; <see langword="null"/> when it is, or where no reason is told.</summary>
    public OpenReason? Reason => _placeholders.Select(static x => x.Reason).FirstOrDefault(static x => x is not null);

    /// <summary>The text in the notation of <c>Fn::Sub</c>, with <c>${…}</c> for each reference; <see langword="null"/> when a part is not a reference.</summary>
    public string? ToPattern()
    {
        if (_placeholders.Length == 0)
        {
            return Literal;
        }

        StringBuilder pattern = new();
        foreach (int symbol in _symbols)
        {
            if (symbol >= 0)
            {
                pattern.Append((char)symbol);
            }
            else if (_placeholders[~symbol].Reference is { } reference)
            {
                pattern.Append("${").Append(reference.ToString()).Append('}');
            }
            else
            {
                return null;
            }
        }

        return pattern.ToString();
    }

    /// <summary>Whether it surely begins with a text.</summary>
    public bool StartsWith(string literal)
    {
        int i = 0;
        while (i < literal.Length && i < _symbols.Length && _symbols[i] == literal[i])
        {
            i++;
        }

        return i == literal.Length;
    }

    /// <summary>What stands behind the first <paramref name="count"/> symbols.</summary>
    public SymbolicText Skip(int count) => Slice(Math.Min(count, _symbols.Length), _symbols.Length);

    /// <summary>Whether an open part of it may hold a character, so that it cannot be split there.</summary>
    public bool MayHide(char character) => Array.Exists(_placeholders, x => x.Shape.MayHold(character));

    /// <summary>Whether white space stands in what is known of it.</summary>
    public bool HasWhiteSpace => Array.Exists(_symbols, static x => x >= 0 && char.IsWhiteSpace((char)x));

    /// <summary>
    /// The text in which each dynamic reference (<c>{{resolve:ssm:name}}</c>) is one open part: CloudFormation resolves it last, in what the functions have
    /// made (AWS CloudFormation User Guide, "Get values stored in other services using dynamic references").
    /// </summary>
    public SymbolicText WithDynamicReferences()
    {
        if (Array.IndexOf(_symbols, '{') < 0)
        {
            return this;
        }

        List<SymbolicText> parts = [];
        int from = 0;
        for (int start = IndexOf(Intrinsics.DynamicReference, 0); start >= 0; start = IndexOf(Intrinsics.DynamicReference, from))
        {
            int end = IndexOf("}}", start);
            if (end < 0)
            {
                break;
            }

            string reference = Slice(start, end + 2).ToString();
            parts.Add(Slice(from, start));
            parts.Add(Of(new Placeholder(reference, PlaceholderShape.Any) { Reason = OpenReason.AtDeployment($"{reference} is resolved by a deployment only") }));
            from = end + 2;
        }

        return from == 0 ? this : Concat([.. parts, Slice(from, _symbols.Length)]);
    }

    /// <summary>Whether it is <c>*</c> and nothing else.</summary>
    public bool IsStar => _symbols is ['*'];

    public static SymbolicText Of(string literal) => new(Array.ConvertAll(literal.ToCharArray(), static x => (int)x), []);

    public static SymbolicText Of(Placeholder placeholder) => new([~0], [placeholder]);

    public static SymbolicText Concat(params SymbolicText[] parts) => Concat((IEnumerable<SymbolicText>)parts);

    public static SymbolicText Concat(IEnumerable<SymbolicText> parts)
    {
        List<int> symbols = [];
        List<Placeholder> placeholders = [];
        foreach (SymbolicText part in parts)
        {
            int offset = placeholders.Count;
            symbols.AddRange(part._symbols.Select(x => x >= 0 ? x : x - offset));
            placeholders.AddRange(part._placeholders);
        }

        return new SymbolicText([.. symbols], [.. placeholders]);
    }

    /// <summary>The text in lower case, for names that compare without case; placeholders stay as they are.</summary>
    public SymbolicText ToLower() => new(Array.ConvertAll(_symbols, static x => x >= 0 ? char.ToLowerInvariant((char)x) : x), _placeholders);

    /// <summary>Splits at the first <paramref name="count"/> - 1 separators that stand outside placeholders.</summary>
    public IReadOnlyList<SymbolicText> Split(char separator, int count)
    {
        List<SymbolicText> parts = [];
        int start = 0;
        for (int i = 0; i < _symbols.Length && parts.Count < count - 1; i++)
        {
            if (_symbols[i] == separator)
            {
                parts.Add(Slice(start, i));
                start = i + 1;
            }
        }

        parts.Add(Slice(start, _symbols.Length));
        return parts;
    }

    /// <summary>Splits at every separator that stands outside placeholders.</summary>
    public IReadOnlyList<SymbolicText> Split(string separator)
    {
        List<SymbolicText> parts = [];
        int start = 0;
        for (int i = 0; i + separator.Length <= _symbols.Length;)
        {
            int length = 0;
            while (length < separator.Length && _symbols[i + length] == separator[length])
            {
                length++;
            }

            if (length < separator.Length)
            {
                i++;
                continue;
            }

            parts.Add(Slice(start, i));
            i += length;
            start = i;
        }

        parts.Add(Slice(start, _symbols.Length));
        return parts;
    }

    /// <summary>What stands after the last separator; everything when there is none.</summary>
    public SymbolicText AfterLast(char separator) => Slice(Array.LastIndexOf(_symbols, separator) + 1, _symbols.Length);

    /// <summary>
    /// What the text ends in. Two texts with different endings of one kind are different, and a pattern does not match a text with a
    /// different one.
    /// </summary>
    /// <param name="isPattern">Whether <c>*</c> and <c>?</c> are wildcards.</param>
    public (TextEnding Kind, string Name) Ending(bool isPattern)
    {
        if (_symbols.Length > 0 && _symbols[_symbols.Length - 1] is < 0 and var last && _placeholders[~last] is { Shape.IsUnique: true } placeholder)
        {
            return (TextEnding.Placeholder, placeholder.Id);
        }

        int start = _symbols.Length - 1;
        while (start >= 0 && _symbols[start] >= 0 && _symbols[start] != ':' && !(isPattern && _symbols[start] is '*' or '?'))
        {
            start--;
        }

        // The colon keeps the name apart from a longer one, and from a placeholder's.
        return start >= 0 && _symbols[start] == ':' ? (TextEnding.Literal, Slice(start, _symbols.Length).ToString()) : default;
    }

    /// <summary>Whether the texts are equal: surely, possibly, or under no circumstances.</summary>
    public Truth IsEqualTo(SymbolicText other) => Match(other, isPattern: false);

    /// <summary>Whether this, as a pattern with <c>*</c> and <c>?</c>, matches a text.</summary>
    public Truth Matches(SymbolicText text) => Match(text, isPattern: true);

    /// <inheritdoc />
    public override string ToString() => string.Concat(_symbols.Select(x => x >= 0 ? ((char)x).ToString() : $"{{{_placeholders[~x].Id}}}"));

    private Truth Match(SymbolicText text, bool isPattern)
    {
        // Most pairs differ in the name, which ends both, or in the service, which stands in front.
        if (_symbols.Length > 0 && text._symbols.Length > 0 && DiffersAt(_symbols.Length - 1, text, text._symbols.Length - 1, isPattern))
        {
            return Truth.No;
        }

        int common = 0;
        while (common < _symbols.Length && common < text._symbols.Length && IsSame(common, text, common) && !(isPattern && _symbols[common] is '*' or '?'))
        {
            common++;
        }

        if (common == _symbols.Length && common == text._symbols.Length)
        {
            return Truth.Yes;
        }

        if (common < _symbols.Length && common < text._symbols.Length && DiffersAt(common, text, common, isPattern))
        {
            return Truth.No;
        }

        if ((long)_symbols.Length * text._symbols.Length > MaximumComparisons)
        {
            return Truth.Maybe;
        }

        return MatchesAlways(text, common, isPattern) ? Truth.Yes : Intersects(Steps(common, isPattern), text.Steps(common, false)) ? Truth.Maybe : Truth.No;
    }

    /// <summary>Whether two symbols, both the first or both the last that count, cannot belong to equal texts: two characters, or two names that AWS makes.</summary>
    private bool DiffersAt(int index, SymbolicText other, int otherIndex, bool isPattern)
    {
        int mine = _symbols[index];
        int theirs = other._symbols[otherIndex];
        return mine >= 0
            ? theirs >= 0 && mine != theirs && !(isPattern && mine is '*' or '?')
            : theirs < 0 && _placeholders[~mine] is { Shape.IsUnique: true } name && other._placeholders[~theirs] is { Shape.IsUnique: true } otherName && !name.Equals(otherName);
    }

    private bool IsSame(int index, SymbolicText other, int otherIndex)
    {
        int mine = _symbols[index];
        int theirs = other._symbols[otherIndex];
        return mine >= 0 ? mine == theirs : theirs < 0 && _placeholders[~mine].Equals(other._placeholders[~theirs]);
    }

    /// <summary>Whether the match holds whatever the placeholders stand for: a placeholder equals itself only, <c>*</c> takes any.</summary>
    private bool MatchesAlways(SymbolicText text, int common, bool isPattern)
    {
        int pattern = common;
        int position = common;
        int star = -1;
        int retry = -1;
        while (position < text._symbols.Length)
        {
            if (isPattern && pattern < _symbols.Length && _symbols[pattern] == '*')
            {
                star = pattern++;
                retry = position;
            }
            else if (pattern < _symbols.Length && (isPattern && _symbols[pattern] == '?' ? text._symbols[position] >= 0 : IsSame(pattern, text, position)))
            {
                pattern++;
                position++;
            }
            else if (star >= 0)
            {
                pattern = star + 1;
                position = ++retry;
            }
            else
            {
                return false;
            }
        }

        while (isPattern && pattern < _symbols.Length && _symbols[pattern] == '*')
        {
            pattern++;
        }

        return pattern == _symbols.Length;
    }

    private List<TextStep> Steps(int start, bool isPattern)
    {
        List<TextStep> steps = [];
        for (int i = start; i < _symbols.Length; i++)
        {
            int symbol = _symbols[i];
            if (symbol < 0)
            {
                steps.AddRange(_placeholders[~symbol].Shape.Steps);
            }
            else if (isPattern && symbol is '*' or '?')
            {
                steps.Add(new TextStep(CharacterSet.Any, symbol == '*'));
            }
            else
            {
                steps.Add(new TextStep(CharacterSet.Of((char)symbol), false));
            }
        }

        return steps;
    }

    /// <summary>Whether two sets of texts share one, or are too long to tell. Each cell says whether the steps before it can have consumed the same text.</summary>
    private static bool Intersects(List<TextStep> left, List<TextStep> right)
    {
        if ((long)left.Count * right.Count > MaximumComparisons)
        {
            return true;
        }

        bool[] current = new bool[right.Count + 1];
        bool[] next = new bool[right.Count + 1];
        current[0] = true;
        for (int i = 0; i <= left.Count; i++)
        {
            Array.Clear(next, 0, next.Length);
            for (int j = 0; j <= right.Count; j++)
            {
                if (!current[j])
                {
                    continue;
                }

                if (i < left.Count && left[i].Repeats)
                {
                    next[j] = true;
                }

                if (j < right.Count && right[j].Repeats)
                {
                    current[j + 1] = true;
                }

                if (i < left.Count && j < right.Count && left[i].Characters.Overlaps(right[j].Characters))
                {
                    if (!left[i].Repeats)
                    {
                        next[right[j].Repeats ? j : j + 1] = true;
                    }
                    else if (!right[j].Repeats)
                    {
                        current[j + 1] = true;
                    }
                }
            }

            if (i < left.Count)
            {
                (current, next) = (next, current);
            }
        }

        return current[right.Count];
    }

    private int IndexOf(string literal, int start)
    {
        for (int i = start; i + literal.Length <= _symbols.Length; i++)
        {
            int length = 0;
            while (length < literal.Length && _symbols[i + length] == literal[length])
            {
                length++;
            }

            if (length == literal.Length)
            {
                return i;
            }
        }

        return -1;
    }

    private SymbolicText Slice(int start, int end)
    {
        List<int> symbols = [];
        List<Placeholder> placeholders = [];
        for (int i = start; i < end; i++)
        {
            if (_symbols[i] < 0)
            {
                symbols.Add(~placeholders.Count);
                placeholders.Add(_placeholders[~_symbols[i]]);
            }
            else
            {
                symbols.Add(_symbols[i]);
            }
        }

        return new SymbolicText([.. symbols], [.. placeholders]);
    }
}
