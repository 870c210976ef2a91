using System;
using System.Collections.Immutable;
using System.Diagnostics;
using System.IO;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace LambdaDestinations.Build.Tests;

/// <summary>Runs the SDK as a user does.</summary>
internal static partial class Dotnet
{
    public static Task<(int ExitCode, string Output)> Run(string folder, params string[] arguments) => Run(folder, ImmutableDictionary<string, string>.Empty, arguments);

    /// <summary>Runs it with more variables.</summary>
    public static Task<(int ExitCode, string Output)> Run(string folder, ImmutableDictionary<string, string> environment, params string[] arguments) =>
        Run(new ProcessStartInfo("dotnet", arguments), folder, environment);

    /// <summary>Runs git beside it.</summary>
    public static Task<(int ExitCode, string Output)> RunGit(string folder, params string[] arguments) =>
        Run(new ProcessStartInfo("git", arguments), folder, ImmutableDictionary<string, string>.Empty);

    /// <summary>Whether there is a terminal to run in: that of util-linux.</summary>
    public static bool HasTerminal => OperatingSystem.IsLinux() && File.Exists("/usr/bin/script");

    /// <summary>Runs it in a terminal, where its log is the terminal logger's; gives the text that a person sees.</summary>
    public static async Task<(int ExitCode, string Output)> RunInTerminal(string folder, params string[] arguments)
    {
        ProcessStartInfo start = new("/usr/bin/script", ["-qec", "stty cols 400 rows 60; dotnet " + string.Join(' ', arguments), "/dev/null"]);
        (int exitCode, string output) = await Run(start, folder, ImmutableDictionary<string, string>.Empty.Add("TERM", "xterm-256color"));
        return (exitCode, TerminalControls().Replace(output, "").Replace("\r", "", StringComparison.Ordinal));
    }

    /// <summary>What steers a terminal: sequences of control, and of the operating system (links, progress).</summary>
    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)")]
    private static partial Regex TerminalControls();

    private static async Task<(int ExitCode, string Output)> Run(ProcessStartInfo start, string folder, ImmutableDictionary<string, string> environment)
    {
        start.WorkingDirectory = folder;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";

        // What the test host sets for itself is not what a user's shell has; and a consumer is not part of our CI.
        foreach (string name in new[] { "CI", "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH", "DOTNET_HOST_PATH", "MSBUILDENSURESTDOUTFORTASKPROCESSES", "MSBUILDTERMINALLOGGER" })
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }
}
