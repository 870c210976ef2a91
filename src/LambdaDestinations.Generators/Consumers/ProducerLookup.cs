using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Manifest;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Consumers;

/// <summary>
/// Finds the handlers that consumers name: in this project by their attributes, in a referenced assembly by its manifest, which
/// knows hidden handlers too.
/// </summary>
internal sealed class ProducerLookup(Compilation compilation)
{
    private readonly ConcurrentDictionary<IAssemblySymbol, DestinationManifest?> _manifests = new(SymbolEqualityComparer.Default);

    /// <summary>The handler; <see langword="null"/> when there is none of that name.</summary>
    public Producer? Find(INamedTypeSymbol type, string method, CancellationToken cancellationToken)
    {
        string display = $"{type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)}.{method}";
        IMethodSymbol[] methods = [.. type.GetMembers(method).OfType<IMethodSymbol>()];
        IMethodSymbol? marked = methods.FirstOrDefault(static x => x.GetAttributes().Any(HandlerReader.IsDestination));
        if (!SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly)
            && _manifests.GetOrAdd(type.ContainingAssembly, ReadManifest) is { } manifest
            && Find(manifest, SymbolNames.Metadata(type), method) is { } known)
        {
            return Of(marked ?? methods.FirstOrDefault(), known, true);
        }

        if (methods.Length == 0)
        {
            return null;
        }

        return marked is null ? Of(methods[0], null, false) : Of(marked, HandlerReader.Read(marked, compilation, cancellationToken).Handler, true);

        Producer Of(IMethodSymbol? symbol, HandlerModel? handler, bool hasDestination) =>
            new(display, symbol, symbol is null ? null : HandlerReader.ResponseType(symbol, compilation), handler, hasDestination);
    }

    private static HandlerModel? Find(DestinationManifest manifest, string type, string method) =>
        manifest.Handlers.FirstOrDefault(x => x.Function.TypeName == type && x.Function.MethodName == method);

    /// <summary>The manifest of an assembly; <see langword="null"/> when it has none that this version can read.</summary>
    private static DestinationManifest? ReadManifest(IAssemblySymbol assembly)
    {
        if (SymbolAttributes.Find(assembly, KnownNames.DestinationManifest) is not { ConstructorArguments: [{ Value: DestinationManifest.SchemaVersion }, { Value: string json }] })
        {
            return null;
        }

        try
        {
            return ManifestJson.Parse(json);
        }
        catch (FormatException)
        {
            // Written by something else under our version's number: the attributes of the methods are all that is left.
            return null;
        }
    }
}
