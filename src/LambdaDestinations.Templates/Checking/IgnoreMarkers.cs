using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>
/// What a template tells us not to report: in YAML the comment <c># ld:ignore LD4001</c> on the line or the line above, in both
/// notations <c>Metadata: {LambdaDestinations: {Ignore: [LD4001]}}</c> of the resource.
/// </summary>
internal sealed class IgnoreMarkers
{
    private static readonly Regex Marker = new(@"#\s*ld:ignore\s+(?<ids>LD\d{4}(?:[\s,]+LD\d{4})*)", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private readonly Dictionary<int, string[]> _byLine = [];
    private readonly List<(SourceSpan Span, string[] Ids)> _byResource = [];
    private readonly TemplateDocument _document;

    private IgnoreMarkers(TemplateModel template)
    {
        _document = template.Document;
        if (_document.Format == TemplateFormat.Yaml && _document.Text.IndexOf("ld:ignore", StringComparison.Ordinal) >= 0)
        {
            foreach (Match match in Marker.Matches(_document.Text))
            {
                TemplatePosition position = _document.GetPosition(match.Index);
                string[] ids = match.Groups["ids"].Value.Split([' ', ',', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
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
            if (TemplateNodes.Child(TemplateNodes.Child(resource.Body, "Metadata"), "LambdaDestinations")?["Ignore"] is { } node)
            {
                string[] ids = TemplateNodes.Follow(node) is SequenceNode list ? [.. list.Items.Select(TemplateNodes.Text).OfType<string>()] : TemplateNodes.Text(node) is { } single ? [single] : [];
                _byResource.Add((SourceSpan.FromBounds(resource.Entry.Key.Span.Start, resource.Entry.Value.FullSpan.End), ids));
            }
        }
    }

    /// <summary>Reads the markers of a template.</summary>
    public static IgnoreMarkers Of(TemplateModel template) => new(template);

    /// <summary>Whether a finding is not to be reported. What an attribute is to blame for is never ignored here.</summary>
    public bool Ignores(Finding finding)
    {
        if (finding.Attribute is not null || finding.TemplateSpan is not { } span)
        {
            return false;
        }

        return (_byLine.TryGetValue(_document.GetPosition(span.Start).Line, out string[]? ids) && ids.Contains(finding.Rule.Id))
            || _byResource.Any(x => x.Span.Contains(span) && x.Ids.Contains(finding.Rule.Id));
    }

    private void Add(int line, string[] ids) => _byLine[line] = _byLine.TryGetValue(line, out string[]? known) ? [.. known, .. ids] : ids;
}
