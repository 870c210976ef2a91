using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Syntax;

/// <summary>Asserts that spans lie inside the text, nest, and follow the order of the nodes.</summary>
internal static class SpanAssert
{
    public static void Nested(TemplateDocument document)
    {
        SourceSpan all = new(0, document.Text.Length);
        foreach (TemplateSyntaxError error in document.Errors)
        {
            Assert.True(all.Contains(error.Span), $"{error} lies outside the text");
        }

        if (document.Root is { } root)
        {
            Check(root, all);
        }
    }

    private static void Check(TemplateNode node, SourceSpan parent)
    {
        Assert.True(parent.Contains(node.FullSpan), $"{node.FullSpan} is not in {parent}");
        Assert.True(node.FullSpan.Contains(node.Span), $"{node.Span} is not in {node.FullSpan}");
        int position = node.Span.Start;
        foreach (TemplateNode child in Children(node))
        {
            Assert.True(child.FullSpan.Start >= position, $"{child.FullSpan} begins before {position}");
            Check(child, node.FullSpan);
            position = child.FullSpan.End;
        }
    }

    private static System.Collections.Generic.IEnumerable<TemplateNode> Children(TemplateNode node)
    {
        switch (node)
        {
            case MappingNode mapping:
                foreach (MappingEntry entry in mapping.Written)
                {
                    yield return entry.Key;
                    yield return entry.Value;
                }

                break;
            case SequenceNode sequence:
                foreach (TemplateNode item in sequence.Items)
                {
                    yield return item;
                }

                break;
        }
    }
}
