using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Binding;

/// <summary>What holds the records that a consumer takes.</summary>
/// <param name="Model">What the attribute says.</param>
/// <param name="Type">What holds them: a queue, a topic, an event bus or a bucket.</param>
/// <param name="Id">Its logical id, the parameter or the ARN.</param>
/// <param name="Value">Its ARN as a template value.</param>
/// <param name="Target">Its resource, when it stands in the template.</param>
/// <param name="Producer">The producer's function, when it is the only one in the template that runs the handler.</param>
/// <param name="Attribute">The consumer, for findings.</param>
internal sealed record ResolvedSource(
    SourceModel Model,
    DestinationTargetType Type,
    string Id,
    TemplateValue Value,
    TemplateResource? Target,
    TemplateResource? Producer,
    AttributeAnchor Attribute)
{
    /// <summary>Whether it is a resource that the build creates for a destination, which may not be there yet.</summary>
    public bool IsCreated { get; init; }

    /// <summary>The resource whose condition the resources of its event have; <see langword="null"/> for none.</summary>
    public TemplateResource? Guard { get; init; }

    /// <summary>Whether the function takes one record an invocation: the wrapper of Amazon.Lambda.Annotations does, whatever a batch has.</summary>
    public bool TakesOne { get; init; }

    /// <summary>Whether it is what <c>[DeadLetter]</c> of the producer declares.</summary>
    public bool IsDeclaredDeadLetter => Model is { From: null, Record: SentRecord.DeadLetter, Producer.DeadLetter: not null };

    /// <summary>Whether one event brings both.</summary>
    public bool IsSameAs(ResolvedSource other) =>
        Type == other.Type && Id == other.Id && (!IsFiltered || (Producer == other.Producer && Model.Record == other.Model.Record));

    /// <summary>Whether only some of what it brings is the producer's: it has a filter then.</summary>
    public bool IsFiltered => Type is DestinationTargetType.EventBridge or DestinationTargetType.S3;
}
