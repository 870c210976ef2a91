using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace S3Lab;

/// <summary>A batch of a Kinesis stream, as far as the lab reads it.</summary>
/// <param name="Records">The records, in the order of the shard.</param>
public sealed record ClickBatch([property: JsonPropertyName("Records")] IReadOnlyList<ClickRecord> Records);

/// <summary>One record of the stream.</summary>
/// <param name="Kinesis">What Kinesis tells about it.</param>
public sealed record ClickRecord([property: JsonPropertyName("kinesis")] ClickData Kinesis);

/// <summary>The data of a record.</summary>
/// <param name="Data">The bytes, base64 in the JSON.</param>
public sealed record ClickData([property: JsonPropertyName("data")] byte[] Data);

/// <summary>A batch of a table's stream, as far as the lab reads it.</summary>
/// <param name="Records">The records, in the order of the shard.</param>
public sealed record OrderBatch([property: JsonPropertyName("Records")] IReadOnlyList<OrderRecord> Records);

/// <summary>One change of the table.</summary>
/// <param name="DynamoDb">What DynamoDB tells about it.</param>
public sealed record OrderRecord([property: JsonPropertyName("dynamodb")] OrderChange DynamoDb);

/// <summary>The images of an item.</summary>
/// <param name="NewImage">The item after the change, in DynamoDB's JSON.</param>
public sealed record OrderChange([property: JsonPropertyName("NewImage")] IReadOnlyDictionary<string, JsonElement>? NewImage);
