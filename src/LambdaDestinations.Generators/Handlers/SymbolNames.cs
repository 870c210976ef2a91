using System.Collections.Generic;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LambdaDestinations.Generators.Handlers;

/// <summary>Names of symbols as metadata and as source.</summary>
internal static class SymbolNames
{
    /// <summary>Fully qualified source with nullable annotations: <c>global::System.Collections.Generic.List&lt;string?&gt;</c>.</summary>
    public static readonly SymbolDisplayFormat Source = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>A method with its containing types and the types of its parameters.</summary>
    public static readonly SymbolDisplayFormat Signature = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeParameters)
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeType);

    /// <summary>As a compiler's message has it, but arrays as C# writes them: <c>int[,]</c>.</summary>
    private static readonly SymbolDisplayFormat ForPeople = SymbolDisplayFormat.CSharpShortErrorMessageFormat
        .RemoveMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.UseAsterisksInMultiDimensionalArrays);

    private static readonly SymbolDisplayFormat NamespaceSource = SymbolDisplayFormat.FullyQualifiedFormat
        .WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    /// <summary>A symbol for people.</summary>
    public static string Shown(ISymbol symbol) => symbol.ToDisplayString(ForPeople);

    /// <summary>The metadata name with namespace and containing types: <c>Ns.Outer+Inner`1</c>.</summary>
    public static string Metadata(INamedTypeSymbol type)
    {
        StringBuilder name = new(type.MetadataName);
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            name.Insert(0, '+').Insert(0, outer.MetadataName);
        }

        string space = MetadataNamespace(type);
        return space.Length == 0 ? name.ToString() : name.Insert(0, '.').Insert(0, space).ToString();
    }

    /// <summary>A type and the classes that it derives from, the nearest first.</summary>
    public static IEnumerable<INamedTypeSymbol> WithBases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? level = type; level is not null; level = level.BaseType)
        {
            yield return level;
        }
    }

    /// <summary>Whether a type is a pointer, or one of its elements or type arguments is: code that is safe cannot name it.</summary>
    public static bool HasPointer(ITypeSymbol type)
    {
        Stack<ITypeSymbol> left = new([type]);
        while (left.Count > 0)
        {
            switch (left.Pop())
            {
                case IPointerTypeSymbol or IFunctionPointerTypeSymbol:
                    return true;
                case IArrayTypeSymbol array:
                    left.Push(array.ElementType);
                    break;
                case INamedTypeSymbol named:
                    foreach (ITypeSymbol argument in named.TypeArguments)
                    {
                        left.Push(argument);
                    }

                    break;
            }
        }

        return false;
    }

    /// <summary>The namespace as metadata writes it; empty for the global one.</summary>
    public static string MetadataNamespace(INamedTypeSymbol type)
    {
        StringBuilder name = new();
        for (INamespaceSymbol? space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            name.Insert(0, name.Length == 0 ? "" : ".").Insert(0, space.MetadataName);
        }

        return name.ToString();
    }

    /// <summary>The namespace as source writes it (keywords escaped); <see langword="null"/> for the global one.</summary>
    public static string? SourceNamespace(INamedTypeSymbol type) =>
        type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString(NamespaceSource) : null;

    /// <summary>The name of a class generated for a type or a method of it: <c>Outer_Inner_Name</c>.</summary>
    public static string Generated(INamedTypeSymbol type, string name)
    {
        for (INamedTypeSymbol? outer = type; outer is not null; outer = outer.ContainingType)
        {
            name = outer.Name + "_" + name;
        }

        return name;
    }

    /// <summary>An identifier as source: keywords escaped.</summary>
    public static string Escape(string identifier) =>
        SyntaxFacts.GetKeywordKind(identifier) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(identifier) != SyntaxKind.None ? "@" + identifier : identifier;

    /// <summary>Whether a symbol has that metadata name: compared from its end, since every edit asks this of every attribute of a file.</summary>
    public static bool Is(INamedTypeSymbol? type, string metadataName)
    {
        int end = metadataName.Length;
        if (type is null || !Precedes(type.MetadataName, metadataName, ref end))
        {
            return false;
        }

        INamedTypeSymbol last = type;
        for (; last.ContainingType is { } outer; last = outer)
        {
            if (!Precedes("+", metadataName, ref end) || !Precedes(outer.MetadataName, metadataName, ref end))
            {
                return false;
            }
        }

        return IsNamespace(last.ContainingNamespace, metadataName, end, true);
    }

    /// <summary>Whether a type stands in a namespace of that name.</summary>
    public static bool IsIn(INamedTypeSymbol type, string space) => IsNamespace(type.ContainingNamespace, space, space.Length, false);

    /// <summary>Whether the text before a place is a namespace's name, with a dot behind it where that is asked for.</summary>
    private static bool IsNamespace(INamespaceSymbol? space, string text, int end, bool hasDot)
    {
        for (; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if ((hasDot && !Precedes(".", text, ref end)) || !Precedes(space.MetadataName, text, ref end))
            {
                return false;
            }

            hasDot = true;
        }

        return end == 0;
    }

    /// <summary>Whether a part stands in front of a place, which then is the part's start.</summary>
    private static bool Precedes(string part, string text, ref int end)
    {
        end -= part.Length;
        return end >= 0 && string.CompareOrdinal(text, end, part, 0, part.Length) == 0;
    }

    /// <summary>Whether something can be awaited as a task.</summary>
    public static bool IsTask(ITypeSymbol? type) =>
        type is INamedTypeSymbol named
        && ((named.Name is "Task" or "ValueTask" && IsIn(named, "System.Threading.Tasks"))
            || (named.Name is "ConfiguredTaskAwaitable" or "ConfiguredValueTaskAwaitable" && IsIn(named, "System.Runtime.CompilerServices")));
}
