using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;

namespace LambdaDestinations.Tool.Tests;

/// <summary>The TypeScript of docs/cdk.md: compiled, run by the CDK with the export of this assembly, and what it synthesizes agrees with the attributes.</summary>
public sealed class TypeScriptStackTests : IDisposable
{
    private const string Stack = """
        const { App, LegacyStackSynthesizer, Stack } = require('aws-cdk-lib');
        const lambda = require('aws-cdk-lib/aws-lambda');
        const s3 = require('aws-cdk-lib/aws-s3');
        const sns = require('aws-cdk-lib/aws-sns');
        const sqs = require('aws-cdk-lib/aws-sqs');
        const { addDestinations } = require('./destinations');

        const stack = new Stack(new App({ outdir: 'cdk.out', analyticsReporting: false, treeMetadata: false }), 'Shop', { synthesizer: new LegacyStackSynthesizer() });
        const add = (id, method, targets) => {
          const fn = new lambda.Function(stack, id, {
            runtime: new lambda.Runtime('dotnet10', lambda.RuntimeFamily.DOTNET_CORE),
            handler: 'LambdaDestinations.Tool.Tests::App.Handlers::' + method,
            code: lambda.Code.fromBucket(s3.Bucket.fromBucketName(stack, id + 'Code', 'code'), 'app.zip'),
          });
          addDestinations(fn, 'LambdaDestinations.Tool.Tests::App.Handlers::' + method, 'destinations.json', targets);
        };
        add('Worker', 'PlaceOrder', { SuccessQueue: new sqs.Queue(stack, 'SuccessQueue'), failure: new sqs.Queue(stack, 'Failed') });
        add('Shipper', 'Ship', { Alarms: new sns.Topic(stack, 'Alarms') });
        if (process.argv[2] === 'wrong') add('Other', 'Ship', {});
        stack.node.root.synth();
        """;

    private readonly ToolRun _tool = new();

    public void Dispose() => _tool.Dispose();

    [SkippableFact]
    public async Task The_code_of_the_page_applies_the_export()
    {
        string packages = await Packages();
        string page = await File.ReadAllTextAsync(Path.Combine(ToolRun.Repository, "docs", "cdk.md"));
        string code = page.Split("<!-- destinations.ts -->\n```ts\n")[1].Split("\n```")[0];
        _tool.Write("destinations.ts", code).Write("stack.js", Stack);
        Directory.CreateSymbolicLink(_tool.PathOf("node_modules"), packages);
        Assert.Equal(0, (await _tool.Run("export", ToolRun.Assembly, "-o", "destinations.json")).Code);

        (int code, string output) compiled = await Node(
            "node_modules/typescript/bin/tsc", "--strict", "--noUnusedLocals", "--skipLibCheck", "--target", "es2022", "--module", "commonjs", "--moduleResolution", "node", "--types", "node", "destinations.ts");
        Assert.True(compiled.code == 0, compiled.output);
        (int code, string output) synthesized = await Node("stack.js");
        Assert.True(synthesized.code == 0, synthesized.output);

        Result check = await _tool.Run("check", "cdk.out", "--assembly", ToolRun.Assembly);
        Assert.True(check.Code == 0, check.ToString());
        Assert.Contains("1 template checked", check.Output, StringComparison.Ordinal);
        string template = _tool.Read("cdk.out/Shop.template.json");
        Assert.Equal(3, template.Split("\"Destination\":").Length - 1);

        (int code, string output) wrong = await Node("stack.js", "wrong");
        Assert.NotEqual(0, wrong.code);
        Assert.Contains("sends to 'Alarms', which is not among the targets", wrong.output, StringComparison.Ordinal);
    }

    /// <summary>The packages of the lock file, installed once for all runs. In CI they must be there.</summary>
    private static async Task<string> Packages()
    {
        string source = Path.Combine(ToolRun.Repository, "tests", "LambdaDestinations.Tool.Tests", "TypeScript");
        string folder = Path.Combine(ToolRun.Repository, "artifacts", "npm");
        string installed = Path.Combine(folder, "node_modules", ".package-lock.json");
        DateTime lockFile = File.GetLastWriteTimeUtc(Path.Combine(source, "package-lock.json"));
        if (!File.Exists(installed) || File.GetLastWriteTimeUtc(installed) < lockFile)
        {
            Directory.CreateDirectory(folder);
            foreach (string file in Directory.GetFiles(source))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
            }

            (int code, string output) = await Run(folder, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline");
            if (code != 0)
            {
                Assert.True(Environment.GetEnvironmentVariable("CI") != "true", output);
                Skip.If(true, "Node.js or the packages of npm are not here: " + output.Split('\n')[0]);
            }
        }

        return Path.Combine(folder, "node_modules");
    }

    private Task<(int Code, string Output)> Node(params string[] arguments) => Run(_tool.PathOf("."), "node", arguments);

    private static async Task<(int Code, string Output)> Run(string folder, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = await process.StandardOutput.ReadToEndAsync() + await error;
            await process.WaitForExitAsync();
            return (process.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return (127, missing.Message);
        }
    }
}
