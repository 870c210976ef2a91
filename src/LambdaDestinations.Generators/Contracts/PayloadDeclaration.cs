using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Contracts;

/// <summary>What System.Text.Json refuses in the attributes of a type and its members as soon as it meets the type, whatever the value is.</summary>
internal static class PayloadDeclaration
{
    /// <summary>What is wrong with the <c>[JsonDerivedType]</c> attributes; <see langword="null"/> when nothing is.</summary>
    public static PayloadObstacle? FindPolymorphic(INamedTypeSymbol type)
    {
        HashSet<object> discriminators = [];
        HashSet<ITypeSymbol> types = new(SymbolEqualityComparer.Default);
        bool isTwice = false;
        foreach ((INamedTypeSymbol derived, object? discriminator) in JsonAttributes.DerivedTypes(type))
        {
            isTwice |= !types.Add(derived) || (discriminator is not null && !discriminators.Add(discriminator));
        }

        return isTwice ? PayloadObstacle.DerivedTypeTwice
            : JsonAttributes.IsPolymorphicByItself(type) ? PayloadObstacle.NoDerivedType
            : null;
    }

    /// <summary>What is wrong with the members, and with which; <see langword="null"/> when nothing is.</summary>
    public static PayloadObstacle? FindMember(INamedTypeSymbol type, IReadOnlyList<PayloadMember> members, SerializerTraits traits, out string? name)
    {
        PayloadMember[] seen = [.. members.Where(x => x.IsJson || traits.IncludesFields)];
        PayloadMember[] taken = [.. seen.Where(static x => !JsonAttributes.IsIgnored(x.Symbol, PayloadUse.Read) && !JsonAttributes.IsIgnored(x.Symbol, PayloadUse.Write))];
        (PayloadObstacle Obstacle, ISymbol? Member)[] found =
        [
            (PayloadObstacle.SameName, FindSameName(taken, traits)),
            (PayloadObstacle.IgnoredRequired, FindIgnoredRequired(type, seen)),
            (PayloadObstacle.ExtensionData, FindExtensionData(taken)),
            (PayloadObstacle.EnumConverter, taken.FirstOrDefault(static x => IsNotOfConverter(x)).Symbol),
            (PayloadObstacle.NumberHandling, taken.FirstOrDefault(static x => IsNotNumber(x)).Symbol),
        ];
        (PayloadObstacle obstacle, ISymbol? member) = found.FirstOrDefault(static x => x.Member is not null);
        name = member?.Name;
        return member is null ? null : obstacle;
    }

    private static ISymbol? FindSameName(PayloadMember[] members, SerializerTraits traits)
    {
        HashSet<string> names = new(traits.IgnoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (ISymbol member in members.Select(static x => x.Symbol))
        {
            // How the policies of several words split a name is not copied letter by letter.
            string? name = JsonAttributes.NameOf(member)
                ?? (traits.Conventions.Naming is JsonNaming.Unspecified or JsonNaming.CamelCase ? traits.Conventions.GetName(member.Name) : null);
            if (name is not null && !names.Add(name))
            {
                return member;
            }
        }

        return null;
    }

    private static ISymbol? FindIgnoredRequired(INamedTypeSymbol type, PayloadMember[] members)
    {
        IMethodSymbol? constructor = PayloadConstructor.Of(type, out bool isMissing);
        if (isMissing || JsonAttributes.SetsRequiredMembers(constructor))
        {
            return null;
        }

        return members.Select(static x => x.Symbol).FirstOrDefault(static x =>
            x is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true } && JsonAttributes.IsIgnored(x, PayloadUse.Read));
    }

    private static ISymbol? FindExtensionData(PayloadMember[] members)
    {
        PayloadMember[] bags = [.. members.Where(static x => JsonAttributes.IsExtensionData(x.Symbol))];
        return bags.Length > 1 ? bags[1].Symbol
            : bags is [{ } bag] && !JsonAttributes.HasConverter(bag.Symbol) && !MayBeExtensionData(bag.Type) ? bag.Symbol
            : null;
    }

    private static bool MayBeExtensionData(ITypeSymbol type) =>
        type.TypeKind is TypeKind.Error or TypeKind.Dynamic or TypeKind.TypeParameter
        || (type is INamedTypeSymbol named
            && (SymbolNames.Is(named, "System.Text.Json.Nodes.JsonObject")
                // Later versions take it.
                || SymbolNames.Is(named, "System.Collections.Generic.IReadOnlyDictionary`2")
                || named.AllInterfaces.Prepend(named).Any(static x => SymbolNames.Is(x, "System.Collections.Generic.IDictionary`2")
                    && x.TypeArguments[0].SpecialType == SpecialType.System_String
                    && (x.TypeArguments[1] is { SpecialType: SpecialType.System_Object } or { TypeKind: TypeKind.Dynamic or TypeKind.Error }
                        || SymbolNames.Is(x.TypeArguments[1] as INamedTypeSymbol, "System.Text.Json.JsonElement")))));

    /// <summary>Whether a converter of enumerations stands on another type.</summary>
    private static bool IsNotOfConverter(PayloadMember member)
    {
        ITypeSymbol type = Value(member.Type);
        return type.TypeKind is not TypeKind.Error and not TypeKind.TypeParameter
            && JsonAttributes.ConverterOf(member.Symbol) is { } converter
            && ((SymbolNames.Is(converter, "System.Text.Json.Serialization.JsonStringEnumConverter") && type.TypeKind != TypeKind.Enum)
                || (SymbolNames.Is(converter, "System.Text.Json.Serialization.JsonStringEnumConverter`1") && converter.TypeArguments is [{ TypeKind: TypeKind.Enum } one]
                    && !SymbolEqualityComparer.Default.Equals(one, type)));
    }

    private static bool IsNotNumber(PayloadMember member) =>
        JsonAttributes.HandlesNumbers(member.Symbol) && !JsonAttributes.HasConverter(member.Symbol) && Value(member.Type) is var type
        && (type is IArrayTypeSymbol { Rank: 1 } array ? IsText(array.ElementType)
            : IsText(type) || (type is INamedTypeSymbol named && !JsonAttributes.HasConverter(named) && PayloadCollection.Of(named) is { Element: { } element } && IsText(element)));

    /// <summary>What is certainly not a number.</summary>
    private static bool IsText(ITypeSymbol type) =>
        Value(type) is { TypeKind: TypeKind.Enum } or { SpecialType: SpecialType.System_String or SpecialType.System_Boolean or SpecialType.System_Char or SpecialType.System_DateTime };

    private static ITypeSymbol Value(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;
}
