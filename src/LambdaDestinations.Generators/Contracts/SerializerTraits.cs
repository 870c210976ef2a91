using System.Collections.Immutable;
using System.Linq;
using LambdaDestinations.Generators.Handlers;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Contracts;

/// <summary>What a serializer's options change about the types that it takes.</summary>
/// <param name="Conventions">How it writes names.</param>
/// <param name="IncludesFields">Whether it converts fields.</param>
/// <param name="Converted">The types that it has converters of its own for.</param>
/// <param name="IgnoresCase">Whether it is known to compare names without case.</param>
internal sealed record SerializerTraits(JsonConventions Conventions, bool IncludesFields, ImmutableHashSet<string> Converted, bool IgnoresCase = false)
{
    private const string LambdaSerializers = "Amazon.Lambda.Serialization.SystemTextJson";

    /// <summary>They set <c>PropertyNameCaseInsensitive</c>, whatever the context says.</summary>
    private static readonly ImmutableHashSet<string> IgnoringCase =
        ImmutableHashSet.Create("DefaultLambdaJsonSerializer", "CamelCaseLambdaJsonSerializer", "SourceGeneratorLambdaJsonSerializer");

    /// <summary>What reads and writes a handler's payloads; <see langword="null"/> where that is not known to be System.Text.Json, or with which options.</summary>
    public static SerializerTraits? OfHandler(IMethodSymbol method, Compilation compilation)
    {
        AttributeData? serializer = SymbolAttributes.Find(method, KnownNames.LambdaSerializer) ?? SymbolAttributes.Find(compilation.Assembly, KnownNames.LambdaSerializer);
        if (serializer is not null
            && (serializer.ConstructorArguments is not [{ Value: INamedTypeSymbol { TypeKind: not TypeKind.Error } type }] || SymbolNames.MetadataNamespace(type) != LambdaSerializers))
        {
            return null;
        }

        // An executable gives the bootstrap a serializer with options of its own.
        SerializerTraits? traits = SerializerReader.Find(method, compilation) is { } found ? OfContext(found.Context, compilation)
            : serializer is null && compilation.Options.OutputKind != OutputKind.DynamicallyLinkedLibrary ? null
            : OfContext(null, compilation);
        return traits is not null && serializer is { ConstructorArguments: [{ Value: INamedTypeSymbol { Name: var name } }] } && IgnoringCase.Contains(name)
            ? traits with { IgnoresCase = true }
            : traits;
    }

    /// <summary>What reads the records of a consumer; <see langword="null"/> where the options are not known.</summary>
    public static SerializerTraits? OfConsumer(IMethodSymbol method, Compilation compilation) =>
        OfContext(SerializerReader.Find(method, compilation)?.Context, compilation);

    private static SerializerTraits? OfContext(INamedTypeSymbol? context, Compilation compilation)
    {
        JsonConventions conventions = JsonConventions.Read(context, compilation.Assembly);
        AttributeData? options = context is null ? null : SymbolAttributes.Find(context, KnownNames.JsonSourceGenerationOptions);
        if (context is not null && context.GetMembers("GetTypeInfo").Any(static x => !x.IsImplicitlyDeclared && !x.IsAbstract) && SymbolAttributes.Find(context, KnownNames.JsonSerializable) is null)
        {
            return null;
        }

        ImmutableHashSet<string>.Builder converted = ImmutableHashSet.CreateBuilder<string>();
        TypedConstant converters = options?.NamedArguments.FirstOrDefault(static x => x.Key == "Converters").Value ?? default;
        if (converters is { Kind: TypedConstantKind.Array, IsNull: false })
        {
            foreach (TypedConstant converter in converters.Values)
            {
                // What a factory takes is known at run time only.
                if (ConvertedBy(converter.Value as INamedTypeSymbol) is not { } type)
                {
                    return null;
                }

                converted.Add(NameOf(type));
            }
        }

        return new SerializerTraits(conventions, IsSet(options, "IncludeFields"), converted.ToImmutable(), IsSet(options, "PropertyNameCaseInsensitive"));
    }

    private static bool IsSet(AttributeData? options, string name) => options?.NamedArguments.Any(x => x.Key == name && x.Value.Value is true) == true;

    /// <summary>Whether a converter of the options takes a type.</summary>
    public bool Converts(ITypeSymbol type) => Converted.Count > 0 && Converted.Contains(NameOf(type));

    private static string NameOf(ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private static ITypeSymbol? ConvertedBy(INamedTypeSymbol? converter)
    {
        for (INamedTypeSymbol? level = converter; level is not null; level = level.BaseType)
        {
            if (SymbolNames.Is(level, "System.Text.Json.Serialization.JsonConverter`1"))
            {
                return level.TypeArguments[0];
            }
        }

        return null;
    }
}
