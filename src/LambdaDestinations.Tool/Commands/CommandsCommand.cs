using System.CommandLine;
using LambdaDestinations.Tool.Inputs;
using LambdaDestinations.Tool.Reports;

namespace LambdaDestinations.Tool.Commands;

/// <summary><c>commands</c>: what sets the destinations of functions that are deployed without a template.</summary>
internal sealed class CommandsCommand : AssemblyCommand
{
    private readonly Option<string?> _function = new("--function-name", "-fn") { Description = "The name of the function, where the assembly has one handler. Default: \"function-name\" of aws-lambda-tools-defaults.json, else a variable to set.", HelpName = "name" };

    public CommandsCommand(ToolConsole console)
        : base("commands", "Prints the commands of the AWS CLI that set the destinations of functions deployed without a template.", console)
    {
        Add(_function);
        AddOutput();
    }

    /// <inheritdoc />
    public override string Examples =>
        """
        lambda-destinations commands bin/Release/net10.0/App.dll --function-name place-order
        lambda-destinations commands bin/Release/net10.0/App.dll --output destinations.sh && sh destinations.sh
        """;

    protected override string? Render(ParseResult parsed, AssemblyInput assembly)
    {
        int handlers = assembly.Manifest.Handlers.Count;
        if (handlers == 0)
        {
            return null;
        }

        DeploySettings settings = DeploySettings.Read(Console.Folder);
        if (parsed.GetValue(_function) is { } function)
        {
            settings = handlers == 1
                ? settings with { FunctionName = function, Handler = null }
                : throw new ToolException($"--function-name names one function, and {assembly.Name} has {handlers} handlers: set the variables of the script instead");
        }

        return CommandScript.Write(assembly.Name, [.. assembly.Manifest.Handlers], settings);
    }
}
