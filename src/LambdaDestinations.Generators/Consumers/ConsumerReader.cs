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
    /// <summary>Whether a method takes records of a handler.</summary>
    public static bool IsConsumer(IMethodSymbol method) => SymbolAttributes.Find(method, KnownNames.DestinationConsumer) is not null;

    /// <summary>Reads it.</summary>
    public static ConsumerReading Read(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!CompilationFacts.Of(compilation).CanGenerate)
        {
            string name = method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
            return new ConsumerReading(null, new EquatableArray<Finding>(new Finding(ContractRules.ConsumerNeedsNewerLanguage(name))));
        }

        return Problem(method, out List<ConsumerParameter> parameters) is { } problem
            ? new ConsumerReading(null, new EquatableArray<Finding>(new Finding(problem)))
            : new ConsumerReading(ReadContract(method, compilation, parameters), default);
    }

    /// <summary>The parameter that takes the record.</summary>
    public static IParameterSymbol? RecordParameter(IMethodSymbol method) => method.Parameters.FirstOrDefault(static x => KindOf(x.Type) is not null);

    /// <summary>Which record a type is; <see langword="null"/> for any other type.</summary>
    public static RecordKind? KindOf(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol { Name: "SuccessRecord" or "FailureRecord" or "StreamFailureRecord" or "DeadLetterMessage" } named)
        {
            return null;
        }

        return SymbolNames.Metadata(named.OriginalDefinition) switch
        {
            KnownNames.SuccessRecord => RecordKind.Success,
            KnownNames.FailureRecord => RecordKind.Failure,
            KnownNames.StreamFailureRecord or KnownNames.StreamFailureRecordOfT => RecordKind.StreamFailure,
            KnownNames.DeadLetterMessage => RecordKind.DeadLetter,
            _ => null,
        };
    }

    private static RuleMessage? Problem(IMethodSymbol method, out List<ConsumerParameter> parameters)
    {
        string display = method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
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

        if (!method.IsStatic && InstanceProblem(method.ContainingType, display) is { } noInstance)
        {
            return noInstance;
        }

        if (ResultOf(method) is null)
        {
            return method is { IsAsync: true, ReturnsVoid: true }
                ? ContractRules.ConsumerIsAsyncVoid(display)
                : ContractRules.ConsumerReturnsOther(display);
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

    private static RuleMessage? InstanceProblem(INamedTypeSymbol type, string display)
    {
        if (type.TypeKind == TypeKind.Struct)
        {
            return null;
        }

        if (type.TypeKind != TypeKind.Class || type.IsAbstract)
        {
            return ContractRules.ConsumerClassCannotBeCreated(display);
        }

        return !type.InstanceConstructors.Any(static x => x.Parameters.Length == 0 && !IsHidden(x.DeclaredAccessibility))
            ? ContractRules.ConsumerClassHasNoConstructor(display)
            : null;
    }

    private static ConsumerResult? ResultOf(IMethodSymbol method)
    {
        if (method.ReturnsVoid)
        {
            return method.IsAsync ? null : ConsumerResult.Void;
        }

        if (method.ReturnsByRef || method.ReturnsByRefReadonly || method.ReturnType is not INamedTypeSymbol { Arity: 0 } type
            || !SymbolNames.IsIn(type, "System.Threading.Tasks"))
        {
            return null;
        }

        return type.Name switch
        {
            "Task" => ConsumerResult.Task,
            "ValueTask" => ConsumerResult.ValueTask,
            _ => null,
        };
    }

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

    private static ConsumerContract? ReadContract(IMethodSymbol method, Compilation compilation, List<ConsumerParameter> parameters)
    {
        INamedTypeSymbol record = (INamedTypeSymbol)RecordParameter(method)!.Type;
        if (HandlerReader.IsUnknown(record))
        {
            return null;
        }

        INamedTypeSymbol type = method.ContainingType;
        CompilationFacts facts = CompilationFacts.Of(compilation);
        return new ConsumerContract(
            new ConsumerClass(
                compilation.AssemblyName ?? "",
                SymbolNames.SourceNamespace(type),
                SymbolNames.MetadataNamespace(type),
                type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
                HandlerReader.NameOfGenerated(type, "Consumer"),
                SymbolAccess.Of(type) == Accessibility.Public,
                type.AllInterfaces.Any(static x => SymbolNames.Is(x, KnownNames.S3RecordSource)),
                facts.HasLambdaContext),
            HandlerReader.NameOfGenerated(type, method.Name + "_Consumer"),
            HandlerReader.Signature(method),
            SymbolNames.Escape(method.Name),
            method.IsStatic,
            KindOf(record)!.Value,
            new EquatableArray<PayloadType>(record.TypeArguments.Select(PayloadOf)),
            new EquatableArray<ConsumerParameter>(parameters),
            ResultOf(method)!.Value,
            SerializerReader.Read(method, facts.Serializer, facts.LambdaOptions));
    }
}
