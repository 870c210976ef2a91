using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Records;

namespace LambdaDestinations.Testing.Targets;

/// <summary>An S3 notification (Amazon S3 User Guide, "Event message structure"): it names the object and does not hold it.</summary>
internal static class S3Event
{
    internal static byte[] Write(string bucket, AwsAccount account, CapturedObject created, string configurationId) => Json.Write((bucket, account, created, configurationId), static (writer, state) =>
    {
        (string bucket, AwsAccount account, CapturedObject created, string configurationId) = state;
        writer.WriteStartObject();
        writer.WriteStartArray("Records"u8);
        writer.WriteStartObject();
        writer.WriteString("eventVersion"u8, "2.1"u8);
        writer.WriteString("eventSource"u8, "aws:s3"u8);
        writer.WriteString("awsRegion"u8, account.Region);
        writer.WriteString("eventTime"u8, Json.Milliseconds(created.Time));
        writer.WriteString("eventName"u8, "ObjectCreated:Put"u8);
        writer.WriteStartObject("userIdentity"u8);
        writer.WriteString("principalId"u8, created.SourceFunction is null ? "AWS:AIDAEXAMPLEID" : "AWS:AROAEXAMPLEID:" + created.SourceFunction);
        writer.WriteEndObject();
        writer.WriteStartObject("requestParameters"u8);
        writer.WriteString("sourceIPAddress"u8, "203.0.113.10"u8);
        writer.WriteEndObject();
        writer.WriteStartObject("responseElements"u8);
        writer.WriteString("x-amz-request-id"u8, "EXAMPLE"u8);
        writer.WriteString("x-amz-id-2"u8, "EXAMPLE"u8);
        writer.WriteEndObject();
        writer.WriteStartObject("s3"u8);
        writer.WriteString("s3SchemaVersion"u8, "1.0"u8);
        writer.WriteString("configurationId"u8, configurationId);
        WriteBucket(writer, bucket, account.ArnOfBucket(bucket));
        WriteObject(writer, created);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>
    /// The <c>detail</c> of the event on a bus (Amazon S3 User Guide, "EventBridge event message structure"): the key is not encoded there.
    /// </summary>
    internal static byte[] WriteDetail(string bucket, AwsAccount account, CapturedObject created) => Json.Write((bucket, account, created), static (writer, state) =>
    {
        (string bucket, AwsAccount account, CapturedObject created) = state;
        writer.WriteStartObject();
        writer.WriteString("version"u8, "0"u8);
        writer.WriteStartObject("bucket"u8);
        writer.WriteString("name"u8, bucket);
        writer.WriteEndObject();
        writer.WriteStartObject("object"u8);
        writer.WriteString("key"u8, created.Key);
        writer.WriteNumber("size"u8, created.Content.Length);
        writer.WriteString("etag"u8, ETag(created.Content.Span));
        writer.WriteString("sequencer"u8, Sequencer(created));
        writer.WriteEndObject();
        writer.WriteString("request-id"u8, "EXAMPLE"u8);
        writer.WriteString("requester"u8, account.Id);
        writer.WriteString("source-ip-address"u8, "203.0.113.10"u8);
        writer.WriteString("reason"u8, "PutObject"u8);
        writer.WriteEndObject();
    });

    private static void WriteBucket(Utf8JsonWriter writer, string bucket, string arn)
    {
        writer.WriteStartObject("bucket"u8);
        writer.WriteString("name"u8, bucket);
        writer.WriteStartObject("ownerIdentity"u8);
        writer.WriteString("principalId"u8, "EXAMPLE"u8);
        writer.WriteEndObject();
        writer.WriteString("arn"u8, arn);
        writer.WriteEndObject();
    }

    private static void WriteObject(Utf8JsonWriter writer, CapturedObject created)
    {
        writer.WriteStartObject("object"u8);
        writer.WriteString("key"u8, EncodeKey(created.Key));
        writer.WriteNumber("size"u8, created.Content.Length);
        writer.WriteString("eTag"u8, ETag(created.Content.Span));
        writer.WriteString("sequencer"u8, Sequencer(created));
        writer.WriteEndObject();
    }

    private static string Sequencer(CapturedObject created) => created.Sequence.ToString("X16", CultureInfo.InvariantCulture);

    /// <summary>Keys are URL-encoded as in a form: a space is a plus sign, a slash stays.</summary>
    private static string EncodeKey(string key)
    {
        StringBuilder encoded = new();
        foreach (string segment in key.Split('/'))
        {
            encoded.Append(encoded.Length == 0 && !key.StartsWith('/') ? string.Empty : "/").Append(Uri.EscapeDataString(segment).Replace("%20", "+", StringComparison.Ordinal));
        }

        return encoded.ToString();
    }

    [SuppressMessage("Security", "CA5351", Justification = "The ETag of an object is defined as an MD5 digest.")]
    private static string ETag(ReadOnlySpan<byte> content) => Convert.ToHexString(MD5.HashData(content)).ToLowerInvariant();
}
