using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Patterns of EventBridge rules that wait for invocation records.</summary>
internal static class EventRuleChecks
{
    /// <summary>Checks every rule of the template.</summary>
    public static IEnumerable<Finding> Check(TemplateModel template)
    {
        foreach (FlowEdge edge in template.Flow.Edges.Where(static x => x.To.Kind == FlowNodeKind.Rule))
        {
            MappingNode? pattern = TemplateModel.Child(edge.Details, "Pattern") ?? TemplateModel.Child(edge.Details, "EventPattern");
            if (TemplateModel.Follow(pattern?["source"]) is not SequenceNode sources || TemplateModel.Follow(pattern?["detail-type"]) is not SequenceNode types)
            {
                continue;
            }

            // AWS puts "lambda" into the record; "aws.lambda" is the source of the service's own events.
            bool waitsForRecords = types.Items.Count > 0 && types.Items.All(static x => TemplateModel.Text(x)?.StartsWith("Lambda Function Invocation Result", StringComparison.Ordinal) ?? false);
            TemplateNode? wrong = sources.Items.FirstOrDefault(static x => TemplateModel.Text(x) == "aws.lambda");
            if (waitsForRecords && wrong is not null && sources.Items.All(static x => TemplateModel.Text(x) == "aws.lambda"))
            {
                yield return new Finding(ConfigurationRules.RuleSource, new EquatableArray<string>(edge.To.Name), wrong.Span);
            }
        }
    }
}
