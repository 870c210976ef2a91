using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using CsCheck;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Syntax;

/// <summary>Edits of random documents. A long run: <c>LAMBDA_DESTINATIONS_LONG=1 dotnet test --filter EditorPropertyTests</c>.</summary>
[Trait("Category", "Property")]
public sealed class EditorPropertyTests
{
    private static readonly TemplateValue[] Values =
    [
        TemplateValue.String("SQS"), TemplateValue.Number(3600), TemplateValue.Boolean(true), TemplateValue.Null,
        TemplateValue.GetAtt("Queue", "Arn"), TemplateValue.Ref("Topic"), TemplateValue.Sub("arn:${AWS::Partition}:s3:::b/*"),
        TemplateValue.String(""), TemplateValue.String("2012-10-17"), TemplateValue.String("a: b # c"), TemplateValue.String("it's\n\"two\" lines"), TemplateValue.String("*"),
        TemplateValue.Map(), TemplateValue.List(), TemplateValue.List(TemplateValue.Ref("A"), TemplateValue.String("b, c")),
        TemplateValue.Map(
            ("MaximumRetryAttempts", TemplateValue.Number(1)),
            ("DestinationConfig", TemplateValue.Map(("OnFailure", TemplateValue.Map(("Type", TemplateValue.String("SQS")), ("Destination", TemplateValue.GetAtt("Q", "Arn")))))),
            ("Statement", TemplateValue.List(TemplateValue.Map(("Effect", TemplateValue.String("Allow")), ("Action", TemplateValue.List(TemplateValue.String("s3:PutObject"))))))),
        TemplateValue.Map(("Fn::If", TemplateValue.List(TemplateValue.String("C"), TemplateValue.Map(("a", TemplateValue.String("b"))), TemplateValue.Ref("AWS::NoValue")))),
    ];

    private static readonly Gen<string> AnyDocument = Gen.OneOf(DocumentGen.Yaml, DocumentGen.Json);

    [Fact]
    public void Random_documents_read_as_the_oracles_read_them()
    {
        DocumentGen.Yaml.Sample(text => Assert.Equal(Oracle.PrintYamlDotNet(text), Oracle.Print(Parse(text).Root)), iter: LongRun.Iterations);
        DocumentGen.Json.Sample(text => Assert.Equal(Oracle.PrintSystemTextJson(text), Oracle.Print(Parse(text).Root)), iter: LongRun.Iterations);
    }

    [Fact]
    public void An_added_entry_reads_back_keeps_every_other_byte_and_goes_without_a_trace() =>
        Gen.Select(AnyDocument, Gen.Int, Gen.Int[0, Values.Length - 1]).Sample(
            (text, pick, value) =>
            {
                TemplateDocument original = Parse(text);
                MappingNode parent = Pick(original, pick);

                TemplateDocument added = Edit(original, editor => editor.SetEntry(parent, "Added", Values[value]));

                ValuesOutside.AssertSame(original, added, PathOf(original, parent), "Added");
                Assert.Equal(TemplateValue.FromNode(original.Root!), Without(added, "Added"));
                Assert.True(IsInsertion(text, added.Text), $"not an insertion:\n{added.Text}");
                Assert.Same(added, Edit(added, editor => editor.SetEntry(Holder(added), "Added", Values[value])));
                Assert.Equal(text, Edit(added, editor => editor.RemoveEntry(Holder(added), "Added")).Text);
            },
            iter: LongRun.Iterations);

    [Fact]
    public void A_removed_or_replaced_entry_changes_nothing_else() =>
        Gen.Select(AnyDocument, Gen.Int, Gen.Int[0, Values.Length - 1]).Sample(
            (text, pick, value) =>
            {
                TemplateDocument original = Parse(text);
                MappingNode parent = Pick(original, pick);
                if (parent.Entries.Count == 0)
                {
                    return;
                }

                string key = parent.Entries[(pick & int.MaxValue) % parent.Entries.Count].Name!;
                string path = PathOf(original, parent);
                TemplateDocument replaced = Edit(original, editor => editor.SetEntry(parent, key, Values[value]));
                ValuesOutside.AssertSame(original, replaced, path, key);
                Assert.Same(replaced, Edit(replaced, editor => editor.SetEntry(Find(replaced, parent), key, Values[value])));
                ValuesOutside.AssertSame(original, Edit(original, editor => editor.RemoveEntry(parent, key)), path, key);
            },
            iter: LongRun.Iterations);

    [Fact]
    public void Several_edits_of_one_document_do_not_disturb_each_other() =>
        Gen.Select(AnyDocument, Gen.Int, Gen.Int, Gen.Int[0, Values.Length - 1]).Sample(
            (text, first, second, value) =>
            {
                TemplateDocument original = Parse(text);

                TemplateDocument added = Edit(original, editor =>
                {
                    editor.SetEntry(Pick(original, first), "Added", Values[value]);
                    editor.SetEntry(Pick(original, second), "Other", Values[0]);
                });
                ValuesOutside.AssertSame(original, added, (PathOf(original, Pick(original, first)), "Added"), (PathOf(original, Pick(original, second)), "Other"));

                TemplateDocument removed = Edit(added, editor =>
                {
                    editor.RemoveEntry(Holder(added, "Other"), "Other");
                    editor.RemoveEntry(Holder(added), "Added");
                });
                Assert.Equal(text, removed.Text);
            },
            iter: LongRun.Iterations);

    [Fact]
    public void Items_come_and_go_without_a_trace() =>
        Gen.Select(AnyDocument, Gen.Int, Gen.Int[0, Values.Length - 1]).Sample(
            (text, pick, value) =>
            {
                TemplateDocument original = Parse(text);
                List<SequenceNode> sequences = [.. Nodes(original.Root!).OfType<SequenceNode>()];
                if (sequences.Count == 0)
                {
                    return;
                }

                SequenceNode parent = sequences[(pick & int.MaxValue) % sequences.Count];
                TemplateDocument added = Edit(original, editor => editor.AddItem(parent, Values[value]));
                string item = parent.Items.Count.ToString(CultureInfo.InvariantCulture);
                ValuesOutside.AssertSame(original, added, PathOf(original, parent), item);
                SequenceNode grown = Nodes(added.Root!).OfType<SequenceNode>().Single(x => x.Span.Start == parent.Span.Start && x.Items.Count == parent.Items.Count + 1);
                Assert.Equal(text, Edit(added, editor => editor.RemoveItem(grown, parent.Items.Count)).Text);
            },
            iter: LongRun.Iterations);

    [Fact]
    public void No_text_makes_the_parser_throw()
    {
        char[] alphabet = [.. "{}[]:,-?#&*!|>'\"%@`\\ \t\n\r\uFEFF~<.ab01"];
        Gen<string> noise = Gen.OneOf(Gen.String[Gen.Int[0, alphabet.Length - 1].Select(x => alphabet[x]), 0, 60], Gen.String[0, 40]);
        Gen<string> mutated = Gen.Select(AnyDocument, Gen.Int[0, 10_000], Gen.String[Gen.Int[0, alphabet.Length - 1].Select(x => alphabet[x]), 0, 3], Gen.Int[0, 5], (text, at, insert, cut) =>
        {
            int position = at % (text.Length + 1);
            return text[..position] + insert + text[Math.Min(text.Length, position + cut)..];
        });
        Gen.OneOf(noise, mutated).Sample(
            text =>
            {
                SpanAssert.Nested(TemplateParser.Parse(text));
                SpanAssert.Nested(TemplateParser.Parse(text, TemplateFormat.Yaml));
            },
            iter: LongRun.Iterations);
    }

    private static TemplateDocument Parse(string text)
    {
        TemplateDocument document = TemplateParser.Parse(text);
        Assert.True(document.Errors.Count == 0, document.Errors.Count == 0 ? "" : $"{document.Errors[0]} in:\n{text}");
        return document;
    }

    private static TemplateDocument Edit(TemplateDocument document, Action<TemplateEditor> queue)
    {
        TemplateEditor editor = new(document);
        queue(editor);
        TemplateEditResult result = editor.Apply();
        Assert.True(result.Refusal is null, $"{result.Refusal} in:\n{document.Text}");
        return result.Document!;
    }

    private static MappingNode Pick(TemplateDocument document, int pick)
    {
        List<MappingNode> mappings = [.. Nodes(document.Root!).OfType<MappingNode>()];
        return mappings[(pick & int.MaxValue) % mappings.Count];
    }

    /// <summary>Where a node stands, as <see cref="ValuesOutside"/> says it.</summary>
    private static string PathOf(TemplateDocument document, TemplateNode node)
    {
        static string? Find(TemplateNode at, TemplateNode node, string path) => ReferenceEquals(at, node) ? path : at switch
        {
            MappingNode mapping => mapping.Entries.Select(x => Find(x.Value, node, $"{path}/{x.Name}")).FirstOrDefault(x => x is not null),
            SequenceNode sequence => sequence.Items.Select((x, i) => Find(x, node, $"{path}/{i}")).FirstOrDefault(x => x is not null),
            _ => null,
        };
        return Find(document.Root!, node, "")!;
    }

    private static MappingNode Holder(TemplateDocument document, string key = "Added") => Nodes(document.Root!).OfType<MappingNode>().Single(x => x.Find(key) is not null);

    private static MappingNode Find(TemplateDocument document, MappingNode old) => Nodes(document.Root!).OfType<MappingNode>().First(x => x.Span.Start == old.Span.Start);

    private static IEnumerable<TemplateNode> Nodes(TemplateNode node)
    {
        yield return node;
        IEnumerable<TemplateNode> children = node switch
        {
            MappingNode mapping => mapping.Entries.Select(x => x.Value),
            SequenceNode sequence => sequence.Items,
            _ => [],
        };
        foreach (TemplateNode descendant in children.SelectMany(Nodes))
        {
            yield return descendant;
        }
    }

    private static TemplateValue Without(TemplateDocument document, string key)
    {
        TemplateValue Strip(TemplateValue value) => value.Kind switch
        {
            TemplateValueKind.Map => TemplateValue.Map(value.Entries.Where(x => x.Key != key).Select(x => new KeyValuePair<string, TemplateValue>(x.Key, Strip(x.Value)))),
            TemplateValueKind.List => TemplateValue.List([.. value.Items.Select(Strip)]),
            _ => value,
        };
        return Strip(TemplateValue.FromNode(document.Root!));
    }

    /// <summary>Whether the new text is the old one with one range, or a comma and a range, put in.</summary>
    private static bool IsInsertion(string old, string current)
    {
        int prefix = old.Zip(current).TakeWhile(x => x.First == x.Second).Count();
        int suffix = old.Reverse().Zip(current.Reverse()).TakeWhile(x => x.First == x.Second).Count();
        return prefix + suffix >= old.Length;
    }
}
