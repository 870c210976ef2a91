using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Iam;

/// <summary>
/// What SAM grants by itself in the role that it makes (SAM translator, <c>sam_resources.py</c>, <c>pull.py</c>): by the
/// <c>Type</c> of a destination, whatever the ARN says, on the destination as it is written. Never anything for a key.
/// </summary>
internal sealed class SamGrants(TemplateModel template, PolicyReader reader, TextResolver resolver)
{
    /// <summary>The grants for a function.</summary>
    public IEnumerable<PolicyStatement> Of(TemplateResource function)
    {
        string path = $"Resources.{function.LogicalId}.Properties";
        foreach (string outcome in new[] { "OnSuccess", "OnFailure" })
        {
            string below = $"EventInvokeConfig.DestinationConfig.{outcome}";
            string? type = TemplateModel.Text(Setting(function, below + ".Type"));
            foreach (PolicyStatement statement in Grant(function, type, Setting(function, below + ".Destination"), "S3Bucket", $"{path}.{below}"))
            {
                yield return statement;
            }
        }

        string? letterType = TemplateModel.Text(Setting(function, "DeadLetterQueue.Type"));
        foreach (PolicyStatement statement in letterType is "SQS" or "SNS" ? Grant(function, letterType, Setting(function, "DeadLetterQueue.TargetArn"), null, path + ".DeadLetterQueue") : [])
        {
            yield return statement;
        }

        foreach (EventSource source in EventSource.Of(template, function).Where(static x => x.IsSamEvent))
        {
            MappingNode? failure = TemplateModel.Child(TemplateModel.Child(source.Properties, "DestinationConfig"), "OnFailure");
            string? type = TemplateModel.Text(failure?["Type"]);
            if (type is not ("Lambda" or "EventBridge"))
            {
                foreach (PolicyStatement statement in Grant(function, type, failure?["Destination"], "S3", $"Resources.{function.LogicalId}.{source.Path}.DestinationConfig.OnFailure"))
                {
                    yield return statement;
                }
            }
        }
    }

    private IEnumerable<PolicyStatement> Grant(TemplateResource function, string? type, TemplateNode? destination, string? bucketType, string path)
    {
        if (destination is null || type is null)
        {
            return [];
        }

        string? action = type switch
        {
            "SQS" => "sqs:sendmessage",
            "SNS" => "sns:publish",
            "Lambda" => "lambda:invokefunction",
            "EventBridge" => "events:putevents",
            _ => null,
        };
        StatementPlace place = new(path, destination.Span, function);
        return reader.Items(destination, place, Truth.Yes).SelectMany(item =>
        {
            SymbolicText target = resolver.Resolve(TemplateValue.FromNode(item.Node));
            return action is not null
                ? [Allow(item, action, target)]
                : type == bucketType ? new[] { Allow(item, "s3:putobject", SymbolicText.Concat(target, SymbolicText.Of("/*"))), Allow(item, "s3:listbucket", target) } : [];
        });
    }

    private static PolicyStatement Allow(PolicyItem item, string action, SymbolicText resource) =>
        new(item.Place, false, [SymbolicText.Of(action)], [resource], item.Exists, policyName: "SAM");

    /// <summary>A setting of the function, or of <c>Globals.Function</c>: SAM merges maps, and the function's values win.</summary>
    private TemplateNode? Setting(TemplateResource function, string path)
    {
        TemplateNode? own = function.Properties;
        TemplateNode? global = template.GlobalFunction;
        foreach (string name in path.Split('.'))
        {
            own = (own as MappingNode)?[name] is { } ownChild ? TemplateModel.Follow(ownChild) : null;
            global = (global as MappingNode)?[name] is { } globalChild ? TemplateModel.Follow(globalChild) : null;
        }

        return own ?? global;
    }
}
