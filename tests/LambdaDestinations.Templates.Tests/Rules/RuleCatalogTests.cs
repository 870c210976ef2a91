using System;
using System.Linq;
using System.Reflection;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Templates.Tests.Rules;

public sealed class RuleCatalogTests
{
    [Fact]
    public void Every_rule_that_is_declared_is_in_the_catalogue_by_its_id()
    {
        Rule[] declared = [.. typeof(RuleCatalog).Assembly.GetTypes().SelectMany(static x => x.GetFields(BindingFlags.Public | BindingFlags.Static)).Where(static x => x.FieldType == typeof(Rule)).Select(static x => (Rule)x.GetValue(null)!)];

        Assert.Equal(declared.Select(static x => x.Id).Order(StringComparer.Ordinal), RuleCatalog.All.Select(static x => x.Id));
        Assert.True(declared.Length > 90, $"{declared.Length} rules");
    }

    [Fact]
    public void A_rule_is_reported_by_the_build_or_by_the_analyzers()
    {
        Assert.Equal(RuleCatalog.All, RuleCatalog.OfBuild.Concat(RuleCatalog.OfAnalyzer).OrderBy(static x => x.Id, StringComparer.Ordinal));
        Assert.Equal(
            ["LD9002", "LD9003", "LD9004", "LD9005", "LD9006", "LD9008", "LD9030", "LD9031", "LD9032", "LD9033", "LD9034", "LD9035", "LD9040"],
            RuleCatalog.OfBuild.Select(static x => x.Id));
        Assert.Equal([EventSourceMappingRules.SilentDrop, ConfigurationRules.DeliveryDeadLetterOnly], RuleCatalog.OfAbsence);
        Assert.All(RuleCatalog.OfAbsence, static x => Assert.Contains(x, RuleCatalog.OfAnalyzer));
    }
}
