using System;
using System.IO;

namespace LambdaDestinations.Samples.Tests;

/// <summary>The pages of the samples.</summary>
internal static class SamplePage
{
    internal static string Repository { get; } = FindRepository();

    /// <summary>The first block of a language in a sample's README.</summary>
    internal static string Block(string sample, string language)
    {
        string page = File.ReadAllText(Path.Combine(Repository, "samples", sample, "README.md")).ReplaceLineEndings("\n");
        string fence = "```" + language + "\n";
        int start = page.IndexOf(fence, StringComparison.Ordinal) + fence.Length;
        return page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static string FindRepository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LambdaDestinations.Generators.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The repository is not above the test's folder.");
    }
}
