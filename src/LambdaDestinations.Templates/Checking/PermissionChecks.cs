using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>
/// LD3xxx: whether the role of each function may reach what the template configures, in every deployment. What depends on a parameter or an import is
/// not reported, and of conditions four at most are told apart. Lambda looks at the permission when the setting is written (AWS Lambda API Reference,
/// <c>PutFunctionEventInvokeConfig</c>), so a missing one fails the deployment; a key is used at delivery only.
/// </summary>
internal sealed class PermissionChecks
{
    private readonly TemplateModel _template;
    private readonly PermissionEvaluator _evaluator;
    private readonly DependencyOrder _order;

    /// <summary>Checks functions of a template.</summary>
    /// <param name="template">The template.</param>
    public PermissionChecks(TemplateModel template)
    {
        _template = template;
        _evaluator = new PermissionEvaluator(template);
        _order = new DependencyOrder(template);
    }

    /// <summary>Checks one function.</summary>
    public IEnumerable<Finding> Check(FunctionConfiguration function)
    {
        PermissionUse[] uses = [.. PermissionUse.Of(_template, function).Where(static x => x.IsPossible)];
        if (uses.Length == 0)
        {
            return [];
        }

        FunctionRole? role = FunctionRole.Of(_template, function.Function);
        return role?.Kind == FunctionRoleKind.Imported
            ? CheckImported(function.Function, role, uses)
            : uses.SelectMany(x => Check(x, role)).Concat(uses.Where(static x => x.Target.Resource is not null).GroupBy(static x => x.Target.Resource!.LogicalId, StringComparer.Ordinal).SelectMany(x => CheckKey(x.First(), role)));
    }

    /// <summary>What a function's role surely lacks, beside the setting that needs it; nothing that a grant would not help.</summary>
    internal IEnumerable<(PermissionUse Use, RequiredGrant Grant)> Missing(FunctionConfiguration function)
    {
        foreach (PermissionUse use in PermissionUse.Of(_template, function).Where(x => x.IsPossible && !IsWrongTypeAlone(x)))
        {
            foreach (RequiredGrant grant in RequiredGrant.ForTarget(use.Kind!.Value, use.Target.Value).Concat(use.Target.Resource is { } target ? RequiredGrant.ForKey(_template, target) : []))
            {
                if (_evaluator.FindGap(function.Function, grant, use.Conditions) is { Answer.IsExplicitlyDenied: false })
                {
                    yield return (use, grant);
                }
            }
        }
    }

    /// <summary>The policies that let a function send, but that nothing makes wait, with the resource that should.</summary>
    internal IEnumerable<(PermissionUse Use, string Policy)> Unordered(FunctionConfiguration function) =>
        PermissionUse.Of(_template, function).Where(static x => x.IsPossible).SelectMany(use => RequiredGrant.ForTarget(use.Kind!.Value, use.Target.Value)
            .SelectMany(x => _order.UnorderedPolicies(_evaluator.Evaluate(function.Function, x, use.Target.Conditions), use.Owner).Take(1)).Select(x => (use, x.Id)));

    private bool IsWrongTypeAlone(PermissionUse use) =>
        use.HasWrongType
        && FunctionRole.Ways(_template, use.Function.Function).Any(x => x.Kind == FunctionRoleKind.Generated && ReferenceEquals(x.Resource!.Entry, use.Function.Function.Entry));

    private Finding[] CheckImported(TemplateResource function, FunctionRole role, PermissionUse[] uses)
    {
        Finding[] denied = [.. uses.Select(x => Denied(x, RequiredGrant.ForTarget(x.Kind!.Value, x.Target.Value))).OfType<Finding>()];
        if (denied.Length > 0)
        {
            return denied;
        }

        RequiredGrant[] open =
        [
            .. uses.SelectMany(x => RequiredGrant.ForTarget(x.Kind!.Value, x.Target.Value).Concat(x.Target.Resource is { } target ? RequiredGrant.ForKey(_template, target) : [])
                .Where(y => _evaluator.Evaluate(function, y, x.Target.Conditions).Decision != PermissionDecision.Granted)),
        ];
        RuleMessage message = PermissionRules.RoleIsElsewhere(function.LogicalId, new ShownValues(RequiredGrant.Statements(open), _template.Document.Format));
        return open.Length > 0 ? [new Finding(message, (function.Properties?["Role"] ?? function.Entry.Key).FullSpan)] : [];
    }

    /// <summary>What denies a use outright, be it the role's own policy, its boundary or the policy of the target.</summary>
    private Finding? Denied(PermissionUse use, IReadOnlyList<RequiredGrant> grants)
    {
        TemplateResource function = use.Function.Function;
        foreach (RequiredGrant grant in grants)
        {
            if (_evaluator.FindGap(function, grant, use.Conditions) is { Answer: { IsExplicitlyDenied: true } answer } gap)
            {
                return At(use, answer.Boundary is { } boundary
                    ? PermissionRules.BoundaryDoesNotAdmit(boundary.LogicalId, function.LogicalId, grant.Action, NameOf(use.Target), use.Setting, gap.Where.Outcomes)
                    : PermissionRules.StatementDenies(answer.Statements[0].Place.Path, function.LogicalId, grant.Action, NameOf(use.Target), use.Setting, gap.Where.Outcomes));
            }
        }

        return null;
    }

    private IEnumerable<Finding> Check(PermissionUse use, FunctionRole? role)
    {
        IReadOnlyList<RequiredGrant> grants = RequiredGrant.ForTarget(use.Kind!.Value, use.Target.Value);
        if (Denied(use, grants) is { } denied)
        {
            yield return denied;
            yield break;
        }

        TemplateResource function = use.Function.Function;
        (RequiredGrant[] missing, ConditionSet where) = MissingOf(function, grants, use.Conditions);
        if (missing.Length == 0)
        {
            foreach (Finding finding in CheckOrder(use, [.. grants.Select(x => _evaluator.Evaluate(function, x, use.Target.Conditions))]))
            {
                yield return finding;
            }

            yield break;
        }

        if (IsWrongTypeAlone(use))
        {
            // SAM grants by Type, and the rules about Type say how to write it: that mends the permission too.
            if (use is { Mapping: { } mapping, Destination.Type: null })
            {
                yield return new Finding(EventSourceMappingRules.SamGrantsNothing(mapping.Source.Name, function.LogicalId, AwsTargets.SamEventSourceType(use.Kind.Value)), use.Destination.Span);
            }

            yield break;
        }

        MissingGrant lack = LackOf(use, role, missing, where);
        yield return At(
            use,
            missing is [{ Action: "s3:ListBucket" }] ? PermissionRules.RoleCannotList(lack) : SoundingRight(function, missing[0], use.Kind!.Value, lack) ?? PermissionRules.RoleLacks(lack));
    }

    /// <summary>What of some grants the role lacks in the same deployments: in all of them, or where the first of them is missing.</summary>
    private (RequiredGrant[] Missing, ConditionSet Where) MissingOf(TemplateResource function, IReadOnlyList<RequiredGrant> grants, ConditionSet conditions)
    {
        (RequiredGrant Grant, PermissionGap? Gap)[] all = [.. grants.Select(x => (x, _evaluator.FindGap(function, x, conditions)))];
        ConditionSet where = all.Select(static x => x.Gap).OfType<PermissionGap>().OrderByDescending(static x => x.Where.IsAlways).FirstOrDefault()?.Where ?? default;
        return ([.. all.Where(x => x.Gap?.Where == where).Select(static x => x.Grant)], where);
    }

    private MissingGrant LackOf(PermissionUse use, FunctionRole? role, RequiredGrant[] missing, ConditionSet where) => new(
        use.Function.Function.LogicalId,
        role?.LogicalId ?? RolesOf(use.Function.Function, where),
        [.. missing.Select(static x => x.Action)],
        NameOf(use.Target),
        use.Setting,
        new ShownValues(RequiredGrant.Statements(missing), _template.Document.Format))
    {
        Where = where.Outcomes,
    };

    /// <summary>The roles of the template that a deployment may choose; else the function, for the role that SAM makes of it.</summary>
    private string RolesOf(TemplateResource function, ConditionSet where) =>
        string.Join(", ", FunctionRole.Ways(_template, function, where).Select(static x => x.LogicalId).OfType<string>().Distinct(StringComparer.Ordinal)) is { Length: > 0 } roles ? roles : function.LogicalId;

    /// <summary>A policy of its own is made beside what uses the role, in any order.</summary>
    private IEnumerable<Finding> CheckOrder(PermissionUse use, PermissionAnswer[] answers)
    {
        return answers.SelectMany(x => _order.UnorderedPolicies(x, use.Owner).Take(1)).Take(1).Select(x => At(use, NotOrdered(use, x)));
    }

    private RuleMessage NotOrdered(PermissionUse use, AttachedPolicy policy)
    {
        string owner = use.Owner.LogicalId;
        string function = use.Function.Function.LogicalId;
        bool waits = _order.IsAfter([policy.Id], owner);
        return policy.IsOfConnector
            ? waits ? PermissionRules.CannotWaitForConnector(owner, policy.Id, function, NameOf(use.Target)) : PermissionRules.DoesNotWaitForConnector(owner, policy.Id, function, NameOf(use.Target))
            : waits ? PermissionRules.CannotWait(owner, policy.Id, function, NameOf(use.Target)) : PermissionRules.DoesNotWait(owner, policy.Id, function, NameOf(use.Target));
    }

    private IEnumerable<Finding> CheckKey(PermissionUse use, FunctionRole? role)
    {
        TemplateResource function = use.Function.Function;
        (RequiredGrant[] missing, ConditionSet where) = MissingOf(function, RequiredGrant.ForKey(_template, use.Target.Resource!), use.Conditions);
        if (missing.Length > 0)
        {
            MissingGrant lack = LackOf(use, role, missing, where);
            yield return At(use, ResourceNames.Of(_template).Interpreter.ReferenceOf(missing[0].Target) is { } key ? PermissionRules.RoleCannotUseKey(lack, key.Id) : PermissionRules.RoleCannotUseKeyOfArn(lack, missing[0].Target.Text!));
        }
    }

    /// <summary>Which policy of the role one would take for the grant, and why it is none; <see langword="null"/> when there is none.</summary>
    private RuleMessage? SoundingRight(TemplateResource function, RequiredGrant missing, DestinationTargetType type, MissingGrant lack)
    {
        string[] words = type switch
        {
            DestinationTargetType.Sqs => ["SQS"],
            DestinationTargetType.Sns => ["SNS"],
            DestinationTargetType.Lambda => ["LambdaInvo", "LambdaRole", "LambdaExecute"],
            DestinationTargetType.EventBridge => ["EventBridge", "CloudWatchEvents"],
            _ => ["S3", "LambdaExecute"],
        };
        foreach (PolicyStatement statement in _evaluator.NamedPolicies(function))
        {
            string name = statement.PolicyName!;
            if (ManagedPolicies.IsWithdrawn(name))
            {
                return PermissionRules.PolicyIsWithdrawn(name, lack);
            }

            if (!words.Any(x => name.IndexOf(x, StringComparison.Ordinal) >= 0))
            {
                continue;
            }

            return statement.IsAbout(missing.Action) == Truth.No ? PermissionRules.PolicyDoesNotGrant(name, missing.Action, lack) : PermissionRules.PolicyGrantsElsewhere(name, missing.Action, lack);
        }

        return null;
    }

    private static Shown NameOf(DestinationTarget target) =>
        target is { Name: { } name, Resource: not null } ? Shown.Name(name) : target.Text is { } text ? Shown.Name(text) : Shown.Value(target.Value);

    private static Finding At(PermissionUse use, RuleMessage message) => new(message, use.Target.Span);
}
