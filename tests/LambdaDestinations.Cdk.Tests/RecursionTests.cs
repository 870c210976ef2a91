using LambdaDestinations.Shared.Tests;

namespace LambdaDestinations.Cdk.Tests;

/// <summary>Every recursion of the package is in the list, with what bounds it.</summary>
public sealed class RecursionTests
{
    [Fact]
    public void Every_recursion_has_a_bound() => Assert.Empty(Recursions.Compare(typeof(Destinations).Assembly.Location));
}
