using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Handlers;

/// <summary>The Lambda entry points that the generator writes around consumers, by name.</summary>
internal static class EntryPoints
{
    /// <summary>Whether a method takes records of a handler.</summary>
    public static bool IsConsumer(IMethodSymbol method) => SymbolAttributes.Find(method, KnownNames.DestinationConsumer) is not null;

    /// <summary>The attributes that make a method a consumer.</summary>
    public static IEnumerable<AttributeData> AttributesOf(IMethodSymbol method) =>
        method.GetAttributes().Where(static x => SymbolNames.Is(x.AttributeClass, KnownNames.DestinationConsumer));

    /// <summary>Whether a function runs a method by its entry point: a consumer that Amazon.Lambda.Annotations does not deploy.</summary>
    public static bool Runs(IMethodSymbol method) => IsConsumer(method) && !IsAnnotated(method);

    /// <summary>Whether Amazon.Lambda.Annotations deploys a method.</summary>
    public static bool IsAnnotated(IMethodSymbol method) => SymbolAttributes.Find(method, KnownNames.LambdaFunction) is not null;

    /// <summary>The class of the entry point of one consumer.</summary>
    public static string ClassOf(IMethodSymbol method) => SymbolNames.Generated(method.ContainingType, method.Name + "_Consumer");

    /// <summary>The class of the entry point of all consumers of a class.</summary>
    public static string ClassOf(INamedTypeSymbol type) => SymbolNames.Generated(type, "Consumer");

    /// <summary>The handler string of an entry point.</summary>
    /// <param name="assembly">Simple name of the assembly.</param>
    /// <param name="space">The namespace as metadata writes it; empty for the global one.</param>
    /// <param name="className">The class of the entry point.</param>
    public static string HandlerOf(string assembly, string space, string className) => $"{assembly}::{(space.Length == 0 ? "" : space + ".")}{className}::HandleAsync";

    /// <summary>The handler string of the entry point of all consumers of a class; <see langword="null"/> where there is only one.</summary>
    public static string? OfClass(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IMethodSymbol>().Where(IsConsumer).Skip(1).Any() ? HandlerOf(type.ContainingAssembly.Name, SymbolNames.MetadataNamespace(type), ClassOf(type)) : null;
}
