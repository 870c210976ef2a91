using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>LD3008: what IAM refuses as the <c>Resource</c> of an identity's policy (IAM User Guide, "IAM JSON policy elements: Resource").</summary>
internal static class PolicyChecks
{
    private static readonly SymbolicText AnyArn = SymbolicText.Of("arn:*");

    /// <summary>Checks the policies of roles, users and groups, and those of SAM's functions and state machines.</summary>
    public static IEnumerable<Finding> Check(TemplateModel template) => template.Resources.Where(MayHavePolicies).SelectMany(x => Documents(x).SelectMany(y => CheckDocument(template, x, y)));

    private static bool MayHavePolicies(TemplateResource resource) => resource.Properties is { } properties && (properties["Policies"] ?? properties["PolicyDocument"]) is not null;

    private static IEnumerable<TemplateNode> Documents(TemplateResource resource) => resource.Type switch
    {
        ResourceTypes.Role => Items(resource.Properties?["Policies"]).Select(static x => (x as MappingNode)?["PolicyDocument"]).OfType<TemplateNode>(),
        ResourceTypes.Policy or ResourceTypes.ManagedPolicy or ResourceTypes.RolePolicy or ResourceTypes.UserPolicy or ResourceTypes.GroupPolicy => Items(resource.Properties?["PolicyDocument"]),
        ResourceTypes.ServerlessFunction or ResourceTypes.ServerlessStateMachine => Items(resource.Properties?["Policies"]).Where(static x => x is MappingNode map && map["Statement"] is not null),
        _ => [],
    };

    private static IEnumerable<Finding> CheckDocument(TemplateModel template, TemplateResource owner, TemplateNode document) =>
        Items((TemplateNodes.Follow(document) as MappingNode)?["Statement"]).OfType<MappingNode>()
            .SelectMany(static x => Items(x["Resource"]).Concat(Items(x["NotResource"])))
            .Select(x => CheckResource(template, owner, x)).OfType<Finding>();

    private static Finding? CheckResource(TemplateModel template, TemplateResource owner, TemplateNode node)
    {
        if (TemplateNodes.Text(node) is { } literal)
        {
            return literal is "*" || literal.StartsWith("arn:", StringComparison.Ordinal) || literal.IndexOf(Intrinsics.DynamicReference, StringComparison.Ordinal) >= 0
                ? null
                : new Finding(PermissionRules.IsRefusedByIam(Shown.Name(literal), owner.LogicalId), node.FullSpan);
        }

        if (node is not (ScalarNode or MappingNode or SequenceNode { Tag: not null }) || !TemplateBranch.IsFunction(node))
        {
            return null;
        }

        ResourceNames names = ResourceNames.Of(template);
        TemplateValue value = TemplateValue.FromNode(node);
        if (names.Interpreter.ReferenceOf(value) is { } reference && template.Find(reference.Id) is { Type: ResourceTypes.Queue } queue && (reference.IsRef || reference.Attribute == "QueueUrl"))
        {
            return new Finding(PermissionRules.IsUrlInPolicy(queue.LogicalId, owner.LogicalId), node.FullSpan);
        }

        Interpreted given = names.Interpreter.Evaluate(value);
        return given is { Kind: InterpretedKind.Text, IsOpen: false, Text: { } text } && text.Literal is not "*" && AnyArn.Matches(text) == Truth.No
            ? new Finding(PermissionRules.IsRefusedByIam(Shown.Value(value), owner.LogicalId), node.FullSpan)
            : null;
    }

    private static IEnumerable<TemplateNode> Items(TemplateNode? list) => TemplateBranch.Items(list).Select(static x => x.Node!);
}
