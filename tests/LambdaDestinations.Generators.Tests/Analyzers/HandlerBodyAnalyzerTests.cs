using System.Threading.Tasks;
using LambdaDestinations.CodeFixes;
using LambdaDestinations.Generators.Analyzers;

namespace LambdaDestinations.Generators.Tests.Analyzers;

public sealed class HandlerBodyAnalyzerTests
{
    private const string Head = """
        #pragma warning disable CS4014
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;
        using LambdaDestinations;

        public static class Work
        {
            public static Task DoAsync() => Task.CompletedTask;
            public static ValueTask<int> GetAsync() => default;
            public static void Do() { }
            public static void LogInformation(string text) { }
            public static async void Forget() => await Task.Yield();
            [System.Diagnostics.CodeAnalysis.DoesNotReturn] public static void Fail(Exception e) => throw e;
        }

        """;

    [Theory]
    [InlineData("{|LD5023:Work.DoAsync()|}; await Work.DoAsync();")]
    [InlineData("_ = {|LD5023:Work.DoAsync()|}; await Work.DoAsync();")]
    [InlineData("{|LD5023:Work.GetAsync()|}; await Work.DoAsync();")]
    [InlineData("{|LD5023:Task.Run(() => Work.Do())|}; await Work.DoAsync();")]
    [InlineData("{|LD5023:Work.DoAsync().ConfigureAwait(false)|}; await Work.DoAsync();")]
    [InlineData("{|LD5023:Work.Forget()|}; await Work.DoAsync();")]
    [InlineData("new List<int>().ForEach({|LD5023:async|} x => await Work.DoAsync()); await Work.DoAsync();")]
    [InlineData("await Task.Run(() => { {|LD5023:Work.DoAsync()|}; });")]
    [InlineData("{|LD5023:new System.Threading.Thread(Work.Do).Start()|}; await Work.DoAsync();")]
    [InlineData("var t = new System.Threading.Thread(Work.Do) { IsBackground = true }; t.Name = x; {|LD5023:t.Start()|}; await Work.DoAsync();")]
    [InlineData("{|LD5023:System.Threading.ThreadPool.QueueUserWorkItem(_ => Work.Do())|}; await Work.DoAsync();")]
    [InlineData("_ = {|LD5023:System.Threading.ThreadPool.UnsafeQueueUserWorkItem(_ => Work.Do(), null)|}; await Work.DoAsync();")]
    [InlineData("System.Threading.ThreadPool.QueueUserWorkItem({|LD5023:async|} _ => await Work.DoAsync()); await Work.DoAsync();")]
    [InlineData("Task t = {|LD5023:Work.DoAsync()|}; await Work.DoAsync();")]
    [InlineData("Task t; t = {|LD5023:Work.DoAsync()|}; await Work.DoAsync();")]
    [InlineData("var t = {|LD5023:Work.GetAsync()|}; await Work.DoAsync();")]
    [InlineData("{|LD5023:Work.DoAsync().ContinueWith(t => Work.Do())|}; await Work.DoAsync();")]
    [InlineData("_ = {|LD5023:Task.Run(() => Work.Do()).ContinueWith(t => { }).ContinueWith(t => { })|}; await Work.DoAsync();")]
    [InlineData("Task t = Work.DoAsync(); {|LD5023:t.ContinueWith(x => { })|}; await Work.DoAsync();")]
    [InlineData("Task t = Work.DoAsync(); _ = {|LD5023:t.ContinueWith(x => { })|}; await Work.DoAsync();")]
    [InlineData("_ = x.Length > 1 ? {|LD5023:Work.DoAsync()|} : Task.CompletedTask; await Work.DoAsync();")]
    [InlineData("_ = x.Length > 1 ? {|LD5023:Work.DoAsync()|} : (x.Length > 2 ? Task.CompletedTask : {|LD5023:Work.DoAsync()|}); await Work.DoAsync();")]
    [InlineData("Task? c = null; _ = c ?? {|LD5023:Work.DoAsync()|}; await Work.DoAsync();")]
    [InlineData("_ = x switch { \"a\" => {|LD5023:Work.DoAsync()|}, _ => Task.CompletedTask }; await Work.DoAsync();")]
    [InlineData("Task t = x.Length > 1 ? {|LD5023:Work.DoAsync()|} : Task.CompletedTask; await Work.DoAsync();")]
    [InlineData("Task t = {|LD5023:Work.DoAsync()|}; t = Work.DoAsync(); await t;")]
    [InlineData("Task? t; t = {|LD5023:Work.DoAsync()|}; if (x == \"\") { Work.Do(); } t = null; await (t ?? Task.CompletedTask);")]
    [InlineData("foreach (char c in x) { Task t = {|LD5023:Work.DoAsync()|}; t = Work.DoAsync(); await t; }")]
    [InlineData("{|LD5023:new System.Threading.Thread(() => Work.DoAsync()).Start()|}; await Work.DoAsync();")]
    [InlineData("var t = new System.Threading.Thread(() => { Work.DoAsync(); }); {|LD5023:t.Start()|}; await Work.DoAsync();")]
    [InlineData("{|LD5023:System.Threading.ThreadPool.QueueUserWorkItem(_ => Work.DoAsync())|}; await Work.DoAsync();")]
    [InlineData("var t = new System.Threading.Thread({|LD5023:async|} () => await Work.DoAsync()); t.Start(); await Work.DoAsync();")]
    [InlineData("var t = new System.Threading.Thread(() => { {|LD5023:Work.DoAsync()|}; }); t.Start(); t.Join(); await Work.DoAsync();")]
    [InlineData("{|LD5023:await Task.Factory.StartNew(async () => await Work.DoAsync())|};")]
    [InlineData("_ = {|LD5023:await Task.Factory.StartNew(() => Work.DoAsync())|};")]
    [InlineData("var t = new System.Threading.Thread(Work.Do); t.Start(); t.Join(); await Work.DoAsync();")]
    [InlineData("var t = new System.Threading.Thread(Work.Do); List<System.Threading.Thread> all = new() { t }; t.Start(); await Work.DoAsync();")]
    [InlineData("using var done = new System.Threading.ManualResetEvent(false); System.Threading.ThreadPool.QueueUserWorkItem(_ => done.Set()); done.WaitOne(); await Work.DoAsync();")]
    [InlineData("var done = new TaskCompletionSource(); System.Threading.ThreadPool.QueueUserWorkItem(_ => done.SetResult()); await done.Task;")]
    [InlineData("Task t = Work.DoAsync(); await Task.WhenAll(t);")]
    [InlineData("Task t; t = Work.DoAsync(); await t;")]
    [InlineData("Task t = Work.DoAsync(); Func<Task> f = () => t; await f();")]
    [InlineData("var n = await Work.GetAsync(); Task done = Task.CompletedTask; await Work.DoAsync();")]
    [InlineData("Task a = Work.DoAsync(); await Task.WhenAny(a, Task.Delay(1));")]
    [InlineData("Task a = Work.DoAsync(); await Task.WhenAny(a, Task.Delay(1)).ConfigureAwait(false);")]
    [InlineData("await await Task.Factory.StartNew(async () => await Work.DoAsync());")]
    [InlineData("await Task.Factory.StartNew(async () => await Work.DoAsync()).Unwrap();")]
    [InlineData("await Work.DoAsync(); Work.Do();")]
    [InlineData("Task t = Work.DoAsync(); await t;")]
    [InlineData("await Task.WhenAll(new[] { 1 }.Select(async x => await Work.DoAsync()));")]
    [InlineData("Work.DoAsync().Wait(); await Work.DoAsync();")]
    [InlineData("Work.DoAsync().GetAwaiter().GetResult(); await Work.DoAsync();")]
    [InlineData("Task t = Work.DoAsync(); _ = t.ContinueWith(x => { }); await t;")]
    [InlineData("_ = await Work.GetAsync();")]
    [InlineData("await Work.DoAsync().ContinueWith(t => { });")]
    [InlineData("var done = new TaskCompletionSource(); _ = Work.DoAsync().ContinueWith(t => done.SetResult()); await done.Task;")]
    [InlineData("var done = new TaskCompletionSource(); Task t = Work.DoAsync(); t.ContinueWith(y => done.SetResult()); await done.Task;")]
    [InlineData("await (x.Length > 1 ? Work.DoAsync() : Task.CompletedTask);")]
    [InlineData("_ = x.Length > 1 ? await Work.GetAsync() : 1;")]
    [InlineData("Task t = Work.DoAsync(); if (x == \"\") { await t; } t = Work.DoAsync(); await t;")]
    [InlineData("Task t = Work.DoAsync(); t = Task.WhenAll(t, Work.DoAsync()); await t;")]
    [InlineData("Task t = Work.DoAsync(); Func<Task> f = () => t; await f(); t = Work.DoAsync(); await t;")]
    [InlineData("Task t = Task.CompletedTask; t = Work.DoAsync(); await t;")]
    [InlineData("Task t = x == \"\" ? Task.CompletedTask : Work.DoAsync(); await t; t = Work.DoAsync(); await t;")]
    [InlineData("Task t; if (x == \"\") { t = Work.DoAsync(); } else { t = Work.DoAsync(); } await t;")]
    [InlineData("List<Task> all = new(); all.Add(Work.DoAsync()); await Task.WhenAll(all);")]
    [InlineData("await Task.Run(async () => await Work.DoAsync());")]
    public Task Work_is_awaited(string body) => Verify<HandlerBodyAnalyzer>.AnalyzerAsync(
        $"{Head} public class H {{ [OnFailureDestination(DestinationType.Sqs, \"@Q\")] public async Task Run(string x) {{ {body} }} }}");

    [Theory]
    [InlineData("{|LD5023:Task<Task<int>>|} Run(string x) => Task.FromResult(Task.FromResult(1));")]
    [InlineData("async {|LD5023:Task<Task>|} Run(string x) { await Work.DoAsync(); return Work.DoAsync(); }")]
    [InlineData("{|LD5023:ValueTask<Task<int>>|} Run(string x) => default;")]
    [InlineData("Task<int> Run(string x) => Task.FromResult(1);")]
    [InlineData("Task<List<int>> Run(string x) => Task.FromResult(new List<int>());")]
    public Task The_result_is_not_a_task_itself(string method) => Verify<HandlerBodyAnalyzer>.AnalyzerAsync(
        $"{Head} public class H {{ [OnFailureDestination(DestinationType.Sqs, \"@Q\")] public {method} }}");

    [Theory]
    [InlineData("try { Work.Do(); } {|LD5022:catch|} (Exception e) { Work.LogInformation(e.Message); } return 0;")]
    [InlineData("try { Work.Do(); return 1; } {|LD5022:catch|} { return 0; }")]
    [InlineData("try { Work.Do(); return 1; } catch (InvalidOperationException) { throw; } {|LD5022:catch|} (Exception) { return 0; }")]
    [InlineData("Work.LogInformation(x); int n = 1; try { Work.Do(); } {|LD5022:catch|} (Exception) { } return n;")]
    [InlineData("foreach (char c in x) { try { Work.Do(); } {|LD5022:catch|} (Exception) { return -1; } } return 0;")]
    [InlineData("try { Work.Do(); return 1; } catch (Exception e) { Work.LogInformation(e.Message); throw; }")]
    [InlineData("try { Work.Do(); return 1; } catch (Exception e) { throw new InvalidOperationException(\"\", e); }")]
    [InlineData("try { Work.Do(); return 1; } catch (Exception e) { Work.Fail(e); return 0; }")]
    [InlineData("try { Work.Do(); return 1; } catch (Exception e) { System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e); return 0; }")]
    [InlineData("try { Work.Do(); return 1; } catch (Exception e) { if (x == e.Message) { throw; } return 0; }")]
    [InlineData("try { Work.Do(); return 1; } catch (InvalidOperationException) { return 0; }")]
    [InlineData("try { Work.Do(); return 1; } catch (Exception e) when (e is InvalidOperationException) { return 0; }")]
    [InlineData("try { Work.Do(); return 1; } finally { Work.Do(); }")]
    [InlineData("Work.Do(); try { Work.LogInformation(x); } catch (Exception) { } return 0;")]
    [InlineData("try { Work.LogInformation(x); } catch (Exception) { } Work.Do(); return 0;")]
    [InlineData("Exception? last = null; try { Work.Do(); } catch (Exception e) { last = e; } if (last != null) { throw last; } return 0;")]
    [InlineData("Func<int> f = () => { try { return 1; } catch (Exception) { return 0; } }; return f();")]
    public Task An_exception_is_not_swallowed(string body) => Verify<HandlerBodyAnalyzer>.AnalyzerAsync(
        $"{Head} public class H {{ [OnFailureDestination(DestinationType.Sqs, \"@Q\")] public int Run(string x) {{ {body} }} }}");

    /// <summary>A record of success is no reason to throw, and other methods are none of our business.</summary>
    [Fact]
    public Task Only_handlers_with_a_failure_destination_are_checked() => Verify<HandlerBodyAnalyzer>.AnalyzerAsync(
        Head + """
        public class H
        {
            [OnSuccessDestination(DestinationType.Sqs, "@Q")] public async Task A(string x) { Work.DoAsync(); try { await Work.DoAsync(); } catch { } }
            public async Task B(string x) { Work.DoAsync(); try { await Work.DoAsync(); } catch { } }
        }
        """);

    [Fact]
    public Task The_fix_awaits() => Verify<HandlerBodyAnalyzer, AwaitFix>.FixAsync(
        Head + """
        public class H
        {
            [OnFailureDestination(DestinationType.Sqs, "@Q")]
            public async Task Run(string x)
            {
                // First.
                {|LD5023:Work.DoAsync()|};
                _ = {|LD5023:Work.GetAsync()|};
                await Work.DoAsync();
            }
        }
        """,
        Head + """
        public class H
        {
            [OnFailureDestination(DestinationType.Sqs, "@Q")]
            public async Task Run(string x)
            {
                // First.
                await Work.DoAsync();
                await Work.GetAsync();
                await Work.DoAsync();
            }
        }
        """,
        2);

    [Fact]
    public Task The_fix_of_an_async_void_handler_returns_a_task() => Verify<DestinationAnalyzer, AsyncVoidFix>.FixAsync(
        Head + """
        public class H
        {
            [OnFailureDestination(DestinationType.Sqs, "@Q")] public async void {|LD1054:A|}(string x) => await Work.DoAsync();
            [OnFailureDestination(DestinationType.Sqs, "@Q")] public async void {|LD1054:B|}(string x) { await Work.DoAsync(); }
        }
        """,
        Head + """
        public class H
        {
            [OnFailureDestination(DestinationType.Sqs, "@Q")] public async Task A(string x) => await Work.DoAsync();
            [OnFailureDestination(DestinationType.Sqs, "@Q")] public async Task B(string x) { await Work.DoAsync(); }
        }
        """,
        2);
}
