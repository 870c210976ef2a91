using System;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Writes what delivers the outcome of a durable function: the event rule, and what lets it reach its target.</summary>
internal static class EventRuleFix
{
    /// <summary>The edit for a destination that stands in a template; <see langword="null"/> where it is not determinate.</summary>
    /// <param name="template">The template.</param>
    /// <param name="owner">The resource that has the destination: the function, or its <c>EventInvokeConfig</c>.</param>
    /// <param name="outcome">The outcome.</param>
    /// <param name="destination">The target as it is written.</param>
    public static Action<TemplateEditor>? Find(TemplateModel template, TemplateResource owner, DestinationOutcome outcome, TemplateNode destination)
    {
        TemplateResource? function = owner.IsFunction ? owner
            : owner.Properties?["FunctionName"] is { } name ? DestinationTarget.OfFunction(template, name, default).Function
            : null;
        TemplateValue value = TemplateValue.FromNode(destination);
        ResourceNames names = ResourceNames.Of(template);
        if (function is null || names.Find(value, names.Interpreter) is not { } target || ReferenceEquals(target.Entry, function.Entry)
            || function.Body["Condition"] is not null || target.Body["Condition"] is not null || DestinationTarget.IsFifoResource(template, target))
        {
            return null;
        }

        string rule = EventRuleText.IdOf(function.LogicalId, outcome, "Rule");
        if (template.Find(rule) is not null || Let(template, function, outcome, target, value, rule) is not { } let)
        {
            return null;
        }

        TemplateValue properties = TemplateValue.Map(
            ("EventPattern", EventRuleText.Pattern(function.LogicalId, DurableFacts.Of(outcome, null), null)),
            ("Targets", TemplateValue.List(EventRuleText.Target(outcome, value, null, null, null))));
        return x =>
        {
            x.SetEntry(template.ResourcesNode!, rule, TemplateResource.Write(ResourceTypes.Rule, properties));
            let(x);
        };
    }

    /// <summary>What lets the rule reach a queue, topic or function.</summary>
    private static Action<TemplateEditor>? Let(TemplateModel template, TemplateResource function, DestinationOutcome outcome, TemplateResource target, TemplateValue arn, string rule)
    {
        switch (AwsTargets.FromResourceType(target.Type))
        {
            case DestinationTargetType.Lambda:
                string permission = EventRuleText.IdOf(function.LogicalId, outcome, "Permission");
                return template.Find(permission) is null ? x => x.SetEntry(template.ResourcesNode!, permission, TemplateResource.Write(ResourceTypes.Permission, EventRuleText.Permission(arn, rule))) : null;
            case (DestinationTargetType.Sqs or DestinationTargetType.Sns) and { } type:
                TemplateValue statement = EventRuleText.Statement(type, arn, rule);
                TemplateResource[] policies = [.. template.Resources.Where(x => TargetPolicies.IsOf(x, type, target.LogicalId))];
                if (policies.Length > 0)
                {
                    return policies is [var only] && only.Body["Condition"] is null && WrittenSetting.Find(only, TargetPolicies.Statements).Node is SequenceNode { Tag: null } list ? x => x.AddItem(list, statement) : null;
                }

                // Two of them would each write the policy.
                if (DestinationUse.InTemplate(template).Count(x => x.Mapping is null && x.Target.Resource?.LogicalId == target.LogicalId && x.Function is { Function: { } other } && DurableFunctions.Is(template, other) == true) > 1)
                {
                    return null;
                }

                (string id, string policy, TemplateValue properties) = TargetPolicies.NewPolicy(type, target.LogicalId, arn, isOfUser: true, [statement]);
                return template.Find(id) is null ? x => x.SetEntry(template.ResourcesNode!, id, TemplateResource.Write(policy, properties)) : null;
            default:
                return null;
        }
    }
}
