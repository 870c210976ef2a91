using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Patterns;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Manifest;

/// <summary>What can be said of a handler's attributes without any template.</summary>
internal static class DeclarationChecks
{
    /// <summary>Checks one handler.</summary>
    public static IEnumerable<Finding> Check(HandlerModel handler)
    {
        Finding At(RuleMessage message, int index, FindingData? data = null) =>
            new(message, null, new AttributeAnchor(handler.Function.TypeName, handler.Function.MethodName, index)) { Data = data };

        foreach (Finding finding in CheckAsynchronous(handler, (message, data) => At(message, -1, data)))
        {
            yield return finding;
        }

        foreach (Finding finding in handler.Delivery is { } delivery ? CheckDelivery(delivery, (message, data) => At(message, -1, data)) : [])
        {
            yield return finding;
        }

        foreach (Finding finding in handler.DeadLetter is { } deadLetter ? CheckDeadLetter(deadLetter, (message, data) => At(message, -1, data)) : [])
        {
            yield return finding;
        }

        foreach (Finding finding in handler.Sources.Select(x => CheckSource(handler, x)).OfType<RuleMessage>().Select(x => At(x, -1)))
        {
            yield return finding;
        }

        foreach (Finding finding in handler.Mappings.SelectMany((x, i) => CheckMapping(handler, x, AnchorOf(handler, i))))
        {
            yield return finding;
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < handler.Destinations.Count; i++)
        {
            DestinationModel destination = handler.Destinations[i];
            if (!seen.Add($"{destination.Outcome}/{destination.EventSource}"))
            {
                yield return At(DeclarationRules.HasDestinationAlready(destination.Outcome, destination.EventSource), i);
            }

            if (!Enum.IsDefined(typeof(DestinationTargetType), destination.TargetType))
            {
                yield return At(DeclarationRules.IsNoType(destination.TargetType), i);
                continue;
            }

            if (destination is { Outcome: DestinationOutcome.Success, TargetType: DestinationTargetType.S3 })
            {
                yield return At(DeclarationRules.BucketGetsFailuresOnly(destination.Target), i);
            }

            if (destination is { Outcome: DestinationOutcome.Success, TargetType: DestinationTargetType.Kafka })
            {
                yield return At(DeclarationRules.AsynchronousCannotSendToKafka(), i);
            }

            if (destination.Statuses is { } statuses && (statuses == DurableStatuses.None || (statuses & ~DurableFacts.Failures) != 0))
            {
                yield return At(DeclarationRules.AreNoFailures(), i);
            }

            foreach (Finding finding in CheckTarget(destination, (message, data) => At(message, i, data)))
            {
                yield return finding;
            }

            if (destination.MaximumRetryAttempts is { } ofMapping and (< Limits.Unlimited or > Limits.MaximumRetryAttemptsOfMapping))
            {
                yield return At(DeclarationRules.RetriesOutOfRange(ofMapping, Limits.Unlimited, Limits.MaximumRetryAttemptsOfMapping), i, Nearest(ofMapping, Limits.Unlimited, Limits.MaximumRetryAttemptsOfMapping));
            }

            if (destination.MaximumRecordAgeInSeconds is { } recordAge && recordAge is not (Limits.Unlimited or (>= Limits.MinimumRecordAge and <= Limits.MaximumRecordAge)))
            {
                yield return At(DeclarationRules.RecordAgeOutOfRange(recordAge), i, Nearest(recordAge, Limits.MinimumRecordAge, Limits.MaximumRecordAge));
            }
        }
    }

    /// <summary>What is wrong with a dead-letter queue, as far as the attribute tells: it declares no type.</summary>
    private static IEnumerable<Finding> CheckDeadLetter(string target, Func<RuleMessage, FindingData?, Finding> at) =>
        AwsTargets.IsArn(target) && AwsTargets.FromArn(target) is not (DestinationTargetType.Sqs or DestinationTargetType.Sns)
            ? [at(DeclarationRules.IsNoDeadLetterArn(target), null)]
            : CheckTarget(OfDeadLetter(target), at);

    /// <summary>The attribute of a mapping's settings.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="index">Which of its attributes.</param>
    internal static AttributeAnchor AnchorOf(HandlerModel handler, int index) =>
        new(handler.Function.TypeName, handler.Function.MethodName, -1) { Mapping = index };

    private static IEnumerable<Finding> CheckMapping(HandlerModel handler, MappingModel mapping, AttributeAnchor anchor)
    {
        if (mapping.Settings.Count == 0)
        {
            yield return new Finding(EventSourceMappingRules.SetsNoSetting(NameOf(handler)), null, anchor);
        }

        foreach (MappingSetting setting in mapping.Settings)
        {
            Finding At(RuleMessage message, FindingData? data = null) => new(message, null, anchor with { Argument = setting.Name }) { Data = data };
            if (setting.Facts is { Kind: MappingValueKind.Number } facts && !facts.Accepts(setting.Number, null))
            {
                yield return At(OutOfRange(facts, setting.Number, null), new FindingData.AllowedNumber(facts.Nearest(setting.Number, null)));
            }

            foreach (string pattern in setting.Patterns)
            {
                TemplateDocument document = TemplateParser.Parse(pattern, TemplateFormat.Json);
                if (pattern.Length > MappingFacts.LongestPattern)
                {
                    yield return At(EventSourceMappingRules.PatternIsTooLong(pattern.Length));
                }
                else if (document.Errors.Count > 0 || document.Root is not MappingNode map)
                {
                    yield return At(EventSourceMappingRules.IsNoPatternOfAttribute(pattern));
                }
                else if (map.Entries.Count > 0 && new PatternSyntax(isJson: true).FindFault(map) is { } fault)
                {
                    yield return At(EventSourceMappingRules.PatternHasFault(fault.Member, fault.Reason));
                }
            }
        }

        if (mapping.Number(MappingFacts.MinimumPollers) is { } minimum && mapping.Number(MappingFacts.MaximumPollers) is { } maximum && minimum > maximum)
        {
            yield return new Finding(EventSourceMappingRules.MinimumIsAboveMaximum(minimum, maximum), null, anchor with { Argument = MappingFacts.MinimumPollers });
        }
    }

    /// <summary>What is told of a setting of a mapping that is out of range.</summary>
    /// <param name="facts">The setting.</param>
    /// <param name="value">Its value.</param>
    /// <param name="sourceType">SAM's event type; <see langword="null"/> when it is not known.</param>
    internal static RuleMessage OutOfRange(MappingFacts facts, long value, string? sourceType) => facts.Name switch
    {
        MappingFacts.Retries => DeclarationRules.RetriesOutOfRange(value, facts.Least, facts.Greatest),
        MappingFacts.RecordAge => DeclarationRules.RecordAgeOutOfRange(value),
        _ => EventSourceMappingRules.IsOutOfRange(facts.Name, value, facts.LeastOf(sourceType), facts.Greatest),
    };

    /// <summary>What is wrong with the source of a consumer; <see langword="null"/> when nothing is, as far as attributes tell.</summary>
    private static RuleMessage? CheckSource(HandlerModel handler, SourceModel source)
    {
        if (source.From is { } from)
        {
            bool isName = from.StartsWith("@", StringComparison.Ordinal)
                ? IsLogicalId(from.Substring(1))
                : AwsTargets.IsArn(from) && AwsTargets.FromArn(from) is not (null or DestinationTargetType.Lambda);
            return isName ? null : SourceRules.IsNoName(from);
        }

        DestinationModel[] sent = [.. source.Producer.Destinations.Where(source.MayGet)];
        string producer = NameOf(source.Producer);
        return source.Record == SentRecord.DeadLetter ? null
            : sent.Length == 0 ? SourceRules.HasNoDestination(producer, NameOf(handler))
            : Array.TrueForAll(sent, static x => x.TargetType == DestinationTargetType.Lambda) ? SourceRules.IsInvoked(producer, NameOf(handler))
            : null;
    }

    private static string NameOf(HandlerModel handler)
    {
        string type = handler.Function.TypeName;
        return $"{type.Substring(type.LastIndexOf('.') + 1)}.{handler.Function.MethodName}";
    }

    /// <param name="destination">The destination.</param>
    /// <param name="at">Makes the finding of a message and of what is known for a correction.</param>
    private static IEnumerable<Finding> CheckTarget(DestinationModel destination, Func<RuleMessage, FindingData?, Finding> at)
    {
        if (destination.TargetFunction is not null)
        {
            yield break;
        }

        if (destination.Target is not { } target)
        {
            if (AwsTargets.CreatedResourceType(destination.TargetType) is null)
            {
                yield return at(DeclarationRules.NeedsTarget(destination.TargetType), null);
            }

            yield break;
        }

        if (target.StartsWith("@", StringComparison.Ordinal))
        {
            if (!IsLogicalId(target.Substring(1)))
            {
                yield return at(DeclarationRules.IsNoLogicalId(target), null);
            }

            yield break;
        }

        if (destination.TargetType == DestinationTargetType.Kafka)
        {
            if (!target.StartsWith("kafka://", StringComparison.Ordinal) || target.Length == "kafka://".Length)
            {
                yield return at(DeclarationRules.IsNoKafkaTopic(target), new FindingData.WrittenName(target));
            }

            yield break;
        }

        if (!AwsTargets.IsArn(target))
        {
            yield return at(DeclarationRules.IsNoReference(target), new FindingData.WrittenName(target));
        }
        else if (AwsTargets.FromArn(target) is var type && type != destination.TargetType)
        {
            yield return type is { } actual
                ? at(DeclarationRules.IsOfOtherKind(destination.TargetType, target, actual), new FindingData.ActualType(actual))
                : at(DeclarationRules.IsNoPossibleKind(destination.TargetType, target), null);
        }
        else if (type is DestinationTargetType.Sqs or DestinationTargetType.Sns && target.EndsWith(".fifo", StringComparison.Ordinal))
        {
            yield return at(type == DestinationTargetType.Sqs ? DeclarationRules.IsFifoQueue(target) : DeclarationRules.IsFifoTopic(target), null);
        }
    }

    private static IEnumerable<Finding> CheckAsynchronous(HandlerModel handler, Func<RuleMessage, FindingData?, Finding> at)
    {
        if (handler.MaximumRetryAttempts is { } attempts and (< 0 or > 2))
        {
            // No more than run within the age, or what is written instead is the next finding.
            int? within = handler.MaximumEventAgeInSeconds is { } limit ? Limits.RetriesWithin(Limits.NearestEventAge(limit)) : null;
            yield return at(DeclarationRules.RetriesOutOfRange(attempts, 0, 2), Nearest(attempts, 0, within ?? Limits.MaximumRetryAttempts));
        }

        if (handler.MaximumEventAgeInSeconds is { } age)
        {
            if (age is < Limits.MinimumEventAge or > Limits.MaximumEventAge)
            {
                int nearest = (int)Limits.NearestEventAge(age);
                FindingData.AllowedNumber allowed = new(nearest, FewerRetries(nearest, handler.MaximumRetryAttempts));
                yield return at(DeclarationRules.EventAgeOutOfRange(age), allowed);
            }
            else if (FewerRetries(age, handler.MaximumRetryAttempts) is { } possible)
            {
                int retries = handler.MaximumRetryAttempts ?? Limits.MaximumRetryAttempts;
                yield return at(DeclarationRules.ExpiresBeforeRetries(age, possible, retries), new FindingData.AllowedNumber(possible));
            }
        }
    }

    /// <summary>
    /// How many retries can run within an age; <see langword="null"/> where that is as many as are asked for. By default one of two is enough.
    /// </summary>
    private static int? FewerRetries(int age, int? attempts)
    {
        int retries = attempts ?? Limits.MaximumRetryAttempts;
        int possible = Limits.RetriesWithin(age);
        return retries <= Limits.MaximumRetryAttempts && retries > possible && (attempts is not null || possible == 0) ? possible : null;
    }

    private static IEnumerable<Finding> CheckDelivery(DeliveryModel delivery, Func<RuleMessage, FindingData?, Finding> at)
    {
        if (delivery.MaximumRetryAttempts is { } retries and (< 0 or > Limits.MaximumDeliveryRetries))
        {
            yield return at(DeclarationRules.DeliveryRetriesOutOfRange(retries), null);
        }

        if (delivery.MaximumEventAgeInSeconds is { } age and (< Limits.MinimumDeliveryAge or > Limits.DefaultDeliveryAge))
        {
            yield return at(DeclarationRules.DeliveryAgeOutOfRange(age), null);
        }

        foreach (Finding finding in delivery.DeadLetterQueue is { } queue ? CheckTarget(OfQueue(queue), at) : [])
        {
            yield return finding;
        }
    }

    /// <summary>The dead-letter queue of a delivery, as a destination that is found by the same name.</summary>
    internal static DestinationModel OfQueue(string queue) => new(DestinationOutcome.Failure, DestinationTargetType.Sqs, queue);

    /// <summary>The dead-letter queue of a function, as a destination: a topic where its ARN says so, else a queue.</summary>
    internal static DestinationModel OfDeadLetter(string target)
    {
        bool isTopic = AwsTargets.IsArn(target) && AwsTargets.FromArn(target) == DestinationTargetType.Sns;
        return new(DestinationOutcome.Failure, isTopic ? DestinationTargetType.Sns : DestinationTargetType.Sqs, target);
    }

    /// <summary>Whether a text can be a logical id: letters and digits (AWS CloudFormation User Guide, "Resources").</summary>
    internal static bool IsLogicalId(string text) => text.Length > 0 && text.All(IsOfLogicalId);

    /// <summary>Whether a character can stand in a logical id.</summary>
    internal static bool IsOfLogicalId(char character) => character is (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z');

    private static FindingData.AllowedNumber Nearest(int value, int minimum, int maximum) => new(Math.Min(Math.Max(value, minimum), maximum));
}
