using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LambdaDestinations.Generators.Declarations;

/// <summary>What a compilation is besides its files: options and references.</summary>
internal static class CompilationSettings
{
    private static readonly ConditionalWeakTable<MetadataReference, StrongBox<int>> ReferenceIds = new();
    private static int _lastReferenceId;

    /// <summary>Their fingerprint.</summary>
    public static Fingerprint FingerprintOf(Compilation compilation)
    {
        Fingerprint fingerprint = Fingerprint.Start
            .Add(compilation.AssemblyName ?? "")
            .Add((int)compilation.Options.OutputKind)
            .Add((int)compilation.Options.NullableContextOptions)
            .Add(compilation is CSharpCompilation csharp ? (int)csharp.LanguageVersion : 0);
        foreach (MetadataReference reference in compilation.References)
        {
            fingerprint = fingerprint.Add(IdOf(reference));
        }

        return fingerprint;
    }

    /// <summary>A number for a reference: its identity without keeping it alive. A referenced project that is edited is another reference.</summary>
    private static int IdOf(MetadataReference reference) =>
        ReferenceIds.GetValue(reference, static _ => new StrongBox<int>(Interlocked.Increment(ref _lastReferenceId))).Value;
}
