using System;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Syntax;

/// <summary>
/// Edits to the byte, for the cases of <c>Cases/editing</c>. The lines <c># edit:</c> say what is queued; in the template ␍ stands for a carriage
/// return, and ¶ for the end of the text.
/// </summary>
public sealed class EditCasesTests
{
    [Theory]
    [Cases("editing", "edit")]
    public void An_edit_writes_these_bytes(string name) => CaseFile.Check(name, static file =>
    {
        string[] edits = [.. file.All("edit")];
        string text = file.Template.Replace("␍\n", "\r\n", StringComparison.Ordinal).Replace('␍', '\r');
        int end = text.IndexOf('¶', StringComparison.Ordinal);
        TemplateDocument document = TemplateParser.Parse(end < 0 ? text : text[..end]);
        Assert.Empty(document.Errors);
        TemplateEditor editor = new(document);
        foreach (string edit in edits)
        {
            Queue(editor, document, edit.Split(' ', 4));
        }

        TemplateEditResult result = editor.Apply();
        if (result.Refusal is { } refusal)
        {
            Assert.Null(result.Document);
            return [CaseFile.Note($"refused: {TemplateRules.EditIsUnsafe(refusal.Obstacle).Text.Split(';')[0]} {file.Place(document.GetPosition(refusal.Span.Start))} «{document.Text.Substring(refusal.Span.Start, refusal.Span.Length)}»")];
        }

        Assert.Equal(edits.Length > 0 && !ReferenceEquals(result.Document, document), editor.HasEdits);
        return [result.Document!.Text.Replace("\r\n", "␍\n", StringComparison.Ordinal).Replace('\r', '␍') + "¶"];
    });

    /// <summary>Queues <c>set path key value</c>, <c>remove path key</c>, <c>wrap path key value</c>, <c>unwrap path key</c>, <c>add path value</c> or <c>removeItem path index</c>.</summary>
    private static void Queue(TemplateEditor editor, TemplateDocument document, string[] words)
    {
        TemplateNode node = words[1].Split('.', StringSplitOptions.RemoveEmptyEntries).Aggregate(document.Root!, static (at, name) =>
            at is SequenceNode list ? list.Items[int.Parse(name, CultureInfo.InvariantCulture)] : ((MappingNode)at).Find(name)!.Value);
        switch (words[0])
        {
            case "set":
                editor.SetEntry((MappingNode)node, words[2], Value(words[3]));
                break;
            case "remove":
                editor.RemoveEntry((MappingNode)node, words[2]);
                break;
            case "wrap":
                editor.WrapEntry((MappingNode)node, words[2], Value(words[3]));
                break;
            case "unwrap":
                editor.UnwrapEntry((MappingNode)node, words[2]);
                break;
            case "add":
                editor.AddItem((SequenceNode)node, Value(string.Join(' ', words[2..])));
                break;
            case "removeItem":
                editor.RemoveItem((SequenceNode)node, int.Parse(words[2], CultureInfo.InvariantCulture));
                break;
            default:
                throw new FormatException(words[0]);
        }
    }

    /// <summary>A value to write, as JSON.</summary>
    internal static TemplateValue Value(string json)
    {
        TemplateDocument document = TemplateParser.Parse("{\"value\":" + json + "}", TemplateFormat.Json);
        Assert.Empty(document.Errors);
        return TemplateValue.FromNode(((MappingNode)document.Root!).Find("value")!.Value);
    }
}
