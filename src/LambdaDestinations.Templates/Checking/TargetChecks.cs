using System;
using System.Collections.Generic;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>What a destination or a dead-letter queue of the template points to.</summary>
internal static class TargetChecks
{
    private const string AsyncTargets = "an SQS queue, an SNS topic, a Lambda function, an event bus, or for failures an S3 bucket";

    /// <summary>Checks a destination that the template configures.</summary>
    public static IEnumerable<Finding> Check(DestinationUse use)
    {
        DestinationTarget target = use.Target;
        Finding At(Rule rule, params string[] arguments) => use.Report(rule, target.Span, arguments);

        if (BrokenReference(target, At) is { } broken)
        {
            yield return broken;
            yield break;
        }

        if (IsForeign(target))
        {
            yield return use.Mapping is { } mapping
                ? At(EventSourceMappingRules.UnsupportedTarget, mapping.Source.Type, InWords(target), MappingTargets(mapping))
                : At(DeclarationRules.NoDestinationService, Name(target), InWords(target), "invocation records", AsyncTargets);
            yield break;
        }

        if (target.Type is not { } type)
        {
            yield break;
        }

        if (Declared(use) is { } declared && declared != type)
        {
            yield return At(DeclarationRules.TargetTypeMismatch, use.Configured!.Type!.Text!, Name(target), AwsTargets.InWords(type));
            yield break;
        }

        if (NoArn(target, At) is { } name)
        {
            yield return name;
        }

        if (Fifo(target, At) is { } fifo)
        {
            yield return fifo;
        }

        if (use.Mapping is not null)
        {
            if (use.Mapping.Source.HasDestinations && !IsAccepted(use.Mapping, type))
            {
                yield return At(EventSourceMappingRules.UnsupportedTarget, use.Mapping.Source.Type, AwsTargets.InWords(type), MappingTargets(use.Mapping));
            }

            yield break;
        }

        if (type == DestinationTargetType.S3 && use.Outcome == DestinationOutcome.Success)
        {
            yield return At(DeclarationRules.S3OnSuccess, Name(target));
        }

        if (type == DestinationTargetType.Kafka)
        {
            yield return At(DeclarationRules.KafkaOnAsynchronous);
        }

        if (target.Function is { } function && function.LogicalId == use.Function?.Function.LogicalId)
        {
            yield return At(DeclarationRules.SelfDestination, function.LogicalId);
        }
    }

    /// <summary>Checks the dead-letter queue of a function.</summary>
    public static IEnumerable<Finding> Check(DeadLetterConfiguration deadLetter)
    {
        foreach (DestinationTarget target in deadLetter.Targets)
        {
            Finding At(Rule rule, params string[] arguments) => new(rule, new EquatableArray<string>(arguments), target.Span);

            if (BrokenReference(target, At) is { } broken)
            {
                yield return broken;
                continue;
            }

            if (IsForeign(target) || target.Type is not (null or DestinationTargetType.Sqs or DestinationTargetType.Sns))
            {
                yield return At(DeclarationRules.NoDestinationService, Name(target), InWords(target), "dead letters", "an SQS queue or an SNS topic");
                continue;
            }

            if (target.Type is { } type && Declared(deadLetter.Type?.Text, isEvent: false) is { } declared && declared != type)
            {
                yield return At(DeclarationRules.TargetTypeMismatch, deadLetter.Type!.Text!, Name(target), AwsTargets.InWords(type));
                continue;
            }

            if (NoArn(target, At) is { } name)
            {
                yield return name;
            }

            if (Fifo(target, At) is { } fifo)
            {
                yield return fifo;
            }
        }
    }

    /// <summary>The kind that SAM's <c>Type</c> names; <see langword="null"/> for none or a wrong one.</summary>
    public static DestinationTargetType? Declared(string? type, bool isEvent) => type switch
    {
        "SQS" => DestinationTargetType.Sqs,
        "SNS" => DestinationTargetType.Sns,
        "S3" when isEvent => DestinationTargetType.S3,
        "Kafka" when isEvent => DestinationTargetType.Kafka,
        "S3Bucket" when !isEvent => DestinationTargetType.S3,
        "EventBridge" when !isEvent => DestinationTargetType.EventBridge,
        "Lambda" when !isEvent => DestinationTargetType.Lambda,
        _ => null,
    };

    /// <summary>What a mapping can send to, in words.</summary>
    public static string MappingTargets(MappingConfiguration mapping) =>
        mapping.Source.IsKafka ? "an SQS queue, an SNS topic, an S3 bucket and a Kafka topic" : "an SQS queue, an SNS topic and an S3 bucket";

    /// <summary>What a target is called in messages.</summary>
    public static string Name(DestinationTarget target) => target.Name ?? target.Text ?? target.Value.ToString();

    private static DestinationTargetType? Declared(DestinationUse use)
    {
        bool isSam = use.Mapping?.Source.IsSamEvent ?? use.Configuration?.IsSam ?? false;
        return isSam ? Declared(use.Configured?.Type?.Text, use.Mapping is not null) : null;
    }

    private static bool IsAccepted(MappingConfiguration mapping, DestinationTargetType type) =>
        type is DestinationTargetType.Sqs or DestinationTargetType.Sns or DestinationTargetType.S3 || (type == DestinationTargetType.Kafka && mapping.Source.IsKafka);

    private static Finding? BrokenReference(DestinationTarget target, Func<Rule, string[], Finding> at) => target switch
    {
        { Origin: TargetOrigin.Missing } => at(DeclarationRules.UnknownLogicalId, [target.Name!]),
        { Origin: TargetOrigin.Literal, IsArn: false, Text: { Length: > 0 } text } => at(DeclarationRules.MalformedTarget, [text, "the template needs an ARN here"]),
        _ => null,
    };

    /// <summary>Whether the target is surely of a kind that Lambda sends no records to: its own ARN or name, not something that it holds.</summary>
    private static bool IsForeign(DestinationTarget target) => target switch
    {
        { Type: not null } => false,
        { Origin: TargetOrigin.Literal } => target.IsArn == true,
        { Origin: TargetOrigin.Resource, Resource.Type: { } type, Attribute: Reference.OfRef or "Arn" or "StreamArn" } => type is "AWS::Kinesis::Stream" or "AWS::DynamoDB::Table" or "AWS::DynamoDB::GlobalTable"
            or "AWS::MSK::Cluster" or "AWS::StepFunctions::StateMachine" or "AWS::Serverless::StateMachine" or "AWS::KinesisFirehose::DeliveryStream" or "AWS::Logs::LogGroup" or "AWS::IAM::Role" or ResourceTypes.Rule,
        _ => false,
    };

    private static string InWords(DestinationTarget target) =>
        target.Type is { } type ? AwsTargets.InWords(type)
        : target.Resource is { } resource ? "of type " + resource.Type
        : ArnText.Split(target.Text!) is { } arn ? $"an ARN of service {arn[2]}" : "of another kind";

    private static Finding? NoArn(DestinationTarget target, Func<Rule, string[], Finding> at)
    {
        if (target is not { IsArn: false, Resource: { } resource, Attribute: { } attribute })
        {
            return null;
        }

        string given = (resource.Type, attribute) switch
        {
            (ResourceTypes.Queue, Reference.OfRef or "QueueUrl") => "the queue's URL",
            (_, Reference.OfRef) => "the name",
            _ => "its " + attribute,
        };
        string written = attribute == Reference.OfRef ? $"Ref of '{resource.LogicalId}'" : $"GetAtt '{resource.LogicalId}.{attribute}'";
        return at(DeclarationRules.NoArnAttribute, [written, given, AwsTargets.RefIsArn(resource.Type) ? $"!Ref {resource.LogicalId}" : $"!GetAtt {resource.LogicalId}.Arn"]);
    }

    private static Finding? Fifo(DestinationTarget target, Func<Rule, string[], Finding> at)
    {
        string? kind = target.Type switch
        {
            DestinationTargetType.Sqs => "queue",
            DestinationTargetType.Sns => "topic",
            _ => null,
        };
        if (kind is null)
        {
            return null;
        }

        bool isFifo = target.Resource is { } resource
            ? string.Equals(TemplateNodes.Text(resource.Properties?[kind == "queue" ? "FifoQueue" : "FifoTopic"]), "true", StringComparison.OrdinalIgnoreCase)
            : target.Text?.EndsWith(".fifo", StringComparison.Ordinal) ?? false;
        return isFifo ? at(DeclarationRules.Fifo, [Name(target), kind]) : null;
    }
}
