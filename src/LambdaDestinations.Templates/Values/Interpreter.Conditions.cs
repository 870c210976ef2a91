using System;
using System.Collections.Generic;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Values;

/// <content>Conditions. Each is worked out once: conditions that name each other twice would double the work with every step.</content>
internal sealed partial class Interpreter
{
    // Of a deployment only: most interpreters need neither.
    private Dictionary<string, (Truth Value, OpenReason? Reason)>? _conditions;
    private HashSet<string>? _deciding;

    private string? _condition;

    /// <summary>Whether a condition holds.</summary>
    /// <param name="condition">Its name.</param>
    /// <param name="reason">Why it is open, where that is told.</param>
    public Truth IsTrue(string condition, out OpenReason? reason)
    {
        reason = null;
        Begin();
        return Holds(condition, ref reason);
    }

    /// <summary>The branch of <c>Fn::If</c> that is taken; <see langword="null"/> when that is open.</summary>
    /// <param name="arguments">The condition's name and the two branches.</param>
    public TemplateValue? Choose(TemplateValue arguments)
    {
        OpenReason? reason = null;
        Begin();
        return Choose(arguments, ref reason);
    }

    private TemplateValue? Choose(TemplateValue arguments, ref OpenReason? reason) => arguments.Items is [{ Text: { } condition }, var yes, var no]
        ? Holds(condition, ref reason) switch { Truth.Yes => yes, Truth.No => no, _ => null }
        : null;

    /// <summary>What both branches of <c>Fn::If</c> give; <see langword="null"/> where they differ.</summary>
    private Interpreted? EitherWay(TemplateValue arguments, bool expands) =>
        arguments.Items is [{ Text: { } condition }, var whenTrue, var whenFalse]
        && Where(condition, true, whenTrue, expands) is { Kind: InterpretedKind.Text, Text: { } text } either
        && Where(condition, false, whenFalse, expands) is { Text: { } other }
        && text.IsEqualTo(other) == Truth.Yes
            ? either
            : null;

    /// <summary>What a value gives where a condition holds, or does not.</summary>
    private Interpreted Where(string condition, bool holds, TemplateValue value, bool expands)
    {
        ConditionScope outer = _scope;
        if (!names.IsOfDeployment)
        {
            // Of a deployment the conditions are kept once they are worked out, so none may be assumed.
            _scope = outer.With(condition, holds);
        }

        Interpreted result = Evaluate(value, expands);
        _scope = outer;
        return result;
    }

    private Truth Holds(string condition, ref OpenReason? reason)
    {
        Truth assumed = _scope[condition];
        if (assumed != Truth.Maybe || !names.IsOfDeployment)
        {
            return assumed;
        }

        _conditions ??= new(StringComparer.Ordinal);
        if (!_conditions.TryGetValue(condition, out (Truth Value, OpenReason? Reason) known))
        {
            known = Decide(condition);
            _conditions[condition] = known;
        }

        reason ??= known.Reason;
        return known.Value;
    }

    private (Truth Value, OpenReason? Reason) Decide(string condition)
    {
        if (names.Condition(condition) is not { } expression)
        {
            return (Truth.Maybe, OpenReason.Invalid($"the template has no condition {condition}"));
        }

        _deciding ??= new(StringComparer.Ordinal);
        if (_deciding.Contains(condition))
        {
            return (Truth.Maybe, OpenReason.Invalid($"the condition {condition} refers to itself"));
        }

        if (_nesting >= MaximumNesting)
        {
            return (Truth.Maybe, TooDeep);
        }

        // What a condition compares does not depend on where it is asked for.
        (int depth, int steps, int symbols, string? outer) = (_depth, _steps, _symbols, _condition);
        (_depth, _condition) = (0, condition);
        _nesting++;
        _deciding.Add(condition);
        OpenReason? reason = null;
        Truth value = IsTrue(expression, ref reason);
        _deciding.Remove(condition);
        _nesting--;
        (_depth, _steps, _symbols, _condition) = (depth, steps, symbols, outer);
        return (value, value == Truth.Maybe ? reason : null);
    }

    private Truth IsTrue(TemplateValue expression, ref OpenReason? reason)
    {
        if (expression is not { Kind: TemplateValueKind.Map, EntryArray: [var only] })
        {
            return OfText(expression, ref reason);
        }

        IReadOnlyList<TemplateValue> operands = only.Value.Items;
        switch (only.Key)
        {
            case Intrinsics.Condition when only.Value.Text is { } name:
                return Holds(name, ref reason);
            case Intrinsics.Equals when operands is [var left, var right]:
                return AreEqual(left, right, ref reason);
            case Intrinsics.Not when operands is [var operand]:
                return IsTrue(operand, ref reason).Not();
            case Intrinsics.And or Intrinsics.Or when operands.Count is >= 2 and <= 10:
                Truth truth = only.Key == Intrinsics.And ? Truth.Yes : Truth.No;
                foreach (TemplateValue operand in operands)
                {
                    truth = only.Key == Intrinsics.And ? truth.And(IsTrue(operand, ref reason)) : truth.Or(IsTrue(operand, ref reason));
                }

                return truth;
            case Intrinsics.Condition or Intrinsics.Equals or Intrinsics.Not or Intrinsics.And or Intrinsics.Or:
                reason ??= OpenReason.Invalid((_condition is null ? "" : $"the condition {_condition} cannot be read: ") + only.Key switch
                {
                    Intrinsics.Condition => "Condition needs the name of a condition",
                    Intrinsics.Equals => "Fn::Equals needs a list of two values",
                    Intrinsics.Not => "Fn::Not needs a list of one condition",
                    _ => $"{only.Key} needs a list of two to ten conditions",
                });
                return Truth.Maybe;
            default:
                return OfText(expression, ref reason);
        }
    }

    private Truth OfText(TemplateValue expression, ref OpenReason? reason)
    {
        SymbolicText text = Text(expression, expands: true);
        reason ??= text.Reason;
        return text.Literal is { } literal ? (literal == "true" ? Truth.Yes : Truth.No) : Truth.Maybe;
    }

    private Truth AreEqual(TemplateValue left, TemplateValue right, ref OpenReason? reason)
    {
        (Interpreted one, Interpreted other) = (Evaluate(left, expands: true), Evaluate(right, expands: true));
        if (one.Text is { } text && other.Text is { } otherText)
        {
            Truth truth = text.IsEqualTo(otherText);
            reason ??= truth == Truth.Maybe ? text.Reason ?? otherText.Reason : null;
            return truth;
        }

        return AreSame(left, right) ? Truth.Yes : Truth.No;
    }
}
