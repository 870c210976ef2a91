using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Generators.Consumers;

/// <summary>The record type that a consumer takes.</summary>
internal enum RecordKind
{
    /// <summary><c>SuccessRecord&lt;TRequest, TResponse&gt;</c>.</summary>
    Success,

    /// <summary><c>FailureRecord&lt;TRequest&gt;</c>.</summary>
    Failure,

    /// <summary><c>StreamFailureRecord</c>, with or without a payload type.</summary>
    StreamFailure,

    /// <summary><c>DeadLetterMessage&lt;TRequest&gt;</c>.</summary>
    DeadLetter,
}

/// <summary>What a parameter of a consumer is given.</summary>
internal enum ParameterValue
{
    /// <summary>The record.</summary>
    Record,

    /// <summary>The message that carried it: <c>DestinationMessage</c>.</summary>
    Message,

    /// <summary><c>ILambdaContext</c>.</summary>
    Context,

    /// <summary>A token that is cancelled ahead of the function's time-out.</summary>
    CancellationToken,
}

/// <summary>A parameter of a consumer.</summary>
/// <param name="Value">What it is given.</param>
internal readonly record struct ConsumerParameter(ParameterValue Value);

/// <summary>How a consumer ends.</summary>
internal enum ConsumerResult
{
    /// <summary>When it returns.</summary>
    Void,

    /// <summary>With its <c>Task</c>.</summary>
    Task,

    /// <summary>With its <c>ValueTask</c>.</summary>
    ValueTask,
}

/// <summary>What the entry point of a consumer needs: plain values, so that it may stand in the cached pipeline.</summary>
/// <param name="AssemblyName">For the handler string.</param>
/// <param name="Namespace">The namespace as source; <see langword="null"/> for the global one.</param>
/// <param name="MetadataNamespace">The namespace as a handler string has it; empty for the global one.</param>
/// <param name="ClassName">The entry point's class.</param>
/// <param name="UniqueName">The consumer's full signature, which tells entry points of one name apart.</param>
/// <param name="IsPublic">Whether the consumer's class is public.</param>
/// <param name="Receiver">The consumer's class, fully qualified.</param>
/// <param name="Method">The consumer's name as source.</param>
/// <param name="IsStatic">Whether no instance is needed.</param>
/// <param name="IsS3Source">Whether the class fetches records from S3.</param>
/// <param name="Kind">The record's type.</param>
/// <param name="Payloads">The type arguments of the record.</param>
/// <param name="Parameters">What each parameter is given.</param>
/// <param name="Result">How it ends.</param>
/// <param name="HasLambdaContext">Whether Amazon.Lambda.Core is referenced.</param>
/// <param name="Serializer">Where the payloads' type information comes from.</param>
internal sealed record ConsumerContract(
    string AssemblyName,
    string? Namespace,
    string MetadataNamespace,
    string ClassName,
    string UniqueName,
    bool IsPublic,
    string Receiver,
    string Method,
    bool IsStatic,
    bool IsS3Source,
    RecordKind Kind,
    EquatableArray<PayloadType> Payloads,
    EquatableArray<ConsumerParameter> Parameters,
    ConsumerResult Result,
    bool HasLambdaContext,
    PayloadSerializer Serializer) : IGeneratedType
{
    /// <summary>The entry point's handler string in a class library.</summary>
    public string Handler => $"{AssemblyName}::{(MetadataNamespace.Length == 0 ? "" : MetadataNamespace + ".")}{ClassName}::HandleAsync";
}

/// <summary>A consumer as its symbols tell it.</summary>
/// <param name="Contract">What the entry point needs; <see langword="null"/> when it cannot be written.</param>
/// <param name="Findings">What is wrong with the method.</param>
internal sealed record ConsumerReading(ConsumerContract? Contract, EquatableArray<Finding> Findings);
