using System.Collections.Concurrent;
using System.Collections.Generic;

namespace DurableOrders;

/// <summary>What the pipeline did. It stands for the database and the mails of a real one.</summary>
public static class Journal
{
    private static readonly ConcurrentQueue<string> Written = new();

    /// <summary>What was written, oldest first.</summary>
    public static IReadOnlyCollection<string> Entries => Written;

    /// <summary>Writes an entry.</summary>
    /// <param name="entry">One line.</param>
    public static void Write(string entry) => Written.Enqueue(entry);

    /// <summary>Forgets everything.</summary>
    public static void Clear() => Written.Clear();
}
