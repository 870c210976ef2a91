using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using LambdaDestinations.Generators.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LambdaDestinations.Generators.Tests.Generator;

/// <summary>What an edit re-runs, in both directions: nothing for an unrelated one, what it concerns for a real one.</summary>
public sealed class CachingTests
{
    private const string Handlers = """
        using System.Threading.Tasks;
        using LambdaDestinations;

        namespace App
        {
            public record Order(string Id);
            public record Receipt(string Id);

            public class Handlers
            {
                [OnSuccessDestination(DestinationType.Sqs, "@SuccessQueue")]
                [OnFailureDestination(DestinationType.Sqs)]
                public Task<Receipt> Run(Order order) => Task.FromResult(new Receipt(order.Id));

                [OnFailureDestination(DestinationType.Sqs)]
                public void Other(Order order) { }

                public int Unrelated() { return 1; }
            }

            public class Consumers
            {
                [DestinationConsumer(typeof(Handlers), nameof(Handlers.Run))]
                public void Take(SuccessRecord<Order, Receipt> record) { }
            }
        }
        """;

    private const string Elsewhere = "namespace App { public class Elsewhere { public int X() { return 1; } } }";

    public static TheoryData<string, string, string> Unrelated { get; } = new()
    {
        { "another file", "return 1;", "return 2;" },
        { "a body of the same file", "{ return 1; }", "{ System.Action x = () => { }; x(); return 2; }" },
        { "a handler's own body", "new Receipt(order.Id)", "new Receipt(order.Id + 1)" },
        { "a comment", "public record Order", "/* an order */ public record Order" },
        { "white space", "public record Order", "\n\n    public   record Order" },
    };

    public static TheoryData<string, string, int> Related { get; } = new()
    {
        // The text, what it becomes, and how many of the files change.
        { "Other(Order order)", "Other(string order)", 2 },
        { "[OnFailureDestination(DestinationType.Sqs)]\n        public void Other", "public void Other", 2 },
        { "@SuccessQueue", "@OtherQueue", 1 },
        { "Take(SuccessRecord<Order, Receipt> record)", "Take(SuccessRecord<Order, DestinationVoid> record)", 1 },
        { "public record Order", "internal record Order", 1 },
        { "public void Other(Order", "#nullable disable\n        public void Other(System.Collections.Generic.List<string", 2 },
    };

    [Theory]
    [MemberData(nameof(Unrelated))]
    public void An_unrelated_edit_re_emits_nothing(string what, string before, string after)
    {
        Assert.NotEmpty(what);
        bool elsewhere = what == "another file";
        Run run = Edit(elsewhere ? 1 : 0, before, after);
        Assert.All(run.Reasons, static x => Assert.True(x is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, x.ToString()));
        Assert.Equal(8, run.Reasons.Count(static x => x == IncrementalStepRunReason.Cached));
        Assert.Equal(run.Before, run.After);
    }

    /// <summary>Not one symbol is read again: the reading is cached, not just found to be the same.</summary>
    [Fact]
    public void An_edit_of_a_body_reads_no_handler()
    {
        Run run = Edit(0, "new Receipt(order.Id)", "new Receipt(order.Id + 1)");
        Assert.Equal([IncrementalStepRunReason.Unchanged], run.ReasonsOf(DestinationGenerator.DeclarationsStep));
        Assert.Equal([IncrementalStepRunReason.Cached], run.ReasonsOf(DestinationGenerator.ReadingStep));
    }

    [Theory]
    [MemberData(nameof(Related))]
    public void A_real_edit_re_emits_what_it_concerns(string before, string after, int changedFiles)
    {
        Run run = Edit(0, before, after);
        Assert.Equal([IncrementalStepRunReason.Modified], run.ReasonsOf(DestinationGenerator.ReadingStep));
        Assert.Equal(changedFiles, run.Before.Except(run.After).Count());
    }

    /// <summary>A constant in another file, an alias and a type's accessibility are declarations too.</summary>
    [Theory]
    [InlineData("public const string Queue = \"@A\";", "public const string Queue = \"@B\";")]
    [InlineData("global using Failed = LambdaDestinations.OnFailureDestinationAttribute;", "global using Failed = System.ObsoleteAttribute;")]
    [InlineData("public record Order(string Id);", "internal record Order(string Id);")]
    public void An_edit_elsewhere_that_concerns_a_handler_re_emits_it(string before, string after)
    {
        const string Code = """
            global using Failed = LambdaDestinations.OnFailureDestinationAttribute;
            namespace App
            {
                public static class Names { public const string Queue = "@A"; }
                public record Order(string Id);
            }
            """;
        CSharpCompilation compilation = GeneratorHarness.Compile(Code, "using LambdaDestinations; public class H { [Failed(DestinationType.Sqs, App.Names.Queue)] internal void Run(App.Order x) { } }");
        Run run = Edit(compilation, 0, before, after);
        Assert.Equal(2, run.Before.Length);
        Assert.NotEqual(run.Before, run.After);
    }

    [Fact]
    public void A_changed_reference_is_read_anew()
    {
        CSharpCompilation compilation = GeneratorHarness.Compile(Handlers);
        CSharpCompilation library = GeneratorHarness.Compile("public class Lib { }").WithAssemblyName("Lib");
        GeneratorDriver driver = GeneratorHarness.CreateDriver().RunGenerators(compilation.AddReferences(library.ToMetadataReference()));
        GeneratorDriverRunResult after = driver.RunGenerators(compilation.AddReferences(library.WithAssemblyName("Lib2").ToMetadataReference())).GetRunResult();
        Assert.Equal(IncrementalStepRunReason.Modified, after.Results.Single().TrackedSteps[DestinationGenerator.DeclarationsStep].Single().Outputs.Single().Reason);
    }

    /// <summary>The readers depend on it, and the tokens of the code do not change with it.</summary>
    [Fact]
    public void A_changed_language_version_is_read_anew()
    {
        GeneratorDriver driver = GeneratorHarness.CreateDriver().RunGenerators(GeneratorHarness.Compile(Handlers));
        CSharpParseOptions old = GeneratorHarness.ParseOptions.WithLanguageVersion(LanguageVersion.CSharp10);
        GeneratorDriverRunResult after = driver.WithUpdatedParseOptions(old).RunGenerators(GeneratorHarness.Compile(old, Handlers)).GetRunResult();
        Assert.Equal(IncrementalStepRunReason.Modified, after.Results.Single().TrackedSteps[DestinationGenerator.DeclarationsStep].Single().Outputs.Single().Reason);
    }

    /// <summary>Many classes share few files; one handler's edit writes one of them.</summary>
    [Fact]
    public void An_edit_of_one_handler_of_many_writes_one_file_of_readers()
    {
        string code = "using LambdaDestinations; namespace App { " + string.Concat(Enumerable.Range(0, 200).Select(static i => $"public class H{i} {{ [OnFailureDestination(DestinationType.Sqs)] public void Run(string x) {{ }} }} ")) + "}";
        Run run = Edit(GeneratorHarness.Compile(code), 0, "class H7 { [OnFailureDestination(DestinationType.Sqs)] public void Run(string x)", "class H7 { [OnFailureDestination(DestinationType.Sqs)] public void Run(int x)");
        Assert.Equal(4 + 4, run.Before.Length);
        string[] changed = [.. run.Before.Except(run.After).Select(static x => x[..x.IndexOf('\n', StringComparison.Ordinal)])];
        Assert.Equal(2, changed.Length);
        Assert.Single(changed, static x => x.StartsWith("LambdaDestinations.Records.", StringComparison.Ordinal));
        Assert.Single(changed, static x => x.StartsWith("LambdaDestinations.Manifest.", StringComparison.Ordinal));
    }

    /// <summary>The compiler keeps each literal that it has read: an edit makes one new, and the others are those of before.</summary>
    [Fact]
    public void An_edit_of_one_handler_of_many_makes_one_new_literal_in_the_manifest()
    {
        string code = "using LambdaDestinations; namespace App { " + string.Concat(Enumerable.Range(0, 200).Select(static i => $"public class H{i} {{ [OnFailureDestination(DestinationType.Sqs)] public void Run(string x) {{ }} }} ")) + "}";
        Run run = Edit(GeneratorHarness.Compile(code), 0, "class H7 { [OnFailureDestination(DestinationType.Sqs)]", "class H7 { [OnFailureDestination(DestinationType.Sns)]");
        static string[] Literals(IEnumerable<string> files) => [.. files.SelectMany(static x => x.Split('\n')).Where(static x => x.StartsWith("        \"{", StringComparison.Ordinal))];
        string[] before = Literals(run.Before);
        Assert.Equal(200, before.Length);
        Assert.Contains("H7", Assert.Single(Literals(run.After).Except(before)), StringComparison.Ordinal);
    }

    /// <summary>The attributes of one method are read anew; what those of another file say is known, but for one that looks at the edited method.</summary>
    [Fact]
    public void An_edit_of_an_attribute_reaches_whoever_names_the_method()
    {
        CSharpCompilation before = GeneratorHarness.Compile(
            "using LambdaDestinations; namespace App { public class A { [OnFailureDestination<B>(nameof(B.Run))] public void Run(string x) { } } }",
            "using LambdaDestinations; namespace App { public class B { [DestinationFunction(\"First\")] public void Run(string x) { } } }",
            "using LambdaDestinations; namespace App { public class C { [OnFailureDestination(DestinationType.Sqs)] public void Run(string x) { } } }");
        Run run = Edit(before, 1, "First", "Second");
        Assert.Contains(run.Before, static x => x.Contains("First", StringComparison.Ordinal));
        Assert.Contains(run.After, static x => x.Contains("Second", StringComparison.Ordinal));
        Assert.DoesNotContain(run.After, static x => x.Contains("First", StringComparison.Ordinal));
    }

    /// <summary>A method of two parts has the attributes of both, in whichever file they stand.</summary>
    [Fact]
    public void An_edit_of_an_attribute_reaches_the_other_part_of_the_method()
    {
        CSharpCompilation before = GeneratorHarness.Compile(
            "using LambdaDestinations; namespace App { public partial class A { [OnFailureDestination(DestinationType.Sqs)] public partial void Run(string x); } }",
            "using LambdaDestinations; namespace App { public partial class A { [AsyncInvocation(MaximumRetryAttempts = 1)] public partial void Run(string x) { } } }");
        Run run = Edit(before, 1, "= 1", "= 2");
        Assert.Contains(run.After, static x => x.Contains("maximumRetryAttempts\\\": 2", StringComparison.Ordinal));
    }

    /// <summary>Which entry point a class has is told by its methods in all files.</summary>
    [Fact]
    public void An_edit_of_an_attribute_reaches_the_other_consumers_of_the_class()
    {
        CSharpCompilation before = GeneratorHarness.Compile(
            "using LambdaDestinations; namespace App { public partial class A { [OnFailureDestination(DestinationType.Sqs)] public void Run(string x) { } [DestinationConsumer(typeof(A), \"Run\"), OnFailureDestination(DestinationType.Sqs)] public void Take(FailureRecord<string> x) { } } }",
            "using LambdaDestinations; namespace App { public partial class A { [System.Obsolete] public void Other(StreamFailureRecord x) { } } }");
        Run run = Edit(before, 1, "System.Obsolete", "DestinationConsumer(typeof(A), \"Run\")");
        Assert.DoesNotContain(run.Before, static x => x.Contains("classEntryPoint", StringComparison.Ordinal));
        Assert.Contains(run.After, static x => x.Contains("classEntryPoint\\\": \\\"App::App.A_Consumer::HandleAsync", StringComparison.Ordinal));
    }

    /// <summary>The pipeline keeps the snapshot of the compilation before the edit: that must not keep the compilation.</summary>
    [Fact]
    public void The_compilation_of_an_earlier_run_is_not_kept()
    {
        (GeneratorDriver driver, WeakReference first) = RunThenEdit();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(first.IsAlive);
        GC.KeepAlive(driver);
    }

    /// <summary>The driver drops a step that fails and keeps the snapshot before it, so a later run reads that one; by then nothing else may hold its compilation.</summary>
    [Fact]
    public void A_snapshot_whose_reading_failed_is_read_by_a_later_run()
    {
        FailingPipeline pipeline = new() { IsFailing = true };
        (GeneratorDriver driver, CSharpCompilation last) = FailTwice(pipeline);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        pipeline.IsFailing = false;

        Assert.Equal(["Names.cs\n// Other Run, Take"], Texts(driver.RunGenerators(last)));
        Assert.Equal(["Names.cs\n// Else Run, Take"], Texts(driver.RunGenerators(Replace(last, 0, "void Other(", "void Else("))));

        // The run above has read the snapshot, but this driver has not seen it: as if that run had been cancelled behind the reading.
        Assert.Equal(["Names.cs\n// Other Run, Take"], Texts(driver.RunGenerators(Replace(last, 1, "return 3;", "return 4;"))));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (GeneratorDriver Driver, CSharpCompilation Last) FailTwice(FailingPipeline pipeline)
    {
        CSharpCompilation first = GeneratorHarness.Compile(Handlers, Elsewhere);
        CSharpCompilation second = Replace(first, 1, "return 1;", "return 2;");
        GeneratorDriver driver = CreateUntrackedDriver(pipeline).RunGenerators(first);
        Assert.NotNull(driver.GetRunResult().Results.Single().Exception);
        driver = driver.RunGenerators(second);
        Assert.NotNull(driver.GetRunResult().Results.Single().Exception);
        return (driver, Replace(second, 1, "return 2;", "return 3;"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (GeneratorDriver Driver, WeakReference First) RunThenEdit()
    {
        CSharpCompilation compilation = GeneratorHarness.Compile(Handlers, Elsewhere);
        GeneratorDriver driver = CreateUntrackedDriver(new DestinationGenerator()).RunGenerators(compilation);
        return (driver.RunGenerators(Replace(compilation, 1, "return 1;", "return 2;")), new WeakReference(compilation));
    }

    /// <summary>As hosts create it: tracked steps hold the values of the runs before.</summary>
    private static CSharpGeneratorDriver CreateUntrackedDriver(IIncrementalGenerator generator) =>
        CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: GeneratorHarness.ParseOptions);

    private static Run Edit(int file, string before, string after) => Edit(GeneratorHarness.Compile(Handlers, Elsewhere), file, before, after);

    private static Run Edit(CSharpCompilation compilation, int file, string before, string after)
    {
        GeneratorDriver driver = GeneratorHarness.CreateDriver().RunGenerators(compilation);
        return new Run(driver, driver.RunGenerators(Replace(compilation, file, before, after)));
    }

    private static CSharpCompilation Replace(CSharpCompilation compilation, int file, string before, string after)
    {
        SyntaxTree old = compilation.SyntaxTrees[file];
        string text = old.ToString();
        Assert.Contains(before, text, StringComparison.Ordinal);
        return compilation.ReplaceSyntaxTree(old, CSharpSyntaxTree.ParseText(text.Replace(before, after, StringComparison.Ordinal), GeneratorHarness.ParseOptions, old.FilePath));
    }

    private static string[] Texts(GeneratorDriver driver)
    {
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return [.. result.GeneratedSources.Select(static x => x.HintName + "\n" + x.SourceText).OrderBy(static x => x, StringComparer.Ordinal)];
    }

    /// <summary>The first two steps of the generator, of which the second can fail.</summary>
    private sealed class FailingPipeline : IIncrementalGenerator
    {
        public bool IsFailing { get; set; }

        public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
            context.CompilationProvider.Select(DeclarationSnapshot.Take).Select((x, cancellationToken) => IsFailing ? throw new InvalidOperationException("not now") : x.Read(cancellationToken)),
            static (output, reading) => output.AddSource("Names", "// " + string.Join(' ', reading.Handlers.Select(static x => x.Handler!.Function.MethodName)) + ", " + reading.Consumers.Single().Method));
    }

    private sealed class Run(GeneratorDriver before, GeneratorDriver after)
    {
        public string[] Before { get; } = Texts(before);

        public string[] After { get; } = Texts(after);

        public IncrementalStepRunReason[] Reasons { get; } =
            [.. after.GetRunResult().Results.Single().TrackedOutputSteps.Values.SelectMany(static x => x).SelectMany(static x => x.Outputs).Select(static x => x.Reason)];

        public IEnumerable<IncrementalStepRunReason> ReasonsOf(string step) =>
            after.GetRunResult().Results.Single().TrackedSteps[step].SelectMany(static x => x.Outputs).Select(static x => x.Reason);
    }
}
