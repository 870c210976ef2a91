using System;
using System.Collections.Generic;
using System.Threading;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>Parses a template. Never throws for its content: what cannot be read is an error of the document.</summary>
internal static class TemplateParser
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
        char[] buffer = TextBuffer.Rent(text.Length);
        text.CopyTo(0, buffer, 0, text.Length);
        ReadResult read = Read(buffer, text.Length, format, pool, before: null, cancellationToken);
        return new TemplateDocument(text, format, read.Root, read.Errors) { HasAliases = read.HasAliases, HasRepeatedKeys = read.HasRepeatedKeys, Refusals = read.Refusals, Pool = pool };
    }

    /// <summary>
    /// Reads an edited text to see what it says. Entries that stand in the original with the same characters, in the same column and
    /// with the same characters behind them, are taken from its tree as they are: what a parser makes of them depends on nothing
    /// else. Their spans, and those of what holds them, are hence of no use.
    /// </summary>
    internal static (TemplateNode? Root, IReadOnlyList<TemplateSyntaxError> Errors) Reparse(SplicedText text, CancellationToken cancellationToken)
    {
        char[] buffer = text.Rent();

        // What an alias stands for depends on the whole text before it.
        ReadResult read = Read(buffer, text.Length, text.Original.Format, text.Original.Pool, text.Original.HasAliases ? null : text, cancellationToken);
        return (read.Root, read.Errors);
    }

    /// <summary>Reads a text that stands in a rented array, and gives the array back.</summary>
    private static ReadResult Read(char[] buffer, int length, TemplateFormat format, TextPool pool, SplicedText? before, CancellationToken cancellationToken)
    {
        // The parsers look at the character behind the last one instead of asking for the end each time.
        buffer[length] = '\0';
        try
        {
            int lineEnd = Characters.Expect(buffer, length, format);
            if (format == TemplateFormat.Json)
            {
                JsonParser json = new(buffer, length, pool, before, cancellationToken);
                return new ReadResult(json.Parse(), [], HasAliases: false, json.HasRepeatedKeys, []);
            }

            YamlParser yaml = new(buffer, length, pool, before, cancellationToken);
            TemplateNode? root = yaml.Parse();
            if (lineEnd >= 0 && before is null)
            {
                Characters.ExpectOtherBreaksInQuotes(root, buffer, length, lineEnd);
            }

            return new ReadResult(root, [], yaml.HasAliases, yaml.HasRepeatedKeys, yaml.Refusals);
        }
        catch (TemplateSyntaxException exception)
        {
            int start = Math.Min(exception.Span.Start, length);
            return new ReadResult(null, [new TemplateSyntaxError(exception.Message, new SourceSpan(start, Math.Min(exception.Span.Length, length - start)))], HasAliases: false, HasRepeatedKeys: false, []);
        }
        finally
        {
            TextBuffer.Return(buffer);
        }
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

    private sealed record ReadResult(TemplateNode? Root, IReadOnlyList<TemplateSyntaxError> Errors, bool HasAliases, bool HasRepeatedKeys, IReadOnlyList<ReaderRefusal> Refusals);
}
