using System;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Manifest;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>The alarms of an assembly in one line, for cases in files.</summary>
internal static class AlarmsText
{
    /// <summary>Reads <c>@Topic arn:… failures=2 messages=5 age=600 period=60</c>; the last of several lines counts, none asks for no alarms.</summary>
    public static AlarmsModel? Read(string? text)
    {
        if (text is null)
        {
            return null;
        }

        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        AlarmsModel alarms = new(new(words.Where(static x => !x.Contains('=', StringComparison.Ordinal))));
        foreach (string[] setting in words.Where(static x => x.Contains('=', StringComparison.Ordinal)).Select(static x => x.Split('=')))
        {
            int value = int.Parse(setting[1], CultureInfo.InvariantCulture);
            alarms = setting[0] switch
            {
                "failures" => alarms with { Failures = value },
                "messages" => alarms with { Messages = value },
                "age" => alarms with { MessageAgeInSeconds = value },
                "period" => alarms with { PeriodInSeconds = value },
                _ => throw new FormatException(setting[0]),
            };
        }

        return alarms;
    }
}
