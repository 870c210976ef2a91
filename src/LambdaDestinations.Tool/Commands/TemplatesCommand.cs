using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading;
using LambdaDestinations.Tool.Inputs;

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

        TemplateInputs inputs = TemplateInputs.Read(TemplatePaths.Find(Console.Folder, parsed.GetValue(_paths) ?? []), cancellationToken);
        if (inputs.Templates.Count == 0 && inputs.Problems.Count == 0)
        {
            throw new ToolException($"No file among the {inputs.Skipped.Count} found is a CloudFormation template: {string.Join(", ", inputs.Skipped.Take(5))}{(inputs.Skipped.Count > 5 ? ", …" : "")}");
        }

        return (inputs, assemblies);
    }
}
