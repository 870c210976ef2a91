using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Paths;

/// <summary>Reads what resources invoke, as <see cref="InvokerFacts"/> tell of their types.</summary>
internal sealed class InvokerFlows(FlowGraphBuilder graph)
{
    private readonly TemplateModel _template = graph.Template;

    /// <summary>Adds the functions that a resource invokes.</summary>
    public void Add(TemplateResource resource)
    {
        InvokerFacts facts = InvokerFacts.Of(resource.Type);
        foreach (InvokingProperty property in facts.Properties)
        {
            foreach ((MappingEntry entry, ConditionSet conditions) in Within(resource.Properties, property.Path, resource.Conditions()))
            {
                AddNamed(resource, property, entry, conditions);
            }
        }

        if (facts.Mentioned is { } kind)
        {
            AddMentioned(resource, facts.PassesHeaders ? graph.ByApiOf(resource) : facts.IsAppSync ? graph.ByAppSync : kind);
        }
    }

    /// <summary>What stands at a path, in every branch of <c>Fn::If</c> on the way.</summary>
    public static IEnumerable<(MappingEntry Entry, ConditionSet Conditions)> Within(MappingNode? map, IReadOnlyList<string> path, ConditionSet conditions)
    {
        IEnumerable<(MappingNode? Map, ConditionSet Conditions)> maps = [(map, conditions)];
        foreach (string name in path.Take(path.Count - 1))
        {
            maps = maps.SelectMany(x => x.Map?[name] is { } node ? TemplateBranch.Of(node, x.Conditions).Select(static y => (y.Map, y.Conditions)) : []);
        }

        return maps.Select(x => (Entry: x.Map?.Find(path[path.Count - 1]), x.Conditions)).Where(static x => x.Entry is not null).Select(static x => (x.Entry!, x.Conditions));
    }

    private void AddNamed(TemplateResource owner, InvokingProperty property, MappingEntry entry, ConditionSet conditions)
    {
        // It is a place even when it invokes nothing of the template.
        FlowNode from = graph.NodeOf(owner);
        string? qualifier = property.Qualifier is { } name ? TemplateNodes.Text(owner.Properties![name]) : null;
        foreach (TemplateNode function in property.IsList ? (TemplateNodes.Follow(entry.Value) as SequenceNode)?.Items ?? [] : [entry.Value])
        {
            // The place is the resource's, except where the property stands deeper.
            SourceSpan span = property.IsList ? function.FullSpan : property.Path.Count > 1 ? entry.Key.Span : owner.Entry.Key.Span;
            foreach (DestinationTarget target in DestinationTarget.ReadAll(_template, function, conditions))
            {
                if (target.Function is { } found)
                {
                    graph.Add(new FlowEdge(from, graph.NodeOf(found), FlowEdgeKind.Invokes, span, target.Conditions)
                    {
                        Invocation = KindOf(owner, property),
                        Qualifier = qualifier ?? FlowGraphBuilder.QualifierOf(target),
                        IsUnqualified = property.Qualifier is null && FlowGraphBuilder.NamesNoQualifier(target),
                        Trigger = owner.Type,
                        Details = owner.Properties,
                    });
                }
            }
        }
    }

    private InvocationKind? KindOf(TemplateResource owner, InvokingProperty property)
    {
        if (property.Choice is not { } path || owner.Properties is not { } map)
        {
            return property.Kind;
        }

        TemplateNode? node = map;
        foreach (string name in path)
        {
            if (TemplateBranch.IsFunction(node))
            {
                return null;
            }

            node = (TemplateNodes.Follow(node) as MappingNode)?[name];
        }

        return node is null ? property.Kind
            : ResourceNames.Literal(_template, node) is { } chosen ? (chosen == property.Asynchronous ? InvocationKind.Asynchronous : property.Kind)
            : null;
    }

    private void AddMentioned(TemplateResource owner, InvocationKind? kind)
    {
        foreach (string id in (owner.Properties is null ? [] : References.In(owner.Properties)).Distinct(StringComparer.Ordinal))
        {
            if (FunctionBehind(_template, id) is { } function)
            {
                graph.Add(new FlowEdge(graph.NodeOf(owner), graph.NodeOf(function), FlowEdgeKind.Invokes, owner.Entry.Key.Span, owner.Conditions()) { Invocation = kind, Trigger = owner.Type, Details = owner.Properties });
            }
        }
    }

    /// <summary>The function that a logical id means: its own, or that of an alias or version.</summary>
    public static TemplateResource? FunctionBehind(TemplateModel template, string id) => template.Find(id) switch
    {
        { IsFunction: true } function => function,
        { Type: ResourceTypes.Alias or ResourceTypes.Version, Properties: { } properties } when properties["FunctionName"] is { } name => DestinationTarget.OfFunction(template, name, default).Function,
        _ => null,
    };
}
