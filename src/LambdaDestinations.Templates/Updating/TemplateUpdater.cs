using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Updating;

/// <summary>Brings a template to say what an assembly's attributes say, and takes back what they no longer say.</summary>
internal static class TemplateUpdater
{
    /// <summary>Updates a template. With any error the template stays as it is.</summary>
    /// <param name="document">The template.</param>
    /// <param name="manifest">What the assembly declares.</param>
    /// <param name="assemblyName">The assembly; only what it asked for before is taken back.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public static TemplateUpdate Update(TemplateDocument document, DestinationManifest manifest, string assemblyName, CancellationToken cancellationToken = default) =>
        Update(TemplateModel.Read(document), manifest, assemblyName, cancellationToken);

    /// <summary>
    /// Updates a template, and writes what earlier versions wrote as it is written today: records, created resources, and their order beside what
    /// Amazon.Lambda.Annotations writes. What somebody changed by hand, or commented, stays as it is.
    /// </summary>
    /// <param name="document">The template.</param>
    /// <param name="read">What a text of the template means.</param>
    /// <param name="manifest">What the assembly declares.</param>
    /// <param name="assemblyName">The assembly.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public static TemplateUpdate Migrate(
        TemplateDocument document, Func<TemplateDocument, TemplateModel> read, DestinationManifest manifest, string assemblyName, CancellationToken cancellationToken = default)
    {
        // Two edits: the second moves what the first may have changed.
        TemplateUpdate updated = Update(read(document), manifest, assemblyName, cancellationToken);
        if (updated.HasErrors)
        {
            return updated;
        }

        TemplateUpdate migrated = Update(read(TemplateFile.Parse(updated.Document.Text, cancellationToken)), manifest, assemblyName, isMigrating: true, cancellationToken);
        return migrated.HasErrors ? migrated with { Document = document } : updated with { Document = migrated.Document, Proofs = migrated.Proofs };
    }

    /// <summary>Updates a template that is read already.</summary>
    /// <param name="template">The template.</param>
    /// <param name="manifest">What the assembly declares.</param>
    /// <param name="assemblyName">The assembly; only what it asked for before is taken back.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public static TemplateUpdate Update(TemplateModel template, DestinationManifest manifest, string assemblyName, CancellationToken cancellationToken = default) =>
        Update(template, manifest, assemblyName, isMigrating: false, cancellationToken);

    private static TemplateUpdate Update(TemplateModel template, DestinationManifest manifest, string assemblyName, bool isMigrating, CancellationToken cancellationToken)
    {
        TemplateDocument document = template.Document;
        UpdateReport report = new();
        if (document.Errors.Count > 0)
        {
            report.Findings.AddRange(document.Errors.Select(static x => new Finding(TemplateRules.IsMalformed(x), x.Span)));
            return report.With(document);
        }

        report.Findings.AddRange(TemplateStructure.Check(template).Where(x => !IgnoreMarkers.Of(template).Ignores(x)));
        if (template.ResourcesNode is null && report.HasErrors)
        {
            return report.With(document);
        }

        if (template.ResourcesNode is null && HandlerHomes.Of(template, manifest.Handlers).Count > 0)
        {
            report.Findings.Add(new Finding(TemplateRules.HasNoResources(), document.Root?.Span ?? default));
            return report.With(document);
        }

        DesiredState desired = Desire(template, manifest, assemblyName, report, cancellationToken);

        // With an error nothing is written, but what else is wrong is told all the same.
        TemplateEditor editor = new(document);
        new TemplateReconciler(template, desired, assemblyName, report.Findings) { IsMigrating = isMigrating }.Reconcile(editor);
        if (report.HasErrors)
        {
            return report.With(document);
        }

        TemplateEditResult edited = editor.Apply(cancellationToken);
        if (edited.Refusal is { } refusal)
        {
            report.Findings.Add(new Finding(TemplateRules.EditIsUnsafe(refusal.Obstacle), refusal.Span));
            return report.With(document);
        }

        return report.With(new UnusedResources(desired, assemblyName, report.Findings).Remove(template, edited.Document!, cancellationToken) ?? document);
    }

    /// <summary>Compares a template with what an update would make of it, also where an error stands in the way of the update.</summary>
    /// <param name="template">The template.</param>
    /// <param name="manifest">What the assembly declares.</param>
    /// <param name="assemblyName">The assembly.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public static TemplateComparison Compare(TemplateModel template, DestinationManifest manifest, string assemblyName, CancellationToken cancellationToken = default)
    {
        if (template.Document.Errors.Count > 0 || template.ResourcesNode is null)
        {
            return TemplateComparison.Empty;
        }

        UpdateReport report = new();
        DesiredState desired = Desire(template, manifest, assemblyName, report, cancellationToken);
        List<ResourceChange> changes = [];
        new TemplateReconciler(template, desired, assemblyName, report.Findings).Reconcile(new TemplateEditor(template.Document), changes);
        return TemplateComparison.Of(template, desired, changes, report.Findings);
    }

    /// <summary>What the template is to say, without the destinations in whose place the user wrote something else.</summary>
    private static DesiredState Desire(TemplateModel template, DestinationManifest manifest, string assembly, UpdateReport report, CancellationToken cancellationToken)
    {
        List<(HandlerModel Handler, HandlerBinding Binding)> handlers = [];
        foreach (HandlerModel handler in HandlerHomes.Of(template, manifest.Handlers))
        {
            cancellationToken.ThrowIfCancellationRequested();
            HandlerBinding binding = HandlerBinding.Of(template, handler);
            handlers.Add((handler, binding));
        }

        // The value that is lost may be the one that would have had the function.
        if (template.Document.HasRepeatedKeys && handlers.Any(static x => x.Binding.Findings.Any(static y => ReferenceEquals(y.Rule, DeclarationRules.FunctionNotInTemplate))))
        {
            report.Findings.AddRange(NotationFindings.OfRepeatedKeys(template).Where(x => !IgnoreMarkers.Of(template).Ignores(x)));
        }

        CreatedTargets created = CreatedTargets.Of(handlers);
        report.Findings.AddRange(handlers.SelectMany(x => x.Binding.Findings
            .Concat(DeadLetterBinding.Of(template, x.Handler)?.Findings ?? [])
            .Concat(SourceBinding.Of(template, x.Handler)?.Findings ?? [])
            .Concat(MappingBinding.Of(template, x.Handler)?.Findings ?? [])
            .Concat(created.MissingOf(x.Binding, isSurelyWritten: true))));

        InvokeConfigPlanner places = new(template, new HashSet<string>(
            handlers.SelectMany(static x => x.Binding.Destinations).Where(static x => x.EventSource is null && x.Target is { IsFunction: true }).Select(static x => x.Target!.LogicalId),
            StringComparer.Ordinal));
        IGrouping<string, (HandlerModel Handler, HandlerBinding Binding)>[] functions =
        [
            // Whether a dead-letter queue is written decides whether it is read.
            .. handlers.Where(static x => x.Binding.Function is not null).GroupBy(static x => x.Binding.Function!.LogicalId, StringComparer.Ordinal)
                .OrderBy(x => x.Any(y => SourceBinding.Of(template, y.Handler)?.Sources.Any(static z => z.IsDeclaredDeadLetter) == true)),
        ];
        DesiredState desired = new(template, report.Findings);
        desired.Functions.UnionWith(functions.Select(static x => x.Key));
        desired.Named.UnionWith(manifest.Handlers.SelectMany(static x => x.Destinations).Select(static x => x.TargetName).OfType<string>());
        FunctionPlanner planner = new(template, assembly, desired, places, handlers.Select(static x => x.Handler), created, manifest.Alarms, report);
        foreach (IGrouping<string, (HandlerModel Handler, HandlerBinding Binding)> one in functions)
        {
            planner.Plan(one.First().Binding.Function!, [.. one.Select(x => (x.Handler, created.DestinationsOf(x.Binding).ToArray()))]);
        }

        planner.Finish();

        // What another handler was to create is not there where the template says something else in that handler's place.
        report.Findings.AddRange(handlers.SelectMany(x => created.LostOf(x.Binding, y => desired.Find(y)?.Created is not null)));
        report.Findings.InsertRange(0, planner.Contradictions);
        return desired;
    }
}
