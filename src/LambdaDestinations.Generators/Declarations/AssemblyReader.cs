using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LambdaDestinations.Generators.Consumers;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Generators.Declarations;

/// <summary>The handlers and consumers of a compilation.</summary>
/// <param name="Handlers">Methods with destinations, in ordinal order.</param>
/// <param name="Consumers">Methods that take records, likewise.</param>
internal sealed record AssemblyReading(EquatableArray<HandlerReading> Handlers, EquatableArray<ConsumerContract> Consumers);

/// <summary>Finds and reads them.</summary>
internal static class AssemblyReader
{
    /// <summary>Reads every method that has one of our attributes.</summary>
    public static AssemblyReading Read(Compilation compilation, CancellationToken cancellationToken)
    {
        // An alias may stand for the whole compilation (global using), so that an attribute may have any name.
        bool anyName = compilation.SyntaxTrees.Any(x => TreeDeclarations.Of(x, cancellationToken).HasAlias);
        List<HandlerReading> handlers = [];
        List<ConsumerContract> consumers = [];
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            TreeDeclarations found = TreeDeclarations.Of(tree, cancellationToken);
            IReadOnlyList<TextSpan> methods = anyName ? found.Attributed : found.Marked;
            if (methods.Count == 0)
            {
                continue;
            }

            SyntaxNode root = tree.GetRoot(cancellationToken);
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (TextSpan span in methods)
            {
                if (model.GetDeclaredSymbol(root.FindNode(span), cancellationToken) is not IMethodSymbol method)
                {
                    continue;
                }

                if (method.GetAttributes().Any(HandlerReader.IsDestination) && HandlerReader.Read(method, compilation, cancellationToken) is { Handler: not null } handler)
                {
                    handlers.Add(handler);
                }

                if (ConsumerReader.IsConsumer(method) && ConsumerReader.Read(method, compilation, cancellationToken).Contract is { } consumer)
                {
                    consumers.Add(consumer);
                }
            }
        }

        // Both parts of a partial method give the same reading.
        return new AssemblyReading(
            new EquatableArray<HandlerReading>(handlers.Distinct().OrderBy(KeyOf, StringComparer.Ordinal)),
            new EquatableArray<ConsumerContract>(consumers.Distinct().OrderBy(static x => x.UniqueName, StringComparer.Ordinal)));
    }

    private static string KeyOf(HandlerReading reading) =>
        $"{reading.Handler!.Function.TypeName}\0{reading.Handler.Function.MethodName}\0{reading.Contract?.UniqueName}";
}
