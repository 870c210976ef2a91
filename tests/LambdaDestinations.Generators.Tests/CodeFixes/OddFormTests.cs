using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace LambdaDestinations.Generators.Tests.CodeFixes;

/// <summary>Every fix of an attribute, in every form that code can have. What is demanded: <see cref="FixHarness"/>.</summary>
public sealed class OddFormTests
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Parameters: {TargetParameter: {Type: String}}
        Resources:
          Queue: {Type: AWS::SQS::Queue}
          Topic: {Type: AWS::SNS::Topic}
          Bucket: {Type: AWS::S3::Bucket}
          Worker: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::App.Handlers::Run', Runtime: dotnet10}}

        """;

    private const string Stream = ", Events: {Up: {Type: S3, Properties: {Bucket: !Ref Bucket, Events: s3:ObjectCreated:*}}, Stream: {Type: Kinesis, Properties: {Stream: !GetAtt S.Arn, StartingPosition: LATEST}}}}}";

    /// <summary>What breaks each rule.</summary>
    private static readonly Dictionary<string, (OddAttribute[] Attributes, string Template, bool Removes)> Faults = new(StringComparer.Ordinal)
    {
        ["LD1001"] = ([Success("S3", "@Bucket"), Failure("S3", "@Bucket")], Template, true),
        ["LD1001 alone"] = ([Settings(("MaximumRetryAttempts", "1")), Success("S3", "@Bucket")], Template, true),
        ["LD1003"] = ([Failure("Sqs", "Queue")], Template, false),
        ["LD1004"] = ([Failure("Sqs", "@Quue")], Template, false),
        ["LD1004 parameter"] = ([Failure("Sqs", "@TargetParametr")], Template, false),
        ["LD1005"] = ([Failure("Sqs", "@Topic")], Template, false),
        ["LD1006"] = ([Settings(("MaximumRetryAttempts", "5"), ("MaximumEventAgeInSeconds", "3600")), Failure("Sqs", "@Queue")], Template, false),
        ["LD1006 mapping"] = ([Failure("Sqs", "@Queue", ("EventSource", "\"Stream\""), ("MaximumRetryAttempts", "20000"), ("BisectBatchOnFunctionError", "true"))], Mapped(), false),
        ["LD1007"] = ([Settings(("MaximumEventAgeInSeconds", "86400")), Failure("Sqs", "@Queue")], Template, false),
        ["LD1006 of an age"] = ([Settings(("MaximumRetryAttempts", "5"), ("MaximumEventAgeInSeconds", "60")), Failure("Sqs", "@Queue")], Template, false),
        ["LD1007 of retries"] = ([Settings(("MaximumEventAgeInSeconds", "30"), ("MaximumRetryAttempts", "2")), Failure("Sqs", "@Queue")], Template, false),
        ["LD1008"] = ([Settings(("MaximumEventAgeInSeconds", "60")), Failure("Sqs", "@Queue")], Template, false),
        ["LD1009"] = ([Failure("Sqs", "@Queue"), Failure("Sns", "@Topic"), Failure("Sns", "@Topic")], Template, true),
        ["LD1012"] = ([Failure("Sqs", "@Queue")], Template.Replace("App::App.Handlers::Run", "Elsewhere::E.H::Run", StringComparison.Ordinal), false),
        ["LD1012 function"] = ([new("DestinationFunction", [("logicalId", "\"Wroker\"")]), Failure("Sqs", "@Queue")], Template, false),
        ["LD1012 handler"] = ([Failure("Sqs", "@Queue")], Template.Replace("Handlers::Run", "Handlers::Runn", StringComparison.Ordinal), false),
        ["LD1013"] = ([Failure("Sqs", "@Queue")], Template + Template[Template.IndexOf("  Worker", StringComparison.Ordinal)..].Replace("Worker", "Second", StringComparison.Ordinal), false),
        ["LD1017"] = ([Failure("Sqs", "@Queue", ("MaximumRetryAttempts", "1"), ("MaximumRecordAgeInSeconds", "3600"))], Template, false),
        ["LD1017 present"] = ([Settings(("MaximumEventAgeInSeconds", "7200")), Failure("Sqs", "@Queue", ("MaximumRetryAttempts", "1"))], Template, false),
        ["LD1017 bisect"] = ([Failure("Sqs", "@Queue", ("BisectBatchOnFunctionError", "true"))], Template, false),
        ["LD1058"] = ([Settings(("MaximumRetryAttempts", "1"))], Template, true),
        ["LD2004"] = ([Failure("Sqs", "@Queue", ("EventSource", "\"Stream\""))], Mapped(), false),
        ["LD2007"] = ([Failure("Sqs", "@Queue", ("EventSource", "\"Steam\""), ("MaximumRetryAttempts", "2"), ("BisectBatchOnFunctionError", "true"))], Mapped(), false),
        ["LD2008"] = ([Failure("Sqs", "@Queue", ("MaximumRetryAttempts", "2"), ("BisectBatchOnFunctionError", "true"))], Mapped(), false),
        ["LD2011"] = ([Failure("Sqs", "@Queue", ("EventSource", "\"Stream\""), ("MaximumRetryAttempts", "2"))], Mapped(), false),
    };

    /// <summary>Rules whose fixes are all kinds of edit that the layout matters for.</summary>
    private static readonly string[] OfLayouts = ["LD1001", "LD1001 alone", "LD1009", "LD1008", "LD1005", "LD1012", "LD1012 handler", "LD1013", "LD1017", "LD1058"];

    public static TheoryData<string> Spellings => [.. OddForms.Spellings.Keys];

    public static TheoryData<string> Layouts => [.. OddForms.Layouts.Keys];

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task An_attribute_is_corrected_however_it_is_spelt(string spelling)
    {
        foreach (string fault in Faults.Keys)
        {
            await FixAsync(fault, spelling, "lists");
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task An_attribute_is_corrected_wherever_it_stands(string layout)
    {
        foreach (string fault in OfLayouts)
        {
            await FixAsync(fault, "plain", layout);
        }
    }

    [Fact]
    public void There_are_sixty_forms() => Assert.True(OddForms.Layouts.Count + OddForms.Spellings.Count >= 60, $"{OddForms.Layouts.Count} + {OddForms.Spellings.Count}");

    private static Task<string> FixAsync(string fault, string spelling, string layout)
    {
        (OddAttribute[] attributes, string template, bool removes) = Faults[fault];
        string[] code = OddForms.Layouts[layout]([.. attributes.Select(OddForms.Spellings[spelling])]);
        return FixHarness.FixAsync(fault.Split(' ')[0], code, template, removes);
    }

    private static OddAttribute Success(string type, string target) => new("OnSuccessDestination", [("type", "DestinationType." + type), ("target", $"\"{target}\"")]);

    private static OddAttribute Failure(string type, string target, params (string Name, string Value)[] settings) =>
        new("OnFailureDestination", [("type", "DestinationType." + type), ("target", $"\"{target}\"")], settings);

    private static OddAttribute Settings(params (string Name, string Value)[] settings) => new("AsyncInvocation", [], settings);

    private static string Mapped() => Template.Replace("Runtime: dotnet10}}", "Runtime: dotnet10" + Stream, StringComparison.Ordinal);
}
