using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Patterns;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>What keeps a pattern from matching whatever may arrive.</summary>
/// <param name="Member">The member of the pattern, from its root; several that exclude each other.</param>
/// <param name="IsAbsent">Whether nothing that arrives has it.</param>
/// <param name="Known">The members that are there in its place, where all are known.</param>
internal sealed record PatternMisfit(string Member, bool IsAbsent, IReadOnlyList<string> Known)
{
    /// <summary>Finds it; <see langword="null"/> when the pattern may match.</summary>
    /// <param name="matcher">Compares.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="samples">Everything that may arrive, at least one.</param>
    public static PatternMisfit? Find(PatternMatcher matcher, MappingNode pattern, IReadOnlyList<SampleValue> samples) => Find(matcher, pattern, samples, "");

    private static PatternMisfit? Find(PatternMatcher matcher, MappingNode pattern, IReadOnlyList<SampleValue> samples, string path)
    {
        if (samples.Any(x => matcher.Match(pattern, x) != Truth.No))
        {
            return null;
        }

        foreach (MappingEntry entry in pattern.Entries.Where(x => samples.All(y => matcher.MatchEntry(x, y) == Truth.No)))
        {
            SampleValue[] values = [.. samples.Select(x => PatternMatcher.ValueOf(entry, x)).Where(static x => !x.IsAbsent)];
            return values.Length > 0 && TemplateNodes.Follow(entry.Value) is MappingNode nested && Find(matcher, nested, values, $"{path}{entry.Name}.") is { } deeper ? deeper
                : new PatternMisfit(path + entry.Name, values.Length == 0, [.. samples.SelectMany(static x => x.Names).Distinct(StringComparer.Ordinal)]);
        }

        // Each matches something, and nothing matches all.
        IEnumerable<string> members = pattern.Entries.Where(x => samples.Any(y => matcher.MatchEntry(x, y) == Truth.No)).Select(x => Deepest(matcher, x, samples, path));
        return new PatternMisfit(string.Join(" and ", members), false, []);
    }

    /// <summary>The member that keeps away those samples that a member of the pattern keeps away, as deep as it is one.</summary>
    private static string Deepest(PatternMatcher matcher, MappingEntry entry, IReadOnlyList<SampleValue> samples, string path)
    {
        IEnumerable<SampleValue> kept = samples.Where(x => matcher.MatchEntry(entry, x) == Truth.No);
        SampleValue[] values = [.. kept.Select(x => PatternMatcher.ValueOf(entry, x)).Where(static x => !x.IsAbsent)];
        return values.Length > 0
            && TemplateNodes.Follow(entry.Value) is MappingNode nested
            && Find(matcher, nested, values, $"{path}{entry.Name}.") is { } deeper
            ? deeper.Member
            : path + entry.Name;
    }
}
