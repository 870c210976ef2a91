using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LambdaDestinations.Generators.Consumers;
using LambdaDestinations.Generators.Declarations;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>Checks destination attributes and the project's template: each alone, and what the one means in the other.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DestinationAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of a finding that holds the handler string that a function of the template should have.</summary>
    internal const string Handler = "Handler";

    /// <summary>The analyzers whose rules this one does not report.</summary>
    private static readonly DiagnosticAnalyzer[] Others =
    [
        new ConsumerAnalyzer(), new ContractBaselineAnalyzer(), new HandlerBodyAnalyzer(), new LocalFunctionAnalyzer(), new PayloadAnalyzer(),
        new RecordUseAnalyzer(),
    ];

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        RuleCatalog.OfAnalyzer.Select(Descriptors.Of).Except(Others.SelectMany(static x => x.SupportedDiagnostics)).ToImmutableArray();

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

            IReadOnlyList<ProjectTemplate> templates = ProjectTemplate.FindAll(start.Options, start.TryGetValue, start.CancellationToken);
            bool verifies = ProjectTemplate.IsVerified(start.Options.AnalyzerConfigOptionsProvider.GlobalOptions);
            ConcurrentBag<(HandlerModel? Handler, IMethodSymbol Method)> handlers = [];
            CompiledHandlers assembly = new(start.Compilation);
            // A request may be cancelled and the next one ask again, so the value is not.
            CheckedTemplate[] checkedTemplates =
            [
                .. templates.Select(x => new CheckedTemplate(
                    x, new(() => DeclaredContent.Of(start.Compilation, CancellationToken.None).Shape.StaleOf(x.Model, assembly)))),
            ];
            start.RegisterSymbolAction(x => CheckMethod(x, checkedTemplates, handlers), SymbolKind.Method);
            if (DeclaredContent.Of(start.Compilation, start.CancellationToken).HasAlarms)
            {
                start.RegisterSemanticModelAction(x => AlarmsReport.Check(x, templates));
            }

            if (checkedTemplates.Length > 0)
            {
                start.RegisterAdditionalFileAction(x => CheckTemplate(x, checkedTemplates, assembly));
                start.RegisterCompilationEndAction(x => CheckAbsences(x, templates, HandlersOf(x, checkedTemplates, handlers), verifies));
            }
        });
    }

    private static void CheckTemplate(AdditionalFileAnalysisContext context, CheckedTemplate[] templates, CompiledHandlers assembly)
    {
        if (Array.Find(templates, x => x.Template.File.Path == context.AdditionalFile.Path) is not { Template: var template, Stale: var stale })
        {
            return;
        }

        if (template.Model.Document.Errors is [var error, ..])
        {
            context.ReportDiagnostic(Descriptors.At(TemplateRules.IsMalformed(error), template.LocationOf(error.Span)));
        }

        Report(template.Findings.Concat(StaleHandlers.Report(template.Model, stale.Value)), template, context.Compilation, context.ReportDiagnostic);
    }

    /// <summary>The handlers that are looked for in a template, in order. A method of which there was nothing to say has not been read.</summary>
    private static (HandlerModel Handler, IMethodSymbol Method)[] HandlersOf(
        CompilationAnalysisContext context, CheckedTemplate[] templates, IEnumerable<(HandlerModel? Handler, IMethodSymbol Method)> handlers) =>
    [
        .. handlers
            .Select(x => (Handler: x.Handler ?? SourceReader.FunctionOf(x.Method, context.Compilation, context.CancellationToken)?.Handler!, x.Method))
            .Where(x => x.Handler is not null && Array.Exists(templates, y => y.Template.IsOf(x.Handler, context.Options.AnalyzerConfigOptionsProvider)))
            .OrderBy(static x => x.Handler.Function.Handler, StringComparer.Ordinal),
    ];

    private static void CheckAbsences(
        CompilationAnalysisContext context, IReadOnlyList<ProjectTemplate> templates, (HandlerModel Handler, IMethodSymbol Method)[] ordered, bool verifies)
    {
        HandlerModel[] models = [.. ordered.Select(static x => x.Handler)];
        bool hasAlarms = DeclaredContent.Of(context.Compilation, context.CancellationToken).HasAlarms;
        AlarmsModel? alarms = hasAlarms ? AlarmsReader.Read(context.Compilation)?.Model : null;
        foreach (ProjectTemplate template in templates)
        {
            IEnumerable<Finding> absences = TemplateChecker.CheckAbsences(template.Model, models, context.CancellationToken);
            Report(absences.Concat(TemplateChecker.CheckOptIn(template.Model, models, alarms)), template, context.Compilation, context.ReportDiagnostic);
            foreach (Finding finding in TemplateChecker.CheckShared(template.Model, models))
            {
                if (MethodOf(finding, ordered) is { } method)
                {
                    Location place = PlaceOf(finding, method, context.CancellationToken);
                    context.ReportDiagnostic(Descriptors.At(template.Name(finding).Said, place, Descriptors.Suggest(finding.Suggestions)));
                }
            }

            if (verifies)
            {
                CheckAgreement(context, template, new DestinationManifest(new EquatableArray<HandlerModel>(models), alarms), ordered);
            }
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

            IMethodSymbol? method = MethodOf(finding, handlers);
            Location inTemplate = template.LocationOf(span);
            context.ReportDiagnostic(method is null
                ? Descriptors.At(finding, inTemplate)
                : Descriptors.At(template.Name(finding), PlaceOf(finding, method, context.CancellationToken), inTemplate));
        }
    }

    private static IMethodSymbol? MethodOf(Finding finding, (HandlerModel Handler, IMethodSymbol Method)[] handlers) =>
        handlers.FirstOrDefault(x =>
            x.Handler.Function.TypeName == finding.Attribute?.TypeName && x.Handler.Function.MethodName == finding.Attribute?.MethodName).Method;

    /// <summary>The attribute of a finding; without a destination what says the handler's settings.</summary>
    private static Location PlaceOf(Finding finding, IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (FindingPlaces.OfMapping(finding, method, cancellationToken) is { } ofMapping)
        {
            return ofMapping;
        }

        int index = finding.Attribute!.DestinationIndex;
        AttributeData? attribute = index >= 0
            ? method.GetAttributes().Where(static x => HandlerReader.IsDestination(x) && HandlerReader.IsRead(x)).ElementAtOrDefault(index)
            : SymbolAttributes.Find(method, KnownNames.AsyncInvocation);
        return attribute is null ? method.Locations[0] : FindingPlaces.Of(finding.Rule, attribute, method, cancellationToken);
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
        SymbolAnalysisContext context, CheckedTemplate[] templates, ConcurrentBag<(HandlerModel? Handler, IMethodSymbol Method)> handlers)
    {
        // The attributes of both parts of a partial method are those of each.
        IMethodSymbol method = (IMethodSymbol)context.Symbol;
        if (method.PartialDefinitionPart is not null || method.GetAttributes().IsEmpty)
        {
            return;
        }

        bool isHandler = HandlerReader.HasDestination(method) || HandlerReader.HasSettings(method);
        if (isHandler || SourceReader.Asks(method))
        {
            CheckMarked(context, templates, handlers);
        }

        if (!isHandler)
        {
            CheckLonely(context, method);
        }
    }

    private static void CheckMarked(
        SymbolAnalysisContext context, CheckedTemplate[] templates, ConcurrentBag<(HandlerModel? Handler, IMethodSymbol Method)> handlers)
    {
        Fingerprint besides = ProjectTemplate.FingerprintOf(templates.Select(static x => x.Template), context.Options.AnalyzerConfigOptionsProvider);
        if (!MethodReport.Check(context, nameof(DestinationAnalyzer), besides, x => CheckHandler(x, templates, handlers)))
        {
            handlers.Add((null, (IMethodSymbol)context.Symbol));
        }
    }

    private static void CheckHandler(MethodReport report, CheckedTemplate[] templates, ConcurrentBag<(HandlerModel? Handler, IMethodSymbol Method)> handlers)
    {
        CheckWire(report);
        AttributeData[] destinations = [.. report.Method.GetAttributes().Where(HandlerReader.IsDestination)];
        if (SourceReader.FunctionOf(report.Method, report.Context.Compilation, report.Context.CancellationToken) is not { } reading)
        {
            return;
        }

        Report(report, destinations, reading.Findings.Select(static x => (x, (ProjectTemplate?)null)), reading.Handler);
        if (reading.Handler is { } handler)
        {
            templates = Array.FindAll(templates, x => x.Template.IsOf(handler, report.Context.Options.AnalyzerConfigOptionsProvider));
            if (templates.Length > 0)
            {
                handlers.Add((handler, report.Method));
            }

            Report(report, [.. destinations.Where(HandlerReader.IsRead)], CheckHandler(handler, templates), handler);
        }
    }

    private static void CheckWire(MethodReport report)
    {
        foreach (AttributeData attribute in EntryPoints.AttributesOf(report.Method))
        {
            if (SourceReader.IsByProducer(attribute) && SourceReader.FromOf(attribute) is { } from)
            {
                RuleMessage message = SourceRules.IsBesideFrom(report.Display, from);
                report.Add(Descriptors.At(message, FindingPlaces.Of(message.Rule, attribute, report.Method, report.Context.CancellationToken)));
            }
        }
    }

    /// <summary>Reports findings about a handler or about one of its destinations.</summary>
    private static void Report(
        MethodReport report, AttributeData[] destinations, IEnumerable<(Finding Finding, ProjectTemplate? Template)> findings, HandlerModel? handler)
    {
        foreach ((Finding finding, ProjectTemplate? template) in findings)
        {
            int index = finding.Attribute?.DestinationIndex ?? -1;
            Location place = FindingPlaces.OfMapping(finding, report.Method, report.Context.CancellationToken) is { } ofMapping ? ofMapping
                : index >= 0 && index < destinations.Length ? FindingPlaces.Of(finding.Rule, destinations[index], report.Method, report.Context.CancellationToken)
                : FindingPlaces.Of(finding.Rule, report.Method, report.Context.CancellationToken);
            Location[] additional = template is not null && finding.TemplateSpan is { } span ? [template.LocationOf(span)] : [];
            report.Add(Descriptors.At(template is null ? finding.Said : template.Name(finding).Said, place, PropertiesOf(finding, handler), additional));
        }
    }

    /// <summary>Checks a handler in each template that has its function. What all of them say alike is told once.</summary>
    private static IEnumerable<(Finding Finding, ProjectTemplate? Template)> CheckHandler(HandlerModel handler, CheckedTemplate[] templates)
    {
        if (templates.Length == 0)
        {
            return TemplateChecker.CheckHandler(null, handler).Select(static x => (x, (ProjectTemplate?)null));
        }

        IReadOnlyList<TemplateModel> homes = HandlerHomes.Of([.. templates.Select(static x => x.Template.Model)], handler);
        return templates
            .Where(x => homes.Contains(x.Template.Model))
            .SelectMany(
                x => TemplateChecker.CheckHandler(x.Template.Model, handler, x.Stale.Value),
                static (x, y) => (Finding: y, Template: (ProjectTemplate?)x.Template))
            .GroupBy(static x => x.Finding.TemplateSpan is null ? (x.Finding, null) : x)
            .Select(static x => x.First());
    }

    /// <summary>For code fixes: <c>Suggestion0</c>, <c>Suggestion1</c>, …, and the handler string for a function that has a wrong one.</summary>
    private static ImmutableDictionary<string, string?> PropertiesOf(Finding finding, HandlerModel? handler)
    {
        ImmutableDictionary<string, string?> properties = Descriptors.Suggest(finding.Suggestions);
        return ReferenceEquals(finding.Rule, DeclarationRules.FunctionNotInTemplate) && finding.TemplateSpan is not null && handler is not null
            ? properties.Add(Handler, handler.Function.Handler)
            : properties;
    }

    /// <summary>Settings of a destination on a method that has none.</summary>
    private static void CheckLonely(SymbolAnalysisContext context, IMethodSymbol method)
    {
        foreach (AttributeData attribute in method.GetAttributes())
        {
            if (SymbolNames.Is(attribute.AttributeClass, KnownNames.AsyncInvocation))
            {
                context.ReportDiagnostic(Descriptors.At(
                    HandlerRules.DoesNothingAlone("AsyncInvocation", SymbolNames.Shown(method)),
                    FindingPlaces.Of(HandlerRules.NoDestination, attribute, method, context.CancellationToken)));
            }
        }
    }

    /// <summary>A template of the project.</summary>
    /// <param name="Template">The template.</param>
    /// <param name="Stale">Its functions that name no method of the compilation.</param>
    private sealed record CheckedTemplate(ProjectTemplate Template, Lazy<IReadOnlyList<StaleHandler>> Stale);
}
