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
            foreach ((TemplateNode function, SourceSpan span) in Named(resource, property))
            {
                AddNamed(resource, property, function, span);
            }
        }

        if (facts.Mentioned is { } kind)
        {
            AddMentioned(resource, facts.PassesHeaders ? graph.ByApiOf(resource) : facts.IsAppSync ? graph.ByAppSync : kind);
        }
    }

    /// <summary>What a property names, and its place: the resource's, except where the property stands deeper.</summary>
    private static IEnumerable<(TemplateNode Function, SourceSpan Span)> Named(TemplateResource resource, InvokingProperty property)
    {
        MappingNode? map = resource.Properties;
        foreach (string name in property.Path.Take(property.Path.Count - 1))
        {
            map = TemplateNodes.Child(map, name);
        }

        if (map?.Find(property.Path[property.Path.Count - 1]) is not { } entry)
        {
            return [];
        }

        return property.IsList
            ? ((TemplateNodes.Follow(entry.Value) as SequenceNode)?.Items ?? []).Select(static x => (x, x.FullSpan))
            : [(entry.Value, property.Path.Count > 1 ? entry.Key.Span : resource.Entry.Key.Span)];
    }

    private void AddNamed(TemplateResource owner, InvokingProperty property, TemplateNode function, SourceSpan span)
    {
        // It is a place even when it invokes nothing of the template.
        FlowNode from = graph.NodeOf(owner);
        string? qualifier = property.Qualifier is { } name ? TemplateNodes.Text(owner.Properties![name]) : null;
        foreach (DestinationTarget target in DestinationTarget.ReadAll(_template, function, owner.Conditions()))
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
