using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using CsCheck;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Syntax;

/// <summary>An edited text that is read with the help of its original reads as it does without.</summary>
public sealed class ReparsePropertyTests
{
    private static readonly string[] Inserted =
    [
        "", "x", " ", "  ", "\n", "\r\n", "\n  New: 1", "\n    New: {a: b}", "\nNew: 1", "\n- a", "\n  - a: b\n    c: d", "#", " # c", ":", ": ", "'", "\"", "|", ">", "\n---\n", "\n...", "\t",
        "\nResources: 2", "{", "}", "[", "]", ",", ", a", "? ", "!Ref ", "\"New\": [1, {\"a\": null}], ", ",\n  \"a\": true", "1", "e5", "%", "- ", "\\",
    ];

    private static readonly Gen<(double At, int Cut, int Text)> AnySplice = Gen.Select(Gen.Double[0, 1], Gen.OneOf(Gen.Const(0), Gen.Int[0, 4], Gen.Int[0, 40]), Gen.Int[0, Inserted.Length - 1], static (at, cut, text) => (at, cut, text));

    [Fact]
    [Trait("Category", "Property")]
    public void Any_splices_of_yaml_read_the_same_with_and_without_the_original() => Check(DocumentGen.Yaml, TemplateFormat.Yaml);

    [Fact]
    [Trait("Category", "Property")]
    public void Any_splices_of_json_read_the_same_with_and_without_the_original() => Check(DocumentGen.Json, TemplateFormat.Json);

    [Fact]
    public void Untouched_entries_are_not_read_again()
    {
        const string Yaml = "a:\n  b: {x: [1, 2]}\n  c: 2\nd:\n  e:\n    f: g\n  h: 1\ni: 2\n";
        TemplateDocument original = TemplateParser.Parse(Yaml, TemplateFormat.Yaml);
        SplicedText edited = SplicedText.Join(original, [new Splice(new SourceSpan(Yaml.Length, 0), "z: 0\n", 0)])!;

        MappingNode root = (MappingNode)TemplateParser.Reparse(edited, CancellationToken.None).Root!;

        Assert.Equal(["a", "d", "i", "z"], root.Entries.Select(static x => x.Name));
        Assert.Equal(((MappingNode)original.Root!).Entries, root.Entries.Take(3));
    }

    [Theory]
    [InlineData("a: 1\n&x b: 2\nc: 3\n", 0, 13)]
    [InlineData("a: 1\nb: 2\nc: 3\n", 5, 10)]
    [InlineData("a: 1\n&x b: 2\nc: 3\n", 5, 13)]
    [InlineData("a: 1\nc: 3\n&x b: 2\nd:\n  e: 4\n", 5, 18)]
    public void A_key_that_comes_to_stand_twice_is_read_as_without_the_original(string yaml, int where, int told)
    {
        TemplateDocument original = TemplateParser.Parse(yaml, TemplateFormat.Yaml);
        SplicedText edited = SplicedText.Join(original, [new Splice(new SourceSpan(where, 0), "b: 0\n", 0)])!;

        TemplateDocument whole = TemplateParser.Parse(edited.ToString(), TemplateFormat.Yaml);
        MappingNode again = (MappingNode)TemplateParser.Reparse(edited, CancellationToken.None).Root!;

        Assert.Equal(new SourceSpan(told, 1), Assert.Single(RepeatedKeys.Find(whole)).Span);
        Assert.Equal("b", Assert.Single(again.Repeated).Name);
        Assert.Equal(((MappingNode)whole.Root!).Entries.Select(static x => x.Name), again.Entries.Select(static x => x.Name));
    }

    [Theory]
    [InlineData("  b: c", "\n  z: 0", true)]
    [InlineData("  b: c # d", "\n  z: 0", true)]
    [InlineData("  b: {c: d}", "\nz: 0", true)]
    [InlineData("  b:\n    - c: d", "\n\n  # e\n  z: 0", true)]
    [InlineData("  b: c", "\n   z", false)]
    [InlineData("  b: c", " d", false)]
    [InlineData("  b:", "\n  - z", false)]
    [InlineData("  b:", "\n  z: 0", true)]
    [InlineData("  b:\n  - c", "\n  - z", false)]
    [InlineData("  b:\n    c:\n    - d", "\n  z: 0", true)]
    [InlineData("  b: |\n    c", "\n\n  z: 0", false)]
    [InlineData("  b:\n    - |+\n      c", "\n\n  z: 0", false)]
    [InlineData("  b:\n    ? |\n      c", "\n\n  z: 0", false)]
    [InlineData("  b: c", "\n\t", false)]
    public void A_last_entry_is_read_again_where_what_follows_may_belong_to_it(string entry, string inserted, bool isKept)
    {
        string text = "a:\n" + entry;
        TemplateDocument original = TemplateParser.Parse(text, TemplateFormat.Yaml);
        SplicedText edited = SplicedText.Join(original, [new Splice(new SourceSpan(text.Length, 0), inserted + "\n", 0)])!;
        TemplateDocument whole = TemplateParser.Parse(edited.ToString(), TemplateFormat.Yaml);

        (TemplateNode? root, IReadOnlyList<TemplateSyntaxError> errors) = TemplateParser.Reparse(edited, CancellationToken.None);

        Assert.Equal(whole.Errors, errors);
        Assert.Equal(Oracle.Print(whole.Root, isInTextOrder: false), Oracle.Print(root, isInTextOrder: false));
        Assert.Equal(isKept, Known(root).Contains(((MappingNode)((MappingNode)original.Root!)["a"]!)["b"]!));
    }

    private static void Check(Gen<string> documents, TemplateFormat format)
    {
        long reused = 0;
        Gen.Select(documents, AnySplice.Array[1, 4]).Sample(
            (text, splices) =>
            {
                TemplateDocument original = TemplateParser.Parse(text, format);
                Splice[] spans = [.. splices.Select(x => Splice(text, x)).OrderBy(static x => x.Span.Start)];
                if (original.Errors.Count > 0 || SplicedText.Join(original, spans) is not { } edited)
                {
                    return;
                }

                TemplateDocument whole = TemplateParser.Parse(edited.ToString(), format);
                (TemplateNode? root, IReadOnlyList<TemplateSyntaxError> errors) = TemplateParser.Reparse(edited, CancellationToken.None);

                Assert.Equal(whole.Errors, errors);
                Assert.Equal(Oracle.Print(whole.Root, isInTextOrder: false), Oracle.Print(root, isInTextOrder: false));
                Interlocked.Add(ref reused, Known(original.Root!).Intersect(Known(root)).Count());
            },
            iter: LongRun.Iterations);
        Assert.True(LongRun.Iterations < 1_000 || reused > LongRun.Iterations / 4, $"{reused} entries were taken from the originals.");
    }

    private static Splice Splice(string text, (double At, int Cut, int Text) splice)
    {
        int start = (int)(splice.At * text.Length);
        if (splice.Cut == 0 && Inserted[splice.Text].StartsWith('\n'))
        {
            // Whole lines mostly leave a document that can be read.
            start = text.IndexOf('\n', start) is >= 0 and int lineEnd ? lineEnd : text.Length;
        }

        return new Splice(new SourceSpan(start, Math.Min(splice.Cut, text.Length - start)), Inserted[splice.Text], 0);
    }

    /// <summary>The nodes that can be recognized by reference.</summary>
    private static HashSet<TemplateNode> Known(TemplateNode? node)
    {
        HashSet<TemplateNode> found = [];
        Visit(node);
        return found;

        void Visit(TemplateNode? current)
        {
            if (current is null || !found.Add(current))
            {
                return;
            }

            foreach (MappingEntry entry in (current as MappingNode)?.Entries ?? [])
            {
                Visit(entry.Value);
            }

            foreach (TemplateNode item in (current as SequenceNode)?.Items ?? [])
            {
                Visit(item);
            }
        }
    }
}
