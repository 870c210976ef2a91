using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Generators.Analyzers;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace LambdaDestinations.CodeFixes;

/// <summary>Adds the missing <c>[JsonSerializable]</c> to the context.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddJsonSerializableFix)), Shared]
public sealed class AddJsonSerializableFix : CodeFixProvider
{
    private const string FixAllTitle = "Add the missing [JsonSerializable] attributes";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(ContractRules.NotSerializable.Id);

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => new SequentialFixAll(FixAllTitle, AddAsync);

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.TryGetValue(SerializerAnalyzer.Type, out string? type)
                && await FindContextAsync(context.Document.Project, diagnostic, context.CancellationToken).ConfigureAwait(false) is not null)
            {
                context.RegisterCodeFix(
                    CodeAction.Create($"Add [JsonSerializable(typeof({type!.Replace("global::", "")}))] to the context", x => AddAsync(context.Document.Project, [diagnostic], x), nameof(AddJsonSerializableFix)),
                    diagnostic);
            }
        }
    }

    private static async Task<Solution> AddAsync(Project project, IReadOnlyList<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        Solution solution = project.Solution;
        foreach (IGrouping<string, Diagnostic> ofContext in diagnostics.GroupBy(static x => x.Properties[SerializerAnalyzer.Context]!, StringComparer.Ordinal))
        {
            if (await FindContextAsync(solution.GetProject(project.Id)!, ofContext.First(), cancellationToken).ConfigureAwait(false) is not ({ } document, { } declaration))
            {
                continue;
            }

            IEnumerable<string> types = ofContext.Select(static x => x.Properties[SerializerAnalyzer.Type]!).Distinct(StringComparer.Ordinal).OrderBy(static x => x, StringComparer.Ordinal);
            SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            SyntaxTrivia lineEnd = root.DescendantTrivia().FirstOrDefault(static x => x.IsKind(SyntaxKind.EndOfLineTrivia));
            solution = document.WithSyntaxRoot(root.ReplaceNode(declaration, Add(declaration, types, lineEnd == default ? SyntaxFactory.LineFeed : lineEnd))).Project.Solution;
        }

        return solution;
    }

    private static ClassDeclarationSyntax Add(ClassDeclarationSyntax declaration, IEnumerable<string> types, SyntaxTrivia lineEnd)
    {
        SyntaxTriviaList leading = declaration.GetLeadingTrivia();
        ClassDeclarationSyntax changed = declaration;
        if (declaration.AttributeLists.Count == 0)
        {
            // What stands above the class stays above its attributes.
            changed = declaration.WithoutLeadingTrivia();
        }

        changed = changed.AddAttributeLists([.. types.Select(x => ListOf(x).WithTrailingTrivia(lineEnd))]);
        return declaration.AttributeLists.Count == 0 ? changed.WithLeadingTrivia(leading) : changed;
    }

    private static AttributeListSyntax ListOf(string type)
    {
        AttributeArgumentSyntax argument = SyntaxFactory.AttributeArgument(SyntaxFactory.TypeOfExpression(SyntaxFactory.ParseTypeName(type)));
        AttributeSyntax attribute = SyntaxFactory.Attribute(
            SyntaxFactory.ParseName("global::" + KnownNames.JsonSerializable),
            SyntaxFactory.AttributeArgumentList(SyntaxFactory.SingletonSeparatedList(argument)))
            .WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation);
        return SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(attribute))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>The context's declaration in source: the part that has attributes, else the first.</summary>
    private static async Task<(Document Document, ClassDeclarationSyntax Declaration)?> FindContextAsync(Project project, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (!diagnostic.Properties.TryGetValue(SerializerAnalyzer.Context, out string? name)
            || await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false) is not { } compilation
            || compilation.GetTypeByMetadataName(name!) is not { } context)
        {
            return null;
        }

        (Document, ClassDeclarationSyntax)? first = null;
        foreach (SyntaxReference reference in context.DeclaringSyntaxReferences)
        {
            if (await reference.GetSyntaxAsync(cancellationToken).ConfigureAwait(false) is ClassDeclarationSyntax declaration && project.Solution.GetDocument(reference.SyntaxTree) is { } document and not SourceGeneratedDocument)
            {
                if (declaration.AttributeLists.Count > 0)
                {
                    return (document, declaration);
                }

                first ??= (document, declaration);
            }
        }

        return first;
    }
}
