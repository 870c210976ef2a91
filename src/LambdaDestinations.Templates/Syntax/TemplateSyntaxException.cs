using System;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>Ends a parse at its first error. Never leaves <see cref="TemplateParser"/>.</summary>
internal sealed class TemplateSyntaxException : Exception
{
    public TemplateSyntaxException(string message, SourceSpan span)
        : base(message) => Span = span;

    public SourceSpan Span { get; }
}
