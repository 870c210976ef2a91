using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LambdaDestinations.Generators.Consumers;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Manifest;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Generators.Declarations;

/// <summary>The handlers and consumers of a compilation.</summary>
/// <param name="Handlers">Methods with destinations, in ordinal order.</param>
/// <param name="Consumers">Methods that take records, likewise.</param>
/// <param name="Alarms">The alarms that the assembly asks for; <see langword="null"/> for none.</param>
internal sealed record AssemblyReading(EquatableArray<HandlerReading> Handlers, EquatableArray<ConsumerContract> Consumers, AlarmsModel? Alarms);

/// <summary>Finds and reads them.</summary>
internal static class AssemblyReader
{
    /// <summary>Reads every method that has one of our attributes; those of a file that is as it was, in a compilation of the same shape, are known.</summary>
    public static AssemblyReading Read(Compilation compilation, CancellationToken cancellationToken)
    {
        // An alias may stand for the whole compilation (global using), so that an attribute may have any name.
        bool anyName = compilation.SyntaxTrees.Any(x => TreeDeclarations.Of(x, cancellationToken).HasAlias);
        bool hasAlarms = false;
        DeclaredShape? shape = null;
        List<MethodReading> readings = [];
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            TreeDeclarations found = TreeDeclarations.Of(tree, cancellationToken);
            hasAlarms |= found.HasAlarms;
            IReadOnlyList<TextSpan> methods = anyName ? found.Attributed : found.Marked;
            if (methods.Count > 0)
            {
                shape ??= DeclaredContent.Of(compilation, cancellationToken).Shape;
                MethodReading[] ofFile = Read(compilation, tree, methods, shape.ReadingOf(tree), cancellationToken);
                shape.Keep(tree, ofFile);
                readings.AddRange(ofFile);
            }
        }

        return new AssemblyReading(
            new EquatableArray<HandlerReading>(Order(readings, static x => x.Handler, static x => x.Key)),
            new EquatableArray<ConsumerContract>(Order(readings, static x => x.Consumer, static x => x.Consumer!.UniqueName)),
            hasAlarms ? AlarmsReader.Read(compilation)?.Model : null);
    }

    /// <summary>The attributed methods of one file.</summary>
    private static MethodReading[] Read(Compilation compilation, SyntaxTree tree, IReadOnlyList<TextSpan> methods, MethodReading[]? known, CancellationToken cancellationToken)
    {
        if (known is not null && !Array.Exists(known, static x => x.LooksElsewhere))
        {
            return known;
        }

        SyntaxNode root = tree.GetRoot(cancellationToken);
        SemanticModel model = compilation.GetSemanticModel(tree);
        MethodReading[] readings = new MethodReading[methods.Count];
        for (int i = 0; i < readings.Length; i++)
        {
            readings[i] = known is not null && !known[i].LooksElsewhere ? known[i]
                : model.GetDeclaredSymbol(root.FindNode(methods[i]), cancellationToken) is IMethodSymbol method ? Read(method, compilation, cancellationToken)
                : MethodReading.None;
        }

        return readings;
    }

    private static MethodReading Read(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken)
    {
        HandlerReading? declared = HandlerReader.HasDestination(method)
            ? HandlerReader.Read(method, compilation, cancellationToken)
            : HandlerReader.ReadSettings(method);
        ConsumerContract? consumer = EntryPoints.IsConsumer(method) ? ConsumerReader.Read(method, compilation, cancellationToken).Contract : null;
        HandlerReading? all = SourceReader.AddSources(declared, consumer, method, compilation, cancellationToken);
        HandlerReading? handler = all is { Handler: null } ? null : all;
        bool looksAtOthers = consumer is not null && (handler is { Handler.Sources.Count: > 0 } || method.ContainingType.DeclaringSyntaxReferences.Length > 1);
        return new MethodReading(
            handler,
            consumer,
            handler is null ? "" : $"{handler.Handler!.Function.TypeName}\0{handler.Handler.Function.MethodName}\0{handler.Contract?.UniqueName}",
            method.IsPartialDefinition || method.PartialDefinitionPart is not null || looksAtOthers || method.GetAttributes().Any(static x => x.AttributeClass is not { TypeArguments.Length: 0 }));
    }

    /// <summary>In ordinal order, and each once: both parts of a partial method give the same reading.</summary>
    private static IEnumerable<T> Order<T>(List<MethodReading> readings, Func<MethodReading, T?> select, Func<MethodReading, string> keyOf)
        where T : class
    {
        HashSet<T> sameKey = [];
        (T? lastItem, string lastKey) = (null, "");
        foreach (MethodReading reading in readings.Where(x => select(x) is not null).OrderBy(keyOf, StringComparer.Ordinal))
        {
            T item = select(reading)!;
            string key = keyOf(reading);
            if (lastItem is not null && key == lastKey)
            {
                sameKey.Add(lastItem);
                if (!sameKey.Add(item))
                {
                    continue;
                }
            }

            (lastItem, lastKey) = (item, key);
            yield return item;
        }
    }
}
