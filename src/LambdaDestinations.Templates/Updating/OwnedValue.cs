using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Updating;

/// <summary>
/// A value as one line that says what it means, not how it is written: what the ownership record keeps, and what two values are
/// compared by. <c>!GetAtt Q.Arn</c>, <c>!Sub "${Q.Arn}"</c> and <c>{"Fn::GetAtt": ["Q", "Arn"]}</c> are all <c>Q.Arn</c>.
/// </summary>
internal static class OwnedValue
{
    /// <summary>The line.</summary>
    public static string Text(TemplateValue value)
    {
        if (value is { Kind: TemplateValueKind.Map, Entries: [{ Key: "Destination", Value: var destination }] })
        {
            return Text(destination);
        }

        if (value is { Kind: TemplateValueKind.Map, Entries.Count: 2 } && value["Type"]?.Text is { } type && value["Destination"] is { } target)
        {
            return $"{type} {Text(target)}";
        }

        return value.Text ?? Reference(value) ?? Ordered(value).ToString();
    }

    /// <summary>Whether two values mean the same.</summary>
    public static bool AreSame(TemplateValue one, TemplateValue other) => string.Equals(Text(one), Text(other), StringComparison.Ordinal);

    /// <summary>The value as the record holds it: numbers and booleans as they are, anything else as its line.</summary>
    public static TemplateValue ForRecord(TemplateValue value) =>
        value is { Kind: TemplateValueKind.Scalar, IsString: false } ? value : TemplateValue.String(Text(value));

    private static string? Reference(TemplateValue value)
    {
        if (value is not { Kind: TemplateValueKind.Map, Entries: [var only] })
        {
            return null;
        }

        return only.Key switch
        {
            "Ref" => only.Value.Text,
            "Fn::GetAtt" when only.Value.Items is [{ Text: { } id }, { Text: { } attribute }] => $"{id}.{attribute}",
            "Fn::Sub" when only.Value.Text is { } text && text.StartsWith("${", StringComparison.Ordinal) && text.IndexOf('}') == text.Length - 1 => text.Substring(2, text.Length - 3),
            _ => null,
        };
    }

    /// <summary>The order of keys does not count.</summary>
    private static TemplateValue Ordered(TemplateValue value) => value.Kind switch
    {
        TemplateValueKind.Map => TemplateValue.Map(value.Entries.OrderBy(static x => x.Key, StringComparer.Ordinal).Select(static x => new KeyValuePair<string, TemplateValue>(x.Key, Ordered(x.Value)))),
        TemplateValueKind.List => TemplateValue.List([.. value.Items.Select(Ordered)]),
        _ => value,
    };
}
