using System;
using System.Collections.Generic;
using System.Linq;

namespace LambdaDestinations.Drawing;

/// <summary>A point of the drawing, in pixels from the top left.</summary>
internal readonly record struct FlowPoint(double X, double Y);

/// <summary>A box of the drawing, in pixels.</summary>
internal readonly record struct FlowBox(double X, double Y, double Width, double Height);

/// <summary>A way of the drawing: from box to box through points, its label around one of them.</summary>
/// <param name="Points">It bends from the first to the second, is level from the second to the third, bends again, and so on.</param>
/// <param name="Label">The middle of the label.</param>
internal sealed record FlowRoute(IReadOnlyList<FlowPoint> Points, FlowPoint Label)
{
    /// <summary>Whether it leads back into its own box; it is then straight from point to point.</summary>
    public bool IsLoop { get; init; }
}

/// <summary>
/// Lays a graph out from left to right in layers (the method of Sugiyama, Tagawa and Toda, 1981): cycles are broken, nodes get layers,
/// long ways get a place in each layer they cross, layers are ordered for few crossings, then everything is drawn towards its
/// neighbours. A label has a place of its own between two layers, so that nothing lies on it. Same input, same output.
/// </summary>
internal sealed class FlowLayout
{
    private const double ColumnGap = 26;
    private const double RowGap = 18;
    private const double ComponentGap = 30;
    private const double MaximumRowWidth = 1400;
    private const double LabelHeight = 18;
    private const double WayHeight = 8;
    private const double PortGap = 14;
    private const double LoopHeight = 30;
    private const double LoopStep = 6;

    // A way through many layers has a place in each: of ways without end the number of places is quadratic. Beyond this number, and so many for each
    // way, the longest ways have a place for their label only.
    private const int PlacesOfAll = 4_000;
    private const int PlacesOfEach = 12;

    private FlowLayout(FlowBox[] boxes, FlowRoute[] routes, double width, double height)
    {
        Boxes = boxes;
        Routes = routes;
        Width = width;
        Height = height;
    }

    /// <summary>Where the nodes are.</summary>
    public IReadOnlyList<FlowBox> Boxes { get; }

    /// <summary>Where the edges run.</summary>
    public IReadOnlyList<FlowRoute> Routes { get; }

    /// <summary>The width of it all.</summary>
    public double Width { get; }

    /// <summary>The height of it all.</summary>
    public double Height { get; }

    /// <summary>Lays a graph out.</summary>
    /// <param name="nodes">The least width and height of each node.</param>
    /// <param name="edges">From, to, and the width of the label.</param>
    public static FlowLayout Of(IReadOnlyList<(double Width, double Height)> nodes, IReadOnlyList<(int From, int To, double LabelWidth)> edges)
    {
        FlowBox[] boxes = new FlowBox[nodes.Count];
        FlowRoute[] routes = new FlowRoute[edges.Count];
        double x = 0;
        double y = 0;
        double rowHeight = 0;
        double width = 0;
        foreach (List<int> members in Components(nodes.Count, edges))
        {
            Component component = new(members, nodes, edges);
            component.Run();
            if (x > 0 && x + component.Width > MaximumRowWidth)
            {
                y += rowHeight + ComponentGap;
                x = 0;
                rowHeight = 0;
            }

            component.Place(boxes, routes, x, y);
            width = Math.Max(width, x + component.Width);
            rowHeight = Math.Max(rowHeight, component.Height);
            x += component.Width + ComponentGap;
        }

        return new FlowLayout(boxes, routes, width, y + rowHeight);
    }

    /// <summary>The connected parts, by their first node; lone nodes last.</summary>
    private static IEnumerable<List<int>> Components(int count, IReadOnlyList<(int From, int To, double LabelWidth)> edges)
    {
        int[] root = [.. Enumerable.Range(0, count)];
        foreach ((int from, int to, _) in edges)
        {
            int one = Root(from);
            int other = Root(to);
            root[Math.Max(one, other)] = Math.Min(one, other);
        }

        return Enumerable.Range(0, count).GroupBy(Root).OrderBy(static x => x.Count() == 1).ThenBy(static x => x.Key).Select(static x => x.ToList());

        int Root(int node)
        {
            while (root[node] != node)
            {
                root[node] = root[root[node]];
                node = root[node];
            }

            return node;
        }
    }

    /// <summary>A node, or the place of a way in a layer that it crosses.</summary>
    private sealed class Item(int node, int rank, double width, double height)
    {
        public readonly List<Item> Left = [];
        public readonly List<Item> Right = [];
        public double Width = width;
        public double Height = height;
        public int Position;
        public double Y;

        /// <summary>The node, or -1.</summary>
        public int Node { get; } = node;

        public int Rank { get; } = rank;
    }

    private sealed class Component(List<int> members, IReadOnlyList<(double Width, double Height)> nodes, IReadOnlyList<(int From, int To, double LabelWidth)> edges)
    {
        private readonly Dictionary<int, Item> _items = [];
        private readonly List<(int Edge, bool IsReversed, List<Item> Way)> _ways = [];
        private readonly List<int> _loops = [];
        private List<Item>[] _ranks = [];
        private double[] _columns = [];
        private double[] _columnWidths = [];

        public double Width { get; private set; }

        public double Height { get; private set; }

        public void Run()
        {
            List<int> own = OwnEdges();
            bool[] isReversed = BreakCycles(own);
            Dictionary<int, int> layers = Layers(own, isReversed);
            Build(own, isReversed, layers);
            Order();
            Align();
        }

        private List<int> OwnEdges()
        {
            HashSet<int> set = [.. members];
            List<int> own = [];
            for (int edge = 0; edge < edges.Count; edge++)
            {
                if (set.Contains(edges[edge].From))
                {
                    own.Add(edge);
                }
            }

            return own;
        }

        /// <summary>Reverses the edges that lead back to where a walk came from.</summary>
        private bool[] BreakCycles(List<int> own)
        {
            bool[] isReversed = new bool[edges.Count];
            ILookup<int, int> outgoing = own.Where(x => edges[x].From != edges[x].To).ToLookup(x => edges[x].From);
            HashSet<int> withIncoming = [.. own.Where(x => edges[x].From != edges[x].To).Select(x => edges[x].To)];
            Dictionary<int, bool> isOpen = [];
            foreach (int start in members.OrderBy(withIncoming.Contains))
            {
                if (isOpen.ContainsKey(start))
                {
                    continue;
                }

                Stack<(int Node, IEnumerator<int> Edges)> stack = new();
                stack.Push((start, outgoing[start].GetEnumerator()));
                isOpen[start] = true;
                while (stack.Count > 0)
                {
                    (int node, IEnumerator<int> rest) = stack.Peek();
                    if (!rest.MoveNext())
                    {
                        isOpen[node] = false;
                        stack.Pop();
                    }
                    else if (!isOpen.TryGetValue(edges[rest.Current].To, out bool open))
                    {
                        int next = edges[rest.Current].To;
                        isOpen[next] = true;
                        stack.Push((next, outgoing[next].GetEnumerator()));
                    }
                    else if (open)
                    {
                        isReversed[rest.Current] = true;
                    }
                }
            }

            return isReversed;
        }

        /// <summary>The longest way from the left; what nothing leads to stands beside what it leads to.</summary>
        private Dictionary<int, int> Layers(List<int> own, bool[] isReversed)
        {
            List<(int From, int To)> arcs = [.. own.Where(x => edges[x].From != edges[x].To).Select(x => isReversed[x] ? (edges[x].To, edges[x].From) : (edges[x].From, edges[x].To))];
            ILookup<int, int> next = arcs.ToLookup(static x => x.From, static x => x.To);
            Dictionary<int, int> open = members.ToDictionary(static x => x, _ => 0);
            foreach ((_, int to) in arcs)
            {
                open[to]++;
            }

            int[] first = [.. members.Where(x => open[x] == 0)];
            Dictionary<int, int> layers = members.ToDictionary(static x => x, _ => 0);
            Queue<int> queue = new(first);
            while (queue.Count > 0)
            {
                int node = queue.Dequeue();
                foreach (int to in next[node])
                {
                    layers[to] = Math.Max(layers[to], layers[node] + 1);
                    if (--open[to] == 0)
                    {
                        queue.Enqueue(to);
                    }
                }
            }

            foreach (int node in first)
            {
                layers[node] = next[node].Select(x => layers[x] - 1).DefaultIfEmpty(0).Min();
            }

            return layers;
        }

        private void Build(List<int> own, bool[] isReversed, Dictionary<int, int> layers)
        {
            _ranks = new List<Item>[(2 * layers.Values.Max()) + 1];
            for (int rank = 0; rank < _ranks.Length; rank++)
            {
                _ranks[rank] = [];
            }

            foreach (int node in members)
            {
                Item item = new(node, 2 * layers[node], nodes[node].Width, nodes[node].Height);
                _items.Add(node, item);
                _ranks[item.Rank].Add(item);
            }

            int longest = LongestWay(own, layers);
            foreach (int edge in own)
            {
                (int from, int to, double labelWidth) = edges[edge];
                if (from == to)
                {
                    _loops.Add(edge);
                    _items[from].Width = Math.Max(_items[from].Width, labelWidth + 28 + (2 * LoopStep * LoopsOf(from)));
                    continue;
                }

                List<Item> way = [_items[isReversed[edge] ? to : from]];
                Item last = _items[isReversed[edge] ? from : to];
                for (int rank = way[0].Rank + 1; rank < last.Rank; rank++)
                {
                    bool isLabel = rank == (isReversed[edge] ? last.Rank - 1 : way[0].Rank + 1);
                    if (!isLabel && last.Rank - way[0].Rank > longest)
                    {
                        continue;
                    }

                    Item item = new(-1, rank, isLabel ? labelWidth : 0, isLabel ? LabelHeight : WayHeight);
                    _ranks[rank].Add(item);
                    way.Add(item);
                }

                way.Add(last);
                for (int i = 1; i < way.Count; i++)
                {
                    if (way[i].Rank == way[i - 1].Rank + 1)
                    {
                        way[i - 1].Right.Add(way[i]);
                        way[i].Left.Add(way[i - 1]);
                    }
                }

                _ways.Add((edge, isReversed[edge], way));
            }

            foreach (Item item in _items.Values)
            {
                // Many ways need room to arrive apart.
                item.Height = Math.Max(item.Height, Math.Min(30, Math.Max(item.Left.Count, item.Right.Count)) * PortGap);
                item.Height += LoopsOf(item.Node) * LoopHeight;
            }
        }

        /// <summary>The ranks that the longest way may cross which still has a place in each.</summary>
        private int LongestWay(List<int> own, Dictionary<int, int> layers)
        {
            int[] lengths = [.. own.Select(x => 2 * Math.Abs(layers[edges[x].To] - layers[edges[x].From])).OrderBy(static x => x)];
            long left = Math.Max(PlacesOfAll, (long)PlacesOfEach * lengths.Length);
            foreach (int length in lengths)
            {
                left -= length;
                if (left < 0)
                {
                    return length - 1;
                }
            }

            return int.MaxValue;
        }

        /// <summary>Orders each layer by the middle of its neighbours, to and fro, and keeps the order with the fewest crossings.</summary>
        private void Order()
        {
            foreach (List<Item> rank in _ranks)
            {
                Number(rank);
            }

            // The first order follows the ways from the left, so that what belongs together begins together.
            for (int rank = 1; rank < _ranks.Length; rank++)
            {
                Sort(rank, static x => x.Left);
            }

            long best = Crossings();
            List<Item>[] order = [.. _ranks];
            for (int sweep = 0; sweep < 16 && best > 0; sweep++)
            {
                for (int step = 1; step < _ranks.Length; step++)
                {
                    if (sweep % 2 == 0)
                    {
                        Sort(_ranks.Length - 1 - step, static x => x.Right);
                    }
                    else
                    {
                        Sort(step, static x => x.Left);
                    }
                }

                long crossings = Crossings();
                if (crossings < best)
                {
                    best = crossings;
                    order = [.. _ranks];
                }
            }

            _ranks = order;
            foreach (List<Item> rank in _ranks)
            {
                Number(rank);
            }
        }

        /// <summary>Orders a layer anew; what has no neighbours there keeps its place.</summary>
        private void Sort(int rank, Func<Item, List<Item>> neighbours)
        {
            _ranks[rank] = [.. _ranks[rank].OrderBy(x => neighbours(x) is { Count: > 0 } near ? near.Average(static y => y.Position) : x.Position)];
            Number(_ranks[rank]);
        }

        private static void Number(List<Item> rank)
        {
            for (int i = 0; i < rank.Count; i++)
            {
                rank[i].Position = i;
            }
        }

        /// <summary>How many pairs of ways cross between neighbouring layers, counted with a tree of sums.</summary>
        private long Crossings()
        {
            long crossings = 0;
            for (int rank = 0; rank + 1 < _ranks.Length; rank++)
            {
                int[] tree = new int[_ranks[rank + 1].Count + 1];
                int seen = 0;
                foreach (Item item in _ranks[rank])
                {
                    foreach (Item next in item.Right)
                    {
                        int notAbove = 0;
                        for (int i = next.Position + 1; i > 0; i -= i & -i)
                        {
                            notAbove += tree[i];
                        }

                        crossings += seen - notAbove;
                    }

                    foreach (Item next in item.Right)
                    {
                        for (int i = next.Position + 1; i < tree.Length; i += i & -i)
                        {
                            tree[i]++;
                        }
                    }

                    seen += item.Right.Count;
                }
            }

            return crossings;
        }

        /// <summary>Draws each layer towards its neighbours: the places nearest to those wanted that keep order and distance.</summary>
        private void Align()
        {
            foreach (List<Item> rank in _ranks)
            {
                double y = 0;
                foreach (Item item in rank)
                {
                    item.Y = y + (item.Height / 2);
                    y += item.Height + RowGap;
                }
            }

            for (int sweep = 0; sweep < 24; sweep++)
            {
                for (int step = 0; step < _ranks.Length; step++)
                {
                    List<Item> rank = _ranks[sweep % 2 == 0 ? step : _ranks.Length - 1 - step];
                    // The last sweeps look both ways, so that neither side is drawn askew.
                    bool isBoth = sweep >= 12;
                    Settle(rank, isBoth || sweep % 2 == 0, isBoth || sweep % 2 == 1);
                }
            }

            double top = _ranks.SelectMany(static x => x).Min(static x => x.Y - (x.Height / 2));
            foreach (Item item in _ranks.SelectMany(static x => x))
            {
                item.Y -= top;
            }

            Height = _ranks.SelectMany(static x => x).Max(static x => x.Y + (x.Height / 2));
            _columns = new double[_ranks.Length];
            _columnWidths = new double[_ranks.Length];
            double x = 0;
            for (int rank = 0; rank < _ranks.Length; rank++)
            {
                _columnWidths[rank] = _ranks[rank].Max(static y => y.Width);
                _columns[rank] = x;
                x += _columnWidths[rank] + ColumnGap;
            }

            Width = x - ColumnGap;
        }

        /// <summary>
        /// Least squares under an order: blocks of items that want to overlap stand together at the mean of their wishes (the method of
        /// pooling adjacent violators).
        /// </summary>
        private static void Settle(List<Item> rank, bool toLeft, bool toRight)
        {
            List<(double Wish, double Weight, int Count)> blocks = [];
            double[] offsets = new double[rank.Count];
            for (int i = 0; i < rank.Count; i++)
            {
                offsets[i] = i == 0 ? 0 : offsets[i - 1] + ((rank[i - 1].Height + rank[i].Height) / 2) + RowGap;
                double sum = 0;
                double weight = 0;
                foreach (Item near in (toLeft ? rank[i].Left : []).Concat(toRight ? rank[i].Right : []))
                {
                    // A long way is better straight than near.
                    double pull = near.Node < 0 && rank[i].Node < 0 ? 8 : 1;
                    sum += near.Y * pull;
                    weight += pull;
                }

                (double Wish, double Weight, int Count) block = weight > 0 ? ((sum / weight) - offsets[i], weight, 1) : (rank[i].Y - offsets[i], 0.01, 1);
                while (blocks.Count > 0 && blocks[blocks.Count - 1].Wish >= block.Wish)
                {
                    (double wish, double other, int count) = blocks[blocks.Count - 1];
                    blocks.RemoveAt(blocks.Count - 1);
                    block = (((wish * other) + (block.Wish * block.Weight)) / (other + block.Weight), other + block.Weight, count + block.Count);
                }

                blocks.Add(block);
            }

            int index = 0;
            foreach ((double wish, _, int count) in blocks)
            {
                for (int end = index + count; index < end; index++)
                {
                    rank[index].Y = wish + offsets[index];
                }
            }
        }

        /// <summary>Tells where everything is, with the component's corner at a point.</summary>
        public void Place(FlowBox[] boxes, FlowRoute[] routes, double left, double top)
        {
            foreach (Item item in _items.Values)
            {
                double loops = LoopsOf(item.Node) * LoopHeight;
                boxes[item.Node] = new FlowBox(left + _columns[item.Rank], top + item.Y - (item.Height / 2) + loops, _columnWidths[item.Rank], item.Height - loops);
            }

            Dictionary<(int Edge, bool IsStart), double> ports = Ports(boxes);
            foreach ((int edge, bool isReversed, List<Item> way) in _ways)
            {
                FlowBox start = boxes[way[0].Node];
                FlowBox end = boxes[way[way.Count - 1].Node];
                List<FlowPoint> points = [new(start.X + start.Width, ports[(edge, true)])];
                FlowPoint label = default;
                for (int i = 1; i < way.Count - 1; i++)
                {
                    double x = left + _columns[way[i].Rank];
                    double width = _columnWidths[way[i].Rank];
                    points.Add(new(x, top + way[i].Y));
                    points.Add(new(x + width, top + way[i].Y));
                    if (i == (isReversed ? way.Count - 2 : 1))
                    {
                        label = new(x + (width / 2), top + way[i].Y);
                    }
                }

                points.Add(new(end.X, ports[(edge, false)]));
                if (isReversed)
                {
                    points.Reverse();
                }

                routes[edge] = new FlowRoute(points, label);
            }

            Dictionary<int, int> drawn = [];
            for (int i = 0; i < _loops.Count; i++)
            {
                int node = edges[_loops[i]].From;
                FlowBox box = boxes[node];
                drawn.TryGetValue(node, out int before);
                drawn[node] = before + 1;
                double middle = box.X + (box.Width / 2);
                double reach = (edges[_loops[i]].LabelWidth / 2) + 8 + (before * LoopStep);
                double level = box.Y - (before * LoopHeight) - (LoopHeight / 2);
                routes[_loops[i]] = new FlowRoute([new(middle + reach, box.Y), new(middle + reach, level), new(middle - reach, level), new(middle - reach, box.Y)], new(middle, level)) { IsLoop = true };
            }
        }

        /// <summary>Where on the side of a box each way leaves or arrives: in the order in which they go on, evenly.</summary>
        private Dictionary<(int Edge, bool IsStart), double> Ports(FlowBox[] boxes)
        {
            Dictionary<(int Edge, bool IsStart), double> ports = [];
            foreach (bool isStart in new[] { true, false })
            {
                foreach (IGrouping<int, (int Edge, bool IsReversed, List<Item> Way)> side in _ways.GroupBy(x => x.Way[isStart ? 0 : x.Way.Count - 1].Node))
                {
                    FlowBox box = boxes[side.Key];
                    (int Edge, bool IsReversed, List<Item> Way)[] ordered = [.. side.OrderBy(x => x.Way[isStart ? 1 : x.Way.Count - 2].Position)];
                    for (int i = 0; i < ordered.Length; i++)
                    {
                        ports[(ordered[i].Edge, isStart)] = box.Y + (box.Height * (i + 1) / (ordered.Length + 1));
                    }
                }
            }

            return ports;
        }

        private int LoopsOf(int node) => _loops.Count(x => edges[x].From == node);
    }
}
