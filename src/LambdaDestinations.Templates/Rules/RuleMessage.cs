namespace LambdaDestinations.Templates.Rules;

/// <summary>What a rule says of one place, written out.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Text">The sentence, without a full stop.</param>
internal readonly record struct RuleMessage(Rule Rule, string Text);
