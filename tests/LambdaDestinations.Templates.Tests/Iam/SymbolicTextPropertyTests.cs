using System;
using System.Linq;
using System.Text.RegularExpressions;
using CsCheck;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Tests.Iam;

/// <summary>The matcher of wildcards and placeholders against regular expressions and against brute force.</summary>
[Trait("Category", "Property")]
public sealed class SymbolicTextPropertyTests
{
    private static readonly Gen<string> Text = Gen.Char["ab:/"].Array[0, 8].Select(static x => new string(x));
    private static readonly Gen<string> Pattern = Gen.Char["ab:/**?"].Array[0, 8].Select(static x => new string(x));

    [Fact]
    public void Wildcards_match_what_the_regular_expression_matches() => Gen.Select(Pattern, Text).Sample(static (pattern, text) =>
    {
        string expression = "^" + Regex.Escape(pattern).Replace("\\*", "(.|\n)*", StringComparison.Ordinal).Replace("\\?", "(.|\n)", StringComparison.Ordinal) + "\\z";
        Assert.Equal(Regex.IsMatch(text, expression) ? Truth.Yes : Truth.No, SymbolicText.Of(pattern).Matches(SymbolicText.Of(text)));
    });

    [Fact]
    public void Without_wildcards_texts_are_equal_or_not() => Gen.Select(Pattern, Text).Sample(static (one, other) =>
        Assert.Equal(one == other ? Truth.Yes : Truth.No, SymbolicText.Of(one).IsEqualTo(SymbolicText.Of(other))));

    /// <summary>A placeholder x stands for any of some texts: the answer must be what all of them, or not all of them, give.</summary>
    [Fact]
    public void A_placeholder_answers_for_every_text_that_it_may_have()
    {
        string[] values = ["", "a", "b", "ab", "ba", "aab", ":", "a/b", "a:b"];
        Gen<string> withHole = Gen.Char["ab:/*?x"].Array[0, 7].Select(static x => new string(x));
        Gen.Select(withHole, Gen.Char["ab:/x"].Array[0, 7].Select(static x => new string(x))).Sample((pattern, text) =>
        {
            Truth answer = Parse(pattern).Matches(Parse(text));
            Truth[] concrete = [.. values.Select(x => SymbolicText.Of(Fill(pattern, x)).Matches(SymbolicText.Of(Fill(text, x))))];
            if (answer == Truth.Yes)
            {
                // A placeholder that holds wildcards itself is not tried here, so Yes must hold for all.
                Assert.All(concrete, static x => Assert.Equal(Truth.Yes, x));
            }
            else if (answer == Truth.No)
            {
                Assert.All(concrete, static x => Assert.Equal(Truth.No, x));
            }
        });
    }

    [Theory]
    [InlineData("{AWS::AccountId}", "123456789012", Truth.Maybe)]
    [InlineData("{AWS::AccountId}", "12345678901", Truth.No)]
    [InlineData("{AWS::AccountId}", "12345678901a", Truth.No)]
    [InlineData("{AWS::Partition}", "aws", Truth.Maybe)]
    [InlineData("{AWS::Partition}", "aws-cn", Truth.Maybe)]
    [InlineData("{AWS::Partition}", "azure", Truth.No)]
    [InlineData("{AWS::Region}", "eu-central-1", Truth.Maybe)]
    [InlineData("{AWS::Region}", "europe", Truth.No)]
    [InlineData("{AWS::Region}", "", Truth.No)]
    internal void Pseudo_parameters_have_a_shape(string text, string literal, Truth expected)
    {
        PlaceholderShape shape = text switch { "{AWS::AccountId}" => PlaceholderShape.Account, "{AWS::Partition}" => PlaceholderShape.Partition, _ => PlaceholderShape.Region };
        SymbolicText placeholder = SymbolicText.Of(new Placeholder(text, shape));
        Assert.Equal(expected, placeholder.IsEqualTo(SymbolicText.Of(literal)));
        Assert.Equal(expected, SymbolicText.Of(literal).IsEqualTo(placeholder));
        Assert.Equal(Truth.Yes, placeholder.IsEqualTo(placeholder));
    }

    private static string Fill(string text, string value) => text.Replace("x", value, StringComparison.Ordinal);

    private static SymbolicText Parse(string text) =>
        SymbolicText.Concat(text.Select(static x => x == 'x' ? SymbolicText.Of(new Placeholder("x", PlaceholderShape.Any)) : SymbolicText.Of(x.ToString())));
}
