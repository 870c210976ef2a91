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

/// <summary>Builds the flow graph of a template, of SAM, CloudFormation or the CDK.</summary>
internal sealed class FlowGraphReader(TemplateModel template)
{
    // They watch or deploy a function, and never invoke it.
    private static readonly HashSet<string> Bystanders = new(StringComparer.Ordinal)
    {
        "AWS::Logs::LogGroup", "AWS::Logs::MetricFilter", "AWS::CloudWatch::Dashboard", "AWS::ApplicationAutoScaling::ScalableTarget",
        "AWS::ApplicationAutoScaling::ScalingPolicy", "AWS::CodeDeploy::DeploymentGroup", "AWS::CodeDeploy::Application", "AWS::CDK::Metadata",
        "AWS::Lambda::LayerVersion", "AWS::IAM::InstanceProfile",
    };

    private readonly Dictionary<string, FlowNode> _nodes = new(StringComparer.Ordinal);
    private readonly List<FlowNode> _ordered = [];
    private readonly List<FlowEdge> _edges = [];
    private readonly HashSet<string> _followed = new(StringComparer.Ordinal);
    private readonly bool _mayInvokeByHeader = template.Document.Text.IndexOf("X-Amz-Invocation-Type", StringComparison.OrdinalIgnoreCase) >= 0;

    public FlowGraph Read()
    {
        foreach (FunctionConfiguration function in DestinationConfiguration.Of(template).Functions)
        {
            NodeOf(function.Function);
        }

        foreach (FunctionConfiguration function in DestinationConfiguration.Of(template).Functions)
        {
            AddEvents(function);
            AddMappings(function);
            AddDestinations(function);
        }

        foreach (TemplateResource resource in template.Resources)
        {
            if (AddResource(resource))
            {
                _followed.Add(resource.LogicalId);
            }
        }

        // A permission tells of a trigger only where nothing tells more.
        ILookup<string, FlowEdge> invocations = _edges.Where(static x => x.Kind == FlowEdgeKind.Invokes).ToLookup(static x => x.To.Id, StringComparer.Ordinal);
        foreach (TemplateResource permission in template.Resources.Where(static x => x.Type == ResourceTypes.Permission))
        {
            _followed.Add(permission.LogicalId);
            AddPermission(permission, invocations);
        }

        return new FlowGraph(_ordered, _edges, FindOtherUses());
    }

    private void AddEvents(FunctionConfiguration function)
    {
        FlowNode to = NodeOf(function.Function);
        foreach (EventSource source in function.EventSources.Where(static x => x.IsSamEvent))
        {
            SourceSpan span = TemplateNodes.Child(source.Owner.Properties, "Events")?.Find(source.Name)?.Key.Span ?? source.Owner.Entry.Key.Span;
            string? qualifier = QualifierText.OfSam(template, function.Function);
            MappingConfiguration? mapping = function.Mappings.FirstOrDefault(x => ReferenceEquals(x.Source, source));
            foreach ((FlowNode from, ConditionSet conditions) in SourcesOf(function, source, mapping, span))
            {
                _edges.Add(new FlowEdge(from, to, FlowEdgeKind.Invokes, span, conditions) { Invocation = source.Kind, Qualifier = qualifier, Trigger = source.Type, Details = source.Properties, Mapping = mapping });
            }
        }

        if (function.Function.Properties?["FunctionUrlConfig"] is { } url && function.Function.Type == ResourceTypes.ServerlessFunction)
        {
            FlowNode from = AddNode(new FlowNode(function.Function.LogicalId + "/FunctionUrlConfig", FlowNodeKind.Trigger, "FunctionUrl"));
            _edges.Add(new FlowEdge(from, to, FlowEdgeKind.Invokes, url.FullSpan, function.Conditions) { Invocation = InvocationKind.Synchronous, Trigger = "FunctionUrl" });
        }
    }

    /// <summary>What an event comes from, and when: another source under each branch of an <c>Fn::If</c>.</summary>
    private List<(FlowNode From, ConditionSet Conditions)> SourcesOf(FunctionConfiguration function, EventSource source, MappingConfiguration? mapping, SourceSpan span)
    {
        FlowNode own = new(function.Function.LogicalId + "/" + source.Name, source.Type is "EventBridgeRule" or "CloudWatchEvent" ? FlowNodeKind.Rule : mapping is null ? FlowNodeKind.Trigger : FlowNodeKind.Stream, source.Name);
        if (own.Kind == FlowNodeKind.Rule)
        {
            FlowNode rule = AddNode(own);
            AddBus(source.Properties?["EventBusName"], rule, source.Properties, span, function.Conditions);
            return [(rule, function.Conditions)];
        }

        IEnumerable<DestinationTarget> targets = mapping?.Polled ?? (source.Type switch
        {
            "S3" => "Bucket",
            "SNS" => "Topic",
            _ => null,
        } is { } property ? DestinationTarget.ReadAll(template, source.Properties?[property], function.Conditions) : []);
        List<(FlowNode From, ConditionSet Conditions)> sources = [.. targets.Select(x => (NodeOf(x, mapping is null ? FlowNodeKind.Trigger : FlowNodeKind.Stream), x.Conditions))];
        return sources.Count > 0 ? sources : [(AddNode(own), function.Conditions)];
    }

    private void AddDestinations(FunctionConfiguration function)
    {
        FlowNode from = NodeOf(function.Function);
        foreach (AsyncConfiguration config in function.Async)
        {
            foreach (ConfiguredDestination destination in config.Destinations)
            {
                FlowEdgeKind kind = destination.Outcome == DestinationOutcome.Success ? FlowEdgeKind.OnSuccess : FlowEdgeKind.OnFailure;
                AddRecords(from, destination.Targets, kind, destination.Span, destination.Outcome, config.Qualifier, null);
            }
        }

        foreach (MappingConfiguration mapping in function.Mappings)
        {
            foreach (ConfiguredDestination destination in mapping.Destinations.Where(static x => x.Outcome == DestinationOutcome.Failure))
            {
                AddRecords(from, destination.Targets, FlowEdgeKind.MappingOnFailure, destination.Span, destination.Outcome, null, mapping);
            }
        }

        foreach (DeadLetterConfiguration deadLetter in function.DeadLetters)
        {
            AddRecords(from, deadLetter.Targets, FlowEdgeKind.DeadLetter, deadLetter.Span, DestinationOutcome.Failure, null, null);
        }
    }

    private void AddRecords(FlowNode from, IEnumerable<DestinationTarget> targets, FlowEdgeKind kind, SourceSpan span, DestinationOutcome outcome, string? qualifier, MappingConfiguration? mapping)
    {
        foreach (DestinationTarget target in targets)
        {
            FlowNode to = target.Origin == TargetOrigin.CreatedBySam
                ? AddNode(new FlowNode($"{from.Id}EventInvokeConfigOn{outcome}{(target.Type == DestinationTargetType.Sns ? "Topic" : "Queue")}", target.Type == DestinationTargetType.Sns ? FlowNodeKind.Topic : FlowNodeKind.Queue, $"{from.Name} on {outcome}"))
                : NodeOf(target, FlowNodeKind.Unknown);
            _edges.Add(new FlowEdge(from, to, kind, span, target.Conditions) { Qualifier = qualifier, Mapping = mapping });

            // A Lambda destination is invoked asynchronously.
            if (target.Function is not null && kind is FlowEdgeKind.OnSuccess or FlowEdgeKind.OnFailure)
            {
                _edges[_edges.Count - 1] = _edges[_edges.Count - 1] with { Invocation = InvocationKind.Asynchronous, TargetQualifier = QualifierOf(target) };
            }
        }
    }

    /// <summary>Adds what a resource other than a function triggers or passes on.</summary>
    /// <returns>Whether every way in which it can reach a function is followed.</returns>
    private bool AddResource(TemplateResource resource)
    {
        MappingNode? properties = resource.Properties;
        switch (resource.Type)
        {
            case ResourceTypes.EventSourceMapping or ResourceTypes.Alias or ResourceTypes.Version or ResourceTypes.EventInvokeConfig or ResourceTypes.Permission:
                return true;
            case ResourceTypes.Queue:
                AddRedrive(resource);
                return true;
            case ResourceTypes.Topic:
                foreach (MappingNode subscription in Maps(properties?["Subscription"]))
                {
                    AddSubscription(NodeOf(resource), subscription, ConfigurationReader.ConditionsOf(resource), subscription.Span, "Endpoint");
                }

                return true;
            case "AWS::SNS::Subscription":
                foreach (DestinationTarget topic in DestinationTarget.ReadAll(template, properties?["TopicArn"], ConfigurationReader.ConditionsOf(resource)))
                {
                    AddSubscription(NodeOf(topic, FlowNodeKind.Topic), properties!, topic.Conditions, resource.Entry.Key.Span, "Endpoint");
                }

                return true;
            case ResourceTypes.Bucket:
                AddNotifications(NodeOf(resource), resource, TemplateNodes.Child(properties, "NotificationConfiguration"));
                return true;
            case "Custom::S3BucketNotifications":
                // What the CDK writes: the buckets' notifications stand in a custom resource of its own.
                foreach (DestinationTarget bucket in DestinationTarget.ReadAll(template, properties?["BucketName"], ConfigurationReader.ConditionsOf(resource)))
                {
                    AddNotifications(NodeOf(bucket, FlowNodeKind.Bucket), resource, TemplateNodes.Child(properties, "NotificationConfiguration"));
                }

                AddInvocations(resource, properties?["ServiceToken"], InvocationKind.Asynchronous, resource.Entry.Key.Span, NodeOf(resource));
                return true;
            case ResourceTypes.Rule:
                AddRule(resource);
                return true;
            case "AWS::Scheduler::Schedule":
                MappingNode? target = TemplateNodes.Child(properties, "Target");
                AddInvocations(resource, target?["Arn"], InvocationKind.Asynchronous, target?.Find("Arn")?.Key.Span ?? resource.Entry.Key.Span, NodeOf(resource));
                return true;
            case "AWS::Lambda::Url":
                AddInvocations(resource, properties?["TargetFunctionArn"], InvocationKind.Synchronous, resource.Entry.Key.Span, NodeOf(resource), TemplateNodes.Text(properties?["Qualifier"]));
                return true;
            case "AWS::Logs::SubscriptionFilter":
                AddInvocations(resource, properties?["DestinationArn"], InvocationKind.Asynchronous, resource.Entry.Key.Span, NodeOf(resource));
                return true;
            case "AWS::ApiGateway::Method" or "AWS::ApiGatewayV2::Integration" or "AWS::ApiGateway::RestApi" or "AWS::ApiGatewayV2::Api" or "AWS::ApiGateway::Authorizer" or "AWS::ApiGatewayV2::Authorizer"
                or "AWS::Serverless::Api" or "AWS::Serverless::HttpApi":
                AddMentioned(resource, _mayInvokeByHeader ? null : InvocationKind.Synchronous);
                return true;
            case "AWS::ElasticLoadBalancingV2::TargetGroup" or "AWS::Cognito::UserPool" or "AWS::AppSync::DataSource":
                AddMentioned(resource, InvocationKind.Synchronous);
                return true;
            case "AWS::IoT::TopicRule":
                AddMentioned(resource, InvocationKind.Asynchronous);
                return true;
            case "AWS::CloudWatch::Alarm" or "AWS::CloudWatch::CompositeAlarm":
                foreach (string actions in new[] { "AlarmActions", "OKActions", "InsufficientDataActions" })
                {
                    foreach (TemplateNode action in (TemplateNodes.Follow(properties?[actions]) as SequenceNode)?.Items ?? [])
                    {
                        AddInvocations(resource, action, InvocationKind.Asynchronous, action.FullSpan, NodeOf(resource));
                    }
                }

                return true;
            default:
                if (resource.Type.StartsWith("Custom::", StringComparison.Ordinal) || resource.Type == "AWS::CloudFormation::CustomResource")
                {
                    // CloudFormation invokes the provider asynchronously; another mention may be anything.
                    AddInvocations(resource, properties?["ServiceToken"], InvocationKind.Asynchronous, resource.Entry.Key.Span, NodeOf(resource));
                }

                return Bystanders.Contains(resource.Type);
        }
    }

    private void AddMappings(FunctionConfiguration function)
    {
        foreach (MappingConfiguration mapping in function.Mappings.Where(static x => !x.Source.IsSamEvent))
        {
            List<(FlowNode From, ConditionSet Conditions)> sources = [.. mapping.Polled.Select(x => (NodeOf(x, FlowNodeKind.Stream), x.Conditions))];
            foreach ((FlowNode from, ConditionSet conditions) in sources.Count > 0 ? sources : [(NodeOf(mapping.Source.Owner), mapping.Conditions)])
            {
                _edges.Add(new FlowEdge(from, NodeOf(function.Function), FlowEdgeKind.Invokes, mapping.Span, conditions)
                {
                    Invocation = InvocationKind.Polled,
                    Qualifier = QualifierOf(mapping.Function!),
                    Trigger = mapping.Source.Type,
                    Details = mapping.Source.Properties,
                    Mapping = mapping,
                });
            }
        }
    }

    private void AddRedrive(TemplateResource queue)
    {
        if (TemplateNodes.Child(queue.Properties, "RedrivePolicy") is not { } policy || policy.Find("deadLetterTargetArn") is not { } target)
        {
            return;
        }

        foreach (DestinationTarget deadLetter in DestinationTarget.ReadAll(template, target.Value, ConfigurationReader.ConditionsOf(queue)))
        {
            _edges.Add(new FlowEdge(NodeOf(queue), NodeOf(deadLetter, FlowNodeKind.Queue), FlowEdgeKind.Redrive, target.Key.Span, deadLetter.Conditions) { Details = policy });
        }
    }

    private void AddSubscription(FlowNode topic, MappingNode subscription, ConditionSet conditions, SourceSpan span, string endpoint)
    {
        if (TemplateNodes.Text(subscription["Protocol"]) is not ("lambda" or "sqs"))
        {
            return;
        }

        foreach (DestinationTarget target in DestinationTarget.ReadAll(template, subscription[endpoint], conditions))
        {
            AddDelivery(topic, target, span, subscription, "AWS::SNS::Subscription");
        }
    }

    private void AddNotifications(FlowNode bucket, TemplateResource owner, MappingNode? configuration)
    {
        ConditionSet conditions = ConfigurationReader.ConditionsOf(owner);
        foreach ((string list, string target) in new[]
        {
            ("LambdaConfigurations", "Function"), ("QueueConfigurations", "Queue"), ("TopicConfigurations", "Topic"),
            ("LambdaFunctionConfigurations", "LambdaFunctionArn"), ("QueueConfigurations", "QueueArn"), ("TopicConfigurations", "TopicArn"),
        })
        {
            foreach (MappingNode notification in Maps(configuration?[list]))
            {
                foreach (DestinationTarget found in DestinationTarget.ReadAll(template, notification[target], conditions))
                {
                    AddDelivery(bucket, found, notification.Span, notification, "AWS::S3::Bucket");
                }
            }
        }

        if (configuration?["EventBridgeConfiguration"] is { } eventBridge && TemplateNodes.Text(TemplateNodes.Child(configuration, "EventBridgeConfiguration")?["EventBridgeEnabled"]) != "false")
        {
            _edges.Add(new FlowEdge(bucket, DefaultBus(), FlowEdgeKind.Delivers, eventBridge.FullSpan, conditions));
        }
    }

    private void AddRule(TemplateResource rule)
    {
        ConditionSet conditions = ConfigurationReader.ConditionsOf(rule);
        FlowNode node = NodeOf(rule);
        if (rule.Properties?["EventPattern"] is not null)
        {
            AddBus(rule.Properties["EventBusName"], node, rule.Properties, rule.Entry.Key.Span, conditions);
        }

        foreach (MappingNode target in Maps(rule.Properties?["Targets"]))
        {
            foreach (DestinationTarget found in DestinationTarget.ReadAll(template, target["Arn"], conditions))
            {
                AddDelivery(node, found, target.Span, target, ResourceTypes.Rule);
            }
        }
    }

    private void AddBus(TemplateNode? name, FlowNode rule, MappingNode? details, SourceSpan span, ConditionSet conditions)
    {
        foreach (TemplateBranch branch in TemplateBranch.Of(name, conditions))
        {
            FlowNode bus = branch.Node is not { } node || TemplateNodes.Text(node) == "default" ? DefaultBus()
                : ResourceNames.Of(template).FindByName(DestinationTargetType.EventBridge, ResourceNames.Of(template).Interpreter.Text(TemplateValue.FromNode(node))) is { } byName ? NodeOf(byName)
                : NodeOf(DestinationTarget.Read(template, node, branch.Conditions), FlowNodeKind.EventBus);
            _edges.Add(new FlowEdge(bus, rule, FlowEdgeKind.Delivers, span, branch.Conditions) { Details = details });
        }
    }

    private FlowNode DefaultBus() => AddNode(new FlowNode(FlowGraph.DefaultBus, FlowNodeKind.EventBus, "default"));

    private void AddDelivery(FlowNode from, DestinationTarget target, SourceSpan span, MappingNode details, string trigger)
    {
        FlowNode to = NodeOf(target, FlowNodeKind.Unknown);
        _edges.Add(to.Kind == FlowNodeKind.Function
            ? new FlowEdge(from, to, FlowEdgeKind.Invokes, span, target.Conditions) { Invocation = InvocationKind.Asynchronous, Qualifier = QualifierOf(target), Trigger = trigger, Details = details }
            : new FlowEdge(from, to, FlowEdgeKind.Delivers, span, target.Conditions) { Trigger = trigger, Details = details });
    }

    private void AddInvocations(TemplateResource owner, TemplateNode? function, InvocationKind? kind, SourceSpan span, FlowNode from, string? qualifier = null)
    {
        foreach (DestinationTarget target in DestinationTarget.ReadAll(template, function, ConfigurationReader.ConditionsOf(owner)))
        {
            if (target.Function is { } found)
            {
                _edges.Add(new FlowEdge(from, NodeOf(found), FlowEdgeKind.Invokes, span, target.Conditions) { Invocation = kind, Qualifier = qualifier ?? QualifierOf(target), Trigger = owner.Type, Details = owner.Properties });
            }
        }
    }

    private void AddMentioned(TemplateResource owner, InvocationKind? kind)
    {
        foreach (string id in (owner.Properties is null ? [] : References.In(owner.Properties)).Distinct(StringComparer.Ordinal))
        {
            TemplateResource? mentioned = template.Find(id);
            DestinationTarget? target = mentioned?.Type is ResourceTypes.Alias or ResourceTypes.Version ? DestinationTarget.OfFunction(template, mentioned.Properties?["FunctionName"] ?? mentioned.Body, default) : null;
            if ((mentioned is { IsFunction: true } ? mentioned : target?.Function) is { } function)
            {
                _edges.Add(new FlowEdge(NodeOf(owner), NodeOf(function), FlowEdgeKind.Invokes, owner.Entry.Key.Span, ConfigurationReader.ConditionsOf(owner)) { Invocation = kind, Trigger = owner.Type, Details = owner.Properties });
            }
        }
    }

    private void AddPermission(TemplateResource permission, ILookup<string, FlowEdge> invocations)
    {
        if (permission.Properties is not { } properties || properties["FunctionName"] is not { } name || TemplateNodes.Text(properties["Action"]) is "lambda:GetFunction")
        {
            return;
        }

        string principal = TemplateNodes.Text(properties["Principal"]) ?? "";
        InvocationKind? kind = principal switch
        {
            "s3.amazonaws.com" or "sns.amazonaws.com" or "events.amazonaws.com" or "logs.amazonaws.com" or "ses.amazonaws.com" or "iot.amazonaws.com" or "config.amazonaws.com"
                or "codecommit.amazonaws.com" or "cloudformation.amazonaws.com" or "lambda.alarms.cloudwatch.amazonaws.com" => InvocationKind.Asynchronous,
            "apigateway.amazonaws.com" => _mayInvokeByHeader ? null : InvocationKind.Synchronous,
            "elasticloadbalancing.amazonaws.com" or "cognito-idp.amazonaws.com" or "alexa-appkit.amazon.com" or "lexv2.amazonaws.com" or "lex.amazonaws.com" or "connect.amazonaws.com"
                or "vpc-lattice.amazonaws.com" or "appsync.amazonaws.com" or "bedrock.amazonaws.com" => InvocationKind.Synchronous,
            "*" when properties["FunctionUrlAuthType"] is not null => InvocationKind.Synchronous,
            _ => null,
        };
        foreach (TemplateBranch branch in TemplateBranch.Of(name, ConfigurationReader.ConditionsOf(permission)))
        {
            if (branch.Node is null || DestinationTarget.OfFunction(template, branch.Node, branch.Conditions) is not { Function: { } function } target)
            {
                continue;
            }

            List<FlowNode> sources = [.. DestinationTarget.ReadAll(template, properties["SourceArn"], branch.Conditions).Where(static x => x.Resource is not null).Select(x => NodeOf(x, FlowNodeKind.Trigger))];
            foreach (FlowNode from in sources.Count > 0 ? sources : [AddNode(new FlowNode(permission.LogicalId, FlowNodeKind.Trigger, principal.Length > 0 ? principal : permission.LogicalId, permission))])
            {
                bool isTold = kind is not null && invocations[function.LogicalId].Any(x => x.From.Id == from.Id || (sources.Count == 0 && x.Invocation == kind));
                if (!isTold)
                {
                    _edges.Add(new FlowEdge(from, NodeOf(function), FlowEdgeKind.Invokes, permission.Entry.Key.Span, target.Conditions) { Invocation = kind, Qualifier = QualifierOf(target), Trigger = ResourceTypes.Permission, Details = properties });
                }
            }
        }
    }

    /// <summary>The functions that something mentions which is not followed: they may be invoked in any way.</summary>
    private HashSet<string> FindOtherUses()
    {
        HashSet<string> used = new(StringComparer.Ordinal);
        foreach (TemplateResource resource in template.Resources.Where(x => !_followed.Contains(x.LogicalId) && x.Properties is not null))
        {
            // What a function says of itself (its own destinations, its events) is followed.
            foreach (MappingEntry property in resource.Properties!.Entries.Where(x => !resource.IsFunction || x.Name is not ("EventInvokeConfig" or "Events" or "DeadLetterQueue" or "DeadLetterConfig")))
            {
                used.UnionWith(References.In(property.Value).Where(x => x != resource.LogicalId).Select(FunctionBehind).OfType<string>());
            }
        }

        foreach (MappingEntry output in TemplateNodes.Child(template.Root, "Outputs")?.Entries ?? [])
        {
            if (TemplateNodes.Follow(output.Value) is MappingNode body && body["Export"] is not null && body["Value"] is { } value)
            {
                used.UnionWith(References.In(value).Select(FunctionBehind).OfType<string>());
            }
        }

        return used;
    }

    private string? FunctionBehind(string id) => template.Find(id) switch
    {
        { IsFunction: true } function => function.LogicalId,
        { Type: ResourceTypes.Alias or ResourceTypes.Version, Properties: { } properties } when properties["FunctionName"] is { } name => DestinationTarget.OfFunction(template, name, default).Function?.LogicalId,
        _ => null,
    };

    private static string? QualifierOf(DestinationTarget target) =>
        target.Qualifier ?? (target.Resource is null or { IsFunction: true } ? "$LATEST" : null);

    private FlowNode NodeOf(TemplateResource resource) => AddNode(new FlowNode(resource.LogicalId, KindOf(resource), resource.LogicalId, resource));

    private FlowNode NodeOf(DestinationTarget target, FlowNodeKind otherwise)
    {
        if ((target.Function ?? target.Resource) is { } resource && (target.Origin == TargetOrigin.Resource || target.Function is not null))
        {
            return NodeOf(resource);
        }

        string id = FlowGraph.IdOf(target);
        if (id == FlowGraph.DefaultBus)
        {
            return DefaultBus();
        }

        FlowNodeKind kind = target.Type switch
        {
            DestinationTargetType.Sqs => FlowNodeKind.Queue,
            DestinationTargetType.Sns => FlowNodeKind.Topic,
            DestinationTargetType.Lambda => FlowNodeKind.OtherFunction,
            DestinationTargetType.EventBridge => FlowNodeKind.EventBus,
            DestinationTargetType.S3 => FlowNodeKind.Bucket,
            DestinationTargetType.Kafka => FlowNodeKind.KafkaTopic,
            _ => target.Origin == TargetOrigin.Literal ? otherwise : FlowNodeKind.Unknown,
        };
        return AddNode(new FlowNode(id, kind, target.Name is not null || target.Text is null ? id : ArnText.NameOf(target.Text)));
    }

    private FlowNode AddNode(FlowNode node)
    {
        if (_nodes.TryGetValue(node.Id, out FlowNode? known))
        {
            return known;
        }

        _nodes.Add(node.Id, node);
        _ordered.Add(node);
        return node;
    }

    private static FlowNodeKind KindOf(TemplateResource resource) => resource.Type switch
    {
        ResourceTypes.ServerlessFunction or ResourceTypes.Function => FlowNodeKind.Function,
        ResourceTypes.Queue => FlowNodeKind.Queue,
        ResourceTypes.Topic => FlowNodeKind.Topic,
        ResourceTypes.Bucket => FlowNodeKind.Bucket,
        ResourceTypes.EventBus => FlowNodeKind.EventBus,
        ResourceTypes.Rule => FlowNodeKind.Rule,
        "AWS::Kinesis::Stream" or "AWS::Kinesis::StreamConsumer" or "AWS::DynamoDB::Table" or "AWS::DynamoDB::GlobalTable" or "AWS::MSK::Cluster" or "AWS::MSK::ServerlessCluster"
            or "AWS::AmazonMQ::Broker" or "AWS::DocDB::DBCluster" or ResourceTypes.EventSourceMapping => FlowNodeKind.Stream,
        _ => FlowNodeKind.Trigger,
    };

    private static IEnumerable<MappingNode> Maps(TemplateNode? list)
    {
        foreach (TemplateBranch branch in TemplateBranch.Of(list))
        {
            if (branch.Node is SequenceNode sequence)
            {
                foreach (TemplateNode item in sequence.Items)
                {
                    foreach (TemplateBranch inner in TemplateBranch.Of(item))
                    {
                        if (inner.Map is { } map)
                        {
                            yield return map;
                        }
                    }
                }
            }
        }
    }
}
