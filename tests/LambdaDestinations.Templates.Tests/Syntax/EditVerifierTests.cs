using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Syntax;

/// <summary>
/// The net under the editor, with what no edit of ours writes. An edit is said as in <see cref="EditCasesTests"/>: <c>set path key value</c>,
/// <c>remove path key</c>, <c>wrap path key value</c>, <c>unwrap path key</c>, <c>add path value</c> or <c>removeItem path index</c>.
/// </summary>
public sealed class EditVerifierTests
{
    [Theory]
    [InlineData("a: b", "a: b", true)]
    [InlineData("a: b", "a:   b # c", true)]
    [InlineData("a: b", "a: c", false)]
    [InlineData("a: b", "a: B", false)]
    [InlineData("a: b", "a: 'b'", false)]
    [InlineData("a: b", "'a': b", false)]
    [InlineData("a: b", "c: b", false)]
    [InlineData("a: b", "A: b", false)]
    [InlineData("a: b", "a: !T b", false)]
    [InlineData("a: !T b", "a: !U b", false)]
    [InlineData("a: &x b", "a: &y b", false)]
    [InlineData("a: b", "a: b\nc: d", false)]
    [InlineData("a: b\nc: d", "a: b", false)]
    [InlineData("a: b\nc: d", "c: d\na: b", false)]
    [InlineData("a: b", "a: [b]", false)]
    [InlineData("a: b", "a: {b: }", false)]
    [InlineData("a: b", "", false)]
    [InlineData("a: ", "", false)]
    [InlineData("[a, b]", "- a\n- b", true)]
    [InlineData("[a, b]", "[a, c]", false)]
    [InlineData("[a, b]", "[a]", false)]
    [InlineData("[a]", "[a, b]", false)]
    [InlineData("[a]", "{a: }", false)]
    [InlineData("[a]", "a", false)]
    [InlineData("[a]", "!T [a]", false)]
    [InlineData("!T [a]", "!T [a]", true)]
    [InlineData("&x [a]", "&y [a]", false)]
    [InlineData("a: {b: c}", "a:\n  b: c", true)]
    [InlineData("a: {b: c}", "a: ", false)]
    [InlineData("a: {}", "a: ", false)]
    [InlineData("a: {}", "a: []", false)]
    [InlineData("[&x a, &y b, *x]", "[&x a, &y b, *x]", true)]
    [InlineData("[&x a, &y b, *x]", "[&x a, &y b, *y]", false)]
    [InlineData("[&x a, *x]", "[&x a, a]", false)]
    [InlineData("? [a]\n: b", "? [c]\n: b", false)]
    [InlineData("a: |\n  b", "a: |\n  b\n", true)]
    [InlineData("a: |\n  b\n", "a: |\n  b", true)]
    [InlineData("a: >\n  b", "a: >\n  b\n", true)]
    [InlineData("a: >\n  b\n", "a: >\n  b", true)]
    [InlineData("a: |\n  b\nc: d", "a: |\n  b\nc: d", true)]
    [InlineData("a: |+\n  b\n", "a: |+\n  b\n\n", false)]
    [InlineData("a: |+\n  b\n\n", "a: |+\n  b\n", false)]
    [InlineData("a: |+\n  b\n\nc: d", "a: |+\n  b\nc: d", false)]
    [InlineData("a: |+\n  b\nc: d", "a: |+\n  b\n\nc: d", false)]
    [InlineData("a: >+\n  b\n\nc: d", "a: >+\n  b\nc: d", false)]
    [InlineData("a: |-\n  b", "a: |-\n  b\n", true)]
    [InlineData("a: |+\n  b", "a: |+\n  b\n\n", false)]
    [InlineData("a: |+\n  b\n\n", "a: |+\n  b", false)]
    [InlineData("a: |\n  b", "a: |\n  c\n", false)]
    [InlineData("a: |\n  b\n", "a: >\n  b\n", false)]
    [InlineData("a: \"b\"", "a: \"b\\n\"", false)]
    [InlineData("a: \"b\\n\"", "a: \"b\"", false)]
    public void Without_an_edit_all_stays(string original, string edited, bool expected) => Assert.Equal(expected, IsIntended(original, edited));

    [Theory]
    [InlineData("a: b", "set . c 1", "a: b\nc: 1", true)]
    [InlineData("a: b", "set . c 1", "a: b", false)]
    [InlineData("a: b", "set . c 1", "c: 1\na: b", false)]
    [InlineData("a: b", "set . c 1", "a: b\nc: 2", false)]
    [InlineData("a: b", "set . c 1", "a: b\nd: 1", false)]
    [InlineData("a: b", "set . c 1", "a: b\nc: 1\nd: 2", false)]
    [InlineData("a: b", "set . c 1", "a: x\nc: 1", false)]
    [InlineData("a: b", "set . c 1", "c: 1", false)]
    [InlineData("a: b", "set . c 1", "", false)]
    [InlineData("a: b", "set . c 1; set . d 2", "a: b\nc: 1\nd: 2", true)]
    [InlineData("a: b", "set . c 1; set . d 2", "a: b\nd: 2\nc: 1", false)]
    [InlineData("a: b", "set . c 1; set . d 2", "a: b\nc: 1", false)]
    [InlineData("a: {b: c}\nd: {e: f}", "set a x 1; set d y 2", "a: {b: c, x: 1}\nd: {e: f, y: 2}", true)]
    [InlineData("a: {b: c}\nd: {e: f}", "set a x 1; set d y 2", "a: {b: c, x: 1}\nd: {e: f}", false)]
    [InlineData("a: b", "set . a 1", "a: 1", true)]
    [InlineData("a: b", "set . a 1", "a: b", false)]
    [InlineData("a: b\nc: d", "set . a 1", "a: 1\nc: e", false)]
    [InlineData("a: b\nc: d", "set . a 1", "a: 1", false)]
    [InlineData("a: b\nc: d", "set . a 1", "c: 1\nc2: d", false)]
    [InlineData("a: b\nc: d", "remove . a", "c: d", true)]
    [InlineData("a: b\nc: d", "remove . a", "a: b", false)]
    [InlineData("a: b\nc: d", "remove . a", "a: b\nc: d", false)]
    [InlineData("a: b\nc: d", "remove . a", "", false)]
    [InlineData("a: b\nc: d", "remove . a; set . e 1", "c: d\ne: 1", true)]
    [InlineData("a: b", "remove . a", "", true)]
    [InlineData("a: b", "remove . a", "{}", true)]
    [InlineData("a: b", "remove . a", "[]", false)]
    [InlineData("a: {b: c}", "remove a b", "a:", true)]
    [InlineData("a: {b: c}", "remove a b", "a: {}", true)]
    [InlineData("a: {b: c}", "remove a b", "a: x", false)]
    [InlineData("a: {b: c}", "remove a b", "a: ''", false)]
    [InlineData("a: {b: c, d: e}", "remove a b", "a:", false)]
    [InlineData("a: {b: c}", "remove a b; set a d 1", "a:", false)]
    [InlineData("a: {b: c}", "set a d 1", "a:", false)]
    [InlineData("a: [b]", "removeItem a 0", "a:", true)]
    [InlineData("a: [b]", "removeItem a 0", "a: []", true)]
    [InlineData("a: [b, c]", "removeItem a 0", "a:", false)]
    [InlineData("a: [b, c]", "removeItem a 0", "a: [c]", true)]
    [InlineData("a: [b, c]", "removeItem a 0", "a: [b]", false)]
    [InlineData("a: [b, c]", "removeItem a 0", "a: [b, c]", false)]
    [InlineData("a: [b, c]", "removeItem a 1", "a: [b]", true)]
    [InlineData("a: [b]", "add a 1", "a: [b, 1]", true)]
    [InlineData("a: [b]", "add a 1", "a: [b]", false)]
    [InlineData("a: [b]", "add a 1", "a: [1, b]", false)]
    [InlineData("a: [b]", "add a 1", "a: [b, 2]", false)]
    [InlineData("a: [b]", "add a 1", "a: [b, 1, 2]", false)]
    [InlineData("a: [b]", "add a 1; add a 2", "a: [b, 1, 2]", true)]
    [InlineData("a: [b]", "add a 1; add a 2", "a: [b, 1]", false)]
    [InlineData("a: b", "wrap . a 1", "a: [b, 1]", true)]
    [InlineData("a: b", "wrap . a 1", "a: [c, 1]", false)]
    [InlineData("a: b", "wrap . a 1", "a: [b, 2]", false)]
    [InlineData("a: b", "wrap . a 1", "a: [1, b]", false)]
    [InlineData("a: b", "wrap . a 1", "a: [b]", false)]
    [InlineData("a: b", "wrap . a 1", "a: [b, 1, 1]", false)]
    [InlineData("a: b", "wrap . a 1", "a: !T [b, 1]", false)]
    [InlineData("a: b", "wrap . a 1", "a: b", false)]
    [InlineData("a: [b, c]", "unwrap . a", "a: b", true)]
    [InlineData("a: [b, c]", "unwrap . a", "a: c", false)]
    [InlineData("a: [b, c]", "unwrap . a", "a: [b, c]", false)]
    [InlineData("a: [[b], c]", "unwrap . a", "a: [b]", false)]
    [InlineData("a: []", "unwrap . a", "a: b", false)]
    [InlineData("a: b", "unwrap . a", "a: b", false)]
    public void With_an_edit_what_it_says_changes_and_nothing_else(string original, string edits, string edited, bool expected) => Assert.Equal(expected, IsIntended(original, edited, edits));

    [Theory]
    [InlineData("\"b\"", "b", true)]
    [InlineData("\"b\"", "'b'", true)]
    [InlineData("\"b\"", "c", false)]
    [InlineData("\"b\"", "!T b", false)]
    [InlineData("\"b\"", "[b]", false)]
    [InlineData("\"b\"", "{b: }", false)]
    [InlineData("\"b\"", "", false)]
    [InlineData("[\"b\"]", "b", false)]
    [InlineData("null", "", true)]
    [InlineData("null", "null", true)]
    [InlineData("null", "''", false)]
    [InlineData("null", "b", false)]
    [InlineData("\"\"", "''", true)]
    [InlineData("\"\"", "", false)]
    [InlineData("[1, 2]", "[1, 2]", true)]
    [InlineData("[1, 2]", "[2, 1]", false)]
    [InlineData("[1, 2]", "[1]", false)]
    [InlineData("{\"b\": 1, \"c\": 2}", "{b: 1, c: 2}", true)]
    [InlineData("{\"b\": 1, \"c\": 2}", "{c: 2, b: 1}", false)]
    [InlineData("{\"b\": 1, \"c\": 2}", "{b: 1}", false)]
    [InlineData("{\"b\": 1}", "{b: 1, c: 2}", false)]
    [InlineData("{\"b\": 1}", "{c: 1}", false)]
    [InlineData("{\"b\": 1}", "{b: 2}", false)]
    [InlineData("{\"b\": 1}", "{[b]: 1}", false)]
    [InlineData("{\"b\": {\"c\": [1]}}", "{b: {c: [1]}}", true)]
    [InlineData("{\"b\": {\"c\": [1]}}", "{b: {c: [2]}}", false)]
    [InlineData("{\"b\": 1}", "[b, 1]", false)]
    [InlineData("[1]", "{b: 1}", false)]
    [InlineData("{}", "{}", true)]
    [InlineData("{}", "{b: 1}", false)]
    [InlineData("{\"b\": 1}", "{}", false)]
    [InlineData("{\"Ref\": \"B\"}", "!Ref B", true)]
    [InlineData("{\"Ref\": \"B\"}", "{Ref: B}", true)]
    [InlineData("{\"Ref\": \"B\"}", "!Ref C", false)]
    [InlineData("{\"Ref\": \"B\"}", "!Sub B", false)]
    [InlineData("{\"Fn::GetAtt\": [\"B\", \"Arn\"]}", "!GetAtt B.Arn", true)]
    [InlineData("{\"Fn::GetAtt\": [\"B\", \"Arn\"]}", "!GetAtt [B, Arn]", true)]
    [InlineData("{\"Fn::GetAtt\": [\"B\", \"Arn\"]}", "{'Fn::GetAtt': [B, Arn]}", true)]
    [InlineData("{\"Fn::GetAtt\": [\"B\", \"Arn\"]}", "{'Fn::GetAtt': B.Arn}", true)]
    [InlineData("{\"Fn::GetAtt\": [\"B\", \"Arn\"]}", "!GetAtt C.Arn", false)]
    [InlineData("{\"Fn::GetAtt\": [\"B\", \"Arn\"]}", "!GetAtt B.Arm", false)]
    [InlineData("{\"Fn::GetAtt\": [\"B\", \"Arn\"]}", "!GetAtt B-Arn", false)]
    [InlineData("{\"Fn::GetAtt\": [\"B\", \"Arn\"]}", "!GetAtt B.xArn", false)]
    [InlineData("{\"Fn::GetAtt\": [\"B\", \"Arn\"]}", "!GetAtt B.Arn.Arn", false)]
    [InlineData("{\"Fn::GetAtt\": [\"B\", \"Arn\"]}", "!GetAtt BB.Arn", false)]
    [InlineData("{\"Fn::GetAtt\": [\"B\", \"Arn\"]}", "!Sub B.Arn", false)]
    [InlineData("{\"Fn::GetAtt\": [\"B\", \"Arn\"]}", "{'Fn::GetAtt': [B, Arm]}", false)]
    [InlineData("{\"Fn::GetAtt\": [\"B\", \"C.Arn\"]}", "!GetAtt B.C.Arn", true)]
    [InlineData("{\"Fn::GetAtt\": [\"B.C\", \"Arn\"]}", "!GetAtt B.C.Arn", false)]
    public void A_new_value_says_what_was_asked_for(string value, string written, bool expected)
    {
        Assert.Equal(expected, IsIntended("a: b", $"a: {written}", $"set . a {value}"));
        Assert.Equal(expected, IsIntended("a: b", $"a: b\nnew: {written}", $"set . new {value}"));
        Assert.Equal(expected, IsIntended("[b]", $"[b, {(written.Length == 0 ? "~" : written)}]", $"add . {value}"));
    }

    [Fact]
    public void An_edit_that_stands_in_a_part_taken_from_the_original_was_not_made()
    {
        TemplateNode root = Parse("a: {b: c}\nd: e")!;
        const string Edited = "a: {b: c, x: 1}\nd: e";
        EditVerifier verifier = new(Read(root, "set a x 1"), root.Span.End, Edited.Length);

        Assert.False(verifier.IsIntended(root, root));
        Assert.True(verifier.IsIntended(root, Parse(Edited)));
        Assert.True(verifier.IsIntended(root, Parse(Edited)));
        Assert.True(new EditVerifier([], root.Span.End, root.Span.End).IsIntended(root, root));
    }

    private static bool IsIntended(string original, string edited, string edits = "")
    {
        TemplateNode root = Parse(original)!;
        return new EditVerifier(Read(root, edits), original.Length, edited.Length).IsIntended(root, Parse(edited));
    }

    private static TemplateNode? Parse(string yaml)
    {
        TemplateDocument document = TemplateParser.Parse(yaml, TemplateFormat.Yaml);
        Assert.Empty(document.Errors);
        return document.Root;
    }

    private static Dictionary<TemplateNode, CollectionEdit> Read(TemplateNode root, string edits)
    {
        Dictionary<TemplateNode, CollectionEdit> read = [];
        foreach (string[] words in edits.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(static x => x.Split(' ', x.StartsWith("add", StringComparison.Ordinal) ? 3 : 4)))
        {
            TemplateNode node = words[1] == "." ? root : ((MappingNode)root)[words[1]]!;
            CollectionEdit edit = read.TryGetValue(node, out CollectionEdit? known) ? known : read[node] = new CollectionEdit();
            int index = (node as MappingNode)?.Entries.ToList().FindIndex(x => x.Name == words[2]) ?? -1;
            switch (words[0])
            {
                case "set" when index >= 0:
                    edit.Replace(index, EditCasesTests.Value(words[3]));
                    break;
                case "set":
                    edit.Add(words[2], EditCasesTests.Value(words[3]));
                    break;
                case "remove":
                    edit.Remove(index);
                    break;
                case "wrap":
                    edit.Wrap(index, EditCasesTests.Value(words[3]));
                    break;
                case "unwrap":
                    edit.Unwrap(index);
                    break;
                case "add":
                    edit.AddItem(EditCasesTests.Value(words[2]));
                    break;
                case "removeItem":
                    edit.Remove(int.Parse(words[2], CultureInfo.InvariantCulture));
                    break;
                default:
                    throw new FormatException(words[0]);
            }
        }

        return read;
    }
}
