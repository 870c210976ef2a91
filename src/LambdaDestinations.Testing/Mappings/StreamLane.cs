using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Records;

namespace LambdaDestinations.Testing;

/// <summary>
/// Reads one shard in order. A batch blocks what comes after it until it succeeds, is discarded, or expires: a poison record
/// blocks its shard.
/// </summary>
/// <remarks>Rules: AWS Lambda Developer Guide, "Retain discarded batch records" and "Configuring partial batch response".</remarks>
internal sealed class StreamLane : WorkItem, IInvocationOwner
{
    private readonly object _gate = new();
    private readonly StreamMapping _mapping;
    private readonly StreamShard _shard;
    private readonly int _lane;
    private readonly Stack<Batch> _batches = new();
    private DateTimeOffset? _wakesAt;
    private int _next;
    private bool _isRunning;
    private DateTimeOffset _notBefore;

    internal StreamLane(StreamMapping mapping, StreamShard shard, int lane)
    {
        _mapping = mapping;
        _shard = shard;
        _lane = lane;
        _next = mapping.Settings.StartingPosition == StartingPosition.Latest ? shard.Count : shard.Start;
    }

    /// <summary>The place of the next record that the lane reads.</summary>
    internal int Position => _next;

    private StreamSource Source => _mapping.Source;

    private TestFunction Function => _mapping.Function;

    private EventSourceMappingSettings Settings => _mapping.Settings;

    private LambdaTestHost Host => Source.Host;

    /// <summary>A record has arrived.</summary>
    internal void Wake() => WakeAt(Host.TimeProvider.GetUtcNow());

    internal override async ValueTask RunAsync()
    {
        DateTimeOffset now = Host.TimeProvider.GetUtcNow();
        lock (_gate)
        {
            if (_wakesAt <= now)
            {
                _wakesAt = null;
            }
        }

        if (_isRunning)
        {
            // The end of the batch wakes the lane.
            return;
        }

        if (now < _notBefore)
        {
            WakeAt(_notBefore);
            return;
        }

        if (_batches.Count == 0)
        {
            ReadBatch(now);
        }

        if (_batches.Count > 0 && !Function.HasHandler)
        {
            // The batch stays in front: a run after AddFunction goes on with it.
            WakeAt(now);
            throw LambdaTestHost.MissingHandler(Function);
        }

        if (!_batches.TryPeek(out Batch? batch))
        {
            return;
        }

        await ExpireAsync(batch, now).ConfigureAwait(false);
        if (batch.Records.Count == 0)
        {
            Finish(batch);
            return;
        }

        byte[] json = Source.WriteEvent(_shard, batch.Records, Function);
        if (json.Length > EventSourceMappingSettings.MaximumPayloadSize)
        {
            await DiscardAsync(batch, batch.Records, Conditions.MaximumPayloadSizeExceeded, EsmResponse.Null, Math.Max(batch.Attempts, 1)).ConfigureAwait(false);
            Finish(batch);
            return;
        }

        if (Function.Settings.ReservedConcurrency is { } limit && Function.InFlight >= limit)
        {
            Host.Metrics.CountThrottle();
            Host.Timeline.Add(TimelineEntryKind.Throttled, Source.Name, Function.Name, string.Empty, string.Empty);
            Pause(batch.Throttles++);
            return;
        }

        Start(batch, json);
    }

    public ValueTask CompletedAsync(RunningInvocation invocation)
    {
        Function.Record(invocation);
        _isRunning = false;
        Batch batch = _batches.Peek();
        switch (invocation.Outcome)
        {
            case InvocationOutcome.Succeeded:
                return SucceededAsync(batch, invocation);

            case InvocationOutcome.SystemError:
                // A fault of the service is no error of the function: no retry is consumed.
                Host.Timeline.Add(TimelineEntryKind.SystemError, Function.Name, string.Empty, ErrorJson.Describe(invocation.Response), invocation.RequestId);
                batch.Attempts--;
                Pause(batch.Throttles++);
                return default;

            default:
                Host.Metrics.CountError();
                Host.Timeline.Add(
                    invocation.Outcome == InvocationOutcome.TimedOut ? TimelineEntryKind.TimedOut : TimelineEntryKind.Failed,
                    Function.Name,
                    string.Empty,
                    $"{TimelineText.Attempt(batch.Attempts)}, {ErrorJson.Describe(invocation.Response)}",
                    invocation.RequestId);
                batch.LastResponse = EsmResponse.Unhandled;
                if (Settings.BisectBatchOnFunctionError && batch.Records.Count > 1)
                {
                    Split(batch);
                    return default;
                }

                return RetryAsync(batch);
        }
    }

    private void Start(Batch batch, byte[] json)
    {
        batch.Attempts++;
        batch.Throttles = 0;
        batch.RequestId = Host.Ids.NewId();
        _isRunning = true;
        Lineage? lineage = null;
        foreach (StreamRecord record in batch.Records)
        {
            lineage = Lineage.Longer(lineage, record.Lineage);
        }

        Host.GuardChain(lineage, Function);
        Host.Timeline.Add(TimelineEntryKind.Batch, Source.Name, Function.Name, $"{_shard.Id}, {batch.Records.Count} record(s)", batch.RequestId);
        new RunningInvocation(this, Function, Settings.Qualifier, batch.RequestId, batch.Attempts, json, lineage).Start();
    }

    private ValueTask SucceededAsync(Batch batch, RunningInvocation invocation)
    {
        SortedSet<int> failures = Settings.ReportBatchItemFailures
            ? BatchResponse.Failures(invocation.Response, batch.Records.Count, identifier => Source.IndexOf(identifier, _shard, batch.Records))
            : [];
        if (failures.Count == 0)
        {
            Host.Timeline.Add(TimelineEntryKind.Succeeded, Function.Name, string.Empty, TimelineText.Attempt(batch.Attempts), invocation.RequestId);
            Finish(batch);
            return default;
        }

        // The first failed record is the checkpoint: those before it are done, those behind it are retried with it.
        int checkpoint = failures.Min;
        Host.Timeline.Add(
            TimelineEntryKind.Succeeded,
            Function.Name,
            string.Empty,
            $"{TimelineText.Attempt(batch.Attempts)}, failed from record {checkpoint + 1} of {batch.Records.Count} on",
            invocation.RequestId);
        batch.Records.RemoveRange(0, checkpoint);
        batch.LastResponse = EsmResponse.PartialBatch;
        return RetryAsync(batch);
    }

    private async ValueTask RetryAsync(Batch batch)
    {
        if (_mapping.MaximumRetryAttempts >= 0 && batch.Attempts > _mapping.MaximumRetryAttempts)
        {
            await DiscardAsync(batch, batch.Records, Conditions.RetryAttemptsExhausted, batch.LastResponse, batch.Attempts).ConfigureAwait(false);
            Finish(batch);
            return;
        }

        Pause(batch.Attempts - 1);
    }

    /// <summary>Both halves start with the attempts that the batch had before: a split consumes no retry.</summary>
    private void Split(Batch batch)
    {
        _batches.Pop();
        int half = (batch.Records.Count + 1) / 2;
        int attempts = batch.Attempts - 1;
        _batches.Push(new Batch(batch.Records.GetRange(half, batch.Records.Count - half)) { Attempts = attempts });
        _batches.Push(new Batch(batch.Records.GetRange(0, half)) { Attempts = attempts });
        Host.Timeline.Add(TimelineEntryKind.Split, Source.Name, string.Empty, $"{half} and {batch.Records.Count - half} record(s)", string.Empty);
        Wake();
    }

    private void Finish(Batch batch)
    {
        if (!ReferenceEquals(_batches.Pop(), batch))
        {
            throw new InvalidOperationException("The batch that ended is not the one in front.");
        }

        Wake();
    }

    /// <summary>Drops records that their source has dropped, and discards those older than the mapping allows.</summary>
    private async ValueTask ExpireAsync(Batch batch, DateTimeOffset now)
    {
        int gone = batch.Records.TakeWhile(record => now - record.Time >= Source.RetentionPeriod).Count();
        if (gone > 0)
        {
            Host.Timeline.Add(TimelineEntryKind.Expired, Source.Name, string.Empty, $"{_shard.Id}, {gone} record(s)", batch.RequestId ?? string.Empty);
            batch.Records.RemoveRange(0, gone);
        }

        if (Settings.MaximumRecordAgeInSeconds < 0)
        {
            return;
        }

        TimeSpan maximum = TimeSpan.FromSeconds(Settings.MaximumRecordAgeInSeconds);
        List<StreamRecord> old = batch.Records.TakeWhile(record => now - record.Time >= maximum).ToList();
        if (old.Count > 0)
        {
            await DiscardAsync(batch, old, Conditions.RecordAgeExceeded, EsmResponse.Absent, batch.Attempts).ConfigureAwait(false);
            batch.Records.RemoveRange(0, old.Count);
        }
    }

    private async ValueTask DiscardAsync(Batch batch, List<StreamRecord> records, string condition, EsmResponse response, int invokeCount)
    {
        batch.RequestId ??= Host.Ids.NewId();
        Host.Timeline.Add(TimelineEntryKind.GaveUp, Source.Name, string.Empty, $"{condition}, {_shard.Id}, {records.Count} record(s)", batch.RequestId);
        if (Settings.OnFailure is not { } target)
        {
            return;
        }

        if (target.Type == DestinationType.Kafka)
        {
            // One message per record, under the key of the original.
            foreach (StreamRecord record in records)
            {
                await DeliverAsync(target, batch, [record], condition == Conditions.RetryAttemptsExhausted ? Conditions.RetriesExhausted : condition, response, invokeCount).ConfigureAwait(false);
            }

            return;
        }

        await DeliverAsync(target, batch, records, condition, response, invokeCount).ConfigureAwait(false);
    }

    private ValueTask DeliverAsync(IDestinationTarget target, Batch batch, List<StreamRecord> records, string condition, EsmResponse response, int invokeCount)
    {
        DateTimeOffset now = Host.TimeProvider.GetUtcNow();

        // AWS's example of a Kafka topic shows the qualified ARN, every other record the unqualified one.
        string arn = target.Type == DestinationType.Kafka || Settings.Qualifier != FunctionSettings.Latest ? Function.Arn + ":" + Settings.Qualifier : Function.Arn;
        EsmRecord record = new()
        {
            Source = Source,
            Shard = _shard,
            Records = records,
            Timestamp = now,
            RequestId = batch.RequestId!,
            FunctionArn = arn,
            Condition = condition,
            InvokeCount = invokeCount,
            Response = response,
            ExecutedVersion = Function.VersionOf(Settings.Qualifier),
            Event = Source.WriteEvent(_shard, records, Function),
        };
        DestinationDelivery delivery = new(DeliveryKind.BatchFailure, record.ToJson(target.Type, Host.ObjectPayload), Function, arn, batch.RequestId!, now)
        {
            ObjectKey = target.Type == DestinationType.S3 ? $"aws/lambda/{_mapping.Id}/{_shard.Id}/{Json.KeySuffix(now, Host.Ids.NewId())}" : string.Empty,
            PartitionKey = records[0] is TestKafkaTopic.KafkaRecord { Key: { } key } ? Convert.ToBase64String(key) : null,
            Lineage = new Lineage(records[^1].Lineage, Function.Name),
        };
        return Host.DeliverAsync(target, delivery, withoutPayloads: null);
    }

    private void ReadBatch(DateTimeOffset now)
    {
        int batchSize = Settings.BatchSize ?? 100;
        List<StreamRecord> records = [];
        long size = 0;
        bool isFull = false;
        int index = _next;
        for (; index < _shard.Count && !isFull; index++)
        {
            StreamRecord record = _shard[index];
            if (!_mapping.IsIn(record, _lane))
            {
                continue;
            }

            size += record.Size;
            if (records.Count > 0 && size > EventSourceMappingSettings.MaximumPayloadSize)
            {
                isFull = true;
                break;
            }

            records.Add(record);
            isFull = records.Count == batchSize;
        }

        if (records.Count == 0)
        {
            _next = index;
            return;
        }

        DateTimeOffset windowEnd = records[0].Time + Settings.MaximumBatchingWindow;
        if (!isFull && windowEnd > now)
        {
            WakeAt(windowEnd);
            return;
        }

        _next = index;
        _batches.Push(new Batch(records));
        Source.ForgetRead(_shard);
    }

    /// <summary>Waits before the same batch is tried again: 1, 2, 4 … seconds, at most five minutes. AWS does not document the interval.</summary>
    private void Pause(int tries)
    {
        _notBefore = Host.TimeProvider.GetUtcNow() + TimeSpan.FromSeconds(Math.Min(1L << Math.Min(tries, 16), 300));
        WakeAt(_notBefore);
    }

    private void WakeAt(DateTimeOffset due)
    {
        lock (_gate)
        {
            if (_wakesAt <= due)
            {
                return;
            }

            _wakesAt = due;
        }

        Host.Engine.Schedule(this, due);
    }

    private sealed class Batch(List<StreamRecord> records)
    {
        internal List<StreamRecord> Records => records;

        /// <summary>How often the function was given this batch.</summary>
        internal int Attempts { get; set; }

        internal int Throttles { get; set; }

        internal string? RequestId { get; set; }

        internal EsmResponse LastResponse { get; set; } = EsmResponse.Absent;
    }
}
