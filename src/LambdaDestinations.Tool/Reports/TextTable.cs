using System;
using System.Collections.Generic;
using System.Linq;
using Spectre.Console;

namespace LambdaDestinations.Tool.Reports;

/// <summary>Columns of a table for people, as wide as what is in them.</summary>
internal static class TextTable
{
    /// <summary>Writes a table.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="head">The names of the columns.</param>
    /// <param name="rows">The cells, printable.</param>
    /// <param name="style">The style of a row; <see langword="null"/> for none.</param>
    public static void Write(ToolConsole console, string[] head, IReadOnlyList<string[]> rows, Func<int, string?> style)
    {
        string[][] cells = [head, .. rows];
        int[] widths = [.. Enumerable.Range(0, head.Length).Select(x => cells.Max(y => y[x].GetCellWidth()))];
        for (int i = 0; i < cells.Length; i++)
        {
            string line = string.Join("  ", cells[i].Select((x, at) => x + new string(' ', widths[at] - x.GetCellWidth()))).TrimEnd();
            console.WriteLine(line, i == 0 ? "grey" : style(i - 1));
        }

        console.WriteLine();
    }
}
