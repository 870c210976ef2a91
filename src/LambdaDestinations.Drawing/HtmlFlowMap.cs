using System.Collections.Generic;
using System.Linq;
using System.Text;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Map;

namespace LambdaDestinations.Drawing;

/// <summary>Maps as one HTML page: the drawing, and the same as tables for those who search or listen. No scripts, no outer resources.</summary>
internal static class HtmlFlowMap
{
    private const string Style =
        """
        :root { color-scheme: light dark; }
        body { margin: 0 auto; padding: 1.5rem; max-width: 90rem; font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; color: #1b1b1b; background: #ffffff; }
        h1 { font-size: 1.4rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
        .drawing { overflow: auto; border: 1px solid #c9c9c9; border-radius: 8px; }
        .drawing:focus-visible { outline: 3px solid #3451b2; outline-offset: 2px; }
        .drawing svg { display: block; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; margin: 0.5rem 0 1.5rem; } caption { text-align: start; font-weight: 600; padding: 0.25rem 0; }
        th, td { text-align: start; padding: 0.3rem 0.9rem 0.3rem 0; border-bottom: 1px solid #dddddd; vertical-align: top; } thead th { color: #565656; font-weight: 600; }
        @media (prefers-color-scheme: dark) {
          body { color: #f0f0f0; background: #15171a; } .drawing { border-color: #454b52; } th, td { border-color: #363b41; } thead th { color: #b4bac2; }
        }
        @media print { .drawing { overflow: visible; border: 0; } }
        """;

    /// <summary>Writes the page. Lines end with <c>\n</c>.</summary>
    /// <param name="maps">The maps.</param>
    public static string Render(IReadOnlyList<FlowMap> maps)
    {
        string title = SvgFlowMap.Escape("Flow map of " + string.Join(", ", maps.Select(static x => x.Title)));
        StringBuilder text = new();
        text.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>").Append(title).Append("</title>\n<style>\n");
        text.Append(Style.Replace("\r", "")).Append('\n').Append(SvgFlowMap.Style.Replace("\r", "")).Append("\n</style>\n</head>\n<body>\n<main>\n<h1>").Append(title).Append("</h1>\n");
        text.Append("<p>Solid arrows are events and records, dashed ones dead letters. The tables below say the same as the drawing.</p>\n");
        text.Append("<div class=\"drawing\" role=\"region\" aria-label=\"Drawing\" tabindex=\"0\">\n").Append(SvgFlowMap.Render(maps, withStyle: false)).Append("</div>\n");
        foreach (FlowMap map in maps)
        {
            AppendTables(text, map);
        }

        return text.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void AppendTables(StringBuilder text, FlowMap map)
    {
        text.Append("<h2>").Append(SvgFlowMap.Escape(map.Title)).Append("</h2>\n");
        Open(text, "What passes where", "From", "Why", "To");
        foreach (FlowMapEdge edge in map.Edges)
        {
            AppendRow(text, map.Nodes[edge.From].Name, edge.Label, map.Nodes[edge.To].Name);
        }

        text.Append("</tbody></table></div>\n");
        Open(text, "Places", "Name", "What it is");
        foreach (FlowMapNode node in map.Nodes)
        {
            AppendRow(text, node.Name, node.Caption);
        }

        foreach (string function in map.Apart)
        {
            AppendRow(text, function, "Lambda function without trigger and destination");
        }

        text.Append("</tbody></table></div>\n");
        if (map.Audit.Count == 0)
        {
            return;
        }

        Open(text, "Where events end", ["Function", "Event", .. AuditCell.Causes.Select(AuditText.Heading)]);
        foreach (AuditRow row in map.Audit)
        {
            AppendRow(text, [row.Function.LogicalId, AuditText.Entry(row), .. row.Cells.Select(static x => x.Text)]);
        }

        text.Append("</tbody></table></div>\n");
    }

    private static void Open(StringBuilder text, string caption, params string[] heads)
    {
        text.Append("<div class=\"scroll\"><table><caption>").Append(caption).Append("</caption><thead><tr>");
        foreach (string head in heads)
        {
            text.Append("<th scope=\"col\">").Append(head).Append("</th>");
        }

        text.Append("</tr></thead><tbody>\n");
    }

    private static void AppendRow(StringBuilder text, params string[] cells)
    {
        text.Append("<tr><th scope=\"row\">").Append(SvgFlowMap.Escape(cells[0])).Append("</th>");
        foreach (string cell in cells.Skip(1))
        {
            text.Append("<td>").Append(SvgFlowMap.Escape(cell)).Append("</td>");
        }

        text.Append("</tr>\n");
    }
}
