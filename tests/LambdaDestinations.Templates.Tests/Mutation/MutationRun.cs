using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Templates.Model;

namespace LambdaDestinations.Templates.Tests.Mutation;

/// <summary>
/// The tests over every mutant, in one process: Stryker makes the mutants and starts a process for each, which takes hours for what takes minutes here.
/// <c>tests/mutation.sh</c> runs this over the assembly that Stryker has compiled.
/// </summary>
public sealed class MutationRun
{
    /// <summary>How long one test may take, beyond twenty times what it takes without a mutant.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>Runs inside Stryker, where it keeps the assembly with all mutants.</summary>
    [SkippableFact]
    [Trait("Category", "KeepMutants")]
    public void The_assembly_with_the_mutants_is_kept()
    {
        string? folder = Environment.GetEnvironmentVariable("LAMBDA_DESTINATIONS_KEEP_MUTANTS");
        Skip.If(folder is null, "tests/mutation.sh asks for it");
        string assembly = typeof(TemplateModel).Assembly.Location;
        File.Copy(assembly, Path.Combine(folder, Path.GetFileName(assembly)), overwrite: true);
    }

    /// <summary>Runs where the assembly with the mutants has taken the place of the usual one. What is done is not done again.</summary>
    [SkippableFact]
    [Trait("Category", "Mutants")]
    public async Task Every_mutant_meets_the_tests_that_reach_it()
    {
        string? report = Environment.GetEnvironmentVariable("LAMBDA_DESTINATIONS_MUTANTS");
        Skip.If(report is null, "tests/mutation.sh asks for it");
        string resultPath = Path.Combine(Path.GetDirectoryName(report)!, "results.txt");
        Dictionary<int, string> results = ReadResults(resultPath);
        Control control = new();
        string? only = Environment.GetEnvironmentVariable("LAMBDA_DESTINATIONS_MUTANT");
        if (only is not null)
        {
            // One that is reached while types are set up has a process of its own, in which it is active before any test is made.
            control.Active = int.Parse(only, CultureInfo.InvariantCulture);
        }

        Test[] tests = [.. FindTests()];
        int[] mutants = [.. ReadMutants(report)];

        if (only is not null)
        {
            await File.AppendAllTextAsync(resultPath, $"{only} {(await FirstFailure(tests, static _ => { }) is { } first ? "Killed " + first : "Survived")}\n");
            return;
        }

        Reach reach = await Reach.Read(Path.Combine(Path.GetDirectoryName(report)!, "reach.json"), tests, control);
        await using StreamWriter writer = new(resultPath, append: true) { AutoFlush = true };
        foreach (int mutant in mutants)
        {
            if (results.TryGetValue(mutant, out string? known) && known != "Started")
            {
                continue;
            }

            if (known == "Started")
            {
                // The process did not outlive it.
                await writer.WriteLineAsync($"{mutant} Timeout");
                continue;
            }

            if (reach.Once.Contains(mutant) || !reach.Tests.TryGetValue(mutant, out List<int>? indices))
            {
                await writer.WriteLineAsync($"{mutant} {(reach.Once.Contains(mutant) ? "Once" : "NoCoverage")}");
                continue;
            }

            int[] order = [.. indices.OrderBy(x => reach.Milliseconds[x])];

            await writer.WriteLineAsync($"{mutant} Started");
            control.Active = mutant;
            string? killer = null;
            long deadline = 0;
            void Begin(int index) => Volatile.Write(ref deadline, Stopwatch.GetTimestamp() + (long)((Patience + TimeSpan.FromMilliseconds(20 * reach.Milliseconds[order[index]])).TotalSeconds * Stopwatch.Frequency));
            Begin(0);
            Task run = Task.Factory.StartNew(() => killer = FirstFailure(order.Select(x => tests[x]), Begin).GetAwaiter().GetResult(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            while (await Task.WhenAny(run, Task.Delay(100)) != run)
            {
                if (Stopwatch.GetTimestamp() > Volatile.Read(ref deadline))
                {
                    // A thread cannot be stopped: the process ends, and the script starts the next.
                    await writer.WriteLineAsync($"{mutant} Timeout");
                    await writer.DisposeAsync();
                    Environment.Exit(3);
                }
            }

            await run;
            control.Active = -1;
            await writer.WriteLineAsync(killer is null ? $"{mutant} Survived" : $"{mutant} Killed {killer}");
        }

        // No mutant has left anything behind that made tests fail.
        foreach (Test test in tests)
        {
            Assert.True(await test.Run() is null, $"{test.Name} fails after the mutants.");
        }

        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(report)!, "done"), "");
    }

    private static async Task<string?> FirstFailure(IEnumerable<Test> tests, Action<int> begin)
    {
        foreach ((int index, Test test) in tests.Index())
        {
            begin(index);
            if (await test.Run() is not null)
            {
                return test.Name;
            }
        }

        return null;
    }

    private static Dictionary<int, string> ReadResults(string path)
    {
        Dictionary<int, string> results = [];
        foreach (string[] words in (File.Exists(path) ? File.ReadAllLines(path) : []).Select(static x => x.Split(' ', 3)))
        {
            results[int.Parse(words[0], CultureInfo.InvariantCulture)] = words[1];
        }

        return results;
    }

    /// <summary>The mutants of Stryker's report that compile and that the configuration asks for.</summary>
    private static IEnumerable<int> ReadMutants(string path)
    {
        using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(path));
        return
        [
            .. report.RootElement.GetProperty("files").EnumerateObject()
                .SelectMany(static x => x.Value.GetProperty("mutants").EnumerateArray())
                .Where(static x => x.GetProperty("status").GetString() is not ("Ignored" or "CompileError"))
                .Select(static x => int.Parse(x.GetProperty("id").GetString()!, CultureInfo.InvariantCulture)),
        ];
    }

    private static IEnumerable<Test> FindTests()
    {
        // The script may ask for the tests of one folder only.
        string space = $"{typeof(CaseFile).Namespace}.{Environment.GetEnvironmentVariable("LAMBDA_DESTINATIONS_MUTANT_TESTS")}";
        foreach (Type type in typeof(MutationRun).Assembly.GetTypes().Where(x => x is { IsAbstract: false, IsClass: true, IsPublic: true } && x.Namespace!.StartsWith(space, StringComparison.Ordinal) && x != typeof(MutationRun) && !IsLeftOut(x)))
        {
            foreach (MethodInfo method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(static x => x.IsDefined(typeof(FactAttribute)) && !IsLeftOut(x)))
            {
                object?[]?[] rows = method.IsDefined(typeof(TheoryAttribute)) ? [.. method.GetCustomAttributes<Xunit.Sdk.DataAttribute>().SelectMany(x => x.GetData(method))] : [[]];
                foreach (object?[]? row in rows)
                {
                    yield return new Test(type, method, Complete(method, row ?? [null]));
                }
            }
        }
    }

    private static bool IsLeftOut(MemberInfo member) =>
        member.GetCustomAttributesData().Any(static x => x.AttributeType == typeof(TraitAttribute) && x.ConstructorArguments is [{ Value: "Category" }, { Value: "Oracle" or "Large" }]);

    /// <summary>Optional parameters and <c>params</c>, which xunit fills.</summary>
    private static object?[] Complete(MethodInfo method, object?[] row)
    {
        ParameterInfo[] parameters = method.GetParameters();
        List<object?> arguments = [];
        for (int i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].IsDefined(typeof(ParamArrayAttribute)) && !(row.Length == parameters.Length && row[i] is null or Array))
            {
                Array rest = Array.CreateInstance(parameters[i].ParameterType.GetElementType()!, Math.Max(0, row.Length - i));
                Array.Copy(row, Math.Min(i, row.Length), rest, 0, rest.Length);
                arguments.Add(rest);
            }
            else
            {
                arguments.Add(i < row.Length ? row[i] : parameters[i].DefaultValue);
            }
        }

        return [.. arguments];
    }

    /// <summary>Which tests reach which mutant, and how long they take; kept for the processes that follow.</summary>
    /// <param name="Tests">The tests of a mutant, by their indices.</param>
    /// <param name="Once">The mutants that are reached in the first run of a process only: while types are set up, or something is read for good.</param>
    /// <param name="Milliseconds">How long each test takes.</param>
    private sealed record Reach(Dictionary<int, List<int>> Tests, HashSet<int> Once, double[] Milliseconds)
    {
        public static async Task<Reach> Read(string path, Test[] tests, Control control)
        {
            if (File.Exists(path))
            {
                return JsonSerializer.Deserialize<Reach>(await File.ReadAllTextAsync(path))!;
            }

            Reach reach = new([], [], new double[tests.Length]);
            HashSet<int> again = [];
            control.Active = -1;
            for (int i = 0; i < tests.Length; i++)
            {
                control.IsCounting = true;
                Exception? error = await tests[i].Run();
                Assert.True(error is null, $"{tests[i].Name} does not pass without a mutant: {error}");
                (IEnumerable<int> methods, IEnumerable<int> statics) = control.Take();
                HashSet<int> covered = [.. methods, .. statics];
                reach.Once.UnionWith(covered);
                long start = Stopwatch.GetTimestamp();
                _ = await tests[i].Run();
                reach.Milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                control.IsCounting = false;
                (methods, _) = control.Take();
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

    /// <summary>One case of one test.</summary>
    private sealed class Test(Type type, MethodInfo method, object?[] arguments)
    {
        public string Name => $"{type.Name}.{method.Name}({string.Join(", ", arguments).Split('\r', '\n')[0]})";

        /// <summary>Runs it; what it threw, or nothing.</summary>
        public async Task<Exception?> Run()
        {
            try
            {
                object test = Activator.CreateInstance(type)!;
                if (method.Invoke(test, arguments) is Task task)
                {
                    await task;
                }

                (test as IDisposable)?.Dispose();
                return null;
            }
#pragma warning disable CA1031 // Whatever a test throws has noticed the mutant.
            catch (Exception error)
            {
                Exception cause = error is TargetInvocationException { InnerException: { } inner } ? inner : error;
                return cause is SkipException ? null : cause;
            }
#pragma warning restore CA1031
        }
    }

    /// <summary>The switch that Stryker puts into the assembly.</summary>
    private sealed class Control
    {
        private readonly Type _type = typeof(TemplateModel).Assembly.GetTypes().Single(static x => x.Name == "MutantControl");

        public int Active
        {
            set => Field("ActiveMutant").SetValue(null, value);
        }

        public bool IsCounting
        {
            set => Field("CaptureCoverage").SetValue(null, value);
        }

        /// <summary>What was reached since the last time: in methods, and while types were set up.</summary>
        public (IEnumerable<int> Methods, IEnumerable<int> Statics) Take()
        {
            IList<int>[] data = (IList<int>[])_type.GetMethod("GetCoverageData")!.Invoke(null, null)!;
            return ([.. data[0]], [.. data[1]]);
        }

        private FieldInfo Field(string name) => _type.GetField(name, BindingFlags.Public | BindingFlags.Static)!;
    }
}
