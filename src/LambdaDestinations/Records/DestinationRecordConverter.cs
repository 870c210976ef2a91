using System;
using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace LambdaDestinations;

/// <summary>
/// Lets System.Text.Json bind a record, and so the serializers of AWS Lambda: a function of Amazon.Lambda.Annotations may take one. The event is the
/// record itself, or what a topic, an
/// event bus or a queue wraps around one record: a batch of several does not bind.
/// </summary>
/// <remarks>Payloads are read by the options of the serializer. Not meant to be called by hand-written code.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DestinationRecordConverter : JsonConverterFactory
{
    private static readonly ConcurrentDictionary<Type, JsonConverter> Known = new()
    {
        [typeof(StreamFailureRecord)] = new Converter<StreamFailureRecord>(static (message, _) => DestinationRecordReader.ReadStreamFailure(message.Record)),
        [typeof(DurableExecutionRecord)] = new Converter<DurableExecutionRecord>(static (message, _) => DestinationRecordReader.ReadDurableExecution(message.Record)),
    };

    /// <summary>Says how records of a type are read; generated code does so when its assembly is loaded, so that nothing is left to reflection.</summary>
    /// <typeparam name="TRecord">The type of the record.</typeparam>
    /// <param name="read">Reads a record by the options of the serializer.</param>
    public static void Register<TRecord>(Func<DestinationMessage, JsonSerializerOptions, TRecord> read)
        where TRecord : class
    {
        ArgumentNullException.ThrowIfNull(read);
        Known.TryAdd(typeof(TRecord), new Converter<TRecord>(read));
    }

    /// <summary>The type information that a serializer has of a payload.</summary>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <param name="options">The options of the serializer.</param>
    /// <returns>Null for <see cref="DestinationVoid"/>, which is not read.</returns>
    /// <exception cref="NotSupportedException">The serializer's context does not know the type.</exception>
    public static JsonTypeInfo<T>? TypeInfo<T>(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return typeof(T) == typeof(DestinationVoid) ? null : (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
    }

    /// <inheritdoc />
    public override bool CanConvert(Type typeToConvert)
    {
        ArgumentNullException.ThrowIfNull(typeToConvert);
        return Known.ContainsKey(typeToConvert) || (typeToConvert.IsGenericType && ReaderOf(typeToConvert) is not null);
    }

    /// <inheritdoc />
    /// <exception cref="NotSupportedException">The application is compiled ahead of time, and nothing has said how the record is read.</exception>
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Guarded by RuntimeFeature.IsDynamicCodeSupported, which the analyzer of .NET 8 does not know.")]
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(typeToConvert);
        if (Known.TryGetValue(typeToConvert, out JsonConverter? known))
        {
            return known;
        }

        if (RuntimeFeature.IsDynamicCodeSupported)
        {
            return Known.GetOrAdd(typeToConvert, Reflect(typeToConvert));
        }

        throw new NotSupportedException(
            $"'{typeToConvert}' is not known here: mark the method that takes it by [LambdaFunction] and [DestinationConsumer], and the generator says how it is read.");
    }

    /// <summary>The method that reads a generic record.</summary>
    private static string? ReaderOf(Type record) => record.GetGenericTypeDefinition() is var definition && definition == typeof(SuccessRecord<,>) ? nameof(Readers.Success)
        : definition == typeof(FailureRecord<>) ? nameof(Readers.Failure)
        : definition == typeof(StreamFailureRecord<>) ? nameof(Readers.StreamFailure)
        : definition == typeof(DeadLetterMessage<>) ? nameof(Readers.DeadLetter)
        : null;

    /// <summary>For records of which generated code has said nothing, where code can be made at run time.</summary>
    [RequiresDynamicCode("Guarded by RuntimeFeature.IsDynamicCodeSupported.")]
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "The methods have no requirements on their type arguments, which are those of a type that exists.")]
    private static JsonConverter Reflect(Type record) => (JsonConverter)typeof(Readers)
        .GetMethod(ReaderOf(record)!)!
        .MakeGenericMethod(record.GetGenericArguments()).Invoke(null, null)!;

    /// <summary>Apart, since trimming keeps every method of a class that is searched by name, and the base class has some that reflect.</summary>
    private static class Readers
    {
        public static Converter<SuccessRecord<TRequest, TResponse>> Success<TRequest, TResponse>() =>
            new(static (message, options) => DestinationRecordReader.ReadSuccess(message.Record, TypeInfo<TRequest>(options), TypeInfo<TResponse>(options)));

        public static Converter<FailureRecord<TRequest>> Failure<TRequest>() =>
            new(static (message, options) => DestinationRecordReader.ReadFailure(message.Record, TypeInfo<TRequest>(options)));

        public static Converter<StreamFailureRecord<TPayload>> StreamFailure<TPayload>() =>
            new(static (message, options) => DestinationRecordReader.ReadStreamFailure(message.Record, TypeInfo<TPayload>(options)));

        public static Converter<DeadLetterMessage<TRequest>> DeadLetter<TRequest>() =>
            new(static (message, options) => DestinationRecordReader.ReadDeadLetter(message.Record, message.DeadLetter, TypeInfo<TRequest>(options)));
    }

    private sealed class Converter<TRecord>(Func<DestinationMessage, JsonSerializerOptions, TRecord> read) : JsonConverter<TRecord>
        where TRecord : class
    {
        /// <inheritdoc />
        /// <exception cref="DestinationFormatException">It is not a record, not of this type, or an event of several.</exception>
        public override TRecord Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            byte[] json = Encoding.UTF8.GetBytes(document.RootElement.GetRawText());
            return read(Single(json), options);
        }

        /// <inheritdoc />
        /// <exception cref="NotSupportedException">The record was not read, and has no JSON.</exception>
        public override void Write(Utf8JsonWriter writer, TRecord value, JsonSerializerOptions options)
        {
            ReadOnlyMemory<byte> json = value switch
            {
                DestinationRecord record => record.Json,
                DurableExecutionRecord execution => execution.Json,
                _ => default,
            };
            if (json.IsEmpty)
            {
                throw new NotSupportedException("A record is written as the JSON that it was read from, and this one was not read.");
            }

            writer.WriteRawValue(json.Span);
        }

        private static DestinationMessage Single(byte[] json)
        {
            DestinationMessage? single = null;
            foreach (DestinationMessage message in DestinationEnvelope.Read(json))
            {
                if (single is not null)
                {
                    throw new DestinationFormatException(
                        "the event holds several records, and the function takes one: set BatchSize to 1, or let the function run the generated entry point, which consumes them all", "$", 0);
                }

                single = message;
            }

            return single switch
            {
                null => throw new DestinationFormatException("the event holds no record", "$", 0),
                { ObjectKey: { } key } => throw new DestinationFormatException(
                    $"the record is the object '{key}' of the bucket '{single.BucketName}', which the event does not hold: let the function run the generated entry point, which fetches it", "$", 0),
                _ => single,
            };
        }
    }
}
