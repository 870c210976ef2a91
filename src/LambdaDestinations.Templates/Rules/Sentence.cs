using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Rules;

/// <summary>
/// An interpolated string of the catalogue. It takes facts of the types below and no other, and writes each of them in one way: the same
/// words whatever the culture, no argument that anybody would have to read back, and nothing of a template that steers a terminal.
/// </summary>
[InterpolatedStringHandler]
internal readonly struct Sentence
{
    private const string Comma = ", ";
    private const int MostFates = 12;
    private readonly StringBuilder _text;

    /// <summary>Called by the compiler.</summary>
    public Sentence(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (formattedCount * 24));

    public void AppendLiteral(string literal) => _text.Append(literal);

    /// <summary>A text; only the catalogue's own lines are lines.</summary>
    public void AppendFormatted(string text) => _text.Append(PrintableText.Of(text));

    /// <summary>Lines, each below the sentence.</summary>
    public void AppendFormatted(ShownLines lines) => _text.Append(PrintableText.OfLines(lines.Text));

    public void AppendFormatted(long number) => _text.Append(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>The member's name, as C# code has it; what is not a member, as its number.</summary>
    public void AppendFormatted(DestinationTargetType type) => _text.Append(type.ToString());

    /// <inheritdoc cref="AppendFormatted(DestinationTargetType)"/>
    public void AppendFormatted(DestinationOutcome outcome) => _text.Append(outcome.ToString());

    public void AppendFormatted(TemplateValue value) => AppendFormatted(value.ToString());

    public void AppendFormatted(Caller caller) => AppendFormatted(caller.Name is null ? caller.Type : $"{caller.Name}: {caller.Type}");

    public void AppendFormatted(Shown shown) => AppendFormatted(shown.IsName ? $"'{shown.Text}'" : shown.Text);

    public void AppendFormatted(SendingSetting setting) => _text.Append(setting.InWords);

    public void AppendFormatted(MessageFormat format) => _text.Append(format.InWords);

    public void AppendFormatted(IEnumerable<string> names) => AppendFormatted(string.Join(Comma, names));

    /// <summary>The conditions with the values where something is so, behind a comma-free clause; nothing for everywhere.</summary>
    public void AppendFormatted(IEnumerable<(string Condition, bool Value)> where)
    {
        string separator = " where ";
        foreach ((string condition, bool value) in where)
        {
            _text.Append(separator);
            AppendFormatted($"condition '{condition}' {(value ? "holds" : "does not hold")}");
            separator = " and ";
        }
    }

    public void AppendFormatted(IEnumerable<TemplateValue> values) => AppendFormatted(string.Join(Comma, values));

    public void AppendFormatted(ShownValues values) =>
        AppendFormatted(values.All.Select(x => values.Format == TemplateFormat.Yaml ? TemplateWriter.ToFlow(x) : TemplateWriter.ToJson(x)));

    /// <summary>Some in their order; of many all that were created or removed, then as many as there is room for of those that changed, and how many more there are.</summary>
    public void AppendFormatted(IReadOnlyList<ResourceFate> fates)
    {
        ResourceFate[] ordered = [.. fates.OrderBy(x => fates.Count <= MostFates ? 0 : x.Fate switch { Fate.Created => 0, Fate.Removed => 1, _ => 2 })];
        int shown = Math.Min(ordered.Length, Math.Max(MostFates, ordered.Count(static x => x.Fate != Fate.Changed)));
        for (int i = 0; i < shown; i++)
        {
            _text.Append(i == 0 ? "" : Comma);
            AppendFormatted($"'{ordered[i].LogicalId}'");
            _text.Append(ordered[i].Fate switch { Fate.Created => " created", Fate.Removed => " removed", _ => " changed" });
        }

        if (ordered.Length > shown)
        {
            _text.Append(Comma).Append((ordered.Length - shown).ToString(CultureInfo.InvariantCulture)).Append(" more changed");
        }
    }

    public void AppendFormatted(IEnumerable<Caller> callers)
    {
        string separator = "";
        foreach (Caller caller in callers)
        {
            _text.Append(separator);
            AppendFormatted(caller);
            separator = Comma;
        }
    }

    /// <inheritdoc />
    public override string ToString() => _text.ToString();
}
