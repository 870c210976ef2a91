using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Tests.Update;

namespace LambdaDestinations.Templates.Tests.Checking;

/// <summary>
/// Findings to the letter: severity, place, message, attribute, suggestions and owner, for the cases of <c>finding-cases.txt</c>. A
/// comment <c># handler: OnFailure Sqs @Queue</c> in a template stands for the attributes of the handler <c>App.Handlers.Run</c>.
/// </summary>
public sealed class FindingCasesTests
{
    private const string Cases = "Checking/finding-cases.txt";
    private const string Handler = "# handler: ";

    public static TheoryData<string> Titles => CaseFile.Titles(Cases);

    [Theory]
    [MemberData(nameof(Titles))]
    public void Each_finding_says_what_is_wrong_and_where(string title) => CaseFile.Check(Cases, title, static text =>
    {
        TemplateModel template = Notations.Model(text);
        HandlerModel[] handlers = [.. text.Split('\n').Where(static x => x.StartsWith(Handler, StringComparison.Ordinal)).Select(static x => HandlerText.Read(x[Handler.Length..]))];
        IEnumerable<string> findings = TemplateChecker.Check(template, handlers).Select(x => Write(x, template.Document));

        // The same template as JSON, which has no comments, has the same findings at other places.
        if (!text.Contains("ld:ignore", StringComparison.Ordinal))
        {
            Assert.Equal(Messages(template, handlers), Messages(Notations.Model(text, asJson: true), handlers));
        }

        return string.Join('\n', findings);
    });

    private static IEnumerable<string> Messages(TemplateModel template, HandlerModel[] handlers) =>
        TemplateChecker.Check(template, handlers).Select(static x => $"{x.Rule.Id} {x.Message}").Order(StringComparer.Ordinal);

    internal static string Write(Finding finding, TemplateDocument document)
    {
        string text = $"{finding.Rule.Id} {finding.Rule.Severity} {Place(finding.TemplateSpan, document)} {finding.Message}";
        text += finding.Attribute is { } attribute ? FormattableString.Invariant($" [{attribute.TypeName}.{attribute.MethodName} {attribute.DestinationIndex}]") : "";
        text += finding.DestinationSpan is null ? "" : $" [about {Place(finding.DestinationSpan, document)}]";
        text += finding.Suggestions.Count == 0 ? "" : $" [try {string.Join(", ", finding.Suggestions)}]";
        return finding.OwnedBy is null ? text : $"{text} [owned by {finding.OwnedBy}]";
    }

    private static string Place(SourceSpan? place, TemplateDocument document)
    {
        if (place is not { } span)
        {
            return "-";
        }

        TemplatePosition position = document.GetPosition(span.Start);
        string text = document.Text.Substring(span.Start, span.Length);
        int end = text.IndexOf('\n', StringComparison.Ordinal);
        return FormattableString.Invariant($"{position.Line + 1}:{position.Character + 1} «{(end < 0 ? text : text[..end] + "…" + span.Length.ToString(CultureInfo.InvariantCulture))}»");
    }
}
