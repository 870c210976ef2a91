using System.Collections.Generic;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Rules;

/// <summary>Lines that a sentence shows below itself: a difference.</summary>
/// <param name="Text">Each behind a line break.</param>
internal readonly record struct ShownLines(string Text);

/// <summary>Values of a template as a sentence shows them: in the notation of the template, on one line, to be copied.</summary>
/// <param name="All">The values.</param>
/// <param name="Format">The template's notation.</param>
internal readonly record struct ShownValues(IReadOnlyList<TemplateValue> All, TemplateFormat Format);

/// <summary>A thing as a sentence shows it: by its name, in quotes, or by the value that the template has for it.</summary>
/// <param name="Text">The name or the value.</param>
/// <param name="IsName">Whether it is a name, or an ARN.</param>
internal readonly record struct Shown(string Text, bool IsName)
{
    /// <summary>By a name or an ARN.</summary>
    public static Shown Name(string name) => new(name, true);

    /// <summary>By a value that is not known here.</summary>
    public static Shown Value(TemplateValue value) => new(value.ToString(), false);

    /// <summary>By several such values.</summary>
    public static Shown Values(IEnumerable<TemplateValue> values) => new(string.Join(", ", values), false);
}
