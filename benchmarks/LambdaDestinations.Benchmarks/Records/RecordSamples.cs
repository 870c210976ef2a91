using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LambdaDestinations.Benchmarks.Records;

/// <summary>Records of about a given size, their request payload filled with order lines.</summary>
internal static class RecordSamples
{
    private const int LineLength = 52;

    /// <summary>Quotes of a body as <c>\"</c>, not as <c>\u0022</c>.</summary>
    private static readonly JsonSerializerOptions AsAwsWrites = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Success(int size) => Fill(size, order => Record(
        "Success",
        1,
        $$"""
        ,"requestPayload":{{order}},"responsePayload":{"receiptId":"R-1001","acceptedAt":"2026-03-04T10:15:30.1+00:00","total":31.4}
        """));

    public static byte[] Failure(int size) => Fill(size, order => Record(
        "RetriesExhausted",
        3,
        $$"""
        ,"requestPayload":{{order}},"responsePayload":{"errorType":"InvalidOperationException","errorMessage":"Out of stock.","stackTrace":["at Orders.Worker.PlaceOrder(Order order) in /src/Worker.cs:line 42","at lambda_method1(Closure, Stream, ILambdaContext, Stream)"]}
        """));

    /// <summary>A record without payloads: the envelope's own cost.</summary>
    public static byte[] Bare() => Encoding.UTF8.GetBytes(Record("Success", 1, ""));

    /// <summary>An SQS event of ten messages with everything that Lambda writes into one.</summary>
    public static byte[] SqsBatch(byte[] record) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            Records = Enumerable.Range(0, 10).Select(index => new
            {
                messageId = $"0d9a1c1e-8a7e-4c1e-9d63-6d1a6a3c3b1{index}",
                receiptHandle = "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a==",
                body = Encoding.UTF8.GetString(record),
                attributes = new
                {
                    ApproximateReceiveCount = "1",
                    AWSTraceHeader = "Root=1-67c6d2a2-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=0",
                    SentTimestamp = "1772619330200",
                    SenderId = "AROAEXAMPLEID:order-worker",
                    ApproximateFirstReceiveTimestamp = "1772619330300",
                },
                messageAttributes = new { },
                md5OfBody = "82a5fdda4114d9a73d8518921072fb4e",
                eventSource = "aws:sqs",
                eventSourceARN = "arn:aws:sqs:us-east-1:123456789012:order-placed",
                awsRegion = "us-east-1",
            }),
        },
        AsAwsWrites);

    private static byte[] Fill(int size, Func<string, string> record)
    {
        int rest = size - record(Order(0)).Length;
        return Encoding.UTF8.GetBytes(record(Order(Math.Max(rest / LineLength, 1))));
    }

    private static string Record(string condition, int count, string payloads) =>
        """{"version":"1.0","timestamp":"2026-03-04T10:15:30.123Z","requestContext":{"requestId":"5f0c9a52-6f0e-4d4b-9f7a-3f0f6d1f7a10","functionArn":"arn:aws:lambda:us-east-1:123456789012:function:order-worker:$LATEST","""
        + $"\"condition\":\"{condition}\",\"approximateInvokeCount\":{count.ToString(CultureInfo.InvariantCulture)}"
        + """},"responseContext":{"statusCode":200,"executedVersion":"$LATEST"}"""
        + payloads + "}";

    private static string Order(int lines)
    {
        string items = string.Join(",", Enumerable.Range(0, lines).Select(index => string.Create(
            CultureInfo.InvariantCulture, $$"""{"sku":"SKU-{{index:000000}}","quantity":{{(index % 9) + 1}},"unitPrice":15.70}""")));
        return $$"""{"orderId":"A-1001","customer":{"id":"C-77","name":"Zoë Ångström","email":"zoe@example.com","isBusiness":false},"lines":[{{items}}],"note":null}""";
    }
}
