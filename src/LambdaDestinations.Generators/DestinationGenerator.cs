using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Generators.Emission;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaDestinations.Generators;

/// <summary>
/// Emits, from destination attributes, a typed record reader per handler and the manifest of the assembly. It reports nothing:
/// the analyzers do.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class DestinationGenerator : IIncrementalGenerator
{
    internal const string HandlersStep = "Handlers";
    internal const string ContractsStep = "Contracts";
    internal const string ManifestStep = "Manifest";

    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<EquatableArray<HandlerReading>> all = Collect(context, KnownNames.OnSuccess);
        foreach (string attribute in new[] { KnownNames.OnFailure, KnownNames.OnSuccessOfT, KnownNames.OnFailureOfT })
        {
            all = all.Combine(Collect(context, attribute)).Select(static (pair, _) => new EquatableArray<HandlerReading>(pair.Left.Concat(pair.Right)));
        }

        // A method with several attributes is read once for each of them.
        IncrementalValueProvider<EquatableArray<HandlerReading>> distinct = all.Select(static (x, _) => new EquatableArray<HandlerReading>(x.Distinct().OrderBy(KeyOf, StringComparer.Ordinal)));

        IncrementalValuesProvider<NamedContract> contracts = distinct
            .SelectMany(static (x, _) => NameAll(x.Where(static y => y.Contract is not null).Select(static y => y.Contract!)))
            .WithTrackingName(ContractsStep);
        context.RegisterSourceOutput(contracts, static (output, contract) => output.AddSource(contract.HintName, RecordsEmitter.Write(contract.Contract)));

        IncrementalValueProvider<EquatableArray<PayloadSerializer>> serializers = distinct
            .Select(static (x, _) => new EquatableArray<PayloadSerializer>(x.Where(static y => y.Contract is not null).Select(static y => y.Contract!.Serializer).Distinct()));
        context.RegisterSourceOutput(serializers, static (output, all) =>
        {
            if (PayloadContextEmitter.Write(all) is { } source)
            {
                output.AddSource("LambdaDestinations.PayloadContexts.g.cs", source);
            }
        });

        IncrementalValueProvider<DestinationManifest> manifest = distinct
            .Select(static (x, _) => new DestinationManifest(new EquatableArray<HandlerModel>(x.Select(static y => y.Handler!))))
            .WithTrackingName(ManifestStep);
        context.RegisterSourceOutput(manifest, static (output, manifest) =>
        {
            if (manifest.Handlers.Count > 0)
            {
                output.AddSource("LambdaDestinations.Manifest.g.cs", ManifestEmitter.Write(manifest));
            }
        });
    }

    private static IncrementalValueProvider<EquatableArray<HandlerReading>> Collect(IncrementalGeneratorInitializationContext context, string attribute) =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName(
                attribute,
                static (node, _) => node is MethodDeclarationSyntax,
                static (match, cancellationToken) => match.TargetSymbol is IMethodSymbol method ? HandlerReader.Read(method, match.SemanticModel.Compilation, cancellationToken) : Empty)
            .Where(static x => x.Handler is not null)
            .WithTrackingName(HandlersStep)
            .Collect()
            .Select(static (x, _) => new EquatableArray<HandlerReading>(x));

    private static HandlerReading Empty { get; } = new(null, null, default);

    private static string KeyOf(HandlerReading reading) =>
        $"{reading.Handler!.Function.TypeName}\0{reading.Handler.Function.MethodName}\0{reading.Contract?.UniqueName}";

    /// <summary>Gives every contract a class and a file of its own; file names differ by more than their case.</summary>
    private static IEnumerable<NamedContract> NameAll(IEnumerable<RecordContract> contracts)
    {
        foreach (IGrouping<string, RecordContract> sameName in contracts.GroupBy(static x => HintOf(x), StringComparer.OrdinalIgnoreCase))
        {
            bool isShared = sameName.Skip(1).Any();
            foreach (RecordContract contract in sameName)
            {
                RecordContract named = isShared ? contract with { ClassName = contract.ClassName + "_" + Hash(contract.UniqueName) } : contract;
                yield return new NamedContract(named, HintOf(named));
            }
        }
    }

    private static string HintOf(RecordContract contract) =>
        (contract.Namespace is { } space ? space.Replace("@", "") + "." : "") + contract.ClassName + ".g.cs";

    /// <summary>FNV-1a: the same on every machine, unlike <see cref="string.GetHashCode()"/>.</summary>
    private static string Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char character in text)
        {
            hash = unchecked((hash ^ character) * 16777619);
        }

        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }

    /// <summary>A contract with the name of its file.</summary>
    /// <param name="Contract">The contract.</param>
    /// <param name="HintName">The file's name.</param>
    internal sealed record NamedContract(RecordContract Contract, string HintName);
}
