using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Tests.Update;
using LambdaDestinations.Templates.Updating;

namespace LambdaDestinations.Templates.Tests.Checking;

/// <summary>
/// Where a template and the attributes disagree, for the cases of <c>Cases/agreement</c>: what is missing or otherwise, and, behind <c>accepted:</c>,
/// what the template accepts.
/// </summary>
public sealed class AgreementCasesTests
{
    [Theory]
    [Cases("agreement", "handler", "alarms")]
    public void A_template_lacks_these_settings(string name) => CaseFile.Check(name, static file =>
    {
        TemplateDocument document = TemplateFile.Parse(file.Template + "\n");
        TemplateModel template = TemplateModel.Read(document);
        DestinationManifest manifest = Handlers.ManifestOf([.. file.All("handler").Select(HandlerText.Read)]) with { Alarms = AlarmsText.Read(file.All("alarms").LastOrDefault()) };
        (IReadOnlyList<Finding> findings, IReadOnlyList<Finding> accepted) = AgreementChecks.Check(template, manifest, Handlers.Assembly);

        // JSON has no comments, and the same settings.
        if (!file.Template.Contains("ld:ignore", System.StringComparison.Ordinal))
        {
            Assert.Equal(
                findings.Concat(accepted).Select(static x => x.Message).Order(System.StringComparer.Ordinal),
                Both(Notations.Model(file.Template, asJson: true), manifest).Select(static x => x.Message).Order(System.StringComparer.Ordinal));
        }

        // Who verifies is told of a setting if and only if an update would write it.
        TemplateUpdate update = TemplateUpdater.Update(template, manifest, Handlers.Assembly);
        Assert.True(update.HasErrors || findings.All(static x => x.Rule != TemplateRules.NotWritten) || !update.Document.HasSameText(document));
        if (!update.HasErrors)
        {
            Assert.DoesNotContain(Both(TemplateModel.Read(update.Document), manifest).Except(accepted), x => x.Rule == TemplateRules.NotWritten && accepted.All(y => y.Message != x.Message));
        }

        return findings.Select(x => CaseFile.Note(FindingCasesTests.Write(x, document, file.Place)))
            .Concat(accepted.Select(x => CaseFile.Note("accepted: " + FindingCasesTests.Write(x, document, file.Place))));
    });

    private static IEnumerable<Finding> Both(TemplateModel template, DestinationManifest manifest)
    {
        (IReadOnlyList<Finding> findings, IReadOnlyList<Finding> accepted) = AgreementChecks.Check(template, manifest, Handlers.Assembly);
        return findings.Concat(accepted);
    }
}
