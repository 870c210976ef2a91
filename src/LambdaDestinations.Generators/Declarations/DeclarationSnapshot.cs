using System;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LambdaDestinations.Generators.Declarations;

/// <summary>
/// A compilation, equal to another one that declares the same. This is what keeps an edit inside of a method cheap:
/// <c>ForAttributeWithMetadataName</c> binds every attribute again after every edit, which for a thousand handlers costs as much
/// as half a cold run; here nothing after this step runs.
/// </summary>
/// <remarks>
/// The pipeline keeps the snapshot of the last compilation that differed, so the compilation is held weakly: when the next step
/// runs, it is the current one and alive, and at any other time nothing asks for it.
/// </remarks>
internal sealed class DeclarationSnapshot : IEquatable<DeclarationSnapshot>
{
    private static readonly ConditionalWeakTable<MetadataReference, StrongBox<int>> ReferenceIds = new();
    private static int _lastReferenceId;

    private readonly WeakReference<Compilation> _compilation;
    private readonly Fingerprint _fingerprint;

    private DeclarationSnapshot(Compilation compilation, Fingerprint fingerprint)
    {
        _compilation = new WeakReference<Compilation>(compilation);
        _fingerprint = fingerprint;
    }

    /// <summary>The compilation that was read.</summary>
    /// <exception cref="InvalidOperationException">It is asked for after its step.</exception>
    public Compilation Compilation => _compilation.TryGetTarget(out Compilation? compilation) ? compilation : throw new InvalidOperationException("The compilation is gone.");

    /// <summary>Reads a compilation; only trees that are new cost more than a look-up.</summary>
    public static DeclarationSnapshot Take(Compilation compilation, CancellationToken cancellationToken)
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

        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            cancellationToken.ThrowIfCancellationRequested();
            fingerprint = fingerprint.Add(TreeDeclarations.Of(tree, cancellationToken).Fingerprint);
        }

        return new DeclarationSnapshot(compilation, fingerprint);
    }

    /// <inheritdoc />
    public bool Equals(DeclarationSnapshot? other) => other is not null && _fingerprint == other._fingerprint;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as DeclarationSnapshot);

    /// <inheritdoc />
    public override int GetHashCode() => _fingerprint.GetHashCode();

    /// <summary>A number for a reference: its identity without keeping it alive. A referenced project that is edited is another reference.</summary>
    private static int IdOf(MetadataReference reference) =>
        ReferenceIds.GetValue(reference, static _ => new StrongBox<int>(Interlocked.Increment(ref _lastReferenceId))).Value;
}
