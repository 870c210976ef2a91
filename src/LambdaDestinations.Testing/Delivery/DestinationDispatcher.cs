using System;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Records;

namespace LambdaDestinations.Testing.Delivery;

/// <summary>Delivers records and dead-letter messages: once, as AWS does.</summary>
internal sealed class DestinationDispatcher(EmulatorContext context)
{
    /// <summary>Delivers a record or a dead-letter message. What fails is counted and told, and not thrown.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="delivery">What.</param>
    /// <param name="record">What the body was written from, to write it again without payloads; null when it has none to drop.</param>
    /// <returns>Whether it has arrived, or will.</returns>
    internal async ValueTask<bool> DeliverAsync(IDestinationTarget target, DestinationDelivery delivery, AsyncRecord? record)
    {
        switch (context.FaultAt(FaultPointKind.Delivery, target.Name))
        {
            case FaultKind.DeliveryFailed:
                NoteFailure(target, delivery, new DestinationDeliveryException("A fault was put here."));
                return false;
            case FaultKind.DeliveredLate:
                context.Timeline.Add(TimelineEntryKind.DeliveryFailed, delivery.FunctionName, target.Name, "tried again in a minute", delivery.RequestId);
                context.Engine.ScheduleIn(new LateDelivery(this, target, delivery, record), TimeSpan.FromMinutes(1));
                return true;
            case FaultKind.DeliveredTwice:
                await DeliverNowAsync(target, delivery, record).ConfigureAwait(false);
                break;
        }

        return await DeliverNowAsync(target, delivery, record).ConfigureAwait(false);
    }

    private async ValueTask<bool> DeliverNowAsync(IDestinationTarget target, DestinationDelivery delivery, AsyncRecord? record)
    {
        string note = Describe(delivery.Kind);
        int? limit = target.MaximumBodySize ?? PayloadLimits.Of(target.Type);
        if (delivery.Body.Length > limit && target.Type == DestinationType.Sns && record is not null)
        {
            // "The payload is dropped" (API reference, OnFailure); the Developer Guide says the delivery may fail. See docs/testing.md.
            delivery = delivery.WithBody(record.ToJson(withPayloads: false));
            note += ", payload dropped";
        }

        IInMemoryTarget? inMemory = target as IInMemoryTarget;
        string? refusal = delivery.Body.Length > limit ? $"The body has {delivery.Body.Length} bytes; the target takes {limit}." : inMemory?.Refusal;
        TimelineEntryKind kind = delivery.Kind == DeliveryKind.DeadLetter ? TimelineEntryKind.DeadLettered : TimelineEntryKind.Delivered;
        if (refusal is null && inMemory is not null)
        {
            // Before what follows from it: subscribers and rules act within the delivery.
            context.Timeline.Add(kind, delivery.FunctionName, target.Name, note, delivery.RequestId);
        }

        Exception? error = refusal is null ? await TryDeliverAsync(target, delivery, inMemory is not null).ConfigureAwait(false) : new DestinationDeliveryException(refusal);
        if (error is not null)
        {
            NoteFailure(target, delivery, error);
        }
        else if (inMemory is null)
        {
            context.Timeline.Add(kind, delivery.FunctionName, target.Name, note, delivery.RequestId);
        }

        return error is null;
    }

    private static string Describe(DeliveryKind kind) => kind switch
    {
        DeliveryKind.Success => "success record",
        DeliveryKind.Failure => "failure record",
        DeliveryKind.BatchFailure => "batch failure record",
        _ => "the event itself",
    };

    private void NoteFailure(IDestinationTarget target, DestinationDelivery delivery, Exception error)
    {
        if (delivery.Kind == DeliveryKind.DeadLetter)
        {
            context.Metrics.CountDeadLetterError();
        }
        else
        {
            context.Metrics.CountDestinationDeliveryFailure();
        }

        context.Timeline.Add(TimelineEntryKind.DeliveryFailed, delivery.FunctionName, target.Name, error.Message, delivery.RequestId);
    }

    private void NoteLateFailure(IDestinationTarget target, DestinationDelivery delivery) =>
        context.Faults?.Lost($"A record of '{delivery.FunctionName}' is lost: '{target.Name}' does not take it", delivery.FunctionName, isOutage: true);

    private async Task<Exception?> TryDeliverAsync(IDestinationTarget target, DestinationDelivery delivery, bool isInMemory)
    {
        // In-memory targets end at once; only a real one can need the limit.
        using CancellationTokenSource? limit = isInMemory ? null : new CancellationTokenSource(context.Options.WallClockLimit);
        Task attempt = DeliverOnceAsync(target, delivery, limit?.Token ?? CancellationToken.None);
        await attempt.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return attempt.IsCompletedSuccessfully ? null : attempt.Exception?.InnerException ?? new TaskCanceledException(attempt);
    }

    /// <summary>A delivery that comes late.</summary>
    private sealed class LateDelivery(DestinationDispatcher dispatcher, IDestinationTarget target, DestinationDelivery delivery, AsyncRecord? record) : WorkItem
    {
        internal override async ValueTask RunAsync()
        {
            if (!await dispatcher.DeliverNowAsync(target, delivery, record).ConfigureAwait(false))
            {
                dispatcher.NoteLateFailure(target, delivery);
            }
        }
    }

    // A method of its own, so that what a target throws before its first await is a fault of the task as well.
    private static async Task DeliverOnceAsync(IDestinationTarget target, DestinationDelivery delivery, CancellationToken cancellationToken) =>
        await target.DeliverAsync(delivery, cancellationToken).ConfigureAwait(false);
}
