using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;

namespace LambdaDestinations.Benchmarks.Records;

/// <summary>
/// What our record reader takes as a part of what source generation takes for the same bytes. The rivals take turns within one process, in blocks of a
/// few milliseconds whose order rotates, so that what disturbs the machine disturbs each of them; several processes, because where the compiler puts
/// the code differs from one to the next. Printed is the median of the quotients of all rounds, with the distribution-free 95 % interval of that median,
/// and the least and greatest median of a process.
/// </summary>
internal static class RecordRatios
{
    private const int BlockMicroseconds = 4000;

    private static readonly (string Row, int Size)[] Rows =
    [
        ("success", 1024), ("failure", 1024), ("success", 16 * 1024), ("failure", 16 * 1024), ("success", 200 * 1024), ("failure", 200 * 1024),
        ("batch of ten, typed", 0), ("envelope: record without payloads", 0), ("envelope: ten messages out of an SQS event", 0),
        ("entry point beside the loop by hand, batch of ten", 0),
    ];

    /// <summary><c>record-ratios [processes] [rounds]</c>; <c>record-ratios one ROUNDS</c> is one of the processes and prints all quotients.</summary>
    public static int Run(string[] arguments)
    {
        if (arguments is ["one", string rounds])
        {
            Measure(int.Parse(rounds, CultureInfo.InvariantCulture));
            return 0;
        }

        int processes = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 7;
        string perProcess = arguments.Length > 1 ? arguments[1] : "60";
        var quotients = new Dictionary<(string Row, string Rival), List<double[]>>();
        for (int process = 0; process < processes; process++)
        {
            foreach (string line in Child(perProcess))
            {
                string[] cells = line.Split('\t');
                if (!quotients.TryGetValue((cells[0], cells[1]), out List<double[]>? runs))
                {
                    quotients.Add((cells[0], cells[1]), runs = []);
                }

                runs.Add([.. cells[2].Split(' ').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))]);
            }
        }

        Console.WriteLine("| row | rival | of the first's time | 95 % | processes |");
        Console.WriteLine("|---|---|---:|---:|---:|");
        foreach (((string row, string rival), List<double[]> runs) in quotients)
        {
            double[] all = [.. runs.SelectMany(run => run).Order()];
            double[] medians = [.. runs.Select(run => Median([.. run.Order()])).Order()];
            int away = (int)Math.Ceiling(0.98 * Math.Sqrt(all.Length));
            double low = all[Math.Max(0, (all.Length / 2) - away)];
            double high = all[Math.Min(all.Length - 1, (all.Length / 2) + away)];
            Console.WriteLine(FormattableString.Invariant(
                $"| {row} | {rival} | {Median(all):0.000} | {low:0.000} to {high:0.000} | {medians[0]:0.00} to {medians[^1]:0.00} |"));
        }

        return 0;
    }

    private static List<string> Child(string rounds)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(RecordRatios).Assembly.Location);
        }

        foreach (string argument in (string[])["record-ratios", "one", rounds])
        {
            start.ArgumentList.Add(argument);
        }

        using Process child = Process.Start(start)!;
        string[] lines = child.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        child.WaitForExit();
        return child.ExitCode == 0 ? [.. lines] : throw new InvalidOperationException($"A process of the measurement ended with {child.ExitCode}.");
    }

    private static void Measure(int rounds)
    {
        foreach ((string row, int size) in Rows)
        {
            Rival[] rivals = Rivals(row, size);
            foreach (Rival rival in rivals)
            {
                WarmUp(rival);
            }

            double[,] times = new double[rivals.Length, rounds];
            for (int round = 0; round < rounds; round++)
            {
                for (int turn = 0; turn < rivals.Length; turn++)
                {
                    int index = (round + turn) % rivals.Length;
                    times[index, round] = Block(rivals[index]);
                }
            }

            string name = size == 0 ? row : $"{row}, {size / 1024} KB";
            for (int index = 1; index < rivals.Length; index++)
            {
                IEnumerable<string> quotients = Enumerable.Range(0, rounds)
                    .Select(round => (times[index, round] / times[0, round]).ToString("R", CultureInfo.InvariantCulture));
                Console.WriteLine($"{name}\t{rivals[index].Name}\t{string.Join(' ', quotients)}");
            }
        }
    }

    /// <summary>Source generation first, which the others are divided by; of the entry point, the loop by hand.</summary>
    private static Rival[] Rivals(string row, int size)
    {
        if (size != 0)
        {
            var records = new RecordBenchmarks { Size = size };
            records.Setup();
            return row == "success"
                ? [new("", () => records.Success_StjSourceGeneration()), new("JsonCursor", records.Success_DestinationRecordReader), new("Utf8JsonReader", records.Success_TokenReader)]
                : [new("", () => records.Failure_StjSourceGeneration()), new("JsonCursor", () => records.Failure_DestinationRecordReader()), new("Utf8JsonReader", records.Failure_TokenReader)];
        }

        if (row.StartsWith("batch", StringComparison.Ordinal))
        {
            var batch = new RecordBatchBenchmarks();
            return [new("", () => batch.StjSourceGeneration()), new("JsonCursor", () => batch.DestinationEnvelopeAndReader()), new("Utf8JsonReader", () => batch.TokenReader())];
        }

        if (row.StartsWith("entry point", StringComparison.Ordinal))
        {
            var entryPoint = new EntryPointBenchmarks();
            return [new("", entryPoint.ByHand), new("entry point", entryPoint.EntryPoint)];
        }

        var envelope = new RecordEnvelopeBenchmarks();
        return row.Contains("record", StringComparison.Ordinal)
            ? [new("", () => envelope.Record_StjSourceGeneration()), new("JsonCursor", envelope.Record_DestinationRecordReader), new("Utf8JsonReader", envelope.Record_TokenReader)]
            : [new("", () => envelope.Batch_StjSourceGeneration()), new("JsonCursor", () => envelope.Batch_DestinationEnvelope()), new("Utf8JsonReader", () => envelope.Batch_TokenReader())];
    }

    /// <summary>Until the runtime has compiled everything for good: calls, and pauses in which its background thread works.</summary>
    private static void WarmUp(Rival rival)
    {
        for (int pass = 0; pass < 6; pass++)
        {
            rival.Operations = int.MaxValue;
            long start = Stopwatch.GetTimestamp();
            int operations = 0;
            do
            {
                rival.Result = rival.Read();
                operations++;
            }
            while (operations < 40 || Stopwatch.GetElapsedTime(start).TotalMicroseconds < 30_000);

            rival.Operations = Math.Max(2, (int)(BlockMicroseconds / (Stopwatch.GetElapsedTime(start).TotalMicroseconds / operations)));
            Thread.Sleep(120);
        }
    }

    /// <summary>Microseconds of one operation.</summary>
    private static double Block(Rival rival)
    {
        long start = Stopwatch.GetTimestamp();
        for (int operation = 0; operation < rival.Operations; operation++)
        {
            rival.Result = rival.Read();
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / rival.Operations;
    }

    private static double Median(double[] sorted) =>
        sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;

    /// <summary>One way of reading.</summary>
    private sealed class Rival(string name, Func<object?> read)
    {
        public string Name { get; } = name;

        public Func<object?> Read { get; } = read;

        /// <summary>How many fill a block.</summary>
        public int Operations { get; set; }

        /// <summary>Keeps what was read from being thought of as unused.</summary>
        public object? Result { get; set; }
    }
}
