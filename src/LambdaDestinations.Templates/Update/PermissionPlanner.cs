using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Update;

/// <summary>Statements that a role of the template is to get.</summary>
/// <param name="RoleLogicalId">The role.</param>
/// <param name="Statements">IAM statements.</param>
internal sealed record PermissionPlan(string RoleLogicalId, IReadOnlyList<TemplateValue> Statements);

/// <summary>
/// Finds what a function's role needs to reach the destinations: nothing where SAM grants by itself, else exactly the actions on
/// exactly the target (AWS Lambda Developer Guide, permissions of destinations).
/// </summary>
internal sealed class PermissionPlanner(TemplateModel template, TemplateResource function, List<Finding> findings, List<string> proofs)
{
    /// <summary>The statements to add; <see langword="null"/> when none is needed or the role is out of reach.</summary>
    public PermissionPlan? Plan(IReadOnlyList<ResolvedDestination> destinations)
    {
        TemplateNode? role = function.Properties?["Role"];
        bool samGrants = function.Type == ResourceTypes.ServerlessFunction && role is null;
        string? roleId = samGrants ? function.LogicalId + "Role" : role is null ? null : TemplateReference.TargetOf(TemplateValue.FromNode(role));
        List<TemplateValue> statements = [];
        foreach (ResolvedDestination destination in destinations)
        {
            string place = $"{function.LogicalId} {(destination.EventSource is { } source ? source.Name + " " : "")}On{destination.Model.Outcome}";
            if (samGrants && destination.IsWrittenInSam && destination.Model.TargetType != DestinationTargetType.Kafka)
            {
                proofs.Add($"{place}: SAM grants {string.Join(", ", Actions(destination.Model.TargetType))} on {destination.Value} in {roleId}");
            }
            else
            {
                statements.AddRange(Statements(destination));
            }

            statements.AddRange(KeyStatements(destination));
        }

        statements = [.. statements.Distinct()];
        if (statements.Count == 0)
        {
            return null;
        }

        if (roleId is not null && (samGrants || template.Find(roleId)?.Type == ResourceTypes.Role))
        {
            foreach (TemplateValue statement in statements)
            {
                proofs.Add($"{function.LogicalId}: {function.LogicalId}DestinationsPolicy grants {statement} to {roleId}");
            }

            return new PermissionPlan(roleId, statements);
        }

        findings.Add(new Finding(
            PermissionRules.CannotVerify,
            new EquatableArray<string>(function.LogicalId, string.Join(", ", statements)),
            (role ?? function.Entry.Key).Span));
        return null;
    }

    private static string[] Actions(DestinationTargetType type) => type switch
    {
        DestinationTargetType.Sqs => ["sqs:SendMessage"],
        DestinationTargetType.Sns => ["sns:Publish"],
        DestinationTargetType.Lambda => ["lambda:InvokeFunction"],
        DestinationTargetType.EventBridge => ["events:PutEvents"],
        DestinationTargetType.S3 => ["s3:PutObject", "s3:ListBucket"],
        _ => [],
    };

    private static IEnumerable<TemplateValue> Statements(ResolvedDestination destination)
    {
        if (destination.Model.TargetType == DestinationTargetType.S3)
        {
            TemplateValue objects = destination.Value.Text is { } arn
                ? TemplateValue.String(arn + "/*")
                : TemplateValue.Map(("Fn::Join", TemplateValue.List(TemplateValue.String("/"), TemplateValue.List(destination.Value, TemplateValue.String("*")))));
            yield return Statement(["s3:PutObject"], objects);
            yield return Statement(["s3:ListBucket"], destination.Value);
        }
        else if (Actions(destination.Model.TargetType) is { Length: > 0 } actions)
        {
            yield return Statement(actions, destination.Value);
        }
    }

    /// <summary>A queue, topic or bucket that is encrypted with a customer's key needs grants on the key too; SAM gives none.</summary>
    private IEnumerable<TemplateValue> KeyStatements(ResolvedDestination destination)
    {
        if (destination.Target is not { } target || EncryptionKey(target) is not { } key)
        {
            yield break;
        }

        yield return Statement(destination.Model.TargetType == DestinationTargetType.S3 ? ["kms:GenerateDataKey"] : ["kms:GenerateDataKey", "kms:Decrypt"], key);
    }

    private TemplateValue? EncryptionKey(TemplateResource target)
    {
        TemplateNode? node = target.Type switch
        {
            ResourceTypes.Queue or ResourceTypes.Topic => target.Properties?["KmsMasterKeyId"],
            ResourceTypes.Bucket when TemplateModel.Follow(TemplateModel.Child(target.Properties, "BucketEncryption")?["ServerSideEncryptionConfiguration"]) is SequenceNode { Items: [MappingNode rule, ..] }
                => TemplateModel.Child(rule, "ServerSideEncryptionByDefault")?["KMSMasterKeyID"],
            _ => null,
        };
        if (node is null)
        {
            return null;
        }

        TemplateValue key = TemplateValue.FromNode(node);
        if (key.Text is { } text)
        {
            // The AWS managed keys let every role of the account in; a key's ARN is known only when it is written out.
            return text.StartsWith("alias/aws/", StringComparison.Ordinal) || !text.StartsWith("arn:", StringComparison.Ordinal) ? null : key;
        }

        return TemplateReference.TargetOf(key) is { } id && template.Find(id)?.Type == "AWS::KMS::Key" ? TemplateValue.GetAtt(id, "Arn") : null;
    }

    private static TemplateValue Statement(string[] actions, TemplateValue resource) => TemplateValue.Map(
        ("Effect", TemplateValue.String("Allow")),
        ("Action", TemplateValue.List([.. actions.Select(TemplateValue.String)])),
        ("Resource", resource));
}
