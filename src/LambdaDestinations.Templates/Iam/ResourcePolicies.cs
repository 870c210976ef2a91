using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Iam;

/// <summary>
/// Policies of the targets themselves. Within one account either side may grant (IAM User Guide, "Policy evaluation logic"), so a
/// queue policy or a key policy can stand in for what a role lacks. Whether it names this very role is not followed: it only
/// takes away certainty.
/// </summary>
internal static class ResourcePolicies
{
    // The resource types that carry a policy, with the property that names the target.
    private static readonly Dictionary<string, string> Carriers = new(StringComparer.Ordinal)
    {
        ["AWS::SQS::QueuePolicy"] = "Queues",
        ["AWS::SQS::QueueInlinePolicy"] = "Queue",
        ["AWS::SNS::TopicPolicy"] = "Topics",
        ["AWS::SNS::TopicInlinePolicy"] = "TopicArn",
        ["AWS::S3::BucketPolicy"] = "Bucket",
        ["AWS::Events::EventBusPolicy"] = "EventBusName",
        [ResourceTypes.Permission] = "FunctionName",
    };

    /// <summary>The few resources that carry the policy of a target, in source order. Found at the first use.</summary>
    private static TemplateResource[] HoldersOf(TemplateModel template) => template.Derive(static x => x.Resources.Where(static y => Carriers.ContainsKey(y.Type)).ToArray());

    /// <summary>Whether the target's own policy may allow an action to a role of the account.</summary>
    /// <param name="template">The template.</param>
    /// <param name="grant">The action and its target.</param>
    /// <param name="conditions">When the question arises.</param>
    public static bool MayAllow(TemplateModel template, RequiredGrant grant, ConditionSet conditions)
    {
        Interpreter interpreter = ResourceNames.Of(template).Interpreter;
        if (ResourceNames.Of(template).Find(grant.Target, interpreter) is not { } target)
        {
            return false;
        }

        PolicyReader reader = new(interpreter);
        bool Allow(TemplateNode document, TemplateResource owner) => Allows(reader, document, owner, grant.Action, MayNameRole).Any(x => x.IsCompatibleWith(conditions));
        if (target.Type is ResourceTypes.Key or ResourceTypes.ReplicaKey)
        {
            return target.Properties?["KeyPolicy"] is { } policy && Allow(policy, target);
        }

        return HoldersOf(template).Any(x =>
            Carriers.TryGetValue(x.Type, out string? property)
            && (x.Properties?[property] is not { } named || References.In(named).Any(y => y == target.LogicalId || template.Find(y) is null))
            && (x.Properties?["PolicyDocument"] is { } document ? Allow(document, x)
                : MayNameRole(x.Properties?["Principal"] ?? TemplateNodes.Child(x.Properties, "Statement")?["Principal"]) && x.Conditions().IsCompatibleWith(conditions)));
    }

    /// <summary>When a queue's policies may let a service send to it: a service has no policies of its own (Amazon SNS Developer Guide, "Subscribing an Amazon SQS queue").</summary>
    /// <param name="template">The template.</param>
    /// <param name="queue">A queue of it.</param>
    /// <param name="service">The service's principal.</param>
    public static IEnumerable<ConditionSet> LetServiceSend(TemplateModel template, TemplateResource queue, string service)
    {
        PolicyReader reader = new(ResourceNames.Of(template).Interpreter);
        return (template.HasHiddenResources ? [ConditionSet.Always] : Array.Empty<ConditionSet>())
            .Concat(SamConnectors.Of(template).All.Where(x => SamConnectors.Of(template).DestinationsOf(x).Any(y => y.LogicalId == queue.LogicalId)).Select(static x => x.Owner.Conditions()))
            .Concat(HoldersOf(template)
                .Where(x => x.Properties is { } properties && (properties[Carriers[x.Type]] is not { } named || References.In(named).Count == 0 || References.In(named).Any(y => y == queue.LogicalId || template.Find(y) is null)))
                .SelectMany(x => x.Properties!["PolicyDocument"] is { } document ? Allows(reader, document, x, "sqs:SendMessage", y => MayNameService(y, service)) : []));
    }

    /// <summary>Whether a key's policy may let a service encrypt for a queue.</summary>
    /// <param name="template">The template.</param>
    /// <param name="key">A key of it.</param>
    /// <param name="service">The service's principal.</param>
    public static bool MayLetServiceEncrypt(TemplateModel template, TemplateResource key, string service) =>
        key.Properties?["KeyPolicy"] is { } policy
        && Allows(new PolicyReader(ResourceNames.Of(template).Interpreter), policy, key, "kms:GenerateDataKey", x => MayNameService(x, service)).Any();

    /// <summary>When the statements of a policy hold that may allow an action; what is not shown may be one.</summary>
    private static IEnumerable<ConditionSet> Allows(PolicyReader reader, TemplateNode document, TemplateResource owner, string action, Func<TemplateNode?, bool> mayName)
    {
        StatementPlace place = new(owner.LogicalId, owner.Entry.Key.Span, owner);
        bool Allow(TemplateBranch branch) => branch.Map is not { } statement || TemplateBranch.MayHoldMore(statement)
            || (TemplateNodes.Text(statement["Effect"]) != "Deny" && mayName(statement["Principal"]) && reader.Statement(statement, place).IsAbout(action) != Truth.No);
        return TemplateBranch.Items(document, owner.Conditions())
            .SelectMany(static x => x.Map is { } policy && policy["Statement"] is { } statements ? TemplateBranch.Items(statements, x.Conditions).Select(static y => (Branch: y, IsShown: true)) : [(x, false)])
            .Where(x => !x.IsShown || Allow(x.Branch))
            .Select(static x => x.Branch.Conditions);
    }

    /// <summary>Whether a principal may be a service: it is named, everybody is, or a deployment decides.</summary>
    private static bool MayNameService(TemplateNode? principal, string service)
    {
        if (principal is null)
        {
            return false;
        }

        TemplateValue value = TemplateValue.FromNode(principal);
        if (value.Kind != TemplateValueKind.Map || Interpreter.IsComputed(value))
        {
            return value.Text is null or "*";
        }

        bool May(TemplateValue named) => named.Text is { } text ? text == "*" || text == service : named.Kind == TemplateValueKind.Map;
        return value.Entries.Any(x => x.Key is "Service" or "AWS" && (x.Value.Kind == TemplateValueKind.List ? x.Value.Items.Any(y => x.Key == "Service" ? May(y) : y.Text == "*") : x.Key == "Service" ? May(x.Value) : x.Value.Text == "*"));
    }

    /// <summary>Whether a principal may be a role: not a service, and not the account, which only lets the account's own policies decide.</summary>
    private static bool MayNameRole(TemplateNode? principal)
    {
        if (principal is null)
        {
            return false;
        }

        TemplateValue value = TemplateValue.FromNode(principal);
        TemplateValue named = value["AWS"] ?? (value.Kind == TemplateValueKind.Map && value.Entries.All(static x => x.Key is "Service" or "Federated" or "CanonicalUser") ? TemplateValue.Null : value);
        return named.Kind != TemplateValueKind.Null && !(named.Kind == TemplateValueKind.List ? named.Items.All(IsNoRole) : IsNoRole(named));
    }

    private static bool IsNoRole(TemplateValue principal)
    {
        string text = principal.Text ?? principal.ToString();
        return text.IndexOf(":root", StringComparison.Ordinal) >= 0
            || text.EndsWith(".amazonaws.com", StringComparison.Ordinal)
            || text.EndsWith(".amazonaws.com.cn", StringComparison.Ordinal)
            || principal is { Entries: [{ Key: Intrinsics.Ref, Value.Text: "AWS::AccountId" }] }
            || (text.Length == 12 && text.All(char.IsDigit));
    }
}
