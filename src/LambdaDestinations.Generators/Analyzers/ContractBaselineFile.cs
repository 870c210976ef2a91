using System;
using System.IO;
using System.Threading;
using LambdaDestinations.Generators.Consumers;
using LambdaDestinations.Generators.Contracts;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Contracts;
using LambdaDestinations.Templates.Manifest;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>The baseline of the contracts among the additional files, and the shapes that it is compared with.</summary>
internal static class ContractBaselineFile
{
    private const string Metadata = "build_metadata.AdditionalFiles.LambdaDestinationsContracts";

    /// <summary>The baseline, parsed once per text.</summary>
    public static readonly SourceTextValueProvider<ContractBaseline> Baselines = new(static text => ContractBaseline.Parse(text.ToString()));

    /// <summary>Whether an additional file is the baseline: marked by our build files, or by its name.</summary>
    private static bool Is(AdditionalText file, AnalyzerConfigOptionsProvider options) =>
        string.Equals(Path.GetFileName(file.Path), ContractBaseline.FileName, StringComparison.OrdinalIgnoreCase)
        || (options.GetOptions(file).TryGetValue(Metadata, out string? value) && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase));

    /// <summary>The baseline's file; <see langword="null"/> when the project has none: the check is off.</summary>
    public static AdditionalText? Find(AnalyzerOptions options)
    {
        foreach (AdditionalText file in options.AdditionalFiles)
        {
            if (Is(file, options.AnalyzerConfigOptionsProvider))
            {
                return file;
            }
        }

        return null;
    }

    /// <summary>The name of a handler in the baseline.</summary>
    public static string NameOf(HandlerModel handler) => $"{handler.Function.TypeName}.{handler.Function.MethodName}";

    /// <summary>The shape of a handler's contract; <see langword="null"/> when the method is not a valid handler.</summary>
    public static ContractShape? ReadShape(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken)
    {
        if (KnownReadings.HandlerOf(method, compilation, cancellationToken) is not { Handler: { } handler })
        {
            return null;
        }

        ITypeSymbol? request = handler.RequestType is null ? null : HandlerReader.RequestType(method, handler.Triggers);
        ITypeSymbol? response = handler.ResponseType is null ? null : HandlerReader.ResponseType(method, compilation);
        return ContractShapeReader.Read(
            NameOf(handler),
            request,
            response,
            JsonConventions.Read(SerializerReader.Find(method, compilation)?.Context, compilation.Assembly),
            cancellationToken);
    }
}
