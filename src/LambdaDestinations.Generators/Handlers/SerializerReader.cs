using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaDestinations.Generators.Handlers;

/// <summary>The <c>JsonSerializerContext</c> of a method's payloads.</summary>
/// <param name="Context">The context.</param>
/// <param name="IsLambdaSerializer">Whether Amazon's serializer was given it, which uses it with options of its own.</param>
internal readonly record struct FoundContext(INamedTypeSymbol Context, bool IsLambdaSerializer)
{
    /// <summary>As a plain value.</summary>
    /// <param name="lambdaOptions">The options of Amazon's serializer.</param>
    public PayloadSerializer ToModel(string lambdaOptions) =>
        new(Context.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), IsLambdaSerializer ? lambdaOptions : null, UseWarnings.Of(Context));
}

/// <summary>Finds the context that reads a handler's payloads: the nearest attribute, else the one of the assembly's Lambda serializer.</summary>
internal static class SerializerReader
{
    /// <summary>The context as a plain value.</summary>
    /// <param name="method">The handler or consumer.</param>
    /// <param name="ofAssembly">The context that an attribute of the assembly names.</param>
    /// <param name="lambdaOptions">The options of Amazon's serializer.</param>
    public static PayloadSerializer Read(IMethodSymbol method, PayloadSerializer ofAssembly, string lambdaOptions) =>
        FindNear(method) is { } near ? near.ToModel(lambdaOptions)
            : ofAssembly is { LambdaOptions: null, ContextType: not null } ? ofAssembly
            : OfLambdaSerializer(method) is { } ofMethod ? ofMethod.ToModel(lambdaOptions)
            : ofAssembly;

    /// <summary>The symbol of that context.</summary>
    public static FoundContext? Find(IMethodSymbol method, Compilation compilation) =>
        FindNear(method) ?? OfOurAttribute(compilation.Assembly) ?? OfLambdaSerializer(method) ?? OfLambdaSerializer(compilation.Assembly);

    /// <summary>The context that an attribute of the assembly names.</summary>
    public static FoundContext? FindOfAssembly(Compilation compilation) => OfOurAttribute(compilation.Assembly) ?? OfLambdaSerializer(compilation.Assembly);

    private static FoundContext? FindNear(IMethodSymbol method)
    {
        for (ISymbol? symbol = method; symbol is IMethodSymbol or INamedTypeSymbol; symbol = symbol.ContainingType)
        {
            if (OfOurAttribute(symbol) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The attributes on a method, its classes and its assembly that name what is not a context.</summary>
    public static IEnumerable<AttributeData> FindUnusable(IMethodSymbol method, Compilation compilation)
    {
        for (ISymbol? symbol = method; symbol is IMethodSymbol or INamedTypeSymbol; symbol = symbol.ContainingType)
        {
            if (Unusable(symbol) is { } attribute)
            {
                yield return attribute;
            }
        }

        if (Unusable(compilation.Assembly) is { } ofAssembly)
        {
            yield return ofAssembly;
        }
    }

    private static AttributeData? Unusable(ISymbol symbol) =>
        SymbolAttributes.Find(symbol, KnownNames.DestinationSerializer) is { ConstructorArguments: [{ Value: ITypeSymbol { TypeKind: not TypeKind.Error } type }] } attribute && !IsContext(type) ? attribute : null;

    /// <summary>Whether generated code can take a context from a type.</summary>
    public static bool IsContext(ITypeSymbol type) => CanName(type) && HasDefault((INamedTypeSymbol)type);

    /// <summary>
    /// Whether a class has the property <c>Default</c>, or System.Text.Json may write it: into a partial class, once that has <c>[JsonSerializable]</c>.
    /// </summary>
    private static bool HasDefault(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            // What the base class is, the compiler may not know: it says so itself.
            if (current.TypeKind == TypeKind.Error
                || current.GetMembers("Default").Any(static x => x is IPropertySymbol or IFieldSymbol && x.IsStatic && IsVisible(x.DeclaredAccessibility))
                || SymbolAttributes.Find(current, KnownNames.JsonSerializable) is not null
                || current.DeclaringSyntaxReferences.Any(static x => x.GetSyntax() is ClassDeclarationSyntax y && y.Modifiers.Any(SyntaxKind.PartialKeyword)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsVisible(Accessibility accessibility) =>
        accessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;

    /// <summary>Whether generated code can name a type, and it is a context.</summary>
    public static bool CanName(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class, IsUnboundGenericType: false } || SymbolAccess.Of(type) == Accessibility.Private)
        {
            return false;
        }

        for (INamedTypeSymbol? current = type.BaseType; current is not null; current = current.BaseType)
        {
            // What the base class is, the compiler may not know: it says so itself.
            if (current.TypeKind == TypeKind.Error || SymbolNames.Is(current, "System.Text.Json.Serialization.JsonSerializerContext"))
            {
                return true;
            }
        }

        return false;
    }

    private static FoundContext? OfOurAttribute(ISymbol symbol) =>
        SymbolAttributes.Find(symbol, KnownNames.DestinationSerializer) is { ConstructorArguments: [{ Value: INamedTypeSymbol { TypeKind: not TypeKind.Error } context }] } && IsContext(context)
            ? new FoundContext(context, false)
            : null;

    private static FoundContext? OfLambdaSerializer(ISymbol symbol) =>
        SymbolAttributes.Find(symbol, KnownNames.LambdaSerializer) is { ConstructorArguments: [{ Value: INamedTypeSymbol { TypeArguments: [INamedTypeSymbol { TypeKind: not TypeKind.Error } context] } type }] }
            && SymbolNames.Is(type, KnownNames.SourceGeneratorSerializer)
            ? new FoundContext(context, true)
            : null;
}
