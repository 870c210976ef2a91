using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Patterns;

/// <summary>What AWS refuses of a pattern.</summary>
/// <param name="Reason">Why, in the words of EventBridge, which stand behind "Event pattern is not valid. Reason:".</param>
/// <param name="Node">The node that is refused.</param>
internal sealed record PatternFault(string Reason, TemplateNode Node)
{
    /// <summary>The member that it is about, from the root of the pattern; empty for the root.</summary>
    public string Member { get; init; } = "";
}
