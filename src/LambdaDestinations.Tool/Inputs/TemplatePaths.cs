using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using LambdaDestinations.Build;
using Microsoft.Extensions.FileSystemGlobbing;

namespace LambdaDestinations.Tool.Inputs;

/// <summary>A file to read as a template.</summary>
/// <param name="FullPath">Where it is.</param>
/// <param name="DisplayPath">Relative to the working folder, with slashes.</param>
/// <param name="IsNamed">Whether the user named it; else a pattern matched it.</param>
internal sealed record TemplatePath(string FullPath, string DisplayPath, bool IsNamed);

/// <summary>From the paths, folders and patterns of a command line to the files.</summary>
internal static partial class TemplatePaths
{
    /// <summary>The names that the build looks for, in its order, for messages.</summary>
    public const string UsualNames = "serverless.template, template.yaml, template.yml, template.json";

    private static readonly string[] Names = UsualNames.Split(", ");

    /// <summary>All files that the arguments mean; for none, what the working folder has.</summary>
    /// <exception cref="ToolException">An argument means no file.</exception>
    /// <param name="folder">The working folder.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="command">What stands before them on the command line, for messages.</param>
    public static IReadOnlyList<TemplatePath> Find(string folder, IReadOnlyList<string> arguments, string command)
    {
        IEnumerable<TemplatePath> found = arguments.Count == 0
            ? InFolder(folder, ".", command, isNamed: true)
            : arguments.SelectMany(x => Expand(folder, x, command));
        return [.. found.DistinctBy(static x => x.FullPath, StringComparer.Ordinal).OrderBy(static x => x.DisplayPath, StringComparer.Ordinal)];
    }

    /// <summary>The one template that the build would take in a folder; <see langword="null"/> when there is none.</summary>
    public static string? FindOne(string folder)
    {
        string defaults = Path.Combine(folder, "aws-lambda-tools-defaults.json");
        if (File.Exists(defaults) && ToldTemplate(File.ReadAllText(defaults)) is { } name && Full(folder, name) is var told && File.Exists(told))
        {
            return told;
        }

        return Names.Select(x => Path.Combine(folder, x)).FirstOrDefault(IsFile);
    }

    /// <summary>The "template" of a tool's settings; <see langword="null"/> when they name none, or are larger than such a file is.</summary>
    private static string? ToldTemplate(string settings)
    {
        try
        {
            return TemplateSetting().Match(settings) is { Success: true } match ? match.Groups[1].Value : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    /// <summary>Whether a name that nobody gave is that of a file, and not of a pipe.</summary>
    private static bool IsFile(string path) => File.Exists(path) && !UnixFile.IsSpecial(path);

    /// <summary>A path as it is shown.</summary>
    public static string Display(string folder, string fullPath) => Path.GetRelativePath(folder, fullPath).Replace('\\', '/');

    /// <summary>A full path from an argument.</summary>
    /// <exception cref="ToolException">The argument is not a valid path.</exception>
    public static string Full(string folder, string argument)
    {
        try
        {
            return Path.GetFullPath(Path.Combine(folder, argument));
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw new ToolException($"'{argument}' is not a valid path: {error.Message}");
        }
    }

    private static IEnumerable<TemplatePath> Expand(string folder, string argument, string command)
    {
        if (argument.Contains('*', StringComparison.Ordinal) && !File.Exists(Full(folder, argument)))
        {
            return Match(folder, argument);
        }

        string path = Full(folder, argument);
        if (Directory.Exists(path))
        {
            return InFolder(path, argument, command, isNamed: false).Select(x => x with { DisplayPath = Display(folder, x.FullPath) });
        }

        return File.Exists(path) ? [new TemplatePath(path, Display(folder, path), IsNamed: true)] : throw new ToolException($"There is no file or folder '{argument}'");
    }

    private static List<TemplatePath> Match(string folder, string pattern)
    {
        string[] parts = pattern.Replace('\\', '/').Split('/');
        int fixedParts = Array.FindIndex(parts, static x => x.Contains('*', StringComparison.Ordinal));
        string start = string.Join('/', parts.Take(fixedParts));
        string root = Full(folder, fixedParts > 0 && start.Length == 0 ? "/" : start);
        Matcher matcher = new(OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        matcher.AddInclude(string.Join('/', parts.Skip(fixedParts)));
        List<TemplatePath> found = Directory.Exists(root) ? [.. matcher.GetResultsInFullPath(root).Select(x => new TemplatePath(x, Display(folder, x), IsNamed: false))] : [];
        return found.Count > 0 ? found : throw new ToolException($"No file matches '{pattern}'");
    }

    private static List<TemplatePath> InFolder(string folder, string name, string command, bool isNamed)
    {
        List<string> files = [.. Names.Select(x => Path.Combine(folder, x)).Where(IsFile)];
        if (FindOne(folder) is { } told)
        {
            files.Add(told);
        }

        // `cdk.out` itself, or a folder with one; stages have a folder of their own in it.
        foreach (string output in new[] { Path.Combine(folder, "cdk.out"), Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)) == "cdk.out" ? folder : "" })
        {
            if (Directory.Exists(output))
            {
                files.AddRange(Directory.EnumerateFiles(output, "*.template.json", SearchOption.AllDirectories));
            }
        }

        return files.Count > 0
            ? [.. files.Select(x => new TemplatePath(x, Display(folder, x), isNamed))]
            : throw new ToolException($"There is no template in '{name}': looked for {UsualNames}, and cdk.out/**/*.template.json. Name the files: lambda-destinations {command} stacks/**/*.yaml");
    }

    [GeneratedRegex("\"template\"\\s*:\\s*\"([^\"]+)\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TemplateSetting();
}
