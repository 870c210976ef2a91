using System;
using System.Collections.Generic;
using System.Linq;

namespace LambdaDestinations.Templates.Values;

/// <summary>Under which conditions of the template something exists: each condition named must be true or false.</summary>
internal readonly struct ConditionSet : IEquatable<ConditionSet>
{
    // Sets of many outcomes multiply; what is not found until then is not looked for.
    private const int MaximumSteps = 1000;

    private readonly EquatableArray<Outcome> _outcomes;

    private readonly ConditionFacts? _facts;

    private ConditionSet(EquatableArray<Outcome> outcomes, ConditionFacts? facts)
    {
        _outcomes = outcomes;
        _facts = facts;
    }

    /// <summary>Always, in a template of which more is known than the names of its conditions.</summary>
    public static ConditionSet Of(ConditionFacts? facts) => new(default, facts);

    /// <summary>What is known of the conditions beside their names.</summary>
    internal ConditionFacts? Facts => _facts;

    /// <summary>Always.</summary>
    public static ConditionSet Always => default;

    /// <summary>The conditions with their values.</summary>
    internal IEnumerable<(string Condition, bool Value)> Outcomes => _outcomes.Select(static x => (x.Condition, x.Value));

    /// <summary>Whether it holds whatever the conditions are.</summary>
    public bool IsAlways => _outcomes.Count == 0;

    /// <summary>Both this and that a condition has a value; the same set when it says so already.</summary>
    /// <param name="condition">The name of a condition.</param>
    /// <param name="value">Whether it is true.</param>
    public ConditionSet And(string condition, bool value)
    {
        Outcome outcome = new(condition, value);
        return _outcomes.Contains(outcome) ? this : new ConditionSet(new EquatableArray<Outcome>([.. _outcomes, outcome]), _facts);
    }

    /// <summary>Both this and <paramref name="other"/>.</summary>
    public ConditionSet And(ConditionSet other)
    {
        ConditionFacts? facts = _facts ?? other._facts;
        if (other.IsAlways || IsAlways)
        {
            return new ConditionSet(IsAlways ? other._outcomes : _outcomes, facts);
        }

        List<Outcome> all = [.. _outcomes];
        for (int i = 0; i < other._outcomes.Count; i++)
        {
            if (!all.Contains(other._outcomes[i]))
            {
                all.Add(other._outcomes[i]);
            }
        }

        return all.Count == _outcomes.Count ? new ConditionSet(_outcomes, facts) : new ConditionSet(new EquatableArray<Outcome>(all.ToArray()), facts);
    }

    /// <summary>Whether it can hold at all: no condition is both true and false, and their definitions do not exclude each other.</summary>
    public bool IsPossible
    {
        get
        {
            // Sets are small and asked often: a table of them would cost more than it saves.
            for (int i = 1; i < _outcomes.Count; i++)
            {
                for (int k = 0; k < i; k++)
                {
                    if (_outcomes[k].Condition == _outcomes[i].Condition && _outcomes[k].Value != _outcomes[i].Value)
                    {
                        return false;
                    }
                }
            }

            return _facts is null || _outcomes.Count == 0 || _facts.IsPossible(this);
        }
    }

    /// <summary>Whether both can hold in one deployment, as far as the template tells.</summary>
    public bool IsCompatibleWith(ConditionSet other) => And(other).IsPossible;

    /// <summary>
    /// What else is so in a case of this set in which none of <paramref name="others"/> holds; <see langword="null"/> when there is none, or it takes too
    /// long to find.
    /// </summary>
    public ConditionSet? Beyond(IReadOnlyList<ConditionSet> others)
    {
        int steps = 0;
        return Find(this, others, 0, ref steps)?.Without(this);
    }

    /// <summary>What this says and <paramref name="other"/> does not.</summary>
    public ConditionSet Without(ConditionSet other) => new(new EquatableArray<Outcome>(_outcomes.Except(other._outcomes)), _facts);

    private static ConditionSet? Find(ConditionSet conditions, IReadOnlyList<ConditionSet> others, int from, ref int steps)
    {
        if (++steps > MaximumSteps || !conditions.IsPossible)
        {
            return null;
        }

        if (from == others.Count)
        {
            return conditions;
        }

        foreach (Outcome outcome in others[from]._outcomes)
        {
            if (Find(conditions.And(outcome.Condition, !outcome.Value), others, from + 1, ref steps) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <inheritdoc />
    public bool Equals(ConditionSet other) => _outcomes == other._outcomes;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is ConditionSet other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _outcomes.GetHashCode();

    /// <summary><c>IsProd and not HasQueue</c>; empty for always.</summary>
    public string InWords => Joined(" and ");

    /// <summary><c>IsProd, not HasQueue</c>; empty for always.</summary>
    public override string ToString() => Joined(", ");

    private string Joined(string separator) => string.Join(separator, _outcomes.Select(static x => x.Value ? x.Condition : "not " + x.Condition));

    /// <summary>Whether both say the same.</summary>
    public static bool operator ==(ConditionSet left, ConditionSet right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(ConditionSet left, ConditionSet right) => !left.Equals(right);

    private sealed record Outcome(string Condition, bool Value);
}
