using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using LambdaDestinations.Generators.Consumers;
using LambdaDestinations.Generators.Declarations;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Contracts;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>Compares the contracts of handlers with the reviewed baseline, where the project has one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContractBaselineAnalyzer : DiagnosticAnalyzer
{
    private static readonly ObjectNumbers<ContractBaseline> Baselines = new();

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        Descriptors.Of(ContractRules.BreakingChange, ContractRules.ContractChanged, ContractRules.BaselineUnreadable);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownNames.OnFailure) is null
                || ContractBaselineFile.Find(start.Options) is not { } file
                || file.GetText(start.CancellationToken) is not { } text
                || !start.TryGetValue(text, ContractBaselineFile.Baselines, out ContractBaseline? baseline))
            {
                return;
            }

            if (baseline.Errors.Count > 0)
            {
                start.RegisterAdditionalFileAction(x => ReportErrors(x, file, text, baseline));
                return;
            }

            ConcurrentBag<IMethodSymbol> methods = [];
            start.RegisterSymbolAction(x => Check(x, baseline, methods), SymbolKind.Method);
            start.RegisterCompilationEndAction(x => ReportGone(x, file, text, baseline, methods));
        });
    }

    private static void ReportErrors(AdditionalFileAnalysisContext context, AdditionalText file, SourceText text, ContractBaseline baseline)
    {
        if (context.AdditionalFile.Path == file.Path)
        {
            foreach (Finding error in baseline.Errors)
            {
                context.ReportDiagnostic(Descriptors.At(error.Said, LocationOf(file, text, error.TemplateSpan!.Value)));
            }
        }
    }

    private static void Check(SymbolAnalysisContext context, ContractBaseline baseline, ConcurrentBag<IMethodSymbol> methods)
    {
        IMethodSymbol method = (IMethodSymbol)context.Symbol;
        if (method.PartialDefinitionPart is null && HandlerReader.HasDestination(method))
        {
            methods.Add(method);
            CheckMarked(context, baseline);
        }
    }

    private static void CheckMarked(SymbolAnalysisContext context, ContractBaseline baseline) =>
        MethodReport.Check(context, nameof(ContractBaselineAnalyzer), Fingerprint.Start.Add(Baselines.Of(baseline)), x => Check(x, baseline));

    private static void Check(MethodReport report, ContractBaseline baseline)
    {
        if (ContractBaselineFile.ReadShape(report.Method, report.Context.Compilation, report.Context.CancellationToken) is not { } shape)
        {
            return;
        }

        if (baseline.Find(shape.Handler) is not { } recorded)
        {
            report.Add(Descriptors.At(ContractRules.ContractIsNotRecorded(shape.Handler), report.Method.Locations[0]));
            return;
        }

        IReadOnlyList<ContractChange> changes = ContractComparer.Compare(recorded, shape);
        ContractChange[] breaking = [.. changes.Where(static x => x.IsBreaking)];
        if (breaking.Length > 0)
        {
            report.Add(Descriptors.At(ContractRules.ContractBreaks(shape.Handler, breaking.Select(static x => x.Difference)), report.Method.Locations[0]));
        }
        else if (changes.Count > 0)
        {
            report.Add(Descriptors.At(ContractRules.ContractDiffers(shape.Handler, changes.Select(static x => x.Difference)), report.Method.Locations[0]));
        }
    }

    /// <summary>Handlers that the file holds and the code does not: nobody checks the records that may still wait.</summary>
    private static void ReportGone(
        CompilationAnalysisContext context, AdditionalText file, SourceText text, ContractBaseline baseline, IEnumerable<IMethodSymbol> methods)
    {
        IEnumerable<HandlerModel> handlers = methods
            .Select(x => KnownReadings.HandlerOf(x, context.Compilation, context.CancellationToken).Handler).OfType<HandlerModel>();
        HashSet<string> present = new(handlers.Select(ContractBaselineFile.NameOf), StringComparer.Ordinal);
        foreach (string handler in baseline.Handlers.Where(x => !present.Contains(x)))
        {
            context.ReportDiagnostic(Descriptors.At(ContractRules.ContractHasNoHandler(handler), LocationOf(file, text, baseline.PlaceOf(handler))));
        }
    }

    private static Location LocationOf(AdditionalText file, SourceText text, SourceSpan span)
    {
        TextSpan place = TextSpan.FromBounds(Math.Min(span.Start, text.Length), Math.Min(span.End, text.Length));
        return Location.Create(file.Path, place, text.Lines.GetLinePositionSpan(place));
    }
}
