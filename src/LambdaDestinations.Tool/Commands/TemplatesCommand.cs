using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;
using LambdaDestinations.Tool.Inputs;
using LambdaDestinations.Tool.Reports;

namespace LambdaDestinations.Tool.Commands;

/// <summary>A command over many templates, and the assemblies whose handlers they run.</summary>
internal abstract class TemplatesCommand : ToolCommand
{
    private readonly Argument<string[]> _paths = new("paths")
    {
        Description = $"Templates, folders or patterns (stacks/**/*.yaml). Default: {TemplatePaths.UsualNames} and cdk.out/**/*.template.json of the current folder.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string[]> _assemblies;

    protected TemplatesCommand(string name, string description, string assemblyDescription, ToolConsole console)
        : base(name, description, console)
    {
        _assemblies = new("--assembly", "-a") { Description = assemblyDescription + " May be given more than once.", HelpName = "assembly.dll" };
        Add(_paths);
        Add(_assemblies);
    }

    /// <summary>Reads what the command line names.</summary>
    /// <returns>The templates and the assemblies.</returns>
    /// <exception cref="ToolException">There is no such file, or no template among them.</exception>
    protected (TemplateInputs Inputs, IReadOnlyList<AssemblyInput> Assemblies) Read(ParseResult parsed, CancellationToken cancellationToken)
    {
        List<AssemblyInput> assemblies = [];
        foreach (string assembly in parsed.GetValue(_assemblies) ?? [])
        {
            assemblies.Add(AssemblyInput.Read(Console.Folder, assembly));
        }

        TemplateInputs inputs = TemplateInputs.Read(TemplatePaths.Find(Console.Folder, parsed.GetValue(_paths) ?? [], Name), cancellationToken);
        if (inputs.Templates.Count == 0 && inputs.Problems.Count == 0)
        {
            throw new ToolException($"No file among the {inputs.Skipped.Count} found is a CloudFormation template: {string.Join(", ", inputs.Skipped.Take(5))}{(inputs.Skipped.Count > 5 ? ", …" : "")}");
        }

        return (inputs, assemblies);
    }

    /// <summary>The template as it would be with the attributes applied; as it is, and told, when they cannot be.</summary>
    /// <param name="template">The template.</param>
    /// <param name="assemblies">The assemblies with the handlers that it runs.</param>
    /// <param name="done">What is done with it, in a message.</param>
    /// <param name="cancellationToken">Stops between assemblies.</param>
    protected (TemplateModel Model, bool IsWhole) Apply(TemplateInput template, IReadOnlyList<AssemblyInput> assemblies, string done, CancellationToken cancellationToken)
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
                Tell(template, update.Findings.Where(static x => x.Rule.Severity == RuleSeverity.Error && x.Rule != TemplateRules.Misshapen), assembly.Manifest.Handlers);
                Console.Error.WriteLine(Excerpt.Printable($"{template.Path.DisplayPath} is {done} without the attributes of {assembly.Name}"));
            }
        }

        return (document == template.Document ? template.Model : template.Model.With(document), isWhole);
    }

    /// <summary>Tells of what could not be read.</summary>
    /// <returns>The exit code that this alone makes.</returns>
    protected int ReportUnreadable(TemplateInputs inputs)
    {
        foreach (InputProblem problem in inputs.Problems)
        {
            Console.Error.WriteLine(Excerpt.Printable($"{problem.Path}: error: {problem.Message}"));
        }

        foreach (TemplateInput template in inputs.Templates.Where(static x => x.IsBroken))
        {
            Tell(template, template.SyntaxFindings, []);
        }

        bool isMisshapen = false;
        foreach (TemplateInput template in inputs.Templates)
        {
            // The rest of such a template is read all the same.
            Finding[] findings = [.. TemplateStructure.Check(template.Model).Where(x => !IgnoreMarkers.Of(template.Model).Ignores(x))];
            Tell(template, findings, []);
            isMisshapen |= findings.Length > 0;
        }

        return inputs.Problems.Count > 0 || inputs.Templates.Any(static x => x.IsBroken) ? ExitCodes.Usage : isMisshapen ? ExitCodes.Findings : ExitCodes.Clean;
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
