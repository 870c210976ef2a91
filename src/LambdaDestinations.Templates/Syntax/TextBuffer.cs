using System;
using System.Threading;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>
/// Lends the array that a text is read from. A template's text goes to the large object heap, whose growth sets off collections of
/// everything, so one array serves every text in turn. It is held weakly: between builds nothing of it need stay.
/// </summary>
internal static class TextBuffer
{
    private static WeakReference<char[]>? _spare;

    /// <summary>An array longer than <paramref name="length"/>, for one thread until it gives it back. What stands in it is of no meaning.</summary>
    public static char[] Rent(int length) =>
        Interlocked.Exchange(ref _spare, null) is { } spare && spare.TryGetTarget(out char[]? buffer) && buffer.Length > length ? buffer : new char[length + 1];

    /// <summary>Gives an array back, for whoever asks next.</summary>
    public static void Return(char[] buffer) => Volatile.Write(ref _spare, new WeakReference<char[]>(buffer));
}
