using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Engine;

namespace LambdaDestinations.Testing.Targets;

/// <summary>
/// An event on its way from a bus to the target of a rule: the first attempt, retries, and the dead-letter queue (Amazon EventBridge User Guide,
/// "Retry policy").
/// </summary>
/// <param name="context">The run.</param>
/// <param name="bus">The bus's name.</param>
/// <param name="rule">The rule.</param>
/// <param name="json">The event.</param>
/// <param name="input">The part of it that is passed on.</param>
/// <param name="lineage">The chain of functions that led to it.</param>
internal sealed class EventRuleDelivery(EmulatorContext context, string bus, EventRule rule, string json, byte[] input, Lineage? lineage) : WorkItem
{
    /// <summary>
    /// The longest wait in seconds: with it 185 retries take about a day, which are AWS's two limits. AWS documents a back-off without its numbers.
    /// </summary>
    private const int LongestWait = 480;

    private readonly DateTimeOffset _accepted = context.Clock.GetUtcNow();
    private int _retries;

    internal override ValueTask RunAsync()
    {
        _retries++;
        Attempt();
        return default;
    }

    /// <summary>Tries to deliver the event now, and sees to what follows.</summary>
    internal void Attempt()
    {
        if (rule.Target.Send(input, lineage) is not { } fault)
        {
            return;
        }

        TimeSpan wait = TimeSpan.FromSeconds(_retries < 9 ? 1 << _retries : LongestWait);
        string? exhausted = !fault.IsRetried ? null
            : _retries >= rule.Settings.MaximumRetryAttempts ? nameof(EventRuleSettings.MaximumRetryAttempts)
            : context.Clock.GetUtcNow() + wait - _accepted > TimeSpan.FromSeconds(rule.Settings.MaximumEventAgeInSeconds)
                ? nameof(EventRuleSettings.MaximumEventAgeInSeconds)
            : string.Empty;
        context.Timeline.Add(TimelineEntryKind.DeliveryFailed, bus, rule.Target.Name, $"{fault.Code}, {fault.Message}", string.Empty);
        if (exhausted is { Length: 0 })
        {
            context.Engine.ScheduleIn(this, wait);
        }
        else
        {
            GiveUp(fault, exhausted);
        }
    }

    private void GiveUp(EventRuleFault fault, string? exhausted)
    {
        context.Metrics.CountEventRuleFailure();
        context.Timeline.Add(TimelineEntryKind.GaveUp, bus, string.Empty, exhausted ?? fault.Code, string.Empty);
        if (rule.Settings.DeadLetterQueue is not { } queue)
        {
            context.Faults?.Lost($"An event of '{bus}' is lost: its rule cannot deliver to '{rule.Target.Name}', and has no dead-letter queue");
            return;
        }

        if (queue.FaultOf(Encoding.UTF8.GetByteCount(json)) is { } refused)
        {
            context.Metrics.CountEventRuleDeadLetterError();
            context.Timeline.Add(TimelineEntryKind.DeliveryFailed, bus, queue.Name, refused.Message, string.Empty);
            context.Faults?.Lost($"An event of '{bus}' is lost: neither '{rule.Target.Name}' nor the dead-letter queue of its rule takes it");
            return;
        }

        context.Faults?.CountKept(bus);

        Dictionary<string, MessageAttributeValue> attributes = new(StringComparer.Ordinal)
        {
            ["RULE_ARN"] = new("String", rule.Arn),
            ["TARGET_ARN"] = new("String", rule.Target.Arn),
            ["ERROR_CODE"] = new("String", fault.Code),
            ["ERROR_MESSAGE"] = new("String", fault.Message),
            ["RETRY_ATTEMPTS"] = new("String", _retries.ToString(CultureInfo.InvariantCulture)),
        };
        if (exhausted is not null)
        {
            attributes["EXHAUSTED_RETRY_CONDITION"] = new("String", exhausted);
        }

        context.Timeline.Add(TimelineEntryKind.DeadLettered, bus, queue.Name, "the event itself", string.Empty);
        queue.Add(json, attributes, source: null, DeliveryKind.DeadLetter, lineage);
    }
}
