using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using LambdaDestinations.Generators.Consumers;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Model;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Declarations;

/// <summary>
/// What follows from the declarations of a compilation but for the attributes of its methods, and so outlives an edit of a body or of such an
/// attribute: plain values, found by the files that compilations have in common.
/// </summary>
/// <remarks>
/// A file remembers a few shapes, since the compilation before and after the generators have different ones, and so may two projects that
/// share the file. Nothing else keeps a shape alive.
/// </remarks>
internal sealed class DeclaredShape
{
    private const int ShapesOfFile = 4;

    private static readonly ConditionalWeakTable<SyntaxTree, List<DeclaredShape>> OfFiles = new();

    private readonly Fingerprint _fingerprint;
    private readonly ConditionalWeakTable<SyntaxTree, MethodReading[]> _readings = new();
    private readonly ConditionalWeakTable<TemplateModel, IReadOnlyList<StaleHandler>> _stale = new();
    private readonly ConcurrentDictionary<string, HashSet<string>?> _serializable = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string, string), ConcurrentDictionary<int, Fingerprint>> _quiet = new();
    private CompilationFacts? _facts;

    private DeclaredShape(Fingerprint fingerprint) => _fingerprint = fingerprint;

    /// <summary>The shape of a compilation, or the one that an earlier compilation with as much of it had.</summary>
    public static DeclaredShape Of(Compilation compilation, Fingerprint fingerprint)
    {
        DeclaredShape shape = Find(compilation, fingerprint) ?? new DeclaredShape(fingerprint);
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            shape.BeRememberedBy(OfFiles.GetOrCreateValue(tree));
        }

        if (shape._facts is { } facts)
        {
            CompilationFacts.Remember(compilation, facts);
        }
        else
        {
            shape._facts = CompilationFacts.Of(compilation);
        }

        return shape;
    }

    /// <summary>What the attributed methods of a file mean, in the order of <see cref="TreeDeclarations"/>; <see langword="null"/> when nobody has read them.</summary>
    public MethodReading[]? ReadingOf(SyntaxTree tree) => _readings.TryGetValue(tree, out MethodReading[]? reading) ? reading : null;

    /// <summary>Keeps what the methods of a file mean.</summary>
    public void Keep(SyntaxTree tree, MethodReading[] reading)
    {
        _readings.Remove(tree);
        _readings.GetValue(tree, _ => reading);
    }

    /// <summary>The functions of a template that name no method of the assembly.</summary>
    public IReadOnlyList<StaleHandler> StaleOf(TemplateModel template, IHandlerAssembly assembly) => _stale.GetValue(template, x => StaleHandlers.Find(x, assembly));

    /// <summary>The names of the types that a serializer's context has metadata for; <see langword="null"/> when that cannot be told.</summary>
    /// <param name="context">The context's metadata name.</param>
    /// <param name="read">Finds them out.</param>
    public HashSet<string>? SerializableOf(string context, Func<string, HashSet<string>?> read) => _serializable.GetOrAdd(context, read);

    /// <summary>The methods of a file of which an analyzer has nothing to say, by their number: each with a fingerprint of what that follows from.</summary>
    public ConcurrentDictionary<int, Fingerprint> QuietOf(string analyzer, string path) => _quiet.GetOrAdd((analyzer, path), static _ => new());

    private static DeclaredShape? Find(Compilation compilation, Fingerprint fingerprint)
    {
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            if (OfFiles.TryGetValue(tree, out List<DeclaredShape>? known))
            {
                lock (known)
                {
                    if (known.Find(x => x._fingerprint == fingerprint) is { } found)
                    {
                        return found;
                    }
                }
            }
        }

        return null;
    }

    private void BeRememberedBy(List<DeclaredShape> known)
    {
        lock (known)
        {
            if (known.Count == 0 || known[known.Count - 1] != this)
            {
                known.Remove(this);
                known.Add(this);
                if (known.Count > ShapesOfFile)
                {
                    known.RemoveAt(0);
                }
            }
        }
    }
}

/// <summary>What a method with attributes of ours means.</summary>
/// <param name="Handler">As a handler; <see langword="null"/> when it is none, or not a valid one.</param>
/// <param name="Consumer">As a consumer, likewise.</param>
/// <param name="Key">Brings handlers into their order.</param>
/// <param name="LooksElsewhere">
/// Whether attributes of other methods have a say: of a receiver, of a producer that a consumer is connected with, of the other part of a partial method, or of
/// a consumer's partial class.
/// </param>
internal sealed record MethodReading(HandlerReading? Handler, ConsumerContract? Consumer, string Key, bool LooksElsewhere)
{
    /// <summary>Of a method that is neither.</summary>
    public static readonly MethodReading None = new(null, null, "", true);
}
