using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using LambdaDestinations.Generators.Analyzers;
using LambdaDestinations.Generators.Tests.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Generators.Tests.Analyzers;

/// <summary>Handler strings against the code that they name: LD1060 to LD1063.</summary>
public sealed class HandlerStringTests
{
    private const string Code = AnalyzerHarness.Usings + """
        public class Base
        {
            public Task Inherited(string order) => Task.CompletedTask;
        }

        public class Handlers : Base
        {
            public Task Run(string order) => Task.CompletedTask;

            internal Task Hidden(string order) => Task.CompletedTask;

            public class Inner
            {
                public static void Run(string order) { }
            }

            [OnFailureDestination(DestinationType.Sqs, "@Failed")]
            public Task Place(string order) => Task.CompletedTask;
        }

        public static class Audit
        {
            [DestinationConsumer(typeof(Handlers), nameof(Handlers.Place))]
            public static Task Failed(FailureRecord<string> record) => Task.CompletedTask;
        }
        """;

    [Theory]
    [InlineData("App::App.Handlers::Ran", "App::App.Handlers::Run")]
    [InlineData("App::App.Handlerz::Run", "App::App.Handlers::Run")]
    [InlineData("App::App.Audit_Lost_Consumer::HandleAsync", "App::App.Audit_Failed_Consumer::HandleAsync")]
    [InlineData("App::Elsewhere.Altogether.VeryDifferent::Nothing", null)]
    public async Task A_handler_string_that_names_no_method_is_told_with_the_nearest(string handler, string? nearest)
    {
        Diagnostic found = Assert.Single(await Stale(handler));

        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
        Assert.Contains($"Handler of 'Other' is '{handler}'", found.GetMessage(null), StringComparison.Ordinal);
        Assert.EndsWith(nearest is null ? "correct the handler string" : $"did you mean '{nearest}'?", found.GetMessage(null), StringComparison.Ordinal);
        Assert.Equal(handler, Template(handler).Substring(found.Location.SourceSpan.Start, found.Location.SourceSpan.Length));
    }

    [Theory]
    [InlineData("App::App.Handlers::Run")]
    [InlineData("App::App.Handlers::Hidden")]
    [InlineData("App::App.Handlers::Inherited")]
    [InlineData("App::App.Handlers::ToString")]
    [InlineData("App::App.Handlers+Inner::Run")]
    [InlineData("App::App.Audit_Failed_Consumer::HandleAsync")]
    [InlineData("Other::App.Handlers::Ran")]
    [InlineData("App")]
    [InlineData("bootstrap")]
    [InlineData("App::App.Handlers")]
    public async Task A_handler_string_that_may_be_right_is_not_told(string handler) => Assert.Empty(await Stale(handler));

    [Theory]
    [InlineData("      Runtime: dotnet10", "      Runtime: provided.al2023")]
    [InlineData("      Runtime: dotnet10", "      PackageType: Image")]
    [InlineData("      Handler: App::App.Handlers::Ran\n      Runtime: dotnet10", "      PackageType: Image\n      ImageConfig: {Command: [\"App::App.Handlers::Ran\"]}")]
    [InlineData("      Handler: App::App.Handlers::Ran", "      Handler: !Ref Handler")]
    [InlineData("      Handler: App::App.Handlers::Ran", "      Handler: App::App.Handlers::Ran # ld:ignore LD1060")]
    [InlineData("    Type: AWS::Serverless::Function # other", "    Type: AWS::Serverless::Function\n    Metadata: {Tool: Amazon.Lambda.Annotations}")]
    public async Task What_is_no_handler_string_of_this_code_is_not_told(string text, string instead)
    {
        string template = Template("App::App.Handlers::Ran");
        Assert.Contains(text, template, StringComparison.Ordinal);
        Assert.DoesNotContain(await Analyze(template.Replace(text, instead, StringComparison.Ordinal)), static x => x.Id == "LD1060");
    }

    [Fact]
    public async Task A_base_class_that_cannot_be_read_may_have_the_method()
    {
        string code = Code.Replace("class Handlers : Base", "class Handlers : Missing.Elsewhere", StringComparison.Ordinal);
        Assert.DoesNotContain(await Analyze(Template("App::App.Handlers::Ran"), code), static x => x.Id == "LD1060");
    }

    [Fact]
    public async Task A_base_class_of_another_assembly_has_the_method()
    {
        CSharpCompilation framework = GeneratorHarness.Compile("namespace Framework; public abstract class Hosted { public void FunctionHandlerAsync(string request) { } }").WithAssemblyName("Framework");
        CSharpCompilation compilation = GeneratorHarness.Compile(Code.Replace("class Handlers : Base", "class Handlers : Framework.Hosted", StringComparison.Ordinal)).AddReferences(framework.ToMetadataReference());

        Assert.Empty(await Stale(compilation, "App::App.Handlers::FunctionHandlerAsync"));
        Assert.Single(await Stale(compilation, "App::App.Handlers::FunctionHandlers"));
    }

    [Fact]
    public async Task A_handler_without_a_function_points_to_the_function_that_was_left_behind()
    {
        string template = Template("App::App.Handlers::Run").Replace("App::App.Handlers::Place", "App::App.Handlers::PlaceOrder", StringComparison.Ordinal);
        ImmutableArray<Diagnostic> diagnostics = await Analyze(template);

        Diagnostic missing = Assert.Single(diagnostics, static x => x.Id == "LD1012");
        Assert.Contains("'Worker' runs 'App::App.Handlers::PlaceOrder', which does not exist", missing.GetMessage(null), StringComparison.Ordinal);
        Assert.Contains("LD1012 code \"Place\" + template \"App::App.Handlers::PlaceOrder\"", AnalyzerHarness.Describe(diagnostics, template));

        Diagnostic other = Assert.Single(await Analyze(template.Replace("App::App.Handlers::PlaceOrder", "App::App.Handlers::Run", StringComparison.Ordinal)), static x => x.Id == "LD1012");
        Assert.DoesNotContain("does not exist", other.GetMessage(null), StringComparison.Ordinal);
    }

    /// <summary>The template's finding names the handler that is meant; no other one is told to take its place.</summary>
    [Fact]
    public async Task A_handler_that_nobody_meant_does_not_point_to_the_function_that_was_left_behind()
    {
        string code = Code.Replace("public class Inner", "[OnFailureDestination(DestinationType.Sqs, \"@Failed\")] public Task Ship(string order) => Task.CompletedTask;\n\n    public class Inner", StringComparison.Ordinal);
        ImmutableArray<Diagnostic> diagnostics = await Analyze(Template("App::App.Handlers::Run").Replace("App::App.Handlers::Place", "App::App.Handlers::PlaceOrder", StringComparison.Ordinal), code);

        string[] missing = [.. diagnostics.Where(static x => x.Id == "LD1012").Select(static x => x.GetMessage(null))];
        Assert.Equal(2, missing.Length);
        Assert.Equal(["'App::App.Handlers::Place'"], missing.Where(static x => x.Contains("does not exist", StringComparison.Ordinal)).Select(static x => x.Split(' ')[6].TrimEnd(',')));
    }

    [Theory]
    [InlineData("App::App.Handlers::Run", 1)]
    [InlineData("App::App.Audit_Failed_Consumer::HandleAsync", 0)]
    [InlineData("App", 0)]
    public async Task A_consumer_that_no_function_runs_is_told(string handler, int expected)
    {
        Diagnostic[] found = [.. (await Analyze(new ConsumerAnalyzer(), Template(handler))).Where(static x => x.Id == "LD1061")];

        Assert.Equal(expected, found.Length);
        Assert.All(found, static x => Assert.EndsWith("'App::App.Audit_Failed_Consumer::HandleAsync'", x.GetMessage(null), StringComparison.Ordinal));
        Assert.All(found, static x => Assert.Equal(DiagnosticSeverity.Info, x.Severity));
    }

    [Theory]
    [InlineData("Transform: AWS::Serverless-2016-10-31", "Transform: [AWS::Serverless-2016-10-31, Macro]")]
    [InlineData("App::App.Handlers", "Other::App.Handlers")]
    [InlineData("App::App.Handlers::Place", "App::App.Audit_Consumer::HandleAsync")]
    public async Task A_template_that_may_run_the_consumer_elsewhere_is_silent(string text, string instead)
    {
        const string Success = "    [DestinationConsumer(typeof(Handlers), nameof(Handlers.Place))]\n    public static Task Done(SuccessRecord<string, DestinationVoid> record) => Task.CompletedTask;\n}";
        string code = Code[..Code.LastIndexOf('}')] + Success;
        string template = Template("App::App.Handlers::Run").Replace(text, instead, StringComparison.Ordinal);

        Assert.DoesNotContain(await Analyze(new ConsumerAnalyzer(), template, code), static x => x.Id == "LD1061");
        Assert.Equal(2, (await Analyze(new ConsumerAnalyzer(), Template("App::App.Handlers::Run"), code)).Count(static x => x.Id == "LD1061"));
    }

    [Theory]
    [InlineData("public class Handlers", 0)]
    [InlineData("public abstract class Handlers", 1)]
    [InlineData("public class Handlers(int size)", 1)]
    [InlineData("public record Handlers(int Size)", 1)]
    [InlineData("public struct Handlers", 0)]
    public async Task A_class_that_Lambda_cannot_create_is_told(string type, int expected)
    {
        string Source(string attributes, string modifier) => AnalyzerHarness.Usings + $$"""
            {{type}}
            {
                [OnFailureDestination(DestinationType.Sqs, "@Failed")]{{attributes}}
                public {{modifier}} Task Run(string order) => Task.CompletedTask;
            }
            """;

        Assert.Equal(expected, await Told(GeneratorHarness.Compile(Source("", ""), Stubs.Core)));
        Assert.Equal(0, await Told(GeneratorHarness.Compile(Source("", "static"), Stubs.Core)));
        Assert.Equal(0, await Told(GeneratorHarness.Compile(Source("[Amazon.Lambda.Annotations.LambdaFunction]", ""), Stubs.Core)));
        Assert.Equal(0, await Told(GeneratorHarness.Compile(Source("[DestinationFunction(\"Worker\")]", ""), Stubs.Core)));
        CSharpCompilation executable = GeneratorHarness.Compile(Source("", ""), Stubs.Core, "System.Console.WriteLine();");
        Assert.Equal(0, await Told(executable.WithOptions(executable.Options.WithOutputKind(OutputKind.ConsoleApplication))));

        static async Task<int> Told(CSharpCompilation compilation) => (await AnalyzerHarness.AnalyzeAsync(compilation, null)).Count(static x => x.Id == "LD1062");
    }

    /// <summary>The wrapper of Amazon.Lambda.Annotations passes a record and the context.</summary>
    [Theory]
    [InlineData("FailureRecord<string> record", "", "")]
    [InlineData("FailureRecord<string> record, Amazon.Lambda.Core.ILambdaContext context", "", "")]
    [InlineData("FailureRecord<string> record, System.Threading.CancellationToken token", "", "has nothing to pass to 'token'")]
    [InlineData("DestinationMessage message, FailureRecord<string> record", "", "has nothing to pass to 'message'")]
    [InlineData("FailureRecord<string> record", "S3", "does not fetch the records of 'Handlers.Place' from their bucket")]
    [InlineData("FailureRecord<string> record", "EventBridge", "")]
    public async Task What_the_wrapper_of_Annotations_cannot_give_a_consumer_is_an_error(string parameters, string target, string message)
    {
        string code = Code.Replace("    public static Task Failed(FailureRecord<string> record)", $"    [Amazon.Lambda.Annotations.LambdaFunction]\n    public static Task Failed({parameters})", StringComparison.Ordinal);
        code = target.Length == 0 ? code : code.Replace("DestinationType.Sqs", "DestinationType." + target, StringComparison.Ordinal);

        Diagnostic[] found = await OfWrapper(GeneratorHarness.Compile(code, Stubs.Core), null);

        Assert.Equal(message.Length == 0 ? 0 : 1, found.Length);
        Assert.All(found, x => Assert.Equal((DiagnosticSeverity.Error, true), (x.Severity, x.GetMessage(System.Globalization.CultureInfo.InvariantCulture).Contains(message, StringComparison.Ordinal))));
        Assert.Empty(await OfWrapper(GeneratorHarness.Compile(code.Replace("[Amazon.Lambda.Annotations.LambdaFunction]", "", StringComparison.Ordinal), Stubs.Core), null));
    }

    [Theory]
    [InlineData("Type: SQS, Properties: {Queue: !GetAtt Failed.Arn}", true)]
    [InlineData("Type: SQS, Properties: {Queue: !GetAtt Failed.Arn, BatchSize: 10}", true)]
    [InlineData("Type: SQS, Properties: {Queue: !GetAtt Failed.Arn, BatchSize: 1}", false)]
    [InlineData("Type: SQS, Properties: {Queue: !GetAtt Failed.Arn, BatchSize: !Ref Size}", false)]
    [InlineData("Type: SNS, Properties: {Topic: !Ref Topic}", false)]
    public async Task The_wrapper_of_Annotations_takes_no_batches(string source, bool isTold)
    {
        string template = $$"""
            Transform: AWS::Serverless-2016-10-31
            Parameters:
              Size: {Type: Number}
            Resources:
              Failed: {Type: AWS::SQS::Queue}
              Topic: {Type: AWS::SNS::Topic}
              AppAuditFailedGenerated:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: App::App.Audit_Failed_Generated::Failed
                  Runtime: dotnet10
                  Events:
                    Record: { {{source}} }
            """;
        CSharpCompilation annotated = GeneratorHarness.Compile(Code.Replace("    public static Task Failed", "    [Amazon.Lambda.Annotations.LambdaFunction]\n    public static Task Failed", StringComparison.Ordinal), Stubs.Core);

        Diagnostic[] found = await OfWrapper(annotated, SourceText.From(template));

        Assert.Equal(isTold ? ["'Audit.Failed(FailureRecord<string>)' has [LambdaFunction], whose wrapper reads one record, but 'Record' hands over batches; set its BatchSize to 1, or remove [LambdaFunction] and give the generated entry point a function in the template"] : [], found.Select(x => x.GetMessage(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Empty(await OfWrapper(GeneratorHarness.Compile(Code, Stubs.Core), SourceText.From(template)));
    }

    private static async Task<Diagnostic[]> OfWrapper(CSharpCompilation compilation, SourceText? template) =>
        [.. (await AnalyzerHarness.AnalyzeAsync(new ConsumerAnalyzer(), compilation, template)).Where(static x => x.Id == "LD1063")];

    private static string Template(string handler) => $$"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Failed: {Type: AWS::SQS::Queue}
          Worker:
            Type: AWS::Serverless::Function
            Properties:
              Handler: App::App.Handlers::Place
              Runtime: dotnet10
          Other:
            Type: AWS::Serverless::Function # other
            Properties:
              Handler: {{handler}}
              Runtime: dotnet10
        """;

    private static Task<Diagnostic[]> Stale(string handler) => Stale(GeneratorHarness.Compile(Code), handler);

    private static async Task<Diagnostic[]> Stale(CSharpCompilation compilation, string handler) =>
        [.. (await Analyze(new DestinationAnalyzer(), Template(handler), compilation)).Where(static x => x.Id == "LD1060")];

    private static Task<ImmutableArray<Diagnostic>> Analyze(string template, string code = Code) => Analyze(new DestinationAnalyzer(), template, code);

    private static Task<ImmutableArray<Diagnostic>> Analyze(Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer analyzer, string template, string code = Code) =>
        Analyze(analyzer, template, GeneratorHarness.Compile(code));

    /// <summary>As the compiler does: the analyzers see what the generator has made.</summary>
    private static Task<ImmutableArray<Diagnostic>> Analyze(Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer analyzer, string template, CSharpCompilation compilation)
    {
        GeneratorHarness.CreateDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        return AnalyzerHarness.AnalyzeAsync(analyzer, generated, SourceText.From(template));
    }
}
