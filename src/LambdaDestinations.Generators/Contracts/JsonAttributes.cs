using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Generators.Handlers;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Contracts;

/// <summary>The attributes of System.Text.Json on types and members.</summary>
internal static class JsonAttributes
{
    private const string Namespace = "System.Text.Json.Serialization.";

    /// <summary>Whether an attribute names a converter: what it does is not known.</summary>
    public static bool HasConverter(ISymbol symbol)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            for (INamedTypeSymbol? type = attribute.AttributeClass; type is not null; type = type.BaseType)
            {
                if (SymbolNames.Is(type, Namespace + "JsonConverterAttribute"))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether the JSON says which class is meant.</summary>
    public static bool IsPolymorphic(INamedTypeSymbol type) =>
        type.GetAttributes().Any(static x => x.AttributeClass is { } attribute && (IsDerivedType(attribute) || SymbolNames.Is(attribute, Namespace + "JsonPolymorphicAttribute")));

    /// <summary>The types of <c>[JsonDerivedType]</c>.</summary>
    public static IEnumerable<INamedTypeSymbol> DerivedTypes(INamedTypeSymbol type) =>
        type.GetAttributes().Where(static x => IsDerivedType(x.AttributeClass)).Select(static x => x.ConstructorArguments.FirstOrDefault().Value).OfType<INamedTypeSymbol>();

    /// <summary>Whether a member is taken though it is not public, or is a field.</summary>
    public static bool IsIncluded(ISymbol symbol) => SymbolAttributes.Find(symbol, Namespace + "JsonIncludeAttribute") is not null;

    /// <summary>Whether the member is the bag of unknown members.</summary>
    public static bool IsExtensionData(ISymbol symbol) => SymbolAttributes.Find(symbol, Namespace + "JsonExtensionDataAttribute") is not null;

    /// <summary>Whether the constructor is the one to call.</summary>
    public static bool IsConstructor(IMethodSymbol constructor) => SymbolAttributes.Find(constructor, Namespace + "JsonConstructorAttribute") is not null;

    /// <summary>The name that <c>[JsonPropertyName]</c> gives.</summary>
    public static string? NameOf(ISymbol symbol) =>
        SymbolAttributes.Find(symbol, Namespace + "JsonPropertyNameAttribute") is { ConstructorArguments: [{ Value: string name }] } ? name : null;

    /// <summary>Whether a member is passed over. The conditions are values of <c>JsonIgnoreCondition</c>: always 1, when writing 4, when reading 5.</summary>
    public static bool IsIgnored(ISymbol symbol, PayloadUse use) =>
        SymbolAttributes.Find(symbol, Namespace + "JsonIgnoreAttribute") is { } attribute
        && (attribute.NamedArguments.IsEmpty || attribute.NamedArguments.Any(x => x is { Key: "Condition", Value.Value: int condition } && (condition == 1 || condition == (use == PayloadUse.Write ? 4 : 5))));

    private static bool IsDerivedType(INamedTypeSymbol? attribute) => SymbolNames.Is(attribute, Namespace + "JsonDerivedTypeAttribute");
}
