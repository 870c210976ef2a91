using System.Linq;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Checking;

/// <summary>What reaches the entry point of a consumer, and whether its answers are asked for.</summary>
public sealed class ConsumerChecksTests
{
    private const string Handler = "App::C_Consumer::HandleAsync";

    private const string Resources = """
        Transform: AWS::Serverless-2016-10-31
        Conditions: {A: !Equals [!Ref AWS::Region, b], B: !Equals [!Ref AWS::StackName, d]}
        Resources:
          Q: {Type: AWS::SQS::Queue}
          T: {Type: AWS::SNS::Topic}
          K: {Type: AWS::Kinesis::Stream}
          Other: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::D_Consumer::HandleAsync', Events: {Q: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn}}}}}

        """;

    private const string ToQueue = "  P: {Type: AWS::Serverless::Function, Properties: {EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Q.Arn}}}}}\n";
    private const string FromQueue = "  C: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::C_Consumer::HandleAsync', Events: {Q: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn}}}}}\n";

    [Theory]
    [InlineData(ToQueue + FromQueue, "'P' sends failure records to the queue 'Q', which it reads")]
    [InlineData("  P: {Type: AWS::Serverless::Function, Properties: {DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Q.Arn}}}\n" + FromQueue, "'P' sends dead-letter messages to the queue 'Q', which it reads")]
    [InlineData("  P: {Type: AWS::Serverless::Function, Properties: {Events: {S: {Type: Kinesis, Properties: {Stream: !GetAtt K.Arn, StartingPosition: LATEST, DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Q.Arn}}}}}}}\n" + FromQueue, "'P' sends the records of stream batches to the queue 'Q', which it reads")]
    [InlineData("  P: {Type: AWS::Serverless::Function, Properties: {EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: SQS, Destination: !GetAtt Q.Arn}}}}}\n" + FromQueue, null)]
    [InlineData("  P: {Type: AWS::Serverless::Function, Properties: {EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS}}}}}\n" + FromQueue, null)]
    [InlineData("  P: {Type: AWS::Serverless::Function, Properties: {EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: Lambda, Destination: !GetAtt C.Arn}}}}}\n  C: {Type: AWS::Lambda::Function, Properties: {Handler: 'App::C_Consumer::HandleAsync'}}\n", "'P' sends failure records to 'C', which runs it")]
    [InlineData(ToQueue + "  C: {Type: AWS::Lambda::Function, Properties: {Handler: 'App::C_Consumer::HandleAsync'}}\n  M: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref C, EventSourceArn: !GetAtt Q.Arn}}\n", "'P' sends failure records to the queue 'Q', which it reads")]
    [InlineData(ToQueue + "  C: {Type: AWS::Lambda::Function, Properties: {Handler: 'App::C_Consumer::HandleAsync'}}\n  M: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref C, EventSourceArn: !GetAtt Q.Arn, FilterCriteria: {Filters: []}}}\n", null)]
    public void A_kind_that_is_not_taken_is_found(string functions, string? expected) => Assert.Equal(expected is null ? [] : [expected], Kinds(functions));

    /// <summary>By an event rule that waits for status changes of durable executions, and for nothing else; what it makes of the event nobody knows.</summary>
    [Theory]
    [InlineData("source: [aws.lambda], detail-type: [Durable Execution Status Change]", "", true)]
    [InlineData("source: [aws.lambda], detail-type: [Durable Execution Status Change], detail: {status: [FAILED]}", "", true)]
    [InlineData("source: [aws.lambda], detail-type: [Durable Execution Status Change, Lambda Function Invocation Result - Success]", "", false)]
    [InlineData("source: [aws.lambda]", "", false)]
    [InlineData("source: [aws.lambda], detail-type: [Durable Execution Status Change]", ", InputPath: $.detail.responsePayload", false)]
    [InlineData("source: [aws.lambda], detail-type: [Durable Execution Status Change]", ", InputTransformer: {InputTemplate: '{}'}", false)]
    public void An_event_rule_brings_status_changes(string pattern, string target, bool found)
    {
        string rule = $"  E: {{Type: AWS::Events::Rule, Properties: {{EventPattern: {{{pattern}}}, Targets: [{{Id: q, Arn: !GetAtt Q.Arn{target}}}]}}}}\n";
        Assert.Equal(found ? ["'E' sends status changes of durable executions to the queue 'Q', which it reads"] : [], Kinds(rule + FromQueue));
        Assert.Empty(ConsumerChecks.CheckKinds(Read(rule + FromQueue), Handler, "it", [FlowEdgeKind.StatusChange]));
        Assert.Equal(
            found ? ["'E' sends status changes of durable executions to 'C', which runs it"] : [],
            Kinds(rule.Replace("!GetAtt Q.Arn", "!GetAtt C.Arn", System.StringComparison.Ordinal) + "  C: {Type: AWS::Lambda::Function, Properties: {Handler: 'App::C_Consumer::HandleAsync'}}\n"));
    }

    /// <summary>To a topic that invokes the consumer, or that the consumer's queue is subscribed to.</summary>
    [Theory]
    [InlineData("  C: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::C_Consumer::HandleAsync', Events: {T: {Type: SNS, Properties: {Topic: !Ref T}}}}}\n", true)]
    [InlineData("  C: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::C_Consumer::HandleAsync', Events: {T: {Type: SNS, Properties: {Topic: !Ref T, FilterPolicy: {a: [b]}}}}}}\n", false)]
    [InlineData("  C: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::C_Consumer::HandleAsync', Events: {T: {Type: SNS, Properties: {Topic: !Ref T, 'Fn::Transform': {Name: M}}}}}}\n", false)]
    [InlineData(FromQueue + "  S: {Type: AWS::SNS::Subscription, Properties: {Protocol: sqs, TopicArn: !Ref T, Endpoint: !GetAtt Q.Arn}}\n", true)]
    [InlineData(FromQueue + "  S: {Type: AWS::SNS::Subscription, Properties: {Protocol: sqs, TopicArn: !Ref T, Endpoint: !GetAtt Q.Arn, FilterPolicy: {a: [b]}}}\n", false)]
    [InlineData(FromQueue, false)]
    public void A_topic_passes_on_what_it_gets(string functions, bool found) => Assert.Equal(
        found ? ["'P' sends failure records to the topic 'T', which invokes it"] : [],
        Kinds("  P: {Type: AWS::Serverless::Function, Properties: {EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SNS, Destination: !Ref T}}}}}\n" + functions));

    /// <summary>Sent and read under conditions: certain where the one is never there without the other.</summary>
    [Theory]
    [InlineData("", "", true)]
    [InlineData("A", "", true)]
    [InlineData("", "A", true)]
    [InlineData("A", "A", true)]
    [InlineData("A", "B", false)]
    public void Conditions_that_have_nothing_to_do_with_each_other_are_not_trusted(string sent, string read, bool found)
    {
        string functions = (sent.Length == 0 ? ToQueue : ToQueue.Replace("P: {", $"P: {{Condition: {sent}, ", System.StringComparison.Ordinal))
            + (read.Length == 0 ? FromQueue : FromQueue.Replace("C: {", $"C: {{Condition: {read}, ", System.StringComparison.Ordinal));
        Assert.Equal(found ? 1 : 0, Kinds(functions).Length);
    }

    /// <summary>A queue that is read where the destination is not set.</summary>
    [Fact]
    public void Conditions_that_exclude_each_other_are_seen() => Assert.Empty(Kinds(
        ToQueue.Replace("OnFailure: {Type: SQS, Destination: !GetAtt Q.Arn}", "OnFailure: !If [A, {Type: SQS, Destination: !GetAtt Q.Arn}, !Ref AWS::NoValue]", System.StringComparison.Ordinal)
        + FromQueue.Replace("Events: {Q: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn}}}", "Events: {Q: {Type: SQS, Properties: {Queue: !If [A, !Ref X, !GetAtt Q.Arn]}}}", System.StringComparison.Ordinal)));

    /// <summary>What several kinds are called, in their order.</summary>
    [Fact]
    public void What_is_taken_is_named()
    {
        Finding found = Assert.Single(ConsumerChecks.CheckKinds(Read(ToQueue + FromQueue), Handler, "it", [FlowEdgeKind.DeadLetter, FlowEdgeKind.OnSuccess, FlowEdgeKind.MappingOnFailure]));
        Assert.Same(ContractRules.KindNotTaken, found.Rule);
        Assert.StartsWith("'it' takes success records and the records of stream batches and dead-letter messages only, but 'P' sends failure records to the queue 'Q', which it reads; ", found.Message, System.StringComparison.Ordinal);
        Assert.Empty(ConsumerChecks.CheckKinds(Read(ToQueue + FromQueue), Handler, "it", [FlowEdgeKind.OnFailure]));
        Assert.Empty(ConsumerChecks.CheckKinds(Read(ToQueue + FromQueue), "App::E_Consumer::HandleAsync", "it", [FlowEdgeKind.OnSuccess]));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(", FunctionResponseTypes: []", true)]
    [InlineData(", FunctionResponseTypes: null", true)]
    [InlineData(", FunctionResponseTypes: [ReportBatchItemFailures]", false)]
    [InlineData(", FunctionResponseTypes: !Ref X", false)]
    [InlineData(", FunctionResponseTypes: [!Ref X]", false)]
    [InlineData(", 'Fn::Transform': {Name: M}", false)]
    public void An_answer_that_nobody_asks_for_is_found(string more, bool found)
    {
        TemplateModel template = Read(FromQueue.Replace("Q.Arn}", $"Q.Arn{more}}}", System.StringComparison.Ordinal));
        Finding[] findings = [.. ConsumerChecks.CheckResponses(template, Handler, "it", [])];
        Assert.Equal(found ? [ContractRules.FailuresAreDeleted("it", "Q")] : [], findings.Select(static x => x.Said));
    }

    [Theory]
    [InlineData(FromQueue, true)]
    [InlineData("  C: {Type: AWS::Lambda::Function, Properties: {Handler: 'App::C_Consumer::HandleAsync'}}\n  Q2: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref C, EventSourceArn: !GetAtt K.Arn}}\n", true)]
    [InlineData("  C: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::C_Consumer::HandleAsync', Events: {T: {Type: SNS, Properties: {Topic: !Ref T}}}}}\n", false)]
    [InlineData("  C: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::C_Consumer::HandleAsync'}}\n", false)]
    public void A_result_that_nobody_reads_is_found(string functions, bool found)
    {
        Finding[] findings = [.. ConsumerChecks.CheckResults(Read(functions), Handler, "it")];
        Assert.Equal(found ? [ContractRules.ResultOfBatch] : [], findings.Select(static x => x.Rule));
    }

    private static string[] Kinds(string functions) =>
        [.. ConsumerChecks.CheckKinds(Read(functions), Handler, "it", [FlowEdgeKind.OnSuccess]).Select(static x => x.Message.Split(", but ")[1].Split(';')[0])];

    private static TemplateModel Read(string functions) => TemplateModel.Read(TemplateFile.Parse(Resources + functions));
}
