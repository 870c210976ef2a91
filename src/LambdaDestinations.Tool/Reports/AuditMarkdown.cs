using System.Linq;
using System.Text;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Tool.Inputs;

namespace LambdaDestinations.Tool.Reports;

/// <summary>The audit as Markdown, for a pull request or a document: one table for each template.</summary>
internal static class AuditMarkdown
{
    // What Markdown and HTML would read as their own.
    private const string Special = "\\`*_{}[]<>|#~$&";

    /// <summary>Writes a whole audit. Lines end with <c>\n</c>.</summary>
    public static string Write(AuditReport report)
    {
        StringBuilder text = new("# Where events end\n");
        foreach (IGrouping<TemplateInput, AuditReportRow> file in report.Rows.GroupBy(static x => x.Input))
        {
            text.Append("\n## ").Append(Escape(file.Key.Path.DisplayPath)).Append("\n\n| function | event | ");
            text.AppendJoin(" | ", AuditCell.Causes.Select(AuditText.Heading)).Append(" |\n|---|---|").Append(string.Concat(AuditCell.Causes.Select(static _ => "---|"))).Append('\n');
            foreach (AuditReportRow row in file)
            {
                text.Append("| ").Append(Escape(row.Row.Function.LogicalId)).Append(" | ").Append(Escape(AuditText.Entry(row.Row)));
                foreach (AuditCell cell in row.Row.Cells)
                {
                    string mark = row.Losses.Contains(cell) ? "**" : "";
                    text.Append(" | ").Append(mark).Append(Escape(cell.Text)).Append(mark).Append(row.Allowed.Contains(cell) ? " (allowed)" : "");
                }

                text.Append(" |\n");
            }
        }

        if (report.Loops.Count > 0)
        {
            text.Append("\n## Loops\n\n");
            foreach ((TemplateInput input, Finding loop) in report.Loops)
            {
                text.Append("- ").Append(Escape($"{loop.Message} ({loop.Rule.Id}, {input.Path.DisplayPath})")).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Escape(string text)
    {
        StringBuilder escaped = new();
        foreach (char character in Excerpt.Printable(text).ReplaceLineEndings(" "))
        {
            if (Special.Contains(character, System.StringComparison.Ordinal))
            {
                escaped.Append('\\');
            }

            escaped.Append(character);
        }

        return escaped.ToString();
    }
}
