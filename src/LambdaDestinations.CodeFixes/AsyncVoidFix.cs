using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading.Tasks;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaDestinations.CodeFixes;

/// <summary>Makes an async void handler return a task, unless its signature is given by another member or wanted by a delegate.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AsyncVoidFix)), Shared]
public sealed class AsyncVoidFix : CorrectingFix
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(HandlerRules.AsyncVoid.Id);

    private protected override async Task<IEnumerable<CodeCorrection>> FindAsync(CodeFinding finding)
    {
        if (finding.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } declaration
            || finding.Model.GetDeclaredSymbol(declaration, finding.CancellationToken) is not { ReturnsVoid: true, IsVirtual: false, IsOverride: false } method
            || await MethodUses.AreOtherThanCallsAsync(finding, method).ConfigureAwait(false))
        {
            return [];
        }

        CodeCorrection correction = new("Return Task", nameof(AsyncVoidFix)) { MustCompile = true };
        Solution solution = finding.Document.Project.Solution;
        foreach (SyntaxReference reference in new[] { method, method.PartialDefinitionPart, method.PartialImplementationPart }.OfType<IMethodSymbol>().SelectMany(static x => x.DeclaringSyntaxReferences).Distinct())
        {
            if (await reference.GetSyntaxAsync(finding.CancellationToken).ConfigureAwait(false) is not MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } type }
                || solution.GetDocument(reference.SyntaxTree) is not { } document
                || await document.GetSemanticModelAsync(finding.CancellationToken).ConfigureAwait(false) is not { } model)
            {
                return [];
            }

            TypeNames names = new(model, type.SpanStart);
            if (names.Write("System.Threading.Tasks.Task") is { } task)
            {
                correction.Replace(document, type.Span, task, names);
            }
        }

        return [correction];
    }
}
