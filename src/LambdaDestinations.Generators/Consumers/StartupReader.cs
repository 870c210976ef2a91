using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaDestinations.Generators.Consumers;

/// <summary>Finds the class that registers services: by our attribute, else by that of Amazon.Lambda.Annotations.</summary>
internal static class StartupReader
{
    private const string Collection = KnownNames.DependencyInjection + "IServiceCollection";
    private const string Builder = KnownNames.DependencyInjection + "ServiceCollectionContainerBuilderExtensions";

    /// <summary>The classes of a file whose attributes have one of the names.</summary>
    private static readonly ConditionalWeakTable<SyntaxTree, ClassDeclarationSyntax[]> Marked = new();

    /// <summary>The classes of a compilation, for all its consumers.</summary>
    private static readonly ConditionalWeakTable<Compilation, INamedTypeSymbol[]> Known = new();

    /// <summary>The class; <see langword="null"/> when there is none, or none that can be used.</summary>
    public static StartupModel? Find(Compilation compilation, CancellationToken cancellationToken)
    {
        INamedTypeSymbol[] all = FindAll(compilation, cancellationToken);
        INamedTypeSymbol[] own = Array.FindAll(all, static x => IsOwn(x));
        return (own.Length > 0 ? own : all) is [var only] && Problem(only, compilation) is null ? Read(only) : null;
    }

    /// <summary>Whether a class has our attribute.</summary>
    public static bool IsOwn(INamedTypeSymbol type) => SymbolAttributes.Find(type, KnownNames.DestinationStartup) is not null;

    /// <summary>The classes with such an attribute, in the order of the files.</summary>
    public static INamedTypeSymbol[] FindAll(Compilation compilation, CancellationToken cancellationToken) => Known.GetValue(compilation, x =>
    [
        .. x.SyntaxTrees
            .SelectMany(tree => Marked.GetValue(tree, y => FindMarked(y, cancellationToken)))
            .Select(y => x.GetSemanticModel(y.SyntaxTree).GetDeclaredSymbol(y, cancellationToken))
            .OfType<INamedTypeSymbol>()
            .Where(static y => IsOwn(y) || SymbolAttributes.Find(y, KnownNames.LambdaStartup) is not null)
            .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default),
    ]);

    /// <summary>Why generated code cannot use a class; <see langword="null"/> when it can.</summary>
    public static RuleMessage? Problem(INamedTypeSymbol type, Compilation compilation)
    {
        string display = SymbolNames.Shown(type);
        bool isHidden = SymbolAccess.Of(type) == Accessibility.Private;
        IMethodSymbol? method = ConfigureMethod(type);
        return isHidden || type.IsGenericType || type.ContainingType is { IsGenericType: true } ? ContractRules.StartupIsHidden(display)
            : method is null ? ContractRules.StartupHasNoMethod(display)
            : !method.IsStatic && (type.IsAbstract || !type.InstanceConstructors.Any(static x => x.Parameters.Length == 0 && IsCallable(x))) ? ContractRules.StartupCannotBeCreated(display)
            : method.Parameters.Length == 1 && compilation.GetTypeByMetadataName(Builder) is null ? ContractRules.StartupLacksContainer(display)
            : null;
    }

    private static StartupModel Read(INamedTypeSymbol type)
    {
        IMethodSymbol method = ConfigureMethod(type)!;
        IMethodSymbol? constructor = method.IsStatic ? null : type.InstanceConstructors.FirstOrDefault(static x => x.Parameters.Length == 0);
        return new StartupModel(
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            method.IsStatic,
            method.Parameters.Length == 0,
            UseWarnings.Of(method, constructor));
    }

    /// <summary><c>void ConfigureServices(IServiceCollection)</c>, or <c>HostApplicationBuilder ConfigureHostBuilder()</c>.</summary>
    private static IMethodSymbol? ConfigureMethod(INamedTypeSymbol type) =>
        type.GetMembers("ConfigureServices").OfType<IMethodSymbol>().FirstOrDefault(static x =>
            IsCallable(x) && x is { IsGenericMethod: false, ReturnsVoid: true, IsAsync: false, Parameters: [{ RefKind: RefKind.None, Type: INamedTypeSymbol taken }] } && SymbolNames.Is(taken, Collection))
        ?? type.GetMembers("ConfigureHostBuilder").OfType<IMethodSymbol>().FirstOrDefault(static x =>
            IsCallable(x) && x is { IsGenericMethod: false, Parameters: [], ReturnType: INamedTypeSymbol made } && SymbolNames.Is(made, KnownNames.HostApplicationBuilder));

    private static bool IsCallable(IMethodSymbol method) => method.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;

    private static ClassDeclarationSyntax[] FindMarked(SyntaxTree tree, CancellationToken cancellationToken) =>
    [
        .. tree.GetRoot(cancellationToken)
            .DescendantNodes(static x => x is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
            .OfType<ClassDeclarationSyntax>()
            .Where(static x => x.AttributeLists.Any(static y => y.Attributes.Any(static z => IsName(z.Name.ToString())))),
    ];

    private static bool IsName(string name) =>
        (name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name) is var plain
        && (plain.EndsWith("DestinationStartup", StringComparison.Ordinal) || plain.EndsWith("LambdaStartup", StringComparison.Ordinal));
}
