using System.Collections.Immutable;
using System.Diagnostics;
using System.Threading.Tasks;

namespace LambdaDestinations.Build.Tests;

/// <summary>Runs the SDK as a user does.</summary>
internal static class Dotnet
{
    public static Task<(int ExitCode, string Output)> Run(string folder, params string[] arguments) => Run(folder, ImmutableDictionary<string, string>.Empty, arguments);

    /// <summary>Runs it with more variables.</summary>
    public static async Task<(int ExitCode, string Output)> Run(string folder, ImmutableDictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";

        // What the test host sets for itself is not what a user's shell has; and a consumer is no part of our CI.
        foreach (string name in new[] { "CI", "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH", "DOTNET_HOST_PATH" })
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }
}
