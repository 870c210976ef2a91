using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Values;

/// <summary>One of the values that a property can take, by <c>Fn::If</c>.</summary>
/// <param name="Node">The value; <see langword="null"/> for <c>AWS::NoValue</c> and for a property that is not there.</param>
/// <param name="Conditions">When it is taken.</param>
internal readonly record struct TemplateBranch(TemplateNode? Node, ConditionSet Conditions)
{
    // What reads several properties takes all branches of each with all of the others. Whatever is beyond is a function that nobody worked out.
    private const int MaximumDepth = 16;
    private const int MaximumBranches = 64;

    /// <summary>Every value that a node can take; one when it is not a <c>Fn::If</c>.</summary>
    public static IReadOnlyList<TemplateBranch> Of(TemplateNode? node, ConditionSet conditions = default)
    {
        // Nearly everything is not a function at all.
        node = TemplateNodes.Follow(node);
        if (IfArguments(node) is null)
        {
            return new[] { new TemplateBranch(IsNoValue(node) ? null : node, conditions) };
        }

        List<TemplateBranch> branches = [];
        Add(node, conditions, branches, 0);
        return branches;
    }

    /// <summary>The items of a list, or the one in its place, in every branch; what a function gives other than <c>Fn::If</c> is one item.</summary>
    public static IEnumerable<TemplateBranch> Items(TemplateNode? list, ConditionSet conditions = default) => Of(list, conditions).SelectMany(static x => x.Node switch
    {
        null or ScalarNode { IsNull: true } => [],
        SequenceNode { Tag: null } items => items.Items.SelectMany(y => Of(y, x.Conditions)).Where(static y => y.Node is not null),
        _ => new[] { x },
    });

    /// <summary>The map of a branch; <see langword="null"/> when it is none, or the result of a function.</summary>
    public MappingNode? Map => Node is MappingNode map && !IsFunction(map) ? map : null;

    /// <summary>Whether a node computes its value: <c>Ref</c>, <c>Fn::…</c>, in any spelling.</summary>
    public static bool IsFunction(TemplateNode? node) => FunctionName(node) is not null;

    /// <summary>The function that computes a node, by its long name; <see langword="null"/> when none does.</summary>
    public static string? FunctionName(TemplateNode? node) => FunctionOf(node)?.Name;

    /// <summary>Whether a node is an <c>Fn::If</c> that has not a condition and two values, which CloudFormation refuses (AWS CloudFormation User Guide, "Fn::If").</summary>
    public static bool IsMalformedIf(TemplateNode? node) =>
        FunctionOf(node) is { Name: Intrinsics.If, Argument: var argument } && (argument is not SequenceNode { Items: [var condition, _, _] } || TemplateNodes.Text(condition) is null) && !HasFunction(argument);

    /// <summary>The function that computes a node, by its long name, with its argument; <see langword="null"/> for plain values.</summary>
    public static (string Name, TemplateNode Argument)? FunctionOf(TemplateNode? node) =>
        TemplateNodes.Follow(node) switch
        {
            { Tag: { } tag } tagged when Intrinsics.LongName(tag) is { } function => (function, tagged),
            MappingNode { Array: [{ Name: { } name } only] } when Intrinsics.IsFunction(name) => (name, TemplateNodes.Follow(only.Value) ?? only.Value),
            _ => null,
        };

    /// <summary>
    /// Whether a map may hold more than its entries: it is computed, or something is put into it at deployment, by an include, a macro or a loop.
    /// </summary>
    public static bool MayHoldMore(MappingNode? map) =>
        map is not null && (Intrinsics.LongName(map.Tag) is not null || Array.Exists(map.Array, static x => x.Name is null || Intrinsics.IsFunction(x.Name)));

    private static void Add(TemplateNode? node, ConditionSet conditions, List<TemplateBranch> branches, int depth)
    {
        node = TemplateNodes.Follow(node);
        if (depth < MaximumDepth && branches.Count < MaximumBranches && IfArguments(node) is { Items: [var name, var whenTrue, var whenFalse] } && TemplateNodes.Text(name) is { } condition)
        {
            (ConditionSet yes, ConditionSet no) = (conditions.And(condition, true), conditions.And(condition, false));
            switch ((yes.IsPossible, no.IsPossible))
            {
                // What holds anyway is not a condition.
                case (true, false):
                    Add(whenTrue, conditions, branches, depth + 1);
                    break;
                case (false, true):
                    Add(whenFalse, conditions, branches, depth + 1);
                    break;
                default:
                    Add(whenTrue, yes, branches, depth + 1);
                    Add(whenFalse, no, branches, depth + 1);
                    break;
            }

            return;
        }

        branches.Add(new TemplateBranch(IsNoValue(node) ? null : node, conditions));
    }

    /// <summary>Whether a macro or a loop may complete the arguments.</summary>
    private static bool HasFunction(TemplateNode argument) => argument is MappingNode || (argument is SequenceNode { Items: [var condition, ..] } && IsFunction(condition));

    private static SequenceNode? IfArguments(TemplateNode? node) => node switch
    {
        SequenceNode { Tag: { } tag } sequence when Intrinsics.LongName(tag) == Intrinsics.If => sequence,
        MappingNode { Tag: null, Array: [{ Name: Intrinsics.If } only] } => TemplateNodes.Follow(only.Value) as SequenceNode,
        _ => null,
    };

    private static bool IsNoValue(TemplateNode? node) => node switch
    {
        ScalarNode { Tag: { } tag } scalar when Intrinsics.LongName(tag) == Intrinsics.Ref => scalar.Value == PseudoParameters.NoValue,
        MappingNode { Tag: null, Array: [{ Name: Intrinsics.Ref } only] } => TemplateNodes.Text(only.Value) == PseudoParameters.NoValue,
        _ => false,
    };
}
