using System.CommandLine;
using System.Threading;

namespace LambdaDestinations.Tool.Commands;

/// <summary>A command with examples for its help.</summary>
internal abstract class ToolCommand : Command
{
    protected ToolCommand(string name, string description, ToolConsole console)
        : base(name, description)
    {
        Console = console;
        SetAction((parsed, cancellationToken) => System.Threading.Tasks.Task.FromResult(Execute(parsed, cancellationToken)));
    }

    /// <summary>One command line per line.</summary>
    public abstract string Examples { get; }

    protected ToolConsole Console { get; }

    protected abstract int Execute(ParseResult parsed, CancellationToken cancellationToken);
}
