using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>What a resource says of a setting.</summary>
/// <param name="Node">Its value; <see langword="null"/> when there is none.</param>
/// <param name="Computed">What stands on the way to it and is not a plain map, a null that is spelled out included; <see langword="null"/> when the way is clear.</param>
/// <param name="Depth">How many names lead to that.</param>
internal readonly record struct WrittenSetting(TemplateNode? Node, TemplateNode? Computed, int Depth)
{
    /// <summary>Looks a setting up.</summary>
    public static WrittenSetting Find(TemplateResource resource, SettingPath path)
    {
        TemplateNode? current = resource.Body;
        for (int i = 0; i < path.Names.Count && current is not (null or ScalarNode { IsBlank: true }); i++)
        {
            if (current is not MappingNode mapping || IsComputed(mapping))
            {
                return new WrittenSetting(null, current, i);
            }

            current = mapping[path.Names[i]];
        }

        return new WrittenSetting(current is ScalarNode { IsBlank: true } ? null : current, null, 0);
    }

    /// <summary>Whether a map is made by CloudFormation: by a function, a macro, an include or a loop.</summary>
    public static bool IsComputed(MappingNode node) =>
        TemplateBranch.IsFunction(node) || node.Entries.Any(static x => Intrinsics.IsFn(x.Name));

    /// <summary>What makes a value one that CloudFormation computes: the function or the macro, with its tag, and not what stands beside it.</summary>
    public static SourceSpan CauseOf(TemplateNode node) => node switch
    {
        MappingNode { Tag: null } mapping when mapping.Entries.FirstOrDefault(static x => Intrinsics.IsFn(x.Name)) is { } function && mapping.Entries.Count > 1 => function.Key.Span,
        { Tag: not null } => node.FullSpan,
        _ => node.Span,
    };

    /// <summary>What is to be told when the user wrote another value; <see langword="null"/> when he did not.</summary>
    public Finding? Contradiction(TemplateModel template, TemplateResource resource, OwnershipRecord? record, SettingPath path, TemplateValue wanted)
    {
        if (Node is null || record?.Settings.ContainsKey(path) == true)
        {
            return null;
        }

        TemplateValue existing = TemplateValue.FromNode(Node);
        if (ResourceNames.Of(template).Interpreter.AreSame(existing, wanted))
        {
            return null;
        }

        string name = OwnershipRecord.ToName(path);
        return IsSame(Node, wanted, template) switch
        {
            Truth.Yes => null,
            Truth.Maybe => new Finding(TemplateRules.CannotCompare(name, resource.LogicalId, existing, wanted), Node.Span) { Data = new FindingData.OfSetting(name) },
            _ => new Finding(TemplateRules.SaysSomethingElse(name, resource.LogicalId, existing, wanted), Node.Span) { Data = new FindingData.OfSetting(name) },
        };
    }

    /// <summary>Whether what is written gives what is wanted; a parameter, an import or a condition may leave it open.</summary>
    private static Truth IsSame(TemplateNode? node, TemplateValue wanted, TemplateModel template)
    {
        IReadOnlyList<TemplateBranch> branches = TemplateBranch.Of(node);
        if (branches.Count > 1)
        {
            Truth[] all = [.. branches.Select(x => x.Node is null ? Truth.No : IsSame(x.Node, wanted, template)).Distinct()];
            return all is [var only] ? only : Truth.Maybe;
        }

        if (branches is not [{ Node: { } written }])
        {
            return Truth.No;
        }

        TemplateValue existing = TemplateValue.FromNode(written);
        Interpreter interpreter = ResourceNames.Of(template).Interpreter;
        if (interpreter.AreSame(existing, wanted))
        {
            return Truth.Yes;
        }

        if (StackReferences.AreSame(template, existing, wanted) is { } ofStacks)
        {
            return ofStacks;
        }

        Interpreted left = interpreter.Evaluate(existing);
        Interpreted right = interpreter.Evaluate(wanted);
        if (left.IsOpen)
        {
            return Truth.Maybe;
        }

        if (left.Text is { } text && right.Text is { } other)
        {
            // Two resources whose names are open are two resources nevertheless. One of them may be yet to be created.
            return interpreter.ReferenceOf(existing) is { } one && interpreter.ReferenceOf(wanted) is { } two && !template.HasParameter(one.Id) && !template.HasParameter(two.Id)
                ? Truth.No
                : text.IsEqualTo(other);
        }

        return written is MappingNode map && right is { Kind: InterpretedKind.Map, Value: { } entries } && map.Entries.Count == entries.Entries.Count
            ? entries.Entries.Aggregate(Truth.Yes, (truth, x) => truth.And(map[x.Key] is { } entry ? IsSame(entry, x.Value, template) : Truth.No))
            : Truth.No;
    }
}
