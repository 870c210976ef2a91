using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LambdaDestinations.Benchmarks.Editing;

/// <summary>
/// What an edit costs in an editor, and what it leaves behind: this version, an earlier one, and the compiler alone, in one process.
/// </summary>
internal static class EditCosts
{
    private const int Rounds = 15;
    private const int MemoryHandlers = 200;
    private const int MemoryEdits = 1000;

    /// <summary><c>edits NOW [BEFORE] [--memory | --each | --cold]</c>: folders <c>artifacts</c> of two versions.</summary>
    public static int Run(IReadOnlyList<string> arguments)
    {
        string[] folders = [.. arguments.Where(static x => !x.StartsWith("--", StringComparison.Ordinal))];
        if (folders is not [var now, .. var earlier] || earlier.Length > 1)
        {
            Console.Error.WriteLine("edits ARTIFACTS [ARTIFACTS-OF-AN-EARLIER-VERSION] [--memory | --each | --cold]");
            return 2;
        }

        List<Toolset> versions = [.. earlier.Select(static x => Toolset.Load("before", x)), Toolset.Load("now", now)];
        if (arguments.Contains("--each"))
        {
            PrintEach(versions[^1]);
            return 0;
        }

        if (arguments.Contains("--cold"))
        {
            PrintCold(versions);
            return 0;
        }

        if (!arguments.Contains("--memory"))
        {
            foreach (bool withContext in new[] { true, false })
            {
                PrintKeystrokes(versions, withContext);
            }
        }

        PrintMemory(versions);
        return 0;
    }

    private static void PrintKeystrokes(List<Toolset> versions, bool withContext)
    {
        Console.WriteLine($"\nOne file of ten handlers is open, {(withContext ? "with" : "without")} a `JsonSerializerContext`. Median of {Rounds} edits.\n");
        Console.WriteLine("| handlers | edit | what | version | allocated | time | of the compiler alone | of before |");
        Console.WriteLine("|---:|---|---|---|---:|---:|---:|---:|");
        foreach (int handlers in new[] { 200, 1000, 2000 })
        {
            Cost alone = Measure(versions[^1], handlers, withContext, false, static x => { x.EditBody(); x.Generate(); }, static x => x.DiagnoseDocument());
            Row(handlers, "body", "document", "compiler alone", alone, null, null);
            Each(versions, handlers, withContext, "body", "generator", static x => x.EditBody(), static x => x.Generate(), null);
            Each(versions, handlers, withContext, "body", "document", static x => { x.EditBody(); x.Generate(); }, static x => x.DiagnoseDocument(), alone);
            alone = Measure(versions[^1], handlers, withContext, false, static x => { x.EditAttribute(); x.Generate(); }, static x => x.DiagnoseDocument());
            Row(handlers, "attribute", "document", "compiler alone", alone, null, null);
            Each(versions, handlers, withContext, "attribute", "generator", static x => x.EditAttribute(), static x => x.Generate(), null);
            Each(versions, handlers, withContext, "attribute", "generator and document", static x => x.EditAttribute(), static x => { x.Generate(); x.DiagnoseDocument(); }, alone);
        }
    }

    /// <summary>What each analyzer costs alone, beside one that does nothing: what the compiler's driver takes for it.</summary>
    private static void PrintEach(Toolset version)
    {
        foreach (bool withContext in new[] { true, false })
        {
            Console.WriteLine($"\nThe document after an edit of a body, {(withContext ? "with" : "without")} a `JsonSerializerContext`, one analyzer at a time:\n");
            Console.WriteLine("| handlers | analyzer | allocated | time |");
            Console.WriteLine("|---:|---|---:|---:|");
            foreach (int handlers in new[] { 200, 1000 })
            {
                Print(handlers, "compiler alone, nothing generated", Measure(version, handlers, withContext, false, static x => { x.EditBody(); x.Generate(); }, static x => x.DiagnoseDocument()));
                Print(handlers, "compiler alone", Measure(version, handlers, withContext, true, static x => { x.EditBody(); x.Generate(); }, static x => x.CompilerAlone()));
                foreach (DiagnosticAnalyzer analyzer in version.Analyzers.Insert(0, new IdleAnalyzer()))
                {
                    Print(handlers, analyzer.GetType().Name, Measure(version, handlers, withContext, true, x => { x.Analyzers = [analyzer]; x.EditBody(); x.Generate(); }, static x => x.DiagnoseDocument()));
                }

                Print(handlers, "all", Measure(version, handlers, withContext, true, static x => { x.EditBody(); x.Generate(); }, static x => x.DiagnoseDocument()));
            }
        }

        static void Print(int handlers, string name, Cost cost) =>
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {handlers:N0} | {name} | {cost.Bytes / 1e6:N2} MB | {cost.Milliseconds:N1} ms |"));
    }

    /// <summary>What a first run of the generator costs, and how much source it makes.</summary>
    private static void PrintCold(List<Toolset> versions)
    {
        Console.WriteLine($"\nA first run of the generator, median of {Rounds}:\n");
        Console.WriteLine("| handlers | version | `JsonSerializerContext` | allocated | time | characters generated, a handler |");
        Console.WriteLine("|---:|---|---|---:|---:|---:|");
        foreach (int handlers in new[] { 200, 1000 })
        {
            foreach ((Toolset version, bool withContext) in versions.SelectMany(static x => new[] { (x, true), (x, false) }))
            {
                int length = 0;
                Cost cost = Measure(version, handlers, withContext, true, x => { x.Reopen(); length = x.GeneratedLength; }, static x => x.RunCold());
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {handlers:N0} | {version.Name} | {(withContext ? "yes" : "no")} | {cost.Bytes / 1e6:N1} MB | {cost.Milliseconds:N0} ms | {length / handlers:N0} |"));
            }
        }
    }

    private static void Each(List<Toolset> versions, int handlers, bool withContext, string edit, string what, Action<EditedProject> prepare, Action<EditedProject> action, Cost? alone)
    {
        Cost? before = null;
        foreach (Toolset version in versions)
        {
            Cost cost = Measure(version, handlers, withContext, true, prepare, action);
            Row(handlers, edit, what, version.Name, cost, alone, before);
            before ??= cost;
        }
    }

    private static void Row(int handlers, string edit, string what, string version, Cost cost, Cost? alone, Cost? before) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {handlers:N0} | {edit} | {what} | {version} | {cost.Bytes / 1e6:N2} MB | {cost.Milliseconds:N1} ms | {Ratio(cost, alone)} | {Ratio(cost, before)} |"));

    private static string Ratio(Cost cost, Cost? to) =>
        to is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{cost.Bytes / to.Bytes:N2} in allocation, {cost.Milliseconds / to.Milliseconds:N2} in time");

    private static Cost Measure(Toolset tools, int handlers, bool withContext, bool isOurs, Action<EditedProject> prepare, Action<EditedProject> action)
    {
        EditedProject project = new(tools, handlers, withContext, isOurs);
        List<double> bytes = [];
        List<double> times = [];
        for (int round = -3; round < Rounds; round++)
        {
            prepare(project);
            long allocated = GC.GetTotalAllocatedBytes(precise: true);
            long start = Stopwatch.GetTimestamp();
            action(project);
            double time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            if (round >= 0)
            {
                bytes.Add(allocated);
                times.Add(time);
            }
        }

        return new Cost(Median(bytes), Median(times));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>What the process holds after many edits, when nothing of the project is left.</summary>
    private static void PrintMemory(List<Toolset> versions)
    {
        Console.WriteLine($"\nHeld by the process after {MemoryEdits:N0} edits at {MemoryHandlers} handlers, a third each of a body, an attribute and the template, every compilation bound:\n");
        Console.WriteLine("| version | held after the edits | more than the compiler alone |");
        Console.WriteLine("|---|---:|---:|");
        Edit(versions[^1], false, 30);
        long alone = Edit(versions[^1], false, MemoryEdits);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| compiler alone | {alone / 1e6:N2} MB | |"));
        foreach (Toolset version in versions)
        {
            Edit(version, true, 30);
            long held = Edit(version, true, MemoryEdits);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {version.Name} | {held / 1e6:N2} MB | {(held - alone) / 1e6:N2} MB |"));
        }
    }

    /// <summary>How much more the heap holds after the edits than before them, with the project alive in both.</summary>
    private static long Edit(Toolset tools, bool isOurs, int edits)
    {
        EditedProject project = new(tools, MemoryHandlers, withContext: true, isOurs);
        EditAll(project, 3);
        long before = Heap();
        EditAll(project, edits);
        EditAll(project, 3);
        long after = Heap();
        GC.KeepAlive(project);
        return after - before;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void EditAll(EditedProject project, int edits)
    {
        for (int i = 0; i < edits; i++)
        {
            Action edit = (i % 3) switch { 0 => project.EditBody, 1 => project.EditAttributeAnew, _ => project.EditTemplate };
            edit();
            project.Generate();
            if (project.DiagnoseAll() > 0)
            {
                throw new InvalidOperationException("The project has errors.");
            }
        }
    }

    private static long Heap()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private sealed record Cost(double Bytes, double Milliseconds);
}
