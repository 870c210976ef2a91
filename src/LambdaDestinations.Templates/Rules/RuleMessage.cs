using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Rules;

/// <summary>What a rule says of one place, written out.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Text">The sentence, without a full stop.</param>
internal readonly record struct RuleMessage(Rule Rule, string Text)
{
    /// <summary>The sentence with the template that it is about, where it does not stand in that template.</summary>
    public RuleMessage In(string template) => this with { Text = $"{Text} (in {PrintableText.Of(template)})" };
}
