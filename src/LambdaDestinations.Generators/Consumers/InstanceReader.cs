using System;
using System.Linq;
using System.Threading;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LambdaDestinations.Generators.Consumers;

/// <summary>How the instance of a consumer's class is made.</summary>
/// <param name="Services">By a constructor that takes services; <see langword="null"/> when none is needed, or one that takes nothing makes it.</param>
/// <param name="Problem">Why it cannot be made.</param>
/// <param name="Constructor">The constructor; <see langword="null"/> when there is a problem.</param>
internal readonly record struct InstanceReading(ServiceConstructor? Services, RuleMessage? Problem, IMethodSymbol? Constructor = null)
{
    /// <summary>Whether the problem is one of the startup class, and told there.</summary>
    public bool IsToldAtStartup { get; init; }
}

/// <summary>Reads the constructor of a consumer's class.</summary>
internal static class InstanceReader
{
    private const string KeyedAttribute = KnownNames.DependencyInjection + "FromKeyedServicesAttribute";
    private const string PreferredAttribute = KnownNames.DependencyInjection + "ActivatorUtilitiesConstructorAttribute";

    /// <summary>Reads how an instance for a method is made; of a static one how it would be, for the other methods of the class.</summary>
    public static InstanceReading Read(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken)
    {
        INamedTypeSymbol type = method.ContainingType;
        string display = SymbolNames.Shown(method);
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.IsAbstract)
        {
            return new InstanceReading(null, ContractRules.ConsumerClassCannotBeCreated(display));
        }

        IMethodSymbol[] constructors = [.. type.InstanceConstructors.Where(static x => x.DeclaredAccessibility is not (Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal))];
        if (constructors.Length > 1)
        {
            // A struct has one that takes nothing beside each that is written.
            constructors = Array.FindAll(constructors, static x => !x.IsImplicitlyDeclared);
        }

        IMethodSymbol? constructor = Array.Find(constructors, static x => SymbolAttributes.Find(x, PreferredAttribute) is not null)
            ?? Array.Find(constructors, static x => x.Parameters.Length == 0)
            ?? (constructors is [var only] ? only : null);
        if (constructor is null)
        {
            return new InstanceReading(null, constructors.Length == 0 ? ContractRules.ConsumerClassHasNoConstructor(display) : ContractRules.ConsumerClassHasSeveralConstructors(display));
        }

        if (SymbolAccess.RequiredMemberOf(constructor) is { } required)
        {
            return new InstanceReading(null, ContractRules.ConsumerClassHasRequiredMembers(display, required));
        }

        if (constructor.Parameters.FirstOrDefault(static x => x.RefKind != RefKind.None || x.Type.IsRefLikeType || SymbolNames.HasPointer(x.Type)) is { } noService)
        {
            return new InstanceReading(null, ContractRules.ConsumerClassTakesNoService(display, noService.Name));
        }

        EquatableArray<ServiceParameter> parameters = new(constructor.Parameters.Select(Read).OfType<ServiceParameter>());
        if (parameters.Count == 0)
        {
            return new InstanceReading(null, null, constructor);
        }

        if (StartupReader.Find(compilation, cancellationToken) is { } startup)
        {
            return new InstanceReading(new ServiceConstructor(startup, parameters, EndOf(type)), null, constructor);
        }

        INamedTypeSymbol[] unusable = StartupReader.FindAll(compilation, cancellationToken);
        return unusable.Length > 0
            ? new InstanceReading(null, ContractRules.ConsumerStartupIsUnusable(display, SymbolNames.Shown(unusable[0]))) { IsToldAtStartup = Array.Exists(unusable, StartupReader.IsOwn) }
            : constructor.Parameters.All(static x => x.HasExplicitDefaultValue)
            ? new InstanceReading(null, null, constructor)
            : new InstanceReading(null, ContractRules.ConsumerClassNeedsServices(display));
    }

    /// <summary>A parameter; <see langword="null"/> for one that keeps its default value, which no service has.</summary>
    private static ServiceParameter? Read(IParameterSymbol parameter)
    {
        if (parameter is { HasExplicitDefaultValue: true, ExplicitDefaultValue: not null } or { HasExplicitDefaultValue: true, Type.IsReferenceType: false })
        {
            return null;
        }

        string? key = SymbolAttributes.Find(parameter, KeyedAttribute) is { ConstructorArguments: [{ IsNull: false, Kind: not TypedConstantKind.Error } value, ..] } ? Literal(value) : null;
        return new ServiceParameter(SymbolNames.Escape(parameter.Name), HandlerReader.Source(parameter.Type), key, parameter.HasExplicitDefaultValue);
    }

    /// <summary>A constant as source that any file can hold.</summary>
    private static string? Literal(TypedConstant value) => value switch
    {
        { Kind: TypedConstantKind.Primitive, Value: { } primitive } => $"({value.Type!.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}){SymbolDisplay.FormatPrimitive(primitive, quoteStrings: true, useHexadecimalNumbers: false)}",
        { Kind: TypedConstantKind.Enum, Value: { } number } => $"({value.Type!.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)})({SymbolDisplay.FormatPrimitive(number, quoteStrings: true, useHexadecimalNumbers: false)})",
        { Kind: TypedConstantKind.Type, Value: ITypeSymbol type } => $"typeof({type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)})",
        _ => null,
    };

    private static InstanceEnd EndOf(INamedTypeSymbol type) =>
        type.AllInterfaces.Any(static x => SymbolNames.Is(x, "System.IAsyncDisposable")) ? InstanceEnd.DisposedAsynchronously
        : type.AllInterfaces.Any(static x => x.SpecialType == SpecialType.System_IDisposable) ? InstanceEnd.Disposed
        : InstanceEnd.None;
}
