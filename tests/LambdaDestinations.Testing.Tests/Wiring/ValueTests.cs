using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;

namespace LambdaDestinations.Testing.Tests.Wiring;

/// <summary>What the values of a template are in a deployment: parameters, conditions, functions, names.</summary>
public sealed class ValueTests
{
    private const string Function = "  P: {Type: AWS::Lambda::Function, Properties: {Handler: App}}\n";

    /// <summary>A template with a queue, whose ARN or another is the failure destination of a function.</summary>
    private static LambdaTestHostBuilder Template(string destination, string before = "", string more = "") => new LambdaTestHostBuilder().UseTemplateText("""
        BEFORE
        Resources:
          Failed: {Type: AWS::SQS::Queue, Properties: {QueueName: fail}}
        MORE
          P: {Type: AWS::Lambda::Function, Properties: {Handler: App}}
          C: {Type: AWS::Lambda::EventInvokeConfig, Properties: {FunctionName: !Ref P, Qualifier: $LATEST, DestinationConfig: {OnFailure: {Destination: DESTINATION}}}}
        """.Replace("BEFORE", before, StringComparison.Ordinal).Replace("MORE", more, StringComparison.Ordinal).Replace("DESTINATION", destination, StringComparison.Ordinal));

    private static string Refusal(LambdaTestHostBuilder builder) => Assert.Single(Assert.Throws<LambdaTemplateException>(builder.Build).Notes).Message;

    private static LambdaTestHostBuilder Of(string resources, string before = "") => new LambdaTestHostBuilder().UseTemplateText($"{before}\nResources:\n{resources}\n{Function}");

    [Theory]
    [InlineData("!Ref AWS::NoValue")]
    [InlineData("!If [X, other, !Ref AWS::NoValue]")]
    [InlineData("!If [N, !Ref AWS::NoValue, other]")]
    [InlineData("!If [X, a, !If [X, b, !Ref AWS::NoValue]]")]
    [InlineData("{'Fn::If': [X, a, {Ref: 'AWS::NoValue'}]}")]
    public async Task A_name_that_is_no_value_is_the_one_that_CloudFormation_makes(string name)
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().UseTemplateText("""
            Transform: AWS::Serverless-2016-10-31
            Conditions: {X: !Equals [!Ref AWS::Region, a], N: !Not [!Condition X]}
            Resources:
              Q: {Type: AWS::SQS::Queue, Properties: {QueueName: NAME, VisibilityTimeout: NAME, RedrivePolicy: NAME, FifoQueue: NAME}}
              T: {Type: AWS::SNS::Topic, Properties: {TopicName: NAME, Subscription: NAME}}
              B: {Type: AWS::Events::EventBus, Properties: {Name: NAME}}
              S: {Type: AWS::S3::Bucket, Properties: {BucketName: NAME, NotificationConfiguration: {EventBridgeConfiguration: NAME}}}
              K: {Type: AWS::Kinesis::Stream, Properties: {Name: NAME, ShardCount: NAME}}
              D: {Type: AWS::DynamoDB::Table, Properties: {TableName: NAME, StreamSpecification: NAME}}
              F: {Type: AWS::Lambda::Function, Properties: {FunctionName: NAME, Handler: App, Timeout: NAME, MemorySize: NAME, DeadLetterConfig: NAME}}
              G: {Type: AWS::Serverless::Function, Properties: {FunctionName: NAME, Handler: App, AutoPublishAlias: NAME, EventInvokeConfig: NAME, Events: NAME}}
            """.Replace("NAME", name, StringComparison.Ordinal)).Build();

        Assert.Equal("arn:aws:sqs:us-east-1:123456789012:Q", host.Queue("Q").Arn);
        Assert.Equal("arn:aws:sns:us-east-1:123456789012:T", host.Topic("T").Arn);
        Assert.Equal("arn:aws:events:us-east-1:123456789012:event-bus/B", host.Bus("B").Arn);
        Assert.Equal("arn:aws:s3:::S", host.Bucket("S").Arn);
        Assert.Equal("arn:aws:kinesis:us-east-1:123456789012:stream/K", host.Kinesis("K").Arn);
        Assert.Equal("arn:aws:lambda:us-east-1:123456789012:function:F", host.Function("F").Arn);
        Assert.Equal(FunctionSettings.Latest, host.Function("G").Settings.Qualifier);
    }

    [Theory]
    [InlineData("Or")]
    [InlineData("And")]
    public async Task Sixty_conditions_that_each_use_another_twice_are_worked_out_once_each(string function)
    {
        StringBuilder conditions = new("Conditions:\n  X0: !Equals [!Ref AWS::Region, a]\n");
        for (int i = 1; i <= 60; i++)
        {
            conditions.Append(System.Globalization.CultureInfo.InvariantCulture, $"  X{i}: !{function} [!Condition X{i - 1}, !Condition X{i - 1}]\n");
        }

        await using LambdaTestHost host = Of("  Q: {Type: AWS::SQS::Queue, Condition: X60}", conditions.ToString()).Build();
        Assert.Equal(["P"], host.TemplateNotes.Select(static x => x.LogicalId));
    }

    [Theory]
    [InlineData("!Condition C", "A value is not valid: the condition C refers to itself.")]
    [InlineData("!Or [!Condition D, !Condition D]", "A value is not valid: the condition C refers to itself.")]
    [InlineData("!Condition Nowhere", "A value is not valid: the template has no condition Nowhere.")]
    [InlineData("!Equals [a]", "A value is not valid: the condition C cannot be read: Fn::Equals needs a list of two values.")]
    [InlineData("!Not []", "A value is not valid: the condition C cannot be read: Fn::Not needs a list of one condition.")]
    [InlineData("!And [!Equals [a, a]]", "A value is not valid: the condition C cannot be read: Fn::And needs a list of two to ten conditions.")]
    [InlineData("!Or yes", "A value is not valid: the condition C cannot be read: Fn::Or needs a list of two to ten conditions.")]
    [InlineData("!Not [!Equals [a]]", "A value is not valid: the condition C cannot be read: Fn::Equals needs a list of two values.")]
    public void A_condition_that_decides_nothing_says_why(string condition, string expected) =>
        Assert.Equal(expected, Refusal(Of("  Q: {Type: AWS::SQS::Queue, Condition: C}", $"Conditions:\n  C: {condition}\n  D: !Not [!Condition C]")));

    [Theory]
    [InlineData("!Select [2, [a, b]]", "A value is not valid: Fn::Select asks for item 2 of a list of 2; the first item is 0.")]
    [InlineData("!Select [-1, [a, b]]", "A value is not valid: the index -1 of Fn::Select is not a number from 0.")]
    [InlineData("!Select [0, !ImportValue x]", "A value cannot be told before a deployment: it is imported from another stack.")]
    [InlineData("!Select [0, !Split [',', !ImportValue x]]", "A value cannot be told before a deployment: it is imported from another stack.")]
    [InlineData("!Join [',', !ImportValue x]", "A value cannot be told before a deployment: it is imported from another stack.")]
    [InlineData("!Select", "A value is not valid: Fn::Select needs a list of an index and a list.")]
    [InlineData("!Sub 'a${}b'", "A value is not valid: Fn::Sub has no name between the braces of ${}.")]
    [InlineData("!Sub 'a${ }b'", "A value is not valid: Fn::Sub has no name between the braces of ${}.")]
    [InlineData("!Sub '${Nowhere.Arn}'", "A value is not valid: the template has no Nowhere.")]
    [InlineData("!Transform {Name: M}", "A value cannot be told before a deployment: a macro makes it (Fn::Transform).")]
    [InlineData("!FindInMap [A, b, c]", "A value is not valid: the mapping A has no b.c.")]
    [InlineData("!Split [':', !GetAtt Failed.Arn]", "A value is not valid: Destination is a list, not a string.")]
    [InlineData("[!GetAtt Failed.Arn]", "A value is not valid: Destination is a list, not a string.")]
    [InlineData("{'Fn::GetAtt': [Failed, Arn], Ref: Failed}", "A value is not valid: Destination is a map (Fn::GetAtt, Ref), not a string.")]
    [InlineData("!Sub ['${x}', {x: [a]}]", "A value is not valid: the value is a list, not a string.")]
    [InlineData("!GetAtt Around.QueueName", "A value is not valid: Around.QueueName refers to itself.")]
    [InlineData("'{{resolve:ssm:/failed:1}}'", "A value cannot be told before a deployment: {{resolve:ssm:/failed:1}} is resolved by a deployment only.")]
    [InlineData("!Sub '{{resolve:secretsmanager:${AWS::StackName}:SecretString:arn}}'", "A value cannot be told before a deployment: {{resolve:secretsmanager:test-stack:SecretString:arn}} is resolved by a deployment only.")]
    [InlineData("!Join ['', ['arn:aws:sqs:us-east-1:123456789012:', '{{resolve:ssm-secure:/name}}']]", "A value cannot be told before a deployment: {{resolve:ssm-secure:/name}} is resolved by a deployment only.")]
    [InlineData("\"arn:aws:sqs:us-east-1:123456789012:fail\\n\"", "A value is not valid: \"arn:aws:sqs:us-east-1:123456789012:fail\\n\" has white space in it.")]
    [InlineData("!Sub \"${Failed.Arn}\\n\"", "A value is not valid: \"arn:aws:sqs:us-east-1:123456789012:fail\\n\" has white space in it.")]
    [InlineData("'arn:aws:lambda:us-east-1:123456789012:function:P '", "A value is not valid: \"arn:aws:lambda:us-east-1:123456789012:function:P \" has white space in it.")]
    public void A_value_that_is_not_known_says_why(string destination, string expected)
    {
        string around = destination.Contains("Around", StringComparison.Ordinal) ? "  Around: {Type: AWS::SQS::Queue, Properties: {QueueName: !GetAtt Around.QueueName}}" : "";
        Assert.Contains(expected, Assert.Throws<LambdaTemplateException>(Template(destination, more: around).Build).Notes.Select(static x => x.Message));
    }

    [Fact]
    public void A_text_that_doubles_with_every_step_is_too_long_and_not_said_to_refer_to_itself()
    {
        string text = "x";
        for (int i = 0; i < 14; i++)
        {
            text = $"{{'Fn::Sub': ['${{x}}${{x}}', {{x: {text}}}]}}";
        }

        Assert.StartsWith("A value is more than the host works out: it takes more than 10000 functions", Refusal(Template(text)), StringComparison.Ordinal);
        text = "x";
        for (int i = 0; i < 70; i++)
        {
            text = $"!If [T, {text}, x]";
        }

        Assert.StartsWith("A value is more than the host works out: functions and names lead to each other more than 64 deep", Refusal(Template(text, "Conditions: {T: !Equals [a, a]}")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Nope", "1", 2, "The template has no parameter Nope, which WithParameter gives a value.")]
    [InlineData("stage", "dev", 2, "The template has no parameter stage, which WithParameter gives a value.")]
    [InlineData("Stage", "bogus", 3, "The value \"bogus\" of parameter Stage is refused: it must be one of AllowedValues: dev, prod.")]
    [InlineData("Number", "x", 4, "The value \"x\" of parameter Number is refused: x is not a number.")]
    [InlineData("Number", "3", 4, "The value \"3\" of parameter Number is refused: MaxValue is 2.")]
    [InlineData("Number", "-1", 4, "The value \"-1\" of parameter Number is refused: MinValue is 0.5.")]
    [InlineData("Text", "a", 5, "The value \"a\" of parameter Text is refused: MinLength is 2.")]
    [InlineData("Text", "abcd", 5, "The value \"abcd\" of parameter Text is refused: MaxLength is 3.")]
    [InlineData("Text", "ab1", 5, "The value \"ab1\" of parameter Text is refused: AllowedPattern is [a-z]+.")]
    [InlineData("Text", "abc\n", 5, "The value \"abc\n\" of parameter Text is refused: MaxLength is 3.")]
    [InlineData("List", "a,c", 6, "The value \"a,c\" of parameter List is refused: it must be one of AllowedValues: a, b.")]
    [InlineData("Numbers", "1,x", 7, "The value \"1,x\" of parameter Numbers is refused: x is not a number.")]
    [InlineData("Stage", "dev", 0, null)]
    [InlineData("Number", "1.5", 0, null)]
    [InlineData("Text", "ab", 0, null)]
    [InlineData("List", "b, a", 0, null)]
    [InlineData("Numbers", "1, 2", 0, null)]
    [InlineData("Stored", "anything", 0, null)]
    [InlineData("Java", "anything", 0, null)]
    public void A_value_is_one_that_CloudFormation_takes(string name, string value, int line, string? expected)
    {
        LambdaTestHostBuilder builder = new LambdaTestHostBuilder().WithParameter(name, value).UseTemplateText("""
            # parameters
            Parameters:
              Stage: {Type: String, Default: dev, AllowedValues: [dev, prod]}
              Number: {Type: Number, Default: 1, MinValue: 0.5, MaxValue: 2}
              Text: {Type: String, Default: ab, MinLength: 2, MaxLength: 3, AllowedPattern: '[a-z]+'}
              List: {Type: CommaDelimitedList, Default: 'a, b', AllowedValues: [a, b]}
              Numbers: {Type: List<Number>, Default: '1'}
              Stored: {Type: AWS::SSM::Parameter::Value<String>, Default: /key, AllowedValues: [/key]}
              Java: {Type: String, Default: x, AllowedPattern: '(?<'}
            Resources:
              Q: {Type: AWS::SQS::Queue}
            """);
        if (expected is null)
        {
            Assert.Empty(builder.Build().TemplateNotes);
            return;
        }

        TemplateNote refused = Assert.Single(Assert.Throws<LambdaTemplateException>(builder.AllowNotEmulated().Build).Notes);
        Assert.Equal((line, expected), (refused.Line, refused.Message));
    }

    [Fact]
    public void A_default_outside_of_what_is_allowed_is_refused_and_so_is_a_parameter_without_a_template()
    {
        LambdaTestHostBuilder outside = Of("  Q: {Type: AWS::SQS::Queue}", "Parameters: {Stage: {Type: String, Default: x, AllowedValues: [dev]}}");
        Assert.Equal("The default \"x\" of parameter Stage is refused: it must be one of AllowedValues: dev.", Refusal(outside));
        Assert.NotNull(outside.WithParameter("Stage", "dev").Build());
        Assert.Contains("Stage has a value, but there is no template", Assert.Throws<ArgumentException>(new LambdaTestHostBuilder().WithParameter("Stage", "x").Build).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arn:aws:sqs:us-east-1:123456789012:fail", true)]
    [InlineData("arn:aws:sqs:us-east-1:999999999999:fail", false)]
    [InlineData("arn:aws:sqs:eu-west-1:123456789012:fail", false)]
    [InlineData("arn:aws-cn:sqs:us-east-1:123456789012:fail", false)]
    public async Task Only_an_ARN_of_the_hosts_account_region_and_partition_is_the_templates_queue(string arn, bool isOwn)
    {
        await using LambdaTestHost host = Template($"'{arn}'").Build();
        host.AddFunction("P", Handlers.Throws("no"));
        await host.InvokeAsync("P", "{}");
        await host.RunUntilIdleAsync();

        Assert.Equal(isOwn ? 1 : 0, host.Queue("Failed").MessageCount);
        Assert.Equal(1, host.Queue(isOwn ? "Failed" : arn).MessageCount);
        Assert.Equal(arn, host.Function("P").Settings.OnFailure!.Arn);
    }

    [Theory]
    [InlineData("arn:aws:sns:us-east-1:999999999999:top")]
    [InlineData("arn:aws:events:us-east-1:999999999999:event-bus/bus")]
    [InlineData("arn:aws-cn:s3:::bucket")]
    [InlineData("arn:aws:lambda:us-east-1:999999999999:function:P")]
    [InlineData("arn:aws:lambda:us-east-1:999999999999:function:P:live")]
    public async Task A_target_elsewhere_is_none_of_the_template(string arn)
    {
        await using LambdaTestHost host = Template($"'{arn}'", more: """
              T: {Type: AWS::SNS::Topic, Properties: {TopicName: top}}
              B: {Type: AWS::Events::EventBus, Properties: {Name: bus}}
              S: {Type: AWS::S3::Bucket, Properties: {BucketName: bucket}}
            """).Build();
        Assert.Equal(arn, host.Function("P").Settings.OnFailure!.Arn);
    }

    [Fact]
    public async Task A_function_elsewhere_is_added_by_its_ARN()
    {
        const string Arn = "arn:aws:lambda:us-east-1:999999999999:function:P";
        await using LambdaTestHost host = Template($"'{Arn}'").Build();
        host.AddFunction("P", Handlers.Throws("no"));
        host.AddFunction(Arn, Handlers.Returns("1"));
        await host.InvokeAsync("P", "{}");
        await host.RunUntilIdleAsync();

        Assert.Single(host.Function(Arn).Invocations);
    }

    [Fact]
    public async Task The_hosts_own_ARNs_name_its_resources()
    {
        await using LambdaTestHost host = Template("!GetAtt Failed.Arn").Build();
        Assert.Same(host.Queue("Failed"), host.Queue("arn:aws:sqs:us-east-1:123456789012:fail"));
        Assert.Same(host.Bus("b"), host.Bus("arn:aws:events:us-east-1:123456789012:event-bus/b"));
        Assert.Same(host.Kinesis("s"), host.Kinesis("arn:aws:kinesis:us-east-1:123456789012:stream/s"));
        Assert.Same(host.DynamoDB("t"), host.DynamoDB("arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/2026-01-01T00:00:00.000"));
        Assert.Same(host.Function("P"), host.Function("arn:aws:lambda:us-east-1:123456789012:function:P"));
        Assert.NotSame(host.Queue("Failed"), host.Queue("arn:aws:sqs:us-east-1:999999999999:fail"));
    }

    [Fact]
    public async Task A_function_of_another_account_is_elsewhere_by_a_partial_ARN_too()
    {
        await using LambdaTestHost host = Of("  M: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: '999999999999:function:P', EventSourceArn: !GetAtt Q.Arn}}\n  Q: {Type: AWS::SQS::Queue}").Build();
        host.AddFunction("arn:aws:lambda:us-east-1:999999999999:function:P", Handlers.Returns("1"));
        host.AddFunction("P", Handlers.Returns("1"));
        host.Queue("Q").Send("m");
        await host.RunUntilIdleAsync();

        Assert.Empty(host.Function("P").Invocations);
        Assert.Single(host.Function("arn:aws:lambda:us-east-1:999999999999:function:P").Invocations);
    }

    [Fact]
    public async Task An_event_that_is_no_value_is_absent()
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().UseTemplateText("""
            Transform: AWS::Serverless-2016-10-31
            Conditions: {X: !Equals [a, b]}
            Resources:
              G: {Type: AWS::Serverless::Function, Properties: {Handler: App, Events: {E: !If [X, {Type: Schedule, Properties: {Schedule: rate(1 day)}}, !Ref AWS::NoValue]}}}
            """).Build();
        Assert.DoesNotContain(host.TemplateNotes, static x => x.Message.Contains("not played", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cn-north-1", "arn:aws-cn:sqs:cn-north-1:123456789012:fail")]
    [InlineData("us-gov-west-1", "arn:aws-us-gov:sqs:us-gov-west-1:123456789012:fail")]
    public async Task The_partition_is_that_of_the_region(string region, string arn)
    {
        await using LambdaTestHost host = Template("!GetAtt Failed.Arn").WithRegion(region).Build();
        Assert.Equal(arn, host.Queue("fail").Arn);
        Assert.Same(host.Queue("fail"), host.Function("P").Settings.OnFailure);
    }

    [Theory]
    [InlineData("!GetAtt GEventInvokeConfigOnFailureQueue.Arn", "GEventInvokeConfigOnFailureQueue")]
    [InlineData("!Sub '${ GEventInvokeConfigOnFailureQueue.Arn }'", "GEventInvokeConfigOnFailureQueue")]
    [InlineData("!Sub 'arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:${GEventInvokeConfigOnFailureQueue.QueueName}'", "GEventInvokeConfigOnFailureQueue")]
    [InlineData("!GetAtt G.DestinationQueue.Arn", "GEventInvokeConfigOnFailureQueue")]
    [InlineData("!Ref GAliaslive", "G")]
    [InlineData("!Sub '${GAliaslive}'", "G")]
    [InlineData("!Ref G.Alias", "G")]
    [InlineData("!Ref GEventInvokeConfigOnSuccessTopic", "GEventInvokeConfigOnSuccessTopic")]
    public async Task What_SAM_makes_is_found_by_the_id_that_it_gets(string destination, string name)
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().AllowNotEmulated().UseTemplateText("""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              G: {Type: AWS::Serverless::Function, Properties: {Handler: App, AutoPublishAlias: live, EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: SNS}, OnFailure: {Type: SQS}}}}}
              P: {Type: AWS::Lambda::Function, Properties: {Handler: App}}
              C: {Type: AWS::Lambda::EventInvokeConfig, Properties: {FunctionName: !Ref P, Qualifier: $LATEST, DestinationConfig: {OnFailure: {Destination: DESTINATION}}}}
            """.Replace("DESTINATION", destination, StringComparison.Ordinal)).Build();
        Assert.DoesNotContain(host.TemplateNotes, static x => x.ChangesResults);
        Assert.Equal(name, host.Function("P").Settings.OnFailure!.Name.Split(':')[0]);
    }
}
