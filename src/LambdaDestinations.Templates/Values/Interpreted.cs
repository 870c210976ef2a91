using System.Collections.Generic;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Values;

/// <summary>What a value turned out to be.</summary>
internal enum InterpretedKind
{
    /// <summary>Nothing: null, <c>AWS::NoValue</c>, or no value at all.</summary>
    Nothing,

    /// <summary>A text, known or open. What is open altogether may also be a list or a map.</summary>
    Text,

    /// <summary>A list.</summary>
    List,

    /// <summary>A map.</summary>
    Map,
}

/// <summary>What a value gives, its outermost functions worked out by <see cref="Interpreter"/>.</summary>
internal readonly struct Interpreted
{
    private Interpreted(InterpretedKind kind, SymbolicText? text, TemplateValue? value, IReadOnlyList<SymbolicText>? parts, bool isOpen)
    {
        Kind = kind;
        Text = text;
        Value = value;
        Parts = parts;
        IsOpen = isOpen;
    }

    /// <summary>What it is.</summary>
    public InterpretedKind Kind { get; }

    /// <summary>The text; <see langword="null"/> unless it is one.</summary>
    public SymbolicText? Text { get; }

    /// <summary>The list or map as it is written, with the functions below it; <see langword="null"/> for a list that a function makes.</summary>
    public TemplateValue? Value { get; }

    /// <summary>The items of a list that a function makes.</summary>
    public IReadOnlyList<SymbolicText>? Parts { get; }

    /// <summary>Whether nothing is known of it, not even that it is a text.</summary>
    public bool IsOpen { get; }

    /// <summary>A text.</summary>
    public static Interpreted Of(SymbolicText text) => new(InterpretedKind.Text, text, null, null, isOpen: false);

    /// <summary>Something that is not known.</summary>
    public static Interpreted OfOpen(SymbolicText placeholder) => new(InterpretedKind.Text, placeholder, null, null, isOpen: true);

    /// <summary>A list or map that is written out.</summary>
    public static Interpreted Of(TemplateValue value) => new(value.Kind == TemplateValueKind.List ? InterpretedKind.List : InterpretedKind.Map, null, value, null, isOpen: false);

    /// <summary>A list that a function makes.</summary>
    public static Interpreted Of(IReadOnlyList<SymbolicText> parts) => new(InterpretedKind.List, null, null, parts, isOpen: false);
}
