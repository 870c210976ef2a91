using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Records;
using LambdaDestinations.Testing.Streams;

namespace LambdaDestinations.Testing.Mappings;

/// <summary>What happens to the records of a shard that its mapping gives up: they are noted, and told to the on-failure destination.</summary>
internal sealed class DiscardedBatches(StreamMapping mapping, StreamShard shard)
{
    private EmulatorContext Context => mapping.Context;

    private TestFunction Function => mapping.Function;

    /// <summary>Gives up records of a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="records">Those of it that are given up.</param>
    /// <param name="condition">Why.</param>
    /// <param name="response">The response of the last attempt.</param>
    /// <param name="invokeCount">How often the function was given them.</param>
    internal async ValueTask DiscardAsync(StreamBatch batch, List<StreamRecord> records, string condition, EsmResponse response, int invokeCount)
    {
        batch.RequestId ??= Context.Ids.NewId();
        Context.Timeline.Add(TimelineEntryKind.GaveUp, mapping.Source.Name, string.Empty, $"{condition}, {shard.Id}, {records.Count} record(s)", batch.RequestId);
        if (mapping.Settings.OnFailure is not { } target)
        {
            Context.Faults?.Lost($"Records of '{mapping.Source.Name}' are lost ({condition}): the mapping of '{Function.Name}' has no on-failure destination", Function.Name);
            return;
        }

        if (target.Type == DestinationType.Kafka)
        {
            // One message per record, under the key of the original.
            foreach (StreamRecord record in records)
            {
                NoteDelivery(1, await DeliverAsync(target, batch, [record], condition == Conditions.RetryAttemptsExhausted ? Conditions.RetriesExhausted : condition, response, invokeCount).ConfigureAwait(false));
            }

            return;
        }

        NoteDelivery(records.Count, await DeliverAsync(target, batch, records, condition, response, invokeCount).ConfigureAwait(false));
    }

    private void NoteDelivery(int records, bool hasArrived)
    {
        if (hasArrived)
        {
            Context.Faults?.CountKept(Function.Name, records);
        }
        else
        {
            Context.Faults?.Lost($"Records of '{mapping.Source.Name}' are lost: the delivery to the on-failure destination of '{Function.Name}' failed, and Lambda does not try again", Function.Name, isOutage: true);
        }
    }

    private ValueTask<bool> DeliverAsync(IDestinationTarget target, StreamBatch batch, List<StreamRecord> records, string condition, EsmResponse response, int invokeCount)
    {
        DateTimeOffset now = Context.Clock.GetUtcNow();

        // AWS's example of a Kafka topic shows the qualified ARN, every other record the unqualified one.
        string arn = target.Type == DestinationType.Kafka || mapping.Settings.Qualifier != FunctionSettings.Latest ? Function.Arn + ":" + mapping.Settings.Qualifier : Function.Arn;
        EsmRecord record = new()
        {
            Source = mapping.Source,
            Shard = shard,
            Records = records,
            Timestamp = now,
            RequestId = batch.RequestId!,
            FunctionArn = arn,
            Condition = condition,
            InvokeCount = invokeCount,
            Response = response,
            ExecutedVersion = Function.VersionOf(mapping.Settings.Qualifier),
            Event = mapping.Source.WriteEvent(shard, records, Function.Name),
        };
        DestinationDelivery delivery = new(DeliveryKind.BatchFailure, record.ToJson(target.Type, Context.Options.ObjectPayload), Function.Name, arn, batch.RequestId!, now)
        {
            ObjectKey = target.Type == DestinationType.S3 ? $"aws/lambda/{mapping.Id}/{shard.Id}/{Json.KeySuffix(now, Context.Ids.NewId())}" : string.Empty,
            PartitionKey = records[0] is TestKafkaTopic.KafkaRecord { Key: { } key } ? Convert.ToBase64String(key) : null,
            Lineage = new Lineage(records[^1].Lineage, Function.Name),
        };
        return mapping.Dispatcher.DeliverAsync(target, delivery, record: null);
    }
}
