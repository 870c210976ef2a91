using System;
using System.Linq;
using System.Text;
using LambdaDestinations.Drawing;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Map;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;

namespace LambdaDestinations.Benchmarks.Templates;

/// <summary>
/// What check, update and map allocate of templates of n, 2n and 4n, whose shapes are those that once were quadratic. A factor above 4.7 from the
/// first to the last is growth that is not linear; buffers that double make the steps in between uneven.
/// </summary>
internal static class TemplateGrowth
{
    private const int Unit = 250;

    private static readonly (string Name, Func<int, string> Write, Func<int, DestinationManifest>? Manifest)[] Shapes =
    [
        ("functions with a queue each, handlers", static n => Encoding.UTF8.GetString(SampleTemplate.Write(n, TemplateFormat.Yaml)), SampleTemplate.Manifest),
        ("plain functions that share a role of so many statements", SharedRole, null),
        ("plain functions that share a role, one statement", SharedWideRole, null),
        ("a function with a role of so many statements", OneRole, null),
        ("functions whose records cross", Crossed, null),
        ("functions whose records go anywhere", Scattered, null),
        ("functions that one topic invokes", OneTopic, null),
        ("event rules on one bus of destinations", OneBus, null),
        ("functions that one API invokes", OneApi, null),
        ("a chain of functions that may invoke others", Chain, null),
        ("functions whose target stands below eight nested conditions", Nested, null),
        ("policies under a condition each", Conditions, null),
    ];

    public static int Run(string[] shapes)
    {
        Console.WriteLine("| shape | n | check | update | map | Mermaid | SVG | HTML |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        bool isLinear = true;
        foreach ((string name, Func<int, string> write, Func<int, DestinationManifest>? manifest) in Shapes.Where(x => shapes.Length == 0 || shapes.Any(y => x.Name.Contains(y, StringComparison.Ordinal))))
        {
            // Warms up: what a process allocates once is not growth.
            Measure(write(8), manifest?.Invoke(8));
            long[]? first = null;
            long[]? last = null;
            foreach (int n in new[] { Unit, 2 * Unit, 4 * Unit })
            {
                long[] row = Measure(write(n), manifest?.Invoke(n));
                string[] cells = [.. row.Select((x, i) => FormattableString.Invariant($"{x / 1024.0:N0} KB") + (last is null || last[i] == 0 ? "" : FormattableString.Invariant($" (×{(double)x / last[i]:N2})")))];
                first ??= row;
                isLinear &= !row.Where((x, i) => x > 1024 * 1024 && x > 4.7 * first[i]).Any();
                Console.WriteLine($"| {name} | {n} | {string.Join(" | ", cells)} |");
                last = row;
            }
        }

        Console.WriteLine(isLinear ? "Linear." : "Not linear.");
        return isLinear ? 0 : 1;
    }

    private static long[] Measure(string yaml, DestinationManifest? manifest)
    {
        DestinationManifest handlers = manifest ?? new(default);
        FlowMap? map = null;
        return
        [
            Allocated(() => _ = TemplateChecker.Check(Read(yaml), [.. handlers.Handlers]).Count()),
            Allocated(() => TemplateUpdater.Update(TemplateParser.Parse(yaml, TemplateFormat.Yaml), handlers, "App")),
            Allocated(() => map = FlowMap.Of([new AuditTemplate("template.yaml", Read(yaml))], [])[0]),
            Allocated(() => FlowMapFormats.Render(FlowMapFormat.Mermaid, [map!])),
            Allocated(() => FlowMapFormats.Render(FlowMapFormat.Svg, [map!])),
            Allocated(() => FlowMapFormats.Render(FlowMapFormat.Html, [map!])),
        ];
    }

    private static TemplateModel Read(string yaml) => TemplateModel.Read(TemplateParser.Parse(yaml, TemplateFormat.Yaml));

    private static long Allocated(Action action)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        action();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    private static string Template(string resources, string other = "") => $"Transform: AWS::Serverless-2016-10-31\n{other}Resources:\n{resources}";

    private static string Each(int n, Func<int, string> write) => string.Concat(Enumerable.Range(0, n).Select(write));

    private static string Plain(int i, string role, string target) => FormattableString.Invariant($$$$"""
          F{{{{i}}}}:
            Type: AWS::Lambda::Function
            Properties: {Runtime: python3.13, Handler: a.b, Role: !GetAtt {{{{role}}}}.Arn, Code: {ZipFile: x}}
          C{{{{i}}}}:
            Type: AWS::Lambda::EventInvokeConfig
            Properties: {FunctionName: !Ref F{{{{i}}}}, Qualifier: $LATEST, DestinationConfig: {OnFailure: {Destination: !GetAtt {{{{target}}}}.Arn}}}

        """);

    private static string Queue(int i) => FormattableString.Invariant($"  Q{i}: {{Type: AWS::SQS::Queue}}\n");

    private static string Role(string name, string statements) => $"  {name}:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: {{}}\n      Policies:\n      - PolicyName: p\n        PolicyDocument:\n          Statement:\n{statements}";

    private static string Statement(string resource) => $"          - {{Effect: Allow, Action: 'sqs:SendMessage', Resource: {resource}}}\n";

    private static string SharedRole(int n) => Template(Each(n, static i => Plain(i, "Role", FormattableString.Invariant($"Q{i}")) + Queue(i)) + Role("Role", Each(n, static i => Statement(FormattableString.Invariant($"!GetAtt Q{i}.Arn")))));

    private static string SharedWideRole(int n) => Template(Each(n, static i => Plain(i, "Role", FormattableString.Invariant($"Q{i}")) + Queue(i)) + Role("Role", Statement("'*'")));

    private static string OneRole(int n) => Template(Plain(0, "Role", "Q0") + Each(n, Queue) + Role("Role", Each(n, i => Statement(FormattableString.Invariant($"!GetAtt Q{n - 1 - i}.Arn")))));

    private static string Function(int i, string properties) => FormattableString.Invariant($"  F{i}:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: python3.13\n      Handler: a.b\n      InlineCode: x\n{properties}");

    private static string Crossed(int n) => Template(Each(n, i => Queue(i) + Function(i, FormattableString.Invariant($$$$"""
              EventInvokeConfig:
                DestinationConfig:
                  OnSuccess: {Type: SQS, Destination: !GetAtt Q{{{{(i + (n / 2)) % n}}}}.Arn}
                  OnFailure: {Type: SQS, Destination: !GetAtt Q{{{{(i + (n / 3)) % n}}}}.Arn}
              Events:
                Queue: {Type: SQS, Properties: {Queue: !GetAtt Q{{{{i}}}}.Arn}}

        """))));

    private static string OneTopic(int n) => Template("  Topic: {Type: AWS::SNS::Topic}\n" + Queue(0) + Each(n, static i => Function(i, """
              EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Q0.Arn}}}
              Events: {Topic: {Type: SNS, Properties: {Topic: !Ref Topic}}}

        """)));

    private static string OneBus(int n) => Template("  Bus: {Type: AWS::Events::EventBus, Properties: {Name: bus}}\n" + Each(n, static i => Function(i, FormattableString.Invariant($$$$"""
              EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: EventBridge, Destination: !GetAtt Bus.Arn}}}
              Events: {Rule: {Type: EventBridgeRule, Properties: {EventBusName: !Ref Bus, Pattern: {source: [s{{{{i}}}}]} } } }

        """))));

    private static string OneApi(int n) => Template("  Api: {Type: AWS::Serverless::HttpApi}\n" + Queue(0) + Each(n, static i => Function(i, FormattableString.Invariant($$$$"""
              EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Q0.Arn}}}
              Events: {Api: {Type: HttpApi, Properties: {ApiId: !Ref Api, Path: /p{{{{i}}}}, Method: get}}}

        """))));

    private static string Chain(int n) => Template(Each(n, i => Function(i, FormattableString.Invariant($$$$"""
              EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: Lambda, Destination: !GetAtt F{{{{i + 1}}}}.Arn}}}
              Policies: [{LambdaInvokePolicy: {FunctionName: !Ref F{{{{Math.Min(n, (i * 2) + 1)}}}}}}]

        """))) + Function(n, ""));

    private static string Scattered(int n) => Template(Each(n, i => Queue(i) + Function(i, FormattableString.Invariant($$$$"""
              EventInvokeConfig:
                DestinationConfig:
                  OnSuccess: {Type: SQS, Destination: !GetAtt Q{{{{((i * 7919) + 13) % n}}}}.Arn}
                  OnFailure: {Type: SQS, Destination: !GetAtt Q{{{{((i * 104729) + 7) % n}}}}.Arn}
              Events:
                Queue: {Type: SQS, Properties: {Queue: !GetAtt Q{{{{i}}}}.Arn}}

        """))));

    // Deeper conditions end at the number that TemplateBranch names.
    private static string Nested(int n)
    {
        string If(int depth) => depth == 0 ? "!GetAtt Q0.Arn" : FormattableString.Invariant($"!If [C{depth}, !GetAtt Q{depth}.Arn, {If(depth - 1)}]");
        return Template(
            Each(9, Queue) + Each(n, i => Function(i, $"      EventInvokeConfig: {{DestinationConfig: {{OnFailure: {{Type: SQS, Destination: {If(8)}}}}}}}\n")),
            $"Parameters: {{P: {{Type: String}}}}\nConditions:\n{Each(9, static i => FormattableString.Invariant($"  C{i}: !Equals [!Ref P, v{i}]\n"))}");
    }

    private static string Conditions(int n) => Template(
        Queue(0) + Function(0, "      EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Q0.Arn}}}\n      Policies:\n"
            + Each(n, static i => FormattableString.Invariant($"      - !If [C{i}, {{SQSSendMessagePolicy: {{QueueName: !GetAtt Q0.QueueName}}}}, !Ref AWS::NoValue]\n"))),
        "Parameters: {P: {Type: String}}\nConditions:\n" + Each(n, static i => FormattableString.Invariant($"  C{i}: !Equals [!Ref P, v{i}]\n")));
}
