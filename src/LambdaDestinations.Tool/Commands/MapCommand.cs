using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using LambdaDestinations.Templates.Map;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Update;
using LambdaDestinations.Tool.Inputs;
using LambdaDestinations.Tool.Reports;

namespace LambdaDestinations.Tool.Commands;

/// <summary><c>map</c>: triggers, functions, destinations and dead-letter queues as a picture.</summary>
internal sealed class MapCommand : ToolCommand
{
    private readonly Argument<string[]> _paths = new("paths")
    {
        Description = $"Templates, folders or patterns. Default: {TemplatePaths.UsualNames} and cdk.out/**/*.template.json of the current folder.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string[]> _assemblies = new("--assembly", "-a")
    {
        Description = "An assembly whose attributes are drawn as if they had been applied. May be given more than once.",
        HelpName = "assembly.dll",
    };

    private readonly Option<string?> _format = new("--format", "-f") { Description = "What to draw; default: by the ending of --output, else mermaid." };

    private readonly Option<string?> _output = new("--output", "-o") { Description = "The file to write; default: standard output.", HelpName = "file" };

    public MapCommand(ToolConsole console)
        : base("map", "Draws the flow of events and records: triggers, functions, destinations, dead-letter queues.", console)
    {
        Add(_paths);
        Add(_assemblies);
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
        List<AssemblyInput> assemblies = [.. (parsed.GetValue(_assemblies) ?? []).Select(x => AssemblyInput.Read(Console.Folder, x))];
        TemplateInputs inputs = TemplateInputs.Read(TemplatePaths.Find(Console.Folder, parsed.GetValue(_paths) ?? []), cancellationToken);
        int code = ReportUnreadable(inputs);
        Dictionary<TemplateInput, List<AssemblyInput>> byTemplate = HandlerHomes.Find(inputs.Templates, assemblies);
        List<(TemplateInput Template, TemplateModel Model)> models = [];
        Console.ForEach("Reading", [.. inputs.Templates.Where(static x => !x.IsBroken)], template =>
        {
            (TemplateModel model, bool isWhole) = Apply(template, byTemplate[template], cancellationToken);
            code = Math.Max(code, isWhole ? ExitCodes.Clean : ExitCodes.Findings);
            models.Add((template, model));
        });
        if (models.Count == 0)
        {
            return ExitCodes.Usage;
        }

        Output.Write(Console, file, Render(format, models, cancellationToken));
        if (file is not null and not "-")
        {
            Console.WriteLine($"wrote {file}", "green");
        }

        return code;
    }

    private static string Render(string format, List<(TemplateInput Template, TemplateModel Model)> models, CancellationToken cancellationToken)
    {
        List<(TemplateInput Template, FlowGraph Graph)> graphs = [];
        foreach ((TemplateInput template, TemplateModel model) in models)
        {
            cancellationToken.ThrowIfCancellationRequested();
            graphs.Add((template, FlowGraph.Read(model)));
        }

        return format == "json"
            ? FlowGraphJson.Write([.. graphs.Zip(models, static (x, y) => (x.Template.Path.DisplayPath, y.Model, x.Graph))])
            : FlowMapFormats.Render(Enum.Parse<FlowMapFormat>(format, ignoreCase: true), [.. graphs.Select(static x => FlowMap.Of(x.Template.Path.DisplayPath, x.Graph))]);
    }

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
    private (TemplateModel Model, bool IsWhole) Apply(TemplateInput template, List<AssemblyInput> assemblies, CancellationToken cancellationToken)
    {
        TemplateDocument document = template.Document;
        bool isWhole = true;
        foreach (AssemblyInput assembly in assemblies)
        {
            TemplateUpdate update = TemplateUpdater.Update(document, assembly.Manifest, assembly.Name, cancellationToken);
            document = update.Document;
            if (update.HasErrors)
            {
                isWhole = false;
                Tell(template, update.Findings.Where(static x => x.Rule.Severity == RuleSeverity.Error), assembly.Manifest.Handlers);
                Console.Error.WriteLine($"{template.Path.DisplayPath} is drawn without the attributes of {assembly.Name}");
            }
        }

        return (document == template.Document ? template.Model : TemplateModel.Read(document), isWhole);
    }

    private int ReportUnreadable(TemplateInputs inputs)
    {
        foreach (InputProblem problem in inputs.Problems)
        {
            Console.Error.WriteLine($"{problem.Path}: error: {problem.Message}");
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
