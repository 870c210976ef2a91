using System.Collections.Generic;

namespace LambdaDestinations.Shared.Tests;

/// <summary>One reference, the ARN of a queue of the template, in every spelling that CloudFormation takes for it.</summary>
internal static class Spellings
{
    /// <summary>What the spellings name, below which a function or a setting is to stand.</summary>
    internal const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Conditions: {Prod: !Equals [!Ref AWS::Region, eu-west-1]}
        Mappings: {Names: {Queue: {Name: orders, Index: '1', Nothing: ''}}}
        Resources:
          Orders: {Type: AWS::SQS::Queue, Properties: {QueueName: orders}}

        """;

    /// <summary>Spellings that mention the queue, so that what holds them waits for it.</summary>
    internal static readonly string[] Mentioning =
    [
        "!GetAtt Orders.Arn",
        "!GetAtt [Orders, Arn]",
        "!GetAtt 'Orders.Arn'",
        "{'Fn::GetAtt': Orders.Arn}",
        "{'Fn::GetAtt': [Orders, Arn]}",
        "!Sub '${Orders.Arn}'",
        "!Sub \"${Orders.Arn}\"",
        "!Sub '${ Orders.Arn }'",
        "{'Fn::Sub': '${Orders.Arn}'}",
        "{'Fn::Sub': ['${ Orders.Arn }', {}]}",
        "!Sub ['${Orders.Arn}', {Other: x}]",
        "!Sub ['${Q}', {Q: !GetAtt Orders.Arn}]",
        "!Sub ['${ Q }', {Q: !Sub '${Orders.Arn}'}]",
        "!Sub ['${Orders.Arn}${Empty}', {Empty: ''}]",
        "!Join ['', [!GetAtt Orders.Arn]]",
        "{'Fn::Join': ['', [{'Fn::GetAtt': [Orders, Arn]}]]}",
        "!Join ['', [!Ref 'AWS::NoValue', !GetAtt Orders.Arn]]",
        "!Join [!FindInMap [Names, Queue, Nothing], [!GetAtt Orders.Arn]]",
        "!Join [':', !Split [':', !GetAtt Orders.Arn]]",
        "!Join [':', [arn, !Ref 'AWS::Partition', sqs, !Ref 'AWS::Region', !Ref 'AWS::AccountId', !GetAtt Orders.QueueName]]",
        "!Join ['', ['arn:', !Ref 'AWS::Partition', ':sqs:', !Ref 'AWS::Region', ':', !Ref 'AWS::AccountId', ':', !GetAtt Orders.QueueName]]",
        "!Join ['', ['arn:', !Sub '${AWS::Partition}:sqs:${AWS::Region}', !Sub ':${AWS::AccountId}:${Orders.QueueName}']]",
        "!Sub 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${Orders.QueueName}'",
        "!Sub ['arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${Name}', {Name: !GetAtt Orders.QueueName}]",
        "!Select [0, [!GetAtt Orders.Arn, other]]",
        "!Select ['1', [x, !GetAtt Orders.Arn]]",
        "!Select [!FindInMap [Names, Queue, Index], [x, !GetAtt Orders.Arn]]",
        "!Select [1, !Split ['|', !Sub 'x|${Orders.Arn}']]",
        "!Select [0, !Split ['|', !Join ['|', [!GetAtt Orders.Arn, x]]]]",
        "{'Fn::Select': [0, {'Fn::Split': ['|', {'Fn::Sub': '${Orders.Arn}|x'}]}]}",
        "!If [Prod, !GetAtt Orders.Arn, !GetAtt Orders.Arn]",
        "!If [Prod, !Sub '${Orders.Arn}', !Join ['', [!GetAtt Orders.Arn]]]",
        "{'Fn::If': [Prod, {'Fn::GetAtt': [Orders, Arn]}, {'Fn::Sub': '${ Orders.Arn }'}]}",
        "!Join ['', [!If [Prod, !GetAtt Orders.Arn, !Sub '${Orders.Arn}']]]",
        "!Sub ['${Q}', {Q: !If [Prod, !GetAtt Orders.Arn, !GetAtt Orders.Arn]}]",
    ];

    /// <summary>Spellings by the queue's name, which CloudFormation does not see as references.</summary>
    internal static readonly string[] ByName =
    [
        "!Sub 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:orders'",
        "!Join [':', [arn, !Ref 'AWS::Partition', sqs, !Ref 'AWS::Region', !Ref 'AWS::AccountId', orders]]",
        "!Join [':', [!Sub 'arn:${AWS::Partition}:sqs', !Ref 'AWS::Region', !Sub '${AWS::AccountId}:orders']]",
        "!Join [':', !Split ['/', !Sub 'arn/${AWS::Partition}/sqs/${AWS::Region}/${AWS::AccountId}/orders']]",
        "!Join ['', [!Sub 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:', !FindInMap [Names, Queue, Name]]]",
        "!Sub ['arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${Name}', {Name: orders}]",
        "!Sub ['arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${Name}', {Name: !FindInMap [Names, Queue, Name]}]",
        "!Sub ['${Begin}:${AWS::AccountId}:${End}', {Begin: !Sub 'arn:${AWS::Partition}:sqs:${AWS::Region}', End: orders}]",
    ];

    /// <summary>Spellings that are the queue only where the stack is in that partition or region, which a policy must not take for granted.</summary>
    internal static readonly string[] OfOneRegion =
    [
        "!Sub 'arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:orders'",
        "!Sub 'arn:${AWS::Partition}:sqs:eu-west-1:${AWS::AccountId}:orders'",
    ];

    /// <summary>All of them.</summary>
    internal static IEnumerable<string> All => [.. Mentioning, .. ByName, .. OfOneRegion];
}
