using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Consumers;

/// <summary>Reads a method marked <c>[DestinationConsumer]</c>. The generator and the analyzers share it.</summary>
internal static class ConsumerReader
{
    /// <summary>The argument of the attribute.</summary>
    internal const string MaximumConcurrency = "MaximumConcurrency";

    /// <summary>Reads it.</summary>
    public static ConsumerReading Read(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!CompilationFacts.Of(compilation).CanGenerate)
        {
            string name = SymbolNames.Shown(method);
            return new ConsumerReading(null, new EquatableArray<Finding>(new Finding(ContractRules.ConsumerNeedsNewerLanguage(name))));
        }

        if (Problem(method, out List<ConsumerParameter> parameters) is { } problem)
        {
            return new ConsumerReading(null, new EquatableArray<Finding>(new Finding(problem)));
        }

        InstanceReading instance = InstanceReader.Read(method, compilation, cancellationToken);
        return !method.IsStatic && instance.Problem is { } noInstance
            ? new ConsumerReading(null, instance.IsToldAtStartup ? default : new EquatableArray<Finding>(new Finding(noInstance)))
            : new ConsumerReading(ReadContract(method, compilation, parameters, instance), default);
    }

    /// <summary>The parameter that takes the record.</summary>
    public static IParameterSymbol? RecordParameter(IMethodSymbol method) => method.Parameters.FirstOrDefault(static x => KindOf(x.Type) is not null);

    /// <summary>Which record a type is; <see langword="null"/> for any other type.</summary>
    public static RecordKind? KindOf(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol { Name: "SuccessRecord" or "FailureRecord" or "StreamFailureRecord" or "DeadLetterMessage" or "DurableExecutionRecord" } named)
        {
            return null;
        }

        return SymbolNames.Metadata(named.OriginalDefinition) switch
        {
            KnownNames.SuccessRecord => RecordKind.Success,
            KnownNames.FailureRecord => RecordKind.Failure,
            KnownNames.StreamFailureRecord or KnownNames.StreamFailureRecordOfT => RecordKind.StreamFailure,
            KnownNames.DeadLetterMessage => RecordKind.DeadLetter,
            KnownNames.DurableExecutionRecord => RecordKind.DurableExecution,
            _ => null,
        };
    }

    private static RuleMessage? Problem(IMethodSymbol method, out List<ConsumerParameter> parameters)
    {
        string display = SymbolNames.Shown(method);
        parameters = [];
        if (method.IsGenericMethod || HandlerReader.IsInGenericType(method))
        {
            return ContractRules.ConsumerIsGeneric(display);
        }

        if (method.IsAbstract)
        {
            return ContractRules.ConsumerHasNoBody(display);
        }

        if (SymbolAccess.Of(method.ContainingType) == Accessibility.Private || IsHidden(method.DeclaredAccessibility))
        {
            return ContractRules.ConsumerIsHidden(display);
        }

        if (ResultProblem(method, display) is { } noResult)
        {
            return noResult;
        }

        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (parameter.RefKind != RefKind.None)
            {
                return ContractRules.ConsumerTakesByReference(display, parameter.Name);
            }

            if (ParameterOf(parameter.Type) is not { } kind)
            {
                return ContractRules.ConsumerTakesOther(display, parameter.Name);
            }

            parameters.Add(new ConsumerParameter(kind));
        }

        return parameters.Count(static x => x.Value == ParameterValue.Record) == 1
            ? null
            : ContractRules.ConsumerTakesNoSingleRecord(display);
    }

    private static bool IsHidden(Accessibility accessibility) =>
        accessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal;

    private static RuleMessage? ResultProblem(IMethodSymbol method, string display)
    {
        if (method.ReturnsVoid)
        {
            return method.IsAsync ? ContractRules.ConsumerIsAsyncVoid(display) : null;
        }

        if (HandlerReader.Awaited(method) is not { } response)
        {
            return null;
        }

        return !HandlerReader.HasDestination(method) ? ContractRules.ConsumerReturnsOther(display)
            : method.ReturnsByRef || method.ReturnsByRefReadonly || !IsValue(response)
                ? ContractRules.ConsumerReturnsNoValue(display, SymbolNames.Shown(method.ReturnType))
            : null;
    }

    private static bool IsValue(ITypeSymbol response) =>
        !response.IsRefLikeType && !SymbolNames.HasPointer(response) && !HandlerReader.IsStream(response) && !SymbolNames.IsTask(response)
        && response is not INamedTypeSymbol { Name: "IAsyncEnumerable", Arity: 1 };

    private static ConsumerResult ResultOf(IMethodSymbol method) =>
        HandlerReader.TaskOf(method) is not { } task ? ConsumerResult.Void : task.Name == "Task" ? ConsumerResult.Task : ConsumerResult.ValueTask;

    private static ParameterValue? ParameterOf(ITypeSymbol type)
    {
        if (KindOf(type) is not null)
        {
            return ParameterValue.Record;
        }

        return type is not INamedTypeSymbol named ? null : SymbolNames.Metadata(named) switch
        {
            KnownNames.LambdaContext => ParameterValue.Context,
            KnownNames.DestinationMessage => ParameterValue.Message,
            "System.Threading.CancellationToken" => ParameterValue.CancellationToken,
            _ => null,
        };
    }

    private static PayloadType PayloadOf(ITypeSymbol type) => SymbolNames.Is(type as INamedTypeSymbol, KnownNames.DestinationVoid)
        ? PayloadType.None
        : new PayloadType(HandlerReader.Source(type), true, type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated });

    private static ConsumerContract? ReadContract(IMethodSymbol method, Compilation compilation, List<ConsumerParameter> parameters, InstanceReading instance)
    {
        INamedTypeSymbol record = (INamedTypeSymbol)RecordParameter(method)!.Type;
        ITypeSymbol? response = HandlerReader.Awaited(method);
        if (HandlerReader.IsUnknown(record) || (response is not null && (HandlerReader.IsUnknown(response) || SymbolAccess.Of(response) == Accessibility.Private)))
        {
            return null;
        }

        INamedTypeSymbol type = method.ContainingType;
        CompilationFacts facts = CompilationFacts.Of(compilation);
        PayloadSerializer serializer = SerializerReader.Read(method, facts.Serializer, facts.LambdaOptions);
        IEnumerable<ITypeSymbol> services = instance.Constructor?.Parameters.Select(static x => x.Type) ?? [];
        UseWarnings warnings = UseWarnings.Of([method, record, response, instance.Constructor, .. services]);
        return new ConsumerContract(
            new ConsumerClass(
                compilation.AssemblyName ?? "",
                SymbolNames.SourceNamespace(type),
                SymbolNames.MetadataNamespace(type),
                type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
                EntryPoints.ClassOf(type),
                SymbolAccess.Of(type) == Accessibility.Public,
                type.AllInterfaces.Any(static x => SymbolNames.Is(x, KnownNames.S3RecordSource)),
                facts.HasLambdaContext,
                instance.Services),
            EntryPoints.ClassOf(method),
            HandlerReader.Signature(method),
            SymbolNames.Escape(method.Name),
            method.IsStatic,
            KindOf(record)!.Value,
            new EquatableArray<PayloadType>(record.TypeArguments.Select(PayloadOf)),
            new EquatableArray<ConsumerParameter>(parameters),
            ResultOf(method),
            response is null ? null : PayloadOf(response),
            ConcurrencyOf(method),
            serializer,
            UseWarnings.Join(warnings, serializer.Warnings))
        {
            IsAnnotated = EntryPoints.IsAnnotated(method),
        };
    }

    /// <summary>How many records a consumer may be given at once: what the least of its attributes says, 1 by default.</summary>
    private static int ConcurrencyOf(IMethodSymbol method) => ConcurrenciesOf(method).Select(static x => x.Value).DefaultIfEmpty(1).Min() is var least and > 1 ? least : 1;

    /// <summary>The attributes of a consumer that say how many records it may be given at once.</summary>
    public static IEnumerable<(AttributeData Attribute, int Value)> ConcurrenciesOf(IMethodSymbol method) => EntryPoints.AttributesOf(method)
        .SelectMany(static x => x.NamedArguments.Where(static y => y.Key == MaximumConcurrency).Select(y => (x, y.Value.Value)))
        .Where(static x => x.Value is int)
        .Select(static x => (x.x, (int)x.Value!));
}
