using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LambdaDestinations.Generators.Declarations;

/// <summary>What a compilation is besides its files: options and references.</summary>
internal static class CompilationSettings
{
    private static readonly ObjectNumbers<MetadataReference> ReferenceIds = new();

    /// <summary>Their fingerprint. A referenced project that is edited is another reference.</summary>
    public static Fingerprint FingerprintOf(Compilation compilation)
    {
        Fingerprint fingerprint = Fingerprint.Start
            .Add(compilation.AssemblyName ?? "")
            .Add((int)compilation.Options.OutputKind)
            .Add((int)compilation.Options.NullableContextOptions)
            .Add(compilation is CSharpCompilation csharp ? (int)csharp.LanguageVersion : 0);
        foreach (MetadataReference reference in compilation.References)
        {
            fingerprint = fingerprint.Add(ReferenceIds.Of(reference));
        }

        return fingerprint;
    }
}
