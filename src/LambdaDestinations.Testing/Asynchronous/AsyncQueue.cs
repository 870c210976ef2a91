using LambdaDestinations.Testing.Delivery;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Functions;

namespace LambdaDestinations.Testing.Asynchronous;

/// <summary>The asynchronous queue of a function: what takes its events, and starts each on its way.</summary>
internal sealed class AsyncQueue(AsyncServices services, TestFunction function) : IFunctionQueue
{
    public string? Missing(string qualifier) => function.FindVersion(qualifier) is null ? function.MissingVersion(qualifier) : null;

    public string Accept(string qualifier, byte[] payload, Lineage? lineage, string from)
    {
        EmulatorContext context = function.Context;
        context.Engine.ThrowIfDisposed();
        function.RequireHandler();
        if (!function.HasHandler)
        {
            throw new LambdaInvokeException($"Function not found: {function.Arn}") { ErrorCode = "ResourceNotFoundException" };
        }

        function.VersionOf(qualifier);
        AsyncEvent accepted = new(services, function, qualifier, context.Ids.NewId(), payload, lineage);
        LoopDetection.Guard(function, lineage);

        context.Metrics.CountEventReceived();
        services.Open.Open(accepted);
        context.Timeline.Add(TimelineEntryKind.Accepted, from, function.Name, string.Empty, accepted.RequestId);
        context.Engine.ScheduleNow(accepted);
        if (context.FaultAt(FaultPointKind.Event, function.Name) == FaultKind.EventTwice)
        {
            AsyncEvent again = new(services, function, qualifier, accepted.RequestId, payload, lineage);
            services.Open.Open(again);
            context.Timeline.Add(TimelineEntryKind.Accepted, from, function.Name, "a second time", accepted.RequestId);
            context.Engine.ScheduleNow(again);
        }

        return accepted.RequestId;
    }
}
