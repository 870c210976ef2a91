using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;

namespace LambdaDestinations.Testing.Tests.Wiring;

/// <summary>The events that the build writes for consumers, played as they are written.</summary>
public sealed class WiredConsumerTests
{
    private const string Sam = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Orders: {Type: AWS::Serverless::Function, Properties: {Handler: "App::App.Orders::Run"}}
          Others: {Type: AWS::Serverless::Function, Properties: {Handler: "App::App.Others::Run"}}
          Audit: {Type: AWS::Serverless::Function, Properties: {Handler: "App::App.Audit::Run"}}
          Queue: {Type: AWS::SQS::Queue}
          Topic: {Type: AWS::SNS::Topic}
          Bus: {Type: AWS::Events::EventBus, Properties: {Name: orders}}

        """;

    private const string Plain = """
        Resources:
          Orders: {Type: AWS::Lambda::Function, Properties: {Handler: "App::App.Orders::Run", Role: !GetAtt Role.Arn}}
          Others: {Type: AWS::Lambda::Function, Properties: {Handler: "App::App.Others::Run", Role: !GetAtt Role.Arn}}
          Audit: {Type: AWS::Lambda::Function, Properties: {Handler: "App::App.Audit::Run", Role: !GetAtt Role.Arn}}
          Role: {Type: AWS::IAM::Role}
          Queue: {Type: AWS::SQS::Queue}
          Topic: {Type: AWS::SNS::Topic}
          Bus: {Type: AWS::Events::EventBus, Properties: {Name: orders}}

        """;

    [Theory]
    [InlineData(Sam, "Sqs", "@Queue", 2)]
    [InlineData(Sam, "Sqs", null, 1)]
    [InlineData(Sam, "Sns", "@Topic", 2)]
    [InlineData(Sam, "EventBridge", "@Bus", 1)]
    [InlineData(Plain, "Sqs", "@Queue", 2)]
    [InlineData(Plain, "Sqs", null, 1)]
    [InlineData(Plain, "Sns", "@Topic", 2)]
    [InlineData(Plain, "EventBridge", "@Bus", 1)]
    public async Task What_the_producer_sends_arrives(string template, string type, string? target, int expected)
    {
        HandlerModel Producer(string name) =>
            new(new FunctionReference("App", "App." + name, "Run"), null, null, new(new DestinationModel(DestinationOutcome.Failure, Enum.Parse<DestinationTargetType>(type), target)));
        HandlerModel consumer = new(new FunctionReference("App", "App.Audit", "Run"), null, null, default) { Sources = new(new SourceModel(Producer("Orders"), SentRecord.Failure, null)) };
        TemplateUpdate update = TemplateUpdater.Update(TemplateParser.Parse(template, TemplateFormat.Yaml), new DestinationManifest(new(Producer("Orders"), Producer("Others"), consumer)), "App");
        Assert.Empty(update.Findings);
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".yaml");
        await File.WriteAllTextAsync(file, update.Document.Text);
        await using LambdaTestHost host = LambdaTestHost.FromTemplate(file);
        File.Delete(file);
        host.AddFunction("Orders", Handlers.Throws("no"));
        host.AddFunction("Others", Handlers.Throws("no"));
        TestFunction audit = host.AddFunction("Audit", Handlers.Returns("{}"));

        await host.InvokeAsync("Orders", "{}");
        await host.InvokeAsync("Others", "{}");
        await host.RunUntilIdleAsync();

        // The queue and the topic bring what both send, the rule what one does, and of its own queue the other has none.
        string received = string.Concat(audit.Invocations.Select(static x => Encoding.UTF8.GetString(x.Request.Span)));
        Assert.Equal(expected, received.Split("RetriesExhausted").Length - 1);
    }
}
