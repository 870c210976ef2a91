using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Tests.Iam;

public sealed class ConditionScopeTests
{
    private static readonly ConditionScope WithA = ConditionScope.Empty.With("A", true);

    [Fact]
    public void What_is_assumed_is_known_and_all_else_open()
    {
        ConditionScope scope = WithA.With("B", false);

        Assert.Equal((Truth.Yes, Truth.No, Truth.Maybe), (scope["A"], scope["B"], scope["C"]));
        Assert.Equal("A,!B", scope.Key);
        Assert.Equal(scope.Key, ConditionScope.Empty.With("B", false).With("A", true).Key);
        Assert.Equal("!A", WithA.With("A", false).Key);
        Assert.Equal("A", WithA.Key);
        Assert.Equal("", ConditionScope.Empty.Key);
    }

    [Fact]
    public void A_set_adds_what_is_open_and_changes_nothing_that_is_assumed()
    {
        ConditionSet set = ConditionSet.Always.And("A", false).And("B", true).And("C", false);

        Assert.Equal("A,B,!C", WithA.With(set).Key);
        Assert.Equal("!A,B,!C", ConditionScope.Empty.With(set).Key);
        Assert.Equal("A", WithA.With(ConditionSet.Always).Key);
    }

    [Fact]
    public void A_set_holds_when_each_of_its_conditions_does()
    {
        ConditionScope scope = WithA.With("B", false);
        ConditionSet a = ConditionSet.Always.And("A", true);

        Assert.Equal(Truth.Yes, scope.Holds(ConditionSet.Always));
        Assert.Equal(Truth.Yes, scope.Holds(a.And("B", false)));
        Assert.Equal(Truth.No, scope.Holds(a.And("B", true)));
        Assert.Equal(Truth.No, scope.Holds(ConditionSet.Always.And("A", false)));
        Assert.Equal(Truth.Maybe, scope.Holds(a.And("C", true)));
        Assert.Equal(Truth.Maybe, scope.Holds(a.And("C", false)));
        Assert.Equal(Truth.No, scope.Holds(ConditionSet.Always.And("C", true).And("B", true)));
    }

    [Fact]
    public void A_resource_brings_its_condition()
    {
        TemplateModel template = Notations.Model("Resources:\n  Plain: {Type: AWS::SQS::Queue}\n  OfA: {Type: AWS::SQS::Queue, Condition: A}\n  OfB: {Type: AWS::SQS::Queue, Condition: B}\n");
        TemplateResource plain = template.Find("Plain")!;
        TemplateResource ofA = template.Find("OfA")!;
        TemplateResource ofB = template.Find("OfB")!;
        ConditionScope notA = ConditionScope.Empty.With("A", false);

        Assert.Equal("", ConditionScope.Empty.Within(plain).Key);
        Assert.Equal("A", ConditionScope.Empty.Within(ofA).Key);
        Assert.Equal("!A", notA.Within(ofA).Key);
        Assert.Equal("!A,B", notA.Within(ofB).Key);
        Assert.Equal((Truth.Yes, Truth.No, Truth.Maybe), (notA.Has(plain), notA.Has(ofA), notA.Has(ofB)));
        Assert.Equal(Truth.Yes, WithA.Has(ofA));
    }

    [Fact]
    public void Open_conditions_are_split_up_to_a_limit()
    {
        Assert.Equal(["A,B", "A,!B"], WithA.Split(["A", "B", "B"]).Select(static x => x.Key));
        Assert.Equal(["A"], WithA.Split(["A"]).Select(static x => x.Key));
        Assert.Equal(["A,B,C", "A,B,!C", "A,!B,C", "A,!B,!C"], ConditionScope.Empty.Split(["A", "B", "C"]).Take(4).Select(static x => x.Key));
        Assert.Equal(16, ConditionScope.Empty.Split(["A", "B", "C", "D"]).Select(static x => x.Key).Distinct().Count());
        Assert.Equal([""], ConditionScope.Empty.Split(["A", "B", "C", "D", "E"]).Select(static x => x.Key));
        Assert.Equal(16, WithA.Split(["A", "B", "C", "D", "E"]).Count);
    }

    [Theory]
    [InlineData("!If [A, 1, 2]", "A")]
    [InlineData("[!If [A, !If [B, 1, 2], {x: !If [C, 1, 2]}]]", "A,B,C")]
    [InlineData("{x: !If [A, 1, 2], y: !If [A, 1, 2]}", "A,A")]
    [InlineData("!If [A, 1]", "")]
    [InlineData("{'Fn::If': A}", "")]
    [InlineData("{'Fn::Or': [A, B, C]}", "")]
    [InlineData("{'Fn::If': [[A], 1, !If [B, 1, 2]]}", "B")]
    [InlineData("{'Fn::If': [A, 1, 2], x: 1}", "")]
    public void Conditions_are_found_in_values(string yaml, string expected) =>
        Assert.Equal(expected, string.Join(',', ConditionScope.MentionedIn(TemplateValue.FromNode(TemplateParser.Parse(yaml, TemplateFormat.Yaml).Root!))));
}
