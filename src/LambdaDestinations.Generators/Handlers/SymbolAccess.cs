using System;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Handlers;

/// <summary>From where a type can be named.</summary>
internal static class SymbolAccess
{
    /// <summary>Public, internal, or private for whatever generated code beside the handler cannot name.</summary>
    public static Accessibility Of(ITypeSymbol type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                return Of(array.ElementType);
            case INamedTypeSymbol named:
                Accessibility least = named.IsFileLocal ? Accessibility.Private : Accessibility.Public;
                for (INamedTypeSymbol? current = named; current is not null; current = current.ContainingType)
                {
                    least = Least(least, current.DeclaredAccessibility switch
                    {
                        Accessibility.Public => Accessibility.Public,
                        Accessibility.Internal or Accessibility.ProtectedOrInternal => Accessibility.Internal,
                        Accessibility.NotApplicable => Accessibility.Public,
                        _ => Accessibility.Private,
                    });
                }

                return named.TypeArguments.Aggregate(least, static (found, argument) => Least(found, Of(argument)));
            default:
                return Accessibility.Public;
        }
    }

    private static Accessibility Least(Accessibility a, Accessibility b) => (Accessibility)Math.Min((int)a, (int)b);

    /// <summary>The first <c>required</c> member that a caller of a constructor has to set; <see langword="null"/> when there is none.</summary>
    public static string? RequiredMemberOf(IMethodSymbol constructor) => SymbolAttributes.Find(constructor, "System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute") is not null
        ? null
        : SymbolNames.WithBases(constructor.ContainingType).SelectMany(static x => x.GetMembers()).FirstOrDefault(static x => x is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true })?.Name;
}
