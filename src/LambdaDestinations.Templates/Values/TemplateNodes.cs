using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Values;

/// <summary>Reads nodes of a template as CloudFormation does: aliases followed, functions told from texts.</summary>
internal static class TemplateNodes
{
    public static TemplateNode? Follow(TemplateNode? node) => node is AliasNode alias ? alias.Target : node;

    public static MappingNode? Child(MappingNode? parent, string name) => Follow(parent?[name]) as MappingNode;

    /// <summary>The text of a literal scalar; <see langword="null"/> for a function, a map or nothing.</summary>
    public static string? Text(TemplateNode? node) =>
        Follow(node) is ScalarNode { IsNull: false } scalar && Intrinsics.LongName(scalar.Tag) is null ? scalar.Meaning : null;
}
