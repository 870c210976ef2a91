using System;
using System.Linq;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Syntax;

/// <summary>Several edits of one map.</summary>
public sealed class TemplateEditorTests
{
    /// <summary>Found by AFL: to remove the only entry of such a pair threw.</summary>
    [Theory]
    [InlineData("[a:]", "a")]
    [InlineData("[a: b]", "a")]
    [InlineData("[? a]", "a")]
    [InlineData("[{a: b}: {c: d}]", "x")]
    public void A_pair_without_braces_is_not_edited(string yaml, string key)
    {
        TemplateDocument document = TemplateParser.Parse(yaml, TemplateFormat.Yaml);
        MappingNode pair = (MappingNode)((SequenceNode)document.Root!).Items[0];
        TemplateEditor setting = new(document);
        setting.SetEntry(pair, key, TemplateValue.String("other"));
        TemplateEditor removing = new(document);
        removing.RemoveEntry(pair, "a");

        Assert.Equal(EditObstacle.Notation, setting.Apply().Refusal!.Obstacle);
        Assert.Equal(key == "a" ? EditObstacle.Notation : null, removing.Apply().Refusal?.Obstacle);
    }

    /// <summary>Found by AFL: what follows the header was looked at although the file ended with it.</summary>
    [Theory]
    [InlineData("a: 1\n\nb:\n  >")]
    [InlineData("a: 1\n\nb:\n  |2")]
    [InlineData("a: 1\nb: >")]
    [InlineData("a:\n  \nb:\n    \n  |+")]
    public void A_file_may_end_with_the_header_of_a_block_scalar(string yaml)
    {
        TemplateDocument document = TemplateParser.Parse(yaml, TemplateFormat.Yaml);
        MappingNode map = (MappingNode)document.Root!;
        foreach (Action<TemplateEditor> edit in (Action<TemplateEditor>[])
        [
            x => x.SetEntry(map, "c", TemplateValue.String("other")),
            x => x.SetEntry(map, "b", TemplateValue.String("other")),
            x => x.RemoveEntry(map, "a"),
            x => x.RemoveEntry(map, "b"),
        ])
        {
            TemplateEditor editor = new(document);
            edit(editor);
            TemplateDocument edited = editor.Apply().Document!;
            Assert.Empty(TemplateParser.Parse(edited.Text, TemplateFormat.Yaml).Errors);
        }
    }

    /// <summary>Some entries are looked for one by one, many in a table; the last value counts, in the place of the first.</summary>
    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(30)]
    public void An_entry_that_is_added_twice_has_its_last_value(int entries)
    {
        string[] keys = [.. Enumerable.Range(0, entries).Select(static x => "Key" + x)];
        Assert.Equal(string.Concat(keys.Select(static x => $"\n  {x}: second")), Edit(editor =>
        {
            foreach (string value in (string[])["first", "second"])
            {
                Array.ForEach(keys, x => editor.Editor.SetEntry(editor.Map, x, TemplateValue.String(value)));
            }
        })["\n  A: 1\n  B: 2\n  C: [3, 4]\n  D: [5, 6]".Length..]);

        // The same when the second value comes at once.
        Assert.Equal(string.Concat(keys.Select(static x => $"\n  {x}: second")), Edit(editor => Array.ForEach(keys, x =>
        {
            editor.Editor.SetEntry(editor.Map, x, TemplateValue.String("first"));
            editor.Editor.SetEntry(editor.Map, x, TemplateValue.String("second"));
        }))["\n  A: 1\n  B: 2\n  C: [3, 4]\n  D: [5, 6]".Length..]);
    }

    [Fact]
    public void Two_entries_of_one_map_become_lists_and_two_become_values() => Assert.Equal("\n  A: [1, x]\n  B: [2, z]\n  C: 3\n  D: 5", Edit(static editor =>
    {
        editor.Editor.WrapEntry(editor.Map, "A", TemplateValue.String("x"));
        editor.Editor.WrapEntry(editor.Map, "B", TemplateValue.String("z"));
        editor.Editor.UnwrapEntry(editor.Map, "C");
        editor.Editor.UnwrapEntry(editor.Map, "D");
    }));

    [Fact]
    public void A_document_with_errors_is_not_edited() => Assert.Throws<ArgumentException>(static () => new TemplateEditor(TemplateFile.Parse("a: [")));

    private static string Edit(Action<(TemplateEditor Editor, MappingNode Map)> edit)
    {
        TemplateDocument document = TemplateFile.Parse("Map:\n  A: 1\n  B: 2\n  C: [3, 4]\n  D: [5, 6]\n");
        TemplateEditor editor = new(document);
        edit((editor, (MappingNode)((MappingNode)document.Root!)["Map"]!));
        return editor.Apply().Document!.Text["Map:".Length..].TrimEnd('\n');
    }
}
