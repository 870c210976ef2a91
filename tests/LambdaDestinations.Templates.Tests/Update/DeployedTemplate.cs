using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>
/// A CloudFormation template as it would be in a region: intrinsic functions are evaluated, and the physical name of everything
/// is its logical id. It shares no code with the library, whose output it judges.
/// </summary>
internal sealed partial class DeployedTemplate
{
    public const string Account = "123456789012";

    private readonly IReadOnlyDictionary<string, string> _parameters;
    private readonly JsonObject _template;
    private readonly JsonObject _resources;
    private readonly string _region;
    private readonly string _partition;

    public DeployedTemplate(JsonNode template, string region, IReadOnlyDictionary<string, string> parameters)
    {
        _parameters = parameters;
        _template = template.AsObject();
        _resources = _template["Resources"]!.AsObject();
        _region = region;
        _partition = PartitionOf(region);
    }

    public static string PartitionOf(string region) =>
        region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn" : region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov" : "aws";

    /// <summary>
    /// What is set where, a line each: <c>Function:Qualifier OnFailure arn</c>, <c>Function:Qualifier MaximumRetryAttempts 1</c>, and
    /// for an event source mapping <c>Function/Mapping OnFailure arn</c>; for an event rule of a durable function <c>Rule: prefix statuses arn</c> and what
    /// lets it, <c>arn may: rule</c>.
    /// </summary>
    public IEnumerable<string> Settings() => Existing().SelectMany(x => x.Type switch
    {
        "AWS::Lambda::EventInvokeConfig" => SettingsOf($"{Text(x.Properties["FunctionName"])}:{Text(x.Properties["Qualifier"])}", x.Properties),
        "AWS::Lambda::EventSourceMapping" => SettingsOf($"{NameOf(Text(x.Properties["FunctionName"]))}/{x.Id}", x.Properties).Concat(ReportsFailures(x.Properties) ? [$"{NameOf(Text(x.Properties["FunctionName"]))}/{x.Id} reads {Text(x.Properties["EventSourceArn"])}"] : []),
        "AWS::SNS::Subscription" when Text(x.Properties["Protocol"]) == "lambda" => [$"{Text(x.Properties["Endpoint"])} hears {Text(x.Properties["TopicArn"])}"],
        "AWS::Events::Rule" when x.Properties["EventPattern"]?["resources"] is not null => RecordsOf(x.Properties),
        "AWS::Events::Rule" when x.Properties["EventPattern"]?["detail"] is not null => DeliveriesOf(x.Id, x.Properties),
        "AWS::SQS::QueuePolicy" or "AWS::SNS::TopicPolicy" => Items(x.Properties["PolicyDocument"]!["Statement"]).Where(y => y!["Principal"]?["Service"] is not null).Select(y => LetBy(y!["Condition"]?["ArnEquals"]?["aws:SourceArn"], y!["Resource"])),
        "AWS::Lambda::Permission" when Text(x.Properties["Principal"]) == "sns.amazonaws.com" => [LetBy(x.Properties["SourceArn"], ArnOfFunction(Text(x.Properties["FunctionName"])))],
        "AWS::Lambda::Permission" when x.Properties["SourceArn"] is { } rule && Text(rule).Contains(":rule/FnBus", StringComparison.Ordinal) && !Text(rule).Contains(":rule/FnBusOn", StringComparison.Ordinal) => [LetBy(rule, ArnOfFunction(Text(x.Properties["FunctionName"])))],
        "AWS::Lambda::Permission" when x.Properties["SourceArn"] is { } source && Text(source) is var rule && (rule.EndsWith("OnSuccessRule", StringComparison.Ordinal) || rule.EndsWith("OnFailureRule", StringComparison.Ordinal)) => [LetBy(x.Properties["SourceArn"], x.Properties["FunctionName"])],
        _ => [],
    }).Order(StringComparer.Ordinal);

    /// <summary>
    /// What the roles are allowed, a line each: <c>Role action resource</c>; actions in lower case, as IAM compares. What SAM allows for
    /// the network interfaces of a Kafka mapping is left out.
    /// </summary>
    public IEnumerable<string> Grants() =>
        (from x in Existing()
         from owner in x.Type switch
         {
             "AWS::IAM::Role" => Items(x.Properties["Policies"]).Select(y => (Role: x.Id, Policy: y!)),
             "AWS::IAM::Policy" => Items(x.Properties["Roles"]).Select(y => (Role: Text(y), Policy: (JsonNode)x.Properties)),
             _ => [],
         }
         from statement in Items(owner.Policy["PolicyDocument"]!["Statement"])
         from action in Items(statement!["Action"])
         from resource in Items(statement["Resource"])
         where !Text(action).StartsWith("ec2:", StringComparison.Ordinal)
         select $"{owner.Role} {Text(action).ToLowerInvariant()} {Text(resource)}").Distinct().Order(StringComparer.Ordinal);

    /// <summary>The role that a function runs as.</summary>
    public string RoleOf(string function) => Text(_resources[function]!["Properties"]!["Role"]).Split('/')[^1];

    /// <summary>Each config and mapping that could be written before a policy that it needs.</summary>
    public IEnumerable<string> NotWaitingForTheirPolicy()
    {
        foreach ((string id, string type, JsonObject properties) in Existing().Where(x => x.Properties["DestinationConfig"] is not null || ReportsFailures(x.Properties)))
        {
            string role = RoleOf(NameOf(Text(properties["FunctionName"])));
            string[] arns = [.. Texts(Value(properties["DestinationConfig"] ?? properties["EventSourceArn"]))];
            (string Id, string[] Resources)[] policies =
            [
                .. Existing().Where(x => x.Type == "AWS::IAM::Policy" && Items(x.Properties["Roles"]).Any(y => Text(y) == role))
                    .Select(static x => (x.Id, x.Properties["PolicyDocument"]!["Statement"])).Select(x => (x.Id, Items(x.Item2).SelectMany(y => Items(y!["Resource"])).Select(Text).ToArray())),
            ];
            string[] before = [.. Before(id)];

            // The key of a queue that is read serves when messages arrive; the mapping can be there before.
            foreach (string needed in properties["DestinationConfig"] is null ? arns : arns.Append(":kms:"))
            {
                // One of those that grant it is enough.
                string[] granting = [.. policies.Where(x => x.Resources.Any(y => y == needed || (needed == ":kms:" && y.Contains(needed, StringComparison.Ordinal)))).Select(static x => x.Id)];
                if (granting.Length > 0 && !granting.Any(before.Contains))
                {
                    yield return $"{id} of {type} waits for none of {string.Join(", ", granting)}";
                }
            }
        }
    }

    /// <summary>ARNs in resources, of another partition than the region's, and without one.</summary>
    public IEnumerable<string> ForeignArns() =>
        from x in Existing()
        from text in Texts(Value(_resources[x.Id]))
        from Match arn in Arn().Matches(text)
        where arn.Groups[1].Value != _partition
        select $"{x.Id}: {text}";

    private IEnumerable<string> SettingsOf(string place, JsonObject properties)
    {
        foreach ((string name, JsonNode? value) in properties)
        {
            if (name == "DestinationConfig")
            {
                foreach ((string outcome, JsonNode? destination) in (JsonObject)Value(value)!)
                {
                    yield return $"{place} {outcome} {destination!["Destination"]}";
                }
            }
            else if (name is "MaximumRetryAttempts" or "MaximumEventAgeInSeconds" or "MaximumRecordAgeInSeconds" or "BisectBatchOnFunctionError")
            {
                yield return $"{place} {name} {value!.ToJsonString()}";
            }
        }
    }

    private bool ReportsFailures(JsonObject mapping) => Items(mapping["FunctionResponseTypes"]).Any(x => Text(x) == "ReportBatchItemFailures");

    /// <summary>A function by its ARN, however it is named.</summary>
    private string ArnOfFunction(string function) => function.StartsWith("arn:", StringComparison.Ordinal) ? function : $"arn:{_partition}:lambda:{_region}:{Account}:function:{function}";

    private IEnumerable<string> RecordsOf(JsonObject rule)
    {
        JsonNode pattern = rule["EventPattern"]!;
        Assert.Equal("lambda", Text(Items(pattern["source"]).Single()));
        string bus = Text(rule["EventBusName"]);
        return Items(rule["Targets"]).Select(x =>
            $"{Text(x!["Arn"])} takes {Text(Items(pattern["detail-type"]).Single())} of {Text(Items(pattern["resources"]).Single()!["prefix"])}* on arn:{_partition}:events:{_region}:{Account}:event-bus/{bus}");
    }

    private IEnumerable<string> DeliveriesOf(string id, JsonObject properties)
    {
        JsonNode pattern = properties["EventPattern"]!;
        Assert.Equal(("aws.lambda", "Durable Execution Status Change"), (Text(Items(pattern["source"]).Single()), Text(Items(pattern["detail-type"]).Single())));
        JsonNode function = Items(pattern["detail"]!["functionArn"]).Single()!;
        string statuses = string.Join(",", Items(pattern["detail"]!["status"]).Select(Text));
        return Items(properties["Targets"]).Select(x =>
            $"{id}: {((function as JsonObject)?["prefix"] is { } prefix ? Text(prefix) + "*" : Text(function))} {statuses} {Text(x!["Arn"])}"
            + (x["RoleArn"] is { } role ? " by " + Text(role) : "")
            + (x["DeadLetterConfig"]?["Arn"] is { } queue ? " else " + Text(queue) : ""));
    }

    private string LetBy(JsonNode? source, JsonNode? target) => $"{Text(target)} may: {(source is null ? "EventBridge" : Text(source))}";

    private IEnumerable<(string Id, string Type, JsonObject Properties)> Existing() =>
        from x in _resources
        where x.Value!["Condition"] is not { } condition || Holds(condition)
        select (x.Key, x.Value!["Type"]!.GetValue<string>(), x.Value!["Properties"]?.AsObject() ?? []);

    /// <summary>Everything that must be there before a resource.</summary>
    private HashSet<string> Before(string id)
    {
        HashSet<string> before = [];
        Queue<string> open = new([id]);
        while (open.TryDequeue(out string? next))
        {
            JsonNode body = _resources[next]!;
            foreach (string needed in Items(body["DependsOn"]).Select(Text).Concat(Mentioned(body["Properties"])).Where(x => _resources.ContainsKey(x) && before.Add(x)))
            {
                open.Enqueue(needed);
            }
        }

        return before;
    }

    private static IEnumerable<string> Mentioned(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(static x => x.Key switch
        {
            "Ref" => [x.Value!.GetValue<string>()],
            "Fn::GetAtt" => [x.Value is JsonArray parts ? parts[0]!.GetValue<string>() : x.Value!.GetValue<string>().Split('.')[0]],
            "Fn::Sub" => Place().Matches((x.Value is JsonArray list ? list[0]! : x.Value!).GetValue<string>()).Select(static y => y.Groups[1].Value.Split('.')[0]).Concat(Mentioned(x.Value)),
            _ => Mentioned(x.Value),
        }),
        JsonArray list => list.SelectMany(Mentioned),
        _ => [],
    };

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(static x => Texts(x.Value)),
        JsonArray list => list.SelectMany(Texts),
        JsonValue value when value.TryGetValue(out string? text) => [text],
        _ => [],
    };

    private JsonArray Items(JsonNode? node) => Value(node) switch
    {
        null => [],
        JsonArray list => list,
        var one => [one],
    };

    private string Text(JsonNode? node) => Value(node)!.ToString();

    /// <summary>The function's name out of a name or an ARN, without the qualifier.</summary>
    private static string NameOf(string function) => function.Split(':') is { Length: > 6 } arn ? arn[6] : function.Split(':')[0];

    private JsonNode? Value(JsonNode? node) => node switch
    {
        JsonObject { Count: 1 } map when map.First() is var (name, argument) && (name == "Ref" || name.StartsWith("Fn::", StringComparison.Ordinal)) => Evaluate(name, argument!),
        JsonObject map => new JsonObject(map.Select(x => KeyValuePair.Create(x.Key, Value(x.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Value).Where(static x => x is not null)]),
        _ => node?.DeepClone(),
    };

    private JsonNode? Evaluate(string function, JsonNode argument)
    {
        switch (function)
        {
            case "Ref":
                return Ref(argument.GetValue<string>());
            case "Fn::GetAtt":
                string[] path = argument is JsonArray parts ? [.. parts.Select(static x => x!.GetValue<string>())] : argument.GetValue<string>().Split('.', 2);
                return GetAtt(path[0], path[1]);
            case "Fn::Sub":
                JsonObject own = argument is JsonArray { Count: 2 } pair ? pair[1]!.AsObject() : [];
                return Place().Replace((argument is JsonArray list ? list[0]! : argument).GetValue<string>(), x => x.Groups[1].Value switch
                {
                    var name when own[name] is { } value => Text(value),
                    var name when name.Split('.', 2) is [var id, var attribute] => GetAtt(id, attribute),
                    var name => Ref(name)!,
                });
            case "Fn::Join":
                return string.Join(argument[0]!.GetValue<string>(), Items(argument[1]).Select(static x => x!.ToString()));
            case "Fn::Select":
                return Items(argument[1]).ElementAt(int.Parse(argument[0]!.ToString(), System.Globalization.CultureInfo.InvariantCulture))!.DeepClone();
            case "Fn::Split":
                return new JsonArray([.. Text(argument[1]).Split(argument[0]!.GetValue<string>()).Select(static x => JsonValue.Create(x))]);
            case "Fn::If":
                return Value(Holds(argument[0]!) ? argument[1] : argument[2]);
            default:
                throw new NotSupportedException(function);
        }
    }

    private string? Ref(string name) => name switch
    {
        "AWS::Partition" => _partition,
        "AWS::Region" => _region,
        "AWS::AccountId" => Account,
        "AWS::URLSuffix" => _partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com",
        "AWS::StackName" => "stack",
        "AWS::StackId" => $"arn:{_partition}:cloudformation:{_region}:{Account}:stack/stack/1",
        "AWS::NoValue" => null,
        _ when _resources[name] is { } resource => resource["Type"]!.GetValue<string>() switch
        {
            "AWS::SNS::Topic" => GetAtt(name, "TopicArn"),
            "AWS::Lambda::Alias" => $"{FunctionArn(Text(resource["Properties"]!["FunctionName"]))}:{Text(resource["Properties"]!["Name"])}",
            "AWS::Lambda::Version" => $"{FunctionArn(Text(resource["Properties"]!["FunctionName"]))}:{name}.Version",
            _ => name,
        },
        _ => _parameters[name],
    };

    private string GetAtt(string id, string attribute) => (_resources[id]?["Type"]?.GetValue<string>(), attribute) switch
    {
        ("AWS::SQS::Queue", "Arn") => $"arn:{_partition}:sqs:{_region}:{Account}:{id}",
        ("AWS::SNS::Topic", "TopicArn") => $"arn:{_partition}:sns:{_region}:{Account}:{id}",
        ("AWS::Lambda::Function", "Arn") => FunctionArn(id),
        ("AWS::Lambda::Alias", "AliasArn") or ("AWS::Lambda::Version", "FunctionArn") => Ref(id)!,
        ("AWS::Events::EventBus", "Arn") => $"arn:{_partition}:events:{_region}:{Account}:event-bus/{id}",
        ("AWS::S3::Bucket", "Arn") => $"arn:{_partition}:s3:::{id}",
        ("AWS::KMS::Key", "Arn") => $"arn:{_partition}:kms:{_region}:{Account}:key/{id}",
        ("AWS::Events::Rule", "Arn") => $"arn:{_partition}:events:{_region}:{Account}:rule/{id}",
        ("AWS::IAM::Role", "Arn") => $"arn:{_partition}:iam::{Account}:role/{id}",
        ({ }, _) => $"{id}.{attribute}",
        _ => throw new NotSupportedException($"{id}.{attribute}"),
    };

    private string FunctionArn(string name) => name.StartsWith("arn:", StringComparison.Ordinal) ? name : $"arn:{_partition}:lambda:{_region}:{Account}:function:{name}";

    private bool Holds(JsonNode condition) => condition switch
    {
        JsonValue name => Holds(_template["Conditions"]![name.GetValue<string>()]!),
        JsonObject map when map.First() is var (name, argument) => name switch
        {
            "Condition" => Holds(argument!),
            "Fn::Equals" => Text(argument![0]) == Text(argument[1]),
            "Fn::Not" => !Holds(argument![0]!),
            "Fn::And" => argument!.AsArray().All(x => Holds(x!)),
            "Fn::Or" => argument!.AsArray().Any(x => Holds(x!)),
            _ => throw new NotSupportedException(name),
        },
        _ => throw new NotSupportedException(condition.ToJsonString()),
    };

    [GeneratedRegex(@"\$\{([^!}][^}]*)\}")]
    private static partial Regex Place();

    [GeneratedRegex("arn:([^:]*):")]
    private static partial Regex Arn();
}
