using System;
using System.Linq;
using System.Text;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using static LambdaDestinations.Templates.Tests.Update.Handlers;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>Every odd way to write a template: either a safe edit, or one clear finding with its place and nothing changed.</summary>
public sealed class RobustnessTests
{
    private static readonly HandlerModel Failing = Handler(OnFailure(DestinationTargetType.Sqs)) with { MaximumRetryAttempts = 1 };

    public static TheoryData<string, string> Safe() => new()
    {
        { "comments everywhere", "# a\nResources: # b\n  # c\n  Worker: # d\n    # e\n    Type: AWS::Serverless::Function # f\n    # g\n    Properties: # h\n      # i\n      Handler: App::App.Handlers::Run # j\n      # k\n    # l\n  # m\n# n\nOutputs: {} # o\n# p" },
        { "no line break at the end", "Resources:\n  Worker:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: App::App.Handlers::Run" },
        { "CRLF and byte order mark", "\uFEFFResources:\r\n  Worker:\r\n    Type: AWS::Serverless::Function\r\n    Properties:\r\n      Handler: App::App.Handlers::Run\r\n\r\n" },
        { "old line breaks", "Resources:\r  Worker:\r    Type: AWS::Serverless::Function\r    Properties:\r      Handler: App::App.Handlers::Run\r" },
        { "a marker and a directive", "%YAML 1.1\n---\nResources:\n  Worker:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: App::App.Handlers::Run\n...\n" },
        { "flow in block", "Resources:\n  Worker: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::App.Handlers::Run'}} # x\n" },
        { "flow over lines", "Resources: {\n  Worker: {\n    Type: AWS::Serverless::Function,  # x\n    Properties: {\n      Handler: 'App::App.Handlers::Run' # y\n    }\n  }\n}\n" },
        { "all flow", "{Resources: {Worker: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::App.Handlers::Run'}}}}".Insert(0, "# flow\n") },
        { "a key that stands twice beside the edit", "Resources:\n  Worker:\n    Type: AWS::Serverless::Function\n    Properties:\n      Timeout: 1\n      Handler: App::App.Handlers::Run\n      Timeout: 2\n" },
        { "a name that stands twice beside the edit", "{\"Resources\": {\"Worker\": {\"Type\": \"AWS::Serverless::Function\", \"Properties\": {\"Timeout\": 1, \"Timeout\": 2, \"Handler\": \"App::App.Handlers::Run\"}}}}" },
        { "empty maps", "Resources:\n  Worker:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: App::App.Handlers::Run\n      EventInvokeConfig:   # to come\n    Metadata: {}\n" },
        { "empty maps in braces", "Resources:\n  Worker:\n    Metadata:\n    Type: AWS::Serverless::Function\n    Properties:\n      EventInvokeConfig: { }\n      Handler: App::App.Handlers::Run\n" },
        { "multi-line scalars last", "Resources:\n  Worker:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: App::App.Handlers::Run\n      Description: |\n        one: [two\n\n        # three\n\n" },
        { "folded and chomped scalars", "Resources:\n  Worker:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: App::App.Handlers::Run\n      Description: >-\n        one\n          two\n    Metadata:\n      Why: |2-\n          x\n" },
        { "plain scalars over lines", "Resources:\n  Worker:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: App::App.Handlers::Run\n      Description: one\n        two\n        three # four\n" },
        { "quoted scalars over lines", "Resources:\n  Worker:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: App::App.Handlers::Run\n      Description: \"one\n\n  two \\\n  three\"\n" },
        { "explicit keys", "Resources:\n  ? Worker\n  : Type: AWS::Serverless::Function\n    Properties:\n      ? Handler\n      : App::App.Handlers::Run\n" },
        { "keys that are no strings", "1: one\ntrue: yes\n? [a, b]\n: c\nResources:\n  Worker:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: App::App.Handlers::Run\n      Tags: {1: a, 2.5: b, null: c}\n" },
        { "anchors and aliases elsewhere", "Mappings: &m\n  a: {b: {c: d}}\nMetadata: {m: *m}\nResources:\n  Worker:\n    Type: &fn AWS::Serverless::Function\n    Properties:\n      Handler: App::App.Handlers::Run\n  Other:\n    Type: *fn\n    Properties: {Handler: x}\n" },
        { "an alias inside the function", "Shared: &vars {A: b}\nResources:\n  Worker:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: App::App.Handlers::Run\n      Environment: {Variables: *vars}\n" },
        { "a merge key beside the edit's map", "Shared: &vars {A: b}\nResources:\n  Worker:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: App::App.Handlers::Run\n      Environment:\n        Variables:\n          <<: *vars\n" },
        { "loops and macros elsewhere", "Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]\nResources:\n  Fn::ForEach::Queues:\n  - Name\n  - [A, B]\n  - ${Name}Queue: {Type: AWS::SQS::Queue}\n  Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k}}\n  Worker:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: App::App.Handlers::Run\n" },
        { "sequences at the key's column", "Resources:\n  Worker:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: App::App.Handlers::Run\n      Architectures:\n      - arm64\n      Layers:\n      - a\n      -\n        b\n" },
        { "wide indentation", "Resources:\n        Worker:\n                Type: AWS::Serverless::Function\n                Properties:\n                        Handler: App::App.Handlers::Run\n" },
        { "blank lines with spaces", "Resources:\n  \n  Worker:\n    Type: AWS::Serverless::Function\n   \n    Properties:\n      Handler: App::App.Handlers::Run   \n      \n\n\n" },
        { "JSON with tabs", "{\n\t\"Resources\": {\n\t\t\"Worker\": {\n\t\t\t\"Type\": \"AWS::Serverless::Function\",\n\t\t\t\"Properties\": {\n\t\t\t\t\"Handler\": \"App::App.Handlers::Run\"\n\t\t\t}\n\t\t}\n\t}\n}\n" },
        { "JSON on one line", "{\"Resources\":{\"Worker\":{\"Type\":\"AWS::Serverless::Function\",\"Properties\":{\"Handler\":\"App::App.Handlers::Run\"}}}}" },
        { "JSON with empty maps and escapes", "{\n  \"Resources\" : {\n    \"\\u0057orker\" : {\"Type\" : \"AWS::Serverless::Function\", \"Properties\" : {\"Handler\" : \"App::App.Handlers::Run\", \"EventInvokeConfig\" : {}}, \"Metadata\" : { }}\n  }\n}" },
        { "JSON with a leading comma style", "{ \"Resources\":\n  { \"Worker\":\n    { \"Type\": \"AWS::Serverless::Function\"\n    , \"Properties\":\n      { \"Handler\": \"App::App.Handlers::Run\"\n      }\n    }\n  }\n}" },
    };

    [Theory]
    [MemberData(nameof(Safe))]
    public void A_safe_edit_keeps_every_other_byte_and_goes_without_a_trace(string what, string template)
    {
        TemplateModel updated = Updates.Apply(template, Failing);
        Assert.Equal("""{"Type": "SQS", "Destination": {"Fn::GetAtt": ["WorkerOnFailureQueue", "Arn"]}}""", updated.Says("Worker", "Properties.EventInvokeConfig.DestinationConfig.OnFailure"));
        Assert.NotNull(updated.Find("WorkerOnFailureQueue"));
        Assert.True(IsSubsequence(template, updated.Document.Text), what);
    }

    public static TheoryData<string, string, string, string> Refused() => new()
    {
        { "an alias for the function", "Shared: &fn\n  Type: AWS::Serverless::Function\n  Properties: {Handler: 'App::App.Handlers::Run'}\nResources:\n  Worker: *fn\n", "LD9002", "*fn" },
        { "an anchored function that is repeated", "Resources:\n  Worker: &fn\n    Type: AWS::Serverless::Function\n    Properties: {Handler: 'App::App.Handlers::Run'}\nMore: *fn\n", "LD9002", "*fn" },
        { "properties by alias", "Shared: &p {Handler: 'App::App.Handlers::Run'}\nResources:\n  Worker:\n    Type: AWS::Serverless::Function\n    Properties: *p\n", "LD9002", "*p" },
        { "a merge key in the properties", "Shared: &p {Timeout: 3}\nResources:\n  Worker:\n    Type: AWS::Serverless::Function\n    Properties:\n      <<: *p\n      Handler: App::App.Handlers::Run\n", "LD9002", "<<" },
        { "the handler by a merge key", "Shared: &p {Handler: 'App::App.Handlers::Run'}\nResources:\n  Worker:\n    Type: AWS::Serverless::Function\n    Properties:\n      <<: *p\n      Timeout: 3\n", "LD9002", "<<" },
        { "a merge key in the function", "Shared: &p {DeletionPolicy: Retain}\nResources:\n  Worker:\n    <<: [*p]\n    Type: AWS::Serverless::Function\n    Properties: {Handler: 'App::App.Handlers::Run'}\n", "LD9002", "<<" },
        { "an include in the properties", "Resources:\n  Worker:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: App::App.Handlers::Run\n      Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k}}\n", "LD9002", "Fn::Transform" },
        { "a computed config", "Resources:\n  Worker:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: App::App.Handlers::Run\n      EventInvokeConfig: !If [Prod, {MaximumRetryAttempts: 0}, !Ref AWS::NoValue]\n", "LD9002", "!If [Prod" },
        { "a config by transform", "Resources:\n  Worker:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: App::App.Handlers::Run\n      EventInvokeConfig: !Transform {Name: AWS::Include}\n", "LD9002", "!Transform {Name" },
        { "a config that is no map", "Resources:\n  Worker:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: App::App.Handlers::Run\n      EventInvokeConfig: [1]\n", "LD9002", "[1]" },
        { "a function that stands twice", "Resources:\n  Worker: {}\n  Worker:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: App::App.Handlers::Run\n", "LD9002", "Worker:\n" },
        { "a name that stands twice in JSON", "{\"Resources\": {\"Worker\": {}, \"Worker\": {\"Type\": \"AWS::Serverless::Function\", \"Properties\": {\"Handler\": \"App::App.Handlers::Run\"}}}}", "LD9002", "\"Worker\": {\"Type" },
        { "a tab in the indentation", "Resources:\n  Worker:\n\t  Type: AWS::Serverless::Function\n", "LD9001", "\t" },
        { "two documents", "Resources: {}\n---\nResources: {}\n", "LD9001", "-" },
        { "an unknown alias", "Resources:\n  Worker: *fn\n", "LD9001", "*fn" },
        { "resources by alias", "Shared: &r {Worker: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::App.Handlers::Run'}}}\nResources: *r\n", "LD9002", "*r" },
        { "JSON with a comment", "{\n  // no\n  \"Resources\": {}\n}", "LD9001", "/" },
        { "JSON cut short", "{\"Resources\": {\"Worker\": {\"Type\": \"AWS::Serverless::Function\"", "LD9001", "" },
        { "no resources", "Parameters: {}\n", "LD9001", "Parameters" },
        { "a list", "- Resources\n", "LD9001", "-" },
        { "nesting without end", "Resources: " + new string('[', 5000), "LD9001", "[" },
        { "a taken name", "Resources:\n  WorkerOnFailureQueue: {Type: AWS::SNS::Topic}\n  Worker: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::App.Handlers::Run'}}\n", "LD9005", "WorkerOnFailureQueue" },
        { "a loop that may make the function", "Transform: AWS::LanguageExtensions\nResources:\n  Fn::ForEach::Workers: [Name, [A], {'${Name}': {Type: AWS::Serverless::Function}}]\n", "LD9007", "Fn::ForEach::Workers" },
        { "a macro that may make the function", "Transform: [AWS::Serverless-2016-10-31, OurMacro]\nResources:\n  Queue: {Type: AWS::SQS::Queue}\n", "LD9007", "OurMacro" },
        { "a computed transform", "Transform: !If [IsProd, AWS::Serverless-2016-10-31, AWS::LanguageExtensions]\nResources:\n  Queue: {Type: AWS::SQS::Queue}\n", "LD9007", "[IsProd" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_edited_safely_is_one_finding_with_its_place(string what, string template, string rule, string at)
    {
        Finding finding = Updates.Refused(template, Failing with { Destinations = new(OnFailure(DestinationTargetType.Sqs)), MaximumRetryAttempts = null });
        Assert.True(finding.Rule.Id == rule, $"{what}: {finding.Rule.Id} {finding.Message}");
        Assert.StartsWith(at, template[finding.TemplateSpan!.Value.Start..], StringComparison.Ordinal);
    }

    [Fact]
    public void A_config_of_a_merge_key_can_be_edited_below_it()
    {
        // The edit stands in a map of its own, beside which nothing is merged.
        const string Template = "Shared: &p {Timeout: 3}\nResources:\n  Worker:\n    Type: AWS::Serverless::Function\n    Properties:\n      <<: *p\n      Handler: App::App.Handlers::Run\n      EventInvokeConfig:\n        MaximumEventAgeInSeconds: 60\n";
        Updates.Apply(Template, Handler(OnFailure(DestinationTargetType.Sqs)));
    }

    [Theory]
    [Trait("Category", "Large")]
    [InlineData(TemplateFormat.Yaml)]
    [InlineData(TemplateFormat.Json)]
    internal void A_thousand_resources_and_ten_megabytes_are_edited(TemplateFormat format)
    {
        const int Functions = 500;
        string filler = new('x', 20_000);
        StringBuilder text = new(format == TemplateFormat.Json ? "{\"Resources\":{" : "Resources:\n");
        for (int i = 0; i < Functions; i++)
        {
            text.Append(format == TemplateFormat.Json
                ? $"{(i == 0 ? "" : ",")}\"Fn{i}\":{{\"Type\":\"AWS::Serverless::Function\",\"Properties\":{{\"Handler\":\"App::App.Handlers::Run{i}\",\"Description\":\"{filler}\"}}}},\"Queue{i}\":{{\"Type\":\"AWS::SQS::Queue\"}}"
                : $"  Fn{i}:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: App::App.Handlers::Run{i} # {filler}\n  Queue{i}:\n    Type: AWS::SQS::Queue\n");
        }

        string template = text.Append(format == TemplateFormat.Json ? "}}" : "").ToString();
        Assert.True(template.Length > 10_000_000);
        HandlerModel[] handlers = [.. Enumerable.Range(0, Functions).Select(static i => Handler(OnFailure(DestinationTargetType.Sqs), OnSuccess(DestinationTargetType.Sqs, "@Queue" + i)) with { Function = Function(method: "Run" + i) })];
        TemplateModel updated = Updates.Apply(template, handlers);
        Assert.Equal(3 * Functions, updated.Resources.Count);
    }

    [Fact]
    public void Bytes_that_are_no_characters_are_no_template() =>
        Assert.Throws<DecoderFallbackException>(static () => TemplateFile.Parse([0x52, 0xC3, 0x28]));

    private static bool IsSubsequence(string part, string whole)
    {
        int found = 0;
        foreach (char c in whole)
        {
            if (found < part.Length && c == part[found])
            {
                found++;
            }
        }

        return found == part.Length;
    }
}
