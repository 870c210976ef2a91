using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Values;

/// <summary>Which conditions of the template are taken to hold. Immutable.</summary>
internal sealed class ConditionScope
{
    // More conditions than this in one destination are not told apart: each doubles the work.
    private const int Limit = 4;

    private readonly Dictionary<string, bool> _values;

    private readonly ConditionFacts? _facts;

    // What is assumed as a set, once somebody asks; in an array, so that it is there as a whole or not at all.
    private ConditionSet[]? _set;

    private ConditionScope(Dictionary<string, bool> values, ConditionFacts? facts)
    {
        _values = values;
        _facts = facts;
    }

    /// <summary>Nothing is assumed.</summary>
    public static ConditionScope Empty { get; } = new([], null);

    /// <summary>The assumptions in words: equal for equal scopes.</summary>
    public string Key => string.Join(",", Outcomes.Select(static x => x.Value ? x.Condition : "!" + x.Condition));

    /// <summary>What is assumed, in the order of the names.</summary>
    public IEnumerable<(string Condition, bool Value)> Outcomes => _values.OrderBy(static x => x.Key, StringComparer.Ordinal).Select(static x => (x.Key, x.Value));

    /// <summary>Whether a condition holds.</summary>
    public Truth this[string condition] => _values.TryGetValue(condition, out bool value) ? (value ? Truth.Yes : Truth.No) : _facts?.Decide(Set, condition) ?? Truth.Maybe;

    /// <summary>What is assumed, as a set.</summary>
    private ConditionSet Set => (_set ??= [Outcomes.Aggregate(ConditionSet.Of(_facts), static (set, x) => set.And(x.Condition, x.Value))])[0];

    /// <summary>This scope, in a template of which more is known than the names of its conditions.</summary>
    public ConditionScope Knowing(ConditionFacts? facts) => facts is null || _facts is not null ? this
        : _values.Count == 0 ? facts.NothingAssumed ??= new ConditionScope(_values, facts)
        : new ConditionScope(_values, facts);

    /// <summary>This scope with one more assumption.</summary>
    public ConditionScope With(string condition, bool holds) => new(new Dictionary<string, bool>(_values) { [condition] = holds }, _facts);

    /// <summary>This scope with everything that a set asks for; what is assumed already stays.</summary>
    public ConditionScope With(ConditionSet conditions) =>
        conditions is { IsAlways: false, Facts: { } facts } && _values.Count == 0 && (_facts is null || _facts == facts) ? facts.ScopeOf(conditions) : Knowing(conditions.Facts).Assuming(conditions);

    /// <summary>This scope with each assumption that it does not decide.</summary>
    internal ConditionScope Assuming(ConditionSet conditions) => conditions.Outcomes.Aggregate(this, static (scope, x) => scope[x.Condition] == Truth.Maybe ? scope.With(x.Condition, x.Value) : scope);

    /// <summary>Whether a set holds.</summary>
    public Truth Holds(ConditionSet conditions) => conditions.Outcomes.Aggregate(Truth.Yes, (all, x) => all.And(x.Value ? this[x.Condition] : this[x.Condition].Not()));

    /// <summary>Every way in which some conditions may hold, on top of this scope; this scope alone when they are too many.</summary>
    public IReadOnlyList<ConditionScope> Split(IEnumerable<string> conditions)
    {
        string[] open = [.. conditions.Where(x => this[x] == Truth.Maybe).Distinct(StringComparer.Ordinal)];
        List<ConditionScope> scopes = [this];
        foreach (string condition in open.Length > Limit ? [] : open)
        {
            scopes = [.. scopes.SelectMany(x => x[condition] == Truth.Maybe ? new[] { x.With(condition, true), x.With(condition, false) } : [x])];
        }

        return scopes;
    }

    /// <summary>The conditions of every <c>Fn::If</c> in a node; none where there is no node.</summary>
    public static IEnumerable<string> MentionedIn(TemplateNode? node) => node is null ? [] : MentionedIn(TemplateValue.FromNode(node));

    /// <summary>The conditions of every <c>Fn::If</c> in a value.</summary>
    public static IEnumerable<string> MentionedIn(TemplateValue value)
    {
        IEnumerable<string> below = value.Entries.SelectMany(static x => MentionedIn(x.Value)).Concat(value.Items.SelectMany(MentionedIn));
        return value is { Kind: TemplateValueKind.Map, Entries: [{ Key: Intrinsics.If, Value.Items: [{ Text: { } condition }, _, _] }] } ? below.Prepend(condition) : below;
    }
}
