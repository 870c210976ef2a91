using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Rules;

/// <summary>Each sentence of the catalogue, said with facts made up for it.</summary>
public sealed class SentenceTests
{
    private static readonly Type[] Classes = [.. typeof(RuleCatalog).Assembly.GetTypes().Where(static x => Rules(x).Any() && x != typeof(RuleCatalog))];

    private static readonly string[] Names = ["One", "Other"];

    [Fact]
    public void Each_rule_says_something()
    {
        Assert.Equal(10, Classes.Length);
        Assert.All(Classes, static x => Assert.Empty(Silent(x)));
    }

    [Fact]
    public void A_silent_rule_is_seen() => Assert.Equal(["LD0004"], Silent(typeof(HalfSilentRules)).Select(static x => x.Id));

    /// <summary>Whole, about the facts that it was given, and without the mark of a joint.</summary>
    [Fact]
    public void Sentences_are_whole()
    {
        (MethodInfo Method, RuleMessage Message, string[] Facts)[] all = [.. Classes.SelectMany(Said)];
        Assert.True(all.Length > 150, $"{all.Length} sentences");
        Assert.Equal(all.Length, all.Select(static x => x.Message.Text).Distinct(StringComparer.Ordinal).Count() + all.Count(static x => x.Facts is ["Said by the parser"]) - 1);
        Assert.All(all, static x =>
        {
            Assert.Matches(@"^['\[A-Z0-9<][^{}]*[^.;:, ]$", x.Message.Text);
            Assert.DoesNotContain("  ", x.Message.Text, StringComparison.Ordinal);
            Assert.All(x.Facts, y => Assert.Contains(y, x.Message.Text, StringComparison.Ordinal));
        });
    }

    /// <summary>Numbers, kinds and lists are written in one way, whatever the machine's culture.</summary>
    [Fact]
    public void Facts_are_written_the_same_everywhere()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("sv-SE") { NumberFormat = { NegativeSign = "minus " } };
        try
        {
            Assert.Equal("MaximumRetryAttempts is -12345; Lambda accepts -1 to 10000", DeclarationRules.RetriesOutOfRange(-12345, -1, 10000).Text);
            Assert.Equal("A destination of type EventBridge needs a target; only queues, topics and buckets are created by the build", DeclarationRules.NeedsTarget(DestinationTargetType.EventBridge).Text);
            Assert.Equal("42 is not a valid DestinationType; write Sqs, Sns, Lambda, EventBridge, S3, Kafka", DeclarationRules.IsNoType((DestinationTargetType)42).Text);
            Assert.Equal("Functions A, B all run 'H'; name one with [DestinationFunction(\"LogicalId\")]", DeclarationRules.AllRun(["A", "B"], "H").Text);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_finding_is_a_value()
    {
        Finding one = new(DeclarationRules.AllRun(["A", "B"], "H"), new SourceSpan(1, 2)) { Data = new FindingData.WrittenName("A") };
        Finding other = new(DeclarationRules.AllRun(["A", "B"], "H"), new SourceSpan(1, 2)) { Data = new FindingData.WrittenName("A") };

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.Equal(one, other with { Suggestions = new EquatableArray<string>("A") });
        Assert.NotEqual(one, other with { Said = DeclarationRules.AllRun(["A", "C"], "H") });
        Assert.NotEqual(one, other with { TemplateSpan = new SourceSpan(1, 3) });
        Assert.NotEqual(one, other with { Attribute = new AttributeAnchor("T", "M", -1) });
        Assert.NotEqual(one, other with { OwnedBy = "App" });
        Assert.NotEqual(one, other with { DestinationSpan = new SourceSpan(1, 2) });
        Assert.NotEqual(one, other with { Data = new FindingData.WrittenName("B") });
    }

    private static IEnumerable<Rule> Rules(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(static x => x.FieldType == typeof(Rule)).Select(static x => (Rule)x.GetValue(null)!);

    private static IEnumerable<Rule> Silent(Type type) => Rules(type).Except(Said(type).Select(static x => x.Message.Rule));

    /// <summary>Every sentence of a class, with the facts that it must hold: one for each value of an enumeration, one with and one without what may be absent.</summary>
    private static IEnumerable<(MethodInfo Method, RuleMessage Message, string[] Facts)> Said(Type type) =>
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static)
        where method.ReturnType == typeof(RuleMessage)
        from facts in Choices(method.GetParameters())
        select (method, (RuleMessage)method.Invoke(null, [.. facts.Select(static x => x.Value)])!, facts.SelectMany(static x => x.Shown).ToArray());

    private static IEnumerable<IEnumerable<Fact>> Choices(IEnumerable<ParameterInfo> parameters) => parameters.Aggregate(
        (IEnumerable<IEnumerable<Fact>>)[[]],
        static (all, parameter) => all.SelectMany(_ => Facts(parameter), static (before, fact) => before.Append(fact)));

    private static IEnumerable<Fact> Facts(ParameterInfo parameter)
    {
        string name = parameter.Name!;
        if (parameter.ParameterType == typeof(string))
        {
            Fact text = new($"The{name}", $"The{name}");
            return new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable ? [text, new Fact(null)] : [text];
        }

        if (parameter.ParameterType.IsEnum)
        {
            return Enum.GetValues(parameter.ParameterType).Cast<object>().Select(static x => new Fact(x));
        }

        if (parameter.ParameterType == typeof(PayloadFault))
        {
            bool isOfFields = parameter.Member.Name == nameof(PayloadRules.FieldsAreLost);
            return Enum.GetValues<PayloadObstacle>().Where(x => x == PayloadObstacle.FieldsOnly == isOfFields).Select(static x => new Fact(
                new PayloadFault(x, "$.ThePath", "TheType", IsNullable: false, "TheParameter"),
                x is PayloadObstacle.UnboundParameter or (>= PayloadObstacle.SameName and <= PayloadObstacle.NumberHandling) ? ["'$.ThePath' is TheType", "'TheParameter'"] : ["'$.ThePath' is TheType"]));
        }

        if (parameter.ParameterType == typeof(bool))
        {
            return [new Fact(true), new Fact(false)];
        }

        SendingSetting setting = SendingSetting.OfMapping("TheMapping");
        return
        [
            parameter.ParameterType.Name switch
            {
                nameof(Int64) => new Fact(1234567L + parameter.Position, (1234567L + parameter.Position).ToString(CultureInfo.InvariantCulture)),
                nameof(TemplateValue) => new Fact(TemplateValue.String($"The{name}"), $"The{name}"),
                nameof(Shown) => new Fact(Shown.Name("TheThing"), "'TheThing'"),
                nameof(SendingSetting) => new Fact(setting, "the OnFailure destination of 'TheMapping'"),
                nameof(MessageFormat) => new Fact(MessageFormat.Topic, "SNS notifications"),
                nameof(TargetKind) => new Fact(new TargetKind(null, "AWS::Kinesis::Stream"), "of type AWS::Kinesis::Stream"),
                nameof(MissingGrant) => new Fact(
                    new MissingGrant("TheFunction", "TheRole", ["one:Do"], Shown.Name("TheThing"), setting, new ShownValues([TemplateValue.String("TheStatement")], TemplateFormat.Yaml)),
                    "'TheFunction'", "'TheRole'", "'TheThing'", "TheStatement"),
                nameof(ShownValues) => new Fact(new ShownValues([TemplateValue.GetAtt("TheQueue", "Arn"), TemplateValue.String("Other")], TemplateFormat.Yaml), "!GetAtt TheQueue.Arn, Other"),
                nameof(TemplateSyntaxError) => new Fact(new TemplateSyntaxError("Said by the parser", default), "Said by the parser"),
                _ when parameter.ParameterType == typeof(IEnumerable<string>) || parameter.ParameterType == typeof(IReadOnlyList<string>) => new Fact(Names, "One", "Other"),
                _ when parameter.ParameterType == typeof(IEnumerable<(string, bool)>) => new Fact(
                    new[] { ("One", true), ("Other", false) },
                    " where condition 'One' holds and condition 'Other' does not hold,"),
                _ when parameter.ParameterType == typeof(IEnumerable<Caller>) => new Fact(new Caller[] { new("Orders", "SQS"), new(null, "HttpApi") }, "(Orders: SQS, HttpApi"),
                _ when parameter.ParameterType == typeof(IReadOnlyList<ResourceFate>) => new Fact(
                    (ResourceFate[])[new("One", Fate.Changed), new("Other", Fate.Created), new("Last", Fate.Removed), .. Enumerable.Range(0, 12).Select(static x => new ResourceFate($"R{x}", Fate.Created))],
                    "'Other' created, 'R0' created", "'R11' created, 'Last' removed, 1 more changed"),
                _ when parameter.ParameterType == typeof(IEnumerable<TemplateValue>) => new Fact(new[] { TemplateValue.String("One"), TemplateValue.String("Other") }, "\"One\", \"Other\""),
                _ when parameter.ParameterType == typeof(IEnumerable<SentRecord>) => new Fact(new[] { SentRecord.Success, SentRecord.DeadLetter }, "success records and dead-letter messages only"),
                _ when parameter.ParameterType == typeof(IEnumerable<DestinationTargetType>) => new Fact(new[] { DestinationTargetType.Sqs, DestinationTargetType.Sns }, "SQS and SNS"),
                _ when parameter.ParameterType == typeof(IEnumerable<ContractDifference>) => new Fact(new[] { ContractDifference.Removed("request.a"), ContractDifference.Renamed("b", "c") }, "request.a was removed; b was removed (renamed to 'c'?)"),
                _ => throw new InvalidOperationException($"No fact of type {parameter.ParameterType} is known here."),
            },
        ];
    }

    /// <summary>A value with what the sentence must show of it.</summary>
    private sealed record Fact(object? Value, params string[] Shown);

    /// <summary>A class with a rule that nobody can report.</summary>
    private static class HalfSilentRules
    {
        private static readonly Rule.Group Group = new(RuleCategory.Template);

        public static readonly Rule Loud = Group.Info("LD0003", "Loud", "The loud one.");

        public static readonly Rule Quiet = Group.Info("LD0004", "Quiet", "The silent one.");

        public static RuleMessage Speaks() => Loud.Says($"It speaks");
    }
}
