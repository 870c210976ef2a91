using System.Threading.Tasks;
using LambdaDestinations.CodeFixes;
using LambdaDestinations.Generators.Analyzers;

namespace LambdaDestinations.Generators.Tests.Analyzers;

public sealed class RecordUseAnalyzerTests
{
    private const string Head = """
        using System;
        using LambdaDestinations;
        namespace My { public class Failed : Exception { public class Inner : Exception { } } public class Kinesis { public class KinesisEvent { } } }
        public class Plain : Exception { public class Inner : Exception { } }
        namespace Amazon.Lambda.KinesisEvents { public class KinesisEvent { } }
        namespace Amazon.Lambda.KafkaEvents { public class KafkaEvent { } }

        """;

    [Theory]
    [InlineData("e.ErrorType == {|LD5020:typeof(My.Failed).FullName|}")]
    [InlineData("{|LD5020:typeof(My.Failed).AssemblyQualifiedName|} != e.ErrorType")]
    [InlineData("e.ErrorType == {|LD5020:\"My.Failed\"|}")]
    [InlineData("e.ErrorType == {|LD5020:\"System.TimeoutException\"|}")]
    [InlineData("e.Cause?.ErrorType == {|LD5020:\"System.TimeoutException\"|}")]
    [InlineData("e.ErrorType is {|LD5020:\"My.Failed+Inner\"|}")]
    [InlineData("e.ErrorType is \"Failed\" or {|LD5020:\"My.Failed\"|}")]
    [InlineData("e is { ErrorType: not {|LD5020:\"My.Failed\"|} }")]
    [InlineData("string.Equals(e.ErrorType, {|LD5020:\"My.Failed\"|}, StringComparison.Ordinal)")]
    [InlineData("e.ErrorType!.Equals({|LD5020:\"My.Failed\"|})")]
    [InlineData("e.ErrorType switch { {|LD5020:\"My.Failed\"|} => true, _ => false }")]
    [InlineData("e.ErrorType == nameof(My.Failed)")]
    [InlineData("e.ErrorType == typeof(My.Failed).Name")]
    [InlineData("e.ErrorType == \"Sandbox.Timedout\"")]
    [InlineData("e.ErrorType == \"Runtime.ExitError\"")]
    [InlineData("e.ErrorType == \"System.String\"")]
    [InlineData("e.ErrorMessage == \"My.Failed\"")]
    [InlineData("e.ErrorType!.Contains({|LD5020:\"My.Failed\"|})")]
    [InlineData("e.ErrorType!.StartsWith({|LD5020:\"My.Failed\"|}, StringComparison.Ordinal)")]
    [InlineData("e.ErrorType?.EndsWith({|LD5020:typeof(My.Failed).FullName|}!) == true")]
    [InlineData("e.ErrorType == {|LD5020:typeof(My.Failed).ToString()|}")]
    [InlineData("e.ErrorType!.Contains(\"Failed\")")]
    [InlineData("e.ErrorType!.StartsWith(\"My.\")")]
    [InlineData("\"My.Failed, System.TimeoutException\".Contains(e.ErrorType!)")]
    [InlineData("e.ErrorMessage.Contains(\"My.Failed\")")]
    [InlineData("e.ErrorType == typeof(Plain).FullName")]
    [InlineData("e.ErrorType == typeof(Plain).ToString()")]
    [InlineData("e.ErrorType == {|LD5020:typeof(Plain).AssemblyQualifiedName|}")]
    [InlineData("e.ErrorType == {|LD5020:typeof(Plain.Inner).FullName|}")]
    [InlineData("e.ErrorType == e.ToString()")]
    [InlineData("typeof(My.Failed).FullName == \"My.Failed\"")]
    public Task An_error_type_is_a_short_name(string expression) => Verify<RecordUseAnalyzer>.AnalyzerAsync(
        $"{Head} public class C {{ public bool M(DestinationError e) => {expression}; }}");

    [Fact]
    public Task A_switch_statement_compares_too() => Verify<RecordUseAnalyzer>.AnalyzerAsync(
        Head + """
        public class C
        {
            public int M(DestinationError e)
            {
                switch (e.ErrorType)
                {
                    case {|LD5020:"My.Failed"|}: return 1;
                    case "Failed": return 2;
                    default: return 3;
                }
            }
        }
        """);

    [Theory]
    [InlineData("FailureRecord<string>", "r.RequestContext.Condition == {|LD5021:DestinationCondition.RetryAttemptsExhausted|}")]
    [InlineData("FailureRecord<string>", "{|LD5021:DestinationCondition.RecordAgeExceeded|} != r.RequestContext.Condition")]
    [InlineData("FailureRecord<string>", "r.RequestContext.Condition.Equals({|LD5021:DestinationCondition.MaximumPayloadSizeExceeded|})")]
    [InlineData("FailureRecord<string>", "r.RequestContext.Condition.Value == {|LD5021:\"RetryAttemptsExhausted\"|}")]
    [InlineData("FailureRecord<string>", "r.RequestContext.Condition.Value is {|LD5021:\"RetryAttemptsExhausted\"|} or \"RetriesExhausted\"")]
    [InlineData("FailureRecord<string>", "r.RequestContext.Condition == {|LD5021:DestinationCondition.Success|}")]
    [InlineData("SuccessRecord<string, string>", "r.RequestContext.Condition == {|LD5021:DestinationCondition.RetriesExhausted|}")]
    [InlineData("StreamFailureRecord", "r.RequestContext.Condition == {|LD5021:DestinationCondition.RetriesExhausted|}")]
    [InlineData("StreamFailureRecord", "r.RequestContext.Condition == {|LD5021:DestinationCondition.EventAgeExceeded|}")]
    [InlineData("StreamFailureRecord<Amazon.Lambda.KinesisEvents.KinesisEvent>", "r.RequestContext.Condition == {|LD5021:DestinationCondition.RetriesExhausted|}")]
    [InlineData("FailureRecord<string>", "r.RequestContext.Condition == DestinationCondition.RetriesExhausted")]
    [InlineData("FailureRecord<string>", "r.RequestContext.Condition.Value == \"SomethingNew\"")]
    [InlineData("SuccessRecord<string, string>", "r.RequestContext.Condition == DestinationCondition.Success")]
    [InlineData("StreamFailureRecord", "r.RequestContext.Condition == DestinationCondition.RecordAgeExceeded")]
    [InlineData("StreamFailureRecord<Amazon.Lambda.KafkaEvents.KafkaEvent>", "r.RequestContext.Condition == DestinationCondition.RetriesExhausted")]
    [InlineData("StreamFailureRecord", "r.RequestContext.Condition == DestinationCondition.RetriesExhausted || r.RequestContext.Condition == DestinationCondition.RetryAttemptsExhausted")]
    [InlineData("StreamFailureRecord", "r.Kafka != null && r.RequestContext.Condition == DestinationCondition.RetriesExhausted")]
    [InlineData("DestinationRecord", "r.RequestContext.Condition == DestinationCondition.RetryAttemptsExhausted")]
    [InlineData("InvocationRequestContext", "r.Condition == DestinationCondition.RetryAttemptsExhausted")]
    public Task A_condition_belongs_to_one_kind_of_record(string type, string expression) => Verify<RecordUseAnalyzer>.AnalyzerAsync(
        $"{Head} public class C {{ public bool M({type} r) => {expression}; }}");

    [Fact]
    public Task The_fix_writes_what_can_be_equal() => Verify<RecordUseAnalyzer, ReplaceExpressionFix>.FixAsync(
        Head + """
        public class C
        {
            public bool A(DestinationError e) => e.ErrorType == {|LD5020:typeof(My.Failed).FullName|} || e.ErrorType is {|LD5020:"System.TimeoutException"|};
            public bool B(FailureRecord<string> r) => r.RequestContext.Condition == {|LD5021:DestinationCondition.RetryAttemptsExhausted|};
            public bool D(StreamFailureRecord r) => r.RequestContext.Condition.Value == {|LD5021:"EventAgeExceeded"|};
        }
        """,
        Head + """
        public class C
        {
            public bool A(DestinationError e) => e.ErrorType == nameof(My.Failed) || e.ErrorType is nameof(TimeoutException);
            public bool B(FailureRecord<string> r) => r.RequestContext.Condition == DestinationCondition.RetriesExhausted;
            public bool D(StreamFailureRecord r) => r.RequestContext.Condition.Value == "RecordAgeExceeded";
        }
        """,
        4,
        fixAllSteps: 2);
}
