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
    /// <summary>Every value that a node can take; one when it is no <c>Fn::If</c>.</summary>
    public static IReadOnlyList<TemplateBranch> Of(TemplateNode? node, ConditionSet conditions = default)
    {
        List<TemplateBranch> branches = [];
        Add(node, conditions, branches, 0);
        return branches;
    }

    /// <summary>The map of a branch; <see langword="null"/> when it is none, or the result of a function.</summary>
    public MappingNode? Map => Node is MappingNode map && !IsFunction(map) ? map : null;

    /// <summary>Whether a node computes its value: <c>Ref</c>, <c>Fn::…</c>, in any spelling.</summary>
    public static bool IsFunction(TemplateNode? node) => FunctionName(node) is not null;

    /// <summary>The function that computes a node, by its long name; <see langword="null"/> when none does.</summary>
    public static string? FunctionName(TemplateNode? node) =>
        TemplateNodes.Follow(node) switch
        {
            { Tag: { } tag } when Intrinsics.LongName(tag) is { } function => function,
            MappingNode { Entries: [{ Name: { } name }] } when name is "Ref" || name.StartsWith("Fn::", StringComparison.Ordinal) => name,
            _ => null,
        };

    /// <summary>Whether a macro or a merge key may add entries to a map that are not written in it.</summary>
    public static bool MayHoldMore(MappingNode? map) =>
        map?.Entries.Any(static x => x.Name is { } name && (name.StartsWith("Fn::", StringComparison.Ordinal) || name == "<<")) ?? false;

    private static void Add(TemplateNode? node, ConditionSet conditions, List<TemplateBranch> branches, int depth)
    {
        node = TemplateNodes.Follow(node);
        if (depth < 16 && IfArguments(node) is { Items: [var name, var whenTrue, var whenFalse] } && TemplateNodes.Text(name) is { } condition)
        {
            foreach ((TemplateNode value, bool outcome) in new[] { (whenTrue, true), (whenFalse, false) })
            {
                ConditionSet narrowed = conditions.And(condition, outcome);
                if (narrowed.IsPossible)
                {
                    Add(value, narrowed, branches, depth + 1);
                }
            }

            return;
        }

        branches.Add(new TemplateBranch(IsNoValue(node) ? null : node, conditions));
    }

    private static SequenceNode? IfArguments(TemplateNode? node) => node switch
    {
        SequenceNode { Tag: { } tag } sequence when Intrinsics.LongName(tag) == "Fn::If" => sequence,
        MappingNode { Tag: null, Entries: [{ Name: "Fn::If" } only] } => TemplateNodes.Follow(only.Value) as SequenceNode,
        _ => null,
    };

    private static bool IsNoValue(TemplateNode? node) => node switch
    {
        ScalarNode { Tag: { } tag } scalar when Intrinsics.LongName(tag) == "Ref" => scalar.Value == "AWS::NoValue",
        MappingNode { Tag: null, Entries: [{ Name: "Ref" } only] } => TemplateNodes.Text(only.Value) == "AWS::NoValue",
        _ => false,
    };
}
