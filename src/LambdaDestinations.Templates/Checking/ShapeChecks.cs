using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>The form of <c>DestinationConfig</c> and <c>DeadLetterQueue</c>: what SAM's translator and CloudFormation refuse.</summary>
internal static class ShapeChecks
{
    /// <summary>Checks the destinations of asynchronous invocations.</summary>
    public static IEnumerable<Finding> Check(AsyncConfiguration config)
    {
        foreach (ConfiguredDestination destination in config.Destinations)
        {
            if (NoMap(destination, config.Owner.LogicalId) is { } noMap)
            {
                yield return noMap;
                continue;
            }

            if (destination.Node is not { } node || TemplateBranch.MayHoldMore(node))
            {
                continue;
            }

            if (config.IsSam && destination is { Outcome: DestinationOutcome.Success, Type.Text: "S3Bucket" } && destination.Targets.All(static x => x.Type is null))
            {
                yield return new Finding(DeclarationRules.BucketGetsFailuresOnly(null), destination.Type.Span);
            }
            else if (config.IsSam && destination.Type is null)
            {
                yield return new Finding(DeclarationRules.DestinationNeedsType(destination.Outcome, config.Owner.LogicalId, Suggested(destination, AwsTargets.SamAsynchronousType)), destination.Span);
            }
            else if (config.IsSam && destination.Type is { Text: { } type } && AwsTargets.FromSamType(type, isEvent: false) is null)
            {
                yield return new Finding(DeclarationRules.NoTypeOfInvokeConfig(type, Correct(type, isEvent: false)), destination.Type.Span);
            }
            else if (!destination.HasDestination && !HasUnknownKeys(node) && destination.Targets.Count == 0 && (!config.IsSam || destination.Type?.Text is not null))
            {
                yield return new Finding(
                    config.IsSam ? DeclarationRules.SamMakesNoDestination(destination.Outcome, config.Owner.LogicalId) : DeclarationRules.HasNoDestination(destination.Outcome, config.Owner.LogicalId),
                    destination.Span);
            }
        }
    }

    /// <summary>
    /// What SAM's translator cannot see, because a function stands around it: in <c>EventInvokeConfig</c> it drops the settings without a
    /// word or refuses them, in an event it refuses them or passes <c>Type</c> on, which CloudFormation refuses.
    /// </summary>
    public static IEnumerable<Finding> CheckComputed(TemplateModel template, FunctionConfiguration function)
    {
        if (function.Function.Type != ResourceTypes.ServerlessFunction)
        {
            yield break;
        }

        foreach (MappingNode? properties in new[] { function.Function.Properties, template.GlobalFunction })
        {
            if (properties?.Find(SettingKeys.EventInvokeConfig) is { } removed && Interpreter.IsNoValue(TemplateValue.FromNode(removed.Value)))
            {
                // SAM makes a config of it, with nothing in it (run with the translator, 1.110).
                yield return new Finding(DeclarationRules.SetsNothing(function.Function.LogicalId), removed.Key.Span);
            }
            else if (Computed(properties, SettingKeys.EventInvokeConfig, function.Function.LogicalId, SamReaction.Drops) is { } settings)
            {
                yield return settings;
            }

            if (Computed(properties, "DeadLetterQueue", function.Function.LogicalId, SamReaction.Refuses) is { } deadLetter)
            {
                yield return deadLetter;
            }

            MappingNode? invoke = TemplateNodes.Child(properties, SettingKeys.EventInvokeConfig);
            if (Computed(invoke, "DestinationConfig", function.Function.LogicalId, SamReaction.Drops) is { } config)
            {
                yield return config;
            }

            foreach (string outcome in new[] { "OnSuccess", "OnFailure" })
            {
                if (Computed(TemplateNodes.Child(invoke, "DestinationConfig"), outcome, function.Function.LogicalId, SamReaction.Refuses) is { } destination)
                {
                    yield return destination;
                }
            }
        }

        foreach (MappingConfiguration mapping in function.Mappings.Where(static x => x.Source.IsSamEvent))
        {
            MappingNode? config = TemplateNodes.Child(mapping.Source.Properties, "DestinationConfig");
            if ((Computed(mapping.Source.Properties, "DestinationConfig", mapping.Source.Name, SamReaction.Refuses) ?? Computed(config, "OnFailure", mapping.Source.Name, SamReaction.PassesTypeOn)) is { } finding)
            {
                yield return finding;
            }
        }
    }

    /// <summary>Checks the destination of an event source mapping.</summary>
    public static IEnumerable<Finding> Check(MappingConfiguration mapping)
    {
        foreach (ConfiguredDestination destination in mapping.Destinations.Where(static x => x.Outcome == DestinationOutcome.Failure))
        {
            if (NoMap(destination, mapping.Source.Name) is { } noMap)
            {
                yield return noMap;
                continue;
            }

            if (destination.Node is not { } node || TemplateBranch.MayHoldMore(node))
            {
                continue;
            }

            if (!mapping.Source.IsSamEvent || destination.Type is null)
            {
                if (!destination.HasDestination && !HasUnknownKeys(node))
                {
                    yield return new Finding(DeclarationRules.HasNoDestination(DestinationOutcome.Failure, mapping.Source.Name), destination.Span);
                }

                continue;
            }

            if (destination.Type is not { Text: { } type })
            {
                continue;
            }

            if (type is "Lambda" or "EventBridge")
            {
                if (destination.Targets.Any(static x => x.Type is not null))
                {
                    continue;
                }

                yield return CannotSendTo(mapping, type == "Lambda" ? DestinationTargetType.Lambda : DestinationTargetType.EventBridge, destination.Type.Span);
            }
            else if (AwsTargets.FromSamType(type, isEvent: true) is not { } declared)
            {
                yield return new Finding(DeclarationRules.NoTypeOfEvent(type, Correct(type, isEvent: true)), destination.Type.Span);
            }
            else if (declared == DestinationTargetType.Kafka && mapping.Source is { IsKafka: false, HasDestinations: true } && destination.Targets.All(static x => x.Type is null))
            {
                yield return CannotSendTo(mapping, declared, destination.Type.Span);
            }
            else if (!destination.HasDestination && !HasUnknownKeys(node))
            {
                yield return new Finding(DeclarationRules.EventHasNoDestination(mapping.Source.Name), destination.Span);
            }
        }
    }

    /// <summary>Checks SAM's <c>DeadLetterQueue</c>.</summary>
    public static IEnumerable<Finding> Check(TemplateResource function, DeadLetterConfiguration deadLetter)
    {
        if (function.Type != ResourceTypes.ServerlessFunction || deadLetter.Node is not { } node || TemplateBranch.MayHoldMore(node))
        {
            yield break;
        }

        if (deadLetter.Type is null)
        {
            string? suggested = deadLetter.Targets is [{ Type: DestinationTargetType.Sqs or DestinationTargetType.Sns } target] ? AwsTargets.SamAsynchronousType(target.Type.Value) : null;
            yield return new Finding(DeclarationRules.DeadLetterQueueNeedsType(function.LogicalId, suggested), deadLetter.Span);
        }
        else if (deadLetter.Type.Text is { } type && type is not ("SQS" or "SNS"))
        {
            yield return new Finding(DeclarationRules.NoTypeOfDeadLetterQueue(type, type.ToUpperInvariant() is "SQS" or "SNS" ? type.ToUpperInvariant() : null), deadLetter.Type.Span);
        }

        if (node["TargetArn"] is ScalarNode { IsNull: true } || (deadLetter.Targets.Count == 0 && node.Find("TargetArn") is null))
        {
            yield return new Finding(DeclarationRules.DeadLetterQueueHasNoTarget(function.LogicalId), deadLetter.Span);
        }
    }

    /// <summary>The <c>Type</c> that fits all targets; <see langword="null"/> when they are not known.</summary>
    public static string? Suggested(ConfiguredDestination destination, Func<DestinationTargetType, string> spell) =>
        destination.Targets.Select(static x => x.Type).Distinct().ToArray() is [{ } only] ? spell(only) : null;

    /// <summary>The <c>Type</c> that a wrong spelling means; <see langword="null"/> when that is not clear.</summary>
    public static string? Correct(string type, bool isEvent) => type.ToUpperInvariant() switch
    {
        "SQS" => "SQS",
        "SNS" => "SNS",
        "S3" or "S3BUCKET" => isEvent ? "S3" : "S3Bucket",
        "LAMBDA" when !isEvent => "Lambda",
        "EVENTBRIDGE" when !isEvent => "EventBridge",
        "KAFKA" when isEvent => "Kafka",
        _ => null,
    };

    private static Finding CannotSendTo(MappingConfiguration mapping, DestinationTargetType target, SourceSpan span) =>
        new(EventSourceMappingRules.MappingCannotSendTo(mapping.Source.Type, new TargetKind(target), mapping.Source.IsKafka), span);

    private static Finding? Computed(MappingNode? parent, string key, string owner, SamReaction reaction) =>
        parent?.Find(key) is { } entry && TemplateBranch.FunctionName(entry.Value) is { } function and not Intrinsics.Transform
            ? new Finding(DeclarationRules.IsComputed(key, owner, function, reaction), entry.Key.Span)
            : null;

    /// <summary>Whether a key that does not exist stands where the destination is missing: that is told of the key.</summary>
    private static bool HasUnknownKeys(MappingNode destination) => ConfigurationReader.UnknownKeys(destination, SettingKeys.OfSamDestination).Any();

    private static Finding? NoMap(ConfiguredDestination destination, string owner) => destination switch
    {
        { IsEmpty: true } => new Finding(DeclarationRules.IsEmpty(destination.Outcome, owner), destination.Span),
        { Node: null, IsComputed: false } => new Finding(DeclarationRules.IsNoMap(destination.Outcome, owner), destination.Span),
        _ => null,
    };
}
