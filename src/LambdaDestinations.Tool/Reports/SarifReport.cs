using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Tool.Inputs;

namespace LambdaDestinations.Tool.Reports;

/// <summary>
/// The report as SARIF 2.1.0 (OASIS), for GitHub, GitLab, Azure DevOps and editors. Paths are relative to the repository, so that
/// the report has no path of the machine and a code host finds the files.
/// </summary>
internal static class SarifReport
{
    private const string Root = "SRCROOT";

    // A finding about a whole resource shows its beginning in the host's own view.
    private const int MaximumSnippet = 1000;

    /// <summary>Writes a whole check.</summary>
    /// <param name="report">The check.</param>
    /// <param name="folder">The folder that the command ran in.</param>
    public static string Write(CheckReport report, string folder)
    {
        string root = RepositoryOf(folder);
        return JsonText.Of(writer => Write(writer, report, folder, root));
    }

    private static void Write(Utf8JsonWriter writer, CheckReport report, string folder, string root)
    {
        List<Rule> rules = [.. report.Findings.Concat(report.Accepted ?? []).Select(static x => x.Finding.Rule).DistinctBy(static x => x.Id).OrderBy(static x => x.Id, StringComparer.Ordinal)];
        writer.WriteStartObject();
        writer.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        writer.WriteString("version", "2.1.0");
        writer.WriteStartArray("runs");
        writer.WriteStartObject();
        WriteTool(writer, rules);
        WriteInvocation(writer, report, root, folder);
        writer.WriteString("columnKind", "utf16CodeUnits");
        writer.WriteStartObject("originalUriBaseIds");
        writer.WriteStartObject(Root);
        writer.WriteStartObject("description");
        writer.WriteString("text", "The root of the repository, or else the folder that the command ran in.");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartArray("results");
        Dictionary<string, int> fingerprints = new(StringComparer.Ordinal);
        foreach (ReportedFinding finding in report.Findings)
        {
            WriteResult(writer, finding, rules, root, fingerprints, isAccepted: false);
        }

        foreach (ReportedFinding finding in report.Accepted ?? [])
        {
            WriteResult(writer, finding, rules, root, fingerprints, isAccepted: true);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteTool(Utf8JsonWriter writer, List<Rule> rules)
    {
        writer.WriteStartObject("tool");
        writer.WriteStartObject("driver");
        writer.WriteString("name", "lambda-destinations");
        writer.WriteString("semanticVersion", ToolVersion.Text);
        writer.WriteString("informationUri", "https://github.com/lambda-destinations/lambda-destinations");
        writer.WriteStartArray("rules");
        foreach (Rule rule in rules)
        {
            writer.WriteStartObject();
            writer.WriteString("id", rule.Id);
            writer.WriteString("name", NameOf(rule));
            WriteText(writer, "shortDescription", rule.Title);
            WriteText(writer, "fullDescription", rule.Description);
            writer.WriteString("helpUri", rule.HelpLink);
            writer.WriteStartObject("help");
            writer.WriteString("text", $"{rule.Title}. See {rule.HelpLink}");
            if (RulePage.Find(rule.Id) is { } page)
            {
                writer.WriteString("markdown", page);
            }

            writer.WriteEndObject();
            writer.WriteStartObject("defaultConfiguration");
            writer.WriteString("level", Level(rule.Severity));
            writer.WriteEndObject();
            writer.WriteStartObject("properties");
            writer.WriteString("category", rule.Category);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteInvocation(Utf8JsonWriter writer, CheckReport report, string root, string folder)
    {
        writer.WriteStartArray("invocations");
        writer.WriteStartObject();
        writer.WriteBoolean("executionSuccessful", report.ExitCode != ExitCodes.Usage);
        writer.WriteNumber("exitCode", report.ExitCode);
        if (report.Inputs.Problems.Count > 0)
        {
            writer.WriteStartArray("toolExecutionNotifications");
            foreach (InputProblem problem in report.Inputs.Problems)
            {
                writer.WriteStartObject();
                writer.WriteString("level", "error");
                WriteText(writer, "message", problem.Message);
                writer.WriteStartArray("locations");
                writer.WriteStartObject();
                writer.WriteStartObject("physicalLocation");
                WriteArtifact(writer, root, Path.Combine(folder, problem.Path));
                writer.WriteEndObject();
                writer.WriteEndObject();
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteResult(Utf8JsonWriter writer, ReportedFinding reported, List<Rule> rules, string root, Dictionary<string, int> fingerprints, bool isAccepted)
    {
        Finding finding = reported.Finding;
        writer.WriteStartObject();
        writer.WriteString("ruleId", finding.Rule.Id);
        writer.WriteNumber("ruleIndex", rules.FindIndex(x => x.Id == finding.Rule.Id));
        writer.WriteString("level", Level(finding.Severity));
        WriteText(writer, "message", finding.Message);
        writer.WriteStartArray("locations");
        writer.WriteStartObject();
        writer.WriteStartObject("physicalLocation");
        WriteArtifact(writer, root, reported.Template.Path.FullPath);
        writer.WriteStartObject("region");
        if (reported is { Span: { } span, Start: { } start, End: { } end })
        {
            JsonReport.WritePosition(writer, start, end);
            writer.WriteNumber("charOffset", span.Start);
            writer.WriteNumber("charLength", span.Length);
            if (span.Length <= MaximumSnippet)
            {
                WriteText(writer, "snippet", reported.Template.Document.Text.Substring(span.Start, span.Length));
            }
        }
        else
        {
            // Code hosts show only what has a line.
            writer.WriteNumber("startLine", 1);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        (string? Name, string Kind)[] logical = [.. new[] { (reported.Handler, "member"), (reported.Construct, "resource") }.Where(static x => x.Item1 is not null)];
        if (logical.Length > 0)
        {
            writer.WriteStartArray("logicalLocations");
            foreach ((string? name, string kind) in logical)
            {
                writer.WriteStartObject();
                writer.WriteString("fullyQualifiedName", name);
                writer.WriteString("kind", kind);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
        if (isAccepted)
        {
            writer.WriteStartArray("suppressions");
            writer.WriteStartObject();
            writer.WriteString("kind", "inSource");
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        writer.WriteStartObject("partialFingerprints");
        writer.WriteString("lambdaDestinations/v1", Fingerprint(reported, root, fingerprints));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>The same for the same finding after lines moved: rule, file and message, and which of several it is.</summary>
    private static string Fingerprint(ReportedFinding reported, string root, Dictionary<string, int> seen)
    {
        string key = $"{reported.Finding.Rule.Id}\n{TemplatePaths.Display(root, reported.Template.Path.FullPath)}\n{reported.Finding.Message}";
        seen[key] = seen.TryGetValue(key, out int count) ? count + 1 : 0;
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(key + "\n" + seen[key].ToString(CultureInfo.InvariantCulture)));
        return Convert.ToHexString(hash, 0, 16);
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string text)
    {
        writer.WriteStartObject(name);
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }

    private static void WriteArtifact(Utf8JsonWriter writer, string root, string path)
    {
        string relative = TemplatePaths.Display(root, Path.GetFullPath(path));
        bool isInside = relative != ".." && !relative.StartsWith("../", StringComparison.Ordinal) && !Path.IsPathRooted(relative);
        writer.WriteStartObject("artifactLocation");
        writer.WriteString("uri", isInside ? string.Join('/', relative.Split('/').Select(Uri.EscapeDataString)) : new Uri(Path.GetFullPath(path)).AbsoluteUri);
        if (isInside)
        {
            writer.WriteString("uriBaseId", Root);
        }

        writer.WriteEndObject();
    }

    private static string RepositoryOf(string folder)
    {
        for (DirectoryInfo? candidate = new(folder); candidate is not null; candidate = candidate.Parent)
        {
            // A worktree and a submodule have a file of that name.
            string mark = Path.Combine(candidate.FullName, ".git");
            if (Directory.Exists(mark) || File.Exists(mark))
            {
                return candidate.FullName;
            }
        }

        return folder;
    }

    /// <summary>The title as one word of SARIF's: <c>TheTargetIsNotInTheTemplate</c>.</summary>
    private static string NameOf(Rule rule) => string.Concat(rule.Title
        .Split(' ')
        .Select(static x => new string([.. x.Where(char.IsAsciiLetterOrDigit)]))
        .Where(static x => x.Length > 0)
        .Select(static x => char.ToUpperInvariant(x[0]) + x[1..]));

    private static string Level(RuleSeverity severity) => severity switch
    {
        RuleSeverity.Error => "error",
        RuleSeverity.Warning => "warning",
        _ => "note",
    };
}
