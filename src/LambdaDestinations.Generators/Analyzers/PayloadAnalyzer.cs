using System;
using System.Collections.Immutable;
using System.Linq;
using LambdaDestinations.Generators.Consumers;
using LambdaDestinations.Generators.Contracts;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>Checks that System.Text.Json converts the payloads of handlers and consumers.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PayloadAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(PayloadRules.NotConvertible, PayloadRules.FieldsOnly);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownNames.OnFailure) is not null)
            {
                start.RegisterSymbolAction(Check, SymbolKind.Method);
            }
        });
    }

    private static void Check(SymbolAnalysisContext context)
    {
        IMethodSymbol method = (IMethodSymbol)context.Symbol;
        if (method.PartialDefinitionPart is not null)
        {
            return;
        }

        bool isConsumer = ConsumerReader.IsConsumer(method);
        if (method.GetAttributes().Any(HandlerReader.IsDestination)
            && HandlerReader.Read(method, context.Compilation, context.CancellationToken).Handler is not null
            && SerializerTraits.OfHandler(method, context.Compilation) is { } traits)
        {
            CheckHandler(context, method, isConsumer, traits);
        }

        if (isConsumer
            && ConsumerReader.Read(method, context.Compilation, context.CancellationToken).Contract is not null
            && SerializerTraits.OfConsumer(method, context.Compilation) is { } options)
        {
            CheckConsumer(context, method, options);
        }
    }

    private static void CheckHandler(SymbolAnalysisContext context, IMethodSymbol method, bool isConsumer, SerializerTraits traits)
    {
        string display = Display(method);
        if (!isConsumer && HandlerReader.RequestType(method, HandlerReader.ReadTriggers(method)) is { } request)
        {
            Inspect(context, request, traits, PayloadUse.Read, x => PayloadRules.RequestIsNotRead(display, x), x => PayloadRules.FieldsAreLost(display, PayloadPart.Request, x));
        }

        if (HandlerReader.ResponseType(method, context.Compilation) is not { } response)
        {
            return;
        }

        if (!Inspect(context, response, traits, PayloadUse.Write, x => PayloadRules.ResponseIsNotWritten(display, x), x => PayloadRules.FieldsAreLost(display, PayloadPart.Response, x))
            && method.GetAttributes().Any(static x => x.AttributeClass?.Name == "OnSuccessDestinationAttribute"))
        {
            // A failure record has no response: without a success destination nobody reads one. What loses its fields has been said.
            Inspect(context, response, traits, PayloadUse.Read, x => PayloadRules.ResponseIsNotRead(display, x), null, isOwn: true);
        }
    }

    private static void CheckConsumer(SymbolAnalysisContext context, IMethodSymbol method, SerializerTraits traits)
    {
        ImmutableArray<ITypeSymbol> payloads = ((INamedTypeSymbol)ConsumerReader.RecordParameter(method)!.Type).TypeArguments;
        for (int i = 0; i < payloads.Length; i++)
        {
            PayloadPart part = i == 0 ? PayloadPart.Request : PayloadPart.Response;
            Inspect(context, payloads[i], traits, PayloadUse.Read, x => PayloadRules.RecordIsNotRead(Display(method), part, x), x => PayloadRules.FieldsAreLost(Display(method), part, x), isOwn: i > 0);
        }
    }

    /// <summary>Reports the first fault of each rule.</summary>
    /// <returns>Whether the type is not converted.</returns>
    private static bool Inspect(
        SymbolAnalysisContext context, ITypeSymbol type, SerializerTraits traits, PayloadUse use, Func<PayloadFault, RuleMessage> refused, Func<PayloadFault, RuleMessage>? lost, bool isOwn = false)
    {
        if (HandlerReader.IsStream(type) || HandlerReader.IsUnknown(type))
        {
            return false;
        }

        bool isRefused = false;
        foreach (PayloadFault fault in PayloadInspector.Inspect(type, traits, use, context.CancellationToken, isOwn))
        {
            if (fault.Obstacle != PayloadObstacle.FieldsOnly)
            {
                context.ReportDiagnostic(Descriptors.At(refused(fault), context.Symbol.Locations[0]));
                isRefused = true;
                break;
            }

            if (lost is not null)
            {
                context.ReportDiagnostic(Descriptors.At(lost(fault), context.Symbol.Locations[0]));
                lost = null;
            }
        }

        return isRefused;
    }

    private static string Display(IMethodSymbol method) => method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
}
