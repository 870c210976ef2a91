using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;

namespace LambdaDestinations.Build.Tests;

/// <summary>The job that the task and the tool's <c>apply</c> share, by its results.</summary>
public sealed class UpdateJobTests : IDisposable
{
    private static readonly DestinationManifest Failing = new(new EquatableArray<HandlerModel>(Manifest.Failing("App", "Run")));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambda-destinations-job-");
    private readonly string _template;
    private readonly string _before = Manifest.Template(["App"]);

    public UpdateJobTests()
    {
        _template = Path.Combine(_folder.FullName, "template.yaml");
        File.WriteAllText(_template, _before);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Update_writes_the_template_and_is_up_to_date_then()
    {
        UpdateResult first = UpdateJob.Run(Request(UpdateMode.Update), default);
        Assert.Equal(UpdateOutcome.Updated, first.Outcome);
        Assert.Equal([_template], first.Written);
        Assert.Equal(_before, first.Before!.Text);
        Assert.Equal(first.After!.Text, Read());
        Assert.Contains("Fn0OnFailureQueue", Assert.Single(first.Proofs), StringComparison.Ordinal);

        UpdateResult second = UpdateJob.Run(Request(UpdateMode.Update), default);
        Assert.Equal(UpdateOutcome.UpToDate, second.Outcome);
        Assert.Empty(second.Written);
        Assert.Equal(0, second.Difference!.ChangedLines);
    }

    [Fact]
    public void Braces_with_comments_in_a_file_of_YAML_are_updated_as_YAML()
    {
        const string Before = "{Resources: {\n  Fn0: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::App.Handlers::Run'}}, # mine\n}}\n";
        File.WriteAllText(_template, Before);
        Assert.Equal(UpdateOutcome.Updated, UpdateJob.Run(Request(UpdateMode.Update), default).Outcome);
        Assert.Contains("# mine\n", Read(), StringComparison.Ordinal);
        Assert.Contains("Destination: !GetAtt Fn0OnFailureQueue.Arn", Read(), StringComparison.Ordinal);
        Assert.Equal(UpdateOutcome.UpToDate, UpdateJob.Run(Request(UpdateMode.Update), default).Outcome);
    }

    [Fact]
    public void What_a_killed_build_left_is_removed_by_the_next_even_without_a_change()
    {
        string left = Path.Combine(_folder.FullName, $".template.yaml.{Guid.NewGuid():N}.tmp");
        File.WriteAllText(left, "part");
        UpdateJob.Run(Request(UpdateMode.Verify), default);
        Assert.True(File.Exists(left));
        UpdateJob.Run(Request(UpdateMode.Update), default);
        Assert.False(File.Exists(left));
        File.WriteAllText(left, "part");
        Assert.Equal(UpdateOutcome.UpToDate, UpdateJob.Run(Request(UpdateMode.Update), default).Outcome);
        Assert.False(File.Exists(left));
    }

    [Fact]
    public void Verify_gives_the_difference_and_writes_nothing()
    {
        UpdateResult result = UpdateJob.Run(Request(UpdateMode.Verify), default);
        Assert.Equal(UpdateOutcome.OutOfDate, result.Outcome);
        Assert.Empty(result.Written);
        IReadOnlyList<string> lines = result.Difference!.Describe(60);
        Assert.Matches(@"^@@ -5,3 \+5,\d+ @@$", lines[0]);
        Assert.Contains("+      EventInvokeConfig:", lines);
        Assert.Equal(["+      EventInvokeConfig:", $"… and {result.Difference.ChangedLines - 1} more changed lines"], result.Difference.Describe(1).Skip(4));
        Assert.Equal(_before, Read());
    }

    [Fact]
    public void Generate_writes_a_copy_when_it_differs()
    {
        UpdateRequest request = Request(UpdateMode.Generate) with { OutputPath = Path.Combine(_folder.FullName, "out", "template.yaml") };
        UpdateResult first = UpdateJob.Run(request, default);
        Assert.Equal((UpdateOutcome.OutOfDate, request.OutputPath), (first.Outcome, Assert.Single(first.Written)));
        Assert.Equal(first.After!.Text, File.ReadAllText(request.OutputPath));
        Assert.Empty(UpdateJob.Run(request, default).Written);
        Assert.Equal(_before, Read());
    }

    [Theory]
    [InlineData("Resources:\n  Fn0: [\n", "LD9001", true)]
    [InlineData("Resources: {Other: {Type: AWS::SQS::Queue}}\n", "LD1012", false)]
    public void An_error_is_a_finding_that_keeps_the_template(string template, string id, bool hasPosition)
    {
        File.WriteAllText(_template, template);
        foreach (UpdateMode mode in Enum.GetValues<UpdateMode>())
        {
            UpdateResult result = UpdateJob.Run(Request(mode) with { OutputPath = Path.Combine(_folder.FullName, "copy.yaml") }, default);
            Finding finding = Assert.Single(result.Findings);
            Assert.Equal((UpdateOutcome.Refused, id, hasPosition), (result.Outcome, finding.Rule.Id, finding.TemplateSpan is not null));
            Assert.Same(result.Before, result.After);
            Assert.Empty(result.Written);
        }

        Assert.Equal(template, Read());
        Assert.Equal(["template.yaml"], _folder.GetFiles().Select(static x => x.Name));
    }

    [Fact]
    public void What_cannot_be_read_has_an_outcome_of_its_own()
    {
        Assert.Equal(UpdateOutcome.Missing, UpdateJob.Run(Request(UpdateMode.Update) with { TemplatePath = "" }, default).Outcome);
        Assert.Equal(UpdateOutcome.Missing, UpdateJob.Run(Request(UpdateMode.Update) with { TemplatePath = _folder.FullName }, default).Outcome);
        File.WriteAllBytes(_template, [.. "Resources: "u8, 0xE9]);
        UpdateResult result = UpdateJob.Run(Request(UpdateMode.Update), default);
        Assert.Equal((UpdateOutcome.NotUtf8, null), (result.Outcome, result.Before));
    }

    [Fact]
    public void A_write_that_fails_tells_why_and_what_was_found()
    {
        File.AppendAllText(_template, "      Role: arn:aws:iam::123456789012:role/elsewhere\n");
        string before = Read();
        File.SetAttributes(_template, FileAttributes.ReadOnly);
        UpdateResult result = UpdateJob.Run(Request(UpdateMode.Update), default);
        File.SetAttributes(_template, FileAttributes.Normal);
        Assert.Equal(UpdateOutcome.Failed, result.Outcome);
        Assert.Contains("read-only", result.Failure, StringComparison.Ordinal);
        Assert.Contains(result.Findings, static x => x.Rule.Id == "LD3005");
        Assert.Empty(result.Written);
        Assert.Equal(before, Read());
    }

    [Fact]
    public void A_template_that_is_written_meanwhile_is_updated_as_it_is_then()
    {
        int runs = 0;
        UpdateResult result = Run(document =>
        {
            if (++runs <= 2)
            {
                File.AppendAllText(_template, $"# save {runs}\n");
            }

            return Update(document);
        });
        Assert.Equal((UpdateOutcome.Updated, 2, 3), (result.Outcome, result.Rereads, runs));
        Assert.EndsWith("# save 1\n# save 2\n", result.Before!.Text, StringComparison.Ordinal);
        Assert.Equal(result.After!.Text, Read());
        Assert.Contains("# save 2\n", Read(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_that_never_rests_is_a_lost_race_and_stays_as_the_other_wrote_it()
    {
        int runs = 0;
        UpdateResult result = Run(document =>
        {
            File.AppendAllText(_template, $"# save {++runs}\n");
            return Update(document);
        });
        Assert.Equal((UpdateOutcome.LostRace, 4, 5), (result.Outcome, result.Rereads, runs));
        Assert.Equal("'template.yaml' is changed by something else again and again.", result.Failure);
        Assert.Equal(_before + "# save 1\n# save 2\n# save 3\n# save 4\n# save 5\n", Read());
    }

    [Fact]
    public void A_template_that_goes_meanwhile_is_a_failure()
    {
        UpdateResult result = Run(document =>
        {
            File.Delete(_template);
            return Update(document);
        });
        Assert.Equal(UpdateOutcome.Failed, result.Outcome);
        Assert.NotEqual("", result.Failure);
    }

    [Fact]
    public void A_cancelled_run_leaves_the_template()
    {
        Assert.ThrowsAny<OperationCanceledException>(() => UpdateJob.Run(Request(UpdateMode.Update), new CancellationToken(canceled: true)));
        Assert.Equal(_before, Read());
    }

    private UpdateRequest Request(UpdateMode mode) => new(_template, mode, "App", Failing) { TemplateName = "template.yaml" };

    private UpdateResult Run(Func<TemplateDocument, TemplateUpdate> update) => UpdateJob.Run(Request(UpdateMode.Update), update, default);

    private static TemplateUpdate Update(TemplateDocument document) => TemplateUpdater.Update(document, Failing, "App");

    private string Read() => File.ReadAllText(_template);
}
