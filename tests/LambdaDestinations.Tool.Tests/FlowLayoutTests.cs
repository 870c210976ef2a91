using System;
using System.Collections.Generic;
using System.Linq;
using CsCheck;
using LambdaDestinations.Drawing;

namespace LambdaDestinations.Tool.Tests;

/// <summary>The drawing of any graph: nothing lies on anything, and the same graph is drawn the same.</summary>
public sealed class FlowLayoutTests
{
    private static readonly Gen<(List<(double Width, double Height)> Nodes, List<(int From, int To, double LabelWidth)> Edges)> Graphs =
        Gen.Int[1, 14].SelectMany(static count =>
            Gen.Select(
                Gen.Select(Gen.Int[60, 200], Gen.Int[40, 50], static (x, y) => ((double)x, (double)y)).List[count, count],
                Gen.Select(Gen.Int[0, count - 1], Gen.Int[0, count - 1], Gen.Int[20, 120], static (x, y, z) => (x, y, (double)z)).List[0, 24]));

    [Fact]
    public void Boxes_and_labels_stand_apart_and_inside() => Graphs.Sample(
        static graph =>
        {
            FlowLayout layout = FlowLayout.Of(graph.Nodes, graph.Edges);
            List<FlowBox> all = [.. layout.Boxes];
            for (int edge = 0; edge < graph.Edges.Count; edge++)
            {
                FlowPoint label = layout.Routes[edge].Label;
                all.Add(new FlowBox(label.X - (graph.Edges[edge].LabelWidth / 2), label.Y - 8, graph.Edges[edge].LabelWidth, 16));
            }

            for (int i = 0; i < all.Count; i++)
            {
                Assert.True(all[i].X >= -0.001 && all[i].Y >= -0.001 && all[i].X + all[i].Width <= layout.Width + 0.001 && all[i].Y + all[i].Height <= layout.Height + 0.001, $"{all[i]} is outside of {layout.Width} x {layout.Height}");
                for (int j = 0; j < i; j++)
                {
                    Assert.False(Overlap(all[i], all[j]), $"{all[i]} lies on {all[j]}");
                }
            }
        },
        iter: 400);

    [Fact]
    public void Ways_begin_and_end_at_their_boxes() => Graphs.Sample(
        static graph =>
        {
            FlowLayout layout = FlowLayout.Of(graph.Nodes, graph.Edges);
            for (int edge = 0; edge < graph.Edges.Count; edge++)
            {
                IReadOnlyList<FlowPoint> points = layout.Routes[edge].Points;
                Assert.True(Touches(layout.Boxes[graph.Edges[edge].From], points[0]));
                Assert.True(Touches(layout.Boxes[graph.Edges[edge].To], points[^1]));
                Assert.Equal(0, points.Count % 2);
            }
        },
        iter: 200);

    [Fact]
    public void The_same_graph_is_drawn_the_same() => Graphs.Sample(
        static graph =>
        {
            FlowLayout one = FlowLayout.Of(graph.Nodes, graph.Edges);
            FlowLayout other = FlowLayout.Of(graph.Nodes, graph.Edges);
            Assert.Equal(one.Boxes, other.Boxes);
            Assert.Equal(one.Routes.SelectMany(static x => x.Points), other.Routes.SelectMany(static x => x.Points));
        },
        iter: 50);

    [Fact]
    public void A_tree_has_no_crossings_and_runs_from_left_to_right()
    {
        // 0 -> 1, 2; 1 -> 3, 4; 2 -> 5, 6, declared out of order.
        (double, double)[] nodes = [.. Enumerable.Repeat((100.0, 46.0), 7)];
        (int From, int To, double)[] edges = [(2, 6, 40), (1, 4, 40), (0, 2, 40), (1, 3, 40), (0, 1, 40), (2, 5, 40)];
        FlowLayout layout = FlowLayout.Of(nodes, edges);
        Assert.All(edges, x => Assert.True(layout.Boxes[x.From].X < layout.Boxes[x.To].X));
        double[] children = [.. Enumerable.Range(3, 4).Select(x => layout.Boxes[x].Y)];
        bool isOneAbove = layout.Boxes[1].Y < layout.Boxes[2].Y;
        Assert.Equal(isOneAbove, Math.Max(children[0], children[1]) < Math.Min(children[2], children[3]));
    }

    [Fact]
    public void A_chain_of_ten_thousand_does_not_overflow_the_stack()
    {
        (double, double)[] nodes = [.. Enumerable.Repeat((50.0, 46.0), 10_000)];
        (int, int, double)[] edges = [.. Enumerable.Range(0, 9_999).Select(static x => (x, x + 1, 30.0))];
        Assert.Equal(10_000, FlowLayout.Of(nodes, edges).Boxes.Select(static x => x.X).Distinct().Count());
    }

    [Fact]
    public void Ways_that_go_anywhere_have_places_in_proportion_to_their_number()
    {
        int few = Places(400);
        int many = Places(1_600);
        Assert.InRange(many, few, few * 5);

        static int Places(int count)
        {
            (double, double)[] nodes = [.. Enumerable.Repeat((50.0, 46.0), count)];
            (int, int, double)[] edges = [.. Enumerable.Range(0, count).SelectMany(x => new[] { (x, ((x * 7919) + 13) % count, 30.0), (x, ((x * 104_729) + 7) % count, 30.0) })];
            FlowLayout layout = FlowLayout.Of(nodes, edges);
            Assert.All(Enumerable.Range(0, edges.Length).Where(x => edges[x].Item1 != edges[x].Item2), x => Assert.True(Touches(layout.Boxes[edges[x].Item2], layout.Routes[x].Points[^1])));
            return layout.Routes.Sum(static x => x.Points.Count);
        }
    }

    private static bool Overlap(FlowBox one, FlowBox other) =>
        one.X < other.X + other.Width - 0.001 && other.X < one.X + one.Width - 0.001 && one.Y < other.Y + other.Height - 0.001 && other.Y < one.Y + one.Height - 0.001;

    private static bool Touches(FlowBox box, FlowPoint point) =>
        point.X >= box.X - 0.001 && point.X <= box.X + box.Width + 0.001 && point.Y >= box.Y - 0.001 && point.Y <= box.Y + box.Height + 0.001;
}
