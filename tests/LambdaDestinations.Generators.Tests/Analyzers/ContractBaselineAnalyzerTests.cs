using System.Threading.Tasks;
using LambdaDestinations.CodeFixes;
using LambdaDestinations.Generators.Analyzers;
using Microsoft.CodeAnalysis.Testing;

namespace LambdaDestinations.Generators.Tests.Analyzers;

public sealed class ContractBaselineAnalyzerTests
{
    private const string File = "destination-contracts.json";

    private const string Baseline = """
        {
          "schemaVersion": 1,
          "contracts": {
            "App.H.Run": {
              "request": "App.Order?",
              "response": "integer",
              "types": {
                "App.Order": {
                  "Id": "string",
                  "Note": "string?"
                }
              }
            }
          }
        }

        """;

    [Theory]
    [InlineData("Run", "int", "public string Id { get; set; } = \"\"; public string? Note { get; set; }")]
    [InlineData("{|LD5050:Run|}", "int", "public string Id { get; set; } = \"\";")]
    [InlineData("{|LD5050:Run|}", "int", "public string Id { get; set; } = \"\"; public string? Remark { get; set; }")]
    [InlineData("{|LD5050:Run|}", "int", "public int Id { get; set; } public string? Note { get; set; }")]
    [InlineData("{|LD5050:Run|}", "int", "public required string Id { get; set; } public string? Note { get; set; }")]
    [InlineData("{|LD5050:Run|}", "int", "public string Id { get; set; } = \"\"; public string? Note { get; set; } public required int More { get; set; }")]
    [InlineData("{|LD5050:Run|}", "string", "public string Id { get; set; } = \"\"; public string? Note { get; set; }")]
    [InlineData("{|LD5051:Run|}", "int", "public string Id { get; set; } = \"\"; public string? Note { get; set; } public int More { get; set; }")]
    [InlineData("{|LD5051:Run|}", "int?", "public string Id { get; set; } = \"\"; public string? Note { get; set; }")]
    public Task A_change_is_found(string method, string response, string members) => Verify<ContractBaselineAnalyzer>.AnalyzerAsync(Code(method, response, members), (File, Baseline));

    [Fact]
    public Task Without_a_file_the_check_is_off() => Verify<ContractBaselineAnalyzer>.AnalyzerAsync(Code("Run", "int", ""), ("other.json", ""));

    [Fact]
    public Task A_handler_that_is_gone_is_found_in_the_file()
    {
        string code = "using LambdaDestinations; namespace App { public class H { public int Run(string x) => 0; } }";
        return VerifyFileAsync(code, Baseline, "LD5051", 4, 5, 4, 16, "The contract of 'App.H.Run' is not what destination-contracts.json says: the handler is gone or has no destination any more; delete its entry");
    }

    [Fact]
    public Task A_file_that_cannot_be_read_is_found_with_its_place() =>
        VerifyFileAsync(Code("Run", "int", ""), "{ \"schemaVersion\": 7 }", "LD5052", 1, 20, 1, 21, "Schema version 7 of the contract baseline is not known; this version reads 1");

    /// <summary>An empty file is the way to begin; what is recorded then gives no finding.</summary>
    [Fact]
    public Task The_fix_records_the_contract() => Verify<ContractBaselineAnalyzer, RecordContractFix>.FixFileAsync(
        """
        #nullable enable
        using LambdaDestinations;
        namespace App
        {
            public class Order { public string Id { get; set; } = ""; public string? Note { get; set; } }
            public class H
            {
                [OnFailureDestination(DestinationType.Sqs, "@Q")] public int {|LD5051:Run|}(Order? order) => 0;
                [OnFailureDestination(DestinationType.Sqs, "@Q")] public void {|LD5051:Also|}(int[] numbers) { }
            }
        }
        """,
        File,
        "",
        """
        {
          "schemaVersion": 1,
          "contracts": {
            "App.H.Also": {
              "request": "integer[]"
            },
            "App.H.Run": {
              "request": "App.Order?",
              "response": "integer",
              "types": {
                "App.Order": {
                  "Id": "string",
                  "Note": "string?"
                }
              }
            }
          }
        }

        """,
        2);

    [Fact]
    public Task The_fix_keeps_Windows_line_ends_and_other_entries() => Verify<ContractBaselineAnalyzer, RecordContractFix>.FixFileAsync(
        Code("{|LD5051:Run|}", "int", "public string Id { get; set; } = \"\"; public string? Note { get; set; } public int More { get; set; }"),
        File,
        Baseline.Replace("\n", "\r\n", System.StringComparison.Ordinal),
        Baseline.Replace("          \"Id\"", "          \"Id\"", System.StringComparison.Ordinal).Replace("\"Id\": \"string\",", "\"Id\": \"string\",\n          \"More\": \"integer\",", System.StringComparison.Ordinal).Replace("\n", "\r\n", System.StringComparison.Ordinal),
        1);

    private static string Code(string method, string response, string members) =>
        $"#nullable enable\nusing LambdaDestinations; namespace App {{ public class Order {{ {members} }} public class H {{ [OnFailureDestination(DestinationType.Sqs, \"@Q\")] public {response} {method}(Order? order) => default!; }} }}";

    private static Task VerifyFileAsync(string code, string text, string id, int line, int column, int endLine, int endColumn, string message)
    {
        Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerTest<ContractBaselineAnalyzer, DefaultVerifier> test = new() { TestCode = code };
        Verify<ContractBaselineAnalyzer>.Prepare(test, test.TestState, [(File, text)]);
        DiagnosticResult expected = new DiagnosticResult(id, id == "LD5051" ? Microsoft.CodeAnalysis.DiagnosticSeverity.Info : Microsoft.CodeAnalysis.DiagnosticSeverity.Error)
            .WithSpan(File, line, column, endLine, endColumn).WithArguments(message);
        test.ExpectedDiagnostics.Add(expected);
        return test.RunAsync();
    }
}
