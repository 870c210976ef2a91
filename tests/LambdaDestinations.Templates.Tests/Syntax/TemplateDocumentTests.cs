using System.Linq;
using System.Threading.Tasks;
using CsCheck;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Syntax;

public sealed class TemplateDocumentTests
{
    /// <summary>Short lines and such as are longer than the editor looks around.</summary>
    private static readonly Gen<string> Text = Gen.OneOf(new[] { "a", "\n", "\r", "\r\n", "b\nc", new string('x', 150), new string('y', 300) }.Select(Gen.Const).ToArray()).Array[0, 12].Select(string.Concat);

    [Fact]
    [Trait("Category", "Property")]
    public void Lines_are_found_alike_from_near_and_from_the_table() => Gen.Select(Text, Gen.Bool).Sample(
        (lines, hasMark) =>
        {
            string text = hasMark ? "\uFEFF" + lines : lines;
            TemplateDocument document = TemplateParser.Parse(text, TemplateFormat.Yaml);
            for (int i = 0; i <= text.Length; i++)
            {
                int start = i - document.GetPosition(i).Character;
                Assert.Equal(start == 0 && i > 0 && hasMark ? 1 : start, TemplateParser.Parse(text, TemplateFormat.Yaml).LineStart(i));

                int end = text.IndexOfAny(['\n', '\r'], start);
                Assert.Equal(end < 0 ? text.Length : end, document.LineEnd(i));
            }
        },
        iter: LongRun.Cases(40));

    [Theory]
    [InlineData("a: 1\n", ScalarStyle.Plain)]
    [InlineData("'a': 1\n", ScalarStyle.SingleQuoted)]
    [InlineData("\"a\": 1\n", ScalarStyle.DoubleQuoted)]
    [InlineData("{\"a\": 1}", ScalarStyle.DoubleQuoted)]
    [InlineData("{\"\\u0061\": 1}", ScalarStyle.DoubleQuoted)]
    internal void A_key_is_one_node_whoever_asks_for_it(string text, ScalarStyle style)
    {
        MappingEntry entry = ((MappingNode)TemplateParser.Parse(text).Root!).Entries[0];

        TemplateNode[] keys = [.. Enumerable.Range(0, 50).AsParallel().Select(_ => entry.Key)];

        ScalarNode key = Assert.IsType<ScalarNode>(Assert.Single(keys.Distinct()));
        Assert.Equal(("a", style, "a"), (key.Value, key.Style, entry.Name));
        Assert.Equal(text.TrimEnd().TrimStart('{').Split(':')[0], text.Substring(key.Span.Start, key.Span.Length));
    }

    [Fact]
    public void An_edited_document_has_the_text_that_it_has_the_bytes_of()
    {
        TemplateDocument document = TemplateFile.Parse("a: é\nb: 2\n");
        TemplateEditor editor = new(document);
        editor.SetEntry((MappingNode)document.Root!, "c", TemplateValue.String("ü"));

        TemplateDocument edited = editor.Apply().Document!;

        byte[] bytes = TemplateFile.ToBytes(edited);
        Assert.Equal("a: é\nb: 2\nc: 'ü'\n", System.Text.Encoding.UTF8.GetString(bytes));
        Assert.Equal("a: é\nb: 2\nc: 'ü'\n", edited.Text);
        Assert.Equal(bytes, TemplateFile.ToBytes(edited));
        Assert.Equal("ü", (((MappingNode)edited.Root!)["c"] as ScalarNode)?.Value);
    }

    [Theory]
    [InlineData("1", "1", true)]
    [InlineData("1", "2", false)]
    [InlineData("1", "12", false)]
    public void An_edited_document_has_the_same_text_as_one_with_its_characters(string written, string other, bool expected)
    {
        TemplateDocument document = TemplateFile.Parse("a: 0\n");
        TemplateEditor editor = new(document);
        editor.SetEntry((MappingNode)document.Root!, "a", TemplateValue.Number(int.Parse(written, System.Globalization.CultureInfo.InvariantCulture)));
        TemplateDocument edited = editor.Apply().Document!;

        Assert.True(edited.HasSameText(edited));
        Assert.False(edited.HasSameText(document));
        Assert.Equal(expected, edited.HasSameText(TemplateFile.Parse($"a: {other}\n")));
        Assert.Equal(expected, TemplateFile.Parse($"a: {other}\n").HasSameText(edited));
    }

    [Fact]
    public void Texts_that_are_read_at_the_same_time_stay_apart()
    {
        Parallel.For(0, 200, i =>
        {
            string name = new((char)('a' + (i % 26)), 1 + (i % 500));
            Assert.Equal(name, ((MappingNode)TemplateParser.Parse(name + ": 1\n").Root!).Entries[0].Name);
        });
    }
}
