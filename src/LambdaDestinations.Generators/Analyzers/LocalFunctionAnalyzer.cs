using System.Collections.Immutable;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>Finds our attributes where C# allows them and nothing reads them: on local functions and lambdas.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LocalFunctionAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.Of(HandlerRules.NotAMethod));

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSyntaxNodeAction(Check, SyntaxKind.LocalFunctionStatement, SyntaxKind.ParenthesizedLambdaExpression, SyntaxKind.SimpleLambdaExpression);
    }

    /// <summary>Whether ASP.NET Core calls the function: it is passed to one of its methods, or the project builds such an application.</summary>
    private static bool IsEndpoint(SyntaxNodeAnalysisContext context) =>
        context.Node.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } && context.SemanticModel.GetSymbolInfo(call, context.CancellationToken).Symbol is IMethodSymbol method
            ? AspNetCore.Declares(method)
            : context.Compilation.GetTypeByMetadataName(AspNetCore.WebApplication) is not null;

    private static void Check(SyntaxNodeAnalysisContext context)
    {
        SyntaxList<AttributeListSyntax> lists = context.Node switch
        {
            LocalFunctionStatementSyntax function => function.AttributeLists,
            LambdaExpressionSyntax lambda => lambda.AttributeLists,
            _ => default,
        };
        foreach (AttributeListSyntax list in lists)
        {
            foreach (AttributeSyntax attribute in list.Attributes)
            {
                if (context.SemanticModel.GetSymbolInfo(attribute, context.CancellationToken).Symbol is IMethodSymbol { ContainingType: { } type }
                    && SymbolNames.Metadata(type.OriginalDefinition) is KnownNames.OnSuccess or KnownNames.OnSuccessOfT or KnownNames.OnFailure or KnownNames.OnFailureOfT or KnownNames.DestinationConsumer or KnownNames.AsyncInvocation)
                {
                    string name = type.Name.Substring(0, type.Name.Length - "Attribute".Length);
                    context.ReportDiagnostic(Descriptors.At(IsEndpoint(context) ? HandlerRules.IsNotReadOnEndpoint(name) : HandlerRules.IsNotReadHere(name), attribute.GetLocation()));
                }
            }
        }
    }
}
