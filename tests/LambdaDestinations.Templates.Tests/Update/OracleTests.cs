using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>
/// What AWS's own tools say of the templates that we write, in a region of each partition: cfn-lint and the SAM translator accept
/// them, and after the translation the destinations are where the attributes want them and the roles can do exactly what is needed.
/// </summary>
[Trait("Category", "Oracle")]
public sealed class OracleTests(OracleTests.Produced produced) : IClassFixture<OracleTests.Produced>
{
    private static readonly string[] Regions = ["us-east-1", "cn-north-1", "us-gov-west-1"];

    public static IEnumerable<object[]> Cases()
    {
        TheoryData<string, TemplateFormat, string> cases = new();
        foreach ((ProducedShape shape, TemplateFormat format) in Shapes())
        {
            foreach (string region in RegionsOf(shape))
            {
                cases.Add(shape.Name, format, region);
            }
        }

        return cases;
    }

    private static IEnumerable<(ProducedShape Shape, TemplateFormat Format)> Shapes() =>
        ProducedShapes.All.Select(static x => (x, TemplateFormat.Yaml)).Concat(ProducedShapes.All.Where(static x => x.IsInJson).Select(static x => (x, TemplateFormat.Json)));

    private static ProducedShape Shape(string name) => ProducedShapes.All.Single(x => x.Name == name);

    private static IEnumerable<string> RegionsOf(ProducedShape shape) => shape.IsCommercial ? Regions.Take(1) : Regions;

    [SkippableFact]
    public async Task Cfn_lint_finds_nothing()
    {
        string said = await ExternalTool.CfnLint(produced.FilesOf(Regions), Regions) + await ExternalTool.CfnLint(produced.FilesOf(Regions[..1]), Regions[..1]);
        Assert.True(said.Length == 0, said);
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    internal async Task What_is_deployed_is_what_the_attributes_say(string name, TemplateFormat format, string region)
    {
        ProducedShape shape = Shape(name);
        DeployedTemplate deployed = new(await produced.Deployed(shape, format, region), region, ProducedShapes.Parameters(region));

        string[] settings = [.. shape.Settings.Select(x => ProducedShape.Fill(x, region)).Order(StringComparer.Ordinal)];
        Assert.Equal(settings, deployed.Settings());
        Assert.Equal(ExpectedGrants(shape, settings, deployed, region), deployed.Grants());
        Assert.Empty(deployed.ForeignArns());
        Assert.Empty(deployed.NotWaitingForTheirPolicy());
    }

    /// <summary>What the targets need, by the table of the AWS Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations".</summary>
    private static IEnumerable<string> ExpectedGrants(ProducedShape shape, string[] settings, DeployedTemplate deployed, string region)
    {
        IEnumerable<string> needed =
            from setting in settings
            let words = setting.Split(' ')
            where words[1].StartsWith("On", StringComparison.Ordinal) && words[2].StartsWith("arn:", StringComparison.Ordinal)
            let role = deployed.RoleOf(words[0].Split(':', '/')[0])
            from grant in words[2].Split(':')[2] switch
            {
                "sqs" => new[] { "sqs:sendmessage " + words[2] },
                "sns" => ["sns:publish " + words[2]],
                "lambda" => ["lambda:invokefunction " + words[2]],
                "events" => ["events:putevents " + words[2]],
                "s3" => ["s3:listbucket " + words[2], $"s3:putobject {words[2]}/*"],
                var service => throw new NotSupportedException(service),
            }
            select $"{role} {grant}";
        string[] more = [.. (shape.MoreGrants ?? []).Select(x => ProducedShape.Fill(x, region))];
        return needed.Distinct().Concat(more.Where(static x => !x.StartsWith('-'))).Except(more.Where(static x => x.StartsWith('-')).Select(static x => x[1..])).Order(StringComparer.Ordinal);
    }

    /// <summary>All shapes, updated; and their translations, made once in one process when the first test asks.</summary>
    public sealed class Produced : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambda-destinations-");
        private readonly Dictionary<(string Name, TemplateFormat Format, string Region), string> _files = [];
        private readonly Lazy<Task<JsonObject>> _translated;

        public Produced()
        {
            foreach ((ProducedShape shape, TemplateFormat format) in Shapes())
            {
                string? written = null;
                foreach (string region in RegionsOf(shape))
                {
                    if (written is null || shape.IsOfRegion)
                    {
                        written = Write(shape, format, region);
                    }

                    _files.Add((shape.Name, format, region), written);
                }
            }

            _translated = new(Translate, LazyThreadSafetyMode.ExecutionAndPublication);
        }

        /// <summary>The files of the shapes that are for these regions.</summary>
        public string[] FilesOf(string[] regions) => [.. _files.Where(x => RegionsOf(Shape(x.Key.Name)).SequenceEqual(regions)).Select(static x => x.Value).Distinct()];

        public void Dispose() => _folder.Delete(recursive: true);

        internal async Task<JsonNode> Deployed(ProducedShape shape, TemplateFormat format, string region) => (await _translated.Value)[_files[(shape.Name, format, region)]]![region]!;

        /// <summary>Plain templates too, which the translator reads with its own parser and passes on.</summary>
        private async Task<JsonObject> Translate() => JsonNode.Parse(await ExternalTool.SamTranslate([.. _files.Values.Distinct()], Regions))!.AsObject();

        private string Write(ProducedShape shape, TemplateFormat format, string region)
        {
            string before = shape.Before;
            if (format == TemplateFormat.Json)
            {
                before = TemplateValue.FromNode(TemplateParser.Parse(before, TemplateFormat.Yaml).Root!).ToString();
            }

            HandlerModel[] handlers = [.. shape.Handlers.Select(x => x with { Destinations = new(x.Destinations.Select(y => y with { Target = y.Target is { } target ? ProducedShape.Fill(target, region) : null })) })];
            TemplateUpdate update = TemplateUpdater.Update(TemplateParser.Parse(before, format), Handlers.ManifestOf(handlers) with { Alarms = shape.Alarms }, Handlers.Assembly);
            Assert.True(update.Findings.Count == 0, $"{shape.Name}: {string.Join("\n", update.Findings.Select(static x => x.Message))}");
            string file = Path.Combine(_folder.FullName, $"{shape.Name}.{region}.{(format == TemplateFormat.Json ? "json" : "yaml")}");
            File.WriteAllText(file, update.Document.Text);
            return file;
        }
    }
}
