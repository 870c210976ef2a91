using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Functions;
using LambdaDestinations.Testing.Records;
using LambdaDestinations.Testing.Reporting;
using LambdaDestinations.Testing.Streams;

namespace LambdaDestinations.Testing.Mappings;

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
    private readonly DiscardedBatches _discarded;
    private readonly int _lane;
    private readonly Stack<StreamBatch> _batches = new();
    private DateTimeOffset? _wakesAt;
    private int _next;
    private bool _isRunning;
    private DateTimeOffset _notBefore;

    internal StreamLane(StreamMapping mapping, StreamShard shard, int lane)
    {
        _mapping = mapping;
        _shard = shard;
        _lane = lane;
        _discarded = new DiscardedBatches(mapping, shard);
        _next = mapping.Settings.StartingPosition == StartingPosition.Latest ? shard.Count : shard.Start;
    }

    /// <summary>The place of the next record that the lane reads.</summary>
    internal int Position => _next;

    private StreamSource Source => _mapping.Source;

    private TestFunction Function => _mapping.Function;

    private EventSourceMappingSettings Settings => _mapping.Settings;

    private EmulatorContext Context => _mapping.Context;

    /// <summary>A record has arrived.</summary>
    internal void Wake() => WakeAt(Context.Clock.GetUtcNow());

    internal override async ValueTask RunAsync()
    {
        DateTimeOffset now = Context.Clock.GetUtcNow();
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
            if (_next < _shard.Count && Context.FaultAt(FaultPointKind.Poll, $"{Source.Name} for {Function.Name}") == FaultKind.PollFailed)
            {
                Pause(0);
                return;
            }

            ReadBatch(now);
        }

        if (_batches.Count > 0 && !Function.HasHandler)
        {
            // The batch stays in front: a run after AddFunction goes on with it.
            WakeAt(now);
            throw Function.MissingHandler();
        }

        if (!_batches.TryPeek(out StreamBatch? batch))
        {
            return;
        }

        await ExpireAsync(batch, now).ConfigureAwait(false);
        if (batch.Records.Count == 0)
        {
            Finish(batch);
            return;
        }

        byte[] json = Source.WriteEvent(_shard, batch.Records, Function.Name);
        if (json.Length > EventSourceMappingSettings.MaximumPayloadSize)
        {
            await _discarded.DiscardAsync(batch, batch.Records, Conditions.MaximumPayloadSizeExceeded, EsmResponse.Null, Math.Max(batch.Attempts, 1)).ConfigureAwait(false);
            Finish(batch);
            return;
        }

        FaultKind? fault = Context.Faults?.AtAttempt(FaultPointKind.Batch, Function.Name, batch.Records.Select(static x => x.Sequence), now);
        if (fault == FaultKind.ServiceError)
        {
            Context.Timeline.Add(TimelineEntryKind.SystemError, Function.Name, string.Empty, "ServiceException", string.Empty);
            Pause(batch.Throttles++);
            return;
        }

        if ((Function.Settings.ReservedConcurrency is { } limit && Function.InFlight >= limit) || fault == FaultKind.Throttled)
        {
            Context.Metrics.CountThrottle();
            Context.Timeline.Add(TimelineEntryKind.Throttled, Source.Name, Function.Name, string.Empty, string.Empty);
            Pause(batch.Throttles++);
            return;
        }

        Start(batch, json, fault);
    }

    public ValueTask CompletedAsync(InvocationEnd end)
    {
        _isRunning = false;
        StreamBatch batch = _batches.Peek();
        switch (end.Outcome)
        {
            case InvocationOutcome.Succeeded:
                return SucceededAsync(batch, end);

            case InvocationOutcome.SystemError:
                // A fault of the service is no error of the function: no retry is consumed.
                Context.Timeline.Add(TimelineEntryKind.SystemError, Function.Name, string.Empty, ErrorJson.Describe(end.Response), end.RequestId);
                batch.Attempts--;
                Pause(batch.Throttles++);
                return default;

            default:
                Context.Metrics.CountError();
                Context.Timeline.Add(
                    end.ErrorKind,
                    Function.Name,
                    string.Empty,
                    $"{AttemptText.Of(batch.Attempts)}, {ErrorJson.Describe(end.Response)}",
                    end.RequestId);
                batch.LastResponse = EsmResponse.Unhandled;
                if (Settings.BisectBatchOnFunctionError && batch.Records.Count > 1)
                {
                    Split(batch);
                    return default;
                }

                return RetryAsync(batch);
        }
    }

    private void Start(StreamBatch batch, byte[] json, FaultKind? fault)
    {
        batch.Attempts++;
        batch.Throttles = 0;
        batch.RequestId = Context.Ids.NewId();
        _isRunning = true;
        Lineage? lineage = null;
        foreach (StreamRecord record in batch.Records)
        {
            lineage = Lineage.Longer(lineage, record.Lineage);
        }

        LoopDetection.Guard(Function, lineage);
        Context.Timeline.Add(TimelineEntryKind.Batch, Source.Name, Function.Name, $"{_shard.Id}, {batch.Records.Count} record(s)", batch.RequestId);
        _mapping.Create(this, Function, Settings.Qualifier, batch.RequestId, batch.Attempts, json, lineage).Start(fault);
    }

    private ValueTask SucceededAsync(StreamBatch batch, InvocationEnd end)
    {
        SortedSet<int> failures = Settings.ReportBatchItemFailures
            ? BatchResponse.Failures(end.Response, batch.Records.Count, identifier => Source.IndexOf(identifier, _shard, batch.Records))
            : [];
        if (failures.Count == 0)
        {
            Context.Timeline.Add(TimelineEntryKind.Succeeded, Function.Name, string.Empty, AttemptText.Of(batch.Attempts), end.RequestId);
            NoteDone(batch, end.Response);
            Finish(batch);
            return default;
        }

        Context.Faults?.CountDone(Function.Name, failures.Min);

        // The first failed record is the checkpoint: those before it are done, those behind it are retried with it.
        int checkpoint = failures.Min;
        Context.Timeline.Add(
            TimelineEntryKind.Succeeded,
            Function.Name,
            string.Empty,
            $"{AttemptText.Of(batch.Attempts)}, failed from record {checkpoint + 1} of {batch.Records.Count} on",
            end.RequestId);
        batch.LastResponse = EsmResponse.PartialBatch;
        if (checkpoint > 0)
        {
            // Recorded: an advanced checkpoint starts the retries anew.
            batch.Records.RemoveRange(0, checkpoint);
            batch.Attempts = 0;
            Pause(0);
            return default;
        }

        return RetryAsync(batch);
    }

    /// <summary>A batch without failures, or with failures that the mapping does not look at.</summary>
    private void NoteDone(StreamBatch batch, byte[] response)
    {
        if (Context.Faults is not { } faults)
        {
            return;
        }

        faults.CountDone(Function.Name, batch.Records.Count);
        if (!Settings.ReportBatchItemFailures && BatchResponse.Failures(response, batch.Records.Count, x => Source.IndexOf(x, _shard, batch.Records)).Count > 0)
        {
            faults.Lost(BatchResponse.Ignored(Function.Name));
        }
    }

    private async ValueTask RetryAsync(StreamBatch batch)
    {
        if (_mapping.MaximumRetryAttempts >= 0 && batch.Attempts > _mapping.MaximumRetryAttempts)
        {
            await _discarded.DiscardAsync(batch, batch.Records, Conditions.RetryAttemptsExhausted, batch.LastResponse, batch.Attempts).ConfigureAwait(false);
            Finish(batch);
            return;
        }

        Pause(batch.Attempts - 1);
    }

    /// <summary>Both halves start with the attempts that the batch had before: a split consumes no retry.</summary>
    private void Split(StreamBatch batch)
    {
        _batches.Pop();
        int half = (batch.Records.Count + 1) / 2;
        int attempts = batch.Attempts - 1;
        _batches.Push(new StreamBatch(batch.Records.GetRange(half, batch.Records.Count - half)) { Attempts = attempts });
        _batches.Push(new StreamBatch(batch.Records.GetRange(0, half)) { Attempts = attempts });
        Context.Timeline.Add(TimelineEntryKind.Split, Source.Name, string.Empty, $"{half} and {batch.Records.Count - half} record(s)", string.Empty);
        Wake();
    }

    private void Finish(StreamBatch batch)
    {
        if (!ReferenceEquals(_batches.Pop(), batch))
        {
            throw new InvalidOperationException("The batch that ended is not the one in front.");
        }

        Wake();
    }

    /// <summary>Drops records that their source has dropped, and discards those older than the mapping allows.</summary>
    private async ValueTask ExpireAsync(StreamBatch batch, DateTimeOffset now)
    {
        int gone = batch.Records.TakeWhile(record => now - record.Time >= Source.RetentionPeriod).Count();
        if (gone > 0)
        {
            Context.Timeline.Add(TimelineEntryKind.Expired, Source.Name, string.Empty, $"{_shard.Id}, {gone} record(s)", batch.RequestId ?? string.Empty);
            Context.Faults?.Lost($"Records of '{Source.Name}' are lost: '{Function.Name}' failed until the source dropped them");
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
            // Recorded: 1 for records that were too old before the function was given them.
            await _discarded.DiscardAsync(batch, old, Conditions.RecordAgeExceeded, EsmResponse.Absent, Math.Max(batch.Attempts, 1)).ConfigureAwait(false);
            batch.Records.RemoveRange(0, old.Count);
        }
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
        _batches.Push(new StreamBatch(records));
        Source.ForgetRead(_shard);
    }

    /// <summary>Waits before the same batch is tried again: 1, 2, 4 … seconds, at most five minutes. AWS does not document the interval.</summary>
    private void Pause(int tries)
    {
        _notBefore = Context.Clock.GetUtcNow() + TimeSpan.FromSeconds(Math.Min(1L << Math.Min(tries, 16), 300));
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

        Context.Engine.Schedule(this, due);
    }
}
