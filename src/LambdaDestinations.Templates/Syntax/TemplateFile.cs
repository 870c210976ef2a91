using System.Text;
using System.Threading;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>Templates as bytes: UTF-8, with or without a byte order mark.</summary>
internal static class TemplateFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a template; the notation follows from its first character, as in Amazon.Lambda.Annotations.</summary>
    /// <exception cref="DecoderFallbackException">The bytes are not UTF-8.</exception>
    public static TemplateDocument Parse(byte[] bytes, CancellationToken cancellationToken = default) => Parse(Strict.GetString(bytes), cancellationToken);

    /// <summary>Reads a template; the notation follows from its first character.</summary>
    public static TemplateDocument Parse(string text, CancellationToken cancellationToken = default) =>
        TemplateParser.Parse(text, DetectFormat(text), cancellationToken);

    /// <summary>The bytes to write; a byte order mark is kept.</summary>
    public static byte[] ToBytes(TemplateDocument document) => document.Encode(Strict);

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
