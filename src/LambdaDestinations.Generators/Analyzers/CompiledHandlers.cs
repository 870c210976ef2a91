using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Values;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>The methods of a compilation that a handler string may name: analyzers see what all generators have made.</summary>
/// <param name="compilation">The compilation.</param>
internal sealed class CompiledHandlers(Compilation compilation) : IHandlerAssembly
{
    /// <inheritdoc />
    public string Name => compilation.AssemblyName ?? "";

    /// <inheritdoc />
    public IEnumerable<string> Handlers => Types(compilation.Assembly.GlobalNamespace)
        .Where(static x => SymbolAccess.Of(x) == Accessibility.Public)
        .SelectMany(type => type.GetMembers().OfType<IMethodSymbol>()
            .Where(static x => x is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, IsAbstract: false })
            .Select(x => $"{SymbolNames.Metadata(type)}::{x.Name}"))
        .Distinct();

    /// <inheritdoc />
    /// <remarks>The runtime takes methods of any accessibility, and of base classes (Amazon.Lambda.RuntimeSupport, <c>UserCodeLoader</c>).</remarks>
    public Truth Has(string type, string method)
    {
        for (INamedTypeSymbol? current = compilation.Assembly.GetTypeByMetadataName(type); current is not null; current = current.BaseType)
        {
            if (current.TypeKind == TypeKind.Error)
            {
                return Truth.Maybe;
            }

            if (current.GetMembers(method).Any(static x => x is IMethodSymbol))
            {
                return Truth.Yes;
            }
        }

        return Truth.No;
    }

    /// <summary>All types below a namespace or type.</summary>
    public static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol parent)
    {
        foreach (INamespaceOrTypeSymbol member in parent.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol type)
            {
                yield return type;
            }

            foreach (INamedTypeSymbol below in Types(member))
            {
                yield return below;
            }
        }
    }
}
