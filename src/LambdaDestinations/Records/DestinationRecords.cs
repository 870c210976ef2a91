using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;

namespace LambdaDestinations;

/// <summary>
/// Reads the records that the destinations of one handler receive. The generator derives a class from it for each handler, whose
/// name these methods are called by, as in <c>Orders_Place_Records.ReadSuccess(message)</c>.
/// </summary>
/// <typeparam name="TSelf">The derived class.</typeparam>
/// <typeparam name="TRequest">The handler's event type; <see cref="DestinationVoid"/> when it takes none or reads the JSON itself.</typeparam>
/// <typeparam name="TResponse">The handler's return type; <see cref="DestinationVoid"/> likewise.</typeparam>
/// <remarks>Nothing is ever an instance of it.</remarks>
[SuppressMessage("Design", "CA1000", Justification = "The members are called by the name of the derived class, which has no type parameters.")]
public abstract class DestinationRecords<TSelf, TRequest, TResponse>
    where TSelf : IPayloadContext
{
    /// <summary>How to read the request; <see langword="null"/> when it has no type.</summary>
    /// <exception cref="System.InvalidOperationException">The context does not know the type.</exception>
    protected static JsonTypeInfo<TRequest>? RequestTypeInfo => TypeInfo<TRequest>();

    /// <summary>Reads the record of a successful invocation.</summary>
    /// <param name="record">The record as UTF-8 JSON, taken out of its envelope, or a message of <see cref="DestinationEnvelope.Read"/>.</param>
    /// <exception cref="DestinationFormatException">It is not such a record, or a payload is not of the handler's type.</exception>
    public static SuccessRecord<TRequest, TResponse> ReadSuccess(RecordInput record) =>
        DestinationRecordReader.ReadSuccess(record.Record, RequestTypeInfo, TypeInfo<TResponse>());

    /// <summary>Reads the record of a failed invocation.</summary>
    /// <inheritdoc cref="ReadSuccess"/>
    public static FailureRecord<TRequest> ReadFailure(RecordInput record) =>
        DestinationRecordReader.ReadFailure(record.Record, RequestTypeInfo);

    /// <summary>Reads the message of the function's dead-letter queue, which is the bare event.</summary>
    /// <inheritdoc cref="ReadSuccess"/>
    public static DeadLetterMessage<TRequest> ReadDeadLetter(RecordInput record) =>
        DestinationRecordReader.ReadDeadLetter(record.Record, record.DeadLetter, RequestTypeInfo);

    private static JsonTypeInfo<T>? TypeInfo<T>() =>
        typeof(T) == typeof(DestinationVoid) ? null : DestinationRecordReader.GetTypeInfo<T>(TSelf.Context);
}
