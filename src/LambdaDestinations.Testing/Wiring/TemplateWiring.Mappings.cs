using System;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Testing.Wiring;

/// <content>Event source mappings.</content>
internal sealed partial class TemplateWiring
{
    private void ConnectMapping(TemplateResource resource, TemplateValue properties)
    {
        if (_values.TextAt(properties, "FunctionName") is { } name)
        {
            (TestFunction function, string qualifier) = FunctionOf(name);
            Map(resource, function, qualifier, _values.TextAt(properties, EventSourceFacts.MappingSource), properties, []);
        }
    }

    /// <summary>An event of a SAM function that is an event source mapping.</summary>
    /// <param name="e">The event.</param>
    private void Map(SamEvent e) => Map(e.Resource, e.Function, e.Qualifier, SourceOf(e), e.Properties, e.Path);

    /// <summary>An event source mapping: an <c>AWS::Lambda::EventSourceMapping</c>, or an event of a SAM function.</summary>
    private void Map(TemplateResource resource, TestFunction function, string qualifier, string? arn, TemplateValue properties, string[] path)
    {
        if (_values.TextAt(properties, "Enabled") == "false")
        {
            Note(resource, "The mapping is disabled.", changes: false, [.. path, "Enabled"]);
            return;
        }

        NotPlayed(resource, properties, path, "TumblingWindowInSeconds");
        EventSourceMappingSettings settings = SettingsOf(properties, qualifier);
        if (_values.TextAt(properties, "StartingPosition") == "AT_TIMESTAMP")
        {
            Note(resource, "AT_TIMESTAMP is played as TRIM_HORIZON: the streams of a host are empty at its start.", changes: false, [.. path, "StartingPosition"]);
        }

        string[] parts = arn?.Split(':') ?? [];
        switch (parts.Length < 6 ? null : parts[2])
        {
            case "kinesis":
                _mappings.Add(_registry.Kinesis(LastPart(arn!, '/')), function.Name, settings);
                break;
            case "dynamodb":
                _mappings.Add(_registry.DynamoDB(TableIn(arn!)), function.Name, settings);
                break;
            case "sqs":
                _mappings.Add(_registry.Queue(LastPart(arn!, ':')), function.Name, settings);
                break;
            case "kafka" or null when _values.ItemsAt(properties, "Topics") is { Count: > 0 } topics:
                string cluster = arn is null ? "kafka" : NameBehindSlash(arn);
                foreach (TemplateValue topic in topics)
                {
                    _mappings.Add(_registry.Kafka(topic.Text ?? throw new UnknownValueException(OpenReason.Invalid("a topic has no name")), cluster: cluster, selfManaged: arn is null), function.Name, settings);
                }

                break;
            default:
                Note(resource, $"A source of the kind {(parts.Length < 6 ? arn ?? "(none)" : parts[2])} is not played.", changes: false, path);
                break;
        }
    }

    private EventSourceMappingSettings SettingsOf(TemplateValue properties, string qualifier) => new()
    {
        BatchSize = Number(properties, "BatchSize"),
        MaximumBatchingWindow = TimeSpan.FromSeconds(Number(properties, "MaximumBatchingWindowInSeconds") ?? 0),
        MaximumRetryAttempts = Number(properties, "MaximumRetryAttempts") ?? -1,
        MaximumRecordAgeInSeconds = Number(properties, "MaximumRecordAgeInSeconds") ?? -1,
        BisectBatchOnFunctionError = Boolean(properties, "BisectBatchOnFunctionError"),
        ReportBatchItemFailures = _values.ItemsAt(properties, "FunctionResponseTypes").Any(static each => each.Text == "ReportBatchItemFailures"),
        ParallelizationFactor = Number(properties, "ParallelizationFactor") ?? 1,
        MaximumConcurrency = Number(properties, "ScalingConfig", "MaximumConcurrency"),
        StartingPosition = _values.TextAt(properties, "StartingPosition") == "LATEST" ? StartingPosition.Latest : StartingPosition.TrimHorizon,
        OnFailure = _values.TextAt(properties, "DestinationConfig", "OnFailure", "Destination") is { } destination ? Target(destination) : null,
        Filters = [.. _values.ItemsAt(properties, "FilterCriteria", "Filters").Select(each => _values.TextAt(each, "Pattern") ?? "{}")],
        Qualifier = qualifier,
    };

    /// <summary>The table in an ARN, or the whole ARN of one elsewhere.</summary>
    private string TableIn(string arn) => _account.IsElsewhere(Valid(arn)) ? arn : NameBehindSlash(arn);

    /// <summary>The name in an ARN that ends in <c>table/name/…</c> or <c>cluster/name/…</c>.</summary>
    private static string NameBehindSlash(string arn) => arn.Split('/') is [_, { Length: > 0 } name, ..] ? name : throw new ArgumentException($"{arn} names no source of a mapping.");
}
