using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;

namespace LambdaDestinations.MutationRunner;

/// <summary>Which tests reach which mutant, and how long they take; kept for the processes that follow.</summary>
/// <param name="Tests">The tests of a mutant, by their indices.</param>
/// <param name="Once">The mutants that only the first run in a process reaches: while types are set up, or something is read for good.</param>
/// <param name="Milliseconds">How long each test takes.</param>
internal sealed record Reach(Dictionary<int, List<int>> Tests, HashSet<int> Once, double[] Milliseconds)
{
    /// <summary>Reads the file, or runs every test twice and writes it.</summary>
    public static async Task<Reach> Read(string path, TestCase[] tests, MutantSwitch mutants)
    {
        if (File.Exists(path))
        {
            return JsonSerializer.Deserialize<Reach>(await File.ReadAllTextAsync(path))!;
        }

        Reach reach = new([], [], new double[tests.Length]);
        HashSet<int> again = [];
        mutants.Active = -1;
        for (int i = 0; i < tests.Length; i++)
        {
            mutants.IsCounting = true;
            if (await tests[i].Run() is { } error)
            {
                throw new InvalidOperationException($"{tests[i].Name} does not pass without a mutant.", error);
            }

            (IEnumerable<int> methods, IEnumerable<int> statics) = mutants.Take();
            HashSet<int> covered = [.. methods, .. statics];
            reach.Once.UnionWith(covered);
            long start = Stopwatch.GetTimestamp();
            _ = await tests[i].Run();
            reach.Milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            mutants.IsCounting = false;
            (methods, _) = mutants.Take();
            again.UnionWith(methods);
            foreach (int mutant in covered.Union(methods))
            {
                (reach.Tests.TryGetValue(mutant, out List<int>? list) ? list : reach.Tests[mutant] = []).Add(i);
            }
        }

        reach.Once.ExceptWith(again);
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(reach));
        return reach;
    }
}
