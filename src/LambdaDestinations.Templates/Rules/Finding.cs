using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Rules;

/// <summary>A rule that something breaks, with its place.</summary>
/// <param name="Said">The rule and its sentence.</param>
/// <param name="TemplateSpan">Where in the template, when the template has a place for it.</param>
/// <param name="Attribute">Which C# attribute, when one is to blame.</param>
internal sealed record Finding(RuleMessage Said, SourceSpan? TemplateSpan = null, AttributeAnchor? Attribute = null)
{
    /// <summary>The rule.</summary>
    public Rule Rule => Said.Rule;

    /// <summary>What is wrong and what to do.</summary>
    public string Message => Said.Text;

    /// <summary>How bad it is: the rule's severity, or what whoever verifies a template makes of it.</summary>
    public RuleSeverity Severity { get; init; } = Said.Rule.Severity;

    /// <summary>
    /// The assembly whose build wrote this place of the template, by <c>Metadata.LambdaDestinations</c>; <see langword="null"/> for what is
    /// written by hand. The attribute is to blame then, and reports for itself.
    /// </summary>
    public string? OwnedBy { get; init; }

    /// <summary>The destination that the finding is about, when <see cref="TemplateSpan"/> points to something else, such as a dead-letter queue.</summary>
    public SourceSpan? DestinationSpan { get; init; }

    /// <summary>What the check knows for whoever corrects it.</summary>
    public FindingData? Data { get; init; }

    /// <summary>What may be written instead, best first; for code fixes. Two findings that differ in this alone are one.</summary>
    public EquatableArray<string> Suggestions { get; init; }

    /// <inheritdoc />
    public bool Equals(Finding? other) =>
        other is not null
        && Said == other.Said
        && Severity == other.Severity
        && TemplateSpan == other.TemplateSpan
        && Attribute == other.Attribute
        && OwnedBy == other.OwnedBy
        && DestinationSpan == other.DestinationSpan
        && Data == other.Data;

    /// <inheritdoc />
    public override int GetHashCode() => (Said, TemplateSpan, Attribute).GetHashCode();
}

/// <summary>An attribute of a handler, named so that the compilation can find it again.</summary>
/// <param name="TypeName">Metadata name of the declaring type (<c>Ns.Outer+Inner</c>).</param>
/// <param name="MethodName">The handler.</param>
/// <param name="DestinationIndex">Index into the handler's destinations; -1 for the handler itself.</param>
internal sealed record AttributeAnchor(string TypeName, string MethodName, int DestinationIndex)
{
    /// <summary>Index into the handler's settings of mappings; <see langword="null"/> for any other attribute.</summary>
    public int? Mapping { get; init; }

    /// <summary>The argument of that attribute; <see langword="null"/> for the whole.</summary>
    public string? Argument { get; init; }
}
