using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Manifest;
using Microsoft.Build.Framework;

namespace LambdaDestinations.Build.Tests;

/// <summary>The task itself, with assemblies that hold a manifest and nothing else.</summary>
public sealed class TaskTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambda-destinations-task-");
    private readonly RecordingEngine _engine = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Update_writes_once_and_leaves_an_up_to_date_template_alone()
    {
        using UpdateDestinationTemplate task = Task("Update", Manifest.Failing("App", "Run"));
        Assert.True(task.Execute());
        string updated = Read();
        Assert.Contains("  Fn0OnFailureQueue:\n", updated, StringComparison.Ordinal);
        BuildWarningEventArgs told = Assert.Single(_engine.Updates);
        Assert.Equal("The build updated the template from the attributes: 'Fn0' changed, 'Fn0OnFailureQueue' created. Review and commit the change", told.Message);
        Assert.Equal((task.Template, 3, 3), (told.File, told.LineNumber, told.ColumnNumber));
        DateTime written = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(task.Template, written);
        Assert.True(task.Execute());
        Assert.Equal(written, File.GetLastWriteTimeUtc(task.Template));
        Assert.Equal(updated, Read());
        Assert.Single(_engine.Updates);
        Assert.Empty(_engine.Warnings);
        Assert.Empty(LeftOver());
    }

    [Theory]
    [InlineData("  Fn0: # ld:ignore LD9014\n", null)]
    [InlineData("  # ld:ignore LD9014\n  Fn0:\n", null)]
    [InlineData("  # ld:ignore LD9015\n  Fn0:\n", "'Fn0' changed, 'Fn0OnFailureQueue' created")]
    public void A_resource_may_accept_that_builds_change_it(string head, string? expected)
    {
        using UpdateDestinationTemplate task = Task("Update", Manifest.Failing("App", "Run"));
        File.WriteAllText(task.Template, Read().Replace("  Fn0:   # number 0\n", head, StringComparison.Ordinal));
        Assert.True(task.Execute());
        Assert.Equal(expected is null ? [] : [$"The build updated the template from the attributes: {expected}. Review and commit the change"], _engine.Updates.Select(static x => x.Message));
        Assert.Equal(expected is null ? 1 : 0, _engine.Messages.Count(static x => x.StartsWith("LambdaDestinations: updated", StringComparison.Ordinal)));
        Assert.Empty(_engine.Warnings);
    }

    [Theory]
    [InlineData("", new[] { "LD9015" })]
    [InlineData("  # ld:ignore LD9015\n", new string[0])]
    public void A_queue_that_goes_is_named_once_and_one_that_stays_too(string marker, string[] expected)
    {
        using UpdateDestinationTemplate task = Telling(Task("Update", Manifest.Failing("App", "Run")));
        Assert.True(task.Execute());
        File.WriteAllText(task.Template, Read().Replace("  Fn0OnFailureQueue:\n", marker + "  Fn0OnFailureQueue:\n", StringComparison.Ordinal));
        string used = Read() + "Outputs: {A: {Value: !Ref Fn0OnFailureQueue}}\n";
        task.AssemblyPath = Manifest.Write(_folder.FullName, "App");
        Assert.True(task.Execute());
        Assert.Equal(expected, _engine.Warnings.Select(static x => x.Code));
        Assert.True(task.Execute());
        Assert.Equal(expected, _engine.Warnings.Select(static x => x.Code));
        Assert.DoesNotContain("OnFailureQueue", Read(), StringComparison.Ordinal);

        // It stays where something refers to it, which is told once, too.
        _engine.Warnings.Clear();
        File.WriteAllText(task.Template, used);
        Assert.True(task.Execute());
        Assert.True(task.Execute());
        Assert.Equal(["LD9006"], _engine.Warnings.Select(static x => x.Code));

        // A clean clone has no memory, but the template shows that the queue was left before.
        File.Delete(task.ToldFile);
        Assert.True(task.Execute());
        File.Delete(task.ToldFile);
        task.Mode = "Verify";
        Assert.True(task.Execute());
        Assert.Single(_engine.Warnings);
    }

    [Fact]
    public void A_role_that_comes_to_stand_elsewhere_is_told_once_and_by_no_fresh_clone()
    {
        using UpdateDestinationTemplate task = Telling(Task("Update", Manifest.Failing("App", "Run")));
        Assert.True(task.Execute());
        File.WriteAllText(task.Template, Read().Replace("      Runtime: dotnet10\n", "      Runtime: dotnet10\n      Role: arn:aws:iam::123456789012:role/elsewhere\n", StringComparison.Ordinal));
        Assert.True(task.Execute());
        Assert.True(task.Execute());
        BuildWarningEventArgs told = Assert.Single(_engine.Warnings);
        Assert.Equal(("LD3005", 8), (told.Code, told.LineNumber));
        File.Delete(task.ToldFile);
        Assert.True(task.Execute());
        Assert.Single(_engine.Warnings);
    }

    [Fact]
    public void What_was_told_and_cannot_be_remembered_fails_no_build()
    {
        using UpdateDestinationTemplate task = Telling(Task("Update", Manifest.Failing("App", "Run")));
        Directory.CreateDirectory(task.ToldFile);
        Assert.True(task.Execute());
        Assert.True(task.Execute());
        Assert.Contains(_engine.Messages, static x => x.Contains("so the next build may tell the same", StringComparison.Ordinal));
        Assert.Empty(_engine.Warnings);
        Assert.Empty(_engine.Errors);
    }

    [Fact]
    public void Where_the_build_verifies_the_absence_of_the_template_is_an_error()
    {
        using UpdateDestinationTemplate task = Task("Verify", Manifest.Failing("App", "Run"));
        File.Delete(task.Template);
        Assert.False(task.Execute());
        Assert.Equal(["LD9030"], _engine.Errors.Select(static x => x.Code));

        using UpdateDestinationTemplate silenced = Task("Verify", Manifest.Failing("App", "Run"));
        File.Delete(silenced.Template);
        silenced.NoWarn = "LD9030";
        Assert.True(silenced.Execute());
        Assert.Single(_engine.Errors);
        Assert.Empty(_engine.Warnings);
    }

    [Theory]
    [InlineData(false, "", "LD9030")]
    [InlineData(true, "", "LD1012")]
    [InlineData(false, "  Other: {Type: AWS::Serverless::Function, Metadata: {Tool: Amazon.Lambda.Annotations}}\n", "LD1012")]
    public void A_template_that_nobody_named_is_not_that_of_Annotations(bool isNamed, string more, string expected)
    {
        HandlerModel handler = Manifest.Failing("App", "Place");
        using UpdateDestinationTemplate task = Task("Update", handler with { Function = handler.Function with { AnnotationsLogicalId = "AppHandlersPlaceGenerated" } });
        task.IsNamed = isNamed;
        task.UsualTemplate = Path.Combine(_folder.FullName, "serverless.template");
        File.AppendAllText(task.Template, more);
        string before = Read();
        task.Execute();
        Assert.Equal([expected], _engine.Warnings.Select(static x => x.Code).Concat(_engine.Errors.Select(static x => x.Code)));
        Assert.Equal(before, Read());
    }

    [Fact]
    public void Verify_shows_the_needed_lines_and_writes_nothing()
    {
        using UpdateDestinationTemplate task = Task("Verify", Manifest.Failing("App", "Run"));
        string before = Read();
        Assert.False(task.Execute());
        BuildErrorEventArgs error = Assert.Single(_engine.Errors);
        Assert.Equal("LD9031", error.Code);
        Assert.Equal(task.Template, error.File);
        Assert.Matches(@"Lines that differ: \d+$", error.Message!);
        Assert.Contains("\n+      EventInvokeConfig:\n+        DestinationConfig:\n+          OnFailure:\n", Assert.Single(_engine.Messages, static x => x.Contains("needs:", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(before, Read());

        // A terminal shows no messages, and the lines of an error as one; the whole is in a file.
        _engine.Errors.Clear();
        _engine.Messages.Clear();
        task.IsTerminal = true;
        task.DifferenceFile = Path.Combine(_folder.FullName, "obj", "LambdaDestinations.diff");
        Assert.False(task.Execute());
        error = Assert.Single(_engine.Errors);
        Assert.Contains($", all of them in {task.DifferenceFile}\n@@ -5,3 +5,", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_engine.Messages, static x => x.Contains("needs:", StringComparison.Ordinal));
        Assert.StartsWith("--- a/template.yaml\n+++ b/template.yaml\n@@ -5,3 +5,", File.ReadAllText(task.DifferenceFile), StringComparison.Ordinal);
    }

    [Fact]
    public void Generate_writes_a_copy_when_it_differs()
    {
        using UpdateDestinationTemplate task = Task("Generate", Manifest.Failing("App", "Run"));
        string before = Read();
        task.OutputFolder = Path.Combine(_folder.FullName, "out", "net10.0");
        string copy = Path.Combine(task.OutputFolder, "template.yaml");
        Assert.True(task.Execute());
        Assert.Equal(before, Read());
        Assert.Contains("  Fn0OnFailureQueue:\n", File.ReadAllText(copy), StringComparison.Ordinal);
        DateTime written = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(copy, written);
        Assert.True(task.Execute());
        Assert.Equal(written, File.GetLastWriteTimeUtc(copy));
    }

    [Theory]
    [InlineData("sometimes", "LD9035")]
    [InlineData("", "LD9035")]
    public void A_mode_that_does_not_exist_is_an_error(string mode, string code)
    {
        using UpdateDestinationTemplate task = Task(mode, Manifest.Failing("App", "Run"));
        Assert.False(task.Execute());
        Assert.Equal(code, Assert.Single(_engine.Errors).Code);
    }

    [Fact]
    public void A_project_with_destinations_and_no_template_is_warned_and_one_without_is_not()
    {
        using UpdateDestinationTemplate task = Task("Update", Manifest.Failing("App", "Run"));
        File.Delete(task.Template);
        Assert.True(task.Execute());
        task.Template = "";
        Assert.True(task.Execute());
        Assert.Equal(["LD9030", "LD9030"], _engine.Warnings.Select(static x => x.Code));
        Assert.All(_engine.Warnings, static x => Assert.Equal("/work/App/App.csproj", x.File));
        Assert.Contains("so no destination will be set", _engine.Warnings[1].Message, StringComparison.Ordinal);
        task.AssemblyPath = Manifest.Write(_folder.FullName, "Nothing");
        Assert.True(task.Execute());
        Assert.Equal(2, _engine.Warnings.Count);
        Assert.Empty(_engine.Errors);
    }

    /// <summary>In parts with a text for each handler, on a class, in whatever order the compiler met them; on the assembly; and in one text as versions before 0.2 wrote it.</summary>
    [Fact]
    public void Every_form_of_a_manifest_is_read()
    {
        HandlerModel[] handlers = [Manifest.Failing("App", "A"), Manifest.Failing("App", "B"), Manifest.Failing("App", "C", "@Queue")];
        DestinationManifest expected = new(new EquatableArray<HandlerModel>(handlers));
        string[] texts = [.. handlers.Select(ManifestJson.WriteHandler)];
        Assert.Equal(expected, ManifestFile.Read(Manifest.Write(_folder.FullName, "OneText", 1, ManifestJson.Write(expected))).Parse());
        Assert.Equal(expected, ManifestFile.Read(Manifest.Write(_folder.FullName, "Parts", 2, [texts[2]], [texts[0], texts[1]])).Parse());
        Assert.Equal(expected, ManifestFile.Read(Manifest.WriteOnAssembly(_folder.FullName, "OnAssembly", 2, [texts[2]], [texts[0], texts[1]])).Parse());
        Assert.Equal(expected, ManifestFile.Read(Manifest.Write(_folder.FullName, "OnePart", 2, [texts])).Parse());
        Assert.Null(ManifestFile.Read(Manifest.Write(_folder.FullName, "None")).Text);
    }

    [Fact]
    public void An_assembly_that_cannot_be_read_is_an_error()
    {
        using UpdateDestinationTemplate task = Task("Update", Manifest.Failing("App", "Run"));
        string before = Read();
        task.AssemblyPath = Path.Combine(_folder.FullName, "gone.dll");
        Assert.False(task.Execute());
        task.AssemblyPath = Path.Combine(_folder.FullName, "text.dll");
        File.WriteAllText(task.AssemblyPath, "no assembly");
        Assert.False(task.Execute());
        task.AssemblyPath = Manifest.Write(_folder.FullName, "Newer", DestinationManifest.SchemaVersion + 1, "{}");
        Assert.False(task.Execute());
        task.AssemblyPath = Manifest.Write(_folder.FullName, "Broken", DestinationManifest.SchemaVersion, "{");
        Assert.False(task.Execute());
        Assert.Equal(4, _engine.Errors.Count(static x => x.Code == "LD9033"));
        Assert.Contains("of version 3", _engine.Errors[2].Message, StringComparison.Ordinal);
        Assert.Equal(before, Read());
    }

    [Theory]
    [InlineData("Resources:\n  Fn0: [\n", 2, 8, "LD9001")]
    [InlineData("Resources:\n\tFn0: {}\n", 2, 1, "LD9001")]
    [InlineData("{\n  \"Resources\": ]\n}", 2, 16, "LD9001")]
    [InlineData("Parameters: {}\n", 1, 1, "LD9001")]
    [InlineData("Resources: {Other: {Type: AWS::SQS::Queue}}\n", 0, 0, "LD1012")]
    public void A_template_that_cannot_be_used_is_one_error_with_its_place_and_stays(string template, int line, int column, string code)
    {
        using UpdateDestinationTemplate task = Task("Update", Manifest.Failing("App", "Run"));
        File.WriteAllText(task.Template, template);
        Assert.False(task.Execute());
        BuildErrorEventArgs error = Assert.Single(_engine.Errors);
        Assert.Equal((code, line, column, task.Template), (error.Code, error.LineNumber, error.ColumnNumber, error.File));
        Assert.Equal(template, Read());
    }

    [Fact]
    public void A_target_that_is_no_such_resource_is_one_error_and_the_template_stays()
    {
        using UpdateDestinationTemplate task = Task("Update", Manifest.Failing("App", "Run", "@Nowhere"));
        string before = Read();
        Assert.False(task.Execute());
        BuildErrorEventArgs error = Assert.Single(_engine.Errors);
        Assert.Equal("LD1004", error.Code);
        Assert.Contains("'Nowhere' (on App.Handlers.Run)", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Read());
    }

    [Fact]
    public void What_a_build_found_up_to_date_is_not_looked_at_again_until_something_changes()
    {
        using UpdateDestinationTemplate task = Noting(Task("Update", Manifest.Failing("App", "Run")));
        Assert.Equal([Look.Changed, Look.Looked, Look.Passed, Look.Passed], Runs(task, 4));

        // Anything that decides what a run does: the template, the attributes, the mode, who checks, and the note itself.
        File.AppendAllText(task.Template, "# by hand\n");
        Assert.Equal([Look.Looked, Look.Passed], Runs(task, 2));
        File.WriteAllText(task.Template, Manifest.Template(["App"]));
        Assert.Equal([Look.Changed, Look.Looked, Look.Passed], Runs(task, 3));
        task.AssemblyPath = Manifest.Write(_folder.FullName, "App", Manifest.Failing("App", "Run") with { MaximumRetryAttempts = 1 });
        Assert.Equal([Look.Changed, Look.Looked, Look.Passed], Runs(task, 3));
        task.Mode = "Verify";
        Assert.Equal([Look.Looked, Look.Passed], Runs(task, 2));
        task.ChecksAll = true;
        Assert.Equal([Look.Looked, Look.Passed], Runs(task, 2));
        File.WriteAllText(task.NoteFile, "");
        Assert.Equal([Look.Looked, Look.Passed], Runs(task, 2));
        Assert.Empty(_engine.Warnings);
        Assert.Empty(_engine.Errors);
    }

    [Fact]
    public void A_note_that_cannot_be_written_or_read_fails_no_build()
    {
        using UpdateDestinationTemplate task = Noting(Task("Update", Manifest.Failing("App", "Run")));
        Directory.CreateDirectory(task.NoteFile);
        Assert.Equal([Look.Changed, Look.Looked, Look.Looked], Runs(task, 3));
        Directory.Delete(task.NoteFile);
        task.NoteFile = Path.Combine(_folder.FullName, "no", "such", "folder", "LambdaDestinations.note");
        Assert.Equal([Look.Looked], Runs(task, 1));
        Assert.Empty(_engine.Warnings);
        Assert.Empty(_engine.Errors);
        Assert.Contains(_engine.Messages, static x => x.Contains("cannot be written, so the next build looks again", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("missing.dll")]
    [InlineData("folder")]
    [InlineData("empty.dll")]
    [InlineData("text.dll")]
    [InlineData("no\0path.dll")]
    public void An_assembly_that_cannot_be_read_is_one_error(string assembly)
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "folder"));
        File.WriteAllText(Path.Combine(_folder.FullName, "empty.dll"), "");
        File.WriteAllText(Path.Combine(_folder.FullName, "text.dll"), "MZ, but the rest is prose");
        using UpdateDestinationTemplate task = Task("Update", Manifest.Failing("App", "Run"));
        task.AssemblyPath = Path.Combine(_folder.FullName, assembly);
        string before = Read();
        Assert.False(task.Execute());
        Assert.Equal("LD9033", Assert.Single(_engine.Errors).Code);
        using WriteDestinationMap map = new() { BuildEngine = _engine, AssemblyPath = task.AssemblyPath, AssemblyName = "App", Template = task.Template, Map = Path.Combine(_folder.FullName, "map.svg") };
        Assert.False(map.Execute());
        Assert.Equal(["LD9033", "LD9033"], _engine.Errors.Select(static x => x.Code));
        Assert.Equal(before, Read());
    }

    [Fact]
    public void What_a_build_has_to_tell_it_tells_each_time()
    {
        using UpdateDestinationTemplate task = Noting(Task("Update", Manifest.Failing("App", "Run") with { MaximumEventAgeInSeconds = 60 }));
        task.ChecksAll = true;
        Assert.Equal([Look.Changed, Look.Looked, Look.Looked], Runs(task, 3));
        Assert.Equal(["LD1008", "LD1008", "LD1008"], _engine.Warnings.Select(static x => x.Code));

        task.ChecksAll = false;
        Assert.Equal([Look.Looked, Look.Passed], Runs(task, 2));
        task.ShowGrants = true;
        Assert.Equal([Look.Looked, Look.Looked], Runs(task, 2));
        Assert.Equal(2, _engine.Messages.Count(static x => x.Contains("sqs:SendMessage", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_out_of_date_template_is_an_error_each_time()
    {
        using UpdateDestinationTemplate task = Noting(Task("Verify", Manifest.Failing("App", "Run")));
        Assert.False(task.Execute());
        Assert.False(task.Execute());
        Assert.Equal(["LD9031", "LD9031"], _engine.Errors.Select(static x => x.Code));
        Assert.False(File.Exists(task.NoteFile));
    }

    [Fact]
    public void What_somebody_wrote_against_the_attributes_is_told_each_time_and_is_an_error_where_the_build_verifies()
    {
        using UpdateDestinationTemplate task = Noting(Task("Update", Manifest.Failing("App", "Run") with { MaximumRetryAttempts = 1 }));
        string otherwise = Read().Replace("      Runtime", "      EventInvokeConfig:\n        MaximumRetryAttempts: 2\n      Runtime", StringComparison.Ordinal);
        File.WriteAllText(task.Template, otherwise);
        Assert.Equal([Look.Changed, Look.Looked, Look.Looked], Runs(task, 3));
        Assert.Equal(["LD9004", "LD9004", "LD9004"], _engine.Warnings.Select(static x => x.Code));
        Assert.False(task.IsSettled);

        task.Mode = "Verify";
        Assert.False(task.Execute());
        BuildErrorEventArgs error = Assert.Single(_engine.Errors);
        Assert.Equal(("LD9004", 8), (error.Code, error.LineNumber));
        Assert.False(task.IsSettled);

        // What NoWarn silences as a warning, it silences as the error that verifying makes of it. The task's log remembers the first error.
        task.NoWarn = "CS1591; LD9004";
        task.Execute();
        task.NoWarn = "";

        File.WriteAllText(task.Template, Read().Replace("MaximumRetryAttempts: 2", "MaximumRetryAttempts: 2 # ld:ignore LD9004", StringComparison.Ordinal));
        task.Execute();
        Assert.True(task.IsSettled);
        task.Mode = "Update";
        task.Execute();
        Assert.True(task.IsSettled);
        Assert.Equal(3, _engine.Warnings.Count);
        Assert.Single(_engine.Errors);
    }

    [Fact]
    public void Without_analyzers_the_build_that_verifies_tells_what_is_missing()
    {
        using UpdateDestinationTemplate task = Task("Verify", Manifest.Failing("App", "Run"));
        task.ChecksAll = true;
        Assert.False(task.Execute());
        Assert.Equal([("LD9010", 3), ("LD9031", 0)], _engine.Errors.Select(static x => (x.Code, x.LineNumber)));

        // With analyzers it stands on the attribute, and the compile has failed.
        _engine.Errors.Clear();
        task.ChecksAll = false;
        Assert.False(task.Execute());
        Assert.Equal(["LD9031"], _engine.Errors.Select(static x => x.Code));
    }

    [Theory]
    [InlineData(false, "", 0)]
    [InlineData(true, "", 1)]
    [InlineData(true, "  # ld:ignore LD9007\n", 0)]
    public void A_function_that_a_loop_may_make_is_told_by_the_analyzers_and_else_by_the_build(bool checksAll, string marker, int expected)
    {
        using UpdateDestinationTemplate task = Task("Update", Manifest.Failing("App", "Gone"));
        task.ChecksAll = checksAll;
        File.WriteAllText(task.Template, Read() + marker + "  Fn::ForEach::Workers: [Name, [A], {'${Name}': {Type: AWS::Serverless::Function}}]\n");
        Assert.True(task.Execute());
        Assert.Equal(expected, _engine.Warnings.Count(static x => x.Code == "LD9007"));
        Assert.Equal(expected, _engine.Warnings.Count);
    }

    [Fact]
    public void A_handler_without_a_function_hides_nothing_that_somebody_wrote()
    {
        using UpdateDestinationTemplate task = Task("Update", Manifest.Failing("App", "Run") with { MaximumRetryAttempts = 1 }, Manifest.Failing("App", "Gone"));
        File.WriteAllText(task.Template, Read().Replace("      Runtime", "      EventInvokeConfig: {MaximumRetryAttempts: 2}\n      Runtime", StringComparison.Ordinal));
        Assert.False(task.Execute());
        Assert.Equal(["LD1012"], _engine.Errors.Select(static x => x.Code));
        Assert.Equal(["LD9004"], _engine.Warnings.Select(static x => x.Code));
    }

    [Fact]
    public void A_copy_is_written_whatever_the_note_says()
    {
        using UpdateDestinationTemplate task = Noting(Task("Generate", Manifest.Failing("App", "Run")));
        task.OutputFolder = Path.Combine(_folder.FullName, "out");
        string copy = Path.Combine(task.OutputFolder, "template.yaml");
        Assert.True(task.Execute());
        File.Delete(copy);
        Assert.True(task.Execute());
        Assert.True(File.Exists(copy));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_analyzers_the_build_checks_the_template_itself(bool checksAll)
    {
        using UpdateDestinationTemplate task = Task("Update", Manifest.Failing("App", "Run"));
        task.ChecksAll = checksAll;
        File.AppendAllText(task.Template, "  Other:\n    Type: AWS::Serverless::Function\n    Properties:\n      EventInvokeConfig: {MaximumEventAgeInSeconds: 60}\n");
        Assert.True(task.Execute());
        Assert.Equal(checksAll ? ["LD1008"] : [], _engine.Warnings.Select(static x => x.Code));
        Assert.Equal(checksAll ? task.Template : null, _engine.Warnings.SingleOrDefault()?.File);
    }

    /// <summary>A lone template is read with the definition in a file beside it, which the analyzers do not read.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_definition_in_a_file_decides_with_its_template_and_a_change_of_it_is_seen(bool checksAll)
    {
        using UpdateDestinationTemplate task = Noting(Task("Update", Manifest.Failing("App", "Run")));
        task.ChecksAll = checksAll;
        File.AppendAllText(task.Template, "  Machine:\n    Type: AWS::Serverless::StateMachine\n    Properties: {DefinitionUri: flows/machine.asl.json, DefinitionSubstitutions: {Worker: !GetAtt Fn0.Arn}}\n");
        string file = Path.Combine(_folder.FullName, "flows", "machine.asl.json");
        string[] Told()
        {
            _engine.Warnings.Clear();
            Assert.True(task.Execute());
            Assert.Equal([file], task.Definitions);
            return [.. _engine.Warnings.Select(static x => x.Code).Where(static x => x != "LD9014")];
        }

        void Define(string parameters)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            const string Definition = """{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "${Worker}"}, "End": true}}}""";
            File.WriteAllText(file, Definition.Replace("${Worker}\"", "${Worker}\"" + parameters, StringComparison.Ordinal));
        }

        Assert.Empty(Told());
        Assert.Empty(Told());
        Assert.Equal(Look.Passed, Assert.Single(Runs(task, 1)));
        Define("");
        Assert.Equal(["LD4003"], Told());
        Define(""", "InvocationType": "Event" """);
        Assert.Empty(Told());
        Assert.Equal(Look.Passed, Assert.Single(Runs(task, 1)));
        Define("");
        Assert.Equal(["LD4003"], Told());
        File.Delete(file);
        Assert.Empty(Told());
        Assert.Empty(_engine.Errors);
    }

    [Fact]
    public void A_template_that_names_no_file_has_no_definitions()
    {
        using UpdateDestinationTemplate task = Task("Update", Manifest.Failing("App", "Run"));
        File.AppendAllText(task.Template, "  Machine:\n    Type: AWS::Serverless::StateMachine\n    Properties: {DefinitionUri: s3://bucket/machine.asl.json}\n");
        Assert.True(task.Execute());
        Assert.Empty(task.Definitions);
    }

    [Theory]
    [InlineData(false, "", 1, 0)]
    [InlineData(true, "", 1, 0)]
    [InlineData(false, " # ld:ignore LD3005", 0, 0)]
    [InlineData(true, " # ld:ignore LD3005", 0, 0)]
    public void A_role_outside_of_the_template_is_told_by_the_build_that_writes_the_destination_and_then_by_the_analyzers(bool checksAll, string marker, int first, int second)
    {
        using UpdateDestinationTemplate task = Task("Update", Manifest.Failing("App", "Run"));
        task.ChecksAll = checksAll;
        File.AppendAllText(task.Template, $"      Role: arn:aws:iam::123456789012:role/elsewhere{marker}\n");
        foreach (int count in new[] { first, second })
        {
            _engine.Warnings.Clear();
            Assert.True(task.Execute());
            Assert.Equal(Enumerable.Repeat("LD3005", count), _engine.Warnings.Select(static x => x.Code));
        }

        Assert.DoesNotContain(_engine.Messages, static x => x.StartsWith("Cannot verify the role", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_analyzers_the_build_tells_what_is_wrong_with_an_attribute_alone()
    {
        using UpdateDestinationTemplate task = Task("Update", Manifest.Failing("App", "Run") with { MaximumEventAgeInSeconds = 60 });
        Assert.True(task.Execute());
        Assert.Empty(_engine.Warnings);
        task.ChecksAll = true;
        Assert.True(task.Execute());
        Assert.Equal("LD1008", Assert.Single(_engine.Warnings).Code);
    }

    [Fact]
    public void A_template_that_is_not_UTF8_is_one_error_and_stays()
    {
        using UpdateDestinationTemplate task = Task("Update", Manifest.Failing("App", "Run"));
        byte[] latin = Encoding.Latin1.GetBytes("# Größe\n" + Read());
        File.WriteAllBytes(task.Template, latin);
        Assert.False(task.Execute());
        Assert.Equal("LD9001", Assert.Single(_engine.Errors).Code);
        Assert.Equal(latin, File.ReadAllBytes(task.Template));
    }

    [Fact]
    public void A_publish_that_changes_the_template_is_warned_of()
    {
        using UpdateDestinationTemplate task = Task("Update", Manifest.Failing("App", "Run"));
        task.IsPublishing = true;
        Assert.True(task.Execute());
        Assert.Equal("LD9032", Assert.Single(_engine.Warnings).Code);
        Assert.True(task.Execute());
        Assert.Single(_engine.Warnings);
    }

    [Fact]
    public void The_grants_are_told_on_request()
    {
        using UpdateDestinationTemplate task = Task("Update", Manifest.Failing("App", "Run"));
        Assert.True(task.Execute());
        Assert.DoesNotContain(_engine.Messages, static x => x.Contains("sqs:SendMessage", StringComparison.Ordinal));
        task.ShowGrants = true;
        Assert.True(task.Execute());
        Assert.Contains(_engine.Messages, static x => x.Contains("sqs:SendMessage", StringComparison.Ordinal) && x.Contains("Fn0OnFailureQueue", StringComparison.Ordinal));
    }

    [Fact]
    public void A_read_only_template_is_an_error_and_stays()
    {
        using UpdateDestinationTemplate task = Task("Update", Manifest.Failing("App", "Run"));
        string before = Read();
        File.SetAttributes(task.Template, FileAttributes.ReadOnly);
        Assert.False(task.Execute());
        BuildErrorEventArgs error = Assert.Single(_engine.Errors);
        Assert.Equal("LD9034", error.Code);
        Assert.Contains("read-only", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Read());
        Assert.Empty(LeftOver());
        File.SetAttributes(task.Template, FileAttributes.Normal);
    }

    [SkippableFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void A_link_stays_a_link_and_a_file_keeps_its_mode()
    {
        Skip.If(OperatingSystem.IsWindows(), "A file has a mode on Unix only.");
        using UpdateDestinationTemplate task = Task("Update", Manifest.Failing("App", "Run"));
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        File.SetUnixFileMode(task.Template, Mode);
        string link = Path.Combine(_folder.CreateSubdirectory("app").FullName, "template.yaml");
        File.CreateSymbolicLink(link, "../template.yaml");
        task.Template = link;
        Assert.True(task.Execute());
        Assert.Equal("../template.yaml", new FileInfo(link).LinkTarget);
        Assert.Contains("  Fn0OnFailureQueue:\n", Read(), StringComparison.Ordinal);
        Assert.Equal(Mode, File.GetUnixFileMode(Path.Combine(_folder.FullName, "template.yaml")));
        Assert.Empty(LeftOver());
    }

    [Fact]
    public void A_bucket_of_writers_at_once_lose_nothing()
    {
        string[] assemblies = [.. Enumerable.Range(0, 12).Select(static x => "App" + x)];
        string template = Path.Combine(_folder.FullName, "template.yaml");
        string before = Manifest.Template(assemblies);
        File.WriteAllText(template, before);
        bool isDone = false;
        List<string> torn = [];

        // A reader that sees a part of a file would see it end somewhere else.
        Thread reader = new(() =>
        {
            while (!Volatile.Read(ref isDone))
            {
                string text = File.ReadAllText(template);
                if (!text.StartsWith("Transform:", StringComparison.Ordinal) || !text.EndsWith('\n'))
                {
                    torn.Add(text);
                }
            }
        });
        reader.Start();
        for (int round = 0; round < 2; round++)
        {
            HandlerModel[] Handlers(string assembly) => round == 0 ? [Manifest.Failing(assembly, "Run")] : [];
            Parallel.ForEach(assemblies, new ParallelOptions { MaxDegreeOfParallelism = assemblies.Length }, assembly =>
            {
                RecordingEngine engine = new();
                string folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, assembly + round)).FullName;
                using UpdateDestinationTemplate task = new() { BuildEngine = engine, AssemblyPath = Manifest.Write(folder, assembly, Handlers(assembly)), AssemblyName = assembly, Template = template, Mode = "Update" };
                Assert.True(task.Execute(), string.Join("\n", engine.Errors.Select(static x => x.Message)));
            });
            string text = File.ReadAllText(template);
            Assert.All(Enumerable.Range(0, assemblies.Length), i => Assert.Equal(round == 0, text.Contains($"  Fn{i}OnFailureQueue:\n", StringComparison.Ordinal)));
        }

        Volatile.Write(ref isDone, true);
        reader.Join();
        Assert.Empty(torn);
        Assert.Equal(before, File.ReadAllText(template));
        Assert.Empty(LeftOver());
    }

    [Fact]
    public void A_task_that_waits_for_another_build_can_be_cancelled()
    {
        using UpdateDestinationTemplate task = Task("Update", Manifest.Failing("App", "Run"));
        string before = Read();
        bool hasEnded = TemplateStore.WithLock(
            task.Template,
            () =>
            {
                Thread other = new(() =>
                {
                    task.Cancel();
                    Assert.False(task.Execute());
                });
                other.Start();
                return other.Join(TimeSpan.FromMinutes(1));
            },
            default);
        Assert.True(hasEnded);
        Assert.Equal(before, Read());
    }

    /// <summary>What an earlier build wrote is not taken back because the generator did not run.</summary>
    [Fact]
    public void Attributes_that_no_generator_has_read_leave_the_template_alone()
    {
        using UpdateDestinationTemplate task = Task("Update", Manifest.Failing("App", "Run"));
        Assert.True(task.Execute());
        string written = File.ReadAllText(task.Template);
        Assert.Contains("Fn0OnFailureQueue", written, StringComparison.Ordinal);
        task.AssemblyPath = Manifest.WriteUnread(_folder.FullName, "App");
        Assert.True(task.Execute());
        Assert.Equal(("LD9041", "/work/App/App.csproj"), (Assert.Single(_engine.Warnings).Code, _engine.Warnings[0].File));
        Assert.False(task.IsSettled);
        Assert.Equal(written, File.ReadAllText(task.Template));

        using FindUnreadAttributes ofBasic = new() { BuildEngine = _engine, AssemblyPath = task.AssemblyPath, AssemblyName = "App", ProjectFile = task.ProjectFile, Language = "VB" };
        Assert.True(ofBasic.Execute());
        Assert.StartsWith("The destination attributes of App.Handlers.Run do nothing: source generators run in C# projects, and this one is in Visual Basic.", _engine.Warnings[1].Message, StringComparison.Ordinal);
    }

    private UpdateDestinationTemplate Task(string mode, params HandlerModel[] handlers)
    {
        string template = Path.Combine(_folder.FullName, "template.yaml");
        File.WriteAllText(template, Manifest.Template(["App"]));
        return new UpdateDestinationTemplate { BuildEngine = _engine, AssemblyPath = Manifest.Write(_folder.FullName, "App", handlers), AssemblyName = "App", ProjectFile = "/work/App/App.csproj", Template = template, Mode = mode };
    }

    private UpdateDestinationTemplate Telling(UpdateDestinationTemplate task)
    {
        task.ToldFile = Path.Combine(_folder.FullName, "LambdaDestinations.told");
        return task;
    }

    private UpdateDestinationTemplate Noting(UpdateDestinationTemplate task)
    {
        task.NoteFile = Path.Combine(_folder.FullName, "LambdaDestinations.note");
        return task;
    }

    /// <summary>What each of some runs did.</summary>
    private Look[] Runs(UpdateDestinationTemplate task, int count)
    {
        var looks = new Look[count];
        for (int i = 0; i < count; i++)
        {
            int before = _engine.Messages.Count;
            int updates = _engine.Updates.Count;
            Assert.True(task.Execute());
            string[] messages = [.. _engine.Messages.Skip(before)];
            looks[i] = _engine.Updates.Count > updates ? Look.Changed
                : messages.Any(static x => x.EndsWith("is as the last build left it, and so are the attributes", StringComparison.Ordinal)) ? Look.Passed : Look.Looked;
        }

        return looks;
    }

    private string Read() => File.ReadAllText(Path.Combine(_folder.FullName, "template.yaml"));

    private IEnumerable<string> LeftOver() => _folder.EnumerateFiles("*.tmp", SearchOption.AllDirectories).Select(static x => x.Name);

    private enum Look
    {
        Changed,
        Looked,
        Passed,
    }
}
