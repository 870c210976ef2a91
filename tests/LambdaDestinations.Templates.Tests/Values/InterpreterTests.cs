using System;
using System.Linq;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Tests.Values;

/// <summary>What the intrinsic functions give, with each open part in braces.</summary>
public sealed class InterpreterTests
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Globals: {Function: {AutoPublishAlias: live}}
        Parameters: {Given: {Type: String}}
        Conditions: {Prod: !Equals [!Ref Given, prod]}
        Resources:
          Queue: {Type: AWS::SQS::Queue}
          NamedQueue: {Type: AWS::SQS::Queue, Properties: {QueueName: orders}}
          Topic: {Type: AWS::SNS::Topic}
          NamedTopic: {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub '${Given}-topic'}}
          Function: {Type: AWS::Lambda::Function, Properties: {FunctionName: worker}}
          Sam: {Type: AWS::Serverless::Function}
          Alias: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref Function, Name: beta}}
          OpenAlias: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref Function}}
          LostAlias: {Type: AWS::Lambda::Alias, Properties: {FunctionName: elsewhere, Name: beta}}
          WrongAlias: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref Queue, Name: beta}}
          BareAlias: {Type: AWS::Lambda::Alias}
          Version: {Type: AWS::Lambda::Version, Properties: {FunctionName: !Ref Function}}
          Bus: {Type: AWS::Events::EventBus, Properties: {Name: orders}}
          Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: records}}
          Role: {Type: AWS::IAM::Role, Properties: {RoleName: worker}}
          PathRole: {Type: AWS::IAM::Role, Properties: {Path: /team/}}
          Policy: {Type: AWS::IAM::ManagedPolicy, Properties: {ManagedPolicyName: p, Path: /team/}}
          Key: {Type: AWS::KMS::Key}
          Replica: {Type: AWS::KMS::ReplicaKey}
          KeyAlias: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/a}}
          Table: {Type: AWS::DynamoDB::Table}
          CircleOne: {Type: AWS::SQS::Queue, Properties: {QueueName: !GetAtt CircleTwo.QueueName}}
          CircleTwo: {Type: AWS::SQS::Queue, Properties: {QueueName: !GetAtt CircleOne.QueueName}}
        """;

    [Theory]
    [InlineData("text", "text")]
    [InlineData("12", "12")]
    [InlineData("!Ref AWS::Partition", "{AWS::Partition}")]
    [InlineData("!Ref AWS::Region", "{AWS::Region}")]
    [InlineData("!Ref AWS::AccountId", "{AWS::AccountId}")]
    [InlineData("!Ref AWS::StackName", "{AWS::StackName}")]
    [InlineData("!Ref AWS::StackId", "{AWS::StackId}")]
    [InlineData("!Ref Given", "{Given}")]
    [InlineData("!Ref Queue", "https://sqs.{AWS::Region}.{AWS::URLSuffix}/{AWS::AccountId}/{Queue.QueueName}")]
    [InlineData("!GetAtt Queue.Arn", "arn:{AWS::Partition}:sqs:{AWS::Region}:{AWS::AccountId}:{Queue.QueueName}")]
    [InlineData("!GetAtt Queue.QueueName", "{Queue.QueueName}")]
    [InlineData("!GetAtt Queue.QueueUrl", "https://sqs.{AWS::Region}.{AWS::URLSuffix}/{AWS::AccountId}/{Queue.QueueName}")]
    [InlineData("!GetAtt NamedQueue.Arn", "arn:{AWS::Partition}:sqs:{AWS::Region}:{AWS::AccountId}:orders")]
    [InlineData("!GetAtt NamedQueue.QueueName", "orders")]
    [InlineData("!Ref Topic", "arn:{AWS::Partition}:sns:{AWS::Region}:{AWS::AccountId}:{Topic.TopicName}")]
    [InlineData("!GetAtt Topic.TopicArn", "arn:{AWS::Partition}:sns:{AWS::Region}:{AWS::AccountId}:{Topic.TopicName}")]
    [InlineData("!GetAtt NamedTopic.TopicName", "{Given}-topic")]
    [InlineData("!Ref Function", "worker")]
    [InlineData("!GetAtt Function.Arn", "arn:{AWS::Partition}:lambda:{AWS::Region}:{AWS::AccountId}:function:worker")]
    [InlineData("!Ref Sam", "{Sam.FunctionName}")]
    [InlineData("!GetAtt Sam.Arn", "arn:{AWS::Partition}:lambda:{AWS::Region}:{AWS::AccountId}:function:{Sam.FunctionName}")]
    [InlineData("!Ref Sam.Alias", "arn:{AWS::Partition}:lambda:{AWS::Region}:{AWS::AccountId}:function:{Sam.FunctionName}:live")]
    [InlineData("!GetAtt Sam.Alias", "arn:{AWS::Partition}:lambda:{AWS::Region}:{AWS::AccountId}:function:{Sam.FunctionName}:live")]
    [InlineData("!Ref Sam.Version", "arn:{AWS::Partition}:lambda:{AWS::Region}:{AWS::AccountId}:function:{Sam.FunctionName}:{Sam.Version}")]
    [InlineData("!Ref Sam.Other", "{Sam.Other}")]
    [InlineData("!Ref Function.Alias", "{Function.Alias}")]
    [InlineData("!Ref .Alias", "{.Alias}")]
    [InlineData("!Ref Alias", "arn:{AWS::Partition}:lambda:{AWS::Region}:{AWS::AccountId}:function:worker:beta")]
    [InlineData("!GetAtt Alias.AliasArn", "arn:{AWS::Partition}:lambda:{AWS::Region}:{AWS::AccountId}:function:worker:beta")]
    [InlineData("!GetAtt Alias.FunctionArn", "{Alias.FunctionArn}")]
    [InlineData("!Ref OpenAlias", "arn:{AWS::Partition}:lambda:{AWS::Region}:{AWS::AccountId}:function:worker:{OpenAlias.Name}")]
    [InlineData("!Ref LostAlias", "{LostAlias}")]
    [InlineData("!Ref WrongAlias", "{WrongAlias}")]
    [InlineData("!Ref BareAlias", "{BareAlias}")]
    [InlineData("!Ref Version", "arn:{AWS::Partition}:lambda:{AWS::Region}:{AWS::AccountId}:function:worker:{Version.Version}")]
    [InlineData("!GetAtt Version.FunctionArn", "arn:{AWS::Partition}:lambda:{AWS::Region}:{AWS::AccountId}:function:worker:{Version.Version}")]
    [InlineData("!GetAtt Version.AliasArn", "{Version.AliasArn}")]
    [InlineData("!Ref Bus", "orders")]
    [InlineData("!GetAtt Bus.Arn", "arn:{AWS::Partition}:events:{AWS::Region}:{AWS::AccountId}:event-bus/orders")]
    [InlineData("!GetAtt Bus.Name", "orders")]
    [InlineData("!Ref Bucket", "records")]
    [InlineData("!GetAtt Bucket.Arn", "arn:{AWS::Partition}:s3:::records")]
    [InlineData("!GetAtt Bucket.DomainName", "{Bucket.DomainName}")]
    [InlineData("!Ref Role", "worker")]
    [InlineData("!GetAtt Role.Arn", "arn:{AWS::Partition}:iam::{AWS::AccountId}:role/worker")]
    [InlineData("!GetAtt PathRole.Arn", "arn:{AWS::Partition}:iam::{AWS::AccountId}:role/team/{PathRole.RoleName}")]
    [InlineData("!Ref SamRole", "{SamRole.RoleName}")]
    [InlineData("!Ref FunctionRole", "{FunctionRole}")]
    [InlineData("!Ref Policy", "arn:{AWS::Partition}:iam::{AWS::AccountId}:policy/team/p")]
    [InlineData("!GetAtt Policy.PolicyArn", "arn:{AWS::Partition}:iam::{AWS::AccountId}:policy/team/p")]
    [InlineData("!Ref Key", "{Key.KeyId}")]
    [InlineData("!GetAtt Key.Arn", "arn:{AWS::Partition}:kms:{AWS::Region}:{AWS::AccountId}:key/{Key.KeyId}")]
    [InlineData("!GetAtt Key.KeyId", "{Key.KeyId}")]
    [InlineData("!GetAtt Replica.Arn", "arn:{AWS::Partition}:kms:{AWS::Region}:{AWS::AccountId}:key/{Replica.KeyId}")]
    [InlineData("!GetAtt Replica.KeyId", "{Replica.KeyId}")]
    [InlineData("!Ref KeyAlias", "alias/a")]
    [InlineData("!Ref Table", "{Table.TableName}")]
    [InlineData("!GetAtt Table.Arn", "arn:{AWS::Partition}:dynamodb:{AWS::Region}:{AWS::AccountId}:table/{Table.TableName}")]
    [InlineData("!GetAtt Nowhere.Arn", "{Nowhere.Arn}")]
    [InlineData("!Sub 'a-${Queue.Arn}-${ Given }-${!aws:x}-${Unclosed'", "a-arn:{AWS::Partition}:sqs:{AWS::Region}:{AWS::AccountId}:{Queue.QueueName}-{Given}-{${aws:x}}-${Unclosed")]
    [InlineData("!Sub ['${A}/${B}/${Given}', {A: x, B: !Ref AWS::Region}]", "x/{AWS::Region}/{Given}")]
    [InlineData("!Sub ['${AWS::Region}x']", "{AWS::Region}x")]
    [InlineData("!Sub ['x', y]", "{{\"Fn::Sub\": [\"x\", \"y\"]}}")]
    [InlineData("!Sub ''", "")]
    [InlineData("!Join ['-', [a, !Ref AWS::Region, !Ref AWS::NoValue, b]]", "a-{AWS::Region}-b")]
    [InlineData("!Join ['-', []]", "")]
    [InlineData("!Join ['-', !Ref Given]", "{{\"Fn::Join\": [\"-\", {\"Ref\": \"Given\"}]}}")]
    [InlineData("!Join [!Ref Given, [a]]", "{{\"Fn::Join\": [{\"Ref\": \"Given\"}, [\"a\"]]}}")]
    [InlineData("!If [Prod, a, b]", "a")]
    [InlineData("!If [Other, a, b]", "{{\"Fn::If\": [\"Other\", \"a\", \"b\"]}}")]
    [InlineData("!Join ['-', [!If [Prod, !Ref AWS::NoValue, x], !If [Prod, y, z]]]", "y")]
    [InlineData("!ImportValue x", "{{\"Fn::ImportValue\": \"x\"}}")]
    [InlineData("[a]", "{[\"a\"]}")]
    [InlineData("{a: b, c: d}", "{{\"a\": \"b\", \"c\": \"d\"}}")]
    public void A_value_as_far_as_the_template_shows_it(string value, string expected)
    {
        TemplateValue read = TemplateValue.FromNode(TemplateFile.Parse("X: " + value).Root!)["X"]!;
        Interpreter interpreter = new(ResourceNames.Of(Notations.Model(Template)), ConditionScope.Empty.With("Prod", true));

        Assert.Equal(expected, interpreter.Text(read).ToString());
    }

    [Fact]
    public void A_circle_ends_somewhere()
    {
        Interpreter interpreter = new(ResourceNames.Of(Notations.Model(Template)), ConditionScope.Empty);

        Assert.Equal("{CircleOne.QueueName}", interpreter.Text(TemplateValue.GetAtt("CircleOne", "QueueName")).ToString());
    }

    [Theory]
    [InlineData("text", "text")]
    [InlineData("a${aws:x}b${c", "a{${aws:x}}b${c")]
    [InlineData("${a}${b}", "{${a}}{${b}}")]
    [InlineData("", "")]
    public void Variables_of_policies_are_known_when_the_request_is_made(string text, string expected) => Assert.Equal(expected, PolicyReader.LiteralText(text).ToString());

    [Theory]
    [InlineData("Prod", false, "Other", true, "!Prod,Other")]
    [InlineData("Other", true, "Prod", true, "Other,Prod")]
    public void A_scope_is_named_by_what_it_assumes(string first, bool firstHolds, string second, bool secondHolds, string expected)
    {
        ConditionScope scope = ConditionScope.Empty.With(first, firstHolds).With(second, secondHolds);

        Assert.Equal(expected.Split(',').Order(StringComparer.Ordinal), scope.Key.Split(',').Order(StringComparer.Ordinal));
        Assert.Equal(scope.Key, ConditionScope.Empty.With(second, secondHolds).With(first, firstHolds).Key);
        Assert.Equal(firstHolds ? Truth.Yes : Truth.No, scope[first]);
        Assert.Equal(Truth.Maybe, scope["Third"]);
        Assert.Equal("", ConditionScope.Empty.Key);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("A", "!A|A")]
    [InlineData("A,A,Known", "!A|A")]
    [InlineData("A,B", "!A,!B|!A,B|!B,A|A,B")]
    [InlineData("A,B,C,D,E", "")]
    public void Every_way_in_which_up_to_four_conditions_may_hold(string conditions, string expected)
    {
        ConditionScope known = ConditionScope.Empty.With("Known", true);
        string[] ways = [.. known.Split(conditions.Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(static x => string.Join(',', x.Key.Split(',').Where(static y => y != "Known").Order(StringComparer.Ordinal)))];

        Assert.Equal(expected.Split('|').Order(StringComparer.Ordinal), ways.Order(StringComparer.Ordinal));
        Assert.All(known.Split(conditions.Split(',', StringSplitOptions.RemoveEmptyEntries)), static x => Assert.Equal(Truth.Yes, x["Known"]));
    }

    [Fact]
    public void Four_conditions_are_sixteen_ways() => Assert.Equal(16, ConditionScope.Empty.Split(["A", "B", "C", "D"]).Count);

    [Theory]
    [InlineData("!If [A, x, !If [B, y, {z: !If [C, u, v]}]]", "A,B,C")]
    [InlineData("[!If [A, x, y], {B: c}]", "A")]
    [InlineData("!If [A, x]", "")]
    [InlineData("{'Fn::If': [A, x, y], other: z}", "")]
    public void Conditions_of_a_value(string value, string expected)
    {
        TemplateValue read = TemplateValue.FromNode(TemplateFile.Parse("X: " + value).Root!)["X"]!;
        Assert.Equal(expected, string.Join(',', ConditionScope.MentionedIn(read)));
    }

    [Fact]
    public void Resources_wait_for_what_they_mention_and_for_what_that_mentions()
    {
        TemplateModel template = Notations.Model("""
            Resources:
              A: {Type: AWS::SQS::Queue, DependsOn: B}
              B: {Type: AWS::SQS::Queue, Properties: {QueueName: !GetAtt C.QueueName}}
              C: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub '${D}-x'}}
              D: {Type: AWS::SQS::Queue, DependsOn: [B]}
              E: {Type: AWS::SQS::Queue}
            """);
        DependencyOrder order = new(template);
        bool After(string one, string other) => order.IsAfter(template.Find(one)!, other);

        Assert.True(After("A", "B"));
        Assert.True(After("A", "C"));
        Assert.True(After("A", "D"));
        Assert.True(After("D", "D"));
        Assert.False(After("A", "A"));
        Assert.False(After("A", "E"));
        Assert.False(After("E", "A"));
        Assert.True(order.IsAfter(["E", "C"], "D"));
        Assert.True(order.IsAfter(["X"], "X"));
        Assert.False(order.IsAfter([], "A"));
    }
}
