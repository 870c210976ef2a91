using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using LambdaDestinations.Templates;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LambdaDestinations.Generators.Handlers;

/// <summary>What the compiler says where generated code names symbols: that they are experimental or obsolete, under ids that their authors chose.</summary>
/// <param name="Ids">Those ids, in ordinal order.</param>
/// <param name="IsObsolete">Whether it is an error to name one of the symbols outside of obsolete code, which no directive can permit.</param>
internal sealed record UseWarnings(EquatableArray<string> Ids, bool IsObsolete)
{
    private const string Experimental = "System.Diagnostics.CodeAnalysis.ExperimentalAttribute";
    private const string Obsolete = "System.ObsoleteAttribute";

    /// <summary>Nothing.</summary>
    public static readonly UseWarnings None = new(default, false);

    /// <summary>What is said of symbols, of the types around and inside of them, and of the assemblies that they are from.</summary>
    public static UseWarnings Of(params IEnumerable<ISymbol?> symbols)
    {
        SortedSet<string>? ids = null;
        bool isObsolete = false;
        Stack<ISymbol> left = new(symbols.OfType<ISymbol>());
        while (left.Count > 0)
        {
            ISymbol symbol = left.Pop();
            if (symbol is IArrayTypeSymbol array)
            {
                left.Push(array.ElementType);
                continue;
            }

            foreach (ITypeSymbol argument in (symbol as INamedTypeSymbol)?.TypeArguments ?? ImmutableArray<ITypeSymbol>.Empty)
            {
                left.Push(argument);
            }

            if (symbol is INamedTypeSymbol { SpecialType: not SpecialType.None } or ITypeSymbol and not INamedTypeSymbol)
            {
                continue;
            }

            foreach (AttributeData attribute in AttributesOf(symbol))
            {
                bool marksObsolete = SymbolNames.Is(attribute.AttributeClass, Obsolete);
                isObsolete |= marksObsolete && attribute.ConstructorArguments is [_, { Kind: TypedConstantKind.Primitive, Value: true }];
                if ((marksObsolete || SymbolNames.Is(attribute.AttributeClass, Experimental)) && IdOf(attribute) is { } id && SyntaxFacts.IsValidIdentifier(id))
                {
                    (ids ??= new(StringComparer.Ordinal)).Add(id);
                }
            }

            if (symbol.ContainingType is { } outer)
            {
                left.Push(outer);
            }
        }

        return ids is null && !isObsolete ? None : new UseWarnings(new EquatableArray<string>(ids ?? []), isObsolete);
    }

    /// <summary>What is said of all of them.</summary>
    public static UseWarnings Join(params IEnumerable<UseWarnings> warnings)
    {
        UseWarnings[] some = [.. warnings.Where(static x => x != None)];
        return some.Length == 0 ? None
            : new UseWarnings(
                new EquatableArray<string>(some.SelectMany(static x => x.Ids).Distinct(StringComparer.Ordinal).OrderBy(static x => x, StringComparer.Ordinal)),
                Array.Exists(some, static x => x.IsObsolete));
    }

    /// <summary>The id that an attribute gives: the one argument of an experimental symbol, a property of an obsolete one.</summary>
    private static string? IdOf(AttributeData attribute)
    {
        TypedConstant id = attribute.AttributeClass!.Name == "ObsoleteAttribute"
            ? attribute.NamedArguments.FirstOrDefault(static x => x.Key == "DiagnosticId").Value
            : attribute.ConstructorArguments.FirstOrDefault();
        return id.Kind == TypedConstantKind.Primitive ? id.Value as string : null;
    }

    /// <summary>Those of a symbol, and of another assembly that it is from: a whole assembly or module may be experimental, and is not to itself.</summary>
    private static IEnumerable<AttributeData> AttributesOf(ISymbol symbol) =>
        symbol.ContainingAssembly is null or ISourceAssemblySymbol
            ? symbol.GetAttributes()
            : symbol.GetAttributes().Concat(symbol.ContainingAssembly.GetAttributes()).Concat(symbol.ContainingModule.GetAttributes());
}
