using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Values;

/// <summary>
/// Texts that a template computes, in the notation of <c>Fn::Sub</c>: <c>Ref X</c> is <c>${X}</c>, <c>GetAtt X.Arn</c> is
/// <c>${X.Arn}</c>, and <c>Fn::Join</c> and <c>Fn::Sub</c> of these are one text.
/// </summary>
internal static class TemplatePattern
{
    /// <summary>The text of a value; <see langword="null"/> when a part of it is not known (<c>Fn::ImportValue</c>, <c>Fn::If</c>, …).</summary>
    public static string? Of(TemplateValue value)
    {
        if (value.Kind == TemplateValueKind.Scalar)
        {
            return value.Text;
        }

        if (value is not { Kind: TemplateValueKind.Map, Entries: [var function] })
        {
            return null;
        }

        return function.Key switch
        {
            "Ref" => function.Value.Text is { } id ? "${" + id + "}" : null,
            "Fn::GetAtt" => function.Value is { Kind: TemplateValueKind.List, Items.Count: > 1 } path && path.Items.All(static x => x.Text is not null) ? "${" + string.Join(".", path.Items.Select(static x => x.Text)) + "}" : null,
            "Fn::Sub" => Sub(function.Value),
            "Fn::Join" => Join(function.Value),
            _ => null,
        };
    }

    /// <summary>What stands in the one pair of braces that is the whole text: <c>X</c> or <c>X.Arn</c>; <see langword="null"/> when there is more.</summary>
    public static string? WholeReference(string pattern) =>
        pattern.Length > 3 && pattern.StartsWith("${", StringComparison.Ordinal) && pattern[2] != '!' && pattern.IndexOf('}') == pattern.Length - 1
            ? pattern.Substring(2, pattern.Length - 3)
            : null;

    /// <summary>Splits an ARN at its colons, leaving those inside braces alone.</summary>
    /// <returns>Six parts; <see langword="null"/> when the text is no ARN.</returns>
    public static string[]? SplitArn(string pattern)
    {
        if (!pattern.StartsWith("arn:", StringComparison.Ordinal))
        {
            return null;
        }

        List<string> parts = Split(pattern, ":", 6);
        return parts.Count == 6 ? [.. parts] : null;
    }

    /// <summary>
    /// The name that people give what a text points to: of an ARN, an address or a topic the last part, except where the service puts
    /// something behind the name (Service Authorization Reference, "Resource types defined by" Amazon MSK, DynamoDB, Kinesis, MQ, Lambda).
    /// </summary>
    public static string NameOf(string pattern)
    {
        string[]? arn = SplitArn(pattern);
        List<string> parts = Split(arn?[5] ?? pattern, ":/", int.MaxValue);
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
    private static List<string> Split(string pattern, string separators, int maximum)
    {
        List<string> parts = [];
        int start = 0;
        int depth = 0;
        for (int i = 0; i < pattern.Length && parts.Count < maximum - 1; i++)
        {
            if (pattern[i] == '{')
            {
                depth++;
            }
            else if (pattern[i] == '}')
            {
                depth--;
            }
            else if (depth == 0 && separators.IndexOf(pattern[i]) >= 0)
            {
                parts.Add(pattern.Substring(start, i - start));
                start = i + 1;
            }
        }

        parts.Add(pattern.Substring(start));
        return parts;
    }

    private static string? Sub(TemplateValue argument)
    {
        if (argument.Text is { } pattern)
        {
            return pattern;
        }

        if (argument is not { Kind: TemplateValueKind.List, Items: [{ Text: { } text }, { Kind: TemplateValueKind.Map } variables] })
        {
            return null;
        }

        foreach (KeyValuePair<string, TemplateValue> variable in variables.Entries)
        {
            if (text.IndexOf("${" + variable.Key + "}", StringComparison.Ordinal) < 0)
            {
                continue;
            }

            if (Of(variable.Value) is not { } replacement)
            {
                return null;
            }

            text = text.Replace("${" + variable.Key + "}", replacement);
        }

        return text;
    }

    private static string? Join(TemplateValue argument)
    {
        if (argument is not { Kind: TemplateValueKind.List, Items: [{ } separator, { Kind: TemplateValueKind.List } parts] })
        {
            return null;
        }

        StringBuilder text = new();
        for (int i = 0; i < parts.Items.Count; i++)
        {
            if (Of(parts.Items[i]) is not { } part)
            {
                return null;
            }

            text.Append(i > 0 ? separator.Text : "").Append(part);
        }

        return text.ToString();
    }
}
