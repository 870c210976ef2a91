using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Corrections that look at more than the place of the finding: keys that stand elsewhere, what a queue's readers need, a policy that is missing.</summary>
internal sealed class RepairFix(TemplateModel template, SourceSpan span)
{
    private static readonly Dictionary<Rule, Func<RepairFix, TemplateFix?>> Fixes = new()
    {
        [DeclarationRules.MisplacedKey] = static x => x.MoveBelowProperties(),
        [DeclarationRules.UnknownKey] = static x => x.Rename(),
        [DeclarationRules.NoMap] = static x => x.MakeMap(),
        [DeclarationRules.NoTarget] = static x => x.ShortenArn(),
        [EventSourceMappingRules.ShortVisibility] = static x => x.HideLonger(),
        [PermissionRules.NoArnInPolicy] = static x => x.NameByArn(),
        [ConfigurationRules.NotMadeBySam] = static x => x.NameAfterFirst(),
        [ConfigurationRules.BeforeAlias] = static x => x.WaitForAlias(),
        [ConfigurationRules.EventsAmongRecords] = static x => new QueueFormatChecks(x.Template).Fix(x.Span),
        [ConfigurationRules.NoRecordMatches] = static x => x.MatchRecords(),
        [ConfigurationRules.TopicCannotSend] = static x => x.LetSend(),
        [ConfigurationRules.RuleCannotSend] = static x => x.LetSend(),
        [ConfigurationRules.BucketSendsNoEvents] = static x => BucketEventChecks.Fix(x.Template, x.Span),
        [ConfigurationRules.MayNotInvoke] = static x => InvokeChecks.Fix(x.Template, x.Span),
        [ConfigurationRules.NotificationRefused] = static x => InvokeChecks.FixNotification(x.Template, x.Span),
    };

    private readonly NodePath? _path = NodePath.To(template.Document.Root, span);

    private TemplateModel Template => template;

    private SourceSpan Span => span;

    /// <summary>The rules that have one.</summary>
    public static IEnumerable<Rule> Rules => Fixes.Keys;

    /// <summary>The correction of a finding; <see langword="null"/> when it is not determinate.</summary>
    public static TemplateFix? Find(TemplateModel template, Rule rule, SourceSpan span) => Fixes.TryGetValue(rule, out Func<RepairFix, TemplateFix?>? fix) ? fix(new RepairFix(template, span)) : null;

    private (MappingNode Map, MappingEntry Entry)? Place => _path is { List: null } path ? path.Last : null;

    private TemplateFix? MoveBelowProperties() =>
        Place is ({ } owner, { Name: { } key } entry) && owner["Properties"] is MappingNode { Tag: null } properties && properties.Find(key) is null && !HasComment(entry)
            ? new TemplateFix($"Move {key} below Properties", x =>
            {
                x.RemoveEntry(owner, key);
                x.SetEntry(properties, key, TemplateValue.FromNode(entry.Value));
            })
            : null;

    private TemplateFix? Rename() =>
        Place is ({ } map, { Name: { } key } entry) && !HasComment(entry)
        && new KeyChecks(template).Check().FirstOrDefault(x => x.Rule == DeclarationRules.UnknownKey && x.TemplateSpan == span)?.Data is FindingData.MeantKey { Name: var meant }
        && map.Find(meant) is null
            ? new TemplateFix($"Write {meant} for {key}", x =>
            {
                x.RemoveEntry(map, key);
                x.SetEntry(map, meant, TemplateValue.FromNode(entry.Value));
            })
            : null;

    /// <summary>A list of one map is that map; the ARN of a dead-letter queue is its target.</summary>
    private TemplateFix? MakeMap()
    {
        if (Place is not ({ } map, { Name: { } key } entry) || HasCommentInside(entry))
        {
            return null;
        }

        if (TemplateNodes.Follow(entry.Value) is SequenceNode { Tag: null, Items: [MappingNode { Tag: null } only] } && !TemplateBranch.IsFunction(only))
        {
            return new TemplateFix($"Write {key} without the list", x => x.SetEntry(map, key, TemplateValue.FromNode(only)));
        }

        if (TemplateNodes.Text(entry.Value) is not { } text || ArnText.Split(text) is not { } arn || key is not ("DeadLetterQueue" or "DeadLetterConfig"))
        {
            return null;
        }

        string? type = arn[2] switch { "sqs" => "SQS", "sns" => "SNS", _ => null };
        TemplateValue target = TemplateValue.String(text);
        return type is null ? null
            : new TemplateFix($"Write TargetArn below {key}", x => x.SetEntry(map, key, key == "DeadLetterQueue" ? TemplateValue.Map(("Type", TemplateValue.String(type)), ("TargetArn", target)) : TemplateValue.Map(("TargetArn", target))));
    }

    /// <summary>The topic of a subscription, the bucket of objects.</summary>
    private TemplateFix? ShortenArn()
    {
        if (Place is not ({ } map, { Name: { } key } entry) || TemplateNodes.Text(entry.Value) is not { } text || ArnText.Split(text) is not { } arn)
        {
            return null;
        }

        int end = arn[2] switch { "sns" => arn[5].IndexOf(':'), "s3" => arn[5].IndexOf('/'), _ => -1 };
        string shorter = end > 0 ? text.Substring(0, text.Length - arn[5].Length + end) : text;
        return end > 0 ? new TemplateFix($"Write {shorter}", x => x.SetEntry(map, key, TemplateValue.String(shorter))) : null;
    }

    /// <summary>What AWS advises for the slowest of the queue's readers.</summary>
    private TemplateFix? HideLonger()
    {
        if (template.ResourceAt(span) is not { Type: ResourceTypes.Queue } queue || QueueConsumer.Of(template, queue.LogicalId) is not { Count: > 0 } consumers)
        {
            return null;
        }

        long advised = Math.Min(consumers.Max(static x => x.AdvisedVisibility), Limits.MaximumVisibilityTimeout);
        TemplateValue seconds = TemplateValue.Number(advised);
        return new TemplateFix(
            $"Write VisibilityTimeout: {advised}",
            x =>
            {
                if (queue.Properties is { } properties)
                {
                    x.SetEntry(properties, "VisibilityTimeout", seconds);
                }
                else
                {
                    x.SetEntry(queue.Body, "Properties", TemplateValue.Map(("VisibilityTimeout", seconds)));
                }
            },
            "VisibilityTimeout " + queue.LogicalId);
    }

    /// <summary>The ARN of a queue in place of its URL; a variable that only <c>Fn::Sub</c> replaces.</summary>
    private TemplateFix? NameByArn()
    {
        if (_path is not { } path || (path.List is { } items ? items.Items[path.Index] : path.Last.Entry.Value) is not { } node)
        {
            return null;
        }

        Interpreter interpreter = ResourceNames.Of(template).Interpreter;
        TemplateValue? value = TemplateNodes.Text(node) is { } text
            ? text.IndexOf("${", StringComparison.Ordinal) >= 0 && interpreter.Text(TemplateValue.Sub(text)) is var given && (given.StartsWith("arn:") || GivesArn(TemplateValue.Sub(text), interpreter)) ? TemplateValue.Sub(text) : null
            : interpreter.ReferenceOf(TemplateValue.FromNode(node)) is { } reference && template.Find(reference.Id) is { Type: ResourceTypes.Queue } queue ? queue.ArnValue : null;
        return value is null ? null
            : path.List is { } list
                ? new TemplateFix("Name it by its ARN", x =>
                {
                    x.RemoveItem(list, path.Index);
                    x.AddItem(list, value);
                })
                : new TemplateFix("Name it by its ARN", x => x.SetEntry(path.Last.Map, path.Last.Entry.Name!, value));
    }

    private bool GivesArn(TemplateValue value, Interpreter interpreter) =>
        interpreter.ReferenceOf(value) is { } reference && template.Find(reference.Id) is { } resource && ResourceFacts.Find(resource.Type) is { } facts && facts.Give(reference.Attribute) == ResourceText.Arn;

    /// <summary>The name that SAM gives what all functions share.</summary>
    private TemplateFix? NameAfterFirst()
    {
        if (Place is not ({ } map, { Name: { } key } entry) || TemplateBranch.FunctionOf(entry.Value) is not { } function || function.Name is not (Intrinsics.Ref or Intrinsics.GetAtt))
        {
            return null;
        }

        TemplateValue written = TemplateValue.FromNode(entry.Value);
        TemplateValue argument = written.Entries[0].Value;
        string name = argument.Text ?? string.Join(".", argument.Items.Select(static x => x.Text));
        int dot = name.IndexOf('.');
        if (dot < 0 || template.Find(name.Substring(0, dot)) is not { } owner
            || SamQueues.SharedBy(template, owner, name.IndexOf(SamNames.DestinationTopic, StringComparison.Ordinal) == dot + 1) is not { } shared)
        {
            return null;
        }

        string right = shared.Function + name.Substring(dot);
        TemplateValue value = function.Name == Intrinsics.Ref ? TemplateValue.Ref(right)
            : TemplateValue.GetAtt(right.Substring(0, right.LastIndexOf('.')), right.Substring(right.LastIndexOf('.') + 1));
        return new TemplateFix($"Write {right}", x => x.SetEntry(map, key, value));
    }

    private TemplateFix? WaitForAlias()
    {
        if (template.ResourceAt(span) is not { Type: ResourceTypes.EventInvokeConfig } config || !PermissionFix.CanWait(config))
        {
            return null;
        }

        AliasOrderChecks checks = new(template);
        string[] aliases = [.. DestinationConfiguration.Of(template).Functions.SelectMany(checks.Unordered).Where(x => x.Config.Owner.LogicalId == config.LogicalId).Select(static x => x.Alias).Distinct()];
        return aliases.Length == 1 ? new TemplateFix($"Write DependsOn: {aliases[0]} to {config.LogicalId}", x => PermissionFix.AddDependsOn(x, config, aliases)) : null;
    }

    /// <summary>What records have in a member where it is clear what is meant: the source of all, the type or condition that is nearly named, the ARN with a qualifier.</summary>
    private TemplateFix? MatchRecords()
    {
        if (Place is not ({ } pattern, { Name: { } member } entry) || entry.Value.FullSpan != span || TemplateNodes.Follow(entry.Value) is not SequenceNode { Tag: null } values || HasCommentInside(entry))
        {
            return null;
        }

        TemplateValue?[] meant =
        [
            .. values.Items.Select(x => member switch
            {
                "source" => TemplateValue.String(RecordFacts.Source),
                "detail-type" => OutcomeOf(TemplateNodes.Text(x)) is { } outcome ? TemplateValue.String(RecordFacts.DetailType(outcome)) : null,
                "condition" => TemplateNodes.Text(x) is { } text && RecordFacts.AsynchronousConditionOf(text) is { } condition ? TemplateValue.String(condition) : null,
                "functionArn" or "resources" => OfAnyQualifier(x),
                _ => null,
            }).Distinct(),
        ];
        return meant.Length > 0 && Array.TrueForAll(meant, static x => x is not null)
            ? new TemplateFix($"Wait for {member} {string.Join(" or ", meant.Select(static x => x!.Text ?? x.ToString()))}", x => x.SetEntry(pattern, member, TemplateValue.List([.. meant.Select(static y => y!)])))
            : null;
    }

    private static DestinationOutcome? OutcomeOf(string? type) =>
        type is null ? null
        : type.IndexOf("fail", StringComparison.OrdinalIgnoreCase) >= 0 ? DestinationOutcome.Failure
        : type.IndexOf("succe", StringComparison.OrdinalIgnoreCase) >= 0 ? DestinationOutcome.Success
        : null;

    /// <summary>A record names the function with its qualifier, whatever that is.</summary>
    private TemplateValue? OfAnyQualifier(TemplateNode arn) =>
        ResourceNames.Of(template).Interpreter.ReferenceOf(TemplateValue.FromNode(arn)) is { Attribute: "Arn" } reference && template.Find(reference.Id) is { IsFunction: true } function
            ? TemplateValue.Map(("prefix", TemplateValue.Sub($"${{{function.LogicalId}.Arn}}:")))
            : null;

    /// <summary>A policy for a queue or topic that has none. It has one policy: a second would take the place of the first.</summary>
    private TemplateFix? LetSend()
    {
        (TemplateResource Source, TemplateResource Target, FlowEdge Edge)[] ways =
        [
            .. FlowGraph.Of(template).Edges
                .Where(x => x.Span == span
                    && x is { Kind: FlowEdgeKind.Delivers, From.Resource.Type: ResourceTypes.Topic or ResourceTypes.Rule, To.Resource.Type: ResourceTypes.Queue or ResourceTypes.Topic })
                .Select(static x => (x.From.Resource!, x.To.Resource!, x)),
        ];
        if (ways is not [var (source, target, edge)])
        {
            return null;
        }

        ServiceSender sender = new(source.Type == ResourceTypes.Topic ? ServiceSender.Sns : ServiceSender.EventBridge, source);
        if (ResourcePolicies.LetServiceSend(template, target, sender).Any())
        {
            return target.Properties is { } properties && properties["KmsMasterKeyId"] is { } key ? LetUseKey(sender, target, properties, key) : null;
        }

        string id = target.LogicalId + "Policy";
        if (ResourcePolicies.HasPolicy(template, target) || !edge.Conditions.IsAlways || template.Find(id) is not null || template.HasParameter(id))
        {
            return null;
        }

        // One policy for all that send there in the same way.
        TemplateResource[] sources =
        [
            .. FlowGraph.Of(template).To(target.LogicalId)
                .Where(x => x is { Kind: FlowEdgeKind.Delivers, Conditions.IsAlways: true } && x.From.Resource?.Type == source.Type)
                .GroupBy(static x => x.From.Id, StringComparer.Ordinal)
                .Select(static x => x.First().From.Resource!),
        ];
        bool isTopic = target.Type == ResourceTypes.Topic;
        TemplateValue statement = TemplateValue.Map(
            ("Effect", TemplateValue.String("Allow")),
            ("Principal", ServiceGrants.Principal(sender.Principal)),
            ("Action", TemplateValue.String(ResourcePolicies.SendTo(target))),
            ("Resource", target.ArnValue),
            ("Condition", TemplateValue.Map(("ArnEquals", TemplateValue.Map(("aws:SourceArn", sources.Length == 1 ? source.ArnValue : TemplateValue.List([.. sources.Select(static x => x.ArnValue)])))))));
        TemplateValue policy = TemplateResource.Write(isTopic ? "AWS::SNS::TopicPolicy" : "AWS::SQS::QueuePolicy", TemplateValue.Map(
            (isTopic ? "Topics" : "Queues", TemplateValue.List(TemplateValue.Ref(target.LogicalId))),
            ("PolicyDocument", EventRuleText.Document([statement]))));
        return new TemplateFix($"Let {AuditFacts.And([.. sources.Select(static x => x.LogicalId)])} send to {target.LogicalId} by policy {id}", x => x.SetEntry(template.ResourcesNode!, id, policy), id);
    }

    /// <summary>A key that a service can use: that of SQS in place of one that nobody can change, or a statement more in the policy of a key of the template.</summary>
    private TemplateFix? LetUseKey(ServiceSender sender, TemplateResource target, MappingNode properties, TemplateNode node)
    {
        if (ResourceNames.Literal(template, node) is "alias/aws/sqs")
        {
            return new TemplateFix(
                "Encrypt it by SqsManagedSseEnabled",
                x =>
                {
                    x.RemoveEntry(properties, "KmsMasterKeyId");
                    x.SetEntry(properties, "SqsManagedSseEnabled", TemplateValue.Boolean(true));
                },
                "SqsManagedSseEnabled " + target.LogicalId);
        }

        ResourceNames names = ResourceNames.Of(template);
        if (names.Find(TemplateValue.FromNode(node), names.Interpreter) is not { Type: ResourceTypes.Key } key
            || TemplateBranch.IsFunction(key.Properties?["KeyPolicy"])
            || TemplateNodes.Child(key.Properties, "KeyPolicy")?["Statement"] is not SequenceNode { Tag: null } statements)
        {
            return null;
        }

        TemplateValue statement = ServiceGrants.UseKey(sender.Principal);
        return new TemplateFix($"Let {sender.Source!.LogicalId} use {key.LogicalId}", x => x.AddItem(statements, statement), $"{sender.Principal} {key.LogicalId}");
    }

    /// <summary>What is written anew elsewhere loses the comments in it, and the one behind it.</summary>
    private bool HasComment(MappingEntry entry)
    {
        string text = template.Document.Text;
        int end = EndOf(entry);
        int lineEnd = text.IndexOf('\n', end) is >= 0 and int found ? found : text.Length;
        return HasCommentInside(entry)
            || (template.Document.Format == TemplateFormat.Yaml && text.Substring(end, lineEnd - end).TrimStart().StartsWith("#", StringComparison.Ordinal));
    }

    /// <summary>What is written anew in its place loses the comments in it.</summary>
    private bool HasCommentInside(MappingEntry entry)
    {
        int start = entry.Key.FullSpan.Start;
        return template.Document.Format == TemplateFormat.Yaml && template.Document.Text.IndexOf('#', start, EndOf(entry) - start) >= 0;
    }

    private static int EndOf(MappingEntry entry) => Math.Max(entry.Key.FullSpan.End, entry.Value.FullSpan.End);
}
