using System;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>What callers do that wait for a function and get an error.</summary>
internal static class AuditCallers
{
    private const string Client = "the client gets an error";

    private static readonly string[] ApiTypes = ["AWS::ApiGateway::Method", "AWS::ApiGatewayV2::Integration", "AWS::ApiGateway::Authorizer", "AWS::ApiGatewayV2::Authorizer"];

    /// <summary>Whether a trigger is a custom resource, for which CloudFormation waits although it invokes asynchronously.</summary>
    public static bool IsCustomResource(string? trigger) =>
        trigger is "AWS::CloudFormation::CustomResource" or ResourceTypes.BucketNotifications || (trigger?.StartsWith("Custom::", StringComparison.Ordinal) ?? false);

    /// <summary>The API to which a method or integration belongs; <see langword="null"/> when it is none.</summary>
    public static string? OfApi(FlowNode node) =>
        node.Resource is { } resource && ApiTypes.Contains(resource.Type)
            ? (resource.Properties?["RestApiId"] ?? resource.Properties?["ApiId"]) is { } api && References.In(api) is [var first, ..] ? first : node.Name
            : null;

    /// <summary>What the caller does with an error, in words.</summary>
    /// <param name="template">The template that says so.</param>
    /// <param name="edge">The way.</param>
    public static string OnError(TemplateModel template, AuditEdge edge)
    {
        string trigger = edge.Edge.Trigger == ResourceTypes.Permission && edge.From.Node.Resource is { Type: not ResourceTypes.Permission } source ? source.Type : edge.Edge.Trigger ?? "";
        return trigger switch
        {
            "Api" or "HttpApi" or "FunctionUrl" or "AWS::Lambda::Url" => Client,
            "Cognito" or "AWS::Cognito::UserPool" => "the user's request fails",
            InvokerFacts.Macro => "CloudFormation fails the change set",
            InvokerFacts.IotAuthorizer => "the client is not let in",
            "AWS::AppSync::DataSource" => "the request gets an error",
            "AWS::KinesisFirehose::DeliveryStream" => "Firehose retries, then writes the records to its bucket as failed",
            "AWS::ElasticLoadBalancingV2::TargetGroup" or "AWS::VpcLattice::TargetGroup" => Client,
            ResourceTypes.StateMachine or ResourceTypes.ServerlessStateMachine => OfStateMachine(template, edge),
            _ when trigger.StartsWith("AWS::ApiGateway", StringComparison.Ordinal) || trigger is "AWS::Serverless::Api" or "AWS::Serverless::HttpApi" => Client,
            _ => "the caller gets an error",
        };
    }

    /// <summary>What a state machine does: by <c>Retry</c> and <c>Catch</c> of the states that call the function (AWS Step Functions Developer Guide, "Error handling").</summary>
    private static string OfStateMachine(TemplateModel template, AuditEdge edge) => OfStates(edge is { From.Node.Resource: { } machine, Edge.To.Resource: { } called }
        ? [.. StateMachineTasks.Of(template, machine).Where(x => x.Function.LogicalId == called.LogicalId && x.Invocation != InvocationKind.Asynchronous).Select(static x => x.State)]
        : []);

    private static string OfStates(MappingNode[] states)
    {
        if (states.Length == 0)
        {
            return "the state machine decides by its Retry and Catch";
        }

        bool retries = states.All(static x => x["Retry"] is not null);
        bool catches = states.All(static x => x["Catch"] is not null);
        return (retries, catches) switch
        {
            (true, true) => "the state is retried by its Retry, then its Catch takes over",
            (true, false) => "the state is retried by its Retry, then the execution fails",
            (false, true) => "the state's Catch takes over",
            _ when states.Any(static x => x["Retry"] is not null || x["Catch"] is not null) => "the state machine decides by its Retry and Catch, which not every state has",
            _ => "the execution fails, the state has no Retry and no Catch",
        };
    }
}
