using System;
using System.Threading;
using Microsoft.CodeAnalysis;

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
        Fingerprint fingerprint = CompilationSettings.FingerprintOf(compilation);
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
}
