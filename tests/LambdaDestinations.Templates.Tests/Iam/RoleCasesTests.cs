using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Tests.Iam;

/// <summary>
/// For the cases of <c>Cases/roles</c>: the role of each function, where each of its statements stands, and what it may do with each target of the
/// template. A function <c>Target</c> is a target only.
/// </summary>
public sealed class RoleCasesTests
{
    [Theory]
    [Cases("roles")]
    public void A_role_has_these_statements_and_may_do_this(string name) => CaseFile.Check(name, static file =>
    {
        TemplateModel template = Notations.Model(file.Template);
        string[] decisions = [.. Decisions(template)];

        // The notation changes nothing.
        Assert.Equal(decisions, Decisions(Notations.Model(file.Template, asJson: true)));
        return Roles(template, file).Concat(decisions).Select(CaseFile.Note);
    });

    private static IEnumerable<string> Roles(TemplateModel template, CaseFile file)
    {
        AttachedPolicies attached = new(template);
        foreach (FunctionConfiguration function in Functions(template))
        {
            Interpreter interpreter = new(ResourceNames.Of(template), ConditionScope.Empty.Within(function.Function));
            if (FunctionRole.Of(template, function.Function, interpreter) is not { } role)
            {
                yield return $"{function.Function.LogicalId}: no role";
                continue;
            }

            yield return $"{function.Function.LogicalId}: {role.Kind} {role.LogicalId ?? "-"} {role.Resource?.LogicalId ?? "-"} {role.Value?.ToString() ?? "-"}";
            foreach (PolicyStatement statement in RolePolicies.Of(template, role, interpreter, attached).Statements)
            {
                string line = file.Line(template.Document.GetPosition(statement.Place.Span.Start).Line);
                string kind = (statement.IsDeny ? " deny" : "") + (statement.IsGrantedForDestination ? " for its destination" : "") + (statement.PolicyName is { } name ? $" {name}" : "");
                yield return $"  {line}: {statement.Place.Path} ({statement.Place.Owner.LogicalId}){kind}";
            }
        }
    }

    private static IEnumerable<FunctionConfiguration> Functions(TemplateModel template) => DestinationConfiguration.Of(template).Functions.Where(static x => x.Function.LogicalId != "Target");

    private static IEnumerable<string> Decisions(TemplateModel template)
    {
        PermissionEvaluator evaluator = new(template);
        foreach (FunctionConfiguration function in Functions(template))
        {
            foreach (TemplateResource target in template.Resources)
            {
                TemplateValue arn = AwsTargets.RefIsArn(target.Type) ? TemplateValue.Ref(target.LogicalId) : TemplateValue.GetAtt(target.LogicalId, "Arn");
                IEnumerable<RequiredGrant> grants = target.Type is ResourceTypes.Key or ResourceTypes.ReplicaKey
                    ? [new("kms:Decrypt", arn), new("kms:GenerateDataKey", arn)]
                    : AwsTargets.FromResourceType(target.Type) is { } type && target != function.Function ? RequiredGrant.ForTarget(type, arn) : [];
                foreach (RequiredGrant grant in grants)
                {
                    PermissionAnswer answer = evaluator.Evaluate(function.Function, grant);
                    string reason = answer.Statements.Count == 0 ? "" : " by " + string.Join(" and ", answer.Statements.Select(static x => x.Place.Path));
                    yield return $"{function.Function.LogicalId} {grant.Action} on {target.LogicalId}: {(answer.IsExplicitlyDenied ? "explicitly " : "")}{answer.Decision}{reason}";
                }
            }
        }
    }
}
