using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Patterns;

/// <summary>A value that a pattern is compared with: of an event that has arrived, or of a sample, as far as it is known before the record exists.</summary>
internal sealed class SampleValue
{
    private readonly Dictionary<string, SampleValue>? _members;
    private readonly Func<string, SampleValue>? _find;

    private SampleValue(Dictionary<string, SampleValue>? members = null, Func<string, SampleValue>? find = null) => (_members, _find) = (members, find);

    /// <summary>Anything, or nothing.</summary>
    public static SampleValue Open { get; } = new() { IsOpen = true };

    /// <summary>Not there.</summary>
    public static SampleValue Absent { get; } = new() { IsAbsent = true };

    /// <summary>A text that is there and that nobody knows, but which is none of those that a pattern names.</summary>
    public static SampleValue Other { get; } = new() { IsOther = true };

    /// <summary>A text that is there and that nobody knows.</summary>
    public static SampleValue Present { get; } = new();

    /// <summary>Whether nothing is known.</summary>
    public bool IsOpen { get; private init; }

    /// <summary>Whether it is not there.</summary>
    public bool IsAbsent { get; private init; }

    /// <summary>Whether it is another text than every pattern names.</summary>
    public bool IsOther { get; private init; }

    /// <summary>The text or number, or <c>true</c>, <c>false</c> and <c>null</c>.</summary>
    public string? Literal { get; private init; }

    /// <summary>What a number is at least, where it is one; <see langword="null"/> otherwise.</summary>
    public double? AtLeast { get; private init; }

    /// <summary>What a number is at most, likewise.</summary>
    public double? AtMost { get; private init; }

    /// <summary>A text of which a part is known at deployment.</summary>
    public SymbolicText? Symbolic { get; private init; }

    /// <summary>The items of a list.</summary>
    public IReadOnlyList<SampleValue>? Items { get; private init; }

    /// <summary>What it may be, where it is one of several; <see langword="null"/> otherwise.</summary>
    public IReadOnlyList<SampleValue>? Alternatives { get; private init; }

    /// <summary>Whether it is a number: a text of the same digits is another value.</summary>
    public bool IsNumber => AtLeast is not null;

    /// <summary>Whether it is <c>true</c>, <c>false</c> or <c>null</c>, without quotes.</summary>
    public bool IsToken { get; private init; }

    /// <summary>Whether it is a map.</summary>
    public bool IsMap => _members is not null || _find is not null;

    /// <summary>The members that are known by name, where there are no others.</summary>
    public IEnumerable<string> Names => _members is null || MayHaveMore ? [] : _members.Keys;

    /// <summary>What each member is that has a name of its own; <see langword="null"/> when that is not known.</summary>
    public SampleValue? Each { get; private init; }

    /// <summary>Whether a map may have more members than are known.</summary>
    public bool MayHaveMore { get; private init; }

    /// <summary>Whether it is the error's type, which decides which error it is.</summary>
    public bool IsErrorType { get; private init; }

    public static SampleValue Of(string literal) => new() { Literal = literal };

    /// <summary>A number that is known.</summary>
    public static SampleValue Number(int number) => new() { Literal = number.ToString(CultureInfo.InvariantCulture), AtLeast = number, AtMost = number };

    /// <summary>A number as it is written in JSON.</summary>
    /// <param name="text">What is written.</param>
    /// <param name="number">What it is.</param>
    public static SampleValue Number(string text, double number) => new() { Literal = text, AtLeast = number, AtMost = number };

    /// <summary><c>true</c>, <c>false</c> or <c>null</c>.</summary>
    public static SampleValue Token(string token) => new() { Literal = token, IsToken = true };

    /// <summary>A number that is there, and at least this.</summary>
    public static SampleValue NumberFrom(int least) => new() { AtLeast = least, AtMost = double.PositiveInfinity };

    public static SampleValue Of(SymbolicText text) => new() { Symbolic = text };

    /// <summary>One of several values.</summary>
    public static SampleValue OneOf(IReadOnlyList<SampleValue> values) => values.Count == 1 ? values[0] : new() { Alternatives = values };

    public static SampleValue List(params SampleValue[] items) => new() { Items = items };

    public static SampleValue Map(bool mayHaveMore, params (string Name, SampleValue Value)[] members) =>
        new(members.ToDictionary(static x => x.Name, static x => x.Value, StringComparer.Ordinal)) { MayHaveMore = mayHaveMore };

    /// <summary>A map whose members have any names and one form.</summary>
    public static SampleValue MapOf(SampleValue each) => new([]) { MayHaveMore = true, Each = each };

    /// <summary>A map of members of which nothing is known but their names.</summary>
    public static SampleValue MapOf(IEnumerable<string> names) => new(names.ToDictionary(static x => x, static _ => Open, StringComparer.Ordinal));

    /// <summary>A map whose members are looked up one by one.</summary>
    /// <param name="find">Gives a member by its name, <see cref="Absent"/> when there is none.</param>
    public static SampleValue MapBy(Func<string, SampleValue> find) => new(find: find);

    /// <summary>The error's type, known or not.</summary>
    public static SampleValue ErrorType(SampleValue value) => new() { IsErrorType = true, IsOpen = value.IsOpen, IsOther = value.IsOther, Literal = value.Literal, IsAbsent = value.IsAbsent };

    /// <summary>A member of a map.</summary>
    public SampleValue this[string name] =>
        _find is not null ? _find(name)
        : _members is null ? (IsOpen ? Open : Absent)
        : _members.TryGetValue(name, out SampleValue? found) ? found
        : MayHaveMore ? Each ?? Open : Absent;
}
