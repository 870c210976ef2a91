using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LambdaDestinations.Generators.Consumers;
using LambdaDestinations.Generators.Declarations;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>Checks that the context of a handler or consumer knows the payloads' types.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SerializerAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of a finding that holds the context's metadata name.</summary>
    internal const string Context = "Context";

    /// <summary>The property of a finding that holds the missing type, fully qualified.</summary>
    internal const string Type = "Type";

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(ContractRules.NotSerializable, ContractRules.SerializerIsNoContext, HandlerRules.ContextNotNamed);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownNames.OnFailure) is not null)
            {
                ConcurrentDictionary<AttributeData, bool> unusable = new();
                start.RegisterSymbolAction(x => Check(x, unusable), SymbolKind.Method);
                Lazy<INamedTypeSymbol?> unnamed = new(() => FindUnnamed(start.Compilation, start.CancellationToken));
                start.RegisterSymbolAction(x => CheckIsNamed(x, unnamed), SymbolKind.NamedType);
            }
        });
    }

    /// <summary>An attribute of the class or the assembly counts for all its methods, and is told once.</summary>
    /// <returns>Whether there was nothing to report.</returns>
    private static bool CheckSerializer(SymbolAnalysisContext context, IMethodSymbol method, ConcurrentDictionary<AttributeData, bool> unusable)
    {
        bool isQuiet = true;
        foreach (AttributeData attribute in SerializerReader.FindUnusable(method, context.Compilation).Where(x => unusable.TryAdd(x, true)))
        {
            string type = ((ITypeSymbol)attribute.ConstructorArguments[0].Value!).ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
            context.ReportDiagnostic(Descriptors.At(ContractRules.CannotSerialize(type), FindingPlaces.Of(ContractRules.SerializerIsNoContext, attribute, method, context.CancellationToken)));
            isQuiet = false;
        }

        return isQuiet;
    }

    private static void CheckIsNamed(SymbolAnalysisContext context, Lazy<INamedTypeSymbol?> unnamed)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        if (IsContext(type) && SymbolEqualityComparer.Default.Equals(type, unnamed.Value))
        {
            context.ReportDiagnostic(Descriptors.At(HandlerRules.IsNotNamed(type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)), type.Locations[0]));
        }
    }

    /// <summary>The only context of an assembly, when a handler or consumer with payloads has none; <see langword="null"/> in any other case.</summary>
    private static INamedTypeSymbol? FindUnnamed(Compilation compilation, CancellationToken cancellationToken)
    {
        INamedTypeSymbol[] types = [.. CompiledHandlers.Types(compilation.Assembly.GlobalNamespace)];
        return types.Where(IsContext).ToArray() is [var only]
            && SymbolAccess.Of(only) != Accessibility.Private
            && types.SelectMany(static x => x.GetMembers().OfType<IMethodSymbol>())
                .Where(static x => ConsumerReader.IsConsumer(x) || HandlerReader.HasDestination(x))
                .Any(x => SerializerReader.Find(x, compilation) is null && Payloads(x, compilation, cancellationToken).Any())
            ? only
            : null;
    }

    private static bool IsContext(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Class } && SymbolNames.Is(type.BaseType, "System.Text.Json.Serialization.JsonSerializerContext");

    private static void Check(SymbolAnalysisContext context, ConcurrentDictionary<AttributeData, bool> unusable)
    {
        IMethodSymbol method = (IMethodSymbol)context.Symbol;
        if (method.PartialDefinitionPart is not null || (!ConsumerReader.IsConsumer(method) && !HandlerReader.HasDestination(method)))
        {
            return;
        }

        QuietMethod quiet = QuietMethod.Of(method, nameof(SerializerAnalyzer), context.Compilation, default, context.CancellationToken);
        if (!quiet.IsKnown && CheckSerializer(context, method, unusable) & CheckPayloads(context, method))
        {
            quiet.Remember();
        }
    }

    /// <summary>Reports the payloads that the context has no metadata for.</summary>
    /// <returns>Whether there was nothing to report.</returns>
    private static bool CheckPayloads(SymbolAnalysisContext context, IMethodSymbol method)
    {
        ITypeSymbol[] payloads = [.. Payloads(method, context.Compilation, context.CancellationToken).Distinct<ITypeSymbol>(SymbolEqualityComparer.Default)];
        if (payloads.Length == 0 || SerializerReader.Find(method, context.Compilation) is not { } found)
        {
            return true;
        }

        // One context serves many handlers, and what it reaches is the whole model of the application: walked once, and again when a declaration changes.
        DeclaredShape shape = DeclaredContent.Of(context.Compilation, context.CancellationToken).Shape;
        if (shape.SerializableOf(SymbolNames.Metadata(found.Context), _ => KnownTypes(found.Context, context.CancellationToken)) is not { } known)
        {
            return true;
        }

        bool isQuiet = true;
        foreach (ITypeSymbol payload in payloads.Where(x => !known.Contains(SerializableTypes.NameOf(x))))
        {
            isQuiet = false;
            ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty
                .Add(Context, SymbolNames.Metadata(found.Context))
                .Add(Type, HandlerReader.Source(payload));
            RuleMessage message = ContractRules.ContextLacksType(
                found.Context.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat),
                payload.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat),
                method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat));
            context.ReportDiagnostic(Descriptors.At(message, method.Locations[0], properties));
        }

        return isQuiet;
    }

    /// <summary>The types that a context has metadata for; <see langword="null"/> for one written by hand: what it knows cannot be told.</summary>
    private static HashSet<string>? KnownTypes(INamedTypeSymbol serializer, CancellationToken cancellationToken)
    {
        ITypeSymbol[] roots = [.. SerializableTypes.Roots(serializer)];
        return roots.Length == 0 && !serializer.IsAbstract && serializer.GetMembers("GetTypeInfo").Length > 0
            ? null
            : SerializableTypes.Reach(roots, cancellationToken) is { } reached ? new HashSet<string>(reached.Select(SerializableTypes.NameOf), StringComparer.Ordinal) : null;
    }

    /// <summary>The types that generated readers of the method ask the context for.</summary>
    private static IEnumerable<ITypeSymbol> Payloads(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken)
    {
        if (HandlerReader.HasDestination(method) && HandlerReader.Read(method, compilation, cancellationToken).Contract is { } contract)
        {
            if (contract.Request.IsTyped)
            {
                yield return HandlerReader.RequestType(method, HandlerReader.ReadTriggers(method))!;
            }

            // A failure record has no response: without a success destination nobody reads one.
            if (contract is { Response.IsTyped: true, HasAsynchronousRecords: true } && method.GetAttributes().Any(static x => x.AttributeClass?.Name == "OnSuccessDestinationAttribute"))
            {
                yield return HandlerReader.ResponseType(method, compilation)!;
            }
        }

        if (ConsumerReader.IsConsumer(method) && ConsumerReader.Read(method, compilation, cancellationToken).Contract is not null)
        {
            foreach (ITypeSymbol argument in ((INamedTypeSymbol)ConsumerReader.RecordParameter(method)!.Type).TypeArguments)
            {
                if (!SymbolNames.Is(argument as INamedTypeSymbol, KnownNames.DestinationVoid))
                {
                    yield return argument;
                }
            }
        }
    }
}
