using System;
using System.Runtime.CompilerServices;
using LambdaDestinations.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LambdaDestinations.Benchmarks.Generators;

/// <summary>What the generator's driver keeps alive between two edits, beside the compilation that the IDE keeps anyway.</summary>
internal static class GeneratorMemory
{
    public static int Run()
    {
        // Warms up: references and the compiler's own tables stay alive whatever is compiled.
        Measure(10);
        Console.WriteLine("| handlers | held by the driver | per handler | held by the compilation |");
        Console.WriteLine("|---:|---:|---:|---:|");
        foreach (int handlers in new[] { 10, 100, 1_000, 5_000 })
        {
            (long driver, long compilation) = Measure(handlers);
            Console.WriteLine(FormattableString.Invariant($"| {handlers:N0} | {driver / 1024.0:N0} KB | {driver / 1024.0 / handlers:N2} KB | {compilation / 1024.0:N0} KB |"));
        }

        return 0;
    }

    private static (long Driver, long Compilation) Measure(int handlers)
    {
        long before = Heap();
        CSharpCompilation compilation = GeneratedHandlers.Compile(handlers);
        compilation.GetDiagnostics();
        long compiled = Heap();
        GeneratorDriver driver = RunOn(compilation);
        long after = Heap();
        GC.KeepAlive(driver);
        GC.KeepAlive(compilation);
        return (after - compiled, compiled - before);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static GeneratorDriver RunOn(CSharpCompilation compilation) =>
        CSharpGeneratorDriver.Create([new DestinationGenerator().AsSourceGenerator()], parseOptions: GeneratedHandlers.ParseOptions).RunGenerators(compilation);

    private static long Heap()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
