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
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.CodeFixes;

/// <summary>Removes a second parameter that Lambda has nothing for, where nobody uses it, and the <c>params</c> of a parameter.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ParameterFix)), Shared]
public sealed class ParameterFix : CorrectingFix
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(HandlerRules.Parameters.Id);

    private protected override async Task<IEnumerable<CodeCorrection>> FindAsync(CodeFinding finding)
    {
        if (finding.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { ParameterList: { } list } declaration
            || finding.Node.FirstAncestorOrSelf<ParameterSyntax>() is not { } parameter
            || finding.Model.GetDeclaredSymbol(declaration, finding.CancellationToken)
                is not { IsVirtual: false, PartialDefinitionPart: null, PartialImplementationPart: null } method)
        {
            return [];
        }

        if (list.Parameters.Count == 1 && parameter.Modifiers.FirstOrDefault(static x => x.IsKind(SyntaxKind.ParamsKeyword)) is { RawKind: not 0 } keyword)
        {
            CodeCorrection correction = new("Remove 'params'", nameof(ParameterFix) + "Modifier") { MustCompile = true };
            return [correction.Replace(finding.Document.Id, finding.Text.WithLeftovers(keyword.Span), "")];
        }

        bool isSecond = list.Parameters.Count == 2 && parameter == list.Parameters[1];
        return isSecond && !await MethodUses.AreOtherThanNamesAsync(finding, method).ConfigureAwait(false) ? [Remove(finding, declaration)] : [];
    }

    private static CodeCorrection Remove(CodeFinding finding, MethodDeclarationSyntax declaration)
    {
        SyntaxToken comma = declaration.ParameterList.Parameters.GetSeparator(0);
        ParameterSyntax parameter = declaration.ParameterList.Parameters[1];
        CodeCorrection correction = new($"Remove the parameter '{parameter.Identifier.ValueText}'", nameof(ParameterFix)) { MustCompile = true };
        IEnumerable<TextSpan> removed = HasText(finding, comma.Span.End, parameter.SpanStart)
            ? [finding.Text.WithBlanksAround(comma.Span), finding.Text.WithBlanksAround(parameter.Span)]
            : [finding.Text.WithBlanksAround(TextSpan.FromBounds(comma.SpanStart, parameter.Span.End))];
        foreach (TextSpan span in removed)
        {
            correction.Replace(finding.Document.Id, span, "");
        }

        foreach (XmlNodeSyntax mention in Mentions(declaration, parameter.Identifier.ValueText))
        {
            bool isDescription = mention is XmlElementSyntax || ((XmlEmptyElementSyntax)mention).Name.LocalName.ValueText == "param";
            correction.Replace(
                finding.Document.Id,
                isDescription ? finding.Text.WithCommentLines(mention.Span) : mention.Span,
                isDescription ? "" : $"<c>{parameter.Identifier.ValueText}</c>");
        }

        return correction;
    }

    /// <summary>Where the documentation describes a parameter or refers to it, innermost only where one stands in the other.</summary>
    private static IEnumerable<XmlNodeSyntax> Mentions(MethodDeclarationSyntax declaration, string parameter)
    {
        bool IsMention(XmlNameSyntax name, SyntaxList<XmlAttributeSyntax> attributes, params string[] elements) =>
            elements.Contains(name.LocalName.ValueText) && attributes.OfType<XmlNameAttributeSyntax>().Any(x => x.Identifier.Identifier.ValueText == parameter);
        return declaration.GetLeadingTrivia().Select(static x => x.GetStructure()).OfType<DocumentationCommentTriviaSyntax>()
            .SelectMany(x => x.DescendantNodes(y => !(y is XmlElementSyntax element && IsMention(element.StartTag.Name, element.StartTag.Attributes, "param"))))
            .OfType<XmlNodeSyntax>()
            .Where(x => x is XmlElementSyntax element ? IsMention(element.StartTag.Name, element.StartTag.Attributes, "param")
                : x is XmlEmptyElementSyntax empty && IsMention(empty.Name, empty.Attributes, "param", "paramref"));
    }

    private static bool HasText(CodeFinding finding, int start, int end) => !string.IsNullOrWhiteSpace(finding.Text.ToString(TextSpan.FromBounds(start, end)));
}
