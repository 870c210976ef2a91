using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LambdaDestinations.Generators.Declarations;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>Checks that System.Text.Json converts the payloads of handlers and consumers, and that the context that is named knows their types.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PayloadAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of a finding that holds the context's metadata name.</summary>
    internal const string Context = "Context";

    /// <summary>The property of a finding that holds the missing type, fully qualified.</summary>
    internal const string Type = "Type";

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(
        PayloadRules.NotConvertible, PayloadRules.FieldsOnly, ContractRules.NotSerializable, ContractRules.SerializerIsNoContext, HandlerRules.ContextNotNamed);

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

    private static void Check(SymbolAnalysisContext context, ConcurrentDictionary<AttributeData, bool> unusable)
    {
        IMethodSymbol method = (IMethodSymbol)context.Symbol;
        if (method.PartialDefinitionPart is null && (EntryPoints.IsConsumer(method) || HandlerReader.HasDestination(method)))
        {
            CheckMarked(context, unusable);
        }
    }

    private static void CheckMarked(SymbolAnalysisContext context, ConcurrentDictionary<AttributeData, bool> unusable) =>
        MethodReport.Check(context, nameof(PayloadAnalyzer), default, x => Check(x, unusable));

    private static void Check(MethodReport report, ConcurrentDictionary<AttributeData, bool> unusable)
    {
        CheckSerializer(report, unusable);
        MethodPayloads payloads = MethodPayloads.Of(report.Method, report.Context.Compilation, report.Context.CancellationToken);
        CheckContext(report, payloads);
        PayloadConversion.Check(report, payloads);
    }

    /// <summary>An attribute of the class or the assembly counts for all its methods, and is told once.</summary>
    private static void CheckSerializer(MethodReport report, ConcurrentDictionary<AttributeData, bool> unusable)
    {
        foreach (AttributeData attribute in SerializerReader.FindUnusable(report.Method, report.Context.Compilation).Where(x => unusable.TryAdd(x, true)))
        {
            ITypeSymbol type = (ITypeSymbol)attribute.ConstructorArguments[0].Value!;
            string shown = SymbolNames.Shown(type);
            RuleMessage message = SerializerReader.CanName(type) ? ContractRules.LacksDefault(shown) : ContractRules.CannotSerialize(shown);
            report.Add(Descriptors.At(message, FindingPlaces.Of(message.Rule, attribute, report.Method, report.Context.CancellationToken)));
        }
    }

    /// <summary>Reports the payloads that the context has no metadata for.</summary>
    private static void CheckContext(MethodReport report, MethodPayloads payloads)
    {
        ITypeSymbol[] asked = [.. payloads.Asked.Distinct<ITypeSymbol>(SymbolEqualityComparer.Default)];
        Compilation compilation = report.Context.Compilation;
        CancellationToken cancellationToken = report.Context.CancellationToken;
        if (asked.Length == 0 || SerializerReader.Find(report.Method, compilation) is not { } found)
        {
            return;
        }

        // One context serves many handlers, and what it reaches is the whole model of the application: walked once, and again when a declaration changes.
        DeclaredShape shape = DeclaredContent.Of(compilation, cancellationToken).Shape;
        if (shape.SerializableOf(SymbolNames.Metadata(found.Context), _ => KnownTypes(found.Context, cancellationToken)) is not { } known)
        {
            return;
        }

        foreach (ITypeSymbol payload in asked.Where(x => !known.Contains(SerializableTypes.NameOf(x))))
        {
            ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty
                .Add(Context, SymbolNames.Metadata(found.Context))
                .Add(Type, HandlerReader.Source(payload));
            RuleMessage message = ContractRules.ContextLacksType(
                SymbolNames.Shown(found.Context),
                SymbolNames.Shown(payload),
                report.Display);
            report.Add(Descriptors.At(message, report.Method.Locations[0], properties));
        }
    }

    /// <summary>The types that a context has metadata for; <see langword="null"/> for one written by hand: what it knows cannot be told.</summary>
    private static HashSet<string>? KnownTypes(INamedTypeSymbol serializer, CancellationToken cancellationToken)
    {
        ITypeSymbol[] roots = [.. SerializableTypes.Roots(serializer)];
        bool isByHand = roots.Length == 0 && !serializer.IsAbstract && serializer.GetMembers("GetTypeInfo").Length > 0;
        return !isByHand && SerializableTypes.Reach(roots, cancellationToken) is { } reached
            ? new HashSet<string>(reached.Select(SerializableTypes.NameOf), StringComparer.Ordinal)
            : null;
    }

    private static void CheckIsNamed(SymbolAnalysisContext context, Lazy<INamedTypeSymbol?> unnamed)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        if (IsContext(type) && SymbolEqualityComparer.Default.Equals(type, unnamed.Value))
        {
            string name = SymbolNames.Shown(type);
            context.ReportDiagnostic(Descriptors.At(HandlerRules.IsNotNamed(name), type.Locations[0]));
        }
    }

    /// <summary>The only context of an assembly, when a handler or consumer with payloads has none; <see langword="null"/> in any other case.</summary>
    private static INamedTypeSymbol? FindUnnamed(Compilation compilation, CancellationToken cancellationToken)
    {
        // A context often stands in the file of its handlers, which is edited: that there is no such context is known until a declaration changes.
        QuietMethod quiet = QuietMethod.OfAll(nameof(PayloadAnalyzer), compilation, cancellationToken);
        if (quiet.IsKnown)
        {
            return null;
        }

        INamedTypeSymbol[] types = [.. CompiledHandlers.Types(compilation.Assembly.GlobalNamespace)];
        if (types.Where(IsContext).ToArray() is [var only]
            && SerializerReader.IsContext(only)
            && types.SelectMany(static x => x.GetMembers().OfType<IMethodSymbol>())
                .Where(static x => EntryPoints.IsConsumer(x) || HandlerReader.HasDestination(x))
                .Any(x => SerializerReader.Find(x, compilation) is null && MethodPayloads.Of(x, compilation, cancellationToken).Asked.Any()))
        {
            return only;
        }

        quiet.Remember();
        return null;
    }

    private static bool IsContext(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Class } && SymbolNames.Is(type.BaseType, "System.Text.Json.Serialization.JsonSerializerContext");
}
