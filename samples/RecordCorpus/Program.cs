using System;
using System.IO;
using System.Linq;
using System.Text;
using LambdaDestinations;
using RecordCorpus;

// Reads every file of a folder of records, in whatever envelope they came, and prints what it saw.
string folder = args is [string given, ..] ? given : FindCorpus();
string[] files = [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal)];
int malformed = 0;
foreach (string file in files)
{
    Console.WriteLine(Path.GetFileName(file));
    try
    {
        foreach (DestinationMessage message in DestinationEnvelope.Read(File.ReadAllBytes(file)))
        {
            Console.WriteLine($"  {message.Carrier}{(message.MessageId is { } id ? $" {id}" : "")}: {Describe(message)}");
        }
    }
    catch (DestinationFormatException exception)
    {
        malformed++;
        Console.WriteLine($"  malformed: {exception.Message}");
    }
}

Console.WriteLine($"{files.Length} files, {malformed} malformed");
return files.Length != 0 && malformed == 0 ? 0 : 1;

static string Describe(DestinationMessage message)
{
    if (message.ObjectKey is { } key)
    {
        return S3RecordKey.TryParse(key, out S3RecordKey? parts)
            ? $"object of {parts.FunctionName ?? $"shard {parts.ShardId}"} of {parts.Timestamp:u} in {message.BucketName}"
            : $"object {key} in {message.BucketName}, which Lambda did not write";
    }

    if (message.DeadLetter is not null)
    {
        DeadLetterMessage<Order> dead = OrderWorker_Handle_Records.ReadDeadLetter(message);
        return $"dead letter {dead.Request}, error {dead.ErrorCode}: {dead.ErrorMessage}";
    }

    return DestinationRecordReader.GetKind(message.Record) switch
    {
        DestinationRecordKind.Success => DescribeSuccess(message),
        DestinationRecordKind.Failure => DescribeFailure(OrderWorker_Handle_Records.ReadFailure(message)),
        DestinationRecordKind.StreamFailure => DescribeStream(DestinationRecordReader.ReadStreamFailure(message.Record, CorpusJson.Default.StreamEvent)),
        DestinationRecordKind.DurableExecution => DescribeStatus(DestinationRecordReader.ReadDurableExecution(message.Record)),
        _ => throw new DestinationFormatException("this is no record", "$", 0),
    };
}

static string DescribeSuccess(DestinationMessage message)
{
    // The corpus also has records of a function that takes and returns plain strings.
    SuccessRecord<DestinationVoid, DestinationVoid> record = DestinationRecordReader.ReadSuccess<DestinationVoid, DestinationVoid>(message.Record, null, null);
    if (record.RequestPayloadJson.Span is [(byte)'"', ..])
    {
        SuccessRecord<string, string> text = DestinationRecordReader.ReadSuccess(message.Record, CorpusJson.Default.String, CorpusJson.Default.String);
        return $"{Head(text)}, '{text.RequestPayload}' gave '{text.ResponsePayload}'";
    }

    SuccessRecord<Order, Receipt> order = OrderWorker_Handle_Records.ReadSuccess(message);
    return $"{Head(order)}, {order.RequestPayload} gave {(order.ResponsePayload is { } receipt ? receipt.ToString() : "nothing")}";
}

static string DescribeFailure(FailureRecord<Order> record)
{
    StringBuilder text = new($"{Head(record)}, {record.RequestPayload}");
    for (DestinationError? error = record.Error; error is not null; error = error.Cause)
    {
        text.Append($" <- {error}");
    }

    return text.ToString();
}

static string DescribeStream(StreamFailureRecord<StreamEvent> record)
{
    string batch = record switch
    {
        { Kinesis: { } kinesis } => $"{kinesis.BatchSize} of {kinesis.StreamArn}, {kinesis.ShardId}",
        { DynamoDb: { } table } => $"{table.BatchSize} of {table.StreamArn}, {table.ShardId}",
        { Kafka: { } kafka } => $"{kafka.BatchSize} of {kafka.EventSourceArn}, {string.Join(", ", kafka.RecordsInfo.Select(range => $"{range.Topic}/{range.Partition} {range.FirstRecordOffset}-{range.LastRecordOffset}"))}{kafka.RecordInfo?.Offset}",
        _ => "nothing",
    };
    return $"{Head(record)}, {batch}{(record.HasPayload ? $", with the event of {record.PayloadJson.Length} bytes, records {string.Join(", ", record.Payload?.Records?.Select(one => one.EventId) ?? [])}" : "")}";
}

static string DescribeStatus(DurableExecutionRecord record) =>
    $"{record.Status} of {record.DurableExecutionName} of {record.FunctionName}{(record.EndTimestamp is { } end ? $" after {end - record.StartTimestamp}" : "")}";

static string Head(DestinationRecord record) =>
    $"{record.RequestContext.Condition} of {record.RequestContext.FunctionArn.Split(':', 7)[^1]} after {record.RequestContext.ApproximateInvokeCount}";

static string FindCorpus()
{
    for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
    {
        string corpus = Path.Combine(folder, "tests", "Corpus", "records");
        if (Directory.Exists(corpus))
        {
            return corpus;
        }
    }

    throw new DirectoryNotFoundException("Name the folder of records: RecordCorpus <folder>.");
}
