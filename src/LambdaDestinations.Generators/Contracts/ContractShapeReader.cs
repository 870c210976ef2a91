using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Contracts;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Contracts;

/// <summary>Turns the C# types of a handler into the JSON shape that System.Text.Json gives them.</summary>
internal sealed class ContractShapeReader
{
    private static readonly SymbolDisplayFormat TypeName = SymbolDisplayFormat.FullyQualifiedFormat
        .WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)
        .RemoveMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static readonly Dictionary<string, string> Formats = new(StringComparer.Ordinal)
    {
        ["System.Guid"] = "uuid",
        ["System.DateTimeOffset"] = "date-time",
        ["System.DateOnly"] = "date",
        ["System.TimeOnly"] = "time",
        ["System.TimeSpan"] = "duration",
        ["System.Uri"] = "uri",
        ["System.Version"] = "version",
    };

    private readonly JsonConventions _conventions;
    private readonly SortedDictionary<string, ShapeDefinition?> _definitions = new(StringComparer.Ordinal);
    private readonly Queue<(string Name, INamedTypeSymbol Type)> _open = new();

    private ContractShapeReader(JsonConventions conventions) => _conventions = conventions;

    /// <summary>Reads the shape of a handler's contract.</summary>
    /// <param name="handler">Type and method, the key of the baseline.</param>
    /// <param name="request">The payload's type, or <see langword="null"/>.</param>
    /// <param name="response">The response's type, unwrapped from its task, or <see langword="null"/>.</param>
    /// <param name="conventions">How the serializer writes names.</param>
    /// <param name="cancellationToken">Stops between types.</param>
    public static ContractShape Read(string handler, ITypeSymbol? request, ITypeSymbol? response, JsonConventions conventions, CancellationToken cancellationToken)
    {
        ContractShapeReader reader = new(conventions);
        ShapeType? requestShape = request is null ? null : reader.ReadType(request);
        ShapeType? responseShape = response is null ? null : reader.ReadType(response);

        // One after the other, so that a chain of types is no deeper on the stack than one of them.
        while (reader._open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (string name, INamedTypeSymbol type) = reader._open.Dequeue();
            reader.Define(name, type);
        }

        return new ContractShape(handler, requestShape, responseShape, new EquatableArray<ShapeDefinition>(reader._definitions.Values.OfType<ShapeDefinition>()));
    }

    private ShapeType ReadType(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            return ReadType(nullable.TypeArguments[0]) with { IsNullable = true };
        }

        bool isNullable = type.IsReferenceType && type.NullableAnnotation != NullableAnnotation.NotAnnotated;
        return ReadNonNullable(type) with { IsNullable = isNullable };
    }

    private ShapeType ReadNonNullable(ITypeSymbol type)
    {
        if (ReadSpecial(type) is { } special)
        {
            return special;
        }

        if (TypeBudget.IsBeyond(type))
        {
            return new ShapeType(ShapeKind.Any, false);
        }

        if (FindConverter(type) is { } converter)
        {
            return ReadConverted(type, converter);
        }

        if (type.TypeKind == TypeKind.Enum)
        {
            return _conventions.StringEnums ? ReadEnumeration(type) : new ShapeType(ShapeKind.Integer, false);
        }

        if (type is IArrayTypeSymbol array)
        {
            return array.ElementType.SpecialType == SpecialType.System_Byte
                ? new ShapeType(ShapeKind.String, false, "base64")
                : new ShapeType(ShapeKind.Array, false, Element: ReadType(array.ElementType));
        }

        return type is INamedTypeSymbol named ? ReadNamed(named) : new ShapeType(ShapeKind.Any, false);
    }

    private static ShapeType? ReadSpecial(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_String or SpecialType.System_Char => new ShapeType(ShapeKind.String, false),
        SpecialType.System_Boolean => new ShapeType(ShapeKind.Boolean, false),
        SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_UInt16
            or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64
            => new ShapeType(ShapeKind.Integer, false),
        SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal => new ShapeType(ShapeKind.Number, false),
        SpecialType.System_DateTime => new ShapeType(ShapeKind.String, false, "date-time"),
        SpecialType.System_Object => new ShapeType(ShapeKind.Any, false),
        _ => null,
    };

    private ShapeType ReadNamed(INamedTypeSymbol type)
    {
        string name = type.ToDisplayString(TypeName);
        if (Formats.TryGetValue(name, out string? format))
        {
            return new ShapeType(ShapeKind.String, false, format);
        }

        if (name.StartsWith("System.Text.Json.", StringComparison.Ordinal) || name.StartsWith("System.IO.", StringComparison.Ordinal) || type.TypeKind == TypeKind.Dynamic)
        {
            return new ShapeType(ShapeKind.Any, false);
        }

        if (FindTypeArguments(type, "IDictionary", "IReadOnlyDictionary", arity: 2) is { } pair)
        {
            return new ShapeType(ShapeKind.Map, false, Element: ReadType(pair[1]));
        }

        if (FindTypeArguments(type, "IEnumerable", "IAsyncEnumerable", arity: 1) is { } items)
        {
            return new ShapeType(ShapeKind.Array, false, Element: ReadType(items[0]));
        }

        if (!_definitions.ContainsKey(name))
        {
            if (_definitions.Count == TypeBudget.ContractTypes)
            {
                return new ShapeType(ShapeKind.Any, false);
            }

            // Entered first, so that a type that contains itself ends here.
            _definitions[name] = null;
            _open.Enqueue((name, type));
        }

        return new ShapeType(ShapeKind.Object, false, name);
    }

    private void Define(string name, INamedTypeSymbol type)
    {
        Dictionary<string, ShapeMember> members = new(StringComparer.Ordinal);
        for (INamedTypeSymbol? level = type; level is { SpecialType: not SpecialType.System_Object }; level = level.BaseType)
        {
            foreach (ISymbol symbol in level.GetMembers())
            {
                // A derived class's member hides the base's.
                if (ReadMember(symbol) is { } member && !members.ContainsKey(member.Name))
                {
                    members.Add(member.Name, member);
                }
            }
        }

        _definitions[name] = new ShapeDefinition(name, new EquatableArray<ShapeMember>(members.Values.OrderBy(static x => x.Name, StringComparer.Ordinal)));
    }

    private ShapeMember? ReadMember(ISymbol symbol)
    {
        if (symbol.IsStatic || symbol.IsImplicitlyDeclared)
        {
            return null;
        }

        AttributeData? Attribute(string name) => symbol.GetAttributes().FirstOrDefault(x => x.AttributeClass?.Name == name);
        bool included = Attribute("JsonIncludeAttribute") is not null;
        (ITypeSymbol Type, bool IsRequired)? value = symbol switch
        {
            IPropertySymbol { IsIndexer: false, GetMethod: { } getter } property
                when included || getter.DeclaredAccessibility == Accessibility.Public => (property.Type, property.IsRequired),
            IFieldSymbol field when included => (field.Type, field.IsRequired),
            _ => null,
        };
        if (value is not { } found || Attribute("JsonExtensionDataAttribute") is not null || IsAlwaysIgnored(Attribute("JsonIgnoreAttribute")))
        {
            return null;
        }

        string name = Attribute("JsonPropertyNameAttribute")?.ConstructorArguments is [{ Value: string given }] ? given : _conventions.GetName(symbol.Name);
        AttributeData? converter = Attribute("JsonConverterAttribute");
        ShapeType type = converter is null ? ReadType(found.Type) : ReadConverted(found.Type, converter);
        return new ShapeMember(name, type, found.IsRequired || Attribute("JsonRequiredAttribute") is not null);
    }

    /// <summary><c>[JsonIgnore]</c> without a condition, or with <c>JsonIgnoreCondition.Always</c> (1).</summary>
    private static bool IsAlwaysIgnored(AttributeData? ignore) =>
        ignore is not null && (ignore.NamedArguments.Length == 0 || ignore.NamedArguments.Any(static x => x is { Key: "Condition", Value.Value: 1 }));

    private static AttributeData? FindConverter(ITypeSymbol type) =>
        type.GetAttributes().FirstOrDefault(static x => x.AttributeClass?.Name == "JsonConverterAttribute");

    private static ShapeType ReadConverted(ITypeSymbol type, AttributeData converter)
    {
        bool byName = converter.ConstructorArguments is [{ Value: INamedTypeSymbol { Name: "JsonStringEnumConverter" } }];
        ITypeSymbol underlying = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;
        return byName && underlying.TypeKind == TypeKind.Enum
            ? ReadEnumeration(underlying) with { IsNullable = !SymbolEqualityComparer.Default.Equals(underlying, type) }
            : new ShapeType(ShapeKind.Any, false);
    }

    private static ShapeType ReadEnumeration(ITypeSymbol type) => new(
        ShapeKind.Enumeration,
        false,
        string.Join("|", type.GetMembers().OfType<IFieldSymbol>().Where(static x => x.HasConstantValue).Select(static x => x.Name).OrderBy(static x => x, StringComparer.Ordinal)));

    private static ITypeSymbol[]? FindTypeArguments(INamedTypeSymbol type, string first, string second, int arity)
    {
        INamedTypeSymbol? found = new[] { type }.Concat(type.AllInterfaces).FirstOrDefault(x =>
            x.Arity == arity && (x.Name == first || x.Name == second) && x.ContainingNamespace.ToDisplayString() == "System.Collections.Generic");
        return found is null ? null : [.. found.TypeArguments];
    }
}
