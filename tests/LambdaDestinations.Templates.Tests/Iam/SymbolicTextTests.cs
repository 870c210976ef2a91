using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Tests.Iam;

/// <summary>Texts with placeholders: how they are put together and taken apart, and every short pattern against every short text.</summary>
public sealed class SymbolicTextTests
{
    private static readonly SymbolicText Region = SymbolicText.Of(new Placeholder("R", PlaceholderShape.Region));
    private static readonly SymbolicText Name = SymbolicText.Of(new Placeholder("N", PlaceholderShape.Name));

    [Fact]
    public void Parts_are_joined_in_order()
    {
        SymbolicText text = SymbolicText.Concat(SymbolicText.Of("Arn:"), Region, SymbolicText.Of(":X"), SymbolicText.Concat(Name, SymbolicText.Of("-"), Region));

        Assert.Equal("Arn:{R}:X{N}-{R}", text.ToString());
        Assert.Equal("arn:{R}:x{N}-{R}", text.ToLower().ToString());
        Assert.Null(text.Literal);
        Assert.Equal("Arn:X", SymbolicText.Concat(SymbolicText.Of("Arn:"), SymbolicText.Of("X")).Literal);
        Assert.Equal("", SymbolicText.Concat().Literal);
        Assert.Equal("{R}", text.AfterLast('-').ToString());
        Assert.Equal("X{N}-{R}", text.AfterLast(':').ToString());
        Assert.Equal("Arn:{R}:X{N}-{R}", text.AfterLast('/').ToString());
        Assert.Equal("", SymbolicText.Of("a:").AfterLast(':').Literal);
    }

    [Theory]
    [InlineData(1, "Arn:{R}:X{N}:")]
    [InlineData(2, "Arn|{R}:X{N}:")]
    [InlineData(3, "Arn|{R}|X{N}:")]
    [InlineData(4, "Arn|{R}|X{N}|")]
    [InlineData(9, "Arn|{R}|X{N}|")]
    public void Splits_at_the_first_separators(int count, string expected)
    {
        IReadOnlyList<SymbolicText> parts = SymbolicText.Concat(SymbolicText.Of("Arn:"), Region, SymbolicText.Of(":X"), Name, SymbolicText.Of(":")).Split(':', count);

        Assert.Equal(expected, string.Join('|', parts));
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("**", false)]
    [InlineData("", false)]
    [InlineData("a", false)]
    public void A_star_alone_is_told(string text, bool expected) => Assert.Equal(expected, SymbolicText.Of(text).IsStar);

    /// <summary>
    /// All patterns of up to three symbols against all texts of up to three: sure when it holds with each placeholder as a letter of its
    /// own, impossible when no text of up to six letters belongs to both, and open else.
    /// </summary>
    [Fact]
    public void Every_short_pattern_against_every_short_text()
    {
        string[] letters = [.. Words("ab", 6)];
        (string Symbols, SymbolicText Text, BitArray Texts)[] texts = [.. Words("abxy", 3).Select(x => (x, Read(x), Language(x, letters)))];
        foreach (string pattern in Words("ab*?xy", 3))
        {
            SymbolicText ours = Read(pattern);
            BitArray language = Language(pattern, letters);
            Regex always = new($"\\A{string.Concat(pattern.Select(static x => x switch { '*' => ".*", '?' => "[ab]", _ => x.ToString() }))}\\z", RegexOptions.Singleline);
            foreach ((string symbols, SymbolicText text, BitArray other) in texts)
            {
                Truth answer = ours.Matches(text);
                if (always.IsMatch(symbols))
                {
                    Assert.True(answer == Truth.Yes, $"{pattern} {symbols}: {answer}");
                }
                else if (!new BitArray(language).And(other).HasAnySet())
                {
                    Assert.True(answer == Truth.No, $"{pattern} {symbols}: {answer}");
                }
                else if (!IsSharedPrefix(pattern, symbols))
                {
                    Assert.True(answer == Truth.Maybe, $"{pattern} {symbols}: {answer}");
                }
                else
                {
                    Assert.NotEqual(Truth.Yes, answer);
                }
            }
        }
    }

    [Theory]
    [InlineData("a*", "a*", Truth.Yes)]
    [InlineData("a*", "ab", Truth.No)]
    [InlineData("a?", "ab", Truth.No)]
    [InlineData("?", "?", Truth.Yes)]
    [InlineData("*", "", Truth.No)]
    [InlineData("ax", "ab", Truth.Maybe)]
    [InlineData("ax", "ax", Truth.Yes)]
    [InlineData("ax", "bx", Truth.No)]
    [InlineData("xa", "xb", Truth.No)]
    [InlineData("", "", Truth.Yes)]
    [InlineData("", "x", Truth.Maybe)]
    [InlineData("", "a", Truth.No)]
    internal void Equal_texts_have_no_wildcards(string one, string other, Truth expected)
    {
        Assert.Equal(expected, Read(one).IsEqualTo(Read(other)));
        Assert.Equal(expected, Read(other).IsEqualTo(Read(one)));
    }

    public static TheoryData<string, string, bool> Shapes => new()
    {
        { "Any", "", true },
        { "Any", "é:/ ", true },
        { "NotEmpty", "", false },
        { "NotEmpty", "a", true },
        { "NotEmpty", "a/b", true },
        { "Partition", "aws", true },
        { "Partition", "aws-us-gov", true },
        { "Partition", "aw", false },
        { "Partition", "bws", false },
        { "Partition", "aWs", false },
        { "Partition", "aws2", false },
        { "Region", "e-1", true },
        { "Region", "us-gov-west-1", true },
        { "Region", "eu-west-", false },
        { "Region", "eu-west-12", false },
        { "Region", "EU-west-1", false },
        { "Region", "-1", false },
        { "Account", "123456789012", true },
        { "Account", "1234567890123", false },
        { "Account", "12345678901", false },
        { "Account", "12345678901a", false },
        { "Name", "a", true },
        { "Name", "A_b-c.d9", true },
        { "Name", "", false },
        { "Name", "a/b", false },
        { "Name", "a:b", false },
        { "GeneratedName", "stack-Queue-1A2B3C4D5E6F", true },
        { "GeneratedName", "s-Q-1A2B3C4D5E6f7", true },
        { "GeneratedName", "s-Q-1A2B3C4D5E6", false },
        { "GeneratedName", "stackQueue-1A2B3C4D5E6F", false },
        { "GeneratedName", "orders", false },
        { "GeneratedName", "s-Q-1A2B3C4D5E_F", false },
        { "KeyId", "1234abcd-12ab-34cd-56ef-1234567890ab", true },
        { "KeyId", "mrk-1234abcd12ab34cd56ef1234567890ab", true },
        { "KeyId", "1234567890123456789012345678901", false },
        { "KeyId", "12345678901234567890123456789012", true },
        { "Number", "1", true },
        { "Number", "12", true },
        { "Number", "", false },
        { "Number", "1a", false },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_shape_tells_which_texts_are_possible(string shape, string text, bool isPossible)
    {
        PlaceholderShape known = (PlaceholderShape)typeof(PlaceholderShape).GetProperty(shape)!.GetValue(null)!;
        SymbolicText placeholder = SymbolicText.Of(new Placeholder("p", known));

        Assert.Equal(isPossible ? Truth.Maybe : Truth.No, placeholder.IsEqualTo(SymbolicText.Of(text)));
        Assert.Equal(isPossible ? Truth.Maybe : Truth.No, SymbolicText.Of(text).Matches(placeholder));
        Assert.Equal(isPossible ? Truth.Maybe : Truth.No, SymbolicText.Concat(SymbolicText.Of("<"), placeholder, SymbolicText.Of(">")).IsEqualTo(SymbolicText.Of($"<{text}>")));
    }

    [Fact]
    public void Names_that_AWS_makes_differ_from_each_other()
    {
        SymbolicText one = SymbolicText.Of(new Placeholder("One", PlaceholderShape.GeneratedName));
        SymbolicText other = SymbolicText.Of(new Placeholder("Other", PlaceholderShape.GeneratedName));
        SymbolicText chosen = SymbolicText.Of(new Placeholder("Chosen", PlaceholderShape.Name));
        SymbolicText key = SymbolicText.Of(new Placeholder("Key", PlaceholderShape.KeyId));

        Assert.Equal(Truth.Yes, one.IsEqualTo(one));
        Assert.Equal(Truth.No, one.IsEqualTo(other));
        Assert.Equal(Truth.No, one.IsEqualTo(key));
        Assert.Equal(Truth.Maybe, one.IsEqualTo(chosen));
        Assert.Equal(Truth.Maybe, chosen.IsEqualTo(one));
        Assert.Equal(Truth.No, SymbolicText.Concat(SymbolicText.Of("a"), one).Matches(SymbolicText.Concat(SymbolicText.Of("a"), other)));
        Assert.Equal(Truth.No, SymbolicText.Concat(one, SymbolicText.Of("*")).Matches(SymbolicText.Concat(other, SymbolicText.Of("/x"))));
        Assert.Equal(Truth.Yes, SymbolicText.Concat(one, SymbolicText.Of("*")).Matches(SymbolicText.Concat(one, SymbolicText.Of("/x"))));
        Assert.Equal(Truth.Maybe, SymbolicText.Of("stack-*").Matches(one));
        Assert.Equal(Truth.Yes, SymbolicText.Of("*").Matches(one));
        Assert.Equal(Truth.No, SymbolicText.Of("orders").Matches(one));
    }

    private static IEnumerable<string> Words(string alphabet, int length) =>
        length == 0 ? [""] : Words(alphabet, length - 1).SelectMany(x => x.Length == length - 1 ? alphabet.Select(y => x + y).Prepend(x) : [x]);

    /// <summary>The texts that the symbols may stand for.</summary>
    private static BitArray Language(string symbols, string[] letters)
    {
        Regex regex = new($"\\A{string.Concat(symbols.Select(static x => x switch { '*' or 'x' or 'y' => ".*", '?' => ".", _ => x.ToString() }))}\\z");
        return new BitArray([.. letters.Select(x => regex.IsMatch(x))]);
    }

    /// <summary>Whether a placeholder stands for the same text in front of both, which leaves fewer possibilities than two of its own.</summary>
    private static bool IsSharedPrefix(string pattern, string text) => pattern.Zip(text).TakeWhile(static x => x.First == x.Second).Any(static x => x.First is 'x' or 'y');

    private static SymbolicText Read(string symbols) =>
        SymbolicText.Concat(symbols.Select(static x => x is 'x' or 'y' ? SymbolicText.Of(new Placeholder(x.ToString(), PlaceholderShape.Any)) : SymbolicText.Of(x.ToString())));
}
