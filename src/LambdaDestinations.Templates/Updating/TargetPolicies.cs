using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>
/// The policies of queues and topics that event rules send to. Each target has one: a second would replace the first (Amazon SQS API Reference,
/// <c>SetQueueAttributes</c>), so statements go into the one that is there, or all of a target's into a new one.
/// </summary>
/// <param name="template">The template.</param>
/// <param name="assembly">The assembly whose attributes ask.</param>
/// <param name="desired">Takes what is asked for.</param>
/// <param name="order">Who waits for whom.</param>
/// <param name="report">Takes what stands in the way.</param>
internal sealed class TargetPolicies(TemplateModel template, string assembly, DesiredState desired, DependencyOrder order, UpdateReport report)
{
    /// <summary>The types of resources that are policies of targets, with the property that names the target.</summary>
    private static readonly (DestinationTargetType Target, string Type, string Property)[] Carriers =
    [
        (DestinationTargetType.Sqs, "AWS::SQS::QueuePolicy", "Queues"),
        (DestinationTargetType.Sqs, "AWS::SQS::QueueInlinePolicy", "Queue"),
        (DestinationTargetType.Sns, "AWS::SNS::TopicPolicy", "Topics"),
        (DestinationTargetType.Sns, "AWS::SNS::TopicInlinePolicy", "TopicArn"),
    ];

    /// <summary>Where a policy has its statements.</summary>
    public static readonly SettingPath Statements = SettingPath.Of("Properties", "PolicyDocument", "Statement");

    private readonly List<Need> _needs = [];

    /// <summary>Lets a rule send to a queue or topic.</summary>
    /// <param name="target">Its logical id.</param>
    /// <param name="destination">The destination, or the dead-letter queue.</param>
    /// <param name="function">The durable function.</param>
    /// <param name="rule">The rule's logical id.</param>
    public void Add(string target, ResolvedDestination destination, TemplateResource function, string rule)
    {
        if (!_needs.Exists(x => x.Target == target && x.Rule == rule))
        {
            _needs.Add(new Need(target, destination.Model.TargetType, destination.Value, IsOfUser: destination.Target is not null, function, rule));
        }
    }

    /// <summary>Asks for the policies, once all functions are planned.</summary>
    public void Write()
    {
        foreach (IGrouping<string, Need> needs in _needs.GroupBy(static x => x.Target, StringComparer.Ordinal))
        {
            TemplateResource[] written = [.. template.Resources.Where(x => IsOf(x, needs.First().Type, needs.Key) && !IsCreatedForUs(x))];
            if (written.Length > 1)
            {
                report.Findings.Add(new Finding(TemplateRules.HasSeveralPolicies(needs.Key, written.Select(static x => x.LogicalId)), written[1].Entry.Key.Span));
            }
            else if (written is [var policy])
            {
                foreach (Need need in needs)
                {
                    Extend(policy, need);
                }
            }
            else
            {
                Create([.. needs.OrderBy(static x => ConditionOf(x.Function) is null ? 0 : 1)]);
            }
        }
    }

    /// <summary>Whether a resource is a policy of a queue or topic.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="type">What the target is.</param>
    /// <param name="target">Its logical id.</param>
    public static bool IsOf(TemplateResource resource, DestinationTargetType type, string target) =>
        Carriers.Any(x => x.Target == type && x.Type == resource.Type && resource.Properties?[x.Property] is { } named && References.In(named).Contains(target));

    /// <summary>The policy that lets rules send to a queue or topic which has none: its logical id, its type and its properties.</summary>
    /// <param name="type">What the target is.</param>
    /// <param name="target">Its logical id.</param>
    /// <param name="arn">Its ARN.</param>
    /// <param name="isOfUser">Whether others may publish to it, too.</param>
    /// <param name="statements">What it is to allow.</param>
    public static (string Id, string Type, TemplateValue Properties) NewPolicy(DestinationTargetType type, string target, TemplateValue arn, bool isOfUser, IEnumerable<TemplateValue> statements)
    {
        (_, string policy, string property) = Carriers.First(x => x.Target == type);
        return (target + "EventRulePolicy", policy, TemplateValue.Map(
            (property, TemplateValue.List(TemplateValue.Ref(target))),
            ("PolicyDocument", EventRuleText.Document(type == DestinationTargetType.Sns && isOfUser ? statements.Prepend(EventRuleText.OwnAccount(arn)) : statements))));
    }

    private bool IsCreatedForUs(TemplateResource resource) =>
        OwnershipRecord.Read(resource) is { Function: { } function } record && (record.Assembly == assembly || desired.Functions.Contains(function));

    private static string? ConditionOf(TemplateResource resource) => TemplateNodes.Text(resource.Body["Condition"]);

    private void Extend(TemplateResource policy, Need need)
    {
        TemplateValue statement = EventRuleText.Statement(need.Type, need.Arn, need.Rule);
        RuleMessage? problem =
            OwnershipRecord.Read(policy) is { } record && record.Assembly != assembly ? TemplateRules.PolicyIsOfOtherAssembly(policy.LogicalId, record.Assembly)
            : ConditionOf(policy) is { } condition && condition != ConditionOf(need.Function) ? TemplateRules.PolicyIsConditional(policy.LogicalId, condition, need.Function.LogicalId)
            : order.IsAfter([need.Function.LogicalId], policy.LogicalId) ? TemplateRules.FunctionWaitsForPolicy(policy.LogicalId, need.Function.LogicalId)
            : WrittenSetting.Find(policy, Statements).Node is not SequenceNode { Tag: null } ? TemplateRules.StatementsAreNoList(policy.LogicalId, new ShownValues([statement], template.Document.Format))
            : null;
        if (problem is { } message)
        {
            report.Findings.Add(new Finding(message, policy.Entry.Key.Span));
            return;
        }

        desired.For(policy.LogicalId).Statements.Add((need.Rule, Guarded(statement, ConditionOf(need.Function), ConditionOf(policy))));
        report.Proofs.Add($"{need.Function.LogicalId}: {policy.LogicalId} lets {need.Rule} send to {need.Target}");
    }

    private void Create(Need[] needs)
    {
        Need first = needs[0];
        string? condition = ConditionOf(first.Function);
        IEnumerable<TemplateValue> statements = needs.Select(x => Guarded(EventRuleText.Statement(x.Type, x.Arn, x.Rule), ConditionOf(x.Function), condition));
        (string id, string type, TemplateValue properties) = NewPolicy(first.Type, first.Target, first.Arn, first.IsOfUser, statements);
        if (condition is not null && needs.FirstOrDefault(x => ConditionOf(x.Function) != condition) is { } other)
        {
            report.Findings.Add(new Finding(TemplateRules.PolicyIsConditional(id, condition, other.Function.LogicalId), other.Function.Entry.Key.Span));
            return;
        }

        desired.Create(id, type, first.Function, [new("Properties", properties)]);
        report.Proofs.AddRange(needs.Select(x => $"{x.Function.LogicalId}: {id} lets {x.Rule} send to {x.Target}"));
    }

    /// <summary>A statement that is there where its rule is.</summary>
    private static TemplateValue Guarded(TemplateValue statement, string? needed, string? given) => needed is null || needed == given
        ? statement
        : TemplateValue.Map((Intrinsics.If, TemplateValue.List(TemplateValue.String(needed), statement, TemplateValue.Ref(PseudoParameters.NoValue))));

    /// <summary>What a rule needs of a target.</summary>
    private sealed record Need(string Target, DestinationTargetType Type, TemplateValue Arn, bool IsOfUser, TemplateResource Function, string Rule);
}
