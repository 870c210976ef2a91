using System;
using System.Linq;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Tests.Values;

public sealed class SettingPathTests
{
    [Theory]
    [InlineData("Properties.Events.Lines", "Properties", "Events", "Lines")]
    [InlineData("Events.\"My.Stream\".Properties", "Events", "My.Stream", "Properties")]
    [InlineData("\"\"\"quoted\"\"\".x", "\"quoted\"", "x")]
    [InlineData("\".\".\"a\"\".\"", ".", "a\".")]
    [InlineData("a\"b.\\.", "a\"b", "\\", "")]
    [InlineData("", "")]
    public void A_path_is_read_as_it_is_written(string text, params string[] names)
    {
        SettingPath path = SettingPath.Of(names);

        Assert.Equal(text, path.ToString());
        Assert.Equal(names, SettingPath.Parse(text).Names);
        Assert.Equal(path, SettingPath.Parse(text));
    }

    [Theory]
    [InlineData("\"open.x", "\"open", "x")]
    [InlineData("\"a\"b.x", "\"a\"b", "x")]
    public void A_quote_that_ends_nowhere_is_part_of_the_name(string text, params string[] names) => Assert.Equal(names, SettingPath.Parse(text).Names);

    [Fact]
    public void Names_with_dots_are_no_other_paths()
    {
        Assert.NotEqual(SettingPath.Of("My", "Stream"), SettingPath.Of("My.Stream"));
        Assert.NotEqual(SettingPath.Empty, SettingPath.Of(""));
        Assert.False(SettingPath.Of("My.Stream").StartsWith(SettingPath.Of("My")));
        Assert.True(SettingPath.Of("My", "Stream").StartsWith(SettingPath.Of("My")));
        Assert.True(SettingPath.Of("My").StartsWith(SettingPath.Of("My")));
        Assert.False(SettingPath.Of("My").StartsWith(SettingPath.Of("My", "Stream")));
    }

    [Fact]
    public void Paths_have_the_order_of_their_text()
    {
        string[] texts = ["A.B-C", "A.B.C", "A", "B", "A-B", "A.B"];

        Assert.Equal(texts.Order(StringComparer.Ordinal), texts.Select(static x => SettingPath.Parse(x)).Order().Select(static x => x.ToString()));
    }
}
