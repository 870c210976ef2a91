using System;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace LambdaDestinations.Testing.Tests;

/// <summary>Errors as the .NET runtime reports them.</summary>
public sealed class ErrorTests
{
    [Fact]
    public async Task The_type_is_the_short_name_and_a_generic_one_keeps_its_arity()
    {
        JsonElement error = await ErrorOfAsync((_, _) => throw new BadItemException<int>("bad"));

        Assert.Equal("BadItemException`1", error.GetProperty("errorType").GetString());
        Assert.Equal("bad", error.GetProperty("errorMessage").GetString());
        Assert.StartsWith("at LambdaDestinations.Testing.Tests.ErrorTests", error.GetProperty("stackTrace")[0].GetString(), StringComparison.Ordinal);
        Assert.False(error.TryGetProperty("cause", out _));
    }

    [Fact]
    public async Task An_error_that_was_never_thrown_has_no_stack_trace()
    {
        JsonElement error = await ErrorOfAsync((_, _) => Task.FromException<Stream>(new InvalidOperationException("outer", new FormatException("inner"))));

        JsonElement cause = error.GetProperty("cause");
        Assert.Equal("FormatException", cause.GetProperty("errorType").GetString());
        Assert.False(cause.TryGetProperty("stackTrace", out _));
    }

    [Fact]
    public async Task A_cancelled_handler_is_an_error_like_any_other()
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        Assert.Equal("OperationCanceledException", (await ErrorOfAsync((_, _) => throw new OperationCanceledException("enough", cancelled.Token))).GetProperty("errorType").GetString());
        Assert.Equal("TaskCanceledException", (await ErrorOfAsync((_, _) => Task.FromCanceled<Stream>(cancelled.Token))).GetProperty("errorType").GetString());
        Assert.Equal("TaskCanceledException", (await ErrorOfAsync(async (_, _) =>
        {
            await Task.Delay(1000, cancelled.Token);
            return Stream.Null;
        })).GetProperty("errorType").GetString());
    }

    [Fact]
    public async Task An_error_over_256_KB_is_replaced()
    {
        JsonElement error = await ErrorOfAsync((_, _) => throw new InvalidOperationException(new string('x', 300_000)));

        Assert.Equal("""{"errorMessage":"Exception exceeded maximum payload size of 256KB."}""", error.GetRawText());
    }

    [Fact]
    public async Task A_cause_over_256_KB_is_replaced_alone()
    {
        JsonElement error = await ErrorOfAsync((_, _) => throw new InvalidOperationException("outer", new FormatException(new string('x', 300_000))));

        Assert.Equal("outer", error.GetProperty("errorMessage").GetString());
        Assert.Equal("""{"errorMessage":"Exception exceeded maximum payload size of 256KB."}""", error.GetProperty("cause").GetRawText());
    }

    [Fact]
    public async Task Many_causes_stay_below_256_KB_together()
    {
        Exception[] causes = new Exception[10];
        Array.Fill(causes, new FormatException(new string('x', 60_000)));

        JsonElement error = await ErrorOfAsync((_, _) => throw new AggregateException("many", causes));

        Assert.InRange(Encoding.UTF8.GetByteCount(error.GetRawText()), 1, 256 * 1024);
    }

    [Fact]
    public async Task A_process_that_exits_is_reported_by_the_service()
    {
        string request = string.Empty;
        JsonElement error = await ErrorOfAsync((_, invocation) =>
        {
            request = invocation.RequestId;
            throw new LambdaProcessExitException(exitCode: 3);
        });

        Assert.Equal($$"""{"errorType":"Runtime.ExitError","errorMessage":"RequestId: {{request}} Error: Runtime exited with error: exit status 3"}""", error.GetRawText());
    }

    [Fact]
    public async Task A_response_over_6_MB_is_an_error()
    {
        JsonElement error = await ErrorOfAsync((_, _) => Task.FromResult<Stream>(new MemoryStream(new byte[6_291_557])));

        Assert.Equal("Function.ResponseSizeTooLarge", error.GetProperty("errorType").GetString());
    }

    private static async Task<JsonElement> ErrorOfAsync(Func<Stream, ILambdaInvocation, Task<Stream>> handler)
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", handler, new() { MaximumRetryAttempts = 0, OnFailure = host.Queue("failed") });
        await host.InvokeAsync("worker", "{}");
        await host.RunUntilIdleAsync();
        return host.Queue("failed").ShouldHaveReceivedOne().ResponsePayload;
    }

    private sealed class BadItemException<T>(string message) : Exception(message)
    {
        public Type Item => typeof(T);
    }
}
