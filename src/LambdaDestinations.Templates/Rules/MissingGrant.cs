using System.Collections.Generic;

namespace LambdaDestinations.Templates.Rules;

/// <summary>What a role lacks for a setting.</summary>
/// <param name="Function">The function that sends.</param>
/// <param name="Role">The role's logical id; the function's, where SAM makes the role.</param>
/// <param name="Actions">The actions that are not allowed.</param>
/// <param name="Target">What on.</param>
/// <param name="Setting">What for.</param>
/// <param name="Statements">What would allow them.</param>
internal sealed record MissingGrant(
    string Function,
    string Role,
    IReadOnlyList<string> Actions,
    Shown Target,
    SendingSetting Setting,
    ShownValues Statements)
{
    /// <summary>The conditions with their values where the role lacks it; empty for everywhere.</summary>
    public IEnumerable<(string Condition, bool Value)> Where { get; init; } = [];
}
