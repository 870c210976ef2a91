using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>
/// Who may invoke a function and is known by a grant only: a policy with <c>lambda:InvokeFunction</c> that names it. How it invokes, its code tells, except where the
/// service that has the role always does it in one way.
/// </summary>
internal sealed class AuditGrants(AuditSystem system)
{
    /// <summary>The ways into a function of which grants tell, and nothing else.</summary>
    /// <param name="function">The function.</param>
    /// <param name="known">The ways that are known otherwise.</param>
    public IEnumerable<AuditEntry> Of(AuditPlace function, IReadOnlyList<AuditEntry> known)
    {
        if (function.Node.Resource is not { } resource)
        {
            return [];
        }

        TemplateModel template = system.TemplateOf(function);
        return InvokePermissions.Of(template).Naming(resource)
            .SelectMany(x => GranteesOf(template, x))
            .GroupBy(static x => x.Resource.LogicalId, StringComparer.Ordinal)
            .Select(static x => x.First())
            .Where(x => !known.Any(y => IsOf(y, x.Resource)) && !IsFollowed(template, x.Resource))
            .Select(x => EntryOf(template, function, x));
    }

    private static bool IsOf(AuditEntry entry, TemplateResource grantee) =>
        entry.Edge.From.Node.Id == grantee.LogicalId || entry.Edge.From.Node.Id.StartsWith(grantee.LogicalId + "/", StringComparison.Ordinal);

    /// <summary>Whether all that a resource invokes is known.</summary>
    private static bool IsFollowed(TemplateModel template, TemplateResource grantee) =>
        !grantee.IsFunction && (InvokerFacts.Of(grantee.Type).IsFollowed || DefinitionFile.IsKnown(template, grantee));

    /// <summary>Who has a policy: what runs with its role, or the role where nothing of the template does.</summary>
    private static IEnumerable<Grantee> GranteesOf(TemplateModel template, TemplateResource owner)
    {
        if (owner.IsFunction || StateMachineDefinition.IsStateMachine(owner))
        {
            return [new Grantee(owner, null)];
        }

        string[] roles = owner.Type switch
        {
            ResourceTypes.Role => [owner.LogicalId],
            ResourceTypes.RolePolicy => RolesOf(template, owner.Properties?["RoleName"]),
            ResourceTypes.Policy or ResourceTypes.ManagedPolicy => RolesOf(template, owner.Properties?["Roles"]),
            _ => [],
        };
        return roles.Length == 0 ? [new Grantee(owner, null)] : roles.SelectMany(x => HoldersOf(template, x));
    }

    private static string[] RolesOf(TemplateModel template, TemplateNode? roles) =>
        [.. TemplateBranch.Items(roles).Select(x => FunctionRole.IdOf(template, TemplateValue.FromNode(x.Node!), ResourceNames.Of(template).Interpreter)).OfType<string>()];

    private static IEnumerable<Grantee> HoldersOf(TemplateModel template, string role)
    {
        TemplateResource? itself = template.Find(role) is { Type: ResourceTypes.Role } found ? found : null;
        string? service = itself is null ? null : ServiceOf(template, itself);
        TemplateResource[] holders = [.. template.Derive(static x => new RoleHolders(FindHolders(x))).ByRole[role]];
        return (holders.Length > 0 || itself is null ? holders : [itself]).Select(x => new Grantee(x, service));
    }

    /// <summary>What runs with each role, or gives it to somebody that does.</summary>
    private static ILookup<string, TemplateResource> FindHolders(TemplateModel template) => template.Resources
        .SelectMany(x => (x.IsFunction ? FunctionRole.Ways(template, x).Select(static y => y.LogicalId).OfType<string>()
            : x.Type.StartsWith("AWS::IAM::", StringComparison.Ordinal) || x.Type == ResourceTypes.Permission || x.Properties is not { } properties ? []
            : References.In(properties).Where(y => template.Find(y) is { Type: ResourceTypes.Role })).Distinct().Select(y => (Role: y, Holder: x)))
        .ToLookup(static x => x.Role, static x => x.Holder, StringComparer.Ordinal);

    private static AuditEntry EntryOf(TemplateModel template, AuditPlace function, Grantee grantee)
    {
        TemplateResource resource = grantee.Resource;
        FlowNode from = FlowGraph.Of(template).Find(resource.LogicalId) ?? new FlowNode(resource.LogicalId, FlowNodeKind.Trigger, resource.LogicalId, resource);
        FlowEdge edge = new(from, function.Node, FlowEdgeKind.Invokes, resource.Entry.Key.Span, resource.Conditions())
        {
            Invocation = grantee.Service is { } service ? InvokerFacts.OfPrincipal(service) : null,
            Trigger = grantee.Service ?? resource.Type,
        };
        bool isMachine = StateMachineDefinition.IsStateMachine(resource);
        string name = resource.IsFunction ? $"function {resource.LogicalId}"
            : isMachine ? $"state machine {resource.LogicalId}"
            : resource.Type != ResourceTypes.Role || grantee.Service is null ? $"{resource.Type.Substring(resource.Type.LastIndexOf(':') + 1)} {resource.LogicalId}"
            : $"{(grantee.Service == InvokerFacts.BatchPrincipal ? "S3 Batch Operations" : grantee.Service)} with role {resource.LogicalId}";
        return new AuditEntry(new AuditEdge(function.Template, new AuditPlace(function.Template, from), function, edge), resource.Type == ResourceTypes.Role && grantee.Service is not null ? name : name + " by its policy")
        {
            Grant = isMachine ? $"the definition of {name} is not read" : $"{name} may invoke it, in any way",
        };
    }

    /// <summary>The one service that assumes a role; <see langword="null"/> when there are several, or anybody else.</summary>
    private static string? ServiceOf(TemplateModel template, TemplateResource role)
    {
        string?[] services =
        [
            .. TemplateBranch.Items(TemplateNodes.Child(role.Properties, "AssumeRolePolicyDocument")?["Statement"])
                .SelectMany(static x => TemplateNodes.Child(x.Map, "Principal") is { Entries: [{ Name: "Service" } service] } ? TemplateBranch.Items(service.Value).Select(static y => y.Node) : [null])
                .Select(x => ResourceNames.Literal(template, x)),
        ];
        return services is [{ } only] ? only : null;
    }

    /// <summary>Somebody with a grant.</summary>
    /// <param name="Resource">Who.</param>
    /// <param name="Service">The service that has the role by which it is granted; <see langword="null"/> when that is not known.</param>
    private sealed record Grantee(TemplateResource Resource, string? Service);

    /// <summary>What runs with roles, by their logical ids.</summary>
    private sealed record RoleHolders(ILookup<string, TemplateResource> ByRole);
}
