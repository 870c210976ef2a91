using System.CommandLine;
using System.Linq;
using System.Threading;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Tool.Inputs;
using LambdaDestinations.Tool.Reports;

namespace LambdaDestinations.Tool.Commands;

/// <summary>A command that writes what the attributes of one assembly declare, without a template.</summary>
internal abstract class AssemblyCommand : ToolCommand
{
    private readonly Argument<string> _assembly = new("assembly.dll") { Description = "The compiled assembly, whose attributes declare the destinations." };

    private readonly Option<string?> _output = new("--output", "-o") { Description = "The file to write to; default: standard output.", HelpName = "file" };

    protected AssemblyCommand(string name, string description, ToolConsole console)
        : base(name, description, console) => Add(_assembly);

    protected override int Execute(ParseResult parsed, CancellationToken cancellationToken)
    {
        AssemblyInput assembly = AssemblyInput.Read(Console.Folder, parsed.GetRequiredValue(_assembly));
        Finding[] errors = [.. assembly.Manifest.Handlers.SelectMany(DeclarationChecks.Check).Where(static x => x.Severity == RuleSeverity.Error)];
        foreach (Finding error in errors)
        {
            Console.Error.WriteLine(Excerpt.Printable($"error {error.Rule.Id}: {error.Message} (on {error.Attribute!.TypeName}.{error.Attribute.MethodName})"));
        }

        if (errors.Length > 0)
        {
            return ExitCodes.Findings;
        }

        if (assembly.Manifest.Handlers.Count == 0)
        {
            Console.Error.WriteLine(Excerpt.Printable($"{assembly.Name} declares no destinations"));
        }

        if (Render(parsed, assembly) is { } text)
        {
            Output.Write(Console, parsed.GetValue(_output), text);
        }

        return ExitCodes.Clean;
    }

    /// <summary>Adds the option <c>--output</c>, behind the options of the command itself.</summary>
    protected void AddOutput() => Add(_output);

    /// <summary>What is written; <see langword="null"/> for nothing.</summary>
    /// <param name="parsed">The options.</param>
    /// <param name="assembly">The assembly, whose attributes are without errors.</param>
    protected abstract string? Render(ParseResult parsed, AssemblyInput assembly);
}
