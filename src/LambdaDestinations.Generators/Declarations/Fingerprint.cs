namespace LambdaDestinations.Generators.Declarations;

/// <summary>128 bits of two independent FNV-1a runs: equal for equal input on every machine, and for different input practically never.</summary>
/// <param name="Low">FNV-1a with its own offset and prime.</param>
/// <param name="High">The same over each character's complement, from another offset.</param>
internal readonly record struct Fingerprint(ulong Low, ulong High)
{
    private const ulong Prime = 1099511628211;

    /// <summary>Of nothing.</summary>
    public static readonly Fingerprint Start = new(14695981039346656037, 0x9E3779B97F4A7C15);

    /// <summary>Goes on with a number.</summary>
    public Fingerprint Add(int value) => Mix(unchecked((uint)value));

    /// <summary>Goes on with another fingerprint.</summary>
    public Fingerprint Add(Fingerprint other) => Mix(other.Low).Mix(other.High);

    /// <summary>Goes on with a text and its length.</summary>
    public Fingerprint Add(string text)
    {
        Fingerprint result = Mix((ulong)text.Length);
        foreach (char character in text)
        {
            result = result.Mix(character);
        }

        return result;
    }

    private Fingerprint Mix(ulong value) => unchecked(new Fingerprint((Low ^ value) * Prime, (High ^ ~value) * Prime));
}
