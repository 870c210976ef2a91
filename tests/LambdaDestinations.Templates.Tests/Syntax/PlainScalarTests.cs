using System;
using System.Linq;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Syntax;

/// <summary>What plain YAML means. The table is what PyYAML 6.0 says of each text, with numbers beyond 64 bits left as they are.</summary>
public sealed class PlainScalarTests
{
    [Theory]
    [InlineData("yes", "true")]
    [InlineData("Yes", "true")]
    [InlineData("YES", "true")]
    [InlineData("no", "false")]
    [InlineData("No", "false")]
    [InlineData("NO", "false")]
    [InlineData("true", "true")]
    [InlineData("True", "true")]
    [InlineData("TRUE", "true")]
    [InlineData("false", "false")]
    [InlineData("False", "false")]
    [InlineData("FALSE", "false")]
    [InlineData("on", "true")]
    [InlineData("On", "true")]
    [InlineData("ON", "true")]
    [InlineData("off", "false")]
    [InlineData("Off", "false")]
    [InlineData("OFF", "false")]
    [InlineData("y", null)]
    [InlineData("n", null)]
    [InlineData("Y", null)]
    [InlineData("yEs", null)]
    [InlineData("tRUE", null)]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("+0", "0")]
    [InlineData("7", "7")]
    [InlineData("+7", "7")]
    [InlineData("-7", "-7")]
    [InlineData("10", "10")]
    [InlineData("1_0", "10")]
    [InlineData("1__0_", "10")]
    [InlineData("_1", null)]
    [InlineData("0x9", "9")]
    [InlineData("0xFF", "255")]
    [InlineData("0Xff", null)]
    [InlineData("-0x1F", "-31")]
    [InlineData("+0xa_b", "171")]
    [InlineData("0x", null)]
    [InlineData("0xg", null)]
    [InlineData("0b101", "5")]
    [InlineData("-0b1", "-1")]
    [InlineData("0b2", null)]
    [InlineData("0b", null)]
    [InlineData("010", "8")]
    [InlineData("0_7", "7")]
    [InlineData("-017", "-15")]
    [InlineData("08", null)]
    [InlineData("09", null)]
    [InlineData("0_", "0")]
    [InlineData("00", "0")]
    [InlineData("012345670123", "1402433619")]
    [InlineData("012345678901", null)]
    [InlineData("1:30", "90")]
    [InlineData("190:20:30", "685230")]
    [InlineData("-1:30", "-90")]
    [InlineData("1:60", null)]
    [InlineData("1:5", "65")]
    [InlineData("01:30", null)]
    [InlineData("1:", null)]
    [InlineData("1:2:99", null)]
    [InlineData("22:00", "1320")]
    [InlineData("1.5", null)]
    [InlineData("1e3", null)]
    [InlineData("1E+3", null)]
    [InlineData(".5", null)]
    [InlineData("-", null)]
    [InlineData("+", null)]
    [InlineData("--1", null)]
    [InlineData("+-1", null)]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("9223372036854775808", null)]
    [InlineData("-9223372036854775807", "-9223372036854775807")]
    [InlineData("0x7FFFFFFFFFFFFFFF", "9223372036854775807")]
    [InlineData("0xFFFFFFFFFFFFFFFF", null)]
    [InlineData("2012-10-17", null)]
    [InlineData("1 0", null)]
    [InlineData("", null)]
    [InlineData("~", null)]
    [InlineData("null", null)]
    [InlineData("9_223_372_036_854_775_808", null)]
    [InlineData("0b1111_0000", "240")]
    [InlineData("3600", "3600")]
    [InlineData("a", null)]
    [InlineData("0o7", null)]
    [InlineData("1,000", null)]
    public void A_plain_scalar_means_what_PyYAML_reads(string text, string? meaning)
    {
        Assert.Equal(meaning, PlainScalar.Resolve(text));
        if (text is not ("" or "-" or "1:"))
        {
            string yaml = $"a: {text}\nb: '{text}'\nc: !!str {text}\n";
            MappingNode root = (MappingNode)TemplateParser.Parse(yaml, TemplateFormat.Yaml).Root!;
            Assert.Equal((meaning ?? text, text, text), (Scalar(root, "a").Meaning, Scalar(root, "b").Meaning, Scalar(root, "c").Meaning));
            Assert.Equal((meaning is null && text is not ("1.5" or ".5"), true, true), (Scalar(root, "a").IsString, Scalar(root, "b").IsString, Scalar(root, "c").IsString));
        }
    }

    [Theory]
    [InlineData("a: !!int 0x10", "16")]
    [InlineData("a: !!bool yes", "true")]
    [InlineData("a: !Ref 010", "010")]
    [InlineData("a: |\n  yes", "yes")]
    [InlineData("a: ! yes", "yes")]
    public void A_tag_says_whether_it_is_read(string yaml, string meaning) => Assert.Equal(meaning, Scalar((MappingNode)TemplateParser.Parse(yaml, TemplateFormat.Yaml).Root!, "a").Meaning);

    [Theory]
    [InlineData("t.yaml", "{a: b}", TemplateFormat.Yaml, true)]
    [InlineData("t.yml", "{\"a\": 1,}", TemplateFormat.Yaml, true)]
    [InlineData("T.YAML", "\uFEFF\n{\"a\": 1 # why\n}", TemplateFormat.Yaml, true)]
    [InlineData("t.yaml", "{\"a\": 1}", TemplateFormat.Json, true)]
    [InlineData("t.yaml", "a: b", TemplateFormat.Yaml, true)]
    [InlineData("t.yaml", "{a: b", TemplateFormat.Yaml, false)]
    [InlineData("t.json", "{a: b}", TemplateFormat.Json, false)]
    [InlineData("serverless.template", "{\"a\": 1,}", TemplateFormat.Json, false)]
    [InlineData("serverless.template", "a: b", TemplateFormat.Yaml, true)]
    internal void Braces_in_a_file_of_YAML_are_YAML_where_they_are_not_JSON(string path, string text, TemplateFormat format, bool isRead)
    {
        TemplateDocument document = TemplateFile.Parse(path, text, default);
        Assert.Equal((format, isRead), (document.Format, document.Errors.Count == 0));
    }

    [Theory]
    [InlineData("{0}: b", true)]
    [InlineData("a: [{0}: b]", true)]
    [InlineData("? {0}\n: b", false)]
    [InlineData("a: {{0}: b}", false)]
    public void A_key_has_1024_characters_at_most_where_the_colon_alone_tells_it(string yaml, bool isLimited)
    {
        string At(int length) => yaml.Replace("{0}", new string('k', length), StringComparison.Ordinal);
        Assert.Empty(TemplateParser.Parse(At(1024), TemplateFormat.Yaml).Errors);
        TemplateDocument longer = TemplateParser.Parse(At(1025), TemplateFormat.Yaml);
        Assert.Equal(isLimited ? ["A key has at most 1024 characters"] : [], longer.Errors.Select(static x => x.Message));
    }

    [Theory]
    [InlineData("[-]")]
    [InlineData("[-, /]")]
    [InlineData("{a: -}")]
    [InlineData("{a: -, b: c}")]
    [InlineData("[!Split [-, !Ref A]]")]
    public void A_dash_alone_is_a_text_in_brackets_and_braces(string yaml)
    {
        TemplateDocument document = TemplateParser.Parse("k: " + yaml, TemplateFormat.Yaml);
        Assert.Empty(document.Errors);
        Assert.Contains("\"-\"", Oracle.Print(document.Root), StringComparison.Ordinal);
    }

    private static ScalarNode Scalar(MappingNode map, string key) => (ScalarNode)map[key]!;
}
