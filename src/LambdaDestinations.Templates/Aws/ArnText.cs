using System;
using System.Collections.Generic;

namespace LambdaDestinations.Templates.Aws;

/// <summary>ARNs as texts, in which <c>${…}</c> may stand for what is computed.</summary>
internal static class ArnText
{
    /// <summary>Splits an ARN at its colons, leaving those inside braces alone.</summary>
    /// <returns>Six parts; <see langword="null"/> when the text is not an ARN.</returns>
    public static string[]? Split(string text)
    {
        if (!text.StartsWith("arn:", StringComparison.Ordinal))
        {
            return null;
        }

        List<string> parts = Split(text, ":", 6);
        return parts.Count == 6 ? [.. parts] : null;
    }

    /// <summary>
    /// The name that people give what a text points to: of an ARN, an address or a topic the last part, except where the service puts
    /// something behind the name (Service Authorization Reference, "Resource types defined by" Amazon MSK, DynamoDB, Kinesis, MQ, Lambda).
    /// </summary>
    public static string NameOf(string text)
    {
        string[]? arn = Split(text);
        List<string> parts = Split(arn?[5] ?? text, ":/", int.MaxValue);
        return arn?[2] switch
        {
            // cluster/NAME/ID, table/NAME/stream/LABEL, stream/NAME/consumer/NAME:TIME, broker:NAME:ID
            "kafka" or "dynamodb" or "kinesis" or "mq" when parts.Count > 1 => parts[1],
            // function:NAME:QUALIFIER
            "lambda" when parts.Count > 2 => parts[1] + ":" + parts[2],
            _ => parts[parts.Count - 1],
        };
    }

    /// <summary>Splits at separators, leaving those inside braces alone; the last part has what is over the maximum.</summary>
    private static List<string> Split(string text, string separators, int maximum)
    {
        List<string> parts = [];
        int start = 0;
        int depth = 0;
        for (int i = 0; i < text.Length && parts.Count < maximum - 1; i++)
        {
            if (text[i] == '{')
            {
                depth++;
            }
            else if (text[i] == '}')
            {
                depth--;
            }
            else if (depth == 0 && separators.IndexOf(text[i]) >= 0)
            {
                parts.Add(text.Substring(start, i - start));
                start = i + 1;
            }
        }

        parts.Add(text.Substring(start));
        return parts;
    }
}
