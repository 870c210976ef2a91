using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>What a resource says of a setting.</summary>
/// <param name="Node">Its value; <see langword="null"/> when there is none.</param>
/// <param name="Computed">What stands on the way to it and is no plain map; <see langword="null"/> when the way is clear.</param>
/// <param name="Depth">How many names lead to that.</param>
internal readonly record struct WrittenSetting(TemplateNode? Node, TemplateNode? Computed, int Depth)
{
    /// <summary>Looks a setting up.</summary>
    public static WrittenSetting Find(TemplateResource resource, SettingPath path)
    {
        TemplateNode? current = resource.Body;
        for (int i = 0; i < path.Names.Count && current is not (null or ScalarNode { IsNull: true }); i++)
        {
            if (current is not MappingNode mapping || IsComputed(mapping))
            {
                return new WrittenSetting(null, current, i);
            }

            current = mapping[path.Names[i]];
        }

        return new WrittenSetting(current is ScalarNode { IsNull: true } ? null : current, null, 0);
    }

    /// <summary>Whether a map is made by CloudFormation: by a function, a macro, an include or a loop.</summary>
    public static bool IsComputed(MappingNode node) =>
        TemplateBranch.IsFunction(node) || node.Entries.Any(static x => Intrinsics.IsFn(x.Name));

    /// <summary>What is to be told when the user wrote another value; <see langword="null"/> when he did not.</summary>
    public Finding? Contradiction(TemplateResource resource, OwnershipRecord? record, SettingPath path, TemplateValue wanted, Interpreter interpreter)
    {
        if (Node is null || record?.Settings.ContainsKey(path) == true)
        {
            return null;
        }

        TemplateValue existing = TemplateValue.FromNode(Node);
        return interpreter.AreSame(existing, wanted)
            ? null
            : new Finding(TemplateRules.SaysSomethingElse(OwnershipRecord.ToName(path), resource.LogicalId, existing, wanted), Node.Span);
    }
}
