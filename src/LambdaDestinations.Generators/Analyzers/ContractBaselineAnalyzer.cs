using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Contracts;
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

            ConcurrentDictionary<string, bool> seen = new(StringComparer.Ordinal);
            start.RegisterSymbolAction(x => Check(x, baseline, seen), SymbolKind.Method);
            start.RegisterCompilationEndAction(x => ReportGone(x, file, text, baseline, seen));
        });
    }

    private static void ReportErrors(AdditionalFileAnalysisContext context, AdditionalText file, SourceText text, ContractBaseline baseline)
    {
        if (context.AdditionalFile.Path == file.Path)
        {
            foreach (TemplateSyntaxError error in baseline.Errors)
            {
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.Of(ContractRules.BaselineUnreadable), LocationOf(file, text, error.Span), error.Message));
            }
        }
    }

    private static void Check(SymbolAnalysisContext context, ContractBaseline baseline, ConcurrentDictionary<string, bool> seen)
    {
        IMethodSymbol method = (IMethodSymbol)context.Symbol;
        if (!method.GetAttributes().Any(HandlerReader.IsDestination) || ContractBaselineFile.ReadShape(method, context.Compilation, context.CancellationToken) is not { } shape)
        {
            return;
        }

        seen[shape.Handler] = true;
        if (baseline.Find(shape.Handler) is not { } recorded)
        {
            Report(context, ContractRules.ContractChanged, method, shape.Handler, "it is not recorded");
            return;
        }

        IReadOnlyList<ContractChange> changes = ContractComparer.Compare(recorded, shape);
        ContractChange[] breaking = [.. changes.Where(static x => x.IsBreaking)];
        if (breaking.Length > 0)
        {
            Report(context, ContractRules.BreakingChange, method, shape.Handler, Describe(breaking));
        }
        else if (changes.Count > 0)
        {
            Report(context, ContractRules.ContractChanged, method, shape.Handler, Describe(changes));
        }
    }

    private static string Describe(IEnumerable<ContractChange> changes) => string.Join("; ", changes.Select(static x => $"{x.Path} {x.Description}"));

    private static void Report(SymbolAnalysisContext context, Rule rule, IMethodSymbol method, string handler, string what) =>
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.Of(rule), method.Locations[0], handler, what));

    /// <summary>Handlers that the file holds and the code does not: nobody checks the records that may still wait.</summary>
    private static void ReportGone(CompilationAnalysisContext context, AdditionalText file, SourceText text, ContractBaseline baseline, ConcurrentDictionary<string, bool> seen)
    {
        foreach (string handler in baseline.Handlers.Where(x => !seen.ContainsKey(x)))
        {
            int start = Math.Max(0, text.ToString().IndexOf($"\"{handler}\"", StringComparison.Ordinal));
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.Of(ContractRules.ContractChanged), LocationOf(file, text, new SourceSpan(start, start == 0 ? 0 : handler.Length + 2)), handler, "the handler is gone or has no destination any more; delete its entry"));
        }
    }

    private static Location LocationOf(AdditionalText file, SourceText text, SourceSpan span)
    {
        TextSpan place = TextSpan.FromBounds(Math.Min(span.Start, text.Length), Math.Min(span.End, text.Length));
        return Location.Create(file.Path, place, text.Lines.GetLinePositionSpan(place));
    }
}
