using System;
using System.Linq;
using CsCheck;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Tests.Iam;

/// <summary>The index finds whatever a comparison with every statement finds, and passes over what has another name.</summary>
public sealed class ResourceIndexTests
{
    private static readonly StatementPlace Place = new("Statement", default, TemplateModel.Read(TemplateParser.Parse("Resources: {Q: {Type: AWS::SQS::Queue}}")).Find("Q")!);

    // A and B are names that AWS makes, x and y anything.
    private static readonly Gen<SymbolicText> Text = Gen.Char["aabb:::/**?ABx"].Array[0, 6].Select(static x => Parse(new string(x)));

    private static readonly Gen<PolicyStatement> Statement = Gen.Select(Text.Array[0, 3], Gen.Int[0, 4], static (resources, kind) => New(kind == 0, resources));

    [Fact]
    [Trait("Category", "Property")]
    public void It_finds_what_a_comparison_with_every_statement_finds() => Gen.Select(Statement.Array[0, 8], Text).Sample(static (statements, resource) =>
        Assert.Equal(
            statements.Select(x => (x, IsOn(x, resource))).Where(static x => x.Item2 != Truth.No),
            new ResourceIndex(statements).Of(resource).Where(static x => x.IsOnResource != Truth.No)), iter: LongRun.Cases(5000));

    [Theory]
    [InlineData("a:b:A", "a:b:A | a:B:* | a:b:c", "a:b:B | a:A:B | B")]
    [InlineData("a:b:c", "a:b:c | *:c | a:b:x | a:b:A | c", "a:b:cc | a:b:d | b:c:")]
    [InlineData("a:b:", "a:b: | *: | A:", "a:b | a:b:b")]
    [InlineData("a:b:*", "a:b:* | *", "a:b:c")]
    [InlineData("a:b:x", "a:b:c | a:b:A | a:b:x", "")]
    [InlineData("", "a: | A", "")]
    public void It_passes_over_other_names(string resource, string mayMatch, string others)
    {
        PolicyStatement[] found = [.. mayMatch.Split(" | ").Select(static x => New(false, Parse(x)))];
        PolicyStatement[] passed = [.. others.Split(" | ", StringSplitOptions.RemoveEmptyEntries).Select(static x => New(false, Parse(x)))];
        Assert.Equal(found, new ResourceIndex([.. passed, .. found]).Of(Parse(resource)).Select(static x => x.Statement));
    }

    private static Truth IsOn(PolicyStatement statement, SymbolicText resource) =>
        statement.Resources is { } patterns ? patterns.Aggregate(Truth.No, (truth, x) => truth.Or(PolicyStatement.MatchesArn(x, resource))) : statement.IsOnNotExcepted(resource);

    private static PolicyStatement New(bool isNotResource, params SymbolicText[] resources) => new(Place, false, [], resources, isNotResource: isNotResource);

    private static SymbolicText Parse(string text) => SymbolicText.Concat(text.Select(static x => x switch
    {
        'A' or 'B' => SymbolicText.Of(new Placeholder(x.ToString(), PlaceholderShape.GeneratedName)),
        'x' or 'y' => SymbolicText.Of(new Placeholder(x.ToString(), PlaceholderShape.Any)),
        _ => SymbolicText.Of(x.ToString()),
    }));
}
