using System.Threading;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>Parses a template. Never throws for its content: what cannot be read is an error of the document.</summary>
public static class TemplateParser
{
    /// <summary>Deepest nesting that is read. CloudFormation itself stops far earlier.</summary>
    internal const int MaximumDepth = 128;

    /// <summary>Parses a template in the notation that its first character tells: <c>{</c> means JSON, as for CloudFormation.</summary>
    /// <param name="text">The text, with or without a byte order mark.</param>
    /// <param name="cancellationToken">Stops between nodes.</param>
    public static TemplateDocument Parse(string text, CancellationToken cancellationToken = default) =>
        Parse(text, GetFormat(text), cancellationToken);

    /// <summary>Parses a template in a given notation.</summary>
    /// <param name="text">The text, with or without a byte order mark.</param>
    /// <param name="format">The notation.</param>
    /// <param name="cancellationToken">Stops between nodes.</param>
    public static TemplateDocument Parse(string text, TemplateFormat format, CancellationToken cancellationToken = default) =>
        Parse(text, format, new TextPool(), cancellationToken);

    /// <summary>Parses a template of which another version was read before, whose texts are taken again.</summary>
    internal static TemplateDocument Parse(string text, TemplateFormat format, TextPool pool, CancellationToken cancellationToken)
    {
        TemplateNode? root = null;
        TemplateSyntaxError[] errors = [];
        bool hasAliases = false;
        try
        {
            if (format == TemplateFormat.Json)
            {
                root = new JsonParser(text, pool, cancellationToken).Parse();
            }
            else
            {
                YamlParser parser = new(text, pool, cancellationToken);
                root = parser.Parse();
                hasAliases = parser.HasAliases;
            }
        }
        catch (TemplateSyntaxException exception)
        {
            int start = System.Math.Min(exception.Span.Start, text.Length);
            int length = System.Math.Min(exception.Span.Length, text.Length - start);
            errors = [new TemplateSyntaxError(exception.Message, new SourceSpan(start, length))];
        }

        return new TemplateDocument(text, format, root, errors) { HasAliases = hasAliases, Pool = pool };
    }

    private static TemplateFormat GetFormat(string text)
    {
        foreach (char c in text)
        {
            if (c is not (' ' or '\t' or '\r' or '\n' or '\uFEFF'))
            {
                return c is '{' ? TemplateFormat.Json : TemplateFormat.Yaml;
            }
        }

        return TemplateFormat.Yaml;
    }
}
