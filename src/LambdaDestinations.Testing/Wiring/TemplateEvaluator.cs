using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Testing.Engine;

namespace LambdaDestinations.Testing.Wiring;

/// <summary>A value of the template that only a deployment knows.</summary>
internal sealed class UnknownValueException(string message) : Exception(message);

/// <summary>
/// What a template says for one deployment: parameters, conditions and mappings have values, and resources have the names and
/// ARNs that they would get in the host's account and region.
/// </summary>
/// <remarks>Functions: AWS CloudFormation User Guide, "Intrinsic function reference".</remarks>
internal sealed class TemplateEvaluator
{
    private const int MaximumDepth = 64;

    private readonly AwsAccount _account;
    private readonly IReadOnlyDictionary<string, string> _arguments;
    private readonly TemplateValue _root;
    private readonly Dictionary<string, TemplateResource> _resources;
    private readonly Dictionary<string, TemplateValue> _properties = new(StringComparer.Ordinal);
    private int _depth;

    internal TemplateEvaluator(TemplateModel template, AwsAccount account, IReadOnlyDictionary<string, string> arguments)
    {
        _account = account;
        _arguments = arguments;
        _root = template.Root is null ? TemplateValue.Map() : TemplateValue.FromNode(template.Root);
        TemplateValue? globals = template.GlobalFunction is null ? null : TemplateValue.FromNode(template.GlobalFunction);
        foreach (TemplateResource resource in template.Resources)
        {
            TemplateValue own = resource.Properties is null ? TemplateValue.Map() : TemplateValue.FromNode(resource.Properties);
            _properties[resource.LogicalId] = globals is not null && resource.Type == ResourceTypes.ServerlessFunction ? Merge(globals, own) : own;
        }

        _resources = template.Resources.ToDictionary(static resource => resource.LogicalId, StringComparer.Ordinal);
    }

    /// <summary>Whether a resource's condition holds.</summary>
    /// <exception cref="UnknownValueException">It cannot be told.</exception>
    internal bool Exists(TemplateResource resource) =>
        resource.Body["Condition"] is not { } condition || TemplateValue.FromNode(condition).Text is not { } name || IsTrue(name);

    /// <summary>A resource's properties; of a SAM function with those of <c>Globals</c>.</summary>
    internal TemplateValue PropertiesOf(TemplateResource resource) => _properties[resource.LogicalId];

    /// <summary>A value below a map, with every function on the way worked out; null when it is absent.</summary>
    /// <exception cref="UnknownValueException">It cannot be told.</exception>
    internal TemplateValue? At(TemplateValue? value, params ReadOnlySpan<string> path)
    {
        TemplateValue? current = Resolve(value);
        foreach (string name in path)
        {
            current = Resolve(current?[name]);
        }

        return current;
    }

    /// <summary>The text of a scalar below a map; null when it is absent.</summary>
    /// <exception cref="UnknownValueException">It cannot be told.</exception>
    internal string? TextAt(TemplateValue? value, params ReadOnlySpan<string> path) => At(value, path)?.Text;

    /// <summary>The items of a list below a map; a single value is a list of one, as CloudFormation takes it.</summary>
    /// <exception cref="UnknownValueException">It cannot be told.</exception>
    internal IReadOnlyList<TemplateValue> ItemsAt(TemplateValue? value, params ReadOnlySpan<string> path) => At(value, path) switch
    {
        null => [],
        { Kind: TemplateValueKind.List } list => [.. list.Items.Select(Resolve).OfType<TemplateValue>()],
        { } single => [single],
    };

    /// <summary>The value as JSON, with every function worked out: an event pattern.</summary>
    /// <exception cref="UnknownValueException">A part cannot be told.</exception>
    internal string ToJson(TemplateValue value) => Deep(value)?.ToString() ?? "null";

    /// <summary>A name that the resource has in its service: the one it is given, else its logical id.</summary>
    /// <exception cref="UnknownValueException">It cannot be told.</exception>
    internal string NameOf(TemplateResource resource)
    {
        string? property = resource.Type switch
        {
            ResourceTypes.ServerlessFunction or ResourceTypes.Function => "FunctionName",
            ResourceTypes.Queue => "QueueName",
            ResourceTypes.Topic => "TopicName",
            ResourceTypes.Bucket => "BucketName",
            ResourceTypes.EventBus or "AWS::Kinesis::Stream" => "Name",
            "AWS::DynamoDB::Table" or "AWS::DynamoDB::GlobalTable" or "AWS::Serverless::SimpleTable" => "TableName",
            "AWS::MSK::Cluster" or "AWS::MSK::ServerlessCluster" => "ClusterName",
            _ => null,
        };
        return (property is null ? null : TextAt(PropertiesOf(resource), property)) ?? resource.LogicalId;
    }

    /// <summary>Whether the ARN of a resource can be told: whether the host plays it.</summary>
    internal static bool HasArn(TemplateResource resource) => resource.IsFunction || resource.Type is ResourceTypes.Queue or ResourceTypes.Topic or ResourceTypes.EventBus or ResourceTypes.Bucket
        or ResourceTypes.Alias or ResourceTypes.Version or "AWS::Kinesis::Stream" or "AWS::DynamoDB::Table" or "AWS::DynamoDB::GlobalTable" or "AWS::MSK::Cluster" or "AWS::MSK::ServerlessCluster";

    /// <summary>A value whose outermost function is worked out; null for <c>AWS::NoValue</c>, null and nothing.</summary>
    /// <exception cref="UnknownValueException">It cannot be told.</exception>
    internal TemplateValue? Resolve(TemplateValue? value)
    {
        if (value is null or { Kind: TemplateValueKind.Null })
        {
            return null;
        }

        if (value is not { Kind: TemplateValueKind.Map, Entries: [var function] } || !IsFunction(value))
        {
            return value;
        }

        if (++_depth > MaximumDepth)
        {
            throw new UnknownValueException("it refers to itself");
        }

        try
        {
            return Call(function.Key, function.Value);
        }
        finally
        {
            _depth--;
        }
    }

    private static TemplateValue Merge(TemplateValue globals, TemplateValue own)
    {
        // SAM: maps are merged, lists are appended, anything else is the function's own.
        if (globals.Kind == TemplateValueKind.Map && own.Kind == TemplateValueKind.Map && !IsFunction(globals) && !IsFunction(own))
        {
            return TemplateValue.Map(globals.Entries
                .Where(entry => own[entry.Key] is null)
                .Concat(own.Entries.Select(entry => globals[entry.Key] is { } global ? new(entry.Key, Merge(global, entry.Value)) : entry)));
        }

        return globals.Kind == TemplateValueKind.List && own.Kind == TemplateValueKind.List ? TemplateValue.List([.. globals.Items, .. own.Items]) : own;
    }

    private static bool IsFunction(TemplateValue value) => value.Entries is [{ Key: var name }] && (name == "Ref" || name.StartsWith("Fn::", StringComparison.Ordinal));

    private TemplateValue? Call(string function, TemplateValue argument)
    {
        switch (function)
        {
            case "Ref" when argument.Text == "AWS::NoValue":
                return null;
            case "Ref":
                return Ref(argument.Text ?? throw Unreadable(function));
            case "Fn::GetAtt":
                return TemplateValue.String(GetAtt(argument));
            case "Fn::Sub":
                return TemplateValue.String(Sub(argument));
            case "Fn::Join":
                return argument is { Items: [var separator, var parts] } ? TemplateValue.String(string.Join(Text(separator), ItemsAt(parts).Select(Text))) : throw Unreadable(function);
            case "Fn::Split":
                return argument is { Items: [var at, var text] } ? TemplateValue.List([.. Text(text).Split(Text(at)).Select(TemplateValue.String)]) : throw Unreadable(function);
            case "Fn::Select":
                return argument is { Items: [var index, var list] } && int.TryParse(Text(index), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && ItemsAt(list) is var items && number < items.Count
                    ? items[number]
                    : throw Unreadable(function);
            case "Fn::If":
                return argument is { Items: [{ Text: { } condition }, var whenTrue, var whenFalse] } ? Resolve(IsTrue(condition) ? whenTrue : whenFalse) : throw Unreadable(function);
            case "Fn::FindInMap":
                return argument is { Items: [var map, var top, var second, ..] }
                    ? Resolve(_root["Mappings"]?[Text(map)]?[Text(top)]?[Text(second)]) ?? throw new UnknownValueException($"the mapping {Text(map)} has no {Text(top)}.{Text(second)}")
                    : throw Unreadable(function);
            case "Fn::Equals" or "Fn::And" or "Fn::Or" or "Fn::Not":
                return TemplateValue.Boolean(IsTrue(function, argument));
            case "Fn::ImportValue":
                throw new UnknownValueException("it is imported from another stack");
            default:
                throw new UnknownValueException($"{function} is not worked out here");
        }
    }

    private static UnknownValueException Unreadable(string function) => new($"{function} cannot be read");

    private string Text(TemplateValue value) => Resolve(value)?.Text ?? throw new UnknownValueException("it is no text");

    private TemplateValue? Deep(TemplateValue? value) => Resolve(value) switch
    {
        null => null,
        { Kind: TemplateValueKind.Map } map => TemplateValue.Map(map.Entries.Select(entry => new KeyValuePair<string, TemplateValue>(entry.Key, Deep(entry.Value) ?? TemplateValue.Null))),
        { Kind: TemplateValueKind.List } list => TemplateValue.List([.. list.Items.Select(item => Deep(item) ?? TemplateValue.Null)]),
        { } scalar => scalar,
    };

    private bool IsTrue(string condition) => IsTrue("Condition", TemplateValue.String(condition));

    private bool IsTrue(string function, TemplateValue argument) => function switch
    {
        "Condition" => _root["Conditions"]?[argument.Text ?? string.Empty] is { } condition
            ? IsTrue(condition)
            : throw new UnknownValueException($"the template has no condition {argument.Text}"),
        "Fn::Equals" when argument is { Items: [var left, var right] } => Deep(left) is { } first && first.Equals(Deep(right)),
        "Fn::And" => argument.Items.All(IsTrue),
        "Fn::Or" => argument.Items.Any(IsTrue),
        "Fn::Not" when argument is { Items: [var only] } => !IsTrue(only),
        _ => throw Unreadable(function),
    };

    private bool IsTrue(TemplateValue operand) => operand is { Entries: [{ Key: "Condition", Value: { Text: { } other } }] } ? IsTrue(other) : Resolve(operand)?.Text == "true";

    private TemplateValue Ref(string id)
    {
        if (_arguments.TryGetValue(id, out string? argument))
        {
            return ParameterValue(id, argument);
        }

        if (_root["Parameters"]?[id] is { } parameter)
        {
            bool isStored = parameter["Type"]?.Text?.StartsWith("AWS::SSM::Parameter::Value", StringComparison.Ordinal) == true;
            return parameter["Default"]?.Text is { } value && !isStored
                ? ParameterValue(id, value)
                : throw new UnknownValueException($"parameter {id} has no value: give it one with WithParameter(\"{id}\", …)");
        }

        return TemplateValue.String(id switch
        {
            "AWS::AccountId" => _account.Id,
            "AWS::Region" => _account.Region,
            "AWS::Partition" => "aws",
            "AWS::URLSuffix" => "amazonaws.com",
            "AWS::StackName" => "test-stack",
            "AWS::StackId" => $"arn:aws:cloudformation:{_account.Region}:{_account.Id}:stack/test-stack/00000000-0000-0000-0000-000000000000",
            _ => RefResource(id),
        });
    }

    private TemplateValue ParameterValue(string id, string value) =>
        _root["Parameters"]?[id]?["Type"]?.Text is { } type && (type == "CommaDelimitedList" || type.StartsWith("List<", StringComparison.Ordinal))
            ? TemplateValue.List([.. value.Split(',', StringSplitOptions.TrimEntries).Select(TemplateValue.String)])
            : TemplateValue.String(value);

    private string RefResource(string id)
    {
        if (!_resources.TryGetValue(id, out TemplateResource? resource))
        {
            return SamResource(id) ?? throw new UnknownValueException($"the template has no {id}");
        }

        string name = NameOf(resource);
        return resource.Type switch
        {
            ResourceTypes.Queue => $"https://sqs.{_account.Region}.amazonaws.com/{_account.Id}/{name}",
            ResourceTypes.Topic => Arn("sns", name),
            ResourceTypes.Alias => $"{FunctionArn(resource)}:{TextAt(PropertiesOf(resource), "Name")}",
            ResourceTypes.Version => $"{FunctionArn(resource)}:{VersionOf(resource)}",
            _ => name,
        };
    }

    /// <summary>What SAM makes beside a function: <c>Fn.Alias</c>, <c>Fn.Version</c>, <c>Fn.DestinationQueue</c>, <c>Fn.DestinationTopic</c>.</summary>
    private string? SamResource(string id)
    {
        int dot = id.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !_resources.TryGetValue(id[..dot], out TemplateResource? function) || !function.IsFunction)
        {
            return null;
        }

        return id[(dot + 1)..] switch
        {
            "Alias" => $"{Arn("lambda", "function:" + NameOf(function))}:{TextAt(PropertiesOf(function), "AutoPublishAlias")}",
            "Version" => $"{Arn("lambda", "function:" + NameOf(function))}:1",
            "DestinationTopic" => Arn("sns", SamDestination(function, "SNS", "Topic")),
            "DestinationQueue" => $"https://sqs.{_account.Region}.amazonaws.com/{_account.Id}/{SamDestination(function, "SQS", "Queue")}",
            _ => null,
        };
    }

    /// <summary>The name of the queue or topic that SAM makes for a destination without a target.</summary>
    private string SamDestination(TemplateResource function, string type, string suffix)
    {
        foreach (string outcome in (ReadOnlySpan<string>)["OnSuccess", "OnFailure"])
        {
            TemplateValue? destination = At(PropertiesOf(function), "EventInvokeConfig", "DestinationConfig", outcome);
            if (TextAt(destination, "Type") == type && TextAt(destination, "Destination") is null)
            {
                return SamDestinationName(function.LogicalId, outcome, suffix);
            }
        }

        throw new UnknownValueException($"SAM makes no destination {suffix} for {function.LogicalId}");
    }

    internal static string SamDestinationName(string function, string outcome, string suffix) => $"{function}EventInvokeConfig{outcome}{suffix}";

    private string GetAtt(TemplateValue argument)
    {
        string[] path = argument.Kind == TemplateValueKind.List ? [.. argument.Items.Select(Text)] : (argument.Text ?? throw Unreadable("Fn::GetAtt")).Split('.');
        return GetAtt(path[0], string.Join('.', path.Skip(1)));
    }

    private string GetAtt(string id, string attribute)
    {
        if (!_resources.TryGetValue(id, out TemplateResource? resource))
        {
            throw new UnknownValueException($"the template has no {id}");
        }

        string name = NameOf(resource);
        return (resource.Type, attribute) switch
        {
            (ResourceTypes.Queue, "Arn") => Arn("sqs", name),
            (ResourceTypes.Queue, "QueueName") or (ResourceTypes.Topic, "TopicName") or (ResourceTypes.EventBus, "Name") => name,
            (ResourceTypes.Queue, "QueueUrl") => RefResource(id),
            (ResourceTypes.Topic, "TopicArn") => Arn("sns", name),
            (ResourceTypes.EventBus, "Arn") => Arn("events", "event-bus/" + name),
            (ResourceTypes.Bucket, "Arn") => "arn:aws:s3:::" + name,
            ("AWS::Kinesis::Stream", "Arn") => Arn("kinesis", "stream/" + name),
            ("AWS::DynamoDB::Table" or "AWS::DynamoDB::GlobalTable", "Arn") => Arn("dynamodb", "table/" + name),
            ("AWS::DynamoDB::Table" or "AWS::DynamoDB::GlobalTable", "StreamArn") => Arn("dynamodb", $"table/{name}/stream/2026-01-01T00:00:00.000"),
            ("AWS::MSK::Cluster" or "AWS::MSK::ServerlessCluster", "Arn") => Arn("kafka", $"cluster/{name}/00000000-0000-0000-0000-000000000000-1"),
            (ResourceTypes.ServerlessFunction or ResourceTypes.Function, "Arn") => Arn("lambda", "function:" + name),
            (ResourceTypes.ServerlessFunction, "DestinationQueue.Arn") => Arn("sqs", SamDestination(resource, "SQS", "Queue")),
            (ResourceTypes.ServerlessFunction, "DestinationTopic.TopicArn") => Arn("sns", SamDestination(resource, "SNS", "Topic")),
            (ResourceTypes.Version, "Version") => VersionOf(resource),
            (ResourceTypes.Version, "FunctionArn") or (ResourceTypes.Alias, "AliasArn") => RefResource(id),
            _ => throw new UnknownValueException($"{id}.{attribute} is known after a deployment only"),
        };
    }

    /// <summary>Versions of one function are numbered in the order of the template.</summary>
    private string VersionOf(TemplateResource version)
    {
        string arn = FunctionArn(version);
        return (1 + _resources.Values.TakeWhile(each => each != version).Count(each => each.Type == ResourceTypes.Version && FunctionArn(each) == arn)).ToString(CultureInfo.InvariantCulture);
    }

    private string FunctionArn(TemplateResource aliasOrVersion)
    {
        string name = TextAt(PropertiesOf(aliasOrVersion), "FunctionName") ?? throw new UnknownValueException($"{aliasOrVersion.LogicalId} names no function");
        return name.StartsWith("arn:", StringComparison.Ordinal) ? name : Arn("lambda", "function:" + name);
    }

    private string Arn(string service, string resource) => $"arn:aws:{service}:{_account.Region}:{_account.Id}:{resource}";

    private string Sub(TemplateValue argument)
    {
        (string pattern, TemplateValue? variables) = argument switch
        {
            { Text: { } text } => (text, null),
            { Items: [{ Text: { } text }, var map] } => (text, map),
            _ => throw Unreadable("Fn::Sub"),
        };
        StringBuilder result = new();
        int start = 0;
        for (int open = pattern.IndexOf("${", StringComparison.Ordinal); open >= 0; open = pattern.IndexOf("${", start, StringComparison.Ordinal))
        {
            int close = pattern.IndexOf('}', open);
            if (close < 0)
            {
                break;
            }

            result.Append(pattern, start, open - start);
            string name = pattern[(open + 2)..close].Trim();
            int dot = name.IndexOf('.', StringComparison.Ordinal);
            result.Append(name switch
            {
                ['!', .. string literal] => "${" + literal + "}",
                _ when variables?[name] is { } variable => Text(variable),
                _ when dot > 0 && SamResource(name) is null => GetAtt(name[..dot], name[(dot + 1)..]),
                _ => Text(TemplateValue.Ref(name)),
            });
            start = close + 1;
        }

        return result.Append(pattern, start, pattern.Length - start).ToString();
    }
}
