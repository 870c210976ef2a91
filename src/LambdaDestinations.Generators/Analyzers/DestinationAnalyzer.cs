using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Update;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>Checks destination attributes: the method, the values, and what they mean in the template.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DestinationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        Descriptors.Of([.. DeclarationRules.All, .. HandlerRules.All, .. EventSourceMappingRules.All, TemplateRules.Unreadable]);

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

            AdditionalText? file = ProjectTemplate.Find(start.Options);
            TemplateModel? template = file is null ? null : ProjectTemplate.Read(file, start.TryGetValue, start.CancellationToken);
            start.RegisterSymbolAction(x => CheckMethod(x, template, file?.Path), SymbolKind.Method);
            start.RegisterAdditionalFileAction(x =>
            {
                if (template is not null && x.AdditionalFile.Path == file!.Path && template.Document.Errors is [var error, ..])
                {
                    x.ReportDiagnostic(Diagnostic.Create(Descriptors.Of(TemplateRules.Unreadable), ProjectTemplate.LocationOf(file.Path, template.Document, error.Span), error.Message));
                }
            });
        });
    }

    private static void CheckMethod(SymbolAnalysisContext context, TemplateModel? template, string? path)
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
            findings = findings.Concat(HandlerChecks.Check(template, handler));
        }

        foreach (Finding finding in findings)
        {
            int index = finding.Attribute?.DestinationIndex ?? -1;
            Location place = index >= 0 && index < destinations.Length ? LocationOf(destinations[index], method, context.CancellationToken) : PlaceOf(finding.Rule, method, context.CancellationToken);
            Location[] additional = finding.TemplateSpan is { } span ? [ProjectTemplate.LocationOf(path!, template!.Document, span)] : [];
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.Of(finding.Rule), place, additional, [.. finding.Arguments]));
        }
    }

    /// <summary>Settings of a destination on a method that has none.</summary>
    private static void CheckLonely(SymbolAnalysisContext context, IMethodSymbol method, ImmutableArray<AttributeData> attributes)
    {
        foreach (AttributeData attribute in attributes)
        {
            if (SymbolNames.Is(attribute.AttributeClass, KnownNames.AsyncInvocation))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.Of(HandlerRules.NoDestination),
                    LocationOf(attribute, method, context.CancellationToken),
                    "AsyncInvocation",
                    method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)));
            }
        }
    }

    private static Location PlaceOf(Rule rule, IMethodSymbol method, CancellationToken cancellationToken)
    {
        string? attribute = ReferenceEquals(rule, DeclarationRules.RetryAttemptsRange) || ReferenceEquals(rule, DeclarationRules.EventAgeRange) || ReferenceEquals(rule, DeclarationRules.RetriesNeverRun)
            ? KnownNames.AsyncInvocation
            : ReferenceEquals(rule, DeclarationRules.FunctionNotInTemplate) ? KnownNames.DestinationFunction : null;
        return attribute is not null && HandlerReader.Find(method, attribute) is { } found ? LocationOf(found, method, cancellationToken) : method.Locations[0];
    }

    private static Location LocationOf(AttributeData attribute, IMethodSymbol method, CancellationToken cancellationToken) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken).GetLocation() ?? method.Locations[0];
}
