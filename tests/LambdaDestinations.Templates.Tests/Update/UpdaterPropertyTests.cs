using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using CsCheck;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;
using LambdaDestinations.Templates.Values;
using static LambdaDestinations.Templates.Tests.Update.Handlers;

namespace LambdaDestinations.Templates.Tests.Update;

[Trait("Category", "Property")]
public sealed class UpdaterPropertyTests
{
    private static readonly string[] FunctionTypes = [ResourceTypes.ServerlessFunction, ResourceTypes.ServerlessFunction, ResourceTypes.Function];

    [Fact]
    public void Edit_reparse_equals_intent_and_add_then_remove_is_the_original() =>
        Gen.Int.Sample(
            seed =>
            {
                Random random = new(seed);
                TemplateFormat format = random.Next(2) == 0 ? TemplateFormat.Json : TemplateFormat.Yaml;
                int functions = random.Next(1, 4);
                string text = new TemplateText(random, format).Write(RandomTemplate(random, functions));
                TemplateDocument original = TemplateParser.Parse(text, format);
                Assert.Empty(original.Errors);

                DestinationManifest manifest = ManifestOf([.. Enumerable.Range(0, functions).Select(i => RandomHandler(random, i, functions))]);
                TemplateUpdate added = TemplateUpdater.Update(original, manifest, Assembly);
                Assert.False(added.HasErrors, string.Join("\n", added.Findings.Select(static x => x.Message)));
                AssertIntent(added.Document, manifest);
                Assert.True(IsSubsequence(text, added.Document.Text), "A byte outside the edit changed.");

                TemplateUpdate again = TemplateUpdater.Update(TemplateParser.Parse(added.Document.Text, format), manifest, Assembly);
                Assert.Equal(added.Document.Text, again.Document.Text);

                // Attributes go, and change.
                DestinationManifest others = ManifestOf([.. manifest.Handlers.Select((x, i) => random.Next(2) == 0 ? x : RandomHandler(random, i, functions)).Where(_ => random.Next(3) > 0)]);
                TemplateUpdate other = TemplateUpdater.Update(TemplateParser.Parse(added.Document.Text, format), others, Assembly);
                AssertIntent(other.Document, others);
                Assert.Equal(text, TemplateUpdater.Update(TemplateParser.Parse(other.Document.Text, format), ManifestOf(), Assembly).Document.Text);
                return true;
            },
            iter: LongRun.Iterations,
            print: static seed => seed.ToString(CultureInfo.InvariantCulture));

    private static void AssertIntent(TemplateDocument document, DestinationManifest manifest)
    {
        TemplateModel template = TemplateModel.Read(document);
        foreach (HandlerModel handler in manifest.Handlers)
        {
            TemplateResource function = Assert.Single(FunctionLocator.Find(template, handler.Function));
            TemplateResource? config = template.Find(function.LogicalId + "EventInvokeConfig");
            TemplateValue settings = TemplateValue.FromNode(config?.Properties ?? function.Properties!["EventInvokeConfig"]!);
            Assert.True(config is null == (function.Properties!["EventInvokeConfig"] is not null), "There is one config for a qualifier.");
            Assert.Equal(handler.MaximumRetryAttempts?.ToString(CultureInfo.InvariantCulture), settings["MaximumRetryAttempts"]?.Text);
            foreach (DestinationModel destination in handler.Destinations)
            {
                TemplateValue value = settings["DestinationConfig"]!["On" + destination.Outcome]!["Destination"]!;
                if (destination.Target is { } target)
                {
                    Assert.Equal(target[0] == '@' ? target[1..] : target, value.Text ?? References.In(value).Single());
                }
                else
                {
                    Assert.Equal(AwsTargets.CreatedResourceType(destination.TargetType), template.Find(References.In(value).Single())!.Type);
                }
            }
        }
    }

    private static HandlerModel RandomHandler(Random random, int index, int functions)
    {
        List<DestinationModel> destinations = [];
        if (random.Next(2) == 0)
        {
            destinations.Add(random.Next(4) switch
            {
                0 => OnSuccess(DestinationTargetType.Sqs),
                1 => OnSuccess(DestinationTargetType.Sns, "@Topic"),
                2 => OnSuccess(DestinationTargetType.EventBridge, "arn:aws:events:eu-west-1:123456789012:event-bus/default"),
                _ => OnSuccess(DestinationTargetType.Sqs, "@TargetArn"),
            });
        }

        if (destinations.Count == 0 || random.Next(2) == 0)
        {
            destinations.Add(random.Next(functions > 1 ? 5 : 3) switch
            {
                // Functions may be destinations of each other, and wait for each other.
                > 2 => OnFailure(DestinationTargetType.Lambda, "@Fn" + ((index + random.Next(1, functions)) % functions)),
                0 => OnFailure(DestinationTargetType.S3),
                1 => OnFailure(DestinationTargetType.Sqs, "@Queue"),
                _ => OnFailure(DestinationTargetType.Sns),
            });
        }

        HandlerModel handler = new(Function(method: "Run" + index), null, null, new(destinations), random.Next(2) == 0 ? random.Next(3) : null, random.Next(3) == 0 ? 21600 : null);
        SourceModel source = new(new HandlerModel(Function(method: "Run" + random.Next(functions)), null, null, default), SentRecord.Failure, random.Next(2) == 0 ? "@Queue" : "@Topic");
        return handler with { DeadLetter = random.Next(4) switch { 0 => "@Queue", 1 => "@Topic", _ => null }, Sources = random.Next(3) == 0 ? new(source) : default };
    }

    private static TemplateValue RandomTemplate(Random random, int functions)
    {
        static TemplateValue Text(string text) => TemplateValue.String(text);
        List<KeyValuePair<string, TemplateValue>> resources =
        [
            new("Queue", TemplateValue.Map(("Type", Text(ResourceTypes.Queue)))),
            new("Topic", TemplateValue.Map(("Type", Text(ResourceTypes.Topic)), ("Properties", TemplateValue.Map(("DisplayName", Text("t")))))),
            new("FunctionRole", TemplateValue.Map(("Type", Text(ResourceTypes.Role)), ("Properties", TemplateValue.Map(("AssumeRolePolicyDocument", TemplateValue.Map(("Version", Text("2012-10-17")), ("Statement", TemplateValue.List()))))))),
        ];
        for (int i = 0; i < functions; i++)
        {
            List<KeyValuePair<string, TemplateValue>> properties = [new("Handler", Text($"App::App.Handlers::Run{i}")), new("Runtime", Text("dotnet10")), new("Timeout", TemplateValue.Number(30))];
            string type = FunctionTypes[random.Next(FunctionTypes.Length)];
            if (type == ResourceTypes.Function || random.Next(4) == 0)
            {
                properties.Add(new("Role", TemplateValue.GetAtt("FunctionRole", "Arn")));
            }

            if (random.Next(3) == 0)
            {
                properties.Add(new("Environment", TemplateValue.Map(("Variables", TemplateValue.Map(("A", Text("b")), ("Url", TemplateValue.Ref(i > 0 && random.Next(3) == 0 ? "Fn" + random.Next(i) : "Queue")))))));
            }

            List<KeyValuePair<string, TemplateValue>> body = [new("Type", Text(type)), new("Properties", TemplateValue.Map(properties.OrderBy(_ => random.Next())))];
            if (random.Next(3) == 0)
            {
                body.Add(new("Metadata", TemplateValue.Map(("Tool", Text("Amazon.Lambda.Annotations")))));
            }

            resources.Add(new("Fn" + i, TemplateValue.Map(body.OrderBy(_ => random.Next()))));
        }

        return TemplateValue.Map(
            ("Transform", Text("AWS::Serverless-2016-10-31")),
            ("Parameters", TemplateValue.Map(("TargetArn", TemplateValue.Map(("Type", Text("String")))))),
            ("Resources", TemplateValue.Map(resources.OrderBy(_ => random.Next()))));
    }

    private static bool IsSubsequence(string part, string whole)
    {
        int found = 0;
        for (int i = 0; i < whole.Length && found < part.Length; i++)
        {
            if (whole[i] == part[found])
            {
                found++;
            }
        }

        return found == part.Length;
    }
}
