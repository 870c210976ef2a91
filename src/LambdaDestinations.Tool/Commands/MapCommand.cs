using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using LambdaDestinations.Drawing;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Map;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Tool.Inputs;
using LambdaDestinations.Tool.Reports;

namespace LambdaDestinations.Tool.Commands;

/// <summary><c>map</c>: triggers, functions, destinations and dead-letter queues as a picture.</summary>
internal sealed class MapCommand : TemplatesCommand
{
    private readonly Option<string?> _format = new("--format", "-f") { Description = "What to draw; default: by the ending of --output, else mermaid." };

    private readonly Option<string?> _output = new("--output", "-o") { Description = "The file to write; default: standard output.", HelpName = "file" };

    public MapCommand(ToolConsole console)
        : base("map", "Draws the flow of events and records: triggers, functions, destinations, dead-letter queues.", "An assembly whose attributes are drawn as if they had been applied.", console)
    {
        Add(_format.AcceptOnlyFromAmong("mermaid", "markdown", "svg", "html", "json"));
        Add(_output);
    }

    /// <inheritdoc />
    public override string Examples =>
        """
        lambda-destinations map
        lambda-destinations map template.yaml --output docs/flow.md
        lambda-destinations map template.yaml --assembly bin/Release/net10.0/App.dll --output flow.svg
        lambda-destinations map cdk.out --format json
        """;

    protected override int Execute(ParseResult parsed, CancellationToken cancellationToken)
    {
        string? file = parsed.GetValue(_output);
        string format = parsed.GetValue(_format) ?? FormatOf(file);
        (TemplateInputs inputs, IReadOnlyList<AssemblyInput> assemblies) = Read(parsed, cancellationToken);
        int code = ReportUnreadable(inputs);
        List<AuditTemplate> templates = [];
        Console.ForEach("Reading", [.. inputs.Templates.Where(static x => !x.IsBroken)], template =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            (TemplateModel model, bool isWhole) = Apply(template, assemblies, "drawn", cancellationToken);
            code = Math.Max(code, isWhole ? ExitCodes.Clean : ExitCodes.Findings);
            templates.Add(new AuditTemplate(template.Path.DisplayPath, model));
        });
        if (templates.Count == 0)
        {
            return code;
        }

        Output.Write(Console, file, Render(format, templates, cancellationToken));
        if (file is not null and not "-")
        {
            Console.WriteLine($"wrote {Excerpt.Printable(file)}", "green");
        }

        return code;
    }

    private static string Render(string format, List<AuditTemplate> templates, CancellationToken cancellationToken) => format == "json"
        ? PrintableText.EscapeJson(JsonFlowMap.Render([.. templates.Select(static x => (x.Name, x.Template.Document, FlowGraph.Of(x.Template)))]))
        : FlowMapFormats.Render(Enum.Parse<FlowMapFormat>(format, ignoreCase: true), FlowMap.Of(templates, format == "html" ? Audit.Of(templates, cancellationToken) : []));

    private static string FormatOf(string? file)
    {
        if (file is null or "-")
        {
            return "mermaid";
        }

        if (Path.GetExtension(file) is ".json")
        {
            return "json";
        }

        return FlowMapFormats.FromPath(file)?.ToString().ToLowerInvariant()
            ?? throw new ToolException($"'{file}' ends with none of .mmd, .md, .svg, .html, .json: say the format with --format");
    }
}
