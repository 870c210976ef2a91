using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Threading.Tasks;
using LambdaDestinations.Generators.Analyzers;
using LambdaDestinations.Generators.Handlers;
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
        if (names.Read(source) is not { } record)
        {
            return Task.FromResult(none);
        }

        CodeCorrection correction = new("Take the record that the handler sends", nameof(ReplaceTypeFix)) { MustCompile = true };
        Rewrite(correction, finding, type, record, names);
        return Task.FromResult<IEnumerable<CodeCorrection>>([correction]);
    }

    /// <summary>Writes a type in place of another; what both have stays as it is written.</summary>
    private static void Rewrite(CodeCorrection correction, CodeFinding finding, TypeSyntax written, ITypeSymbol type, TypeNames names)
    {
        Stack<(TypeSyntax Written, ITypeSymbol Type)> left = new([(written is NullableTypeSyntax nullable ? nullable.ElementType : written, type)]);
        while (left.Count > 0)
        {
            (TypeSyntax syntax, ITypeSymbol wanted) = left.Pop();
            ITypeSymbol? present = finding.Model.GetTypeInfo(syntax, finding.CancellationToken).Type;
            if (present?.ToDisplayString(SymbolNames.Source) == wanted.ToDisplayString(SymbolNames.Source))
            {
                continue;
            }

            if (syntax is not NullableTypeSyntax && syntax.SimpleName() is GenericNameSyntax { TypeArgumentList.Arguments: var arguments }
                && present is INamedTypeSymbol named
                && wanted is INamedTypeSymbol { NullableAnnotation: not NullableAnnotation.Annotated } other
                && arguments.Count == other.TypeArguments.Length
                && SymbolEqualityComparer.Default.Equals(named.OriginalDefinition, other.OriginalDefinition)
                && SymbolEqualityComparer.Default.Equals(named.ContainingType, other.ContainingType))
            {
                for (int i = 0; i < arguments.Count; i++)
                {
                    left.Push((arguments[i], other.TypeArguments[i]));
                }
            }
            else
            {
                correction.Replace(finding.Document, syntax, names.Write(wanted), names);
            }
        }
    }
}
