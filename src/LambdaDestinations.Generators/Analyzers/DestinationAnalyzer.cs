using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>Checks destination attributes and the project's template: each alone, and what the one means in the other.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DestinationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of([.. RuleCatalog.OfAnalyzer]);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownNames.OnFailure) is null)
            {
                return;
            }

            ProjectTemplate? template = ProjectTemplate.Find(start.Options, start.TryGetValue, start.CancellationToken);
            bool verifies = ProjectTemplate.IsVerified(start.Options.AnalyzerConfigOptionsProvider.GlobalOptions);
            ConcurrentBag<(HandlerModel Handler, IMethodSymbol Method)> handlers = [];
            CompiledHandlers assembly = new(start.Compilation);
            Lazy<IReadOnlyList<StaleHandler>> stale = new(() => template is null ? [] : StaleHandlers.Find(template.Model, assembly));
            start.RegisterSymbolAction(x => CheckMethod(x, template, handlers, stale), SymbolKind.Method);
            if (template is not null)
            {
                start.RegisterAdditionalFileAction(x => CheckTemplate(x, template, assembly, stale));
                start.RegisterCompilationEndAction(x => CheckAbsences(x, template, handlers, verifies));
            }
        });
    }

    private static void CheckTemplate(AdditionalFileAnalysisContext context, ProjectTemplate template, CompiledHandlers assembly, Lazy<IReadOnlyList<StaleHandler>> stale)
    {
        if (context.AdditionalFile.Path != template.File.Path)
        {
            return;
        }

        if (template.Model.Document.Errors is [var error, ..])
        {
            context.ReportDiagnostic(Descriptors.At(TemplateRules.IsMalformed(error), template.LocationOf(error.Span)));
        }

        Report(template.Findings.Concat(StaleHandlers.Report(template.Model, assembly, stale.Value)), template, context.Compilation, context.ReportDiagnostic);
    }

    private static void CheckAbsences(
        CompilationAnalysisContext context, ProjectTemplate template, ConcurrentBag<(HandlerModel Handler, IMethodSymbol Method)> handlers, bool verifies)
    {
        (HandlerModel Handler, IMethodSymbol Method)[] ordered = [.. handlers.OrderBy(static x => x.Handler.Function.Handler, StringComparer.Ordinal)];
        HandlerModel[] models = [.. ordered.Select(static x => x.Handler)];
        Report(TemplateChecker.CheckAbsences(template.Model, models, context.CancellationToken), template, context.Compilation, context.ReportDiagnostic);
        if (verifies)
        {
            CheckAgreement(context, template, new DestinationManifest(new EquatableArray<HandlerModel>(models)), ordered);
        }
    }

    /// <summary>Reports, where no build writes the template, what it lacks or has otherwise: on the attribute, with the place in the template.</summary>
    private static void CheckAgreement(
        CompilationAnalysisContext context, ProjectTemplate template, DestinationManifest manifest, (HandlerModel Handler, IMethodSymbol Method)[] handlers)
    {
        foreach (Finding finding in AgreementChecks.Check(template.Model, manifest, context.Compilation.AssemblyName ?? "", context.CancellationToken).Findings)
        {
            if (!TemplateRules.OfSettings.Contains(finding.Rule) || finding.TemplateSpan is not { } span)
            {
                continue;
            }

            IMethodSymbol? method = handlers.FirstOrDefault(x => x.Handler.Function.TypeName == finding.Attribute?.TypeName && x.Handler.Function.MethodName == finding.Attribute?.MethodName).Method;
            Location inTemplate = template.LocationOf(span);
            context.ReportDiagnostic(method is null
                ? Descriptors.At(finding, inTemplate)
                : Descriptors.At(finding, PlaceOf(finding, method, context.CancellationToken), inTemplate));
        }
    }

    /// <summary>The attribute of a finding; without a destination what says the handler's settings.</summary>
    private static Location PlaceOf(Finding finding, IMethodSymbol method, CancellationToken cancellationToken)
    {
        int index = finding.Attribute!.DestinationIndex;
        AttributeData? attribute = index >= 0
            ? method.GetAttributes().Where(HandlerReader.IsDestination).ElementAtOrDefault(index)
            : SymbolAttributes.Find(method, KnownNames.AsyncInvocation);
        return attribute is null ? method.Locations[0] : LocationOf(attribute, method, cancellationToken);
    }

    /// <summary>Reports what stands in the template; what this project's build wrote there is the attribute's to report.</summary>
    private static void Report(IEnumerable<Finding> findings, ProjectTemplate template, Compilation compilation, Action<Diagnostic> report)
    {
        foreach (Finding finding in findings)
        {
            if (finding.TemplateSpan is { } span && (finding.OwnedBy is null || finding.OwnedBy != compilation.AssemblyName))
            {
                report(Descriptors.At(finding.Said, template.LocationOf(span)));
            }
        }
    }

    private static void CheckMethod(
        SymbolAnalysisContext context, ProjectTemplate? template, ConcurrentBag<(HandlerModel Handler, IMethodSymbol Method)> handlers, Lazy<IReadOnlyList<StaleHandler>> stale)
    {
        IMethodSymbol method = (IMethodSymbol)context.Symbol;
        ImmutableArray<AttributeData> attributes = method.GetAttributes();
        AttributeData[] destinations = [.. attributes.Where(HandlerReader.IsDestination)];
        if (destinations.Length == 0)
        {
            CheckLonely(context, method, attributes);
            return;
        }

        HandlerReading reading = HandlerReader.Read(method, context.Compilation, context.CancellationToken);
        IEnumerable<Finding> findings = reading.Findings;
        if (reading.Handler is { } handler)
        {
            handlers.Add((handler, method));
            findings = findings.Concat(TemplateChecker.CheckHandler(template?.Model, handler, stale.Value));
        }

        foreach (Finding finding in findings)
        {
            int index = finding.Attribute?.DestinationIndex ?? -1;
            Location place = index >= 0 && index < destinations.Length ? LocationOf(destinations[index], method, context.CancellationToken) : PlaceOf(finding.Rule, method, context.CancellationToken);
            Location[] additional = template is not null && finding.TemplateSpan is { } span ? [template.LocationOf(span)] : [];
            context.ReportDiagnostic(Descriptors.At(finding.Said, place, PropertiesOf(finding), additional));
        }
    }

    /// <summary>For code fixes: <c>Suggestion0</c>, <c>Suggestion1</c>, …</summary>
    private static ImmutableDictionary<string, string?> PropertiesOf(Finding finding) =>
        ImmutableDictionary.CreateRange(finding.Suggestions.Select(static (x, i) => new KeyValuePair<string, string?>("Suggestion" + i.ToString(CultureInfo.InvariantCulture), x)));

    /// <summary>Settings of a destination on a method that has none.</summary>
    private static void CheckLonely(SymbolAnalysisContext context, IMethodSymbol method, ImmutableArray<AttributeData> attributes)
    {
        foreach (AttributeData attribute in attributes)
        {
            if (SymbolNames.Is(attribute.AttributeClass, KnownNames.AsyncInvocation))
            {
                context.ReportDiagnostic(Descriptors.At(
                    HandlerRules.DoesNothingAlone("AsyncInvocation", method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)),
                    LocationOf(attribute, method, context.CancellationToken)));
            }
        }
    }

    private static Location PlaceOf(Rule rule, IMethodSymbol method, CancellationToken cancellationToken)
    {
        string? attribute = ReferenceEquals(rule, DeclarationRules.RetryAttemptsRange) || ReferenceEquals(rule, DeclarationRules.EventAgeRange) || ReferenceEquals(rule, DeclarationRules.RetriesNeverRun)
            ? KnownNames.AsyncInvocation
            : ReferenceEquals(rule, DeclarationRules.FunctionNotInTemplate) ? KnownNames.DestinationFunction : null;
        return attribute is not null && SymbolAttributes.Find(method, attribute) is { } found ? LocationOf(found, method, cancellationToken) : method.Locations[0];
    }

    private static Location LocationOf(AttributeData attribute, IMethodSymbol method, CancellationToken cancellationToken) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken).GetLocation() ?? method.Locations[0];
}
