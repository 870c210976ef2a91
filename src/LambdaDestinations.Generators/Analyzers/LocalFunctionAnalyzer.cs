using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using LambdaDestinations.Generators.Declarations;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>Finds our attributes where C# allows them and nothing reads them: on local functions and lambdas.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LocalFunctionAnalyzer : DiagnosticAnalyzer
{
    private static readonly string[] Names = ["OnSuccessDestination", "OnFailureDestination", "DestinationConsumer", "AsyncInvocation"];

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.Of(HandlerRules.NotAMethod));

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSemanticModelAction(Check);
    }

    /// <summary>
    /// The attributes of local functions and lambdas that may be ours. A walk over the bodies of a file, and be it by the compiler's driver, makes nodes
    /// of all of it at every edit; so the text is looked through for the names, unless they may be others.
    /// </summary>
    private static IEnumerable<AttributeSyntax> Candidates(SemanticModelAnalysisContext context)
    {
        SyntaxTree tree = context.SemanticModel.SyntaxTree;
        IEnumerable<AttributeSyntax> attributes = DeclaredContent.Of(context.SemanticModel.Compilation, context.CancellationToken).HasAlias
            ? tree.GetRoot(context.CancellationToken).DescendantNodes().OfType<AttributeSyntax>()
            : MentionedNames.Find(tree, Names, context.CancellationToken).Select(static x => x.Parent?.FirstAncestorOrSelf<AttributeSyntax>()).OfType<AttributeSyntax>().Distinct();
        return attributes.Where(static x => x.Parent is AttributeListSyntax { Parent: LocalFunctionStatementSyntax or LambdaExpressionSyntax });
    }

    /// <summary>Whether ASP.NET Core calls the function: it is passed to one of its methods, or the project builds such an application.</summary>
    private static bool IsEndpoint(SyntaxNode function, SemanticModelAnalysisContext context) =>
        function.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } && context.SemanticModel.GetSymbolInfo(call, context.CancellationToken).Symbol is IMethodSymbol method
            ? AspNetCore.Declares(method)
            : context.SemanticModel.Compilation.GetTypeByMetadataName(AspNetCore.WebApplication) is not null;

    private static void Check(SemanticModelAnalysisContext context)
    {
        foreach (AttributeSyntax attribute in Candidates(context))
        {
            if (context.SemanticModel.GetSymbolInfo(attribute, context.CancellationToken).Symbol is IMethodSymbol { ContainingType: { } type }
                && SymbolNames.Metadata(type.OriginalDefinition) is KnownNames.OnSuccess or KnownNames.OnSuccessOfT or KnownNames.OnFailure or KnownNames.OnFailureOfT or KnownNames.DestinationConsumer or KnownNames.AsyncInvocation)
            {
                string name = type.Name.Substring(0, type.Name.Length - "Attribute".Length);
                RuleMessage message = IsEndpoint(attribute.Parent!.Parent!, context) ? HandlerRules.IsNotReadOnEndpoint(name) : HandlerRules.IsNotReadHere(name);
                context.ReportDiagnostic(Descriptors.At(message, attribute.GetLocation()));
            }
        }
    }
}
