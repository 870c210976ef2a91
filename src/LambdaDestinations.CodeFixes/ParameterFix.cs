using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Threading.Tasks;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.CodeFixes;

/// <summary>Removes a second parameter that Lambda has nothing for, where nobody uses it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ParameterFix)), Shared]
public sealed class ParameterFix : CorrectingFix
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(HandlerRules.Parameters.Id);

    private protected override async Task<IEnumerable<CodeCorrection>> FindAsync(CodeFinding finding)
    {
        if (finding.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { ParameterList: { Parameters.Count: 2 } list } declaration
            || finding.Node.FirstAncestorOrSelf<ParameterSyntax>() != list.Parameters[1]
            || finding.Model.GetDeclaredSymbol(declaration, finding.CancellationToken) is not { IsVirtual: false, PartialDefinitionPart: null, PartialImplementationPart: null } method
            || await MethodUses.AreOtherThanNamesAsync(finding, method).ConfigureAwait(false))
        {
            return [];
        }

        SyntaxToken comma = list.Parameters.GetSeparator(0);
        ParameterSyntax parameter = list.Parameters[1];
        CodeCorrection correction = new($"Remove the parameter '{parameter.Identifier.ValueText}'", nameof(ParameterFix)) { MustCompile = true };
        return [string.IsNullOrWhiteSpace(finding.Text.ToString(TextSpan.FromBounds(comma.Span.End, parameter.SpanStart)))
            ? correction.Replace(finding.Document.Id, TextSpan.FromBounds(comma.SpanStart, parameter.Span.End), "")
            : correction.Replace(finding.Document.Id, comma.Span, "").Replace(finding.Document.Id, parameter.Span, "")];
    }
}
