using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LambdaDestinations.Benchmarks.Records;

/// <summary>What one writes without this library: the record's members, names in camel case by the serializer's policy.</summary>
public sealed class PlainSuccess
{
    public string? Version { get; set; }

    public DateTimeOffset Timestamp { get; set; }

    public PlainRequestContext? RequestContext { get; set; }

    public PlainResponseContext? ResponseContext { get; set; }

    public Order? RequestPayload { get; set; }

    public Receipt? ResponsePayload { get; set; }
}

public sealed class PlainFailure
{
    public string? Version { get; set; }

    public DateTimeOffset Timestamp { get; set; }

    public PlainRequestContext? RequestContext { get; set; }

    public PlainResponseContext? ResponseContext { get; set; }

    public Order? RequestPayload { get; set; }

    public PlainError? ResponsePayload { get; set; }
}

/// <summary>A record whose request is sent on as it is.</summary>
public sealed class PlainRedrive
{
    public string? Version { get; set; }

    public DateTimeOffset Timestamp { get; set; }

    public PlainRequestContext? RequestContext { get; set; }

    public PlainResponseContext? ResponseContext { get; set; }

    public JsonElement RequestPayload { get; set; }

    public PlainError? ResponsePayload { get; set; }
}

public sealed class PlainRequestContext
{
    public string? RequestId { get; set; }

    public string? FunctionArn { get; set; }

    public string? Condition { get; set; }

    public int ApproximateInvokeCount { get; set; }
}

public sealed class PlainResponseContext
{
    public int? StatusCode { get; set; }

    public string? ExecutedVersion { get; set; }

    public string? FunctionError { get; set; }
}

public sealed class PlainError
{
    public string? ErrorType { get; set; }

    public string? ErrorMessage { get; set; }

    public IReadOnlyList<string>? StackTrace { get; set; }

    public PlainError? Cause { get; set; }

    public IReadOnlyList<PlainError>? Causes { get; set; }
}

/// <summary>The least of an SQS event that a consumer needs: what our envelope reads too.</summary>
public sealed class PlainSqsEvent
{
    [JsonPropertyName(nameof(Records))]
    [Newtonsoft.Json.JsonProperty(nameof(Records))]
    public IReadOnlyList<PlainSqsMessage> Records { get; set; } = [];
}

public sealed class PlainSqsMessage
{
    public string? MessageId { get; set; }

    public string? Body { get; set; }

    public string? EventSource { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PlainSuccess))]
[JsonSerializable(typeof(PlainFailure))]
[JsonSerializable(typeof(PlainRedrive))]
[JsonSerializable(typeof(PlainSqsEvent))]
internal sealed partial class PlainContext : JsonSerializerContext;
