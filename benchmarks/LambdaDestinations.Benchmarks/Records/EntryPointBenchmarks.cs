using System;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using BenchmarkDotNet.Attributes;

namespace LambdaDestinations.Benchmarks.Records;

/// <summary>
/// A batch of SQS as a function gets it, a stream, and the answer: by the generated entry point, and by the loop that a user would write with the same
/// readers.
/// </summary>
[MemoryDiagnoser]
public class EntryPointBenchmarks
{
    private readonly byte[] _event = RecordSamples.SqsBatch(RecordSamples.Failure(1024));
    private int _quantities;

    /// <summary>What the generator writes for a consumer of failure records.</summary>
    [Benchmark]
    public Stream EntryPoint() =>
        DestinationConsumer.InvokeAsync(new MemoryStream(_event, writable: false), (message, _) => ConsumeAsync(message), default).GetAwaiter().GetResult();

    [Benchmark(Baseline = true)]
    public Stream ByHand() => HandleAsync(new MemoryStream(_event, writable: false)).GetAwaiter().GetResult();

    private async Task<Stream> HandleAsync(Stream input)
    {
        using MemoryStream copy = new((int)input.Length);
        await input.CopyToAsync(copy).ConfigureAwait(false);
        MemoryStream response = new();
        using Utf8JsonWriter writer = new(response);
        writer.WriteStartObject();
        writer.WriteStartArray("batchItemFailures"u8);
        foreach (DestinationMessage message in DestinationEnvelope.Read(copy.GetBuffer().AsMemory(0, (int)copy.Length)))
        {
            try
            {
                await TakeAsync(Read(message)).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is FormatException or InvalidOperationException)
            {
                await Console.Error.WriteLineAsync(exception.ToString()).ConfigureAwait(false);
                writer.WriteStartObject();
                writer.WriteString("itemIdentifier"u8, message.MessageId);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        await writer.FlushAsync().ConfigureAwait(false);
        response.Position = 0;
        return response;
    }

    private ValueTask ConsumeAsync(DestinationMessage message) => new(TakeAsync(Read(message)));

    private static FailureRecord<Order> Read(DestinationMessage message) => DestinationRecordReader.ReadFailure(message.Record, PlainContext.Default.Order);

    private Task TakeAsync(FailureRecord<Order> record)
    {
        _quantities += record.RequestPayload!.Lines.Count;
        return Task.CompletedTask;
    }
}
