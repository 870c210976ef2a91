using System.Linq;
using System.Text.Json;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Tool.Inputs;

namespace LambdaDestinations.Tool.Reports;

/// <summary>The audit for scripts. Kinds and causes are words; lines and columns count from 1.</summary>
internal static class AuditJson
{
    private const int SchemaVersion = 1;

    /// <summary>Writes a whole audit.</summary>
    public static string Write(AuditReport report) => JsonText.Of(writer => Write(writer, report));

    private static void Write(Utf8JsonWriter writer, AuditReport report)
    {
        writer.WriteStartObject();
        writer.WriteNumber("version", SchemaVersion);
        writer.WriteStartObject("tool");
        writer.WriteString("name", "lambda-destinations");
        writer.WriteString("version", ToolVersion.Text);
        writer.WriteEndObject();
        writer.WriteStartObject("summary");
        writer.WriteNumber("functions", report.Functions);
        writer.WriteNumber("rows", report.Rows.Count);
        writer.WriteNumber("losses", report.Losses);
        writer.WriteNumber("allowed", report.Allowed);
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
        writer.WriteStartArray("rows");
        foreach (AuditReportRow row in report.Rows)
        {
            Write(writer, row);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("loops");
        foreach ((TemplateInput input, Finding loop) in report.Loops)
        {
            writer.WriteStartObject();
            writer.WriteString("file", input.Path.DisplayPath);
            writer.WriteString("ruleId", loop.Rule.Id);
            writer.WriteString("message", loop.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, AuditReportRow reported)
    {
        AuditRow row = reported.Row;
        writer.WriteStartObject();
        writer.WriteString("file", reported.Input.Path.DisplayPath);
        writer.WriteString("function", row.Function.LogicalId);
        if (row.Handler is { } handler)
        {
            writer.WriteString("handler", handler);
        }

        writer.WriteString("event", row.Entry);
        writer.WriteString("mode", row.Mode?.ToString().ToLowerInvariant() ?? "unknown");
        writer.WriteBoolean("disabled", row.IsDisabled);
        JsonText.WriteTexts(writer, "notes", row.Notes);
        if (row.Case is { } errors)
        {
            writer.WriteString("when", errors);
        }

        // The function as it is written: attributes may have moved lines.
        if (reported.Input.Model.Find(row.Function.LogicalId) is { } function)
        {
            SourceSpan span = function.Entry.Key.Span;
            JsonReport.WritePosition(writer, reported.Input.Document.GetPosition(span.Start), reported.Input.Document.GetPosition(span.End));
        }

        writer.WriteStartObject("ends");
        foreach (AuditCell cell in row.Cells)
        {
            Write(writer, reported, cell);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, AuditReportRow reported, AuditCell cell)
    {
        writer.WriteStartObject(AuditRow.Word(cell.Cause));
        writer.WriteString("text", cell.Text);
        writer.WriteBoolean("loss", cell.IsLoss);
        writer.WriteBoolean("allowed", reported.Allowed.Contains(cell));
        writer.WriteStartArray("answers");
        foreach (AuditAnswer answer in cell.Answers)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(answer.Kind.ToString()));
            writer.WriteString("text", answer.Text);
            JsonText.WriteTexts(writer, "targets", answer.Targets);
            JsonText.WriteTexts(writer, "readers", answer.Readers);
            writer.WriteBoolean("mustFail", answer.MustFail);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
