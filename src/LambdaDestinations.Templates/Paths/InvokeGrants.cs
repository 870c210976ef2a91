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
    // Permissions of many conditions multiply; what is not decided until then is not reported.
    private const int MaximumSteps = 1000;

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
    public string? Refuses(FlowEdge edge) => NeededBy(edge) is { } service && !Lets(edge, service).Any() ? service : null;

    /// <summary>
    /// The principal that may invoke the function of a way in some deployments only, and what else is so in one of the others;
    /// <see langword="null"/> when no condition decides it.
    /// </summary>
    /// <param name="edge">A way of the template's graph.</param>
    public (string Service, ConditionSet Where)? RefusesWhere(FlowEdge edge)
    {
        if (_template.ConditionFacts is null || NeededBy(edge) is not { } service || MayDependOnMore(edge))
        {
            return null;
        }

        ConditionSet there = edge.Conditions.And(edge.From.Resource!.Conditions()).And(edge.To.Resource!.Conditions());
        ConditionSet[] lets = [.. Lets(edge, service)];
        int steps = 0;
        return lets.Length > 0 && Without(there, lets, 0, ref steps) is { } where
            ? (service, where.Outcomes.Except(there.Outcomes).Aggregate(ConditionSet.Of(where.Facts), static (all, x) => all.And(x.Condition, x.Value)))
            : null;
    }

    /// <summary>The principal that needs a permission for a way; <see langword="null"/> when none does, or somebody else may give it.</summary>
    private string? NeededBy(FlowEdge edge)
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
            && !(source.Type == ResourceTypes.Rule && source.Properties?["RoleArn"] is not null)
            && !_template.HasHiddenResources
            && !_known.Contains(function.LogicalId)
            && !IsGivenBySam(function, service) ? service : null;
    }

    /// <summary>When each permission lets a way through.</summary>
    private IEnumerable<ConditionSet> Lets(FlowEdge edge, string service) => _permissions.SelectMany(x => Lets(x, edge, service));

    /// <summary>Whether it may be decided by more than the conditions of a way whether it is there: a list or a state that is computed.</summary>
    private bool MayDependOnMore(FlowEdge edge) =>
        (edge.From.Resource!.Properties?["State"] is { } state && ResourceNames.Literal(_template, state) is null)
        || _template.Resources.FirstOrDefault(x => x.Entry.Key.Span == edge.Span || x.Body.FullSpan.Contains(edge.Span)) is not { Properties: { } properties }
        || ConditionScope.MentionedIn(TemplateValue.FromNode(properties)).Any();

    /// <summary>
    /// A case of <paramref name="conditions"/> in which none of <paramref name="lets"/> holds; <see langword="null"/> when there is none, or it takes
    /// too long to find.
    /// </summary>
    private static ConditionSet? Without(ConditionSet conditions, ConditionSet[] lets, int from, ref int steps)
    {
        if (++steps > MaximumSteps || !conditions.IsPossible)
        {
            return null;
        }

        if (from == lets.Length)
        {
            return conditions;
        }

        foreach ((string condition, bool value) in lets[from].Outcomes)
        {
            if (Without(conditions.And(condition, !value), lets, from + 1, ref steps) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The permission that SAM makes for an S3 event names no bucket (SAM translator, <c>eventsources/push.py</c>).</summary>
    private static bool IsGivenBySam(TemplateResource function, string service) =>
        service == "s3.amazonaws.com" && function.Type == ResourceTypes.ServerlessFunction && EventSource.OfEvents(function).Any(static x => x.Type is "S3" or EventSource.UnknownType);

    private IEnumerable<ConditionSet> Lets(TemplateResource permission, FlowEdge edge, string service)
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
            .Where(x => x.Conditions.IsCompatibleWith(edge.Conditions) && (x.Node is null || MayBeSource(x.Node, edge.From.Resource!)))
            .Select(static x => x.Conditions);
    }

    /// <summary>IAM compares actions without case.</summary>
    private static bool IsAny(string? text, params string[] values) => text is null || values.Contains(text, StringComparer.OrdinalIgnoreCase);

    private static bool MayBe(DestinationTarget named, TemplateResource function, string? qualifier) =>
        named.Function is not { } other
        || (other.LogicalId == function.LogicalId && (FlowGraphBuilder.QualifierOf(named) is not { } own || qualifier is null || own == qualifier || IsOpen(own) || IsOpen(qualifier)));

    private static bool IsOpen(string qualifier) => qualifier.IndexOf("${", StringComparison.Ordinal) >= 0;

    private bool MayBeSource(TemplateNode arn, TemplateResource source)
    {
        TemplateValue value = TemplateValue.FromNode(arn);
        if (_interpreter.ReferenceOf(value) is { } reference && _template.Find(reference.Id) is { } named)
        {
            if (named.Type == ResourceTypes.Rule)
            {
                return named.LogicalId == source.LogicalId && reference.Attribute == "Arn";
            }

            // The ARN of another kind of resource; a queue or topic that SAM makes is not a resource of the template.
            if (named.Type != ResourceTypes.ServerlessFunction && ResourceFacts.Find(named.Type) is { Arn: not null } facts)
            {
                return named.LogicalId == source.LogicalId && facts.Give(reference.Attribute) is ResourceText.Arn;
            }
        }

        return PolicyStatement.MatchesArn(_interpreter.Text(value), source.Type == ResourceTypes.Rule ? ArnOfRule(source) : _interpreter.Text(source.ArnValue)) != Truth.No;
    }

    /// <summary>The ARN of a rule: that of one on another bus than the default one has the name of the bus before its own.</summary>
    private SymbolicText ArnOfRule(TemplateResource rule) => SymbolicText.Concat(
        SymbolicText.Of("arn:"),
        PseudoParameters.Partition,
        SymbolicText.Of(":events:"),
        PseudoParameters.Region,
        SymbolicText.Of(":"),
        PseudoParameters.AccountId,
        SymbolicText.Of(":rule/"),
        TextOf(rule, "EventBusName") is { } bus ? PartOfBus(bus, rule) : SymbolicText.Of(""),
        TextOf(rule, "Name") ?? Open($"{rule.LogicalId}.Name", PlaceholderShape.GeneratedName));

    /// <summary>What stands before the name of a rule, by the bus that it names: by name or by ARN.</summary>
    private static SymbolicText PartOfBus(SymbolicText bus, TemplateResource rule)
    {
        const string Prefix = "event-bus/";
        if (bus.StartsWith("arn:"))
        {
            IReadOnlyList<SymbolicText> parts = bus.Split(':', 6);
            bus = parts.Count == 6 && parts[5].StartsWith(Prefix) ? parts[5].Skip(Prefix.Length) : Open($"{rule.LogicalId}.EventBusName", PlaceholderShape.Any);
        }

        return (SymbolicText.Of("arn:*").Matches(bus), bus.IsEqualTo(SymbolicText.Of("default"))) switch
        {
            (Truth.No, Truth.Yes) => SymbolicText.Of(""),
            (Truth.No, Truth.No) => SymbolicText.Concat(bus, SymbolicText.Of("/")),
            _ => Open($"{rule.LogicalId}.EventBusName", PlaceholderShape.Any),
        };
    }

    /// <summary>The text of a property; <see langword="null"/> when it is absent, anything when it may be.</summary>
    private SymbolicText? TextOf(TemplateResource resource, string property)
    {
        if (TemplateBranch.MayGain(resource.Properties, property) || TemplateBranch.Of(resource.Properties?[property]) is not [{ Node: var node }])
        {
            return Open($"{resource.LogicalId}.{property}", PlaceholderShape.Any);
        }

        return node is null ? null : _interpreter.Text(TemplateValue.FromNode(node));
    }

    private static SymbolicText Open(string id, PlaceholderShape shape) => SymbolicText.Of(new Placeholder(id, shape));
}
