using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests;

/// <summary>
/// One test case, one file of the folder <c>Cases</c>, which is YAML to an editor: comments with a title and what is asked, the template, the
/// divider <c>--- # expected</c>, and what must come out. CONTRIBUTING.md shows one.
/// </summary>
internal sealed class CaseFile
{
    /// <summary>Says what is right where the product does not say it yet.</summary>
    public const string Right = "right";

    public const string Divider = "--- # expected";
    public const string Extension = ".yaml";

    /// <summary>What each area may ask of its cases; a line <c># key: value</c> below the title.</summary>
    public static readonly IReadOnlyList<string> Keys = [Right, "handler", "then", "edit", "beside", "enable", "alarms"];

    private const string Comment = "# ";
    private const string Preamble = "# preamble: ";
    private const string Nothing = "# nothing";

    private readonly List<string> _origins = [];
    private readonly string _asked;

    /// <param name="name">The file below <see cref="Folder"/> without its extension.</param>
    /// <param name="text">What it says.</param>
    /// <param name="preamble">The text of a preamble, by its name.</param>
    public CaseFile(string name, string text, Func<string, string> preamble)
    {
        Name = name;
        string[] lines = text.Split('\n');
        int divider = Array.IndexOf(lines, Divider);
        int end = divider < 0 ? lines.Length - 1 : divider;
        _asked = string.Join('\n', lines[..end]);
        Expected = divider < 0 ? null : string.Join('\n', lines[(divider + 1)..]).TrimEnd('\n');
        Title = lines[0].StartsWith(Comment, StringComparison.Ordinal) ? lines[0][Comment.Length..] : "";
        int start = 1;
        for (; start < end && Asked(lines[start]) is { } asked; start++)
        {
            Header = [.. Header, asked];
        }

        List<string> template = [];
        for (int i = start; i < end; i++)
        {
            if (!lines[i].TrimStart().StartsWith(Preamble, StringComparison.Ordinal))
            {
                template.Add(lines[i]);
                _origins.Add(FormattableString.Invariant($"{i + 1}"));
                continue;
            }

            string shared = lines[i].TrimStart()[Preamble.Length..];
            Preambles = [.. Preambles, shared];

            // The comment at its head says what it is, to the reader.
            foreach ((string line, int at) in preamble(shared).TrimEnd('\n').Split('\n').Select(static (x, at) => (x, at + 1)).SkipWhile(static x => x.x.StartsWith('#')))
            {
                template.Add(line);
                _origins.Add(FormattableString.Invariant($"{shared}:{at}"));
            }
        }

        Template = string.Join('\n', template);
    }

    public static string Folder { get; } = Path.Combine(Corpus.Repository, "tests", "LambdaDestinations.Templates.Tests", "Cases");

    public static string PreambleFolder { get; } = Path.Combine(Folder, "preambles");

    /// <summary>The file below <see cref="Folder"/> without its extension, such as <c>checking/LD4003/only-an-api</c>.</summary>
    public string Name { get; }

    public string Title { get; }

    /// <summary>What is asked, in order.</summary>
    public IReadOnlyList<(string Key, string Value)> Header { get; } = [];

    /// <summary>The template with its preambles, without the last line break.</summary>
    public string Template { get; }

    public IReadOnlyList<string> Preambles { get; } = [];

    /// <summary>What must come out; <see langword="null"/> when it has not been written yet.</summary>
    public string? Expected { get; }

    /// <summary>The names of an area's cases.</summary>
    public static IEnumerable<string> Names(string area) =>
        Directory.EnumerateFiles(Path.Combine(Folder, area), "*" + Extension, SearchOption.AllDirectories)
            .Select(static x => Path.GetRelativePath(Folder, x)[..^Extension.Length].Replace(Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal);

    public static CaseFile Read(string name) => new(name, File.ReadAllText(PathOf(name), Encoding.UTF8), ReadPreamble);

    /// <summary>Compares what a case gives with what its file expects.</summary>
    /// <param name="name">The case.</param>
    /// <param name="run">Gives the lines or texts that come out; what is not YAML is to be a <see cref="Note"/>.</param>
    public static void Check(string name, Func<CaseFile, IEnumerable<string>> run)
    {
        CaseFile file = Read(name);
        string actual = string.Join('\n', run(file)).TrimEnd('\n');
        actual = actual.Length == 0 ? Nothing : actual;
        if (Environment.GetEnvironmentVariable("LAMBDA_DESTINATIONS_WRITE") == "1" && actual != file.Expected)
        {
            File.WriteAllText(PathOf(name), $"{file._asked}\n{Divider}\n{actual}\n");
            Assert.False(
                file.Expected is not null && file.Header.Any(static x => x.Key == Right),
                $"{name} says something else now. If it is what its line '{Comment}{Right}:' demands, remove the line and move the file to its rule.");
            return;
        }

        Assert.True(file.Expected is not null, $"{name} expects nothing yet: LAMBDA_DESTINATIONS_WRITE=1 writes what comes out today.");
        Assert.Equal(file.Expected, actual);
    }

    /// <summary>A line that is not YAML, as a comment.</summary>
    public static string Note(string line) => Comment + line;

    /// <summary>The values of one key.</summary>
    public IEnumerable<string> All(string key) => Header.Where(x => x.Key == key).Select(static x => x.Value);

    /// <summary>Where a line of <see cref="Template"/> stands: its number in this file, or in the preamble that is named then.</summary>
    /// <param name="line">Counted from zero, as positions are.</param>
    public string Line(int line) => line < _origins.Count ? _origins[line] : "end";

    /// <summary>Line and character of a position in <see cref="Template"/>.</summary>
    public string Place(TemplatePosition position) => FormattableString.Invariant($"{Line(position.Line)}:{position.Character + 1}");

    private static string ReadPreamble(string name) => File.ReadAllText(Path.Combine(PreambleFolder, name + Extension), Encoding.UTF8);

    private static string PathOf(string name) => Path.Combine(Folder, name + Extension);

    private static (string Key, string Value)? Asked(string line) =>
        Keys.FirstOrDefault(x => line.StartsWith($"{Comment}{x}:", StringComparison.Ordinal)) is { } key ? (key, line[(Comment.Length + key.Length + 1)..].TrimStart()) : null;
}
