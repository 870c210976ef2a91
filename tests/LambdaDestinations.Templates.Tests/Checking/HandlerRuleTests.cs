using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Tests.Update;
using LambdaDestinations.Templates.Updating;

namespace LambdaDestinations.Templates.Tests.Checking;

/// <summary>What attributes mean, alone and against the template; each case asserts every finding but those about permissions.</summary>
public sealed class HandlerRuleTests
{
    private const string Template = """
        Resources:
          Queue: {Type: AWS::SQS::Queue}
          Dead: {Type: AWS::SQS::Queue}
          Fifo: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}
          Topic: {Type: AWS::SNS::Topic}
          Bucket: {Type: AWS::S3::Bucket}
          Stream: {Type: AWS::Kinesis::Stream}
          Other: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::App.Other::Run', Runtime: dotnet10}}
          Worker: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::App.Handlers::Run', Runtime: dotnet10<properties>}}

        """;

    public static TheoryData<string, string, string> Cases => new()
    {
        { "OnFailure Sqs @Queue", "", "" },
        { "OnSuccess S3 @Bucket", "", "LD1001" },
        { "OnFailure Sqs @Fifo", "", "LD1002" },
        { "OnFailure Sns arn:aws:sns:eu-west-1:123456789012:topic.fifo", "", "LD1002" },
        { "OnFailure Sqs Queue", "", "LD1003" },
        { "OnFailure Sqs @Que", "", "LD1004" },
        { "OnFailure Sqs @Topic", "", "LD1005" },
        { "OnFailure Sqs @Queue; OnFailure Sns @Topic", "", "LD1009" },
        { "OnFailure Sqs arn:aws:sqs:eu-west-1:123456789012:a; OnSuccess Sqs arn:aws:sqs:us-east-1:123456789012:b", "", "LD1010" },
        { "OnFailure Lambda", "", "LD1011" },
        { "OnFailure EventBridge", "", "LD1011" },
        { "OnFailure Lambda @Worker", "", "LD1014" },
        { "OnFailure 42 @Queue", "", "LD1015" },
        { "OnFailure Kafka kafka://failed", "", "LD1016" },
        { "OnFailure Lambda @Other", "", "" },
        { "OnFailure Lambda @Other", ", Events: {Lines: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn}}}", "LD2002" },
        { "OnFailure Sqs @Queue Poll", ", Events: {Poll: {Type: SQS, Properties: {Queue: !GetAtt Dead.Arn}}}", "LD2003" },
        { "OnFailure Sqs @Queue", ", Events: {Lines: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, BatchSize: 1}}}", "LD2004" },
        { "OnFailure Sqs @Queue", ", Events: {Lines: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, BatchSize: 1, MaximumRetryAttempts: 2}}}", "" },
        { "OnFailure Sqs @Queue Nowhere", "", "LD2007" },
        { "OnFailure Sqs @Queue", ", Events: {Lines: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn}}, Tick: {Type: Schedule}}", "LD2008" },
        { "OnFailure Sqs @Queue; OnSuccess Sns @Topic", ", Events: {Lines: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, BatchSize: 1, MaximumRetryAttempts: 2}}}", "LD2008,LD4004,LD4004" },
        { "OnFailure Sqs @Queue; OnFailure Sns @Topic Lines", ", Events: {Lines: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, BatchSize: 1, MaximumRetryAttempts: 2}}, Tick: {Type: Schedule}}", "" },
        { "OnFailure Sqs @Queue; OnFailure Sns @Topic Lines", ", Events: {Lines: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, BatchSize: 1, MaximumRetryAttempts: 2}}}", "LD4004" },
        { "OnFailure Kafka kafka://failed", ", Events: {Lines: {Type: MSK, Properties: {Stream: 'arn:aws:kafka:eu-west-1:123456789012:cluster/a/b', Topics: [orders]}}}", "LD2009" },
        { "OnFailure Kafka kafka://orders", ", Events: {Lines: {Type: MSK, Properties: {Stream: 'arn:aws:kafka:eu-west-1:123456789012:cluster/a/b', Topics: [orders], BatchSize: 1, ProvisionedPollerConfig: {MinimumPollers: 1}}}}", "LD2010" },
        { "OnFailure Sqs @Queue", ", Events: {Lines: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, MaximumRetryAttempts: 2}}}", "LD2011" },
        { "OnFailure Sqs @Queue", ", DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Dead.Arn}", "LD4001" },
        { "OnFailure Sqs @Queue", ", DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Queue.Arn}", "LD4002" },
        { "OnSuccess Sqs @Queue", ", DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Queue.Arn}", "" },
        { "OnFailure Sqs @Queue", ", Events: {Web: {Type: HttpApi}}", "LD4003" },
        { "OnFailure Sqs @Queue", ", Events: {Poll: {Type: SQS, Properties: {Queue: !GetAtt Dead.Arn}}}", "LD4004" },
        { "OnSuccess Sns @Topic", ", Events: {Some: {Type: SNS, Properties: {Topic: !Ref Topic}}}", "LD4006" },
        { "OnFailure S3 @Bucket", ", Events: {Some: {Type: S3, Properties: {Bucket: !Ref Bucket, Events: 's3:ObjectCreated:*'}}}", "LD4007" },
        { "OnSuccess Sqs @Queue", ", Events: {Poll: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}, Tick: {Type: Schedule}}", "LD4012" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Attributes_in_a_template(string destinations, string properties, string expected)
    {
        foreach (bool asJson in new[] { false, true })
        {
            TemplateModel template = Notations.Model(Notations.Sam + Template.Fill((nameof(properties), properties)), asJson);
            Finding[] findings = [.. TemplateChecker.CheckHandler(template, Handler(destinations)).Where(static x => x.Rule.Category != RuleCategory.Permission)];

            Assert.Equal(expected, string.Join(",", findings.Select(static x => x.Rule.Id).Order(StringComparer.Ordinal)));
            Assert.All(findings, static x => Assert.NotNull(x.Attribute));
        }
    }

    [Theory]
    [InlineData(3, null, "LD1006")]
    [InlineData(-1, null, "LD1006")]
    [InlineData(2, null, "")]
    [InlineData(null, 30, "LD1007")]
    [InlineData(null, 21601, "LD1007")]
    [InlineData(null, 60, "LD1008")]
    [InlineData(2, 180, "LD1008")]
    [InlineData(1, 180, "")]
    [InlineData(2, 181, "")]
    [InlineData(0, 60, "")]
    [InlineData(1, 60, "LD1008")]
    [InlineData(null, 180, "")]
    [InlineData(null, 59, "LD1007")]
    [InlineData(null, 21600, "")]
    public void Settings_of_asynchronous_invocations(int? retries, int? age, string expected) =>
        Assert.Equal(expected, Ids(null, Handler("OnFailure Sqs @Queue") with { MaximumRetryAttempts = retries, MaximumEventAgeInSeconds = age }));

    [Theory]
    [InlineData(10000, 604800, "")]
    [InlineData(-1, -1, "")]
    [InlineData(0, 60, "")]
    [InlineData(10001, null, "LD1006")]
    [InlineData(-2, null, "LD1006")]
    [InlineData(null, 604801, "LD1007")]
    [InlineData(null, 59, "LD1007")]
    [InlineData(null, 1, "LD1007")]
    public void Settings_of_a_mapping(int? retries, int? age, string expected) =>
        Assert.Equal(expected, Ids(null, Handlers.Handler(Handlers.OnFailure(DestinationTargetType.Sqs, "@Queue", "Lines") with { MaximumRetryAttempts = retries, MaximumRecordAgeInSeconds = age })));

    [Theory]
    [InlineData("A0z9Z", true)]
    [InlineData("", false)]
    [InlineData("A-b", false)]
    [InlineData("A_b", false)]
    [InlineData("A[b", false)]
    [InlineData("A{b", false)]
    [InlineData("A:b", false)]
    [InlineData("Aéb", false)]
    public void A_logical_id_has_letters_and_digits(string id, bool isOne) => Assert.Equal(isOne, DeclarationChecks.IsLogicalId(id));

    [Fact]
    public void A_Kafka_topic_for_successes_is_told_once_for_its_outcome() =>
        Assert.Equal("LD1016", Ids(null, Handler("OnSuccess Kafka kafka://done")));

    [Fact]
    public void A_handler_that_no_function_or_several_run()
    {
        TemplateModel template = Notations.Model("""
            Resources:
              One: {Type: AWS::Lambda::Function, Properties: {Handler: 'App::App.Twice::Run'}}
              Two: {Type: AWS::Lambda::Function, Properties: {Handler: 'App::App.Twice::Run'}}
            """);
        HandlerModel handler = Handler("OnFailure Sqs @One");

        Assert.Equal("LD1012", Ids(template, handler));
        Assert.Equal("LD1013", Ids(template, handler with { Function = Handlers.Function("App.Twice") }));
    }

    [Theory]
    [InlineData("byte[]", "LD4011")]
    [InlineData("global::System.ReadOnlyMemory<byte>", "LD4011")]
    [InlineData("global::App.Order", "")]
    public void Binary_data_for_a_topic(string request, string expected)
    {
        TemplateModel template = Notations.Model(Notations.Sam + Template.Fill(("properties", "")));

        Assert.Equal(expected, Ids(template, Handler("OnFailure Sns @Topic") with { RequestType = request }));
        Assert.Equal("", Ids(template, Handler("OnFailure Sqs @Queue") with { RequestType = request }));
    }

    [Theory]
    [InlineData("", "LD1017")]
    [InlineData(", Events: {Lines: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, BatchSize: 1}}}", "")]
    public void Settings_of_a_mapping_need_one(string properties, string expected)
    {
        TemplateModel template = Notations.Model(Notations.Sam + Template.Fill((nameof(properties), properties)));
        DestinationModel destination = Handlers.OnFailure(DestinationTargetType.Sqs, "@Queue") with { MaximumRetryAttempts = 1 };

        Assert.Equal(expected, Ids(template, Handlers.Handler(destination)));
    }

    [Fact]
    public void Triggers_of_attributes_count()
    {
        TemplateModel template = Notations.Model(Notations.Sam + Template.Fill(("properties", "")));
        HandlerModel handler = Handler("OnFailure Sqs @Queue");

        Assert.Equal("LD4003", Ids(template, handler with { Triggers = new(new TriggerModel("HttpApi", InvocationKind.Synchronous)) }));
        Assert.Equal("", Ids(template, handler with { Triggers = new(new TriggerModel("HttpApi", InvocationKind.Synchronous), new TriggerModel("S3Event", InvocationKind.Asynchronous)) }));
    }

    [Fact]
    public void What_an_attribute_adds_is_not_missing_in_the_template()
    {
        TemplateModel template = Notations.Model(Notations.Sam + Template.Fill(("properties", ", Events: {Lines: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, BatchSize: 1, MaximumRetryAttempts: 2}}}")));

        Assert.Contains(TemplateChecker.Check(template, []), static x => x.Rule.Id == "LD2005");
        Assert.DoesNotContain(TemplateChecker.Check(template, [Handler("OnFailure Sqs @Queue")]), static x => x.Rule.Id == "LD2005");
    }

    [Theory]
    [InlineData("OnFailure Sqs @Quue", "LD1004", "Queue")]
    [InlineData("OnFailure Sqs @queue", "LD1004", "Queue")]
    [InlineData("OnFailure Sqs Queue", "LD1003", "Queue")]
    [InlineData("OnFailure Sqs @Topic", "LD1005", "Sns")]
    public void Findings_suggest_what_to_write(string destinations, string id, string expected)
    {
        TemplateModel template = Notations.Model(Notations.Sam + Template.Fill(("properties", "")));
        HandlerModel handler = Handler(destinations);
        Finding finding = TemplateChecker.CheckHandler(template, handler).Single(x => x.Rule.Id == id);

        Assert.Equal([expected], finding.Suggestions);

        // The build asks for no suggestions, and must know the finding again, or it tells it twice.
        Assert.Contains(finding, TemplateUpdater.Update(template.Document, new DestinationManifest(new(handler)), "App").Findings);
    }

    private static string Ids(TemplateModel? template, HandlerModel handler) =>
        string.Join(",", TemplateChecker.CheckHandler(template, handler).Where(static x => x.Rule.Category != RuleCategory.Permission).Select(static x => x.Rule.Id).Order(StringComparer.Ordinal));

    /// <summary>Reads <c>OnFailure Sqs @Queue [EventSource]</c>, several joined by semicolons.</summary>
    private static HandlerModel Handler(string destinations)
    {
        List<DestinationModel> models = [];
        foreach (string destination in destinations.Split("; "))
        {
            string[] words = destination.Split(' ');
            DestinationOutcome outcome = words[0] == "OnSuccess" ? DestinationOutcome.Success : DestinationOutcome.Failure;
            models.Add(new DestinationModel(outcome, Enum.Parse<DestinationTargetType>(words[1]), words.ElementAtOrDefault(2), null, words.ElementAtOrDefault(3)));
        }

        return Handlers.Handler([.. models]);
    }
}
