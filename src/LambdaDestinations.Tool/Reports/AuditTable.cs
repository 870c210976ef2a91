using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Tool.Inputs;
using Spectre.Console;

namespace LambdaDestinations.Tool.Reports;

/// <summary>The audit for people: a table in short words, then in whole sentences what is lost or not known.</summary>
internal static class AuditTable
{
    /// <summary>Writes a whole audit.</summary>
    public static void Write(ToolConsole console, AuditReport report)
    {
        foreach (IGrouping<TemplateInput, AuditReportRow> file in report.Rows.GroupBy(static x => x.Input))
        {
            console.WriteLine(Excerpt.Printable(file.Key.Path.DisplayPath), "bold");
            AuditReportRow[] rows = [.. file];
            TextTable.Write(
                console,
                ["FUNCTION", "EVENT", .. AuditCell.Causes.Select(static x => AuditRow.Word(x).ToUpperInvariant())],
                [.. rows.Select(Cells)],
                x => rows[x].Losses.Count > 0 ? "yellow" : null);
        }

        WriteLegend(console, report);

        // Stages of one app have functions of one name.
        bool hasSeveral = report.Rows.Select(static x => x.Input).Distinct().Skip(1).Any();
        TemplateInput? last = null;
        foreach (AuditReportRow row in report.Rows.Where(static x => x.Losses.Count > 0 || x.Allowed.Count > 0 || x.Row.Cells.Any(static y => y.Answers.Any(static z => z.Kind == AuditAnswerKind.Unknown))))
        {
            if (hasSeveral && !ReferenceEquals(last, row.Input))
            {
                console.WriteLine(Excerpt.Printable(row.Input.Path.DisplayPath), "bold");
                last = row.Input;
            }

            foreach (string line in row.Row.Lines())
            {
                console.WriteLine(Excerpt.Printable(line), line.StartsWith(' ') ? null : row.Losses.Count > 0 ? "bold yellow" : "bold");
            }

            if (row.Allowed.Count > 0)
            {
                console.WriteLine($"  allowed: {string.Join(", ", row.Allowed.Select(static x => AuditRow.Word(x.Cause)))}", "green");
            }

            console.WriteLine();
        }

        foreach ((TemplateInput input, Finding loop) in report.Loops)
        {
            console.WriteLine(Excerpt.Printable($"loop: {loop.Message} ({loop.Rule.Id}, {input.Path.DisplayPath})"), "bold yellow");
        }

        if (report.Loops.Count > 0)
        {
            console.WriteLine();
        }

        Summarize(console, report);
    }

    /// <summary>Writes what is lost, beside a report in a file.</summary>
    public static void WriteLosses(ToolConsole console, AuditReport report)
    {
        foreach (ReportedFinding loss in report.ToCheck().Findings)
        {
            HumanReport.Write(console, loss);
            console.WriteLine();
        }

        Summarize(console, report);
    }

    private static void WriteLegend(ToolConsole console, AuditReport report)
    {
        (string Word, string Meaning)[] legend = [.. AuditText.Legend(report.Rows.SelectMany(static x => x.Row.Cells.Select(y => (y, x.Allowed.Contains(y)))))];
        int width = legend.Select(static x => x.Word.GetCellWidth()).DefaultIfEmpty().Max();
        foreach ((string word, string meaning) in legend)
        {
            console.WriteLine($"{word}{new string(' ', width - word.GetCellWidth())}  {meaning}", "grey");
        }

        if (legend.Length > 0)
        {
            console.WriteLine();
        }
    }

    private static string[] Cells(AuditReportRow row) =>
        [.. new[] { row.Row.Function.LogicalId, AuditText.Entry(row.Row) }.Concat(row.Row.Cells.Select(x => AuditText.Short(x, row.Allowed.Contains(x)))).Select(Excerpt.Printable)];

    private static void Summarize(ToolConsole console, AuditReport report)
    {
        string head = $"{Number(report.Functions, "function")}, {Number(report.Rows.Count, "way")} in";
        string tail = (report.Losses > 0 ? $"{report.Losses.ToString(CultureInfo.InvariantCulture)} with losses" : report.Rows.Count == 0 ? "nothing to follow" : "no event is lost by failure, time-out, throttling or age")
            + (report.Allowed > 0 ? $", {report.Allowed.ToString(CultureInfo.InvariantCulture)} with losses that are allowed" : "");
        console.WriteLine($"{head}: {tail}", report.Losses > 0 ? "bold yellow" : "green");
    }

    private static string Number(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
