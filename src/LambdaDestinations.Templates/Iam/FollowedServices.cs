using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Iam;

/// <summary>
/// Roles that only a service assumes whose resources are read themselves: what such a role may invoke is known from them, and its policies tell
/// nothing more.
/// </summary>
internal sealed class FollowedServices
{
    private const string StepFunctions = "states.amazonaws.com";

    private static readonly HashSet<string> Services = new(
        ["apigateway.amazonaws.com", "events.amazonaws.com", "firehose.amazonaws.com", "pipes.amazonaws.com", "scheduler.amazonaws.com", StepFunctions],
        StringComparer.Ordinal);

    private readonly HashSet<string> _roles;
    private readonly TemplateModel _template;
    private readonly bool _showsStateMachines;

    private FollowedServices(TemplateModel template)
    {
        _template = template;
        _showsStateMachines = template.Resources.All(x => !StateMachineDefinition.IsStateMachine(x) || DefinitionFile.IsKnown(template, x));
        _roles = new(template.Resources.Where(x => x.Type == ResourceTypes.Role && IsAssumedByServicesOnly(x)).Select(static x => x.LogicalId), StringComparer.Ordinal);
    }

    /// <summary>Those of a template. Read at the first use.</summary>
    public static FollowedServices Of(TemplateModel template) => template.Derive(static x => new FollowedServices(x));

    /// <summary>Whether a resource is such a role, a policy of such roles, or a state machine whose definition is shown.</summary>
    public bool Have(TemplateResource resource) => resource.Type switch
    {
        ResourceTypes.Role => _roles.Contains(resource.LogicalId),
        ResourceTypes.Policy or ResourceTypes.ManagedPolicy => RolesOf(resource.Properties?["Roles"]),
        ResourceTypes.RolePolicy => RolesOf(resource.Properties?["RoleName"]),
        ResourceTypes.ServerlessStateMachine => DefinitionFile.IsKnown(_template, resource),
        _ => false,
    };

    private bool RolesOf(TemplateNode? roles) => HoldsForAll(
        roles,
        x => FunctionRole.IdOf(_template, TemplateValue.FromNode(x), ResourceNames.Of(_template).Interpreter) is { } id && _roles.Contains(id));

    private bool IsAssumedByServicesOnly(TemplateResource role) => HoldsForAll(
        TemplateNodes.Child(role.Properties, "AssumeRolePolicyDocument")?["Statement"],
        x => TemplateNodes.Child(TemplateNodes.Follow(x) as MappingNode, "Principal") is { Entries: [{ Name: "Service" } service] } && AreFollowed(service.Value));

    private bool AreFollowed(TemplateNode services) => HoldsForAll(
        services,
        x => ResourceNames.Literal(_template, x) is { } name && Services.Contains(name) && (name != StepFunctions || _showsStateMachines));

    /// <summary>Whether something holds for each item of a list, or for the one that IAM lets stand without a list; never for nothing.</summary>
    private static bool HoldsForAll(TemplateNode? oneOrMany, Predicate<TemplateNode> holds) => TemplateNodes.Follow(oneOrMany) switch
    {
        SequenceNode { Tag: null } list => list.Items.Count > 0 && list.Items.All(x => holds(x)),
        { } single => holds(single),
        null => false,
    };
}
