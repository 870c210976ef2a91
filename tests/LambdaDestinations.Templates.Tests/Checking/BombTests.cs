using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Map;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Tests.Update;
using LambdaDestinations.Templates.Updating;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Tests.Checking;

/// <summary>Small templates that stand for huge ones: whatever multiplies has a limit, in everything that reads a template.</summary>
public sealed class BombTests
{
    /// <summary>What a reading may allocate, and how long it may take on a busy machine: far more than the largest template of the corpus needs.</summary>
    private const long Megabytes = 300;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly HandlerModel[] Attributes = [Handlers.Handler(Handlers.OnFailure(DestinationTargetType.Sqs, "@Q")) with { MaximumRetryAttempts = 1 }];

    public static TheoryData<string, bool> Bombs()
    {
        TheoryData<string, bool> data = [];
        foreach ((string name, (string _, bool isRefused)) in All)
        {
            data.Add(name, isRefused);
        }

        return data;
    }

    private static Dictionary<string, (string Text, bool IsRefused)> All { get; } = new()
    {
        ["lists of aliases that double"] = (Doubling(static x => $"[*{x}, *{x}]", "[lol]"), true),
        ["maps of aliases that double"] = (Doubling(static x => $"{{a: *{x}, b: *{x}}}", "{c: d}"), true),
        ["merge keys that double"] = (Doubling(static x => $"{{<<: [*{x}, *{x}]}}", "{Timeout: 3}") + Function("      <<: *a25\n"), true),
        ["merge keys in a chain"] = (Doubling(static x => $"{{<<: *{x}}}", "{Timeout: 3}") + Function("      <<: *a25\n"), false),
        ["aliases as deep as a tower"] = (Tower(40, 20), true),
        ["aliases in the function"] = (Doubling(static x => $"[*{x}, *{x}]", "[lol]") + Function("      Layers: *a25\n"), true),
        ["aliases up to the limit in many functions"] = (Doubling(static x => $"[*{x}, *{x}]", "[lol]", 10) + string.Concat(Enumerable.Range(0, 30).Select(i => Function("      Layers: *a10\n", i))), false),
        ["merges up to the limit"] = (Doubling(static x => $"{{<<: [*{x}, *{x}]}}", "{Timeout: 3}", 9) + string.Concat(Enumerable.Range(0, 5).Select(i => Function("      <<: *a9\n", i))), false),
        ["conditions on conditions by aliases"] = (Doubling(static x => $"!If [C{x}, *{x}, *{x}]", "{MaximumRetryAttempts: 1}", 12) + Function("      EventInvokeConfig: *a12\n"), false),
        ["conditions side by side"] = (Doubling(static x => $"!If [C{x}, *{x}, *{x}]", "a", 10) + Function("      EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: *a10, Destination: *a10}, OnFailure: {Type: *a10, Destination: *a10}}}\n      Role: *a10\n      DeadLetterQueue: {Type: *a10, TargetArn: *a10}\n      FunctionName: *a10\n"), false),
        ["conditions written out"] = (Function("      EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: " + Ifs(12, "SQS") + ", Destination: " + Ifs(12, "!GetAtt Q.Arn") + "}}}\n"), false),
        ["texts that double"] = (Function("      FunctionName: " + Subs(40, "") + "\n      EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: " + Subs(40, "arn") + "}}}\n"), false),
        ["a long text many times"] = (Function($"      EventInvokeConfig: {{DestinationConfig: {{OnFailure: {{Type: SQS, Destination: !Sub ['{string.Concat(Enumerable.Repeat("${A}", 20_000))}', {{A: '{new string('x', 100_000)}'}}]}}}}}}\n"), false),
        ["joins of joins"] = (Function("      EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: " + Joins(12) + "}}}\n"), false),
        ["names of names"] = ("Resources:\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"  Q{i}: {{Type: AWS::SQS::Queue, Properties: {{QueueName: !Sub '${{Q{i + 1}.QueueName}}${{Q{i + 1}.QueueName}}'}}}}\n")) + "  F: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::App.Handlers::Run', EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Q0.Arn}}}}}\n", false),
        ["brackets as JSON"] = ("{\"Resources\": " + new string('[', 100_000), true),
        ["braces as JSON"] = ("{\"Resources\": " + string.Concat(Enumerable.Repeat("{\"a\":", 100_000)), true),
        ["brackets as YAML"] = ("Resources: " + new string('[', 100_000), true),
        ["dashes"] = ("Resources:\n  " + string.Concat(Enumerable.Repeat("- ", 100_000)), true),
        ["question marks"] = (string.Concat(Enumerable.Repeat("? ", 100_000)), true),
        ["tags on lines of their own"] = ("a:\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => (i % 2 == 0 ? "  !T" : "  &x") + "\n")) + "  b", true),
        ["indentation"] = (string.Concat(Enumerable.Range(0, 1000).Select(i => new string(' ', i) + "a:\n")), true),
        ["wildcards against wildcards"] = (Policies(new string('a', 200_000) + "b", string.Concat(Enumerable.Repeat("*a", 50_000))), false),
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task A_small_template_stays_small(string name, bool isRefused)
    {
        string text = All[name].Text;
        long allocated = 0;
        Finding[] unreadable = [];
        Thread worker = new(() =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            unreadable = Read(text);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        })
        { IsBackground = true };
        worker.Start();
        await Task.Run(() => Assert.True(worker.Join(Patience), $"{name} takes for ever"));

        Assert.InRange(allocated / 1_000_000, 0, Megabytes);
        Assert.Equal(isRefused ? 1 : 0, unreadable.Length);
        Assert.All(unreadable, x => Assert.InRange(x.TemplateSpan!.Value.End, 1, text.Length));
    }

    [Theory]
    [InlineData(99_999, true)]
    [InlineData(100_000, false)]
    public void The_limit_of_what_aliases_repeat_is_where_it_is_said(int items, bool isRead)
    {
        // The list is a value too.
        string text = $"a: &a [{string.Join(",", Enumerable.Repeat("x", items))}]\nb: *a\n";
        TemplateDocument document = TemplateParser.Parse(text);
        if (isRead)
        {
            Assert.Empty(document.Errors);
            return;
        }

        TemplateSyntaxError error = Assert.Single(document.Errors);
        Assert.Equal("The aliases up to here repeat more than 100000 values", error.Message);
        Assert.Equal("*a", text.Substring(error.Span.Start, error.Span.Length));
    }

    [Fact]
    public void The_limit_of_depth_counts_what_an_alias_repeats()
    {
        static string Nested(int levels, string inner) => new string('[', levels) + inner + new string(']', levels);
        Assert.Empty(TemplateParser.Parse($"a: &a {Nested(100, "x")}\nb: {Nested(27, "*a")}\n").Errors);
        TemplateSyntaxError error = Assert.Single(TemplateParser.Parse($"a: &a {Nested(100, "x")}\nb: {Nested(28, "*a")}\n").Errors);
        Assert.Equal("With what this alias repeats, the template is nested more than 128 levels deep", error.Message);
    }

    [Fact]
    public void Conditions_that_each_ask_another_twice_are_decided()
    {
        string conditions = string.Concat(Enumerable.Range(0, 60).Select(i => $"  C{i}: !And [!Condition C{i + 1}, !Condition C{i + 1}]\n"));
        TemplateModel model = TemplateModel.Read(TemplateFile.Parse($"Parameters: {{P: {{Type: String}}}}\nConditions:\n{conditions}  C60: !Equals [!Ref P, a]\nResources: {{Q: {{Type: AWS::SQS::Queue}}}}\n"));
        Deployment deployment = new("123456789012", "eu-west-1", "stack", new Dictionary<string, string> { ["P"] = "a" });

        Interpreter interpreter = new(new ResourceNames(model, deployment), ConditionScope.Empty);

        Assert.Equal(Truth.Yes, interpreter.IsTrue("C0", out _));
    }

    /// <summary>Everything that reads a template: checks, update, map. Gives the findings that say that it cannot be read.</summary>
    private static Finding[] Read(string text)
    {
        TemplateDocument document = TemplateFile.Parse(text);
        TemplateModel model = TemplateModel.Read(document);
        _ = TemplateChecker.Check(model, [.. Attributes]);
        _ = FlowMap.Of([new AuditTemplate("t", model)], []);
        TemplateUpdate update = TemplateUpdater.Update(document, new DestinationManifest(new EquatableArray<HandlerModel>(Attributes)), "App", CancellationToken.None);
        return [.. update.Findings.Where(x => x.Rule == TemplateRules.Unreadable && document.Errors.Count > 0)];
    }

    private static string Function(string properties, int number = 0) =>
        (number == 0 ? "Resources:\n  Q: {Type: AWS::SQS::Queue}\n" : "")
        + $"  F{number}:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: s3://b/k\n      Runtime: dotnet8\n      Handler: 'App::App.Handlers::Run'\n{properties}";

    private static string Doubling(Func<string, string> twice, string first, int times = 25) =>
        $"Shared:\n  s0: &a0 {first}\n" + string.Concat(Enumerable.Range(1, times).Select(i => $"  s{i}: &a{i} {twice($"a{i - 1}")}\n"));

    private static string Tower(int floors, int height) =>
        "Shared:\n  s0: &a0 x\n" + string.Concat(Enumerable.Range(1, floors).Select(i => $"  s{i}: &a{i} {new string('[', height)}*a{i - 1}{new string(']', height)}\n"));

    private static string Ifs(int levels, string value) => levels == 0 ? value : $"!If [C{levels}, {Ifs(levels - 1, value)}, {Ifs(levels - 1, value)}]";

    private static string Subs(int levels, string value) => levels == 0 ? $"'{value}x'" : $"!Sub ['${{A}}${{A}}', {{A: {Subs(levels - 1, value)}}}]";

    private static string Joins(int levels) => levels == 0 ? "x" : $"!Join [{new string('y', 50)}, [{Joins(levels - 1)}, {Joins(levels - 1)}]]";

    private static string Policies(string name, string pattern) =>
        "Resources:\n  Q: {Type: AWS::SQS::Queue, Properties: {QueueName: " + name + "}}\n"
        + "  Role:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: {Statement: []}\n"
        + "      Policies: [{PolicyName: P, PolicyDocument: {Statement: [{Effect: Allow, Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:*:*:" + pattern + "c*'}]}}]\n"
        + "  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Role: !GetAtt Role.Arn\n      Handler: App::App.Handlers::Run\n"
        + "      EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Q.Arn}}}\n";
}
