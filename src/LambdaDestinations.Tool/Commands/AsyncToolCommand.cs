using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;

namespace LambdaDestinations.Tool.Commands;

/// <summary>A command with examples for its help.</summary>
internal abstract class AsyncToolCommand : Command
{
    protected AsyncToolCommand(string name, string description, ToolConsole console)
        : base(name, description)
    {
        Console = console;
        SetAction(ExecuteAsync);
    }

    /// <summary>One command line per line.</summary>
    public abstract string Examples { get; }

    protected ToolConsole Console { get; }

    protected abstract Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellationToken);
}
