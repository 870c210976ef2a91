using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;

namespace LambdaDestinations.Tool.Commands;

/// <summary>A command that waits for nothing.</summary>
internal abstract class ToolCommand(string name, string description, ToolConsole console) : AsyncToolCommand(name, description, console)
{
    protected sealed override Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        Task.FromResult(Execute(parsed, cancellationToken));

    protected abstract int Execute(ParseResult parsed, CancellationToken cancellationToken);
}
