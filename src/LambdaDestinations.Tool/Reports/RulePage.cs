using System.IO;

namespace LambdaDestinations.Tool.Reports;

/// <summary>The pages of <c>docs/rules</c>, which are part of this assembly.</summary>
internal static class RulePage
{
    /// <summary>The Markdown of a rule's page; <see langword="null"/> when it has none.</summary>
    public static string? Find(string id)
    {
        using Stream? stream = typeof(RulePage).Assembly.GetManifestResourceStream($"rules/{id}.md");
        if (stream is null)
        {
            return null;
        }

        using StreamReader reader = new(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
