using System;
using System.Linq;
using LambdaDestinations.Generators.Handlers;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Contracts;

/// <summary>A type that System.Text.Json converts to an array, or to an object of any keys.</summary>
/// <param name="Key">The type of a dictionary's keys.</param>
/// <param name="Element">The type of the elements or values; <see langword="null"/> for any.</param>
/// <param name="IsAsync">Whether it is <c>IAsyncEnumerable&lt;T&gt;</c>.</param>
/// <param name="CanBeRead">Whether it can be created and filled.</param>
internal sealed record PayloadCollection(ITypeSymbol? Key, ITypeSymbol? Element, bool IsAsync, bool CanBeRead)
{
    private const string Generic = "System.Collections.Generic.";

    /// <summary>The interfaces that have a class of their own in System.Text.Json.</summary>
    private static readonly string[] Interfaces =
    [
        "System.Collections.IEnumerable", "System.Collections.ICollection", "System.Collections.IList", "System.Collections.IDictionary",
        Generic + "IEnumerable`1", Generic + "ICollection`1", Generic + "IList`1", Generic + "ISet`1", Generic + "IReadOnlyCollection`1", Generic + "IReadOnlyList`1",
        Generic + "IDictionary`2", Generic + "IReadOnlyDictionary`2", Generic + "IAsyncEnumerable`1",
    ];

    private static readonly string[] Filled = [Generic + "ICollection`1", Generic + "IDictionary`2", "System.Collections.IList", "System.Collections.IDictionary"];

    private static readonly string[] Stacks =
    [
        Generic + "Stack`1", Generic + "Queue`1", "System.Collections.Concurrent.ConcurrentStack`1", "System.Collections.Concurrent.ConcurrentQueue`1",
        "System.Collections.Stack", "System.Collections.Queue",
    ];

    private static readonly string[] Keys =
    [
        "System.Guid", "System.DateTimeOffset", "System.DateOnly", "System.TimeOnly", "System.TimeSpan", "System.Uri", "System.Version",
        "System.Int128", "System.UInt128", "System.Half",
    ];

    /// <summary>The collection that a type is; <see langword="null"/> for an object.</summary>
    public static PayloadCollection? Of(INamedTypeSymbol type)
    {
        if (Find(type, Generic + "IDictionary`2") is { } pair || (pair = Find(type, Generic + "IReadOnlyDictionary`2")) is not null)
        {
            return new PayloadCollection(pair.TypeArguments[0], pair.TypeArguments[1], IsAsync: false, IsReadable(type));
        }

        if (Find(type, Generic + "IAsyncEnumerable`1") is { } stream)
        {
            return new PayloadCollection(null, stream.TypeArguments[0], IsAsync: true, CanBeRead: true);
        }

        return Find(type, Generic + "IEnumerable`1") is { } items ? new PayloadCollection(null, items.TypeArguments[0], IsAsync: false, IsReadable(type))
            : Find(type, "System.Collections.IEnumerable") is not null ? new PayloadCollection(null, null, IsAsync: false, IsReadable(type))
            : null;
    }

    /// <summary>Whether a type can be a dictionary's key.</summary>
    public static bool IsKey(ITypeSymbol type, PayloadUse use) =>
        type.SpecialType switch
        {
            SpecialType.System_Object => use == PayloadUse.Write,
            SpecialType.System_String or SpecialType.System_Char or SpecialType.System_Boolean or SpecialType.System_Decimal or SpecialType.System_DateTime => true,
            >= SpecialType.System_SByte and <= SpecialType.System_Double => true,
            _ => type.TypeKind is TypeKind.Enum or TypeKind.Error or TypeKind.Dynamic
                || JsonAttributes.HasConverter(type)
                || (type is INamedTypeSymbol named && Keys.Contains(SymbolNames.Metadata(named), StringComparer.Ordinal)),
        };

    private static bool IsReadable(INamedTypeSymbol type)
    {
        if (SymbolNames.MetadataNamespace(type) == "System.Collections.Immutable" && type.ContainingType is null)
        {
            return true;
        }

        if (type.TypeKind == TypeKind.Interface)
        {
            return Interfaces.Contains(SymbolNames.Metadata(type.OriginalDefinition), StringComparer.Ordinal);
        }

        if (SymbolNames.Is(type, "System.ArraySegment`1"))
        {
            return false;
        }

        for (INamedTypeSymbol? level = type; level is not null; level = level.BaseType)
        {
            if (Stacks.Contains(SymbolNames.Metadata(level.OriginalDefinition), StringComparer.Ordinal))
            {
                return IsCreated(type);
            }
        }

        return IsCreated(type) && Filled.Any(x => Find(type, x) is not null);
    }

    private static bool IsCreated(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Struct || (!type.IsAbstract && type.InstanceConstructors.Any(static x => x is { DeclaredAccessibility: Accessibility.Public, Parameters.IsEmpty: true }));

    private static INamedTypeSymbol? Find(INamedTypeSymbol type, string metadataName) =>
        SymbolNames.Is(type, metadataName) ? type : type.AllInterfaces.FirstOrDefault(x => SymbolNames.Is(x, metadataName));
}
