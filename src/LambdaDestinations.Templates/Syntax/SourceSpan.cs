namespace LambdaDestinations.Templates.Syntax;

/// <summary>A range of UTF-16 code units of a template's text.</summary>
/// <param name="Start">Index of the first code unit, from 0.</param>
/// <param name="Length">Number of code units, 0 or more.</param>
internal readonly record struct SourceSpan(int Start, int Length)
{
    /// <summary>Index after the last code unit.</summary>
    public int End => Start + Length;

    /// <summary>The range from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    public static SourceSpan FromBounds(int start, int end) => new(start, end - start);

    /// <summary>Whether <paramref name="other"/> lies wholly inside this range.</summary>
    public bool Contains(SourceSpan other) => other.Start >= Start && other.End <= End;
}
