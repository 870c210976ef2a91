using System;
using System.Collections.Generic;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Values;

/// <summary>The logical ids that a value mentions, so that what holds the value waits for them (AWS CloudFormation User Guide, "DependsOn attribute").</summary>
internal static class References
{
    private const string DependsOn = "DependsOn";

    /// <summary>Every id that <c>Ref</c>, <c>Fn::GetAtt</c> and <c>Fn::Sub</c> mention, in any branch, and what <c>DependsOn</c> names. Ids may repeat.</summary>
    public static IReadOnlyList<string> In(TemplateValue value)
    {
        if (value.Kind == TemplateValueKind.Scalar)
        {
            return [];
        }

        List<string> ids = [];
        Add(value, ids);
        return ids;
    }

    /// <summary>Every id that a node mentions.</summary>
    public static IReadOnlyList<string> In(TemplateNode node) => TemplateNodes.Follow(node) is ScalarNode { Tag: null } ? [] : In(TemplateValue.FromNode(node));

    /// <summary>The ids that an entry mentions; those that <c>DependsOn</c> names, when it is that.</summary>
    public static IReadOnlyList<string> In(MappingEntry entry)
    {
        if (entry.Name != DependsOn)
        {
            return In(entry.Value);
        }

        List<string> ids = [];
        AddNames(TemplateValue.FromNode(entry.Value), ids);
        return ids;
    }

    private static void Add(TemplateValue value, List<string> ids)
    {
        foreach (TemplateValue item in value.ItemArray)
        {
            Add(item, ids);
        }

        if (value.EntryArray is [var only] && AddFunction(only, ids))
        {
            return;
        }

        foreach (KeyValuePair<string, TemplateValue> entry in value.EntryArray)
        {
            if (entry.Key == DependsOn)
            {
                AddNames(entry.Value, ids);
            }
            else
            {
                Add(entry.Value, ids);
            }
        }
    }

    /// <summary>Adds what a function names.</summary>
    /// <returns>Whether that is all that it mentions.</returns>
    private static bool AddFunction(KeyValuePair<string, TemplateValue> function, List<string> ids)
    {
        switch (function.Key)
        {
            case Intrinsics.Ref when function.Value.Text is { } name:
                ids.Add(Reference.Parse(name).Id);
                return true;
            case Intrinsics.GetAtt when function.Value.ItemArray is [{ Text: { } id }, ..]:
                ids.Add(id);
                return Array.TrueForAll(function.Value.ItemArray, static x => x.Text is not null);
            case Intrinsics.Sub:
                foreach (Reference reference in SubPattern.References(function.Value))
                {
                    ids.Add(reference.Id);
                }

                if (SubPattern.Arguments(function.Value).Variables is { } variables)
                {
                    Add(variables, ids);
                }

                return true;
            default:
                return false;
        }
    }

    private static void AddNames(TemplateValue value, List<string> ids)
    {
        if (value.Text is { } single)
        {
            ids.Add(single);
        }

        foreach (TemplateValue item in value.ItemArray)
        {
            if (item.Text is { } name)
            {
                ids.Add(name);
            }
        }
    }
}
