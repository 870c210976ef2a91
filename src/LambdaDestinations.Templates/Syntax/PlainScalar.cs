using System.Globalization;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>
/// What YAML 1.1 makes of a text without quotes: booleans and whole numbers. SAM and the AWS CLI read templates with PyYAML, CloudFormation with
/// SnakeYAML; both have the expressions of https://yaml.org/type/bool.html (without <c>y</c> and <c>n</c>) and https://yaml.org/type/int.html.
/// </summary>
internal static class PlainScalar
{
    /// <summary>The boolean or whole number in JSON's notation; <see langword="null"/> for other texts, and for numbers beyond 64 bits.</summary>
    public static string? Resolve(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        return text[0] is (>= '0' and <= '9') or '+' or '-' ? Number(text) : Boolean(text);
    }

    /// <summary>Whether a text is a decimal number with a fraction (https://yaml.org/type/float.html; RFC 8259): <c>1.0</c>, <c>-.5</c>, <c>1.5e+3</c>.</summary>
    public static bool IsFraction(string text) =>
        text.IndexOf('.') >= 0 && text[text.Length - 1] is >= '0' and <= '9' or '.'
        && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _);

    private static string? Boolean(string text) => text switch
    {
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => "true",
        "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => "false",
        _ => null,
    };

    private static string? Number(string text)
    {
        bool isNegative = text[0] == '-';
        string digits = text[0] is '+' or '-' ? text.Substring(1) : text;
        ulong? number = digits switch
        {
            "" or ['_', ..] => null,
            "0" => 0,
            ['0', 'b', .. var binary] => Read(binary, 2),
            ['0', 'x', .. var hexadecimal] => Read(hexadecimal, 16),
            ['0', ..] => Read(digits, 8),
            _ when digits.IndexOf(':') >= 0 => Sexagesimal(digits),
            _ => Read(digits, 10),
        };
        return number switch
        {
            null => null,
            0 => "0",
            <= long.MaxValue => (isNegative ? "-" : "") + number.Value.ToString(CultureInfo.InvariantCulture),
            _ => null,
        };
    }

    private static ulong? Read(string digits, uint radix)
    {
        ulong number = 0;
        bool hasDigit = false;
        foreach (char c in digits)
        {
            if (c == '_')
            {
                continue;
            }

            uint digit = c switch
            {
                >= '0' and <= '9' => (uint)(c - '0'),
                >= 'a' and <= 'f' => (uint)(c - 'a' + 10),
                >= 'A' and <= 'F' => (uint)(c - 'A' + 10),
                _ => radix,
            };
            if (digit >= radix || number > (ulong.MaxValue - digit) / radix)
            {
                return null;
            }

            number = (number * radix) + digit;
            hasDigit = true;
        }

        return hasDigit ? number : null;
    }

    /// <summary>Hours, minutes and seconds, as <c>1:30</c>: each part behind the first is below 60 and has one digit or two.</summary>
    private static ulong? Sexagesimal(string digits)
    {
        string[] parts = digits.Split(':');
        if (Read(parts[0], 10) is not { } number)
        {
            return null;
        }

        for (int i = 1; i < parts.Length; i++)
        {
            bool isPart = parts[i] is [>= '0' and <= '9'] or [>= '0' and <= '5', >= '0' and <= '9'];
            if (!isPart || number > (ulong.MaxValue - 59) / 60)
            {
                return null;
            }

            number = (number * 60) + ulong.Parse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture);
        }

        return number;
    }
}
