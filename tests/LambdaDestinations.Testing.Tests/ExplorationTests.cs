using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;

namespace LambdaDestinations.Testing.Tests;

/// <summary>Every fault, explored: planted losses are found, and what has a failure path everywhere is clean.</summary>
public sealed class ExplorationTests
{
    [Fact]
    public async Task A_chain_with_failure_paths_everywhere_loses_nothing()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();

        FaultExploration exploration = await host.ExploreFaultsAsync(static async host =>
        {
            host.AddFunction("first", Handlers.Returns("1"), new() { OnSuccess = host.Queue("work"), OnFailure = host.Queue("failed"), DeadLetterTarget = host.Queue("dead") });
            host.AddFunction("second", Handlers.Returns("{}"));
            host.Queue("work").Settings = new() { RedriveTarget = host.Queue("dead"), MaxReceiveCount = 3 };
            host.AddMapping(host.Queue("work"), "second", new() { ReportBatchItemFailures = true });
            await host.InvokeAsync("first", "1");
            await host.InvokeAsync("first", "2");
        });

        exploration.ShouldLoseNothing();
        Assert.True(exploration.IsComplete);
        Assert.True(exploration.Runs > 100, exploration.ToString());
    }

    [Fact]
    public async Task A_stream_with_a_destination_loses_nothing_and_without_one_does()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        foreach (bool hasDestination in (bool[])[true, false])
        {
            FaultExploration exploration = await host.ExploreFaultsAsync(async host =>
            {
                host.AddFunction("reader", Handlers.Returns("{}"));
                host.Kinesis("s").Put("k", "1");
                host.Kinesis("s").Put("k", "2");
                host.AddMapping(host.Kinesis("s"), "reader", new() { MaximumRetryAttempts = 2, BisectBatchOnFunctionError = true, OnFailure = hasDestination ? host.Queue("failed") : null });
                await Task.CompletedTask;
            });

            Assert.Equal(
                hasDestination ? [] : ["Records of 's' are lost (RetryAttemptsExhausted): the mapping of 'reader' has no on-failure destination"],
                exploration.Violations.Select(static each => each.Message));
        }
    }

    [Fact]
    public Task An_event_without_a_failure_path_is_found() => FindsAsync(
        "An event of 'worker' is lost (RetriesExhausted): it has neither a failure destination nor a dead-letter queue",
        FaultKind.Poisoned,
        static async host =>
        {
            host.AddFunction("worker", Handlers.Returns("1"));
            await host.InvokeAsync("worker", "1");
        });

    [Fact]
    public Task A_destination_of_another_qualifier_is_found() => FindsAsync(
        "An event of 'worker' is lost (RetriesExhausted): its failure destination is that of live, not of $LATEST",
        FaultKind.Poisoned,
        static async host =>
        {
            host.AddFunction("worker", Handlers.Returns("1"), new() { OnFailure = host.Queue("failed"), Qualifier = "live" });
            await host.InvokeAsync("worker", "1");
        });

    [Fact]
    public Task A_queue_without_redrive_is_found() => FindsAsync(
        "A message of 'work' is lost: it was received until its retention ended, and the queue has no redrive policy that takes it",
        FaultKind.Poisoned,
        static host =>
        {
            host.AddFunction("reader", Handlers.Returns("{}"));
            host.Queue("work").Settings = new() { MessageRetentionPeriod = TimeSpan.FromHours(1) };
            host.AddMapping(host.Queue("work"), "reader");
            host.Queue("work").Send("1");
            return Task.CompletedTask;
        });

    [Fact]
    public Task A_visibility_below_the_time_of_the_work_is_found() => FindsAsync(
        "Messages of 'work' are received again while 'reader' works on them: the visibility time-out is shorter than the function works",
        FaultKind.Slow,
        static host =>
        {
            host.AddFunction("reader", Handlers.Returns("{}"), new() { Timeout = TimeSpan.FromSeconds(25) });
            host.Queue("work").Settings = new() { RedriveTarget = host.Queue("dead") };
            host.AddMapping(host.Queue("work"), "reader");
            host.Queue("work").Settings = host.Queue("work").Settings with { VisibilityTimeout = TimeSpan.FromSeconds(5) };
            host.Queue("work").Send("1");
            return Task.CompletedTask;
        });

    [Fact]
    public Task A_mapping_that_ignores_failed_items_is_found() => FindsAsync(
        "Items that 'reader' names in batchItemFailures are lost: its mapping has no ReportBatchItemFailures, so the whole batch counts as done",
        FaultKind.StepFailed,
        static host =>
        {
            host.AddFunction("reader", async (input, invocation) =>
            {
                using JsonDocument batch = await JsonDocument.ParseAsync(input);
                string failures = string.Join(",", batch.RootElement.GetProperty("Records").EnumerateArray().Select(static each => each.GetProperty("messageId").GetString()!).Where(static id =>
                {
                    try
                    {
                        LambdaTestHost.FaultPoint("database");
                        return false;
                    }
                    catch (InjectedFaultException)
                    {
                        return true;
                    }
                }).Select(static id => $$"""{"itemIdentifier":"{{id}}"}"""));
                return await Handlers.Json($$"""{"batchItemFailures":[{{failures}}]}""");
            });
            host.Queue("work").Settings = new() { RedriveTarget = host.Queue("dead") };
            host.AddMapping(host.Queue("work"), "reader");
            host.Queue("work").Send("1");
            return Task.CompletedTask;
        });

    [Fact]
    public Task A_swallowed_exception_is_found() => FindsAsync(
        "'results' got less than without the fault, and no failure record and no dead-letter queue has the rest: a handler may swallow the failure",
        FaultKind.StepFailed,
        static async host =>
        {
            host.AddFunction("worker", static (_, invocation) =>
            {
                try
                {
                    invocation.Host.Queue("results").Send("done");
                }
                catch (InjectedFaultException)
                {
                    // Swallowed: the event counts as done.
                }

                return Handlers.Json("1");
            }, new() { OnFailure = host.Queue("failed") });
            await host.InvokeAsync("worker", "1");
        });

    [Fact]
    public Task A_failure_topic_that_nobody_reads_is_found() => FindsAsync(
        "A failure record at Topic 'failed' is lost: no subscription takes it",
        FaultKind.Poisoned,
        static async host =>
        {
            host.AddFunction("worker", Handlers.Returns("1"), new() { OnFailure = host.Topic("failed") });
            host.Topic("failed").Subscribe(host.Queue("alarms"), filterPolicy: """{"kind":["x"]}""");
            await host.InvokeAsync("worker", "1");
        });

    [Fact]
    public async Task An_outage_of_the_failure_queue_is_found_where_it_is_asked_for_and_a_dead_letter_queue_mends_it()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        foreach ((bool outages, bool deadLetters, int found) in ((bool, bool, int)[])[(false, false, 0), (true, false, 1), (true, true, 0)])
        {
            FaultExploration exploration = await host.ExploreFaultsAsync(
                async host =>
                {
                    host.AddFunction("worker", Handlers.Throws("no"), new() { OnFailure = host.Queue("failed"), DeadLetterTarget = deadLetters ? host.Queue("dead") : null });
                    await host.InvokeAsync("worker", "1");
                },
                new() { IncludeOutages = outages, Pairs = false });

            Assert.Equal(found, exploration.Violations.Count);
        }
    }

    /// <summary>The audit says of the same template that an outage loses the record; of a loss by failure it says where the events end.</summary>
    [Fact]
    public async Task Losses_are_compared_with_the_answers_of_the_audit()
    {
        const string Template = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Failed: {Type: AWS::SQS::Queue}
              Safe:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: A::B::C
                  EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Failed.Arn}}}
              Topic: {Type: AWS::SNS::Topic}
              Lossy:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: A::B::C
                  EventInvokeConfig: {MaximumRetryAttempts: 1}
                  Events: {Told: {Type: SNS, Properties: {Topic: !Ref Topic}}}
            """;
        await using LambdaTestHost host = new LambdaTestHostBuilder().UseTemplateText(Template).Build();

        FaultExploration exploration = await host.ExploreFaultsAsync(
            static async host =>
            {
                host.AddFunction("Safe", Handlers.Throws("no"));
                host.AddFunction("Lossy", Handlers.Returns("1"));
                await host.InvokeAsync("Safe", "1");
                await host.InvokeAsync("Lossy", "1");
            },
            new() { IncludeOutages = true, Pairs = false });

        Assert.Equal(
            "An event of 'Lossy' is lost (RetriesExhausted): it has neither a failure destination nor a dead-letter queue (audit: after 1 retry: lost, no on-failure destination and no dead-letter queue)",
            string.Join("\n", exploration.Violations.Select(static each => each.Message)));
    }

    [Fact]
    public async Task What_must_come_once_is_found_when_it_comes_twice()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        FaultExploration exploration = await host.ExploreFaultsAsync(
            static async host =>
            {
                host.AddFunction(
                    "worker",
                    static (_, invocation) =>
                    {
                        invocation.Host.Queue("mails").Send("thank you");
                        return Handlers.Json("1");
                    },
                    new() { OnFailure = host.Queue("failed") });
                await host.InvokeAsync("worker", "1");
            },
            new() { AtMostOnce = ["mails"], Pairs = false });

        FaultViolation violation = Assert.Single(exploration.Violations);
        Assert.Equal("'mails' got something twice", violation.Message);
        Assert.Single(violation.Faults);
        Assert.Contains("seed 1", Assert.Throws<LambdaTestAssertionException>(exploration.ShouldLoseNothing).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exploration_gives_the_same_in_every_run_and_stops_at_its_budget()
    {
        await using LambdaTestHost host = LambdaTestHost.Create(seed: 5);
        FaultExploration[] explorations = new FaultExploration[2];
        for (int i = 0; i < 2; i++)
        {
            explorations[i] = await host.ExploreFaultsAsync(
                static async host =>
                {
                    host.AddFunction("worker", Handlers.Returns("1"));
                    await host.InvokeAsync("worker", "1");
                    await host.InvokeAsync("worker", "2");
                },
                new() { MaximumRuns = 9 });
        }

        Assert.Equal(explorations[0].ToString(), explorations[1].ToString());
        Assert.Equal(9, explorations[0].Runs);
        Assert.Equal(5, explorations[0].Seed);
        Assert.False(explorations[0].IsComplete);
        Assert.NotEmpty(explorations[0].Violations);
    }

    [Fact]
    public async Task A_host_that_is_wired_by_hand_and_a_scenario_that_fails_are_refused()
    {
        await using LambdaTestHost wired = LambdaTestHost.Create();
        wired.AddFunction("worker", Handlers.Returns("1"));
        await using LambdaTestHost host = LambdaTestHost.Create();

        await Assert.ThrowsAsync<InvalidOperationException>(() => wired.ExploreFaultsAsync(static _ => Task.CompletedTask));
        InvalidOperationException failed = await Assert.ThrowsAsync<InvalidOperationException>(() => host.ExploreFaultsAsync(static _ => throw new InvalidDataException("wrong")));
        Assert.Equal("The scenario fails without any fault: wrong", failed.Message);
    }

    private static async Task FindsAsync(string message, FaultKind kind, Func<LambdaTestHost, Task> scenario)
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        FaultExploration exploration = await host.ExploreFaultsAsync(scenario, new() { Pairs = false });

        FaultViolation violation = Assert.Single(exploration.Violations);
        Assert.Equal(message, violation.Message);
        Assert.Equal(kind, Assert.Single(violation.Faults).Kind);
        Assert.Contains("+00:", violation.Timeline, StringComparison.Ordinal);
    }
}
