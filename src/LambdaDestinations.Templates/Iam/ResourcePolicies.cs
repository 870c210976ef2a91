using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Iam;

/// <summary>
/// Policies of the targets themselves. Within one account either side may grant (IAM User Guide, "Policy evaluation logic"), so a
/// queue policy or a key policy can stand in for what a role lacks, and an explicit deny in it wins.
/// </summary>
internal static class ResourcePolicies
{
    /// <summary>Those of a template, by what they carry the policy of. Found at the first use.</summary>
    private static PolicyHolders HoldersOf(TemplateModel template) => template.Derive(static x => new PolicyHolders(x));

    /// <summary>Whether the target's own policy may allow an action to a role of the account.</summary>
    /// <param name="template">The template.</param>
    /// <param name="grant">The action and its target.</param>
    /// <param name="role">The ARN of the role that asks; <see langword="null"/> when it is not known.</param>
    /// <param name="conditions">When the question arises.</param>
    public static bool MayAllow(TemplateModel template, RequiredGrant grant, SymbolicText? role, ConditionSet conditions)
    {
        Interpreter interpreter = ResourceNames.Of(template).Interpreter;
        if (ResourceNames.Of(template).Find(grant.Target, interpreter) is not { } target)
        {
            return false;
        }

        PolicyReader reader = new(interpreter);
        bool Allow(TemplateNode document, TemplateResource owner) =>
            Allows(reader, document, owner, grant.Action, x => MayNameRole(x["Principal"], interpreter, role)).Any(x => x.IsCompatibleWith(conditions));
        if (target.Type is ResourceTypes.Key or ResourceTypes.ReplicaKey)
        {
            return target.Properties?["KeyPolicy"] is { } policy && Allow(policy, target);
        }

        return HoldersOf(template).Of(target).Any(x => x.Properties?["PolicyDocument"] is { } document ? Allow(document, x)
            : MayNameRole(x.Properties?["Principal"] ?? TemplateNodes.Child(x.Properties, "Statement")?["Principal"], interpreter, role) && x.Conditions().IsCompatibleWith(conditions));
    }

    /// <summary>
    /// The statement of the target's own policy that surely denies an action to a role: an explicit deny wins in whatever policy it stands (IAM User Guide,
    /// "Policy evaluation logic"). <see langword="null"/> when there is none, or a condition of the statement decides.
    /// </summary>
    /// <param name="interpreter">Works out the policy, under the conditions that hold.</param>
    /// <param name="template">The template.</param>
    /// <param name="target">The target, a resource of the template.</param>
    /// <param name="action">The action.</param>
    /// <param name="resource">The ARN that it is done on.</param>
    /// <param name="role">The role's ARN.</param>
    public static PolicyStatement? FindDeny(Interpreter interpreter, TemplateModel template, TemplateResource target, string action, SymbolicText resource, SymbolicText role)
    {
        PolicyReader reader = new(interpreter);
        SymbolicText lower = SymbolicText.Of(action.ToLowerInvariant());
        return HoldersOf(template).DeniesOf(target)
            .Where(x => interpreter.Scope.Holds(x.Conditions) == Truth.Yes && NamesRole(interpreter, x.Statement["Principal"], role))
            .Select(x => reader.Statement(x.Statement, x.Place))
            .FirstOrDefault(x => x.IsDeny && x.AppliesTo(lower, x.IsOn(resource), isOwn: true, interpreter.Scope) == Truth.Yes);
    }

    /// <summary>
    /// When a queue's or topic's policies may let a service send to it: a service has no policies of its own (Amazon SNS Developer Guide, "Subscribing an
    /// Amazon SQS queue"; Amazon EventBridge User Guide, "Using resource-based policies"; Amazon S3 User Guide, "Granting permissions to publish event notification messages").
    /// </summary>
    /// <param name="template">The template.</param>
    /// <param name="target">A queue or topic of it.</param>
    /// <param name="sender">The service, and what it sends for.</param>
    public static IEnumerable<ConditionSet> LetServiceSend(TemplateModel template, TemplateResource target, ServiceSender sender)
    {
        PolicyReader reader = new(ResourceNames.Of(template).Interpreter);
        SymbolicText arn = ResourceNames.Of(template).Interpreter.Text(target.ArnValue);
        string action = SendTo(target);
        bool MayLet(MappingNode statement, StatementPlace place) =>
            MayNameService(statement["Principal"], sender.Principal)
            && sender.MaySatisfy(template, statement["Condition"])
            && reader.Statement(statement, place) is var read && (read.IsHidden || read.IsOn(arn) != Truth.No);
        return (template.HasHiddenResources || ToldResources.Of(template).Contains(target.LogicalId) ? [ConditionSet.Always] : Array.Empty<ConditionSet>())
            .Concat(SamConnectors.Of(template).All.Where(x => SamConnectors.Of(template).DestinationsOf(x).Any(y => y.LogicalId == target.LogicalId)).Select(static x => x.Owner.Conditions()))
            .Concat(HoldersOf(template).Of(target, isByName: true)
                .SelectMany(x => x.Properties?["PolicyDocument"] is { } document ? Allows(reader, document, x, action, y => MayLet(y, PlaceOf(x))) : []));
    }

    /// <summary>The policies that surely keep a service from sending to a queue or topic, whatever else lets it, each with its conditions.</summary>
    /// <inheritdoc cref="LetServiceSend"/>
    public static IEnumerable<(TemplateResource Policy, ConditionSet Conditions)> KeepServiceFromSending(TemplateModel template, TemplateResource target, ServiceSender sender)
    {
        PolicyReader reader = new(ResourceNames.Of(template).Interpreter);
        SymbolicText arn = ResourceNames.Of(template).Interpreter.Text(target.ArnValue);
        SymbolicText action = SymbolicText.Of(SendTo(target).ToLowerInvariant());
        return HoldersOf(template).DeniesOf(target)
            .Where(x => NamesService(x.Statement["Principal"], sender.Principal)
                && reader.Statement(x.Statement, x.Place) is { IsDeny: true } statement
                && statement.AppliesTo(action, statement.IsOn(arn), isOwn: true, ConditionScope.Empty) == Truth.Yes)
            .Select(static x => (x.Place.Owner, x.Conditions));
    }

    /// <summary>Whether a key's policy may let a service encrypt for a queue or topic.</summary>
    /// <param name="template">The template.</param>
    /// <param name="key">A key of it.</param>
    /// <param name="service">The service's principal.</param>
    public static bool MayLetServiceEncrypt(TemplateModel template, TemplateResource key, string service) =>
        key.Properties?["KeyPolicy"] is { } policy
        && Array.TrueForAll(
            ServiceGrants.KeyActions,
            x => Allows(new PolicyReader(ResourceNames.Of(template).Interpreter), policy, key, x, y => MayNameService(y["Principal"], service)).Any());

    /// <summary>Whether a queue or topic has a policy in the template, or may have one there.</summary>
    public static bool HasPolicy(TemplateModel template, TemplateResource target) =>
        HoldersOf(template).Of(target, isByName: true).Any(x => x.Type.StartsWith(target.Type, StringComparison.Ordinal)); // AWS::SQS::Queue, AWS::SQS::QueuePolicy

    /// <summary>Whether a policy of the target denies something.</summary>
    public static bool Denies(TemplateModel template, TemplateResource target) => HoldersOf(template).DeniesOf(target).Count > 0;

    /// <summary>The conditions that decide what the policies of a target say, and which of them are there.</summary>
    public static IEnumerable<string> ConditionsOf(TemplateModel template, TemplateResource target) =>
        target.Type is ResourceTypes.Key or ResourceTypes.ReplicaKey
            ? ConditionScope.MentionedIn(target.Properties?["KeyPolicy"])
            : HoldersOf(template).Of(target).SelectMany(static x => x.Conditions().Outcomes.Select(static y => y.Condition).Concat(ConditionScope.MentionedIn(x.Properties)));

    /// <summary>The action of sending to a queue or topic.</summary>
    public static string SendTo(TemplateResource target) => target.Type == ResourceTypes.Topic ? "sns:Publish" : "sqs:SendMessage";

    private static StatementPlace PlaceOf(TemplateResource owner) => new(owner.LogicalId, owner.Entry.Key.Span, owner);

    /// <summary>The key of a queue or topic that a service may not use: the alias of a key of AWS, whose policy nobody can change, or a key of the template.</summary>
    /// <param name="template">The template.</param>
    /// <param name="target">A queue or topic of it.</param>
    /// <param name="service">The service's principal.</param>
    public static (string? Alias, TemplateResource? Key) KeyBeyond(TemplateModel template, TemplateResource target, string service)
    {
        if (target.Properties?["KmsMasterKeyId"] is not { } node)
        {
            return default;
        }

        if (ResourceNames.Literal(template, node) is { } alias && alias.StartsWith("alias/aws/", StringComparison.Ordinal))
        {
            return (alias, null);
        }

        return RequiredGrant.KeyOf(template, node) is { } key && !MayLetServiceEncrypt(template, key, service)
            ? (null, key)
            : default;
    }

    /// <summary>When the statements of a policy hold that may allow an action; what is not shown may be one.</summary>
    private static IEnumerable<ConditionSet> Allows(PolicyReader reader, TemplateNode document, TemplateResource owner, string action, Func<MappingNode, bool> mayLet) =>
        PolicyHolders.Statements(document, owner)
            .Where(x => x.Statement is not { } statement
                || (TemplateNodes.Text(statement["Effect"]) != "Deny" && mayLet(statement) && reader.Statement(statement, PlaceOf(owner)).IsAbout(action) != Truth.No))
            .Select(static x => x.Conditions);

    /// <summary>Whether a principal may be a service: it is named, everybody is, or a deployment decides.</summary>
    private static bool MayNameService(TemplateNode? principal, string service)
    {
        if (principal is null)
        {
            return false;
        }

        TemplateValue value = TemplateValue.FromNode(principal);
        if (value.Kind != TemplateValueKind.Map || Interpreter.IsComputed(value))
        {
            return value.Text is null or "*";
        }

        bool May(TemplateValue named) => named.Text is { } text ? text == "*" || text == service : named.Kind == TemplateValueKind.Map;
        return value.Entries.Any(x => x.Key is "Service" or "AWS" && (x.Value.Kind == TemplateValueKind.List ? x.Value.Items.Any(y => x.Key == "Service" ? May(y) : y.Text == "*") : x.Key == "Service" ? May(x.Value) : x.Value.Text == "*"));
    }

    /// <summary>Whether a principal surely is a service, or everybody.</summary>
    private static bool NamesService(TemplateNode? principal, string service) =>
        principal is not null && TemplateValue.FromNode(principal) is var value && (value.Text == "*" || (value["Service"] is { } named && Texts(named).Contains(service)));

    /// <summary>Whether a principal surely is a role of the account: the role itself, the whole account, or everybody (IAM User Guide, "IAM JSON policy elements: Principal").</summary>
    private static bool NamesRole(Interpreter interpreter, TemplateNode? principal, SymbolicText role)
    {
        if (principal is null)
        {
            return false;
        }

        TemplateValue value = TemplateValue.FromNode(principal);
        SymbolicText account = interpreter.Text(TemplateValue.Sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root"));
        bool Is(TemplateValue named) => named.Text == "*"
            || (interpreter.Text(named) is var text && (text.IsEqualTo(role) == Truth.Yes || text.IsEqualTo(account) == Truth.Yes || text.IsEqualTo(PseudoParameters.AccountId) == Truth.Yes));
        return value.Text == "*" || (value["AWS"] is { } aws && (aws.Kind == TemplateValueKind.List ? aws.Items.Any(Is) : Is(aws)));
    }

    private static IEnumerable<string?> Texts(TemplateValue value) => value.Kind == TemplateValueKind.List ? value.Items.Select(static x => x.Text) : [value.Text];

    /// <summary>Whether a principal may be a role: not a service, and not the account, which only lets the account's own policies decide.</summary>
    private static bool MayNameRole(TemplateNode? principal, Interpreter interpreter, SymbolicText? role)
    {
        if (principal is null)
        {
            return false;
        }

        TemplateValue value = TemplateValue.FromNode(principal);
        TemplateValue named = value["AWS"] ?? (value.Kind == TemplateValueKind.Map && value.Entries.All(static x => x.Key is "Service" or "Federated" or "CanonicalUser") ? TemplateValue.Null : value);
        bool IsOther(TemplateValue item) => IsNoRole(item)
            || (item.Text != "*" && role is not null && interpreter.Text(item) is var text && text.StartsWith("arn:") && text.IsEqualTo(role) == Truth.No);
        return named.Kind != TemplateValueKind.Null && !(named.Kind == TemplateValueKind.List ? named.Items.All(IsOther) : IsOther(named));
    }

    private static bool IsNoRole(TemplateValue principal)
    {
        string text = principal.Text ?? principal.ToString();
        return text.IndexOf(":root", StringComparison.Ordinal) >= 0
            || text.EndsWith(".amazonaws.com", StringComparison.Ordinal)
            || text.EndsWith(".amazonaws.com.cn", StringComparison.Ordinal)
            || principal is { Entries: [{ Key: Intrinsics.Ref, Value.Text: "AWS::AccountId" }] }
            || (text.Length == 12 && text.All(char.IsDigit));
    }
}
