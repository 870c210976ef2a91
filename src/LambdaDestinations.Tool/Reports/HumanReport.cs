using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Tool.Inputs;

namespace LambdaDestinations.Tool.Reports;

/// <summary>The report for people: one line per finding as compilers write them, its excerpt, a summary.</summary>
internal static class HumanReport
{
    /// <summary>Writes a whole check.</summary>
    public static void Write(ToolConsole console, CheckReport report)
    {
        foreach (ReportedFinding finding in report.Findings)
        {
            Write(console, finding);
            console.WriteLine();
        }

        foreach (ReportedFinding finding in report.Accepted ?? [])
        {
            console.Write("accepted: ", "green");
            Write(console, finding);
            console.WriteLine();
        }

        foreach (InputProblem problem in report.Inputs.Problems)
        {
            console.Write($"{Excerpt.Printable(problem.Path)}: ", "bold");
            console.Write("error: ", "bold red");
            console.WriteLine(Excerpt.Printable(problem.Message));
        }

        Summarize(console, report);
    }

    /// <summary>Writes one finding with its excerpt.</summary>
    public static void Write(ToolConsole console, ReportedFinding reported)
    {
        Finding finding = reported.Finding;
        console.Write(Excerpt.Printable(reported.Template.Path.DisplayPath), "bold");
        if (reported.Start is { } start)
        {
            console.Write(string.Create(CultureInfo.InvariantCulture, $":{start.Line + 1}:{start.Character + 1}"), "bold");
        }

        console.Write(": ");
        console.Write($"{CheckReport.Word(finding.Severity)} {finding.Rule.Id}: ", StyleOf(finding.Severity));
        console.Write(Excerpt.Printable(finding.Message));
        console.Write(reported.Handler is { } handler ? $" (on {handler})" : "");
        console.WriteLine(reported.Construct is { } construct ? $" (at {Excerpt.Printable(construct)})" : "");
        if (reported is { Start: { } position, Span: { } span })
        {
            Excerpt excerpt = Excerpt.Of(reported.Template.Document, span);
            string number = (position.Line + 1).ToString(CultureInfo.InvariantCulture).PadLeft(5);
            console.Write($"{number} | ", "grey");
            console.WriteLine(excerpt.Line);
            console.Write("      | ", "grey");
            console.WriteLine(excerpt.Carets, StyleOf(finding.Severity));
        }
    }

    private static void Summarize(ToolConsole console, CheckReport report)
    {
        int templates = report.Inputs.Templates.Count;
        int unread = report.Inputs.Problems.Count;
        string head = $"{Number(templates, "template")} checked"
            + (unread > 0 ? $", {unread} unreadable" : "")
            + (report.Inputs.Skipped.Count > 0 ? $", {Number(report.Inputs.Skipped.Count, "other file")} skipped" : "");
        head += report.Accepted is { Count: > 0 } accepted ? $", {Number(accepted.Count, "deviation")} accepted" : "";
        if (report.Findings.Count == 0)
        {
            console.WriteLine(templates == 0 && unread > 0 ? head : $"{head}: nothing found", unread > 0 ? "yellow" : "green");
            return;
        }

        string counts = string.Join(", ", new[] { RuleSeverity.Error, RuleSeverity.Warning, RuleSeverity.Info }
            .Where(x => report.Count(x) > 0)
            .Select(x => Number(report.Count(x), CheckReport.Word(x))));
        console.WriteLine($"{head}: {counts}", StyleOf(report.Findings.Max(static x => x.Finding.Severity)));
        string first = report.Findings.MaxBy(static x => x.Finding.Severity)!.Finding.Rule.Id;
        console.WriteLine($"What a rule means: lambda-destinations explain {first}", "grey");
    }

    private static string Number(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    internal static string StyleOf(RuleSeverity severity) => severity switch
    {
        RuleSeverity.Error => "bold red",
        RuleSeverity.Warning => "bold yellow",
        _ => "bold blue",
    };
}
