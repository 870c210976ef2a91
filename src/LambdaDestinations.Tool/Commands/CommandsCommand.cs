using System.CommandLine;
using System.Linq;
using System.Threading;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Tool.Inputs;
using LambdaDestinations.Tool.Reports;

namespace LambdaDestinations.Tool.Commands;

/// <summary><c>commands</c>: what sets the destinations of functions that are deployed without a template.</summary>
internal sealed class CommandsCommand : ToolCommand
{
    private readonly Argument<string> _assembly = new("assembly.dll") { Description = "The compiled assembly, whose attributes declare the destinations." };

    private readonly Option<string?> _function = new("--function-name", "-fn") { Description = "The name of the function, where the assembly has one handler. Default: \"function-name\" of aws-lambda-tools-defaults.json, else a variable to set.", HelpName = "name" };

    private readonly Option<string?> _output = new("--output", "-o") { Description = "The file to write to; default: standard output.", HelpName = "file" };

    public CommandsCommand(ToolConsole console)
        : base("commands", "Prints the commands of the AWS CLI that set the destinations of functions deployed without a template.", console)
    {
        Add(_assembly);
        Add(_function);
        Add(_output);
    }

    /// <inheritdoc />
    public override string Examples =>
        """
        lambda-destinations commands bin/Release/net10.0/App.dll --function-name place-order
        lambda-destinations commands bin/Release/net10.0/App.dll --output destinations.sh && sh destinations.sh
        """;

    protected override int Execute(ParseResult parsed, CancellationToken cancellationToken)
    {
        AssemblyInput assembly = AssemblyInput.Read(Console.Folder, parsed.GetRequiredValue(_assembly));
        HandlerModel[] handlers = [.. assembly.Manifest.Handlers];
        Finding[] errors = [.. handlers.SelectMany(DeclarationChecks.Check).Where(static x => x.Severity == RuleSeverity.Error)];
        foreach (Finding error in errors)
        {
            Console.Error.WriteLine(Excerpt.Printable($"error {error.Rule.Id}: {error.Message} (on {error.Attribute!.TypeName}.{error.Attribute.MethodName})"));
        }

        if (errors.Length > 0)
        {
            return ExitCodes.Findings;
        }

        if (handlers.Length == 0)
        {
            Console.Error.WriteLine(Excerpt.Printable($"{assembly.Name} declares no destinations"));
            return ExitCodes.Clean;
        }

        DeploySettings settings = DeploySettings.Read(Console.Folder);
        if (parsed.GetValue(_function) is { } function)
        {
            settings = handlers.Length == 1
                ? settings with { FunctionName = function, Handler = null }
                : throw new ToolException($"--function-name names one function, and {assembly.Name} has {handlers.Length} handlers: set the variables of the script instead");
        }

        Output.Write(Console, parsed.GetValue(_output), CommandScript.Write(assembly.Name, handlers, settings));
        return ExitCodes.Clean;
    }
}
