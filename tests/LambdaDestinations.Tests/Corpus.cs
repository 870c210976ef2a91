using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace LambdaDestinations.Tests;

/// <summary>The records of tests/Corpus/records.</summary>
internal static class Corpus
{
    public static string Folder { get; } = FindFolder();

    /// <summary>The content of a file, named without its extension.</summary>
    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".json"));

    /// <summary>The names of all files, without their extension, in ordinal order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    private static string FindFolder()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string corpus = Path.Combine(folder, "tests", "Corpus", "records");
            if (Directory.Exists(corpus))
            {
                return corpus;
            }
        }

        throw new DirectoryNotFoundException("tests/Corpus/records is not above the tests' folder.");
    }
}
