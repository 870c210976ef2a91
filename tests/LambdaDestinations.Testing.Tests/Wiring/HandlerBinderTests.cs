using System;
using System.Threading.Tasks;

namespace LambdaDestinations.Testing.Tests.Wiring;

public sealed class HandlerBinderTests
{
    [Theory]
    [InlineData(nameof(BoundHandlers.Streams), """{"Text":"a"}""")]
    [InlineData(nameof(BoundHandlers.StreamsLater), """{"Text":"a"}""")]
    [InlineData(nameof(BoundHandlers.Sync), """{"Text":"a"}""")]
    [InlineData(nameof(BoundHandlers.Later), """{"Text":"a Worker 256 20 True"}""")]
    [InlineData(nameof(BoundHandlers.LaterValue), """{"Text":"a"}""")]
    [InlineData(nameof(BoundHandlers.Static), """{"Text":"a"}""")]
    [InlineData(nameof(BoundHandlers.Serialized), """{"TEXT":"A"}""")]
    [InlineData(nameof(BoundHandlers.Nothing), "null")]
    [InlineData(nameof(BoundHandlers.NothingLater), "null")]
    [InlineData(nameof(BoundHandlers.NothingLaterValue), "null")]
    public async Task A_handler_is_called_as_Lambda_calls_it(string method, string response)
    {
        await using LambdaTestHost host = Host("BoundHandlers", method).Build();

        await host.InvokeAsync("Worker", """{"Text":"a"}""");
        await host.RunUntilIdleAsync();

        Assert.Equal(response, host.Queue("Done").ShouldHaveReceivedOne().ResponsePayload.GetRawText());
    }

    [Fact]
    public async Task An_error_of_the_handler_is_its_own()
    {
        await using LambdaTestHost host = Host("BoundHandlers", nameof(BoundHandlers.Throws)).Build();

        await host.InvokeAsync("Worker", """{"Text":"a"}""");
        await host.RunUntilIdleAsync();

        CapturedMessage record = host.Queue("Failed").ShouldHaveReceivedOne();
        Assert.Equal("NotSupportedException", record.ResponsePayload.GetProperty("errorType").GetString());
        Assert.Contains("BoundHandlers.Throws", record.ResponsePayload.GetProperty("stackTrace")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_null_result_and_a_payload_of_another_form_are_what_they_are_on_Lambda()
    {
        await using LambdaTestHost host = Host("BoundHandlers", nameof(BoundHandlers.LaterValue)).Build();

        await host.InvokeAsync("Worker", """{"Text":"null"}""");
        await host.InvokeAsync("Worker", "[]");
        await host.RunUntilIdleAsync();

        Assert.Equal("null", host.Queue("Done").ShouldHaveReceivedOne().ResponsePayload.GetRawText());
        Assert.Equal("JsonException", host.Queue("Failed").ShouldHaveReceivedOne().ResponsePayload.GetProperty("errorType").GetString());
    }

    [Fact]
    public async Task Log_lines_are_captured_with_the_invocation()
    {
        await using LambdaTestHost host = Host("BoundHandlers", nameof(BoundHandlers.Nothing)).Build();

        await host.InvokeAsync("Worker", """{"Text":"a"}""");
        await host.RunUntilIdleAsync();

        Assert.Equal(["seen a", "odd"], host.Function("Worker").ShouldHaveBeenInvoked(1)[0].Log);
    }

    [Theory]
    [InlineData("BoundHandlers", "Missing", "has no method Missing")]
    [InlineData("MissingType", "Handle", "has no type")]
    [InlineData("BoundHandlers", "Overloaded", "2 methods Overloaded")]
    [InlineData("BoundHandlers", "TooMany", "is not a valid handler")]
    [InlineData("BoundHandlers", "Generic", "is not a valid handler")]
    [InlineData("NoSerializer", "Handle", "neither [assembly: LambdaSerializer] nor [assembly: DestinationSerializer]")]
    public void A_handler_that_Lambda_could_not_call_is_refused_with_its_line(string type, string method, string reason)
    {
        LambdaTemplateException refused = Assert.Throws<LambdaTemplateException>(() => Host(type, method).Build());

        TemplateNote note = Assert.Single(refused.Notes);
        Assert.Contains(reason, note.Message, StringComparison.Ordinal);
        Assert.Equal(("Worker", 9), (note.LogicalId, note.Line));
    }

    [Fact]
    public async Task A_class_with_dependencies_is_made_as_the_test_says_once_for_each_function()
    {
        int made = 0;
        await using LambdaTestHost host = Host("NeedsAService", "Handle")
            .CreateHandlersWith(type =>
            {
                made++;
                return Activator.CreateInstance(type, new Answer("from a service"));
            })
            .Build();

        await host.InvokeAsync("Worker", "{}");
        await host.InvokeAsync("Worker", "{}");
        await host.RunUntilIdleAsync();

        Assert.All(host.Queue("Done").ShouldHaveReceived(2), each => Assert.Contains("FROM A SERVICE", each.Body, StringComparison.Ordinal));
        Assert.Equal(1, made);
    }

    [Fact]
    public async Task Without_a_way_to_make_it_such_a_class_fails_its_invocations()
    {
        await using LambdaTestHost host = Host("NeedsAService", "Handle").Build();

        await host.InvokeAsync("Worker", "{}");
        await host.RunUntilIdleAsync();

        Assert.Contains("CreateHandlersWith", host.Queue("Failed").ShouldHaveReceivedOne().Body, StringComparison.Ordinal);
    }

    private static LambdaTestHostBuilder Host(string type, string method) => new LambdaTestHostBuilder().UseHandlers(typeof(BoundHandlers).Assembly).UseTemplateText($"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Done: {"{"}Type: AWS::SQS::Queue{"}"}
          Failed: {"{"}Type: AWS::SQS::Queue{"}"}
          Worker:
            Type: AWS::Serverless::Function
            Properties:
              Timeout: 20
              Handler: {typeof(BoundHandlers).Assembly.GetName().Name}::{typeof(BoundHandlers).Namespace}.{type}::{method}
              MemorySize: 256
              EventInvokeConfig:
                MaximumRetryAttempts: 0
                DestinationConfig:
                  OnSuccess: {"{"}Type: SQS, Destination: !GetAtt Done.Arn{"}"}
                  OnFailure: {"{"}Type: SQS, Destination: !GetAtt Failed.Arn{"}"}
        """);
}
