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
/// The pipeline keeps the snapshot of the last compilation that differed, and may read it in a later run: the driver drops the step behind
/// this one when that step fails. So the compilation is held until it has been read, and from then on what was read: the driver's
/// order of steps decides neither whether a snapshot can be read nor what it says, and a snapshot that was read keeps no compilation alive.
/// </remarks>
internal sealed class DeclarationSnapshot : IEquatable<DeclarationSnapshot>
{
    private static readonly ConditionalWeakTable<MetadataReference, StrongBox<int>> ReferenceIds = new();
    private static int _lastReferenceId;

    private readonly Fingerprint _fingerprint;

    /// <summary>The compilation, and once it has been read its reading: one field, because drivers in several threads may share the snapshot.</summary>
    private object _content;

    private DeclarationSnapshot(Compilation compilation, Fingerprint fingerprint)
    {
        _content = compilation;
        _fingerprint = fingerprint;
    }

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

    /// <summary>Reads the handlers and consumers; the first reading that succeeds is kept.</summary>
    public AssemblyReading Read(CancellationToken cancellationToken)
    {
        object content = Volatile.Read(ref _content);
        if (content is Compilation compilation)
        {
            content = AssemblyReader.Read(compilation, cancellationToken);
            Volatile.Write(ref _content, content);
        }

        return (AssemblyReading)content;
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
