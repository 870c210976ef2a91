using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace LambdaDestinations.Templates.Tests;

/// <summary>The oracles that are not .NET: cfn-lint and the SAM translator. Without them a test skips, except in CI.</summary>
internal static class ExternalTool
{
    /// <summary>Runs cfn-lint over files; returns what it prints, nothing when all is well.</summary>
    public static async Task<string> CfnLint(params string[] files)
    {
        Require(IsOnPath("cfn-lint"), "cfn-lint is not installed (pip install cfn-lint)");
        (_, string output, string error) = await Run("cfn-lint", ["--format", "parseable", "--", .. files]);
        return output + error;
    }

    /// <summary>Translates a SAM template to CloudFormation JSON.</summary>
    public static async Task<string> SamTranslate(string file, string region = "us-east-1")
    {
        await RequireSam();
        (int exitCode, string output, string error) = await Run("python3", [Path.Combine(Corpus.Repository, "tests", "oracles", "sam_translate.py"), file, "-r", region]);
        Assert.True(exitCode == 0, error);
        return output;
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
