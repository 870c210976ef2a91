using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Tests.Checking;
using LambdaDestinations.Templates.Updating;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>
/// Updates to the byte, for the cases of <c>Cases/updating</c>. The lines <c># handler:</c> are handlers as <see cref="HandlerText"/> reads them, <c># alarms:</c>
/// the alarms of the assembly as <see cref="AlarmsText"/> does; <c># then:</c> updates the result once more, with the handlers that follow.
/// </summary>
public sealed class UpdateCasesTests
{
    [Theory]
    [Cases("updating", "handler", "alarms", "then")]
    public void An_update_writes_these_bytes(string name) => CaseFile.Check(name, static file =>
    {
        TemplateDocument before = TemplateFile.Parse(file.Template + "\n");
        TemplateDocument document = before;
        List<string> notes = [];
        foreach (DestinationManifest manifest in Steps(file.Header))
        {
            TemplateUpdate update = TemplateUpdater.Update(document, manifest, Handlers.Assembly);
            Assert.Equal(update.Document.Text, TemplateUpdater.Update(TemplateFile.Parse(update.Document.Text), manifest, Handlers.Assembly).Document.Text);

            // What an update has written, it does not miss.
            if (!update.HasErrors)
            {
                Assert.DoesNotContain(AgreementChecks.Check(TemplateModel.Read(update.Document), manifest, Handlers.Assembly).Findings, static x => x.Rule == TemplateRules.NotWritten);
            }

            // Places of the first update are lines of the file; those of a later one lie in a text that nobody sees.
            Func<TemplatePosition, string> place = ReferenceEquals(document, before) ? file.Place : static x => FormattableString.Invariant($"then {x.Line + 1}:{x.Character + 1}");
            notes.AddRange(update.Findings.Select(x => CaseFile.Note("! " + FindingCasesTests.Write(x, document, place))));
            notes.AddRange(update.Proofs.Select(static x => CaseFile.Note("proof: " + x)));
            document = update.Document;
        }

        // What one update writes into a template that names nothing of ours goes without a trace.
        if (!file.All("then").Any() && !before.Text.Contains("LambdaDestinations:", StringComparison.Ordinal) && !before.Text.Contains("DestinationsPolicy", StringComparison.Ordinal)
            && !before.Text.Contains("WorkerOnFailureQueue", StringComparison.Ordinal))
        {
            Assert.Equal(before.Text, TemplateUpdater.Update(document, Handlers.ManifestOf(), Handlers.Assembly).Document.Text);
        }

        return [.. notes, document.Text];
    });

    private static IEnumerable<DestinationManifest> Steps(IEnumerable<(string Key, string Value)> header)
    {
        List<HandlerModel> handlers = [];
        AlarmsModel? alarms = null;
        DestinationManifest Manifest() => Handlers.ManifestOf([.. handlers]) with { Alarms = alarms };
        foreach ((string key, string value) in header)
        {
            switch (key)
            {
                case "then":
                    yield return Manifest();
                    handlers.Clear();
                    alarms = null;
                    break;
                case "handler":
                    handlers.Add(HandlerText.Read(value));
                    break;
                case "alarms":
                    alarms = AlarmsText.Read(value);
                    break;
            }
        }

        yield return Manifest();
    }
}
