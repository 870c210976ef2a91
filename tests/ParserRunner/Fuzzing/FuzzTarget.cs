using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using SharpFuzz;

namespace ParserRunner.Fuzzing;

/// <summary>Something that reads bytes of any kind. It throws for a fault of ours only, with what is wrong.</summary>
/// <param name="Name">Its name on the command line, and of its folder in the corpus.</param>
/// <param name="Read">Reads the bytes.</param>
internal sealed record FuzzTarget(string Name, Action<byte[]> Read)
{
    private static readonly FuzzTarget[] All =
    [
        new("parser", TemplateTargets.Parse),
        new("editor", TemplateTargets.Edit),
        new("update", TemplateTargets.Update),
        new("manifest", TemplateTargets.ReadManifest),
        new("pe", TemplateTargets.ReadAssembly),
        new("records", RecordTargets.ReadRecords),
        new("envelopes", RecordTargets.ReadEnvelopes),
    ];

    public static FuzzTarget Find(string name) =>
        All.FirstOrDefault(x => x.Name == name) ?? throw new ArgumentException($"'{name}' is not a target: {string.Join(", ", All.Select(static x => x.Name))}.", nameof(name));

    /// <summary>Puts AFL's counters into assemblies, which must not be loaded.</summary>
    public static void Instrument(IEnumerable<string> assemblies)
    {
        foreach (string assembly in assemblies)
        {
            Fuzzer.Instrument(assembly, static _ => true, Options.Value);
        }
    }

    /// <summary>Reads what AFL thinks up until it ends the process. A process that dies is started again: see SharpFuzz.</summary>
    public void RunUnderAfl() => Fuzzer.OutOfProcess.Run(stream =>
    {
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        Read(bytes.ToArray());
    });

    /// <summary>Reads files without AFL: the corpus in CI, and what AFL found.</summary>
    public int Try(IEnumerable<string> files)
    {
        int failed = 0;
        int count = 0;
        foreach (string file in files.SelectMany(static x => Directory.Exists(x) ? Directory.GetFiles(x).Order(StringComparer.Ordinal) : (IEnumerable<string>)[x]))
        {
            count++;
            if (Fault(File.ReadAllBytes(file)) is { } fault)
            {
                failed++;
                Console.WriteLine($"{file}: {fault}");
            }
        }

        Console.WriteLine($"{Name}: {count} files, {failed} faults");
        return failed == 0 ? 0 : 1;
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1031", Justification = "Every exception is a fault, which is told with its file.")]
    private Exception? Fault(byte[] bytes)
    {
        try
        {
            Read(bytes);
            return null;
        }
        catch (Exception fault)
        {
            return fault;
        }
    }
}

/// <summary>What a target finds wrong.</summary>
internal sealed class FaultException(string message) : Exception(message);
