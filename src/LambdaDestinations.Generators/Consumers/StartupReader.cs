using System;
using System.Collections.Generic;
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

    /// <summary>What attributes of classes are called in a file.</summary>
    private static readonly ConditionalWeakTable<SyntaxTree, AttributeNames> Written = new();

    /// <summary>The classes of a compilation, for all its consumers.</summary>
    private static readonly ConditionalWeakTable<Compilation, INamedTypeSymbol[]> Known = new();

    /// <summary>The class; <see langword="null"/> when there is none, or none that can be used.</summary>
    public static StartupModel? Find(Compilation compilation, CancellationToken cancellationToken)
    {
        INamedTypeSymbol[] all = FindAll(compilation, cancellationToken);
        INamedTypeSymbol[] own = Array.FindAll(all, static x => IsOwn(x));
        return (own.Length > 0 ? own : all) is [var only] && Problem(only, compilation) is null ? Read(only, compilation) : null;
    }

    /// <summary>Whether a class has our attribute.</summary>
    public static bool IsOwn(INamedTypeSymbol type) => SymbolAttributes.Find(type, KnownNames.DestinationStartup) is not null;

    /// <summary>The classes with such an attribute, in the order of the files.</summary>
    public static INamedTypeSymbol[] FindAll(Compilation compilation, CancellationToken cancellationToken) => Known.GetValue(compilation, x =>
    {
        (SyntaxTree Tree, AttributeNames Names)[] files =
            [.. x.SyntaxTrees.Select(y => (y, Written.GetValue(y, z => AttributeNames.Of(z, cancellationToken))))];
        HashSet<string> everywhere = new(files.SelectMany(static y => y.Names.GlobalAliases), StringComparer.Ordinal);
        return
        [
            .. files
                .SelectMany(y => y.Names.Marked(everywhere).Select(z => x.GetSemanticModel(y.Tree).GetDeclaredSymbol(z, cancellationToken)))
                .OfType<INamedTypeSymbol>()
                .Where(static y => IsOwn(y) || SymbolAttributes.Find(y, KnownNames.LambdaStartup) is not null)
                .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default),
        ];
    });

    /// <summary>Why generated code cannot use a class; <see langword="null"/> when it can.</summary>
    public static RuleMessage? Problem(INamedTypeSymbol type, Compilation compilation)
    {
        string display = SymbolNames.Shown(type);
        bool isHidden = SymbolAccess.Of(type) == Accessibility.Private;
        IMethodSymbol? method = ConfigureMethod(type, compilation);
        IMethodSymbol? constructor = ConstructorOf(type);
        return isHidden || type.IsGenericType || type.ContainingType is { IsGenericType: true } ? ContractRules.StartupIsHidden(display)
            : method is null ? ContractRules.StartupHasNoMethod(display)
            : !method.IsStatic && (type.IsAbstract || constructor is null) ? ContractRules.StartupCannotBeCreated(display)
            : !method.IsStatic && SymbolAccess.RequiredMemberOf(constructor!) is { } required ? ContractRules.StartupHasRequiredMembers(display, required)
            : method.Parameters.Length == 1 && compilation.GetTypeByMetadataName(Builder) is null ? ContractRules.StartupLacksContainer(display)
            : null;
    }

    private static StartupModel Read(INamedTypeSymbol type, Compilation compilation)
    {
        IMethodSymbol method = ConfigureMethod(type, compilation)!;
        IMethodSymbol? constructor = method.IsStatic ? null : ConstructorOf(type);
        return new StartupModel(
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            method.IsStatic,
            method.Parameters.Length == 0,
            UseWarnings.Of(method, constructor));
    }

    /// <summary>
    /// <c>void ConfigureServices(IServiceCollection)</c>, or <c>ConfigureHostBuilder()</c>, which Amazon.Lambda.Annotations calls for an
    /// <c>IHostApplicationBuilder</c> whose <c>Build()</c> it can call.
    /// </summary>
    private static IMethodSymbol? ConfigureMethod(INamedTypeSymbol type, Compilation compilation) =>
        MethodsOf(type, "ConfigureServices", compilation).FirstOrDefault(static x =>
            x is { IsGenericMethod: false, ReturnsVoid: true, IsAsync: false, Parameters: [{ RefKind: RefKind.None, Type: INamedTypeSymbol taken }] } && SymbolNames.Is(taken, Collection))
        ?? MethodsOf(type, "ConfigureHostBuilder", compilation).FirstOrDefault(static x =>
            x is { IsGenericMethod: false, Parameters: [], ReturnType: INamedTypeSymbol made } && IsHostBuilder(made));

    /// <summary>The methods of a name that can be called on a class, those of base classes included.</summary>
    private static IEnumerable<IMethodSymbol> MethodsOf(INamedTypeSymbol type, string name, Compilation compilation) =>
        SymbolNames.WithBases(type).SelectMany(x => x.GetMembers(name)).OfType<IMethodSymbol>().Where(x => IsCallable(x) && compilation.IsSymbolAccessibleWithin(x, compilation.Assembly));

    private static IMethodSymbol? ConstructorOf(INamedTypeSymbol type) =>
        type.InstanceConstructors.FirstOrDefault(static x => IsCallable(x) && x.Parameters.All(static y => y.HasExplicitDefaultValue));

    /// <summary><c>HostApplicationBuilder</c>, <c>WebApplicationBuilder</c>, or another one: <c>Build()</c> gives a host with <c>Services</c>.</summary>
    private static bool IsHostBuilder(INamedTypeSymbol type) =>
        SymbolNames.Is(type, KnownNames.HostApplicationBuilder)
        || (type.AllInterfaces.Any(static x => SymbolNames.Is(x, KnownNames.HostBuilderInterface))
            && type.GetMembers("Build").OfType<IMethodSymbol>().Any(static x =>
                x is { IsStatic: false, DeclaredAccessibility: Accessibility.Public, Parameters: [], ReturnType: INamedTypeSymbol host }
                && host.AllInterfaces.Add(host).SelectMany(static y => y.GetMembers("Services")).Any(static y =>
                    y is IPropertySymbol { DeclaredAccessibility: Accessibility.Public })));

    private static bool IsCallable(IMethodSymbol method) => method.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;

    /// <summary>The classes of a file with attributes, by the names as they are written, and the aliases that may stand for ours.</summary>
    /// <param name="GlobalAliases">Those of <c>global using</c>.</param>
    /// <param name="Aliases">Those of the file.</param>
    /// <param name="Classes">Each class with the last parts of its attributes' names.</param>
    private sealed record AttributeNames(string[] GlobalAliases, string[] Aliases, (TypeDeclarationSyntax Class, string[] Names)[] Classes)
    {
        public static AttributeNames Of(SyntaxTree tree, CancellationToken cancellationToken)
        {
            SyntaxNode[] nodes =
            [
                .. tree.GetRoot(cancellationToken).DescendantNodes(static x => x is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax),
            ];
            (string Name, bool IsGlobal)[] aliases =
            [
                .. nodes.OfType<UsingDirectiveSyntax>()
                    .Where(static x => x is { Alias: not null, Name: { } target } && IsName(Last(target)))
                    .Select(static x => (x.Alias!.Name.Identifier.ValueText, x.GlobalKeyword.ValueText.Length > 0)),
            ];
            return new AttributeNames(
                [.. aliases.Where(static x => x.IsGlobal).Select(static x => x.Name)],
                [.. aliases.Where(static x => !x.IsGlobal).Select(static x => x.Name)],
                [
                    .. nodes.OfType<TypeDeclarationSyntax>()
                        .Where(static x => x is (ClassDeclarationSyntax or RecordDeclarationSyntax) and { AttributeLists.Count: > 0 })
                        .Select(static x => (x, x.AttributeLists.SelectMany(static y => y.Attributes).Select(static y => Last(y.Name)).ToArray())),
                ]);
        }

        /// <summary>The classes whose attributes may be meant.</summary>
        /// <param name="everywhere">The aliases that hold in every file.</param>
        public IEnumerable<TypeDeclarationSyntax> Marked(HashSet<string> everywhere) => Classes
            .Where(x => x.Names.Any(y => IsName(y) || everywhere.Contains(y) || Array.IndexOf(Aliases, y) >= 0))
            .Select(static x => x.Class);

        private static string Last(NameSyntax name) => name switch
        {
            QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
            AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
            SimpleNameSyntax simple => simple.Identifier.ValueText,
            _ => "",
        };

        private static bool IsName(string name) => name is "DestinationStartup" or "DestinationStartupAttribute" or "LambdaStartup" or "LambdaStartupAttribute";
    }
}
