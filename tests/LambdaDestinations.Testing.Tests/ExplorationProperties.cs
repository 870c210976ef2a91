using System;
using System.Linq;
using System.Threading.Tasks;
using CsCheck;

namespace LambdaDestinations.Testing.Tests;

/// <summary>Chains of any form: with a failure path everywhere nothing is lost whatever fails; without one at a single place it is told.</summary>
public sealed class ExplorationProperties
{
    private static readonly Gen<Link> AnyLink =
        from carrier in Gen.Int[0, 4]
        from failure in Gen.Int[0, 3]
        from retries in Gen.Int[0, 2]
        from receives in Gen.Int[1, 3]
        from fanOut in Gen.Int[1, 3]
        from behaviour in Gen.Int[0, 3]
        from partial in Gen.Bool
        select new Link(carrier, failure, retries, receives, fanOut, behaviour, partial);

    [Fact]
    [Trait("Category", "Property")]
    public Task Nothing_is_lost_where_every_function_has_a_failure_path() => AnyLink.Array[1, 4].SampleAsync(
        static async links =>
        {
            await using LambdaTestHost host = LambdaTestHost.Create();
            FaultExploration exploration = await host.ExploreFaultsAsync(run => WireAsync(run, links, without: -1), new() { MaximumRuns = 80 });
            Assert.True(exploration.Violations.Count == 0, exploration.ToString());
        },
        iter: 40);

    [Fact]
    [Trait("Category", "Property")]
    public Task A_function_without_a_failure_path_is_told() => Gen.Select(AnyLink.Array[1, 4], Gen.Int[0, 3]).SampleAsync(
        static async (links, without) =>
        {
            await using LambdaTestHost host = LambdaTestHost.Create();

            // Every function works, so that each is reached.
            Link[] working = [.. links.Select(static x => x with { Behaviour = 0 })];
            int index = without % working.Length;
            FaultExploration exploration = await host.ExploreFaultsAsync(run => WireAsync(run, working, index), new() { Pairs = false });
            Assert.True(
                exploration.Violations.Any(x => x.Message.Contains($"'f{index}'", StringComparison.Ordinal) || x.Message.Contains($"'q{index}'", StringComparison.Ordinal)),
                $"f{index}: {exploration}");
        },
        iter: 20);

    private static async Task WireAsync(LambdaTestHost host, Link[] links, int without)
    {
        for (int i = links.Length - 1; i >= 0; i--)
        {
            int index = i;
            Link link = links[index];
            string name = $"f{i}";
            string next = $"f{i + 1}";
            bool isLast = i == links.Length - 1;
            bool isPolled = i > 0 && links[i - 1].Carrier == 1;
            host.AddFunction(name, (_, invocation) =>
            {
                if (link.Behaviour == 1 || (link.Behaviour == 2 && invocation.Attempt == 1))
                {
                    throw new InvalidOperationException("not this one");
                }

                // The destination of a polled function does not fire: it sends itself.
                for (int n = 0; n < link.FanOut && isPolled && !isLast; n++)
                {
                    Send(invocation.Host, links, index, next);
                }

                return Handlers.Json("{}");
            }, new()
            {
                MaximumRetryAttempts = link.Retries,
                OnSuccess = isLast ? null : Carrier(host, link, i, next),
                OnFailure = i == without ? null : Failure(host, link, i),
            });
            if (isPolled)
            {
                TestQueue queue = host.Queue($"q{i}");
                queue.Settings = new() { RedriveTarget = i == without ? null : host.Queue("dead"), MaxReceiveCount = link.Receives, MessageRetentionPeriod = TimeSpan.FromHours(1) };
                host.AddMapping(queue, name, new() { ReportBatchItemFailures = link.Partial });
            }
        }

        await host.InvokeAsync("f0", "1");
        await host.InvokeAsync("f0", "2");
    }

    private static IDestinationTarget Carrier(LambdaTestHost host, Link link, int index, string next)
    {
        switch (link.Carrier)
        {
            case 0 or 4:
                return host.Function(next);
            case 1:
                return host.Queue($"q{index + 1}");
            case 2:
                host.Topic($"t{index}").Subscribe(next);
                return host.Topic($"t{index}");
            default:
                host.Bus($"b{index}").AddRule("""{"source":[{"anything-but":"x"}]}""", next);
                return host.Bus($"b{index}");
        }
    }

    private static void Send(LambdaTestHost host, Link[] links, int index, string next)
    {
        switch (links[index].Carrier)
        {
            case 0 or 4:
                host.InvokeAsync(next, "{}");
                break;
            case 1:
                host.Queue($"q{index + 1}").Send("{}");
                break;
            case 2:
                host.Topic($"t{index}").Publish("{}");
                break;
            default:
                host.Bus($"b{index}").PutEvent("app", "done", "{}");
                break;
        }
    }

    private static IDestinationTarget Failure(LambdaTestHost host, Link link, int index)
    {
        switch (link.Failure)
        {
            case 0:
                return host.Queue("failed");
            case 1:
                return host.Bucket("failed");
            case 2:
                host.Topic($"failed{index}").Subscribe(host.Queue("failed"));
                return host.Topic($"failed{index}");
            default:
                host.Bus($"failed{index}").AddRule("""{"source":["lambda"]}""", host.Queue("failed"));
                return host.Bus($"failed{index}");
        }
    }

    /// <summary>A function of a chain.</summary>
    /// <param name="Carrier">How it hands on: a function, a queue, a topic, a bus.</param>
    /// <param name="Failure">Where its failures go: a queue, a bucket, a topic, a bus.</param>
    /// <param name="Retries">How often it is retried.</param>
    /// <param name="Receives">How often a message of its queue is received.</param>
    /// <param name="FanOut">How many it sends where it sends itself.</param>
    /// <param name="Behaviour">1: it always fails; 2: at its first attempt; else it works.</param>
    /// <param name="Partial">Whether its mapping asks for the items that failed.</param>
    private sealed record Link(int Carrier, int Failure, int Retries, int Receives, int FanOut, int Behaviour, bool Partial);
}
