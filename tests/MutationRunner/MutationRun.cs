using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace LambdaDestinations.MutationRunner;

/// <summary>
/// Runs the tests over every mutant in one process: minutes, where Stryker, with a process for each mutant, takes hours. Runs where the assembly with the mutants has taken the place of the usual one.
/// </summary>
/// <param name="folder">Holds Stryker's report, <c>mutants.json</c>; gets <c>results.txt</c>, <c>reach.json</c> and, at the end, <c>done</c>.</param>
internal sealed class MutationRun(string folder)
{
    /// <summary>The exit code of a process that a mutant hangs in: the next one goes on.</summary>
    private const int Hung = 3;

    /// <summary>How long one test may take, beyond twenty times what it takes without a mutant.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly MutantSwitch _switch = new();

    private string ResultPath => Path.Combine(folder, "results.txt");

    /// <summary>Runs one mutant that is reached while types are set up: in a process of its own, where it is active before any test is made.</summary>
    /// <param name="mutant">The mutant.</param>
    /// <param name="area">The namespace of the tests, or nothing for all.</param>
    public async Task RunOne(int mutant, string area)
    {
        _switch.Active = mutant;
        string? killer = await TestCase.FirstFailure([.. TestCase.Find(area)], static _ => { });
        await File.AppendAllTextAsync(ResultPath, Describe(mutant, killer) + "\n");
    }

    /// <summary>Runs every mutant, each with the tests that reach it. What is done is not done again.</summary>
    /// <param name="area">The namespace of the tests, or nothing for all.</param>
    public async Task RunAll(string area)
    {
        Dictionary<int, string> results = ReadResults();
        TestCase[] tests = [.. TestCase.Find(area)];
        Reach reach = await Reach.Read(Path.Combine(folder, "reach.json"), tests, _switch);
        await using StreamWriter writer = new(ResultPath, append: true) { AutoFlush = true };
        foreach (int mutant in ReadMutants())
        {
            if (!results.TryGetValue(mutant, out string? known))
            {
                await Run(mutant, tests, reach, writer);
            }
            else if (known == "Started")
            {
                // The process did not outlive it.
                await writer.WriteLineAsync($"{mutant} Timeout");
            }
        }

        // No mutant has left anything behind that made tests fail.
        if (await TestCase.FirstFailure(tests, static _ => { }) is { } failure)
        {
            throw new InvalidOperationException($"{failure} fails after the mutants.");
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "done"), "");
    }

    /// <summary>Runs one mutant with the tests that reach it, the quickest first.</summary>
    private async Task Run(int mutant, TestCase[] tests, Reach reach, StreamWriter writer)
    {
        if (reach.Once.Contains(mutant) || !reach.Tests.TryGetValue(mutant, out List<int>? indices))
        {
            await writer.WriteLineAsync($"{mutant} {(reach.Once.Contains(mutant) ? "Once" : "NoCoverage")}");
            return;
        }

        int[] order = [.. indices.OrderBy(x => reach.Milliseconds[x])];
        await writer.WriteLineAsync($"{mutant} Started");
        _switch.Active = mutant;
        long deadline = 0;
        void Begin(int index)
        {
            TimeSpan limit = Patience + TimeSpan.FromMilliseconds(20 * reach.Milliseconds[order[index]]);
            Volatile.Write(ref deadline, Stopwatch.GetTimestamp() + (long)(limit.TotalSeconds * Stopwatch.Frequency));
        }

        Begin(0);
        Task<string?> tried = Task.Factory.StartNew(
            () => TestCase.FirstFailure(order.Select(x => tests[x]), Begin).GetAwaiter().GetResult(),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        while (await Task.WhenAny(tried, Task.Delay(100)) != tried)
        {
            if (Stopwatch.GetTimestamp() > Volatile.Read(ref deadline))
            {
                // A thread cannot be stopped: the process ends, and the script starts the next.
                await writer.WriteLineAsync($"{mutant} Timeout");
                await writer.DisposeAsync();
                Environment.Exit(Hung);
            }
        }

        string? killer = await tried;
        _switch.Active = -1;
        await writer.WriteLineAsync(Describe(mutant, killer));
    }

    private static string Describe(int mutant, string? killer) => killer is null ? $"{mutant} Survived" : $"{mutant} Killed {killer}";

    /// <summary>The last word on each mutant.</summary>
    private Dictionary<int, string> ReadResults()
    {
        Dictionary<int, string> results = [];
        foreach (string[] words in (File.Exists(ResultPath) ? File.ReadAllLines(ResultPath) : []).Select(static x => x.Split(' ', 3)))
        {
            results[int.Parse(words[0], CultureInfo.InvariantCulture)] = words[1];
        }

        return results;
    }

    /// <summary>The mutants of Stryker's report that compile and that the configuration asks for.</summary>
    private int[] ReadMutants()
    {
        using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "mutants.json")));
        return
        [
            .. report.RootElement.GetProperty("files").EnumerateObject()
                .SelectMany(static x => x.Value.GetProperty("mutants").EnumerateArray())
                .Where(static x => x.GetProperty("status").GetString() is not ("Ignored" or "CompileError"))
                .Select(static x => int.Parse(x.GetProperty("id").GetString()!, CultureInfo.InvariantCulture)),
        ];
    }
}
