using System.CommandLine;
using LambdaDestinations.Tool.Inputs;
using LambdaDestinations.Tool.Reports;

namespace LambdaDestinations.Tool.Commands;

/// <summary><c>export</c>: what the attributes declare, as JSON for a CDK app in another language, for Terraform, for Pulumi.</summary>
internal sealed class ExportCommand : AssemblyCommand
{
    private readonly Option<string> _format = new("--format", "-f") { Description = "How to write.", DefaultValueFactory = static _ => "json" };

    public ExportCommand(ToolConsole console)
        : base("export", "Writes what the attributes of an assembly declare, for infrastructure that is written in another language.", console)
    {
        Add(_format.AcceptOnlyFromAmong("json"));
        AddOutput();
    }

    /// <inheritdoc />
    public override string Examples =>
        """
        lambda-destinations export bin/Release/net10.0/App.dll --format json
        lambda-destinations export bin/Release/net10.0/App.dll --output destinations.json
        """;

    protected override string Render(ParseResult parsed, AssemblyInput assembly) => ExportJson.Write(assembly);
}
