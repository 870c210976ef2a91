using System;
using System.Linq;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Tests.Iam;

public sealed class CharacterSetTests
{
    private const string Digits = "0123456789";
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    [Fact]
    public void The_named_sets_have_their_characters_and_no_others()
    {
        foreach (char character in Enumerable.Range(0, 0x180).Select(static x => (char)x))
        {
            CharacterSet one = CharacterSet.Of(character);
            Assert.Equal(Digits.Contains(character, StringComparison.Ordinal), CharacterSet.Digits.Overlaps(one));
            Assert.Equal((Lower + "-").Contains(character, StringComparison.Ordinal), CharacterSet.LowerCase.Overlaps(one));
            Assert.Equal((Digits + Lower + Upper).Contains(character, StringComparison.Ordinal), CharacterSet.Alphanumeric.Overlaps(one));
            Assert.Equal((Digits + Lower + Upper + "-_.").Contains(character, StringComparison.Ordinal), one.Overlaps(CharacterSet.Name));
            Assert.True(CharacterSet.Any.Overlaps(one));
            Assert.True(one.Overlaps(CharacterSet.Any));
        }

        Assert.True(CharacterSet.Digits.Overlaps(CharacterSet.Name));
        Assert.False(CharacterSet.Digits.Overlaps(CharacterSet.LowerCase));
    }

    [Fact]
    public void Each_character_of_ASCII_is_its_own_class_and_all_others_are_one()
    {
        foreach (char left in "\0 /09:?@AZ[`az{\u007f")
        {
            Assert.All("\0 /09:?@AZ[`az{\u007f", right => Assert.Equal(left == right, CharacterSet.Of(left).Overlaps(CharacterSet.Of(right))));
            Assert.All("\u0080é\uffff", right => Assert.False(CharacterSet.Of(left).Overlaps(CharacterSet.Of(right))));
        }

        Assert.All("\u0080é\uffff", static x => Assert.True(CharacterSet.Of('ü').Overlaps(CharacterSet.Of(x))));
    }
}
