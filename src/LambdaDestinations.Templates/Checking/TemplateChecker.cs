using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;

namespace LambdaDestinations.Templates.Checking;

/// <summary>All checks of a template, for the analyzers, the build and the command line.</summary>
internal static class TemplateChecker
{
    /// <summary>Checks a template and, where an assembly's handlers are known, what their attributes mean in it.</summary>
    /// <param name="template">The template.</param>
    /// <param name="handlers">The handlers with destinations; empty for a template without C#.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>The findings, each with its place in the template or its attribute, or both.</returns>
    public static IEnumerable<Finding> Check(TemplateModel template, IReadOnlyList<HandlerModel> handlers, CancellationToken cancellationToken = default) =>
        Check(template, handlers, [], cancellationToken);

    /// <inheritdoc cref="Check(TemplateModel, IReadOnlyList{HandlerModel}, CancellationToken)"/>
    /// <param name="template">The template.</param>
    /// <param name="handlers">The handlers with destinations.</param>
    /// <param name="stale">The functions of the template that name no method of their assembly.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public static IEnumerable<Finding> Check(TemplateModel template, IReadOnlyList<HandlerModel> handlers, IReadOnlyList<StaleHandler> stale, CancellationToken cancellationToken = default)
    {
        foreach (HandlerModel handler in HandlerHomes.Of(template, handlers))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (Finding finding in CheckHandler(template, handler, stale))
            {
                yield return finding;
            }
        }

        foreach (Finding finding in CheckShared(template, handlers))
        {
            yield return finding;
        }

        HashSet<string> assemblies = new(handlers.Select(static x => x.Function.AssemblyName), StringComparer.Ordinal);
        foreach (Finding finding in CheckTemplate(template, cancellationToken).Concat(CheckAbsences(template, handlers, cancellationToken)))
        {
            if (finding.OwnedBy is not { } owner || !assemblies.Contains(owner))
            {
                yield return finding;
            }
        }
    }

    /// <summary>Checks what a handler's attributes mean, alone and in the template.</summary>
    /// <param name="template">The project's template; <see langword="null"/> when it has none.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="stale">The functions of the template that name no method of the handler's assembly, where that is known.</param>
    public static IEnumerable<Finding> CheckHandler(TemplateModel? template, HandlerModel handler, IReadOnlyList<StaleHandler>? stale = null)
    {
        if (template is null || !IsReadable(template))
        {
            return DeclarationChecks.Check(handler).Concat(template is null ? TriggerChecks.CheckAlone(handler) : []).Select(x => Suggestions.Add(x, handler, null, null));
        }

        HandlerBinding binding = HandlerBinding.Of(template, handler);
        DestinationUse[] uses = [.. DestinationUse.OfHandler(template, handler, binding)];
        // Amazon.Lambda.Annotations writes its functions while the compiler runs: before the first build they are not there yet. The
        // build looks again when it updates the template.
        IEnumerable<Finding> findings = binding.Function is null && handler.Function is { LogicalId: null, AnnotationsLogicalId: not null }
            ? binding.Findings.Where(static x => !ReferenceEquals(x.Rule, DeclarationRules.FunctionNotInTemplate))
            : binding.Findings;
        findings = findings.Concat(DeadLetterBinding.Of(template, handler)?.Findings ?? []).Concat(SourceBinding.Of(template, handler)?.Findings ?? []).Concat(MappingBinding.Of(template, handler)?.Findings ?? []);
        if (binding.Function is { } function && TriggerChecks.CheckEvent(template, handler, function) is { } notShown)
        {
            findings = findings.Concat([notShown]);
        }

        return findings.Where(x => !IgnoreMarkers.Of(template).Ignores(x)).Select(x => handler.Function is { LogicalId: null, IsAspNetAction: false } ? StaleHandlers.PointTo(x, handler.Function.Handler, stale ?? []) : x).Concat(uses.SelectMany(x => CheckUse(template, x))).Concat(OverlapChecks.CheckRegions(uses)).Distinct().Select(x => Suggestions.Add(x, handler, template, binding.Function));
    }

    /// <summary>Checks what stands in the template, without C#. What is wrong by its absence is left to <see cref="CheckAbsences"/>.</summary>
    /// <param name="template">The template.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public static IReadOnlyList<Finding> CheckTemplate(TemplateModel template, CancellationToken cancellationToken = default) =>
        IsReadable(template) ? Filter(template, AllOfTemplate(template, cancellationToken)) : Filter(template, TemplateStructure.Check(template));

    /// <summary>What an update brings about that is wrong: without it the next build would be the first to tell.</summary>
    /// <param name="before">The template as it was.</param>
    /// <param name="after">The template as it is to be.</param>
    /// <param name="handlers">The handlers whose attributes ask for the update.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public static IReadOnlyList<Finding> CheckUpdate(TemplateModel before, TemplateModel after, IReadOnlyList<HandlerModel> handlers, CancellationToken cancellationToken = default)
    {
        if (before.Document.Text == after.Document.Text)
        {
            return [];
        }

        HashSet<RuleMessage> known = [.. Check(before, handlers, cancellationToken).Select(static x => x.Said)];
        return [.. Check(after, handlers, cancellationToken).Where(x => x.Severity == RuleSeverity.Error && !known.Contains(x.Said)).Distinct()];
    }

    /// <summary>Records that come back to the function that sent them: what the audit tells beside its rows, since nothing of it ends.</summary>
    /// <param name="template">The template.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public static IEnumerable<Finding> FindLoops(TemplateModel template, CancellationToken cancellationToken = default) =>
        CheckTemplate(template, cancellationToken).Where(static x => ConfigurationRules.OfLoops.Contains(x.Rule)).Distinct();

    /// <summary>Checks what the template lacks, and no handler's attribute will add.</summary>
    /// <param name="template">The template.</param>
    /// <param name="handlers">All handlers with destinations.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public static IReadOnlyList<Finding> CheckAbsences(TemplateModel template, IReadOnlyList<HandlerModel> handlers, CancellationToken cancellationToken = default)
    {
        if (!IsReadable(template))
        {
            return [];
        }

        List<DestinationUse> uses = [];
        foreach (HandlerModel handler in HandlerHomes.Of(template, handlers))
        {
            cancellationToken.ThrowIfCancellationRequested();
            uses.AddRange(DestinationUse.OfHandler(template, handler, HandlerBinding.Of(template, handler)));
        }

        return Filter(
            template,
            DestinationConfiguration.Of(template).Functions.SelectMany(static x => x.Mappings).Select(x => MappingChecks.CheckSilentDrop(x, uses)).OfType<Finding>()
                .Concat(TriggerChecks.CheckDeliveryDeadLetters(template, uses)));
    }

    /// <summary>Checks by the rules that report only where somebody asks for them.</summary>
    /// <param name="template">The template.</param>
    /// <param name="handlers">All handlers with destinations.</param>
    /// <param name="alarms">The alarms that the build writes; <see langword="null"/> for none.</param>
    public static IReadOnlyList<Finding> CheckOptIn(TemplateModel template, IReadOnlyList<HandlerModel> handlers, AlarmsModel? alarms = null) =>
        IsReadable(template) ? Filter(template, FailurePathChecks.Check(template, handlers).Concat(AlarmChecks.CheckQueues(template, handlers, alarms))) : [];

    /// <summary>Checks the targets that attributes name as if another handler created them.</summary>
    /// <param name="template">The template.</param>
    /// <param name="handlers">All handlers with destinations.</param>
    public static IEnumerable<Finding> CheckShared(TemplateModel template, IReadOnlyList<HandlerModel> handlers)
    {
        if (!IsReadable(template))
        {
            return [];
        }

        (HandlerModel Handler, HandlerBinding Binding)[] bound = [.. handlers.Select(x => (x, HandlerBinding.Of(template, x)))];
        CreatedTargets created = CreatedTargets.Of(bound);
        return bound.SelectMany(x => created.MissingOf(x.Binding, isSurelyWritten: false).Select(y => Suggestions.Add(y, x.Handler, template, x.Binding.Function)));
    }

    private static bool IsReadable(TemplateModel template) => template.ResourcesNode is not null && template.Document.Errors.Count == 0;

    private static IEnumerable<Finding> AllOfTemplate(TemplateModel template, CancellationToken cancellationToken)
    {
        DestinationConfiguration configuration = DestinationConfiguration.Of(template);
        PermissionChecks permissions = new(template);
        AliasOrderChecks aliases = new(template);
        foreach (FunctionConfiguration function in configuration.Functions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            IEnumerable<Finding> findings = SettingChecks.CheckDuplicates(function)
                .Concat(function.DeadLetters.SelectMany(x => TargetChecks.Check(template, x).Concat(ShapeChecks.Check(function.Function, x)).Concat(ConditionChecks.Check(template, function, x))))
                .Concat(ShapeChecks.CheckComputed(template, function))
                .Concat(aliases.Check(function))
                .Concat(TriggerChecks.Check(template, function))
                .Concat(OverlapChecks.CheckRetries(template, function))
                .Concat(permissions.Check(function));
            if (HandlerStringChecks.Check(template, function.Function) is { } handler)
            {
                findings = findings.Concat([handler]);
            }

            foreach (Finding finding in findings)
            {
                yield return finding;
            }
        }

        foreach (Finding finding in configuration.Functions.SelectMany(static x => x.Async).Concat(configuration.UnattachedAsync).SelectMany(static x => ShapeChecks.Check(x).Concat(SettingChecks.Check(x))))
        {
            yield return finding;
        }

        foreach (Finding finding in configuration.Functions.SelectMany(static x => x.Mappings).Concat(configuration.UnattachedMappings).SelectMany(OfMapping))
        {
            yield return finding;
        }

        foreach (Finding finding in new KeyChecks(template).Check())
        {
            yield return finding;
        }

        CircleChecks circles = new(template);
        DestinationUse[] uses = [.. DestinationUse.InTemplate(template)];
        foreach (DestinationUse use in uses)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (Finding finding in TargetChecks.Check(template, use).Concat(CheckUse(template, use)).Concat(circles.Check(use) is { } circle ? [circle] : []))
            {
                yield return finding;
            }
        }

        IEnumerable<Finding> ofRegions = uses.Where(static x => x.Function is not null)
            .GroupBy(static x => x.Function!.Function.LogicalId, StringComparer.Ordinal)
            .SelectMany(static x => OverlapChecks.CheckRegions([.. x]));
        foreach (Finding finding in ofRegions.Concat(OfWays(template)).Concat(OfForm(template)))
        {
            yield return finding;
        }
    }

    private static IEnumerable<Finding> OfMapping(MappingConfiguration mapping) =>
        MappingChecks.Check(mapping)
            .Concat(MappingChecks.CheckVisibility(mapping))
            .Concat(MappingChecks.CheckDurable(mapping))
            .Concat(MappingChecks.CheckPollers(mapping))
            .Concat(MappingChecks.CheckBatches(mapping))
            .Concat(MappingChecks.CheckKafka(mapping))
            .Concat(ShapeChecks.Check(mapping))
            .Concat(SettingChecks.Check(mapping));

    /// <summary>The ways that events and records take, whoever sends them.</summary>
    private static IEnumerable<Finding> OfWays(TemplateModel template) =>
        new EventRuleChecks(template).Check()
            .Concat(BucketEventChecks.Check(template))
            .Concat(InvokeChecks.Check(template))
            .Concat(DeliveryChecks.Check(template))
            .Concat(FifoChecks.Check(template))
            .Concat(MappingChecks.CheckTwice(template))
            .Concat(new FilterChecks(template).Check())
            .Concat(new QueueFormatChecks(template).Check())
            .Concat(DurableChecks.Check(template))
            .Concat(AlarmChecks.CheckTopics(template));

    /// <summary>What is wrong with the form of a template, whatever it is about.</summary>
    private static IEnumerable<Finding> OfForm(TemplateModel template) =>
        SamReferenceChecks.Check(template)
            .Concat(PolicyChecks.Check(template))
            .Concat(NotationFindings.Of(template))
            .Concat(TemplateStructure.Check(template))
            .Concat(StateMachineChecks.Check(template))
            .Concat(MarkerChecks.Check(template));

    private static IEnumerable<Finding> CheckUse(TemplateModel template, DestinationUse use) =>
        MappingChecks.Check(use).Concat(OverlapChecks.Check(template, use)).Concat(TriggerChecks.Check(template, use)).Concat(LoopChecks.Check(template, use)).Concat(SubscriptionChecks.Check(template, use)).Concat(ConditionChecks.Check(template, use));

    /// <summary>One finding per rule and place, in the order of the text, without what the template tells to ignore.</summary>
    private static IReadOnlyList<Finding> Filter(TemplateModel template, IEnumerable<Finding> findings)
    {
        List<Finding> found = [];
        HashSet<(string, int)> seen = [];
        OwnedPlaces? owned = null;
        IgnoreMarkers? markers = null;
        foreach (Finding finding in findings)
        {
            // What stands in a resource that no deployment makes, AWS never sees.
            if (!seen.Add((finding.Rule.Id, finding.TemplateSpan?.Start ?? -1)) || (finding.TemplateSpan is { } place && template.IsOfNoDeployment(place)))
            {
                continue;
            }

            markers ??= IgnoreMarkers.Of(template);
            if (!markers.Ignores(finding))
            {
                owned ??= OwnedPlaces.Of(template);
                found.Add((finding.DestinationSpan ?? finding.TemplateSpan) is { } span ? finding with { OwnedBy = owned.OwnerOf(span) } : finding);
            }
        }

        return [.. found.OrderBy(static x => x.TemplateSpan?.Start ?? -1).ThenBy(static x => x.Rule.Id, StringComparer.Ordinal)];
    }
}
