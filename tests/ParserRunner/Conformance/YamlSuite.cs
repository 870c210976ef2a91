using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using LambdaDestinations.Templates.Syntax;

namespace ParserRunner.Conformance;

/// <summary>yaml-test-suite, as its branch <c>data</c> has it: a folder for each case, with <c>in.yaml</c>, <c>test.event</c> and <c>error</c>.</summary>
internal static class YamlSuite
{
    public static int Run(string folder, string deviationsPath)
    {
        string[] cases = [.. Directory.EnumerateFiles(folder, "in.yaml", SearchOption.AllDirectories).Select(static x => Path.GetDirectoryName(x)!)
            .Where(x => !IsIndex(Path.GetRelativePath(folder, x))).Order(StringComparer.Ordinal)];
        if (cases.Length == 0)
        {
            Console.Error.WriteLine($"{folder} has no case: check out the branch data of yaml-test-suite.");
            return 2;
        }

        Deviations deviations = Deviations.Read(deviationsPath);
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (string path in cases)
        {
            string name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            foreach (string outcome in Check(path, name, deviations))
            {
                counts[outcome] = counts.GetValueOrDefault(outcome) + 1;
            }
        }

        Console.WriteLine($"{cases.Length} cases");
        foreach ((string outcome, int count) in counts.OrderBy(static x => x.Key, StringComparer.Ordinal))
        {
            Console.WriteLine($"{count,5} {outcome}");
        }

        return deviations.Print();
    }

    /// <summary>The folders <c>name</c> and <c>tags</c> are links to the cases.</summary>
    private static bool IsIndex(string relative) => relative.Split('/', '\\')[0] is "name" or "tags";

    private static IEnumerable<string> Check(string path, string name, Deviations deviations)
    {
        string text = File.ReadAllText(Path.Combine(path, "in.yaml"), new UTF8Encoding(false, true));
        TemplateDocument document = TemplateParser.Parse(text, TemplateFormat.Yaml);
        string problem = document.Errors.Count > 0 ? document.Errors[0].Message : "";
        if (File.Exists(Path.Combine(path, "error")))
        {
            bool isRefused = problem.Length > 0 || document.HasRepeatedKeys;
            if (!isRefused)
            {
                deviations.Add(name, "is invalid, and read");
            }

            yield return isRefused ? "YAML, invalid: refused" : "YAML, invalid: read";
            yield break;
        }

        string[] events = File.ReadAllLines(Path.Combine(path, "test.event"));
        int documents = events.Count(static x => x.StartsWith("+DOC", StringComparison.Ordinal));
        if (documents > 1)
        {
            if (problem.Length == 0)
            {
                deviations.Add(name, $"has {documents} documents, and is read");
            }

            yield return problem.Length == 0 ? "YAML, several documents: read" : "YAML, several documents: refused";
            yield break;
        }

        string[] expected = YamlEvents.Read(events);
        string[] found = document.Root is null && expected.Length > 0 ? ["=VAL ="] : YamlEvents.Of(document, Handles(text));
        string outcome = problem.Length > 0 ? "refused" : expected.SequenceEqual(found) ? "equal" : "different";
        if (outcome != "equal")
        {
            int at = expected.Zip(found).TakeWhile(static x => x.First == x.Second).Count();
            deviations.Add(name, problem.Length > 0 ? $"is valid, and refused: {problem}" : $"differs: '{found.ElementAtOrDefault(at)}' for '{expected.ElementAtOrDefault(at)}'");
        }

        yield return "YAML, valid, one document: " + outcome;
        if (File.Exists(Path.Combine(path, "in.json")) && new FileInfo(Path.Combine(path, "in.json")).Length > 0)
        {
            byte[] json = File.ReadAllBytes(Path.Combine(path, "in.json"));
            bool isRead = TemplateParser.Parse(Encoding.UTF8.GetString(json), TemplateFormat.Json).Errors.Count == 0 && JsonSuite.IsRead(json);
            if (!isRead)
            {
                deviations.Add(name + "/in.json", "is JSON, and refused");
            }

            yield return isRead ? "its JSON, template parser and record reader: read" : "its JSON, template parser and record reader: refused";
        }
    }

    private static Dictionary<string, string> Handles(string text)
    {
        Dictionary<string, string> handles = new(StringComparer.Ordinal);
        foreach (string[] words in text.Split('\n').Select(static x => x.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Where(static x => x is ["%TAG", _, _, ..]))
        {
            handles[words[1]] = words[2];
        }

        return handles;
    }
}
