using System;
using System.Globalization;
using System.Linq;
using System.Text;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Tests.Values;

/// <summary>What conditions say of each other, and what follows for values, findings and the map.</summary>
public sealed class ConditionTests
{
    private const string Conditions = """
        Parameters:
          Stage: {Type: String, AllowedValues: [dev, prod, test]}
          Two: {Type: String, AllowedValues: [a, b]}
          One: {Type: String, AllowedValues: [only]}
          Free: {Type: String}
          Other: {Type: String}
          Number: {Type: Number, AllowedValues: [1, 2]}
          Stored: {Type: AWS::SSM::Parameter::Value<String>, AllowedValues: [/key]}
          List: {Type: CommaDelimitedList, AllowedValues: [a]}
        Mappings:
          M:
            dev: {same: q, other: dev, some: q}
            prod: {same: q, other: prod}
            test: {same: q, other: test, some: q}
            only: {same: q, other: o, l: [q]}
        Conditions:
          Lit: !Equals [a, a]
          NotLit: !Equals [a, b]
          Prod: !Equals [!Ref Stage, prod]
          Dev: !Equals [dev, !Ref Stage]
          Never: !And [!Condition Prod, !Not [!Condition Prod]]
          Always: !Or [!Condition Prod, !Not [!Condition Prod]]
          Both: !And [!Condition Prod, !Condition Dev]
          A: !Equals [!Ref Two, a]
          B: !Equals [!Ref Two, b]
          Wrong: !Equals [!Ref Stage, nothing]
          FreeX: !Equals [!Ref Free, x]
          FreeY: !Equals [!Ref Free, y]
          Same: !Equals [!Ref Free, !Ref Other]
          IsOnly: !Equals [!Ref One, only]
          IsKey: !Equals [!Ref Stored, /key]
          Mapped: !Equals [!FindInMap [M, !Ref Stage, same], q]
          Region: !Equals [!Ref AWS::Region, eu-west-1]
          Elsewhere: !Equals [!Ref AWS::Region, us-east-1]
          Circle: !Not [!Condition Circle]
          Broken: !Equals [a]
          Lost: !Condition Nowhere
        """;

    [Theory]
    [InlineData("Lit", "!Lit", "")]
    [InlineData("", "NotLit", "!NotLit")]
    [InlineData("", "Never", "!Never")]
    [InlineData("", "!Always", "Always")]
    [InlineData("", "Both", "!Both")]
    [InlineData("Prod", "Dev", "!Dev")]
    [InlineData("Prod,!Dev", "", "Lit")]
    [InlineData("!Prod,!Dev", "", "Lit")]
    [InlineData("!A", "!B", "B")]
    [InlineData("A", "B", "!B")]
    [InlineData("", "", "Wrong")]
    [InlineData("", "", "!Wrong")]
    [InlineData("FreeX", "FreeY", "!FreeY")]
    [InlineData("!FreeX", "", "!FreeY")]
    [InlineData("", "", "Same")]
    [InlineData("", "!IsOnly", "IsOnly")]
    [InlineData("", "", "!IsKey")]
    [InlineData("", "!Mapped", "Mapped")]
    [InlineData("Region", "Elsewhere", "!Elsewhere")]
    [InlineData("Region", "", "Prod")]
    [InlineData("", "", "Circle")]
    [InlineData("", "", "!Circle")]
    [InlineData("", "", "Broken")]
    [InlineData("", "", "!Lost")]
    [InlineData("", "", "Unknown")]
    public void What_can_hold_together(string assumed, string impossible, string possible)
    {
        ConditionSet set = Set(assumed);
        Assert.True(set.IsPossible);
        Assert.True(set.And(Set(possible)).IsPossible);
        Assert.True(impossible.Length == 0 || !set.And(Set(impossible)).IsPossible);
        Assert.Equal(impossible.Length == 0, Set(possible).IsPossible && set.IsCompatibleWith(Set(impossible.Length == 0 ? possible : impossible)));
    }

    [Theory]
    [InlineData("!If [Lit, x, y]", "x")]
    [InlineData("!If [Never, x, y]", "y")]
    [InlineData("!If [Always, x, y]", "x")]
    [InlineData("!If [Both, x, y]", "y")]
    [InlineData("!If [Prod, !If [Dev, x, y], y]", "y")]
    [InlineData("!FindInMap [M, !Ref One, other]", "o")]
    [InlineData("!FindInMap [M, !Ref Stage, same]", "q")]
    [InlineData("!FindInMap [M, !Ref Free, same]", "q")]
    [InlineData("!FindInMap [M, !Ref AWS::Region, same]", "q")]
    [InlineData("!FindInMap [M, !Ref Stage, some]", "q")]
    [InlineData("!FindInMap [M, only, !Sub 'sa${Free}', {DefaultValue: q}]", "{{\"Fn::FindInMap\": [\"M\", \"only\", {\"Fn::Sub\": \"sa${Free}\"}, {\"DefaultValue\": \"q\"}]}}")]
    [InlineData("!FindInMap [M, !Ref Stage, same, {DefaultValue: q}]", "q")]
    [InlineData("!FindInMap [M, !Ref Stage, same, {DefaultValue: r}]", "{{\"Fn::FindInMap\": [\"M\", {\"Ref\": \"Stage\"}, \"same\", {\"DefaultValue\": \"r\"}]}}")]
    [InlineData("!FindInMap [M, !Ref Stage, other]", "{{\"Fn::FindInMap\": [\"M\", {\"Ref\": \"Stage\"}, \"other\"]}}")]
    [InlineData("!FindInMap [M, !Ref Stage, none]", "{{\"Fn::FindInMap\": [\"M\", {\"Ref\": \"Stage\"}, \"none\"]}}")]
    [InlineData("!FindInMap [None, !Ref Stage, none]", "{{\"Fn::FindInMap\": [\"None\", {\"Ref\": \"Stage\"}, \"none\"]}}")]
    [InlineData("!Ref One", "only")]
    [InlineData("!Ref Two", "{Two}")]
    [InlineData("!Ref Stored", "{Stored}")]
    [InlineData("!Ref List", "{List}")]
    [InlineData("!Select [0, [x, !Ref Free]]", "x")]
    [InlineData("!Select [1, [!Ref Free, x]]", "x")]
    [InlineData("!Select [0, !Split [',', !Join [',', [x, !Ref Free]]]]", "x")]
    [InlineData("!Select [1, !Split [',', !Sub 'x,y,${Free}']]", "y")]
    [InlineData("!Select [2, !Split [',', !Sub 'x,y,z${Free}']]", "{{\"Fn::Select\": [2, {\"Fn::Split\": [\",\", {\"Fn::Sub\": \"x,y,z${Free}\"}]}]}}")]
    [InlineData("!Select [1, !Split [',', !Sub '${Free},x']]", "{{\"Fn::Select\": [1, {\"Fn::Split\": [\",\", {\"Fn::Sub\": \"${Free},x\"}]}]}}")]
    [InlineData("'{{resolve:ssm:/a:1}}'", "{{{resolve:ssm:/a:1}}}")]
    [InlineData("!Sub 'x-{{resolve:ssm:${Free}}}-y'", "x-{{{resolve:ssm:{Free}}}}-y")]
    [InlineData("!Select [1, !Split [':', '{{resolve:ssm:/a}}']]", "ssm")]
    [InlineData("'{{resolve:ssm:/a'", "{{resolve:ssm:/a")]
    [InlineData("'{{other:/a}}'", "{{other:/a}}")]
    public void A_value_that_the_template_decides(string value, string expected)
    {
        TemplateValue read = TemplateValue.FromNode(TemplateFile.Parse("X: " + value).Root!)["X"]!;
        Assert.Equal(expected, ResourceNames.Of(Notations.Model(Conditions)).Interpreter.Text(read).ToString());
    }

    [Fact]
    public void Sixty_conditions_that_each_use_another_twice_are_looked_at_once_each()
    {
        StringBuilder conditions = new("Conditions:\n  X0: !Equals [!Ref AWS::Region, a]\n");
        for (int i = 1; i <= 60; i++)
        {
            conditions.Append(CultureInfo.InvariantCulture, $"  X{i}: !Or [!Condition X{i - 1}, !Condition X{i - 1}]\n");
        }

        TemplateModel template = Notations.Model(conditions.ToString());
        Assert.False(ConditionSet.Of(template.ConditionFacts).And("X60", true).And("X0", false).IsPossible);
        Assert.True(ConditionSet.Of(template.ConditionFacts).And("X60", true).IsPossible);

        Interpreter deployed = new(new ResourceNames(template, new Deployment("123456789012", "a", "s", new System.Collections.Generic.Dictionary<string, string>())), ConditionScope.Empty);
        Assert.Equal(Truth.Yes, deployed.IsTrue("X60", out OpenReason? reason));
        Assert.Null(reason);
    }

    [Fact]
    public void More_deployments_than_are_looked_at_may_be_anything()
    {
        string conditions = string.Concat(Enumerable.Range(0, 12).Select(static x => $"  C{x}: !Equals [!Ref P{x}, a]\n"));
        TemplateModel template = Notations.Model($"Conditions:\n{conditions}  All: !And [{string.Join(", ", Enumerable.Range(0, 10).Select(static x => $"!Condition C{x}"))}]\n  None: !And [!Condition All, !Not [!Condition All], !Condition C10, !Condition C11]\n");
        Assert.True(ConditionSet.Of(template.ConditionFacts).And("None", true).IsPossible);
    }

    /// <summary>A branch that no deployment takes has no finding, and no way on the map.</summary>
    [Theory]
    [InlineData("!If [Lit, !GetAtt Failed.Arn, !Ref Failed]", "Failed")]
    [InlineData("!If [NotLit, !Ref Failed, !GetAtt Failed.Arn]", "Failed")]
    [InlineData("!If [Never, !GetAtt Other.Arn, !GetAtt Failed.Arn]", "Failed")]
    [InlineData("!If [Both, !GetAtt Other.Arn, !GetAtt Failed.Arn]", "Failed")]
    [InlineData("!If [Prod, !If [Dev, !GetAtt Other.Arn, !GetAtt Failed.Arn], !GetAtt Failed.Arn]", "Failed")]
    [InlineData("!If [Prod, !GetAtt Failed.Arn, !If [Prod, !GetAtt Other.Arn, !GetAtt Failed.Arn]]", "Failed")]
    [InlineData("!Sub ['${X}', {X: !If [Lit, !GetAtt Failed.Arn, !Ref Failed]}]", "Failed")]
    [InlineData("!If [Prod, !GetAtt Failed.Arn, !If [Dev, !GetAtt Other.Arn, !GetAtt Failed.Arn]]", "Failed,Other")]
    public void What_no_deployment_takes_is_not_there(string destination, string targets)
    {
        TemplateModel template = Notations.Model(Conditions + """

            Resources:
              Failed: {Type: AWS::SQS::Queue, Properties: {QueueName: failed}}
              Other: {Type: AWS::SQS::Queue}
              P: {Type: AWS::Lambda::Function, Properties: {Code: {ZipFile: x}, Handler: 'A::B::C', Runtime: dotnet10, Role: 'arn:aws:iam::123456789012:role/x'}}
              C: {Type: AWS::Lambda::EventInvokeConfig, Properties: {FunctionName: !Ref P, Qualifier: $LATEST, DestinationConfig: {OnFailure: {Destination: <destination>}}}}
              D: {Type: AWS::Lambda::EventInvokeConfig, Condition: Never, Properties: {FunctionName: !Ref P, Qualifier: live, DestinationConfig: {OnFailure: {Destination: !GetAtt Other.Arn}}}}
            """.Fill(("destination", destination)));

        Assert.Equal(targets, string.Join(',', FlowGraph.Of(template).From("P").Select(static x => x.To.Id).Distinct().Order(StringComparer.Ordinal)));
        Assert.DoesNotContain(TemplateChecker.Check(template, []), static x => x.Rule.Id is "LD1018" or "LD1003");
    }

    [Theory]
    [InlineData("!If [Lit, a, b]", "a:")]
    [InlineData("!If [Never, a, b]", "b:")]
    [InlineData("!If [Prod, !If [Dev, a, b], c]", "b:Prod c:not Prod")]
    [InlineData("!If [A, a, !If [B, b, c]]", "a:A b:not A")]
    [InlineData("!If [FreeX, a, b]", "a:FreeX b:not FreeX")]
    public void A_condition_that_holds_anyway_is_none(string value, string expected)
    {
        TemplateNode node = Notations.Model("X: " + value).Root!["X"]!;
        Assert.Equal(expected, string.Join(' ', TemplateBranch.Of(node, Set("")).Select(static x => $"{TemplateNodes.Text(x.Node)}:{x.Conditions}")));
    }

    /// <summary>The ids that SAM gives to what it makes, for the target, the map and the permissions.</summary>
    [Theory]
    [InlineData("!GetAtt GEventInvokeConfigOnFailureQueue.Arn", "GEventInvokeConfigOnFailureQueue", null)]
    [InlineData("!Sub '${ GEventInvokeConfigOnFailureQueue.Arn }'", "GEventInvokeConfigOnFailureQueue", null)]
    [InlineData("!GetAtt G.DestinationQueue.Arn", "GEventInvokeConfigOnFailureQueue", null)]
    [InlineData("!Ref GEventInvokeConfigOnSuccessTopic", "GEventInvokeConfigOnSuccessTopic", null)]
    [InlineData("!Ref GAliasliDve", "G", "li-ve")]
    [InlineData("!Sub '${GAliasliDve}'", "G", "li-ve")]
    [InlineData("!Join ['', [!Ref GAliasliDve]]", "G", "li-ve")]
    [InlineData("!Ref G.Alias", "G", "li-ve")]
    [InlineData("!GetAtt GEventInvokeConfigOnSuccessQueue.Arn", "GEventInvokeConfigOnSuccessQueue.Arn", null)]
    [InlineData("!Ref GAliasother", "GAliasother", null)]
    public void What_SAM_makes_is_one_whatever_names_it(string destination, string node, string? qualifier)
    {
        TemplateModel template = Notations.Model(Notations.Sam + """
            Resources:
              G: {Type: AWS::Serverless::Function, Properties: {AutoPublishAlias: li-ve, EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: SNS}, OnFailure: {Type: SQS}}}}}
              P: {Type: AWS::Serverless::Function, Properties: {EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: <destination>}}}}}
            """.Fill(("destination", destination)));
        FlowEdge edge = Assert.Single(FlowGraph.Of(template).From("P"));
        Assert.Equal((node, qualifier), (edge.To.Id, edge.TargetQualifier is "$LATEST" ? null : edge.TargetQualifier));
    }

    [Theory]
    [InlineData("!GetAtt GEventInvokeConfigOnFailureQueue.Arn", "arn:{AWS::Partition}:sqs:{AWS::Region}:{AWS::AccountId}:{GEventInvokeConfigOnFailureQueue.QueueName}")]
    [InlineData("!Ref GEventInvokeConfigOnFailureQueue", "https://sqs.{AWS::Region}.{AWS::URLSuffix}/{AWS::AccountId}/{GEventInvokeConfigOnFailureQueue.QueueName}")]
    [InlineData("!GetAtt G.DestinationQueue.Arn", "arn:{AWS::Partition}:sqs:{AWS::Region}:{AWS::AccountId}:{GEventInvokeConfigOnFailureQueue.QueueName}")]
    [InlineData("!GetAtt GEventInvokeConfigOnFailureTopic.TopicArn", "{GEventInvokeConfigOnFailureTopic.TopicArn}")]
    [InlineData("!Ref GAliaslive", "arn:{AWS::Partition}:lambda:{AWS::Region}:{AWS::AccountId}:function:{G.FunctionName}:live")]
    [InlineData("!GetAtt GAliaslive.AliasArn", "arn:{AWS::Partition}:lambda:{AWS::Region}:{AWS::AccountId}:function:{G.FunctionName}:live")]
    [InlineData("!GetAtt GAliaslive.Name", "{GAliaslive.Name}")]
    [InlineData("!GetAtt GRole.Arn", "arn:{AWS::Partition}:iam::{AWS::AccountId}:role/{GRole.RoleName}")]
    public void What_SAM_makes_has_the_texts_of_its_kind(string value, string expected)
    {
        TemplateValue read = TemplateValue.FromNode(TemplateFile.Parse("X: " + value).Root!)["X"]!;
        Assert.Equal(expected, ResourceNames.Of(Notations.Model(Notations.Sam + """
            Resources:
              G: {Type: AWS::Serverless::Function, Properties: {AutoPublishAlias: !Sub live, EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS}}}}}
            """)).Interpreter.Text(read).ToString());
    }

    /// <summary>A function whose name is an alias's whose function has a name: each name is looked for while the other is worked out.</summary>
    [Fact]
    public void A_name_that_is_looked_for_while_names_are_worked_out_ends()
    {
        TemplateModel template = Notations.Model("""
            Resources:
              F: {Type: AWS::Lambda::Function, Properties: {FunctionName: !Ref A}}
              A: {Type: AWS::Lambda::Alias, Properties: {FunctionName: worker, Name: live}}
              G: {Type: AWS::Lambda::Function, Properties: {FunctionName: worker}}
            """);
        Assert.Equal("G", ResourceNames.Of(template).FindByName(Aws.DestinationTargetType.Lambda, SymbolicText.Of("worker"))!.LogicalId);
    }

    private static ConditionSet Set(string outcomes) => outcomes.Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Aggregate(ConditionSet.Of(Notations.Model(Conditions).ConditionFacts), static (set, x) => set.And(x.TrimStart('!'), x[0] != '!'));
}
