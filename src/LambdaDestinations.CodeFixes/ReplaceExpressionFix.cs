using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading.Tasks;
using LambdaDestinations.Generators.Analyzers;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.CodeFixes;

/// <summary>Replaces what a record's member is compared with: the short name of an error type, the condition of this kind of record.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReplaceExpressionFix)), Shared]
public sealed class ReplaceExpressionFix : CorrectingFix
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(ContractRules.ErrorTypeFullName.Id, ContractRules.ConditionOfOtherMode.Id);

    private protected override async Task<IEnumerable<CodeCorrection>> FindAsync(CodeFinding finding)
    {
        TypeNames names = new(finding.Model, finding.Diagnostic.Location.SourceSpan.Start);
        string? replacement = finding.Property(RecordUseAnalyzer.Replacement);
        string? written = finding.Node is not ExpressionSyntax old ? null
            : ReferenceEquals(finding.Rule, ContractRules.ErrorTypeFullName) ? ErrorName(finding, old, replacement, names)
            : replacement is null ? null
            : old switch
            {
                MemberAccessExpressionSyntax access => $"{access.Expression.WithoutTrivia()}.{replacement}",
                IdentifierNameSyntax => replacement,
                LiteralExpressionSyntax => AttributeSyntaxes.Literal(replacement),
                _ => null,
            };
        if (written is null)
        {
            return [];
        }

        CodeCorrection correction = new($"Compare with '{written}'", finding.Diagnostic.Id) { MustCompile = true };
        correction.Replace(finding.Document, finding.Node, written, names);
        await RemoveConstantAsync(finding, correction).ConfigureAwait(false);
        return [correction];
    }

    /// <summary>The private constant that is named no longer goes too, unless something is said of it.</summary>
    private static async Task RemoveConstantAsync(CodeFinding finding, CodeCorrection correction)
    {
        if (finding.Model.GetSymbolInfo(finding.Node, finding.CancellationToken).Symbol is not { DeclaringSyntaxReferences: [var reference] } constant
            || constant is not (ILocalSymbol { IsConst: true } or IFieldSymbol { IsConst: true, DeclaredAccessibility: Accessibility.Private })
            || (await reference.GetSyntaxAsync(finding.CancellationToken).ConfigureAwait(false)).Parent
                is not VariableDeclarationSyntax { Variables.Count: 1, Parent: { } declaration }
            || declaration is not (FieldDeclarationSyntax { AttributeLists.Count: 0 } or LocalDeclarationStatementSyntax { Parent: BlockSyntax })
            || !declaration.DescendantTrivia(descendIntoTrivia: false)
                .All(static x => x.IsKind(SyntaxKind.WhitespaceTrivia) || x.IsKind(SyntaxKind.EndOfLineTrivia))
            || finding.Document.Project.Solution.GetDocument(reference.SyntaxTree) is not { } document)
        {
            return;
        }

        IEnumerable<ReferencedSymbol> found =
            await SymbolFinder.FindReferencesAsync(constant, finding.Document.Project.Solution, finding.CancellationToken).ConfigureAwait(false);
        SourceText text = await document.GetTextAsync(finding.CancellationToken).ConfigureAwait(false);
        correction.RemoveUnused(
            document.Id,
            text.WithBlankLine(declaration.Span),
            found.SelectMany(static x => x.Locations).Select(static x => (x.Document.Id, x.Location.SourceSpan)).ToImmutableArray());
    }

    /// <summary>The runtime writes <c>Type.Name</c>: for a type without type parameters that is <c>nameof</c>, which a renaming follows.</summary>
    private static string? ErrorName(CodeFinding finding, ExpressionSyntax old, string? shortName, TypeNames names)
    {
        if (shortName is not null)
        {
            string full = finding.Model.GetConstantValue(old, finding.CancellationToken).Value as string ?? "";
            int comma = full.IndexOf(',');
            INamedTypeSymbol? type = finding.Model.Compilation.GetTypeByMetadataName(comma < 0 ? full : full.Substring(0, comma));
            return type is { IsGenericType: false } && finding.Model.IsAccessible(old.SpanStart, type) ? $"nameof({names.Write(type)})"
                : old is LiteralExpressionSyntax ? AttributeSyntaxes.Literal(shortName)
                : null;
        }

        return (old is InvocationExpressionSyntax call ? call.Expression : old) is not MemberAccessExpressionSyntax access ? null
            : access.Expression is TypeOfExpressionSyntax { Type: { } operand } && finding.Model.GetTypeInfo(operand, finding.CancellationToken).Type is INamedTypeSymbol { IsGenericType: false } ? $"nameof({operand.WithoutTrivia()})"
            : $"{access.Expression.WithoutTrivia()}.Name";
    }
}
