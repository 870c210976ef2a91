using System;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.CodeFixes;
using LambdaDestinations.Generators.Analyzers;
using LambdaDestinations.Generators.Tests.Analyzers;
using LambdaDestinations.Generators.Tests.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Generators.Tests.CodeFixes;

/// <summary>Code fixes of attributes and of the template, each and all at once, through a workspace.</summary>
public sealed class DestinationCodeFixTests
{
    private const string Template = """
        # the comment stays
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Queue: {Type: AWS::SQS::Queue}
          Topic: {Type: AWS::SNS::Topic}
          Bucket: {Type: AWS::S3::Bucket}
          Worker: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::App.Handlers::Run', Runtime: dotnet10}}

        """;

    [Theory]
    [InlineData("LD1001", "[OnSuccessDestination(DestinationType.S3, \"@Bucket\")]\n    [OnFailureDestination(DestinationType.S3, \"@Bucket\")]", "[OnFailureDestination(DestinationType.S3, \"@Bucket\")]")]
    [InlineData("LD1001", "[OnSuccessDestination(DestinationType.S3, \"@Bucket\"), OnFailureDestination(DestinationType.S3, \"@Bucket\")]", "[OnFailureDestination(DestinationType.S3, \"@Bucket\")]")]
    [InlineData("LD1003", "[OnFailureDestination(DestinationType.Sqs, \"Queue\")]", "[OnFailureDestination(DestinationType.Sqs, \"@Queue\")]")]
    [InlineData("LD1004", "[OnFailureDestination(DestinationType.Sqs, \"@Quue\")]", "[OnFailureDestination(DestinationType.Sqs, \"@Queue\")]")]
    [InlineData("LD1005", "[OnFailureDestination(DestinationType.Sqs, \"@Topic\")]", "[OnFailureDestination(DestinationType.Sns, \"@Topic\")]")]
    [InlineData("LD1006", "[AsyncInvocation(MaximumRetryAttempts = 5)]\n    [OnFailureDestination(DestinationType.Sqs, \"@Queue\")]", "[AsyncInvocation(MaximumRetryAttempts = 2)]\n    [OnFailureDestination(DestinationType.Sqs, \"@Queue\")]")]
    [InlineData("LD1007", "[AsyncInvocation(MaximumEventAgeInSeconds = 86400)]\n    [OnFailureDestination(DestinationType.Sqs, \"@Queue\")]", "[AsyncInvocation(MaximumEventAgeInSeconds = 21600)]\n    [OnFailureDestination(DestinationType.Sqs, \"@Queue\")]")]
    [InlineData("LD1006", "[AsyncInvocation(MaximumRetryAttempts = 5, MaximumEventAgeInSeconds = 120)]\n    [OnFailureDestination(DestinationType.Sqs, \"@Queue\")]", "[AsyncInvocation(MaximumRetryAttempts = 1, MaximumEventAgeInSeconds = 120)]\n    [OnFailureDestination(DestinationType.Sqs, \"@Queue\")]")]
    [InlineData("LD1007", "[AsyncInvocation(MaximumEventAgeInSeconds = 30)]\n    [OnFailureDestination(DestinationType.Sqs, \"@Queue\")]", "[AsyncInvocation(MaximumEventAgeInSeconds = 60, MaximumRetryAttempts = 0)]\n    [OnFailureDestination(DestinationType.Sqs, \"@Queue\")]")]
    [InlineData("LD1008", "[AsyncInvocation(MaximumEventAgeInSeconds = 60)]\n    [OnFailureDestination(DestinationType.Sqs, \"@Queue\")]", "[AsyncInvocation(MaximumEventAgeInSeconds = 60, MaximumRetryAttempts = 0)]\n    [OnFailureDestination(DestinationType.Sqs, \"@Queue\")]")]
    [InlineData("LD1009", "[OnFailureDestination(DestinationType.Sqs, \"@Queue\")]\n    [OnFailureDestination(DestinationType.Sns, \"@Topic\")]", "[OnFailureDestination(DestinationType.Sqs, \"@Queue\")]")]
    public async Task An_attribute_is_corrected(string id, string wrong, string right)
    {
        Solution corrected = await FixAsync(Solution(Code(wrong), Template), new DestinationAttributeFix(), id);

        Assert.Equal(Code(right), await TextOf(corrected));
    }

    [Fact]
    public async Task A_function_is_named()
    {
        const string Attribute = "[OnFailureDestination(DestinationType.Sqs, \"@Queue\")]";
        string template = Template.Replace("App::App.Handlers::Run", "Elsewhere::E.H::Run", StringComparison.Ordinal);
        Solution corrected = await FixAsync(Solution(Code("/// <summary>Runs.</summary>\n    " + Attribute), template), new DestinationAttributeFix(), "LD1012");

        Assert.Equal(Code("/// <summary>Runs.</summary>\n    [DestinationFunction(\"Worker\")]\n    " + Attribute), await TextOf(corrected));
    }

    [Theory]
    [InlineData("LD2004", "EventSource = \"Stream\"", "EventSource = \"Stream\", MaximumRetryAttempts = 3")]
    [InlineData("LD2011", "EventSource = \"Stream\", MaximumRetryAttempts = 2", "EventSource = \"Stream\", MaximumRetryAttempts = 2, BisectBatchOnFunctionError = true")]
    [InlineData("LD2007", "EventSource = \"Steam\", MaximumRetryAttempts = 2", "EventSource = \"Stream\", MaximumRetryAttempts = 2")]
    [InlineData("LD2008", "MaximumRetryAttempts = 2", "MaximumRetryAttempts = 2, EventSource = \"Stream\"")]
    public async Task The_destination_of_a_mapping_is_corrected(string id, string wrong, string right)
    {
        string template = Template.Replace("Runtime: dotnet10}", "Runtime: dotnet10, Events: {Up: {Type: S3, Properties: {Bucket: !Ref Bucket, Events: s3:ObjectCreated:*}}, Stream: {Type: Kinesis, Properties: {Stream: !GetAtt S.Arn, StartingPosition: LATEST}}}}", StringComparison.Ordinal);
        string Attribute(string settings) => Code($"[OnFailureDestination(DestinationType.Sqs, \"@Queue\", {settings})]");

        Solution corrected = await FixAsync(Solution(Attribute(wrong), template), new DestinationAttributeFix(), id);

        Assert.Equal(Attribute(right), await TextOf(corrected));
    }

    [Fact]
    public async Task One_of_several_functions_is_named()
    {
        const string Attribute = "[OnFailureDestination(DestinationType.Sqs, \"@Queue\")]";
        string template = Template + Template[Template.IndexOf("  Worker", StringComparison.Ordinal)..].Replace("Worker", "Second", StringComparison.Ordinal);

        Solution corrected = await FixAsync(Solution(Code(Attribute), template), new DestinationAttributeFix(), "LD1013");

        Assert.Equal(Code("[DestinationFunction(\"Worker\")]\n    " + Attribute), await TextOf(corrected));
    }

    [Fact]
    public async Task A_misspelt_function_is_corrected()
    {
        const string Attribute = "[OnFailureDestination(DestinationType.Sqs, \"@Queue\")]";

        Solution corrected = await FixAsync(Solution(Code("[DestinationFunction(\"Wroker\")]\n    " + Attribute), Template), new DestinationAttributeFix(), "LD1012");

        Assert.Equal(Code("[DestinationFunction(\"Worker\")]\n    " + Attribute), await TextOf(corrected));
    }

    [Theory]
    [InlineData("LD1018", "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !Ref Queue}}}", "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}}}")]
    [InlineData("LD1006", "EventInvokeConfig: {MaximumRetryAttempts: 5}", "EventInvokeConfig: {MaximumRetryAttempts: 2}")]
    public async Task The_template_is_corrected_one_by_one_and_all_at_once(string id, string wrong, string right)
    {
        string Two(string properties) => Template
            + $"  First: {{Type: AWS::Serverless::Function, Properties: {{{properties}}}}} # and this one\n"
            + $"  Second: {{Type: AWS::Serverless::Function, Properties: {{{properties}}}}}\n";
        Solution solution = Solution("class C { }", Two(wrong));

        Solution one = await FixAsync(solution, new TemplateFindingFix(), id);
        Assert.Equal(Template + Two(right)[Template.Length..].Split('\n')[0] + "\n" + Two(wrong)[Template.Length..].Split('\n')[1] + "\n", await TemplateOf(one));

        Solution all = await FixAllAsync(solution, new TemplateFindingFix(), id);
        Assert.Equal(Two(right), await TemplateOf(all));
    }

    [Fact]
    public async Task What_a_role_lacks_is_granted_once_for_all_destinations()
    {
        string template = Template
            + "  Role: {Type: AWS::IAM::Role}\n"
            + "  Second: {Type: AWS::Serverless::Function, Properties: {Handler: B::C::D, Role: !GetAtt Role.Arn, EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: SNS, Destination: !Ref Topic}, OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}}}}}\n";
        Solution solution = Solution("class C { }", template);
        string one = await TemplateOf(await FixAsync(solution, new TemplateFindingFix(), "LD3001"));

        Assert.Equal(
            template.Replace("OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}}}}}", "OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}}}}, DependsOn: SecondPermissions}", StringComparison.Ordinal)
            + """
              SecondPermissions:
                Type: AWS::IAM::Policy
                Properties:
                  PolicyName: SecondPermissions
                  PolicyDocument:
                    Version: '2012-10-17'
                    Statement:
                      - Effect: Allow
                        Action: [sns:Publish]
                        Resource: !Ref Topic
                      - Effect: Allow
                        Action: [sqs:SendMessage]
                        Resource: !GetAtt Queue.Arn
                  Roles:
                    - !Ref Role

            """,
            one);
        Assert.Equal(one, await TemplateOf(await FixAllAsync(solution, new TemplateFindingFix(), "LD3001")));
    }

    [Fact]
    public async Task A_dead_letter_queue_beside_an_attribute_is_removed_from_the_template()
    {
        string template = Template.Replace("Runtime: dotnet10}", "Runtime: dotnet10, DeadLetterQueue: {Type: SNS, TargetArn: !Ref Topic}}", StringComparison.Ordinal);
        Solution corrected = await FixAsync(Solution(Code("[OnFailureDestination(DestinationType.Sqs, \"@Queue\")]"), template), new AttributeTemplateFix(), "LD4001");

        Assert.Equal(Template, await TemplateOf(corrected));
    }

    [Theory]
    [InlineData("Queue: !GetAtt Queue.Arn", "Queue: !GetAtt Queue.Arn, FunctionResponseTypes: [ReportBatchItemFailures]")]
    [InlineData("Queue: !GetAtt Queue.Arn, FunctionResponseTypes: []", "Queue: !GetAtt Queue.Arn, FunctionResponseTypes: [ReportBatchItemFailures]")]
    public async Task A_mapping_is_told_to_take_the_answer_of_a_consumer(string wrong, string right)
    {
        string code = Code("[OnFailureDestination(DestinationType.Sqs, \"@Queue\")]") + "public class Consumers { [DestinationConsumer(typeof(Handlers), \"Run\")] public void Take(FailureRecord<string> record) { } }\n";
        string Consumer(string properties) => Template + $"  Consumer: {{Type: AWS::Serverless::Function, Properties: {{Handler: 'App::App.Consumers_Take_Consumer::HandleAsync', Events: {{Queue: {{Type: SQS, Properties: {{{properties}}}}}}}}}}}\n";

        Solution corrected = await FixAsync(Solution(code, Consumer(wrong)), new AttributeTemplateFix(), "LD5012");

        Assert.Equal(Consumer(right), await TemplateOf(corrected));
    }

    [Fact]
    public async Task All_attributes_are_corrected_at_once()
    {
        string code = Code("[OnFailureDestination(DestinationType.Sqs, \"@Topic\")]");
        string twice = code + code[code.IndexOf("public class", StringComparison.Ordinal)..].Replace("Handlers", "Others", StringComparison.Ordinal);
        string template = Template + Template[Template.IndexOf("  Worker", StringComparison.Ordinal)..].Replace("Worker", "Second", StringComparison.Ordinal).Replace("Handlers", "Others", StringComparison.Ordinal);
        Solution corrected = await FixAllAsync(Solution(twice, template), new DestinationAttributeFix(), "LD1005");

        Assert.Equal(twice.Replace("DestinationType.Sqs", "DestinationType.Sns", StringComparison.Ordinal), await TextOf(corrected));
    }

    private static string Code(string attributes) => AnalyzerHarness.Usings + $$"""

        public class Handlers
        {
            {{attributes}}
            public Task Run(string order) => Task.CompletedTask;
        }

        """;

    private static Solution Solution(string code, string template)
    {
        AdhocWorkspace workspace = new();
        CSharpCompilation compilation = GeneratorHarness.Compile("");
        Project project = workspace.AddProject("App", LanguageNames.CSharp)
            .WithCompilationOptions(compilation.Options)
            .WithParseOptions(GeneratorHarness.ParseOptions)
            .WithMetadataReferences(compilation.References);
        project = project.AddDocument("Handlers.cs", SourceText.From(code, Encoding.UTF8), filePath: "/project/Handlers.cs").Project;
        return project.AddAdditionalDocument("template.yaml", SourceText.From(template, Encoding.UTF8), filePath: AnalyzerHarness.TemplatePath).Project.Solution;
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(Project project, string id)
    {
        SourceText template = await project.AdditionalDocuments.Single().GetTextAsync();
        DiagnosticAnalyzer analyzer = id == "LD5012" ? new ConsumerAnalyzer() : new DestinationAnalyzer();
        return [.. (await AnalyzerHarness.AnalyzeAsync(analyzer, (await project.GetCompilationAsync())!, template)).Where(x => x.Id == id)];
    }

    private static async Task<Solution> FixAsync(Solution solution, CodeFixProvider provider, string id)
    {
        Project project = solution.Projects.Single();
        Diagnostic diagnostic = (await DiagnosticsAsync(project, id))[0];
        return await ApplyAsync(await ActionAsync(project, provider, diagnostic));
    }

    private static async Task<Solution> FixAllAsync(Solution solution, CodeFixProvider provider, string id)
    {
        Project project = solution.Projects.Single();
        ImmutableArray<Diagnostic> diagnostics = await DiagnosticsAsync(project, id);
        CodeAction first = await ActionAsync(project, provider, diagnostics[0]);
        FixAllContext context = new(project, provider, FixAllScope.Project, first.EquivalenceKey, [id], new Provider(diagnostics), CancellationToken.None);
        return await ApplyAsync((await provider.GetFixAllProvider()!.GetFixAsync(context))!);
    }

    private static async Task<CodeAction> ActionAsync(Project project, CodeFixProvider provider, Diagnostic diagnostic)
    {
        CodeAction? found = null;
        TextDocument document = diagnostic.Location.IsInSource ? project.Documents.Single() : project.AdditionalDocuments.Single();
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => found ??= action, CancellationToken.None));
        Assert.NotNull(found);
        return found;
    }

    private static async Task<Solution> ApplyAsync(CodeAction action) => (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution;

    private static async Task<string> TextOf(Solution solution) => (await solution.Projects.Single().Documents.Single().GetTextAsync()).ToString();

    private static async Task<string> TemplateOf(Solution solution) => (await solution.Projects.Single().AdditionalDocuments.Single().GetTextAsync()).ToString();

    private sealed class Provider(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<System.Collections.Generic.IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<System.Collections.Generic.IEnumerable<Diagnostic>>(diagnostics);

        public override Task<System.Collections.Generic.IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult(diagnostics.Where(static x => x.Location.IsInSource));

        public override Task<System.Collections.Generic.IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult(diagnostics.Where(static x => !x.Location.IsInSource));
    }
}
