using System;
using System.IO;
using System.Threading.Tasks;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using LambdaDestinations.Benchmarks.Editing;
using LambdaDestinations.Benchmarks.Emulator;
using LambdaDestinations.Benchmarks.Generators;
using LambdaDestinations.Benchmarks.Records;
using LambdaDestinations.Benchmarks.Templates;

namespace LambdaDestinations.Benchmarks;

internal static class Program
{
    /// <summary>
    /// <c>load [events]</c> runs the emulator's load, <c>generator-memory</c> measures what the generator keeps alive, <c>edits</c> what an edit
    /// costs in an editor (<c>benchmarks/edits.sh</c>), <c>record-ratios</c> times our record reader beside others, <c>template-growth [shapes]</c> what templates of n, 2n and 4n functions allocate; everything
    /// else is BenchmarkDotNet's: <c>--filter '*Record*'</c>.
    /// </summary>
    private static async Task<int> Main(string[] args)
    {
        if (args is ["load", .. string[] rest])
        {
            return await EmulatorLoad.RunAsync(rest);
        }

        if (args is ["edits", .. string[] folders])
        {
            return EditCosts.Run(folders);
        }

        if (args is ["generator-memory"])
        {
            return GeneratorMemory.Run();
        }

        if (args is ["record-ratios", .. string[] counts])
        {
            return RecordRatios.Run(counts);
        }

        if (args is ["template-growth", .. string[] shapes])
        {
            return TemplateGrowth.Run(shapes);
        }

        // The reports go to artifacts/benchmarks, beside what the build makes.
        string reports = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "benchmarks"));
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, DefaultConfig.Instance.WithArtifactsPath(reports));
        return 0;
    }
}
