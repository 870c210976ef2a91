using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using LambdaDestinations.Build.Tests;

namespace LambdaDestinations.Package.Tests;

/// <summary>What runs the audit without installing it: <c>dnx</c> in an empty folder, and the steps of <c>action.yml</c> in bash.</summary>
public sealed class AuditActionTests : IClassFixture<PackageFeed>
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Dead: {Type: AWS::SQS::Queue}
          Kept: {Type: AWS::Serverless::Function, Properties: {Handler: a.b, DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Dead.Arn}, Events: {T: {Type: Schedule, Properties: {Schedule: rate(1 day)}}}}}
          Lost: {Type: AWS::Serverless::Function, Properties: {Handler: a.b, Events: {T: {Type: Schedule, Properties: {Schedule: rate(1 day)}}}}}

        """;

    [Fact]
    public async Task Dnx_audits_a_folder_that_has_a_template_and_nothing_else()
    {
        using UserSolution solution = new();
        solution.Write("empty/template.yaml", Template.Split('\n').Where(static x => !x.Contains("Lost:", StringComparison.Ordinal)).Aggregate("", static (all, x) => all + x + "\n"));
        string output = await solution.Run("dnx", "--yes", "LambdaDestinations.Tool@" + PackageFeed.Version, "audit", "empty/template.yaml");

        Assert.Contains("1 function, 1 way in: no event is lost", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", 1, "| Lost ")]
    [InlineData("stacks/*.yaml", "Lost:failure, Lost:timeout Lost:throttled,Lost:age", 0, "| Kept ")]
    [InlineData("stacks/*.yaml", "Lost:failure", 1, "| Lost ")]
    [InlineData("nowhere.yaml", "", 2, "")]
    public async Task The_steps_of_the_action_write_the_summary_and_the_file_and_fail_for_a_loss(string paths, string allow, int code, string shown)
    {
        using UserSolution solution = new();
        solution.Write("stacks/template.yaml", Template);
        solution.Write("action.sh", Script());
        bool isFolder = paths.Length == 0;
        ProcessStartInfo start = new("bash", ["--noprofile", "--norc", "-eo", "pipefail", solution.PathOf("action.sh")])
        {
            WorkingDirectory = isFolder ? solution.PathOf("stacks") : solution.PathOf("."),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{Root()}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["DOTNET_ROOT"] = Root();
        start.Environment["AUDIT_PATHS"] = paths;
        start.Environment["AUDIT_ASSEMBLIES"] = "";
        start.Environment["AUDIT_ALLOW"] = allow;
        start.Environment["AUDIT_SARIF"] = solution.PathOf("audit.sarif");
        start.Environment["AUDIT_VERSION"] = PackageFeed.Version;
        start.Environment["GITHUB_STEP_SUMMARY"] = solution.PathOf("summary.md");
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync() + await error;
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == code, output);
        Assert.Equal(code < 2, File.Exists(solution.PathOf("summary.md")));
        Assert.Equal(code < 2, File.Exists(solution.PathOf("audit.sarif")));
        if (code < 2)
        {
            Assert.Contains(shown, solution.Read("summary.md"), StringComparison.Ordinal);
            Assert.Contains("\"2.1.0\"", solution.Read("audit.sarif"), StringComparison.Ordinal);
            Assert.False(File.Exists(Path.Combine(start.WorkingDirectory, "audit.md")));
        }
    }

    /// <summary>The commands of the action, as the runner gives them to bash.</summary>
    private static string Script()
    {
        string[] lines = File.ReadAllLines(Path.Combine(PackageFeed.Repository, "action.yml"));
        int run = Array.FindIndex(lines, static x => x.Trim() == "run: |");
        Assert.True(run > 0);
        int indent = lines[run].Length - lines[run].TrimStart().Length + 2;
        return string.Join("\n", lines.Skip(run + 1).TakeWhile(x => x.Length == 0 || x.Length - x.TrimStart().Length >= indent).Select(x => x.Length == 0 ? x : x[indent..])) + "\n";
    }

    /// <summary>The folder of the SDK that runs this, which has <c>dnx</c>.</summary>
    private static string Root() => Path.GetDirectoryName(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Environment.ProcessPath)!;
}
