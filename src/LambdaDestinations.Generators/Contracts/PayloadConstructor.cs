using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Contracts;

/// <summary>The constructor by which System.Text.Json creates an object.</summary>
internal static class PayloadConstructor
{
    /// <summary>The constructor; <see langword="null"/> for a struct's default.</summary>
    /// <param name="type">The type of the object.</param>
    /// <param name="isMissing">Whether there is none that System.Text.Json would take.</param>
    public static IMethodSymbol? Of(INamedTypeSymbol type, out bool isMissing)
    {
        IMethodSymbol[] open = [.. type.InstanceConstructors.Where(static x => x.DeclaredAccessibility == Accessibility.Public)];
        IMethodSymbol? constructor = type.InstanceConstructors.FirstOrDefault(JsonAttributes.IsConstructor)
            ?? open.FirstOrDefault(static x => x.Parameters.IsEmpty)
            ?? (type.TypeKind == TypeKind.Class && open.Length == 1 ? open[0] : null);
        isMissing = constructor is null && type is { TypeKind: TypeKind.Class, IsAbstract: false };
        return constructor;
    }

    /// <summary>The parameter that no member is bound to; <see langword="null"/> when each has one.</summary>
    public static string? FindUnbound(IMethodSymbol? constructor, IReadOnlyList<PayloadMember> members, bool includesFields)
    {
        if (constructor is null || constructor.ContainingType.IsAbstract)
        {
            return null;
        }

        return constructor.Parameters.FirstOrDefault(parameter => !members.Any(member =>
            string.Equals(member.Symbol.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)
            && (member.IsJson || includesFields || JsonAttributes.IsIgnored(member.Symbol, PayloadUse.Read))
            && IsSame(member.Type, parameter.Type)))?.Name;
    }

    /// <summary>Names of tuple elements, <c>dynamic</c> and nullable annotations are the compiler's only.</summary>
    private static bool IsSame(ITypeSymbol member, ITypeSymbol parameter) =>
        SymbolEqualityComparer.Default.Equals(member, parameter) || HasCompilersNames(member) || HasCompilersNames(parameter);

    private static bool HasCompilersNames(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => HasCompilersNames(array.ElementType),
        INamedTypeSymbol named => named.IsTupleType || named.TypeArguments.Any(HasCompilersNames),
        _ => type.TypeKind is TypeKind.Dynamic or TypeKind.Error,
    };
}
