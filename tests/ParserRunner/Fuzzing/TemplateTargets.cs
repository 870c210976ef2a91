using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using LambdaDestinations.Build;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;

namespace ParserRunner.Fuzzing;

/// <summary>Templates: read, edited, updated and checked; manifests; assemblies.</summary>
internal static class TemplateTargets
{
    private const string Assembly = "App";

    /// <summary>More functions than this tell nothing new and take long.</summary>
    private const int MaximumFunctions = 20;

    private static readonly TemplateValue[] Values =
    [
        TemplateValue.String("SQS"), TemplateValue.Number(3600), TemplateValue.GetAtt("Queue", "Arn"), TemplateValue.String("it's\n\"two\" lines"), TemplateValue.Map(), TemplateValue.String(""),
        TemplateValue.List(TemplateValue.Ref("A"), TemplateValue.String("b, c")), TemplateValue.Map(("a", TemplateValue.Map(("b", TemplateValue.List(TemplateValue.String("*")))))),
    ];

    /// <summary>Both parsers read anything, or say where they do not, and a whole number of places lie inside of the text.</summary>
    public static void Parse(byte[] bytes)
    {
        if (Text(bytes) is not { } text)
        {
            return;
        }

        foreach (TemplateFormat format in new[] { TemplateFormat.Yaml, TemplateFormat.Json })
        {
            TemplateDocument document = TemplateParser.Parse(text, format);
            foreach (TemplateSyntaxError error in document.Errors)
            {
                Expect(error.Span.Start >= 0 && error.Span.End <= text.Length, "an error stands outside of the text");
                _ = document.GetPosition(error.Span.Start);
            }

            if (document is { Errors.Count: 0, Root: { } root })
            {
                ExpectNested(root, new SourceSpan(0, text.Length));
                if (format == TemplateFormat.Json)
                {
                    using JsonDocument json = JsonDocument.Parse(text.TrimStart('\uFEFF'), new JsonDocumentOptions { MaxDepth = 256 });
                }
            }
        }
    }

    /// <summary>An edit reads back, changes nothing else, and can be taken back to the byte. The first two bytes say which.</summary>
    public static void Edit(byte[] bytes)
    {
        if (bytes.Length < 3 || Text(bytes[2..]) is not { } text || TemplateFile.Parse(text) is not { Errors.Count: 0, Root: { } root } document)
        {
            return;
        }

        MappingNode[] mappings = [.. Nodes(root).OfType<MappingNode>()];
        if (mappings.Length == 0)
        {
            return;
        }

        int pick = bytes[0] % mappings.Length;
        TemplateValue value = Values[(bytes[1] & 0x7F) % Values.Length];
        bool isRemoval = bytes[1] >= 0x80 && mappings[pick].Entries.Count > 0;
        string key = isRemoval ? mappings[pick].Entries[bytes[1] % mappings[pick].Entries.Count].Name ?? "" : "Added";
        bool isNew = mappings[pick].Find(key) is null;
        TemplateDocument? edited = Apply(document, editor =>
        {
            if (isRemoval)
            {
                editor.RemoveEntry(mappings[pick], key);
            }
            else
            {
                editor.SetEntry(mappings[pick], key, value);
            }
        });
        if (edited is null)
        {
            return;
        }

        TemplateDocument again = TemplateFile.Parse(edited.Text);
        Expect(again.Errors.Count == 0, "an edited text is not read");
        string expected = Print(root, x => ReferenceEquals(x, mappings[pick]) ? key : null);
        MappingNode[] after = again.Root is { } edits ? [.. Nodes(edits).OfType<MappingNode>()] : [];
        MappingNode? holder = isRemoval || !isNew ? null : after.FirstOrDefault(x => x.Span.Start == mappings[pick].Span.Start && x.Find(key) is not null) ?? after.FirstOrDefault(x => x.Find(key) is not null);
        if (holder is null)
        {
            return;
        }

        Expect(TemplateValue.FromNode(holder[key]!).Equals(value), "an added value reads as another");
        Expect(Print(again.Root!, x => ReferenceEquals(x, holder) ? key : null) == expected, "an edit changed another value");
        TemplateDocument undone = Apply(again, editor => editor.RemoveEntry(holder, key)) ?? throw new FaultException("an added entry cannot be removed");
        Expect(undone.Text == text, "an edit that is undone leaves a trace");
    }

    /// <summary>Attributes on every function: a second update changes nothing, and without attributes the text is as it was. The checks take everything.</summary>
    public static void Update(byte[] bytes)
    {
        if (Text(bytes) is not { } text || TemplateFile.Parse(text) is not { Errors.Count: 0 } document)
        {
            return;
        }

        TemplateModel model = TemplateModel.Read(document);
        HandlerModel[] handlers = Handlers(null, new DestinationModel(DestinationOutcome.Failure, DestinationTargetType.Sqs, null), new DestinationModel(DestinationOutcome.Success, DestinationTargetType.Sns, null));
        HandlerModel[] others = Handlers(1, new DestinationModel(DestinationOutcome.Failure, DestinationTargetType.S3, null));
        _ = TemplateChecker.Check(model, handlers).Count();
        TemplateUpdate update = TemplateUpdater.Update(model, new DestinationManifest(new(handlers)), Assembly);
        if (handlers.Length == 0 || update.Document.HasSameText(document))
        {
            return;
        }

        TemplateDocument after = TemplateFile.Parse(update.Document.Text);
        Expect(after.Errors.Count == 0, "an updated template is not read");
        Expect(TemplateUpdater.Update(after, new DestinationManifest(new(handlers)), Assembly).Document.Text == after.Text, "a second update changes the template");
        TemplateUpdate back = TemplateUpdater.Update(after, new DestinationManifest(default), Assembly);
        Expect(back.Document.Text == text, "an update that is taken back leaves a trace");

        // Attributes change before they go.
        TemplateUpdate other = TemplateUpdater.Update(after, new DestinationManifest(new(others)), Assembly);
        if (!other.HasErrors)
        {
            TemplateUpdate otherBack = TemplateUpdater.Update(TemplateFile.Parse(other.Document.Text), new DestinationManifest(default), Assembly);
            Expect(otherBack.Document.Text == text, "an update that is changed and taken back leaves a trace");
        }

        HandlerModel[] Handlers(int? retries, params DestinationModel[] destinations) =>
            [.. model.Resources.Where(static x => x.IsFunction).Take(MaximumFunctions).Select((x, i) => new HandlerModel(
                new FunctionReference(Assembly, "App.Handlers", $"Run{i}", x.LogicalId), "global::App.Order", "global::App.Receipt", new(destinations), retries, null))];
    }

    public static void ReadManifest(byte[] bytes)
    {
        if (Text(bytes) is not { } text)
        {
            return;
        }

        try
        {
            DestinationManifest manifest = ManifestJson.Parse(text);
            string written = ManifestJson.Write(manifest);
            Expect(ManifestJson.Write(ManifestJson.Parse(written)) == written, "a manifest does not read as it is written");
        }
        catch (FormatException)
        {
            // What a manifest that is none gives.
        }
    }

    public static void ReadAssembly(byte[] bytes)
    {
        string path = Path.Combine(Path.GetTempPath(), $"fuzz-{Environment.ProcessId}.dll");
        File.WriteAllBytes(path, bytes);
        try
        {
            _ = ManifestFile.Read(path).Parse();
        }
        catch (UnreadableManifestException)
        {
            // What a damaged assembly gives.
        }
    }

    private static string? Text(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static TemplateDocument? Apply(TemplateDocument document, Action<TemplateEditor> queue)
    {
        TemplateEditor editor = new(document);
        queue(editor);
        return editor.Apply().Document;
    }

    private static void ExpectNested(TemplateNode node, SourceSpan outer)
    {
        Expect(node.FullSpan.Start >= outer.Start && node.FullSpan.End <= outer.End, "a node stands outside of what holds it");
        switch (node)
        {
            case MappingNode mapping:
                foreach (MappingEntry entry in mapping.Written)
                {
                    ExpectNested(entry.Key, node.FullSpan);
                    ExpectNested(entry.Value, node.FullSpan);
                }

                break;
            case SequenceNode sequence:
                foreach (TemplateNode item in sequence.Items)
                {
                    ExpectNested(item, node.FullSpan);
                }

                break;
        }
    }

    private static IEnumerable<TemplateNode> Nodes(TemplateNode node)
    {
        yield return node;
        IEnumerable<TemplateNode> children = node switch
        {
            MappingNode mapping => mapping.Written.Select(static x => x.Value),
            SequenceNode sequence => sequence.Items,
            _ => [],
        };
        foreach (TemplateNode descendant in children.SelectMany(Nodes))
        {
            yield return descendant;
        }
    }

    /// <summary>All values and keys but one entry's; a collection that is empty without it reads as nothing.</summary>
    private static string Print(TemplateNode node, Func<TemplateNode, string?> without)
    {
        StringBuilder text = new();
        Print(node);
        return text.ToString();

        void Print(TemplateNode node)
        {
            text.Append(node.Tag).Append(' ');
            switch (node)
            {
                case AliasNode alias:
                    text.Append('*').Append(alias.Name);
                    break;
                case ScalarNode scalar:
                    // A block scalar at the end of a file without a line break gets the break that its header promises.
                    text.Append('"').Append(scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded ? scalar.Value.TrimEnd('\n') : scalar.Value).Append('"');
                    break;
                case SequenceNode sequence:
                    text.Append('[');
                    foreach (TemplateNode item in sequence.Items)
                    {
                        Print(item);
                    }

                    text.Append(']');
                    break;
                case MappingNode mapping:
                    string? hidden = without(mapping);
                    text.Append('{');
                    foreach (MappingEntry entry in mapping.Written.Where(x => hidden is null || x.Name != hidden))
                    {
                        Print(entry.Key);
                        Print(entry.Value);
                    }

                    text.Append('}');
                    break;
            }
        }
    }

    private static void Expect(bool condition, string problem)
    {
        if (!condition)
        {
            throw new FaultException(problem);
        }
    }
}
