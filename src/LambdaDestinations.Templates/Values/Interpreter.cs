using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Values;

/// <summary>
/// The one reading of intrinsic functions: what a value of a template gives, symbolic where something is open, as a plain text where the names
/// have values. <c>!GetAtt Orders.Arn</c>, <c>!Sub '${ Orders.Arn }'</c>, <c>!Join ['', [!GetAtt Orders.Arn]]</c> and the ARN written out give one text.
/// </summary>
/// <remarks>AWS CloudFormation User Guide, "Intrinsic function reference". Not safe to share between threads.</remarks>
/// <param name="names">What the names of the template stand for.</param>
/// <param name="scope">The conditions that are taken to hold.</param>
internal sealed class Interpreter(INames names, ConditionScope scope)
{
    // References between names can be circular, which CloudFormation refuses.
    private const int MaximumDepth = 64;

    // Names that each mention another twice double with every step; no template that CloudFormation accepts comes near.
    private const int MaximumSteps = 10_000;

    // A text that mentions a long one often is as long each time.
    private const int MaximumSymbols = 1_000_000;

    private static readonly SymbolicText Empty = SymbolicText.Of("");

    private int _depth;
    private int _steps;
    private int _symbols;

    /// <summary>The conditions that are taken to hold.</summary>
    public ConditionScope Scope => scope;

    /// <summary>What a value gives, its outermost functions worked out.</summary>
    public Interpreted Evaluate(TemplateValue? value) => value is null ? default : Evaluate(value, expands: true);

    /// <summary>The text of a value, with each reference as far as the names know it.</summary>
    public SymbolicText Text(TemplateValue value) => Text(value, expands: true);

    /// <summary>The text of a value, in which references stand as they are.</summary>
    public SymbolicText Written(TemplateValue value) => Text(value, expands: false);

    /// <summary>The one reference that a value is, however it is spelled; <see langword="null"/> when it is a text, or more than that.</summary>
    public Reference? ReferenceOf(TemplateValue value)
    {
        if (Function(value) is not { } function)
        {
            return null;
        }

        return function.Key switch
        {
            Intrinsics.Ref or Intrinsics.GetAtt => ReferenceIn(function),
            Intrinsics.Sub when function.Value.Text is { } pattern => SubPattern.WholeReference(pattern),
            Intrinsics.Sub or Intrinsics.Join or Intrinsics.If or Intrinsics.Select or Intrinsics.FindInMap => Written(value).Reference,
            _ => null,
        };
    }

    /// <summary>Whether two values give the same, whatever is open.</summary>
    public bool AreSame(TemplateValue one, TemplateValue other)
    {
        if (one.Equals(other))
        {
            return true;
        }

        Interpreted left = Evaluate(one);
        Interpreted right = Evaluate(other);
        return left.Kind == right.Kind && left.Kind switch
        {
            InterpretedKind.Text => left.Text!.IsEqualTo(right.Text!) == Truth.Yes || names.AreOfOneResource(left.Text, right.Text!),
            InterpretedKind.Map => HaveSameEntries(left.Value!, right.Value!),
            InterpretedKind.List => left.Parts is null && right.Parts is null && left.Value!.Items.Count == right.Value!.Items.Count && left.Value.Items.Zip(right.Value.Items, AreSame).All(static x => x),
            _ => true,
        };
    }

    /// <summary>Whether a condition holds.</summary>
    /// <param name="condition">Its name.</param>
    /// <param name="reason">Why it is open, in words for people, where that is told.</param>
    public Truth IsTrue(string condition, out string? reason)
    {
        reason = null;
        Begin();
        return Holds(condition, ref reason);
    }

    /// <summary>The branch of <c>Fn::If</c> that is taken; <see langword="null"/> when that is open.</summary>
    /// <param name="arguments">The condition's name and the two branches.</param>
    public TemplateValue? Choose(TemplateValue arguments)
    {
        string? reason = null;
        Begin();
        return Choose(arguments, ref reason);
    }

    /// <summary>A value with every outer <c>Fn::If</c> taken that is decided.</summary>
    public TemplateValue Reduce(TemplateValue value)
    {
        while (Function(value) is { Key: Intrinsics.If } function && Choose(function.Value) is { } chosen)
        {
            value = chosen;
        }

        return value;
    }

    /// <summary>Whether a value is <c>Ref AWS::NoValue</c>, which removes what it stands for.</summary>
    public static bool IsNoValue(TemplateValue value) => value is { Kind: TemplateValueKind.Map, Entries: [{ Key: Intrinsics.Ref, Value.Text: PseudoParameters.NoValue }] };

    /// <summary>Whether a value is computed, by whatever function.</summary>
    public static bool IsComputed(TemplateValue value) => Function(value) is not null;

    /// <summary>
    /// The ways in which a value can turn out that names conditions anywhere in it: one where it names none, and one where it names too many to be told apart.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="conditions">When it is asked for.</param>
    public static IEnumerable<ConditionSet> Ways(TemplateValue value, ConditionSet conditions)
    {
        if (value.Kind == TemplateValueKind.Scalar || !ConditionScope.MentionedIn(value).Any())
        {
            return [conditions];
        }

        return ConditionScope.Empty.With(conditions).Split(ConditionScope.MentionedIn(value)).Select(x => x.Outcomes.Aggregate(conditions, static (all, y) => all.And(y.Condition, y.Value)));
    }

    private static KeyValuePair<string, TemplateValue>? Function(TemplateValue value) =>
        value is { Kind: TemplateValueKind.Map, EntryArray: [var only] } && Intrinsics.IsFunction(only.Key) ? only : null;

    private bool HaveSameEntries(TemplateValue one, TemplateValue other) =>
        one.Entries.Count == other.Entries.Count && one.Entries.All(x => other[x.Key] is { } value && AreSame(x.Value, value));

    private Interpreted Evaluate(TemplateValue value, bool expands)
    {
        switch (value.Kind)
        {
            case TemplateValueKind.Null:
                return default;
            case TemplateValueKind.Scalar:
                return Interpreted.Of(SymbolicText.Of(value.Text!));
        }

        if (Function(value) is not { } function)
        {
            return Interpreted.Of(value);
        }

        if (IsNoValue(value))
        {
            return default;
        }

        Begin();
        if (_depth >= MaximumDepth || ++_steps > MaximumSteps)
        {
            return Open(value, "it refers to itself");
        }

        _depth++;
        try
        {
            return Call(function, value, expands);
        }
        finally
        {
            _depth--;
        }
    }

    /// <summary>Each value that somebody asks for has the whole budget.</summary>
    private void Begin()
    {
        if (_depth == 0)
        {
            (_steps, _symbols) = (0, 0);
        }
    }

    private SymbolicText Text(TemplateValue value, bool expands) => value.Kind == TemplateValueKind.Scalar
        ? SymbolicText.Of(value.Text!)
        : Evaluate(value, expands) switch
        {
            { Kind: InterpretedKind.Text, Text: { } text } => text,
            _ => Open(value, "it is no text").Text!,
        };

    private Interpreted Call(KeyValuePair<string, TemplateValue> function, TemplateValue value, bool expands)
    {
        TemplateValue argument = function.Value;
        string? reason = null;
        switch (function.Key)
        {
            case Intrinsics.Ref or Intrinsics.GetAtt when ReferenceIn(function) is { } reference:
                return expands && names.ListOf(reference) is { } list ? Evaluate(list, expands) : Interpreted.Of(expands ? Expand(reference) : Atom(reference));
            case Intrinsics.Sub when Substitute(argument, expands) is { } text:
                return Interpreted.Of(text);
            case Intrinsics.Join when Join(argument, expands) is { } text:
                return Interpreted.Of(text);
            case Intrinsics.If:
                return Choose(argument, ref reason) is { } chosen ? Evaluate(chosen, expands) : EitherWay(argument, expands) ?? Open(value, reason ?? Unreadable(function.Key));
            case Intrinsics.Select:
                return Select(argument, expands) ?? Open(value, Unreadable(function.Key));
            case Intrinsics.Split when Split(argument) is { } parts:
                return Interpreted.Of(parts);
            case Intrinsics.FindInMap:
                return FindInMap(argument, expands, ref reason) ?? Open(value, reason ?? Unreadable(function.Key));
            case Intrinsics.Equals or Intrinsics.And or Intrinsics.Or or Intrinsics.Not:
                return IsTrue(value, ref reason) switch
                {
                    Truth.Yes => Interpreted.Of(SymbolicText.Of("true")),
                    Truth.No => Interpreted.Of(SymbolicText.Of("false")),
                    _ => Open(value, reason ?? Unreadable(function.Key)),
                };
            case Intrinsics.ImportValue:
                return Open(value, "it is imported from another stack");
            case Intrinsics.Sub or Intrinsics.Join or Intrinsics.Split or Intrinsics.Ref or Intrinsics.GetAtt:
                return Open(value, Unreadable(function.Key));
            default:
                return Open(value, $"{function.Key} is not worked out here");
        }
    }

    private static string Unreadable(string function) => $"{function} cannot be read";

    private static Interpreted Open(TemplateValue value, string reason) => Interpreted.OfOpen(SymbolicText.Of(new Placeholder(value.ToString(), PlaceholderShape.Any) { Reason = reason }));

    /// <summary>A reference as it is written.</summary>
    private static SymbolicText Atom(Reference reference) => SymbolicText.Of(new Placeholder(reference.ToString(), PlaceholderShape.Any) { Reference = reference });

    private SymbolicText Expand(Reference reference) =>
        names.TextOf(reference, this) ?? SymbolicText.Of(new Placeholder(reference.ToString(), PlaceholderShape.Any) { Reference = reference, Reason = names.WhyUnknown(reference) });

    private Reference? ReferenceIn(KeyValuePair<string, TemplateValue> function)
    {
        if (function.Key == Intrinsics.Ref)
        {
            return function.Value.Text is { } name ? Reference.Parse(name) : null;
        }

        return function.Value switch
        {
            { ItemArray: [{ Text: { } id }, { Text: { } attribute }] } => new Reference(id, attribute),
            { ItemArray.Length: > 1 } path when path.ItemArray.Select(x => Text(x).Literal).ToArray() is var names && Array.TrueForAll(names, static x => x is not null) => Reference.Parse(string.Join(".", names)),
            _ => null,
        };
    }

    private SymbolicText? Substitute(TemplateValue argument, bool expands)
    {
        (string? pattern, TemplateValue? variables) = argument switch
        {
            { Kind: TemplateValueKind.Scalar } => (argument.Text, null),
            { Items: [{ Text: { } text }, { Kind: TemplateValueKind.Map } map] } => (text, map),
            { Items: [{ Text: { } text }] } => (text, null),
            _ => (null, null),
        };
        if (pattern is null)
        {
            return null;
        }

        List<SymbolicText> parts = [];
        foreach (SubPart part in SubPattern.Parse(pattern))
        {
            SymbolicText text = part switch
            {
                { Kind: SubPartKind.Literal } => SymbolicText.Of(part.Text),
                { Kind: SubPartKind.Escape } => PolicyVariable(part.Text),
                _ when variables?[part.Text] is { } value => Text(value, expands),
                _ when expands => Expand(Reference.Parse(part.Text)),
                _ => Atom(Reference.Parse(part.Text)),
            };
            if (!TryAdd(parts, text))
            {
                return null;
            }
        }

        return parts.Count switch { 0 => Empty, 1 => parts[0], _ => SymbolicText.Concat(parts) };
    }

    /// <summary>Adds a part of a text, unless the value that is asked for has become too long.</summary>
    private bool TryAdd(List<SymbolicText> parts, SymbolicText part)
    {
        _symbols += part.Length;
        if (_symbols > MaximumSymbols)
        {
            return false;
        }

        parts.Add(part);
        return true;
    }

    /// <summary>CloudFormation leaves <c>${!x}</c> as <c>${x}</c>: a variable of IAM, or a text.</summary>
    private SymbolicText PolicyVariable(string name) => names.IsOfDeployment ? SymbolicText.Of("${" + name + "}") : SymbolicText.Of(new Placeholder("${" + name + "}", PlaceholderShape.Any));

    private SymbolicText? Join(TemplateValue arguments, bool expands)
    {
        if (arguments.Items is not [var separator, var list] || Text(separator).Literal is not { } between || Items(list, expands) is not { } items)
        {
            return null;
        }

        List<SymbolicText> parts = [];
        foreach (Interpreted item in items)
        {
            if (item.Kind == InterpretedKind.Nothing)
            {
                continue;
            }

            if (item.Text is not { } text)
            {
                return null;
            }

            if ((parts.Count > 0 && between.Length > 0 && !TryAdd(parts, SymbolicText.Of(between))) || !TryAdd(parts, text))
            {
                return null;
            }
        }

        return parts.Count switch { 0 => Empty, 1 => parts[0], _ => SymbolicText.Concat(parts) };
    }

    /// <summary>The items of a list, written out or computed; <see langword="null"/> when they are not known.</summary>
    private IEnumerable<Interpreted>? Items(TemplateValue list, bool expands) => Evaluate(list, expands) switch
    {
        { Kind: InterpretedKind.List, Parts: { } parts } => parts.Select(static x => Interpreted.Of(x)),
        { Kind: InterpretedKind.List, Value: { } plain } => plain.Items.Select(x => Evaluate(x, expands)),
        _ => null,
    };

    private Interpreted? Select(TemplateValue arguments, bool expands) =>
        arguments.Items is [var index, var list]
        && int.TryParse(Text(index).Literal, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && Items(list, expands)?.Where(static x => x.Kind != InterpretedKind.Nothing).Skip(number).Take(1).ToArray() is [var item]
            ? item
            : null;

    /// <summary>The parts of a text between separators; <see langword="null"/> where a separator may stand in something that is open.</summary>
    private IReadOnlyList<SymbolicText>? Split(TemplateValue arguments) =>
        arguments.Items is [var at, var whole] && Text(at).Literal is { Length: > 0 } separator && Text(whole) is var text && !separator.Any(text.MayHide) ? text.Split(separator) : null;

    private Interpreted? FindInMap(TemplateValue arguments, bool expands, ref string? reason)
    {
        if (arguments.Items is not [var map, var top, var second, ..] || Text(map).Literal is not { } name || Text(top).Literal is not { } first || Text(second).Literal is not { } last)
        {
            return null;
        }

        if ((names.Mapping(name, first, last) ?? (arguments.Items.Count > 3 ? arguments.Items[3]["DefaultValue"] : null)) is { } value)
        {
            return Evaluate(value, expands);
        }

        reason = $"the mapping {name} has no {first}.{last}";
        return null;
    }

    private TemplateValue? Choose(TemplateValue arguments, ref string? reason) => arguments.Items is [{ Text: { } condition }, var yes, var no]
        ? Holds(condition, ref reason) switch { Truth.Yes => yes, Truth.No => no, _ => null }
        : null;

    /// <summary>What both branches of <c>Fn::If</c> give; <see langword="null"/> where they differ.</summary>
    private Interpreted? EitherWay(TemplateValue arguments, bool expands) =>
        arguments.Items is [_, var whenTrue, var whenFalse]
        && Evaluate(whenTrue, expands) is { Kind: InterpretedKind.Text, Text: { } text } either
        && Evaluate(whenFalse, expands) is { Text: { } other }
        && text.IsEqualTo(other) == Truth.Yes
            ? either
            : null;

    private Truth Holds(string condition, ref string? reason)
    {
        Truth assumed = scope[condition];
        if (assumed != Truth.Maybe || !names.IsOfDeployment)
        {
            return assumed;
        }

        if (names.Condition(condition) is not { } expression)
        {
            reason ??= $"the template has no condition {condition}";
            return Truth.Maybe;
        }

        if (_depth >= MaximumDepth || ++_steps > MaximumSteps)
        {
            reason ??= "it refers to itself";
            return Truth.Maybe;
        }

        _depth++;
        Truth truth = IsTrue(expression, ref reason);
        _depth--;
        return truth;
    }

    private Truth IsTrue(TemplateValue expression, ref string? reason)
    {
        if (expression is not { Kind: TemplateValueKind.Map, EntryArray: [var only] })
        {
            return OfText(expression, ref reason);
        }

        switch (only.Key)
        {
            case Intrinsics.Condition when only.Value.Text is { } name:
                return Holds(name, ref reason);
            case Intrinsics.Equals when only.Value.Items is [var left, var right]:
                return AreEqual(left, right, ref reason);
            case Intrinsics.Not when only.Value.Items is [var operand]:
                return IsTrue(operand, ref reason).Not();
            case Intrinsics.And or Intrinsics.Or:
                Truth truth = only.Key == Intrinsics.And ? Truth.Yes : Truth.No;
                foreach (TemplateValue operand in only.Value.Items)
                {
                    truth = only.Key == Intrinsics.And ? truth.And(IsTrue(operand, ref reason)) : truth.Or(IsTrue(operand, ref reason));
                }

                return truth;
            default:
                return OfText(expression, ref reason);
        }
    }

    private Truth OfText(TemplateValue expression, ref string? reason)
    {
        SymbolicText text = Text(expression);
        reason ??= text.Placeholders.Select(static x => x.Reason).FirstOrDefault(static x => x is not null);
        return text.Literal is { } literal ? (literal == "true" ? Truth.Yes : Truth.No) : Truth.Maybe;
    }

    private Truth AreEqual(TemplateValue left, TemplateValue right, ref string? reason)
    {
        (Interpreted one, Interpreted other) = (Evaluate(left), Evaluate(right));
        if (one.Text is { } text && other.Text is { } otherText)
        {
            Truth truth = text.IsEqualTo(otherText);
            reason ??= truth == Truth.Maybe ? text.Placeholders.Concat(otherText.Placeholders).Select(static x => x.Reason).FirstOrDefault(static x => x is not null) : null;
            return truth;
        }

        return AreSame(left, right) ? Truth.Yes : Truth.No;
    }
}
