using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Tool.Inputs;
using LambdaDestinations.Tool.Reports;

namespace LambdaDestinations.Tool.Commands;

/// <summary><c>audit</c>: for each function each way that an event enters, and where it ends.</summary>
internal sealed class AuditCommand : TemplatesCommand
{
    private readonly Option<string> _format = new("--format", "-f") { Description = "How to report.", DefaultValueFactory = static _ => "table" };

    private readonly Option<string?> _output = new("--output", "-o") { Description = "The file to write the report to; default: standard output.", HelpName = "file" };

    private readonly Option<string[]> _allow = new("--allow")
    {
        Description = "Losses that are meant: Function:cause, with failure, timeout, throttled, age or delivery; * stands for all. May be given more than once.",
        HelpName = "Function:cause",
    };

    public AuditCommand(ToolConsole console)
        : base("audit", "Shows for each function where its events end: when it succeeds, fails, times out, is throttled, and so on.", "An assembly whose attributes are audited as if they had been applied.", console)
    {
        Add(_format.AcceptOnlyFromAmong("table", "json", "markdown", "sarif"));
        Add(_output);
        Add(_allow);
    }

    /// <inheritdoc />
    public override string Examples =>
        """
        lambda-destinations audit
        lambda-destinations audit "stacks/**/*.yaml" --format markdown --output audit.md
        lambda-destinations audit template.yaml --allow Nightly:failure,Nightly:timeout --allow "Cleanup:*"
        dnx LambdaDestinations.Tool audit cdk.out --format sarif --output audit.sarif
        """;

    protected override int Execute(ParseResult parsed, CancellationToken cancellationToken)
    {
        AuditAllowance[] allowances = [.. (parsed.GetValue(_allow) ?? []).SelectMany(static x => x.Split(',', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } parts ? parts : [x]).Select(AuditAllowance.Parse)];
        (TemplateInputs inputs, IReadOnlyList<AssemblyInput> assemblies) = Read(parsed, cancellationToken);
        int code = ReportUnreadable(inputs);
        List<(TemplateInput Input, AuditTemplate Template)> templates = [];
        Console.ForEach("Reading", [.. inputs.Templates.Where(static x => !x.IsBroken)], template =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            (TemplateModel model, bool isWhole) = Apply(template, assemblies, "audited", cancellationToken);
            code = Math.Max(code, isWhole ? ExitCodes.Clean : ExitCodes.Findings);
            templates.Add((template, new AuditTemplate(template.Path.DisplayPath, model) { Code = CodeOf(model, assemblies) }));
        });
        AuditReport report = AuditReport.Of(templates, Audit.Of([.. templates.Select(static x => x.Template)], cancellationToken), inputs, allowances, code);
        Report(report, parsed.GetValue(_format)!, parsed.GetValue(_output));
        foreach (AuditAllowance unused in report.Unused)
        {
            Console.Error.WriteLine(Excerpt.Printable($"--allow {unused}: nothing of it is lost"));
        }

        return report.ExitCode;
    }

    private void Report(AuditReport report, string format, string? file)
    {
        bool isFile = file is not null and not "-";
        switch (format)
        {
            case "json":
                Output.Write(Console, file, AuditJson.Write(report));
                break;
            case "markdown":
                Output.Write(Console, file, AuditMarkdown.Write(report));
                break;
            case "sarif":
                Output.Write(Console, file, SarifReport.Write(report.ToCheck(), Console.Folder));
                break;
            default:
                if (isFile)
                {
                    using System.IO.StringWriter text = new() { NewLine = "\n" };
                    AuditTable.Write(new ToolConsole(text, Console.Error, Console.Folder), report);
                    Output.Write(Console, file, text.ToString());
                }
                else
                {
                    AuditTable.Write(Console, report);
                }

                break;
        }

        // What goes to a file is for machines: the log still tells people what is lost.
        if (isFile)
        {
            AuditTable.WriteLosses(Console, report);
        }
    }

    /// <summary>The methods that functions of a template run, of the assemblies that are given.</summary>
    private static Dictionary<string, string> CodeOf(TemplateModel template, IReadOnlyList<AssemblyInput> assemblies)
    {
        Dictionary<string, string> methods = new(StringComparer.Ordinal);
        foreach (TemplateResource function in template.Resources.Where(static x => x.IsFunction))
        {
            string[] handler = (ResourceNames.Literal(template, template.FunctionProperty(function, "Handler")) ?? "").Split("::");
            if (handler.Length == 3 && assemblies.Any(x => x.Name == handler[0]))
            {
                methods[function.LogicalId] = $"{handler[1].Replace('+', '.')}.{handler[2]}";
            }
        }

        return methods;
    }
}
