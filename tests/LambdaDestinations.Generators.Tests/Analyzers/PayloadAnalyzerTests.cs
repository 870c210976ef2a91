using System.Threading.Tasks;
using LambdaDestinations.Generators.Analyzers;

namespace LambdaDestinations.Generators.Tests.Analyzers;

/// <summary>Where LD5080 and LD5081 stand, and where nothing can be said. What is refused is compared with System.Text.Json in <see cref="PayloadInspectorTests"/>.</summary>
public sealed class PayloadAnalyzerTests
{
    private const string Types = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using System.Threading.Tasks;
        using LambdaDestinations;

        public record Order(string Id);
        public record Fail(Action Done);
        public interface IShape { int R { get; } }
        public record Cased(int Id, int ID);
        public class SetOnly { public Type K { set { } } public int A { get; set; } }
        public record Drawing(IReadOnlyList<IShape> Shapes);

        """;

    [Theory]
    [InlineData("OnFailureDestination", "void {|LD5080:Run|}(Action x) { }")]
    [InlineData("OnFailureDestination", "void {|LD5080:Run|}(Drawing x) { }")]
    [InlineData("OnFailureDestination", "void {|LD5081:Run|}((int, int) x) { }")]
    [InlineData("OnFailureDestination", "Action {|LD5080:Run|}(Order x) => null!")]
    [InlineData("OnFailureDestination", "async Task<Fail> {|LD5080:Run|}(Order x) { await Task.Yield(); return null!; }")]
    [InlineData("OnFailureDestination", "ValueTask<int[,]> {|LD5080:Run|}(Order x) => default")]
    [InlineData("OnFailureDestination", "(int A, int B) {|LD5081:Run|}(Order x) => default")]
    [InlineData("OnFailureDestination", "nint {|LD5080:{|LD5081:Run|}|}((int, int) x) => default")]
    [InlineData("OnSuccessDestination", "Drawing {|LD5080:Run|}(Order x) => null!")]
    [InlineData("OnSuccessDestination", "Dictionary<Order, int> {|LD5080:Run|}(Order x) => null!")]
    public Task A_payload_of_a_handler_is_judged(string attribute, string method) => Verify<PayloadAnalyzer>.AnalyzerAsync(
        $"#nullable enable\n{Types} public class H {{ [{attribute}(DestinationType.Sqs, \"@Q\")] public {method}{(method.EndsWith('}') ? "" : ";")} }}");

    [Theory]
    [InlineData("OnFailureDestination", "Drawing Run(Order x) => null!")]
    [InlineData("OnSuccessDestination", "Stream Run(Stream x) => x")]
    [InlineData("OnSuccessDestination", "SetOnly Run(Cased x) => null!")]
    [InlineData("OnSuccessDestination", "object Run(JsonElement x) => x")]
    [InlineData("OnSuccessDestination", "IEnumerable<int[][]> Run(IReadOnlyDictionary<string, object> x) => null!")]
    [InlineData("OnSuccessDestination", "Task Run(dynamic x) => Task.CompletedTask")]
    public Task What_is_converted_is_not_reported(string attribute, string method) => Verify<PayloadAnalyzer>.AnalyzerAsync(
        $"#nullable enable\n{Types} public class H {{ [{attribute}(DestinationType.Sqs, \"@Q\")] public {method}; }}");

    [Fact]
    public Task A_payload_of_a_consumer_is_judged() => Verify<PayloadAnalyzer>.AnalyzerAsync("#nullable enable\n" + Types + """
        public class H
        {
            [OnSuccessDestination(DestinationType.Sqs, "@Q")] public Order Run(Order x) => x;
            [DestinationConsumer(typeof(H), "Run")] public void {|LD5080:First|}(SuccessRecord<IShape, Order> x) { }
            [DestinationConsumer(typeof(H), "Run")] public void {|LD5081:Second|}(SuccessRecord<Order, (int, int)> x) { }
            [DestinationConsumer(typeof(H), "Run")] public void {|LD5080:Failed|}(FailureRecord<Drawing> x) { }
            [DestinationConsumer(typeof(H), "Run")] public void Good(SuccessRecord<IDictionary<string, Order>, DestinationVoid> x) { }
        }
        """);

    [Theory]
    [InlineData("IncludeFields = true", "(int, int) Run((int, int) x) => x")]
    [InlineData("Converters = new[] { typeof(Shapes) }", "IShape Run(IShape x) => x")]
    [InlineData("Converters = new[] { typeof(JsonStringEnumConverter) }", "IShape Run(IShape x) => x")]
    [InlineData("PropertyNameCaseInsensitive = true", "Task {|LD5080:Run|}(Cased x) => null!")]
    [InlineData("PropertyNameCaseInsensitive = false", "Task Run(Cased x) => null!")]
    [InlineData("WriteIndented = true", "IShape {|LD5080:{|LD5080:Run|}|}(IShape x) => x")]
    [InlineData("Converters = new[] { typeof(Shapes) }", "Action {|LD5080:Run|}(IShape x) => null!")]
    public Task The_options_of_the_context_count(string options, string method) => Verify<PayloadAnalyzer>.AnalyzerAsync("#nullable enable\n" + Types + $$"""
        [JsonSourceGenerationOptions({{options}}), JsonSerializable(typeof(Cased)), JsonSerializable(typeof(IShape)), JsonSerializable(typeof(Action)), JsonSerializable(typeof((int, int)))]
        public abstract partial class Context : JsonSerializerContext { protected Context() : base(null) { } }
        public abstract class Shapes : JsonConverter<IShape> { }
        [DestinationSerializer(typeof(Context))]
        public class H { [OnSuccessDestination(DestinationType.Sqs, "@Q")] public {{method}}; }
        """);

    [Theory]
    [InlineData("[assembly: Amazon.Lambda.Core.LambdaSerializer(typeof(Own))]", "Action Run(Order x) => null!")]
    [InlineData("[assembly: Amazon.Lambda.Core.LambdaSerializer(typeof(Amazon.Lambda.Serialization.SystemTextJson.DefaultLambdaJsonSerializer))]", "Action {|LD5080:Run|}(Order x) => null!")]
    [InlineData("[assembly: Amazon.Lambda.Core.LambdaSerializer(typeof(Amazon.Lambda.Serialization.SystemTextJson.DefaultLambdaJsonSerializer))]", "Cased {|LD5080:Run|}(Order x) => null!")]
    public Task Another_serializer_is_not_judged(string attribute, string method) => Verify<PayloadAnalyzer>.AnalyzerAsync("#nullable enable\n" + Types.Replace(
        "public record Order",
        $"{attribute} namespace Amazon.Lambda.Serialization.SystemTextJson {{ public class DefaultLambdaJsonSerializer {{ }} }} public class Own {{ }} public record Order",
        System.StringComparison.Ordinal) + $"public class H {{ [OnSuccessDestination(DestinationType.Sqs, \"@Q\")] public {method}; }}");
}
