using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Iam;

/// <summary>Collects statements from all the places of a template that give a role something.</summary>
internal sealed class RoleSources(TemplateModel template, PolicyReader reader, Interpreter interpreter)
{
    /// <summary>Inline and managed policies of a role.</summary>
    public IEnumerable<PolicyStatement> Role(TemplateResource role)
    {
        StatementPlace place = PlaceOf(role);
        if (TemplateBranch.MayHoldMore(role.Properties))
        {
            yield return PolicyStatement.Hidden(place);
        }

        TemplateNode? policies = role.Properties?["Policies"];
        foreach (PolicyItem policy in policies is null ? [] : reader.Items(policies, place.At(".Policies", policies), Truth.Yes))
        {
            if (policy.Node is MappingNode map && !TemplateBranch.MayHoldMore(map) && map["PolicyDocument"] is { } document)
            {
                foreach (PolicyStatement statement in reader.Document(document, policy.Place.At(".PolicyDocument", document), policy.Exists))
                {
                    yield return statement;
                }
            }
            else
            {
                yield return PolicyStatement.Hidden(policy.Place);
            }
        }

        TemplateNode? managed = role.Properties?["ManagedPolicyArns"];
        foreach (PolicyStatement statement in managed is null ? [] : reader.Items(managed, place.At(".ManagedPolicyArns", managed), Truth.Yes).SelectMany(Managed))
        {
            yield return statement;
        }
    }

    /// <summary>A policy resource that names the roles to which it is attached.</summary>
    public IEnumerable<PolicyStatement> AttachedPolicy(TemplateResource policy, SymbolicText roleName)
    {
        string property = policy.Type == ResourceTypes.RolePolicy ? "RoleName" : "Roles";
        StatementPlace place = PlaceOfPolicy(policy);
        Truth attached = Truth.No;
        foreach (PolicyItem role in reader.Items(policy.Properties?[property], place, interpreter.Scope.Has(policy)))
        {
            attached = attached.Or(role.Exists.And(interpreter.Text(TemplateValue.FromNode(role.Node)).IsEqualTo(roleName)));
        }

        return attached == Truth.No ? [] : Document(policy, attached);
    }

    /// <summary>What SAM puts into the role that it makes: <c>Policies</c>, and grants for typed destinations.</summary>
    public IEnumerable<PolicyStatement> ServerlessFunction(TemplateResource function) =>
        (TemplateBranch.MayHoldMore(function.Properties) ? [PolicyStatement.Hidden(PlaceOf(function))] : Array.Empty<PolicyStatement>())
            .Concat(SamPolicies(function))
            .Concat(new SamGrants(template, interpreter).Of(function));

    /// <summary><c>Policies</c> of a SAM function or state machine.</summary>
    public IEnumerable<PolicyStatement> SamPolicies(TemplateResource resource) =>
        resource.Properties?["Policies"] is { } policies ? reader.Items(policies, PlaceOf(resource).At(".Policies", policies), Truth.Yes).SelectMany(SamPolicy) : [];

    /// <summary>The document of a policy that is a resource of its own, whoever has it.</summary>
    public IEnumerable<PolicyStatement> PolicyResource(TemplateResource policy) => Document(policy, Truth.Yes);

    /// <summary>What SAM connectors give to functions that run with a role: a managed policy, attached to it.</summary>
    public IEnumerable<PolicyStatement> Connectors(FunctionRole role) => SamConnectors.Of(template).All.Where(x => IsConnectedTo(x, role)).SelectMany(Connector);

    private bool IsConnectedTo(SamConnector connector, FunctionRole role) =>
        connector.Source?["Id"] is not null || connector.IsOfSource
            ? SamConnectors.Of(template).SourceOf(connector) is { IsFunction: true } function && FunctionRole.Of(template, function, interpreter) is { LogicalId: { } id } && id == role.LogicalId
            : connector.Source?["RoleName"] is { } name && role.LogicalId is not null && FunctionRole.IdOf(template, TemplateValue.FromNode(name), interpreter) == role.LogicalId;

    private IEnumerable<PolicyStatement> Connector(SamConnector connector)
    {
        StatementPlace place = new(connector.Path, connector.Span, connector.Owner, new AttachedPolicy(connector.Id, IsOfConnector: true));
        string[] permissions = [.. reader.Items(connector.Properties["Permissions"], place, Truth.Yes).Select(static x => TemplateNodes.Text(x.Node)).OfType<string>()];
        foreach (PolicyItem item in reader.Items(connector.Properties["Destination"], place, interpreter.Scope.Has(connector.Owner)))
        {
            if (item.Node is MappingNode destination)
            {
                foreach (PolicyStatement statement in ConnectorTo(destination, permissions, item))
                {
                    yield return statement;
                }
            }
        }
    }

    /// <summary>SAM translator, <c>connector_profiles/profiles.json</c>, for a Lambda function as the source.</summary>
    private IEnumerable<PolicyStatement> ConnectorTo(MappingNode destination, string[] permissions, PolicyItem item)
    {
        TemplateResource? target = TemplateNodes.Text(destination["Id"]) is { } id ? template.Find(id) : null;
        string? type = target?.Type ?? TemplateNodes.Text(destination["Type"]);
        TemplateValue? arn = target is not null
            ? target.ArnValue
            : destination["Arn"] is { } node ? TemplateValue.FromNode(node) : null;
        if (arn is null || type is null)
        {
            return [];
        }

        IEnumerable<string> Actions(string permission) => (type, permission) switch
        {
            (ResourceTypes.Queue, "Write") => ["sqs:SendMessage"],
            (ResourceTypes.Topic, "Write") => ["sns:Publish"],
            (ResourceTypes.Function or ResourceTypes.ServerlessFunction, "Write") => ["lambda:InvokeFunction"],
            (ResourceTypes.EventBus, "Write") => ["events:PutEvents"],
            (ResourceTypes.Bucket, "Write") => ["s3:PutObject"],
            (ResourceTypes.Bucket, "Read") => ["s3:ListBucket"],
            _ => [],
        };
        SymbolicText resource = interpreter.Text(arn);
        return
        [
            new PolicyStatement(
                item.Place,
                false,
                [.. permissions.SelectMany(Actions).Select(static x => SymbolicText.Of(x.ToLowerInvariant()))],
                type == ResourceTypes.Bucket ? [resource, SymbolicText.Concat(resource, SymbolicText.Of("/*"))] : [resource],
                item.Exists,
                policyName: "connector"),
        ];
    }

    /// <summary>An item of a SAM function's <c>Policies</c>: a name, an ARN, a document or a policy template.</summary>
    private IEnumerable<PolicyStatement> SamPolicy(PolicyItem item)
    {
        if (item.Node is not MappingNode map || TemplateBranch.IsFunction(map))
        {
            return Managed(item);
        }

        if (map["Statement"] is not null)
        {
            return reader.Document(map, item.Place, item.Exists);
        }

        return map.Entries is [{ Name: { } name } only] && SamPolicyTemplates.Find(name, TemplateNodes.Follow(only.Value) as MappingNode, item, interpreter) is { } statements
            ? statements
            : [PolicyStatement.Hidden(item.Place)];
    }

    /// <summary>A managed policy: AWS's own by name or ARN, or one of the template.</summary>
    private IEnumerable<PolicyStatement> Managed(PolicyItem item)
    {
        TemplateValue value = TemplateValue.FromNode(item.Node);
        if (ResourceNames.Of(template).Find(value, interpreter) is { Type: ResourceTypes.ManagedPolicy } policy)
        {
            return Document(policy, item.Exists.And(interpreter.Scope.Has(policy)));
        }

        SymbolicText text = interpreter.Text(value);
        string? name = text.Literal is { } literal && literal.IndexOf(':') < 0
            ? literal
            : text.Split(':', 6) is { Count: 6 } parts && parts[4].Literal == "aws" && parts[5].Literal is { } path && path.StartsWith("policy/", StringComparison.Ordinal) ? path.Substring(path.LastIndexOf('/') + 1) : null;
        return name is not null && ManagedPolicies.Find(name, item.Place, item.Exists) is { } statements ? statements : [PolicyStatement.Hidden(item.Place, name)];
    }

    private IEnumerable<PolicyStatement> Document(TemplateResource policy, Truth attached)
    {
        TemplateNode? document = policy.Properties?["PolicyDocument"];
        return document is null ? [PolicyStatement.Hidden(PlaceOfPolicy(policy))] : reader.Document(document, PlaceOfPolicy(policy).At(".PolicyDocument", document), attached);
    }

    private static StatementPlace PlaceOfPolicy(TemplateResource policy) => PlaceOf(policy) with { Policy = new AttachedPolicy(policy.LogicalId) };

    private static StatementPlace PlaceOf(TemplateResource resource) => new($"Resources.{resource.LogicalId}.Properties", resource.Entry.Key.Span, resource);
}
