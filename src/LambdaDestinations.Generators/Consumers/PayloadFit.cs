using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LambdaDestinations.Generators.Contracts;
using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Contracts;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Consumers;

/// <summary>Why a type cannot read what another one wrote.</summary>
/// <param name="Path">Where the JSON differs: <c>$.Items[]</c>; <see langword="null"/> when nothing is the same.</param>
internal readonly record struct PayloadMisfit(string? Path);

/// <summary>
/// Whether one type can read what another one wrote. They need not be the same type: a consumer may have a class of its own
/// with the members that it wants.
/// </summary>
internal static class PayloadFit
{
    /// <summary>Why <paramref name="read"/> cannot read what <paramref name="written"/> is on the wire; <see langword="null"/> when it can.</summary>
    public static PayloadMisfit? Problem(ITypeSymbol written, ITypeSymbol read, JsonConventions conventions, CancellationToken cancellationToken)
    {
        if (SymbolEqualityComparer.Default.Equals(Unwrap(written), Unwrap(read)))
        {
            return null;
        }

        ContractShape old = ContractShapeReader.Read("", written, null, conventions, cancellationToken);
        ContractShape current = ContractShapeReader.Read("", read, null, conventions, cancellationToken);
        if (current.Request!.Kind == ShapeKind.Any || old.Request!.Kind == ShapeKind.Any)
        {
            return null;
        }

        // A null payload is the default of its type without asking the serializer, and a member that is not read is no harm.
        ContractChange? change = ContractComparer.Compare(AsWritten(old), NonNull(current)).FirstOrDefault(static x => x is { IsBreaking: true, IsRemoval: false });
        if (change is not null)
        {
            return new PayloadMisfit(Place(change.Difference.Path));
        }

        return old.Request.Kind == ShapeKind.Object && HasNothingInCommon(Members(old), Members(current)) ? new PayloadMisfit(null) : null;
    }

    /// <summary>Whether nothing is known of a type's JSON.</summary>
    public static bool IsOpen(ITypeSymbol type, JsonConventions conventions, CancellationToken cancellationToken) =>
        ContractShapeReader.Read("", type, null, conventions, cancellationToken).Request!.Kind == ShapeKind.Any;

    private static ITypeSymbol Unwrap(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    private static ContractShape NonNull(ContractShape shape) => shape with { Request = shape.Request! with { IsNullable = false } };

    /// <summary>Serialization writes every member, required or not.</summary>
    private static ContractShape AsWritten(ContractShape shape) => NonNull(shape) with
    {
        Definitions = new EquatableArray<ShapeDefinition>(shape.Definitions.Select(static x =>
            x with { Members = new EquatableArray<ShapeMember>(x.Members.Select(static y => y with { IsRequired = true })) })),
    };

    private static string Place(string path) => path.StartsWith("request", StringComparison.Ordinal) ? "$" + path.Substring("request".Length) : path;

    private static IEnumerable<string> Members(ContractShape shape) =>
        shape.Definitions.FirstOrDefault(x => x.Name == shape.Request!.Name)?.Members.Select(static x => x.Name) ?? [];

    private static bool HasNothingInCommon(IEnumerable<string> written, IEnumerable<string> read) =>
        read.Any() && written.Any() && !written.Intersect(read, StringComparer.OrdinalIgnoreCase).Any();
}
