using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Contracts;

/// <summary>
/// Finds what System.Text.Json refuses in a payload's type, or leaves out. Its verdicts are those of System.Text.Json on .NET 8 and .NET 10, by reflection
/// and by source generation; a test asks it. Types of the framework that are not named here are not looked into.
/// </summary>
internal sealed class PayloadInspector
{
    private readonly SerializerTraits _traits;
    private readonly PayloadUse _use;
    private readonly bool _isOwn;
    private readonly HashSet<ITypeSymbol> _seen = new(SymbolEqualityComparer.Default);
    private readonly Queue<(ITypeSymbol Type, string Path, bool IsNullable, bool IsReference)> _open = new();

    private PayloadInspector(SerializerTraits traits, PayloadUse use, bool isOwn)
    {
        _traits = traits;
        _use = use;
        _isOwn = isOwn;
    }

    /// <summary>What is wrong with a type, the nearest first.</summary>
    /// <param name="type">The payload's type.</param>
    /// <param name="traits">The serializer.</param>
    /// <param name="use">Whether the payload is read or written.</param>
    /// <param name="cancellationToken">Stops between types.</param>
    /// <param name="isOwn">Whether the JSON that is read was written from the same type: then it has nothing that the type does not write.</param>
    public static IEnumerable<PayloadFault> Inspect(ITypeSymbol type, SerializerTraits traits, PayloadUse use, CancellationToken cancellationToken, bool isOwn = false)
    {
        PayloadInspector inspector = new(traits, use, isOwn);
        inspector.Enqueue(type, "$");
        while (inspector._open.Count > 0 && inspector._seen.Count < TypeBudget.ContractTypes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (ITypeSymbol next, string path, bool isNullable, bool isReference) = inspector._open.Dequeue();
            string? parameter = null;
            if ((isReference ? PayloadObstacle.Reference : inspector.Visit(next, path, out parameter)) is { } obstacle)
            {
                yield return new PayloadFault(obstacle, path, SymbolNames.Shown(next), isNullable, parameter);
            }
        }
    }

    /// <summary>A type that stands there, once.</summary>
    private void Enqueue(ITypeSymbol type, string path)
    {
        bool isNullable = type.NullableAnnotation == NullableAnnotation.Annotated;
        ITypeSymbol value = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type.WithNullableAnnotation(NullableAnnotation.None);
        if (value.TypeKind is not TypeKind.Error and not TypeKind.Dynamic and not TypeKind.TypeParameter && !TypeBudget.IsBeyond(value) && !JsonAttributes.HasConverter(value) && !_traits.Converts(type) && !_traits.Converts(value) && _seen.Add(value))
        {
            _open.Enqueue((value, path, isNullable, false));
        }
    }

    /// <summary>Why the type is not taken; <see langword="null"/> when it is, and its parts are to be looked at.</summary>
    private PayloadObstacle? Visit(ITypeSymbol type, string path, out string? parameter)
    {
        parameter = null;
        if (Unsupported(type) is { } unsupported)
        {
            return unsupported;
        }

        if (type is IArrayTypeSymbol array)
        {
            Enqueue(array.ElementType, path + "[]");
            return null;
        }

        if (type is not INamedTypeSymbol named || named.TypeKind == TypeKind.Enum || IsTaken(named))
        {
            return null;
        }

        if (PayloadDeclaration.FindPolymorphic(named) is { } polymorphic)
        {
            return polymorphic;
        }

        foreach ((INamedTypeSymbol derived, object? discriminator) in JsonAttributes.DerivedTypes(named))
        {
            // Reading never creates what has no discriminator.
            if (_use == PayloadUse.Write || discriminator is not null)
            {
                Enqueue(derived, path);
            }
        }

        return PayloadCollection.Of(named) is { } collection ? VisitCollection(collection, path) : VisitObject(named, path, out parameter);
    }

    /// <summary>What is refused whatever is done with it.</summary>
    private PayloadObstacle? Unsupported(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: > 1 } => PayloadObstacle.MultidimensionalArray,
        IPointerTypeSymbol or IFunctionPointerTypeSymbol => PayloadObstacle.Pointer,
        { TypeKind: TypeKind.Delegate } => PayloadObstacle.Delegate,
        { IsRefLikeType: true } => PayloadObstacle.Reference,
        { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr } => PayloadObstacle.NativeInteger,
        { SpecialType: SpecialType.System_Delegate or SpecialType.System_MulticastDelegate } => PayloadObstacle.Delegate,
        INamedTypeSymbol named when IsReflection(named) => PayloadObstacle.Reflection,
        INamedTypeSymbol named when _use == PayloadUse.Write && SymbolNames.Metadata(named) is "System.Threading.CancellationToken" or "System.Data.DataTable" or "System.Data.DataSet" => PayloadObstacle.Framework,
        _ => null,
    };

    private static bool IsReflection(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? level = type; level is not null; level = level.BaseType)
        {
            if (SymbolNames.Is(level, "System.Reflection.MemberInfo"))
            {
                return true;
            }
        }

        return SymbolNames.Metadata(type) is "System.Reflection.ParameterInfo" or "System.Reflection.Assembly" or "System.Reflection.Module";
    }

    /// <summary>Types with a converter of System.Text.Json or of Lambda's serializer.</summary>
    private static bool IsTaken(INamedTypeSymbol type) =>
        type.SpecialType is not SpecialType.None and not SpecialType.System_Array and not SpecialType.System_Collections_Generic_IEnumerable_T and not SpecialType.System_Collections_IEnumerable
            and not SpecialType.System_Collections_Generic_ICollection_T and not SpecialType.System_Collections_Generic_IList_T
            and not SpecialType.System_Collections_Generic_IReadOnlyCollection_T and not SpecialType.System_Collections_Generic_IReadOnlyList_T
            and not SpecialType.System_IDisposable and not SpecialType.System_Collections_IEnumerator and not SpecialType.System_Collections_Generic_IEnumerator_T
        || SymbolNames.MetadataNamespace(type) is var space && (IsWithin(space, "System.Text.Json") || IsWithin(space, "Amazon") || IsWithin(space, "Microsoft") || IsWithin(space, "LambdaDestinations"))
        || HandlerReader.IsStream(type);

    private static bool IsWithin(string space, string root) => space == root || (space.StartsWith(root, StringComparison.Ordinal) && space[root.Length] == '.');

    private PayloadObstacle? VisitCollection(PayloadCollection collection, string path)
    {
        if (collection.Element is { } element)
        {
            Enqueue(element, path + (collection.Key is null ? "[]" : ".*"));
        }

        if (collection.IsAsync)
        {
            return _use == PayloadUse.Write ? PayloadObstacle.AsyncStream : null;
        }

        if (collection.Key is { } key && !_traits.Converts(key) && !PayloadCollection.IsKey(key, _use))
        {
            return PayloadObstacle.DictionaryKey;
        }

        return _use == PayloadUse.Read && !collection.CanBeRead ? PayloadObstacle.Collection : null;
    }

    private PayloadObstacle? VisitObject(INamedTypeSymbol type, string path, out string? parameter)
    {
        parameter = null;
        if (type.IsTupleType || SymbolNames.Metadata(type).StartsWith("System.ValueTuple`", StringComparison.Ordinal))
        {
            return VisitTuple(type, path);
        }

        // It has a converter, though its properties cannot be set.
        if (SymbolNames.Is(type, "System.Collections.Generic.KeyValuePair`2"))
        {
            Enqueue(type.TypeArguments[0], $"{path}.{_traits.Conventions.GetName("Key")}");
            Enqueue(type.TypeArguments[1], $"{path}.{_traits.Conventions.GetName("Value")}");
            return null;
        }

        // The compiler may know nothing but the public face of the framework's types, and nobody can change them.
        if (IsWithin(SymbolNames.MetadataNamespace(type), "System") && !SymbolNames.Metadata(type).StartsWith("System.Tuple`", StringComparison.Ordinal))
        {
            return _use == PayloadUse.Read && (type.TypeKind == TypeKind.Interface || type is { IsAbstract: true, TypeKind: TypeKind.Class }) ? PayloadObstacle.Abstract : null;
        }

        PayloadMember[] members = [.. PayloadMember.Of(type)];
        if (PayloadDeclaration.FindMember(type, members, _traits, out parameter) is { } refused)
        {
            return refused;
        }

        IMethodSymbol? constructor = null;
        if (_use == PayloadUse.Read)
        {
            if (type.IsAbstract && !JsonAttributes.IsPolymorphic(type))
            {
                return PayloadObstacle.Abstract;
            }

            constructor = PayloadConstructor.Of(type, out bool isMissing);
            if (isMissing)
            {
                return PayloadObstacle.NoConstructor;
            }

            parameter = PayloadConstructor.FindUnbound(constructor, members, _traits.IncludesFields);
        }

        foreach (PayloadMember member in members.Where(x => Takes(x, constructor)))
        {
            VisitMember(member, path);
        }

        return parameter is not null ? PayloadObstacle.UnboundParameter
            : !_traits.IncludesFields && members.Any(static x => x.IsPlainField) && !members.Any(static x => x.IsJson) ? PayloadObstacle.FieldsOnly
            : null;
    }

    private bool Takes(PayloadMember member, IMethodSymbol? constructor) =>
        member.Takes(_use, constructor, _traits.IncludesFields) && (!_isOwn || member.Takes(PayloadUse.Write, null, _traits.IncludesFields));

    private void VisitMember(PayloadMember member, string path)
    {
        string place = $"{path}.{JsonAttributes.NameOf(member.Symbol) ?? _traits.Conventions.GetName(member.Symbol.Name)}";
        if (member.Symbol is IPropertySymbol { ReturnsByRef: true } or IPropertySymbol { ReturnsByRefReadonly: true })
        {
            _open.Enqueue((member.Type, place, false, true));
        }
        else if (!JsonAttributes.HasConverter(member.Symbol))
        {
            Enqueue(member.Type, place);
        }
    }

    private PayloadObstacle? VisitTuple(INamedTypeSymbol type, string path)
    {
        if (!_traits.IncludesFields)
        {
            return PayloadObstacle.FieldsOnly;
        }

        for (int i = 0; i < type.TypeArguments.Length; i++)
        {
            Enqueue(type.TypeArguments[i], $"{path}.{_traits.Conventions.GetName(FormattableString.Invariant($"Item{i + 1}"))}");
        }

        return null;
    }
}
