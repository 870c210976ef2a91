using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LambdaDestinations.Generators.Contracts;
using LambdaDestinations.Generators.Handlers;
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
/// <param name="Conventions">How names are written.</param>
/// <param name="IgnoresCase">Whether members may be found by names of another case.</param>
internal sealed record PayloadFit(JsonConventions Conventions, bool IgnoresCase)
{
    /// <summary>For what a consumer reads: without a context the caller gives the options, and Amazon's serializer ignores the case.</summary>
    public static PayloadFit Of(IMethodSymbol consumer, Compilation compilation)
    {
        FoundContext? found = SerializerReader.Find(consumer, compilation);
        return new PayloadFit(
            JsonConventions.Read(found?.Context, compilation.Assembly),
            found is not { IsLambdaSerializer: false } || SerializerTraits.OfConsumer(consumer, compilation) is null or { IgnoresCase: true });
    }

    /// <summary>Why one type cannot read what another one is on the wire; <see langword="null"/> when it can.</summary>
    /// <param name="written">The type whose JSON it is.</param>
    /// <param name="read">The type that reads it.</param>
    /// <param name="cancellationToken">Stops between types.</param>
    public PayloadMisfit? Problem(ITypeSymbol written, ITypeSymbol read, CancellationToken cancellationToken)
    {
        if (SymbolEqualityComparer.Default.Equals(Unwrap(written), Unwrap(read)))
        {
            return null;
        }

        ContractShape old = ContractShapeReader.Read("", written, null, Conventions, cancellationToken);
        ContractShape current = ContractShapeReader.Read("", read, null, Conventions, cancellationToken, isReader: true);
        if (current.Request!.Kind == ShapeKind.Any || old.Request!.Kind == ShapeKind.Any)
        {
            return null;
        }

        // A null payload is the default of its type without asking the serializer, and a member that is not read is no harm.
        ContractChange? change = ContractComparer.Compare(AsWritten(old), NonNull(current), IgnoresCase)
            .FirstOrDefault(static x => x is { IsBreaking: true, IsRemoval: false });
        if (change is not null)
        {
            return new PayloadMisfit(Place(change.Difference.Path));
        }

        return old.Request.Kind == ShapeKind.Object && HasNothingInCommon(Members(old), Members(current)) ? new PayloadMisfit(null) : null;
    }

    /// <summary>Whether nothing is known of a type's JSON.</summary>
    public bool IsOpen(ITypeSymbol type, CancellationToken cancellationToken) =>
        ContractShapeReader.Read("", type, null, Conventions, cancellationToken).Request!.Kind == ShapeKind.Any;

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
