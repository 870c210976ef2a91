using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;

namespace LambdaDestinations.Templates.Manifest;

/// <summary>One destination attribute.</summary>
/// <param name="Outcome">Which outcome is recorded.</param>
/// <param name="TargetType">The kind of resource.</param>
/// <param name="Target"><c>@LogicalId</c>, a literal ARN, <c>kafka://topic</c>; null when the build creates the resource or <paramref name="TargetFunction"/> names it.</param>
/// <param name="TargetFunction">The receiving handler, when given by type and method.</param>
/// <param name="EventSource">The SAM event or mapping, when given.</param>
/// <param name="MaximumRetryAttempts">Of the mapping, when given.</param>
/// <param name="MaximumRecordAgeInSeconds">Of the mapping, when given.</param>
/// <param name="BisectBatchOnFunctionError">Of the mapping, when given.</param>
/// <param name="Statuses">Which ends of a durable execution are failures; null for all of them.</param>
internal sealed record DestinationModel(
    DestinationOutcome Outcome,
    DestinationTargetType TargetType,
    string? Target,
    FunctionReference? TargetFunction = null,
    string? EventSource = null,
    int? MaximumRetryAttempts = null,
    int? MaximumRecordAgeInSeconds = null,
    bool? BisectBatchOnFunctionError = null,
    DurableStatuses? Statuses = null)
{
    /// <summary>The logical id or parameter that the target names; <see langword="null"/> for any other target.</summary>
    public string? TargetName => Target is { Length: > 1 } target && target[0] == '@' ? target.Substring(1) : null;
}

/// <summary>Everything that helps to find a handler's function in a template.</summary>
/// <param name="AssemblyName">Simple name of the assembly.</param>
/// <param name="TypeName">Metadata name of the declaring type (<c>Ns.Outer+Inner</c>), which is also what a handler string holds.</param>
/// <param name="MethodName">The method.</param>
/// <param name="LogicalId">From <c>[DestinationFunction]</c>, when given.</param>
/// <param name="AnnotationsLogicalId">What Amazon.Lambda.Annotations calls it, when the method is a <c>[LambdaFunction]</c>.</param>
/// <param name="AnnotationsHandler">The handler string that Amazon.Lambda.Annotations writes, when the method is a <c>[LambdaFunction]</c>.</param>
/// <param name="IsAspNetAction">Whether ASP.NET Core calls the method for a request, so that no function runs it by itself.</param>
/// <param name="EntryPoint">The handler string of the entry point that the generator writes around the method, when it is a consumer.</param>
/// <param name="ClassEntryPoint">The handler string of the entry point of all consumers of the class, where there are several.</param>
internal sealed record FunctionReference(
    string AssemblyName,
    string TypeName,
    string MethodName,
    string? LogicalId = null,
    string? AnnotationsLogicalId = null,
    string? AnnotationsHandler = null,
    bool IsAspNetAction = false,
    string? EntryPoint = null,
    string? ClassEntryPoint = null)
{
    /// <summary>The handler string of a class library: <c>Assembly::Type::Method</c>, of a consumer that of its entry point.</summary>
    public string Handler => EntryPoint ?? $"{AssemblyName}::{TypeName}::{MethodName}";

    /// <summary>What <c>Handler</c> of its function may be, the likeliest ahead.</summary>
    public IEnumerable<string> HandlerStrings => new[] { Handler, AnnotationsHandler, ClassEntryPoint }.OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>What a template calls the function by: its logical id, where that is given, else the handler string.</summary>
    public string Name => LogicalId ?? AnnotationsHandler ?? Handler;
}

/// <summary>A trigger that a C# attribute declares.</summary>
/// <param name="Name">The attribute's name without <c>Attribute</c>.</param>
/// <param name="Kind">How it invokes the function.</param>
internal sealed record TriggerModel(string Name, InvocationKind Kind);

/// <summary>A handler with destinations, or a consumer that the build is to connect.</summary>
/// <param name="Function">Which function it is.</param>
/// <param name="RequestType">The payload's type, fully qualified with <c>global::</c>; null when the handler takes no event.</param>
/// <param name="ResponseType">The response's type likewise; null when the handler returns nothing.</param>
/// <param name="Destinations">The destination attributes in source order.</param>
/// <param name="MaximumRetryAttempts">From <c>[AsyncInvocation]</c>, when given.</param>
/// <param name="MaximumEventAgeInSeconds">From <c>[AsyncInvocation]</c>, when given.</param>
/// <param name="Qualifier">From <c>[AsyncInvocation]</c>, when given.</param>
/// <param name="Triggers">Triggers known from attributes.</param>
/// <param name="IsDurable">Whether an attribute, or what the method takes, makes the function durable; a template may do so too.</param>
/// <param name="Delivery">From <c>[DurableDelivery]</c>, when given.</param>
/// <param name="Sources">Of a consumer: whose records its function is to be connected with.</param>
/// <param name="DeadLetter">From <c>[DeadLetter]</c>: <c>@LogicalId</c> or a literal ARN, when given.</param>
/// <param name="Mappings">The settings of event source mappings, an element for each <c>[EventSourceMapping]</c>.</param>
internal sealed record HandlerModel(
    FunctionReference Function,
    string? RequestType,
    string? ResponseType,
    EquatableArray<DestinationModel> Destinations,
    int? MaximumRetryAttempts = null,
    int? MaximumEventAgeInSeconds = null,
    string? Qualifier = null,
    EquatableArray<TriggerModel> Triggers = default,
    bool IsDurable = false,
    DeliveryModel? Delivery = null,
    EquatableArray<SourceModel> Sources = default,
    string? DeadLetter = null,
    EquatableArray<MappingModel> Mappings = default);

/// <summary>How EventBridge delivers the outcomes of a durable function.</summary>
/// <param name="MaximumRetryAttempts">Retries of a delivery, when given.</param>
/// <param name="MaximumEventAgeInSeconds">Seconds of retries, when given.</param>
/// <param name="DeadLetterQueue"><c>@LogicalId</c> or a literal ARN, when given.</param>
internal sealed record DeliveryModel(int? MaximumRetryAttempts, int? MaximumEventAgeInSeconds, string? DeadLetterQueue);

/// <summary>What one assembly declares: the JSON of its <c>[DestinationManifest]</c>.</summary>
/// <param name="Handlers">Ordinally sorted by type and method.</param>
/// <param name="Alarms">From <c>[DestinationAlarms]</c>, when given.</param>
internal sealed record DestinationManifest(EquatableArray<HandlerModel> Handlers, AlarmsModel? Alarms = null)
{
    /// <summary>The namespace of the class that carries the manifest.</summary>
    public const string CarrierNamespace = "LambdaDestinations.Generated";

    /// <summary>The name of that class. Manifests on the assembly itself are read too: earlier versions wrote them there.</summary>
    public const string CarrierName = "Manifest";

    /// <summary>Its metadata name.</summary>
    public const string Carrier = CarrierNamespace + "." + CarrierName;

    /// <summary>The version of the manifest's shape that this library writes: a text for each handler.</summary>
    public const int SchemaVersion = 2;

    /// <summary>The version before, which is read too: one text for all handlers.</summary>
    public const int SchemaVersionOfOneText = 1;
}
