namespace LambdaDestinations.Templates.Values;

/// <summary>
/// A set of characters. Characters outside ASCII are one class: no name that AWS allows has them, and taking them for one only
/// makes an answer less sure.
/// </summary>
internal readonly struct CharacterSet
{
    private readonly ulong _low;
    private readonly ulong _high;
    private readonly bool _other;

    private CharacterSet(ulong low, ulong high, bool other)
    {
        _low = low;
        _high = high;
        _other = other;
    }

    public static CharacterSet Any { get; } = new(ulong.MaxValue, ulong.MaxValue, true);

    public static CharacterSet Digits { get; } = Of("0123456789");

    public static CharacterSet LowerCase { get; } = Of("abcdefghijklmnopqrstuvwxyz-");

    public static CharacterSet Alphanumeric { get; } = Of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    public static CharacterSet Name { get; } = Of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.");

    public static CharacterSet Of(char character) => character switch
    {
        < (char)64 => new(1UL << character, 0, false),
        < (char)128 => new(0, 1UL << (character - 64), false),
        _ => new(0, 0, true),
    };

    public bool Overlaps(CharacterSet other) => (_low & other._low) != 0 || (_high & other._high) != 0 || (_other && other._other);

    private static CharacterSet Of(string characters)
    {
        ulong low = 0;
        ulong high = 0;
        foreach (char character in characters)
        {
            CharacterSet one = Of(character);
            low |= one._low;
            high |= one._high;
        }

        return new CharacterSet(low, high, false);
    }
}
