using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Iam;

/// <summary>What IAM says of an action on a resource.</summary>
internal enum PermissionDecision
{
    /// <summary>Allowed, and nothing denies it.</summary>
    Granted,

    /// <summary>Not allowed by anything, or denied outright.</summary>
    Denied,

    /// <summary>It depends on what the template does not show.</summary>
    Unknown,
}

/// <summary>An answer with its reason.</summary>
/// <param name="Decision">The answer.</param>
/// <param name="Statements">The statements that allow it, or the one that denies it outright; none when nothing allows it, or when it is open.</param>
/// <param name="Boundary">The permissions boundary that does not admit it; <see langword="null"/> when none decides.</param>
internal sealed record PermissionAnswer(PermissionDecision Decision, IReadOnlyList<PolicyStatement> Statements, TemplateResource? Boundary = null)
{
    internal static PermissionAnswer Unknown { get; } = new(PermissionDecision.Unknown, []);

    /// <summary>Whether a statement denies it: no grant helps.</summary>
    public bool IsExplicitlyDenied => Decision == PermissionDecision.Denied && (Statements.Count > 0 || Boundary is not null);
}

/// <summary>That a role surely may not do something.</summary>
/// <param name="Answer">Why.</param>
/// <param name="Where">What is so where it may not, beside what was asked for; always, when it may not in any deployment.</param>
internal sealed record PermissionGap(PermissionAnswer Answer, ConditionSet Where);

/// <summary>All policies of a role, as far as the template shows them.</summary>
internal sealed class RolePolicies
{
    private readonly List<PolicyStatement> _statements = [];
    private readonly bool _isBounded;
    private readonly (TemplateResource Policy, RolePolicies Statements)? _boundary;
    private ResourceIndex? _resources;

    private RolePolicies(IEnumerable<PolicyStatement> statements, bool isBounded, (TemplateResource Policy, RolePolicies Statements)? boundary)
    {
        _statements = [.. statements];
        _isBounded = isBounded;
        _boundary = boundary;
    }

    /// <summary>The statements, each with its place.</summary>
    public IReadOnlyList<PolicyStatement> Statements => _statements;

    /// <summary>The same without some statements.</summary>
    public RolePolicies Without(Func<PolicyStatement, bool> ignored) => new(_statements.Where(x => !ignored(x)), _isBounded, _boundary);

    /// <summary>IAM's evaluation: an explicit deny wins, then an allow, else it is denied (IAM User Guide, "Policy evaluation logic").</summary>
    /// <param name="action">The action.</param>
    /// <param name="resource">The ARN that it is done on.</param>
    /// <param name="isOwn">Whether that surely belongs to the stack's account.</param>
    /// <param name="scope">The conditions that are taken to hold.</param>
    public PermissionAnswer Evaluate(string action, SymbolicText resource, bool isOwn, ConditionScope scope)
    {
        // What a boundary admits is open, or all that the policies allow.
        if (_boundary is { } boundary)
        {
            PermissionAnswer admitted = boundary.Statements.Evaluate(action, resource, isOwn, scope);
            PermissionAnswer granted = EvaluateStatements(action, resource, isOwn, scope);
            return granted.IsExplicitlyDenied || admitted.Decision == PermissionDecision.Granted ? granted
                : admitted.Decision == PermissionDecision.Denied ? new PermissionAnswer(PermissionDecision.Denied, [], boundary.Policy)
                : granted.Decision == PermissionDecision.Granted ? PermissionAnswer.Unknown
                : granted;
        }

        return EvaluateStatements(action, resource, isOwn, scope);
    }

    private PermissionAnswer EvaluateStatements(string action, SymbolicText resource, bool isOwn, ConditionScope scope)
    {
        SymbolicText lower = SymbolicText.Of(action.ToLowerInvariant());
        Truth allowed = Truth.No;
        Truth denied = Truth.No;
        List<PolicyStatement> allowing = [];
        foreach ((PolicyStatement statement, Truth isOnResource) in (_resources ??= new ResourceIndex(_statements)).Of(resource))
        {
            Truth applies = statement.AppliesTo(lower, isOnResource, isOwn, scope);
            if (statement.IsDeny)
            {
                if (applies == Truth.Yes)
                {
                    return new PermissionAnswer(PermissionDecision.Denied, [statement]);
                }

                denied = denied.Or(applies);
            }
            else
            {
                allowed = allowed.Or(applies);
                if (applies == Truth.Yes)
                {
                    allowing.Add(statement);
                }
            }
        }

        return allowed switch
        {
            Truth.No => new PermissionAnswer(PermissionDecision.Denied, []),

            // A boundary or a deny under a condition may still take it away.
            Truth.Yes when denied == Truth.No && !_isBounded => new PermissionAnswer(PermissionDecision.Granted, allowing),
            _ => PermissionAnswer.Unknown,
        };
    }

    /// <summary>The policies of a role.</summary>
    public static RolePolicies Of(TemplateModel template, FunctionRole role, Interpreter interpreter, AttachedPolicies attached)
    {
        ResourceNames names = ResourceNames.Of(template);
        PolicyReader reader = new(interpreter);
        RoleSources sources = new(template, reader, interpreter);
        SymbolicText name = role switch
        {
            { Kind: FunctionRoleKind.InTemplate, Resource: { } resource } => names.NameOf(resource, interpreter),
            { Kind: FunctionRoleKind.Generated, LogicalId: { } id } => names.GeneratedRoleName(id),
            _ => interpreter.Text(role.Value!).AfterLast('/'),
        };
        List<PolicyStatement> statements = [];
        TemplateNode? boundary = null;
        switch (role.Kind)
        {
            case FunctionRoleKind.InTemplate:
                statements.AddRange(sources.Role(role.Resource!));
                boundary = role.Resource!.Properties?["PermissionsBoundary"];
                break;
            case FunctionRoleKind.Generated:
                statements.AddRange(sources.ServerlessFunction(role.Resource!));
                boundary = template.FunctionProperty(role.Resource!, "PermissionsBoundary");
                break;
            default:
                // The policies that it has elsewhere.
                StatementPlace place = new("Role", default, template.Resources[0]);
                statements.Add(PolicyStatement.Hidden(place));
                break;
        }

        statements.AddRange(attached.Of(role.LogicalId).SelectMany(x => sources.AttachedPolicy(x, name)));
        statements.AddRange(sources.Connectors(role));
        if (template.HasHiddenResources && template.Resources.Count > 0)
        {
            // A macro or a loop may add policies.
            statements.Add(PolicyStatement.Hidden(new StatementPlace("Transform", default, template.Resources[0])));
        }

        TemplateValue? bounded = boundary is null ? null : interpreter.Reduce(TemplateValue.FromNode(boundary));
        if (bounded is null || Interpreter.IsNoValue(bounded))
        {
            return new RolePolicies(statements, isBounded: false, null);
        }

        // A boundary that the template shows decides; of any other nothing is known.
        return names.Find(bounded, interpreter) is { Type: ResourceTypes.ManagedPolicy } policy && interpreter.Scope.Has(policy) == Truth.Yes
            ? new RolePolicies(statements, isBounded: false, (policy, new RolePolicies(sources.PolicyResource(policy), isBounded: false, null)))
            : new RolePolicies(statements, isBounded: true, null);
    }
}
