using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LambdaDestinations.Generators.Handlers;
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

    private static readonly StringComparer IgnoringCase = StringComparer.OrdinalIgnoreCase;

    private readonly JsonConventions _conventions;
    private readonly bool _isReader;
    private readonly SortedDictionary<string, ShapeDefinition?> _definitions = new(StringComparer.Ordinal);
    private readonly Queue<(string Name, INamedTypeSymbol Type)> _open = new();

    private ContractShapeReader(JsonConventions conventions, bool isReader)
    {
        _conventions = conventions;
        _isReader = isReader;
    }

    /// <summary>Reads the shape of a handler's contract.</summary>
    /// <param name="handler">Type and method, the key of the baseline.</param>
    /// <param name="request">The payload's type, or <see langword="null"/>.</param>
    /// <param name="response">The response's type, unwrapped from its task, or <see langword="null"/>.</param>
    /// <param name="conventions">How the serializer writes names.</param>
    /// <param name="cancellationToken">Stops between types.</param>
    /// <param name="isReader">
    /// Whether it is what reads the JSON: then a member is required too that a constructor wants, by a parameter without a default value that may not be
    /// null. System.Text.Json gives it a default all the same, so a baseline does not call that breaking.
    /// </param>
    public static ContractShape Read(
        string handler, ITypeSymbol? request, ITypeSymbol? response, JsonConventions conventions, CancellationToken cancellationToken, bool isReader = false)
    {
        ContractShapeReader reader = new(conventions, isReader);
        ShapeType? requestShape = request is null ? null : reader.ReadType(request);
        ShapeType? responseShape = response is null ? null : reader.ReadType(response);

        // One after the other, so that a chain of types takes no more stack than one of them.
        while (reader._open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (string name, INamedTypeSymbol type) = reader._open.Dequeue();
            reader.Define(name, type);
        }

        EquatableArray<ShapeDefinition> definitions = new(reader._definitions.Values.OfType<ShapeDefinition>());
        return new ContractShape(handler, requestShape, responseShape, definitions);
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

        if (JsonAttributes.HasConverter(type))
        {
            return ReadConverted(type, JsonAttributes.ConverterOf(type));
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

        if (type.TypeKind == TypeKind.Dynamic || name.StartsWith("System.Text.Json.", StringComparison.Ordinal) || name.StartsWith("System.IO.", StringComparison.Ordinal))
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
        IMethodSymbol? constructor = _isReader ? PayloadConstructor.Of(type, out _) : null;
        bool isOpen = JsonAttributes.DerivedTypes(type).Any();
        for (INamedTypeSymbol? level = type; level is { SpecialType: not SpecialType.System_Object }; level = level.BaseType)
        {
            foreach (ISymbol symbol in level.GetMembers())
            {
                // A derived class's member hides the base's.
                isOpen |= JsonAttributes.IsExtensionData(symbol);
                if (ReadMember(symbol, constructor) is { } member && !members.ContainsKey(member.Name))
                {
                    members.Add(member.Name, member);
                }
            }
        }

        IEnumerable<ShapeMember> ordered = members.Values.OrderBy(static x => x.Name, StringComparer.Ordinal);
        _definitions[name] = new ShapeDefinition(name, new EquatableArray<ShapeMember>(ordered), isOpen);
    }

    private ShapeMember? ReadMember(ISymbol symbol, IMethodSymbol? constructor)
    {
        if (symbol.IsStatic || symbol.IsImplicitlyDeclared)
        {
            return null;
        }

        bool included = JsonAttributes.IsIncluded(symbol);
        (ITypeSymbol Type, bool IsRequired)? value = symbol switch
        {
            IPropertySymbol { IsIndexer: false, GetMethod: { } getter } property
                when included || getter.DeclaredAccessibility == Accessibility.Public => (property.Type, property.IsRequired),
            IFieldSymbol field when included => (field.Type, field.IsRequired),
            _ => null,
        };
        bool isIgnored = JsonAttributes.IsIgnored(symbol, PayloadUse.Read) && JsonAttributes.IsIgnored(symbol, PayloadUse.Write);
        if (isIgnored || JsonAttributes.IsExtensionData(symbol) || value is not { } found)
        {
            return null;
        }

        bool isRequired = (found.IsRequired && !JsonAttributes.SetsRequiredMembers(constructor))
            || JsonAttributes.IsRequired(symbol)
            || IsWanted(symbol, constructor);
        ShapeType type = JsonAttributes.HasConverter(symbol) ? ReadConverted(found.Type, JsonAttributes.ConverterOf(symbol)) : ReadType(found.Type);
        return new ShapeMember(JsonAttributes.NameOf(symbol) ?? _conventions.GetName(symbol.Name), type, isRequired);
    }

    /// <summary>Whether a constructor does without a value of a member neither by a default nor by null.</summary>
    private static bool IsWanted(ISymbol member, IMethodSymbol? constructor) =>
        constructor?.Parameters.FirstOrDefault(x => IgnoringCase.Equals(x.Name, member.Name)) is
        {
            HasExplicitDefaultValue: false,
            Type: { IsReferenceType: true, NullableAnnotation: NullableAnnotation.NotAnnotated }
                or { IsValueType: true, OriginalDefinition.SpecialType: not SpecialType.System_Nullable_T },
        };

    private static ShapeType ReadConverted(ITypeSymbol type, INamedTypeSymbol? converter)
    {
        ITypeSymbol underlying = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type;
        return JsonAttributes.IsOfEnumerations(converter) && underlying.TypeKind == TypeKind.Enum
            ? ReadEnumeration(underlying) with { IsNullable = !SymbolEqualityComparer.Default.Equals(underlying, type) }
            : new ShapeType(ShapeKind.Any, false);
    }

    private static ShapeType ReadEnumeration(ITypeSymbol type) => new(
        ShapeKind.Enumeration,
        false,
        string.Join(
            "|",
            type.GetMembers().OfType<IFieldSymbol>().Where(static x => x.HasConstantValue).Select(static x => x.Name).OrderBy(static x => x, StringComparer.Ordinal)));

    private static ITypeSymbol[]? FindTypeArguments(INamedTypeSymbol type, string first, string second, int arity)
    {
        INamedTypeSymbol? found = new[] { type }.Concat(type.AllInterfaces).FirstOrDefault(x =>
            x.Arity == arity && (x.Name == first || x.Name == second) && SymbolNames.IsIn(x, "System.Collections.Generic"));
        return found is null ? null : [.. found.TypeArguments];
    }
}
