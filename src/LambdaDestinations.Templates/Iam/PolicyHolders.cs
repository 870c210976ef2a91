using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Iam;

/// <summary>A statement with the effect <c>Deny</c> in the policy of a target.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Place">Its place.</param>
/// <param name="Conditions">When it is there.</param>
internal sealed record DenyStatement(MappingNode Statement, StatementPlace Place, ConditionSet Conditions);

/// <summary>The resources of a template that carry the policy of a queue, topic, bucket, bus or function, by what they name.</summary>
internal sealed class PolicyHolders
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

    private readonly Dictionary<string, List<TemplateResource>> _byTarget = new(StringComparer.Ordinal);
    private readonly List<TemplateResource> _open = [];
    private readonly List<TemplateResource> _byName = [];
    private Dictionary<string, DenyStatement[]>? _denies;

    /// <summary>Finds them, in source order.</summary>
    public PolicyHolders(TemplateModel template)
    {
        foreach (TemplateResource resource in template.Resources)
        {
            if (Carriers.TryGetValue(resource.Type, out string? property))
            {
                Add(template, resource, resource.Properties?[property]);
            }
        }
    }

    /// <summary>Those that carry the policy of a target, or of what a deployment decides.</summary>
    /// <param name="target">The target.</param>
    /// <param name="isByName">Whether those count that name something by its name or ARN, written out.</param>
    public IEnumerable<TemplateResource> Of(TemplateResource target, bool isByName = false) =>
        (_byTarget.TryGetValue(target.LogicalId, out List<TemplateResource>? own) ? own : []).Concat(_open).Concat(isByName ? _byName : []);

    /// <summary>The statements in the policies of a target that deny.</summary>
    public IReadOnlyList<DenyStatement> DeniesOf(TemplateResource target)
    {
        _denies ??= _byTarget.ToDictionary(static x => x.Key, static x => x.Value.SelectMany(Denies).ToArray(), StringComparer.Ordinal);
        return _denies.TryGetValue(target.LogicalId, out DenyStatement[]? denies) ? denies : [];
    }

    /// <summary>The statements of a policy document, each with its index where it stands in a list; <see langword="null"/> for what is not shown.</summary>
    public static IEnumerable<(MappingNode? Statement, int? Index, ConditionSet Conditions)> Statements(TemplateNode document, TemplateResource owner)
    {
        foreach (TemplateBranch branch in TemplateBranch.Items(document, owner.Conditions()))
        {
            if (branch.Map is not { } policy || TemplateBranch.MayHoldMore(policy) || policy["Statement"] is not { } statements)
            {
                yield return (null, null, branch.Conditions);
                continue;
            }

            int index = 0;
            bool isList = TemplateNodes.Follow(statements) is SequenceNode { Tag: null };
            foreach (TemplateNode item in isList ? ((SequenceNode)TemplateNodes.Follow(statements)!).Items : [statements])
            {
                foreach (TemplateBranch statement in TemplateBranch.Items(item, branch.Conditions))
                {
                    yield return (statement.Map is { } map && !TemplateBranch.MayHoldMore(map) ? map : null, isList ? index : null, statement.Conditions);
                }

                index++;
            }
        }
    }

    private static IEnumerable<DenyStatement> Denies(TemplateResource holder)
    {
        // The policy of a bus may stand as one statement.
        string property = holder.Properties?["PolicyDocument"] is not null ? "PolicyDocument" : "Statement";
        if (holder.Properties?[property] is not { } node)
        {
            return [];
        }

        IEnumerable<(MappingNode? Statement, int? Index, ConditionSet Conditions)> statements = property == "PolicyDocument"
            ? Statements(node, holder)
            : TemplateBranch.Items(node, holder.Conditions()).Select(static x => (x.Map, (int?)null, x.Conditions));
        string path = $"Resources.{holder.LogicalId}.Properties.{property}{(property == "Statement" ? "" : ".Statement")}";
        return statements
            .Where(static x => TemplateNodes.Text(x.Statement?["Effect"]) == "Deny")
            .Select(x => new DenyStatement(x.Statement!, new StatementPlace(x.Index is { } index ? $"{path}[{index.ToString(CultureInfo.InvariantCulture)}]" : path, x.Statement!.Span, holder), x.Conditions));
    }

    private void Add(TemplateModel template, TemplateResource holder, TemplateNode? named)
    {
        IReadOnlyList<string> ids = named is null ? [] : [.. References.In(named)];
        if (named is null || ids.Any(x => template.Find(x) is null))
        {
            _open.Add(holder);
        }
        else if (ids.Count == 0)
        {
            _byName.Add(holder);
        }

        foreach (string id in ids.Distinct(StringComparer.Ordinal))
        {
            if (!_byTarget.TryGetValue(id, out List<TemplateResource>? holders))
            {
                _byTarget.Add(id, holders = []);
            }

            holders.Add(holder);
        }
    }
}
