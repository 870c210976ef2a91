using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>A setting of a template that makes Lambda send something, so that it asks what the function's role may do.</summary>
/// <param name="Function">The function whose role sends.</param>
/// <param name="Owner">The resource whose creation fails without the permission.</param>
/// <param name="Setting">What it is, for a message.</param>
/// <param name="Target">Where it sends.</param>
/// <param name="SamType">SAM's <c>Type</c>, which SAM grants by; <see langword="null"/> when there is none.</param>
/// <param name="IsSam">Whether the setting stands in a SAM function.</param>
/// <param name="Mapping">The mapping that has it.</param>
/// <param name="Destination">The destination; <see langword="null"/> for a dead-letter queue.</param>
internal sealed record PermissionUse(
    FunctionConfiguration Function,
    TemplateResource Owner,
    SendingSetting Setting,
    DestinationTarget Target,
    string? SamType,
    bool IsSam,
    MappingConfiguration? Mapping = null,
    ConfiguredDestination? Destination = null)
{
    /// <summary>All such settings of a function.</summary>
    public static IEnumerable<PermissionUse> Of(TemplateModel template, FunctionConfiguration function) =>
        function.Async.SelectMany(x => x.Destinations.SelectMany(y => y.Targets.Select(z =>
            new PermissionUse(function, x.Owner, SendingSetting.Destination(y.Outcome), Named(template, function.Function, z), y.Type?.Text, x.IsSam, Destination: y))))
        .Concat(function.DeadLetters.SelectMany(x => x.Targets.Select(y =>
            new PermissionUse(function, function.Function, SendingSetting.DeadLetterQueue, y, x.Type?.Text, function.Function.Type == ResourceTypes.ServerlessFunction))))
        .Concat(function.Mappings.Where(static x => x.Source.HasDestinations).SelectMany(x => x.Destinations.Where(static y => y.Outcome == DestinationOutcome.Failure).SelectMany(y => y.Targets.Select(z =>
            new PermissionUse(function, x.Source.Owner, SendingSetting.OfMapping(x.Source.Name), z, y.Type?.Text, x.Source.IsSamEvent, x, y)))));

    /// <summary>When Lambda is told of the setting: the target, and what holds the setting, are there.</summary>
    public ConditionSet Conditions => Target.Conditions.And(Owner.Conditions()).And(Target.Resource?.Conditions() ?? default);

    /// <summary>The kind of target; where the template does not tell, what SAM's <c>Type</c> says.</summary>
    public DestinationTargetType? Kind => Target.Type ?? (Target.Origin is TargetOrigin.Parameter or TargetOrigin.Unknown ? Declared : null);

    /// <summary>Whether Lambda can send from this kind of setting to this kind of target at all; where it can not, another rule says so.</summary>
    public bool IsPossible => Target.Origin is not (TargetOrigin.CreatedBySam or TargetOrigin.Missing) && (Target.IsArn ?? Target.Type is null) && Kind switch
    {
        DestinationTargetType.Sqs or DestinationTargetType.Sns => true,
        DestinationTargetType.S3 => Destination is { Outcome: DestinationOutcome.Failure },
        DestinationTargetType.Lambda or DestinationTargetType.EventBridge => Mapping is null && Destination is not null,
        _ => false,
    };

    /// <summary>Whether SAM grants for another kind than the target is, or not at all: what the rules of <c>Type</c> report.</summary>
    public bool HasWrongType => IsSam && Declared != Kind;

    /// <summary>
    /// A target under a name by which a policy can name it. For a queue or topic that it makes, SAM grants in a role that it makes too, and nothing in
    /// any other (run with the translator, 1.110).
    /// </summary>
    private static DestinationTarget Named(TemplateModel template, TemplateResource function, DestinationTarget target) =>
        target is { Origin: TargetOrigin.CreatedBySam, Created: { } made } && function.Properties?["Role"] is not null && SamQueues.Referable(template, function, made.IsTopic) == made
            ? target with { Origin = TargetOrigin.Unknown, Name = made.Id, Value = made.IsTopic ? TemplateValue.Ref($"{function.LogicalId}.{SamNames.DestinationTopic}") : TemplateValue.GetAtt(function.LogicalId, SamNames.DestinationQueue + ".Arn") }
            : target;

    private DestinationTargetType? Declared => IsSam && AwsTargets.FromSamType(SamType, isEvent: Mapping is not null) is var declared and not DestinationTargetType.Kafka ? declared : null;
}
