using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Generators.Analyzers;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.CodeFixes;

/// <summary>Adds the missing <c>[JsonSerializable]</c> to the context.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddJsonSerializableFix)), Shared]
public sealed class AddJsonSerializableFix : CorrectingFix
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(ContractRules.NotSerializable.Id);

    private protected override async Task<IEnumerable<CodeCorrection>> FindAsync(CodeFinding finding)
    {
        if (finding.Property(PayloadAnalyzer.Type) is not { } source
            || finding.Property(PayloadAnalyzer.Context) is not { } name
            || finding.Model.Compilation.GetTypeByMetadataName(name) is not { } context
            || await FindDeclarationAsync(finding.Document.Project.Solution, context, finding.CancellationToken).ConfigureAwait(false) is not ({ } document, { } declaration)
            || await document.GetSemanticModelAsync(finding.CancellationToken).ConfigureAwait(false) is not { } model)
        {
            return [];
        }

        // Ahead of the modifiers, which no #if around an attribute takes in.
        int position = (declaration.Modifiers.Count > 0 ? declaration.Modifiers[0] : declaration.Keyword).SpanStart;
        TypeNames names = new(model, position);
        if (names.Read(source) is not { } type || names.WriteAttribute(KnownNames.JsonSerializable) is not { } attribute)
        {
            return [];
        }

        SourceText text = await document.GetTextAsync(finding.CancellationToken).ConfigureAwait(false);
        string written = $"[{attribute}(typeof({names.Write(type)}))]";
        CodeCorrection correction = new($"Add {written} to the context", nameof(AddJsonSerializableFix));
        return [correction.Replace(document, new TextSpan(position, 0), text.Ahead(position, written), names)];
    }

    /// <summary>The context's declaration in source: the part that has attributes, else the first.</summary>
    private static async Task<(Document Document, ClassDeclarationSyntax Declaration)?> FindDeclarationAsync(
        Solution solution, INamedTypeSymbol context, CancellationToken cancellationToken)
    {
        (Document, ClassDeclarationSyntax)? first = null;
        foreach (SyntaxReference reference in context.DeclaringSyntaxReferences)
        {
            if (await reference.GetSyntaxAsync(cancellationToken).ConfigureAwait(false) is ClassDeclarationSyntax declaration
                && solution.GetDocument(reference.SyntaxTree) is { } document and not SourceGeneratedDocument)
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
