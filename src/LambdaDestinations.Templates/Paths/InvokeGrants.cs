using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Paths;

/// <summary>That no permission lets a way invoke its function.</summary>
/// <param name="Service">The principal that would need one.</param>
/// <param name="Where">What is so, beside the conditions of the way itself, in a deployment that has none; always, when none has.</param>
internal sealed record InvokeRefusal(string Service, ConditionSet Where)
{
    /// <summary>Whether a deployment decides that nothing passes there, so that it is not certain.</summary>
    public bool MayBeOff { get; init; }
}

/// <summary>
/// Whether the policy of a function lets EventBridge, SNS or S3 invoke it. They have no role: a version or alias has a policy of its own, and without an
/// <c>AWS::Lambda::Permission</c> the invocation is refused (AWS Lambda Developer Guide, "Viewing resource-based IAM policies in Lambda"). SAM makes the
/// permissions of its events and connectors.
/// </summary>
internal sealed class InvokeGrants
{
    private readonly TemplateModel _template;
    private readonly Dictionary<string, List<TemplateResource>> _permissions = new(StringComparer.Ordinal);
    private readonly List<TemplateResource> _openPermissions = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    private InvokeGrants(TemplateModel template)
    {
        _template = template;
        foreach (TemplateResource permission in template.Resources.Where(static x => x.Type == ResourceTypes.Permission && x.Properties is not null))
        {
            AddPermission(permission);
        }

        foreach (SamConnector connector in SamConnectors.Of(template).All)
        {
            _known.UnionWith(SamConnectors.Of(template).InvokedBy(connector).Select(static x => x.LogicalId));
        }

        _known.UnionWith(ToldResources.Of(template).Ids.Select(x => InvokerFlows.FunctionBehind(template, x)?.LogicalId).OfType<string>());
    }

    /// <summary>Those of a template. Read at the first use.</summary>
    public static InvokeGrants Of(TemplateModel template) => template.Derive(static x => new InvokeGrants(x));

    /// <summary>Why a way surely invokes no function, in some deployments at least; <see langword="null"/> when it does, or needs no permission.</summary>
    /// <param name="edge">A way of the template's graph.</param>
    /// <param name="when">When the question arises.</param>
    public InvokeRefusal? Refuses(FlowEdge edge, ConditionSet when = default)
    {
        if (NeededBy(edge) is not { } service)
        {
            return null;
        }

        ConditionSet there = edge.Conditions.And(edge.From.Resource!.Conditions()).And(edge.To.Resource!.Conditions()).And(when);
        IEnumerable<TemplateResource> permissions = _permissions.TryGetValue(edge.To.Resource!.LogicalId, out List<TemplateResource>? own) ? own.Concat(_openPermissions) : _openPermissions;
        ConditionSet[] lets = [.. permissions.SelectMany(x => Lets(x, edge, service, there))];
        return lets.Length == 0 ? new InvokeRefusal(service, ConditionSet.Always)
            : _template.ConditionFacts is not null && there.Beyond(lets) is { } where ? new InvokeRefusal(service, where) { MayBeOff = IsStateComputed(edge.From.Resource!) }
            : null;
    }

    /// <summary>Files a permission under the functions that it may be about.</summary>
    private void AddPermission(TemplateResource permission)
    {
        MappingNode properties = permission.Properties!;
        string?[] functions = TemplateBranch.MayHoldMore(properties) || properties["FunctionName"] is not { } name
            ? [null]
            : [.. TemplateBranch.Of(name, permission.Conditions()).Where(static x => x.Node is not null).Select(x => DestinationTarget.OfFunction(_template, x.Node!, x.Conditions).Function?.LogicalId).Distinct()];
        foreach (string? function in functions)
        {
            if (function is null)
            {
                _openPermissions.Add(permission);
            }
            else if (_permissions.TryGetValue(function, out List<TemplateResource>? own))
            {
                own.Add(permission);
            }
            else
            {
                _permissions.Add(function, [permission]);
            }
        }
    }

    /// <summary>The principal that needs a permission for a way; <see langword="null"/> when none does, or somebody else may give it.</summary>
    private string? NeededBy(FlowEdge edge)
    {
        string? service = edge.Trigger switch
        {
            ResourceTypes.Rule => ServiceSender.EventBridge,
            ResourceTypes.Subscription => ServiceSender.Sns,
            ResourceTypes.Bucket => ServiceSender.S3,
            _ => null,
        };
        return service is not null && edge is { Kind: FlowEdgeKind.Invokes, From.Resource: { } source, To.Resource: { } function }
            && edge.Details?["RoleArn"] is null
            && !(source.Type == ResourceTypes.Rule && source.Properties?["RoleArn"] is not null)
            && !_template.HasHiddenResources
            && !_known.Contains(function.LogicalId)
            && !IsGivenBySam(function, service) ? service : null;
    }

    /// <summary>Whether a deployment decides that a rule is off: perhaps wherever the permission is not there.</summary>
    private bool IsStateComputed(TemplateResource rule) => rule.Properties?["State"] is { } state && ResourceNames.Literal(_template, state) is null;

    /// <summary>The permission that SAM makes for an S3 event names no bucket (SAM translator, <c>eventsources/push.py</c>).</summary>
    private static bool IsGivenBySam(TemplateResource function, string service) =>
        service == ServiceSender.S3 && function.Type == ResourceTypes.ServerlessFunction && EventSource.OfEvents(function).Any(static x => x.Type is "S3" or EventSource.UnknownType);

    /// <summary>When a permission lets a way through.</summary>
    private IEnumerable<ConditionSet> Lets(TemplateResource permission, FlowEdge edge, string service, ConditionSet there)
    {
        MappingNode properties = permission.Properties!;
        if (TemplateBranch.MayHoldMore(properties))
        {
            return [permission.Conditions()];
        }

        if (!IsAny(ResourceNames.Literal(_template, properties["Principal"]), service, "*")
            || !IsAny(ResourceNames.Literal(_template, properties["Action"]), "lambda:InvokeFunction", "lambda:*", "*")
            || properties["FunctionName"] is not { } name)
        {
            return [];
        }

        return TemplateBranch.Of(name, permission.Conditions())
            .Where(x => x.Node is not null && MayBe(DestinationTarget.OfFunction(_template, x.Node, x.Conditions), edge.To.Resource!, edge.Qualifier))
            .SelectMany(x => TemplateBranch.Of(properties["SourceArn"], x.Conditions))
            .Where(x => x.Conditions.IsCompatibleWith(there) && (x.Node is null || ServiceSender.MayBe(_template, x.Node, edge.From.Resource!)))
            .Select(static x => x.Conditions);
    }

    /// <summary>IAM compares actions without case.</summary>
    private static bool IsAny(string? text, params string[] values) => text is null || values.Contains(text, StringComparer.OrdinalIgnoreCase);

    private static bool MayBe(DestinationTarget named, TemplateResource function, string? qualifier) =>
        named.Function is not { } other
        || (other.LogicalId == function.LogicalId && (FlowGraphBuilder.QualifierOf(named) is not { } own || qualifier is null || own == qualifier || IsOpen(own) || IsOpen(qualifier)));

    private static bool IsOpen(string qualifier) => qualifier.IndexOf("${", StringComparison.Ordinal) >= 0;
}
