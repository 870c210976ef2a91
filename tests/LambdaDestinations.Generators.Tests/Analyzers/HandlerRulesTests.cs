using System.Threading.Tasks;
using LambdaDestinations.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace LambdaDestinations.Generators.Tests.Analyzers;

/// <summary>LD1050 to LD1059: what cannot be a handler, and what can.</summary>
public sealed class HandlerRulesTests
{
    private const string Head = """
        #nullable enable
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Threading.Tasks;
        using Amazon.Lambda.Annotations;
        using Amazon.Lambda.Core;
        using LambdaDestinations;

        public class Order { }
        public ref struct Span { }
        public class Target { public void Handle(Order order) { } }

        """;

    private const string Failure = "[OnFailureDestination(DestinationType.Sqs, \"@Q\")]";

    [Theory]
    [InlineData("public class H { " + Failure + " public void {|LD1050:Run|}<T>(T x) { } }")]
    [InlineData("public class H<T> { " + Failure + " public void {|LD1050:Run|}(T x) { } }")]
    [InlineData("public class H<T> { public class N { " + Failure + " public void {|LD1050:Run|}(Order x) { } } }")]
    [InlineData("public class H { " + Failure + " private void {|LD1051:Run|}(Own x) { } private class Own { } }")]
    [InlineData("public class H { " + Failure + " private List<Own>? {|LD1051:Run|}(Order x) => null; private class Own { } }")]
    [InlineData("public class H { " + Failure + " private Own[]? {|LD1051:Run|}(Order x) => null; protected class Own { } }")]
    [InlineData("public class H { " + Failure + " public void Run(params string[] {|LD1053:x|}) { } }")]
    [InlineData("public class H { " + Failure + " public void Run(Order x, params string[] {|LD1053:y|}) { } }")]
    [InlineData("public class H { " + Failure + " public void {|LD1053:Run|}(__arglist) { } }")]
    [InlineData("public class H { " + Failure + " public void {|LD1053:Run|}(Order x, __arglist) { } }")]
    [InlineData("file class H { " + Failure + " public void {|LD1055:Run|}(Order x) { } }")]
    [InlineData("file class H { public class N { " + Failure + " public void {|LD1055:Run|}(Order x) { } } }")]
    [InlineData("public class H { public Order? O { " + Failure + " {|LD1055:get|} => null; } }")]
    [InlineData("public class H { public event Action E { " + Failure + " {|LD1055:add|} { } remove { } } }")]
    [InlineData("public class H { " + Failure + " ~{|LD1055:H|}() { } }")]
    [InlineData("public class H { " + Failure + " public static H operator {|LD1055:!|}(H x) => x; }")]
    [InlineData("public class H { " + Failure + " public static implicit operator {|LD1055:Order|}(H x) => new(); }")]
    [InlineData("public class H { " + Failure + " public void {|LD1052:Run|}(Order x) { } public void Run(string x) { } }")]
    [InlineData("public class H { " + Failure + " public void Run(Order x, string {|LD1053:y|}) { } }")]
    [InlineData("public class H { " + Failure + " public void {|LD1053:Run|}(Order x, ILambdaContext y, int z) { } }")]
    [InlineData("public class H { " + Failure + " public void {|LD1053:Run|}(ref Order x) { } }")]
    [InlineData("public class H { " + Failure + " public void {|LD1053:Run|}(Span x) { } }")]
    [InlineData("public class H { [LambdaFunction] " + Failure + " public void {|LD1053:Run|}(in Order x) { } }")]
    [InlineData("public class H { " + Failure + " public async void {|LD1054:Run|}(Order x) => await Task.Yield(); }")]
    [InlineData("public partial class H { " + Failure + " public partial void {|LD1054:Run|}(Order x); public async partial void Run(Order x) => await Task.Yield(); }")]
    [InlineData("public abstract class H { " + Failure + " public abstract void {|LD1055:Run|}(Order x); }")]
    [InlineData("public interface H { " + Failure + " void {|LD1055:Run|}(Order x); }")]
    [InlineData("public interface I { void Run(Order x); } public class H : I { " + Failure + " void I.{|LD1055:Run|}(Order x) { } }")]
    [InlineData("public class H { " + Failure + " public IAsyncEnumerable<int> {|LD1056:Run|}(Order x) => null!; }")]
    [InlineData("public class H { " + Failure + " public Span {|LD1056:Run|}(Order x) => default; }")]
    [InlineData("public class H { private Order _o = new(); " + Failure + " public ref Order {|LD1056:Run|}(Order x) => ref _o; }")]
    [InlineData("public class H { [OnFailureDestination<Target>({|LD1057:\"Handel\"|})] public void Run(Order x) { } }")]
    [InlineData("public class H { [{|LD1058:AsyncInvocation(MaximumRetryAttempts = 0)|}] public void Run(Order x) { } }")]
    public Task What_cannot_be_a_handler_is_found(string code) => Verify<DestinationAnalyzer>.AnalyzerAsync(Head + code);

    [Theory]
    [InlineData("public class H { " + Failure + " public void Run(Order x) { } }")]
    [InlineData("public class H { " + Failure + " public static Task<Order?> Run(Order? x, ILambdaContext c) => Task.FromResult(x); }")]
    [InlineData("public class H { " + Failure + " public async ValueTask Run() => await Task.Yield(); }")]
    [InlineData("public class H { " + Failure + " internal Stream Run(Stream x, ILambdaContext c) => x; }")]
    [InlineData("internal struct H { " + Failure + " public int Run(List<Order?[]> x) => 0; }")]
    [InlineData("public class H { " + Failure + " public void Run(Order x) { } public void Walk(Order x) { } }")]
    [InlineData("public class B { public void Run(string x) { } } public class H : B { " + Failure + " public void Run(Order x) { } }")]
    [InlineData("public class H { [LambdaFunction] " + Failure + " public void Run(Order x, [FromServices] Target t, string z) { } public void Run() { } }")]
    [InlineData("public partial class H { " + Failure + " public partial void Run(Order x); } public partial class H { public partial void Run(Order x) { } }")]
    [InlineData("public abstract class B { public abstract void Run(Order x); } public class H : B { " + Failure + " public override void Run(Order x) { } }")]
    [InlineData("public class H { [OnFailureDestination<Target>(nameof(Target.Handle))] public void Run(Order x) { } }")]
    [InlineData("public class H { " + Failure + " [AsyncInvocation(MaximumRetryAttempts = 0)] public void Run(Order x) { } }")]
    [InlineData("public class H { public void Run<T>(ref T x) { } }")]
    [InlineData("public class H { " + Failure + " public void Run(string[] x) { } }")]
    [InlineData("public class H { [LambdaFunction] " + Failure + " public void Run(params string[] x) { } }")]
    public Task What_can_be_a_handler_is_silent(string code) => Verify<DestinationAnalyzer>.AnalyzerAsync(Head + code);

    [Theory]
    [InlineData("void Run(ref Order x)", "passed by reference")]
    [InlineData("void Run(in Order x)", "passed by reference")]
    [InlineData("void Run(out Order x)", "passed by reference")]
    [InlineData("Task Run(ref readonly Order x)", "passed by reference")]
    [InlineData("unsafe void Run(int* x)", "parameter 'x' is a pointer")]
    [InlineData("unsafe void Run(int*[] x)", "parameter 'x' holds pointers")]
    [InlineData("unsafe void Run(System.Collections.Generic.List<delegate*<int, void>[]> x)", "parameter 'x' holds pointers")]
    [InlineData("unsafe Task Run(delegate*<void> x)", "parameter 'x' is a pointer")]
    [InlineData("void Run(Span x)", "parameter 'x' is Span, a ref struct")]
    [InlineData("void Run(params int[] x)", "'H.Run(params int[])' is not a valid Lambda handler: parameter 'x' is a params array")]
    [InlineData("void Run(params int[][,] x)", "'H.Run(params int[][,])' is not a valid Lambda handler")]
    [InlineData("ref Order Run(Order x)", "returns by reference")]
    [InlineData("ref readonly Order Run(Order x)", "returns by reference")]
    [InlineData("unsafe int* Run(Order x)", "returns int*, a pointer")]
    [InlineData("unsafe System.Threading.Tasks.Task<int*[]> Run(Order x)", "holds pointers")]
    [InlineData("unsafe delegate*<void> Run(Order x)", "a pointer")]
    [InlineData("Span Run(Order x)", "returns Span, a ref struct")]
    [InlineData("IAsyncEnumerable<int> Run(Order x)", "which Lambda does not enumerate")]
    [InlineData("Task<IAsyncEnumerable<int>> Run(Order x)", "which Lambda does not enumerate")]
    public async Task The_message_says_the_reason(string method, string reason)
    {
        Diagnostic found = Assert.Single(await AnalyzerHarness.AnalyzeAsync($"{Head}public class H {{ {Failure} public {method} => throw new Exception(); }}"));

        Assert.Contains(reason, found.GetMessage(System.Globalization.CultureInfo.InvariantCulture), System.StringComparison.Ordinal);
    }

    /// <summary>An executable passes a delegate to its bootstrap, which no overload can confuse, and for which no name is looked up.</summary>
    [Theory]
    [InlineData("public static class H { " + Failure + " public static void Run(Order x) { } public static void Run(string x) { } public static void Main() { } }")]
    [InlineData("public static class H { " + Failure + " public static void Run(params string[] x) { } public static void Main() { } }")]
    [InlineData("file static class H { " + Failure + " public static void Run(Order x) { } public static void Main() { } }")]
    [InlineData("file class Own { } file static class H { " + Failure + " public static void {|LD1051:Run|}(Own x) { } public static void Main() { } }")]
    public Task An_executable_passes_a_delegate(string code)
    {
        CSharpAnalyzerTest<DestinationAnalyzer, DefaultVerifier> test = new() { TestCode = Head + code };
        Verify<DestinationAnalyzer>.Prepare(test, test.TestState, []);
        test.TestState.OutputKind = OutputKind.ConsoleApplication;
        return test.RunAsync();
    }

    [Fact]
    public Task An_attribute_that_nothing_reads_is_found() => Verify<LocalFunctionAnalyzer>.AnalyzerAsync(Head + """
        public class H
        {
            public void M()
            {
                [{|LD1059:OnFailureDestination(DestinationType.Sqs, "@Q")|}] void Local(Order x) { }
                Action<Order> a = [{|LD1059:DestinationConsumer(typeof(H), "M")|}, Obsolete] (Order x) => { };
                [Obsolete] void Other() { }
            }

            [OnFailureDestination(DestinationType.Sqs, "@Q")] public void Run(Order x) { }
        }
        """);
}
