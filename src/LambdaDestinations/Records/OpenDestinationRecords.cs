using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LambdaDestinations.Reading;

namespace LambdaDestinations;

/// <summary>
/// Reads the records that the destinations of one handler receive, where no <c>JsonSerializerContext</c> is known: the caller gives the type
/// information of the payloads, or asks for reflection. The generator derives a class from it for each such handler.
/// </summary>
/// <typeparam name="TRequest">The handler's event type.</typeparam>
/// <typeparam name="TResponse">The handler's return type.</typeparam>
/// <remarks>Nothing is ever an instance of it.</remarks>
[SuppressMessage("Design", "CA1000", Justification = "The members are called by the name of the derived class, which has no type parameters.")]
public abstract class DestinationRecords<TRequest, TResponse>
{
    /// <summary>Reads the record of a successful invocation.</summary>
    /// <param name="record">The record as UTF-8 JSON, taken out of its envelope, or a message of <see cref="DestinationEnvelope.Read"/>.</param>
    /// <param name="request">From a <c>JsonSerializerContext</c> that has <c>[JsonSerializable]</c> for the type.</param>
    /// <param name="response">Likewise.</param>
    /// <exception cref="DestinationFormatException">It is not such a record, or a payload is not of the handler's type.</exception>
    public static SuccessRecord<TRequest, TResponse> ReadSuccess(RecordInput record, JsonTypeInfo<TRequest> request, JsonTypeInfo<TResponse> response) =>
        DestinationRecordReader.ReadSuccess(record.Record, request, response);

    /// <summary>Reads the record of a successful invocation by reflection; declare a JsonSerializerContext by [DestinationSerializer] to do without.</summary>
    /// <param name="record">The record as UTF-8 JSON, taken out of its envelope, or a message of <see cref="DestinationEnvelope.Read"/>.</param>
    /// <param name="options">How the payloads are read; <see langword="null"/> for the defaults.</param>
    /// <exception cref="DestinationFormatException">It is not such a record, or a payload is not of the handler's type.</exception>
    [RequiresUnreferencedCode(PayloadReader.Reflection)]
    [RequiresDynamicCode(PayloadReader.Reflection)]
    public static SuccessRecord<TRequest, TResponse> ReadSuccess(RecordInput record, JsonSerializerOptions? options = null) =>
        DestinationRecordReader.ReadSuccessByReflection<TRequest, TResponse>(record.Record, options);

    /// <inheritdoc cref="DestinationRecords{TRequest}.ReadFailure(RecordInput, JsonTypeInfo{TRequest})"/>
    public static FailureRecord<TRequest> ReadFailure(RecordInput record, JsonTypeInfo<TRequest> request) =>
        DestinationRecords<TRequest>.ReadFailure(record, request);

    /// <inheritdoc cref="DestinationRecords{TRequest}.ReadFailure(RecordInput, JsonSerializerOptions)"/>
    [RequiresUnreferencedCode(PayloadReader.Reflection)]
    [RequiresDynamicCode(PayloadReader.Reflection)]
    public static FailureRecord<TRequest> ReadFailure(RecordInput record, JsonSerializerOptions? options = null) =>
        DestinationRecords<TRequest>.ReadFailure(record, options);

    /// <inheritdoc cref="DestinationRecords{TRequest}.ReadDeadLetter(RecordInput, JsonTypeInfo{TRequest})"/>
    public static DeadLetterMessage<TRequest> ReadDeadLetter(RecordInput record, JsonTypeInfo<TRequest> request) =>
        DestinationRecords<TRequest>.ReadDeadLetter(record, request);

    /// <inheritdoc cref="DestinationRecords{TRequest}.ReadDeadLetter(RecordInput, JsonSerializerOptions)"/>
    [RequiresUnreferencedCode(PayloadReader.Reflection)]
    [RequiresDynamicCode(PayloadReader.Reflection)]
    public static DeadLetterMessage<TRequest> ReadDeadLetter(RecordInput record, JsonSerializerOptions? options = null) =>
        DestinationRecords<TRequest>.ReadDeadLetter(record, options);
}

/// <summary>The same for a handler that returns nothing, or writes its JSON itself.</summary>
/// <typeparam name="TRequest">The handler's event type.</typeparam>
/// <remarks>Nothing is ever an instance of it.</remarks>
[SuppressMessage("Design", "CA1000", Justification = "The members are called by the name of the derived class, which has no type parameters.")]
public abstract class DestinationRecords<TRequest>
{
    /// <summary>Reads the record of a successful invocation.</summary>
    /// <param name="record">The record as UTF-8 JSON, taken out of its envelope, or a message of <see cref="DestinationEnvelope.Read"/>.</param>
    /// <param name="request">From a <c>JsonSerializerContext</c> that has <c>[JsonSerializable]</c> for the type.</param>
    /// <exception cref="DestinationFormatException">It is not such a record, or a payload is not of the handler's type.</exception>
    public static SuccessRecord<TRequest, DestinationVoid> ReadSuccess(RecordInput record, JsonTypeInfo<TRequest> request) =>
        DestinationRecordReader.ReadSuccess<TRequest, DestinationVoid>(record.Record, request, null);

    /// <summary>Reads the record of a successful invocation by reflection; declare a JsonSerializerContext by [DestinationSerializer] to do without.</summary>
    /// <param name="record">The record as UTF-8 JSON, taken out of its envelope, or a message of <see cref="DestinationEnvelope.Read"/>.</param>
    /// <param name="options">How the payload is read; <see langword="null"/> for the defaults.</param>
    /// <exception cref="DestinationFormatException">It is not such a record, or a payload is not of the handler's type.</exception>
    [RequiresUnreferencedCode(PayloadReader.Reflection)]
    [RequiresDynamicCode(PayloadReader.Reflection)]
    public static SuccessRecord<TRequest, DestinationVoid> ReadSuccess(RecordInput record, JsonSerializerOptions? options = null) =>
        DestinationRecordReader.ReadSuccessByReflection<TRequest, DestinationVoid>(record.Record, options);

    /// <summary>Reads the record of a failed invocation.</summary>
    /// <inheritdoc cref="ReadSuccess(RecordInput, JsonTypeInfo{TRequest})"/>
    public static FailureRecord<TRequest> ReadFailure(RecordInput record, JsonTypeInfo<TRequest> request) =>
        DestinationRecordReader.ReadFailure(record.Record, request);

    /// <summary>Reads the record of a failed invocation by reflection; declare a JsonSerializerContext by [DestinationSerializer] to do without.</summary>
    /// <inheritdoc cref="ReadSuccess(RecordInput, JsonSerializerOptions)"/>
    [RequiresUnreferencedCode(PayloadReader.Reflection)]
    [RequiresDynamicCode(PayloadReader.Reflection)]
    public static FailureRecord<TRequest> ReadFailure(RecordInput record, JsonSerializerOptions? options = null) =>
        DestinationRecordReader.ReadFailureByReflection<TRequest>(record.Record, options);

    /// <summary>Reads the message of the function's dead-letter queue, which is the bare event.</summary>
    /// <inheritdoc cref="ReadSuccess(RecordInput, JsonTypeInfo{TRequest})"/>
    public static DeadLetterMessage<TRequest> ReadDeadLetter(RecordInput record, JsonTypeInfo<TRequest> request) =>
        DestinationRecordReader.ReadDeadLetter(record.Record, record.DeadLetter, request);

    /// <summary>Reads the message of the function's dead-letter queue by reflection; declare a JsonSerializerContext by [DestinationSerializer] to do without.</summary>
    /// <inheritdoc cref="ReadSuccess(RecordInput, JsonSerializerOptions)"/>
    [RequiresUnreferencedCode(PayloadReader.Reflection)]
    [RequiresDynamicCode(PayloadReader.Reflection)]
    public static DeadLetterMessage<TRequest> ReadDeadLetter(RecordInput record, JsonSerializerOptions? options = null) =>
        DestinationRecordReader.ReadDeadLetterByReflection<TRequest>(record.Record, record.DeadLetter, options);
}
