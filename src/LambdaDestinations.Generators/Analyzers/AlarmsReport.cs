using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LambdaDestinations.Generators.Declarations;
using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>Reports what is wrong with <c>[assembly: DestinationAlarms]</c>, on the argument that it is about.</summary>
internal static class AlarmsReport
{
    /// <summary>Checks the attribute with the file in which it stands.</summary>
    /// <param name="context">The file.</param>
    /// <param name="templates">The project's templates.</param>
    public static void Check(SemanticModelAnalysisContext context, IReadOnlyList<ProjectTemplate> templates)
    {
        Compilation compilation = context.SemanticModel.Compilation;
        if (AlarmsReader.Read(compilation) is not { Attribute: { ApplicationSyntaxReference: { } reference }, Model: var alarms }
            || reference.SyntaxTree != context.SemanticModel.SyntaxTree
            || reference.GetSyntax(context.CancellationToken) is not AttributeSyntax attribute)
        {
            return;
        }

        IEnumerable<HandlerModel> handlers = AssemblyReader.Read(compilation, context.CancellationToken).Handlers.Select(static x => x.Handler!);
        DestinationManifest manifest = new(new EquatableArray<HandlerModel>(handlers), alarms);
        foreach (Finding finding in AlarmChecks.Check([.. templates.Select(static x => x.Model)], manifest))
        {
            SyntaxNode place = ArgumentOf(finding, attribute, context.SemanticModel, context.CancellationToken) ?? (SyntaxNode)attribute;
            context.ReportDiagnostic(Descriptors.At(finding.Said, place.GetLocation(), Descriptors.Suggest(finding.Suggestions)));
        }
    }

    private static AttributeArgumentSyntax? ArgumentOf(Finding finding, AttributeSyntax attribute, SemanticModel model, CancellationToken cancellationToken) =>
        finding.Data switch
        {
            FindingData.OfSetting setting => attribute.Setting(setting.Name),
            FindingData.WrittenName topic => attribute.ArgumentList?.Arguments.FirstOrDefault(x =>
                x.NameEquals is null && model.GetConstantValue(x.Expression, cancellationToken) is { HasValue: true, Value: string text } && text == topic.Name),
            _ => null,
        };
}
