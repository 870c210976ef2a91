using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LambdaDestinations.Generators.Consumers;
using LambdaDestinations.Generators.Contracts;
using LambdaDestinations.Generators.Handlers;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>
/// The types that a <c>JsonSerializerContext</c> has metadata for: those of its attributes, and everything that they hold. Where
/// System.Text.Json's own rules are finer, this takes more in: a type is missing only when nothing leads to it.
/// </summary>
internal static class SerializableTypes
{
    /// <summary>The types of <c>[JsonSerializable]</c>.</summary>
    public static IEnumerable<ITypeSymbol> Roots(INamedTypeSymbol context)
    {
        for (INamedTypeSymbol? type = context; type is not null; type = type.BaseType)
        {
            foreach (AttributeData attribute in type.GetAttributes())
            {
                if (SymbolNames.Is(attribute.AttributeClass, KnownNames.JsonSerializable) && attribute.ConstructorArguments is [{ Value: ITypeSymbol root }, ..])
                {
                    yield return root;
                }
            }
        }
    }

    /// <summary>The roots and what they hold; <see langword="null"/> when that has no end, or is too much to tell.</summary>
    public static HashSet<ITypeSymbol>? Reach(IEnumerable<ITypeSymbol> roots, CancellationToken cancellationToken)
    {
        HashSet<ITypeSymbol> reached = new(SymbolEqualityComparer.Default);
        Stack<ITypeSymbol> open = new(roots);
        while (open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ITypeSymbol type = Normalize(open.Pop());
            if (TypeBudget.IsBeyond(type) || !reached.Add(type))
            {
                continue;
            }

            if (reached.Count > TypeBudget.ContextTypes)
            {
                return null;
            }

            foreach (ITypeSymbol part in Parts(type))
            {
                open.Push(part);
            }
        }

        return reached;
    }

    /// <summary>The type without what metadata does not tell apart: <c>T?</c> of a value type is written as <c>T</c> is.</summary>
    public static ITypeSymbol Normalize(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => nullable.TypeArguments[0],
        INamedTypeSymbol { IsTupleType: true, TupleUnderlyingType: { } tuple } => tuple,
        _ => type.WithNullableAnnotation(NullableAnnotation.None),
    };

    /// <summary>The name by which a type is known when its symbol is gone. Two assemblies may have one of that name: then nothing is said of either.</summary>
    public static string NameOf(ITypeSymbol type) => Normalize(type).ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private static List<ITypeSymbol> Parts(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
        {
            return [array.ElementType];
        }

        // What converts a record asks for its payloads by itself, so the metadata of a record holds none of them.
        if (type is not INamedTypeSymbol named || ConsumerReader.KindOf(named) is not null)
        {
            return [];
        }

        List<ITypeSymbol> parts = [.. named.TypeArguments, .. named.AllInterfaces.SelectMany(static x => x.TypeArguments)];
        if (named.SpecialType is not SpecialType.None || named.ContainingNamespace?.Name == "System")
        {
            return parts;
        }

        for (INamedTypeSymbol? level = named; level is { SpecialType: not SpecialType.System_Object }; level = level.BaseType)
        {
            parts.AddRange(level.GetMembers().Where(static x => !x.IsStatic).Select(static x => x switch
            {
                IPropertySymbol property => property.Type,
                IFieldSymbol field => field.Type,
                _ => null,
            }).OfType<ITypeSymbol>());
            parts.AddRange(level.GetAttributes().SelectMany(static x => x.ConstructorArguments).Where(static x => x.Kind == TypedConstantKind.Type).Select(static x => x.Value).OfType<ITypeSymbol>());
        }

        return parts;
    }
}
