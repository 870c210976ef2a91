using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Iam;

/// <summary>Reads policy documents of a template into statements.</summary>
internal sealed class PolicyReader(TextResolver resolver)
{
    /// <summary>The statements of a policy document.</summary>
    /// <param name="document">The document; what is not a map may allow anything.</param>
    /// <param name="place">Its place.</param>
    /// <param name="attached">Whether the policy is the role's.</param>
    public IEnumerable<PolicyStatement> Document(TemplateNode? document, StatementPlace place, Truth attached)
    {
        foreach (PolicyItem item in Items(document, place, attached))
        {
            if (item.Node is not MappingNode map || HasOpenEntries(map) || map["Statement"] is not { } statements)
            {
                yield return PolicyStatement.Hidden(item.Place);
                continue;
            }

            foreach (PolicyItem statement in Items(statements, item.Place.At(".Statement", statements), item.Exists))
            {
                yield return Statement(statement);
            }
        }
    }

    /// <summary>
    /// The items of a list, or the single item that stands in its place; branches of <c>Fn::If</c> that the scope leaves open are
    /// both there, perhaps.
    /// </summary>
    public IEnumerable<PolicyItem> Items(TemplateNode? node, StatementPlace place, Truth exists)
    {
        node = TemplateNodes.Follow(node);
        if (node is null or ScalarNode { IsNull: true } || exists == Truth.No)
        {
            return [];
        }

        if (IntrinsicOf(node) is not { } intrinsic)
        {
            return node is SequenceNode list
                ? list.Items.SelectMany((x, i) => Items(x, place.At(string.Format(CultureInfo.InvariantCulture, "[{0}]", i), x), exists))
                : [new PolicyItem(node, place, exists)];
        }

        if (intrinsic is { Name: "Fn::If", Argument: SequenceNode { Items: [var condition, var yes, var no] } } && TemplateNodes.Text(condition) is { } name)
        {
            Truth holds = resolver.Scope[name];
            return Items(yes, place.At(".Fn::If[1]", yes), exists.And(holds)).Concat(Items(no, place.At(".Fn::If[2]", no), exists.And(holds.Not())));
        }

        return TextResolver.IsNoValue(TemplateValue.FromNode(node)) ? [] : [new PolicyItem(node, place, exists)];
    }

    /// <summary>The intrinsic function that a node is, with its argument; <see langword="null"/> for plain values.</summary>
    public static (string Name, TemplateNode Argument)? IntrinsicOf(TemplateNode node)
    {
        if (Intrinsics.LongName(node.Tag) is { } name)
        {
            return (name, node);
        }

        return node is MappingNode { Entries: [{ Name: { } key } only] } && (key == "Ref" || key.StartsWith("Fn::", StringComparison.Ordinal))
            ? (key, TemplateNodes.Follow(only.Value) ?? only.Value)
            : null;
    }

    /// <summary>Whether something is put into a map at deployment: an include, a macro, a loop, or a merge key.</summary>
    public static bool HasOpenEntries(MappingNode? map) =>
        map is not null && (Intrinsics.LongName(map.Tag) is not null || map.Entries.Any(static x => x.Name is null or "Ref" or "<<" || x.Name.StartsWith("Fn::", StringComparison.Ordinal)));

    /// <summary>Whether a map may get an entry of that name at deployment. What a merge key brings stands in the file, so it is looked at.</summary>
    public static bool MayGain(MappingNode? map, string name) =>
        map is not null && (Intrinsics.LongName(map.Tag) is not null || map.Entries.Any(x => x.Name switch
        {
            null or "Ref" => true,
            "<<" => MayBring(x.Value, name),
            _ => x.Name.StartsWith("Fn::", StringComparison.Ordinal),
        }));

    private static bool MayBring(TemplateNode merged, string name) => TemplateNodes.Follow(merged) switch
    {
        MappingNode map => map[name] is not null || MayGain(map, name),
        SequenceNode list => list.Items.Any(x => MayBring(x, name)),
        _ => true,
    };

    /// <summary>Whether a resource is a policy that is made beside its role.</summary>
    public static bool IsPolicy(TemplateResource resource) => resource.Type is ResourceTypes.Policy or ResourceTypes.ManagedPolicy or ResourceTypes.RolePolicy;

    /// <summary>One statement, whose <c>Principal</c> is not looked at.</summary>
    public PolicyStatement Statement(MappingNode statement, StatementPlace place) => Statement(new PolicyItem(statement, place, Truth.Yes));

    private PolicyStatement Statement(PolicyItem item)
    {
        if (item.Node is not MappingNode map || HasOpenEntries(map))
        {
            return PolicyStatement.Hidden(item.Place);
        }

        (TemplateNode? actions, bool isNotAction) = map["Action"] is { } action ? (action, false) : (map["NotAction"], true);
        (TemplateNode? resources, bool isNotResource) = map["Resource"] is { } resource ? (resource, false) : (map["NotResource"], true);
        string? effect = TemplateNodes.Text(map["Effect"]);
        if (actions is null || resources is null || effect is not ("Allow" or "Deny"))
        {
            // A statement without its parts, or with a computed effect.
            return PolicyStatement.Hidden(item.Place);
        }

        // What a condition asks for is known at run time, except for the one that AWS recommends for buckets.
        TemplateNode? condition = TemplateNodes.Follow(map["Condition"]);
        bool isUnconditional = condition is null or ScalarNode { IsNull: true } or MappingNode { Entries.Count: 0 };
        bool isOwnAccountOnly = !isUnconditional && AsksForOwnAccount(TemplateValue.FromNode(condition!));
        return new PolicyStatement(
            item.Place,
            effect == "Deny",
            [.. Texts(actions, item).Select(static x => x.ToLower())],
            [.. Texts(resources, item)],
            isUnconditional || isOwnAccountOnly ? item.Exists : item.Exists.And(Truth.Maybe),
            isNotAction,
            isNotResource,
            isOwnAccountOnly: isOwnAccountOnly);
    }

    /// <summary>
    /// Whether a condition asks for nothing but a resource of the stack's own account: the AWS Lambda Developer Guide recommends it,
    /// because the name of a deleted bucket can be taken by another account.
    /// </summary>
    private bool AsksForOwnAccount(TemplateValue condition) =>
        condition is { Kind: TemplateValueKind.Map, Entries: [{ Key: "StringEquals", Value: { Kind: TemplateValueKind.Map, Entries: [var only] } }] }
        && (only.Key.Equals("s3:ResourceAccount", StringComparison.OrdinalIgnoreCase) || only.Key.Equals("aws:ResourceAccount", StringComparison.OrdinalIgnoreCase))
        && (only.Value.Items is [var item] ? item : only.Value) is var account
        && resolver.Resolve(account).IsEqualTo(TextResolver.Account) == Truth.Yes;

    /// <summary>A pattern that may be there or not gets an open end: then it never matches for sure.</summary>
    private IEnumerable<SymbolicText> Texts(TemplateNode node, PolicyItem statement) =>
        Items(node, statement.Place, Truth.Yes).Select(x => x.Exists == Truth.Yes ? PolicyText(x.Node) : SymbolicText.Concat(PolicyText(x.Node), Perhaps));

    private static SymbolicText Perhaps { get; } = SymbolicText.Of(new Placeholder("perhaps", PlaceholderShape.Any));

    private SymbolicText PolicyText(TemplateNode node) => TemplateNodes.Text(node) is { } text ? TextResolver.PolicyText(text) : resolver.Resolve(TemplateValue.FromNode(node));
}

/// <summary>An item of a policy list.</summary>
/// <param name="Node">The item, never an alias and no list.</param>
/// <param name="Place">Its place.</param>
/// <param name="Exists">Whether it is there.</param>
internal sealed record PolicyItem(TemplateNode Node, StatementPlace Place, Truth Exists);
