using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>
/// The event rules that somebody wrote, as resources or as events of SAM functions. One that takes the same events from the default bus to the same target
/// does what ours would do: a second one would deliver each event twice.
/// </summary>
/// <param name="template">The template.</param>
internal sealed class WrittenEventRules(TemplateModel template)
{
    private readonly Interpreter _interpreter = ResourceNames.Of(template).Interpreter;
    private readonly FlowGraph _flow = FlowGraph.Of(template);

    /// <summary>The rules that deliver an outcome wherever its function is; empty when they do not, in some deployment at least.</summary>
    /// <param name="function">The durable function.</param>
    /// <param name="pattern">The pattern of the rule that would be written.</param>
    /// <param name="destination">Where it would send.</param>
    /// <returns>The ways from the rules to the target.</returns>
    public IReadOnlyList<FlowEdge> Find(TemplateResource function, TemplateValue pattern, ResolvedDestination destination)
    {
        TemplateValue wanted = Sorted(pattern);
        List<FlowEdge> found = [];
        List<ConditionSet> when = [];
        foreach (FlowEdge taken in _flow.From(FlowGraph.DefaultBus).Where(x => x.To.Kind == FlowNodeKind.Rule && IsOfUser(x.To) && Takes(x.Details, wanted)))
        {
            foreach (FlowEdge sent in _flow.From(taken.To.Id).Where(x => !RuleFlows.Transforms(x.Details) && IsTarget(x, destination)))
            {
                ConditionSet[] enabled = [.. RuleFlows.Enabled(template, taken.Details, taken.Conditions.And(sent.Conditions))];
                when.AddRange(enabled);
                if (enabled.Length > 0)
                {
                    found.Add(sent);
                }
            }
        }

        return found.Count > 0 && function.Conditions().Beyond(when) is null ? found : [];
    }

    private static bool IsOfUser(FlowNode rule) => rule.Resource is not { } resource || OwnershipRecord.Read(resource)?.Function is null;

    private bool Takes(MappingNode? rule, TemplateValue wanted) =>
        !TemplateBranch.MayHoldMore(rule) && RecordPaths.PatternOf(rule) is { } written && _interpreter.AreSame(Sorted(TemplateValue.FromNode(written)), wanted);

    /// <summary>Whether a way leads to the target. A function is the same under any version or alias: it would run twice.</summary>
    private bool IsTarget(FlowEdge sent, ResolvedDestination destination)
    {
        if (destination.Model.TargetType == DestinationTargetType.Lambda && sent.To.Resource is { } function)
        {
            return DestinationTarget.Read(template, destination.Value, default, default).Function?.LogicalId == function.LogicalId;
        }

        // The CDK makes the targets of its templates, whatever they are called there.
        return sent.Trigger == ResourceTypes.Rule && sent.Details?["Arn"] is { } arn
            && ((destination.CreatedId is not null && template.IsSynthesized) || _interpreter.AreSame(TemplateValue.FromNode(arn), destination.Value));
    }

    /// <summary>A pattern with its statuses in one order.</summary>
    private static TemplateValue Sorted(TemplateValue pattern) => TemplateValue.Map(pattern.Entries.Select(static x => x.Key != "detail" ? x
        : new(x.Key, TemplateValue.Map(x.Value.Entries.Select(static y => y.Key != "status" || y.Value.Kind != TemplateValueKind.List ? y
            : new KeyValuePair<string, TemplateValue>(y.Key, TemplateValue.List([.. y.Value.Items.OrderBy(static z => z.ToString(), StringComparer.Ordinal)])))))));
}
