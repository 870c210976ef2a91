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
internal sealed partial class Interpreter(INames names, ConditionScope scope)
{
    // Deeper than any template that CloudFormation accepts, and shallow enough for every stack.
    private const int MaximumDepth = 64;

    // All that stands on the stack at once, conditions and what they compare included.
    private const int MaximumNesting = 512;

    // Names that each mention another twice double with every step; no template that CloudFormation accepts comes near.
    private const int MaximumSteps = 10_000;

    // A text that mentions a long one often is as long each time.
    private const int MaximumSymbols = 1_000_000;

    private static readonly SymbolicText Empty = SymbolicText.Of("");

    private static readonly OpenReason TooDeep = OpenReason.Limit($"functions and names lead to each other more than {MaximumDepth.ToString(CultureInfo.InvariantCulture)} deep");

    private static readonly OpenReason TooLong = OpenReason.Limit($"it takes more than {MaximumSteps.ToString(CultureInfo.InvariantCulture)} functions to work out");

    // Names can refer to each other in a circle, which CloudFormation refuses.
    private HashSet<Reference>? _expanding;

    private ConditionScope _scope = scope.Knowing(names.Facts);
    private int _depth;
    private int _nesting;
    private int _steps;
    private int _symbols;

    /// <summary>The conditions that are taken to hold.</summary>
    public ConditionScope Scope => _scope;

    /// <summary>What a value gives, its outermost functions worked out.</summary>
    public Interpreted Evaluate(TemplateValue? value) => value is null ? default : Evaluate(value, expands: true) switch
    {
        { Kind: InterpretedKind.Text, IsOpen: false, Text: { } text } => Interpreted.Of(text.WithDynamicReferences()),
        var other => other,
    };

    /// <summary>The text of a value, with each reference as far as the names know it.</summary>
    public SymbolicText Text(TemplateValue value) => Text(value, expands: true).WithDynamicReferences();

    /// <summary>The text of a value, in which references stand as they are.</summary>
    public SymbolicText Written(TemplateValue value) => Text(value, expands: false).WithDynamicReferences();

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

        // Below a condition the same condition is decided: each way is looked at by itself.
        string[] open = [.. ConditionScope.MentionedIn(one).Concat(ConditionScope.MentionedIn(other)).Where(x => scope[x] == Truth.Maybe).Distinct(StringComparer.Ordinal)];
        return open.Length == 0 ? AreSameHere(one, other) : scope.Split(open).All(x => new Interpreter(names, x).AreSameHere(one, other));
    }

    private bool AreSameHere(TemplateValue one, TemplateValue other)
    {
        Interpreted left = Evaluate(one);
        Interpreted right = Evaluate(other);
        return left.Kind == right.Kind && left.Kind switch
        {
            InterpretedKind.Text => left.Text!.IsEqualTo(right.Text!) == Truth.Yes || names.AreOfOneResource(left.Text, right.Text!),
            InterpretedKind.Map => HaveSameEntries(left.Value!, right.Value!),
            InterpretedKind.List => left.Parts is null && right.Parts is null && left.Value!.Items.Count == right.Value!.Items.Count && left.Value.Items.Zip(right.Value.Items, AreSameHere).All(static x => x),
            _ => true,
        };
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
        one.Entries.Count == other.Entries.Count && one.Entries.All(x => other[x.Key] is { } value && AreSameHere(x.Value, value));

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
        if (_depth >= MaximumDepth || _nesting >= MaximumNesting || ++_steps > MaximumSteps)
        {
            return Open(value, _steps > MaximumSteps ? TooLong : TooDeep);
        }

        _depth++;
        _nesting++;
        try
        {
            return Call(function, value, expands);
        }
        finally
        {
            _depth--;
            _nesting--;
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
            { Kind: InterpretedKind.Nothing } => Open(value, OpenReason.Invalid("the value is missing where a string is needed")).Text!,
            { Kind: var kind } => Open(value, OpenReason.Invalid($"the value is a {(kind == InterpretedKind.List ? "list" : "map")}, not a string")).Text!,
        };

    private Interpreted Call(KeyValuePair<string, TemplateValue> function, TemplateValue value, bool expands)
    {
        TemplateValue argument = function.Value;
        OpenReason? reason = null;
        Interpreted? known = function.Key switch
        {
            Intrinsics.Ref or Intrinsics.GetAtt => ReferenceIn(function) switch
            {
                not { } => null,
                { } reference when expands && names.ListOf(reference) is { } list => Evaluate(list, expands),
                { } reference => Interpreted.Of(expands ? Expand(reference) : Atom(reference)),
            },
            Intrinsics.Sub => Substitute(argument, expands) is { } text ? Interpreted.Of(text) : null,
            Intrinsics.Join => Join(argument, expands, ref reason),
            Intrinsics.If => Choose(argument, ref reason) is { } chosen ? Evaluate(chosen, expands) : EitherWay(argument, expands),
            Intrinsics.Select => Select(argument, expands, ref reason),
            Intrinsics.Split => Split(argument, ref reason),
            Intrinsics.FindInMap => FindInMap(argument, expands, ref reason),
            Intrinsics.Equals or Intrinsics.And or Intrinsics.Or or Intrinsics.Not => IsTrue(value, ref reason) switch
            {
                Truth.Yes => Interpreted.Of(SymbolicText.Of("true")),
                Truth.No => Interpreted.Of(SymbolicText.Of("false")),
                _ => null,
            },
            _ => null,
        };
        return known ?? Open(value, reason ?? WhyOpen(function.Key));
    }

    /// <summary>Why a function gives nothing, where its arguments do not tell: it is none that is worked out here, or it is written wrongly.</summary>
    private static OpenReason WhyOpen(string function) => function switch
    {
        Intrinsics.ImportValue => OpenReason.AtDeployment("it is imported from another stack"),
        Intrinsics.Transform => OpenReason.AtDeployment("a macro makes it (Fn::Transform)"),
        "Fn::GetAZs" => OpenReason.AtDeployment("Fn::GetAZs asks the account for its zones"),
        Intrinsics.Ref => OpenReason.Invalid("Ref needs the name of a parameter or resource"),
        Intrinsics.GetAtt => OpenReason.Invalid("Fn::GetAtt needs a logical id and an attribute"),
        Intrinsics.Sub => OpenReason.Invalid("Fn::Sub needs a string, or a list of a string and a map of its variables"),
        Intrinsics.Join => OpenReason.Invalid("Fn::Join needs a list of a separator and a list of strings"),
        Intrinsics.If => OpenReason.Invalid("Fn::If needs a list of the name of a condition and two values"),
        Intrinsics.Select => OpenReason.Invalid("Fn::Select needs a list of an index and a list"),
        Intrinsics.Split => OpenReason.Invalid("Fn::Split needs a list of a separator and a string"),
        Intrinsics.FindInMap => OpenReason.Invalid("Fn::FindInMap needs a list of a mapping and two keys"),
        _ => OpenReason.Limit($"{function} is not evaluated here"),
    };

    private static Interpreted Open(TemplateValue value, OpenReason? reason) => Interpreted.OfOpen(SymbolicText.Of(new Placeholder(value.ToString(), PlaceholderShape.Any) { Reason = reason }));

    /// <summary>A reference as it is written.</summary>
    private static SymbolicText Atom(Reference reference) => SymbolicText.Of(new Placeholder(reference.ToString(), PlaceholderShape.Any) { Reference = reference });

    private SymbolicText Expand(Reference reference)
    {
        if (!(_expanding ??= []).Add(reference))
        {
            return Unknown(reference, OpenReason.Invalid($"{reference} refers to itself"));
        }

        SymbolicText? text = names.TextOf(reference, this);
        _expanding.Remove(reference);
        return text ?? Unknown(reference, names.WhyUnknown(reference));
    }

    private static SymbolicText Unknown(Reference reference, OpenReason? reason) => SymbolicText.Of(new Placeholder(reference.ToString(), PlaceholderShape.Any) { Reference = reference, Reason = reason });

    private Reference? ReferenceIn(KeyValuePair<string, TemplateValue> function)
    {
        if (function.Key == Intrinsics.Ref)
        {
            return function.Value.Text is { } name ? Reference.Parse(name) : null;
        }

        return function.Value switch
        {
            { ItemArray: [{ Text: { } id }, { Text: { } attribute }] } => new Reference(id, attribute),
            { ItemArray.Length: > 1 } path when path.ItemArray.Select(x => Text(x, expands: true).Literal).ToArray() is var names && Array.TrueForAll(names, static x => x is not null) => Reference.Parse(string.Join(".", names)),
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
                { Text.Length: 0 } => SymbolicText.Of(new Placeholder("${}", PlaceholderShape.Any) { Reason = OpenReason.Invalid("Fn::Sub has no name between the braces of ${}") }),
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

    private Interpreted? Join(TemplateValue arguments, bool expands, ref OpenReason? reason)
    {
        if (arguments.Items is not [var separator, var list])
        {
            return null;
        }

        SymbolicText between = Text(separator, expands: true);
        if (between.Literal is not { } literal)
        {
            reason = between.Reason;
            return null;
        }

        if (Items(list, expands, ref reason) is not { } items)
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

            if ((parts.Count > 0 && literal.Length > 0 && !TryAdd(parts, between)) || !TryAdd(parts, text))
            {
                return null;
            }
        }

        return Interpreted.Of(parts.Count switch { 0 => Empty, 1 => parts[0], _ => SymbolicText.Concat(parts) });
    }

    /// <summary>The items of a list, written out or computed; <see langword="null"/> when they are not known.</summary>
    private IEnumerable<Interpreted>? Items(TemplateValue list, bool expands, ref OpenReason? reason)
    {
        Interpreted result = Evaluate(list, expands);
        switch (result)
        {
            case { Kind: InterpretedKind.List, Parts: { } parts }:
                return parts.Select(static x => Interpreted.Of(x));
            case { Kind: InterpretedKind.List, Value: { } plain }:
                return plain.Items.Select(x => Evaluate(x, expands));
            default:
                reason = result.Text?.Reason;
                return null;
        }
    }

    private Interpreted? Select(TemplateValue arguments, bool expands, ref OpenReason? reason)
    {
        if (arguments.Items is not [var index, var list])
        {
            return null;
        }

        SymbolicText at = Text(index, expands: true);
        if (at.Literal is not { } literal)
        {
            reason = at.Reason;
            return null;
        }

        if (!int.TryParse(literal, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            reason = OpenReason.Invalid($"the index {literal} of Fn::Select is not a number from 0");
            return null;
        }

        if (Function(list) is { Key: Intrinsics.Split } split && KnownParts(split.Value) is { } parts && number < parts.Count)
        {
            return Interpreted.Of(parts[number]);
        }

        if (Items(list, expands, ref reason) is not { } items)
        {
            return null;
        }

        Interpreted[] found = [.. items.Where(static x => x.Kind != InterpretedKind.Nothing).Take(number == int.MaxValue ? number : number + 1)];
        if (number < found.Length)
        {
            return found[number];
        }

        reason = OpenReason.Invalid($"Fn::Select asks for item {literal} of a list of {found.Length.ToString(CultureInfo.InvariantCulture)}; the first item is 0");
        return null;
    }

    /// <summary>The parts of a text between separators; <see langword="null"/> where a separator may stand in something that is open.</summary>
    private Interpreted? Split(TemplateValue arguments, ref OpenReason? reason)
    {
        if (arguments.Items is not [var at, var whole] || Text(at, expands: true).Literal is not { Length: > 0 } separator)
        {
            return null;
        }

        SymbolicText text = Text(whole, expands: true);
        if (separator.Any(text.MayHide))
        {
            reason = text.Reason;
            return null;
        }

        return Interpreted.Of(text.Split(separator));
    }

    /// <summary>The parts of <c>Fn::Split</c> in front of the first that may hold a separator which is not known.</summary>
    private IReadOnlyList<SymbolicText>? KnownParts(TemplateValue arguments) =>
        arguments.Items is [var at, var whole] && Text(at, expands: true).Literal is { Length: > 0 } separator ? [.. Text(whole, expands: true).Split(separator).TakeWhile(x => !separator.Any(x.MayHide))] : null;

    private Interpreted? FindInMap(TemplateValue arguments, bool expands, ref OpenReason? reason)
    {
        if (arguments.Items is not [var map, var top, var second, ..])
        {
            return null;
        }

        SymbolicText[] keys = [Text(map, expands: true), Text(top, expands: true), Text(second, expands: true)];
        if (keys[0].Literal is not { } name)
        {
            reason = keys[0].Reason;
            return null;
        }

        TemplateValue? inItsPlace = arguments.Items.Count > 3 ? arguments.Items[3]["DefaultValue"] : null;
        if (keys[1].Literal is not { } first || keys[2].Literal is not { } last)
        {
            reason = keys[1].Reason ?? keys[2].Reason;
            return SameForEvery(name, keys[1], keys[2], inItsPlace, expands);
        }

        if ((names.Mapping(name, first, last) ?? inItsPlace) is { } value)
        {
            return Evaluate(value, expands);
        }

        reason = OpenReason.Invalid($"the mapping {name} has no {first}.{last}");
        return null;
    }

    /// <summary>
    /// What a mapping gives whatever its open keys are; <see langword="null"/> where that differs. A key that is not there fails the deployment, except
    /// where something stands in its place.
    /// </summary>
    private Interpreted? SameForEvery(string map, SymbolicText top, SymbolicText second, TemplateValue? inItsPlace, bool expands)
    {
        Interpreted? same = inItsPlace is null ? null : Evaluate(inItsPlace, expands);
        foreach (string first in KeysOf(top, names.MappingKeys(map, null)))
        {
            foreach (string last in KeysOf(second, names.MappingKeys(map, first)))
            {
                if (names.Mapping(map, first, last) is not { } value)
                {
                    continue;
                }

                Interpreted one = Evaluate(value, expands);
                if (one.Text?.Literal is not { } text || (same is { } known && known.Text?.Literal != text))
                {
                    return null;
                }

                same = one;
            }
        }

        return same;
    }

    /// <summary>The keys that a text can be: itself, what is allowed for its parameter, or any that is there.</summary>
    private IEnumerable<string> KeysOf(SymbolicText text, IEnumerable<string> all) =>
        text.Literal is { } literal ? [literal] : text.Reference is { } reference && names.AllowedValues(reference) is { } allowed ? allowed : all;
}
