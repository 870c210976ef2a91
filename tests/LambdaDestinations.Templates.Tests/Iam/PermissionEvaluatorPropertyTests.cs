using System;
using System.Collections.Generic;
using System.Linq;
using CsCheck;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Iam;

/// <summary>The evaluator against brute force: policies without wildcards are sets of pairs, so nothing needs to be matched.</summary>
public sealed class PermissionEvaluatorPropertyTests
{
    private static readonly string[] Actions = ["sqs:SendMessage", "sqs:ReceiveMessage", "sns:Publish", "events:PutEvents"];

    private static readonly string[] Targets =
    [
        "arn:aws:sqs:eu-west-1:123456789012:a", "arn:aws:sqs:eu-west-1:123456789012:b", "arn:aws:sns:eu-west-1:123456789012:a", "arn:aws:events:eu-west-1:123456789012:event-bus/a",
    ];

    // How a policy comes to the role.
    private static readonly string[] Carriers = ["Inline", "Policy", "ManagedPolicyRoles", "ManagedPolicyArn", "RolePolicy", "NotAttached"];

    private static readonly Gen<Statement> Statements =
        from isDeny in Gen.Int[0, 3]
        from actions in Gen.Int[0, Actions.Length - 1].Select(static x => Actions[x]).Array[1, 3]
        from isNotAction in Gen.Int[0, 4]
        from targets in Gen.Int[0, Targets.Length - 1].Select(static x => Targets[x]).Array[1, 3]
        from isNotResource in Gen.Int[0, 4]
        from carrier in Gen.Int[0, Carriers.Length - 1].Select(static x => Carriers[x])
        from isUpper in Gen.Bool
        select new Statement(isDeny == 0, isUpper ? [.. actions.Select(static x => x.ToUpperInvariant())] : actions, isNotAction == 0, targets, isNotResource == 0, carrier);

    [Fact]
    [Trait("Category", "Property")]
    public void Policies_without_wildcards_are_sets() => Statements.Array[0, 6].Sample(static statements =>
    {
        TemplateModel template = TemplateModel.Read(TemplateFile.Parse(Write(statements).ToString()));
        PermissionEvaluator evaluator = new(template);
        foreach (string action in Actions)
        {
            foreach (string target in Targets)
            {
                Statement[] about = [.. statements.Where(x => x.Carrier != "NotAttached" && x.Speaks(action, target))];
                PermissionDecision expected = about.Any(static x => x.IsDeny) || about.Length == 0 ? PermissionDecision.Denied : PermissionDecision.Granted;
                PermissionAnswer answer = evaluator.Evaluate(template.Find("Worker")!, new RequiredGrant(action, TemplateValue.String(target)));
                Assert.Equal(expected, answer.Decision);
                Assert.Equal(about.Any(static x => x.IsDeny), answer.IsExplicitlyDenied);
            }
        }
    }, iter: LongRun.Cases(500));

    private static TemplateValue Write(Statement[] statements)
    {
        List<(string, TemplateValue)> resources = [("Worker", Resource(ResourceTypes.Function, ("Role", TemplateValue.GetAtt("Role", "Arn"))))];
        List<TemplateValue> inline = [];
        List<TemplateValue> managed = [];
        for (int i = 0; i < statements.Length; i++)
        {
            string id = FormattableString.Invariant($"P{i}");
            (string, TemplateValue) document = ("PolicyDocument", TemplateValue.Map(("Statement", statements[i].ToValue())));
            (string, TemplateValue) roles = ("Roles", TemplateValue.List(TemplateValue.Ref("Role")));
            switch (statements[i].Carrier)
            {
                case "Inline":
                    inline.Add(TemplateValue.Map(("PolicyName", TemplateValue.String(id)), document));
                    break;
                case "Policy":
                    resources.Add((id, Resource(ResourceTypes.Policy, roles, document)));
                    break;
                case "ManagedPolicyRoles":
                    resources.Add((id, Resource(ResourceTypes.ManagedPolicy, roles, document)));
                    break;
                case "RolePolicy":
                    resources.Add((id, Resource(ResourceTypes.RolePolicy, ("RoleName", TemplateValue.Ref("Role")), document)));
                    break;
                default:
                    resources.Add((id, Resource(ResourceTypes.ManagedPolicy, document)));
                    if (statements[i].Carrier == "ManagedPolicyArn")
                    {
                        managed.Add(TemplateValue.Ref(id));
                    }

                    break;
            }
        }

        resources.Add(("Role", Resource(ResourceTypes.Role, ("Policies", TemplateValue.List([.. inline])), ("ManagedPolicyArns", TemplateValue.List([.. managed])))));
        return TemplateValue.Map(("Resources", TemplateValue.Map([.. resources])));
    }

    private static TemplateValue Resource(string type, params (string, TemplateValue)[] properties) =>
        TemplateValue.Map(("Type", TemplateValue.String(type)), ("Properties", TemplateValue.Map(properties)));

    private sealed record Statement(bool IsDeny, string[] Actions, bool IsNotAction, string[] Targets, bool IsNotResource, string Carrier)
    {
        public bool Speaks(string action, string target) =>
            Actions.Contains(action, StringComparer.OrdinalIgnoreCase) != IsNotAction && Targets.Contains(target, StringComparer.Ordinal) != IsNotResource;

        public TemplateValue ToValue() => TemplateValue.Map(
            ("Effect", TemplateValue.String(IsDeny ? "Deny" : "Allow")),
            (IsNotAction ? "NotAction" : "Action", List(Actions)),
            (IsNotResource ? "NotResource" : "Resource", List(Targets)));

        private static TemplateValue List(string[] items) => items.Length == 1 ? TemplateValue.String(items[0]) : TemplateValue.List([.. items.Select(TemplateValue.String)]);
    }
}
