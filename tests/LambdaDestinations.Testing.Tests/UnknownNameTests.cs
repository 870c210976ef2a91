using System;
using System.IO;
using System.Threading.Tasks;

namespace LambdaDestinations.Testing.Tests;

/// <summary>An assertion about a name that nothing knows would hold for any name: it fails, and says which is near.</summary>
public sealed class UnknownNameTests
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          FailedQueue: { Type: AWS::SQS::Queue, Properties: { QueueName: failed-orders } }
          Alarms: { Type: AWS::SNS::Topic }
          Orders: { Type: AWS::Events::EventBus, Properties: { Name: orders } }
          Uploads: { Type: AWS::S3::Bucket, Properties: { BucketName: uploads } }
          Worker:
            Type: AWS::Serverless::Function
            Properties:
              FunctionName: worker
              Handler: A::B::C
              EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: SQS, Destination: !GetAtt FailedQueue.Arn } } }

        """;

    [Fact]
    public async Task Names_of_the_template_are_known_by_either_name()
    {
        await using LambdaTestHost host = FromTemplate();

        host.Queue("FailedQueue").ShouldBeEmpty();
        host.Queue("failed-orders").ShouldBeEmpty();
        host.Topic("Alarms").ShouldBeEmpty();
        host.Bus("orders").ShouldBeEmpty();
        host.Bus("default").ShouldBeEmpty();
        host.Bucket("Uploads").ShouldBeEmpty();
        host.Function("Worker").ShouldHaveBeenInvoked(0);
        host.Function("worker").ShouldHaveBeenInvoked(0);
    }

    [Fact]
    public async Task An_unknown_name_fails_with_the_nearest()
    {
        await using LambdaTestHost host = FromTemplate();
        host.AddFunction("worker", Handlers.Returns("1"));
        await host.InvokeAsync("worker", "1");
        await host.RunUntilIdleAsync();

        Fails("Queue 'FailedQueu' is not known: neither the template nor the test's own wiring names it; did you mean 'FailedQueue'?", () => host.Queue("FailedQueu").ShouldBeEmpty());
        Fails("Queue 'failed-order' is not known: neither the template nor the test's own wiring names it; did you mean 'failed-orders'?", () => host.Queue("failed-order").ShouldHaveReceived(0));
        Fails("did you mean 'FailedQueue'?", () => host.Queue("FailedQueu").ShouldHaveReceived(static x => x.Body == ""));
        Fails("did you mean 'FailedQueue'?", () => Assert.Empty(host.Queue("FailedQueu").Messages));
        Fails("did you mean 'FailedQueue'?", () => Assert.Equal(0, host.Queue("FailedQueu").MessageCount));
        Fails("Topic 'Alarm' is not known: neither the template nor the test's own wiring names it; did you mean 'Alarms'?", () => host.Topic("Alarm").ShouldBeEmpty());
        Fails("Bus 'order' is not known: neither the template nor the test's own wiring names it; did you mean 'orders'?", () => host.Bus("order").ShouldBeEmpty());
        Fails("did you mean 'Uploads'?", () => host.Bucket("Upload").ShouldBeEmpty());
        Fails("Kafka topic 'k' is not known", () => host.Kafka("k").ShouldBeEmpty());
        Fails("Function 'wroker' is not known: neither the template nor the test's own wiring names it; did you mean 'worker'?", () => host.Function("wroker").ShouldHaveBeenInvoked(0));
        Fails("known are 'FailedQueue', 'failed-orders'.", () => host.Queue("something-else").ShouldBeEmpty());
    }

    /// <summary>Wiring by hand beside a template declares its names, before or after the resource is first named.</summary>
    [Fact]
    public async Task What_the_test_wires_is_known()
    {
        await using LambdaTestHost host = FromTemplate();
        TestFunction added = host.AddFunction("added", Handlers.Returns("1"), new() { OnSuccess = host.Queue("a"), OnFailure = host.Function("b"), DeadLetterTarget = host.Topic("c") });
        host.Topic("Alarms").Subscribe(host.Queue("d"));
        host.Bus("e").AddRule("""{"source":["s"]}""", host.Topic("f"));
        host.Bucket("g").Notify(host.Queue("h"));
        host.AddMapping(host.Queue("i", new() { RedriveTarget = host.Queue("j") }), "added");
        TestKafkaTopic stream = host.Kafka("k");
        host.AddMapping(stream, "added", new() { OnFailure = host.Bucket("l") });
        added.Settings = new() { OnFailure = host.Bus("m") };

        foreach (string x in (string[])["a", "d", "h", "i", "j"])
        {
            host.Queue(x).ShouldBeEmpty();
        }

        foreach (string x in (string[])["c", "f"])
        {
            host.Topic(x).ShouldBeEmpty();
        }

        foreach (string x in (string[])["e", "m"])
        {
            host.Bus(x).ShouldBeEmpty();
        }

        foreach (string x in (string[])["g", "l"])
        {
            host.Bucket(x).ShouldBeEmpty();
        }

        stream.ShouldBeEmpty();
        host.Function("b").ShouldHaveBeenInvoked(0);
    }

    /// <summary>A handler may send there in another case: only a template or attributes say what there is.</summary>
    [Fact]
    public async Task A_host_that_is_wired_by_hand_takes_any_name()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", Handlers.Returns("1"), new() { OnSuccess = host.Queue("ok") });
        await host.InvokeAsync("worker", "1");
        await host.RunUntilIdleAsync();

        host.Queue("ok").ShouldHaveReceivedOne();
        host.Queue("side-effects").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_test_names_before_the_first_event_is_known()
    {
        await using LambdaTestHost host = FromTemplate();
        host.AddFunction("worker", Handlers.Returns("1"));
        TestTopic elsewhere = host.Topic("elsewhere");
        await host.InvokeAsync("worker", "1");
        await host.RunUntilIdleAsync();

        elsewhere.ShouldBeEmpty();
        Fails("Topic 'elsewher' is not known: neither the template nor the test's own wiring names it; did you mean 'elsewhere'?", () => host.Topic("elsewher").ShouldBeEmpty());
    }

    /// <summary>A handler may send to what nobody named before.</summary>
    [Fact]
    public async Task What_receives_a_message_is_known()
    {
        await using LambdaTestHost host = FromTemplate();
        host.AddFunction("worker", (_, invocation) =>
        {
            invocation.Host.Queue("made").Send("x");
            return Task.FromResult(Stream.Null);
        });
        await host.InvokeAsync("worker", "1");
        await host.RunUntilIdleAsync();

        host.Queue("made").ShouldHaveReceivedOne();
        Assert.Single(host.Queue("made").Messages);
    }

    private static void Fails(string text, Action assertion) =>
        Assert.Contains(text, Assert.Throws<LambdaTestAssertionException>(assertion).Message, StringComparison.Ordinal);

    private static LambdaTestHost FromTemplate()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".yaml");
        File.WriteAllText(path, Template);
        try
        {
            return LambdaTestHost.FromTemplate(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
