using System;
using System.Collections.Generic;
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

/// <summary>Brings the SAM or CloudFormation template of a project to say what the compiled attributes say.</summary>
public sealed class UpdateDestinationTemplate : ManifestTask
{
    private bool _hasTold;

    /// <summary>The template; empty when the project has none.</summary>
    public string Template { get; set; } = "";

    /// <summary><c>Update</c>, <c>Verify</c> or <c>Generate</c>.</summary>
    [Required]
    public string Mode { get; set; } = "";

    /// <summary>Where <c>Generate</c> writes the merged copy.</summary>
    public string OutputTemplate { get; set; } = "";

    /// <summary>Whether each grant is explained in the log.</summary>
    public bool ShowGrants { get; set; }

    /// <summary>Whether what the analyzers report is reported here, because they do not run in this build.</summary>
    public bool ChecksAll { get; set; }

    /// <summary>
    /// Where a run that had nothing to do and nothing to tell notes what it saw, so that the next one need not look: cleaning an output
    /// changes neither attributes nor template. Empty for no note.
    /// </summary>
    public string NoteFile { get; set; } = "";

    /// <summary>Whether the build is part of a publish, after which a deploy may have read the old template.</summary>
    public bool IsPublishing { get; set; }

    /// <inheritdoc />
    public override bool Execute()
    {
        _hasTold = false;
        if (Mode is not ("Update" or "Verify" or "Generate"))
        {
            Report(new Finding(TemplateRules.IsNoMode(Mode)), null);
            return false;
        }

        string? manifest;
        try
        {
            manifest = ManifestFile.ReadText(AssemblyPath, out _);
        }
        catch (Exception error) when (error is FormatException or BadImageFormatException or IOException)
        {
            ReportManifest(error);
            return false;
        }

        try
        {
            if (!IsUpToDate(manifest))
            {
                Run(manifest);
            }
        }
        catch (DecoderFallbackException)
        {
            Report(new Finding(TemplateRules.IsNotUtf8()), null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Report(new Finding(TemplateRules.CannotWrite(error.Message)), null);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        return !Log.HasLoggedErrors;
    }

    private void ReportManifest(Exception error) => Report(new Finding(TemplateRules.ManifestIsUnreadable(AssemblyPath, error.Message)), null);

    private bool IsUpToDate(string? manifest)
    {
        if (!TakesNotes || !File.Exists(NoteFile) || !File.Exists(Template) || File.ReadAllText(NoteFile) != Note(manifest, File.ReadAllBytes(Template)))
        {
            return false;
        }

        Log.LogMessage(MessageImportance.Low, "LambdaDestinations: {0} is as the last build left it, and so are the attributes", Template);
        return true;
    }

    /// <summary>A copy and the proofs are wanted whether or not the template is to change.</summary>
    private bool TakesNotes => NoteFile.Length > 0 && Mode != "Generate" && !ShowGrants;

    /// <summary>All that decides what a run does.</summary>
    private string Note(string? manifest, byte[] template) => string.Join(
        "\n",
        typeof(UpdateDestinationTemplate).Module.ModuleVersionId,
        typeof(TemplateUpdater).Module.ModuleVersionId,
        Mode,
        AssemblyName,
        ChecksAll,
        manifest is null ? "" : TemplateStore.HashOf(Encoding.UTF8.GetBytes(manifest)),
        TemplateStore.HashOf(template));

    private void Run(string? text)
    {
        DestinationManifest manifest;
        try
        {
            manifest = ManifestFile.Parse(text);
        }
        catch (FormatException error)
        {
            ReportManifest(error);
            return;
        }

        if (Template.Length > 0 && File.Exists(Template))
        {
            TemplateStore.WithLock(Template, () => Update(manifest, text), CancellationToken);
        }
        else if (manifest.Handlers.Count > 0)
        {
            Report(new Finding(Template.Length == 0 ? TemplateRules.NoTemplateFound() : TemplateRules.TemplateDoesNotExist(Template)), null);
        }
    }

    private void Update(DestinationManifest manifest, string? text)
    {
        (byte[] read, TemplateDocument document, TemplateUpdate update, bool isChanged) = TemplateStore.WorkOut(
            Template,
            Template,
            () =>
            {
                byte[] bytes = File.ReadAllBytes(Template);
                TemplateDocument document = TemplateFile.Parse(bytes, CancellationToken);
                TemplateUpdate update = TemplateUpdater.Update(document, manifest, AssemblyName, CancellationToken);
                bool isChanged = !update.HasErrors && !update.Document.HasSameText(document);
                return (bytes, Mode == "Update" && isChanged, (bytes, document, update, isChanged));
            },
            () => Log.LogMessage(MessageImportance.Low, "LambdaDestinations: {0} was changed meanwhile, so it is read again", Template));

        Finding[] told = Report(update, document);
        if (ChecksAll)
        {
            // Where the analyzers run, they have reported these, on the attribute or in the template.
            Report(TemplateChecker.Check(TemplateModel.Read(document), [.. manifest.Handlers], CancellationToken).Except(told), document);
        }

        if (!update.HasErrors)
        {
            Write(document, update.Document, isChanged);
        }

        if (TakesNotes && !isChanged && !_hasTold)
        {
            File.WriteAllText(NoteFile, Note(text, read));
        }
    }

    private Finding[] Report(TemplateUpdate update, TemplateDocument document)
    {
        // Warnings about attributes alone come from the analyzers, on the attribute itself. An error is in the way of the update, so
        // it is told here too, in case the analyzers were silenced.
        Finding[] told = [.. update.Findings.Where(static x => x.Rule.Severity == RuleSeverity.Error || x.Rule.Category is RuleCategory.Template or RuleCategory.Permission).Except(Seen(update.Findings, document))];
        Report(told, document);

        if (ShowGrants)
        {
            foreach (string proof in update.Proofs)
            {
                Log.LogMessage(MessageImportance.High, "LambdaDestinations: {0}", proof);
            }
        }

        return told;
    }

    /// <summary>Advice that the template as it stands shows to the analyzers, with the severity that the user wants, or that it tells to ignore.</summary>
    private Finding[] Seen(IEnumerable<Finding> findings, TemplateDocument document)
    {
        Finding[] advice = [.. findings.Where(static x => x.Rule is { Category: RuleCategory.Permission, Severity: not RuleSeverity.Error })];
        if (advice.Length == 0)
        {
            return advice;
        }

        TemplateModel template = TemplateModel.Read(document);
        IgnoreMarkers markers = IgnoreMarkers.Of(template);
        HashSet<(string, SourceSpan?)> shown = [.. TemplateChecker.CheckTemplate(template, CancellationToken).Select(static x => (x.Rule.Id, x.TemplateSpan))];
        return [.. advice.Where(x => shown.Contains((x.Rule.Id, x.TemplateSpan)) || markers.Ignores(x))];
    }

    private void Write(TemplateDocument document, TemplateDocument updated, bool isChanged)
    {
        switch (Mode)
        {
            case "Generate":
                byte[] copy = TemplateFile.ToBytes(updated);
                if (!File.Exists(OutputTemplate) || !File.ReadAllBytes(OutputTemplate).SequenceEqual(copy))
                {
                    TemplateStore.WriteAtomically(OutputTemplate, copy);
                }

                break;
            case "Verify" when isChanged:
                Report(new Finding(TemplateRules.NeedsChanges(LineDifference.Describe(document.Text, updated.Text))), document);
                break;
            case "Update" when isChanged:
                TemplateStore.WriteAtomically(Template, TemplateFile.ToBytes(updated));
                Log.LogMessage(MessageImportance.High, "LambdaDestinations: updated {0}", Template);
                if (IsPublishing)
                {
                    Report(new Finding(TemplateRules.ChangedTooLate()), document);
                }

                break;
        }
    }

    private void Report(IEnumerable<Finding> findings, TemplateDocument document)
    {
        foreach (Finding finding in findings)
        {
            Report(finding, document);
        }
    }

    private void Report(Finding finding, TemplateDocument? document)
    {
        _hasTold = true;
        int line = 0;
        int column = 0;
        if (document is not null && finding.TemplateSpan is { } span)
        {
            TemplatePosition position = document.GetPosition(span.Start);
            line = position.Line + 1;
            column = position.Character + 1;
        }

        string file = Template.Length > 0 ? Template : BuildEngine.ProjectFileOfTaskNode;
        string message = finding.Message;
        if (finding.Attribute is { } anchor)
        {
            message = $"{message} (on {anchor.TypeName}.{anchor.MethodName})";
        }

        switch (finding.Rule.Severity)
        {
            case RuleSeverity.Error:
                Log.LogError(null, finding.Rule.Id, null, finding.Rule.HelpLink, file, line, column, 0, 0, "{0}", message);
                break;
            case RuleSeverity.Warning:
                Log.LogWarning(null, finding.Rule.Id, null, finding.Rule.HelpLink, file, line, column, 0, 0, "{0}", message);
                break;
            default:
                Log.LogMessage(null, finding.Rule.Id, null, file, line, column, 0, 0, MessageImportance.High, "{0}", message);
                break;
        }
    }
}
