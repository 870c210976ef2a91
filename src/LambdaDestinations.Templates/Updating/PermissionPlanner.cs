using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Updating;

/// <summary>Statements that a role of the template is to get.</summary>
/// <param name="RoleLogicalId">The role.</param>
/// <param name="Statements">IAM statements.</param>
internal sealed record PermissionPlan(string RoleLogicalId, IReadOnlyList<TemplateValue> Statements)
{
    /// <summary>The statements that an earlier version wrote for the same, one for each resource; <see langword="null"/> when they were these.</summary>
    public IReadOnlyList<TemplateValue>? Former { get; init; }
}

/// <summary>What the destinations of a function need of its role.</summary>
/// <param name="Plan">What is to be granted; <see langword="null"/> when all is granted, or the role is out of reach.</param>
/// <param name="Waits">The policy of the template that grants it, for which nothing waits yet; <see langword="null"/> for none.</param>
internal sealed record PermissionNeeds(PermissionPlan? Plan, TemplateResource? Waits);

/// <summary>
/// Finds what a function's role needs to reach the destinations, and to read the queues of the events that the build writes: nothing where SAM or the template grants already, else exactly
/// the actions that are missing on exactly the target.
/// </summary>
internal sealed class PermissionPlanner(TemplateModel template, PermissionEvaluator evaluator, DependencyOrder order, TemplateResource function, List<Finding> findings, List<string> proofs)
{
    /// <summary>Grants of policies that are resources of their own and for which nothing waits, with what proves them.</summary>
    private readonly List<(string Place, RequiredGrant Grant, TemplateResource Policy, string Proof)> _unordered = [];

    /// <summary>The logical id of the policy that the build writes for a function.</summary>
    public static string PolicyId(TemplateResource function) => function.LogicalId + "DestinationsPolicy";

    /// <summary>The properties of a policy with the statements of a plan, attached to its role.</summary>
    public static TemplateValue PolicyProperties(string id, PermissionPlan plan) => TemplateValue.Map(
        ("PolicyName", TemplateValue.String(id)),
        ("PolicyDocument", TemplateValue.Map(("Version", TemplateValue.String("2012-10-17")), ("Statement", TemplateValue.List([.. plan.Statements])))),
        ("Roles", TemplateValue.List(TemplateValue.Ref(plan.RoleLogicalId))));

    /// <summary>
    /// What is to be granted. A grant of a policy that may come after the setting counts when the settings can wait for that one policy; else it
    /// is given again, as they wait for one policy only.
    /// </summary>
    /// <param name="destinations">Where the function sends.</param>
    /// <param name="queues">The queues that it is to read.</param>
    /// <param name="samReads">Whether their mappings are events of SAM, which lets a role of its own read.</param>
    public PermissionNeeds Plan(IReadOnlyList<ResolvedDestination> destinations, IReadOnlyList<ResolvedSource> queues, bool samReads)
    {
        FunctionRole? role = FunctionRole.Of(template, function);
        List<(string Place, RequiredGrant Grant)> missing = [];
        HashSet<RequiredGrant> granted = [];
        foreach (ResolvedDestination destination in destinations.OrderByDescending(static x => x.IsWrittenInSam))
        {
            missing.AddRange(MissingFor(destination, role, granted));
        }

        foreach (ResolvedSource queue in queues)
        {
            missing.AddRange(MissingFor(queue, samReads && role is { Kind: FunctionRoleKind.Generated, Value: null }));
        }

        if (findings.Any(static x => x.Rule == PermissionRules.ExplicitlyDenied || x.Rule == PermissionRules.NotWithinBoundary))
        {
            return new PermissionNeeds(null, null);
        }

        // A role that stands elsewhere is not given anything.
        bool counts = role?.LogicalId is null || (missing.Count == 0 && _unordered.All(x => x.Policy.LogicalId == _unordered[0].Policy.LogicalId));
        if (counts)
        {
            proofs.AddRange(_unordered.Select(static x => x.Proof));
        }
        else
        {
            missing.AddRange(_unordered.Select(static x => (x.Place, x.Grant)));
        }

        return new PermissionNeeds(missing.Count == 0 ? null : Grant(role, missing, queues.Count > 0), counts && _unordered.Count > 0 ? _unordered[0].Policy : null);
    }

    /// <summary>What one destination needs that nothing grants.</summary>
    private List<(string Place, RequiredGrant Grant)> MissingFor(ResolvedDestination destination, FunctionRole? role, HashSet<RequiredGrant> granted)
    {
        List<(string Place, RequiredGrant Grant)> missing = [];
        string place = destination.IsDeadLetter ? function.LogicalId + " dead letters" : $"{function.LogicalId} {(destination.EventSource is { } source ? source.Name + " " : "")}On{destination.Model.Outcome}";
        bool samGrants = role is { Kind: FunctionRoleKind.Generated, Value: null } && destination.IsWrittenInSam;
        foreach (RequiredGrant grant in RequiredGrant.ForTarget(destination.Model.TargetType, destination.Value))
        {
            // Where SAM grants and nothing in the template can deny, there is no question left.
            PermissionAnswer answer = samGrants && !evaluator.MayDeny && !evaluator.IsBounded(function) ? PermissionAnswer.Unknown : Evaluate(grant, destination);
            if (answer.IsExplicitlyDenied)
            {
                ReportDeny(answer, grant, destination.Target, destination.IsDeadLetter ? SendingSetting.DeadLetterQueue : SendingSetting.Destination(destination.Model.Outcome));
            }
            else if (samGrants)
            {
                proofs.Add($"{place}: SAM grants {grant.Action} on {grant.Resource} to {role!.LogicalId}");
                granted.Add(grant);
            }
            else if (!granted.Contains(grant) && !Proves(answer, place, grant, isOrdered: true))
            {
                missing.Add((place, grant));
            }
        }

        foreach (RequiredGrant grant in destination.Target is { } target ? RequiredGrant.ForKey(template, target) : [])
        {
            if (!Proves(evaluator.Evaluate(function, grant), place, grant, isOrdered: false))
            {
                missing.Add((place, grant));
            }
        }

        return missing;
    }

    /// <summary>What the mapping of a queue needs that nothing grants.</summary>
    private List<(string Place, RequiredGrant Grant)> MissingFor(ResolvedSource queue, bool samGrants)
    {
        List<(string Place, RequiredGrant Grant)> missing = [];
        string place = $"{function.LogicalId} reads {queue.Id}";
        TemplateValue target = queue.IsCreated ? ArnOfCreated(queue.Id, queue.Type) : queue.Value;
        foreach (RequiredGrant grant in RequiredGrant.ForReading(queue.Value))
        {
            PermissionAnswer answer = evaluator.Evaluate(function, grant with { Target = target });
            if (answer.IsExplicitlyDenied)
            {
                ReportDeny(answer, grant, queue.Target, SendingSetting.Mapping);
            }
            else if (samGrants)
            {
                proofs.Add($"{place}: SAM grants {grant.Action} to {SamNames.Role(function.LogicalId)}");
            }
            else if (!Proves(answer, place, grant, isOrdered: true))
            {
                missing.Add((place, grant));
            }
        }

        IEnumerable<RequiredGrant> ofKey = queue.Target is null ? [] : RequiredGrant.ForKeyOfReader(template, queue.Target);
        missing.AddRange(ofKey.Where(x => !Proves(evaluator.Evaluate(function, x), place, x, isOrdered: false)).Select(x => (place, x)));
        return missing;
    }

    private PermissionPlan? Grant(FunctionRole? role, List<(string Place, RequiredGrant Grant)> missing, bool reads)
    {
        IReadOnlyList<TemplateValue> statements = RequiredGrant.Statements(missing.Select(static x => x.Grant));
        if (role?.LogicalId is not { } roleId)
        {
            ShownValues shown = new(statements, template.Document.Format);
            string[] roles = [.. FunctionRole.Ways(template, function).Select(static x => x.LogicalId).OfType<string>().Distinct(StringComparer.Ordinal)];
            RuleMessage message = (roles.Length > 0, reads) switch
            {
                (true, false) => PermissionRules.RoleIsOpen(function.LogicalId, roles, shown),
                (true, true) => PermissionRules.RoleOfReaderIsOpen(function.LogicalId, roles, shown),
                (false, false) => PermissionRules.RoleIsElsewhere(function.LogicalId, shown),
                _ => PermissionRules.RoleOfReaderIsElsewhere(function.LogicalId, shown),
            };
            findings.Add(new Finding(message, (function.Properties?["Role"] ?? function.Entry.Key).FullSpan));
            return null;
        }

        foreach ((string place, RequiredGrant grant) in missing.Distinct())
        {
            int index = statements.TakeWhile(x => !RequiredGrant.IsIn(x, grant)).Count();
            proofs.Add(string.Format(CultureInfo.InvariantCulture, "{0}: Resources.{1}.Properties.PolicyDocument.Statement[{2}] grants {3} on {4} to {5}", place, PolicyId(function), index, grant.Action, grant.Resource, roleId));
        }

        IReadOnlyList<TemplateValue> former = RequiredGrant.StatementsByResource(missing.Select(static x => x.Grant));
        return new PermissionPlan(roleId, statements) { Former = former.SequenceEqual(statements) ? null : former };
    }

    private PermissionAnswer Evaluate(RequiredGrant grant, ResolvedDestination destination) =>
        evaluator.Evaluate(function, (destination.CreatedId ?? destination.SharedId) is { } id ? grant with { Target = ArnOfCreated(id, destination.Model.TargetType) } : grant);

    /// <summary>Whether the template grants already; then the proof says where.</summary>
    /// <param name="answer">What the template says.</param>
    /// <param name="place">The destination.</param>
    /// <param name="grant">What it needs.</param>
    /// <param name="isOrdered">Whether it must be there when the setting is written, not only when a record is sent.</param>
    private bool Proves(PermissionAnswer answer, string place, RequiredGrant grant, bool isOrdered)
    {
        if (answer.Decision != PermissionDecision.Granted)
        {
            return false;
        }

        StatementPlace statement = answer.Statements[0].Place;
        string proof = string.Format(CultureInfo.InvariantCulture, "{0}: {1} (line {2}) grants {3} on {4}", place, statement.Path, template.Document.GetPosition(statement.Span.Start).Line + 1, grant.Action, grant.Resource);
        if (isOrdered && order.UnorderedPolicies(answer, function) is { Count: > 0 } policies)
        {
            // What SAM makes of a connector is not made to wait for: its id is SAM's affair.
            if (policies.Select(x => x.IsOfConnector ? null : template.Find(x.Id)).FirstOrDefault(static x => x is not null) is not { } policy)
            {
                return false;
            }

            _unordered.Add((place, grant, policy, proof));
        }
        else
        {
            proofs.Add(proof);
        }

        return true;
    }

    private void ReportDeny(PermissionAnswer answer, RequiredGrant grant, TemplateResource? resource, SendingSetting setting)
    {
        Shown target = resource is not null ? Shown.Name(resource.LogicalId) : Shown.Value(grant.Target);
        Finding finding = answer.Boundary is { } boundary
            ? new(PermissionRules.BoundaryDoesNotAdmit(boundary.LogicalId, function.LogicalId, grant.Action, target, setting, []), boundary.Entry.Key.Span)
            : new(PermissionRules.StatementDenies(answer.Statements[0].Place.Path, function.LogicalId, grant.Action, target, setting, []), answer.Statements[0].Place.Span);
        if (!findings.Contains(finding))
        {
            findings.Add(finding);
        }
    }

    /// <summary>The ARN of a resource that the build creates, which the template may not have yet.</summary>
    private static TemplateValue ArnOfCreated(string id, DestinationTargetType type) => TemplateValue.Sub(type switch
    {
        DestinationTargetType.Sqs => $"arn:${{AWS::Partition}}:sqs:${{AWS::Region}}:${{AWS::AccountId}}:${{{id}.QueueName}}",
        DestinationTargetType.Sns => $"arn:${{AWS::Partition}}:sns:${{AWS::Region}}:${{AWS::AccountId}}:${{{id}.TopicName}}",
        DestinationTargetType.S3 => $"arn:${{AWS::Partition}}:s3:::${{{id}}}",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The build creates no such resource."),
    });
}
