using System.Collections.Generic;
using System.Linq;
using CsCheck;
using LambdaDestinations.Templates.Contracts;

namespace LambdaDestinations.Templates.Tests.Contracts;

public sealed class ContractBaselineTests
{
    private static readonly ShapeType Text = new(ShapeKind.String, false);
    private static readonly ShapeType Whole = new(ShapeKind.Integer, false);

    [Theory]
    [InlineData("string")]
    [InlineData("string<date-time>?")]
    [InlineData("integer?")]
    [InlineData("Orders.Line[]")]
    [InlineData("Orders.Line?[]?")]
    [InlineData("map<Orders.Page<Orders.Line>[]>")]
    [InlineData("enum<Failed|Paid>")]
    [InlineData("any")]
    public void A_type_reads_back_as_it_is_written(string text) => Assert.Equal(text, ShapeType.Parse(text)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("string??")]
    [InlineData("1a")]
    [InlineData("map<>")]
    [InlineData("a;b")]
    public void Text_that_is_no_type_is_refused(string text) => Assert.Null(ShapeType.Parse(text));

    [Fact]
    public void A_baseline_reads_back_what_it_holds()
    {
        ContractShape shape = Contract(Member("id", Text, required: true), Member("lines", new ShapeType(ShapeKind.Array, true, Element: Whole)));

        ContractBaseline baseline = ContractBaseline.Parse(ContractBaseline.Parse("").WithContract(shape));

        Assert.Empty(baseline.Errors);
        Assert.Equal(shape, baseline.Find("App.F.Run"));
    }

    [Fact]
    public void Writing_is_deterministic_and_sorted()
    {
        ContractShape first = Contract() with { Handler = "A.F.Run" };
        ContractShape second = Contract() with { Handler = "B.F.Run" };

        string oneWay = ContractBaseline.Parse(ContractBaseline.Parse("").WithContract(first)).WithContract(second);
        string otherWay = ContractBaseline.Parse(ContractBaseline.Parse("").WithContract(second)).WithContract(first);

        Assert.Equal(oneWay, otherWay);
        Assert.DoesNotContain('\r', oneWay);
        Assert.Equal(["A.F.Run", "B.F.Run"], ContractBaseline.Parse(oneWay).Handlers);
    }

    [Fact]
    [Trait("Category", "Property")]
    public void Random_contracts_survive_the_file()
    {
        Gen<ShapeType> simple = Gen.OneOf(
            Gen.Const(Text), Gen.Const(Whole), Gen.Const(new ShapeType(ShapeKind.Number, true)), Gen.Const(new ShapeType(ShapeKind.Enumeration, false, "A|B")), Gen.Const(new ShapeType(ShapeKind.Object, true, "T0")));
        Gen<ShapeType> type = Gen.Recursive<ShapeType>((depth, self) => depth > 3
            ? simple
            : Gen.OneOf(
                simple,
                self.Select(x => new ShapeType(ShapeKind.Array, false, Element: x)),
                self.Select(x => new ShapeType(ShapeKind.Map, true, Element: x))));
        Gen<ShapeMember> member = Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 8], type, Gen.Bool, (name, t, required) => new ShapeMember(name, t, required));
        Gen<ContractShape> contract = member.List[0, 5].Select(members => Contract([.. members.GroupBy(x => x.Name).Select(x => x.First())]));

        contract.Sample(shape => shape == ContractBaseline.Parse(ContractBaseline.Parse("").WithContract(shape)).Find(shape.Handler), iter: LongRun.Cases(500));
    }

    [Theory]
    [InlineData("""{ "schemaVersion": 2, "contracts": {} }""", "Schema version 2")]
    [InlineData("""[]""", "must be a JSON object")]
    [InlineData("""{ "contracts": { "A": 1 } }""", "A contract must be an object")]
    [InlineData("""{ "contracts": { "A": { "request": "1?" } } }""", "not a contract type")]
    [InlineData("""{ "contracts": { "A": { "types": { "T": { "x": "a;b" } } } } }""", "'x' has no readable type")]
    [InlineData("""{ "contracts": """, "")]
    public void A_broken_baseline_is_reported_with_its_place(string text, string message)
    {
        ContractBaseline baseline = ContractBaseline.Parse(text);

        Assert.Contains(message, Assert.Single(baseline.Errors).Message, System.StringComparison.Ordinal);
        Assert.InRange(baseline.Errors[0].TemplateSpan!.Value.End, 0, text.Length);
    }

    [Fact]
    public void Removed_renamed_retyped_and_newly_required_members_break()
    {
        ContractShape old = Contract(Member("id", Text), Member("count", Whole), Member("when", new ShapeType(ShapeKind.String, false, "date-time")), Member("note", Text));
        ContractShape current = Contract(Member("orderId", Text), Member("count", Text), Member("when", new ShapeType(ShapeKind.String, false, "date-time")), Member("note", Text, required: true));

        Assert.Equal(
            [
                "request.count was 'integer' and is 'string'",
                "request.id was removed (renamed to 'orderId'?)",
                "request.note is newly required",
            ],
            Breaking(old, current));
    }

    [Fact]
    public void Additions_do_not_break()
    {
        ContractShape old = Contract(Member("id", Text), Member("state", new ShapeType(ShapeKind.Enumeration, false, "Paid")));
        ContractShape current = Contract(Member("id", Text with { IsNullable = true }), Member("state", new ShapeType(ShapeKind.Enumeration, false, "Failed|Paid")), Member("extra", Whole));

        Assert.Empty(Breaking(old, current));
        Assert.Equal(
            ["request.extra was added", "request.id now allows null", "request.state has the new value 'Failed'"],
            ContractComparer.Compare(old, current).Select(x => x.Difference.ToString()).Order());
    }

    [Fact]
    public void Null_breaks_only_where_the_serializer_refuses_it()
    {
        ShapeType nullableWhole = Whole with { IsNullable = true };
        ShapeType nullableText = Text with { IsNullable = true };

        Assert.Single(Breaking(Contract(Member("n", nullableWhole)), Contract(Member("n", Whole))));
        Assert.Empty(Breaking(Contract(Member("s", nullableText)), Contract(Member("s", Text))));
    }

    [Fact]
    public void Renaming_a_class_changes_nothing_on_the_wire()
    {
        ContractShape old = Contract(Member("id", Text));
        ContractShape current = new(
            old.Handler,
            new ShapeType(ShapeKind.Object, false, "Renamed"),
            Response: null,
            new EquatableArray<ShapeDefinition>(new ShapeDefinition("Renamed", old.Definitions[0].Members)));

        Assert.Empty(ContractComparer.Compare(old, current));
    }

    [Fact]
    public void A_type_that_contains_itself_is_compared_once()
    {
        ShapeMember next = Member("next", new ShapeType(ShapeKind.Object, true, "T"));
        ContractShape old = Contract(next, Member("a", Text));
        ContractShape current = Contract(next, Member("a", Whole));

        Assert.Equal("request.a was 'string' and is 'integer'", Assert.Single(Breaking(old, current)));
    }

    private static IEnumerable<string> Breaking(ContractShape old, ContractShape current) =>
        ContractComparer.Compare(old, current).Where(x => x.IsBreaking).Select(x => x.Difference.ToString()).Order();

    private static ShapeMember Member(string name, ShapeType type, bool required = false) => new(name, type, required);

    private static ContractShape Contract(params ShapeMember[] members) => new(
        "App.F.Run",
        new ShapeType(ShapeKind.Object, false, "T"),
        Response: null,
        new EquatableArray<ShapeDefinition>(new ShapeDefinition("T", new EquatableArray<ShapeMember>(members.OrderBy(x => x.Name, System.StringComparer.Ordinal)))));
}
