using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Tool.Inputs;
using LambdaDestinations.Tool.Reports;

namespace LambdaDestinations.Tool.Commands;

/// <summary><c>check</c>: all rules over templates.</summary>
internal sealed class CheckCommand : TemplatesCommand
{
    private readonly Option<string> _format = new("--format", "-f") { Description = "How to report.", DefaultValueFactory = static _ => "human" };

    private readonly Option<string?> _output = new("--output", "-o") { Description = "The file to write the report to; default: standard output. A summary for people still goes to standard output.", HelpName = "file" };

    private readonly Option<string> _severity = new("--severity")
    {
        Description = "From which severity a finding fails the run (exit code 1). All findings are reported.",
        DefaultValueFactory = static _ => "warning",
    };

    private readonly Option<string[]> _suppress = new("--suppress") { Description = "Rules to leave out: LD3005, or LD3005,LD2001. May be given more than once.", HelpName = "LDnnnn" };

    private readonly Option<string[]> _enable = new("--enable") { Description = "Rules that are off until they are asked for: LD4026. May be given more than once.", HelpName = "LDnnnn" };

    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Lists where a template deviates from the attributes and accepts it (ld:ignore), too." };

    public CheckCommand(ToolConsole console)
        : base("check", "Checks SAM and CloudFormation templates, CDK output too, by all rules.", "An assembly whose attributes are checked against the templates, too.", console)
    {
        Add(_format.AcceptOnlyFromAmong("human", "json", "sarif"));
        Add(_output);
        Add(_severity.AcceptOnlyFromAmong("info", "warning", "error"));
        Add(_suppress);
        Add(_enable);
        Add(_verbose);
    }

    /// <inheritdoc />
    public override string Examples =>
        """
        lambda-destinations check
        lambda-destinations check template.yaml --assembly bin/Release/net10.0/App.dll --verbose
        lambda-destinations check "stacks/**/*.yaml" --severity error --suppress LD3005
        cdk synth && lambda-destinations check cdk.out --format sarif --output lambda-destinations.sarif
        """;

    protected override int Execute(ParseResult parsed, CancellationToken cancellationToken)
    {
        HashSet<string> suppressed = [.. (parsed.GetValue(_suppress) ?? []).SelectMany(static x => x.Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(static x => RuleIds.Find(x).Id)];
        Rule[] enabled = [.. (parsed.GetValue(_enable) ?? []).SelectMany(static x => x.Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(RuleIds.Find)];
        (TemplateInputs inputs, IReadOnlyList<AssemblyInput> assemblies) = Read(parsed, cancellationToken);
        List<ReportedFinding> findings = [];
        List<ReportedFinding> accepted = [];
        Console.ForEach("Checking", inputs.Templates, template =>
        {
            (IEnumerable<ReportedFinding> found, IEnumerable<ReportedFinding> ofDeviations) = Check(template, assemblies, enabled, cancellationToken);
            findings.AddRange(found.Where(x => !suppressed.Contains(x.Finding.Rule.Id)));
            accepted.AddRange(ofDeviations);
        });
        CheckReport report = new(findings, inputs, Enum.Parse<RuleSeverity>(parsed.GetValue(_severity)!, ignoreCase: true))
        {
            Accepted = parsed.GetValue(_verbose) ? accepted : null,
        };
        Report(report, parsed.GetValue(_format)!, parsed.GetValue(_output));
        return report.ExitCode;
    }

    private void Report(CheckReport report, string format, string? file)
    {
        switch (format)
        {
            case "json":
                Output.Write(Console, file, JsonReport.Write(report));
                break;
            case "sarif":
                Output.Write(Console, file, SarifReport.Write(report, Console.Folder));
                break;
            default:
                if (file is not null and not "-")
                {
                    using StringWriter text = new() { NewLine = "\n" };
                    HumanReport.Write(new ToolConsole(text, Console.Error, Console.Folder), report);
                    Output.Write(Console, file, text.ToString());
                }

                break;
        }

        // What goes to a file is for machines: the log still tells people what is wrong.
        if (format == "human" || file is not null and not "-")
        {
            HumanReport.Write(Console, report);
        }
    }

    /// <summary>All findings of a template, then where it deviates from the attributes and accepts it.</summary>
    private static (IEnumerable<ReportedFinding> Findings, IEnumerable<ReportedFinding> Accepted) Check(TemplateInput template, IReadOnlyList<AssemblyInput> assemblies, Rule[] enabled, CancellationToken cancellationToken)
    {
        HandlerModel[] handlers = [.. assemblies.SelectMany(static x => x.Manifest.Handlers)];
        if (template.IsBroken)
        {
            // A template that cannot be parsed says where; what the rest of it means is not known.
            return (InOrder(template, template.SyntaxFindings, handlers), []);
        }

        (IReadOnlyList<Finding> findings, IReadOnlyList<Finding> accepted) =
            AssemblyChecks.Check(template.Model, [.. assemblies.Select(static x => new CheckedAssembly(x.Name, x.Manifest, x.Handlers))], enabled, cancellationToken);
        return (InOrder(template, findings, handlers), InOrder(template, accepted, handlers));
    }

    private static IEnumerable<ReportedFinding> InOrder(TemplateInput template, IEnumerable<Finding> findings, HandlerModel[] handlers) => findings
        .Distinct()
        .Select(x => ReportedFinding.Of(template, x, handlers))
        .OrderBy(static x => x.Span?.Start ?? -1)
        .ThenBy(static x => x.Finding.Rule.Id, StringComparer.Ordinal);
}
