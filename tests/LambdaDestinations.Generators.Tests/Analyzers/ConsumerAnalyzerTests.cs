using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using LambdaDestinations.CodeFixes;
using LambdaDestinations.Generators.Analyzers;
using LambdaDestinations.Generators.Tests.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Generators.Tests.Analyzers;

public sealed class ConsumerAnalyzerTests
{
    private const string Producers = """
        using System.Collections.Generic;
        using System.IO;
        using System.Threading.Tasks;
        using LambdaDestinations;

        [assembly: DestinationSerializer(typeof(Context))]

        public abstract partial class Context : System.Text.Json.Serialization.JsonSerializerContext
        {
            protected Context() : base(null) { }
        }

        public class Order { public string Id { get; set; } = ""; public decimal Total { get; set; } public int? Count { get; set; } }
        public class Receipt { public string Number { get; set; } = ""; }
        public class OrderView { public string Id { get; set; } = ""; }
        public class WrongOrder { public int Id { get; set; } public decimal Total { get; set; } }
        public class NeedsMore { public string Id { get; set; } = ""; public required string Customer { get; set; } }
        public class Stranger { public string Other { get; set; } = ""; }

        public class P
        {
            [OnSuccessDestination(DestinationType.Sqs, "@Q"), OnFailureDestination(DestinationType.Sqs, "@Q")]
            public Task<Receipt> Both(Order order) => Task.FromResult(new Receipt());

            [OnSuccessDestination(DestinationType.Sqs, "@Q")]
            public Receipt Success(Order order) => new Receipt();

            [OnFailureDestination(DestinationType.Lambda, "@F")]
            public Task Failure(Order order) => Task.CompletedTask;

            [OnFailureDestination(DestinationType.Sqs, "@Q", EventSource = "Stream")]
            public Task Stream(Order order) => Task.CompletedTask;

            [OnFailureDestination(DestinationType.S3, "@B", EventSource = "Stream")]
            public Task StreamToS3(Order order) => Task.CompletedTask;

            [OnSuccessDestination(DestinationType.Sqs, "@Q"), OnFailureDestination(DestinationType.Sqs, "@Q")]
            public Task Void(List<Order> orders) => Task.CompletedTask;

            [OnSuccessDestination(DestinationType.Sqs, "@Q")]
            public Stream Raw(Stream input) => input;

            public Task Plain(Order order) => Task.CompletedTask;
        }

        """;

    [Theory]
    [InlineData("Both", "SuccessRecord<Order, Receipt> r")]
    [InlineData("Both", "FailureRecord<Order> r")]
    [InlineData("Both", "FailureRecord<Order?> r")]
    [InlineData("Both", "FailureRecord<OrderView> r")]
    [InlineData("Both", "SuccessRecord<DestinationVoid, Receipt> r")]
    [InlineData("Both", "SuccessRecord<System.Text.Json.JsonElement, object> r")]
    [InlineData("Both", "DeadLetterMessage<Order> r")]
    [InlineData("Plain", "DeadLetterMessage<Order> r")]
    [InlineData("Failure", "FailureRecord<Order> r, System.Threading.CancellationToken t")]
    [InlineData("Stream", "StreamFailureRecord r")]
    [InlineData("StreamToS3", "StreamFailureRecord<Order> r, DestinationMessage m, Amazon.Lambda.Core.ILambdaContext c")]
    [InlineData("Void", "SuccessRecord<List<Order>, DestinationVoid> r")]
    [InlineData("Void", "SuccessRecord<OrderView[], object> r")]
    [InlineData("Void", "StreamFailureRecord r")]
    [InlineData("Raw", "SuccessRecord<Order, Receipt> r")]
    public Task Types_that_fit_are_silent(string handler, string parameters) => Verify<ConsumerAnalyzer>.AnalyzerAsync(
        $"{Producers} public class C {{ [DestinationConsumer(typeof(P), \"{handler}\")] public void Take({parameters}) {{ }} }}");

    [Theory]
    [InlineData("Both", "FailureRecord<{|LD5001:Receipt|}> r")]
    [InlineData("Both", "FailureRecord<{|LD5001:WrongOrder|}> r")]
    [InlineData("Both", "FailureRecord<{|LD5001:NeedsMore|}> r")]
    [InlineData("Both", "FailureRecord<{|LD5001:Stranger|}> r")]
    [InlineData("Both", "FailureRecord<{|LD5001:List<Order>|}> r")]
    [InlineData("Both", "SuccessRecord<Order, {|LD5001:string|}> r")]
    [InlineData("Both", "SuccessRecord<{|LD5001:int|}, {|LD5001:Order|}> r")]
    [InlineData("Plain", "DeadLetterMessage<{|LD5001:Receipt|}> r")]
    [InlineData("Success", "{|LD5004:FailureRecord<Order>|} r")]
    [InlineData("Success", "{|LD5004:StreamFailureRecord|} r")]
    [InlineData("Failure", "{|LD5004:SuccessRecord<Order, Receipt>|} r")]
    [InlineData("Failure", "{|LD5004:StreamFailureRecord<Order>|} r")]
    [InlineData("Stream", "{|LD5004:FailureRecord<Order>|} r")]
    [InlineData("Stream", "{|LD5006:StreamFailureRecord<Order>|} r")]
    [InlineData("Void", "SuccessRecord<List<Order>, {|LD5007:Receipt|}> r")]
    public Task Types_that_do_not_fit_are_found(string handler, string parameters) => Verify<ConsumerAnalyzer>.AnalyzerAsync(
        $"{Producers} public class C {{ [DestinationConsumer(typeof(P), \"{handler}\")] public void Take({parameters}) {{ }} }}");

    private const string Durable = """
        public class D
        {
            [Amazon.Lambda.Annotations.DurableExecution(60), OnSuccessDestination(DestinationType.Sqs, "@Q"), OnFailureDestination(DestinationType.Sqs, "@Q")]
            public Receipt Run(Order order) => new Receipt();

            [Amazon.Lambda.Annotations.DurableExecution(60), OnFailureDestination(DestinationType.S3, "@B", EventSource = "Stream")]
            public Receipt Mapped(Order order) => new Receipt();

            [Amazon.Lambda.Annotations.DurableExecution(60)]
            public Receipt Alone(Order order) => new Receipt();
        }

        """;

    [Theory]
    [InlineData("Run", "DurableExecutionRecord r")]
    [InlineData("Alone", "DurableExecutionRecord r")]
    [InlineData("Run", "DeadLetterMessage<Order> r")]
    [InlineData("Run", "{|LD5004:FailureRecord<Order>|} r")]
    [InlineData("Run", "{|LD5004:SuccessRecord<Order, Receipt>|} r")]
    [InlineData("Run", "{|LD5004:SuccessRecord<DestinationVoid, DestinationVoid>|} r")]
    [InlineData("Run", "{|LD5004:StreamFailureRecord|} r")]
    [InlineData("Mapped", "StreamFailureRecord<Order> r")]
    [InlineData("Mapped", "{|LD5004:DurableExecutionRecord|} r")]
    public Task A_durable_handler_sends_status_changes(string handler, string parameters) => Verify<ConsumerAnalyzer>.AnalyzerAsync(
        $"{Producers} {Durable} public class C {{ [DestinationConsumer(typeof(D), \"{handler}\")] public void Take({parameters}) {{ }} }}");

    /// <summary>Without an attribute the template says it; without a template nothing does.</summary>
    [Theory]
    [InlineData("DurableExecutionRecord", null, null)]
    [InlineData("FailureRecord<Order>", null, null)]
    [InlineData("DurableExecutionRecord", "{ExecutionTimeout: 60}", null)]
    [InlineData("FailureRecord<Order>", "{ExecutionTimeout: 60}", "LD5004 code \"FailureRecord<Order>\"")]
    [InlineData("DurableExecutionRecord", "!If [Long, {ExecutionTimeout: 60}, !Ref AWS::NoValue]", null)]
    [InlineData("FailureRecord<Order>", "!If [Long, {ExecutionTimeout: 60}, !Ref AWS::NoValue]", null)]
    [InlineData("DurableExecutionRecord", "!Ref AWS::NoValue", "LD5004 code \"DurableExecutionRecord\"")]
    [InlineData("DurableExecutionRecord", "", "LD5004 code \"DurableExecutionRecord\"")]
    public async Task A_template_makes_a_handler_durable(string record, string? config, string? expected)
    {
        string code = Producers + $"public class C {{ [DestinationConsumer(typeof(P), \"Both\")] public void Take({record} r) {{ }} }}";
        string? template = config is null ? null : $$"""
            Resources:
              F:
                Type: AWS::Lambda::Function
                Properties:
                  Handler: App::P::Both
            {{(config.Length == 0 ? "" : "      DurableConfig: " + config)}}
            """;
        string[] found = AnalyzerHarness.Describe(await AnalyzerHarness.AnalyzeAsync(new ConsumerAnalyzer(), GeneratorHarness.Compile(code), template is null ? null : SourceText.From(template, Encoding.UTF8)), template ?? "");
        Assert.Equal(expected is null ? [] : [expected], found.Where(static x => x.StartsWith("LD5004", System.StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("FailureRecord<{|LD5001:View|}> r", "public record View(string Id, string Customer);")]
    [InlineData("FailureRecord<{|LD5001:View|}> r", "public record struct View(int More) { [System.Text.Json.Serialization.JsonConstructor] public View(int more, string id) : this(more) { } }")]
    [InlineData("FailureRecord<{|LD5001:View|}> r", "public class View { public View(string id, int count, System.DateTime at) { Id = id; At = at; } public string Id { get; } public System.DateTime At { get; } public int Count { get; } }")]
    [InlineData("FailureRecord<{|LD5001:View|}> r", "public class View { public View(string customer) { Customer = customer; } public View() : this(\"\") { } [System.Text.Json.Serialization.JsonRequired] public string Customer { get; set; } }")]
    [InlineData("FailureRecord<{|LD5001:View|}> r", "public record View(string Id, Inner Total); public record Inner(int Value);")]
    [InlineData("SuccessRecord<Order, {|LD5001:View|}> r", "public record View(string Number, bool IsPaid);")]
    [InlineData("FailureRecord<View> r", "public record View(string Id, decimal Total);")]
    [InlineData("FailureRecord<View> r", "public record View(string Id, string? Customer);")]
    [InlineData("FailureRecord<View> r", "public record View(string Id, int? More);")]
    [InlineData("FailureRecord<View> r", "public record View(string Id, string Customer = \"\", int More = 1);")]
    [InlineData("FailureRecord<View> r", "#nullable disable\npublic record View(string Id, string Customer);")]
    [InlineData("FailureRecord<View> r", "public record View(string Id, [property: System.Text.Json.Serialization.JsonIgnore] string Customer);")]
    [InlineData("FailureRecord<View> r", "public record View([property: System.Text.Json.Serialization.JsonPropertyName(\"Id\")] string Name, decimal Total);")]
    [InlineData("FailureRecord<View> r", "public class View { public View(string id, string customer) { Id = id; } public View() { } public string Id { get; set; } = \"\"; public string Customer { get; set; } = \"\"; }")]
    [InlineData("FailureRecord<View> r", "public class View { [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public View() { Customer = \"\"; } public string Id { get; set; } = \"\"; public required string Customer { get; set; } }")]
    [InlineData("DeadLetterMessage<View> r", "public record View(string Id, System.Text.Json.JsonElement? Rest);")]
    public Task A_member_that_a_constructor_wants_is_missed(string parameters, string types) => Verify<ConsumerAnalyzer>.AnalyzerAsync(
        $"{Producers} public class C {{ [DestinationConsumer(typeof(P), \"Both\")] public void Take({parameters}) {{ }} }}\n#nullable enable\n{types}");

    /// <summary>What the handler's type does not name may be there all the same, or is there by another name.</summary>
    [Theory]
    [InlineData("[JsonExtensionData] public Dictionary<string, object>? Rest { get; set; }", "", "View(string Id, string Customer)")]
    [InlineData("", "[JsonDerivedType(typeof(Large), \"large\")]", "View(string Id, string Customer)")]
    [InlineData("", "", "View(string ID)", "PropertyNameCaseInsensitive = true")]
    [InlineData("", "", "{|LD5001:View|}(string ID, string Customer)", "PropertyNameCaseInsensitive = true")]
    [InlineData("", "", "{|LD5001:View|}(string ID)", "WriteIndented = true")]
    public Task A_member_that_may_be_there_is_not_missed(string member, string attribute, string view, string options = "WriteIndented = true") => Verify<ConsumerAnalyzer>.AnalyzerAsync($$"""
        #nullable enable
        using System.Collections.Generic;
        using System.Text.Json.Serialization;
        using LambdaDestinations;

        {{attribute}} public class Order { public string Id { get; set; } = ""; {{member}} }
        public class Large : Order { public string Customer { get; set; } = ""; }
        public record {{view.Replace("{|LD5001:View|}", "View", System.StringComparison.Ordinal)}};
        [JsonSourceGenerationOptions({{options}}), JsonSerializable(typeof(Order))]
        public abstract partial class Context : JsonSerializerContext { protected Context() : base(null) { } }
        public class P { [OnFailureDestination(DestinationType.Sqs, "@Q")] public void Run(Order order) { } }
        [DestinationSerializer(typeof(Context))]
        public class C { [DestinationConsumer(typeof(P), "Run")] public void Take(FailureRecord<{{(view.StartsWith("{|", System.StringComparison.Ordinal) ? "{|LD5001:View|}" : "View")}}> r) { } }
        """);

    [Theory]
    [InlineData("[DestinationConsumer(typeof(P), {|LD5002:\"Gone\"|})]")]
    [InlineData("[DestinationConsumer(typeof(string), {|LD5002:\"Gone\"|})]")]
    [InlineData("[DestinationConsumer(typeof(int[][,]), {|LD5002:\"Gone\"|})]")]
    [InlineData("[DestinationConsumer(null!, {|LD5002:\"Run\"|})]")]
    [InlineData("[DestinationConsumer(typeof(P), {|LD5002:null!|})]")]
    [InlineData("[DestinationConsumer(typeof({|CS0246:Missing|}[]), \"Gone\")]")]
    [InlineData("[{|LD5003:DestinationConsumer(typeof(P), nameof(P.Plain))|}]")]
    [InlineData("[DestinationConsumer(typeof(P), nameof(P.Both)), {|LD5003:DestinationConsumer(typeof(P), nameof(P.Plain))|}]")]
    public Task The_handler_must_exist_and_have_a_destination(string attribute) => Verify<ConsumerAnalyzer>.AnalyzerAsync(
        $"{Producers} public class C {{ {attribute} public void Take(FailureRecord<Order> r) {{ }} }}");

    [Theory]
    [InlineData("public void {|LD5005:Take|}(string x) { }")]
    [InlineData("public void {|LD5005:Take|}() { }")]
    [InlineData("public void {|LD5005:Take|}<T>(FailureRecord<T> x) { }")]
    [InlineData("public void {|LD5005:Take|}(FailureRecord<Order> x, int y) { }")]
    [InlineData("private void {|LD5005:Take|}(FailureRecord<Order> x) { }")]
    [InlineData("public async void {|LD5005:Take|}(FailureRecord<Order> x) => await Task.Yield();")]
    [InlineData("public Task<int> {|LD5005:Take|}(FailureRecord<Order> x) => Task.FromResult(1);")]
    [InlineData("[OnFailureDestination(DestinationType.Sqs)] public Stream {|LD5005:Take|}(FailureRecord<Order> x) => Stream.Null;")]
    [InlineData("[OnFailureDestination(DestinationType.Sqs)] public Task<Task> {|LD5005:Take|}(FailureRecord<Order> x) => Task.FromResult(Task.CompletedTask);")]
    [InlineData("[OnFailureDestination(DestinationType.Sqs)] public IAsyncEnumerable<int> {|LD5005:Take|}(FailureRecord<Order> x) => null!;")]
    [InlineData("public void {|LD5005:Take|}(FailureRecord<Order> x) { } public C(int x) { }")]
    [InlineData("public void {|LD5005:Take|}(FailureRecord<Order> x) { } public C(in Order x) { }")]
    [InlineData("public void {|LD5005:Take|}(FailureRecord<Order> x) { } public C(Order x) { } public C(Receipt x) { }")]
    public Task A_method_that_cannot_be_a_consumer_is_found(string method) => Verify<ConsumerAnalyzer>.AnalyzerAsync(
        $"{Producers} public class C {{ [DestinationConsumer(typeof(P), \"Both\")] {method} }}");

    /// <summary>A consumer may have destinations, and then a result; the next consumer is checked against that.</summary>
    [Theory]
    [InlineData("Bill", "SuccessRecord<DestinationVoid, Receipt> r")]
    [InlineData("Bill", "SuccessRecord<SuccessRecord<Order, Receipt>, Receipt> r")]
    [InlineData("Bill", "SuccessRecord<DestinationVoid, {|LD5001:Order|}> r")]
    [InlineData("Bill", "FailureRecord<System.Text.Json.JsonElement> r")]
    [InlineData("Note", "FailureRecord<DestinationVoid> r")]
    [InlineData("Note", "{|LD5004:SuccessRecord<DestinationVoid, Receipt>|} r")]
    [InlineData("Plain", "DeadLetterMessage<DestinationVoid> r")]
    public Task A_consumer_with_destinations_is_a_handler(string handler, string parameters) => Verify<ConsumerAnalyzer>.AnalyzerAsync($$"""
        {{Producers}}
        public class Chain
        {
            [DestinationConsumer(typeof(P), "Both"), OnSuccessDestination(DestinationType.Sqs, "@Q"), OnFailureDestination(DestinationType.Sqs, "@Q")]
            public ValueTask<Receipt> Bill(SuccessRecord<Order, Receipt> r) => new(r.ResponsePayload!);

            [DestinationConsumer(typeof(P), "Both"), OnFailureDestination(DestinationType.Sqs, "@Q")]
            public int Note(FailureRecord<Order> r) => 1;

            [DestinationConsumer(typeof(P), "Both")]
            public void Plain(DeadLetterMessage<Order> r) { }
        }

        public class C { [DestinationConsumer(typeof(Chain), "{{handler}}")] public void Take({{parameters}}) { } }
        """);

    /// <summary>Who hands over a batch reads no response.</summary>
    [Theory]
    [InlineData("Events: {Q: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn, FunctionResponseTypes: [ReportBatchItemFailures]}}}", "Q")]
    [InlineData("Events: {T: {Type: SNS, Properties: {Topic: !Ref T, SqsSubscription: true}}}", "T")]
    [InlineData("Events: {T: {Type: SNS, Properties: {Topic: !Ref T}}}", null)]
    [InlineData("Events: {B: {Type: EventBridgeRule, Properties: {Pattern: {source: [lambda]}}}}", null)]
    [InlineData("Events: {E: {Type: Schedule, Properties: {Schedule: rate(1 day)}}}", null)]
    public async Task The_result_of_a_batch_is_dropped(string events, string? source)
    {
        const string Code = Producers + "public class C { [DestinationConsumer(typeof(P), \"Both\"), OnFailureDestination(DestinationType.Sqs, \"@F\")] public RESULT Take(FailureRecord<Order> r) => default; }";
        string template = $"Transform: AWS::Serverless-2016-10-31\nResources:\n  Consumer: {{Type: AWS::Serverless::Function, Properties: {{Handler: 'App::C_Take_Consumer::HandleAsync', {events}}}}}\n";
        Diagnostic[] found = [.. await AnalyzerHarness.AnalyzeAsync(new ConsumerAnalyzer(), GeneratorHarness.Compile(Code.Replace("RESULT", "int", System.StringComparison.Ordinal)), SourceText.From(template, Encoding.UTF8))];
        Assert.Equal(source is null ? [] : ["LD5090"], found.Select(static x => x.Id));
        Assert.All(found, x => Assert.Contains($"'C.Take(FailureRecord<Order>)' returns a value, but the event source '{source}' hands over batches", x.GetMessage(CultureInfo.InvariantCulture), System.StringComparison.Ordinal));
        Assert.Empty(await AnalyzerHarness.AnalyzeAsync(new ConsumerAnalyzer(), GeneratorHarness.Compile(Code.Replace("RESULT", "ValueTask", System.StringComparison.Ordinal)), SourceText.From(template, Encoding.UTF8)));
    }

    [Theory]
    [InlineData("DestinationConsumer(typeof(P), \"Both\", MaximumConcurrency = 8)", null)]
    [InlineData("DestinationConsumer(typeof(P), \"Both\", MaximumConcurrency = 1)", null)]
    [InlineData("DestinationConsumer(typeof(P), \"Both\", MaximumConcurrency = 8), DestinationConsumer(typeof(P), \"Failure\")", null)]
    [InlineData("DestinationConsumer(typeof(P), \"Both\", MaximumConcurrency = 8), DestinationConsumer(typeof(P), \"Failure\", MaximumConcurrency = 8)", null)]
    [InlineData("DestinationConsumer(typeof(P), \"Both\", MaximumConcurrency = 0)", "MaximumConcurrency of 'C.Take(FailureRecord<Order>)' is 0; it is at least 1 @ MaximumConcurrency = 0")]
    [InlineData("DestinationConsumer(typeof(P), \"Both\", MaximumConcurrency = 8), DestinationConsumer(typeof(P), \"Failure\", MaximumConcurrency = 4)", "MaximumConcurrency of 'C.Take(FailureRecord<Order>)' is 4 here and 8 in another of its attributes; write one number @ MaximumConcurrency = 4")]
    public async Task The_concurrency_is_one_number_of_at_least_1(string attributes, string? expected)
    {
        string code = $"{Producers} public class C {{ [{attributes}] public void Take(FailureRecord<Order> r) {{ }} }}";
        Diagnostic[] found = [.. await AnalyzerHarness.AnalyzeAsync(new ConsumerAnalyzer(), GeneratorHarness.Compile(code), null)];
        Assert.Equal(expected is null ? [] : ["LD5092 " + expected], found.Select(x => $"{x.Id} {x.GetMessage(CultureInfo.InvariantCulture)} @ {code.Substring(x.Location.SourceSpan.Start, x.Location.SourceSpan.Length)}"));
    }

    private const string Needs = "public interface IGateway { } public class C(IGateway x) { [DestinationConsumer(typeof(P), \"Both\")] public void Take(FailureRecord<Order> r) => _ = x; } ";
    private const string NoServices = "LD5005 No entry point is generated for 'C.Take(FailureRecord<Order>)': its class takes services by its constructor, and no class registers them; mark one with [DestinationStartup], add a parameterless constructor, or make the method static";

    /// <summary>What a class takes by its constructor, another one registers.</summary>
    [Theory]
    [InlineData("[DestinationStartup] public static class S { public static void ConfigureServices(IServiceCollection services) { } }")]
    [InlineData("[DestinationStartup] class S { internal void ConfigureServices(IServiceCollection services) { } void ConfigureServices() { } }")]
    [InlineData("[DestinationStartup] class S { public Microsoft.Extensions.Hosting.HostApplicationBuilder ConfigureHostBuilder() => new(); }")]
    [InlineData("[Amazon.Lambda.Annotations.LambdaStartup] class S { public void ConfigureServices(IServiceCollection services) { } }")]
    [InlineData("[DestinationStartup] sealed record S { public void ConfigureServices(IServiceCollection services) { } }")]
    [InlineData("[DestinationStartup] class S(int x = 1) { public void ConfigureServices(IServiceCollection services) => _ = x; }")]
    [InlineData("public class R { protected internal void ConfigureServices(IServiceCollection services) { } } [DestinationStartup] class S : R { }")]
    [InlineData("", NoServices)]
    [InlineData("[Amazon.Lambda.Annotations.LambdaStartup] class S { }", "LD5005 No entry point is generated for 'C.Take(FailureRecord<Order>)': its class takes services by its constructor, and generated code cannot use the startup class 'S'")]
    [InlineData("public class R { private protected void ConfigureServices(IServiceCollection services) { } } [DestinationStartup] class S : R { }", "LD5091 'S' registers no services: it has neither an internal or public void ConfigureServices(IServiceCollection) nor HostApplicationBuilder ConfigureHostBuilder(); add one")]
    [InlineData("[DestinationStartup] class S { public required string Name { get; set; } public void ConfigureServices(IServiceCollection services) { } }", "LD5091 'S' has the required member 'Name', which generated code does not set; mark the constructor with [SetsRequiredMembers]")]
    [InlineData("[DestinationStartup] class S { }", "LD5091 'S' registers no services: it has neither an internal or public void ConfigureServices(IServiceCollection) nor HostApplicationBuilder ConfigureHostBuilder(); add one")]
    [InlineData("[DestinationStartup] class S { void ConfigureServices(IServiceCollection services) { } }", "LD5091 'S' registers no services: it has neither an internal or public void ConfigureServices(IServiceCollection) nor HostApplicationBuilder ConfigureHostBuilder(); add one")]
    [InlineData("[DestinationStartup] class S { public Task ConfigureServices(IServiceCollection services) => Task.CompletedTask; }", "LD5091 'S' registers no services: it has neither an internal or public void ConfigureServices(IServiceCollection) nor HostApplicationBuilder ConfigureHostBuilder(); add one")]
    [InlineData("[DestinationStartup] class S(int x) { public void ConfigureServices(IServiceCollection services) => _ = x; }", "LD5091 'S' cannot register services: it has no parameterless constructor that generated code can call; add one, or make the method static")]
    [InlineData("[DestinationStartup] abstract class S { public void ConfigureServices(IServiceCollection services) { } }", "LD5091 'S' cannot register services: it has no parameterless constructor that generated code can call; add one, or make the method static")]
    [InlineData("class O { [DestinationStartup] class S { public void ConfigureServices(IServiceCollection services) { } } }", "LD5091 'O.S' cannot register services: generated code cannot name it; make it internal or public, and not generic")]
    [InlineData("[DestinationStartup] class S { public void ConfigureServices(IServiceCollection services) { } } [DestinationStartup] class R { public void ConfigureServices(IServiceCollection services) { } }", "LD5091 'R' and 'S' have [DestinationStartup], and the container is built of one; remove one of them")]
    public async Task The_services_are_registered_by_a_class(string startup, params string[] expected)
    {
        Diagnostic[] found = [.. await AnalyzerHarness.AnalyzeAsync(
            new ConsumerAnalyzer(), GeneratorHarness.Compile("using Microsoft.Extensions.DependencyInjection;" + Producers + Needs + startup, Stubs.Startup).AddReferences(GeneratorHarness.Services), null)];
        Assert.Equal(expected, found.Select(static x => $"{x.Id} {x.GetMessage(CultureInfo.InvariantCulture)}"));
    }

    /// <summary>How an instance is made where nothing registers services.</summary>
    [Theory]
    [InlineData("class C(int n = 5)")]
    [InlineData("class C(IGateway? x = null)")]
    [InlineData("struct C")]
    [InlineData("struct C(int n = 5)")]
    [InlineData("struct C(IGateway x)", NoServices)]
    [InlineData("record struct C(IGateway X)", NoServices)]
    [InlineData("record C(IGateway X)", NoServices)]
    [InlineData("class B { public required int N; } public class C : B", "LD5005 No entry point is generated for 'C.Take(FailureRecord<Order>)': its class has the required member 'N', which the entry point does not set; mark the constructor with [SetsRequiredMembers]")]
    [InlineData("class B { public required int N; } public class C : B { [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public C() { } ")]
    public async Task An_instance_is_made_by_what_its_constructor_takes(string type, params string[] expected)
    {
        string body = (type.EndsWith(' ') ? "" : " { ") + "[DestinationConsumer(typeof(P), \"Both\")] public void Take(FailureRecord<Order> r) { } }";
        Diagnostic[] found = [.. await AnalyzerHarness.AnalyzeAsync(new ConsumerAnalyzer(), GeneratorHarness.Compile($"{Producers} public interface IGateway {{ }} public {type}{body}"), null)];
        Assert.Equal(expected, found.Select(static x => $"{x.Id} {x.GetMessage(CultureInfo.InvariantCulture)}"));
    }

    [Fact]
    public async Task Abstractions_alone_make_no_container()
    {
        Diagnostic[] found = [.. await AnalyzerHarness.AnalyzeAsync(
            new ConsumerAnalyzer(),
            GeneratorHarness.Compile("using Microsoft.Extensions.DependencyInjection;" + Producers + Needs + "[DestinationStartup] class S { public void ConfigureServices(IServiceCollection services) { } }").AddReferences(GeneratorHarness.Services[0]),
            null)];
        Assert.Equal(
            ["LD5091 'S' registers services, but the project has nothing that makes a container of them; reference Microsoft.Extensions.DependencyInjection"],
            found.Select(static x => $"{x.Id} {x.GetMessage(CultureInfo.InvariantCulture)}"));
    }

    [Fact]
    public Task Without_a_context_the_consumer_is_told() => Verify<ConsumerAnalyzer>.AnalyzerAsync(
        Producers.Replace("[assembly: DestinationSerializer(typeof(Context))]", "", System.StringComparison.Ordinal) + """
        public class C
        {
            [DestinationConsumer(typeof(P), "Both")] public void {|LD5011:Take|}(FailureRecord<Order> r) { }
            [DestinationConsumer(typeof(P), "Stream")] public void Positions(StreamFailureRecord r) { }
            [DestinationConsumer(typeof(P), "Both")] public void Untyped(SuccessRecord<DestinationVoid, DestinationVoid> r) { }
        }
        """);

    private const string LostMessages = "LD5012 code \"Take\" + template ";

    [Theory]
    [InlineData("Events: {Q: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn}}}", LostMessages + "\"{Queue: !GetAtt Q.Arn}\"")]
    [InlineData("Events: {Q: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn, FunctionResponseTypes: []}}}", LostMessages + "\"{Queue: !GetAtt Q.Arn, FunctionResponseTypes: []}\"")]
    [InlineData("Events: {Q: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn, FunctionResponseTypes: [ReportBatchItemFailures]}}}", null)]
    [InlineData("Events: {Q: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn, FunctionResponseTypes: !If [C, [ReportBatchItemFailures], []]}}}", null)]
    [InlineData("Events: {Q: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn, FunctionResponseTypes: [!Ref Types]}}}", null)]
    [InlineData("Events: {Q: {Type: SQS, Properties: {'Fn::Transform': {Name: AWS::Include, Parameters: {Location: x}}}}}", null)]
    [InlineData("Events: {T: {Type: SNS, Properties: {Topic: !Ref T, SqsSubscription: true}}, K: {Type: Kinesis, Properties: {Stream: !GetAtt K.Arn, StartingPosition: LATEST}}}", null)]
    public async Task A_queue_that_does_not_take_the_answer_loses_messages(string events, string? expected)
    {
        const string Code = Producers + "public class C { [DestinationConsumer(typeof(P), \"Both\")] public void Take(FailureRecord<Order> r) { } }";
        string template = """
            Transform: AWS::Serverless-2016-10-31
            Conditions: {C: !Equals [a, b]}
            Resources:
              Consumer: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::C_Take_Consumer::HandleAsync', EVENTS}}
              Other: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::C::Take', Events: {Q: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn}}}}}
            """.Replace("EVENTS", events, System.StringComparison.Ordinal);

        string[] found = AnalyzerHarness.Describe(await AnalyzerHarness.AnalyzeAsync(new ConsumerAnalyzer(), GeneratorHarness.Compile(Code), SourceText.From(template, Encoding.UTF8)), template);

        Assert.Equal(expected is null ? [] : [expected], found);
    }

    private const string Pipeline = """
        Transform: AWS::Serverless-2016-10-31
        Parameters: {Stage: {Type: String}}
        Conditions: {Production: !Equals [!Ref Stage, production], Test: !Not [!Condition Production]}
        Resources:
          Q: {Type: AWS::SQS::Queue}
          T: {Type: AWS::SNS::Topic}
          B: {Type: AWS::S3::Bucket}
          Orders:
            Type: AWS::Serverless::Function
            Properties: {Handler: 'App::P::Both', EventInvokeConfig: {DestinationConfig: {SETTINGS}}}
          Consumer: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::ENTRY::HandleAsync'EVENTS}}
        """;

    private const string Reads = ", Events: {Q: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn, FunctionResponseTypes: [ReportBatchItemFailures]MORE}}}";

    private const string Both = "OnSuccess: {Type: SQS, Destination: !GetAtt Q.Arn}, OnFailure: {Type: SQS, Destination: !GetAtt Q.Arn}";

    /// <summary>A queue of several kinds of records, read by the entry point of a method or of a class.</summary>
    [Theory]
    [InlineData("C_Take_Consumer", Both, Reads, "'C.Take(SuccessRecord<DestinationVoid, DestinationVoid>)' takes success records only, but 'Orders' sends failure records to the queue 'Q', which it reads")]
    [InlineData("C_Lost_Consumer", "OnFailure: {Type: SQS, Destination: !GetAtt Q.Arn}", Reads, "'C.Lost(StreamFailureRecord)' takes the records of stream batches only, but 'Orders' sends failure records to the queue 'Q', which it reads")]
    [InlineData("C_Consumer", Both, Reads, "'C' takes success records and the records of stream batches only, but 'Orders' sends failure records to the queue 'Q', which it reads")]
    [InlineData("C_Consumer", "OnSuccess: {Type: SQS, Destination: !GetAtt Q.Arn}", Reads, null)]
    [InlineData("C_Take_Consumer", "OnSuccess: {Type: SQS, Destination: !GetAtt Q.Arn}", Reads, null)]
    [InlineData("C_Other_Consumer", Both, Reads, null)]
    [InlineData("C_Take_Consumer", "OnSuccess: {Type: Lambda, Destination: !GetAtt Consumer.Arn}, OnFailure: {Type: Lambda, Destination: !GetAtt Consumer.Arn}", "", "'C.Take(SuccessRecord<DestinationVoid, DestinationVoid>)' takes success records only, but 'Orders' sends failure records to 'Consumer', which runs it")]
    [InlineData("C_Take_Consumer", "OnSuccess: {Type: SNS, Destination: !Ref T}, OnFailure: {Type: SNS, Destination: !Ref T}", ", Events: {T: {Type: SNS, Properties: {Topic: !Ref T}}}", "'C.Take(SuccessRecord<DestinationVoid, DestinationVoid>)' takes success records only, but 'Orders' sends failure records to the topic 'T', which invokes it")]
    [InlineData("C_Take_Consumer", "OnSuccess: {Type: SNS, Destination: !Ref T}, OnFailure: {Type: SNS, Destination: !Ref T}", ", Events: {T: {Type: SNS, Properties: {Topic: !Ref T, FilterPolicyScope: MessageBody, FilterPolicy: {requestContext: {condition: [Success]}}}}}", null)]
    [InlineData("C_Take_Consumer", "OnFailure: {Type: SNS, Destination: !Ref T}", Reads + "}}\n  S: {Type: AWS::SNS::Subscription, Properties: {Protocol: sqs, TopicArn: !Ref T, Endpoint: !GetAtt Q.Arn", "'C.Take(SuccessRecord<DestinationVoid, DestinationVoid>)' takes success records only, but 'Orders' sends failure records to the topic 'T', which invokes it")]
    [InlineData("C_Take_Consumer", "OnSuccess: {Type: SQS, Destination: !GetAtt Q.Arn}, OnFailure: {Type: S3, Destination: !GetAtt B.Arn}", Reads, null)]
    public async Task A_consumer_gets_what_it_takes(string entry, string settings, string events, string? expected)
    {
        string template = Pipeline.Replace("SETTINGS", settings, System.StringComparison.Ordinal).Replace("ENTRY", entry, System.StringComparison.Ordinal).Replace("EVENTS", events.Replace("MORE", "", System.StringComparison.Ordinal), System.StringComparison.Ordinal);
        Assert.Equal(expected is null ? [] : [expected + "; take them by another method of the class and run the class's entry point, or send them elsewhere"], await KindsAsync(template));
    }

    /// <summary>What is filtered, computed, or there under another condition, is not known to arrive.</summary>
    [Theory]
    [InlineData(", FilterCriteria: {Filters: [{Pattern: '{}'}]}", "")]
    [InlineData(", 'Fn::Transform': {Name: M}", "")]
    [InlineData("", "Condition: Test, ")]
    [InlineData("", "Condition: Production, ")]
    public async Task A_record_that_may_not_arrive_is_not_reported(string more, string condition)
    {
        string template = Pipeline
            .Replace("SETTINGS", "OnFailure: !If [Production, !Ref AWS::NoValue, {Type: SQS, Destination: !GetAtt Q.Arn}]", System.StringComparison.Ordinal)
            .Replace("ENTRY", "C_Take_Consumer", System.StringComparison.Ordinal)
            .Replace("EVENTS", Reads.Replace("MORE", more, System.StringComparison.Ordinal), System.StringComparison.Ordinal)
            .Replace("Consumer: {", "Consumer: {" + condition, System.StringComparison.Ordinal);
        Assert.Empty(await KindsAsync(template));
        Assert.Single(await KindsAsync(template.Replace(more.Length > 0 ? more : condition, "", System.StringComparison.Ordinal)));
    }

    private static async Task<string[]> KindsAsync(string template)
    {
        const string Code = Producers + """
            public class C
            {
                [DestinationConsumer(typeof(P), "Both")] public void Take(SuccessRecord<DestinationVoid, DestinationVoid> r) { }
                [DestinationConsumer(typeof(P), "Stream")] public void Lost(StreamFailureRecord r) { }
            }
            """;
        // That the template runs one of the two consumers only is another matter.
        Diagnostic[] found = [.. (await AnalyzerHarness.AnalyzeAsync(new ConsumerAnalyzer(), GeneratorHarness.Compile(Code), SourceText.From(template, Encoding.UTF8))).Where(static x => x.Id != "LD1061")];
        Assert.All(found, static x => Assert.Equal("LD5013", x.Id));
        return [.. found.Select(static x => x.GetMessage(CultureInfo.InvariantCulture))];
    }

    /// <summary>The entry point of a class is reported at its first consumer, once.</summary>
    [Fact]
    public async Task A_queue_of_a_class_that_does_not_take_the_answer_loses_messages()
    {
        const string Code = Producers + """
            public class C
            {
                [DestinationConsumer(typeof(P), "Both")] public void Take(FailureRecord<Order> r) { }
                [DestinationConsumer(typeof(P), "Both")] public void Letter(DeadLetterMessage<Order> r) { }
            }
            """;
        const string Template = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Consumer: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::C_Consumer::HandleAsync', Events: {Q: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn}}}}}
            """;

        Diagnostic lost = Assert.Single(await AnalyzerHarness.AnalyzeAsync(new ConsumerAnalyzer(), GeneratorHarness.Compile(Code), SourceText.From(Template, Encoding.UTF8)));

        Assert.Equal("LD5012", lost.Id);
        Assert.Equal("Take", Code.Substring(lost.Location.SourceSpan.Start, lost.Location.SourceSpan.Length));
        Assert.StartsWith("'C' answers with the messages that failed", lost.GetMessage(CultureInfo.InvariantCulture), System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mapping_resource_that_does_not_take_the_answer_loses_messages()
    {
        const string Code = Producers + "public class C { [DestinationConsumer(typeof(P), \"Both\")] public void Take(FailureRecord<Order> r) { } }";
        const string Template = """
            Resources:
              Q: {Type: AWS::SQS::Queue}
              Consumer: {Type: AWS::Lambda::Function, Properties: {Handler: 'App::C_Take_Consumer::HandleAsync'}}
              Mapping: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref Consumer, EventSourceArn: !GetAtt Q.Arn}}
            """;

        Diagnostic lost = Assert.Single(await AnalyzerHarness.AnalyzeAsync(new ConsumerAnalyzer(), GeneratorHarness.Compile(Code), SourceText.From(Template, Encoding.UTF8)));

        Assert.Equal("LD5012", lost.Id);
        Assert.Contains("'C.Take(FailureRecord<Order>)' answers with the messages that failed, but the SQS event source mapping 'Mapping' does not ask for them", lost.GetMessage(CultureInfo.InvariantCulture), System.StringComparison.Ordinal);
    }

    [Fact]
    public Task Broken_code_is_the_compilers() => Verify<ConsumerAnalyzer>.AnalyzerAsync(
        Producers + "public class C { [DestinationConsumer(typeof({|CS0246:Gone|}), \"X\")] public void Take(FailureRecord<{|CS0246:Gone|}> r) { } [DestinationConsumer({|CS1503:1|}, \"X\")] public void Other(FailureRecord<Order> r) { } }");

    /// <summary>The producer stands in another assembly, with the manifest that the generator wrote; a hidden handler is known by that alone.</summary>
    [Theory]
    [InlineData("Public", "FailureRecord<Lib.Order> r")]
    [InlineData("Public", "FailureRecord<{|LD5001:string|}> r")]
    [InlineData("Public", "{|LD5004:SuccessRecord<Lib.Order, string>|} r")]
    [InlineData("Hidden", "FailureRecord<Lib.Order> r")]
    [InlineData("Hidden", "FailureRecord<{|LD5001:string|}> r")]
    [InlineData("Hidden", "{|LD5004:SuccessRecord<Lib.Order, string>|} r")]
    public Task A_referenced_assembly_is_known_by_its_manifest(string handler, string parameters) => Verify<ConsumerAnalyzer>.AnalyzerAsync(
        $$"""
        using LambdaDestinations;
        [assembly: DestinationSerializer(typeof(Context))]
        public abstract partial class Context : System.Text.Json.Serialization.JsonSerializerContext { protected Context() : base(null) { } }
        public class C { [DestinationConsumer(typeof(Lib.P), "{{handler}}")] public void Take({{parameters}}) { } }
        """,
        Library());

    [Theory]
    [InlineData("DestinationConsumer(typeof(Lib.P), {|LD5002:\"Gone\"|})")]
    [InlineData("{|LD5003:DestinationConsumer(typeof(Lib.P), \"Plain\")|}")]
    public Task A_referenced_assembly_may_lack_the_handler(string attribute) => Verify<ConsumerAnalyzer>.AnalyzerAsync(
        $$"""
        using LambdaDestinations;
        public class C { [{{attribute}}] public void Take(StreamFailureRecord r) { } }
        """,
        Library());

    [Fact]
    public Task The_fix_takes_the_record_that_is_sent() => Verify<ConsumerAnalyzer, ReplaceTypeFix>.FixAsync(
        Producers + """
        public class C
        {
            [DestinationConsumer(typeof(P), "Both")] public void A(FailureRecord<{|LD5001:Receipt|}> record) { }
            [DestinationConsumer(typeof(P), "Success")] public void B({|LD5004:FailureRecord<Order>|} record) { }
            [DestinationConsumer(typeof(P), "Stream")] public void D({|LD5006:StreamFailureRecord<Order>|} record) { }
            [DestinationConsumer(typeof(P), "Void")] public void E(SuccessRecord<List<Order>, {|LD5007:Receipt|}> record) { }
        }
        """,
        Producers + """
        public class C
        {
            [DestinationConsumer(typeof(P), "Both")] public void A(FailureRecord<Order> record) { }
            [DestinationConsumer(typeof(P), "Success")] public void B(SuccessRecord<Order, Receipt> record) { }
            [DestinationConsumer(typeof(P), "Stream")] public void D(StreamFailureRecord record) { }
            [DestinationConsumer(typeof(P), "Void")] public void E(SuccessRecord<List<Order>, DestinationVoid> record) { }
        }
        """,
        4);

    private static PortableExecutableReference Library()
    {
        CSharpCompilation compilation = GeneratorHarness.Compile("""
            using LambdaDestinations;
            namespace Lib
            {
                public class Order { public int Id { get; set; } }
                public class P
                {
                    [OnFailureDestination(DestinationType.Lambda, "@F")] public void Public(Order x) { }
                    [OnFailureDestination(DestinationType.Lambda, "@F")] private void Hidden(Order x) { }
                    public void Plain(Order x) { }
                }
            }
            """).WithAssemblyName("Lib");
        GeneratorHarness.CreateDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation outcome, out _);
        using MemoryStream stream = new();
        Assert.True(outcome.Emit(stream).Success);
        return MetadataReference.CreateFromImage(stream.ToArray());
    }
}
