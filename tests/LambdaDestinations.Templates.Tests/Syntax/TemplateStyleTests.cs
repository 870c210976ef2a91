using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Syntax;

/// <summary>What is taken over from the first places that show it.</summary>
public sealed class TemplateStyleTests
{
    [Theory]
    [InlineData("", "\n")]
    [InlineData("a: b", "\n")]
    [InlineData("a: b\n", "\n")]
    [InlineData("\na: b\r\n", "\n")]
    [InlineData("a: b\r\nc: d\n", "\r\n")]
    [InlineData("a: b\r\n", "\r\n")]
    [InlineData("a: b\rc: d\n", "\r")]
    [InlineData("a: b\r", "\r")]
    [InlineData("a: b\r\r\n", "\r")]
    public void Line_break(string text, string expected) => Assert.Equal(expected, Detect(text).NewLine);

    [Theory]
    [InlineData("", "  ")]
    [InlineData("a: b", "  ")]
    [InlineData("[]", "  ")]
    [InlineData("a: {b: c}\nd:\n   e: f\n", "   ")]
    [InlineData("a:\n- b\nc:\n    d: e\nf:\n  g: h\n", "    ")]
    [InlineData("a:\n b:\n    c: d\n", " ")]
    [InlineData(" a:\n    b: c\n", "   ")]
    [InlineData("a: {}\nb:\n    c: d\n", "    ")]
    [InlineData("? a\n: b: c\n", " ")]
    [InlineData("  ? a\n  :\n   b: c\n", " ")]
    [InlineData("? abc\n:\n b: c\n", " ")]
    [InlineData("{}", "  ")]
    [InlineData("{\"a\": 1}", "  ")]
    [InlineData("{\n\"a\": 1}", "  ")]
    [InlineData("{\n\t\"a\": 1}", "\t")]
    [InlineData("{\n    \"a\": 1}", "    ")]
    [InlineData("{\n \"a\": 1,\n    \"b\": 1}", " ")]
    [InlineData("{\r\n   \"a\": 1}", "   ")]
    public void Indentation(string text, string expected) => Assert.Equal(expected, Detect(text).IndentUnit);

    [Theory]
    [InlineData("a: b", true)]
    [InlineData("a:\n- b\n", false)]
    [InlineData("a:\n  - b\n", true)]
    [InlineData("a: [b]\nc:\n- d\ne:\n  - f\n", false)]
    [InlineData("a:\n  b:\n  - c\nd:\n  - e\n", false)]
    [InlineData("a:\n  b:\n    - c\nd:\n- e\n", true)]
    [InlineData("a:\n  b: c\nd:\n- e\n", false)]
    [InlineData("a:\n- b:\n    - c\n", false)]
    [InlineData("- a:\n  - b\n", true)]
    [InlineData("a:\n  b: {c: [d]}\n  e:\n  - f\n", false)]
    [InlineData("a: {b: c}\nd: [e]\n", true)]
    [InlineData("x: 1\n? a\n:\n- b\n", false)]
    public void Indentation_of_sequences(string text, bool expected) => Assert.Equal(expected, Detect(text).IndentSequences);

    [Theory]
    [InlineData("{\"a\": 1}", ": ")]
    [InlineData("{\"a\":1, \"b\": 2}", ":")]
    [InlineData("{\"a\" : 1}", " : ")]
    [InlineData("{\"a\":\t{}}", ":\t")]
    [InlineData("{}", ": ")]
    [InlineData("[]", ": ")]
    [InlineData("a:  b", ": ")]
    public void Colon(string text, string expected) => Assert.Equal(expected, Detect(text).Colon);

    [Theory]
    [InlineData("{\"a\": 1}", false)]
    [InlineData("{\"a\":\n1}", true)]
    [InlineData("\n{\"a\": 1}\n", false)]
    [InlineData("{\n}", true)]
    [InlineData("{\"a\": {\n}}", true)]
    public void Lines_of_JSON(string text, bool expected) => Assert.Equal(expected, Detect(text).IsMultiline);

    private static TemplateStyle Detect(string text)
    {
        TemplateDocument document = TemplateParser.Parse(text);
        Assert.Empty(document.Errors);
        TemplateStyle style = TemplateStyle.Detect(document);
        Assert.Equal(document.Format, style.Format);
        return style;
    }
}
