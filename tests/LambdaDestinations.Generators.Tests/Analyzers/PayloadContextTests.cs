using System.Threading.Tasks;
using LambdaDestinations.CodeFixes;
using LambdaDestinations.Generators.Analyzers;

namespace LambdaDestinations.Generators.Tests.Analyzers;

public sealed class PayloadContextTests
{
    private const string Types = """
        using System.Collections.Generic;
        using System.Text.Json.Serialization;
        using LambdaDestinations;

        [assembly: DestinationSerializer(typeof(Context))]

        public class Order { public List<Line> Lines { get; set; } = new(); }
        public class Line { public Kind? Kind { get; set; } }
        public enum Kind { A }
        public class Receipt { }

        """;

    private const string Body = "{ protected Context() : base(null) { } }";

    private const string Handlers = """
        public class H
        {
            [OnSuccessDestination(DestinationType.Sqs, "@Q")] public Receipt {|LD5010:Run|}(Order order) => new Receipt();
            [OnFailureDestination(DestinationType.Sqs, "@Q")] public Receipt OnlyFailures(Order order) => new Receipt();
            [OnFailureDestination(DestinationType.Sqs, "@Q")] public void Reached(Line[] lines) { }
            [OnFailureDestination(DestinationType.Sqs, "@Q")] public void Void() { }
            [DestinationConsumer(typeof(H), "Run")] public void {|LD5010:Take|}(SuccessRecord<Order, Receipt> r) { }
            [DestinationConsumer(typeof(H), "Run")] public void Without(SuccessRecord<Order, DestinationVoid> r) { }
            [DestinationConsumer(typeof(H), "Run"), OnFailureDestination(DestinationType.Sqs, "@Q")] public Receipt {|LD5010:Answers|}(SuccessRecord<Order, DestinationVoid> r) => new Receipt();
            [DestinationConsumer(typeof(H), "Run"), OnFailureDestination(DestinationType.Sqs, "@Q")] public void AnswersNothing(SuccessRecord<Order, DestinationVoid> r) { }
        }
        """;

    [Theory]
    [InlineData("[DestinationSerializer({|LD5060:typeof(int)|})]")]
    [InlineData("[DestinationSerializer({|LD5060:typeof(Order)|})]")]
    [InlineData("[DestinationSerializer({|LD5060:typeof(Bare)|})]")]
    [InlineData("[DestinationSerializer({|LD5060:contextType: typeof(System.Text.Json.Serialization.JsonSerializerContext)|})]")]
    [InlineData("[DestinationSerializer({|LD5060:typeof(Holder.Hidden)|})]")]
    [InlineData("[DestinationSerializer(typeof(Own))]")]
    [InlineData("[DestinationSerializer(typeof(Derived))]")]
    public Task The_serializer_is_a_context(string attribute) => Verify<PayloadAnalyzer>.AnalyzerAsync($$"""
        using System.Text.Json.Serialization;
        using LambdaDestinations;
        public class Order { }
        [JsonSerializable(typeof(Order))] public abstract class Own : JsonSerializerContext {{Body.Replace("Context", "Own", System.StringComparison.Ordinal)}}
        [JsonSerializable(typeof(Order))] internal abstract class Derived : Own { }
        public abstract class Bare : JsonSerializerContext { protected Bare() : base(null) { } }
        public partial class Holder
        {
            [JsonSerializable(typeof(Order))] private abstract class Hidden : JsonSerializerContext { protected Hidden() : base(null) { } }
            {{attribute}}
            public class H
            {
                [OnFailureDestination(DestinationType.Sqs)] public void Run(Order x) { }
                [OnFailureDestination(DestinationType.Sqs)] public void Walk(Order x) { }
            }
        }
        """);

    [Fact]
    public Task A_type_that_nothing_leads_to_is_missing() => Verify<PayloadAnalyzer>.AnalyzerAsync(
        $"{Types} [JsonSerializable(typeof(Order)), JsonSerializable(typeof(Line[]))] public abstract partial class Context : JsonSerializerContext {Body} {Handlers}");

    [Theory]
    [InlineData("[JsonSerializable(typeof(Order)), JsonSerializable(typeof(Receipt))]", "Receipt Run(Order x) => new Receipt()")]
    [InlineData("[JsonSerializable(typeof(Order))]", "Line Run(List<Line> x) => x[0]")]
    [InlineData("[JsonSerializable(typeof(Order))]", "Kind? Run(Kind x) => x")]
    [InlineData("[JsonSerializable(typeof(Dictionary<string, Receipt>))]", "string Run(Receipt x) => \"\"")]
    [InlineData("[JsonSerializable(typeof((Receipt A, Order B)))]", "Receipt Run(Order x) => new Receipt()")]
    public Task A_type_that_a_listed_one_holds_is_there(string attributes, string method) => Verify<PayloadAnalyzer>.AnalyzerAsync(
        $"{Types} {attributes} public abstract partial class Context : JsonSerializerContext {Body} public class H {{ [OnSuccessDestination(DestinationType.Sqs, \"@Q\")] public {method}; }}");

    [Fact]
    public Task A_context_written_by_hand_is_not_judged() => Verify<PayloadAnalyzer>.AnalyzerAsync(
        Types + Stubs.Context.Replace("namespace App", "namespace Own", System.StringComparison.Ordinal).Replace("AppContext", "Hand", System.StringComparison.Ordinal).Replace("    using System;", "    using System; using System.Text.Json.Serialization.Metadata;", System.StringComparison.Ordinal)
        + $" public abstract partial class Context : JsonSerializerContext {Body} [DestinationSerializer(typeof(Own.Hand))] public class H {{ [OnSuccessDestination(DestinationType.Sqs, \"@Q\")] public Receipt Run(Order x) => new Receipt(); }}");

    [Fact]
    public Task Without_a_context_there_is_nothing_to_say() => Verify<PayloadAnalyzer>.AnalyzerAsync(
        "using LambdaDestinations; public class H { [OnSuccessDestination(DestinationType.Sqs, \"@Q\")] public string Run(int x) => \"\"; }");

    [Fact]
    public Task The_fix_adds_what_is_missing() => Verify<PayloadAnalyzer, AddJsonSerializableFix>.FixAsync(
        Types + """

        [JsonSerializable(typeof(Kind))]
        public abstract partial class Context : JsonSerializerContext
        {
            protected Context() : base(null) { }
        }

        public class H
        {
            [OnSuccessDestination(DestinationType.Sqs, "@Q")] public Receipt {|LD5010:{|LD5010:Run|}|}(Order order) => new Receipt();
            [OnFailureDestination(DestinationType.Sqs, "@Q")] public void {|LD5010:Other|}(Order order) { }
        }
        """,
        Types + """

        [JsonSerializable(typeof(Kind))]
        [JsonSerializable(typeof(Order))]
        [JsonSerializable(typeof(Receipt))]
        public abstract partial class Context : JsonSerializerContext
        {
            protected Context() : base(null) { }
        }

        public class H
        {
            [OnSuccessDestination(DestinationType.Sqs, "@Q")] public Receipt Run(Order order) => new Receipt();
            [OnFailureDestination(DestinationType.Sqs, "@Q")] public void Other(Order order) { }
        }
        """,
        2);
}
