using System.Linq;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Manifest;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Declarations;

/// <summary>Reads <c>[assembly: DestinationAlarms]</c>.</summary>
internal static class AlarmsReader
{
    /// <summary>
    /// The attribute with what it says; <see langword="null"/> when the assembly has none. Asked only where a file may have one, as all attributes of the assembly
    /// are bound.
    /// </summary>
    public static (AttributeData Attribute, AlarmsModel Model)? Read(Compilation compilation) =>
        SymbolAttributes.Find(compilation.Assembly, KnownNames.DestinationAlarms) is { } attribute ? (attribute, Read(attribute)) : null;

    private static AlarmsModel Read(AttributeData attribute) => new(
        new EquatableArray<string>(
            attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Array, IsNull: false, Values: var topics }]
                ? topics.Select(static x => x.Value as string ?? "")
                : []),
        HandlerReader.Named<int>(attribute, nameof(AlarmsModel.Failures)),
        HandlerReader.Named<int>(attribute, nameof(AlarmsModel.Messages)),
        HandlerReader.Named<int>(attribute, nameof(AlarmsModel.MessageAgeInSeconds)),
        HandlerReader.Named<int>(attribute, nameof(AlarmsModel.PeriodInSeconds)));
}
