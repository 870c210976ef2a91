using LambdaDestinations.Templates.Manifest;

namespace LambdaDestinations.Templates.Tests.Checking;

/// <summary>What attributes say. What the checks find in them is in <c>Cases/checking</c>.</summary>
public sealed class DeclarationChecksTests
{
    [Theory]
    [InlineData("A0z9Z", true)]
    [InlineData("", false)]
    [InlineData("A-b", false)]
    [InlineData("A_b", false)]
    [InlineData("A[b", false)]
    [InlineData("A{b", false)]
    [InlineData("A:b", false)]
    [InlineData("Aéb", false)]
    public void A_logical_id_has_letters_and_digits(string id, bool isOne) => Assert.Equal(isOne, DeclarationChecks.IsLogicalId(id));
}
