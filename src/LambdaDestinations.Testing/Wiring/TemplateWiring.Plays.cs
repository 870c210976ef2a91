using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Testing.Wiring;

/// <content>What a host plays, by the type of the resource, and by the type of a SAM function's event.</content>
internal sealed partial class TemplateWiring
{
    private static readonly Dictionary<string, ResourcePlay> Plays = new(StringComparer.Ordinal)
    {
        [ResourceTypes.ServerlessFunction] = new()
        {
            Name = Named<TestFunction>,
            Create = static (x, resource, properties) => x.CreateFunction(resource, properties),
            Configure = static (x, resource, properties) => x.ConfigureSamFunction(resource, properties),
            Connect = static (x, resource, properties) => x.ConnectEvents(resource, properties),
            Bind = static (x, resource, properties) => x.BindHandler(resource, properties),
        },
        [ResourceTypes.Function] = new()
        {
            Name = Named<TestFunction>,
            Create = static (x, resource, properties) => x.CreateFunction(resource, properties),
            Configure = static (x, resource, properties) => x.ConfigureFunction(resource, properties),
            Bind = static (x, resource, properties) => x.BindHandler(resource, properties),
        },
        [ResourceTypes.EventInvokeConfig] = new() { Complete = static (x, resource, properties) => x.ConfigureInvocation(resource, properties) },
        [ResourceTypes.EventSourceMapping] = new() { Connect = static (x, resource, properties) => x.ConnectMapping(resource, properties) },
        [ResourceTypes.Queue] = new()
        {
            Name = Named<TestQueue>,
            Create = static (x, resource, properties) => x.CreateQueue(resource, properties),
        },
        [ResourceTypes.Topic] = new()
        {
            Name = Named<TestTopic>,
            Create = static (x, resource, properties) => x._registry.Topic(x._values.NameOf(resource)).Fifo = x.Boolean(properties, "FifoTopic"),
            Connect = static (x, resource, properties) => x.ConnectSubscriptions(resource, properties),
        },
        [ResourceTypes.Subscription] = new() { Connect = static (x, resource, properties) => x.ConnectSubscription(resource, properties) },
        [ResourceTypes.EventBus] = new()
        {
            Name = Named<TestEventBus>,
            Create = static (x, resource, _) => x._registry.Bus(x._values.NameOf(resource)),
        },
        [ResourceTypes.Rule] = new() { Connect = static (x, resource, properties) => x.ConnectRule(resource, properties) },
        [ResourceTypes.Schedule] = new()
        {
            Connect = static (x, resource, _) => x.Note(resource, "A schedule does not fire by itself: send its event with InvokeAsync.", changes: false),
        },
        [ResourceTypes.Alarm] = new()
        {
            Connect = static (x, resource, _) =>
            {
                if (TemplateAlarms.Of(x._template).All.Any(y => y.Resource == resource && y.IsAboutFailures))
                {
                    x.Note(resource, "An alarm does not rise: assert host.Metrics, or what is in the queue that it watches.", changes: false);
                }
            },
        },
        [ResourceTypes.Bucket] = new()
        {
            Name = Named<TestBucket>,
            Create = static (x, resource, _) => x._registry.Bucket(x._values.NameOf(resource)),
            Connect = static (x, resource, properties) => x.ConnectBucket(resource, properties),
        },
        ["AWS::Kinesis::Stream"] = new()
        {
            Name = Named<TestKinesisStream>,
            Create = static (x, resource, properties) => x.CreateKinesisStream(resource, properties),
        },
        ["AWS::DynamoDB::Table"] = Table,
        ["AWS::DynamoDB::GlobalTable"] = Table,

        // Not played themselves; a name that cannot be told is told, for others may be found by it.
        ["AWS::Serverless::SimpleTable"] = NameOnly,
        ["AWS::MSK::Cluster"] = NameOnly,
        ["AWS::MSK::ServerlessCluster"] = NameOnly,
    };

    private static readonly Dictionary<string, Action<TemplateWiring, SamEvent>> EventPlays = new(StringComparer.Ordinal)
    {
        ["Kinesis"] = static (x, e) => x.Map(e),
        ["DynamoDB"] = static (x, e) => x.Map(e),
        ["MSK"] = static (x, e) => x.Map(e),
        ["SelfManagedKafka"] = static (x, e) => x.Map(e),
        ["SQS"] = static (x, e) => x.Map(e),
        ["S3"] = static (x, e) => x.ConnectBucket(e),
        ["SNS"] = static (x, e) => x.ConnectTopic(e),
        ["EventBridgeRule"] = static (x, e) => x.ConnectBus(e),
        ["CloudWatchEvent"] = static (x, e) => x.ConnectBus(e),
        ["Schedule"] = NoteSchedule,
        ["ScheduleV2"] = NoteSchedule,
        ["Api"] = NoteSynchronous,
        ["HttpApi"] = NoteSynchronous,
        ["AlexaSkill"] = NoteSynchronous,
        ["Cognito"] = NoteSynchronous,
    };

    private static ResourcePlay Table => new()
    {
        Name = Named<TestDynamoDBStream>,
        Create = static (x, resource, properties) =>
        {
            if (x._values.At(properties, "StreamSpecification") is not null)
            {
                x._registry.DynamoDB(x._values.NameOf(resource));
            }
        },
    };

    private static ResourcePlay NameOnly => new() { Name = static (x, resource, _) => x._values.NameOf(resource) };

    /// <summary>Lets a resource be found by its logical id and by its name.</summary>
    private static void Named<TResource>(TemplateWiring wiring, TemplateResource resource, TemplateValue properties) =>
        wiring._registry.Alias<TResource>(resource.LogicalId, wiring._values.NameOf(resource));

    private static void NoteSchedule(TemplateWiring wiring, SamEvent e) =>
        wiring.Note(e.Resource, $"The schedule {e.Name} does not fire by itself: send its event with InvokeAsync.", changes: false, e.Path);

    private static void NoteSynchronous(TemplateWiring wiring, SamEvent e) =>
        wiring.Note(e.Resource, $"{e.Name} invokes synchronously, so no destination follows: it is not played.", changes: false, e.Path);

    private delegate void ResourceStep(TemplateWiring wiring, TemplateResource resource, TemplateValue properties);

    /// <summary>What is done with a resource of a type. Each step is taken with all resources before the next one.</summary>
    private sealed class ResourcePlay
    {
        /// <summary>Lets it be found.</summary>
        internal ResourceStep? Name { get; init; }

        /// <summary>Makes it.</summary>
        internal ResourceStep? Create { get; init; }

        /// <summary>Gives a function its settings.</summary>
        internal ResourceStep? Configure { get; init; }

        /// <summary>Adds to the settings of a function what another resource says.</summary>
        internal ResourceStep? Complete { get; init; }

        /// <summary>Lets it send its events.</summary>
        internal ResourceStep? Connect { get; init; }

        /// <summary>Finds a function's handler.</summary>
        internal ResourceStep? Bind { get; init; }
    }

    /// <summary>An entry of a SAM function's <c>Events</c>.</summary>
    /// <param name="Resource">The function's resource.</param>
    /// <param name="Function">The function.</param>
    /// <param name="Qualifier">The version or alias that gets the event.</param>
    /// <param name="Facts">What is known of its type.</param>
    /// <param name="Name">The event's name.</param>
    /// <param name="Properties">Its properties.</param>
    /// <param name="Path">Where they are, below those of the function.</param>
    private sealed record SamEvent(TemplateResource Resource, TestFunction Function, string Qualifier, EventSourceFacts Facts, string Name, TemplateValue Properties, string[] Path)
    {
        internal string Reference => TemplateWiring.Reference(Function, Qualifier);
    }
}
