using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using Microsoft.Build.Framework;

namespace LambdaDestinations.Build;

/// <summary>Updates the SAM or CloudFormation template of a project to match the compiled attributes: the build's front end of <see cref="UpdateJob"/>.</summary>
public sealed class UpdateDestinationTemplate : ManifestTask
{
    private const int ShownLines = 60;

    /// <summary><c>Update</c>, <c>Verify</c> or <c>Generate</c>.</summary>
    [Required]
    public string Mode { get; set; } = "";

    /// <summary>The folder into which <c>Generate</c> writes the merged copies.</summary>
    public string OutputFolder { get; set; } = "";

    /// <summary>Whether each grant is explained in the log.</summary>
    public bool ShowGrants { get; set; }

    /// <summary>Whether what the analyzers report is reported here, because they do not run in this build.</summary>
    public bool ChecksAll { get; set; }

    /// <summary>The file of the <see cref="UpdateNote"/>; empty for no note.</summary>
    public string NoteFile { get; set; } = "";

    /// <summary>Whether the build is part of a publish, after which a deploy may have read the old template.</summary>
    public bool IsPublishing { get; set; }

    /// <summary>The project's <c>NoWarn</c>: what it silences as a warning is silent too where verifying makes an error of it.</summary>
    public string NoWarn { get; set; } = "";

    /// <summary>Whether nothing is left that each build is to tell until it is mended: a build that finds its stamp does not look again.</summary>
    [Output]
    public bool IsSettled { get; set; }

    private protected override void Run()
    {
        IsSettled = true;
        if (FindMode(Mode) is not { } mode)
        {
            Report(new Finding(TemplateRules.IsNoMode(Mode)));
            return;
        }

        AssemblyManifest manifest = ManifestFile.Read(AssemblyPath);

        if (manifest.Unread.Count > 0)
        {
            // What an earlier build wrote would be taken back, as if nobody wanted it any more.
            IsSettled = false;
            Report(new Finding(TemplateRules.GeneratorDidNotRun(manifest.Unread.Take(TemplateRules.ShownMethods))));
            return;
        }

        // A copy and the proofs are wanted whether or not the template is to change.
        UpdateNote? note = NoteFile.Length > 0 && mode != UpdateMode.Generate && !ShowGrants
            ? new UpdateNote(NoteFile, Mode, AssemblyName, ChecksAll, manifest.Text)
            : null;
        if (note is not null && note.IsAbout(AllTemplates))
        {
            Log.LogMessage(MessageImportance.Low, "LambdaDestinations: {0} is as the last build left it, and so are the attributes", string.Join(", ", AllTemplates));
            return;
        }

        List<UpdateResult> results = UpdateAll(mode, manifest.Parse());
        if (note is not null && !HasReported && results.All(static x => x is { Outcome: UpdateOutcome.UpToDate, Before: not null }) && note.TryWrite(results.Select(static x => TemplateFile.ToBytes(x.Before!))) is { } reason)
        {
            Log.LogMessage(MessageImportance.Low, "LambdaDestinations: the note {0} cannot be written, so the next build looks again: {1}", NoteFile, reason);
        }
    }

    private List<UpdateResult> UpdateAll(UpdateMode mode, DestinationManifest manifest)
    {
        List<UpdateResult> results = [];
        if (AllTemplates.Count == 0 && manifest.Handlers.Count > 0)
        {
            Report(new Finding(TemplateRules.NoTemplateFound()));
        }

        if (mode == UpdateMode.Generate && SameNames() is { } same)
        {
            Report(new Finding(TemplateRules.CopiesHaveOneName(same)));
            return results;
        }

        TemplateGroup? group = ReadGroup();
        foreach (string path in AllTemplates)
        {
            Current = path;
            UpdateRequest request = new(path, mode, AssemblyName, manifest) { OutputPath = Path.Combine(OutputFolder, Path.GetFileName(path)), Group = group };
            UpdateResult result = UpdateJob.Run(request, CancellationToken);
            Report(request, result);
            results.Add(result);
        }

        Current = null;
        return results;
    }

    /// <summary>Templates whose copies would overwrite each other.</summary>
    private IEnumerable<string>? SameNames() => AllTemplates.GroupBy(Path.GetFileName, StringComparer.OrdinalIgnoreCase).FirstOrDefault(static x => x.Skip(1).Any());

    private static UpdateMode? FindMode(string name) => name switch
    {
        "Update" => UpdateMode.Update,
        "Verify" => UpdateMode.Verify,
        "Generate" => UpdateMode.Generate,
        _ => null,
    };

    private void Report(UpdateRequest request, UpdateResult result)
    {
        for (int i = 0; i < result.Rereads; i++)
        {
            Log.LogMessage(MessageImportance.Low, "LambdaDestinations: {0} was changed meanwhile, so it is read again", request.TemplatePath);
        }

        if (result.Before is { } document)
        {
            Report(request, result, document);
        }

        switch (result.Outcome)
        {
            case UpdateOutcome.Missing when request.Manifest.Handlers.Count > 0:
                Report(new Finding(TemplateRules.TemplateDoesNotExist(request.TemplatePath)));
                break;
            case UpdateOutcome.NotUtf8:
                Report(new Finding(TemplateRules.IsNotUtf8()));
                break;
            case UpdateOutcome.OutOfDate when request.Mode == UpdateMode.Verify:
                Report(new Finding(TemplateRules.NeedsChanges(result.Difference(ShownLines))));
                break;
            case UpdateOutcome.Updated:
                Log.LogMessage(MessageImportance.High, "LambdaDestinations: updated {0}", PrintableText.Of(request.TemplatePath));
                if (IsPublishing)
                {
                    Report(new Finding(TemplateRules.ChangedTooLate()));
                }

                break;
            case UpdateOutcome.LostRace or UpdateOutcome.Failed:
                Report(new Finding(TemplateRules.CannotWrite(result.Failure)));
                break;
        }
    }

    /// <summary>Reports what was found. A cancelled build does not stop it: the template may have been written already, and that is told at the end.</summary>
    private void Report(UpdateRequest request, UpdateResult result, TemplateDocument document)
    {
        Lazy<TemplateModel> template = new(() => request.ModelOf(document));

        // Warnings about attributes alone come from the analyzers, on the attribute itself. An error is in the way of the update, so
        // it is told here too, in case the analyzers were silenced. A function that the template does not show they have told.
        IEnumerable<Finding> seen = Seen(result.Findings, template);
        Finding[] told =
        [
            .. result.Findings
                .Where(x => (x.Rule.Severity == RuleSeverity.Error || x.Rule.Category is RuleCategory.Template or RuleCategory.Permission) && !IsOfSetting(x) && x.Rule != TemplateRules.HiddenFunction)
                .Except(seen),
        ];
        ReportAll(told, template);
        Finding[] ofSettings = [.. OfSettings(request, result, template)];
        IsSettled &= ofSettings.All(static x => x.Severity == RuleSeverity.Info);
        ReportAll(ofSettings, template);
        if (ShowGrants)
        {
            foreach (string proof in result.Proofs)
            {
                Log.LogMessage(MessageImportance.High, "LambdaDestinations: {0}", PrintableText.Of(proof));
            }
        }

        if (ChecksAll)
        {
            // Where the analyzers run, they have reported these, on the attribute or in the template.
            ReportAll(TemplateChecker.Check(template.Value, [.. request.Manifest.Handlers]).Except(told), template);
        }
    }

    private static bool IsOfSetting(Finding finding) => TemplateRules.OfSettings.Contains(finding.Rule);

    /// <summary>
    /// Where the template and the attributes disagree in a setting, unless the template accepts it. A build that writes tells what it leaves alone. One
    /// that verifies fails; what is missing is told by the analyzers on the attribute, and by the lines that differ.
    /// </summary>
    private IEnumerable<Finding> OfSettings(UpdateRequest request, UpdateResult result, Lazy<TemplateModel> template)
    {
        if (request.Mode != UpdateMode.Verify)
        {
            return result.Findings.Any(IsOfSetting) ? result.Findings.Where(x => IsOfSetting(x) && !IgnoreMarkers.Of(template.Value).Ignores(x)) : [];
        }

        string[] silenced = NoWarn.Split([';', ','], StringSplitOptions.RemoveEmptyEntries);
        return AgreementChecks.Check(template.Value, request.Manifest, AssemblyName).Findings
            .Where(x => IsOfSetting(x) && (ChecksAll || x.Rule != TemplateRules.NotWritten) && !silenced.Any(y => y.Trim() == x.Rule.Id));
    }

    /// <summary>Advice that the template as it stands shows to the analyzers, with the severity that the user wants, or that it tells to ignore.</summary>
    private static Finding[] Seen(IEnumerable<Finding> findings, Lazy<TemplateModel> template)
    {
        Finding[] advice = [.. findings.Where(static x => x.Rule is { Category: RuleCategory.Permission, Severity: not RuleSeverity.Error })];
        if (advice.Length == 0)
        {
            return advice;
        }

        IgnoreMarkers markers = IgnoreMarkers.Of(template.Value);
        HashSet<(string, SourceSpan?)> shown = [.. TemplateChecker.CheckTemplate(template.Value).Select(static x => (x.Rule.Id, x.TemplateSpan))];
        return [.. advice.Where(x => shown.Contains((x.Rule.Id, x.TemplateSpan)) || markers.Ignores(x))];
    }

    private void ReportAll(IEnumerable<Finding> findings, Lazy<TemplateModel> template)
    {
        foreach (Finding finding in findings)
        {
            Report(finding, template.Value.Document, template.Value);
        }
    }
}
