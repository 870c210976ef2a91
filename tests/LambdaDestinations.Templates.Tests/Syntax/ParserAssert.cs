using System;
using System.Linq;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Syntax;

/// <summary>Asserts what a parser refuses, and how.</summary>
internal static class ParserAssert
{
    /// <summary>One error, with this place and message.</summary>
    public static void Refuses(string text, TemplateFormat format, int start, int length, string message)
    {
        (string Message, SourceSpan Span) error = Assert.Single(TemplateParser.Parse(text, format).Errors.Select(static x => (x.Message, x.Span)));
        Assert.Equal(message, error.Message);
        Assert.Equal(new SourceSpan(start, length), error.Span);
    }

    /// <summary>So many levels are read, and one more is refused.</summary>
    public static void NestsUpTo(TemplateFormat format, Func<int, string> nest, int limit)
    {
        Assert.Empty(TemplateParser.Parse(nest(limit), format).Errors);
        Assert.Equal(
            $"The template is nested more than {TemplateParser.MaximumDepth} levels deep",
            Assert.Single(TemplateParser.Parse(nest(limit + 1), format).Errors).Message);
    }

    /// <summary>A value in so many levels of one kind.</summary>
    public static Func<int, string> Nest(string open, string value, string close) =>
        levels => string.Concat(Enumerable.Repeat(open, levels)) + value + string.Concat(Enumerable.Repeat(close, levels));
}
