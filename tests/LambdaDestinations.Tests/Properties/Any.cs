using CsCheck;

namespace LambdaDestinations.Tests.Properties;

/// <summary>One of some values; CsCheck calls this differently in each of the versions that the tests run with.</summary>
internal static class Any
{
    public static Gen<T> Of<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
