using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace LambdaDestinations.Tool.Reports;

/// <summary>Shows the Markdown that our rule pages are written in: headings, lists, tables, code, links.</summary>
internal static partial class MarkdownView
{
    /// <summary>Writes a page to a terminal.</summary>
    public static void Write(IAnsiConsole console, string markdown)
    {
        bool isCode = false;
        List<string> table = [];
        string paragraph = "";
        foreach (string line in markdown.TrimEnd().Split('\n'))
        {
            bool isFence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            if (!isCode && !isFence && line.StartsWith('|'))
            {
                WriteParagraph(console, ref paragraph);
                table.Add(line);
                continue;
            }

            WriteTable(console, table);
            if (!isCode && !isFence && IsText(line))
            {
                // The page's own line breaks mean nothing: the terminal has another width.
                paragraph += paragraph.Length > 0 ? " " + line.Trim() : line;
                continue;
            }

            WriteParagraph(console, ref paragraph);
            if (isFence)
            {
                isCode = !isCode;
            }
            else if (isCode)
            {
                console.Write(new Text("    " + line + "\n", new Style(Color.Teal)));
            }
            else if (line.StartsWith('#'))
            {
                console.MarkupLine($"[bold]{Inline(line.TrimStart('#', ' '))}[/]");
            }
            else if (line.Length == 0)
            {
                console.WriteLine();
            }
            else
            {
                // An item of a list, which may go on in the lines below it.
                paragraph = line;
            }
        }

        WriteParagraph(console, ref paragraph);
        WriteTable(console, table);
    }

    private static bool IsText(string line) => line.Length > 0 && !line.StartsWith('#') && !Item().IsMatch(line);

    private static void WriteParagraph(IAnsiConsole console, ref string paragraph)
    {
        if (paragraph.Length > 0)
        {
            console.MarkupLine(Inline(paragraph));
            paragraph = "";
        }
    }

    private static void WriteTable(IAnsiConsole console, List<string> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        Table table = new Table().Border(TableBorder.Simple);
        string[] heads = Cells(lines[0]);
        foreach (string head in heads)
        {
            table.AddColumn(Inline(head));
        }

        foreach (string line in lines.Skip(2))
        {
            string[] cells = Cells(line);
            Array.Resize(ref cells, heads.Length);
            table.AddRow([.. cells.Select(static x => Inline(x ?? ""))]);
        }

        lines.Clear();
        console.Write(table);
    }

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(static x => x.Trim())];

    private static string Inline(string text)
    {
        string safe = Markup.Escape(text);
        safe = Link().Replace(safe, "$1 ($2)");
        safe = Code().Replace(safe, "[teal]$1[/]");
        return Bold().Replace(safe, "[bold]$1[/]");
    }

    [GeneratedRegex(@"^\s*([-*]|\d+\.)\s", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Item();

    [GeneratedRegex(@"\[\[([^\[\]]+)\]\]\(([^()\s]+)\)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex("`([^`]+)`", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"\*\*([^*]+)\*\*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bold();
}
