using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
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
    /// <summary>A referenced assembly's symbol outlives the compilations that reference it.</summary>
    private static readonly ConditionalWeakTable<IAssemblySymbol, StrongBox<DestinationManifest?>> Manifests = new();

    /// <summary>The handler; <see langword="null"/> when there is none of that name.</summary>
    public Producer? Find(INamedTypeSymbol type, string method, CancellationToken cancellationToken)
    {
        string display = $"{SymbolNames.Shown(type)}.{method}";
        IMethodSymbol[] methods = [.. type.GetMembers(method).OfType<IMethodSymbol>()];
        IMethodSymbol? marked = methods.FirstOrDefault(static x => x.GetAttributes().Any(HandlerReader.IsDestination));
        if (!SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly)
            && Manifests.GetValue(type.ContainingAssembly, static x => new StrongBox<DestinationManifest?>(ReadManifest(x))).Value is { } manifest
            && Find(manifest, SymbolNames.Metadata(type), method) is { } known)
        {
            return Of(marked ?? methods.FirstOrDefault(), known, true);
        }

        if (methods.Length == 0)
        {
            return null;
        }

        return marked is null ? Of(methods[0], null, false) : Of(marked, KnownReadings.HandlerOf(marked, compilation, cancellationToken).Handler, true);

        Producer Of(IMethodSymbol? symbol, HandlerModel? handler, bool hasDestination) =>
            new(display, symbol, symbol is null ? null : HandlerReader.ResponseType(symbol, compilation), handler, hasDestination);
    }

    private static HandlerModel? Find(DestinationManifest manifest, string type, string method) =>
        manifest.Handlers.FirstOrDefault(x => x.Function.TypeName == type && x.Function.MethodName == method);

    /// <summary>The manifest of an assembly; <see langword="null"/> when it has none that this version can read.</summary>
    private static DestinationManifest? ReadManifest(IAssemblySymbol assembly)
    {
        List<string> parts = [];
        ISymbol?[] carriers = [assembly, assembly.GetTypeByMetadataName(DestinationManifest.Carrier)];
        IEnumerable<AttributeData> attributes = carriers.OfType<ISymbol>().SelectMany(static x => x.GetAttributes());
        foreach (AttributeData attribute in attributes.Where(static x => SymbolNames.Is(x.AttributeClass, KnownNames.DestinationManifest)))
        {
            if (PartOf(attribute) is not { } part)
            {
                return null;
            }

            parts.Add(part);
        }

        try
        {
            return parts.Count == 0 ? null : ManifestJson.Parse(parts);
        }
        catch (FormatException)
        {
            // Written by something else under our version's number: the attributes of the methods are all that is left.
            return null;
        }
    }

    /// <summary>The whole manifest as a text (version 1), or some handlers with a text each; <see langword="null"/> for another version.</summary>
    private static string? PartOf(AttributeData attribute) => attribute.ConstructorArguments switch
    {
        [{ Value: DestinationManifest.SchemaVersion or DestinationManifest.SchemaVersionOfOneText }, { Kind: TypedConstantKind.Primitive, Value: string json }] =>
            json,
        [{ Value: DestinationManifest.SchemaVersion }, { Kind: TypedConstantKind.Array, IsNull: false, Values: var handlers }] =>
            ManifestJson.Join(handlers.Select(static x => x.Value as string ?? "")),
        _ => null,
    };
}
