using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Patterns of EventBridge rules that wait for invocation records.</summary>
internal static class EventRuleChecks
{
    /// <summary>Checks every rule of the template.</summary>
    public static IEnumerable<Finding> Check(TemplateModel template)
    {
        foreach (FlowEdge edge in FlowGraph.Of(template).Edges.Where(static x => x.To.Kind == FlowNodeKind.Rule))
        {
            MappingNode? pattern = TemplateNodes.Child(edge.Details, "Pattern") ?? TemplateNodes.Child(edge.Details, "EventPattern");
            if (TemplateNodes.Follow(pattern?["source"]) is not SequenceNode sources || TemplateNodes.Follow(pattern?["detail-type"]) is not SequenceNode types)
            {
                continue;
            }

            // AWS puts "lambda" into the record; "aws.lambda" is the source of the service's own events.
            bool waitsForRecords = types.Items.Count > 0 && types.Items.All(static x => TemplateNodes.Text(x)?.StartsWith("Lambda Function Invocation Result", StringComparison.Ordinal) ?? false);
            TemplateNode? wrong = sources.Items.FirstOrDefault(static x => TemplateNodes.Text(x) == "aws.lambda");
            if (waitsForRecords && wrong is not null && sources.Items.All(static x => TemplateNodes.Text(x) == "aws.lambda"))
            {
                yield return new Finding(ConfigurationRules.NeverMatches(edge.To.Name), wrong.Span);
            }
        }
    }
}
