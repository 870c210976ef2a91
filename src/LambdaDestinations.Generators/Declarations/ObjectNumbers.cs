using System.Runtime.CompilerServices;
using System.Threading;

namespace LambdaDestinations.Generators.Declarations;

/// <summary>A number for each object that is asked about: its identity without keeping it alive.</summary>
internal sealed class ObjectNumbers<T>
    where T : class
{
    private readonly ConditionalWeakTable<T, StrongBox<int>> _numbers = new();
    private int _last;

    /// <summary>The object's number.</summary>
    public int Of(T item) => _numbers.GetValue(item, _ => new StrongBox<int>(Interlocked.Increment(ref _last))).Value;
}
