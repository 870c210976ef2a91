using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Generators.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LambdaDestinations.CodeFixes;

/// <summary>Writes types as the code around would: by their simple names, with the imports that these need, and qualified where a name means something else.</summary>
/// <param name="model">What the document means.</param>
/// <param name="position">Where the names are to stand.</param>
internal sealed class TypeNames(SemanticModel model, int position)
{
    private readonly SortedSet<string> _imports = new(StringComparer.Ordinal);

    /// <summary>The namespaces that what was written needs beside those that are imported.</summary>
    public IEnumerable<string> Imports => _imports;

    /// <summary>The type of a fully qualified source; <see langword="null"/> when there is none.</summary>
    public ITypeSymbol? Read(string source) =>
        model.GetSpeculativeTypeInfo(position, SyntaxFactory.ParseTypeName(source), SpeculativeBindingOption.BindAsTypeOrNamespace).Type is { TypeKind: not TypeKind.Error } type ? type : null;

    /// <summary>A type of that metadata name, written as an attribute.</summary>
    public string? WriteAttribute(string metadataName)
    {
        if (model.Compilation.GetTypeByMetadataName(metadataName) is not { } type)
        {
            return null;
        }

        string name = Write(type);
        string simple = name.Substring(0, name.Length - nameof(Attribute).Length);
        return model.LookupNamespacesAndTypes(position, name: type.Name.Substring(0, type.Name.Length - nameof(Attribute).Length)).IsEmpty ? simple : name;
    }

    /// <summary>A type of that metadata name.</summary>
    public string? Write(string metadataName) => model.Compilation.GetTypeByMetadataName(metadataName) is { } type ? Write(type) : null;

    /// <summary>A type.</summary>
    public string Write(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var value] } => Write(value) + "?",
        INamedTypeSymbol { IsTupleType: true } tuple when tuple.TupleElements.Length > 1 => $"({string.Join(", ", tuple.TupleElements.Select(x => x.IsExplicitlyNamedTupleElement ? $"{Write(x.Type)} {SymbolNames.Escape(x.Name)}" : Write(x.Type)))})",
        INamedTypeSymbol { SpecialType: SpecialType.None or SpecialType.System_DateTime } or INamedTypeSymbol { TypeParameters.Length: > 0 } => WriteNamed((INamedTypeSymbol)type) + Annotation(type),
        IArrayTypeSymbol { Rank: 1, ElementType: not IArrayTypeSymbol } array => Write(array.ElementType) + "[]" + Annotation(type),
        _ => type.ToMinimalDisplayString(model, position),
    };

    private string Annotation(ITypeSymbol type) =>
        type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated } && model.GetNullableContext(position).AnnotationsEnabled() ? "?" : "";

    private string WriteNamed(INamedTypeSymbol type)
    {
        string arguments = type.TypeArguments.IsEmpty ? "" : $"<{string.Join(", ", type.TypeArguments.Select(Write))}>";
        string name = SymbolNames.Escape(type.Name) + arguments;
        return type.ContainingType is { } outer ? $"{WriteNamed(outer)}.{name}" : Qualifier(type) + name;
    }

    private string Qualifier(INamedTypeSymbol type)
    {
        ISymbol[] known = [.. model.LookupNamespacesAndTypes(position, name: type.Name).Where(x => x is not INamedTypeSymbol named || named.Arity == type.Arity)];
        if (known.Length == 1 && SymbolEqualityComparer.Default.Equals(known[0].OriginalDefinition, type.OriginalDefinition))
        {
            return "";
        }

        if (SymbolNames.SourceNamespace(type) is not { } space)
        {
            return known.Length == 0 ? "" : "global::";
        }

        if (known.Length > 0)
        {
            return $"global::{space}.";
        }

        _imports.Add(space);
        return "";
    }
}
