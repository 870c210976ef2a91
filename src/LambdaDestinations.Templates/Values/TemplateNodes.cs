using System.Linq;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Values;

/// <summary>Reads nodes of a template as CloudFormation does: aliases followed, merge keys looked into, functions told from texts.</summary>
internal static class TemplateNodes
{
    /// <summary>A value of a map, or of what YAML's merge key <c>&lt;&lt;</c> adds to it.</summary>
    public static TemplateNode? Property(MappingNode? map, string name)
    {
        if (map is null || map[name] is { } own)
        {
            return map?[name];
        }

        return Follow(map["<<"]) switch
        {
            MappingNode merged => Property(merged, name),
            SequenceNode list => list.Items.Select(x => Property(Follow(x) as MappingNode, name)).FirstOrDefault(static x => x is not null),
            _ => null,
        };
    }

    public static TemplateNode? Follow(TemplateNode? node) => node is AliasNode alias ? alias.Target : node;

    public static MappingNode? Child(MappingNode? parent, string name) => Follow(parent?[name]) as MappingNode;

    /// <summary>The text of a literal scalar; <see langword="null"/> for a function, a map or nothing.</summary>
    public static string? Text(TemplateNode? node) =>
        Follow(node) is ScalarNode { IsNull: false } scalar && Intrinsics.LongName(scalar.Tag) is null ? scalar.Meaning : null;
}
