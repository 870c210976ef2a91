using System;
using System.Linq;
using System.Threading.Tasks;
using LambdaDestinations.Generators.Tests.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LambdaDestinations.Generators.Tests.CodeFixes;

/// <summary>Handlers as nobody writes them: generated code compiles without a warning, and every analyzer says what it must, once, and nothing else.</summary>
public sealed class OddHandlerTests
{
    private const string Usings = """
        #pragma warning disable CS0618, CS0612, CS4014, CS1998, CS8981, CS3016, CS8618, CS9113, EXP1
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using System.Threading;
        using System.Threading.Tasks;
        using LambdaDestinations;

        """;

    private const string Failure = "[OnFailureDestination(DestinationType.Sqs)] ";
    private const string Both = "[OnSuccessDestination(DestinationType.Sqs), OnFailureDestination(DestinationType.Sqs)] ";

    [Theory]
    [InlineData("public class H { " + Both + "public async Task<(int A, string? B)[]> Run(Dictionary<string, int[]>? x) => []; }", "LD5081")]
    [InlineData("public class H { " + Failure + "public Task Run(int[][,] x) => Task.CompletedTask; }", "LD5080")]
    [InlineData("public class H { " + Failure + "public Task Run(dynamic x) => Task.CompletedTask; }", "")]
    [InlineData("public class H { " + Failure + "public Task Run(object? _) => Task.CompletedTask; }", "")]
    [InlineData("public class H { " + Failure + "public Task Run(string @event) => Task.CompletedTask; }", "")]
    [InlineData("public class @record { public class @file { " + Both + "public @file? @await(@record @params) => null; } }", "")]
    [InlineData("public class Outer { public partial class Mid { internal struct H { " + Failure + "public void Run(H? x) { } } } }", "")]
    [InlineData("public record struct H(int Id) { " + Both + "public H Run(H x) => x; }", "")]
    [InlineData("public abstract class B { " + Failure + "public virtual void Run(string x) { } } public class H : B { public override void Run(string x) => base.Run(x); }", "LD1062")]
    [InlineData("public class H { " + Failure + "public static void Run() { } private void Run(int x) { } }", "LD1052")]
    [InlineData("public class H { public int this[int i] { " + Failure + "get => i; } }", "LD1055")]
    [InlineData("public class H { " + Failure + "~H() { } }", "LD1055")]
    [InlineData("file class H { " + Failure + "public void Run(string x) { } }", "LD1055")]
    [InlineData("public class H { " + Failure + "public void Run(params ReadOnlyMemory<byte>[] x) { } }", "LD1053")]
    [InlineData("public class H { " + Failure + "public Task<Task<int>> Run(string x) => Task.FromResult(Task.FromResult(1)); }", "LD5023")]
    [InlineData("public class H { " + Failure + "public async Task Run(string x) { var a = Task.Delay(1); a.ContinueWith(static _ => { }, TaskScheduler.Default); } }", "LD5023")]
    [InlineData("public class H { " + Failure + "public async Task Run(string x) { var t = new Thread(() => Task.Delay(1)); t.Start(); } }", "LD5023")]
    [InlineData("public class H { " + Failure + "public async Task Run(string x) { await using var a = new MemoryStream(); _ = x == \"\" ? a.FlushAsync() : null; } }", "LD5023")]
    [InlineData("public class H { " + Failure + "public async Task Run(string x) { Task t = Task.Delay(1); try { t = Task.Delay(2); } finally { await t; } } }", "")]
    [InlineData("public class H { " + Failure + "public async Task Run(string x) { Task t; lock (this) { t = Task.Delay(1); t = Task.Delay(2); } await t; } }", "LD5023")]
    [InlineData("[Obsolete(\"no\", true)] public class O { } [Obsolete] public class H { " + Both + "public O? Run(List<O?> x) => null; }", "")]
    [InlineData("[System.Diagnostics.CodeAnalysis.Experimental(\"EXP1\")] public class O { public class I { } } public class H { " + Both + "public O.I? Run(O.I[] x) => null; }", "")]
    [InlineData("public class H { " + Failure + "public void Run(string x) { } [DestinationConsumer(typeof(H[]), \"Run\")] public void Take(FailureRecord<string> x) { } }", "LD5002")]
    [InlineData("public class H { " + Failure + "public void Run(string x) { } [DestinationConsumer(null!, null!)] public void Take(FailureRecord<string> x) { } }", "LD5002")]
    [InlineData("public class H { " + Failure + "public void Run(string x) { } public bool A(DestinationError e) => e.ErrorType!.Contains(typeof(TimeoutException).ToString()); }", "LD5020")]
    [InlineData("public class Own(JsonSerializerOptions? o) : JsonSerializerContext(o) { protected override JsonSerializerOptions? GeneratedSerializerOptions => null; public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null; } [DestinationSerializer(typeof(Own))] public class H { " + Both + "public void Run(string x) { } }", "LD5060")]
    public async Task An_odd_handler_is_read(string code, string expected)
    {
        CSharpCompilation compilation = GeneratorHarness.Compile(Usings + code);
        CSharpGeneratorDriver.Create(new DestinationGenerator()).WithUpdatedParseOptions(GeneratorHarness.ParseOptions).RunGeneratorsAndUpdateCompilation(compilation, out Compilation outcome, out _);

        Assert.Equal("", string.Join('\n', outcome.GetDiagnostics().Where(static x => x.Severity >= DiagnosticSeverity.Warning)));
        Assert.Equal(expected, string.Join(' ', (await FixHarness.FindAsync([Usings + code])).Select(static x => x.Id).Where(static x => x is not "LD5011").Order(StringComparer.Ordinal)));
    }
}
