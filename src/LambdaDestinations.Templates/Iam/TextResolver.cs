using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Iam;

/// <summary>
/// Works out what the intrinsic functions of a template give, as far as the template shows it: <c>GetAtt Queue.Arn</c>,
/// <c>Sub "${Queue.Arn}"</c> and <c>Join</c> of the parts of that ARN all give
/// <c>arn:{AWS::Partition}:sqs:{AWS::Region}:{AWS::AccountId}:name</c>.
/// </summary>
internal sealed class TextResolver(TemplateModel template, ConditionScope scope)
{
    // References between names can form a circle, which CloudFormation refuses.
    private const int MaximumDepth = 16;

    private int _depth;

    /// <summary>The conditions that are taken to hold.</summary>
    public ConditionScope Scope => scope;

    /// <summary>The text of a value.</summary>
    public SymbolicText Resolve(TemplateValue value)
    {
        if (value.Kind == TemplateValueKind.Scalar)
        {
            return SymbolicText.Of(value.Text!);
        }

        if (value is not { Kind: TemplateValueKind.Map, Entries: [var only] } || _depth >= MaximumDepth)
        {
            return Unknown(value);
        }

        _depth++;
        try
        {
            return only.Key switch
            {
                "Ref" when only.Value.Text is { } name => Reference(name),
                "Fn::GetAtt" when only.Value.Items is [{ Text: { } id }, { Text: { } attribute }] => Attribute(id, attribute),
                "Fn::Sub" => Substitute(only.Value) ?? Unknown(value),
                "Fn::Join" => Join(only.Value) ?? Unknown(value),
                "Fn::If" => Choose(only.Value) is { } chosen ? Resolve(chosen) : Unknown(value),
                _ => Unknown(value),
            };
        }
        finally
        {
            _depth--;
        }
    }

    /// <summary>A literal of a policy document: <c>${…}</c> is a variable of IAM there, known when the request is made.</summary>
    public static SymbolicText PolicyText(string literal)
    {
        List<SymbolicText> parts = [];
        int position = 0;
        for (int start = literal.IndexOf("${", StringComparison.Ordinal); start >= 0; start = literal.IndexOf("${", position, StringComparison.Ordinal))
        {
            int end = literal.IndexOf('}', start);
            if (end < 0)
            {
                break;
            }

            parts.Add(SymbolicText.Of(literal.Substring(position, start - position)));
            parts.Add(PolicyVariable(literal.Substring(start + 2, end - start - 2)));
            position = end + 1;
        }

        parts.Add(SymbolicText.Of(literal.Substring(position)));
        return SymbolicText.Concat(parts);
    }

    /// <summary>The branch of an <c>Fn::If</c> that the scope takes; <see langword="null"/> when that is open.</summary>
    public TemplateValue? Choose(TemplateValue arguments) => arguments.Items is [{ Text: { } condition }, var yes, var no]
        ? scope[condition] switch { Truth.Yes => yes, Truth.No => no, _ => null }
        : null;

    /// <summary>The value itself, with every outer <c>Fn::If</c> taken that the scope decides.</summary>
    public TemplateValue Reduce(TemplateValue value)
    {
        while (value is { Kind: TemplateValueKind.Map, Entries: [{ Key: "Fn::If" } only] } && Choose(only.Value) is { } chosen)
        {
            value = chosen;
        }

        return value;
    }

    /// <summary>The name of a resource: what <c>Ref</c> gives for most.</summary>
    public SymbolicText NameOf(TemplateResource resource, string property, PlaceholderShape? generated = null) =>
        resource.Properties?[property] is { } node
            ? Resolve(TemplateValue.FromNode(node))
            : SymbolicText.Of(new Placeholder($"{resource.LogicalId}.{property}", generated ?? PlaceholderShape.GeneratedName));

    /// <summary>The ARN of a role, with its path.</summary>
    public SymbolicText RoleArn(TemplateResource role) => SymbolicText.Concat(
        SymbolicText.Of("arn:"), Partition, SymbolicText.Of(":iam::"), Account, SymbolicText.Of(":role"), Path(role), NameOf(role, "RoleName"));

    /// <summary>The name of a role that SAM makes.</summary>
    public static SymbolicText GeneratedRoleName(string logicalId) => SymbolicText.Of(new Placeholder(logicalId + ".RoleName", PlaceholderShape.GeneratedName));

    private static SymbolicText Partition { get; } = SymbolicText.Of(new Placeholder("AWS::Partition", PlaceholderShape.Partition));

    private static SymbolicText Region { get; } = SymbolicText.Of(new Placeholder("AWS::Region", PlaceholderShape.Region));

    /// <summary>The account of the stack.</summary>
    public static SymbolicText Account { get; } = SymbolicText.Of(new Placeholder("AWS::AccountId", PlaceholderShape.Account));

    private static SymbolicText Unknown(TemplateValue value) => SymbolicText.Of(new Placeholder(value.ToString(), PlaceholderShape.Any));

    private static SymbolicText Arn(string service, params SymbolicText[] resource) =>
        SymbolicText.Concat([SymbolicText.Of("arn:"), Partition, SymbolicText.Of($":{service}:"), Region, SymbolicText.Of(":"), Account, SymbolicText.Of(":"), .. resource]);

    private SymbolicText Reference(string name)
    {
        switch (name)
        {
            case "AWS::Partition":
                return Partition;
            case "AWS::Region":
                return Region;
            case "AWS::AccountId":
                return Account;
            case "AWS::StackName":
                return SymbolicText.Of(new Placeholder(name, PlaceholderShape.Name));
        }

        // SAM: Ref of Function.Alias, Function.Version.
        int dot = name.IndexOf('.');
        if (dot > 0 && template.Find(name.Substring(0, dot)) is { Type: ResourceTypes.ServerlessFunction } function && GeneratedBySam(function, name.Substring(dot + 1)) is { } generated)
        {
            return generated;
        }

        if (template.Find(name) is null && FunctionRole.GeneratedFor(template, name) is not null)
        {
            return GeneratedRoleName(name);
        }

        return template.Find(name) is { } resource ? ReferenceTo(resource) : SymbolicText.Of(new Placeholder($"{{\"Ref\": \"{name}\"}}", PlaceholderShape.Any));
    }

    private SymbolicText ReferenceTo(TemplateResource resource) => resource.Type switch
    {
        ResourceTypes.Topic => Arn("sns", NameOf(resource, "TopicName")),
        ResourceTypes.Alias or ResourceTypes.Version => QualifiedArn(resource),
        ResourceTypes.ServerlessFunction or ResourceTypes.Function => NameOf(resource, "FunctionName"),
        ResourceTypes.EventBus => NameOf(resource, "Name"),
        ResourceTypes.Bucket => NameOf(resource, "BucketName"),
        ResourceTypes.Role => NameOf(resource, "RoleName"),
        ResourceTypes.ManagedPolicy => SymbolicText.Concat(SymbolicText.Of("arn:"), Partition, SymbolicText.Of(":iam::"), Account, SymbolicText.Of(":policy"), Path(resource), NameOf(resource, "ManagedPolicyName")),
        ResourceTypes.Key or ResourceTypes.ReplicaKey => SymbolicText.Of(new Placeholder(resource.LogicalId + ".KeyId", PlaceholderShape.KeyId)),
        ResourceTypes.KeyAlias => NameOf(resource, "AliasName"),
        _ => SymbolicText.Of(new Placeholder($"{{\"Ref\": \"{resource.LogicalId}\"}}", PlaceholderShape.Any)),
    };

    private SymbolicText Attribute(string id, string attribute)
    {
        if (template.Find(id) is { } resource)
        {
            switch (resource.Type)
            {
                case ResourceTypes.Queue when attribute == "Arn":
                    return Arn("sqs", NameOf(resource, "QueueName"));
                case ResourceTypes.Queue when attribute == "QueueName":
                    return NameOf(resource, "QueueName");
                case ResourceTypes.Topic when attribute == "TopicArn":
                    return ReferenceTo(resource);
                case ResourceTypes.Topic when attribute == "TopicName":
                    return NameOf(resource, "TopicName");
                case ResourceTypes.ServerlessFunction or ResourceTypes.Function when attribute == "Arn":
                    return Arn("lambda", SymbolicText.Of("function:"), NameOf(resource, "FunctionName"));
                case ResourceTypes.ServerlessFunction when GeneratedBySam(resource, attribute) is { } generated:
                    return generated;
                case ResourceTypes.Alias when attribute == "AliasArn":
                case ResourceTypes.Version when attribute == "FunctionArn":
                    return QualifiedArn(resource);
                case ResourceTypes.EventBus when attribute == "Arn":
                    return Arn("events", SymbolicText.Of("event-bus/"), NameOf(resource, "Name"));
                case ResourceTypes.EventBus when attribute == "Name":
                    return NameOf(resource, "Name");
                case ResourceTypes.Bucket when attribute == "Arn":
                    return SymbolicText.Concat(SymbolicText.Of("arn:"), Partition, SymbolicText.Of(":s3:::"), NameOf(resource, "BucketName"));
                case ResourceTypes.Role when attribute == "Arn":
                    return RoleArn(resource);
                case ResourceTypes.ManagedPolicy when attribute == "PolicyArn":
                    return ReferenceTo(resource);
                case ResourceTypes.Key or ResourceTypes.ReplicaKey when attribute == "Arn":
                    return Arn("kms", SymbolicText.Of("key/"), ReferenceTo(resource));
                case ResourceTypes.Key or ResourceTypes.ReplicaKey when attribute == "KeyId":
                    return ReferenceTo(resource);
            }
        }

        return Unknown(TemplateValue.GetAtt(id, attribute));
    }

    /// <summary>The resources that SAM makes with a function and that references may name.</summary>
    private SymbolicText? GeneratedBySam(TemplateResource function, string name)
    {
        SymbolicText arn = Arn("lambda", SymbolicText.Of("function:"), NameOf(function, "FunctionName"), SymbolicText.Of(":"));
        return name switch
        {
            "Alias" when template.FunctionProperty(function, "AutoPublishAlias") is { } alias => SymbolicText.Concat(arn, Resolve(TemplateValue.FromNode(alias))),
            "Version" => SymbolicText.Concat(arn, SymbolicText.Of(new Placeholder(function.LogicalId + ".Version", PlaceholderShape.Number))),
            _ => null,
        };
    }

    private SymbolicText QualifiedArn(TemplateResource qualified)
    {
        if (qualified.Properties?["FunctionName"] is not { } node || TemplateReference.TargetOf(TemplateValue.FromNode(node)) is not { } id || template.Find(id) is not { IsFunction: true } function)
        {
            return SymbolicText.Of(new Placeholder($"{{\"Ref\": \"{qualified.LogicalId}\"}}", PlaceholderShape.Any));
        }

        return SymbolicText.Concat(
            Attribute(function.LogicalId, "Arn"),
            SymbolicText.Of(":"),
            qualified.Type == ResourceTypes.Version ? SymbolicText.Of(new Placeholder(qualified.LogicalId + ".Version", PlaceholderShape.Number)) : NameOf(qualified, "Name", PlaceholderShape.Name));
    }

    private SymbolicText Path(TemplateResource resource) => resource.Properties?["Path"] is { } path ? Resolve(TemplateValue.FromNode(path)) : SymbolicText.Of("/");

    private SymbolicText? Substitute(TemplateValue argument)
    {
        (string? pattern, TemplateValue? variables) = argument switch
        {
            { Kind: TemplateValueKind.Scalar } => (argument.Text, null),
            { Items: [{ Text: { } text }, { Kind: TemplateValueKind.Map } map] } => (text, map),
            { Items: [{ Text: { } text }] } => (text, null),
            _ => (null, null),
        };
        if (pattern is null)
        {
            return null;
        }

        List<SymbolicText> parts = [];
        int position = 0;
        while (position < pattern.Length)
        {
            int start = pattern.IndexOf("${", position, StringComparison.Ordinal);
            int end = start < 0 ? -1 : pattern.IndexOf('}', start);
            if (end < 0)
            {
                break;
            }

            parts.Add(SymbolicText.Of(pattern.Substring(position, start - position)));
            string name = pattern.Substring(start + 2, end - start - 2).Trim();
            parts.Add(name switch
            {
                // CloudFormation leaves ${!x} as ${x}, a policy variable of IAM.
                ['!', .. var variable] => PolicyVariable(variable),
                _ when variables?[name] is { } value => Resolve(value),
                _ when name.IndexOf('.') is > 0 and int dot => Attribute(name.Substring(0, dot), name.Substring(dot + 1)),
                _ => Reference(name),
            });
            position = end + 1;
        }

        parts.Add(SymbolicText.Of(pattern.Substring(position)));
        return SymbolicText.Concat(parts);
    }

    private static SymbolicText PolicyVariable(string name) => SymbolicText.Of(new Placeholder($"${{{name}}}", PlaceholderShape.Any));

    private SymbolicText? Join(TemplateValue arguments)
    {
        if (arguments.Items is not [{ Text: { } separator }, { Kind: TemplateValueKind.List } list])
        {
            return null;
        }

        List<SymbolicText> parts = [];
        foreach (TemplateValue item in list.Items.Select(Reduce).Where(static x => !IsNoValue(x)))
        {
            if (parts.Count > 0)
            {
                parts.Add(SymbolicText.Of(separator));
            }

            parts.Add(Resolve(item));
        }

        return SymbolicText.Concat(parts);
    }

    /// <summary>Whether a value is <c>Ref AWS::NoValue</c>, which removes what it stands for.</summary>
    public static bool IsNoValue(TemplateValue value) => value is { Kind: TemplateValueKind.Map, Entries: [{ Key: "Ref", Value.Text: "AWS::NoValue" }] };
}
