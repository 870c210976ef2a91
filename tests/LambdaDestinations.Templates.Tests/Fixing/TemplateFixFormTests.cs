using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Tests.Checking;
using LambdaDestinations.Templates.Tests.Update;

namespace LambdaDestinations.Templates.Tests.Fixing;

/// <summary>
/// Every correction of a template, in every form that a template can have: those of all findings in all cases of <c>Cases/checking</c>, the first of a rule
/// alone and all of a rule together. The finding is gone, nothing of ours is new, comments are kept, and lines end and begin as those of the file.
/// </summary>
public sealed partial class TemplateFixFormTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A text as the same template in another form; <see langword="null"/> where it does not have it.</summary>
    private static readonly SortedDictionary<string, Func<string, string?>> Forms = new(StringComparer.Ordinal)
    {
        ["blank lines"] = static x => Same(x, x.Replace("\n", "\n\n", StringComparison.Ordinal) + "\n"),
        ["comments above"] = static x => Same(x, Lines(x, static (line, i) => $"{Indentation(line)}# above {i}\n{line}")),
        ["comments behind"] = static x => Same(x, Lines(x, static (line, i) => $"{line} # behind {i}")),
        ["json"] = static x => Json(x),
        ["json, crlf"] = static x => IndentedJson(x)?.Replace("\n", "\r\n", StringComparison.Ordinal),
        ["json, indented"] = IndentedJson,
        ["json, tabs"] = static x => IndentedJson(x) is { } text ? Leading().Replace(text, static y => new string('\t', y.Length / 2)) : null,
        ["yaml"] = static x => x + "\n",
        ["yaml, crlf"] = static x => x.Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n",
        ["yaml, no end"] = static x => x,
    };

    /// <summary>What an error hides: once it is gone, there is more to say.</summary>
    private static readonly Dictionary<Rule, Rule[]> Hidden = new()
    {
        [DeclarationRules.RetryAttemptsRange] = [DeclarationRules.RetriesNeverRun],
        [DeclarationRules.EventAgeRange] = [DeclarationRules.RetriesNeverRun],
        [DeclarationRules.NoArnAttribute] = [PermissionRules.NotGranted],
        [EventSourceMappingRules.KafkaNotProvisioned] = [EventSourceMappingRules.WholeBatch],
        [DeclarationRules.MisplacedKey] =
        [
            EventSourceMappingRules.EndlessRetries, EventSourceMappingRules.WholeBatch, EventSourceMappingRules.NoGrantWithoutType, ConfigurationRules.OnlyPolled,
        ],
        [DeclarationRules.UnknownKey] = [ConfigurationRules.UnusedRetries, EventSourceMappingRules.NoGrantWithoutType],
    };

    public static TheoryData<string> FormNames => [.. Forms.Keys];

    [Theory]
    [MemberData(nameof(FormNames))]
    public void A_finding_is_corrected_in_every_form(string form)
    {
        List<string> faults = [];
        HashSet<Rule> corrected = [];
        foreach (CaseFile file in CaseFile.Names("checking").Select(CaseFile.Read))
        {
            if (Forms[form](file.Template) is { } text && TemplateFile.Parse(text) is { Errors.Count: 0 } document)
            {
                faults.AddRange(FaultsOf(file, document, corrected).Select(x => $"{file.Name}: {x}"));
            }
        }

        Assert.True(faults.Count == 0, $"{faults.Count} faults\n{string.Join('\n', faults)}");

        // Lost messages are told at a consumer, whose code says that it answers.
        Assert.Empty(TemplateFix.Rules.Except(corrected).Except([ContractRules.LostMessages]).Select(static x => x.Id));
    }

    private static IEnumerable<string> FaultsOf(CaseFile file, TemplateDocument document, HashSet<Rule> corrected)
    {
        HandlerModel[] handlers = [.. file.All("handler").Select(HandlerText.Read)];
        Finding[] before = Find(document, handlers, file);
        foreach (IGrouping<Rule, Finding> rule in before.Where(static x => x.TemplateSpan is not null).GroupBy(static x => x.Rule))
        {
            TemplateFix[] fixes = [.. rule.Select(x => TemplateFix.Find(FindingCasesTests.Read(document, file), x.Rule, x.TemplateSpan!.Value)).OfType<TemplateFix>()];
            if (fixes.Length == 0)
            {
                continue;
            }

            foreach ((TemplateFix[] chosen, int left) in new[] { (fixes[..1], rule.Count() - 1), (fixes, rule.Count() - fixes.Length) })
            {
                // A place that cannot be edited safely is left alone.
                if (TemplateFix.Apply(document, chosen) is { } edited)
                {
                    corrected.Add(rule.Key);
                    Finding[] after = Find(TemplateFile.Parse(edited.Text), handlers, file);
                    string what = $"{rule.Key.Id} '{chosen[0].Title}' x {chosen.Length}";
                    foreach (string fault in Compare(before, after, rule.Key, left).Concat(CompareText(document.Text, edited.Text)))
                    {
                        yield return $"{what} {fault}\n{edited.Text}";
                    }
                }
            }
        }
    }

    private static Finding[] Find(TemplateDocument document, HandlerModel[] handlers, CaseFile file)
    {
        Assert.Empty(document.Errors);
        return [.. FindingCasesTests.All(FindingCasesTests.Read(document, file), handlers, file)];
    }

    private static IEnumerable<string> Compare(Finding[] before, Finding[] after, Rule rule, int left)
    {
        int still = after.Count(x => x.Rule == rule);
        if (still > left)
        {
            yield return "leaves the finding";
        }

        foreach (IGrouping<Rule, Finding> other in after.Where(x => x.Rule != rule).GroupBy(static x => x.Rule))
        {
            if ((!Hidden.TryGetValue(rule, out Rule[]? hidden) || !hidden.Contains(other.Key)) && other.Count() > before.Count(x => x.Rule == other.Key))
            {
                yield return $"makes {other.Key.Id}: {other.First().Message}";
            }
        }
    }

    private static IEnumerable<string> CompareText(string before, string after)
    {
        string[] oldLines = before.Split('\n');
        ILookup<string, string> oldWords = Words(oldLines);
        ILookup<string, string> newWords = Words(after.Split('\n'));
        foreach ((string line, int i) in oldLines.Select(static (x, i) => (x, i)).Where(static x => Comment().IsMatch(x.x)))
        {
            // A comment goes with what it is about.
            string about = About(oldLines, i);
            string comment = Comment().Match(line).Value.Trim();
            if (!after.Contains(comment, StringComparison.Ordinal) && newWords[about].Count() >= oldWords[about].Count())
            {
                yield return $"loses '{comment}'";
            }
        }

        bool hasWindowsEnds = before.Contains("\r\n", StringComparison.Ordinal);
        if (after.Replace("\r\n", "", StringComparison.Ordinal).Contains('\n', StringComparison.Ordinal) == hasWindowsEnds && before.Contains('\n', StringComparison.Ordinal))
        {
            yield return "ends lines otherwise";
        }

        if (before.EndsWith('\n') != after.EndsWith('\n'))
        {
            yield return "ends the file otherwise";
        }

        HashSet<string> known = [.. oldLines.Select(static x => x.TrimEnd('\r'))];
        foreach (string line in after.Split('\n').Select(static x => x.TrimEnd('\r')).Where(x => !known.Contains(x)))
        {
            if (line.TrimEnd() != line)
            {
                yield return $"leaves white space behind '{line.Trim()}'";
            }

            if (before.Contains("\n\t", StringComparison.Ordinal) && line.StartsWith(' '))
            {
                yield return $"indents '{line.Trim()}' otherwise";
            }
        }
    }

    private static ILookup<string, string> Words(string[] lines) => lines.Select(static x => Comment().Replace(x, "").Trim()).ToLookup(static x => x, StringComparer.Ordinal);

    /// <summary>What a comment is about: its own line, or the one below.</summary>
    private static string About(string[] lines, int index)
    {
        string own = Comment().Replace(lines[index], "").Trim();
        return own.Length > 0 || index + 1 == lines.Length ? own : Comment().Replace(lines[index + 1], "").Trim();
    }

    private static string? Same(string text, string changed) =>
        TemplateFile.Parse(changed) is { Errors.Count: 0, Root: { } root } && TemplateFile.Parse(text) is { Errors.Count: 0, Root: { } same } && TemplateValue.FromNode(root).Equals(TemplateValue.FromNode(same))
            ? changed
            : null;

    private static string Lines(string text, Func<string, int, string> change) =>
        string.Join('\n', text.Split('\n').Select((x, i) => x.Trim().Length == 0 || x.Contains('#', StringComparison.Ordinal) ? x : change(x, i)));

    private static string? Json(string text) =>
        TemplateFile.Parse(text).Errors.Count > 0 || text.Contains("ld:ignore", StringComparison.Ordinal) ? null : Notations.Document(text, asJson: true).Text;

    private static string? IndentedJson(string text)
    {
        try
        {
            return Json(text) is { } json ? JsonNode.Parse(json)!.ToJsonString(Indented) + "\n" : null;
        }
        catch (ArgumentException)
        {
            // Duplicate key.
            return null;
        }
    }

    private static string Indentation(string line) => line[..^line.TrimStart(' ').Length];

    [GeneratedRegex(@" ?# (above|behind) \d+\r?$")]
    private static partial Regex Comment();

    [GeneratedRegex("(?m)^ +")]
    private static partial Regex Leading();
}
