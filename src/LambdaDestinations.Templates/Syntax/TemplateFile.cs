using System;
using System.Text;
using System.Threading;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>Templates as bytes: UTF-8, with or without a byte order mark.</summary>
internal static class TemplateFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the template of a file.</summary>
    /// <param name="path">The file; see <see cref="Parse(string, string, CancellationToken)"/>.</param>
    /// <param name="bytes">What stands in it.</param>
    /// <param name="cancellationToken">Stops between nodes.</param>
    /// <exception cref="DecoderFallbackException">The bytes are not UTF-8.</exception>
    public static TemplateDocument Parse(string path, byte[] bytes, CancellationToken cancellationToken) => Parse(path, Strict.GetString(bytes), cancellationToken);

    /// <summary>
    /// Reads the template of a file; the notation follows from its first character, as in Amazon.Lambda.Annotations. What begins with a brace
    /// in a file of YAML is YAML where it is not JSON: with comments, trailing commas, plain keys.
    /// </summary>
    /// <param name="path">The file, whose ending counts.</param>
    /// <param name="text">What stands in it.</param>
    /// <param name="cancellationToken">Stops between nodes.</param>
    public static TemplateDocument Parse(string path, string text, CancellationToken cancellationToken)
    {
        TemplateDocument document = Parse(text, cancellationToken);
        return document is { Format: TemplateFormat.Json, Errors.Count: > 0 } && IsYaml(path) ? TemplateParser.Parse(text, TemplateFormat.Yaml, cancellationToken) : document;
    }

    /// <summary>Reads a template; the notation follows from its first character.</summary>
    /// <exception cref="DecoderFallbackException">The bytes are not UTF-8.</exception>
    public static TemplateDocument Parse(byte[] bytes, CancellationToken cancellationToken = default) => Parse(Strict.GetString(bytes), cancellationToken);

    /// <summary>Reads a template; the notation follows from its first character.</summary>
    public static TemplateDocument Parse(string text, CancellationToken cancellationToken = default) =>
        TemplateParser.Parse(text, DetectFormat(text), cancellationToken);

    /// <summary>The bytes to write; a byte order mark is kept.</summary>
    public static byte[] ToBytes(TemplateDocument document) => document.Encode(Strict);

    /// <summary>Whether a file's ending says YAML.</summary>
    public static bool IsYaml(string path) => path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    /// <summary>JSON when the first character is a brace, else YAML.</summary>
    public static TemplateFormat DetectFormat(string text)
    {
        foreach (char character in text)
        {
            if (character != '\uFEFF' && !char.IsWhiteSpace(character))
            {
                return character == '{' ? TemplateFormat.Json : TemplateFormat.Yaml;
            }
        }

        return TemplateFormat.Yaml;
    }
}
