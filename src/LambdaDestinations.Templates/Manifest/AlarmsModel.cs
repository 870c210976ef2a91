using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Templates.Manifest;

/// <summary>The alarms that an assembly asks for: its <c>[DestinationAlarms]</c>.</summary>
/// <param name="Topics">Who is told: <c>@LogicalId</c> or a literal ARN, each.</param>
/// <param name="Failures">Failures within a period that raise an alarm, when given.</param>
/// <param name="Messages">Messages within a period that raise an alarm, when given.</param>
/// <param name="MessageAgeInSeconds">The age of the oldest message that raises an alarm, when given.</param>
/// <param name="PeriodInSeconds">The period, when given.</param>
internal sealed record AlarmsModel(
    EquatableArray<string> Topics, int? Failures = null, int? Messages = null, int? MessageAgeInSeconds = null, int? PeriodInSeconds = null)
{
    /// <summary>The threshold of a metric.</summary>
    public int ThresholdOf(AlarmMetric metric) =>
        metric == AlarmMetric.MessageAge ? MessageAgeInSeconds ?? Limits.DefaultAlarmAge
        : metric == AlarmMetric.MessagesSent ? Messages ?? 1
        : Failures ?? 1;

    /// <summary>The period in seconds.</summary>
    public int Period => PeriodInSeconds ?? Limits.DefaultAlarmPeriod;

    /// <summary>What is wrong with the attribute whatever a template says. Each finding has the name of the setting, or the topic as it is written.</summary>
    public IEnumerable<Finding> Check()
    {
        if (Topics.Count is 0 or > Limits.MaximumAlarmActions)
        {
            yield return new Finding(Topics.Count == 0 ? AlarmRules.NeedsTopic() : AlarmRules.HasTooManyTopics(Topics.Count));
        }

        foreach (string topic in Topics.Where(static x => !IsName(x) && !IsTopicArn(x)))
        {
            yield return new Finding(AlarmRules.IsNoTopic(topic)) { Data = new FindingData.WrittenName(topic) };
        }

        (string Name, int? Value, int Minimum, int Maximum, int Step)[] settings =
        [
            (nameof(Failures), Failures, 1, int.MaxValue, 1),
            (nameof(Messages), Messages, 1, int.MaxValue, 1),
            (nameof(MessageAgeInSeconds), MessageAgeInSeconds, Limits.AlarmStep, Limits.MaximumRetention, 1),
            (nameof(PeriodInSeconds), PeriodInSeconds, Limits.AlarmStep, Limits.MaximumAlarmPeriod, Limits.AlarmStep),
        ];
        foreach ((string name, int? value, int minimum, int maximum, int step) in settings)
        {
            if (value is { } given && (given < minimum || given > maximum || given % step != 0))
            {
                int nearest = Math.Min(Math.Max(given, minimum), maximum) / step * step;
                yield return new Finding(AlarmRules.IsOutOfRange(name, given, minimum, maximum, step))
                {
                    Data = new FindingData.OfSetting(name),
                    Suggestions = new(nearest.ToString(CultureInfo.InvariantCulture)),
                };
            }
        }
    }

    /// <summary>What the attribute sets in vain, as none of the assembly's handlers is concerned.</summary>
    /// <param name="handlers">All handlers.</param>
    public IEnumerable<Finding> CheckUse(IReadOnlyCollection<HandlerModel> handlers)
    {
        DestinationModel[] destinations = [.. handlers.SelectMany(static x => x.Destinations)];
        if (destinations.Length == 0 && handlers.All(static x => x.DeadLetter is null))
        {
            yield return new Finding(AlarmRules.WatchNothing());
        }
        else if (!Array.Exists(destinations, static x => x is { Outcome: DestinationOutcome.Failure, TargetType: DestinationTargetType.Sqs, Target: null }))
        {
            string?[] settings = [Messages is null ? null : nameof(Messages), MessageAgeInSeconds is null ? null : nameof(MessageAgeInSeconds)];
            foreach (string name in settings.OfType<string>())
            {
                yield return new Finding(AlarmRules.WatchesNoQueue(name)) { Data = new FindingData.OfSetting(name) };
            }
        }
    }

    /// <summary>The logical id or parameter that a topic names; <see langword="null"/> for an ARN.</summary>
    public static string? NameOf(string topic) => IsName(topic) ? topic.Substring(1) : null;

    private static bool IsName(string topic) => topic.StartsWith("@", StringComparison.Ordinal) && DeclarationChecks.IsLogicalId(topic.Substring(1));

    /// <summary>A subscription's ARN has one part more.</summary>
    private static bool IsTopicArn(string topic) =>
        AwsTargets.IsArn(topic) && AwsTargets.FromArn(topic) == DestinationTargetType.Sns && topic.Split(':').Length == 6;
}
