using System;
using System.Globalization;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Rules;

/// <summary>A rule that something breaks, with its place.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Arguments">The values of the message's places.</param>
/// <param name="TemplateSpan">Where in the template, when the template has a place for it.</param>
/// <param name="Attribute">Which C# attribute, when one is to blame.</param>
internal sealed record Finding(Rule Rule, EquatableArray<string> Arguments, SourceSpan? TemplateSpan = null, AttributeAnchor? Attribute = null)
{
    /// <summary>
    /// The assembly whose build wrote this place of the template, by <c>Metadata.LambdaDestinations</c>; <see langword="null"/> for what is
    /// written by hand. The attribute is to blame then, and reports for itself.
    /// </summary>
    public string? OwnedBy { get; init; }

    /// <summary>The destination that the finding is about, when <see cref="TemplateSpan"/> points to something else, such as a dead-letter queue.</summary>
    public SourceSpan? DestinationSpan { get; init; }

    /// <summary>What may be written instead, best first; for code fixes.</summary>
    public EquatableArray<string> Suggestions { get; init; }

    /// <summary>The message with its places filled.</summary>
    public string Message => string.Format(CultureInfo.InvariantCulture, Rule.MessageFormat, Array.ConvertAll([.. Arguments], static x => (object)x));
}

/// <summary>An attribute of a handler, named so that the compilation can find it again.</summary>
/// <param name="TypeName">Metadata name of the declaring type (<c>Ns.Outer+Inner</c>).</param>
/// <param name="MethodName">The handler.</param>
/// <param name="DestinationIndex">Index into the handler's destinations; -1 for the handler itself.</param>
internal sealed record AttributeAnchor(string TypeName, string MethodName, int DestinationIndex);
