using System;
using System.IO;
using System.Threading.Tasks;
using BenchmarkDotNet.Attributes;
using LambdaDestinations.Testing;

namespace LambdaDestinations.Benchmarks.Emulator;

/// <summary>What one event costs from <c>InvokeAsync</c> to its record, per event of a thousand.</summary>
[MemoryDiagnoser]
public class EmulatorBenchmarks
{
    private const int Events = 1000;

    private readonly byte[] _payload = """{"orderId":"A-1001","quantity":2}"""u8.ToArray();

    /// <summary>One attempt, one record in a queue.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public Task<long> Success() => RunAsync(static (_, _) => Task.FromResult(Stream.Null));

    /// <summary>Three attempts over three minutes of virtual time, one record in a queue.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public Task<long> FailureWithTwoRetries() => RunAsync(static (_, _) => throw new InvalidOperationException("no"));

    /// <summary>The handler waits a second of virtual time.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public Task<long> VirtualDelay() => RunAsync(static async (_, invocation) =>
    {
        await Task.Delay(TimeSpan.FromSeconds(1), invocation.TimeProvider).ConfigureAwait(false);
        return Stream.Null;
    });

    private async Task<long> RunAsync(Func<Stream, ILambdaInvocation, Task<Stream>> handler)
    {
        LambdaTestHost host = new LambdaTestHostBuilder().WithSeed(1).Build();
        await using (host.ConfigureAwait(false))
        {
            host.AddFunction("worker", handler, new() { OnSuccess = host.Queue("records"), OnFailure = host.Queue("records") });
            for (int i = 0; i < Events; i++)
            {
                await host.InvokeAsync("worker", _payload).ConfigureAwait(false);
            }

            await host.RunUntilIdleAsync().ConfigureAwait(false);
            return host.Queue("records").MessageCount;
        }
    }
}
