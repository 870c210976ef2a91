using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using static LambdaDestinations.Templates.Tests.Update.Handlers;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>Side by side with Amazon.Lambda.Annotations, whose writing of the template is imitated here.</summary>
public sealed class AnnotationsTests
{
    private const string Id = "AppOrdersPlaceGenerated";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

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

    private static string Written(string id, string properties) => JsonNode.Parse($$$$"""
        {
          "Transform": "AWS::Serverless-2016-10-31",
          "Resources": {
            "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}}},
            "Uploads": {"Type": "AWS::S3::Bucket"},
            "{{{{id}}}}": {
              "Type": "AWS::Serverless::Function",
              "Metadata": {"Tool": "Amazon.Lambda.Annotations", "SyncedEvents": ["Uploaded"]},
              "Properties": {
                {{{{properties}}}},
                "Events": {"Uploaded": {"Type": "S3", "Properties": {"Bucket": {"Ref": "Uploads"}, "Events": ["s3:ObjectCreated:*"]}}}
              }
            }
          }
        }
        """)!.ToJsonString(Indented);
}
