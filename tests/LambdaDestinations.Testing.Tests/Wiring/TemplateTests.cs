using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Mappings;

namespace LambdaDestinations.Testing.Tests.Wiring;

/// <summary>Hosts built from a template.</summary>
public sealed class TemplateTests
{
    private static readonly string Templates = Path.Combine(Samples.Folder, "..", "templates");

    private static readonly string Own = Path.Combine(Samples.Folder, "..", "..", "LambdaDestinations.Testing.Tests", "Wiring");

    public static TheoryData<string> TranslatedTemplates() =>
        new(Directory.EnumerateFiles(Templates, "*.translated.json").Select(path => Path.GetFileName(path).Replace(".translated.json", string.Empty, StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    public static TheoryData<string> AllTemplates() => new(Directory.EnumerateFiles(Templates, "*.yaml").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

    /// <summary>What SAM makes of a template is wired as the template is.</summary>
    [Theory]
    [MemberData(nameof(TranslatedTemplates))]
    public async Task A_SAM_template_is_wired_like_its_translation(string name)
    {
        await using LambdaTestHost sam = LambdaTestHost.FromTemplate(Path.Combine(Templates, name + ".yaml"));
        await using LambdaTestHost translated = LambdaTestHost.FromTemplate(Path.Combine(Templates, name + ".translated.json"));

        string expected = Describe(translated);

        Assert.Equal(expected, Describe(sam));
        Assert.Contains("Worker", expected + (name == "sam-globals" ? "Worker" : string.Empty), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(AllTemplates))]
    public async Task Every_good_template_is_played_without_a_doubt(string file)
    {
        await using LambdaTestHost host = LambdaTestHost.FromTemplate(Path.Combine(Templates, file));

        Assert.All(host.TemplateNotes, note => Assert.StartsWith("It has no handler here (its handler is App::App.Handlers::", note.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Settings_of_a_function_and_of_its_invocation_are_those_of_the_template()
    {
        await using LambdaTestHost host = LambdaTestHost.FromTemplate(Path.Combine(Templates, "sam-dlq-and-destination.yaml"));

        FunctionSettings settings = host.Function("Worker").Settings;

        Assert.Equal((1, 3600, TimeSpan.FromSeconds(30)), (settings.MaximumRetryAttempts, settings.MaximumEventAgeInSeconds, settings.Timeout));
        Assert.Same(host.Queue("FailedQueue"), settings.OnFailure);
        Assert.Same(host.Queue("DeadQueue"), settings.DeadLetterTarget);
        Assert.Null(settings.OnSuccess);
    }

    [Theory]
    [InlineData("triggers.yaml")]
    [InlineData("triggers.translated.json")]
    public async Task Every_trigger_reaches_its_function(string file)
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().UseTemplate(Path.Combine(Own, file)).Build();
        foreach (string name in (string[])["FromBucket", "FromTopic", "FromTopicThroughQueue", "FromBus", "FromQueue"])
        {
            host.AddFunction(name, Handlers.Throws(name));
        }

        host.Bucket("Uploads").Put("in/a.csv", "1"u8.ToArray());
        host.Bucket("uploads-test").Put("in/a.txt", "1"u8.ToArray());
        host.Topic("Orders").Publish("order");
        host.Bus("orders-bus").PutEvent("shop", "placed", """{"quantity":2}""");
        host.Bus("orders-bus").PutEvent("shop", "placed", """{"quantity":3}""");
        host.Queue("Work").Send("work");
        await host.RunUntilIdleAsync();

        Assert.Same(host.Queue("Work"), host.Queue("work-test"));
        Assert.Same(host.Function("FromBucket"), host.Function("from-bucket-test"));
        host.Function("FromBucket").ShouldHaveBeenInvoked(2);
        CapturedInvocation byTopic = host.Function("FromTopic").ShouldHaveBeenInvoked(1)[0];
        host.Topic("FromTopicEventInvokeConfigOnFailureTopic").ShouldHaveReceivedOne().ShouldHaveCondition("RetriesExhausted");
        Assert.Contains("FromTopic:live", host.Topic("FromTopicEventInvokeConfigOnFailureTopic").Messages[0].Body, StringComparison.Ordinal);
        Assert.NotEmpty(byTopic.RequestId);
        CapturedInvocation byBus = host.Function("FromBus").ShouldHaveBeenInvoked(3)[0];
        Assert.Equal("""{"quantity":2}""", System.Text.Encoding.UTF8.GetString(byBus.Request.Span));
        host.Function("FromQueue").ShouldHaveBeenInvoked(2);
        host.Queue("WorkDead").ShouldHaveReceivedOne();
        Assert.True(host.Function("FromTopicThroughQueue").InvocationCount > 1);
        Assert.Equal(["RetriesExhausted", null], host.Queue("Failed").ShouldHaveReceived(2).Select(each => each.Condition).Order(StringComparer.Ordinal).Reverse());
        Assert.Equal((5, 20d), (host.Function("FromBus").Settings.ReservedConcurrency, host.Function("FromBus").Settings.Timeout.TotalSeconds));
    }

    [Fact]
    public async Task Parameters_decide_conditions_names_and_numbers()
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder()
            .UseTemplate(Path.Combine(Own, "triggers.yaml"))
            .WithParameter("Stage", "production")
            .WithParameter("UseExisting", "true")
            .WithParameter("Existing", "arn:aws:sqs:us-east-1:123456789012:another")
            .Build();

        FunctionSettings settings = host.Function("FromBucket").Settings;

        Assert.Equal("from-bucket-production", host.Function("FromBucket").Name);
        Assert.Equal(2, settings.MaximumRetryAttempts);
        Assert.Same(host.Queue("another"), settings.OnFailure);
    }

    [Fact]
    public async Task A_function_without_a_handler_ends_the_run_that_reaches_it_and_no_other()
    {
        await using LambdaTestHost host = LambdaTestHost.FromTemplate(Path.Combine(Templates, "sam-async-lambda.yaml"));
        int fails = 1;
        host.AddFunction("Worker", (_, _) => fails-- > 0 ? throw new InvalidOperationException("no") : Handlers.Json("1"), new() { MaximumRetryAttempts = 0 });

        InvalidOperationException inTest = await Assert.ThrowsAsync<InvalidOperationException>(() => host.InvokeAsync("OnError", "{}"));
        await host.InvokeAsync("Worker", "{}");
        InvalidOperationException inRun = await Assert.ThrowsAsync<InvalidOperationException>(() => host.RunUntilIdleAsync());
        await host.InvokeAsync("Worker", "{}");
        await host.RunUntilIdleAsync();

        Assert.Contains("App::App.Handlers::OnError", inRun.Message, StringComparison.Ordinal);
        Assert.Equal(inTest.Message, inRun.Message);
        host.Function("Worker").ShouldHaveBeenInvoked(2);
    }

    [Fact]
    public async Task A_batch_for_a_function_without_a_handler_waits_until_it_has_one()
    {
        await using LambdaTestHost host = LambdaTestHost.FromTemplate(Path.Combine(Templates, "sam-esm-kinesis-sqs.yaml"));
        host.Kinesis("Stream").Put("k", "1");

        await Assert.ThrowsAsync<InvalidOperationException>(() => host.RunUntilIdleAsync());
        host.AddFunction("Worker", Handlers.Throws("no"));
        await host.RunUntilIdleAsync();

        host.Queue("FailedQueue").ShouldHaveReceivedOne().ShouldHaveCondition("RetryAttemptsExhausted").ShouldHaveInvokeCount(4);
    }

    [Theory]
    [InlineData("Resources: [", 1, "")]
    [InlineData("Outputs: {}", 1, "no Resources")]
    [InlineData("""
        Resources:
          Worker:
            Type: AWS::Lambda::Function
            Properties: {Handler: 'A::B::C'}
          Async:
            Type: AWS::Lambda::EventInvokeConfig
            Properties:
              FunctionName: !Ref Worker
              Qualifier: $LATEST
              DestinationConfig: {OnFailure: {Destination: !ImportValue Shared}}
        """, 5, "imported from another stack")]
    [InlineData("""
        Resources:
          Failed: {Type: AWS::S3::Bucket}
          Worker:
            Type: AWS::Lambda::Function
            Properties: {Handler: 'A::B::C'}
          Async:
            Type: AWS::Lambda::EventInvokeConfig
            Properties:
              FunctionName: !Ref Worker
              Qualifier: $LATEST
              DestinationConfig: {OnSuccess: {Destination: !GetAtt Failed.Arn}}
        """, 6, "An S3 bucket is a destination for failures only")]
    [InlineData("""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Work: {Type: AWS::SQS::Queue}
          Worker:
            Type: AWS::Serverless::Function
            Properties:
              Handler: A::B::C
              Events:
                Message:
                  Type: SQS
                  Properties:
                    Queue: !GetAtt Work.Arn
                    FilterCriteria: {Filters: [{Pattern: '{"body": [{"cidr": "10.0.0.0"}]}'}]}
        """, 9, "Malformed CIDR, one '/' required")]
    [InlineData("""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Work: {Type: AWS::SQS::Queue}
          Worker:
            Type: AWS::Serverless::Function
            Properties:
              Handler: A::B::C
              Events:
                Message:
                  Type: SQS
                  Properties:
                    Queue: !GetAtt Work.Arn
                    FilterCriteria: {Filters: [{Pattern: My-Pattern}]}
        """, 9, "Invalid filter pattern definition.")]
    [InlineData("""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Worker:
            Type: AWS::Serverless::Function
            Properties:
              Handler: A::B::C
              Events:
                Changes: {Type: DynamoDB, Properties: {Stream: 'arn:aws:dynamodb:us-east-1:123456789012:orders', StartingPosition: LATEST}}
        """, 8, "names no source of a mapping")]
    [InlineData("""
        Resources:
          Topic: {Type: AWS::SNS::Topic}
          Queue: {Type: AWS::SQS::Queue}
          Some: {Type: AWS::SNS::Subscription, Properties: {TopicArn: !Ref Topic, Protocol: sqs, Endpoint: !GetAtt Queue.Arn, FilterPolicy: {kind: order}}}
        """, 4, "must be an object or an array")]
    [InlineData("""
        Transform: AWS::Serverless-2016-10-31
        Parameters:
          Stage: {Type: String}
        Resources:
          Worker:
            Type: AWS::Serverless::Function
            Properties:
              Handler: A::B::C
              FunctionName: !Ref Stage
        """, 5, "WithParameter(\"Stage\"")]
    [InlineData("""
        Transform: [AWS::Serverless-2016-10-31, My::Macro]
        Resources:
          Worker: {Type: AWS::Serverless::Function, Properties: {Handler: 'A::B::C'}}
        """, 1, "macro")]
    public void What_cannot_be_played_is_refused_with_its_line(string template, int line, string reason)
    {
        LambdaTemplateException refused = Assert.Throws<LambdaTemplateException>(() => new LambdaTestHostBuilder().UseTemplateText(template).Build());

        Assert.Equal(line, Assert.Single(refused.Notes).Line);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_may_be_left_out_is_noted_when_the_test_allows_it()
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().AllowNotEmulated().UseTemplateText("""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Stream: {Type: AWS::Kinesis::Stream}
              Worker:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: A::B::C
                  Events:
                    Read: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, StartingPosition: LATEST, TumblingWindowInSeconds: 60}}
                    Daily: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
                    Web: {Type: Api, Properties: {Path: /, Method: get}}
            """).Build();
        host.AddFunction("Worker", Handlers.Returns("1"));

        host.Kinesis("Stream").Put("k", "1");
        await host.RunUntilIdleAsync();

        host.Function("Worker").ShouldHaveBeenInvoked(1);
        Assert.Equal([9, 10, 11, 7], host.TemplateNotes.Select(note => note.Line));
        Assert.Equal([true, false, false, false], host.TemplateNotes.Select(note => note.ChangesResults));
    }

    [Fact]
    public async Task Functions_with_a_destination_of_Globals_share_the_queue_that_SAM_makes_for_the_first()
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().UseTemplateText("""
            Transform: AWS::Serverless-2016-10-31
            Globals: {Function: {EventInvokeConfig: {MaximumRetryAttempts: 0, DestinationConfig: {OnFailure: {Type: SQS}}}}}
            Resources:
              First: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::App.Orders::Place'}}
              Second: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::App.Orders::Bill'}}
            """).Build();
        host.AddFunction("First", Handlers.Throws("first"));
        host.AddFunction("Second", Handlers.Throws("second"));

        await host.InvokeAsync("First", "{}");
        await host.InvokeAsync("Second", "{}");
        await host.RunUntilIdleAsync();

        host.Queue("FirstEventInvokeConfigOnFailureQueue").ShouldHaveReceived(2);
    }

    [Fact]
    public async Task A_rule_reaches_what_the_host_plays_and_notes_the_rest()
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().UseTemplateText("""
            Resources:
              Machine: {Type: AWS::StepFunctions::StateMachine, Properties: {RoleArn: 'arn:aws:iam::123456789012:role/r', DefinitionString: '{}'}}
              Queue: {Type: AWS::SQS::Queue}
              Rule:
                Type: AWS::Events::Rule
                Properties:
                  EventPattern: {source: [shop]}
                  Targets:
                  - {Id: a, Arn: !GetAtt Machine.Arn}
                  - {Id: b, Arn: !Ref Machine}
                  - {Id: c, Arn: !GetAtt Queue.Arn}
            """).Build();

        host.Bus("default").PutEvent("shop", "placed", "{}");
        await host.RunUntilIdleAsync();

        host.Queue("Queue").ShouldHaveReceivedOne();
        Assert.Equal("The target Machine of type AWS::StepFunctions::StateMachine is not played.", Assert.Single(host.TemplateNotes).Message);
    }

    [Theory]
    [InlineData("EventBridgeConfiguration: {EventBridgeEnabled: true}", 1)]
    [InlineData("EventBridgeConfiguration: {}", 1)]
    [InlineData("EventBridgeConfiguration: {EventBridgeEnabled: false}", 0)]
    public async Task A_bucket_sends_its_events_to_the_default_bus(string configuration, int expected)
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().UseTemplateText("""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Uploads:
                Type: AWS::S3::Bucket
                Properties: {NotificationConfiguration: {<configuration>}}
              Import:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: A::B::C
                  Events:
                    Put:
                      Type: EventBridgeRule
                      Properties:
                        Pattern: {source: [aws.s3], detail-type: [Object Created], detail: {bucket: {name: [!Ref Uploads]}, object: {key: [{prefix: in/}]}}}
            """.Replace("<configuration>", configuration, StringComparison.Ordinal)).Build();
        host.AddFunction("Import", Handlers.Returns("1"));

        host.Bucket("Uploads").Put("in/a b.csv", "1,2"u8.ToArray());
        host.Bucket("Uploads").Put("out/a.csv", "1,2"u8.ToArray());
        await host.RunUntilIdleAsync();

        IReadOnlyList<CapturedInvocation> invocations = host.Function("Import").ShouldHaveBeenInvoked(expected);
        Assert.All(invocations, static each =>
        {
            using System.Text.Json.JsonDocument input = System.Text.Json.JsonDocument.Parse(each.Request);
            System.Text.Json.JsonElement detail = input.RootElement.GetProperty("detail");
            Assert.Equal("arn:aws:s3:::Uploads", input.RootElement.GetProperty("resources")[0].GetString());
            Assert.Equal(("in/a b.csv", 3), (detail.GetProperty("object").GetProperty("key").GetString(), detail.GetProperty("object").GetProperty("size").GetInt32()));
        });
    }

    [Fact]
    public async Task A_subscription_lets_through_what_its_filter_policy_matches()
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().UseTemplateText("""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Topic: {Type: AWS::SNS::Topic, Properties: {Subscription: [{Protocol: sqs, Endpoint: !GetAtt Large.Arn, FilterPolicyScope: MessageBody, FilterPolicy: {order: {total: [{numeric: ['>', 100]}]}}}]}}
              Large: {Type: AWS::SQS::Queue}
              Tagged: {Type: AWS::SQS::Queue}
              ByAttribute:
                Type: AWS::SNS::Subscription
                Properties: {TopicArn: !Ref Topic, Protocol: sqs, Endpoint: !GetAtt Tagged.Arn, RawMessageDelivery: true, FilterPolicy: '{"kind": ["a", {"prefix": "b"}], "size": [{"numeric": ["<", 10]}]}'}
              Untagged:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: A::B::C
                  Events: {Some: {Type: SNS, Properties: {Topic: !Ref Topic, FilterPolicy: {kind: [{exists: false}]}}}}
            """).Build();
        host.AddFunction("Untagged", Handlers.Returns("1"));

        host.Topic("Topic").Publish("""{"order":{"total":150}}""");
        host.Topic("Topic").Publish("""{"order":{"total":50}}""");
        host.Topic("Topic").Publish("no JSON");
        host.Topic("Topic").Publish("1", new Dictionary<string, MessageAttributeValue> { ["kind"] = new("String", "bc"), ["size"] = new("Number", "9.5") });
        host.Topic("Topic").Publish("2", new Dictionary<string, MessageAttributeValue> { ["kind"] = new("String.Array", """["x","a"]"""), ["size"] = new("Number", "1") });
        host.Topic("Topic").Publish("3", new Dictionary<string, MessageAttributeValue> { ["kind"] = new("String", "c"), ["size"] = new("Number", "1") });
        host.Topic("Topic").Publish("4", new Dictionary<string, MessageAttributeValue> { ["kind"] = new("Binary", "YQ=="), ["size"] = new("Number", "1") });
        host.Topic("Topic").Publish("5", new Dictionary<string, MessageAttributeValue> { ["kind"] = new("String", "a"), ["size"] = new("Number", "10") });
        await host.RunUntilIdleAsync();

        Assert.Contains("150", host.Queue("Large").ShouldHaveReceivedOne().Body, StringComparison.Ordinal);
        Assert.Equal(["1", "2"], host.Queue("Tagged").ShouldHaveReceived(2).Select(static each => each.Body));
        host.Function("Untagged").ShouldHaveBeenInvoked(4);
    }

    [Fact]
    public async Task A_test_may_put_another_handler_and_other_settings_in_the_place_of_the_templates()
    {
        await using LambdaTestHost host = LambdaTestHost.FromTemplate(Path.Combine(Templates, "sam-async-sqs.yaml"));
        TestFunction worker = host.AddFunction("Worker", Handlers.Throws("no"), new() { MaximumRetryAttempts = 0 });

        Assert.Equal((0, 3600), (worker.Settings.MaximumRetryAttempts, worker.Settings.MaximumEventAgeInSeconds));
        Assert.Same(host.Queue("FailedQueue"), worker.Settings.OnFailure);
        Assert.Throws<ArgumentException>(() => host.AddFunction("Worker", Handlers.Throws("no")));
    }

    [Fact]
    public void A_template_is_looked_for_above_the_test_and_named_when_it_is_nowhere()
    {
        FileNotFoundException missing = Assert.Throws<FileNotFoundException>(() => LambdaTestHost.FromTemplate("no/such/template.yaml"));

        Assert.Contains("no/such/template.yaml", missing.Message, StringComparison.Ordinal);
        Assert.NotNull(LambdaTestHost.FromTemplate("tests/Corpus/templates/sam-async-sqs.yaml"));
    }

    /// <summary>Everything about functions and mappings that a run depends on.</summary>
    private static string Describe(LambdaTestHost host)
    {
        List<string> lines = [];
        foreach (TestFunction function in host.Functions.OrderBy(each => each.Name, StringComparer.Ordinal))
        {
            FunctionSettings settings = function.Settings;
            lines.Add(string.Join(' ', function.Name, settings.MaximumRetryAttempts, settings.MaximumEventAgeInSeconds, settings.Timeout, settings.ReservedConcurrency, settings.Qualifier,
                settings.OnSuccess?.Arn, settings.OnFailure?.Arn, settings.DeadLetterTarget?.Arn, string.Join(',', settings.Aliases.Select(each => each.Key + "=" + each.Value))));
        }

        foreach (StreamMapping mapping in host.StreamMappings.OrderBy(each => each.Source.Name, StringComparer.Ordinal))
        {
            lines.Add($"{mapping.Source.Name} {mapping.Function.Name} {mapping.Settings with { OnFailure = null }} {mapping.Settings.OnFailure?.Arn}");
        }

        return string.Join('\n', lines);
    }
}
