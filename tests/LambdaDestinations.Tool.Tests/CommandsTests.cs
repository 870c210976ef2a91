using System;
using System.Diagnostics;
using System.IO;
using System.Reflection;
using System.Reflection.Emit;
using System.Threading.Tasks;
using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Tool.Inputs;
using LambdaDestinations.Tool.Reports;
using Snapshooter.Xunit;

namespace LambdaDestinations.Tool.Tests;

/// <summary><c>commands</c>: for functions that are deployed without a template; and assemblies whose attributes nothing has read.</summary>
public sealed class CommandsTests : IDisposable
{
    /// <summary>Stands in for the AWS CLI: answers what is asked for, and tells each argument that it was given.</summary>
    private const string Aws = """
        #!/bin/sh
        for argument in "$@"; do printf '[%s]' "$argument" >> calls; done
        echo >> calls
        case "$2" in
          create-queue) echo "https://queue/$4";;
          get-queue-attributes) echo "arn:aws:sqs:eu-west-1:1:${4##*/}";;
          create-topic) echo "arn:aws:sns:eu-west-1:1:$4";;
          get-function-configuration) case "$6" in Role) echo arn:aws:iam::1:role/team/worker;; *) echo "arn:aws:lambda:eu-west-1:1:function:$4";; esac;;
        esac

        """;

    private readonly ToolRun _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task The_script_of_an_assembly()
    {
        Result result = await _tool.Run("commands", ToolRun.Assembly);
        Assert.Equal((0, ""), (result.Code, result.Error));
        Snapshot.Match(result.Output);
    }

    /// <summary>A shell takes the script, and the AWS CLI gets whole JSON with the ARNs that it gave before.</summary>
    [SkippableFact]
    public async Task A_shell_runs_the_script()
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no POSIX shell.");
        HandlerModel handler = new(
            new FunctionReference("App", "App.Handlers", "Run"),
            null,
            null,
            new EquatableArray<DestinationModel>(
                new DestinationModel(DestinationOutcome.Success, DestinationTargetType.Sqs, null),
                new DestinationModel(DestinationOutcome.Failure, DestinationTargetType.Lambda, null, new FunctionReference("App", "App.Handlers", "OnFailed")),
                new DestinationModel(DestinationOutcome.Failure, DestinationTargetType.S3, null, EventSource: "Orders", MaximumRetryAttempts: 3, MaximumRecordAgeInSeconds: 60, BisectBatchOnFunctionError: false)),
            MaximumRetryAttempts: 1,
            MaximumEventAgeInSeconds: 3600,
            Qualifier: "live");
        _tool.Write("run.sh", CommandScript.Write("App", [handler], new DeploySettings("it's a 'name'", null, "eu-west-1", null)).Replace("sleep 10", "true", StringComparison.Ordinal)).Write("bin/aws", Aws);

        (int code, string error) = await Shell("ON_FAILED_FUNCTION=failed HANDLERS_RUN_ORDERS_UUID=7 HANDLERS_RUN_ORDERS_ON_FAILURE_BUCKET=records sh run.sh");

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(
            """
            [sqs][create-queue][--queue-name][it's a 'name'-OnSuccess][--query][QueueUrl][--output][text]
            [sqs][get-queue-attributes][--queue-url][https://queue/it's a 'name'-OnSuccess][--attribute-names][QueueArn][--query][Attributes.QueueArn][--output][text]
            [lambda][get-function-configuration][--function-name][failed][--query][FunctionArn][--output][text]
            [s3api][head-bucket][--bucket][records]
            [lambda][get-function-configuration][--function-name][it's a 'name'][--query][Role][--output][text]
            [iam][put-role-policy][--role-name][worker][--policy-name][it's a 'name'-destinations][--policy-document][{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": "arn:aws:sqs:eu-west-1:1:it's a 'name'-OnSuccess"}, {"Effect": "Allow", "Action": ["lambda:InvokeFunction"], "Resource": "arn:aws:lambda:eu-west-1:1:function:failed"}, {"Effect": "Allow", "Action": ["s3:PutObject"], "Resource": "arn:aws:s3:::records/*"}, {"Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": "arn:aws:s3:::records"}]}]
            [lambda][put-function-event-invoke-config][--function-name][it's a 'name'][--qualifier][live][--maximum-retry-attempts][1][--maximum-event-age-in-seconds][3600][--destination-config][{"OnSuccess": {"Destination": "arn:aws:sqs:eu-west-1:1:it's a 'name'-OnSuccess"}, "OnFailure": {"Destination": "arn:aws:lambda:eu-west-1:1:function:failed"}}]
            [lambda][update-event-source-mapping][--uuid][7][--maximum-retry-attempts][3][--maximum-record-age-in-seconds][60][--no-bisect-batch-on-function-error][--destination-config][{"OnFailure": {"Destination": "arn:aws:s3:::records"}}]

            """,
            _tool.Read("calls"));

        // What nobody can know is asked for, ahead of any change.
        (code, error) = await Shell("sh run.sh");
        Assert.NotEqual(0, code);
        Assert.Contains("ON_FAILED_FUNCTION: the name of the function that runs App::App.Handlers::OnFailed", error, StringComparison.Ordinal);
    }

    /// <summary>Of its outcomes there is no setting, but a mapping's destination is one.</summary>
    [Fact]
    public void A_durable_function_gets_what_Lambda_has_a_setting_for()
    {
        HandlerModel handler = new(
            new FunctionReference("App", "App.Handlers", "Run"),
            null,
            null,
            new EquatableArray<DestinationModel>(
                new DestinationModel(DestinationOutcome.Success, DestinationTargetType.Sqs, "arn:aws:sqs:eu-west-1:1:done"),
                new DestinationModel(DestinationOutcome.Failure, DestinationTargetType.Sqs, "arn:aws:sqs:eu-west-1:1:lost", EventSource: "Orders")),
            IsDurable: true);
        string script = CommandScript.Write("App", [handler], new DeploySettings(null, null, null, null));

        Assert.Contains("\n# The function is durable: Lambda has no setting for its outcomes.", script, StringComparison.Ordinal);
        Assert.DoesNotContain("put-function-event-invoke-config", script, StringComparison.Ordinal);
        Assert.DoesNotContain(":done", script, StringComparison.Ordinal);
        Assert.Contains(":lost", script, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("plain-1.x")]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("'; touch evil; '")]
    [InlineData("$(touch evil) `touch evil` $HOME \\ \" !")]
    [InlineData("line\nbreak")]
    public async Task A_text_is_one_word_of_a_shell(string text)
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no POSIX shell.");
        _tool.Write("run.sh", $"printf '%s|' {ShellText.Quote(text)} > out\nV=v; printf '%s|' {ShellText.Quote(text + ShellText.Variable("V") + text)} >> out\n");

        Assert.Equal((0, ""), await Shell("sh run.sh"));
        Assert.Equal($"{text}|{text}v{text}|", _tool.Read("out"));
        Assert.False(File.Exists(_tool.PathOf("evil")));
    }

    [Fact]
    public async Task The_settings_of_the_deploy_command_name_the_function()
    {
        _tool.Write("aws-lambda-tools-defaults.json", """{"function-name": "place", "function-handler": "LambdaDestinations.Tool.Tests::App.Handlers::PlaceOrder", "region": "eu-west-1", /* c */ "profile": "team",}""");
        string script = (await _tool.Run("commands", ToolRun.Assembly)).Output;

        Assert.Contains("export AWS_PROFILE=team\nexport AWS_REGION=eu-west-1\n", script, StringComparison.Ordinal);
        Assert.Contains("\nHANDLERS_PLACE_ORDER_FUNCTION=place\n", script, StringComparison.Ordinal);
        Assert.Contains(": \"${HANDLERS_SHIP_FUNCTION:?", script, StringComparison.Ordinal);

        Result several = await _tool.Run("commands", ToolRun.Assembly, "--function-name", "one");
        Assert.Equal(2, several.Code);
        Assert.Contains("has 2 handlers", several.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await _tool.Write("aws-lambda-tools-defaults.json", "{").Run("commands", ToolRun.Assembly)).Code);
    }

    /// <summary>As F# and Visual Basic compile them: the attributes are there, and no generator has read them.</summary>
    [Theory]
    [InlineData("check", "--assembly")]
    [InlineData("apply")]
    [InlineData("commands")]
    [InlineData("export")]
    [InlineData("map", "--assembly")]
    public async Task An_assembly_whose_attributes_nothing_has_read_is_named(params string[] arguments)
    {
        PersistedAssemblyBuilder assembly = new(new AssemblyName("Basic"), typeof(object).Assembly);
        TypeBuilder type = assembly.DefineDynamicModule("Basic").DefineType("Shop.Orders", TypeAttributes.Public | TypeAttributes.Class);
        MethodBuilder method = type.DefineMethod("Place", MethodAttributes.Public, null, [typeof(string)]);
        method.GetILGenerator().Emit(OpCodes.Ret);
        method.SetCustomAttribute(new CustomAttributeBuilder(typeof(OnFailureDestinationAttribute).GetConstructor([typeof(DestinationType), typeof(string)])!, [DestinationType.Sqs, "@Failed"]));
        type.CreateType();
        assembly.Save(_tool.Write("template.yaml", ToolRun.Template).PathOf("Basic.dll"));

        Result result = await _tool.Run([.. arguments, "Basic.dll"]);
        Assert.Equal(2, result.Code);
        Assert.Equal(
            "error: The assembly 'Basic.dll' carries destination attributes (Shop.Orders.Place) but no manifest, so they do nothing. The generator of LambdaDestinations.Generators writes it, in C# projects only\n",
            result.Error);
        Assert.Equal(ToolRun.Template, _tool.Read("template.yaml"));
    }

    [Theory]
    [InlineData("'check' has no option '--verbos'; did you mean '--verbose'?", "check", "--verbos")]
    [InlineData("'check' has no option '--asembly'; did you mean '--assembly'?", "check", "template.yaml", "--asembly=App.dll")]
    [InlineData("'apply' has no option '--force'. Options: lambda-destinations apply --help", "apply", "--force")]
    [InlineData("'explain' has no option '-x'. Options: lambda-destinations explain --help", "explain", "-x")]
    public async Task An_option_that_no_command_has_is_wrong_usage(string message, params string[] arguments)
    {
        Result result = await _tool.Write("template.yaml", ToolRun.Template).Run(arguments);
        Assert.Equal((2, "", $"error: {message}\n"), (result.Code, result.Output, result.Error));
    }

    /// <summary>A file may have such a name.</summary>
    [Fact]
    public async Task Behind_two_dashes_nothing_is_an_option() =>
        Assert.StartsWith("-stack.yaml:", (await _tool.Write("-stack.yaml", ToolRun.Incomplete.Replace("Runtime: dotnet10\n      Events:\n        Nightly", "Runtime: dotnet10\n      EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt None.Arn}}}\n      Events:\n        Nightly", StringComparison.Ordinal)).Run("check", "--", "-stack.yaml")).Output, StringComparison.Ordinal);

    private async Task<(int Code, string Error)> Shell(string command)
    {
        ProcessStartInfo start = new("sh", ["-c", "chmod +x bin/aws 2>/dev/null; PATH=\"$PWD/bin:$PATH\"; export PATH; " + command]) { WorkingDirectory = _tool.PathOf("."), RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }
}
