using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Paths;

/// <summary>Reads the permissions to invoke functions: they tell of a trigger where nothing tells more.</summary>
internal sealed class PermissionFlows(FlowGraphBuilder graph)
{
    private readonly ILookup<string, FlowEdge> _invocations = graph.Edges.Where(static x => x.Kind == FlowEdgeKind.Invokes).ToLookup(static x => x.To.Id, StringComparer.Ordinal);

    /// <summary>Adds what a permission lets invoke.</summary>
    public void Add(TemplateResource permission)
    {
        if (permission.Properties is not { } properties || properties["FunctionName"] is not { } name || TemplateNodes.Text(properties["Action"]) is "lambda:GetFunction")
        {
            return;
        }

        foreach (TemplateBranch branch in TemplateBranch.Of(name, permission.Conditions()))
        {
            if (branch.Node is not null && DestinationTarget.OfFunction(graph.Template, branch.Node, branch.Conditions) is { Function: { } function } target)
            {
                Add(permission, properties, target, function);
            }
        }
    }

    private void Add(TemplateResource permission, MappingNode properties, DestinationTarget target, TemplateResource function)
    {
        string principal = TemplateNodes.Text(properties["Principal"]) ?? "";
        InvocationKind? kind = KindOf(principal, properties);
        List<FlowNode> sources = [.. DestinationTarget.ReadAll(graph.Template, properties["SourceArn"], target.Conditions).Where(static x => x.Resource is not null).Select(x => graph.NodeOf(x, FlowNodeKind.Trigger))];
        bool hasSource = sources.Count > 0;
        if (!hasSource)
        {
            sources.Add(graph.NodeOf(new FlowNode(permission.LogicalId, FlowNodeKind.Trigger, principal.Length > 0 ? principal : permission.LogicalId, permission)));
        }

        foreach (FlowNode from in sources)
        {
            bool isTold = _invocations[function.LogicalId].Any(x => IsOf(principal, kind, x) || (kind is not null && (x.From.Id == from.Id || (!hasSource && x.Invocation == kind))));
            if (!isTold)
            {
                graph.Add(new FlowEdge(from, graph.NodeOf(function), FlowEdgeKind.Invokes, permission.Entry.Key.Span, target.Conditions)
                {
                    Invocation = kind,
                    Qualifier = FlowGraphBuilder.QualifierOf(target),
                    Trigger = ResourceTypes.Permission,
                    Details = properties,
                });
            }
        }
    }

    /// <summary>Whether a permission is for what a way begins with, though it names something else: an API for its method, a log group for its filter.</summary>
    private static bool IsOf(string principal, InvocationKind? kind, FlowEdge edge) => principal switch
    {
        InvokerFacts.ApiPrincipal => (edge.Invocation == kind || edge.Invocation == InvocationKind.Asynchronous) && edge.Trigger is { } trigger && (trigger is "Api" or "HttpApi" || InvokerFacts.Of(trigger).PassesHeaders),
        InvokerFacts.LogsPrincipal => edge.Trigger == InvokerFacts.LogsFilter,
        InvokerFacts.MailPrincipal => edge.Trigger == ResourceTypes.ReceiptRule,
        InvokerFacts.IotPrincipal => edge.Trigger == InvokerFacts.IotAuthorizer,
        InvokerFacts.CloudFormationPrincipal => edge.Trigger is InvokerFacts.Macro or "AWS::CloudFormation::CustomResource" || edge.Trigger?.StartsWith("Custom::", StringComparison.Ordinal) == true,
        _ => false,
    };

    private InvocationKind? KindOf(string principal, MappingNode properties) => principal switch
    {
        InvokerFacts.ApiPrincipal => properties["SourceArn"] is null ? graph.ByApiAlone : graph.ByApi,
        InvokerFacts.AppSyncPrincipal => graph.ByAppSync,
        "*" => properties["FunctionUrlAuthType"] is null && properties["InvokedViaFunctionUrl"] is null ? null : InvocationKind.Synchronous,
        _ => InvokerFacts.OfPrincipal(principal),
    };
}
