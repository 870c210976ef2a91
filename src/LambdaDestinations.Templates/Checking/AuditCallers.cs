using System;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
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

    /// <summary>What CloudFormation does that gets no answer from a custom resource, and when, in words.</summary>
    public static string OfCustomResource(TemplateModel template, AuditEdge edge)
    {
        string after = AuditFacts.Number(template, edge.From.Node.Resource, "ServiceTimeout", Limits.CustomResourceTimeout) is { } seconds ? AuditFacts.Duration(seconds) : "its ServiceTimeout";
        return $"after {after}: returned to the caller: CloudFormation gets no answer and fails the stack";
    }

    /// <summary>The API to which a method or integration belongs; <see langword="null"/> when it is none.</summary>
    public static string? OfApi(FlowNode node) =>
        node.Resource is { } resource && ApiTypes.Contains(resource.Type)
            ? (resource.Properties?["RestApiId"] ?? resource.Properties?["ApiId"]) is { } api && References.In(api) is [var first, ..] ? first : node.Name
            : null;

    /// <summary>Whether a caller that does not wait for the function is told when Lambda does not accept the event.</summary>
    public static bool SeesRefusal(FlowEdge edge) =>
        edge.Trigger is ResourceTypes.StateMachine or ResourceTypes.ServerlessStateMachine || (edge.Trigger is { } trigger && InvokerFacts.Of(trigger).PassesHeaders);

    /// <summary>What the caller does with an error, in words.</summary>
    /// <param name="template">The template that says so.</param>
    /// <param name="edge">The way.</param>
    /// <param name="cause">What happens to the function.</param>
    public static string OnError(TemplateModel template, AuditEdge edge, AuditCause cause)
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
            InvokerFacts.BatchPrincipal => "the task fails, and the report of the job says so",
            ResourceTypes.StateMachine or ResourceTypes.ServerlessStateMachine => OfStateMachine(template, edge, cause),

            // Lambda answers a call with the error of the function in it, and the call has succeeded (AWS Lambda API Reference, Invoke, FunctionError).
            ResourceTypes.Schedule => "the call of the schedule has succeeded, and nobody reads the error in its answer",
            _ when trigger.StartsWith("AWS::ApiGateway", StringComparison.Ordinal) || trigger is "AWS::Serverless::Api" or "AWS::Serverless::HttpApi" => Client,
            _ => "the caller gets an error",
        };
    }

    /// <summary>What a state machine does: by <c>Retry</c> and <c>Catch</c> of the states that call the function, and of those around them.</summary>
    private static string OfStateMachine(TemplateModel template, AuditEdge edge, AuditCause cause) => AuditStates.OnError(
        edge is { From.Node.Resource: { } machine, Edge.To.Resource: { } called }
            ? [.. StateMachineTasks.Of(template, machine).Where(x => x.Function.LogicalId == called.LogicalId && x.Invocation == edge.Edge.Invocation)]
            : [],
        cause);
}
