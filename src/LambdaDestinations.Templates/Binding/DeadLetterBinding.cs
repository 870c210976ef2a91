using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Binding;

/// <summary>What <c>[DeadLetter]</c> means in a template.</summary>
/// <param name="Target">The queue or topic; <see langword="null"/> when it is not clear.</param>
/// <param name="Findings">What is wrong.</param>
internal sealed record DeadLetterBinding(ResolvedDestination? Target, IReadOnlyList<Finding> Findings)
{
    /// <summary>
    /// The dead-letter queue of a handler's function, found once; <see langword="null"/> when it asks for none, or its function is not clear.
    /// </summary>
    public static DeadLetterBinding? Of(TemplateModel template, HandlerModel handler) =>
        handler.DeadLetter is not { } target || HandlerBinding.Of(template, handler).Function is not { } function
            ? null
            : template.Derive(static _ => new Known()).ByHandler.GetValue(handler, x => Resolve(template, x, function, target));

    /// <summary>Where a function has its dead-letter queue.</summary>
    public static SettingPath PathIn(TemplateResource function) =>
        SettingPath.Of("Properties", function.Type == ResourceTypes.ServerlessFunction ? "DeadLetterQueue" : "DeadLetterConfig");

    /// <summary>The dead-letter queue as it is written: with a type where SAM grants by it.</summary>
    public static TemplateValue Written(ResolvedDestination target) => target.IsWrittenInSam
        ? TemplateValue.Map(("Type", TemplateValue.String(AwsTargets.SamAsynchronousType(target.Model.TargetType))), ("TargetArn", target.Value))
        : TemplateValue.Map(("TargetArn", target.Value));

    private static DeadLetterBinding Resolve(TemplateModel template, HandlerModel handler, TemplateResource function, string target)
    {
        AttributeAnchor anchor = new(handler.Function.TypeName, handler.Function.MethodName, -1);
        DestinationModel model = DeclarationChecks.OfDeadLetter(target);
        DeadLetterBinding Found(TemplateValue arn, TemplateResource? resource, DestinationTargetType type) => new(
            new ResolvedDestination(model with { TargetType = type }, function, null, arn, resource, null, anchor)
            {
                IsDeadLetter = true,
                IsWrittenInSam = function.Type == ResourceTypes.ServerlessFunction,
            },
            []);
        DeadLetterBinding Refused(RuleMessage message) => new(null, [new Finding(message, function.Entry.Key.Span, anchor)]);

        if (!target.StartsWith("@", StringComparison.Ordinal))
        {
            return AwsTargets.IsArn(target) && AwsTargets.FromArn(target) == model.TargetType
                ? Found(TemplateValue.String(target), null, model.TargetType)
                : new(null, []);
        }

        string id = target.Substring(1);
        if (template.Find(id) is { } resource)
        {
            return Problem(template, function, resource) is { } problem ? Refused(problem) : Found(resource.ArnValue, resource, AwsTargets.FromResourceType(resource.Type)!.Value);
        }

        if (template.HasParameter(id))
        {
            return Refused(DeclarationRules.DeadLetterIsGiven(id, function.LogicalId));
        }

        bool mayBeThere = template.HasHiddenResources || !ConstructLocator.KnowsAll(template) || !DeclarationChecks.IsLogicalId(id);
        IEnumerable<string> possible = template.Resources.Where(IsQueueOrTopic).Select(static x => x.LogicalId);
        return mayBeThere || template.IsSynthesized ? new(null, []) : Refused(DeclarationRules.HasNoResource(id, NearNames.Nearest(id, possible)));
    }

    /// <summary>Why a resource is not a dead-letter queue of a function; <see langword="null"/> when it can be.</summary>
    private static RuleMessage? Problem(TemplateModel template, TemplateResource function, TemplateResource target)
    {
        string id = target.LogicalId;
        if (!IsQueueOrTopic(target))
        {
            return DeclarationRules.IsNoDeadLetterQueue(id, target.Type);
        }

        if (DestinationTarget.IsFifoResource(template, target))
        {
            return target.Type == ResourceTypes.Topic ? DeclarationRules.IsFifoTopicOfDeadLetters(id) : DeclarationRules.IsFifoQueueOfDeadLetters(id);
        }

        return TargetConditions.Missing(template, target, DestinationConfiguration.Of(template).Of(function).Conditions) is { } condition
            ? DeclarationRules.DeadLetterIsConditional(id, condition, function.LogicalId)
            : null;
    }

    private static bool IsQueueOrTopic(TemplateResource resource) => AwsTargets.FromResourceType(resource.Type) is DestinationTargetType.Sqs or DestinationTargetType.Sns;

    /// <summary>A template outlives the handlers in an editor, where each keystroke may make new ones.</summary>
    private sealed class Known
    {
        public ConditionalWeakTable<HandlerModel, DeadLetterBinding> ByHandler { get; } = new();
    }
}
