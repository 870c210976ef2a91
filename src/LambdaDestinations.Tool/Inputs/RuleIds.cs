using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Tool.Inputs;

/// <summary>Rule ids as people type them.</summary>
internal static class RuleIds
{
    /// <summary>The rule of an id; <c>ld3001</c> and <c>3001</c> will do.</summary>
    /// <exception cref="ToolException">There is none.</exception>
    public static Rule Find(string text)
    {
        string id = text.Trim().ToUpperInvariant();
        id = id.StartsWith("LD", StringComparison.Ordinal) ? id : "LD" + id;
        return RuleCatalog.Find(id) ?? throw new ToolException(
            $"There is no rule '{text}'. Nearest: {string.Join(", ", Nearest(id).Select(static x => $"{x.Id} ({x.Title})"))}. All: lambda-destinations explain");
    }

    /// <summary>By the number, since ids are numbered by kind; what is not a number is nearest to the first rules.</summary>
    private static IEnumerable<Rule> Nearest(string id)
    {
        string digits = new([.. id.Where(char.IsAsciiDigit).Take(4)]);
        int number = digits.Length == 0 ? 0 : int.Parse(digits.PadRight(4, '0'), CultureInfo.InvariantCulture);
        return RuleCatalog.All
            .OrderBy(x => Math.Abs(int.Parse(x.Id.AsSpan(2), CultureInfo.InvariantCulture) - number))
            .ThenBy(static x => x.Id, StringComparer.Ordinal)
            .Take(3);
    }
}
