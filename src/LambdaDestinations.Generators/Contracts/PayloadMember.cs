using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Contracts;

/// <summary>A property or field of a payload's type.</summary>
/// <param name="Symbol">The member.</param>
/// <param name="Type">Its type.</param>
internal readonly record struct PayloadMember(ISymbol Symbol, ITypeSymbol Type)
{
    private bool IsField => Symbol is IFieldSymbol;

    /// <summary>Refused as soon as System.Text.Json sees the member, whether it can be set or not.</summary>
    private bool IsByReference => Type.IsRefLikeType || Type is IPointerTypeSymbol or IFunctionPointerTypeSymbol || Symbol is IPropertySymbol { ReturnsByRef: true } or IPropertySymbol { ReturnsByRefReadonly: true };

    /// <summary>Whether it is a public field that options alone can bring into the JSON.</summary>
    public bool IsPlainField => IsField && Symbol.DeclaredAccessibility == Accessibility.Public && !JsonAttributes.IsIncluded(Symbol) && !JsonAttributes.IsIgnored(Symbol, PayloadUse.Write);

    /// <summary>Whether it is in the JSON without such options.</summary>
    public bool IsJson => !IsField || JsonAttributes.IsIncluded(Symbol);

    /// <summary>The members that System.Text.Json sees: those of base classes too, without what a derived class hides.</summary>
    public static IEnumerable<PayloadMember> Of(INamedTypeSymbol type)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (ISymbol symbol in Levels(type).SelectMany(static x => x.GetMembers()))
        {
            if (!symbol.IsStatic && TypeOf(symbol) is { } memberType && names.Add(symbol.Name))
            {
                yield return new PayloadMember(symbol, memberType);
            }
        }
    }

    /// <summary>Whether the member is read or written.</summary>
    /// <param name="use">Which of both.</param>
    /// <param name="constructor">The constructor that reading calls.</param>
    /// <param name="includesFields">Whether the options take fields.</param>
    public bool Takes(PayloadUse use, IMethodSymbol? constructor, bool includesFields)
    {
        bool included = JsonAttributes.IsIncluded(Symbol);
        if (JsonAttributes.IsIgnored(Symbol, use) || JsonAttributes.IsExtensionData(Symbol) || (IsField && !included && !includesFields))
        {
            return false;
        }

        string name = Symbol.Name;
        return IsByReference
            || Symbol switch
            {
                IPropertySymbol property when use == PayloadUse.Write => IsUsable(property.GetMethod, included),
                IPropertySymbol property => IsUsable(property.SetMethod, included),
                IFieldSymbol field => use == PayloadUse.Write || !field.IsReadOnly,
                _ => false,
            }
            || (use == PayloadUse.Read && constructor?.Parameters.Any(x => string.Equals(x.Name, name, StringComparison.OrdinalIgnoreCase)) == true);
    }

    private static bool IsUsable(IMethodSymbol? accessor, bool included) => accessor is not null && (included || accessor.DeclaredAccessibility == Accessibility.Public);

    /// <summary>The type of what may be a member; <see langword="null"/> for what nobody but the class sees.</summary>
    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        IPropertySymbol { IsIndexer: false } property when JsonAttributes.IsIncluded(property)
            || property.GetMethod?.DeclaredAccessibility == Accessibility.Public || property.SetMethod?.DeclaredAccessibility == Accessibility.Public => property.Type,
        IFieldSymbol { IsConst: false, AssociatedSymbol: null } field when field.DeclaredAccessibility == Accessibility.Public || JsonAttributes.IsIncluded(field) => field.Type,
        _ => null,
    };

    private static List<INamedTypeSymbol> Levels(INamedTypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Interface)
        {
            return [type, .. type.AllInterfaces];
        }

        List<INamedTypeSymbol> levels = [];
        for (INamedTypeSymbol? level = type; level is { SpecialType: not SpecialType.System_Object and not SpecialType.System_ValueType }; level = level.BaseType)
        {
            levels.Add(level);
        }

        return levels;
    }
}
