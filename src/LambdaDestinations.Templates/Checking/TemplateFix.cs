using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>A determinate correction of a template for one finding. It is an edit by splices: every byte outside survives.</summary>
internal sealed class TemplateFix
{
    private readonly Action<TemplateEditor> _edit;
    private readonly string? _key;

    /// <param name="title">What it does.</param>
    /// <param name="edit">The edit.</param>
    /// <param name="key">Corrections with one key do the same; <see langword="null"/> when the editor itself takes the edit twice.</param>
    internal TemplateFix(string title, Action<TemplateEditor> edit, string? key = null)
    {
        Title = title;
        _edit = edit;
        _key = key;
    }

    /// <summary>Queues the edit, as a part of another one.</summary>
    internal void Queue(TemplateEditor editor) => _edit(editor);

    /// <summary>What it does, in the imperative, for a menu.</summary>
    public string Title { get; }

    /// <summary>The correction of a finding in a template.</summary>
    /// <param name="template">A template without syntax errors.</param>
    /// <param name="rule">The rule that is broken.</param>
    /// <param name="span">The finding's place in the template.</param>
    /// <returns><see langword="null"/> when there is none, or when it is not determinate here.</returns>
    public static TemplateFix? Find(TemplateModel template, Rule rule, SourceSpan span)
    {
        if (template.Document.Errors.Count > 0)
        {
            return null;
        }

        if (PermissionFix.Rules.Contains(rule))
        {
            return PermissionFix.Find(template, rule, span) is { } grant ? new TemplateFix(grant.Title, grant.Edit, grant.Title) : null;
        }

        if (RepairFix.Rules.Contains(rule))
        {
            return RepairFix.Find(template, rule, span);
        }

        return NodePath.To(template.Document.Root, span) is { } path ? new TemplateFixFinder(template, path).Find(rule) : null;
    }

    /// <summary>Writes a function's handler string anew.</summary>
    /// <param name="template">A template without syntax errors.</param>
    /// <param name="span">Where the handler string stands.</param>
    /// <param name="handler">The handler string.</param>
    /// <returns><see langword="null"/> when no handler string stands there.</returns>
    public static TemplateFix? SetHandler(TemplateModel template, SourceSpan span, string handler) =>
        template.Document.Errors.Count == 0 && NodePath.To(template.Document.Root, span) is { List: null, Last: ({ } map, { Name: "Handler" }) }
            ? new TemplateFix($"Write Handler: {handler}", x => x.SetEntry(map, "Handler", TemplateValue.String(handler)))
            : null;

    /// <summary>The rules that have one.</summary>
    public static IEnumerable<Rule> Rules => TemplateFixFinder.Rules.Concat(PermissionFix.Rules).Concat(RepairFix.Rules);

    /// <summary>Applies corrections in one edit.</summary>
    /// <param name="document">The document that they were found in.</param>
    /// <param name="fixes">The corrections; two of one place count once.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>The new document; <see langword="null"/> when the place cannot be edited safely.</returns>
    public static TemplateDocument? Apply(TemplateDocument document, IEnumerable<TemplateFix> fixes, CancellationToken cancellationToken = default)
    {
        TemplateEditor editor = new(document);
        HashSet<string> done = new(StringComparer.Ordinal);
        foreach (TemplateFix fix in fixes.Where(x => x._key is null || done.Add(x._key)))
        {
            fix._edit(editor);
        }

        return editor.Apply(cancellationToken).Document;
    }
}

/// <summary>The entries that lead to a place of a template, outermost first.</summary>
/// <param name="Steps">Each map with its entry; a list in between ends with its item.</param>
/// <param name="List">The list that the place is an item of; <see langword="null"/> when it is a key or an entry's value.</param>
/// <param name="Index">The item's index.</param>
internal sealed record NodePath(IReadOnlyList<(MappingNode Map, MappingEntry Entry)> Steps, SequenceNode? List, int Index)
{
    /// <summary>The innermost entry.</summary>
    public (MappingNode Map, MappingEntry Entry) Last => Steps[Steps.Count - 1];

    /// <summary>The path to the key, value or item that covers exactly a span; <see langword="null"/> when there is none.</summary>
    public static NodePath? To(TemplateNode? root, SourceSpan span)
    {
        List<(MappingNode, MappingEntry)> steps = [];
        TemplateNode? node = root;
        while (node is not null)
        {
            switch (node)
            {
                case MappingNode map when map.Entries.FirstOrDefault(x => SourceSpan.FromBounds(x.Key.FullSpan.Start, Math.Max(x.Key.FullSpan.End, x.Value.FullSpan.End)).Contains(span)) is { } entry:
                    steps.Add((map, entry));
                    if (entry.Key.Span == span || entry.Value.FullSpan == span || entry.Value.Span == span)
                    {
                        return new NodePath(steps, null, -1);
                    }

                    node = entry.Value;
                    break;
                case SequenceNode list when list.Items.FirstOrDefault(x => x.FullSpan.Contains(span)) is { } item:
                    if (item.FullSpan == span || item.Span == span)
                    {
                        return steps.Count == 0 ? null : new NodePath(steps, list, list.Items.ToList().IndexOf(item));
                    }

                    node = item;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The index of the innermost step with a key; -1 when there is none.</summary>
    public int IndexOf(string key)
    {
        for (int i = Steps.Count - 1; i >= 0; i--)
        {
            if (Steps[i].Entry.Name == key)
            {
                return i;
            }
        }

        return -1;
    }
}

/// <summary>Knows the correction of each rule.</summary>
internal sealed class TemplateFixFinder(TemplateModel template, NodePath path)
{
    private const string Retries = "MaximumRetryAttempts";
    private const string EventAge = "MaximumEventAgeInSeconds";
    private static readonly string[] Prunable = ["OnSuccess", "OnFailure", "DestinationConfig", SettingKeys.EventInvokeConfig, "Function", "Globals"];

    private static readonly Dictionary<Rule, Func<TemplateFixFinder, TemplateFix?>> Fixes = new()
    {
        [DeclarationRules.S3OnSuccess] = static x => x.RemoveDestination("OnSuccess"),
        [DeclarationRules.TargetTypeMismatch] = static x => x.SetWrittenType(),
        [DeclarationRules.RetryAttemptsRange] = static x => x.Clamp(0, Limits.MaximumRetryAttempts, Limits.Unlimited, Limits.MaximumRetryAttemptsOfMapping),
        [DeclarationRules.EventAgeRange] = static x => x.Clamp(Limits.MinimumEventAge, Limits.MaximumEventAge, Limits.MinimumRecordAge, Limits.MaximumRecordAge),
        [DeclarationRules.RetriesNeverRun] = static x => x.Place.List is null && Number(x.Place.Last.Entry.Value) is { } age ? x.SetPossibleRetries(age) : null,
        [DeclarationRules.NoArnAttribute] = static x => x.SetArn(),
        [DeclarationRules.SamTypeSpelling] = static x => x.SetType(x.Place.Last.Map),
        [DeclarationRules.SamTypeMissing] = static x => x.SetTypeOfValue(),
        [DeclarationRules.EmptyConfiguration] = static x => x.Place.List is null ? x.Remove("Remove the empty settings", x.Place.Steps.Count - 1) : null,
        [EventSourceMappingRules.OnSuccess] = static x => x.RemoveDestination("OnSuccess"),
        [EventSourceMappingRules.UnsupportedSource] = static x => x.Place.Last.Entry.Name == "DestinationConfig" ? x.Remove("Remove DestinationConfig", x.Place.Steps.Count - 1) : null,
        [EventSourceMappingRules.EndlessRetries] = static x => x.SetOfMapping(Retries, TemplateValue.Number(3)),
        [EventSourceMappingRules.NoGrantWithoutType] = static x => x.SetTypeOfValue(),
        [EventSourceMappingRules.KafkaNotProvisioned] = static x => x.SetOfMapping("ProvisionedPollerConfig", TemplateValue.Map(("MinimumPollers", TemplateValue.Number(1))), "Write ProvisionedPollerConfig: {MinimumPollers: 1}"),
        [EventSourceMappingRules.WholeBatch] = static x => x.SetOfMapping("BisectBatchOnFunctionError", TemplateValue.Boolean(true)),
        [ConfigurationRules.DeadLetterAndOnFailure] = static x => x.RemoveDeadLetterQueue(),
        [ConfigurationRules.SharedQueue] = static x => x.RemoveDeadLetterQueue(),
        [ConfigurationRules.RuleSource] = static x => x.SetSource(),
        [ConfigurationRules.UnusedRetries] = static x => x.Place.List is null ? x.Remove("Remove the settings", x.Place.Steps.Count - 1) : null,
        [ConfigurationRules.DurableSendsNothing] = static x => x.DeliverByEventRule(DestinationOutcome.Success) ?? x.DeliverByEventRule(DestinationOutcome.Failure),
        [ConfigurationRules.BucketDeleted] = static x => x.Retain(),
        [ConfigurationRules.AttributeFilter] = static x => x.SetFilterScope(),
        [DeclarationRules.SeveralRegions] = static x => x.SetOwnRegion(),
        [EventSourceMappingRules.MappingRange] = static x => x.ClampOfMapping(),
        [EventSourceMappingRules.SettingOfOtherSource] = static x => ReferenceEquals(x.MappingAt()?.Source.Properties, x.Place.Last.Map) ? x.Remove($"Remove {x.Place.Last.Entry.Name}", x.Place.Steps.Count - 1) : null,
        [EventSourceMappingRules.QueueBatching] = static x => x.SetBatches(),
        [ContractRules.LostMessages] = static x => x.ReportFailures(),
    };

    private NodePath Place => path;

    /// <summary>The rules that have a correction.</summary>
    public static IEnumerable<Rule> Rules => Fixes.Keys;

    public TemplateFix? Find(Rule rule) => Fixes.TryGetValue(rule, out Func<TemplateFixFinder, TemplateFix?>? fix) ? fix(this) : null;

    private TemplateFix? SetTypeOfValue() => path.List is null ? SetType(TemplateNodes.Follow(path.Last.Entry.Value) as MappingNode) : null;

    private TemplateFix? SetSource() => path.List is { } list
        ? new TemplateFix("Wait for source \"lambda\"", x =>
        {
            x.RemoveItem(list, path.Index);
            x.AddItem(list, TemplateValue.String("lambda"));
        })
        : null;

    private TemplateFix? ReportFailures() => TemplateNodes.Follow(path.Last.Entry.Value) is MappingNode properties
        ? new TemplateFix("Write FunctionResponseTypes: [ReportBatchItemFailures]", x => ConsumerChecks.ReportFailures(x, properties))
        : null;

    private TemplateFix? RemoveDestination(string outcome)
    {
        int index = path.IndexOf(outcome);
        return index < 0 ? null : Remove("Remove " + outcome, index);
    }

    /// <summary>Writes an event rule in place of a destination of a durable function; where that is not determinate, the destination goes, as Lambda sends nothing there.</summary>
    private TemplateFix? DeliverByEventRule(DestinationOutcome outcome)
    {
        string name = "On" + outcome;
        if (RemoveDestination(name) is not { } removal)
        {
            return null;
        }

        (_, MappingEntry entry) = path.Steps[path.IndexOf(name)];
        return TemplateNodes.Child(path.Steps[path.IndexOf(name)].Map, name)?["Destination"] is { } target && template.ResourceAt(entry.Key.Span) is { } owner && EventRuleFix.Find(template, owner, outcome, target) is { } write
            ? new TemplateFix($"Deliver {name} by an event rule", x =>
            {
                removal.Queue(x);
                write(x);
            }, $"{owner.LogicalId} {name} by an event rule")
            : removal;
    }

    private TemplateFix? RemoveDeadLetterQueue()
    {
        int index = Math.Max(path.IndexOf("DeadLetterQueue"), path.IndexOf("DeadLetterConfig"));
        return index < 0 ? null : Remove("Remove the dead-letter queue", index);
    }

    /// <summary>
    /// Removes an entry, with the maps around it that it leaves empty and the resource that it leaves without a setting; not what makes a resource that something else
    /// names, nor the last resource of all.
    /// </summary>
    private TemplateFix? Remove(string title, int index)
    {
        while (index > 0 && IsAlone(index))
        {
            index--;
        }

        (MappingNode map, MappingEntry entry) = path.Steps[OutermostOf(index)];
        if (ReferenceEquals(map, template.ResourcesNode) && map.Entries.Count == 1)
        {
            return null;
        }

        HashSet<string> resources = new(ResourcesOf(map, entry), StringComparer.Ordinal);
        return resources.Count > 0 && template.MentionedByOthers().Any(resources.Contains) ? null : new TemplateFix(title, x => x.RemoveEntry(map, entry.Name!));
    }

    /// <summary>Whether a step has nothing beside it, in a map that may not be empty.</summary>
    private bool IsAlone(int index) => path.Steps[index].Map.Entries.Count == 1
        && Prunable.Contains(path.Steps[index - 1].Entry.Name, StringComparer.Ordinal)
        && ReferenceEquals(TemplateNodes.Follow(path.Steps[index - 1].Entry.Value), path.Steps[index].Map);

    /// <summary>The step of the resource, where a step is the only setting of an <c>AWS::Lambda::EventInvokeConfig</c>; else the step itself.</summary>
    private int OutermostOf(int index)
    {
        (MappingNode map, MappingEntry entry) = path.Steps[index];
        for (int i = 0; i < index; i++)
        {
            if (ReferenceEquals(path.Steps[i].Map, template.ResourcesNode)
                && template.Find(path.Steps[i].Entry.Name!) is { Type: ResourceTypes.EventInvokeConfig } config && ReferenceEquals(config.Properties, map)
                && map.Entries.All(x => ReferenceEquals(x, entry) || x.Name is "FunctionName" or "Qualifier"))
            {
                return i;
            }
        }

        return index;
    }

    /// <summary>The logical ids of the resources that an entry is, or that SAM makes of it.</summary>
    private IEnumerable<string> ResourcesOf(MappingNode map, MappingEntry entry)
    {
        if (ReferenceEquals(map, template.ResourcesNode))
        {
            return [entry.Name!];
        }

        return entry.Name != SettingKeys.EventInvokeConfig ? []
            : template.Resources.Where(x => x.Type == ResourceTypes.ServerlessFunction && (ReferenceEquals(map, x.Properties) || ReferenceEquals(map, template.GlobalFunction))).Select(static x => x.LogicalId + SettingKeys.EventInvokeConfig);
    }

    private TemplateFix? SetType(MappingNode? map)
    {
        bool isDeadLetter = path.IndexOf("DeadLetterQueue") >= 0;
        bool isEvent = path.IndexOf("Events") >= 0 && path.IndexOf(SettingKeys.EventInvokeConfig) < 0;
        string? written = TemplateNodes.Text(map?["Type"]);
        if (map is null || (map.Find("Type") is not null && written is null))
        {
            return null;
        }

        TemplateNode? target = map[isDeadLetter ? "TargetArn" : "Destination"];
        DestinationTargetType?[] types = [.. DestinationTarget.ReadAll(template, target, default).Select(static x => x.Type).Distinct()];
        string? type = types is [{ } only]
            ? isEvent ? AwsTargets.SamEventSourceType(only) : AwsTargets.SamAsynchronousType(only)
            : written is not null ? ShapeChecks.Correct(written, isEvent) : null;
        bool isPossible = type is not null && type != written
            && (isDeadLetter ? type is "SQS" or "SNS" : AwsTargets.FromSamType(type, isEvent) is { } kind && (kind != DestinationTargetType.S3 || path.IndexOf("OnSuccess") < 0));
        return isPossible ? new TemplateFix($"Write Type: {type}", x => x.SetEntry(map, "Type", TemplateValue.String(type!))) : null;
    }

    /// <summary>Where the type is written that does not fit: functions inherit one half from <c>Globals</c>, and may have the other themselves.</summary>
    private TemplateFix? SetWrittenType() => path.Last.Map.Find("Type") is null ? null : SetType(path.Last.Map);

    private TemplateFix? Clamp(long minimum, long maximum, long minimumOfMapping, long maximumOfMapping)
    {
        (MappingNode map, MappingEntry entry) = path.Last;
        if (path.List is not null || Number(entry.Value) is not { } value)
        {
            return null;
        }

        bool isMapping = entry.Name is "MaximumRecordAgeInSeconds" || (path.IndexOf(SettingKeys.EventInvokeConfig) < 0 && !IsInvokeConfig());
        long nearest = isMapping ? Math.Min(Math.Max(value, minimumOfMapping), maximumOfMapping) : Math.Min(Math.Max(value, minimum), maximum);
        TemplateFix? fewer = null;
        if (!isMapping && entry.Name == Retries)
        {
            // No more than run within the age, or what is written instead is the next finding.
            nearest = Number(map[EventAge]) is { } limit ? Math.Min(nearest, Limits.RetriesWithin(Limits.NearestEventAge(limit))) : nearest;
        }
        else if (!isMapping && (Number(map[Retries]) ?? (map.Find(Retries) is null ? 1 : null)) > Limits.RetriesWithin(nearest))
        {
            fewer = SetPossibleRetries(nearest);
        }

        return new TemplateFix($"Write {entry.Name}: {nearest}{(fewer is null ? "" : $", {Retries}: {Limits.RetriesWithin(nearest)}")}", x =>
        {
            x.SetEntry(map, entry.Name!, TemplateValue.Number(nearest));
            fewer?.Queue(x);
        });
    }

    /// <summary>Brings a setting of a mapping into its range.</summary>
    private TemplateFix? ClampOfMapping()
    {
        (MappingNode map, MappingEntry entry) = path.Last;
        if (path.List is not null || Number(entry.Value) is not { } value || MappingFacts.Find(entry.Name ?? "") is not { } facts)
        {
            return null;
        }

        string? type = MappingAt()?.Source.Type;
        long nearest = facts.Nearest(value, type);
        if (nearest == value && facts.Name == MappingFacts.MinimumPollers && Number(map[MappingFacts.MaximumPollers]) is { } most)
        {
            nearest = Math.Min(value, most);
        }

        return nearest == value ? null : new TemplateFix($"Write {entry.Name}: {nearest}", x => x.SetEntry(map, entry.Name!, TemplateValue.Number(nearest)));
    }

    /// <summary>Brings the batches of a queue to what Lambda accepts.</summary>
    private TemplateFix? SetBatches()
    {
        (MappingNode map, MappingEntry entry) = path.Last;
        if (path.List is not null || MappingAt() is not { } mapping || !ReferenceEquals(mapping.Source.Properties, map))
        {
            return null;
        }

        return entry.Name == MappingFacts.Window ? new TemplateFix($"Remove {MappingFacts.Window}", x => x.RemoveEntry(map, MappingFacts.Window))
            : mapping.IsOfFifo ? new TemplateFix($"Write {entry.Name}: {Limits.MaximumBatchWithoutWindow}", x => x.SetEntry(map, entry.Name!, TemplateValue.Number(Limits.MaximumBatchWithoutWindow)))
            : new TemplateFix($"Write {MappingFacts.Window}: 1", x => x.SetEntry(map, MappingFacts.Window, TemplateValue.Number(1)));
    }

    /// <summary>The mapping that has the place; <see langword="null"/> when none has.</summary>
    private MappingConfiguration? MappingAt()
    {
        DestinationConfiguration configuration = DestinationConfiguration.Of(template);
        return configuration.Functions.SelectMany(static x => x.Mappings).Concat(configuration.UnattachedMappings)
            .FirstOrDefault(x => path.Steps.Any(y => ReferenceEquals(x.Source.Properties, y.Map)));
    }

    private static long? Number(TemplateNode? node) =>
        long.TryParse(TemplateNodes.Text(node), NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) ? number : null;

    private bool IsInvokeConfig() => path.Steps.Any(x => x.Entry.Name is { } id && ReferenceEquals(x.Map, template.ResourcesNode) && template.Find(id)?.Type == ResourceTypes.EventInvokeConfig);

    private TemplateFix? SetPossibleRetries(long age)
    {
        // What a function says itself stands over Globals.
        bool isOverridden = path.IndexOf("Globals") == 0 && template.Resources.Any(static x =>
            x.Type == ResourceTypes.ServerlessFunction && TemplateNodes.Child(x.Properties, SettingKeys.EventInvokeConfig)?.Find(Retries) is not null);
        if (isOverridden)
        {
            return null;
        }

        MappingNode map = path.Last.Map;
        int possible = Limits.RetriesWithin(age);
        return new TemplateFix($"Write {Retries}: {possible}", x => x.SetEntry(map, Retries, TemplateValue.Number(possible)));
    }

    private TemplateFix? SetArn()
    {
        (MappingNode map, MappingEntry entry) = path.Last;
        if (path.List is not null || DestinationTarget.Read(template, entry.Value, default).Resource is not { } resource)
        {
            return null;
        }

        bool byRef = AwsTargets.RefIsArn(resource.Type);
        TemplateValue value = resource.ArnValue;
        return new TemplateFix(byRef ? $"Write !Ref {resource.LogicalId}" : $"Write !GetAtt {resource.LogicalId}.Arn", x => x.SetEntry(map, entry.Name!, value));
    }

    private TemplateFix? SetFilterScope() => path is { List: null, Last: ({ } map, { Name: "FilterPolicy" }) }
        ? new TemplateFix("Write FilterPolicyScope: MessageBody", x => x.SetEntry(map, "FilterPolicyScope", TemplateValue.String("MessageBody")))
        : null;

    /// <summary>The region of the stack in place of one that is written out.</summary>
    private TemplateFix? SetOwnRegion()
    {
        (MappingNode map, MappingEntry entry) = path.Last;
        if (path.List is not null || TemplateNodes.Text(entry.Value) is not { } text || ArnText.Split(text) is not { } arn || text.IndexOf("${", StringComparison.Ordinal) >= 0)
        {
            return null;
        }

        int start = arn[0].Length + arn[1].Length + arn[2].Length + 3;
        string written = text.Substring(0, start) + "${AWS::Region}" + text.Substring(start + arn[3].Length);
        return new TemplateFix($"Write !Sub {written}", x => x.SetEntry(map, entry.Name!, TemplateValue.Sub(written)));
    }

    private TemplateFix? SetOfMapping(string name, TemplateValue value, string? title = null)
    {
        int index = path.IndexOf("DestinationConfig");
        return index < 0 ? null : new TemplateFix(title ?? $"Write {name}: {value.Text}", x => x.SetEntry(path.Steps[index].Map, name, value));
    }

    private TemplateFix? Retain()
    {
        MappingNode? destination = TemplateNodes.Follow(path.Last.Entry.Value) as MappingNode;
        DestinationTarget[] targets = [.. DestinationTarget.ReadAll(template, destination?["Destination"], default)];
        return targets is [{ Resource: { Type: ResourceTypes.Bucket } bucket }] ? new TemplateFix($"Write DeletionPolicy: Retain for {bucket.LogicalId}", x => x.SetEntry(bucket.Body, "DeletionPolicy", TemplateValue.String("Retain"))) : null;
    }
}
