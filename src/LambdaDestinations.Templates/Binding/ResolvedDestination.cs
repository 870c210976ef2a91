using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Binding;

/// <summary>A destination attribute with the places of the template that it means.</summary>
/// <param name="Model">The attribute.</param>
/// <param name="Function">The function of the handler.</param>
/// <param name="EventSource">The mapping whose batches are recorded; <see langword="null"/> for asynchronous invocations.</param>
/// <param name="Value">The target's ARN as a template value.</param>
/// <param name="Target">The target's resource, when it stands in the template.</param>
/// <param name="CreatedId">The logical id of the resource to create; <see langword="null"/> when the target exists.</param>
/// <param name="Attribute">The attribute, for findings.</param>
internal sealed record ResolvedDestination(
    DestinationModel Model,
    TemplateResource Function,
    EventSource? EventSource,
    TemplateValue Value,
    TemplateResource? Target,
    string? CreatedId,
    AttributeAnchor Attribute)
{
    /// <summary>The logical id of the resource that another handler's destination creates; <see langword="null"/> for any other target.</summary>
    public string? SharedId { get; init; }

    /// <summary>Whether it gets status changes of durable executions, by an event rule, and no records.</summary>
    public bool IsDurable { get; init; }

    /// <summary>Whether it is the dead-letter queue of the function, which gets events and no records.</summary>
    public bool IsDeadLetter { get; init; }

    /// <summary>Whether it is written in a SAM function, where SAM grants by itself.</summary>
    public bool IsWrittenInSam { get; init; }
}
