using System;
using System.Linq;
using LambdaDestinations.Shared.Tests;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Tests.Update;
using LambdaDestinations.Templates.Updating;

namespace LambdaDestinations.Templates.Tests.Values;

/// <summary>Every reader of a value gives one answer for every spelling of one reference, in YAML and in JSON.</summary>
public sealed class SpellingTests
{
    private const string Function = """
          Worker:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: s3://bucket/key
              Handler: App::App.Handlers::Run
              Runtime: dotnet10
              EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: SPELLING}}}

        """;

    private const string Permission = """
          Role:
            Type: AWS::IAM::Role
            Properties:
              Policies: [{PolicyName: p, PolicyDocument: {Statement: [{Effect: Allow, Action: sqs:SendMessage, Resource: SPELLING}]}}]
          Plain: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}
          Config: {Type: AWS::Lambda::EventInvokeConfig, Properties: {FunctionName: !Ref Plain, Qualifier: $LATEST, DestinationConfig: {OnFailure: {Destination: SPELLING}}}}

        """;

    public static TheoryData<string, bool> All()
    {
        TheoryData<string, bool> data = new();
        foreach (string spelling in Spellings.All)
        {
            data.Add(spelling, false);
            data.Add(spelling, true);
        }

        return data;
    }

    [Fact]
    public void There_are_forty_and_no_two_are_equal()
    {
        Assert.True(Spellings.All.Count() >= 40);
        Assert.Equal(Spellings.All.Count(), Spellings.All.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_target_and_the_graph_are_the_queue(string spelling, bool asJson)
    {
        TemplateModel template = Read(Function, spelling, asJson);
        DestinationTarget[] targets = [.. DestinationConfiguration.Of(template).Of(template.Find("Worker")!).Async.Single().Destinations.Single().Targets];

        Assert.All(targets, static x => Assert.Equal((TargetOrigin.Resource, "Orders", DestinationTargetType.Sqs, true), (x.Origin, x.Resource!.LogicalId, x.Type, x.IsArn)));
        Assert.All(FlowGraph.Of(template).From("Worker"), static x => Assert.Equal("Orders", x.To.Id));
        Assert.NotEmpty(FlowGraph.Of(template).From("Worker"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_attribute_of_the_queue_changes_nothing(string spelling, bool asJson)
    {
        TemplateModel template = Read(Function, spelling, asJson);
        TemplateUpdate update = TemplateUpdater.Update(template.Document, Handlers.ManifestOf(Handlers.Handler(Handlers.OnFailure(DestinationTargetType.Sqs, "@Orders"))), "App");

        Assert.DoesNotContain(update.Findings, static x => x.Rule.Severity != RuleSeverity.Info);
        Assert.Equal(template.Document.Text, update.Document.Text);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_statement_grants_it_whatever_the_target_s_spelling(string spelling, bool asJson)
    {
        TemplateModel template = Read(Permission, spelling, asJson);
        PermissionEvaluator evaluator = new(template);
        DestinationTarget target = DestinationConfiguration.Of(template).Of(template.Find("Plain")!).Async.Single().Destinations.Single().Targets[0];

        // In another partition or region the statement is about another queue, so it decides nothing.
        PermissionDecision expected = Spellings.OfOneRegion.Contains(spelling) ? PermissionDecision.Unknown : PermissionDecision.Granted;
        Assert.Equal(expected, evaluator.Evaluate(template.Find("Plain")!, new RequiredGrant("sqs:SendMessage", TemplateValue.GetAtt("Orders", "Arn"))).Decision);
        Assert.Equal(PermissionDecision.Granted, evaluator.Evaluate(template.Find("Plain")!, new RequiredGrant("sqs:SendMessage", target.Value), target.Conditions).Decision);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Who_mentions_the_queue_waits_for_it(string spelling, bool asJson)
    {
        TemplateModel template = Read(Permission, spelling, asJson);

        Assert.Equal(Spellings.Mentioning.Contains(spelling), new DependencyOrder(template).IsAfter(template.Find("Config")!, "Orders"));
    }

    private static TemplateModel Read(string resources, string spelling, bool asJson) =>
        Notations.Model(Spellings.Template + resources.Replace("SPELLING", spelling, StringComparison.Ordinal), asJson);
}
