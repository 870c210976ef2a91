using System.Text.Json;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Syntax;

/// <summary>JSON to the letter of RFC 8259: what it is, and where it ends to be it.</summary>
public sealed class JsonParserTests
{
    [Theory]
    [InlineData("""{"a": "b"}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData(" \t\r\n{ \"a\" \t:\r\n[ 1 ,\n2 ] , \"b\" : { } } \n")]
    [InlineData("[{},[],[[]],{\"a\":{\"b\":[]}}]")]
    [InlineData("\uFEFF{\"a\":1}")]
    [InlineData("""{"a":true,"b":false,"c":null}""")]
    [InlineData("""[0,-0,9,19,90,-1.5,0.25,1e9,1E+10,2.5e-3,-0.0e0]""")]
    [InlineData("""["","x","é😀"," ","\"","\\","\/","\b\f\n\r\t","\u0041","\u00e9\uD83D\uDE00","a\nb\u0041c"]""")]
    [InlineData("\"alone\"")]
    [InlineData("7")]
    public void What_System_Text_Json_reads_is_read_as_the_same(string json)
    {
        TemplateDocument document = TemplateParser.Parse(json, TemplateFormat.Json);
        Assert.Empty(document.Errors);
        Assert.Equal(Oracle.PrintSystemTextJson(json), Oracle.Print(document.Root));
        SpanAssert.Nested(document);
    }

    [Theory]
    [InlineData("", 0, 0, "The JSON ends where a value is expected")]
    [InlineData("\uFEFF", 1, 0, "The JSON ends where a value is expected")]
    [InlineData("{\"a\":", 5, 0, "The JSON ends where a value is expected")]
    [InlineData("{\"a\":}", 5, 1, "A JSON value is expected")]
    [InlineData("[tru]", 1, 1, "A JSON value is expected")]
    [InlineData("[nul", 1, 1, "A JSON value is expected")]
    [InlineData("[True]", 1, 1, "A JSON value is expected")]
    [InlineData("['a']", 1, 1, "A JSON value is expected")]
    [InlineData("[1,]", 2, 1, "JSON has no comma ahead of ]; remove it, or write the template as YAML (.yaml), which may have one there")]
    [InlineData("{a:1}", 1, 1, "A member name in double quotes is expected")]
    [InlineData("{\"a\":1,}", 6, 1, "JSON has no comma ahead of }; remove it, or write the template as YAML (.yaml), which may have one there")]
    [InlineData("[1 , ]", 3, 1, "JSON has no comma ahead of ]; remove it, or write the template as YAML (.yaml), which may have one there")]
    [InlineData("{ // one", 2, 2, "JSON has no comments; remove it, or write the template as YAML (.yaml), which has comments behind #")]
    [InlineData("[1 /* one */]", 3, 2, "JSON has no comments; remove it, or write the template as YAML (.yaml), which has comments behind #")]
    [InlineData("{\"a\":1} # one", 8, 1, "JSON has no comments; remove it, or write the template as YAML (.yaml), which has comments behind #")]
    [InlineData("[/]", 1, 1, "A JSON value is expected")]
    [InlineData("[1,", 3, 0, "The JSON ends where a value is expected")]
    [InlineData("{", 1, 0, "The JSON ends where a member name in double quotes is expected")]
    [InlineData("{\"a\" 1}", 5, 1, "A colon is expected after the member name")]
    [InlineData("{\"a\":1 \"b\":2}", 7, 1, "A comma or a closing brace is expected")]
    [InlineData("{\"a\":1", 6, 0, "The JSON ends where a comma or a closing brace is expected")]
    [InlineData("[1 2]", 3, 1, "A comma or a closing bracket is expected")]
    [InlineData("[1", 2, 0, "The JSON ends where a comma or a closing bracket is expected")]
    [InlineData("{} x", 3, 1, "Nothing may follow the JSON value")]
    [InlineData("[\"a\nb\"]", 3, 1, "A control character must be escaped in a JSON string")]
    [InlineData("[\"a\u001fb\"]", 3, 1, "A control character must be escaped in a JSON string")]
    [InlineData("[\"a", 1, 2, "The string has no closing quote")]
    [InlineData("[\"a\\n", 1, 4, "The string has no closing quote")]
    [InlineData("[\"a\\q\"]", 3, 1, "This is no JSON escape")]
    [InlineData("[\"\\u12G4\"]", 2, 1, "This is no JSON escape")]
    [InlineData("[\"\\u12", 2, 1, "This is no JSON escape")]
    [InlineData("[\"\\", 2, 1, "This is no JSON escape")]
    [InlineData("[-]", 2, 1, "A digit is expected")]
    [InlineData("[1.]", 3, 1, "A digit is expected")]
    [InlineData("[1e]", 3, 1, "A digit is expected")]
    [InlineData("[1e+", 4, 0, "The JSON ends where a digit is expected")]
    [InlineData("[01]", 2, 1, "A comma or a closing bracket is expected")]
    public void What_it_refuses_is_told_with_its_place(string json, int start, int length, string message)
    {
        ParserAssert.Refuses(json, TemplateFormat.Json, start, length, message);

        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(json.TrimStart('\uFEFF')));
    }

    /// <summary>RFC 8259, section 8.2, allows it; only where the text is asked for does System.Text.Json refuse it.</summary>
    [Theory]
    [InlineData("[\"\\uD800\"]", 0xD800)]
    [InlineData("[\"\\uDC00\"]", 0xDC00)]
    public void Half_of_a_surrogate_pair_is_read(string json, int code)
    {
        TemplateDocument document = TemplateParser.Parse(json, TemplateFormat.Json);
        Assert.Empty(document.Errors);
        Assert.Equal(((char)code).ToString(), Assert.IsType<ScalarNode>(Assert.Single(((SequenceNode)document.Root!).Items)).Value);
        using JsonDocument known = JsonDocument.Parse(json);
        Assert.Equal(1, known.RootElement.GetArrayLength());
    }

    /// <summary>An escape says it; the text itself cannot, since no file holds it.</summary>
    [Fact]
    public void Half_of_a_surrogate_pair_is_written_as_it_was_read()
    {
        TemplateDocument document = TemplateParser.Parse("{\"\\uD800\": {}, \"a\": 1}", TemplateFormat.Json);
        TemplateEditor editor = new(document);
        editor.SetEntry((MappingNode)document.Root!, "a", TemplateValue.GetAtt("\uD800", "Arn"));
        editor.SetEntry((MappingNode)document.Root!, "\uDC00\uD83D\uDE00", TemplateValue.String("\uD83D"));

        TemplateEditResult result = editor.Apply();

        Assert.Equal("{\"\\uD800\": {}, \"a\": {\"Fn::GetAtt\": [\"\\ud800\", \"Arn\"]}, \"\\udc00\uD83D\uDE00\": \"\\ud83d\"}", result.Document!.Text);
        Assert.Equal(result.Document.Text, System.Text.Encoding.UTF8.GetString(TemplateFile.ToBytes(result.Document)));
        ParserAssert.Refuses("[\"\uD800\"]", TemplateFormat.Json, 2, 1, "Half of a surrogate pair is not a character");
        ParserAssert.Refuses("[\"\uDE00\uD83D\"]", TemplateFormat.Json, 2, 1, "Half of a surrogate pair is not a character");
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void Depth_has_a_limit(string open, string close) =>
        ParserAssert.NestsUpTo(TemplateFormat.Json, ParserAssert.Nest(open, "1", close), TemplateParser.MaximumDepth);

    [Fact]
    public void Collections_of_JSON_are_in_flow_style()
    {
        foreach (string json in new[] { "{}", "[]", "{\"a\":1}", "[1]" })
        {
            Assert.True(TemplateParser.Parse(json, TemplateFormat.Json).Root is MappingNode { IsFlow: true } or SequenceNode { IsFlow: true }, json);
        }
    }
}
