using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace LambdaDestinations.Templates.Tests;

/// <summary>The oracles that are not .NET: cfn-lint and the SAM translator. Without them a test skips, except in CI.</summary>
internal static class ExternalTool
{
    private static readonly string Translator = Path.Combine(Corpus.Repository, "tests", "oracles", "sam_translate.py");
    private static readonly string Comparison = Path.Combine(Corpus.Repository, "tests", "oracles", "compare.py");

    /// <summary>Runs cfn-lint over files for regions, in one process; returns what it prints, nothing when all is well.</summary>
    public static async Task<string> CfnLint(IReadOnlyList<string> files, IReadOnlyList<string> regions)
    {
        Require(IsOnPath("cfn-lint"), "cfn-lint is not installed (pip install cfn-lint)");
        (_, string output, string error) = await Run("cfn-lint", ["--format", "parseable", "--regions", .. regions, "--", .. files]);
        return output + error;
    }

    /// <summary>Translates a SAM template to CloudFormation JSON, for us-east-1.</summary>
    public static async Task<string> SamTranslate(string file)
    {
        await RequireSam();
        (int exitCode, string output, string error) = await Run("python3", [Translator, file]);
        Assert.True(exitCode == 0, error);
        return output;
    }

    /// <summary>Translates SAM templates for regions, in one process: a JSON map of files, each a map of regions.</summary>
    public static async Task<string> SamTranslate(IReadOnlyList<string> files, IReadOnlyList<string> regions)
    {
        await RequireSam();
        (int exitCode, string output, string error) = await Run("python3", [Translator, "--batch", .. regions.SelectMany(static x => new[] { "-r", x }), "--", .. files]);
        Assert.True(exitCode == 0, error);
        return output;
    }

    /// <summary>What SAM refuses after an edit, and circles that came with it, one a line; nothing when all is well.</summary>
    public static async Task<string> SamCompare(IEnumerable<(string Before, string After)> pairs)
    {
        await RequireSam();
        string list = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(list, pairs.Select(static x => $"{x.Before}\t{x.After}"));
            (int exitCode, string output, string error) = await Run("python3", [Comparison, list]);
            return exitCode == 0 ? "" : output + error;
        }
        finally
        {
            File.Delete(list);
        }
    }

    /// <summary>SAM's policy templates, as JSON.</summary>
    public static async Task<string> SamPolicyTemplates()
    {
        await RequireSam();
        (int exitCode, string output, string error) = await Run("python3", ["-c", "import os, samtranslator; print(open(os.path.join(os.path.dirname(samtranslator.__file__), 'policy_templates_data', 'policy_templates.json')).read())"]);
        Assert.True(exitCode == 0, error);
        return output;
    }

    private static async Task RequireSam() =>
        Require(IsOnPath("python3") && (await Run("python3", ["-c", "import samtranslator, yaml"])).ExitCode == 0, "aws-sam-translator is not installed (pip install aws-sam-translator)");

    private static void Require(bool isThere, string reason)
    {
        if (!isThere)
        {
            Assert.NotEqual("true", Environment.GetEnvironmentVariable("CI"));
            Skip.If(true, reason);
        }
    }

    private static bool IsOnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(x => File.Exists(Path.Combine(x, name)) || File.Exists(Path.Combine(x, name + ".exe")));

    private static async Task<(int ExitCode, string Output, string Error)> Run(string file, string[] arguments)
    {
        ProcessStartInfo start = new(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
