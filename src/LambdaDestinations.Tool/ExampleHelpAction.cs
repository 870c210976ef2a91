using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.IO;
using LambdaDestinations.Tool.Commands;

namespace LambdaDestinations.Tool;

/// <summary>Help that ends with examples and exit codes.</summary>
internal sealed class ExampleHelpAction(HelpAction inner) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int result = inner.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        string examples = parseResult.CommandResult.Command is AsyncToolCommand command
            ? command.Examples
            : """
              lambda-destinations check
              lambda-destinations apply bin/Release/net10.0/App.dll --dry-run
              lambda-destinations audit
              lambda-destinations map --format svg --output flow.svg
              lambda-destinations explain LD3001
              """;
        output.WriteLine("Examples:");
        foreach (string line in examples.Split('\n'))
        {
            output.WriteLine("  " + line);
        }

        output.WriteLine();
        output.WriteLine("Exit codes:");
        output.WriteLine("  0 clean, 1 findings, losses or a template out of date, 2 wrong usage or unreadable input, 130 cancelled");
        return result;
    }
}
