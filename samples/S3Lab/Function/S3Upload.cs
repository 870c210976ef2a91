using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace S3Lab;

/// <summary>A notification of S3, as far as the lab reads it.</summary>
/// <param name="Records">The uploads; S3 sends one at a time.</param>
public sealed record S3Upload([property: JsonPropertyName("Records")] IReadOnlyList<UploadRecord> Records);

/// <summary>One upload.</summary>
/// <param name="S3">Where the file is.</param>
public sealed record UploadRecord([property: JsonPropertyName("s3")] UploadPlace S3);

/// <summary>The place of an uploaded file.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Object">The file.</param>
public sealed record UploadPlace([property: JsonPropertyName("bucket")] UploadBucket Bucket, [property: JsonPropertyName("object")] UploadedObject Object);

/// <summary>A bucket.</summary>
/// <param name="Name">Its name.</param>
public sealed record UploadBucket([property: JsonPropertyName("name")] string Name);

/// <summary>A file.</summary>
/// <param name="Key">Its key, URL-encoded.</param>
/// <param name="Size">Its size in bytes.</param>
public sealed record UploadedObject([property: JsonPropertyName("key")] string Key, [property: JsonPropertyName("size")] long Size);

/// <summary>What the handler answers.</summary>
/// <param name="Key">The file.</param>
/// <param name="Bytes">How much of it was imported.</param>
public sealed record ImportReceipt(string Key, long Bytes);

/// <summary>Reads and writes the lab's JSON without reflection.</summary>
[JsonSerializable(typeof(S3Upload))]
[JsonSerializable(typeof(ImportReceipt))]
[JsonSerializable(typeof(ClickBatch))]
[JsonSerializable(typeof(OrderBatch))]
public sealed partial class LabJson : JsonSerializerContext;
