using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Model;

/// <summary>
/// What a template tells us not to report: in YAML the comment <c># ld:ignore LD4001</c> on the line or the line above, in both
/// notations <c>Metadata: {LambdaDestinations: {Ignore: [LD4001]}}</c> of the resource. In place of a rule the name of a setting accepts that the
/// template deviates there from the attributes.
/// </summary>
internal sealed class IgnoreMarkers
{
    private static readonly Regex Marker = new(@"#\s*ld:ignore\s+(?<ids>[A-Za-z][\w.""]*(?:[ \t,]+[A-Za-z][\w.""]*)*)", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    // What a marker may have been meant as: without a name, or with something else in front of it.
    private static readonly Regex Meant = new(@"#[ \t]*ld:ignore\b[ \t:=,]*(?<ids>[^\s,]*(?:[ \t,]+[^\s,]+)*)", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private readonly Dictionary<int, string[]> _byLine = [];
    private readonly List<(SourceSpan Span, string[] Ids)> _byResource = [];
    private readonly List<(TemplateNode Node, string Name)> _listed = [];
    private readonly TemplateDocument _document;

    private IgnoreMarkers(TemplateModel template)
    {
        _document = template.Document;
        if (_document.Format == TemplateFormat.Yaml && _document.Text.IndexOf("ld:ignore", StringComparison.Ordinal) >= 0)
        {
            foreach (Match match in Marker.Matches(_document.Text))
            {
                TemplatePosition position = _document.GetPosition(match.Index);
                string[] ids = match.Groups["ids"].Value.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries);
                bool isAlone = _document.Text.Substring(match.Index - position.Character, position.Character).Trim().Length == 0;
                Add(position.Line, ids);
                if (isAlone)
                {
                    Add(position.Line + 1, ids);
                }
            }
        }

        foreach (TemplateResource resource in template.Resources)
        {
            if (OwnershipRecord.IgnoreOf(resource) is { } node)
            {
                (TemplateNode Node, string Name)[] named =
                [
                    .. (TemplateNodes.Follow(node) is SequenceNode list ? list.Items : [node]).Select(static x => (Node: x, Name: TemplateNodes.Text(x))).Where(static x => x.Name is not null).Select(static x => (x.Node, x.Name!)),
                ];
                _listed.AddRange(named);
                _byResource.Add((SourceSpan.FromBounds(resource.Entry.Key.Span.Start, resource.Entry.Value.FullSpan.End), [.. named.Select(static x => x.Name)]));
            }
        }
    }

    /// <summary>The markers of a template. Read at the first use.</summary>
    public static IgnoreMarkers Of(TemplateModel template) => template.Derive(static x => new IgnoreMarkers(x));

    /// <summary>What the markers name, each with its place, in the order of the text: of a comment all words, and whether the markers are read so far.</summary>
    /// <returns>The words; of a comment that is not read the first is not, and an empty one stands for a comment without a word.</returns>
    public IEnumerable<MarkerWord> Words()
    {
        if (_document.Format == TemplateFormat.Yaml && _document.Text.IndexOf("ld:ignore", StringComparison.Ordinal) >= 0)
        {
            foreach (Match match in Meant.Matches(_document.Text))
            {
                Group words = match.Groups["ids"];
                if (IsInScalar(_document.Root, match.Index))
                {
                    continue;
                }

                bool isRead = Marker.Match(_document.Text, match.Index) is { Success: true } read && read.Index == match.Index;
                int at = words.Index;
                foreach (string word in isRead && words.Length > 0 ? words.Value.Split([' ', ',', '\t']) : [words.Value.Split([' ', ',', '\t'])[0]])
                {
                    if (word.Length > 0 || words.Length == 0)
                    {
                        yield return new MarkerWord(word, word.Length == 0 ? new SourceSpan(match.Index, match.Length) : new SourceSpan(at, word.Length), InComment: true) { IsFirst = at == words.Index, IsRead = isRead, Marker = match.Index };
                    }

                    at += word.Length + 1;
                }
            }
        }

        foreach ((TemplateNode node, string name) in _listed)
        {
            yield return new MarkerWord(name, node.Span, InComment: false) { IsFirst = true, IsRead = true };
        }
    }

    /// <summary>Whether a place stands in a text of the template, where nothing is a comment.</summary>
    private static bool IsInScalar(TemplateNode? node, int index) => node switch
    {
        ScalarNode scalar => scalar.Span.Start < index && index < scalar.Span.End,
        MappingNode map => Array.Exists(map.Array, x => x.Value.Span.Start <= index && index < x.Value.Span.End && IsInScalar(x.Value, index)),
        SequenceNode list => Array.Exists(list.Array, x => x.Span.Start <= index && index < x.Span.End && IsInScalar(x, index)),
        _ => false,
    };

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _byLine.Count == 0 && _byResource.Count == 0;

    /// <summary>
    /// Whether a finding is not to be reported. What an attribute is to blame for is not ignored here, unless it is a deviation in a setting, or a loop or
    /// macro makes the function: what it makes is known to who writes it.
    /// </summary>
    public bool Ignores(Finding finding)
    {
        string? setting = (finding.Data as FindingData.OfSetting)?.Name;
        return finding.TemplateSpan is { } span && (finding.Attribute is null || setting is not null || ReferenceEquals(finding.Rule, TemplateRules.HiddenFunction)) && Ignores(span, finding.Rule, setting);
    }

    /// <summary>Whether what a rule says of a place is not to be reported.</summary>
    /// <param name="span">The place.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="setting">The setting that it is about, as messages call it; <see langword="null"/> for none.</param>
    public bool Ignores(SourceSpan span, Rule rule, string? setting)
    {
        if (IsEmpty)
        {
            return false;
        }

        bool Means(string[] names) => names.Contains(rule.Id) || (setting is not null && names.Contains(setting));
        return (_byLine.TryGetValue(_document.GetPosition(span.Start).Line, out string[]? names) && Means(names)) || _byResource.Any(x => x.Span.Contains(span) && Means(x.Ids));
    }

    private void Add(int line, string[] ids) => _byLine[line] = _byLine.TryGetValue(line, out string[]? known) ? [.. known, .. ids] : ids;
}

/// <summary>A word of a marker.</summary>
/// <param name="Text">The word; empty where the marker has none.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="InComment">Whether it stands in a comment, whose further words may say why.</param>
internal readonly record struct MarkerWord(string Text, SourceSpan Span, bool InComment)
{
    /// <summary>Whether it is the first of its marker.</summary>
    public bool IsFirst { get; init; }

    /// <summary>Where its marker stands.</summary>
    public int Marker { get; init; }

    /// <summary>Whether the comment is read as a marker at all.</summary>
    public bool IsRead { get; init; }
}
