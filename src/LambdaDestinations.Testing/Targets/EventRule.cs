using System;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Filters;

namespace LambdaDestinations.Testing.Targets;

/// <summary>An event rule with one target.</summary>
/// <param name="Arn">The rule's ARN.</param>
/// <param name="Pattern">Which events it takes.</param>
/// <param name="InputPath">The part of the event that is passed on; null for all of it.</param>
/// <param name="Target">Where to.</param>
/// <param name="Settings">Retries, and what gets the event after them.</param>
internal sealed record EventRule(string Arn, EventPattern Pattern, string? InputPath, EventRuleTarget Target, EventRuleSettings Settings);

/// <summary>The target of an event rule.</summary>
/// <param name="Name">The resource's name.</param>
/// <param name="Arn">The resource's ARN.</param>
/// <param name="Send">Hands over what is passed on. Gives why the target does not take it; null when it does.</param>
internal sealed record EventRuleTarget(string Name, string Arn, Func<byte[], Lineage?, EventRuleFault?> Send);

/// <summary>Why a target does not take an event (Amazon EventBridge User Guide, "Using dead-letter queues").</summary>
/// <param name="Code">EventBridge's error code.</param>
/// <param name="Message">What the target says.</param>
/// <param name="IsRetried">Whether EventBridge tries again; else the event goes to the dead-letter queue at once.</param>
internal sealed record EventRuleFault(string Code, string Message, bool IsRetried)
{
    /// <summary>The target is not there for now.</summary>
    internal static readonly EventRuleFault Unavailable = new("ERROR_FROM_TARGET", "Service Unavailable", IsRetried: true);

    /// <summary>The target refuses what it is sent.</summary>
    internal static EventRuleFault Refused(string message) => new("INVALID_PARAMETER", message, IsRetried: false);

    /// <summary>The target does not exist.</summary>
    internal static EventRuleFault NotFound(string message) => new("NO_RESOURCE", message, IsRetried: false);
}
