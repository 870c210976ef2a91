using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>
/// A value as the ownership record keeps it: one line that a reviewer can read, equal for all spellings of a reference. <c>!GetAtt Q.Arn</c>
/// and <c>!Sub "${Q.Arn}"</c>, short or long, are <c>Q.Arn</c>. An event of a SAM function, which has no line, is its digest.
/// </summary>
internal static class RecordedValue
{
    /// <summary>The line.</summary>
    /// <param name="value">The value.</param>
    /// <param name="interpreter">Tells what the value refers to.</param>
    public static string Line(TemplateValue value, Interpreter interpreter) => value switch
    {
        { Text: { } text } => text,
        { Kind: TemplateValueKind.Map, Entries: [{ Key: "Destination" or "TargetArn", Value: var destination }] } => Line(destination, interpreter),
        { Kind: TemplateValueKind.Map, Entries.Count: 2 } when value["Type"]?.Text is { } type && (value["Destination"] ?? value["TargetArn"]) is { } target => $"{type} {Line(target, interpreter)}",
        { Kind: TemplateValueKind.Map, Entries.Count: 2 } when value["Type"]?.Text is not null && value["Properties"] is not null => RecordWriter.DigestOf(value),
        _ => interpreter.ReferenceOf(value)?.ToString() ?? Ordered(value).ToString(),
    };

    /// <summary>The value as the record holds it: numbers and booleans as they are, anything else as its line.</summary>
    public static TemplateValue Of(TemplateValue value, Interpreter interpreter) =>
        value is { Kind: TemplateValueKind.Scalar, IsString: false } ? value : TemplateValue.String(Line(value, interpreter));

    /// <summary>Whether a value is the one that was recorded, however either is spelled.</summary>
    public static bool IsSame(TemplateValue value, TemplateValue recorded, Interpreter interpreter) => string.Equals(Line(value, interpreter), recorded.Text, StringComparison.Ordinal);

    /// <summary>The order of keys does not count.</summary>
    private static TemplateValue Ordered(TemplateValue value) => value.Kind switch
    {
        TemplateValueKind.Map => TemplateValue.Map(value.Entries.OrderBy(static x => x.Key, StringComparer.Ordinal).Select(static x => new KeyValuePair<string, TemplateValue>(x.Key, Ordered(x.Value)))),
        TemplateValueKind.List => TemplateValue.List([.. value.Items.Select(Ordered)]),
        _ => value,
    };
}
