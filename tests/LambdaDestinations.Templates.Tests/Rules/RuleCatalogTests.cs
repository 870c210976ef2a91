using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Templates.Tests.Rules;

public sealed class RuleCatalogTests
{
    [Fact]
    public void No_rule_is_left_out_of_the_catalogue()
    {
        Type[] types = typeof(RuleCatalog).Assembly.GetTypes();

        Assert.Empty(LeftOut(types));
        Assert.Equal(RuleCatalog.All.Select(static x => x.Id).Order(StringComparer.Ordinal), RuleCatalog.All.Select(static x => x.Id));
        Assert.Equal(RuleCatalog.All.Count, RuleCatalog.All.Select(static x => x.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.True(RuleCatalog.All.Count > 90, $"{RuleCatalog.All.Count} rules");
    }

    [Fact]
    public void A_class_that_is_left_out_is_seen() => Assert.Equal(["LD0001", "LD0002"], LeftOut([typeof(ForgottenRules)]).Select(static x => x.Id));

    /// <summary>A rule is made by the list of its class and by nothing else.</summary>
    [Fact]
    public void Only_a_group_makes_a_rule()
    {
        Assert.All(typeof(Rule).GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic), static x => Assert.True(x.IsPrivate));
        Assert.Equal([ForgottenRules.First, ForgottenRules.Second], ForgottenRules.All);
    }

    [Fact]
    public void A_rule_is_known_by_itself_and_found_by_its_id()
    {
        Assert.All(RuleCatalog.All, static x => Assert.Same(x, RuleCatalog.Find(x.Id)));
        Assert.Null(RuleCatalog.Find("LD0001"));
        Assert.NotEqual(ForgottenRules.First, ForgottenRules.First with { });
    }

    [Fact]
    public void A_rule_is_reported_by_the_build_or_by_the_analyzers()
    {
        Assert.Equal(RuleCatalog.All, RuleCatalog.OfBuild.Concat(RuleCatalog.OfAnalyzer).OrderBy(static x => x.Id, StringComparer.Ordinal));
        Assert.Equal(
            ["LD9002", "LD9005", "LD9006", "LD9008", "LD9012", "LD9013", "LD9014", "LD9015", "LD9030", "LD9031", "LD9032", "LD9033", "LD9034", "LD9035", "LD9040", "LD9041", "LD9055", "LD9056", "LD9057", "LD9060", "LD9061"],
            RuleCatalog.OfBuild.Select(static x => x.Id));
        Assert.Equal(["LD2005", "LD4009", "LD4026", "LD4050", "LD9003", "LD9004", "LD9010", "LD9011"], RuleCatalog.OfAbsence.Select(static x => x.Id));
        Assert.All(RuleCatalog.OfAbsence, static x => Assert.Contains(x, RuleCatalog.OfAnalyzer));
    }

    /// <summary>One or two sentences that say why; not the title over again, and nothing that somebody would have to fill in.</summary>
    [Fact]
    public void Titles_and_descriptions_are_sentences()
    {
        Assert.All(RuleCatalog.All, static x =>
        {
            Assert.Matches(@"^[A-Z][^{}]*[^.;]$", x.Title);
            Assert.Matches(@"^[A-Z][^{}…]{30,260}\.$", x.Description);
            Assert.DoesNotContain(x.Title, x.Description, StringComparison.Ordinal);
        });
        Assert.Equal(RuleCatalog.All.Count, RuleCatalog.All.Select(static x => x.Description).Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>What a rule says and how it is called stands in the catalogue: elsewhere a rule is an object, and its sentence a method.</summary>
    [Fact]
    public void Sentences_and_ids_stand_in_the_catalogue()
    {
        string source = Path.Combine(Corpus.Repository, "src");
        string catalogue = Path.Combine(source, "LambdaDestinations.Templates", "Rules");
        string[] files = [.. Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories).Where(x => !x.StartsWith(catalogue, StringComparison.Ordinal))];

        Assert.True(files.Length > 200, $"{files.Length} files");
        Assert.DoesNotContain(files, static x => Strays(File.ReadAllText(x)));
    }

    [Theory]
    [InlineData("""case "LD1006":""", true)]
    [InlineData("""rule.Says($"{x} is wrong")""", true)]
    [InlineData("""new RuleMessage(rule, text)""", true)]
    [InlineData("""new Finding(new(rule, text), span)""", true)]
    [InlineData("""case "LambdaDestinations":""", false)]
    [InlineData("""new Finding(TemplateRules.IsNotUtf8())""", false)]
    public void What_strays_is_seen(string code, bool strays) => Assert.Equal(strays, Strays(code));

    private static bool Strays(string code) => Regex.IsMatch(code, @"""LD\d{4}""|\.Says\(|new RuleMessage\(|new Finding\(new\(");

    private static Rule[] LeftOut(Type[] types) =>
    [
        .. types.SelectMany(static x => x.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
            .Where(static x => x.FieldType == typeof(Rule))
            .Select(static x => (Rule)x.GetValue(null)!)
            .Except(RuleCatalog.All),
    ];

    /// <summary>As a class would be that nobody told the catalogue of.</summary>
    private static class ForgottenRules
    {
        private static readonly Rule.Group Group = new(RuleCategory.Template);

        public static readonly Rule First = Group.Info("LD0001", "First", "The first.");

        public static readonly Rule Second = Group.Info("LD0002", "Second", "The second.");

        public static IReadOnlyList<Rule> All => Group.All;
    }
}
