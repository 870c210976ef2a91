using System;
using System.IO;

namespace LambdaDestinations.Testing.Wiring;

/// <summary>Finds a file of the user's from wherever the test runner has started.</summary>
internal static class FileSearch
{
    /// <summary>The path of a file: in the current folder, in the test's output folder, or in a folder above that.</summary>
    /// <param name="path">As the test gives it.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <param name="example">How it may be named, for the message.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    internal static string Find(string path, string what, string example)
    {
        if (Path.IsPathRooted(path) || File.Exists(path))
        {
            return path;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, path);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new FileNotFoundException(
            $"There is no {what} {path} in {Environment.CurrentDirectory}, in {AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)}, or in a folder above that. "
            + $"Name it as it stands below one of those folders, such as {example}.",
            path);
    }
}
