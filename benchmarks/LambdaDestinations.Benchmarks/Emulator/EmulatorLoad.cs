using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using LambdaDestinations.Testing;

namespace LambdaDestinations.Benchmarks.Emulator;

/// <summary>
/// A million asynchronous invocations in one process: one in ten fails, is retried twice and goes to the failure queue and
/// the dead-letter queue; the others go to a queue that a second function reads through a mapping. Checks that no record is lost
/// or duplicated, and prints the memory that stays in use and its peak.
/// </summary>
public static class EmulatorLoad
{
    private const int Window = 10_000;

    /// <summary>Runs the load.</summary>
    /// <param name="args">The number of events; 1000000 when absent.</param>
    /// <returns>0 when every record arrived once.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        int events = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        byte[] good = """{"orderId":"A-1001","quantity":2}"""u8.ToArray();
        byte[] bad = """{"orderId":"A-1002","quantity":0}"""u8.ToArray();
        byte[] receipt = """{"status":"accepted"}"""u8.ToArray();
        LambdaTestHost host = new LambdaTestHostBuilder().WithSeed(1).WithCaptureLimit(1000).WithTimelineLimit(1000).Build();
        await using (host.ConfigureAwait(false))
        {
            host.AddFunction(
                "worker",
                (input, _) => input.Length == good.Length && IsGood(input) ? Task.FromResult<Stream>(new MemoryStream(receipt, writable: false)) : throw new InvalidOperationException("no quantity"),
                new() { OnSuccess = host.Queue("ok"), OnFailure = host.Queue("failed"), DeadLetterTarget = host.Queue("dead") });
            host.AddFunction("reader", async (_, _) =>
            {
                // Ends on another thread, as a handler that waits for a database does.
                await Task.Yield();
                return Stream.Null;
            });
            host.AddMapping(host.Queue("ok"), "reader");

            Console.WriteLine("| events | attempts | seconds | attempts/s | heap after GC, MB | peak working set, MB |");
            Console.WriteLine("|---:|---:|---:|---:|---:|---:|");
            Stopwatch watch = Stopwatch.StartNew();
            for (int sent = 0; sent < events;)
            {
                for (int i = 0; i < Window && sent < events; i++, sent++)
                {
                    await host.InvokeAsync("worker", sent % 10 == 9 ? bad : good).ConfigureAwait(false);
                }

                await host.RunUntilIdleAsync().ConfigureAwait(false);
                if (sent % Math.Max(events / 10, Window) == 0 || sent == events)
                {
                    Report(sent, host.Metrics.Invocations, watch.Elapsed);
                }
            }

            long failed = events / 10;
            bool complete = host.Queue("ok").MessageCount == events - failed
                && host.Queue("failed").MessageCount == failed
                && host.Queue("dead").MessageCount == failed
                && host.Queue("ok").Depth == 0
                && host.PendingEvents.Count == 0;
            Console.WriteLine(complete ? "Every record arrived once." : "RECORDS ARE MISSING OR DUPLICATED.");
            return complete ? 0 : 1;
        }
    }

    private static bool IsGood(Stream input)
    {
        // The only difference between the two payloads.
        input.Position = input.Length - 2;
        return input.ReadByte() == '2';
    }

    private static void Report(int events, long attempts, TimeSpan elapsed)
    {
        long heap = GC.GetTotalMemory(forceFullCollection: true);
        using Process process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {events} | {attempts} | {elapsed.TotalSeconds:F1} | {attempts / elapsed.TotalSeconds:F0} | {heap / 1048576.0:F1} | {process.PeakWorkingSet64 / 1048576.0:F0} |"));
    }
}
