using System;
using System.IO;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using Microsoft.Build.Framework;

namespace LambdaDestinations.Build.Tests;

/// <summary>A project with several templates: each handler is looked for in all of them.</summary>
public sealed class SeveralTemplatesTests : IDisposable
{
    private static readonly HandlerModel[] Both = [Manifest.Failing("App", "Run"), Manifest.Failing("App", "Ship")];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambda-destinations-several-");
    private readonly RecordingEngine _engine = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Each_template_gets_the_destinations_of_its_own_functions()
    {
        using UpdateDestinationTemplate task = Task("Update", Both, Template("a.yaml", "Run"), Template("b.yaml", "Ship"));
        Assert.True(task.Execute());
        Assert.Equal((1, 0), (Count("a.yaml", "  RunOnFailureQueue:"), Count("a.yaml", "  ShipOnFailureQueue:")));
        Assert.Equal((0, 1), (Count("b.yaml", "  RunOnFailureQueue:"), Count("b.yaml", "  ShipOnFailureQueue:")));
        Assert.Equal(2, _engine.Updates.Count);
        Assert.Empty(_engine.Errors);
        Assert.Empty(_engine.Warnings);
    }

    [Fact]
    public void A_handler_of_two_templates_is_written_in_both_and_taken_back_where_it_is_gone()
    {
        using UpdateDestinationTemplate task = Task("Update", Both, Template("a.yaml", "Run", "Ship"), Template("b.yaml", "Run"));
        Assert.True(task.Execute());
        Assert.Equal((1, 1), (Count("a.yaml", "  RunOnFailureQueue:"), Count("b.yaml", "  RunOnFailureQueue:")));

        // The function runs something else from now on, in one of them.
        File.WriteAllText(PathOf("b.yaml"), Read("b.yaml").Replace("Handlers::Run", "Handlers::Other", StringComparison.Ordinal));
        Assert.True(task.Execute());
        Assert.Equal((1, 0), (Count("a.yaml", "  RunOnFailureQueue:"), Count("b.yaml", "  RunOnFailureQueue:")));
    }

    [Fact]
    public void A_handler_that_none_of_them_has_is_told_once_with_their_names()
    {
        using UpdateDestinationTemplate task = Task("Update", [.. Both, Manifest.Failing("App", "Gone")], Template("a.yaml", "Run"), Template("b.yaml", "Ship"));
        Assert.False(task.Execute());
        Assert.Equal(
            "LD1012: No function of the templates a.yaml, b.yaml runs 'App::App.Handlers::Gone', so its destinations would never be set; name the function with [DestinationFunction(\"LogicalId\")] (on App.Handlers.Gone)",
            Assert.Single(_engine.Errors.Select(static x => $"{x.Code}: {x.Message}")));
        Assert.Equal(1, Count("b.yaml", "  ShipOnFailureQueue:"));
    }

    [Theory]
    [InlineData("Resources: [\n", "LD9001")]
    [InlineData("Resources: \u00e9\n", "LD9001")]
    public void While_one_cannot_be_read_no_handler_is_missing(string broken, string code)
    {
        using UpdateDestinationTemplate task = Task("Update", Both, Template("a.yaml", "Run"), Template("b.yaml", "Ship"));
        File.WriteAllText(PathOf("b.yaml"), broken, System.Text.Encoding.Latin1);
        Assert.False(task.Execute());
        Assert.Equal([(code, PathOf("b.yaml"))], _engine.Errors.Select(static x => (x.Code, x.File)));
        Assert.Equal(1, Count("a.yaml", "  RunOnFailureQueue:"));
    }

    [Fact]
    public void A_function_that_a_loop_may_make_is_not_missing()
    {
        string loop = PathOf("b.yaml");
        File.WriteAllText(loop, "Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]\nResources:\n  Fn::ForEach::All: [X, [A], {'Fn${X}': {Type: AWS::Serverless::Function, Properties: {Handler: 'App::App.Handlers::Ship', Runtime: dotnet10}}}]\n");
        using UpdateDestinationTemplate task = Task("Update", Both, Template("a.yaml", "Run"), loop);
        Assert.True(task.Execute(), string.Join("\n", _engine.Errors.Select(static x => x.Message)));
        Assert.DoesNotContain(_engine.Warnings, static x => x.Code == "LD1012");
    }

    [Fact]
    public void Verify_tells_each_template_and_writes_none()
    {
        string a = Template("a.yaml", "Run");
        string b = Template("b.yaml", "Ship");
        using UpdateDestinationTemplate task = Task("Verify", Both, a, b);
        (string, string) before = (Read("a.yaml"), Read("b.yaml"));
        Assert.False(task.Execute());
        Assert.Equal([("LD9031", a), ("LD9031", b)], _engine.Errors.Select(static x => (x.Code, x.File)));
        Assert.Equal(before, (Read("a.yaml"), Read("b.yaml")));
    }

    [Fact]
    public void Generate_copies_each_and_refuses_two_of_one_name()
    {
        using UpdateDestinationTemplate task = Task("Generate", Both, Template("a.yaml", "Run"), Template("infra/b.yaml", "Ship"));
        task.OutputFolder = PathOf("out");
        Assert.True(task.Execute());
        Assert.Equal((1, 1), (Count("out/a.yaml", "  RunOnFailureQueue:"), Count("out/b.yaml", "  ShipOnFailureQueue:")));
        Directory.Delete(task.OutputFolder, recursive: true);
        task.Templates = [Template("a.yaml", "Run"), Template("infra/A.yaml", "Ship")];
        Assert.False(task.Execute());
        Assert.Equal("LD9013", Assert.Single(_engine.Errors).Code);
        Assert.False(Directory.Exists(task.OutputFolder));
    }

    [Fact]
    public void The_note_is_about_all_of_them()
    {
        using UpdateDestinationTemplate task = Task("Update", Both, Template("a.yaml", "Run"), Template("b.yaml", "Ship"));
        task.NoteFile = PathOf("note");
        Assert.True(task.Execute());
        Assert.False(File.Exists(task.NoteFile));
        Assert.True(task.Execute());
        Assert.True(File.Exists(task.NoteFile));
        _engine.Messages.Clear();
        Assert.True(task.Execute());
        Assert.Contains("as the last build left it", Assert.Single(_engine.Messages), StringComparison.Ordinal);
        File.AppendAllText(PathOf("b.yaml"), "# saved\n");
        _engine.Messages.Clear();
        Assert.True(task.Execute());
        Assert.Empty(_engine.Messages);
    }

    [Fact]
    public void One_that_is_not_there_is_told_and_the_others_are_written()
    {
        using UpdateDestinationTemplate task = Task("Update", [Both[0]], Template("a.yaml", "Run"), PathOf("gone.yaml"), PathOf("a.yaml"));
        Assert.True(task.Execute());
        BuildWarningEventArgs missing = Assert.Single(_engine.Warnings);
        Assert.Equal("LD9030", missing.Code);
        Assert.Contains($"({PathOf("gone.yaml")})", missing.Message, StringComparison.Ordinal);
        Assert.Equal(1, Count("a.yaml", "  RunOnFailureQueue:"));
    }

    [Fact]
    public void The_map_shows_all_of_them()
    {
        using WriteDestinationMap task = new()
        {
            BuildEngine = _engine,
            AssemblyPath = Manifest.Write(_folder.FullName, "App", Both),
            AssemblyName = "App",
            Templates = [Template("a.yaml", "Run"), Template("infra/a.yaml", "Ship")],
            Map = PathOf("flow.md"),
        };
        Assert.True(task.Execute());
        string map = Read("flow.md");
        Assert.All(["RunOnFailureQueue", "ShipOnFailureQueue", "infra/a.yaml"], x => Assert.Contains(x, map, StringComparison.Ordinal));
    }

    /// <summary>The build reads what the CDK wrote beside a template: the app of <c>tests/Corpus/cdk-app</c> was synthesized without paths in its templates.</summary>
    [Fact]
    public void Verify_knows_the_constructs_of_a_cloud_assembly()
    {
        string from = Path.Combine(PackageFeed.Repository, "tests", "Corpus", "cdk-app", "right", "assembly-Prod");
        foreach (string file in Directory.GetFiles(from))
        {
            File.WriteAllText(PathOf(Path.GetFileName(file)), File.ReadAllText(file).Replace("\"MaximumRetryAttempts\": 1", "\"MaximumRetryAttempts\": 2", StringComparison.Ordinal));
        }

        DestinationModel[] destinations = [new(DestinationOutcome.Success, DestinationTargetType.Sqs, "@Placed"), new(DestinationOutcome.Failure, DestinationTargetType.Sqs, "@Failed")];
        HandlerModel place = new(new FunctionReference("Shop", "Shop.Orders", "Place"), null, null, new(destinations), 1);
        using UpdateDestinationTemplate task = Task("Verify", [place], PathOf("ProdShop82526E42.template.json"));
        Assert.False(task.Execute());
        Assert.Equal(
            ["LD9004: MaximumRetryAttempts of 'OrdersPlaceEventInvokeConfig2DA5214B' is 2 by the CDK app, but the attributes say 1. Set it in the CDK app, or correct the attribute (on Shop.Orders.Place) (at Prod/Shop/Orders/Place/EventInvokeConfig)"],
            _engine.Errors.Where(static x => x.Code == "LD9004").Select(static x => $"{x.Code}: {x.Message}"));
        Assert.DoesNotContain(_engine.Errors, static x => x.Code is "LD1004" or "LD1012");

        File.WriteAllText(PathOf("manifest.json"), "{");
        Assert.False(task.Execute());
        Assert.Contains(_engine.Errors, static x => x.Code == "LD9012");
    }

    private UpdateDestinationTemplate Task(string mode, HandlerModel[] handlers, params string[] templates) => new()
    {
        BuildEngine = _engine,
        AssemblyPath = Manifest.Write(_folder.FullName, "App", handlers),
        AssemblyName = "App",
        Templates = templates,
        Mode = mode,
    };

    private string Template(string file, params string[] methods)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), "Transform: AWS::Serverless-2016-10-31\nResources:\n" + string.Concat(methods.Select(static x =>
            $"  {x}:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: App::App.Handlers::{x}\n      Runtime: dotnet10\n")));
        return PathOf(file);
    }

    private int Count(string file, string line) => Read(file).Split('\n').Count(x => x.StartsWith(line, StringComparison.Ordinal));

    private string Read(string file) => File.ReadAllText(PathOf(file));

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);
}
