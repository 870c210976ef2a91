using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Tests.Syntax;
using LambdaDestinations.Templates.Updating;
using static LambdaDestinations.Templates.Tests.Update.Handlers;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>
/// Attributes on every function of templates that nobody wrote for these tests: those below the folder
/// <c>LAMBDA_DESTINATIONS_TEMPLATES</c>, as <c>tests/templates.sh</c> sets it, else the corpus.
/// </summary>
[Trait("Category", "Large")]
public sealed class TemplatesOfOthersTests
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json", ".template"];

    /// <summary>What each function's handler asks for; nothing when the template has no target of that kind.</summary>
    private static readonly Func<TemplateResource[], TemplateResource[], int, DestinationModel[]>[] Wishes =
    [
        static (_, _, _) => [OnSuccess(DestinationTargetType.Sns), OnFailure(DestinationTargetType.Sqs)],
        static (_, _, _) => [OnFailure(DestinationTargetType.Sqs)],
        // A ring: each function sends to the next.
        static (functions, _, i) => functions.Length == 1 ? [] : [OnSuccess(DestinationTargetType.Lambda, "@" + functions[(i + 1) % functions.Length].LogicalId), OnFailure(DestinationTargetType.S3)],
        static (_, targets, i) => targets.Length == 0 ? [] : [OnFailure(AwsTargets.FromResourceType(targets[i % targets.Length].Type)!.Value, "@" + targets[i % targets.Length].LogicalId)],
    ];

    private static string Folder => Environment.GetEnvironmentVariable("LAMBDA_DESTINATIONS_TEMPLATES") ?? Corpus.Root;

    [Fact]
    public void They_are_read_as_other_parsers_read_them()
    {
        List<string> wrong = [];
        foreach ((string path, string text) in Templates())
        {
            TemplateFormat format = TemplateFile.DetectFormat(text);
            TemplateDocument document = TemplateParser.Parse(text, format);
            string? expected = format == TemplateFormat.Json ? Oracle.TryPrintSystemTextJson(text) : Oracle.TryPrintYamlDotNet(text);

            // YamlDotNet refuses some of what PyYAML reads, and with it SAM.
            if (expected is not null && (document.Errors.Count > 0 || Oracle.Print(document.Root) != expected))
            {
                wrong.Add($"{path}: {(document.Errors.Count > 0 ? document.Errors[0].Message : "another value")}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void They_are_updated_alike_twice_and_back_to_the_byte()
    {
        List<string> wrong = [];
        int updates = 0;
        foreach ((string path, TemplateDocument before, HandlerModel[] handlers, TemplateUpdate update) in Updates())
        {
            updates++;
            TemplateDocument after = TemplateParser.Parse(update.Document.Text, before.Format);
            wrong.AddRange(after.Errors.Select(x => $"{path}: {x.Message}"));
            if (TemplateUpdater.Update(after, ManifestOf(handlers), Assembly).Document.Text != after.Text)
            {
                wrong.Add($"{path}: the second update differs ({handlers[0].Destinations[0]})");
            }

            if (TemplateUpdater.Update(after, ManifestOf(), Assembly).Document.Text != before.Text)
            {
                wrong.Add($"{path}: something is left ({handlers[0].Destinations[0]})");
            }
        }

        Assert.NotEqual(0, updates);
        Assert.Empty(wrong);
    }

    [SkippableFact]
    [Trait("Category", "Oracle")]
    public async Task They_are_accepted_by_SAM_and_have_no_circles()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lambda-destinations-");
        try
        {
            List<(string Before, string After)> pairs = [];
            foreach ((string path, _, _, TemplateUpdate update) in Updates())
            {
                string file = Path.Combine(folder.FullName, pairs.Count + Path.GetExtension(path));
                await File.WriteAllTextAsync(file, update.Document.Text);
                pairs.Add((path, file));
            }

            string worse = await ExternalTool.SamCompare(pairs);
            Assert.True(worse.Length == 0, worse);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<(string Path, string Text)> Templates() =>
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Where(static x => Extensions.Contains(Path.GetExtension(x))).Order(StringComparer.Ordinal)
            .Select(static x => (x, File.ReadAllText(x))).Where(static x => x.Item2.Contains("Resources", StringComparison.Ordinal));

    /// <summary>Every update that nothing stands in the way of.</summary>
    private static IEnumerable<(string Path, TemplateDocument Before, HandlerModel[] Handlers, TemplateUpdate Update)> Updates()
    {
        foreach ((string path, string text) in Templates())
        {
            TemplateDocument document = TemplateFile.Parse(text);
            TemplateModel template = TemplateModel.Read(document);
            TemplateResource[] functions = [.. template.Resources.Where(static x => x.IsFunction)];
            TemplateResource[] targets = [.. template.Resources.Where(static x => x.Type is ResourceTypes.Queue or ResourceTypes.Topic or ResourceTypes.Bucket or ResourceTypes.EventBus)];
            foreach (var wish in Wishes)
            {
                HandlerModel[] handlers =
                [
                    .. functions.Select((x, i) => (Function: Function(method: "Run" + i, logicalId: x.LogicalId), Destinations: wish(functions, targets, i))).Where(static x => x.Destinations.Length > 0)
                        .Select(static x => Handler(x.Destinations) with { Function = x.Function }),
                ];
                if (handlers.Length > 0 && TemplateUpdater.Update(document, ManifestOf(handlers), Assembly) is { HasErrors: false } update)
                {
                    yield return (path, document, handlers, update);
                }
            }
        }
    }
}
