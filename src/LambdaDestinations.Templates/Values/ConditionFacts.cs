using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Values;

/// <summary>
/// Which conditions of a template can hold together in one deployment: <c>!Equals [a, a]</c> always does, <c>!Equals [!Ref Stage, prod]</c> and
/// <c>!Equals [!Ref Stage, dev]</c> never do. What is not followed may be either. Safe to share between threads.
/// </summary>
/// <param name="names">What the names in conditions stand for, for any deployment.</param>
internal sealed class ConditionFacts(INames names)
{
    // Deployments are told apart by the values that conditions compare with; more of them than this are not looked at.
    private const int MaximumDeployments = 1024;

    private const int MaximumDepth = 256;

    private readonly object _lock = new();
    private readonly Dictionary<string, Formula> _formulas = new(StringComparer.Ordinal);
    private readonly Dictionary<ConditionSet, bool> _possible = [];
    private readonly Dictionary<ConditionSet, ConditionScope> _scopes = [];

    /// <summary>The scope that assumes nothing, once it is asked for: every interpreter of the template has it.</summary>
    public ConditionScope? NothingAssumed { get; set; }

    /// <summary>The scope that assumes a set and nothing else. The branches of one value ask for it again and again.</summary>
    public ConditionScope ScopeOf(ConditionSet conditions)
    {
        lock (_lock)
        {
            if (!_scopes.TryGetValue(conditions, out ConditionScope? scope))
            {
                scope = ConditionScope.Empty.Knowing(this).Assuming(conditions);
                _scopes.Add(conditions, scope);
            }

            return scope;
        }
    }

    /// <summary>Whether all of it can hold in one deployment, as far as the template tells.</summary>
    public bool IsPossible(ConditionSet conditions)
    {
        lock (_lock)
        {
            if (!_possible.TryGetValue(conditions, out bool possible))
            {
                possible = Search(conditions);
                _possible.Add(conditions, possible);
            }

            return possible;
        }
    }

    /// <summary>Whether a condition holds where others do.</summary>
    /// <param name="assumed">What holds; it must be possible.</param>
    /// <param name="condition">The condition.</param>
    public Truth Decide(ConditionSet assumed, string condition) => (IsPossible(assumed.And(condition, true)), IsPossible(assumed.And(condition, false))) switch
    {
        (true, false) => Truth.Yes,
        (false, true) => Truth.No,
        _ => Truth.Maybe,
    };

    /// <summary>Tries every deployment that the conditions tell apart.</summary>
    private bool Search(ConditionSet conditions)
    {
        (Formula Formula, bool Value)[] wanted = [.. conditions.Outcomes.Select(x => (FormulaOf(x.Condition, 0), x.Value))];
        Dictionary<string, List<string>> compared = new(StringComparer.Ordinal);
        HashSet<Formula> seen = [];
        foreach ((Formula formula, _) in wanted)
        {
            formula.Collect(compared, seen);
        }

        List<(string Variable, string?[] Values)> variables = [];
        long deployments = 1;
        foreach (KeyValuePair<string, List<string>> variable in compared.OrderBy(static x => x.Key, StringComparer.Ordinal))
        {
            string?[] values = variable.Value.Count == 0 ? ["true", "false"]
                : names.AllowedValues(Reference.Parse(variable.Key)) is { } allowed ? [.. allowed.Union(variable.Value, StringComparer.Ordinal)]
                : [.. variable.Value.Distinct(StringComparer.Ordinal), null];
            deployments *= values.Length;
            if (deployments > MaximumDeployments)
            {
                return true;
            }

            variables.Add((variable.Key, values));
        }

        Dictionary<string, string?> deployment = new(StringComparer.Ordinal);
        for (int number = 0; number < deployments; number++)
        {
            int rest = number;
            foreach ((string variable, string?[] values) in variables)
            {
                deployment[variable] = values[rest % values.Length];
                rest /= values.Length;
            }

            Dictionary<Formula, bool> known = [];
            if (Array.TrueForAll(wanted, x => x.Formula.IsTrue(deployment, known) == x.Value))
            {
                return true;
            }
        }

        return false;
    }

    private Formula FormulaOf(string condition, int depth)
    {
        if (_formulas.TryGetValue(condition, out Formula? known))
        {
            return known;
        }

        // A circle and what is not there may be either.
        Formula open = Formula.Open("?" + condition);
        _formulas[condition] = open;
        Formula formula = depth < MaximumDepth && names.Condition(condition) is { } expression ? Read(expression, depth + 1) ?? open : open;
        _formulas[condition] = formula;
        return formula;
    }

    /// <summary>What an expression says; <see langword="null"/> when it is not followed.</summary>
    private Formula? Read(TemplateValue expression, int depth)
    {
        if (depth >= MaximumDepth || expression is not { Kind: TemplateValueKind.Map, EntryArray: [var only] })
        {
            return null;
        }

        IReadOnlyList<TemplateValue> operands = only.Value.Items;
        switch (only.Key)
        {
            case Intrinsics.Condition when only.Value.Text is { } name:
                return FormulaOf(name, depth);
            case Intrinsics.Not when operands is [var operand]:
                return Read(operand, depth + 1) is { } inner ? Formula.Not(inner) : null;
            case Intrinsics.And or Intrinsics.Or when operands.Count > 0:
                Formula[] parts = [.. operands.Select(x => Read(x, depth + 1) ?? Formula.Open(x.ToString()))];
                return only.Key == Intrinsics.And ? Formula.All(parts) : Formula.Any(parts);
            case Intrinsics.Equals when operands is [var left, var right]:
                return Compare(left, right);
            default:
                return null;
        }
    }

    private Formula? Compare(TemplateValue left, TemplateValue right)
    {
        Interpreter interpreter = new(names, ConditionScope.Empty);
        if (interpreter.Evaluate(left) is not { Text: { } one } || interpreter.Evaluate(right) is not { Text: { } other })
        {
            return null;
        }

        if (one.IsEqualTo(other) == Truth.Yes)
        {
            return Formula.All([]);
        }

        if (one.Literal is not null && other.Literal is not null)
        {
            return Formula.Any([]);
        }

        // That no region is called so does not rule it out: the comparison may be about a region to come.
        (SymbolicText open, string? text) = one.Literal is { } literal ? (other, literal) : (one, other.Literal);
        return text is not null && open.Reference is { } reference ? Formula.IsText(reference.ToString(), text) : null;
    }

    /// <summary>A condition as a formula over what a deployment gives.</summary>
    private sealed class Formula
    {
        private readonly FormulaKind _kind;
        private readonly Formula[] _parts;
        private readonly string _variable;
        private readonly string? _text;

        private Formula(FormulaKind kind, Formula[] parts, string variable = "", string? text = null)
        {
            _kind = kind;
            _parts = parts;
            _variable = variable;
            _text = text;
        }

        private enum FormulaKind
        {
            Not,
            All,
            Any,
            Text,
        }

        public static Formula Not(Formula part) => new(FormulaKind.Not, [part]);

        public static Formula All(Formula[] parts) => new(FormulaKind.All, parts);

        public static Formula Any(Formula[] parts) => new(FormulaKind.Any, parts);

        public static Formula IsText(string variable, string text) => new(FormulaKind.Text, [], variable, text);

        /// <summary>True or false, whatever else is.</summary>
        public static Formula Open(string name) => new(FormulaKind.Text, [], name);

        /// <summary>Adds the variables, each with the texts that it is compared with; none for one that is just true or false.</summary>
        public void Collect(Dictionary<string, List<string>> compared, HashSet<Formula> seen)
        {
            if (!seen.Add(this))
            {
                return;
            }

            if (_kind == FormulaKind.Text)
            {
                if (!compared.TryGetValue(_variable, out List<string>? texts))
                {
                    compared.Add(_variable, texts = []);
                }

                if (_text is not null)
                {
                    texts.Add(_text);
                }
            }

            foreach (Formula part in _parts)
            {
                part.Collect(compared, seen);
            }
        }

        public bool IsTrue(Dictionary<string, string?> deployment, Dictionary<Formula, bool> known)
        {
            if (!known.TryGetValue(this, out bool value))
            {
                value = _kind switch
                {
                    FormulaKind.Not => !_parts[0].IsTrue(deployment, known),
                    FormulaKind.All => Array.TrueForAll(_parts, x => x.IsTrue(deployment, known)),
                    FormulaKind.Any => Array.Exists(_parts, x => x.IsTrue(deployment, known)),
                    _ => deployment[_variable] == (_text ?? "true"),
                };
                known[this] = value;
            }

            return value;
        }
    }
}
