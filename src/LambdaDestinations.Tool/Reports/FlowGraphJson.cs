using System.Collections.Generic;
using System.Text.Json;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;

namespace LambdaDestinations.Tool.Reports;

/// <summary>The flow graph for scripts. Enumerations are their names; lines and columns count from 1.</summary>
internal static class FlowGraphJson
{
    /// <summary>The version of the shape.</summary>
    private const int SchemaVersion = 1;

    /// <summary>Writes the graphs of templates.</summary>
    public static string Write(IReadOnlyList<(string File, TemplateModel Model, FlowGraph Graph)> graphs) => JsonText.Of(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("version", SchemaVersion);
        writer.WriteStartArray("maps");
        foreach ((string file, TemplateModel model, FlowGraph graph) in graphs)
        {
            writer.WriteStartObject();
            writer.WriteString("file", file);
            writer.WriteStartArray("nodes");
            foreach (FlowNode node in graph.Nodes)
            {
                Write(writer, node);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("edges");
            foreach (FlowEdge edge in graph.Edges)
            {
                Write(writer, model, edge);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter writer, FlowNode node)
    {
        writer.WriteStartObject();
        writer.WriteString("id", node.Id);
        writer.WriteString("kind", node.Kind.ToString());
        writer.WriteString("name", node.Name);
        if (node.Resource is { } resource)
        {
            writer.WriteString("logicalId", resource.LogicalId);
            writer.WriteString("resourceType", resource.Type);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, TemplateModel model, FlowEdge edge)
    {
        writer.WriteStartObject();
        writer.WriteString("from", edge.From.Id);
        writer.WriteString("to", edge.To.Id);
        writer.WriteString("kind", edge.Kind.ToString());
        WriteIfKnown(writer, "invocation", edge.Invocation?.ToString());
        WriteIfKnown(writer, "qualifier", edge.Qualifier);
        WriteIfKnown(writer, "trigger", edge.Trigger);
        WriteIfKnown(writer, "conditions", edge.Conditions.IsAlways ? null : edge.Conditions.ToString());
        JsonReport.WritePosition(writer, model.Document.GetPosition(edge.Span.Start), model.Document.GetPosition(edge.Span.End));
        writer.WriteEndObject();
    }

    private static void WriteIfKnown(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
