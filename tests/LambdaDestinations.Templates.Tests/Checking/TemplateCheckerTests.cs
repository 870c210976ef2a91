using System;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Tests.Update;
using LambdaDestinations.Templates.Updating;

namespace LambdaDestinations.Templates.Tests.Checking;

/// <summary>The checks as a whole: how far they follow, what they cost, and templates that cannot be read. What they find is in <c>Cases/checking</c>.</summary>
public sealed class TemplateCheckerTests
{
    [Theory]
    [InlineData(2, 2)]
    [InlineData(32, 32)]
    [InlineData(33, 0)]
    public void A_ring_of_functions_is_followed_for_32_steps(int functions, int expected)
    {
        TemplateModel template = Notations.Model(Notations.Sam + "Resources:\n" + string.Concat(Enumerable.Range(0, functions).Select(x =>
            $"  F{x}: {{Type: AWS::Serverless::Function, Properties: {{EventInvokeConfig: {{DestinationConfig: {{OnSuccess: {{Type: Lambda, Destination: !GetAtt F{(x + 1) % functions}.Arn}}}}}}}}}}\n")));

        Assert.Equal(expected, TemplateChecker.Check(template, []).Count(static x => x.Rule == ConfigurationRules.Loop));
    }

    /// <summary>The build that writes something is the first to tell what is wrong with it; what was wrong before is told by others.</summary>
    [Theory]
    [InlineData("", "", "| type=App.Audit <= Failure @Failed : OnFailure Sqs @Failed | type=App.Orders", "LD2012")] // an event of a queue whose visibility is too short
    [InlineData(", Properties: {VisibilityTimeout: 720}", "", "| type=App.Audit <= Failure @Failed : OnFailure Sqs @Failed | type=App.Orders", null)]
    [InlineData("", ", Events: {Failed: {Type: SQS, Properties: {Queue: !GetAtt Failed.Arn}}}", "| type=App.Audit <= Failure @Failed : OnFailure Sqs @Failed | type=App.Orders", null)] // written by hand
    [InlineData("", ", EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Failed.Arn}}}", "| type=App.Audit deadLetter=@Failed", "LD4002")] // a dead letter in the same queue
    [InlineData("", "", "OnFailure Sqs @Failed | type=App.Audit deadLetter=@Failed", "LD4002")] // both by attributes
    [InlineData("", "", "| type=App.Audit deadLetter=@Failed", null)]
    public void What_an_update_brings_about_is_told(string queue, string audit, string attributes, string? expected)
    {
        TemplateModel before = Notations.Model(Notations.Sam + "Resources:\n  Failed: {Type: AWS::SQS::Queue" + queue + "}\n"
            + "  Audit: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::App.Audit::Run', Timeout: 120" + audit + "}}\n");
        HandlerModel handler = HandlerText.Read(attributes);
        TemplateModel after = TemplateModel.Read(TemplateUpdater.Update(before, Handlers.ManifestOf(handler), Handlers.Assembly).Document);

        Assert.Equal(expected is null ? [] : [expected], TemplateChecker.CheckUpdate(before, after, [handler]).Select(static x => x.Rule.Id));
        Assert.Empty(TemplateChecker.CheckUpdate(after, after, [handler]));
    }

    [Theory]
    [InlineData("Outputs: {}")]
    [InlineData("Resources:\n  A: {Type: AWS::Serverless::Function, Properties: {EventInvokeConfig: {MaximumRetryAttempts: 3}}}\n B: [\n")]
    [InlineData("")]
    public void A_template_that_cannot_be_read_has_no_findings_of_its_own(string text)
    {
        TemplateModel template = TemplateModel.Read(TemplateFile.Parse(text));
        HandlerModel handler = Handlers.Handler(Handlers.OnFailure(DestinationTargetType.Sqs, "Queue"));

        Assert.Empty(TemplateChecker.CheckTemplate(template));
        Assert.Empty(TemplateChecker.CheckAbsences(template, [handler]));
        Assert.Equal("LD1003", Assert.Single(TemplateChecker.Check(template, [handler])).Rule.Id);
        Assert.Equal("LD1003", Assert.Single(TemplateChecker.CheckHandler(null, handler)).Rule.Id);
    }

    private const string RuleToQueue =
        "  Queue#: {Type: AWS::SQS::Queue}\n"
        + "  Rule#: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 day), Targets: [{Id: q, Arn: !GetAtt Queue#.Arn}]}}\n"
        + "  Policy#: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Queue#], PolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: events.amazonaws.com}, Action: 'sqs:SendMessage', Resource: !GetAtt Queue#.Arn}]}}}\n";

    private const string RuleToFunction =
        "  Queue#: {Type: AWS::SQS::Queue}\n"
        + "  Rule#: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 day), Targets: [{Id: f, Arn: !GetAtt Worker#.Arn}]}}\n"
        + "  Permission#: {Type: AWS::Lambda::Permission, Properties: {FunctionName: !Ref Worker#, Action: 'lambda:InvokeFunction', Principal: events.amazonaws.com, SourceArn: !GetAtt Rule#.Arn}}\n";

    /// <summary>Shapes of which each function once looked at all others: a queue each, rules on one bus that take no record, a chain of destinations.</summary>
    [Theory]
    [Trait("Category", "Large")]
    [InlineData("", "  Queue#: {Type: AWS::SQS::Queue}\n", "Type: SQS, Destination: !GetAtt Queue#.Arn", "")]
    [InlineData("  Bus: {Type: AWS::Events::EventBus, Properties: {Name: bus}}\n", "", "Type: EventBridge, Destination: !GetAtt Bus.Arn", ", Events: {Rule: {Type: EventBridgeRule, Properties: {EventBusName: !Ref Bus, Pattern: {source: [s#]}}}}")]
    [InlineData("", RuleToQueue, "Type: SQS, Destination: !GetAtt Queue#.Arn", "")]
    [InlineData("", RuleToFunction, "Type: SQS, Destination: !GetAtt Queue#.Arn", "")]
    [InlineData("  Last: {Type: AWS::Serverless::Function, Properties: {}}\n", "", "Type: Lambda, Destination: !GetAtt Next#.Arn", "")]
    public void Cost_grows_with_the_size_of_the_template(string first, string each, string destination, string events)
    {
        long few = Allocated(100);
        long many = Allocated(1000);

        Assert.InRange(many, few, few * 12);

        long Allocated(int functions)
        {
            TemplateModel template = Notations.Model(Notations.Sam + "Resources:\n" + first + string.Concat(Enumerable.Range(0, functions).Select(x =>
                (each + "  Worker#: {Type: AWS::Serverless::Function, Properties: {EventInvokeConfig: {DestinationConfig: {OnFailure: {" + destination + "}}}" + events + "}}\n")
                    .Replace("Next#", x + 1 < functions ? $"Worker{x + 1}" : "Last", StringComparison.Ordinal).Replace("#", $"{x}", StringComparison.Ordinal))));
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Empty(TemplateChecker.Check(template, []));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    /// <summary>A target below conditions in each other: every branch once read the policies of its role again, with all of the other branches.</summary>
    [Fact]
    [Trait("Category", "Large")]
    public void Cost_grows_with_the_depth_of_conditions()
    {
        long few = Allocated(4);
        long many = Allocated(12);

        Assert.InRange(many, few, few * 5);

        static long Allocated(int depth)
        {
            string target = Enumerable.Range(0, depth).Aggregate("!GetAtt Queue.Arn", static (otherwise, i) => $"!If [C{i}, !GetAtt Queue{i}.Arn, {otherwise}]");
            TemplateModel template = Notations.Model(Notations.Sam
                + "Parameters: {P: {Type: String}}\nConditions:\n" + string.Concat(Enumerable.Range(0, depth).Select(static i => $"  C{i}: !Equals [!Ref P, v{i}]\n"))
                + "Resources:\n  Queue: {Type: AWS::SQS::Queue}\n" + string.Concat(Enumerable.Range(0, depth).Select(static i => $"  Queue{i}: {{Type: AWS::SQS::Queue}}\n"))
                + string.Concat(Enumerable.Range(0, 100).Select(i => $"  F{i}: {{Type: AWS::Serverless::Function, Properties: {{EventInvokeConfig: {{DestinationConfig: {{OnFailure: {{Type: SQS, Destination: {target}}}}}}}}}}}\n")));
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Empty(TemplateChecker.Check(template, []));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
