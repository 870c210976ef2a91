using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using LambdaDestinations.Build.Tests;

namespace LambdaDestinations.Tool.Tests;

/// <summary>The packed tool, installed and run as a user does.</summary>
public sealed class PackageTests
{
    [Fact]
    public async Task The_tool_is_packed_installed_and_run()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lambda-destinations-tool-package-");
        try
        {
            // What this test was built with is packed: no second build at the same time in the same folders.
            string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            string version = $"0.0.1-test{Environment.ProcessId}x{Environment.TickCount64}";
            string feed = Path.Combine(folder.FullName, "feed");
            await Succeed(Repository(), "pack", "src/LambdaDestinations.Tool", "--no-build", "-c", configuration, "-o", feed, $"-p:PackageVersion={version}", "-v:q");
            File.WriteAllText(Path.Combine(folder.FullName, "nuget.config"), $"<configuration><config><add key=\"globalPackagesFolder\" value=\"{folder.FullName}/packages\" /></config><packageSources><clear /><add key=\"feed\" value=\"{feed}\" /></packageSources></configuration>");
            await Succeed(folder.FullName, "tool", "install", "LambdaDestinations.Tool", "--tool-path", "tools", "--version", version, "--configfile", "nuget.config");

            File.WriteAllText(Path.Combine(folder.FullName, "template.yaml"), ToolRun.Template);
            string tool = Path.Combine(folder.FullName, "tools", OperatingSystem.IsWindows() ? "lambda-destinations.exe" : "lambda-destinations");
            using Process process = Process.Start(new ProcessStartInfo(tool, ["map", "--assembly", ToolRun.Assembly]) { WorkingDirectory = folder.FullName, RedirectStandardOutput = true })!;
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.Equal(0, process.ExitCode);
            Assert.StartsWith("flowchart LR", output, StringComparison.Ordinal);
            Assert.Contains("SuccessQueue", output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task Succeed(string folder, params string[] arguments)
    {
        (int exitCode, string output) = await Dotnet.Run(folder, arguments);
        Assert.True(exitCode == 0, output);
    }

    private static string Repository()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LambdaDestinations.Generators.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
