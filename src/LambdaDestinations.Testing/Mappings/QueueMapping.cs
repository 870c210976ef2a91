using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Filters;
using LambdaDestinations.Testing.Functions;
using LambdaDestinations.Testing.Records;
using LambdaDestinations.Testing.Targets;

namespace LambdaDestinations.Testing.Mappings;

/// <summary>A queue as an event source: batches, visibility, redrive. A failed message comes back when its visibility time-out ends.</summary>
internal sealed class QueueMapping : WorkItem, IQueueReader
{
    private readonly object _gate = new();
    private readonly CreateInvocation _create;
    private readonly TestQueue _queue;
    private readonly TestFunction _function;
    private readonly EventSourceMappingSettings _settings;
    private readonly int _batchSize;
    private readonly MappingFilter _filter;
    private DateTimeOffset? _wakesAt;
    private DateTimeOffset? _windowStart;
    private int _batches;

    internal QueueMapping(CreateInvocation create, TestQueue queue, TestFunction function, EventSourceMappingSettings settings)
    {
        settings.ValidateForQueue(queue, function);
        function.VersionOf(settings.Qualifier);
        _create = create;
        _queue = queue;
        _function = function;
        _settings = settings;
        _batchSize = settings.BatchSize ?? 10;
        _filter = new MappingFilter(settings.Filters);
    }

    private EmulatorContext Context => _function.Context;

    public void Wake() => Wake(Context.Clock.GetUtcNow());

    internal override ValueTask RunAsync()
    {
        DateTimeOffset now = Context.Clock.GetUtcNow();
        lock (_gate)
        {
            if (_wakesAt <= now)
            {
                _wakesAt = null;
            }
        }

        if (_batches >= _settings.MaximumConcurrency)
        {
            // The end of a batch wakes the mapping.
            return default;
        }

        if (_queue.NextVisible is not { } next)
        {
            return default;
        }

        if (next > now)
        {
            Wake(next);
            return default;
        }

        if (_settings.MaximumBatchingWindow > TimeSpan.Zero && !_queue.HasVisible(_batchSize))
        {
            _windowStart ??= now;
            if (_windowStart + _settings.MaximumBatchingWindow > now)
            {
                Wake(_windowStart.Value + _settings.MaximumBatchingWindow);
                return default;
            }
        }

        _windowStart = null;
        if (!_function.HasHandler)
        {
            // The messages stay in the queue: a run after AddFunction goes on with them.
            Wake(now);
            throw _function.MissingHandler();
        }

        if (Context.FaultAt(FaultPointKind.Poll, $"{_queue.Name} for {_function.Name}") == FaultKind.PollFailed)
        {
            Wake(now + TimeSpan.FromSeconds(1));
            return default;
        }

        List<QueuedMessage> messages = _queue.Receive(_batchSize, EventSourceMappingSettings.MaximumPayloadSize, _filter);
        if (messages.Count > 0)
        {
            Process(messages, now);
        }

        Wake(now);
        return default;
    }

    private void Process(List<QueuedMessage> messages, DateTimeOffset now)
    {
        Lineage? lineage = null;
        foreach (QueuedMessage message in messages)
        {
            lineage = Lineage.Longer(lineage, message.Lineage);
        }

        if (LoopDetection.Stops(_function, lineage))
        {
            Context.Metrics.CountRecursiveInvocationDropped();
            if (messages.Exists(static each => each.ReceiveCount == 1))
            {
                Context.Timeline.Add(TimelineEntryKind.Dropped, _queue.Name, _function.Name, "recursive loop", string.Empty);
            }

            // The message is received again until the redrive policy takes it, or its retention ends (AWS Lambda Developer Guide, "Recursive loop detection").
            foreach (QueuedMessage message in messages)
            {
                if (message.Lineage?.IsReport == false && LoopDetection.Stops(_function, message.Lineage))
                {
                    message.Lineage = Lineage.Report(message.Lineage, _function.Name);
                }
            }

            Return(messages, now);
            return;
        }

        FaultKind? fault = Context.Faults?.AtAttempt(FaultPointKind.Batch, _function.Name, messages.Select(static x => x.Message.Id), now);
        if (fault == FaultKind.ServiceError)
        {
            Context.Timeline.Add(TimelineEntryKind.SystemError, _queue.Name, _function.Name, "ServiceException", string.Empty);
            Return(messages, now);
            return;
        }

        if ((_function.Settings.ReservedConcurrency is { } limit && _function.InFlight >= limit) || fault == FaultKind.Throttled)
        {
            Context.Metrics.CountThrottle();
            Context.Timeline.Add(TimelineEntryKind.Throttled, _queue.Name, _function.Name, string.Empty, string.Empty);
            Return(messages, now);
            return;
        }

        LoopDetection.Guard(_function, lineage);
        string requestId = Context.Ids.NewId();
        Context.Timeline.Add(TimelineEntryKind.Batch, _queue.Name, _function.Name, $"{messages.Count} message(s)", requestId);
        _batches++;
        Batch batch = new(this, messages, now);
        batch.Watch();
        _create(batch, _function, _settings.Qualifier, requestId, attempt: 1, SqsEvent.Write(_queue.Arn, Context.Account.Region, messages), lineage).Start(fault);
    }

    private void Return(List<QueuedMessage> messages, DateTimeOffset receivedAt)
    {
        foreach (QueuedMessage message in messages)
        {
            _queue.Return(message, receivedAt);
        }
    }

    private void Wake(DateTimeOffset due)
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

    private sealed class Batch(QueueMapping mapping, List<QueuedMessage> messages, DateTimeOffset receivedAt) : IInvocationOwner
    {
        private ITimer? _visibility;
        private bool _isStale;

        /// <summary>Of a function that may work longer than its messages are hidden: they come back while it works.</summary>
        internal void Watch()
        {
            TimeSpan visibility = mapping._queue.Settings.VisibilityTimeout;
            if (visibility < mapping._function.Settings.Timeout)
            {
                _visibility = mapping.Context.Clock.CreateDeadline(static state => ((Batch)state!).ComeBack(), this, visibility);
            }
        }

        public ValueTask CompletedAsync(InvocationEnd end)
        {
            _visibility?.Dispose();
            mapping._batches--;
            SortedSet<int>? failures = null;
            if (mapping.ReportEnd(end))
            {
                failures = mapping._settings.ReportBatchItemFailures ? BatchResponse.Failures(end.Response, messages.Count, IndexOf) : [];
                mapping.Context.Timeline.Add(
                    TimelineEntryKind.Succeeded,
                    mapping._function.Name,
                    string.Empty,
                    failures.Count == 0 ? string.Empty : $"{failures.Count} of {messages.Count} message(s) reported as failed",
                    end.RequestId);
            }

            NoteIgnored(end, failures);
            for (int i = 0; i < messages.Count && !_isStale; i++)
            {
                bool isDone = failures?.Contains(i) == false;
                if (isDone)
                {
                    mapping.Context.Faults?.CountDone(mapping._function.Name);
                }

                if (isDone && mapping.Context.FaultAt(FaultPointKind.Message, mapping._queue.Name) != FaultKind.ReceivedTwice)
                {
                    mapping._queue.Delete(messages[i]);
                }
                else
                {
                    mapping._queue.Return(messages[i], receivedAt);
                }
            }

            mapping.Wake();
            return default;
        }

        /// <summary>The messages are received again: what becomes of this batch does not count any more, as its receipt handles are old.</summary>
        private void ComeBack()
        {
            _isStale = true;
            mapping.Context.Faults?.Lost(
                $"Messages of '{mapping._queue.Name}' are received again while '{mapping._function.Name}' works on them: the visibility time-out is shorter than the function works");
            foreach (QueuedMessage message in messages)
            {
                mapping._queue.Return(message, receivedAt);
            }

            mapping.Wake();
        }

        private void NoteIgnored(InvocationEnd end, SortedSet<int>? failures)
        {
            if (failures is not null && mapping.Context.Faults is { } faults && !mapping._settings.ReportBatchItemFailures
                && BatchResponse.Failures(end.Response, messages.Count, IndexOf).Count > 0)
            {
                faults.Lost(BatchResponse.Ignored(mapping._function.Name));
            }
        }

        private int IndexOf(JsonElement identifier) => identifier.ValueKind == JsonValueKind.String
            ? messages.FindIndex(message => identifier.ValueEquals(message.Message.Id))
            : -1;
    }

    /// <summary>Notes the end of a batch; false when it failed.</summary>
    private bool ReportEnd(InvocationEnd end)
    {
        switch (end.Outcome)
        {
            case InvocationOutcome.Succeeded:
                return true;
            case InvocationOutcome.SystemError:
                Context.Timeline.Add(TimelineEntryKind.SystemError, _function.Name, string.Empty, ErrorJson.Describe(end.Response), end.RequestId);
                return false;
            default:
                Context.Metrics.CountError();
                Context.Timeline.Add(
                    end.ErrorKind,
                    _function.Name,
                    string.Empty,
                    ErrorJson.Describe(end.Response),
                    end.RequestId);
                return false;
        }
    }
}
