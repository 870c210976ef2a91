using System;
using System.Collections.Generic;
using System.IO;
using LambdaDestinations.Templates.Map;

namespace LambdaDestinations.Drawing;

/// <summary>What a map is written as.</summary>
internal enum FlowMapFormat
{
    /// <summary>A Mermaid flowchart: <c>.mmd</c>, <c>.mermaid</c>.</summary>
    Mermaid,

    /// <summary>Markdown with a Mermaid flowchart: <c>.md</c>.</summary>
    Markdown,

    /// <summary>A drawing: <c>.svg</c>.</summary>
    Svg,

    /// <summary>A page with the drawing and tables: <c>.html</c>, <c>.htm</c>.</summary>
    Html,
}

/// <summary>From a format to the map's text.</summary>
internal static class FlowMapFormats
{
    /// <summary>The format that a file's name asks for; <see langword="null"/> for another ending.</summary>
    /// <param name="path">The file.</param>
    public static FlowMapFormat? FromPath(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".mmd" or ".mermaid" => FlowMapFormat.Mermaid,
        ".md" => FlowMapFormat.Markdown,
        ".svg" => FlowMapFormat.Svg,
        ".html" or ".htm" => FlowMapFormat.Html,
        _ => null,
    };

    /// <summary>Writes maps in a format. The same maps give the same text.</summary>
    /// <param name="format">The format.</param>
    /// <param name="maps">The maps.</param>
    public static string Render(FlowMapFormat format, IReadOnlyList<FlowMap> maps) => format switch
    {
        FlowMapFormat.Mermaid => MermaidFlowMap.Render(maps),
        FlowMapFormat.Markdown => MermaidFlowMap.RenderMarkdown(maps),
        FlowMapFormat.Svg => SvgFlowMap.Render(maps),
        FlowMapFormat.Html => HtmlFlowMap.Render(maps),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not a format."),
    };
}
