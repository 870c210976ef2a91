using System.Text.Json;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Tool.Inputs;

namespace LambdaDestinations.Tool.Reports;

/// <summary>The report for scripts. Lines and columns count from 1, columns and offsets in UTF-16 code units; ends are exclusive.</summary>
internal static class JsonReport
{
    /// <summary>The version of the report's shape.</summary>
    private const int SchemaVersion = 1;

    /// <summary>Writes a whole check.</summary>
    public static string Write(CheckReport report) => JsonText.Of(writer => Write(writer, report));

    private static void Write(Utf8JsonWriter writer, CheckReport report)
    {
        writer.WriteStartObject();
        writer.WriteNumber("version", SchemaVersion);
        writer.WriteStartObject("tool");
        writer.WriteString("name", "lambda-destinations");
        writer.WriteString("version", ToolVersion.Text);
        writer.WriteEndObject();
        writer.WriteStartObject("summary");
        writer.WriteNumber("templates", report.Inputs.Templates.Count);
        writer.WriteNumber("errors", report.Count(RuleSeverity.Error));
        writer.WriteNumber("warnings", report.Count(RuleSeverity.Warning));
        writer.WriteNumber("infos", report.Count(RuleSeverity.Info));
        writer.WriteString("threshold", CheckReport.Word(report.Threshold));
        writer.WriteNumber("exitCode", report.ExitCode);
        writer.WriteEndObject();
        writer.WriteStartArray("problems");
        foreach (InputProblem problem in report.Inputs.Problems)
        {
            writer.WriteStartObject();
            writer.WriteString("file", problem.Path);
            writer.WriteString("message", problem.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("findings");
        foreach (ReportedFinding finding in report.Findings)
        {
            Write(writer, finding);
        }

        writer.WriteEndArray();
        if (report.Accepted is { } accepted)
        {
            writer.WriteStartArray("accepted");
            foreach (ReportedFinding finding in accepted)
            {
                Write(writer, finding);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ReportedFinding reported)
    {
        Rule rule = reported.Finding.Rule;
        writer.WriteStartObject();
        writer.WriteString("ruleId", rule.Id);
        writer.WriteString("severity", CheckReport.Word(reported.Finding.Severity));
        writer.WriteString("category", rule.Category);
        writer.WriteString("title", rule.Title);
        writer.WriteString("message", reported.Finding.Message);
        writer.WriteString("helpLink", rule.HelpLink);
        writer.WriteString("file", reported.Template.Path.DisplayPath);
        if (reported is { Span: { } span, Start: { } start, End: { } end })
        {
            WritePosition(writer, start, end);
            writer.WriteNumber("offset", span.Start);
            writer.WriteNumber("length", span.Length);
        }

        if (reported.Handler is { } handler)
        {
            writer.WriteString("handler", handler);
        }

        if (reported.Construct is { } construct)
        {
            writer.WriteString("construct", construct);
        }

        writer.WriteEndObject();
    }

    internal static void WritePosition(Utf8JsonWriter writer, TemplatePosition start, TemplatePosition end)
    {
        writer.WriteNumber("startLine", start.Line + 1);
        writer.WriteNumber("startColumn", start.Character + 1);
        writer.WriteNumber("endLine", end.Line + 1);
        writer.WriteNumber("endColumn", end.Character + 1);
    }
}
