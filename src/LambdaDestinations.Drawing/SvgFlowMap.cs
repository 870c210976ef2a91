using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using LambdaDestinations.Templates.Map;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Drawing;

/// <summary>Maps as an SVG drawing: no scripts, no outer resources, light and dark by the reader's setting, the same for the same map.</summary>
internal static class SvgFlowMap
{
    private const double Margin = 20;
    private const double TitleSize = 15;
    private const double NameSize = 13;
    private const double CaptionSize = 11;
    private const double LabelSize = 11;
    // How much wider bold letters are than regular ones.
    private const double Bold = 1.16;
    private const double BoxHeight = 46;
    private const double MaximumName = 260;
    private const double MaximumNote = 900;
    private const double TitleHeight = 34;

    internal const string Style =
        """
        .map { font-family: system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; color-scheme: light dark; }
        .map .page { fill: #ffffff; }
        .map .title { font-size: 15px; font-weight: 600; fill: #1b1b1b; }
        .map .box { fill: #ffffff; stroke: #8a8a8a; stroke-width: 1.2; }
        .map .name { font-size: 13px; font-weight: 600; fill: #1b1b1b; }
        .map .caption { font-size: 11px; fill: #565656; }
        .map .label { font-size: 11px; fill: #333333; }
        .map .label-back { fill: #ffffff; }
        .map .function .bar { fill: #c45500; } .map .function .box { stroke: #c45500; }
        .map .queue .bar, .map .topic .bar { fill: #b0206f; }
        .map .bucket .bar { fill: #2f7d32; }
        .map .bus .bar { fill: #b3254a; }
        .map .stream .bar { fill: #3451b2; }
        .map .trigger .bar { fill: #6b4fbb; }
        .map .unknown .bar { fill: #6a6a6a; } .map .unknown .box { stroke-dasharray: 4 3; }
        .map .way { fill: none; stroke: #6a6a6a; stroke-width: 1.5; }
        .map .success { stroke: #2f7d32; } .map .failure, .map .deadletter { stroke: #c62828; } .map .deadletter { stroke-dasharray: 5 4; }
        .map .head { fill: #6a6a6a; stroke: none; } .map .head.success { fill: #2f7d32; } .map .head.failure, .map .head.deadletter { fill: #c62828; }
        @media (prefers-color-scheme: dark) {
          .map .page { fill: #15171a; }
          .map .title, .map .name { fill: #f0f0f0; }
          .map .box { fill: #22262b; stroke: #8a8f96; }
          .map .caption { fill: #b4bac2; }
          .map .label { fill: #dcdfe3; }
          .map .label-back { fill: #15171a; }
          .map .function .bar { fill: #ff9d4d; } .map .function .box { stroke: #ff9d4d; }
          .map .queue .bar, .map .topic .bar { fill: #f076b5; }
          .map .bucket .bar { fill: #7bc67e; }
          .map .bus .bar { fill: #f28aa2; }
          .map .stream .bar { fill: #8fa8ff; }
          .map .trigger .bar { fill: #b7a2f5; }
          .map .unknown .bar { fill: #a0a0a0; }
          .map .way { stroke: #a8aeb6; }
          .map .success { stroke: #7bc67e; } .map .failure, .map .deadletter { stroke: #ff8a80; }
          .map .head { fill: #a8aeb6; } .map .head.success { fill: #7bc67e; } .map .head.failure, .map .head.deadletter { fill: #ff8a80; }
        }
        """;

    /// <summary>Draws maps, one below the other. Lines end with <c>\n</c>.</summary>
    /// <param name="maps">The maps.</param>
    public static string Render(IReadOnlyList<FlowMap> maps) => Render(maps, withStyle: true);

    internal static string Render(IReadOnlyList<FlowMap> maps, bool withStyle)
    {
        StringBuilder body = new();
        double y = Margin;
        double width = 0;
        foreach (FlowMap map in maps)
        {
            body.Append("<text class=\"title\" x=\"").Append(Number(Margin)).Append("\" y=\"").Append(Number(y + 14)).Append("\">").Append(Escape(map.Title)).Append("</text>\n");
            width = Math.Max(width, TextWidth.Of(map.Title, TitleSize) * Bold);
            y += TitleHeight;
            FlowLayout layout = Draw(body, map, y);
            width = Math.Max(width, layout.Width);
            y += layout.Height + Margin;
            if (NoteOf(map) is { } note)
            {
                body.Append("<text class=\"caption\" x=\"").Append(Number(Margin)).Append("\" y=\"").Append(Number(y)).Append("\">").Append(Escape(note)).Append("</text>\n");
                width = Math.Max(width, TextWidth.Of(note, CaptionSize));
                y += Margin;
            }
        }

        width += 2 * Margin;
        string title = Escape("Flow map of " + string.Join(", ", maps.Select(static x => x.Title)));
        StringBuilder text = new();
        text.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"map\" role=\"img\" width=\"").Append(Number(width)).Append("\" height=\"").Append(Number(y)).Append("\" viewBox=\"0 0 ").Append(Number(width)).Append(' ').Append(Number(y)).Append("\">\n");
        text.Append("<title>").Append(title).Append("</title>\n");
        if (withStyle)
        {
            text.Append("<style>\n").Append(Style.Replace("\r", "")).Append("\n</style>\n");
        }

        text.Append("<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n").Append(body).Append("</svg>\n");
        return text.ToString();
    }

    /// <summary>What is said below a drawing; <see langword="null"/> where it says everything.</summary>
    internal static string? NoteOf(FlowMap map) => map.Apart.Count > 0 ? TextWidth.Fit($"Without trigger and destination: {string.Join(", ", map.Apart)}", CaptionSize, MaximumNote)
        : map.Nodes.Count == 0 ? FlowMap.Empty
        : null;

    private static FlowLayout Draw(StringBuilder text, FlowMap map, double top)
    {
        FlowLayout layout = FlowLayout.Of(
            [.. map.Nodes.Select(static x => (Math.Max(TextWidth.Of(NameOf(x), NameSize) * Bold, TextWidth.Of(x.Caption, CaptionSize)) + 28, BoxHeight))],
            [.. map.Edges.Select(static x => (x.From, x.To, TextWidth.Of(x.Label, LabelSize) + 8))]);
        for (int edge = 0; edge < map.Edges.Count; edge++)
        {
            DrawWay(text, map, map.Edges[edge], layout.Routes[edge], top);
        }

        for (int edge = 0; edge < map.Edges.Count; edge++)
        {
            string label = map.Edges[edge].Label;
            double width = TextWidth.Of(label, LabelSize) + 6;
            FlowPoint middle = layout.Routes[edge].Label;
            text.Append("<rect class=\"label-back\" x=\"").Append(Number(middle.X + Margin - (width / 2))).Append("\" y=\"").Append(Number(middle.Y + top - 8)).Append("\" width=\"").Append(Number(width)).Append("\" height=\"16\"/>");
            text.Append("<text class=\"label\" text-anchor=\"middle\" x=\"").Append(Number(middle.X + Margin)).Append("\" y=\"").Append(Number(middle.Y + top + 4)).Append("\">").Append(Escape(label)).Append("</text>\n");
        }

        for (int node = 0; node < map.Nodes.Count; node++)
        {
            DrawNode(text, map.Nodes[node], layout.Boxes[node], top);
        }

        return layout;
    }

    private static void DrawWay(StringBuilder text, FlowMap map, FlowMapEdge edge, FlowRoute route, double top)
    {
        string tone = ToneOf(edge.Tone);
        text.Append("<g><title>").Append(Escape($"{map.Nodes[edge.From].Name} → {map.Nodes[edge.To].Name}: {edge.Label}")).Append("</title>");
        text.Append("<path class=\"way ").Append(tone).Append("\" d=\"M").Append(Point(route.Points[0], top));
        for (int i = 1; i < route.Points.Count; i++)
        {
            FlowPoint from = route.Points[i - 1];
            FlowPoint to = route.Points[i];
            if (route.IsLoop || i % 2 == 0)
            {
                text.Append(" L").Append(Point(to, top));
            }
            else
            {
                double middle = (from.X + to.X) / 2;
                text.Append(" C").Append(Point(new(middle, from.Y), top)).Append(' ').Append(Point(new(middle, to.Y), top)).Append(' ').Append(Point(to, top));
            }
        }

        // The head points where the way ends: to the right, to the left on a way back, down on a loop.
        FlowPoint end = route.Points[route.Points.Count - 1];
        double direction = end.X >= route.Points[route.Points.Count - 2].X ? -8 : 8;
        (FlowPoint one, FlowPoint other) = route.IsLoop
            ? (new FlowPoint(end.X - 4, end.Y - 8), new FlowPoint(end.X + 4, end.Y - 8))
            : (new FlowPoint(end.X + direction, end.Y - 4), new FlowPoint(end.X + direction, end.Y + 4));
        text.Append("\"/><path class=\"head ").Append(tone).Append("\" d=\"M").Append(Point(end, top)).Append(" L").Append(Point(one, top)).Append(" L").Append(Point(other, top)).Append("Z\"/></g>\n");
    }

    private static void DrawNode(StringBuilder text, FlowMapNode node, FlowBox box, double top)
    {
        double x = box.X + Margin;
        double y = box.Y + top;
        double middle = y + (box.Height / 2);
        text.Append("<g class=\"").Append(ClassOf(node.Kind)).Append("\"><title>").Append(Escape($"{node.Name}: {node.Caption}")).Append("</title>");
        text.Append("<rect class=\"box\" x=\"").Append(Number(x)).Append("\" y=\"").Append(Number(y)).Append("\" width=\"").Append(Number(box.Width)).Append("\" height=\"").Append(Number(box.Height)).Append("\" rx=\"6\"/>");
        text.Append("<rect class=\"bar\" x=\"").Append(Number(x + 6)).Append("\" y=\"").Append(Number(y + 8)).Append("\" width=\"4\" height=\"").Append(Number(box.Height - 16)).Append("\" rx=\"2\"/>");
        text.Append("<text class=\"name\" x=\"").Append(Number(x + 18)).Append("\" y=\"").Append(Number(middle - 3)).Append("\">").Append(Escape(NameOf(node))).Append("</text>");
        text.Append("<text class=\"caption\" x=\"").Append(Number(x + 18)).Append("\" y=\"").Append(Number(middle + 13)).Append("\">").Append(Escape(node.Caption)).Append("</text></g>\n");
    }

    private static string NameOf(FlowMapNode node) => TextWidth.Fit(node.Name, NameSize, MaximumName);

    private static string ToneOf(FlowMapTone tone) => tone switch
    {
        FlowMapTone.Success => "success",
        FlowMapTone.Failure => "failure",
        FlowMapTone.DeadLetter => "deadletter",
        _ => "event",
    };

    private static string ClassOf(FlowNodeKind kind) => kind switch
    {
        FlowNodeKind.Function => "function",
        FlowNodeKind.Queue => "queue",
        FlowNodeKind.Topic => "topic",
        FlowNodeKind.Bucket => "bucket",
        FlowNodeKind.EventBus or FlowNodeKind.Rule => "bus",
        FlowNodeKind.Stream or FlowNodeKind.KafkaTopic => "stream",
        FlowNodeKind.Trigger => "trigger",
        _ => "unknown",
    };

    private static string Point(FlowPoint point, double top) => Number(point.X + Margin) + " " + Number(point.Y + top);

    private static string Number(double number) => Math.Round(number, 1).ToString("0.#", CultureInfo.InvariantCulture);

    internal static string Escape(string text)
    {
        text = PrintableText.Of(text);
        StringBuilder escaped = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char character = text[i];
            bool isPair = char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            escaped.Append(character switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                // What XML 1.0 cannot hold.
                '\t' or '\uFFFE' or '\uFFFF' => "\uFFFD",
                _ => isPair ? text.Substring(i++, 2) : character.ToString(),
            });
        }

        return escaped.ToString();
    }
}
