using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;

namespace LambdaDestinations.Testing.Tests;

/// <summary>Filters of event source mappings.</summary>
public sealed class FilterTests
{
    [Fact]
    public async Task Kinesis_data_is_filtered_as_JSON_or_as_text()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("reader", Handlers.Returns("1"));
        host.AddMapping(host.Kinesis("s"), "reader", new() { Filters = ["""{"data":{"quantity":[{"numeric":[">",1,"<=",3]}]}}""", """{"data":["text"]}"""] });

        foreach (string data in (string[])["""{"quantity":1}""", """{"quantity":2}""", """{"quantity":3}""", """{"quantity":4}""", "text", "other", """{"quantity":"2"}"""])
        {
            host.Kinesis("s").Put("k", data);
        }

        await host.RunUntilIdleAsync();

        using JsonDocument batch = JsonDocument.Parse(host.Function("reader").ShouldHaveBeenInvoked(1)[0].Request);
        Assert.Equal(
            ["""{"quantity":2}""", """{"quantity":3}""", "text"],
            batch.RootElement.GetProperty("Records").EnumerateArray().Select(each => Encoding.UTF8.GetString(each.GetProperty("kinesis").GetProperty("data").GetBytesFromBase64())));
    }

    [Fact]
    public async Task DynamoDB_and_Kafka_are_filtered_by_what_their_records_hold()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("table", Handlers.Returns("1"));
        host.AddFunction("topic", Handlers.Returns("1"));
        host.AddMapping(host.DynamoDB("t"), "table", new() { Filters = ["""{"eventName":["INSERT"],"dynamodb":{"NewImage":{"kind":{"S":["order"]}}}}"""] });
        host.AddMapping(host.Kafka("k"), "topic", new() { Filters = ["""{"value":{"kind":["order"]}}"""] });

        host.DynamoDB("t").Insert("{}", """{"kind":{"S":"order"}}""");
        host.DynamoDB("t").Insert("{}", """{"kind":{"S":"visit"}}""");
        host.DynamoDB("t").Modify("{}", """{"kind":{"S":"order"}}""", "{}");
        host.Kafka("k").Produce("1", """{"kind":"order"}""");
        host.Kafka("k").Produce("1", "order");
        await host.RunUntilIdleAsync();

        foreach ((string function, string path) in ((string, string)[])[("table", "Records"), ("topic", "records")])
        {
            using JsonDocument batch = JsonDocument.Parse(host.Function(function).ShouldHaveBeenInvoked(1)[0].Request);
            JsonElement records = batch.RootElement.GetProperty(path);
            Assert.Equal(1, (records.ValueKind == JsonValueKind.Array ? records : records.GetProperty("k-0")).GetArrayLength());
        }
    }

    [Fact]
    public async Task A_message_that_no_filter_lets_through_is_deleted()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("reader", Handlers.Returns("1"));
        host.AddMapping(host.Queue("q"), "reader", new() { Filters = ["""{"body":{"kind":["order"]}}"""] });

        host.Queue("q").Send("""{"kind":"visit"}""");
        host.Queue("q").Send("""{"kind":"order"}""");
        host.Queue("q").Send("no JSON");
        await host.RunUntilIdleAsync();

        Assert.Contains("\\\"order\\\"", Encoding.UTF8.GetString(host.Function("reader").ShouldHaveBeenInvoked(1)[0].Request.Span), StringComparison.Ordinal);
        Assert.Equal(0, host.Queue("q").Depth);
        Assert.Equal(2, host.Timeline.Entries.Count(each => each.Kind == TimelineEntryKind.Dropped));
    }

    [Fact]
    public void What_AWS_refuses_is_refused()
    {
        LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("reader", Handlers.Returns("1"));

        Assert.Throws<ArgumentException>(() => host.AddMapping(host.Kinesis("s"), "reader", new() { Filters = ["{}", "{}", "{}", "{}", "{}", "{}"] }));
        Assert.Throws<ArgumentException>(() => host.AddMapping(host.Kinesis("s"), "reader", new() { Filters = ["""{"data":[{"numeric":[">","1"]}]}"""] }));
        Assert.Throws<ArgumentException>(() => host.AddMapping(host.Queue("q"), "reader", new() { Filters = ["""{"body":[{"cidr":"10.0.0.0"}]}"""] }));
    }
}
