using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;

namespace LambdaDestinations.Testing.Tests;

public sealed class ManifestTests
{
    [Fact]
    public async Task Attributes_wire_a_function()
    {
        DestinationManifest manifest = Manifest(Handler("PlaceOrder", retries: 1, age: 90, destinations:
        [
            new(DestinationOutcome.Success, DestinationTargetType.Sqs, "@SuccessQueue"),
            new(DestinationOutcome.Failure, DestinationTargetType.Sns, "arn:aws:sns:us-east-1:123456789012:failures"),
        ]));
        await using LambdaTestHost host = new LambdaTestHostBuilder().UseManifest(manifest).Build();
        TestFunction function = host.AddFunction("PlaceOrder", Handlers.Throws("no"));

        await host.InvokeAsync("PlaceOrder", "{}");
        await host.RunUntilIdleAsync();

        function.ShouldHaveBeenInvoked(2);
        host.Topic("failures").ShouldHaveReceivedOne().ShouldHaveCondition("RetriesExhausted");
        Assert.Same(host.Queue("SuccessQueue"), function.Settings.OnSuccess);
        Assert.Equal(90, function.Settings.MaximumEventAgeInSeconds);
    }

    [Fact]
    public async Task Every_kind_of_target_is_found_by_its_name()
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().UseManifest(Manifest(
            Handler("a", destinations: [new(DestinationOutcome.Success, DestinationTargetType.EventBridge, "arn:aws:events:us-east-1:123456789012:event-bus/orders"), new(DestinationOutcome.Failure, DestinationTargetType.S3, "arn:aws:s3:::failed")]),
            Handler("b", destinations: [new(DestinationOutcome.Success, DestinationTargetType.Lambda, "arn:aws:lambda:us-east-1:123456789012:function:audit:live"), new(DestinationOutcome.Failure, DestinationTargetType.Lambda, "@audit")]),
            Handler("c", destinations: [new(DestinationOutcome.Success, DestinationTargetType.Lambda, null, Reference("b")), new(DestinationOutcome.Failure, DestinationTargetType.Sqs, null)]),
            Handler("d", destinations: [new(DestinationOutcome.Success, DestinationTargetType.Sns, null), new(DestinationOutcome.Failure, DestinationTargetType.S3, null)]))).Build();

        FunctionSettings Settings(string name) => host.AddFunction(name, Handlers.Returns("1")).Settings;

        FunctionSettings a = Settings("a");
        FunctionSettings b = Settings("b");
        FunctionSettings c = Settings("c");
        FunctionSettings d = Settings("d");
        Assert.Same(host.Bus("orders"), a.OnSuccess);
        Assert.Same(host.Bucket("failed"), a.OnFailure);
        Assert.Equal("arn:aws:lambda:us-east-1:123456789012:function:audit:live", b.OnSuccess!.Arn);
        Assert.Same(host.Function("audit"), b.OnFailure);
        Assert.Same(host.Function("b"), c.OnSuccess);
        Assert.Same(host.Queue("cOnFailureQueue"), c.OnFailure);
        Assert.Same(host.Topic("dOnSuccessTopic"), d.OnSuccess);
        Assert.Same(host.Bucket("dOnFailureBucket"), d.OnFailure);
    }

    [Fact]
    public async Task What_the_test_sets_wins()
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder()
            .UseManifest(Manifest(Handler("f", retries: 2, qualifier: "live", destinations: [new(DestinationOutcome.Failure, DestinationTargetType.Sqs, "@Declared")])))
            .Build();

        FunctionSettings settings = host.AddFunction("f", Handlers.Returns("1"), new() { MaximumRetryAttempts = 0, OnFailure = host.Queue("mine") }).Settings;

        Assert.Equal(0, settings.MaximumRetryAttempts);
        Assert.Same(host.Queue("mine"), settings.OnFailure);
        Assert.Equal("live", settings.Qualifier);
        Assert.Equal(new FunctionSettings().Timeout, settings.Timeout);
    }

    [Fact]
    public async Task A_mapping_takes_the_attribute_of_its_event_source()
    {
        DestinationManifest manifest = Manifest(Handler("reader", destinations:
        [
            new(DestinationOutcome.Failure, DestinationTargetType.Sqs, "@Asynchronous"),
            new(DestinationOutcome.Failure, DestinationTargetType.Sqs, null, EventSource: "Orders", MaximumRetryAttempts: 1, MaximumRecordAgeInSeconds: 600, BisectBatchOnFunctionError: true),
            new(DestinationOutcome.Failure, DestinationTargetType.Sns, "@Other", EventSource: "Others", MaximumRetryAttempts: 0),
        ]));
        await using LambdaTestHost host = new LambdaTestHostBuilder().UseManifest(manifest).Build();
        TestFunction reader = host.AddFunction("reader", Handlers.Throws("no"));
        Assert.Throws<ArgumentException>(() => host.AddMapping(host.Kinesis("orders"), "reader"));
        host.AddMapping(host.Kinesis("orders"), "reader", eventSource: "Orders");
        host.AddMapping(host.DynamoDB("others"), "reader", eventSource: "Others");

        host.Kinesis("orders").Put("k", "1");
        host.DynamoDB("others").Insert("{}", "{}");
        await host.RunUntilIdleAsync();

        host.Queue("readerOrdersOnFailureQueue").ShouldHaveReceivedOne().ShouldHaveInvokeCount(2);
        host.Topic("Other").ShouldHaveReceivedOne().ShouldHaveInvokeCount(1);
        host.Queue("Asynchronous").ShouldBeEmpty();
        Assert.Same(host.Queue("Asynchronous"), reader.Settings.OnFailure);
    }

    /// <summary>What is set beside a destination, or without one: the mapping that an attribute names, the queue that it names, the only one.</summary>
    [Theory]
    [InlineData("Orders", "Orders", true)]
    [InlineData(null, "Orders", true)]
    [InlineData(null, "orders", true)]
    [InlineData(null, null, true)]
    [InlineData("Others", "Orders", false)]
    public async Task A_mapping_of_a_queue_takes_its_settings(string? eventSource, string? named, bool takes)
    {
        HandlerModel handler = Handler("reader", destinations: []) with
        {
            Mappings = new(new MappingModel(named, new(new MappingSetting(MappingFacts.BatchSize, 1), new MappingSetting(MappingFacts.Filters, 0, new("""{"body":{"kind":["order"]}}"""))))),
        };
        await using LambdaTestHost host = new LambdaTestHostBuilder().UseManifest(Manifest(handler)).Build();
        TestFunction reader = host.AddFunction("reader", Handlers.Returns("{}"));
        host.AddMapping(host.Queue("orders"), "reader", eventSource: eventSource);
        for (int i = 0; i < 3; i++)
        {
            host.Queue("orders").Send("""{"kind":"order"}""");
            host.Queue("orders").Send("""{"kind":"bill"}""");
        }

        await host.RunUntilIdleAsync();

        string[] events = [.. reader.Invocations.Select(static x => Encoding.UTF8.GetString(x.Request.Span))];
        Assert.Equal(takes ? 3 : 1, events.Length);
        Assert.Equal(!takes, events.Any(static x => x.Contains("bill", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_mapping_of_a_stream_takes_the_settings_of_several_attributes_and_what_the_test_sets_wins()
    {
        HandlerModel handler = Handler("reader", destinations: [new(DestinationOutcome.Failure, DestinationTargetType.Sqs, "@Failed", EventSource: "Orders")]) with
        {
            Mappings = new(
                new MappingModel("Orders", new(new MappingSetting(MappingFacts.Retries, 1), new MappingSetting(MappingFacts.BatchSize, 1))),
                new MappingModel("Orders", new(new MappingSetting(MappingFacts.Bisect, 1), new MappingSetting(MappingFacts.Parallelization, 2)))),
        };
        await using LambdaTestHost host = new LambdaTestHostBuilder().UseManifest(Manifest(handler)).Build();
        TestFunction reader = host.AddFunction("reader", Handlers.Throws("no"));
        host.AddMapping(host.Kinesis("orders"), "reader", new() { BatchSize = 2 });

        host.Kinesis("orders").Put("k", "1");
        host.Kinesis("orders").Put("k", "2");
        await host.RunUntilIdleAsync();

        // Two records at once by the test, then halves by the attribute, each with the retry of the attribute.
        Assert.Equal(2, host.Queue("Failed").Messages.Count);
        Assert.Equal(2, reader.Invocations.Max(static x => Encoding.UTF8.GetString(x.Request.Span).Split("partitionKey").Length - 1));
    }

    [Fact]
    public async Task An_attribute_without_an_event_source_belongs_to_the_mapping_of_a_polled_function()
    {
        HandlerModel handler = Handler("reader", destinations: [new(DestinationOutcome.Failure, DestinationTargetType.Sqs, "@Failed", MaximumRetryAttempts: 0)]) with
        {
            Triggers = new EquatableArray<TriggerModel>(new TriggerModel("DynamoDBEvent", InvocationKind.Polled)),
        };
        await using LambdaTestHost host = new LambdaTestHostBuilder().UseManifest(Manifest(handler)).Build();
        TestFunction reader = host.AddFunction("reader", Handlers.Throws("no"));
        host.AddMapping(host.DynamoDB("orders"), "reader");

        host.DynamoDB("orders").Insert("{}", "{}");
        await host.RunUntilIdleAsync();

        host.Queue("Failed").ShouldHaveReceivedOne().ShouldHaveCondition("RetryAttemptsExhausted");
        Assert.Null(reader.Settings.OnFailure);
    }

    [Fact]
    public async Task Handlers_of_one_name_are_told_apart_by_type_or_by_logical_id()
    {
        HandlerModel Of(string type, string? logicalId) => new(new FunctionReference("App", type, "Handle", logicalId), null, null, new EquatableArray<DestinationModel>(new DestinationModel(DestinationOutcome.Failure, DestinationTargetType.Sqs, "@" + type)));
        await using LambdaTestHost host = new LambdaTestHostBuilder().UseManifest(Manifest(Of("A", null), Of("B", null), Of("C", "Named"))).Build();

        Assert.Same(host.Queue("A"), host.AddFunction("A.Handle", Handlers.Returns("1")).Settings.OnFailure);
        Assert.Same(host.Queue("B"), host.AddFunction("B.Handle", Handlers.Returns("1")).Settings.OnFailure);
        Assert.Same(host.Queue("C"), host.AddFunction("Named", Handlers.Returns("1")).Settings.OnFailure);
        Assert.Null(host.AddFunction("Handle", Handlers.Returns("1")).Settings.OnFailure);
        Assert.Throws<ArgumentException>(() => new LambdaTestHostBuilder().UseManifest(Manifest(Of("A", "Same"), Of("B", "Same"))));
    }

    private static DestinationManifest Manifest(params HandlerModel[] handlers) => new(new EquatableArray<HandlerModel>(handlers));

    private static HandlerModel Handler(string name, DestinationModel[] destinations, int? retries = null, int? age = null, string? qualifier = null) =>
        new(Reference(name), "global::Order", null, new EquatableArray<DestinationModel>(destinations), retries, age, qualifier);

    private static FunctionReference Reference(string name) => new("App", "App.Functions", name);
}
