using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Iam;

/// <summary>Answers for the functions of one template whether their roles may do something. Not safe to share between threads.</summary>
internal sealed class PermissionEvaluator
{
    private readonly TemplateModel _template;
    private readonly Func<PolicyStatement, bool> _ignores;
    private readonly AttachedPolicies _attached;
    private bool? _mayDeny;
    private readonly Dictionary<string, RolePolicies> _policies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _isByCondition = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _deciding = new(StringComparer.Ordinal);
    private readonly bool _isAllByCondition;

    /// <summary>Evaluates a template as it stands.</summary>
    /// <param name="template">The template.</param>
    public PermissionEvaluator(TemplateModel template)
        : this(template, static _ => false)
    {
    }

    /// <summary>Evaluates a template without some of its statements.</summary>
    internal PermissionEvaluator(TemplateModel template, Func<PolicyStatement, bool> ignores)
    {
        _template = template;
        _ignores = ignores;
        _attached = new AttachedPolicies(template);
        _isAllByCondition = template.Resources.Any(static x => PolicyReader.IsPolicy(x) && (!x.Conditions().IsAlways || MentionsConditions(x.Properties)))
            || template.Resources.Any(static x => ResourceFacts.Find(x.Type)?.NameProperty is { } name && x.Properties?[name] is not (null or ScalarNode) && MentionsConditions(x.Properties[name]));
    }

    /// <summary>
    /// Evaluates a template without what the build writes itself: if that counted, the next build would find it superfluous and take it back.
    /// </summary>
    public static PermissionEvaluator WithoutOurs(TemplateModel template) =>
        new(template, static x => x.IsGrantedForDestination || OwnershipRecord.Read(x.Place.Owner)?.Function is not null);

    /// <summary>Whether a policy statement of the template may deny something: the word stands in the text, or an escape that could hide it.</summary>
    public bool MayDeny => _mayDeny ??= _template.Document.Text.IndexOf("Deny", StringComparison.Ordinal) >= 0 || _template.Document.Text.IndexOf('\\') >= 0;

    /// <summary>Whether a function that SAM makes the role of gives it a permissions boundary.</summary>
    public bool IsBounded(TemplateResource function) => _template.FunctionProperty(function, "PermissionsBoundary") is not null;

    /// <summary>Whether a function's role may do what a grant says.</summary>
    /// <param name="function">A function of the _template.</param>
    /// <param name="grant">The action and its target.</param>
    /// <param name="conditions">When the question arises.</param>
    public PermissionAnswer Evaluate(TemplateResource function, RequiredGrant grant, ConditionSet conditions = default)
    {
        ConditionScope scope = ConditionScope.Empty.With(conditions).Within(function);
        IEnumerable<string> open = ConditionScope.MentionedIn(grant.Target);
        open = open.Concat(ConditionScope.MentionedIn(function.Properties?["Role"]));

        PermissionAnswer? combined = null;
        foreach (ConditionScope way in scope.Split(open))
        {
            if (Evaluate(function, grant, way) is not { } answer)
            {
                continue;
            }

            // Ways that differ leave it open: which one comes true is known at deployment.
            combined = combined is null || combined.Decision == answer.Decision ? answer : PermissionAnswer.Unknown;
        }

        return combined switch
        {
            null => PermissionAnswer.Unknown,
            { Decision: PermissionDecision.Denied, IsExplicitlyDenied: false } when ResourcePolicies.MayAllow(_template, grant, RoleArnOf(function), conditions.And(function.Conditions())) =>
                PermissionAnswer.Unknown,
            _ => combined,
        };
    }

    /// <summary>
    /// Where a function's role surely may not do what a grant says: in every deployment, or in some, as a statement, a policy or the role stands under a
    /// condition. <see langword="null"/> when it may everywhere, or when that is not known.
    /// </summary>
    /// <inheritdoc cref="Evaluate(TemplateResource, RequiredGrant, ConditionSet)"/>
    public PermissionGap? FindGap(TemplateResource function, RequiredGrant grant, ConditionSet conditions = default)
    {
        PermissionAnswer answer = Evaluate(function, grant, conditions);
        TemplateResource? target = ResourceNames.Of(_template).Find(grant.Target, ResourceNames.Of(_template).Interpreter);
        if (answer.Decision == PermissionDecision.Denied)
        {
            return new PermissionGap(answer, ConditionSet.Always);
        }

        // What a statement of the target's own policy denies under a condition counts as granted.
        bool isSettled = answer.Decision == PermissionDecision.Granted && (target is null || !ResourcePolicies.Denies(_template, target));
        string[] deciding = isSettled ? [] : [.. DecidingConditions(function, grant, target)];
        if (deciding.Length == 0)
        {
            return null;
        }

        ConditionSet when = conditions.And(function.Conditions());
        return ConditionScope.Empty.With(when).Split(deciding)
            .Select(x => GapIn(function, grant, when, x.Outcomes.Where(y => !when.Outcomes.Contains(y))))
            .FirstOrDefault(static x => x is not null);
    }

    /// <summary>The statements of AWS managed policies, SAM policy templates and connectors that a function's role has.</summary>
    /// <param name="function">A function of the _template.</param>
    public IEnumerable<PolicyStatement> NamedPolicies(TemplateResource function)
    {
        Interpreter interpreter = new(ResourceNames.Of(_template), ConditionScope.Empty.Within(function));
        return FunctionRole.Of(_template, function, interpreter) is { } role ? PoliciesOf(role, interpreter).Statements.Where(static x => x.PolicyName is not null) : [];
    }

    /// <summary>Whether the role may not do it in one case, with as few conditions as make it so.</summary>
    private PermissionGap? GapIn(TemplateResource function, RequiredGrant grant, ConditionSet when, IEnumerable<(string Condition, bool Value)> outcomes)
    {
        ConditionSet With(IEnumerable<(string Condition, bool Value)> more) => more.Aggregate(when, static (set, x) => set.And(x.Condition, x.Value));
        PermissionAnswer? Denied(ConditionSet conditions) =>
            conditions.IsPossible && Evaluate(function, grant, conditions) is { Decision: PermissionDecision.Denied } answer ? answer : null;

        List<(string Condition, bool Value)> needed = [.. outcomes];
        if (Denied(With(needed)) is not { } denied)
        {
            return null;
        }

        foreach ((string, bool) outcome in needed.ToArray())
        {
            if (Denied(With(needed.Where(x => x != outcome))) is { } answer)
            {
                needed.Remove(outcome);
                denied = answer;
            }
        }

        return new PermissionGap(denied, With(needed).Without(when));
    }

    /// <summary>The conditions that may decide it: of the target and the role, of the role's policies, and of the target's.</summary>
    private IEnumerable<string> DecidingConditions(TemplateResource function, RequiredGrant grant, TemplateResource? target)
    {
        IEnumerable<string> ofRoles = ConditionScope.MentionedIn(function.Properties?["Role"])
            .Concat(FunctionRole.Ways(_template, function).SelectMany(x => DecidingConditions(x, function)));
        IEnumerable<string> ofTarget = target is null ? [] : ResourcePolicies.ConditionsOf(_template, target);
        return ConditionScope.MentionedIn(grant.Target).Concat(ofRoles).Concat(ofTarget).Distinct(StringComparer.Ordinal);
    }

    private string[] DecidingConditions(FunctionRole role, TemplateResource function)
    {
        if (role.LogicalId is not { } id)
        {
            return [];
        }

        if (!_deciding.TryGetValue(id, out string[]? conditions))
        {
            TemplateNode?[] own = role.Kind == FunctionRoleKind.InTemplate
                ? [role.Resource!.Properties]
                : [role.Resource?.Properties?["Policies"], _template.FunctionProperty(role.Resource ?? function, "PermissionsBoundary")];
            IEnumerable<TemplateResource> policies = own.OfType<TemplateNode>().SelectMany(static x => References.In(x)).Select(_template.Find).OfType<TemplateResource>()
                .Where(PolicyReader.IsPolicy).Concat(_attached.Of(id));
            IEnumerable<(TemplateResource Owner, TemplateNode? Node)> others =
                policies.Select(static x => (x, (TemplateNode?)x.Properties)).Concat(SamConnectors.Of(_template).All.Select(static x => (x.Owner, (TemplateNode?)x.Properties)));
            conditions =
            [
                .. own.SelectMany(ConditionScope.MentionedIn)
                    .Concat(others.SelectMany(static x => x.Owner.Conditions().Outcomes.Select(static y => y.Condition).Concat(ConditionScope.MentionedIn(x.Node))))
                    .Distinct(StringComparer.Ordinal),
            ];
            _deciding.Add(id, conditions);
        }

        return conditions;
    }

    private PermissionAnswer? Evaluate(TemplateResource function, RequiredGrant grant, ConditionScope scope)
    {
        Interpreter interpreter = new(ResourceNames.Of(_template), scope);
        TemplateValue target = interpreter.Reduce(grant.Target);
        if (Interpreter.IsNoValue(target))
        {
            return null;
        }

        SymbolicText resource = interpreter.Text(target);
        if (grant.IsOnObjects)
        {
            // AWS: objects lie under aws/lambda/, whatever the bucket and the function.
            resource = SymbolicText.Concat(resource, SymbolicText.Of("/aws/lambda/"), SymbolicText.Of(new Placeholder("object key", PlaceholderShape.NotEmpty)));
        }

        if (FunctionRole.Of(_template, function, interpreter) is not { } role)
        {
            return PermissionAnswer.Unknown;
        }

        TemplateResource? own = ResourceNames.Of(_template).Find(target, interpreter);
        PolicyStatement? denying = own is not null && MayDeny ? ResourcePolicies.FindDeny(interpreter, _template, own, grant.Action, resource, role.Arn(interpreter)) : null;
        return denying is not null && !_ignores(denying)
            ? new PermissionAnswer(PermissionDecision.Denied, [denying])
            : PoliciesOf(role, interpreter).Evaluate(grant.Action, resource, isOwn: own is not null, scope);
    }

    private RolePolicies PoliciesOf(FunctionRole role, Interpreter interpreter)
    {
        string key = role.LogicalId ?? role.Value!.ToString();
        if (!_isByCondition.TryGetValue(key, out bool isByCondition))
        {
            isByCondition = _isAllByCondition || IsByCondition(role);
            _isByCondition.Add(key, isByCondition);
        }

        // Most policies are the same whatever the conditions are, and are read once for all branches of a destination.
        if (isByCondition)
        {
            key = $"{key}/{interpreter.Scope.Key}";
        }

        if (!_policies.TryGetValue(key, out RolePolicies? policies))
        {
            policies = RolePolicies.Of(_template, role, isByCondition ? interpreter : ResourceNames.Of(_template).Interpreter, _attached).Without(_ignores);
            _policies.Add(key, policies);
        }

        return policies;
    }

    /// <summary>The ARN of the role that a function runs with; <see langword="null"/> when a condition decides, or it stands elsewhere.</summary>
    private SymbolicText? RoleArnOf(TemplateResource function) =>
        FunctionRole.Of(_template, function) is { Kind: not FunctionRoleKind.Imported } role ? role.Arn(ResourceNames.Of(_template).Interpreter) : null;

    /// <summary>Whether conditions decide what the policies of a role are, beside the destinations for which SAM grants.</summary>
    private bool IsByCondition(FunctionRole role) =>
        SamConnectors.Of(_template).All.Count > 0
        || role.Kind switch
        {
            FunctionRoleKind.InTemplate => MentionsConditions(role.Resource!.Properties),
            FunctionRoleKind.Generated => role.Resource is not { } function
                || MentionsConditions(function.Properties?["Policies"])
                || MentionsConditions(_template.FunctionProperty(function, "PermissionsBoundary")),
            _ => false,
        };

    private static bool MentionsConditions(TemplateNode? node) => ConditionScope.MentionedIn(node).Any();
}
