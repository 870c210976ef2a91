using System;
using System.Linq;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Tests.Checking;
using LambdaDestinations.Templates.Updating;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>
/// Templates of <c>Cases/upgrading</c>, as an earlier version of the package wrote them, by the folder's commit: for this version they are up to date, so that
/// upgrading changes no byte and breaks no <c>Verify</c>.
/// </summary>
public sealed class UpgradeTests
{
    [Theory]
    [Cases("upgrading", "handler")]
    public void What_an_earlier_version_wrote_is_up_to_date(string name) => CaseFile.Check(name, static file =>
    {
        TemplateDocument document = TemplateFile.Parse(file.Template + "\n");
        HandlerModel[] handlers = [.. file.All("handler").Select(HandlerText.Read)];

        // The same as JSON, unless a comment or a merge key of it means something.
        TemplateDocument json = document.Text.Contains("ld:ignore", StringComparison.Ordinal) || document.Text.Contains("<<:", StringComparison.Ordinal) ? document : TemplateFile.Parse(TemplateValue.FromNode(document.Root!).ToString());
        Assert.Equal(json.Text, TemplateUpdater.Update(json, Handlers.ManifestOf(handlers), Handlers.Assembly).Document.Text);
        TemplateUpdate update = TemplateUpdater.Update(document, Handlers.ManifestOf(handlers), Handlers.Assembly);
        return [.. update.Findings.Select(x => CaseFile.Note("! " + FindingCasesTests.Write(x, document, file.Place))), .. update.Document.Text != document.Text ? [update.Document.Text] : Enumerable.Empty<string>()];
    });
}
