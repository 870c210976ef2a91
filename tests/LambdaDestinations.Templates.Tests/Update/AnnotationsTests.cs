using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;
using static LambdaDestinations.Templates.Tests.Update.Handlers;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>Side by side with Amazon.Lambda.Annotations, whose writing of the template is imitated here.</summary>
public sealed class AnnotationsTests
{
    private const string Id = "AppOrdersPlaceGenerated";

    private const string Upload = """{"Uploaded": {"Type": "S3", "Properties": {"Bucket": {"Ref": "Uploads"}, "Events": ["s3:ObjectCreated:*"]}}}""";

    private const string Stream = """{"Lines": {"Type": "DynamoDB", "Properties": {"Stream": {"Fn::GetAtt": ["Table", "StreamArn"]}, "StartingPosition": "LATEST"}}}""";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly FunctionReference Place = new("App", "App.Orders", "Place", null, Id, "App::App.Orders_Place_Generated::Place");

    private static readonly HandlerModel Failing = new(Place, null, null, new(OnFailure(DestinationTargetType.Sqs)), MaximumRetryAttempts: 1);

    [Theory]
    [InlineData("\"Handler\": \"App::App.Orders_Place_Generated::Place\"")]
    [InlineData("\"Handler\": \"App\", \"Environment\": {\"Variables\": {\"ANNOTATIONS_HANDLER\": \"Place\"}}")]
    [InlineData("\"PackageType\": \"Image\", \"ImageConfig\": {\"Command\": [\"App::App.Orders_Place_Generated::Place\"]}")]
    public void Its_functions_are_found_in_class_library_executable_and_image(string packaging)
    {
        // By the logical id, and where a ResourceName gives another, by the handler.
        foreach (string id in new[] { Id, "PlaceOrder" })
        {
            TemplateModel template = Updates.Apply(Written(id, packaging), Failing);
            Assert.NotNull(template.Says(id, "Properties.EventInvokeConfig.DestinationConfig.OnFailure"));
            Assert.Equal("\"Amazon.Lambda.Annotations\"", template.Says(id, "Metadata.Tool"));
        }
    }

    [Fact]
    public void What_it_owns_stays_and_a_role_gets_a_policy_beside_it()
    {
        string written = Written(Id, "\"Handler\": \"App::App.Orders_Place_Generated::Place\", \"Policies\": [\"AWSLambdaBasicExecutionRole\"], \"Role\": {\"Fn::GetAtt\": [\"Role\", \"Arn\"]}");
        TemplateModel template = Updates.Apply(written, Failing);
        Assert.Equal("""["AWSLambdaBasicExecutionRole"]""", template.Says(Id, "Properties.Policies"));
        Assert.Equal("""["Uploaded"]""", template.Says(Id, "Metadata.SyncedEvents"));
        Assert.Equal("""[{"Ref": "Role"}]""", template.Says(Id + "DestinationsPolicy", "Properties.Roles"));
    }

    [Fact]
    public void Our_edit_survives_its_rewriting_and_is_taken_back_after_it()
    {
        string written = Written(Id, "\"Handler\": \"App::App.Orders_Place_Generated::Place\", \"Policies\": [\"A\"]");
        string ours = Updates.Text(written, Failing);

        // It reads the file into objects, overwrites what it owns, and writes all of it in its own layout.
        JsonNode root = JsonNode.Parse(ours)!;
        root["Resources"]![Id]!["Properties"]!["Policies"] = new JsonArray("B");
        string rewritten = root.ToJsonString(Indented);
        Assert.Equal(rewritten, Updates.Text(rewritten, Failing));

        JsonNode without = JsonNode.Parse(Updates.Text(rewritten))!;
        JsonNode expected = JsonNode.Parse(written)!;
        expected["Resources"]![Id]!["Properties"]!["Policies"] = new JsonArray("B");
        Assert.True(JsonNode.DeepEquals(expected, without), without.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_first_build_is_the_last_word(string template, string[] handlers)
    {
        // It has settled its own order by its second run.
        HandlerModel[] models = [.. handlers.Select(static x => HandlerText.Read(x) with { Function = Place })];
        string fresh = Rewrite(Rewrite(template));
        string first = Updates.Text(fresh, models);
        Assert.NotEqual(fresh, first);
        Assert.Equal(first, Rewrite(first));
        Assert.Equal(first, Updates.Text(Rewrite(first), models));
        Assert.Equal(fresh, Updates.Text(first));

        // What an earlier version wrote stays as it is, and a migration brings it to the same.
        string changed = Updates.Text(first, models[0] with { MaximumEventAgeInSeconds = 900 });
        Assert.Equal(changed, Rewrite(changed));
        Assert.Equal(first, TemplateUpdater.Migrate(TemplateFile.Parse(first), TemplateModel.Read, ManifestOf(models), Assembly).Document.Text);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void What_an_earlier_version_wrote_behind_its_keys_is_brought_ahead_by_a_migration(string template, string[] handlers)
    {
        HandlerModel[] models = [.. handlers.Select(static x => HandlerText.Read(x) with { Function = Place })];
        string first = Updates.Text(Rewrite(Rewrite(template)), models);
        JsonNode root = JsonNode.Parse(first)!;
        foreach ((string _, JsonNode? resource) in root["Resources"]!.AsObject())
        {
            foreach (string[] path in (string[][])[["DependsOn"], ["Properties", "EventInvokeConfig"], ["Metadata", "LambdaDestinations"]])
            {
                if ((path.Length == 1 ? resource : resource![path[0]]) is JsonObject map && map.TryGetPropertyValue(path[^1], out JsonNode? value))
                {
                    map.Remove(path[^1]);
                    map.Add(path[^1], value);
                }
            }
        }

        string behind = root.ToJsonString(Indented);
        Assert.Equal(behind, Updates.Text(behind, models));
        string migrated = TemplateUpdater.Migrate(TemplateFile.Parse(behind), TemplateModel.Read, ManifestOf(models), Assembly).Document.Text;
        JsonObject of = JsonNode.Parse(migrated)!["Resources"]![Id]!.AsObject();
        JsonObject expected = JsonNode.Parse(first)!["Resources"]![Id]!.AsObject();
        Assert.Equal(expected.ToJsonString(), of.ToJsonString());
    }

    public static TheoryData<string, string[]> Shapes()
    {
        const string Own = "\"Handler\": \"App::App.Orders_Place_Generated::Place\"";
        const string Policies = ", \"Policies\": [\"AWSLambdaBasicExecutionRole\"]";
        const string Role = ", \"Role\": {\"Fn::GetAtt\": [\"Role\", \"Arn\"]}";
        return new TheoryData<string, string[]>
        {
            { Written(Id, Own + Policies), ["OnFailure Sqs - | retries=1"] },
            { Written(Id, Own + Policies), ["OnFailure S3 -; OnSuccess Sns -"] },
            { Written(Id, Own + Role), ["OnFailure Sqs @Failed; OnSuccess Sqs @Placed | retries=0"] },
            { Written(Id, Own + Role), ["OnFailure S3 @Uploads; OnSuccess EventBridge arn:aws:events:eu-west-1:123456789012:event-bus/orders"] },
            { Written(Id, Own + Role).Replace("\"Type\": \"AWS::Serverless::Function\",", "\"Type\": \"AWS::Serverless::Function\", \"DependsOn\": \"Failed\",", System.StringComparison.Ordinal), ["OnFailure Sqs @Failed"] },
            { Written(Id, Own + Policies, Stream), ["OnFailure Sqs @Failed Lines"] },
            { Written(Id, Own + Policies, Stream), ["OnFailure Sqs - Lines; OnSuccess Sqs @Placed | retries=2 age=600"] },
        };
    }

    [Fact]
    public void A_function_that_a_failed_build_made_it_drop_gets_its_edit_again()
    {
        string written = Written(Id, "\"Handler\": \"App::App.Orders_Place_Generated::Place\"");
        string ours = Updates.Text(written, Failing);
        JsonNode root = JsonNode.Parse(ours)!;
        root["Resources"]![Id] = JsonNode.Parse(written)!["Resources"]![Id]!.DeepClone();
        Assert.Equal(TemplateValue.FromNode(TemplateFile.Parse(ours).Root!), TemplateValue.FromNode(TemplateFile.Parse(Updates.Text(root.ToJsonString(Indented), Failing)).Root!));
    }

    [Fact]
    public void Before_its_first_build_the_function_is_no_error_of_the_compiler_but_one_of_the_build()
    {
        const string Template = "{\"Resources\": {}}";
        Assert.Empty(TemplateChecker.CheckHandler(TemplateModel.Read(TemplateFile.Parse(Template)), Failing).Select(static x => x.Message));
        Assert.Same(DeclarationRules.FunctionNotInTemplate, Updates.Refused(Template, Failing).Rule);
    }

    /// <summary>
    /// What it does to a JSON template in every build (what we know of it says so): it reads the file into objects, puts what it keeps in step behind all
    /// else of its map, and writes everything with each item of a list on a line of its own.
    /// </summary>
    private static string Rewrite(string template)
    {
        JsonNode root = JsonNode.Parse(template)!;
        foreach (JsonObject function in root["Resources"]!.AsObject().Select(static x => x.Value!.AsObject()).Where(static x => (string?)x["Metadata"]?["Tool"] == "Amazon.Lambda.Annotations"))
        {
            AddAgain(function["Metadata"]!.AsObject(), "SyncedEvents", "SyncedEventProperties");
            JsonObject properties = function["Properties"]!.AsObject();
            AddAgain(properties, "Runtime", "Policies", "Handler", "Events");
            foreach (JsonObject trigger in properties["Events"]!.AsObject().Select(static x => x.Value!["Properties"]!.AsObject()))
            {
                AddAgain(trigger, "Stream", "Bucket", "Events");
            }
        }

        StringBuilder text = new();
        Write(text, root, "");
        return text.ToString();
    }

    private static void AddAgain(JsonObject map, params string[] keys)
    {
        foreach (string key in keys)
        {
            if (map.TryGetPropertyValue(key, out JsonNode? value))
            {
                map.Remove(key);
                map.Add(key, value);
            }
        }
    }

    /// <summary>The layout of Newtonsoft.Json, indented.</summary>
    private static void Write(StringBuilder text, JsonNode? node, string indent)
    {
        (char open, char close, string[] parts) = node switch
        {
            JsonObject map => ('{', '}', map.Select(x => JsonSerializer.Serialize(x.Key, Relaxed) + ": " + Written(x.Value, indent + "  ")).ToArray()),
            JsonArray list => ('[', ']', list.Select(x => Written(x, indent + "  ")).ToArray()),
            _ => (default, default, [node?.ToJsonString(Relaxed) ?? "null"]),
        };
        if (open == default)
        {
            text.Append(parts[0]);
        }
        else if (parts.Length == 0)
        {
            text.Append(open).Append(close);
        }
        else
        {
            text.Append(open).Append('\n').Append(string.Join(",\n", parts.Select(x => indent + "  " + x))).Append('\n').Append(indent).Append(close);
        }
    }

    private static string Written(JsonNode? node, string indent)
    {
        StringBuilder text = new();
        Write(text, node, indent);
        return text.ToString();
    }

    private static string Written(string id, string properties, string trigger = Upload) => JsonNode.Parse($$$$"""
        {
          "Transform": "AWS::Serverless-2016-10-31",
          "Resources": {
            "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}}},
            "Uploads": {"Type": "AWS::S3::Bucket"},
            "Failed": {"Type": "AWS::SQS::Queue"},
            "Placed": {"Type": "AWS::SQS::Queue"},
            "Table": {"Type": "AWS::DynamoDB::Table", "Properties": {"StreamSpecification": {"StreamViewType": "NEW_IMAGE"}}},
            "{{{{id}}}}": {
              "Type": "AWS::Serverless::Function",
              "Metadata": {"Tool": "Amazon.Lambda.Annotations", "SyncedEvents": ["Uploaded"]},
              "Properties": {
                {{{{properties}}}},
                "Events": {{{{trigger}}}}
              }
            }
          }
        }
        """)!.ToJsonString(Indented);
}
