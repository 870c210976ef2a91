using System;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Tool.Commands;
using LambdaDestinations.Tool.Inputs;
using LambdaDestinations.Tool.Reports;

namespace LambdaDestinations.Tool;

/// <summary>The command line.</summary>
internal static class ToolApplication
{
    /// <summary>Runs the tool once.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> Run(string[] arguments, ToolConsole console, CancellationToken cancellationToken = default)
    {
        RootCommand root = new("Applies, checks, audits and maps AWS Lambda destinations in SAM and CloudFormation templates, and replays failures.")
        {
            new ApplyCommand(console),
            new CommandsCommand(console),
            new ExportCommand(console),
            new CheckCommand(console),
            new AuditCommand(console),
            new MapCommand(console),
            new ReplayCommand(console),
            new ExplainCommand(console),
        };
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExampleHelpAction((HelpAction)help.Action!);
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Action is ParseErrorAction wrong)
        {
            wrong.ShowHelp = arguments.Length == 0;
        }

        InvocationConfiguration configuration = new()
        {
            Output = console.Output,
            Error = console.Error,
            EnableDefaultExceptionHandler = false,
            // Ctrl+C cancels; what does not listen within this time is ended.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(2),
        };
        try
        {
            if (parsed.Errors.Count == 0 && UnknownOption.Find(parsed) is { } unknown)
            {
                return Fail(unknown);
            }

            int code = await parsed.InvokeAsync(configuration, cancellationToken);
            return parsed.Action is ParseErrorAction ? ExitCodes.Usage : code;
        }
        catch (ToolException error)
        {
            return Fail(error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Fail(error.Message);
        }
        catch (OperationCanceledException)
        {
            console.Error.WriteLine("cancelled");
            return ExitCodes.Cancelled;
        }

        int Fail(string message)
        {
            console.Error.WriteLine($"error: {Excerpt.Printable(message)}");
            return ExitCodes.Usage;
        }
    }
}
