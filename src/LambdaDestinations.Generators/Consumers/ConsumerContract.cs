using System.Collections.Generic;
using System.Linq;
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

    /// <summary><c>DurableExecutionRecord</c>.</summary>
    DurableExecution,
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
    /// <summary>When it returns, with a value or without.</summary>
    Void,

    /// <summary>With its <c>Task</c>, which may have a value.</summary>
    Task,

    /// <summary>With its <c>ValueTask</c>, likewise.</summary>
    ValueTask,
}

/// <summary>What the call of a consumer needs: plain values, so that it may stand in the cached pipeline.</summary>
/// <param name="Class">The class that it stands in.</param>
/// <param name="ClassName">The class of the entry point for it alone.</param>
/// <param name="UniqueName">The consumer's full signature, which tells entry points of one name apart.</param>
/// <param name="Method">The consumer's name as source.</param>
/// <param name="IsStatic">Whether no instance is needed.</param>
/// <param name="Kind">The record's type.</param>
/// <param name="Payloads">The type arguments of the record.</param>
/// <param name="Parameters">What each parameter is given.</param>
/// <param name="Result">How it ends.</param>
/// <param name="Response">What it gives for the function's response; <see langword="null"/> for nothing.</param>
/// <param name="MaximumConcurrency">How many records it may be given at once.</param>
/// <param name="Serializer">Where the payloads' type information comes from.</param>
/// <param name="Warnings">What the compiler says of the consumer and of all that its call names.</param>
internal sealed record ConsumerContract(
    ConsumerClass Class,
    string ClassName,
    string UniqueName,
    string Method,
    bool IsStatic,
    RecordKind Kind,
    EquatableArray<PayloadType> Payloads,
    EquatableArray<ConsumerParameter> Parameters,
    ConsumerResult Result,
    PayloadType? Response,
    int MaximumConcurrency,
    PayloadSerializer Serializer,
    UseWarnings Warnings)
{
    /// <summary>Whether Amazon.Lambda.Annotations deploys the method, whose wrapper has a serializer of Lambda read the record.</summary>
    public bool IsAnnotated { get; init; }

    /// <summary>Whether a payload or the response is converted by reflection.</summary>
    public bool UsesReflection => Serializer.ContextType is null && (Response is not null || Payloads.Any(static x => x.IsTyped));
}

/// <summary>The class of a consumer.</summary>
/// <param name="AssemblyName">For the handler string.</param>
/// <param name="Namespace">The namespace as source; <see langword="null"/> for the global one.</param>
/// <param name="MetadataNamespace">The namespace as a handler string has it; empty for the global one.</param>
/// <param name="Source">The class, fully qualified.</param>
/// <param name="EntryPointName">The class of the entry point for all its consumers.</param>
/// <param name="IsPublic">Whether it is public.</param>
/// <param name="IsS3Source">Whether it fetches records from S3.</param>
/// <param name="HasLambdaContext">Whether Amazon.Lambda.Core is referenced.</param>
/// <param name="Services">Its constructor, when that takes services; <see langword="null"/> when one instance serves all records.</param>
internal sealed record ConsumerClass(
    string AssemblyName,
    string? Namespace,
    string MetadataNamespace,
    string Source,
    string EntryPointName,
    bool IsPublic,
    bool IsS3Source,
    bool HasLambdaContext,
    ServiceConstructor? Services);

/// <summary>A Lambda entry point: of one consumer, or of all consumers of a class.</summary>
/// <param name="ClassName">The generated class.</param>
/// <param name="UniqueName">What it is made for.</param>
/// <param name="Consumers">One of each kind of record at most.</param>
internal sealed record ConsumerEntryPoint(string ClassName, string UniqueName, EquatableArray<ConsumerContract> Consumers) : IGeneratedType
{
    /// <summary>The class of the consumers.</summary>
    public ConsumerClass Class => Consumers[0].Class;

    /// <inheritdoc />
    public string? Namespace => Class.Namespace;

    /// <inheritdoc />
    public UseWarnings Warnings => UseWarnings.Join(Consumers.Select(static x => x.Warnings));

    /// <summary>Whether a payload is read by reflection.</summary>
    public bool UsesReflection => Consumers.Any(static x => x.UsesReflection);

    /// <summary>Whether a consumer is not a static method.</summary>
    public bool NeedsInstance => Consumers.Any(static x => !x.IsStatic);

    /// <summary>How an instance is made for each record; <see langword="null"/> when there is one for all, or none is needed.</summary>
    public ServiceConstructor? Services => NeedsInstance ? Class.Services : null;

    /// <summary>Whether a consumer gives a response.</summary>
    public bool HasResponse => Consumers.Any(static x => x.Response is not null);

    /// <summary>How many records all of them may be given at once.</summary>
    public int MaximumConcurrency => Consumers.Min(static x => x.MaximumConcurrency);

    /// <summary>The handler string in a class library.</summary>
    public string Handler => EntryPoints.HandlerOf(Class.AssemblyName, Class.MetadataNamespace, ClassName);

    /// <summary>The entry point of one consumer.</summary>
    public static ConsumerEntryPoint Of(ConsumerContract consumer) => new(consumer.ClassName, consumer.UniqueName, new EquatableArray<ConsumerContract>(consumer));

    /// <summary>
    /// The entry point of a class, which tells by the record whom to call; <see langword="null"/> for a class with one consumer, and where two
    /// take records of one kind: whose handler's record it is, only names of the deployment would say.
    /// </summary>
    /// <param name="consumers">All consumers of the class.</param>
    public static ConsumerEntryPoint? OfClass(IReadOnlyCollection<ConsumerContract> consumers) =>
        consumers.Count < 2 || consumers.Select(static x => x.Kind).Distinct().Count() < consumers.Count
            ? null
            : new ConsumerEntryPoint(consumers.First().Class.EntryPointName, consumers.First().Class.Source, new EquatableArray<ConsumerContract>(consumers.OrderBy(static x => x.Kind)));
}

/// <summary>A consumer as its symbols tell it.</summary>
/// <param name="Contract">What its entry point needs; <see langword="null"/> when it cannot be written.</param>
/// <param name="Findings">What is wrong with the method.</param>
internal sealed record ConsumerReading(ConsumerContract? Contract, EquatableArray<Finding> Findings);
