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

/// <summary>
/// Whether the policy of a function lets EventBridge, SNS or S3 invoke it. They have no role: a version or alias has a policy of its own, and without an
/// <c>AWS::Lambda::Permission</c> the invocation is refused (AWS Lambda Developer Guide, "Viewing resource-based IAM policies in Lambda"). SAM makes the
/// permissions of its events and connectors.
/// </summary>
internal sealed class InvokeGrants
{
    private readonly TemplateModel _template;
    private readonly Interpreter _interpreter;
    private readonly TemplateResource[] _permissions;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    private InvokeGrants(TemplateModel template)
    {
        _template = template;
        _interpreter = ResourceNames.Of(template).Interpreter;
        _permissions = [.. template.Resources.Where(static x => x.Type == ResourceTypes.Permission && x.Properties is not null)];
        foreach (SamConnector connector in SamConnectors.Of(template).All)
        {
            _known.UnionWith(SamConnectors.Of(template).InvokedBy(connector).Select(static x => x.LogicalId));
        }

        // Whoever knows a function may add a permission to it: another stack, one nested in this, a custom resource.
        IEnumerable<string> told = template.Resources.Where(static x => ResourceTypes.IsStack(x.Type) || (x.Type != ResourceTypes.BucketNotifications && !x.Type.StartsWith("AWS::", StringComparison.Ordinal)))
            .SelectMany(static x => x.Properties?.Entries ?? [])
            .Where(static x => x.Name != "ServiceToken")
            .SelectMany(static x => References.In(x.Value))
            .Concat((TemplateNodes.Child(template.Root, "Outputs")?.Entries ?? []).Where(static x => TemplateNodes.Follow(x.Value) is MappingNode body && body["Export"] is not null).SelectMany(static x => References.In(x.Value)));
        _known.UnionWith(told.Select(x => InvokerFlows.FunctionBehind(template, x)?.LogicalId).OfType<string>());
    }

    /// <summary>Those of a template. Read at the first use.</summary>
    public static InvokeGrants Of(TemplateModel template) => template.Derive(static x => new InvokeGrants(x));

    /// <summary>The principal that surely may not invoke the function of a way; <see langword="null"/> when it may, or needs no permission.</summary>
    /// <param name="edge">A way of the template's graph.</param>
    public string? Refuses(FlowEdge edge)
    {
        string? service = edge.Trigger switch
        {
            ResourceTypes.Rule => "events.amazonaws.com",
            ResourceTypes.Subscription => "sns.amazonaws.com",
            ResourceTypes.Bucket => "s3.amazonaws.com",
            _ => null,
        };
        return service is not null && edge is { Kind: FlowEdgeKind.Invokes, From.Resource: { } source, To.Resource: { } function }
            && edge.Details?["RoleArn"] is null
            && !_template.HasHiddenResources
            && !_known.Contains(function.LogicalId)
            && !IsGivenBySam(function, service)
            && !Array.Exists(_permissions, x => MayLet(x, edge, function, source, service)) ? service : null;
    }

    /// <summary>The permission that SAM makes for an S3 event names no bucket (SAM translator, <c>eventsources/push.py</c>).</summary>
    private static bool IsGivenBySam(TemplateResource function, string service) =>
        service == "s3.amazonaws.com" && function.Type == ResourceTypes.ServerlessFunction && EventSource.OfEvents(function).Any(static x => x.Type is "S3" or EventSource.UnknownType);

    private bool MayLet(TemplateResource permission, FlowEdge edge, TemplateResource function, TemplateResource source, string service)
    {
        MappingNode properties = permission.Properties!;
        return IsAny(ResourceNames.Literal(_template, properties["Principal"]), service, "*")
            && IsAny(ResourceNames.Literal(_template, properties["Action"]), "lambda:InvokeFunction", "lambda:*", "*")
            && properties["FunctionName"] is { } name
            && TemplateBranch.Of(name, permission.Conditions()).Any(x => x.Node is not null && x.Conditions.IsCompatibleWith(edge.Conditions) && MayBe(DestinationTarget.OfFunction(_template, x.Node, x.Conditions), function, edge.Qualifier))
            && (properties["SourceArn"] is not { } arn || TemplateBranch.Of(arn).Any(x => x.Node is null || MayBeSource(x.Node, source)));
    }

    private static bool IsAny(string? text, params string[] values) => text is null || values.Contains(text);

    private static bool MayBe(DestinationTarget named, TemplateResource function, string? qualifier) =>
        named.Function is not { } other
        || (other.LogicalId == function.LogicalId && (FlowGraphBuilder.QualifierOf(named) is not { } own || qualifier is null || own == qualifier || IsOpen(own) || IsOpen(qualifier)));

    private static bool IsOpen(string qualifier) => qualifier.IndexOf("${", StringComparison.Ordinal) >= 0;

    private bool MayBeSource(TemplateNode arn, TemplateResource source)
    {
        TemplateValue value = TemplateValue.FromNode(arn);
        return _interpreter.ReferenceOf(value) is { } reference && _template.Find(reference.Id) is { } named && named.Type == source.Type
            ? named.LogicalId == source.LogicalId
            : PolicyStatement.MatchesArn(_interpreter.Text(value), _interpreter.Text(source.ArnValue)) != Truth.No;
    }
}
