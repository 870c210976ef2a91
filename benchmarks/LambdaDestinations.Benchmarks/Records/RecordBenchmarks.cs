using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Newtonsoft.Json.Serialization;

namespace LambdaDestinations.Benchmarks.Records;

/// <summary>One record of about <see cref="Size"/> bytes, every member and both payloads as typed objects.</summary>
[MemoryDiagnoser]
public class RecordBenchmarks
{
    private byte[] _success = [];
    private byte[] _failure = [];

    [Params(1024, 16 * 1024, 200 * 1024)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _success = RecordSamples.Success(Size);
        _failure = RecordSamples.Failure(Size);
    }

    [Benchmark]
    public object Success_DestinationRecordReader() =>
        DestinationRecordReader.ReadSuccess(_success, PlainContext.Default.Order, PlainContext.Default.Receipt);

    [Benchmark]
    public object? Success_StjSourceGeneration() => JsonSerializer.Deserialize(_success, PlainContext.Default.PlainSuccess);

    [Benchmark]
    public object Success_TokenReader() => TokenRecords.Read(_success, PlainContext.Default.Order, PlainContext.Default.Receipt);

    [Benchmark]
    public object? Success_StjReflection() => JsonSerializer.Deserialize<PlainSuccess>(_success, Others.Reflection);

    [Benchmark]
    public object? Success_NewtonsoftJson() => Newtonsoft.Json.JsonConvert.DeserializeObject<PlainSuccess>(Encoding.UTF8.GetString(_success), Others.Newtonsoft);

    [Benchmark]
    public int Success_BareScan() => Others.Scan(_success);

    /// <summary>The error's members are decoded too, as those of the others are.</summary>
    [Benchmark]
    public object? Failure_DestinationRecordReader()
    {
        FailureRecord<Order> record = DestinationRecordReader.ReadFailure(_failure, PlainContext.Default.Order);
        return record.Error!.ErrorType is null ? null : record;
    }

    [Benchmark]
    public object? Failure_StjSourceGeneration() => JsonSerializer.Deserialize(_failure, PlainContext.Default.PlainFailure);

    [Benchmark]
    public object Failure_TokenReader() => TokenRecords.Read(_failure, PlainContext.Default.Order, PlainContext.Default.PlainError);

    [Benchmark]
    public object? Failure_StjReflection() => JsonSerializer.Deserialize<PlainFailure>(_failure, Others.Reflection);

    [Benchmark]
    public object? Failure_NewtonsoftJson() => Newtonsoft.Json.JsonConvert.DeserializeObject<PlainFailure>(Encoding.UTF8.GetString(_failure), Others.Newtonsoft);

    [Benchmark]
    public int Failure_BareScan() => Others.Scan(_failure);
}

/// <summary>An SQS event of ten success records of about 1 KB, each taken out of its message's body and read as typed objects.</summary>
[MemoryDiagnoser]
public class RecordBatchBenchmarks
{
    private readonly byte[] _batch = RecordSamples.SqsBatch(RecordSamples.Success(1024));

    [Benchmark]
    public int DestinationEnvelopeAndReader()
    {
        int count = 0;
        foreach (DestinationMessage message in DestinationEnvelope.Read(_batch))
        {
            count += DestinationRecordReader.ReadSuccess(message.Record, PlainContext.Default.Order, PlainContext.Default.Receipt).RequestPayload!.Lines.Count;
        }

        return count;
    }

    [Benchmark]
    public int StjSourceGeneration()
    {
        int count = 0;
        foreach (PlainSqsMessage message in JsonSerializer.Deserialize(_batch, PlainContext.Default.PlainSqsEvent)!.Records)
        {
            count += JsonSerializer.Deserialize(message.Body!, PlainContext.Default.PlainSuccess)!.RequestPayload!.Lines.Count;
        }

        return count;
    }

    [Benchmark]
    public int TokenReader()
    {
        int count = 0;
        foreach (byte[] body in TokenRecords.ReadBodies(_batch))
        {
            count += TokenRecords.Read(body, PlainContext.Default.Order, PlainContext.Default.Receipt).RequestPayload!.Lines.Count;
        }

        return count;
    }

    [Benchmark]
    public int StjReflection()
    {
        int count = 0;
        foreach (PlainSqsMessage message in JsonSerializer.Deserialize<PlainSqsEvent>(_batch, Others.Reflection)!.Records)
        {
            count += JsonSerializer.Deserialize<PlainSuccess>(message.Body!, Others.Reflection)!.RequestPayload!.Lines.Count;
        }

        return count;
    }

    [Benchmark]
    public int NewtonsoftJson()
    {
        int count = 0;
        foreach (PlainSqsMessage message in Newtonsoft.Json.JsonConvert.DeserializeObject<PlainSqsEvent>(Encoding.UTF8.GetString(_batch), Others.Newtonsoft)!.Records)
        {
            count += Newtonsoft.Json.JsonConvert.DeserializeObject<PlainSuccess>(message.Body!, Others.Newtonsoft)!.RequestPayload!.Lines.Count;
        }

        return count;
    }

    /// <summary>The event's own tokens; the bodies stay strings.</summary>
    [Benchmark]
    public int BareScan() => Others.Scan(_batch);
}

/// <summary>The envelope alone: a record without payloads, and taking ten messages of about 1 KB out of an SQS event.</summary>
[MemoryDiagnoser]
public class RecordEnvelopeBenchmarks
{
    private readonly byte[] _record = RecordSamples.Bare();
    private readonly byte[] _batch = RecordSamples.SqsBatch(RecordSamples.Success(1024));

    [Benchmark]
    public object Record_DestinationRecordReader() => DestinationRecordReader.ReadSuccess<Order, Receipt>(_record, null, null);

    [Benchmark]
    public int Record_BareScan() => Others.Scan(_record);

    [Benchmark]
    public object Record_TokenReader() => TokenRecords.Read<Receipt>(_record, null, null);

    [Benchmark]
    public object? Record_StjSourceGeneration() => JsonSerializer.Deserialize(_record, PlainContext.Default.PlainSuccess);

    [Benchmark]
    public int Batch_DestinationEnvelope()
    {
        int length = 0;
        foreach (DestinationMessage message in DestinationEnvelope.Read(_batch))
        {
            length += message.Record.Length;
        }

        return length;
    }

    [Benchmark]
    public int Batch_BareScan() => Others.Scan(_batch);

    [Benchmark]
    public int Batch_TokenReader()
    {
        int length = 0;
        foreach (byte[] body in TokenRecords.ReadBodies(_batch))
        {
            length += body.Length;
        }

        return length;
    }

    [Benchmark]
    public int Batch_StjSourceGeneration()
    {
        int length = 0;
        foreach (PlainSqsMessage message in JsonSerializer.Deserialize(_batch, PlainContext.Default.PlainSqsEvent)!.Records)
        {
            length += message.Body!.Length;
        }

        return length;
    }
}

/// <summary>
/// A failure record of about 1 KB whose error is looked at and whose request is sent on as it is: what a consumer does that sorts, alarms
/// or tries again.
/// </summary>
[MemoryDiagnoser]
public class RecordRedriveBenchmarks
{
    private readonly byte[] _failure = RecordSamples.Failure(1024);

    [Benchmark]
    public int DestinationRecordReader()
    {
        FailureRecord<Order> record = LambdaDestinations.DestinationRecordReader.ReadFailure<Order>(_failure, null);
        return record.RequestPayloadJson.Length + record.Error!.ErrorType!.Length;
    }

    [Benchmark]
    public int StjSourceGeneration()
    {
        PlainRedrive record = JsonSerializer.Deserialize(_failure, PlainContext.Default.PlainRedrive)!;
        return JsonMarshal.GetRawUtf8Value(record.RequestPayload).Length + record.ResponsePayload!.ErrorType!.Length;
    }

    [Benchmark]
    public int StjReflection()
    {
        PlainRedrive record = JsonSerializer.Deserialize<PlainRedrive>(_failure, Others.Reflection)!;
        return JsonMarshal.GetRawUtf8Value(record.RequestPayload).Length + record.ResponsePayload!.ErrorType!.Length;
    }

    [Benchmark]
    public int BareScan() => Others.Scan(_failure);
}

/// <summary>How the others are set up: names in camel case, everything else as it comes.</summary>
internal static class Others
{
    public static JsonSerializerOptions Reflection { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
    };

    public static Newtonsoft.Json.JsonSerializerSettings Newtonsoft { get; } = new() { ContractResolver = new CamelCasePropertyNamesContractResolver() };

    /// <summary>Every token, none of them decoded.</summary>
    public static int Scan(byte[] json)
    {
        int tokens = 0;
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            tokens++;
        }

        return tokens;
    }
}
