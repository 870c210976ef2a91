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
internal sealed class PolicyReader(Interpreter interpreter)
{
    /// <summary>The statements of a policy document.</summary>
    /// <param name="document">The document; what is not a map may allow anything.</param>
    /// <param name="place">Its place.</param>
    /// <param name="attached">Whether the policy is the role's.</param>
    public IEnumerable<PolicyStatement> Document(TemplateNode? document, StatementPlace place, Truth attached)
    {
        foreach (PolicyItem item in Items(document, place, attached))
        {
            if (item.Node is not MappingNode map || TemplateBranch.MayHoldMore(map) || map["Statement"] is not { } statements)
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

    /// <summary>A literal of a policy document: <c>${…}</c> is a variable of IAM there, known when the request is made.</summary>
    public static SymbolicText LiteralText(string literal)
    {
        List<SymbolicText> parts = [];
        foreach (SubPart part in SubPattern.Parse(literal))
        {
            parts.Add(part.Kind == SubPartKind.Literal ? SymbolicText.Of(part.Text) : SymbolicText.Of(new Placeholder("${" + (part.Kind == SubPartKind.Escape ? "!" : "") + part.Text + "}", PlaceholderShape.Any)));
        }

        return SymbolicText.Concat(parts);
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

        if (TemplateBranch.FunctionOf(node) is not { } intrinsic)
        {
            return node is SequenceNode list
                ? list.Items.SelectMany((x, i) => Items(x, place.At(string.Format(CultureInfo.InvariantCulture, "[{0}]", i), x), exists))
                : [new PolicyItem(node, place, exists)];
        }

        if (intrinsic is { Name: Intrinsics.If, Argument: SequenceNode { Items: [var condition, var yes, var no] } } && TemplateNodes.Text(condition) is { } name)
        {
            Truth holds = interpreter.Scope[name];
            if (holds == Truth.Maybe && interpreter.Evaluate(TemplateValue.FromNode(node)) is { Kind: InterpretedKind.Text, IsOpen: false })
            {
                // Both branches give one text.
                return [new PolicyItem(node, place, exists)];
            }

            return Items(yes, place.At(".Fn::If[1]", yes), exists.And(holds)).Concat(Items(no, place.At(".Fn::If[2]", no), exists.And(holds.Not())));
        }

        return Interpreter.IsNoValue(TemplateValue.FromNode(node)) ? [] : [new PolicyItem(node, place, exists)];
    }

    /// <summary>Whether a resource is a policy that is made beside its role.</summary>
    public static bool IsPolicy(TemplateResource resource) => resource.Type is ResourceTypes.Policy or ResourceTypes.ManagedPolicy or ResourceTypes.RolePolicy;

    /// <summary>One statement, whose <c>Principal</c> is not looked at.</summary>
    public PolicyStatement Statement(MappingNode statement, StatementPlace place) => Statement(new PolicyItem(statement, place, Truth.Yes));

    private PolicyStatement Statement(PolicyItem item)
    {
        if (item.Node is not MappingNode map || TemplateBranch.MayHoldMore(map))
        {
            return PolicyStatement.Hidden(item.Place);
        }

        (TemplateNode? actions, bool isNotAction) = map["Action"] is { } action ? (action, false) : (map["NotAction"], true);
        (TemplateNode? resources, bool isNotResource) = map["Resource"] is { } resource ? (resource, false) : (map["NotResource"], true);
        string? effect = map["Effect"] is { } written ? interpreter.Text(TemplateValue.FromNode(written)).Literal : null;
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
        && interpreter.Text(account).IsEqualTo(PseudoParameters.AccountId) == Truth.Yes;

    /// <summary>A pattern that may be there or not gets an open end: then it never matches for sure.</summary>
    private IEnumerable<SymbolicText> Texts(TemplateNode node, PolicyItem statement) =>
        Items(node, statement.Place, Truth.Yes).SelectMany(x => x.Exists == Truth.Yes ? PolicyTexts(x.Node) : PolicyTexts(x.Node).Select(static y => SymbolicText.Concat(y, Perhaps)));

    private static SymbolicText Perhaps { get; } = SymbolicText.Of(new Placeholder("perhaps", PlaceholderShape.Any));

    /// <summary>What an item says: several texts where a function gives a list, as <c>Fn::FindInMap</c> does.</summary>
    private IEnumerable<SymbolicText> PolicyTexts(TemplateNode node)
    {
        if (TemplateNodes.Text(node) is { } text)
        {
            return [LiteralText(text)];
        }

        TemplateValue value = TemplateValue.FromNode(node);
        return interpreter.Evaluate(value) switch
        {
            { Kind: InterpretedKind.List, Parts: { } parts } => parts,
            { Kind: InterpretedKind.List, Value: { } list } => list.Items.Select(interpreter.Text),
            _ => [interpreter.Text(value)],
        };
    }
}

/// <summary>An item of a policy list.</summary>
/// <param name="Node">The item, never an alias and no list.</param>
/// <param name="Place">Its place.</param>
/// <param name="Exists">Whether it is there.</param>
internal sealed record PolicyItem(TemplateNode Node, StatementPlace Place, Truth Exists);
