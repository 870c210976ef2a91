using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.CDK.AWS.IAM;
using LambdaDestinations.Cdk.Tree;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Cdk.Applying;

/// <summary>
/// Grants by the CDK's own mechanism exactly what the template update grants. <c>GrantSendMessages</c>, <c>GrantPut</c> and <c>GrantInvoke</c> of the
/// constructs allow more.
/// </summary>
/// <param name="report">Takes what is wrong.</param>
internal sealed class Grants(ConstructReport report)
{
    /// <summary>Lets a function send to a target.</summary>
    public void Send(BoundHandler bound, Target target)
    {
        Add(bound, RequiredGrant.ForTarget(target.Type, TemplateValue.String(target.Arn)));
        UseKey(bound, target, static _ => true);
    }

    /// <summary>Lets a function read a queue.</summary>
    public void Read(BoundHandler bound, Target queue)
    {
        Add(bound, RequiredGrant.ForReading(TemplateValue.String(queue.Arn)));
        UseKey(bound, queue, static x => x.Action == "kms:Decrypt");
    }

    private void UseKey(BoundHandler bound, Target target, Func<RequiredGrant, bool> isNeeded)
    {
        bool isBucket = target.Type == DestinationTargetType.S3;
        if (target.Key is { } key)
        {
            key.Grant(bound.Function.Function, [.. RequiredGrant.ForKey(isBucket, TemplateValue.Null).Where(isNeeded).Select(static x => x.Action)]);
        }
        else if (target.KeyId is { } id && ResolvedValue.Of(bound.Function.Stack, id) is { } value && IsArn(value))
        {
            Add(bound, RequiredGrant.ForKey(isBucket, TemplateValue.String(id)).Where(isNeeded));
        }
    }

    /// <summary>The key's id and its alias are not ARNs, and what is written as one is.</summary>
    private static bool IsArn(TemplateValue key) =>
        key["Fn::GetAtt"] is not null
        || (key.Text is { } text && text.StartsWith("arn:", StringComparison.Ordinal) && text.Contains(":key/", StringComparison.Ordinal));

    private void Add(BoundHandler bound, IEnumerable<RequiredGrant> grants)
    {
        IReadOnlyList<TemplateValue> statements = RequiredGrant.Statements(grants);
        foreach (TemplateValue statement in statements)
        {
            Grant.AddToPrincipal(new GrantOnPrincipalOptions
            {
                Grantee = bound.Function.Function,
                Actions = [.. statement["Action"]!.Items.Select(static x => x.Text!)],
                ResourceArns = [.. RequiredGrant.ResourcesOf(statement).Select(static x => x.Text!)],
            });
            if (!bound.Function.HasOwnRole && bound.Function.Function.Role is { } role && !role.Node.FindAll().OfType<CfnPolicy>().Any())
            {
                // The CDK says of an immutable role that it granted.
                TemplateValue[] shown = [.. statements.Select(x => ResolvedValue.Of(bound.Function.Stack, x["Resource"]!.Text) is { } arn ? With(x, arn) : x)];
                RuleMessage message = TemplateRules.RoleTakesNoPolicy(bound.Function.Name, new ShownValues(shown, TemplateFormat.Json));
                report.Error(bound.Function.Function, message, bound.Handler);
                return;
            }
        }
    }

    private static TemplateValue With(TemplateValue statement, TemplateValue resource) =>
        TemplateValue.Map(statement.Entries.Select(x => x.Key == "Resource" ? new KeyValuePair<string, TemplateValue>(x.Key, resource) : x));
}
