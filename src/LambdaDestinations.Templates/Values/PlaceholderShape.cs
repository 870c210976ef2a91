using System;

namespace LambdaDestinations.Templates.Values;

/// <summary>One step of a set of texts: one character of a class, or any number of them.</summary>
/// <param name="Characters">The class.</param>
/// <param name="Repeats">Whether any number, none included, may stand here.</param>
internal readonly record struct TextStep(CharacterSet Characters, bool Repeats);

/// <summary>The texts that a value may have which is known at deployment only.</summary>
internal sealed class PlaceholderShape
{
    private PlaceholderShape(params TextStep[] steps) => Steps = steps;

    /// <summary>Anything, the empty text included: a parameter, an import, a function that is not followed.</summary>
    public static PlaceholderShape Any { get; } = new(Many(CharacterSet.Any));

    /// <summary>Anything but the empty text.</summary>
    public static PlaceholderShape NotEmpty { get; } = new(One(CharacterSet.Any), Many(CharacterSet.Any));

    /// <summary><c>aws</c>, <c>aws-cn</c>, <c>aws-us-gov</c>, ….</summary>
    public static PlaceholderShape Partition { get; } = new(One('a'), One('w'), One('s'), Many(CharacterSet.LowerCase));

    /// <summary><c>eu-central-1</c>.</summary>
    public static PlaceholderShape Region { get; } = new(One(CharacterSet.LowerCase), Many(CharacterSet.LowerCase), One('-'), One(CharacterSet.Digits));

    /// <summary>Twelve digits.</summary>
    public static PlaceholderShape Account { get; } = new(Repeat(One(CharacterSet.Digits), 12));

    /// <summary>A physical name that somebody chose.</summary>
    public static PlaceholderShape Name { get; } = new(One(CharacterSet.Name), Many(CharacterSet.Name));

    /// <summary>A physical name that CloudFormation makes: <c>stack-LogicalId-1A2B3C4D5E6F</c>, its first parts cut where they are too long.</summary>
    public static PlaceholderShape GeneratedName { get; } = new(
        [One(CharacterSet.Name), Many(CharacterSet.Name), One('-'), One(CharacterSet.Name), Many(CharacterSet.Name), One('-'), .. Repeat(One(CharacterSet.Alphanumeric), 12), Many(CharacterSet.Alphanumeric)])
    {
        IsUnique = true,
    };

    /// <summary>The id of a key: a UUID, or <c>mrk-</c> and hexadecimal digits.</summary>
    public static PlaceholderShape KeyId { get; } = new([.. Repeat(One(CharacterSet.Name), 32), Many(CharacterSet.Name)]) { IsUnique = true };

    /// <summary>The number of a version.</summary>
    public static PlaceholderShape Number { get; } = new(One(CharacterSet.Digits), Many(CharacterSet.Digits));

    public TextStep[] Steps { get; }

    /// <summary>Whether AWS gives each resource another one, and none is the beginning of another.</summary>
    public bool IsUnique { get; private init; }

    /// <summary>Whether a text of this shape may hold a character.</summary>
    public bool MayHold(char character)
    {
        CharacterSet set = CharacterSet.Of(character);
        return Array.Exists(Steps, x => x.Characters.Overlaps(set));
    }

    private static TextStep One(CharacterSet characters) => new(characters, false);

    private static TextStep One(char character) => new(CharacterSet.Of(character), false);

    private static TextStep Many(CharacterSet characters) => new(characters, true);

    private static TextStep[] Repeat(TextStep step, int count)
    {
        TextStep[] steps = new TextStep[count];
        for (int i = 0; i < count; i++)
        {
            steps[i] = step;
        }

        return steps;
    }
}
