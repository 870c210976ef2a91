using System;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Records;

namespace LambdaDestinations.Testing;

/// <summary>One event of a function's asynchronous queue, from <c>Invoke</c> to its record.</summary>
/// <remarks>Rules: AWS Lambda Developer Guide, "How Lambda handles errors and retries with asynchronous invocation".</remarks>
internal sealed class AsyncEvent(TestFunction function, string qualifier, string requestId, byte[] payload, Lineage? lineage) : WorkItem, IInvocationOwner
{
    private readonly DateTimeOffset _acceptedAt = function.Host.TimeProvider.GetUtcNow();
    private int _attempts;
    private int _returns;
    private byte[]? _lastError;

    internal TestFunction Function => function;

    internal string Qualifier => qualifier;

    internal string RequestId => requestId;

    internal byte[] Payload => payload;

    private LambdaTestHost Host => function.Host;

    private bool ConfigApplies => string.Equals(function.Settings.Qualifier, qualifier, StringComparison.Ordinal);

    private TimeSpan MaximumAge => TimeSpan.FromSeconds((ConfigApplies ? function.Settings.MaximumEventAgeInSeconds : null) ?? FunctionSettings.DefaultEventAge);

    private TimeSpan Age => Host.TimeProvider.GetUtcNow() - _acceptedAt;

    internal override ValueTask RunAsync()
    {
        FunctionSettings settings = function.Settings;
        if (_attempts + _returns == 0 && !settings.AllowRecursiveLoop && Lineage.Count(lineage, function.Name) >= LambdaTestHost.RecursionLimit)
        {
            return DropLoopAsync();
        }

        if (settings.ReservedConcurrency == 0)
        {
            return FailAsync(Conditions.ZeroReservedConcurrency, response: null);
        }

        if (Age >= MaximumAge)
        {
            return FailAsync(Conditions.EventAgeExceeded, _lastError);
        }

        if (function.InFlight >= settings.ReservedConcurrency)
        {
            Host.Metrics.CountThrottle();
            return ReturnAsync(TimelineEntryKind.Throttled, "throttled");
        }

        _attempts++;
        new RunningInvocation(this, function, qualifier, requestId, _attempts, payload, lineage).Start();
        return default;
    }

    public ValueTask CompletedAsync(RunningInvocation invocation)
    {
        function.Record(invocation);
        switch (invocation.Outcome)
        {
            case InvocationOutcome.Succeeded:
                Host.Timeline.Add(TimelineEntryKind.Succeeded, function.Name, string.Empty, TimelineText.Attempt(_attempts), requestId);
                return SucceedAsync(invocation.Response);

            case InvocationOutcome.SystemError:
                // Not an attempt: the service failed, not the function.
                _attempts--;
                return ReturnAsync(TimelineEntryKind.SystemError, ErrorJson.Describe(invocation.Response));

            default:
                Host.Metrics.CountError();
                Host.Timeline.Add(
                    invocation.Outcome == InvocationOutcome.TimedOut ? TimelineEntryKind.TimedOut : TimelineEntryKind.Failed,
                    function.Name,
                    string.Empty,
                    $"{TimelineText.Attempt(_attempts)}, {ErrorJson.Describe(invocation.Response)}",
                    requestId);
                _lastError = invocation.Response;
                return RetryAsync();
        }
    }

    private ValueTask RetryAsync()
    {
        int maximum = (ConfigApplies ? function.Settings.MaximumRetryAttempts : null) ?? FunctionSettings.DefaultRetries;
        if (function.Settings.ReservedConcurrency == 0)
        {
            return FailAsync(Conditions.ZeroReservedConcurrency, response: null);
        }

        if (_attempts > maximum)
        {
            return FailAsync(Conditions.RetriesExhausted, _lastError);
        }

        // One minute, then two. The age is checked ahead of the retry: one that would come too late is not waited for.
        TimeSpan delay = TimeSpan.FromMinutes(_attempts);
        if (Age + delay >= MaximumAge)
        {
            return FailAsync(Conditions.EventAgeExceeded, _lastError);
        }

        _returns = 0;
        Host.Engine.ScheduleIn(this, delay);
        return default;
    }

    /// <summary>Throttled, or a fault of the service: back to the queue, with a growing interval, until the event is too old.</summary>
    private ValueTask ReturnAsync(TimelineEntryKind kind, string text)
    {
        TimeSpan delay = TimeSpan.FromSeconds(Math.Min(1L << Math.Min(_returns, 16), 300));
        _returns++;
        Host.Timeline.Add(kind, function.Name, string.Empty, text, requestId);
        if (Age + delay >= MaximumAge)
        {
            return FailAsync(Conditions.EventAgeExceeded, _lastError);
        }

        Host.Engine.ScheduleIn(this, delay);
        return default;
    }

    private async ValueTask DropLoopAsync()
    {
        Host.Metrics.CountRecursiveInvocationDropped();
        Host.Timeline.Add(TimelineEntryKind.Dropped, function.Name, string.Empty, "recursive loop", requestId);
        if (lineage!.IsReport)
        {
            Host.Close(this);
            return;
        }

        await FailAsync(Conditions.RecursiveInvocation, response: null).ConfigureAwait(false);
    }

    private async ValueTask SucceedAsync(byte[] response)
    {
        if (ConfigApplies && function.Settings.OnSuccess is { } target)
        {
            await DeliverRecordAsync(target, DeliveryKind.Success, Conditions.Success, response).ConfigureAwait(false);
        }

        Host.Close(this);
    }

    private async ValueTask FailAsync(string condition, byte[]? response)
    {
        Host.Metrics.CountEventDropped();
        Host.Timeline.Add(TimelineEntryKind.GaveUp, function.Name, string.Empty, condition, requestId);

        // First the destination, then the dead-letter queue: a failed event goes to both.
        if (ConfigApplies && function.Settings.OnFailure is { } target)
        {
            await DeliverRecordAsync(target, DeliveryKind.Failure, condition, response).ConfigureAwait(false);
        }

        if (function.Settings.DeadLetterTarget is { } deadLetters)
        {
            DestinationDelivery delivery = new(DeliveryKind.DeadLetter, payload, function, function.Arn + ":" + qualifier, requestId, Host.TimeProvider.GetUtcNow())
            {
                Attributes = DeadLetterMessage.Attributes(requestId, response),
                Lineage = LineageOfRecord(condition),
            };
            await Host.DeliverAsync(deadLetters, delivery, withoutPayloads: null).ConfigureAwait(false);
        }

        Host.Close(this);
    }

    private ValueTask DeliverRecordAsync(IDestinationTarget target, DeliveryKind kind, string condition, byte[]? response)
    {
        DateTimeOffset now = Host.TimeProvider.GetUtcNow();
        string arn = function.Arn + ":" + qualifier;
        AsyncRecord record = new()
        {
            Timestamp = now,
            RequestId = requestId,
            FunctionArn = arn,
            Condition = condition,
            InvokeCount = _attempts,
            Request = payload,
            Response = response,
            ExecutedVersion = function.VersionOf(qualifier),
            IsError = kind == DeliveryKind.Failure,
        };
        DestinationDelivery delivery = new(kind, record.ToJson(withPayloads: true), function, arn, requestId, now)
        {
            ObjectKey = target.Type == DestinationType.S3 ? $"aws/lambda/async/{function.Name}/{Json.KeySuffix(now, Host.Ids.NewId())}" : string.Empty,
            Lineage = LineageOfRecord(condition),
        };
        return Host.DeliverAsync(target, delivery, () => record.ToJson(withPayloads: false));
    }

    private Lineage LineageOfRecord(string condition) => condition == Conditions.RecursiveInvocation
        ? Lineage.Report(lineage, function.Name)
        : new Lineage(lineage, function.Name);
}
