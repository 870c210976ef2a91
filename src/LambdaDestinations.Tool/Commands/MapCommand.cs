using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using LambdaDestinations.Drawing;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Map;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;
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
        List<(string Path, TemplateModel Model, FlowGraph Graph)> maps = [];
        Console.ForEach("Reading", [.. inputs.Templates.Where(static x => !x.IsBroken)], template =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            (TemplateModel model, bool isWhole) = Apply(template, assemblies, cancellationToken);
            code = Math.Max(code, isWhole ? ExitCodes.Clean : ExitCodes.Findings);
            maps.Add((template.Path.DisplayPath, model, FlowGraph.Of(model)));
        });
        if (maps.Count == 0)
        {
            return code;
        }

        Output.Write(Console, file, Render(format, maps));
        if (file is not null and not "-")
        {
            Console.WriteLine($"wrote {Excerpt.Printable(file)}", "green");
        }

        return code;
    }

    private static string Render(string format, List<(string Path, TemplateModel Model, FlowGraph Graph)> maps) => format == "json"
        ? PrintableText.EscapeJson(JsonFlowMap.Render([.. maps.Select(static x => (x.Path, x.Model.Document, x.Graph))]))
        : FlowMapFormats.Render(Enum.Parse<FlowMapFormat>(format, ignoreCase: true), WithoutEmpty([.. maps.Select(static x => FlowMap.Of(x.Path, x.Graph))]));

    /// <summary>Of many stacks those that have something to draw; of nothing at all the titles, so that it is seen.</summary>
    private static List<FlowMap> WithoutEmpty(List<FlowMap> maps) => maps.Exists(static x => x.Nodes.Count > 0) ? maps.FindAll(static x => x.Nodes.Count > 0) : maps;

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

    /// <summary>The template as it would be with the attributes applied; as it is, and told, when they cannot be.</summary>
    private (TemplateModel Model, bool IsWhole) Apply(TemplateInput template, IReadOnlyList<AssemblyInput> assemblies, CancellationToken cancellationToken)
    {
        TemplateDocument document = template.Document;
        bool isWhole = true;
        foreach (AssemblyInput assembly in assemblies)
        {
            TemplateUpdate update = TemplateUpdater.Update(document == template.Document ? template.Model : template.Model.With(document), assembly.Manifest, assembly.Name, cancellationToken);
            document = update.Document;
            if (update.HasErrors)
            {
                isWhole = false;
                Tell(template, update.Findings.Where(static x => x.Rule.Severity == RuleSeverity.Error), assembly.Manifest.Handlers);
                Console.Error.WriteLine(Excerpt.Printable($"{template.Path.DisplayPath} is drawn without the attributes of {assembly.Name}"));
            }
        }

        return (document == template.Document ? template.Model : template.Model.With(document), isWhole);
    }

    private int ReportUnreadable(TemplateInputs inputs)
    {
        foreach (InputProblem problem in inputs.Problems)
        {
            Console.Error.WriteLine(Excerpt.Printable($"{problem.Path}: error: {problem.Message}"));
        }

        foreach (TemplateInput template in inputs.Templates.Where(static x => x.IsBroken))
        {
            Tell(template, template.SyntaxFindings, []);
        }

        return inputs.Problems.Count > 0 || inputs.Templates.Any(static x => x.IsBroken) ? ExitCodes.Usage : ExitCodes.Clean;
    }

    private void Tell(TemplateInput template, IEnumerable<Finding> findings, IReadOnlyList<HandlerModel> handlers)
    {
        // Standard output is the map's.
        ToolConsole error = new(Console.Error, Console.Error, Console.Folder);
        foreach (Finding finding in findings)
        {
            HumanReport.Write(error, ReportedFinding.Of(template, finding, handlers));
        }
    }
}
