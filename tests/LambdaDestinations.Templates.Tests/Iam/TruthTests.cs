using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Tests.Iam;

/// <summary>Kleene's tables.</summary>
public sealed class TruthTests
{
    [Theory]
    [InlineData(Truth.No, Truth.No, Truth.No, Truth.No)]
    [InlineData(Truth.No, Truth.Maybe, Truth.No, Truth.Maybe)]
    [InlineData(Truth.No, Truth.Yes, Truth.No, Truth.Yes)]
    [InlineData(Truth.Maybe, Truth.Maybe, Truth.Maybe, Truth.Maybe)]
    [InlineData(Truth.Maybe, Truth.Yes, Truth.Maybe, Truth.Yes)]
    [InlineData(Truth.Yes, Truth.Yes, Truth.Yes, Truth.Yes)]
    internal void Two_truths_are_joined(Truth left, Truth right, Truth and, Truth or)
    {
        Assert.Equal(and, left.And(right));
        Assert.Equal(and, right.And(left));
        Assert.Equal(or, left.Or(right));
        Assert.Equal(or, right.Or(left));
        Assert.Equal(or.Not(), left.Not().And(right.Not()));
    }

    [Theory]
    [InlineData(Truth.No, Truth.Yes)]
    [InlineData(Truth.Maybe, Truth.Maybe)]
    [InlineData(Truth.Yes, Truth.No)]
    internal void A_truth_is_turned(Truth value, Truth expected) => Assert.Equal(expected, value.Not());
}
