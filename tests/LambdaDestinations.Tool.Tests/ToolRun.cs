using System;
using System.IO;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

namespace LambdaDestinations.Tool.Tests;

/// <summary>The tool in a folder of its own, in process.</summary>
internal sealed partial class ToolRun : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambda-destinations-tool-");

    /// <summary>This assembly, which declares destinations.</summary>
    public static string Assembly { get; } = typeof(ToolRun).Assembly.Location;

    /// <summary>The folder of the solution.</summary>
    public static string Repository { get; } = FindRepository();

    public const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          SuccessQueue: { Type: AWS::SQS::Queue }   # orders
          Alarms: { Type: AWS::SNS::Topic }
          Uploads: { Type: AWS::S3::Bucket }
          Worker:
            Type: AWS::Serverless::Function
            Properties:
              Handler: LambdaDestinations.Tool.Tests::App.Handlers::PlaceOrder
              Runtime: dotnet10
              Events:
                Upload: { Type: S3, Properties: { Bucket: !Ref Uploads, Events: s3:ObjectCreated:* } }
          Shipper:
            Type: AWS::Serverless::Function
            Properties:
              Handler: LambdaDestinations.Tool.Tests::App.Handlers::Ship
              Runtime: dotnet10
              Events:
                Nightly: { Type: Schedule, Properties: { Schedule: rate(1 day) } }

        """;

    /// <summary>The template without the topic that a handler names: one error.</summary>
    public static string Incomplete { get; } = Template.Replace("  Alarms: { Type: AWS::SNS::Topic }\n", "", StringComparison.Ordinal);

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LambdaDestinations.Generators.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run in the repository.");
    }

    public string PathOf(string file) => Path.Combine(_folder.FullName, file);

    public ToolRun Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), text);
        return this;
    }

    public string Read(string file) => File.ReadAllText(PathOf(file));

    public Task<Result> Run(params string[] arguments) => RunIn(".", arguments);

    public async Task<Result> RunIn(string folder, string[] arguments, bool isRich = false, CancellationToken cancellationToken = default)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = await ToolApplication.Run(arguments, new ToolConsole(output, error, PathOf(folder), isRich, isRich), cancellationToken);
        return new Result(code, Normalize(output), Normalize(error));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Without what differs from machine to machine and from version to version.</summary>
    private string Normalize(StringWriter writer) => Version().Replace(writer.ToString().ReplaceLineEndings("\n").Replace(_folder.FullName, "{folder}", StringComparison.Ordinal), "$1\"{version}\"");

    [GeneratedRegex("(\"(?:semanticVersion|version)\": )\"0\\.[^\"]+\"")]
    private static partial Regex Version();
}

/// <summary>What a run of the tool gave.</summary>
internal sealed record Result(int Code, string Output, string Error)
{
    public override string ToString() => $"exit code {Code}\n--- output\n{Output}--- error\n{Error}";
}
