using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Generators.Handlers;

/// <summary>A handler as its symbols tell it: plain values, so that it may stand in the cached pipeline.</summary>
/// <param name="Handler">What goes into the manifest; <see langword="null"/> when the method cannot be a handler.</param>
/// <param name="Contract">What the typed readers need; <see langword="null"/> when they cannot be written.</param>
/// <param name="Findings">What is wrong with the method.</param>
internal sealed record HandlerReading(HandlerModel? Handler, RecordContract? Contract, EquatableArray<Finding> Findings);

/// <summary>The types of a handler's records and where their reader goes.</summary>
/// <param name="Namespace">The namespace as source; <see langword="null"/> for the global one.</param>
/// <param name="ClassName">The reader's name.</param>
/// <param name="UniqueName">The handler's full signature, which tells readers of one name apart.</param>
/// <param name="IsPublic">Whether every type involved is public.</param>
/// <param name="Request">The payload's type.</param>
/// <param name="Response">The response's type.</param>
/// <param name="Serializer">Where the payloads' type information comes from.</param>
/// <param name="Warnings">What the compiler says of the payloads' types and of the serializer.</param>
/// <param name="HasAsynchronousRecords">Whether success and failure records of asynchronous invocations can occur.</param>
/// <param name="HasStreamRecords">Whether records of an event source mapping can occur.</param>
/// <param name="HasEventBridgeTarget">Whether an event bus gets records.</param>
/// <param name="HasS3Target">Whether a bucket gets records.</param>
/// <param name="Carriers">Which types of Amazon.Lambda.*Events are there.</param>
/// <param name="HasStaticAbstractMembers">Whether the language is C# 11 or later.</param>
internal sealed record RecordContract(
    string? Namespace,
    string ClassName,
    string UniqueName,
    bool IsPublic,
    PayloadType Request,
    PayloadType Response,
    PayloadSerializer Serializer,
    UseWarnings Warnings,
    bool HasAsynchronousRecords,
    bool HasStreamRecords,
    bool HasEventBridgeTarget,
    bool HasS3Target,
    EventTypes Carriers,
    bool HasStaticAbstractMembers) : IGeneratedType
{
    /// <summary>Whether the readers of asynchronous records are inherited: a context is known, and the language can name it to the library.</summary>
    public bool InheritsReaders => HasAsynchronousRecords && Serializer.ContextType is not null && HasStaticAbstractMembers;

    /// <summary>Whether they are inherited though no context is known: the caller gives the type information, or asks for reflection.</summary>
    public bool InheritsOpenReaders => HasAsynchronousRecords && Serializer.ContextType is null && Request.IsTyped;
}

/// <summary>A payload's type.</summary>
/// <param name="Source">Fully qualified source; <c>DestinationVoid</c> when there is no payload or it is read raw.</param>
/// <param name="IsTyped">Whether it is read into a type.</param>
/// <param name="IsAnnotated">Whether it is a reference type with a question mark, which <paramref name="Source"/> lacks.</param>
internal sealed record PayloadType(string Source, bool IsTyped, bool IsAnnotated = false)
{
    /// <summary>The source with its question mark, as a type argument.</summary>
    public string Argument => IsAnnotated ? Source + "?" : Source;

    /// <summary>No payload, or a stream that the handler reads itself.</summary>
    public static readonly PayloadType None = new("global::LambdaDestinations.DestinationVoid", false);
}

/// <summary>Where the <c>JsonTypeInfo</c> of the payloads comes from.</summary>
/// <param name="ContextType">The <c>JsonSerializerContext</c>, fully qualified; <see langword="null"/> when there is none.</param>
/// <param name="LambdaOptions">The C# expression of the options that Amazon's serializer gives that context; <see langword="null"/> for the context's own.</param>
/// <param name="Warnings">What the compiler says of the context.</param>
internal sealed record PayloadSerializer(string? ContextType, string? LambdaOptions, UseWarnings Warnings)
{
    /// <summary>No context: the caller passes the type information.</summary>
    public static readonly PayloadSerializer None = new(null, null, UseWarnings.None);
}

/// <summary>Which event types of Amazon.Lambda.*Events the compilation references.</summary>
/// <param name="Sqs">Whether Amazon.Lambda.SQSEvents is there.</param>
/// <param name="Sns">Whether Amazon.Lambda.SNSEvents is there.</param>
/// <param name="EventBridge">Whether Amazon.Lambda.CloudWatchEvents is there.</param>
/// <param name="S3">Whether Amazon.Lambda.S3Events is there, in a version with types of its own (3.0 or later).</param>
internal sealed record EventTypes(bool Sqs, bool Sns, bool EventBridge, bool S3);
