using System.Collections.Generic;
using LambdaDestinations.Templates.Aws;

namespace LambdaDestinations.Templates.Rules;

/// <summary>LD1075 to LD1077: what <c>[DestinationAlarms]</c> says.</summary>
internal static class AlarmRules
{
    /// <summary>Ahead of the rules, which it collects.</summary>
    private static readonly Rule.Group Group = new(RuleCategory.Declaration);

    /// <summary>All rules of this class.</summary>
    public static IReadOnlyList<Rule> All => Group.All;

    /// <summary>LD1075.</summary>
    public static readonly Rule Topic = Group.Error(
        "LD1075",
        "The alarms do not name a valid topic",
        "An alarm tells the SNS topics of its actions and nobody else. CloudFormation refuses a reference to a resource that is not there, and CloudWatch an action that it does not have.");

    public static RuleMessage NeedsTopic() => Topic.Says(
        $"[DestinationAlarms] names no topic, so nobody would be told of an alarm; name a topic or parameter of the template as \"@LogicalId\", or an SNS topic by its ARN");

    public static RuleMessage HasTooManyTopics(long topics) => Topic.Says(
        $"[DestinationAlarms] names {topics} topics; an alarm has {Limits.MaximumAlarmActions} actions at most, so let one topic tell the others");

    public static RuleMessage IsNoTopic(string topic) => Topic.Says(
        $"'{topic}' is not a topic that an alarm can tell; write \"@LogicalId\" of a topic or parameter of the template, or the ARN of an SNS topic");

    /// <param name="topic">The logical id that is named.</param>
    /// <param name="nearest">What may be meant; <see langword="null"/> when nothing is near.</param>
    public static RuleMessage TopicIsNotInTemplate(string topic, string? nearest) => nearest is null
        ? Topic.Says($"The template has no topic or parameter '{topic}', which [DestinationAlarms] names; add it, or give the ARN of the topic")
        : Topic.Says($"The template has no topic or parameter '{topic}', which [DestinationAlarms] names; did you mean '{nearest}'?");

    /// <param name="topic">The resource that is named.</param>
    /// <param name="type">Its type.</param>
    public static RuleMessage IsOfOtherType(string topic, string type) => Topic.Says(
        $"[DestinationAlarms] names '{topic}', which is of type {type}; name an AWS::SNS::Topic, or a parameter that has the ARN of one");

    /// <param name="topic">The topic.</param>
    /// <param name="template">The template that has it.</param>
    /// <param name="function">A function that is to have alarms.</param>
    public static RuleMessage TopicIsInOtherTemplate(string topic, string template, string function) => Topic.Says(
        $"The topic '{topic}' of [DestinationAlarms] stands in {template}, and the template of '{function}' has no reference to it; pass its ARN as a parameter of the same name, or name the topic by its ARN");

    /// <summary>LD1076.</summary>
    public static readonly Rule Range = Group.Error(
        "LD1076",
        "A setting of [DestinationAlarms] is out of range",
        "CloudWatch counts over whole minutes, at most a day for these alarms, and a queue keeps a message for 14 days at most. With another value the deployment is refused, or the alarm never rises.");

    /// <param name="setting">The setting.</param>
    /// <param name="value">What it is.</param>
    /// <param name="minimum">The least value.</param>
    /// <param name="maximum">The highest value; <see cref="int.MaxValue"/> for no limit.</param>
    /// <param name="step">What it must be a multiple of.</param>
    public static RuleMessage IsOutOfRange(string setting, long value, long minimum, long maximum, long step) =>
        step > 1 ? Range.Says($"{setting} of [DestinationAlarms] is {value}; it must be {minimum} to {maximum}, and a multiple of {step}")
        : maximum == int.MaxValue ? Range.Says($"{setting} of [DestinationAlarms] is {value}; it must be {minimum} or more")
        : Range.Says($"{setting} of [DestinationAlarms] is {value}; it must be {minimum} to {maximum}");

    /// <summary>LD1077.</summary>
    public static readonly Rule Idle = Group.Warning(
        "LD1077",
        "The alarms have no function or queue to watch",
        "Alarms are written for functions of the assembly with destination attributes, and for queues that the build creates for their failures.");

    /// <summary>Of an assembly without handlers.</summary>
    public static RuleMessage WatchNothing() => Idle.Says(
        $"No handler of this assembly has a destination, so [DestinationAlarms] writes no alarm; remove it, or give a handler a destination");

    /// <param name="setting">The setting.</param>
    public static RuleMessage WatchesNoQueue(string setting) => Idle.Says(
        $"{setting} of [DestinationAlarms] is about queues that the build creates for failures, and no handler of this assembly asks for one; remove it, or write [OnFailureDestination(DestinationType.Sqs)] without a target");
}
