using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace LambdaDestinations.Build.Tests;

/// <summary>Real builds of a project that consumes the packed package. What needs no build stands in <see cref="TaskTests"/>.</summary>
public sealed class PackageBuildTests(SharedProject shared) : IClassFixture<SharedProject>
{
    internal const string Updated = "warning LD9014: The build updated the template from the attributes: ";
    internal const string Skipped = "Skipping target \"LambdaDestinationsUpdateTemplate\"";
    internal const string Known = "is as the last build left it, and so are the attributes";

    [Fact]
    public async Task A_build_updates_the_template_the_next_skips_an_edit_follows_and_removal_restores_every_byte()
    {
        ConsumerProject project = shared.Fresh();
        string original = ConsumerProject.Template.Replace("\n", "\r\n", StringComparison.Ordinal);
        File.WriteAllBytes(project.PathOf("template.yaml"), [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(original)]);
        byte[] before = File.ReadAllBytes(project.PathOf("template.yaml"));

        Assert.Contains(Updated, await project.Build(), StringComparison.Ordinal);
        string updated = project.Read();
        Assert.Contains("  Worker:   # the worker\r\n", updated, StringComparison.Ordinal);
        Assert.Contains("Destination: !GetAtt WorkerOnFailureQueue.Arn\r\n", updated, StringComparison.Ordinal);
        Assert.Contains("Destination: !GetAtt SuccessQueue.Arn\r\n", updated, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", updated.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);

        // The template is an input of the compiler, whose analyzers read it: the second build compiles once more.
        Assert.DoesNotContain(Updated, await project.Build(), StringComparison.Ordinal);
        string noOp = await project.Build();
        Assert.Contains(Skipped, noOp, StringComparison.Ordinal);
        Assert.Contains("Skipping target \"CoreCompile\"", noOp, StringComparison.Ordinal);
        Assert.Equal(updated, project.Read());

        // Who asks for the grants is told, also when nothing has changed.
        string asked = await project.Build("-p:LambdaDestinationsShowGrants=true");
        Assert.Contains("LambdaDestinations: Worker OnFailure: SAM grants sqs:SendMessage on {\"Fn::GetAtt\": [\"WorkerOnFailureQueue\", \"Arn\"]} to WorkerRole", asked, StringComparison.Ordinal);
        Assert.DoesNotContain(Updated, asked, StringComparison.Ordinal);

        // A committed template passes in CI; after an edit of the code it does not, and is left as it is.
        Assert.DoesNotContain(Updated, await project.Build("-p:ContinuousIntegrationBuild=true"), StringComparison.Ordinal);
        project.Write("Handlers.cs", ConsumerProject.Code.Replace("[OnFailureDestination(DestinationType.Sqs)]", "[OnFailureDestination(DestinationType.Sns)]", StringComparison.Ordinal));
        string missed = await project.BuildFails("-p:ContinuousIntegrationBuild=true");
        Assert.Matches(@"Handlers\.cs\(11,\d+\): error LD9010: EventInvokeConfig\.DestinationConfig\.OnFailure of 'Worker' is ", missed);
        Assert.DoesNotContain("LD9031", missed, StringComparison.Ordinal);

        // Where the compile is not to say so, the lines that differ do.
        string verified = await project.BuildFails("-p:ContinuousIntegrationBuild=true", "-p:NoWarn=LD9010");
        Assert.Contains("error LD9031", verified, StringComparison.Ordinal);
        Assert.Contains("-            Destination: !GetAtt WorkerOnFailureQueue.Arn", verified, StringComparison.Ordinal);
        Assert.Contains("+            Destination: !Ref WorkerOnFailureTopic", verified, StringComparison.Ordinal);

        // One error, which tells the file, whatever the log makes of lines.
        Assert.Single(Regex.Matches(verified, @"error LD9031: .*").Select(static x => x.Value).Distinct());
        string difference = Assert.Single(Directory.GetFiles(project.PathOf("obj"), "LambdaDestinations.*.diff", SearchOption.AllDirectories));
        Assert.Contains("all of them in " + difference, verified, StringComparison.Ordinal);
        Assert.StartsWith("--- a/template.yaml\n+++ b/template.yaml\n@@ ", File.ReadAllText(difference), StringComparison.Ordinal);
        Assert.Equal(updated, project.Read());

        Assert.Contains(Updated, await project.Build(), StringComparison.Ordinal);
        Assert.Contains("WorkerOnFailureTopic", project.Read(), StringComparison.Ordinal);
        Assert.DoesNotContain("WorkerOnFailureQueue", project.Read(), StringComparison.Ordinal);

        project.Write("Handlers.cs", "namespace App; public class Handlers { public int Run(int x) => x; }");
        await project.Build();
        Assert.Equal(before, File.ReadAllBytes(project.PathOf("template.yaml")));
    }

    [Fact]
    public async Task What_somebody_wrote_otherwise_is_told_by_every_build_and_None_is_silent_unless_asked()
    {
        ConsumerProject project = shared.Fresh();
        project.Write("Handlers.cs", ConsumerProject.Code.Replace("    public Order Run", "    [AsyncInvocation(MaximumRetryAttempts = 1)]\n    public Order Run", StringComparison.Ordinal));
        project.Write("template.yaml", ConsumerProject.Template + "      EventInvokeConfig: { MaximumRetryAttempts: 2 }\n");
        string[] warns = ["-p:TreatWarningsAsErrors=false"];
        for (int i = 0; i < 3; i++)
        {
            Assert.Contains("warning LD9004", await project.Build(warns), StringComparison.Ordinal);
        }

        string verified = await project.BuildFails("-p:LambdaDestinationsTemplateMode=Verify");
        Assert.Matches(@"Handlers\.cs\(12,\d+\): error LD9004", verified);
        Assert.DoesNotContain("LD9010", verified, StringComparison.Ordinal);

        // The compiler's command line names LD9007, too; a finding has its text behind the id.
        Assert.DoesNotMatch("LD9[0-9]+:", await project.Build("-p:LambdaDestinationsTemplateMode=None"));
        project.Write("template.yaml", ConsumerProject.Template);
        Assert.DoesNotMatch("LD9[0-9]+:", await project.Build("-p:LambdaDestinationsTemplateMode=None"));
        string asked = await project.BuildFails("-p:LambdaDestinationsTemplateMode=None", "-p:LambdaDestinationsCheckTemplate=true");
        Assert.Matches(@"Handlers\.cs\(10,\d+\): error LD9010: 'Worker' has no EventInvokeConfig\.DestinationConfig\.OnSuccess", asked);
        Assert.Equal(ConsumerProject.Template, project.Read());
    }

    [Fact]
    public async Task Clean_forgets_that_the_template_is_up_to_date_and_a_rebuild_leaves_it_so()
    {
        ConsumerProject project = shared.Fresh();
        Assert.Contains(Updated, await project.Build(), StringComparison.Ordinal);
        string updated = project.Read();
        Assert.NotEmpty(Directory.GetFiles(project.PathOf("obj"), "LambdaDestinations.*.stamp", SearchOption.AllDirectories));
        (int exitCode, string output) = await project.Run("clean");
        Assert.True(exitCode == 0, output);
        Assert.Empty(Directory.GetFiles(project.PathOf("obj"), "LambdaDestinations.*.stamp", SearchOption.AllDirectories));
        Assert.Equal(updated, project.Read());
        string rebuilt = await project.Build("--no-incremental");
        Assert.DoesNotContain(Updated, rebuilt, StringComparison.Ordinal);
        Assert.DoesNotContain(Skipped, rebuilt, StringComparison.Ordinal);
        Assert.Equal(updated, project.Read());

        // That build noted what it saw, and a clean keeps the note: neither the attributes nor the template have changed since.
        Assert.DoesNotContain(Known, rebuilt, StringComparison.Ordinal);
        (exitCode, output) = await project.Run("clean");
        Assert.True(exitCode == 0, output);
        Assert.Contains(Known, await project.Build("-v:detailed"), StringComparison.Ordinal);
        Assert.Equal(updated, project.Read());
    }

    [Fact]
    public async Task A_definition_in_a_file_beside_the_template_is_an_input_of_the_build()
    {
        const string Warned = "warning LD4003";
        const string Definition = """{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "${Worker}", "End": true}}}""";
        ConsumerProject project = shared.Fresh();
        string[] warns = ["-p:TreatWarningsAsErrors=false"];
        project.Write("template.yaml", ConsumerProject.Template + "  Machine:\n    Type: AWS::Serverless::StateMachine\n    Properties: {DefinitionUri: machine.asl.json, DefinitionSubstitutions: {Worker: !GetAtt Worker.Arn}}\n");
        project.Write("machine.asl.json", Definition);
        Assert.Contains(Warned, await project.Build(warns), StringComparison.Ordinal);
        await project.Build(warns);
        string noOp = await project.Build(warns);
        Assert.Contains(Skipped, noOp, StringComparison.Ordinal);
        Assert.DoesNotContain(Warned, noOp, StringComparison.Ordinal);

        // Nothing but the definition changes, then it is gone, then it comes back.
        project.Write("machine.asl.json", Definition.Replace("\"${Worker}\"", "\"arn:aws:states:::lambda:invokeAsync\", \"Parameters\": {\"FunctionName\": \"${Worker}\"}", StringComparison.Ordinal));
        string changed = await project.Build(warns);
        Assert.DoesNotContain(Skipped, changed, StringComparison.Ordinal);
        Assert.Contains("Skipping target \"CoreCompile\"", changed, StringComparison.Ordinal);
        Assert.DoesNotContain(Warned, changed, StringComparison.Ordinal);
        File.Delete(project.PathOf("machine.asl.json"));
        Assert.DoesNotContain(Skipped, await project.Build(warns), StringComparison.Ordinal);
        project.Write("machine.asl.json", Definition);
        Assert.Contains(Warned, await project.Build(warns), StringComparison.Ordinal);

        (int exitCode, string output) = await project.Run("clean");
        Assert.True(exitCode == 0, output);
        Assert.Empty(Directory.GetFiles(project.PathOf("obj"), "LambdaDestinations.*.definitions", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_failed_compile_leaves_the_template_and_tells_each_fault_where_it_is()
    {
        ConsumerProject project = shared.Fresh();
        const string Faults = """
                [OnFailureDestination(DestinationType.Sqs, "@Nowhere"), DestinationFunction("Worker")] public void Target(int x) { }
                [OnFailureDestination(DestinationType.Sqs, "@SuccessQueue")] public void Function(int x) { }
            """;

        // A declaration that C# itself refuses ends the compile before any analyzer is asked.
        const string Refused = """
                public static string Name = "@SuccessQueue";
                [OnFailureDestination(DestinationType.Sqs, Name), DestinationFunction("Worker")] public void Constant(int x) { }
            """;

        project.Write("Handlers.cs", ConsumerProject.Code.Replace("    // Kept", $"{Faults}\n{Refused}\n    // Kept", StringComparison.Ordinal));
        Assert.Equal(["Handlers.cs(12): CS0182"], Errors(await project.BuildFails()));
        project.Write("Handlers.cs", ConsumerProject.Code.Replace("    // Kept", $"{Faults}\n    // Kept", StringComparison.Ordinal));
        Assert.Equal(["Handlers.cs(10): LD1012", "Handlers.cs(9): LD1004"], Errors(await project.BuildFails()));
        Assert.Equal(ConsumerProject.Template, project.Read());

        static IEnumerable<string> Errors(string output) => Regex.Matches(output, @"Handlers\.cs\((\d+),\d+\): error (\w+)")
            .Select(static x => $"Handlers.cs({x.Groups[1].Value}): {x.Groups[2].Value}")
            .Distinct()
            .Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_broken_template_is_told_with_its_place_and_left()
    {
        ConsumerProject project = shared.Fresh();
        string broken = ConsumerProject.Template.Replace("      Runtime", "     Runtime", StringComparison.Ordinal);
        project.Write("template.yaml", broken);
        string output = await project.BuildFails();
        Assert.Contains("template.yaml(8,", output, StringComparison.Ordinal);
        Assert.Contains("error LD9001", output, StringComparison.Ordinal);
        Assert.Equal(broken, project.Read());
    }

    [Fact]
    public async Task A_design_time_build_leaves_the_template()
    {
        ConsumerProject project = shared.Fresh();
        await project.Build("-p:DesignTimeBuild=true");
        Assert.Equal(ConsumerProject.Template, project.Read());
        Assert.Empty(Directory.GetFiles(project.PathOf("obj"), "LambdaDestinations.*.stamp", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Generate_writes_a_copy_that_is_cleaned_and_None_nothing()
    {
        ConsumerProject project = shared.Fresh();
        await project.Build("-p:LambdaDestinationsTemplateMode=None");
        Assert.Empty(Directory.GetFiles(project.PathOf("obj"), "LambdaDestinations.*.stamp", SearchOption.AllDirectories));
        await project.Build("-p:LambdaDestinationsTemplateMode=Generate");
        Assert.Equal(ConsumerProject.Template, project.Read());
        Assert.Contains("WorkerOnFailureQueue", project.Read("bin/Debug/net10.0/template.yaml"), StringComparison.Ordinal);
        (int exitCode, string output) = await project.Run("clean", "-p:LambdaDestinationsTemplateMode=Generate");
        Assert.True(exitCode == 0, output);
        Assert.False(project.Exists("bin/Debug/net10.0/template.yaml"));
    }

    [Fact]
    public async Task The_flow_map_is_written_at_build_skipped_when_nothing_changed_and_cleaned_only_below_obj()
    {
        ConsumerProject project = shared.Fresh();
        string property = $"-p:LambdaDestinationsMap={Path.Combine("docs", "flow.md")}";
        Assert.Contains("wrote the flow map", await project.Build(property), StringComparison.Ordinal);
        string map = project.Read("docs/flow.md");
        Assert.Contains("-->|\"on success\"|", map, StringComparison.Ordinal);
        Assert.Contains("WorkerOnFailureQueue", map, StringComparison.Ordinal);

        // The template changed after it was compiled with: once more, then never again.
        await project.Build(property);
        string output = await project.Build(property);
        Assert.Contains("Skipping target \"LambdaDestinationsWriteMap\"", output, StringComparison.Ordinal);

        project.Write("template.yaml", project.Read().Replace("SuccessQueue", "DoneQueue", StringComparison.Ordinal));
        project.Write("Handlers.cs", ConsumerProject.Code.Replace("SuccessQueue", "DoneQueue", StringComparison.Ordinal));
        await project.Build(property);
        Assert.Contains("DoneQueue", project.Read("docs/flow.md"), StringComparison.Ordinal);

        // Another format, no update of the template; under obj a clean takes it away.
        string[] inObj = ["-p:LambdaDestinationsMap=obj/flow.svg", "-p:LambdaDestinationsTemplateMode=None"];
        await project.Build(inObj);
        Assert.StartsWith("<svg", project.Read("obj/flow.svg"), StringComparison.Ordinal);
        (int exitCode, output) = await project.Run(["clean", .. inObj]);
        Assert.True(exitCode == 0, output);
        Assert.False(project.Exists("obj/flow.svg"));
        Assert.True(project.Exists("docs/flow.md"));

        Assert.Contains("error LD9040", await project.BuildFails("-p:LambdaDestinationsMap=flow.png"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_template_that_Amazons_tools_are_told_of_is_found_in_JSON_and_a_publish_that_changes_it_is_warned_of()
    {
        ConsumerProject project = shared.Fresh();
        Directory.CreateDirectory(project.PathOf("infra"));
        const string Json = "{\n\t\"Resources\": {\n\t\t\"SuccessQueue\": {\"Type\": \"AWS::SQS::Queue\"},\n\t\t\"Worker\": {\n\t\t\t\"Type\": \"AWS::Serverless::Function\",\n\t\t\t\"Properties\": {\"Handler\": \"App::App.Handlers::Run\"}\n\t\t}\n\t}\n}";
        project.Write("infra/stack.template", Json);
        project.Write("aws-lambda-tools-defaults.json", """{ "profile": "", "template": "infra\\stack.template" }""");
        (int exitCode, string output) = await project.Run("publish", "-p:TreatWarningsAsErrors=false");
        Assert.True(exitCode == 0, output);
        Assert.Contains("warning LD9032", output, StringComparison.Ordinal);
        Assert.Equal(ConsumerProject.Template, project.Read());
        Assert.Contains("\"WorkerOnFailureQueue\": {", project.Read("infra/stack.template"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_without_template_is_warned()
    {
        ConsumerProject project = shared.Fresh();
        File.Delete(project.PathOf("template.yaml"));
        Assert.Contains("warning LD9030", await project.Build("-p:TreatWarningsAsErrors=false"), StringComparison.Ordinal);
    }
}
