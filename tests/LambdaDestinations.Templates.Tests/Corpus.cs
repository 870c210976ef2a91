using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace LambdaDestinations.Templates.Tests;

/// <summary>The sample templates and records of <c>tests/Corpus</c>.</summary>
internal static class Corpus
{
    public static string Root { get; } = FindRoot();

    public static string Repository { get; } = Path.GetFullPath(Path.Combine(Root, "..", ".."));

    public static IEnumerable<string> Templates() =>
        Directory.EnumerateFiles(Path.Combine(Root, "templates"), "*.*", SearchOption.AllDirectories)
            .Where(x => Path.GetExtension(x) is ".yaml" or ".json")
            .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "tests", "Corpus");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new DirectoryNotFoundException("tests/Corpus is not above the test's folder.");
    }
}
