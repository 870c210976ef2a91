using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Who reads a place and is not a function: an address that subscribes, a pipe, an archive, a state machine.</summary>
/// <param name="Template">Which template says so.</param>
/// <param name="Name">Who it is: <c>email ops@example.com</c>.</param>
/// <param name="Details">The map with its filter or pattern.</param>
internal sealed record AuditListener(int Template, string Name, MappingNode? Details)
{
    /// <summary>When it listens.</summary>
    public ConditionSet Conditions { get; init; }

    /// <summary>Whether it keeps what it gets, and nobody is told.</summary>
    public bool IsArchive { get; init; }

    /// <summary>What takes the messages that cannot be delivered to it.</summary>
    public MappingNode? Subscription { get; init; }
}

/// <summary>Reads who listens beside functions.</summary>
internal sealed class AuditListeners
{
    private const string Archive = "AWS::Events::Archive";

    private readonly Dictionary<string, List<AuditListener>> _byPlace = new(StringComparer.Ordinal);
    private readonly AuditSystem _system;

    /// <summary>Reads those of a system.</summary>
    public AuditListeners(AuditSystem system)
    {
        _system = system;
        for (int i = 0; i < system.Templates.Count; i++)
        {
            foreach (TemplateResource resource in system.Templates[i].Template.Resources.Where(static x => x.Properties is not null))
            {
                Read(i, resource, resource.Properties!);
            }
        }
    }

    /// <summary>Who listens at a place.</summary>
    public IReadOnlyList<AuditListener> At(AuditPlace place) => _byPlace.TryGetValue(place.Key, out List<AuditListener>? found) ? found : [];

    private void Read(int template, TemplateResource resource, MappingNode properties)
    {
        switch (resource.Type)
        {
            case ResourceTypes.Subscription:
                AddSubscription(template, properties["TopicArn"], properties, resource.Conditions());
                break;
            case ResourceTypes.Topic:
                foreach ((MappingNode subscription, ConditionSet conditions) in FlowGraphBuilder.MapsWithin(properties["Subscription"], resource.Conditions()))
                {
                    AddSubscription(template, null, subscription, conditions, resource);
                }

                break;
            case ResourceTypes.Pipe:
                Add(template, properties["Source"], new AuditListener(template, $"pipe {resource.LogicalId}", properties) { Conditions = resource.Conditions() });
                break;
            case Archive:
                Add(template, properties["SourceArn"], new AuditListener(template, $"archive {resource.LogicalId}", properties) { IsArchive = true, Conditions = resource.Conditions() });
                break;
            case ResourceTypes.ServerlessStateMachine:
                AddEvents(template, resource, properties);
                break;
        }
    }

    private void AddSubscription(int template, TemplateNode? topic, MappingNode subscription, ConditionSet conditions, TemplateResource? owner = null)
    {
        // Functions and queues are ways of the graph.
        if (ResourceNames.Literal(_system.Templates[template].Template, subscription["Protocol"]) is "lambda" or "sqs")
        {
            return;
        }

        string protocol = ResourceNames.Literal(_system.Templates[template].Template, subscription["Protocol"]) ?? "subscriber";
        string? endpoint = ResourceNames.Literal(_system.Templates[template].Template, subscription["Endpoint"])
            ?? (subscription["Endpoint"] is { } node && References.In(node) is [var id, ..] ? id : null);
        AuditListener listener = new(template, endpoint is null ? protocol : $"{protocol} {endpoint}", subscription) { Subscription = subscription, Conditions = conditions };
        if (owner is not null)
        {
            Add($"{template}:{owner.LogicalId}", listener);
        }
        else
        {
            Add(template, topic, listener);
        }
    }

    /// <summary>The events of a state machine that SAM makes rules of.</summary>
    private void AddEvents(int template, TemplateResource machine, MappingNode properties)
    {
        foreach (MappingEntry entry in TemplateNodes.Child(properties, "Events")?.Entries ?? [])
        {
            if (TemplateNodes.Follow(entry.Value) is MappingNode body && TemplateNodes.Text(body["Type"]) is "EventBridgeRule" or "CloudWatchEvent" && TemplateNodes.Child(body, "Properties") is { } details)
            {
                AuditListener listener = new(template, $"state machine {machine.LogicalId}", details) { Conditions = machine.Conditions() };
                if (details["EventBusName"] is not { } bus || TemplateNodes.Text(bus) == "default")
                {
                    Add(FlowGraph.DefaultBus, listener);
                }
                else
                {
                    Add(template, bus, listener);
                }
            }
        }
    }

    private void Add(int template, TemplateNode? where, AuditListener listener)
    {
        foreach (DestinationTarget target in DestinationTarget.ReadAll(_system.Templates[template].Template, where, listener.Conditions))
        {
            Add(_system.PlaceOf(template, target).Key, listener with { Conditions = target.Conditions });
        }
    }

    private void Add(string key, AuditListener listener)
    {
        if (!_byPlace.TryGetValue(key, out List<AuditListener>? listeners))
        {
            _byPlace.Add(key, listeners = []);
        }

        listeners.Add(listener);
    }
}
