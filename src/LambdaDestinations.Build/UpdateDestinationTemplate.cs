using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;
using Microsoft.Build.Framework;

namespace LambdaDestinations.Build;

/// <summary>Updates the SAM or CloudFormation template of a project to match the compiled attributes: the build's front end of <see cref="UpdateJob"/>.</summary>
public sealed class UpdateDestinationTemplate : ManifestTask
{
    /// <summary><c>Update</c>, <c>Verify</c> or <c>Generate</c>.</summary>
    [Required]
    public string Mode { get; set; } = "";

    /// <summary>Whether the project, or what Amazon.Lambda.Tools is told, names its templates; else it is the first of the usual names that is there.</summary>
    public bool IsNamed { get; set; }

    /// <summary>Where Amazon.Lambda.Annotations writes the functions of a project that names no template.</summary>
    public string UsualTemplate { get; set; } = "";

    /// <summary>The folder into which <c>Generate</c> writes the merged copies.</summary>
    public string OutputFolder { get; set; } = "";

    /// <summary>Whether each grant is explained in the log.</summary>
    public bool ShowGrants { get; set; }

    /// <summary>Whether what the analyzers report is reported here, because they do not run in this build.</summary>
    public bool ChecksAll { get; set; }

    /// <summary>The file of the <see cref="UpdateNote"/>; empty for no note.</summary>
    public string NoteFile { get; set; } = "";

    /// <summary>The file of <see cref="ToldAdvice"/>; empty for none.</summary>
    public string ToldFile { get; set; } = "";

    /// <summary>The file below obj that gets the whole difference of a template that is out of date; empty for none.</summary>
    public string DifferenceFile { get; set; } = "";

    /// <summary>Whether the build's log is MSBuild's terminal logger, which shows no messages, and the lines of an error as one.</summary>
    public bool IsTerminal { get; set; }

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

        // They are inputs of the next build, too, when this one has nothing to do.
        FindDefinitions();

        // A copy and the proofs are wanted whether or not the template is to change.
        UpdateNote? note = NoteFile.Length > 0 && mode != UpdateMode.Generate && !ShowGrants
            ? new UpdateNote(NoteFile, Mode, AssemblyName, ChecksAll, manifest.Text, Definitions)
            : null;
        if (note is not null && note.IsAbout(AllTemplates))
        {
            Log.LogMessage(MessageImportance.Low, "LambdaDestinations: {0} is as the last build left it, and so are the attributes", string.Join(", ", AllTemplates));
            return;
        }

        DestinationManifest declared = manifest.Parse();
        if (!IsNamed && UsualTemplate.Length > 0 && AllTemplates.Count < 2 && IsOfAnnotations(declared) && !AllTemplates.Any(AnnotationsTemplate.MayBe))
        {
            Template = UsualTemplate;
            Templates = [];
        }

        List<UpdateResult> results = UpdateAll(mode, declared);
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
            ReportMissing(mode, new Finding(TemplateRules.NoTemplateFound()));
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
                ReportMissing(request.Mode, new Finding(AllTemplates.Count > 1 ? TemplateRules.OneTemplateDoesNotExist(request.TemplatePath) : TemplateRules.TemplateDoesNotExist(request.TemplatePath)));
                break;
            case UpdateOutcome.NotUtf8:
                Report(new Finding(TemplateRules.IsNotUtf8()));
                break;
            case UpdateOutcome.OutOfDate when request.Mode == UpdateMode.Verify:
                ReportDifference(result.Difference!);
                break;
            case UpdateOutcome.Updated:
                ReportWritten(result.Before!, result.After!);
                Lazy<TemplateModel> after = new(() => request.ModelOf(result.After!));
                IEnumerable<Finding> arisen = TemplateChecker.CheckUpdate(request.ModelOf(result.Before!), after.Value, [.. request.Manifest.Handlers]);
                ReportAll(arisen.Where(x => !result.Findings.Any(y => y.Said == x.Said)), after);
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

    private static bool IsOfAnnotations(DestinationManifest manifest) => manifest.Handlers.Any(static x => x.Function.AnnotationsLogicalId is not null);

    /// <summary>Reports that there is no template. Where the build verifies, nothing is more out of date.</summary>
    private void ReportMissing(UpdateMode mode, Finding finding)
    {
        if (mode != UpdateMode.Verify)
        {
            Report(finding);
        }
        else if (!IsSilenced(finding.Rule))
        {
            Report(finding with { Severity = RuleSeverity.Error });
        }
    }

    /// <summary>What NoWarn silences as a warning is silent as an error too.</summary>
    private bool IsSilenced(Rule rule) => NoWarn.Split([';', ','], StringSplitOptions.RemoveEmptyEntries).Any(x => x.Trim() == rule.Id);

    /// <summary>Reports what the build wrote, unless the template accepts it.</summary>
    private void ReportWritten(TemplateDocument before, TemplateDocument after)
    {
        (IReadOnlyList<ResourceFate> fates, SourceSpan? first) = ResourceFates.Between(TemplateModel.Read(before), TemplateModel.Read(after));
        if (fates.Count > 0)
        {
            Report(new Finding(TemplateRules.WroteTemplate(fates), first), after);
        }
        else
        {
            Log.LogMessage(MessageImportance.High, "LambdaDestinations: updated {0}", PrintableText.Of(Current!));
        }
    }

    /// <summary>Reports one error. Other loggers than the terminal's make of each line an error of its own, so there the lines are a message.</summary>
    private void ReportDifference(LineDifference difference)
    {
        string lines = string.Concat(difference.Describe(LineDifference.Shown).Select(static x => "\n" + PrintableText.Of(x)));
        Report(new Finding(TemplateRules.NeedsChanges(difference.ChangedLines, WriteDifference(difference), IsTerminal ? lines : "")));
        if (!IsTerminal)
        {
            Log.LogMessage(MessageImportance.High, "LambdaDestinations: the changes that {0} needs:{1}", PrintableText.Of(Current!), lines);
        }
    }

    /// <summary>Writes the whole difference, which only helps: nothing fails without it.</summary>
    /// <returns>The file; <see langword="null"/> when there is none.</returns>
    private string? WriteDifference(LineDifference difference)
    {
        try
        {
            if (OfCurrent(DifferenceFile) is { Length: > 0 } file)
            {
                TemplateStore.WriteAtomically(file, Encoding.UTF8.GetBytes(difference.Whole(Path.GetFileName(Current!))));
                return file;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Log.LogMessage(MessageImportance.Low, "LambdaDestinations: the difference {0} cannot be written: {1}", DifferenceFile, error.Message);
        }

        return null;
    }

    /// <summary>The file of the present template beside those of the project's others.</summary>
    private string OfCurrent(string file) =>
        file.Length == 0 || AllTemplates.Count < 2 ? file : Path.ChangeExtension(file, AllTemplates.TakeWhile(x => x != Current).Count().ToString(CultureInfo.InvariantCulture) + Path.GetExtension(file));

    /// <summary>Reports what was found. A cancelled build does not stop it: the template may have been written already, and that is told at the end.</summary>
    private void Report(UpdateRequest request, UpdateResult result, TemplateDocument document)
    {
        Lazy<TemplateModel> template = new(() => request.ModelOf(document));

        // Warnings about attributes alone come from the analyzers, on the attribute itself. An error is in the way of the update, so
        // it is told here too, in case the analyzers were silenced. A function that the template does not show they have told.
        Finding[] seen = Seen(result.Findings, template);
        Finding[] told =
        [
            .. result.Findings
                .Where(x => (x.Rule.Severity == RuleSeverity.Error || x.Rule.Category is RuleCategory.Template or RuleCategory.Permission) && !IsOfSetting(x) && !IsToldOnce(x) && x.Rule != TemplateRules.HiddenFunction)
                .Except(seen),
        ];
        ReportAll(told, template);
        Finding[] once = [.. result.Findings.Where(IsToldOnce)];
        if (request.Mode != UpdateMode.Verify && once.Length + (ToldFile.Length > 0 ? 1 : 0) > 0)
        {
            ReportOnce(once, seen, result.Outcome, template);
        }

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

        ReportAll(Checked(request, document, template).Except(told).Where(x => !once.Any(y => y.Rule == x.Rule && y.TemplateSpan == x.TemplateSpan)), template);
    }

    /// <summary>
    /// What checks find that the analyzers have not reported, on the attribute or in the template: all where they do not run, else what definitions in files
    /// show, which analyzers do not read.
    /// </summary>
    private IEnumerable<Finding> Checked(UpdateRequest request, TemplateDocument document, Lazy<TemplateModel> template)
    {
        HandlerModel[] handlers = [.. request.Manifest.Handlers];
        return ChecksAll ? TemplateChecker.Check(template.Value, handlers)
            : request.Group?.WithoutDefinitions() is { } others ? TemplateChecker.Check(template.Value, handlers).Except(TemplateChecker.Check(others.With(request.TemplatePath, document), handlers))
            : [];
    }

    /// <summary>Reports advice that no build has told yet as warnings: a terminal shows nothing less. Whoever verifies is not told, as nothing is written.</summary>
    private void ReportOnce(Finding[] once, Finding[] seen, UpdateOutcome outcome, Lazy<TemplateModel> template)
    {
        ToldAdvice told = ToldAdvice.Read(OfCurrent(ToldFile));
        Finding[] advice = [.. once.Where(x => !IgnoreMarkers.Of(template.Value).Ignores(x))];
        ReportAll(advice.Where(x => told.IsNew(x, IsNewInTemplate(x, seen))).Select(static x => x with { Severity = RuleSeverity.Warning }), template);
        if (outcome is UpdateOutcome.UpToDate or UpdateOutcome.Updated or UpdateOutcome.OutOfDate && told.TryWrite(advice) is { } reason)
        {
            Log.LogMessage(MessageImportance.Low, "LambdaDestinations: {0} cannot be written, so the next build may tell the same: {1}", ToldFile, reason);
        }
    }

    private static bool IsNewInTemplate(Finding advice, Finding[] seen) =>
        advice.Rule == TemplateRules.StillReferenced ? advice.Data is FindingData.GivenUpNow : !seen.Contains(advice);

    private static bool IsToldOnce(Finding finding) => TemplateRules.ToldOnce.Contains(finding.Rule);

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

        return AgreementChecks.Check(template.Value, request.Manifest, AssemblyName).Findings
            .Where(x => IsOfSetting(x) && (ChecksAll || x.Rule != TemplateRules.NotWritten) && !IsSilenced(x.Rule));
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
