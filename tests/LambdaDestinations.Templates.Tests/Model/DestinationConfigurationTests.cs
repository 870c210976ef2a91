using System;
using System.IO;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Model;

public sealed class DestinationConfigurationTests
{
    [Theory]
    [MemberData(nameof(Notations.Both), MemberType = typeof(Notations))]
    public void Globals_and_function_are_merged_deeply(bool asJson)
    {
        TemplateModel template = Notations.Model(File.ReadAllText(Path.Combine(Corpus.Root, "templates", "sam-globals.yaml")), asJson);
        AsyncConfiguration first = DestinationConfiguration.Of(template).Functions[0].Async.Single();
        AsyncConfiguration second = DestinationConfiguration.Of(template).Functions[1].Async.Single();

        Assert.Equal([1L], first.MaximumRetryAttempts.Select(static x => x.Number!.Value));
        Assert.Null(first.Node);
        Assert.Equal([0L], second.MaximumRetryAttempts.Select(static x => x.Number!.Value));
        Assert.Equal([3600L], second.MaximumEventAgeInSeconds.Select(static x => x.Number!.Value));
        Assert.Equal(["Success DoneTopic Sns True", "Failure FailedQueue Sqs True"], second.Destinations.Select(Describe));
        Assert.Equal("$LATEST", second.Qualifier);
    }

    [Theory]
    [MemberData(nameof(Notations.Both), MemberType = typeof(Notations))]
    public void Each_branch_of_If_is_a_target_with_its_conditions(bool asJson)
    {
        TemplateModel template = Notations.Model(File.ReadAllText(Path.Combine(Corpus.Root, "templates", "sam-async-conditional.yaml")), asJson);
        ConfiguredDestination destination = DestinationConfiguration.Of(template).Functions.Single().Async.Single().Destinations.Single();

        Assert.Equal(
            ["CreatedBySam MakeQueue", "Parameter not MakeQueue"],
            destination.Targets.Select(static x => $"{x.Origin} {x.Conditions}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("!GetAtt Queue.Arn", "Resource Queue Sqs True")]
    [InlineData("{'Fn::GetAtt': [Queue, Arn]}", "Resource Queue Sqs True")]
    [InlineData("{'Fn::GetAtt': Queue.Arn}", "Resource Queue Sqs True")]
    [InlineData("!Sub '${Queue.Arn}'", "Resource Queue Sqs True")]
    [InlineData("{'Fn::Sub': '${Queue.Arn}'}", "Resource Queue Sqs True")]
    [InlineData("!Sub ['${Q}', {Q: !GetAtt Queue.Arn}]", "Resource Queue Sqs True")]
    [InlineData("!Join ['', [!GetAtt Queue.Arn]]", "Resource Queue Sqs True")]
    [InlineData("!Ref Queue", "Resource Queue Sqs False")]
    [InlineData("!GetAtt Queue.QueueName", "Resource Queue Sqs False")]
    [InlineData("!Ref Topic", "Resource Topic Sns True")]
    [InlineData("!Ref Alias", "Resource Alias Lambda True Worker@live")]
    [InlineData("!Ref Worker.Alias", "Resource Worker Lambda True Worker")]
    [InlineData("!Sub '${Worker.Arn}:live'", "Resource Worker Lambda True Worker@live")]
    [InlineData("!Sub 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:worker:live'", "Resource Worker Lambda True Worker@live")]
    [InlineData("!Join [':', [arn, !Ref AWS::Partition, sqs, !Ref AWS::Region, !Ref AWS::AccountId, !GetAtt Queue.QueueName]]", "Resource Queue Sqs True")]
    [InlineData("!Sub 'arn:aws:s3:::${Bucket}'", "Resource Bucket S3 True")]
    [InlineData("arn:aws:sqs:eu-west-1:123456789012:queue", "Literal  Sqs True")]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:function:worker", "Literal  Lambda True")]
    [InlineData("kafka://failed", "Literal  Kafka True")]
    [InlineData("queue", "Literal   False")]
    [InlineData("!Ref Given", "Parameter Given  ")]
    [InlineData("!Ref Nowhere", "Missing Nowhere  ")]
    [InlineData("!ImportValue Queue", "Unknown   ")]
    [InlineData("!FindInMap [A, B, C]", "Unknown   ")]
    [InlineData("!GetAtt Nested.Outputs.QueueArn", "Unknown Nested  ")]
    [InlineData("!GetAtt Custom.Arn", "Unknown Custom  ")]
    [InlineData("'{{resolve:ssm:/queue}}'", "Unknown   ")]
    [InlineData("!Sub '${Given}-queue'", "Unknown   ")]
    public void A_target_is_found_in_every_spelling(string value, string expected)
    {
        foreach (bool asJson in new[] { false, true })
        {
            TemplateModel template = Notations.Model(Notations.Sam + """
                Parameters: {Given: {Type: String}}
                Resources:
                  Queue: {Type: AWS::SQS::Queue}
                  Topic: {Type: AWS::SNS::Topic}
                  Bucket: {Type: AWS::S3::Bucket}
                  Nested: {Type: AWS::CloudFormation::Stack}
                  Custom: {Type: 'Custom::Queue'}
                  Worker: {Type: AWS::Serverless::Function, Properties: {FunctionName: worker}}
                  Alias: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref Worker, Name: live}}
                  Other:
                    Type: AWS::Serverless::Function
                    Properties:
                      EventInvokeConfig:
                        DestinationConfig:
                          OnFailure: {Type: SQS, Destination: VALUE}
                """.Replace("VALUE", value, StringComparison.Ordinal), asJson);
            DestinationTarget target = DestinationConfiguration.Of(template).Functions[1].Async.Single().Destinations.Single().Targets.Single();
            string function = target.Function is null ? "" : $" {target.Function.LogicalId}{(target.Qualifier is null ? "" : "@" + target.Qualifier)}";
            Assert.Equal(expected, $"{target.Origin} {target.Name} {target.Type} {target.IsArn}{function}");
        }
    }

    [Fact]
    public void A_config_of_CloudFormation_is_found_by_every_form_of_the_functions_name()
    {
        string[] names = ["!Ref Worker", "!GetAtt Worker.Arn", "worker", "!Sub 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:worker'", "!Ref Alias"];
        string configs = string.Concat(names.Select((x, i) => $"\n  C{i}: {{Type: AWS::Lambda::EventInvokeConfig, Properties: {{FunctionName: {x}, Qualifier: '{i}', MaximumRetryAttempts: 0}}}}"));
        TemplateModel template = Notations.Model("""
            Resources:
              Worker: {Type: AWS::Lambda::Function, Properties: {FunctionName: worker}}
              Alias: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref Worker, Name: live}}
              Elsewhere: {Type: AWS::Lambda::EventInvokeConfig, Properties: {FunctionName: other, Qualifier: $LATEST, MaximumRetryAttempts: 0}}
            """ + configs);

        Assert.Equal(["0", "1", "2", "3", "4"], DestinationConfiguration.Of(template).Functions.Single().Async.Select(static x => x.Qualifier!));
        Assert.Equal("Elsewhere", DestinationConfiguration.Of(template).UnattachedAsync.Single().Owner.LogicalId);
        Assert.Equal("live", DestinationConfiguration.Of(template).Functions.Single().Aliases.Single().Name);
    }

    [Theory]
    [InlineData("DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Queue.Arn}", true)]
    [InlineData("DeadLetterConfig: {TargetArn: !GetAtt Queue.Arn}", false)]
    public void Dead_letter_queues_of_both_kinds_are_read(string property, bool isSam)
    {
        TemplateModel template = Notations.Model((isSam ? Notations.Sam : "") + """
            Resources:
              Queue: {Type: AWS::SQS::Queue}
              Worker: {Type: TYPE, Properties: {PROPERTY}}
            """.Replace("TYPE", isSam ? ResourceTypes.ServerlessFunction : ResourceTypes.Function, StringComparison.Ordinal).Replace("PROPERTY", property, StringComparison.Ordinal));
        DeadLetterConfiguration queue = DestinationConfiguration.Of(template).Functions.Single().DeadLetters.Single();

        Assert.Equal("Queue", queue.Targets.Single().Resource!.LogicalId);
        Assert.Equal(isSam ? "SQS" : null, queue.Type?.Text);
    }

    [Fact]
    public void Spans_point_at_keys_and_values()
    {
        string text = File.ReadAllText(Path.Combine(Corpus.Root, "templates", "cfn-esm-kinesis-sqs.yaml"));
        MappingConfiguration mapping = DestinationConfiguration.Of(Notations.Model(text)).Functions.Single().Mappings.Single();
        string At(SourceSpan span) => text.Substring(span.Start, span.Length);

        Assert.Equal("WorkerSource", At(mapping.Span));
        Assert.Equal("OnFailure", At(mapping.Destinations.Single().Span));
        Assert.Equal("!GetAtt FailedQueue.Arn", At(mapping.Destinations.Single().Targets.Single().Span));
        Assert.Equal("3600", At(mapping.Setting("MaximumRecordAgeInSeconds").Single().Span));
        Assert.True(mapping.Setting("BisectBatchOnFunctionError").Single().Boolean);
        Assert.Equal("Kinesis", mapping.Source.Type);
    }

    private static string Describe(ConfiguredDestination destination)
    {
        DestinationTarget target = destination.Targets.Single();
        return $"{destination.Outcome} {target.Name} {target.Type} {target.IsArn}";
    }
}
