using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Sam;

/// <summary>
/// What the names of a template stand for, those of what SAM makes included: names and ARNs of resources by the table of <see cref="ResourceFacts"/>.
/// </summary>
/// <param name="template">The template.</param>
/// <param name="deployment">The deployment; <see langword="null"/> for any, whose parameters and generated names stay open.</param>
internal sealed class ResourceNames(TemplateModel template, Deployment? deployment = null) : INames
{
    private const string FunctionPrefix = "function:";

    private static readonly SymbolicText Colons = SymbolicText.Of("arn:");
    private static readonly SymbolicText Colon = SymbolicText.Of(":");
    private static readonly SymbolicText AnyArn = SymbolicText.Of("arn:*");
    private static readonly SymbolicText DefaultBus = SymbolicText.Of("default");

    private Dictionary<string, TemplateResource>? _byArn;

    /// <inheritdoc />
    public bool IsOfDeployment => deployment is not null;

    /// <inheritdoc />
    public ConditionFacts? Facts => deployment is null ? template.ConditionFacts : null;

    /// <summary>Works out values when every condition is open.</summary>
    public Interpreter Interpreter => new(this, ConditionScope.Empty);

    /// <summary>The names of a template, for any deployment. Made at the first use.</summary>
    public static ResourceNames Of(TemplateModel template) => template.Derive(static x => new ResourceNames(x));

    /// <inheritdoc />
    public TemplateValue? Mapping(string map, string topLevelKey, string secondLevelKey) => template.Mapping(map, topLevelKey, secondLevelKey);

    /// <inheritdoc />
    public IEnumerable<string> MappingKeys(string map, string? topLevelKey) => template.MappingKeys(map, topLevelKey);

    /// <inheritdoc />
    public IReadOnlyList<string>? AllowedValues(Reference reference) => reference.IsRef ? template.ParameterValues(reference.Id) : null;

    /// <inheritdoc />
    public TemplateValue? Condition(string name) => template.Condition(name);

    /// <inheritdoc />
    public SymbolicText? TextOf(Reference reference, Interpreter interpreter)
    {
        if (template.Find(reference.Id) is { } resource)
        {
            return OfResource(resource, reference.Attribute, interpreter);
        }

        if (reference.Id.StartsWith(PseudoParameters.Prefix, StringComparison.Ordinal))
        {
            return reference.IsRef ? Pseudo(reference.Id) : null;
        }

        if (reference.IsRef && (deployment is null ? template.ParameterValues(reference.Id) is [var only] ? only : null : ValueOf(reference.Id)) is { } value)
        {
            return SymbolicText.Of(value);
        }

        return MadeUnderItsOwnId(reference, interpreter);
    }

    /// <inheritdoc />
    public TemplateValue? ListOf(Reference reference) =>
        deployment is not null && reference.IsRef && ValueOf(reference.Id) is { } value && template.ParameterType(reference.Id) is { } type && (type == "CommaDelimitedList" || type.StartsWith("List<", StringComparison.Ordinal))
            ? TemplateValue.List([.. value.Split(',').Select(static x => TemplateValue.String(x.Trim()))])
            : null;

    /// <inheritdoc />
    public OpenReason? WhyUnknown(Reference reference) =>
        deployment is null ? null
        : template.Find(reference.Id) is { Type: ResourceTypes.ServerlessFunction } && reference.Attribute.StartsWith("Destination", StringComparison.Ordinal)
            ? OpenReason.Invalid($"SAM makes no destination {(reference.Attribute.StartsWith(SamNames.DestinationTopic, StringComparison.Ordinal) ? "Topic" : "Queue")} for {reference.Id}")
        : template.Find(reference.Id) is not null || reference.Id.StartsWith(PseudoParameters.Prefix, StringComparison.Ordinal) ? OpenReason.AtDeployment($"{reference} is known after a deployment only")
        : template.HasParameter(reference.Id) ? OpenReason.AtDeployment($"parameter {reference.Id} has no value: give it one with WithParameter(\"{reference.Id}\", …)")
        : template.MayHave(reference.Id) ? OpenReason.AtDeployment($"{reference} is not in the template, and what SAM or a macro makes is known after a deployment only")
        : OpenReason.Invalid($"the template has no {reference.Id}");

    /// <summary>The text of a node, written out or computed from what the template tells; <see langword="null"/> when it has none, or a deployment decides.</summary>
    public static string? Literal(TemplateModel template, TemplateNode? node) =>
        TemplateNodes.Text(node) ?? (node is not null && TemplateBranch.IsFunction(node) ? Of(template).Interpreter.Text(TemplateValue.FromNode(node)).Literal : null);

    /// <summary>The physical name of a resource.</summary>
    public SymbolicText NameOf(TemplateResource resource, Interpreter interpreter) => NameOf(resource, ResourceFacts.Find(resource.Type)?.NameProperty, interpreter);

    /// <summary>The name of a role that SAM makes.</summary>
    public SymbolicText GeneratedRoleName(string logicalId) => Generated(logicalId, "RoleName", PlaceholderShape.GeneratedName, logicalId);

    /// <summary>The resource of a physical name, literal, computed or made by CloudFormation; <see langword="null"/> when the template has none.</summary>
    /// <param name="type">The kind of resource.</param>
    /// <param name="name">The name.</param>
    public TemplateResource? FindByName(DestinationTargetType type, SymbolicText name) => FindByName(ResourceFacts.ArnOf(type), name);

    /// <summary>
    /// The resource of an ARN, however it is put together. A literal partition or region is taken for the stack's, but another account may have
    /// a resource of the same name.
    /// </summary>
    /// <param name="arn">The ARN; behind that of a function its qualifier.</param>
    /// <param name="qualifier">The version or alias behind a function's name.</param>
    public TemplateResource? FindByArn(SymbolicText arn, out SymbolicText? qualifier)
    {
        qualifier = null;
        if (!arn.StartsWith("arn:") || arn.Split(':', 6) is not { Count: 6 } parts || parts[2].Literal is not { } service)
        {
            return null;
        }

        SymbolicText name = parts[5];
        if (service == "lambda" && name.StartsWith(FunctionPrefix))
        {
            IReadOnlyList<SymbolicText> ofFunction = name.Skip(FunctionPrefix.Length).Split(':', 2);
            qualifier = ofFunction.Count > 1 ? ofFunction[1] : null;
            name = SymbolicText.Concat(SymbolicText.Of(FunctionPrefix), ofFunction[0]);
        }

        return parts[4].Literal is "" || parts[4].IsEqualTo(OfDeployment(PseudoParameters.AccountId)) == Truth.Yes ? Lookup(service, name) : null;
    }

    /// <inheritdoc />
    public bool AreOfOneResource(SymbolicText one, SymbolicText other) =>
        FindByArn(one, out SymbolicText? qualifier) is { } resource
        && FindByArn(other, out SymbolicText? otherQualifier) is { } same
        && ReferenceEquals(resource.Entry, same.Entry)
        && (qualifier is null || otherQualifier is null ? ReferenceEquals(qualifier, otherQualifier) : qualifier.IsEqualTo(otherQualifier) == Truth.Yes);

    /// <summary>The resource that a value is the ARN, the name or another attribute of; <see langword="null"/> when the template has none.</summary>
    /// <param name="value">The value.</param>
    /// <param name="interpreter">Works it out.</param>
    public TemplateResource? Find(TemplateValue value, Interpreter interpreter)
    {
        if (value.Kind == TemplateValueKind.Scalar && value.Text!.StartsWith("arn:", StringComparison.Ordinal) is false)
        {
            return null;
        }

        return interpreter.ReferenceOf(value) is { } reference ? template.Find(reference.Id) : FindByArn(interpreter.Text(value), out _);
    }

    private TemplateResource? FindByName(ArnFormat? format, SymbolicText name) => format is null ? null : Lookup(format.Service, SymbolicText.Concat(SymbolicText.Of(format.Prefix), name));

    private TemplateResource? Lookup(string service, SymbolicText name) => ByArn.TryGetValue($"{service}:{name}", out TemplateResource? found) ? found : null;

    /// <summary>A property of a function, or of another resource its own.</summary>
    private TemplateNode? Property(TemplateResource resource, string name) => resource.IsFunction ? template.FunctionProperty(resource, name) : resource.Properties?[name];

    /// <summary>The resources by their service and what stands last in their ARN. Of two with one name the first is taken.</summary>
    private Dictionary<string, TemplateResource> ByArn
    {
        get
        {
            if (_byArn is null)
            {
                // A name may be looked for while names are worked out: then as far as they are known.
                Dictionary<string, TemplateResource> index = new(StringComparer.Ordinal);
                _byArn = index;
                Interpreter interpreter = Interpreter;
                foreach (TemplateResource resource in template.Resources)
                {
                    if (ResourceFacts.Find(resource.Type) is { Arn: { HasSuffix: false } format } facts && $"{format.Service}:{LastOfArn(resource, facts, interpreter)}" is var key && !index.ContainsKey(key))
                    {
                        index.Add(key, resource);
                    }
                }
            }

            return _byArn;
        }
    }

    private SymbolicText OfDeployment(SymbolicText pseudo) => deployment is null ? pseudo : deployment.Find(pseudo.Reference!.Value.Id)!;

    private SymbolicText? Pseudo(string name) => deployment is null ? PseudoParameters.Find(name) : deployment.Find(name);

    private string? ValueOf(string parameter) =>
        deployment!.Parameters.TryGetValue(parameter, out string? given) ? given
        : template.ParameterType(parameter)?.StartsWith("AWS::SSM::Parameter::Value", StringComparison.Ordinal) == true ? null
        : template.ParameterDefault(parameter);

    private SymbolicText? OfResource(TemplateResource resource, string attribute, Interpreter interpreter)
    {
        if (ResourceFacts.Find(resource.Type) is not { } facts)
        {
            return attribute == Reference.OfRef && deployment is not null ? SymbolicText.Of(resource.LogicalId) : null;
        }

        return facts.Give(attribute) switch
        {
            ResourceText.Arn => ArnOf(resource, facts, interpreter),
            ResourceText.Name => NameOf(resource, facts.NameProperty, interpreter),
            ResourceText.QueueUrl => UrlOf(NameOf(resource, facts.NameProperty, interpreter)),
            ResourceText.StreamArn => SymbolicText.Concat(ArnOf(resource, facts, interpreter)!, SymbolicText.Of("/stream/"), Generated(resource.LogicalId, "StreamLabel", PlaceholderShape.NotEmpty, Deployment.StreamLabel)),
            ResourceText.KeyId => Generated(resource.LogicalId, "KeyId", PlaceholderShape.KeyId, resource.LogicalId),
            ResourceText.VersionNumber => VersionNumber(resource, interpreter),
            ResourceText.RuleId => SymbolicText.Concat(BusAhead(resource, '|', interpreter), NameOf(resource, facts.NameProperty, interpreter)),
            _ when resource.Type == ResourceTypes.ServerlessFunction => MadeBySam(resource, attribute, interpreter),
            _ => attribute == Reference.OfRef && deployment is not null ? NameOf(resource, facts.NameProperty, interpreter) : null,
        };
    }

    /// <summary>What SAM makes and references name by the logical id that it gets.</summary>
    private SymbolicText? MadeUnderItsOwnId(Reference reference, Interpreter interpreter)
    {
        if (SamNames.FunctionOfRole(template, reference.Id) is not null)
        {
            return reference.Attribute switch
            {
                Reference.OfRef => GeneratedRoleName(reference.Id),
                "Arn" => Arn(ResourceFacts.Find(ResourceTypes.Role)!.Arn!, SymbolicText.Concat(SymbolicText.Of("role/"), GeneratedRoleName(reference.Id))),
                _ => null,
            };
        }

        if (SamNames.FunctionOfAlias(template, reference.Id, interpreter) is { } function)
        {
            return reference.Attribute is Reference.OfRef or "AliasArn" ? MadeBySam(function, SamNames.Alias, interpreter) : null;
        }

        if (SamQueues.OfId(template, reference.Id) is not { } made)
        {
            return null;
        }

        ResourceFacts facts = ResourceFacts.Find(made.IsTopic ? ResourceTypes.Topic : ResourceTypes.Queue)!;
        SymbolicText name = NameOf(made);
        return facts.Give(reference.Attribute) switch
        {
            ResourceText.Arn => Arn(facts.Arn!, name),
            ResourceText.Name => name,
            ResourceText.QueueUrl => UrlOf(name),
            _ => null,
        };
    }

    /// <summary>The name of a queue or topic that SAM makes.</summary>
    private SymbolicText NameOf(SamQueue made) => Generated(made.Id, made.IsTopic ? "TopicName" : "QueueName", PlaceholderShape.GeneratedName, made.Id);

    /// <summary>What SAM makes with a function and references may name.</summary>
    private SymbolicText? MadeBySam(TemplateResource function, string attribute, Interpreter interpreter)
    {
        SymbolicText Qualified(SymbolicText qualifier) => SymbolicText.Concat(ArnOf(function, ResourceFacts.Find(function.Type)!, interpreter)!, SymbolicText.Of(":"), qualifier);
        SymbolicText? Destination(bool isTopic, Func<SymbolicText, SymbolicText> give) => SamQueues.Referable(template, function, isTopic) is { } made
            ? give(NameOf(made))
            : null;
        return attribute switch
        {
            SamNames.Alias or SamNames.Alias + ".Arn" => TextOf(template.FunctionProperty(function, "AutoPublishAlias"), interpreter) is { } alias ? Qualified(alias) : null,
            SamNames.Version or SamNames.Version + ".Arn" => Qualified(Generated(function.LogicalId, SamNames.Version, PlaceholderShape.Number, "1")),
            SamNames.DestinationQueue => Destination(isTopic: false, UrlOf),
            SamNames.DestinationQueue + ".Arn" => Destination(isTopic: false, x => Arn(ResourceFacts.Find(ResourceTypes.Queue)!.Arn!, x)),
            SamNames.DestinationTopic or SamNames.DestinationTopic + ".TopicArn" => Destination(isTopic: true, x => Arn(ResourceFacts.Find(ResourceTypes.Topic)!.Arn!, x)),
            _ => null,
        };
    }

    private SymbolicText? ArnOf(TemplateResource resource, ResourceFacts facts, Interpreter interpreter)
    {
        if (facts.Arn is not { } format)
        {
            return resource.Type is ResourceTypes.Alias or ResourceTypes.Version ? QualifiedArn(resource, interpreter) : null;
        }

        return Arn(format, LastOfArn(resource, facts, interpreter));
    }

    /// <summary>What stands behind the account in the ARN of a resource.</summary>
    private SymbolicText LastOfArn(TemplateResource resource, ResourceFacts facts, Interpreter interpreter)
    {
        ArnFormat format = facts.Arn!;
        SymbolicText name = facts.Ref == ResourceText.KeyId ? Generated(resource.LogicalId, "KeyId", PlaceholderShape.KeyId, resource.LogicalId) : NameOf(resource, facts.NameProperty, interpreter);
        SymbolicText prefix = SymbolicText.Of(format.Prefix);
        if (format.HasBus)
        {
            return SymbolicText.Concat(prefix, BusAhead(resource, '/', interpreter), name);
        }

        if (format.HasPath)
        {
            // The path stands ahead of the name, and begins and ends with a slash.
            return SymbolicText.Concat(prefix, TextOf(resource.Properties?["Path"], interpreter) ?? SymbolicText.Of("/"), name);
        }

        return format.HasSuffix
            ? SymbolicText.Concat(prefix, name, SymbolicText.Of(format.Prefix.Substring(format.Prefix.Length - 1)), Generated(resource.LogicalId, "Id", PlaceholderShape.NotEmpty, Deployment.ArnSuffix))
            : format.Prefix.Length == 0 ? name : SymbolicText.Concat(prefix, name);
    }

    /// <summary>What stands before the name of a rule by the bus that it says, by name or by ARN: nothing for the default bus.</summary>
    private static SymbolicText BusAhead(TemplateResource rule, char separator, Interpreter interpreter)
    {
        const string Property = "EventBusName";
        const string Prefix = "event-bus/";
        SymbolicText open = SymbolicText.Of(new Placeholder($"{rule.LogicalId}.{Property}{separator}", PlaceholderShape.Any));
        if (TextOf(rule.Properties?[Property], interpreter) is not { } bus)
        {
            return TemplateBranch.MayHoldMore(rule.Properties) ? open : SymbolicText.Of("");
        }

        if (bus.StartsWith("arn:"))
        {
            IReadOnlyList<SymbolicText> parts = bus.Split(':', 6);
            if (parts.Count < 6 || !parts[5].StartsWith(Prefix))
            {
                return open;
            }

            bus = parts[5].Skip(Prefix.Length);
        }

        return (AnyArn.Matches(bus), bus.IsEqualTo(DefaultBus)) switch
        {
            (Truth.No, Truth.Yes) => SymbolicText.Of(""),
            (Truth.No, Truth.No) => SymbolicText.Concat(bus, SymbolicText.Of(separator.ToString())),
            _ => open,
        };
    }

    private SymbolicText Arn(ArnFormat format, SymbolicText last)
    {
        List<SymbolicText> parts = [Colons, OfDeployment(PseudoParameters.Partition), SymbolicText.Of($":{format.Service}:")];
        if (format.HasRegion)
        {
            parts.Add(OfDeployment(PseudoParameters.Region));
        }

        parts.Add(Colon);
        if (format.HasAccount)
        {
            parts.Add(OfDeployment(PseudoParameters.AccountId));
        }

        parts.Add(Colon);
        parts.Add(last);
        return SymbolicText.Concat(parts);
    }

    private SymbolicText UrlOf(SymbolicText name) => SymbolicText.Concat(
        SymbolicText.Of("https://sqs."), OfDeployment(PseudoParameters.Region), SymbolicText.Of("."), OfDeployment(PseudoParameters.UrlSuffix), SymbolicText.Of("/"), OfDeployment(PseudoParameters.AccountId), SymbolicText.Of("/"), name);

    private SymbolicText? QualifiedArn(TemplateResource qualified, Interpreter interpreter)
    {
        if (qualified.Properties?["FunctionName"] is not { } node || FunctionArn(TemplateValue.FromNode(node), interpreter) is not { } function)
        {
            return null;
        }

        SymbolicText qualifier = qualified.Type == ResourceTypes.Version ? VersionNumber(qualified, interpreter) : NameOf(qualified, "Name", interpreter, PlaceholderShape.Name);
        return SymbolicText.Concat(function, SymbolicText.Of(":"), qualifier);
    }

    /// <summary>The ARN of the function that <c>FunctionName</c> names, by whatever Lambda accepts: its name, or its ARN.</summary>
    private SymbolicText? FunctionArn(TemplateValue name, Interpreter interpreter)
    {
        if (interpreter.ReferenceOf(name) is { } reference && template.Find(reference.Id) is { IsFunction: true } function)
        {
            return ArnOf(function, ResourceFacts.Find(function.Type)!, interpreter);
        }

        SymbolicText text = interpreter.Text(name);
        return text.StartsWith("arn:") ? text
            : FindByName(DestinationTargetType.Lambda, text) is { } named ? ArnOf(named, ResourceFacts.Find(named.Type)!, interpreter)
            : deployment is not null && text.Literal is not null ? Arn(ResourceFacts.Find(ResourceTypes.Function)!.Arn!, SymbolicText.Concat(SymbolicText.Of(FunctionPrefix), text))
            : null;
    }

    /// <summary>In a deployment the versions of one function are numbered in the order of the template.</summary>
    private SymbolicText VersionNumber(TemplateResource version, Interpreter interpreter)
    {
        if (deployment is null)
        {
            return Generated(version.LogicalId, "Version", PlaceholderShape.Number, "");
        }

        string? Function(TemplateResource x) => x.Properties?["FunctionName"] is { } node ? FunctionArn(TemplateValue.FromNode(node), interpreter)?.ToString() : null;
        string? own = Function(version);
        int number = 1 + template.Resources.TakeWhile(x => !ReferenceEquals(x.Entry, version.Entry)).Count(x => x.Type == ResourceTypes.Version && Function(x) == own);
        return SymbolicText.Of(number.ToString(CultureInfo.InvariantCulture));
    }

    private SymbolicText NameOf(TemplateResource resource, string? property, Interpreter interpreter, PlaceholderShape? generated = null) =>
        property is not null && TextOf(Property(resource, property), interpreter) is { } given
            ? given
            : Generated(
                resource.LogicalId,
                property ?? "Name",
                property is not null && TemplateBranch.MayHoldMore(resource.Properties) ? PlaceholderShape.Any : generated ?? PlaceholderShape.GeneratedName,
                resource.LogicalId);

    /// <summary>The text of a property; <see langword="null"/> when it is absent, by <c>AWS::NoValue</c> too.</summary>
    private static SymbolicText? TextOf(TemplateNode? node, Interpreter interpreter) =>
        node is not null && TemplateValue.FromNode(node) is var value && interpreter.Evaluate(value).Kind != InterpretedKind.Nothing ? interpreter.Text(value) : null;

    /// <summary>A text that AWS makes up.</summary>
    private SymbolicText Generated(string logicalId, string attribute, PlaceholderShape shape, string inDeployment) =>
        deployment is not null ? SymbolicText.Of(inDeployment) : SymbolicText.Of(new Placeholder($"{logicalId}.{attribute}", shape) { Reference = new Reference(logicalId, attribute) });
}
