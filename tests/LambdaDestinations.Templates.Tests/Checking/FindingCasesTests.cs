using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Tests.Update;

namespace LambdaDestinations.Templates.Tests.Checking;

/// <summary>
/// Findings to the letter: severity, place, message, attribute, suggestions and owner, for the cases of <c>Cases/checking</c>. A line
/// <c># handler: OnFailure Sqs @Queue</c> stands for the attributes of the handler <c>App.Handlers.Run</c>, a line <c># beside: {Resources: …}</c> for another
/// template that is given with it.
/// </summary>
public sealed partial class FindingCasesTests
{
    [Theory]
    [Cases("checking", "handler", "alarms", "beside", "enable")]
    public void Each_finding_says_what_is_wrong_and_where(string name) => CaseFile.Check(name, static file =>
    {
        TemplateDocument document = TemplateFile.Parse(file.Template);
        if (document.Errors.Count > 0)
        {
            return document.Errors.Select(x =>
                CaseFile.Note($"{TemplateRules.Unreadable.Id} {TemplateRules.Unreadable.Severity} {Place(x.Span, document, file.Place)} {x.Message}"));
        }

        TemplateModel template = Read(document, file);
        HandlerModel[] handlers = [.. file.All("handler").Select(HandlerText.Read)];

        // The same template as JSON, which has no comments, no anchors and no keys but texts, has the same findings at other places.
        if (!file.Template.Contains("ld:ignore", StringComparison.Ordinal))
        {
            Assert.Equal(Messages(template, handlers, file), Messages(Read(Notations.Document(file.Template, asJson: true), file), handlers, file));
        }

        return All(template, handlers, file).Select(x => CaseFile.Note(Write(x, document, file.Place)));
    });

    [Fact]
    public void Each_rule_of_the_checks_has_cases_that_break_it_and_a_near_miss()
    {
        ILookup<string, CaseFile> cases = CaseFile.Names("checking").Select(CaseFile.Read).ToLookup(static x => x.Name.Split('/')[1], StringComparer.Ordinal);
        IEnumerable<string> rules = RuleCatalog.All.Select(static x => x.Id).Where(static x => OfChecks().IsMatch(x));

        Assert.DoesNotContain(rules, x => !cases[x].Any(y => Finds(y, x)));
        Assert.DoesNotContain(rules, x => cases[x].All(y => Finds(y, x)));

        static bool Finds(CaseFile file, string rule) => file.Expected!.Split('\n').Any(x => x.StartsWith(CaseFile.Note(rule), StringComparison.Ordinal));
    }

    /// <summary>The template of a case, beside those that are given with it.</summary>
    internal static TemplateModel Read(TemplateDocument document, CaseFile file)
    {
        string[] others = [.. file.All("beside")];
        return others.Length == 0
            ? TemplateModel.Read(document)
            : TemplateGroup.Read(
            [
                new TemplateSource("/stage/Own.template", document),
                .. others.Select(static (x, i) => new TemplateSource(FormattableString.Invariant($"/stage/Other{i}.template"), TemplateFile.Parse("other.yaml", x, default))),
            ]).Given[0];
    }

    /// <summary>Everything that is found in the template of a case.</summary>
    internal static IEnumerable<Finding> All(TemplateModel template, HandlerModel[] handlers, CaseFile file) =>
        TemplateChecker.Check(template, handlers)
            .Concat(TemplateChecker.CheckOptIn(template, handlers, Alarms(file)).Where(x => file.All("enable").Contains(x.Rule.Id)))
            .Concat(AlarmChecks.Check([template], Handlers.ManifestOf(handlers) with { Alarms = Alarms(file) }));

    private static AlarmsModel? Alarms(CaseFile file) => AlarmsText.Read(file.All("alarms").LastOrDefault());

    private static IEnumerable<string> Messages(TemplateModel template, HandlerModel[] handlers, CaseFile file) =>
        All(template, handlers, file).Where(static x => x.Rule != TemplateRules.RefusedByReaders).Select(static x => $"{x.Rule.Id} {WithoutStatements(x.Message)}").Order(StringComparer.Ordinal);

    /// <summary>A message without the statements that it shows, which are written as the template is.</summary>
    internal static string WithoutStatements(string message)
    {
        int at = message.IndexOf("{\"Effect\": ", StringComparison.Ordinal) is >= 0 and int json ? json : message.IndexOf("{Effect: ", StringComparison.Ordinal);
        return at < 0 ? message : message[..at];
    }

    /// <summary>A finding in one line.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="document">The template that it is about.</param>
    /// <param name="place">How a place is written.</param>
    internal static string Write(Finding finding, TemplateDocument document, Func<TemplatePosition, string> place)
    {
        string text = $"{finding.Rule.Id} {finding.Severity} {Place(finding.TemplateSpan, document, place)} {finding.Message}";
        text += finding.Attribute is { } attribute ? FormattableString.Invariant($" [{attribute.TypeName}.{attribute.MethodName} {attribute.DestinationIndex}]") : "";
        text += finding.DestinationSpan is null ? "" : $" [about {Place(finding.DestinationSpan, document, place)}]";
        text += finding.Suggestions.Count == 0 ? "" : $" [try {string.Join(", ", finding.Suggestions)}]";
        return finding.OwnedBy is null ? text : $"{text} [owned by {finding.OwnedBy}]";
    }

    private static string Place(SourceSpan? at, TemplateDocument document, Func<TemplatePosition, string> place)
    {
        if (at is not { } span)
        {
            return "-";
        }

        string text = document.Text.Substring(span.Start, span.Length);
        int end = text.IndexOf('\n', StringComparison.Ordinal);
        return $"{place(document.GetPosition(span.Start))} «{(end < 0 ? text : text[..end] + "…" + span.Length.ToString(CultureInfo.InvariantCulture))}»";
    }

    /// <summary>Rules that read a template; those from 50 on in their hundred are about C# alone.</summary>
    [GeneratedRegex("^LD[1-4]0[0-4][0-9]$")]
    private static partial Regex OfChecks();
}
