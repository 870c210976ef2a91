using System.Linq;
using System.Threading;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Syntax;

public sealed class TemplateParserTests
{
    [Theory]
    [InlineData("{}", TemplateFormat.Json)]
    [InlineData(" \t\r\n\uFEFF{\"a\": 1}", TemplateFormat.Json)]
    [InlineData("\uFEFF{", TemplateFormat.Json)]
    [InlineData("{a: b}", TemplateFormat.Json)]
    [InlineData("[]", TemplateFormat.Yaml)]
    [InlineData("a: {}", TemplateFormat.Yaml)]
    [InlineData("\"a\": {}", TemplateFormat.Yaml)]
    [InlineData("# {\n{a: b}", TemplateFormat.Yaml)]
    [InlineData("", TemplateFormat.Yaml)]
    [InlineData(" \n", TemplateFormat.Yaml)]
    [InlineData("\uFEFF", TemplateFormat.Yaml)]
    internal void The_first_character_tells_the_notation(string text, TemplateFormat expected) => Assert.Equal(expected, TemplateParser.Parse(text).Format);

    [Fact]
    public void An_error_at_the_end_lies_inside_the_text()
    {
        foreach (string text in new[] { "a: [", "a: \"", "a: '", "{\"a\":", "a: \"\\", "a: &", "a: !<", "[a, {b" })
        {
            TemplateSyntaxError error = Assert.Single(TemplateParser.Parse(text).Errors);
            Assert.InRange(error.Span.Start, 0, text.Length);
            Assert.InRange(error.Span.End, error.Span.Start, text.Length);
        }
    }

    [Theory]
    [InlineData("0041", "A")]
    [InlineData("00ff", "ÿ")]
    [InlineData("00AF", "¯")]
    [InlineData("09af", "\u09AF")]
    [InlineData("90FA", "\u90FA")]
    [InlineData("00/0", null)]
    [InlineData("00:0", null)]
    [InlineData("00@0", null)]
    [InlineData("00G0", null)]
    [InlineData("00`0", null)]
    [InlineData("00g0", null)]
    [InlineData("004", null)]
    public void Digits_of_an_escape_are_hexadecimal(string digits, string? expected)
    {
        foreach (TemplateFormat format in new[] { TemplateFormat.Json, TemplateFormat.Yaml })
        {
            TemplateDocument document = TemplateParser.Parse($"[\"\\u{digits}\"]", format);
            Assert.Equal(expected, ((document.Root as SequenceNode)?.Items[0] as ScalarNode)?.Value);
            Assert.Equal(expected is null, document.Errors.Any(static x => x.Message.StartsWith("This is no ", System.StringComparison.Ordinal)));
        }

        Assert.Single(TemplateParser.Parse($"[\"\\u{digits[..3]}", TemplateFormat.Json).Errors);
    }

    [Theory]
    [InlineData("a: 1\nb: [1, 2]\n", TemplateFormat.Yaml)]
    [InlineData("{\"a\": [1, {\"b\": 2}]}", TemplateFormat.Json)]
    internal void A_parse_can_be_cancelled(string text, TemplateFormat format)
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<System.OperationCanceledException>(() => TemplateParser.Parse(text, format, source.Token));
    }
}
