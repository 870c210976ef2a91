using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using LambdaDestinations.CodeFixes;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Generators.Tests.CodeFixes;

/// <summary>
/// Fixes of the template and of the contract baseline, through a workspace. What is demanded: <see cref="FixHarness"/>; the forms that templates can have:
/// <c>TemplateFixFormTests</c>, for every rule.
/// </summary>
public sealed partial class OddFileTests
{
    private const string Code = """
        using System.Threading.Tasks;
        using LambdaDestinations;

        namespace App;

        public class Handlers
        {
            // It works.
            [OnFailureDestination(DestinationType.Sqs, "@Queue")]
            public Task Run(string order) => Task.CompletedTask;
        }

        public class Consumers
        {
            [DestinationConsumer(typeof(Handlers), "Run")]
            public void Take(FailureRecord<string> record) { }
        }

        """;

    private const string Head = """
        # What the shop deploys
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Queue: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 600}} # failures
          Dead: {Type: AWS::SQS::Queue}
          Topic: {Type: AWS::SNS::Topic}
          Open: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Queue, !Ref Dead], PolicyDocument: {Statement: [{Effect: Allow, Principal: '*', Action: 'sqs:*', Resource: '*'}]}}}

        """;

    private const string Worker = """
          # It works.
          Worker:
            Type: AWS::Serverless::Function # ours
            Properties:
              Handler: App::App.Handlers::Run
              Runtime: dotnet10

        """;

    private const string Consumer = "  Consumer: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::App.Consumers_Take_Consumer::HandleAsync', Runtime: dotnet10, Events: {Q: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}}}} # reads\n";

    private static readonly Func<string, string>[] Forms = [static x => x, static x => x.Replace("\n", "\r\n", StringComparison.Ordinal), static x => x.TrimEnd('\n')];

    /// <summary>Each stands in the template twice, so that "fix all" has something to do.</summary>
    [Theory]
    [InlineData("LD1010", "EventInvokeConfig:\n        DestinationConfig:\n          OnSuccess: {Type: SQS, Destination: 'arn:aws:sqs:eu-west-1:123456789012:a'} # near\n          OnFailure: {Type: SQS, Destination: 'arn:aws:sqs:us-east-1:123456789012:b'} # far", "!Sub 'arn:aws:sqs:${AWS::Region}:123456789012:b'} # far")]
    [InlineData("LD2009", "Events:\n        Orders:\n          Type: MSK # Kafka\n          Properties:\n            Stream: !Ref Cluster # it\n            Topics: [orders]\n            StartingPosition: LATEST\n            FunctionResponseTypes: [ReportBatchItemFailures]\n            DestinationConfig: {OnFailure: {Type: Kafka, Destination: 'kafka://failed'}} # failed", "MinimumPollers: 1")]
    [InlineData("LD1006", "EventInvokeConfig: {MaximumRetryAttempts: 7} # often", "EventInvokeConfig: {MaximumRetryAttempts: 2} # often")]
    [InlineData("LD1006", "EventInvokeConfig: {MaximumRetryAttempts: 7, MaximumEventAgeInSeconds: 60} # often", "EventInvokeConfig: {MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60} # often")]
    [InlineData("LD1007", "EventInvokeConfig: {MaximumEventAgeInSeconds: 5} # soon", "EventInvokeConfig: {MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0} # soon")]
    [InlineData("LD1007", "EventInvokeConfig: {MaximumEventAgeInSeconds: 99999, MaximumRetryAttempts: 2} # late", "EventInvokeConfig: {MaximumEventAgeInSeconds: 21600, MaximumRetryAttempts: 2} # late")]
    [InlineData("LD1018", "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !Ref Dead}}} # where", "!GetAtt Dead.Arn}}} # where")]
    public async Task A_finding_in_the_template_is_corrected(string id, string properties, string expected)
    {
        foreach (Func<string, string> form in Forms)
        {
            string second = Worker.Replace("Worker", "Second", StringComparison.Ordinal).Replace("App::App.Handlers::Run", "Other::Other.H::Run", StringComparison.Ordinal);
            string template = Head.Replace("Resources:", "Parameters: {Cluster: {Type: String}}\nResources:", StringComparison.Ordinal) + Worker + "      " + properties + "\n" + second + "      " + properties + "\n";
            Assert.Contains(expected, await FixHarness.FixTemplateAsync(id, ["class Nothing { }\n"], form(template)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("FilterPolicy: {kind: [order]} # orders")]
    [InlineData("FilterPolicy: # orders\n        kind:\n          - order # one")]
    [InlineData("FilterPolicyScope: MessageAttributes # the default\n      FilterPolicy: {kind: [order]}")]
    public async Task A_filter_of_attributes_is_made_one_of_the_body(string filter)
    {
        string Subscription(string name, string queue) =>
            $"  {name}:\n    Type: AWS::SNS::Subscription\n    Properties:\n      TopicArn: !Ref Topic # from\n      Protocol: sqs\n      Endpoint: !GetAtt {queue}.Arn\n      {filter}\n";
        string template = Head + Worker + "      EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SNS, Destination: !Ref Topic}}}\n" + Subscription("One", "Queue") + Subscription("Two", "Dead");
        foreach (Func<string, string> form in Forms)
        {
            Assert.Contains("FilterPolicyScope: MessageBody", await FixHarness.FixTemplateAsync("LD4015", ["class Nothing { }\n"], form(template)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("LD4001", "DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Dead.Arn} # dead")]
    [InlineData("LD4001", "DeadLetterQueue: # dead\n        Type: SQS\n        TargetArn: !GetAtt Dead.Arn # there\n      Timeout: 3 # seconds")]
    [InlineData("LD4002", "DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Queue.Arn} # dead")]
    public async Task A_dead_letter_queue_beside_an_attribute_is_removed(string id, string properties)
    {
        foreach (Func<string, string> form in Forms)
        {
            string corrected = await FixHarness.FixTemplateAsync(id, [Code], form(Head + Worker + "      " + properties + "\n"), removes: true);
            Assert.DoesNotContain("DeadLetterQueue", corrected, StringComparison.Ordinal);
            Assert.Equal(properties.Contains("# seconds", StringComparison.Ordinal), corrected.Contains("# seconds", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_mapping_takes_the_answer_of_a_consumer()
    {
        foreach (Func<string, string> form in Forms)
        {
            string corrected = await FixHarness.FixTemplateAsync("LD5012", [Code], form(Head + Worker + Consumer));
            Assert.Contains("FunctionResponseTypes: [ReportBatchItemFailures]}}}}} # reads", corrected, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\n  \"schemaVersion\": 1,\n  \"contracts\": {}\n}\n")]
    [InlineData("{\n  \"schemaVersion\": 1,\n  \"contracts\": {\n    \"App.Handlers.Run\": {\n      \"request\": \"string\",\n      \"response\": \"integer\"\n    }\n  }\n}\n")]
    public async Task A_contract_is_recorded(string baseline)
    {
        string code = Code.Replace("public Task Run(string order) => Task.CompletedTask;", "public Task<int?> Run(string order) => Task.FromResult<int?>(1);", StringComparison.Ordinal);
        string twice = code.Replace("public class Consumers", "public class Others\n{\n    [OnFailureDestination(DestinationType.Sqs)]\n    public void Walk(int[] x) { }\n}\n\npublic class Consumers", StringComparison.Ordinal);
        foreach (Func<string, string> form in Forms[..2])
        {
            string recorded = await FixHarness.FixBaselineAsync("LD5051", [code], form(baseline));
            Assert.Contains("\"response\": \"integer?\"", recorded, StringComparison.Ordinal);
            await FixHarness.FixBaselineAsync("LD5051", [twice], form(baseline));
        }
    }

    [Theory]
    [InlineData("App.Handlers.Gone", "App.Handlers.Run")]
    [InlineData("App.Handlers.Run", "Zoo.Handlers.Gone")]
    [InlineData("App.Gone", "App.Handlers.Run", "App.Lost")]
    [InlineData("App.Gone")]
    [InlineData("App.Gone", "App.Lost")]
    public async Task The_contract_of_a_handler_that_is_gone_is_deleted(params string[] handlers)
    {
        // A type of that name is not the handler.
        static string Entry(string handler) => $"    \"{handler}\": {{\n      \"request\": \"string?\",\n      \"types\": {{\n        \"App.Gone\": {{}}\n      }}\n    }}";
        string baseline = $"{{\n  \"schemaVersion\": 1,\n  \"contracts\": {{\n{string.Join(",\n", handlers.Select(Entry))}\n  }}\n}}\n";
        string code = "#nullable disable\n" + (handlers.Contains("App.Handlers.Run") ? Code : "class Nothing { }\n");
        foreach (Func<string, string> form in Forms[..2])
        {
            string left = await FixHarness.FixBaselineAsync("LD5051", [code], form(baseline));
            Assert.Equal(handlers.Contains("App.Handlers.Run"), left.Contains("\"App.Handlers.Run\"", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("LD5004", "[OnSuccessDestination(DestinationType.Sqs)] public int Run(string x) => 1;", "/* it */ FailureRecord<string> record", "/* it */ SuccessRecord<string, int> record")]
    [InlineData("LD5006", "[OnFailureDestination(DestinationType.Sqs, EventSource = \"Stream\")] public void Run(string x) { }", "StreamFailureRecord<string> record, System.Threading.CancellationToken token", "StreamFailureRecord record, System.Threading.CancellationToken token")]
    [InlineData("LD5007", "[OnSuccessDestination(DestinationType.Sqs)] public void Run(string x) { }", "LambdaDestinations.SuccessRecord<string, int> record", "SuccessRecord<string, DestinationVoid> record")]
    public async Task A_consumer_takes_what_is_sent(string id, string handler, string parameters, string expected)
    {
        string code = $"using LambdaDestinations;\n\nnamespace App;\n\npublic class Handlers {{ {handler} }}\n\npublic class Consumers\n{{\n    [DestinationConsumer(typeof(Handlers), \"Run\")]\n    public void Take({parameters}) {{ }} // takes\n}}\n";
        foreach (Func<string, string> form in new[] { Forms[0], Forms[1], static x => x.Replace("    ", "\t", StringComparison.Ordinal) })
        {
            Assert.Contains(expected, await FixHarness.FixAsync(id, [form(code)]), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("record.RequestContext.Condition == DestinationCondition.RetryAttemptsExhausted", "== DestinationCondition.RetriesExhausted;")]
    [InlineData("record.RequestContext.Condition == /* a */ LambdaDestinations.DestinationCondition.RecordAgeExceeded /* b */", "/* a */ LambdaDestinations.DestinationCondition.EventAgeExceeded /* b */")]
    [InlineData("record.RequestContext.Condition.Value is \"RetryAttemptsExhausted\" or \"Other\"", "is \"RetriesExhausted\" or \"Other\"")]
    [InlineData("record.RequestContext.Condition == RetryAttemptsExhausted", "== RetriesExhausted;")]
    public async Task A_condition_is_one_of_the_records_kind(string comparison, string expected)
    {
        string code = $"using LambdaDestinations;\nusing static LambdaDestinations.DestinationCondition;\n\nnamespace App;\n\npublic class C\n{{\n    public bool A(FailureRecord<string> record) => {comparison};\n\n    public bool B(FailureRecord<string> record) => {comparison};\n}}\n";
        foreach (Func<string, string> form in new[] { Forms[0], Forms[1], static x => x.Replace("    ", "\t", StringComparison.Ordinal) })
        {
            Assert.Contains(expected, await FixHarness.FixAsync("LD5021", [form(code)]), StringComparison.Ordinal);
        }
    }

    /// <summary>The tests are read: whoever adds a fix of code must put it through the harness.</summary>
    [Fact]
    public void Every_fix_goes_through_the_harness()
    {
        HashSet<string> tested = new(Directory.EnumerateFiles(Folder(), "Odd*.cs").SelectMany(static x => Ids().Matches(File.ReadAllText(x))).Select(static x => x.Value), StringComparer.Ordinal);
        IEnumerable<string> fixable = FixHarness.Providers.Where(static x => x is not TemplateFindingFix).SelectMany(static x => x.FixableDiagnosticIds).Distinct();

        Assert.Empty(fixable.Except(tested));
        Assert.All(FixHarness.Providers, static x => Assert.NotNull(x.GetFixAllProvider()));
        Assert.All(fixable, static x => Assert.NotNull(RuleCatalog.Find(x)));
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex("LD[0-9]{4}(?=[\" ])")]
    private static partial Regex Ids();
}
