using System;
using LambdaDestinations.Testing.Engine;

namespace LambdaDestinations.Testing;

/// <summary>Faults that a test orders: what fails, how often or from when to when. Times count from the start of the host.</summary>
public sealed class LambdaTestFaults
{
    private readonly FaultPlan _plan;
    private readonly DateTimeOffset _start;

    internal LambdaTestFaults(FaultPlan plan, DateTimeOffset start) => (_plan, _start) = (plan, start);

    /// <summary>Deliveries of AWS Lambda to a target fail: the record or dead letter is lost, as Lambda does not try again.</summary>
    /// <param name="target">The target.</param>
    /// <param name="times">How many, from now on.</param>
    public void FailDeliveries(IDestinationTarget target, int times = int.MaxValue) => Order(FaultPointKind.Delivery, NameOf(target), FaultKind.DeliveryFailed, times);

    /// <summary>Deliveries of AWS Lambda to a target fail for a span.</summary>
    /// <param name="target">The target.</param>
    /// <param name="from">From when on.</param>
    /// <param name="until">Until when, exclusive.</param>
    public void FailDeliveries(IDestinationTarget target, TimeSpan from, TimeSpan until) => Order(FaultPointKind.Delivery, NameOf(target), FaultKind.DeliveryFailed, from, until);

    /// <summary>Deliveries of AWS Lambda to a target arrive a minute late.</summary>
    /// <param name="target">The target.</param>
    /// <param name="times">How many, from now on.</param>
    public void DeliverLate(IDestinationTarget target, int times = 1) => Order(FaultPointKind.Delivery, NameOf(target), FaultKind.DeliveredLate, times);

    /// <summary>Deliveries of AWS Lambda to a target arrive twice.</summary>
    /// <param name="target">The target.</param>
    /// <param name="times">How many, from now on.</param>
    public void DeliverTwice(IDestinationTarget target, int times = 1) => Order(FaultPointKind.Delivery, NameOf(target), FaultKind.DeliveredTwice, times);

    /// <summary>Asynchronous events of a function come twice, under the same request id.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="times">How many, from now on.</param>
    public void RepeatEvents(string function, int times = 1) => Order(FaultPointKind.Event, function, FaultKind.EventTwice, times);

    /// <summary>Messages of a queue are received again although their batch has succeeded.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="times">How many, from now on.</param>
    public void RepeatMessages(TestQueue queue, int times = 1) => Order(FaultPointKind.Message, NameOf(queue), FaultKind.ReceivedTwice, times);

    /// <summary>The process of a function exits before its handler runs.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="times">In how many attempts, from now on.</param>
    public void Crash(string function, int times = 1) => OrderAttempts(function, FaultKind.Crashed, TimeSpan.Zero, TimeSpan.MaxValue, times);

    /// <summary>The process of a function exits after its handler has done its work.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="times">In how many attempts, from now on.</param>
    public void CrashAfterwards(string function, int times = 1) => OrderAttempts(function, FaultKind.CrashedAfterwards, TimeSpan.Zero, TimeSpan.MaxValue, times);

    /// <summary>A function is throttled for a span.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="from">From when on.</param>
    /// <param name="until">Until when, exclusive.</param>
    public void Throttle(string function, TimeSpan from, TimeSpan until) => OrderAttempts(function, FaultKind.Throttled, from, until, int.MaxValue);

    /// <summary>The service fails (5xx) for a span: the handler does not run, and no attempt is counted.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="from">From when on.</param>
    /// <param name="until">Until when, exclusive.</param>
    public void FailService(string function, TimeSpan from, TimeSpan until) => OrderAttempts(function, FaultKind.ServiceError, from, until, int.MaxValue);

    /// <summary>What handlers send to a target, or a step that they name, throws an <see cref="InjectedFaultException"/>.</summary>
    /// <param name="step">The target's name, or the name that <see cref="LambdaTestHost.FaultPoint"/> is given.</param>
    /// <param name="times">How often, from now on.</param>
    public void FailStep(string step, int times = int.MaxValue) => Order(FaultPointKind.Step, step, FaultKind.StepFailed, times);

    private static string NameOf(IDestinationTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target.Name;
    }

    private void OrderAttempts(string function, FaultKind fault, TimeSpan from, TimeSpan until, int times)
    {
        Order(FaultPointKind.Attempt, function, fault, from, until, times);
        Order(FaultPointKind.Batch, function, fault, from, until, times);
    }

    private void Order(FaultPointKind kind, string place, FaultKind fault, int times) => Order(kind, place, fault, TimeSpan.Zero, TimeSpan.MaxValue, times);

    private void Order(FaultPointKind kind, string place, FaultKind fault, TimeSpan from, TimeSpan until, int times = int.MaxValue)
    {
        ArgumentException.ThrowIfNullOrEmpty(place);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(from, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(until, from);
        _plan.Add(new FaultRule(kind, place, fault, _start + from, until > DateTimeOffset.MaxValue - _start ? DateTimeOffset.MaxValue : _start + until, times));
    }
}
