using System.Collections.Generic;
using System.Linq;
using System.Text;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Map;

/// <summary>Flow graphs as JSON, for scripts. Enumerations are their names; lines and columns count from 1.</summary>
internal static class JsonFlowMap
{
    /// <summary>The version of the shape.</summary>
    private const int SchemaVersion = 1;

    private static readonly TemplateStyle Style = new(TemplateFormat.Json, "\n", "  ", IndentSequences: false, ": ", IsMultiline: true);

    /// <summary>Writes the graphs of templates. Lines end with <c>\n</c>.</summary>
    /// <param name="graphs">The file, the document that the graph was read from, and the graph.</param>
    public static string Render(IReadOnlyList<(string File, TemplateDocument Document, FlowGraph Graph)> graphs)
    {
        TemplateValue value = TemplateValue.Map(
            ("version", TemplateValue.Number(SchemaVersion)),
            ("maps", TemplateValue.List([.. graphs.Select(static x => MapOf(x.File, x.Document, x.Graph))])));
        StringBuilder text = new();
        TemplateWriter.WriteJson(text, value, Style, indent: "");
        return text.Append('\n').ToString();
    }

    private static TemplateValue MapOf(string file, TemplateDocument document, FlowGraph graph) => TemplateValue.Map(
        ("file", TemplateValue.String(file)),
        ("nodes", TemplateValue.List([.. graph.Nodes.Select(NodeOf)])),
        ("edges", TemplateValue.List([.. graph.Edges.Select(x => EdgeOf(document, x))])));

    private static TemplateValue NodeOf(FlowNode node)
    {
        List<(string Key, TemplateValue Value)> members =
        [
            ("id", TemplateValue.String(node.Id)),
            ("kind", TemplateValue.String(node.Kind.ToString())),
            ("name", TemplateValue.String(node.Name)),
        ];
        AddIfKnown(members, "logicalId", node.Resource?.LogicalId);
        AddIfKnown(members, "resourceType", node.Resource?.Type);
        return TemplateValue.Map([.. members]);
    }

    private static TemplateValue EdgeOf(TemplateDocument document, FlowEdge edge)
    {
        List<(string Key, TemplateValue Value)> members =
        [
            ("from", TemplateValue.String(edge.From.Id)),
            ("to", TemplateValue.String(edge.To.Id)),
            ("kind", TemplateValue.String(edge.Kind.ToString())),
        ];
        AddIfKnown(members, "invocation", edge.Invocation?.ToString());
        AddIfKnown(members, "qualifier", edge.Qualifier);
        AddIfKnown(members, "trigger", edge.Trigger);
        AddIfKnown(members, "conditions", edge.Conditions.IsAlways ? null : edge.Conditions.ToString());
        TemplatePosition start = document.GetPosition(edge.Span.Start);
        TemplatePosition end = document.GetPosition(edge.Span.End);
        members.Add(("startLine", TemplateValue.Number(start.Line + 1)));
        members.Add(("startColumn", TemplateValue.Number(start.Character + 1)));
        members.Add(("endLine", TemplateValue.Number(end.Line + 1)));
        members.Add(("endColumn", TemplateValue.Number(end.Character + 1)));
        return TemplateValue.Map([.. members]);
    }

    private static void AddIfKnown(List<(string Key, TemplateValue Value)> members, string name, string? value)
    {
        if (value is not null)
        {
            members.Add((name, TemplateValue.String(value)));
        }
    }
}
