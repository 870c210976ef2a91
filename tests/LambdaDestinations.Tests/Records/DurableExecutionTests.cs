using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;

namespace LambdaDestinations.Tests.Records;

/// <summary>Status changes of durable executions, as the AWS Lambda Developer Guide shows them ("Monitoring durable functions").</summary>
public sealed class DurableExecutionTests
{
    private const string Detail = """
        {
          "durableExecutionArn": "arn:aws:lambda:us-east-1:123456789012:function:my-function:2/durable-execution/4d7a4b5d-0a4a-4b3c-9ea9-0c8f2f1f7a11/0c9e-1",
          "durableExecutionName": "order-1",
          "functionArn": "arn:aws:lambda:us-east-1:123456789012:function:my-function:2",
          "status": "SUCCEEDED",
          "startTimestamp": "2026-02-01T12:00:00.125Z",
          "endTimestamp": "2026-02-01T12:30:00Z"
        }
        """;

    private static readonly string Event =
        $$"""{"version":"0","id":"e-1","detail-type":"Durable Execution Status Change","source":"aws.lambda","account":"123456789012","time":"2026-02-01T12:30:00Z","region":"us-east-1","resources":[],"detail":{{Detail}}}""";

    /// <summary>How the event arrives, and what is said to have brought it.</summary>
    public static TheoryData<string, DestinationCarrier, string?> Carriers => new()
    {
        { Event, DestinationCarrier.EventBridge, "e-1" },
        { Detail, DestinationCarrier.Lambda, null },
        { Sqs(Event), DestinationCarrier.EventBridge, "m-1" },
        { Sqs(Detail), DestinationCarrier.Sqs, "m-1" },
        { Sns(Event), DestinationCarrier.EventBridge, "n-1" },
        { Sqs($$"""{"Type":"Notification","MessageId":"n-1","TopicArn":"t","Message":{{JsonSerializer.Serialize(Event)}}}"""), DestinationCarrier.EventBridge, "m-1" },
        { $"[{Event}]", DestinationCarrier.EventBridge, null },
    };

    [Theory]
    [MemberData(nameof(Carriers))]
    public void It_is_taken_out_of_whatever_carries_it(string json, DestinationCarrier carrier, string? id)
    {
        DestinationMessage message = Assert.Single(DestinationEnvelope.Read(Encoding.UTF8.GetBytes(json)));
        Assert.Null(message.Error);
        Assert.Equal((carrier, id), (message.Carrier, message.MessageId));
        Assert.Equal(DestinationRecordKind.DurableExecution, DestinationRecordReader.GetKind(message.Record));

        DurableExecutionRecord record = DestinationRecordReader.ReadDurableExecution(message.Record);
        Assert.EndsWith(":2/durable-execution/4d7a4b5d-0a4a-4b3c-9ea9-0c8f2f1f7a11/0c9e-1", record.DurableExecutionArn, StringComparison.Ordinal);
        Assert.Equal(("order-1", "my-function", DurableExecutionStatus.Succeeded, "SUCCEEDED"), (record.DurableExecutionName, record.FunctionName, record.Status, record.StatusText));
        Assert.Equal("arn:aws:lambda:us-east-1:123456789012:function:my-function:2", record.FunctionArn);
        Assert.Equal(DateTimeOffset.Parse("2026-02-01T12:00:00.125Z", CultureInfo.InvariantCulture), record.StartTimestamp);
        Assert.Equal(DateTimeOffset.Parse("2026-02-01T12:30:00Z", CultureInfo.InvariantCulture), record.EndTimestamp);
        Assert.Equal(Detail, Encoding.UTF8.GetString(record.Json.Span));
        Assert.Equal(record.DurableExecutionArn + ":SUCCEEDED", record.IdempotencyKey);
    }

    /// <summary>Applications may use the detail type, but no source of AWS's: what they send is an event like any other, wherever it arrives.</summary>
    [Theory]
    [InlineData("\"shop\"", " of the source 'shop'")]
    [InlineData("\"aws.lambda2\"", " of the source 'aws.lambda2'")]
    [InlineData("\"aws.lambda\",\"source\":\"shop\"", " of the source 'aws.lambda'")]
    [InlineData("\"aws.lambda\",\"source\":null", " of the source 'aws.lambda'")]
    [InlineData("1", "")]
    public async Task A_status_change_of_another_source_is_none(string source, string described)
    {
        string other = Event.Replace("\"aws.lambda\"", source, StringComparison.Ordinal);
        string problem = $"this is an EventBridge event of the type 'Durable Execution Status Change'{described}, not a record of a destination";
        DestinationFormatException error = Assert.Throws<DestinationFormatException>(() => DestinationEnvelope.Read(Encoding.UTF8.GetBytes(other)));
        Assert.StartsWith(problem, error.Problem, StringComparison.Ordinal);
        foreach (string carried in (string[])[Sqs(other), Sns(other)])
        {
            DestinationMessage message = Assert.Single(DestinationEnvelope.Read(Encoding.UTF8.GetBytes(carried)));
            Assert.Null(message.Error);
            Assert.Equal(DestinationRecordKind.Unknown, DestinationRecordReader.GetKind(message.Record));
            Assert.Equal(other, Encoding.UTF8.GetString(message.Record.Span));
            Assert.StartsWith(problem, Assert.Throws<DestinationFormatException>(() => DestinationRecordReader.ReadFailure<Order>(message.Record, null)).Problem, StringComparison.Ordinal);
        }

        using MemoryStream input = new(Encoding.UTF8.GetBytes(other));
        await Assert.ThrowsAsync<DestinationFormatException>(() => DestinationConsumer.InvokeAsync(input, static _ => default));
    }

    [Theory]
    [InlineData("RUNNING", DurableExecutionStatus.Running)]
    [InlineData("FAILED", DurableExecutionStatus.Failed)]
    [InlineData("TIMED_OUT", DurableExecutionStatus.TimedOut)]
    [InlineData("STOPPED", DurableExecutionStatus.Stopped)]
    [InlineData("PAUSED", DurableExecutionStatus.None)]
    [InlineData("succeeded", DurableExecutionStatus.None)]
    public void A_status_is_what_AWS_calls_it(string text, DurableExecutionStatus status)
    {
        DurableExecutionRecord record = Read(Detail.Replace("SUCCEEDED", text, StringComparison.Ordinal));
        Assert.Equal((text, status), (record.StatusText, record.Status));
        Assert.Equal($"{record.DurableExecutionArn}:{text}", record.IdempotencyKey);
    }

    /// <summary>A running execution has no end; unknown members are passed over, and of one that stands twice the last counts.</summary>
    [Theory]
    [InlineData(""","endTimestamp":null""")]
    [InlineData("")]
    [InlineData(""","endTimestamp":"2026-01-01T00:00:00Z","new":{"a":[1]},"endTimestamp":null""")]
    public void What_is_running_has_no_end(string end)
    {
        DurableExecutionRecord record = Read($$"""{"durableExecutionArn":"a","durableExecutionName":"n","functionArn":"f","status":"RUNNING","startTimestamp":"2026-01-01T00:00:00Z"{{end}}}""");
        Assert.Null(record.EndTimestamp);
        Assert.Equal("f", record.FunctionName);
    }

    [Theory]
    [InlineData("durableExecutionArn")]
    [InlineData("durableExecutionName")]
    [InlineData("functionArn")]
    [InlineData("status")]
    [InlineData("startTimestamp")]
    public void What_AWS_always_writes_must_be_there(string member)
    {
        DestinationFormatException exception = Assert.Throws<DestinationFormatException>(() => Read(Detail.Replace($"\"{member}\"", "\"other\"", StringComparison.Ordinal)));
        Assert.Equal(($"'{member}' is missing", $"$.{member}"), (exception.Problem, exception.Path));
    }

    [Theory]
    [InlineData("async-failure.eventbridge", "this is an EventBridge event of the type 'Lambda Function Invocation Result - Failure' of the source 'lambda', not the status change of a durable execution")]
    [InlineData("apigateway", "this is an HTTP request, not the status change of a durable execution")]
    public void Another_event_says_what_it_is(string name, string problem)
    {
        byte[] json = name == "apigateway" ? """{"httpMethod":"GET"}"""u8.ToArray() : Corpus.Read(name);
        Assert.Equal(problem, Assert.Throws<DestinationFormatException>(() => DestinationRecordReader.ReadDurableExecution(json)).Problem);
    }

    [Fact]
    public void The_readers_of_invocation_records_say_what_it_is()
    {
        string problem = Assert.Throws<DestinationFormatException>(() => DestinationRecordReader.ReadFailure<Order>(Encoding.UTF8.GetBytes(Detail), null)).Problem;
        Assert.Equal("this is the status change of a durable execution, not a record of a destination", problem);
        Assert.Equal(DestinationRecordKind.Unknown, DestinationRecordReader.GetKind("""{"durableExecutionArn":5,"status":"FAILED"}"""u8.ToArray()));
        Assert.Equal(DestinationRecordKind.Success, DestinationRecordReader.GetKind("""{"durableExecutionArn":"a","requestContext":{"condition":"Success"}}"""u8.ToArray()));
    }

    [Fact]
    public async Task A_consumer_gets_it_and_reports_by_the_id_of_the_message()
    {
        List<string> consumed = [];
        using MemoryStream input = new(Encoding.UTF8.GetBytes(Sqs(Event)));
        await using Stream output = await DestinationConsumer.InvokeAsync(input, message =>
        {
            consumed.Add(DestinationRecordReader.ReadDurableExecution(message.Record).DurableExecutionName);
            throw new InvalidOperationException();
        });
        using JsonDocument response = await JsonDocument.ParseAsync(output);
        Assert.Equal(["order-1"], consumed);
        Assert.Equal("m-1", response.RootElement.GetProperty("batchItemFailures").EnumerateArray().Single().GetProperty("itemIdentifier").GetString());
    }

    private static DurableExecutionRecord Read(string json) => DestinationRecordReader.ReadDurableExecution(Encoding.UTF8.GetBytes(json));

    private static string Sqs(string body) => $$"""{"Records":[{"messageId":"m-1","eventSource":"aws:sqs","body":{{JsonSerializer.Serialize(body)}}}]}""";

    private static string Sns(string message) => $$"""{"Records":[{"EventSource":"aws:sns","Sns":{"MessageId":"n-1","Message":{{JsonSerializer.Serialize(message)}} } }]}""";
}
