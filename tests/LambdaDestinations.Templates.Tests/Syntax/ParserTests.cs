using System;
using System.IO;
using System.Linq;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Syntax;

public sealed class ParserTests
{
    public static TheoryData<string> CorpusFiles() => [.. Corpus.Templates().Select(x => Path.GetRelativePath(Corpus.Root, x))];

    [Theory]
    [MemberData(nameof(CorpusFiles))]
    public void Corpus_reads_as_the_oracle_reads_it(string file)
    {
        string text = File.ReadAllText(Path.Combine(Corpus.Root, file));
        TemplateDocument document = TemplateParser.Parse(text);

        Assert.Empty(document.Errors);
        Assert.Equal(file.EndsWith(".json", StringComparison.Ordinal) ? Oracle.PrintSystemTextJson(text) : Oracle.PrintYamlDotNet(text), Oracle.Print(document.Root));
        SpanAssert.Nested(document);
    }

    public static TheoryData<string> Documents() =>
    [
        "a: b", "a: b\n", "- a\n- b\n", "a:\n- 1\n- 2\nb: 3\n", "a:\n  - 1\n  -   - x\n      - y\n  - k: v\n    l: w\n",
        "a: !Ref B\nc: !GetAtt D.E\nf: !Sub \"x ${y}\"\ng: !If [h, !Ref i, !Ref AWS::NoValue]\n",
        "a: |\n  x\n   y\n\n  z\n\nb: >\n  x\n  y\n\n  z\n   w\n  v\nc: |-\n  x\n\nd: |+\n  x\n\n\ne: 1\n", "a: |2\n    x\n   y\n", "a: >-\n\n  x\n  y\n",
        "- |\n x\n- >\n y\n", "a: |\nb: c\n", "a: |\n\n\nb: c\n", "--- |\nx\ny\n", "a: |+\n\n\n", "a: |\n  x", "a: >\n  x\n\n\n",
        "'a b': 'it''s'\n\"c\\n\": \"d\\u0041\\x42\\U00000043\\e\"\n", "a: 'x\n  y\n\n  z'\nb: \"x\n  y \\\n  z\\n\n\n  w\"\n",
        "a: x\n  y\n\n  z # c\nb: 1\n", "a: x#y\nb: http://c:80/d\nc: a:b\n", "# c\na: # d\n  # e\n  b: 1 # f\n\n# g\n",
        "a: [1, 'b', \"c\", [d], {e: f}]\nb: {g: h, i: [j], 'k': l, \"m\":n, o, p: }\n", "a: [\n  1, # x\n  2\n]\nb: {\n  c: d\n}\n", "a: [b: c, d]\n", "a: {}\nb: []\n",
        "a: &x {b: c}\nd: *x\ne: &y\n  f: g\nh: *y\n&k i: j\n", "<<: &m {a: b}\nc: d\n", "? a\n: b\n? c\n: - d\n  - e\n? [f]\n: g\n",
        "a: !T\n  b: c\nd: !U\n  - e\n!V f: g\n", "a: !T\nb: !!str\nc: !!map {}\n", "---\na: b\n...\n", "--- {a: b}\n", "%YAML 1.1\n---\na: b\n",
        "a: b\r\nc:\r\n  - d\r\n  - |\r\n    e\r\n    f\r\n", "\uFEFFa: b\n", "a:\n  b:\n    c:\n  d:\ne:\n", "a: ~\nb: null\nc: ''\n", "- - - a\n- -\n- b\n",
        "a: - b\n", "a: b\n c: d\n", "a:\tb\n", "a: \"b\"\t# c\n", "a: -1\nb: :c\nc: ?d\nd: -e\n", "a : b\n'c' : d\n", "a: 'b' # c\n",
        "a: b: c\n", "a: @b\n", "a: `b\n", "a: %b\n", "[a, b]: c\n", "{a: b}: c\n", "a: [b\n", "a: {b\n", "a: 'b\n", "a: \"b\n", "a: \"\\q\"\n", "a:\n\tb: c\n", "a:\n  b: c\n d: e\n",
        "a: b\n---\nc: d\n", "- a\nb: c\n", "a: *b\n", "a: &x &y b\n", "a\n", "a\nb\n", "", "# c\n", "a: b\na: c\n", "a: |x\n  y\n", "*a : b\n", "a:\n  - b\n  c: d\n", "a: [b]]\n", "a: }\n", "a: ,\n",
        "a: !Sub |\n  x\n  y\n", "a: !Sub\n  - x\n  - {y: z}\n", "a: >-\n  x\n\n    y\n  z\n", "a:\n  'b\n  c'\n", "a:\n  b\n  c\n", "a: b #c\n #d\n e\n", "a: b\n # c\n  d\n",
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Yaml_reads_as_YamlDotNet_reads_it(string yaml)
    {
        TemplateDocument document = TemplateParser.Parse(yaml, TemplateFormat.Yaml);

        // What the one refuses the other may not read.
        Assert.Equal(Oracle.TryPrintYamlDotNet(yaml) ?? "error", document is { Errors.Count: 0, HasRepeatedKeys: false } ? Oracle.Print(document.Root) : "error");
        SpanAssert.Nested(document);
    }

    [Fact]
    public void A_tab_in_the_indentation_is_refused_where_YamlDotNet_lets_it_pass() =>
        Assert.Equal(new SourceSpan(0, 1), Assert.Single(TemplateParser.Parse("\ta: b\n", TemplateFormat.Yaml).Errors).Span);

    [Fact]
    public void An_empty_explicit_key_reads_where_YamlDotNet_stops() =>
        Assert.Equal("{\"\":\"a\",}", Oracle.Print(TemplateParser.Parse("?\n: a\n", TemplateFormat.Yaml).Root));
}
