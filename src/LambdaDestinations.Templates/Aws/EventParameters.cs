using System;
using System.Collections.Generic;

namespace LambdaDestinations.Templates.Aws;

/// <summary>What the type of a handler's parameter says of the trigger: Amazon's event types of services that do not invoke asynchronously.</summary>
internal static class EventParameters
{
    private static readonly Dictionary<string, EventTrigger> Triggers = new(StringComparer.Ordinal)
    {
        ["Amazon.Lambda.APIGatewayEvents.APIGatewayProxyRequest"] = EventTrigger.Api,
        ["Amazon.Lambda.APIGatewayEvents.APIGatewayHttpApiV2ProxyRequest"] = EventTrigger.Api,
        ["Amazon.Lambda.APIGatewayEvents.APIGatewayCustomAuthorizerRequest"] = EventTrigger.Api,
        ["Amazon.Lambda.APIGatewayEvents.APIGatewayCustomAuthorizerV2Request"] = EventTrigger.Api,
        ["Amazon.Lambda.ApplicationLoadBalancerEvents.ApplicationLoadBalancerRequest"] = EventTrigger.LoadBalancer,
        ["Amazon.Lambda.SQSEvents.SQSEvent"] = EventTrigger.Queue,
        ["Amazon.Lambda.KinesisEvents.KinesisEvent"] = EventTrigger.Stream,
        ["Amazon.Lambda.KinesisEvents.KinesisTimeWindowEvent"] = EventTrigger.Stream,
        ["Amazon.Lambda.DynamoDBEvents.DynamoDBEvent"] = EventTrigger.Stream,
        ["Amazon.Lambda.DynamoDBEvents.DynamoDBTimeWindowEvent"] = EventTrigger.Stream,
        ["Amazon.Lambda.KafkaEvents.KafkaEvent"] = EventTrigger.Stream,
    };

    /// <summary>The trigger that brings events of a type; <see langword="null"/> for any other type.</summary>
    /// <param name="type">The type, fully qualified, with <c>global::</c> or without.</param>
    public static EventTrigger? TriggerOf(string? type)
    {
        const string Global = "global::";
        string name = type?.StartsWith(Global, StringComparison.Ordinal) == true ? type.Substring(Global.Length) : type ?? "";
        return Triggers.TryGetValue(name, out EventTrigger trigger) ? trigger : null;
    }
}

/// <summary>What brings an event, where it does not invoke asynchronously.</summary>
internal enum EventTrigger
{
    /// <summary>API Gateway or a function URL, which wait for the response.</summary>
    Api,

    /// <summary>An Application Load Balancer, which waits for the response.</summary>
    LoadBalancer,

    /// <summary>The event source mapping of a queue.</summary>
    Queue,

    /// <summary>The event source mapping of a stream or a Kafka topic.</summary>
    Stream,
}
