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

    /// <summary>The converter that a <c>[JsonConverter]</c> names.</summary>
    public static INamedTypeSymbol? ConverterOf(ISymbol symbol) =>
        SymbolAttributes.Find(symbol, Namespace + "JsonConverterAttribute") is { ConstructorArguments: [{ Value: INamedTypeSymbol converter }] } ? converter : null;

    /// <summary>Whether a converter writes enumerations by name.</summary>
    public static bool IsOfEnumerations(INamedTypeSymbol? converter) =>
        SymbolNames.Is(converter, Namespace + "JsonStringEnumConverter") || SymbolNames.Is(converter, Namespace + "JsonStringEnumConverter`1");

    /// <summary>Whether the JSON may say which class is meant: only a discriminator does. What the compiler does not understand may.</summary>
    public static bool IsPolymorphic(INamedTypeSymbol type) =>
        type.GetAttributes().Any(static x => IsDerivedType(x.AttributeClass)
            && (x.ConstructorArguments is not [{ Value: INamedTypeSymbol }, ..] || x.ConstructorArguments is [_, { IsNull: false }]));

    /// <summary>Whether <c>[JsonPolymorphic]</c> stands without a <c>[JsonDerivedType]</c>.</summary>
    public static bool IsPolymorphicByItself(INamedTypeSymbol type) =>
        SymbolAttributes.Find(type, Namespace + "JsonPolymorphicAttribute") is not null && !type.GetAttributes().Any(static x => IsDerivedType(x.AttributeClass));

    /// <summary>The types of <c>[JsonDerivedType]</c> and their discriminators.</summary>
    public static IEnumerable<(INamedTypeSymbol Type, object? Discriminator)> DerivedTypes(INamedTypeSymbol type)
    {
        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (IsDerivedType(attribute.AttributeClass) && attribute.ConstructorArguments is [{ Value: INamedTypeSymbol derived }, ..] arguments)
            {
                yield return (derived, arguments.Length == 2 ? arguments[1].Value : null);
            }
        }
    }

    /// <summary>Whether a member is taken though it is not public, or is a field.</summary>
    public static bool IsIncluded(ISymbol symbol) => SymbolAttributes.Find(symbol, Namespace + "JsonIncludeAttribute") is not null;

    /// <summary>Whether the member is the bag of unknown members.</summary>
    public static bool IsExtensionData(ISymbol symbol) => SymbolAttributes.Find(symbol, Namespace + "JsonExtensionDataAttribute") is not null;

    /// <summary>Whether reading fails without the member, by <c>[JsonRequired]</c>.</summary>
    public static bool IsRequired(ISymbol symbol) => SymbolAttributes.Find(symbol, Namespace + "JsonRequiredAttribute") is not null;

    /// <summary>Whether a constructor gives every <c>required</c> member a value.</summary>
    public static bool SetsRequiredMembers(IMethodSymbol? constructor) =>
        constructor is not null && SymbolAttributes.Find(constructor, "System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute") is not null;

    /// <summary>Whether <c>[JsonNumberHandling]</c> asks for more than the default, 0.</summary>
    public static bool HandlesNumbers(ISymbol symbol) =>
        SymbolAttributes.Find(symbol, Namespace + "JsonNumberHandlingAttribute") is { ConstructorArguments: [{ Value: int and not 0 }] };

    /// <summary>Whether the constructor is the one to call.</summary>
    public static bool IsConstructor(IMethodSymbol constructor) => SymbolAttributes.Find(constructor, Namespace + "JsonConstructorAttribute") is not null;

    /// <summary>The name that <c>[JsonPropertyName]</c> gives.</summary>
    public static string? NameOf(ISymbol symbol) =>
        SymbolAttributes.Find(symbol, Namespace + "JsonPropertyNameAttribute") is { ConstructorArguments: [{ Value: string name }] } ? name : null;

    /// <summary>Whether a member is passed over. The conditions are values of <c>JsonIgnoreCondition</c>: always 1, when writing 4, when reading 5.</summary>
    public static bool IsIgnored(ISymbol symbol, PayloadUse use) =>
        SymbolAttributes.Find(symbol, Namespace + "JsonIgnoreAttribute") is { } attribute
        && (attribute.NamedArguments.IsEmpty
            || attribute.NamedArguments.Any(x => x is { Key: "Condition", Value.Value: int condition } && (condition == 1 || condition == (use == PayloadUse.Write ? 4 : 5))));

    private static bool IsDerivedType(INamedTypeSymbol? attribute) => SymbolNames.Is(attribute, Namespace + "JsonDerivedTypeAttribute");
}
