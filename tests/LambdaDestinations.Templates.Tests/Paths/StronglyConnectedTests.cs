using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using CsCheck;
using LambdaDestinations.Templates.Paths;

namespace LambdaDestinations.Templates.Tests.Paths;

public sealed class StronglyConnectedTests
{
    [Fact]
    [Trait("Category", "Property")]
    public void Two_nodes_are_on_one_cycle_when_each_leads_to_the_other() => Gen.Select(Gen.Int[1, 9], Gen.Select(Gen.Int[0, 8], Gen.Int[0, 8]).List[0, 20]).Sample(
        static (count, pairs) =>
        {
            List<(int From, int To)> edges = [.. pairs.Where(x => x.Item1 < count && x.Item2 < count)];
            StronglyConnected connected = new(Enumerable.Range(0, count).Select(Name), x => edges.Where(y => Name(y.From) == x).Select(static y => Name(y.To)));
            for (int one = 0; one < count; one++)
            {
                for (int other = 0; other < count; other++)
                {
                    Assert.Equal(Leads(one, other, edges) && Leads(other, one, edges), connected.AreOnOneCycle(Name(one), Name(other)));
                }
            }
        },
        iter: 2_000);

    [Fact]
    public void A_chain_of_a_hundred_thousand_does_not_overflow_the_stack()
    {
        StronglyConnected connected = new(["0"], static x => x == "99999" ? ["5"] : [Name(int.Parse(x, CultureInfo.InvariantCulture) + 1)]);
        Assert.True(connected.AreOnOneCycle("5", "99999"));
        Assert.False(connected.AreOnOneCycle("4", "99999"));
        Assert.False(connected.AreOnOneCycle("5", "nowhere"));
    }

    private static string Name(int node) => node.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether at least one edge leads from a node to another.</summary>
    private static bool Leads(int from, int to, List<(int From, int To)> edges)
    {
        HashSet<int> reached = [];
        Queue<int> open = new([from]);
        while (open.Count > 0)
        {
            int node = open.Dequeue();
            foreach (int next in edges.Where(x => x.From == node).Select(static x => x.To).Where(reached.Add))
            {
                open.Enqueue(next);
            }
        }

        return reached.Contains(to);
    }
}
