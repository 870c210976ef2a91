using System;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Functions;
using LambdaDestinations.Testing.Records;
using LambdaDestinations.Testing.Reporting;

namespace LambdaDestinations.Testing.Asynchronous;

/// <summary>One event of a function's asynchronous queue, from <c>Invoke</c> to its record.</summary>
/// <remarks>Rules: AWS Lambda Developer Guide, "How Lambda handles errors and retries with asynchronous invocation".</remarks>
internal sealed class AsyncEvent(
    AsyncServices services, TestFunction function, string qualifier, string requestId, byte[] payload, Lineage? lineage)
    : WorkItem, IInvocationOwner, IOpenEvent
{
    private readonly long _acceptedAt = function.Context.Clock.GetTimestamp();
    private int _attempts;
    private int _returns;
    private byte[]? _lastError;
    private bool _isUndelivered;

    internal string RequestId => requestId;

    private EmulatorContext Context => function.Context;

    private bool ConfigApplies => string.Equals(function.Settings.Qualifier, qualifier, StringComparison.Ordinal);

    private TimeSpan MaximumAge => TimeSpan.FromSeconds((ConfigApplies ? function.Settings.MaximumEventAgeInSeconds : null) ?? FunctionSettings.DefaultEventAge);

    private TimeSpan Age => Context.Clock.GetElapsedTime(_acceptedAt);

    internal override ValueTask RunAsync()
    {
        FunctionSettings settings = function.Settings;
        if (_attempts + _returns == 0 && LoopDetection.Stops(function, lineage))
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

        FaultKind? fault = Context.Faults?.AtAttempt(FaultPointKind.Attempt, function.Name, [requestId], Context.Clock.GetUtcNow());
        if (function.InFlight >= settings.ReservedConcurrency || fault == FaultKind.Throttled)
        {
            Context.Metrics.CountThrottle();
            return ReturnAsync(TimelineEntryKind.Throttled, "throttled");
        }

        if (fault == FaultKind.ServiceError)
        {
            // The handler has not run, and no attempt is counted.
            return ReturnAsync(TimelineEntryKind.SystemError, "ServiceException");
        }

        _attempts++;
        services.Create(this, function, qualifier, requestId, _attempts, payload, lineage).Start(fault);
        return default;
    }

    public ValueTask CompletedAsync(InvocationEnd end)
    {
        switch (end.Outcome)
        {
            case InvocationOutcome.Succeeded:
                Context.Timeline.Add(TimelineEntryKind.Succeeded, function.Name, string.Empty, AttemptText.Of(_attempts) + NoDestination(function.Settings.OnSuccess), requestId);
                return SucceedAsync(end.Response);

            case InvocationOutcome.SystemError:
                // Not an attempt: the service failed, not the function.
                _attempts--;
                return ReturnAsync(TimelineEntryKind.SystemError, ErrorJson.Describe(end.Response));

            default:
                Context.Metrics.CountError();
                Context.Timeline.Add(end.ErrorKind, function.Name, string.Empty, $"{AttemptText.Of(_attempts)}, {ErrorJson.Describe(end.Response)}", requestId);
                _lastError = end.Response;
                return RetryAsync();
        }
    }

    public PendingEvent Describe() => new(function.Name, qualifier, requestId, payload);

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
        Context.Engine.ScheduleIn(this, delay);
        return default;
    }

    /// <summary>Throttled, or a fault of the service: back to the queue, with a growing interval, until the event is too old.</summary>
    private ValueTask ReturnAsync(TimelineEntryKind kind, string text)
    {
        TimeSpan delay = TimeSpan.FromSeconds(Math.Min(1L << Math.Min(_returns, 16), 300));
        _returns++;
        Context.Timeline.Add(kind, function.Name, string.Empty, text, requestId);
        if (Age + delay >= MaximumAge)
        {
            return FailAsync(Conditions.EventAgeExceeded, _lastError);
        }

        Context.Engine.ScheduleIn(this, delay);
        return default;
    }

    private async ValueTask DropLoopAsync()
    {
        Context.Metrics.CountRecursiveInvocationDropped();
        Context.Timeline.Add(TimelineEntryKind.Dropped, function.Name, string.Empty, "recursive loop", requestId);
        if (lineage!.IsReport)
        {
            services.Open.Close(this);
            return;
        }

        await FailAsync(Conditions.RecursiveInvocation, response: null).ConfigureAwait(false);
    }

    private async ValueTask SucceedAsync(byte[] response)
    {
        Context.Faults?.CountDone(function.Name);
        if (ConfigApplies && function.Settings.OnSuccess is { } target)
        {
            await DeliverRecordAsync(target, DeliveryKind.Success, Conditions.Success, response).ConfigureAwait(false);
        }

        services.Open.Close(this);
    }

    private async ValueTask FailAsync(string condition, byte[]? response)
    {
        Context.Metrics.CountEventDropped();
        Context.Timeline.Add(TimelineEntryKind.GaveUp, function.Name, string.Empty, condition + NoDestination(function.Settings.OnFailure), requestId);

        // First the destination, then the dead-letter queue: a failed event goes to both.
        bool isKept = false;
        if (ConfigApplies && function.Settings.OnFailure is { } target)
        {
            isKept = await DeliverRecordAsync(target, DeliveryKind.Failure, condition, response).ConfigureAwait(false);
        }

        if (function.Settings.DeadLetterTarget is { } deadLetters)
        {
            DestinationDelivery delivery = new(DeliveryKind.DeadLetter, payload, function.Name, function.Arn + ":" + qualifier, requestId, Context.Clock.GetUtcNow())
            {
                Attributes = DeadLetterMessage.Attributes(requestId, response),
                Lineage = LineageOfRecord(condition),
            };
            isKept |= await services.Dispatcher.DeliverAsync(deadLetters, delivery, record: null).ConfigureAwait(false);
        }

        _isUndelivered = !isKept && ((ConfigApplies && function.Settings.OnFailure is not null) || function.Settings.DeadLetterTarget is not null);
        if (isKept)
        {
            Context.Faults?.CountKept(function.Name);
        }
        else
        {
            Context.Faults?.Lost($"An event of '{function.Name}' is lost ({condition}): {WhyNotKept()}", function.Name, _isUndelivered);
        }

        services.Open.Close(this);
    }

    /// <summary>Why a destination gets nothing that the function has for another qualifier.</summary>
    private string NoDestination(IDestinationTarget? target) => ConfigApplies || target is null
        ? string.Empty
        : $"; no destination for {qualifier}, only for {function.Settings.Qualifier}";

    private string WhyNotKept() => function.Settings is { OnFailure: null, DeadLetterTarget: null } ? "it has neither a failure destination nor a dead-letter queue"
        : function.Settings is { DeadLetterTarget: null } && !ConfigApplies ? $"its failure destination is that of {function.Settings.Qualifier}, not of {qualifier}"
        : "the delivery failed, and Lambda does not try again";

    private ValueTask<bool> DeliverRecordAsync(IDestinationTarget target, DeliveryKind kind, string condition, byte[]? response)
    {
        DateTimeOffset now = Context.Clock.GetUtcNow();
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
        DestinationDelivery delivery = new(kind, record.ToJson(withPayloads: true), function.Name, arn, requestId, now)
        {
            ObjectKey = target.Type == DestinationType.S3 ? $"aws/lambda/async/{function.Name}/{Json.KeySuffix(now, Context.Ids.NewId())}" : string.Empty,
            Lineage = LineageOfRecord(condition),
        };
        return services.Dispatcher.DeliverAsync(target, delivery, record);
    }

    private Lineage LineageOfRecord(string condition) => condition == Conditions.RecursiveInvocation
        ? Lineage.Report(lineage, function.Name)
        : new Lineage(lineage, function.Name);
}
