using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Map;

/// <summary>Maps as a Mermaid flowchart, which code hosts draw in Markdown.</summary>
internal static class MermaidFlowMap
{
    // Text on its own fill reads in a dark and in a light page alike.
    private const string Classes =
        """
            classDef function fill:#fbe3cc,stroke:#c45500,color:#3b1b00
            classDef queue fill:#f9dcec,stroke:#b0206f,color:#4a0b2e
            classDef topic fill:#f9dcec,stroke:#b0206f,color:#4a0b2e
            classDef bucket fill:#dcefd9,stroke:#2f7d32,color:#12330f
            classDef bus fill:#f7dde2,stroke:#b3254a,color:#4a0c1d
            classDef stream fill:#dde6fb,stroke:#3451b2,color:#101c47
            classDef trigger fill:#e9e2f8,stroke:#6b4fbb,color:#2a1a55
            classDef unknown fill:#eeeeee,stroke:#6a6a6a,color:#222222,stroke-dasharray:4 3
        """;

    /// <summary>Writes maps as one flowchart; of several each is a subgraph. Lines end with <c>\n</c>.</summary>
    /// <param name="maps">The maps.</param>
    public static string Render(IReadOnlyList<FlowMap> maps)
    {
        StringBuilder text = new("flowchart LR\n");
        List<FlowMapTone> tones = [];
        HashSet<string> classes = [];
        for (int map = 0; map < maps.Count; map++)
        {
            bool isSubgraph = maps.Count > 1;
            string indent = isSubgraph ? "        " : "    ";
            string prefix = isSubgraph ? "t" + Number(map) : "";
            if (isSubgraph)
            {
                text.Append("    subgraph t").Append(Number(map)).Append("[\"").Append(Escape(maps[map].Title)).Append("\"]\n");
            }

            for (int node = 0; node < maps[map].Nodes.Count; node++)
            {
                FlowMapNode found = maps[map].Nodes[node];
                (string open, string close, string name) = ShapeOf(found.Kind);
                classes.Add(name);
                text.Append(indent).Append(prefix).Append('n').Append(Number(node)).Append(open).Append('"').Append(Escape(found.Name)).Append("<br/>").Append(Escape(found.Caption)).Append('"').Append(close).Append(":::").Append(name).Append('\n');
            }

            if (maps[map].Apart.Count > 0)
            {
                text.Append(indent).Append("%% without trigger and destination: ").Append(string.Join(", ", maps[map].Apart.Select(Escape))).Append('\n');
            }
            else if (maps[map].Nodes.Count == 0)
            {
                text.Append(indent).Append(prefix).Append("empty[\"").Append(Escape(FlowMap.Empty)).Append("\"]:::unknown\n");
                classes.Add("unknown");
            }

            foreach (FlowMapEdge edge in maps[map].Edges)
            {
                tones.Add(edge.Tone);
                text.Append(indent).Append(prefix).Append('n').Append(Number(edge.From)).Append(edge.Tone == FlowMapTone.DeadLetter ? " -.->|\"" : " -->|\"").Append(Escape(edge.Label)).Append("\"| ").Append(prefix).Append('n').Append(Number(edge.To)).Append('\n');
            }

            if (isSubgraph)
            {
                text.Append("    end\n");
            }
        }

        foreach (string line in Classes.Split('\n').Where(x => classes.Contains(x.TrimStart().Split(' ')[1])))
        {
            text.Append(line.TrimEnd('\r')).Append('\n');
        }

        AppendLinks(text, tones, FlowMapTone.Success, "#2f7d32");
        AppendLinks(text, tones, FlowMapTone.Failure, "#c62828");
        AppendLinks(text, tones, FlowMapTone.DeadLetter, "#c62828");
        return text.ToString();
    }

    /// <summary>Writes maps as Markdown with a heading and the flowchart.</summary>
    /// <param name="maps">The maps.</param>
    public static string RenderMarkdown(IReadOnlyList<FlowMap> maps) => $"# Flow map\n\n```mermaid\n{Render(maps)}```\n";

    private static void AppendLinks(StringBuilder text, List<FlowMapTone> tones, FlowMapTone tone, string color)
    {
        string links = string.Join(",", Enumerable.Range(0, tones.Count).Where(x => tones[x] == tone).Select(Number));
        if (links.Length > 0)
        {
            text.Append("    linkStyle ").Append(links).Append(" stroke:").Append(color).Append('\n');
        }
    }

    private static (string Open, string Close, string Class) ShapeOf(FlowNodeKind kind) => kind switch
    {
        FlowNodeKind.Function => ("[", "]", "function"),
        FlowNodeKind.OtherFunction => ("[", "]", "unknown"),
        FlowNodeKind.Queue => ("[[", "]]", "queue"),
        FlowNodeKind.Topic => ("([", "])", "topic"),
        FlowNodeKind.Bucket => ("[(", ")]", "bucket"),
        FlowNodeKind.EventBus => ("{{", "}}", "bus"),
        FlowNodeKind.Rule => ("[/", "/]", "bus"),
        FlowNodeKind.Stream or FlowNodeKind.KafkaTopic => ("[(", ")]", "stream"),
        FlowNodeKind.Trigger => (">", "]", "trigger"),
        _ => ("[", "]", "unknown"),
    };

    /// <summary>Mermaid's entity codes for all that could mean something to Mermaid, Markdown or HTML.</summary>
    private static string Escape(string text)
    {
        text = PrintableText.Of(text);
        StringBuilder escaped = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char character = text[i];
            if (character is ' ' or '_' or '-' or '.' or '/' or ',' or '·' || char.IsLetterOrDigit(character))
            {
                escaped.Append(character);
            }
            else if (char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                escaped.Append(character).Append(text[++i]);
            }
            else
            {
                escaped.Append(character is '\t' or '\uFFFD' ? "#65533;" : $"#{Number(character)};");
            }
        }

        return escaped.ToString();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
