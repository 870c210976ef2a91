using System;
using System.Collections.Generic;

namespace LambdaDestinations.Templates.Paths;

/// <summary>
/// The strongly connected components of a graph: two nodes of one component reach each other. Found by one walk over nodes and edges (Tarjan), so that what
/// looks for a cycle looks only where there is one.
/// </summary>
internal sealed class StronglyConnected
{
    private readonly Dictionary<string, int> _component = new(StringComparer.Ordinal);
    private readonly HashSet<int> _cyclic = [];

    /// <summary>Walks a graph.</summary>
    /// <param name="nodes">The nodes to begin at.</param>
    /// <param name="next">The nodes that an edge leads to from a node.</param>
    public StronglyConnected(IEnumerable<string> nodes, Func<string, IEnumerable<string>> next)
    {
        Dictionary<string, int> index = new(StringComparer.Ordinal);
        Dictionary<string, int> low = new(StringComparer.Ordinal);
        Stack<string> open = new();
        Stack<(string Node, IEnumerator<string> Next)> walk = new();
        foreach (string root in nodes)
        {
            if (index.ContainsKey(root))
            {
                continue;
            }

            Enter(root);
            while (walk.Count > 0)
            {
                (string node, IEnumerator<string> edges) = walk.Peek();
                if (edges.MoveNext())
                {
                    string to = edges.Current;
                    if (!index.TryGetValue(to, out int met))
                    {
                        Enter(to);
                    }
                    else if (!_component.ContainsKey(to))
                    {
                        low[node] = Math.Min(low[node], met);
                    }

                    if (to == node)
                    {
                        // Its component has this index once it is left: a node that leads to itself is a cycle alone.
                        _cyclic.Add(index[node]);
                    }

                    continue;
                }

                edges.Dispose();
                walk.Pop();
                if (walk.Count > 0)
                {
                    string by = walk.Peek().Node;
                    low[by] = Math.Min(low[by], low[node]);
                }

                Leave(node);
            }
        }

        void Enter(string node)
        {
            index[node] = low[node] = index.Count;
            open.Push(node);
            walk.Push((node, next(node).GetEnumerator()));
        }

        void Leave(string node)
        {
            if (low[node] != index[node])
            {
                return;
            }

            int component = index[node];
            bool isAlone = true;
            for (string member = open.Pop(); ; member = open.Pop())
            {
                _component[member] = component;
                if (member == node)
                {
                    break;
                }

                isAlone = false;
            }

            if (!isAlone)
            {
                _cyclic.Add(component);
            }
        }
    }

    /// <summary>Whether two nodes lie on one cycle.</summary>
    public bool AreOnOneCycle(string one, string other) =>
        _component.TryGetValue(one, out int component) && _component.TryGetValue(other, out int second) && component == second && _cyclic.Contains(component);
}
