using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Threading.Tasks;
using LambdaDestinations.Generators.Analyzers;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaDestinations.CodeFixes;

/// <summary>Gives a consumer's parameter the type that the handler's records have.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReplaceTypeFix)), Shared]
public sealed class ReplaceTypeFix : CorrectingFix
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(
        ContractRules.PayloadMismatch.Id, ContractRules.OutcomeMismatch.Id, ContractRules.PayloadNotCarried.Id, ContractRules.VoidResponse.Id);

    private protected override Task<IEnumerable<CodeCorrection>> FindAsync(CodeFinding finding)
    {
        IEnumerable<CodeCorrection> none = [];
        if (finding.Property(ConsumerAnalyzer.NewType) is not { } source || finding.Node.FirstAncestorOrSelf<ParameterSyntax>()?.Type is not { } type)
        {
            return Task.FromResult(none);
        }

        TypeNames names = new(finding.Model, type.SpanStart);
        return Task.FromResult(names.Read(source) is not { } record ? none
            : [new CodeCorrection("Take the record that the handler sends", nameof(ReplaceTypeFix)) { MustCompile = true }.Replace(finding.Document, type.Span, names.Write(record), names)]);
    }
}
