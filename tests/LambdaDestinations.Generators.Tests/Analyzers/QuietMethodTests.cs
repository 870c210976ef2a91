using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using LambdaDestinations.Generators.Analyzers;
using LambdaDestinations.Generators.Tests.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Generators.Tests.Analyzers;

/// <summary>A method of which there was nothing to say is not looked at again: until something changes that it depends on.</summary>
public sealed class QuietMethodTests
{
    private const string Handler = """
        using System.Threading.Tasks;
        using LambdaDestinations;
        namespace App;
        public sealed class Orders
        {
            [OnFailureDestination(DestinationType.Sqs, "@Failures")]
            public async Task Run(string order) { Work.Do(); await Task.Yield(); }
        }
        """;

    private const string Work = "namespace App; public static class Work { public static void Do() { } }";

    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Failures: {Type: AWS::SQS::Queue}
          Run: {Type: AWS::Serverless::Function, Properties: {Handler: "App::App.Orders::Run", Runtime: dotnet10}}
        """;

    /// <summary>Each step edits one file of the compilation of before; the same files, read anew, must be told the same.</summary>
    [Fact]
    public async Task After_every_edit_the_findings_are_those_of_a_first_look()
    {
        (int File, string Text)[] edits =
        [
            (0, Handler),
            (1, Work.Replace("void Do() { }", "System.Threading.Tasks.Task Do() => System.Threading.Tasks.Task.CompletedTask;", System.StringComparison.Ordinal)),
            (1, Work),
            (0, Handler.Replace("await Task.Yield();", "Task.Run(() => 1); await Task.Yield();", System.StringComparison.Ordinal)),
            (0, Handler.Replace("await Task.Yield();", "await Task.Delay(1);", System.StringComparison.Ordinal)),
            (0, Handler.Replace("@Failures", "@Failure", System.StringComparison.Ordinal)),
            (0, Handler),
            (0, Handler.Replace("Work.Do();", "#if true\nTask.Run(() => 1);\n#endif\n", System.StringComparison.Ordinal)),
        ];
        CSharpCompilation compilation = GeneratorHarness.Compile(Handler, Work, "namespace App; public static class Unchanged { }");
        List<string> seen = [];
        foreach ((int file, string text) in edits)
        {
            SyntaxTree before = compilation.SyntaxTrees[file];
            compilation = compilation.ReplaceSyntaxTree(before, CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)before.Options, before.FilePath));
            seen.Add(await CompareAsync(compilation, Template));
            Assert.Equal(seen[^1], await CompareAsync(compilation, Template));
        }

        Assert.Equal(["", "LD5023", "", "LD5023", "", "LD1004", "", "LD5023"], seen);
    }

    [Fact]
    public async Task An_edit_of_the_template_is_seen()
    {
        CSharpCompilation compilation = GeneratorHarness.Compile(Handler, Work);
        Assert.Equal("", await CompareAsync(compilation, Template));
        Assert.NotEqual("", await CompareAsync(compilation, Template.Replace("Failures:", "Others:", System.StringComparison.Ordinal)));
        Assert.Equal("", await CompareAsync(compilation, Template));
    }

    /// <summary>What a consumer reads, and what either serializes, follows from declarations of any file.</summary>
    [Fact]
    public async Task An_edit_of_a_payload_is_seen_at_the_methods_that_take_it()
    {
        const string Code = """
            using LambdaDestinations;
            namespace App;
            public sealed class Orders
            {
                [OnFailureDestination(DestinationType.Sqs)] public void Run(Order order) { }
                [DestinationConsumer(typeof(Orders), nameof(Run))] public void Take(FailureRecord<View> record) { _ = 1; }
            }
            public sealed record View(string Id);
            [DestinationSerializer(typeof(Context))] public sealed class Others { [OnFailureDestination(DestinationType.Sqs)] public void Walk(Order order) { } }
            """;
        const string Context = "namespace App; [System.Text.Json.Serialization.JsonSerializable(typeof(ROOT))] public abstract class Context : System.Text.Json.Serialization.JsonSerializerContext { protected Context() : base(null) { } }";
        (int File, string Text)[] edits =
        [
            (1, "namespace App; public sealed record Order(string Id);"),
            (0, Code.Replace("_ = 1", "_ = 2", System.StringComparison.Ordinal)),
            (1, "namespace App; public sealed record Order(int Id);"),
            (1, "namespace App; public sealed record Order(string Id, System.Action Done);"),
            (1, "namespace App; public sealed record Order(string Id, int More);"),
            (2, Context.Replace("ROOT", "int", System.StringComparison.Ordinal)),
            (2, Context.Replace("ROOT", "Order[]", System.StringComparison.Ordinal)),
        ];
        CSharpCompilation compilation = GeneratorHarness.Compile(Code, "", Context.Replace("ROOT", "Order", System.StringComparison.Ordinal), "namespace App; public static class Unchanged { }");
        List<string> seen = [];
        foreach ((int file, string text) in edits)
        {
            SyntaxTree before = compilation.SyntaxTrees[file];
            compilation = compilation.ReplaceSyntaxTree(before, CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)before.Options, before.FilePath));
            seen.Add(await CompareAsync(compilation, Template));
            Assert.Equal(seen[^1], await CompareAsync(compilation, Template));
        }

        const string Always = "LD1012 LD1061 LD5011";
        Assert.Equal(
            [
                $"{Always} LD1064", $"{Always} LD1064", $"{Always} LD5001 LD1064", $"{Always} LD5080 LD5080 LD1064",
                $"{Always} LD1064", $"{Always} LD5010 LD1064", $"{Always} LD1064",
            ],
            seen);
    }

    private static async Task<string> CompareAsync(CSharpCompilation compilation, string template)
    {
        CSharpCompilation anew = compilation.RemoveAllSyntaxTrees()
            .AddSyntaxTrees(compilation.SyntaxTrees.Select(static x => CSharpSyntaxTree.ParseText(x.ToString(), (CSharpParseOptions)x.Options, x.FilePath)));
        string first = await FindAsync(anew, template);
        Assert.Equal(first, await FindAsync(compilation, template));
        return first;
    }

    private static async Task<string> FindAsync(Compilation compilation, string template)
    {
        List<string> found = [];
        foreach (DiagnosticAnalyzer analyzer in new DiagnosticAnalyzer[] { new DestinationAnalyzer(), new ConsumerAnalyzer(), new HandlerBodyAnalyzer(), new PayloadAnalyzer() })
        {
            IEnumerable<Diagnostic> diagnostics = await AnalyzerHarness.AnalyzeAsync(analyzer, compilation, SourceText.From(template, Encoding.UTF8));
            found.AddRange(diagnostics.Where(static x => x.Location.IsInSource).Select(static x => x.Id));
        }

        return string.Join(' ', found);
    }
}
