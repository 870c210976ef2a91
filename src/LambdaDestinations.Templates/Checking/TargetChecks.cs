using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>What a destination or a dead-letter queue of the template points to.</summary>
internal static class TargetChecks
{
    /// <summary>Checks a destination that the template configures.</summary>
    public static IEnumerable<Finding> Check(TemplateModel template, DestinationUse use)
    {
        DestinationTarget target = use.Target;
        Finding At(RuleMessage message) => use.Report(message, target.Span);

        if (BrokenReference(template, target) is { } broken)
        {
            yield return At(broken);
            yield break;
        }

        if (IsForeign(target))
        {
            yield return use.Mapping is { } mapping
                ? At(EventSourceMappingRules.MappingCannotSendTo(mapping.Source.Type, KindOf(target), mapping.Source.IsKafka))
                : At(DeclarationRules.GetsNoRecords(Name(target), KindOf(target)));
            yield break;
        }

        if (target.Type is not { } type)
        {
            yield break;
        }

        if (Declared(use) is { } declared && declared != type)
        {
            yield return At(DeclarationRules.IsOfOtherKind(use.Configured!.Type!.Text!, Name(target), type));
            yield break;
        }

        if (NoArn(target) is { } name)
        {
            yield return At(name);
        }

        if (Fifo(target) is { } fifo)
        {
            yield return At(fifo);
        }

        if (target.Misfit != TargetMisfit.None)
        {
            yield return At(Misfit(target));
        }

        if (use.Mapping is not null)
        {
            if (use.Mapping.Source.HasDestinations && !IsAccepted(use.Mapping, type))
            {
                yield return At(EventSourceMappingRules.MappingCannotSendTo(use.Mapping.Source.Type, new TargetKind(type), use.Mapping.Source.IsKafka));
            }

            yield break;
        }

        if (type == DestinationTargetType.S3 && use.Outcome == DestinationOutcome.Success)
        {
            yield return At(DeclarationRules.BucketGetsFailuresOnly(Name(target)));
        }

        if (type == DestinationTargetType.Kafka)
        {
            yield return At(DeclarationRules.AsynchronousCannotSendToKafka());
        }

        if (target.Function is { } function && function.LogicalId == use.Function?.Function.LogicalId)
        {
            yield return At(DeclarationRules.IsItsOwnDestination(function.LogicalId));
        }
    }

    /// <summary>Checks the dead-letter queue of a function.</summary>
    public static IEnumerable<Finding> Check(TemplateModel template, DeadLetterConfiguration deadLetter)
    {
        foreach (DestinationTarget target in deadLetter.Targets)
        {
            Finding At(RuleMessage message) => new(message, target.Span);

            if (BrokenReference(template, target) is { } broken)
            {
                yield return At(broken);
                continue;
            }

            if (IsForeign(target) || target.Type is not (null or DestinationTargetType.Sqs or DestinationTargetType.Sns))
            {
                yield return At(DeclarationRules.GetsNoDeadLetters(Name(target), KindOf(target)));
                continue;
            }

            if (target.Type is { } type && AwsTargets.FromSamType(deadLetter.Type?.Text, isEvent: false) is { } declared && declared != type)
            {
                yield return At(DeclarationRules.IsOfOtherKind(deadLetter.Type!.Text!, Name(target), type));
                continue;
            }

            if (NoArn(target) is { } name)
            {
                yield return At(name);
            }

            if (target is { IsFifo: true, Type: { } kind })
            {
                yield return At(kind == DestinationTargetType.Sns
                    ? DeclarationRules.IsFifoTopicOfDeadLetters(Name(target))
                    : DeclarationRules.IsFifoQueueOfDeadLetters(Name(target)));
            }

            if (target.Misfit != TargetMisfit.None)
            {
                yield return At(Misfit(target));
            }
        }
    }

    /// <summary>What a target is called in messages.</summary>
    public static string Name(DestinationTarget target) => target.Name ?? target.Text ?? target.Value.ToString();

    private static DestinationTargetType? Declared(DestinationUse use)
    {
        bool isSam = use.Mapping?.Source.IsSamEvent ?? use.Configuration?.IsSam ?? false;
        return isSam ? AwsTargets.FromSamType(use.Configured?.Type?.Text, isEvent: use.Mapping is not null) : null;
    }

    private static bool IsAccepted(MappingConfiguration mapping, DestinationTargetType type) =>
        type is DestinationTargetType.Sqs or DestinationTargetType.Sns or DestinationTargetType.S3 || (type == DestinationTargetType.Kafka && mapping.Source.IsKafka);

    private static RuleMessage? BrokenReference(TemplateModel template, DestinationTarget target) => target switch
    {
        { IsMalformedIf: true } => DeclarationRules.IfLacksValues(),
        { Origin: TargetOrigin.Missing } => DeclarationRules.HasNoResource(target.Name!, NearNames.Nearest(target.Name!, template.Resources.Select(static x => x.LogicalId).Concat(template.Parameters))),
        { Origin: TargetOrigin.Literal or TargetOrigin.Unknown, IsArn: false, Text: { Length: > 0 } text } when text.Any(char.IsWhiteSpace) => DeclarationRules.HasWhiteSpace(TemplateValue.String(text).ToString().Trim('"')),
        { Origin: TargetOrigin.Literal or TargetOrigin.Unknown, IsArn: false, Text: { Length: > 0 } text } => DeclarationRules.NeedsArn(text),
        _ => null,
    };

    /// <summary>Whether the target is surely of a kind that Lambda sends no records to: its own ARN or name, not something that it holds.</summary>
    private static bool IsForeign(DestinationTarget target) => target switch
    {
        { Type: not null } => false,
        { Origin: TargetOrigin.Literal } => target.IsArn == true,
        { Origin: TargetOrigin.Resource, Resource.Type: { } type, Attribute: Reference.OfRef or "Arn" or "StreamArn" } => type is "AWS::Kinesis::Stream" or ResourceTypes.Table or "AWS::DynamoDB::GlobalTable"
            or "AWS::MSK::Cluster" or ResourceTypes.StateMachine or ResourceTypes.ServerlessStateMachine or "AWS::KinesisFirehose::DeliveryStream" or "AWS::Logs::LogGroup" or ResourceTypes.Role or ResourceTypes.Rule,
        _ => false,
    };

    private static TargetKind KindOf(DestinationTarget target) => new(target.Type, target.Resource?.Type, ArnText.Split(target.Text ?? "")?[2]);

    private static RuleMessage? NoArn(DestinationTarget target)
    {
        if (target is not { IsArn: false, Resource: { } resource, Attribute: { } attribute })
        {
            return null;
        }

        return (resource.Type, attribute) switch
        {
            (ResourceTypes.Queue, Reference.OfRef) => DeclarationRules.RefGivesUrl(resource.LogicalId),
            (ResourceTypes.Queue, "QueueUrl") => DeclarationRules.AttributeGivesUrl(resource.LogicalId, attribute),
            (_, Reference.OfRef) => DeclarationRules.RefGivesName(resource.LogicalId),
            _ => DeclarationRules.AttributeGivesNoArn(resource.LogicalId, attribute, AwsTargets.RefIsArn(resource.Type)),
        };
    }

    private static RuleMessage Misfit(DestinationTarget target) => target.Misfit switch
    {
        TargetMisfit.Subscription => DeclarationRules.IsSubscription(Name(target)),
        TargetMisfit.Objects => DeclarationRules.NamesObjects(Name(target)),
        _ => DeclarationRules.IsPartnerBus(Name(target)),
    };

    private static RuleMessage? Fifo(DestinationTarget target) => target.Type switch
    {
        DestinationTargetType.Sqs when target.IsFifo => DeclarationRules.IsFifoQueue(Name(target)),
        DestinationTargetType.Sns when target.IsFifo => DeclarationRules.IsFifoTopic(Name(target)),
        _ => null,
    };
}
