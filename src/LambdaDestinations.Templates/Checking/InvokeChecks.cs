using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Rules, topics and buckets that no policy lets invoke their function.</summary>
internal static class InvokeChecks
{
    /// <summary>Checks every way on which one of them invokes a function of the template.</summary>
    public static IEnumerable<Finding> Check(TemplateModel template)
    {
        InvokeGrants grants = InvokeGrants.Of(template);
        foreach (FlowEdge edge in FlowGraph.Of(template).Edges)
        {
            if (grants.Refuses(edge) is { MayBeOff: false, Service: var service, Where: var where } && !AuditFacts.IsDisabled(template, edge))
            {
                string function = NameOf(edge);
                yield return new Finding(
                    edge.Trigger == ResourceTypes.Bucket ? ConfigurationRules.BucketIsNotLetInvoke(edge.From.Name, function, where.Outcomes) : ConfigurationRules.IsNotLetInvoke(edge.From.Name, function, service, where.Outcomes),
                    edge.Span);
            }
        }
    }

    /// <summary>The permission that a rule or topic lacks; <see langword="null"/> when a condition decides what is invoked or let, or the name is taken.</summary>
    /// <param name="template">The template.</param>
    /// <param name="span">The finding's place.</param>
    public static TemplateFix? Fix(TemplateModel template, SourceSpan span)
    {
        FlowEdge[] refused = [.. FlowGraph.Of(template).Edges.Where(x => x.Span == span && x.Trigger is ResourceTypes.Rule or ResourceTypes.Subscription && InvokeGrants.Of(template).Refuses(x) is { Where.IsAlways: true })];
        if (refused is not [{ From.Resource: { } source, To.Resource: { } function, Details: { } details } edge]
            || (edge.Trigger == ResourceTypes.Rule ? details["Arn"] : details["Endpoint"]) is not { } target
            || !edge.Conditions.IsAlways)
        {
            return null;
        }

        string id = $"{function.LogicalId}PermissionFor{source.LogicalId}";
        string service = InvokeGrants.Of(template).Refuses(edge)!.Service;
        TemplateValue permission = TemplateResource.Write(ResourceTypes.Permission, ServiceGrants.Invoke(TemplateValue.FromNode(target), service, "SourceArn", source.ArnValue));
        return template.Find(id) is not null || template.HasParameter(id) ? null : new TemplateFix($"Let {source.LogicalId} invoke {function.LogicalId} by permission {id}", x => x.SetEntry(template.ResourcesNode!, id, permission), id);
    }

    /// <summary>
    /// The permissions that a bucket lacks, for which the bucket waits; <see langword="null"/> when a condition decides, or the notification stands elsewhere. They
    /// cannot name the bucket, which waits for them, and say whose buckets they are for instead.
    /// </summary>
    /// <param name="template">The template.</param>
    /// <param name="span">The finding's place.</param>
    public static TemplateFix? FixNotification(TemplateModel template, SourceSpan span)
    {
        FlowEdge[] refused = [.. FlowGraph.Of(template).Edges.Where(x => x.Trigger == ResourceTypes.Bucket && InvokeGrants.Of(template).Refuses(x) is { Where.IsAlways: true })];
        if (Array.Find(refused, x => x.Span == span)?.From.Resource is not { } bucket)
        {
            return null;
        }

        FlowEdge[] ofBucket = [.. refused.Where(x => x.From.Id == bucket.LogicalId).GroupBy(NameOf, StringComparer.Ordinal).Select(static x => x.First())];
        (string Id, TemplateValue Permission)[] permissions =
        [
            .. ofBucket.Select(x => ($"{x.To.Id}PermissionFor{bucket.LogicalId}", TemplateResource.Write(ResourceTypes.Permission, ServiceGrants.Invoke(
                x.Details!["Function"] is { } target ? TemplateValue.FromNode(target) : TemplateValue.Null,
                InvokeGrants.Of(template).Refuses(x)!.Service,
                "SourceAccount",
                TemplateValue.Ref("AWS::AccountId"))))),
        ];
        string[] ids = [.. permissions.Select(static x => x.Id)];
        return ofBucket.All(x => x.Conditions.IsAlways && x.Details!["Function"] is not null && template.ResourceAt(x.Span)?.LogicalId == bucket.LogicalId)
            && ids.Distinct(StringComparer.Ordinal).Count() == ids.Length
            && !ids.Any(x => template.Find(x) is not null || template.HasParameter(x))
            ? new TemplateFix(
                $"Let {bucket.LogicalId} invoke {AuditFacts.And([.. ofBucket.Select(NameOf)])} by permission {AuditFacts.And(ids)}",
                x =>
                {
                    foreach ((string id, TemplateValue permission) in permissions)
                    {
                        x.SetEntry(template.ResourcesNode!, id, permission);
                    }

                    PermissionFix.AddDependsOn(x, bucket, ids);
                },
                "permissions for " + bucket.LogicalId)
            : null;
    }

    /// <summary>The function of a way, with the version or alias that is invoked.</summary>
    public static string NameOf(FlowEdge edge) => edge.Qualifier is null or "$LATEST" ? edge.To.Name : $"{edge.To.Name}:{edge.Qualifier}";
}
