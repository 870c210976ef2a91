using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Shared.Tests;

namespace LambdaDestinations.Testing.Tests;

/// <summary>The check that keeps the order of rooms finds what breaks it, and nothing else.</summary>
public sealed class NamespaceOrderTests
{
    private static readonly (string Path, string Text) Low = ("Low/Clock.cs", "namespace A.Low; internal sealed class Clock { internal int Now => 1; internal static Clock Of() => new(); }");

    [Fact]
    public void A_room_may_use_the_rooms_before_it()
    {
        NamespaceOrder order = Order(
            Low,
            ("High/Engine.cs", "using A.Low; namespace A.High; internal sealed class Engine(Clock clock) { internal int Now => clock.Now; internal Engine Next() => new(clock); }"));

        Assert.Empty(order.Violations());
        Assert.Empty(order.Knots());
    }

    [Theory]
    [InlineData("using A.High;\nnamespace A.Low; internal sealed class Timer(Engine engine) { internal Engine Engine => engine; }", "Low/Timer.cs(2): Low uses Engine of High, which stands behind it")]
    [InlineData("namespace A.Low; internal sealed class Timer\n{\n    internal int Now => A.High.Engine.Default;\n}", "Low/Timer.cs(3): Low uses Engine of High, which stands behind it")]
    [InlineData("namespace A.Low; internal sealed class Timer\n{\n    internal int Now => new Part().Now;\n}", "Low/Timer.cs(3): Low uses Part of High, which stands behind it")]
    [InlineData("namespace A.Low; internal sealed class Timer\n{\n    internal int Now => Clocks.Create().Default;\n}", "Low/Timer.cs(3): Low uses Part of High, which stands behind it")]
    public void A_use_of_a_later_room_is_found_with_file_and_line(string text, string expected)
    {
        NamespaceOrder order = new(
            [
                Low,
                ("Low/Timer.cs", text),
                ("Low/Clocks.cs", "namespace A.Low; internal static class Clocks { internal static A.Part Create() => new(); }"),
                ("High/Engine.cs", "namespace A.High; internal sealed class Engine { internal const int Default = 1; }"),
                ("High/Part.cs", "namespace A; public sealed class Part { internal int Now => 1; internal int Default => 2; }"),
            ],
            "A",
            "A",
            ["Low", "High"],
            publicTypesStandInRoot: true);

        Assert.Contains(expected, order.Violations());
    }

    [Fact]
    public void A_using_directive_of_a_later_room_is_found() => Assert.Equal(
        ["Low/Timer.cs(1): Low uses namespace A.High of High, which stands behind it"],
        Order(Low, ("Low/Timer.cs", "using A.High;\nnamespace A.Low; internal sealed class Timer;"), ("High/Engine.cs", "namespace A.High; internal sealed class Engine;")).Violations());

    [Fact]
    public void The_project_s_folder_has_a_place_like_any_room()
    {
        (string Path, string Text)[] sources = [("Clock.cs", "namespace A; internal sealed class Clock;"), ("Low/Timer.cs", "namespace A.Low; internal sealed class Timer(Clock clock) { internal Clock Clock => clock; }")];

        Assert.Empty(new NamespaceOrder(sources, "A", "A", [NamespaceOrder.Root, "Low"]).Violations());
        Assert.Equal(
            ["Low/Timer.cs(1): Low uses Clock of the project's folder, which stands behind it"],
            new NamespaceOrder(sources, "A", "A", ["Low", NamespaceOrder.Root]).Violations());
    }

    [Fact]
    public void A_folder_within_a_folder_is_a_room_of_its_own_only_where_it_is_listed()
    {
        (string Path, string Text)[] sources =
        [
            ("Low/Clock.cs", "namespace A.Low; internal sealed class Clock(A.Low.Deep.Timer timer) { internal A.Low.Deep.Timer Timer => timer; }"),
            ("Low/Deep/Timer.cs", "namespace A.Low.Deep; internal sealed class Timer;"),
        ];

        Assert.Equal(
            ["Low/Clock.cs(1): Low uses Timer of Low/Deep, which stands behind it"],
            new NamespaceOrder(sources, "A", "A", ["Low", "Low/Deep"]).Violations());
        Assert.Equal(
            ["Low/Deep/Timer.cs(1): Timer stands in the namespace A.Low.Deep instead of A.Low"],
            new NamespaceOrder(sources, "A", "A", ["Low"]).Violations());
    }

    [Fact]
    public void A_namespace_that_is_not_its_folder_s_is_found() => Assert.Equal(
        ["High/Engine.cs(1): Engine stands in the namespace A.Low instead of A.High"],
        Order(Low, ("High/Engine.cs", "namespace A.Low; internal sealed class Engine;")).Violations());

    [Fact]
    public void Public_types_stand_in_the_root_namespace_where_the_project_says_so()
    {
        (string Path, string Text)[] sources = [Low, ("High/Host.cs", "namespace A; public sealed class Host;"), ("High/Part.cs", "namespace A; internal sealed class Part;")];

        Assert.Equal(
            ["High/Part.cs(1): Part stands in the namespace A instead of A.High"],
            new NamespaceOrder(sources, "A", "A", ["Low", "High"], publicTypesStandInRoot: true).Violations());
        Assert.Equal(2, new NamespaceOrder(sources, "A", "A", ["Low", "High"]).Violations().Count);
    }

    [Fact]
    public void A_folder_without_a_place_and_a_place_without_a_folder_are_found() => Assert.Equal(
        ["Other/Engine.cs(1): Other has no place in the order", "High is listed and has no file"],
        Order(Low, ("Other/Engine.cs", "namespace A.Other; internal sealed class Engine;")).Violations());

    [Fact]
    public void A_name_that_cannot_be_bound_is_found() => Assert.Equal(
        ["High/Engine.cs(1): The type or namespace name 'Nowhere' could not be found (are you missing a using directive or an assembly reference?)"],
        Order(Low, ("High/Engine.cs", "namespace A.High; internal sealed class Engine { internal Nowhere? X; }")).Violations());

    [Fact]
    public void Types_that_use_each_other_in_a_circle_are_a_knot()
    {
        NamespaceOrder order = Order(
            Low,
            ("High/Circle.cs", """
                namespace A.High;
                internal sealed class First { internal Second? Next; private sealed class Nested { internal Alone? X; } }
                internal sealed class Second { internal int Third => new Third<int>().Value; }
                internal sealed class Third<T> { internal T? Value; internal void M(First first) { } }
                internal sealed class Alone { internal Alone? Self; internal A.Low.Clock? Clock; }
                """));

        IReadOnlyList<string> knot = Assert.Single(order.Knots());
        Assert.Equal(["First", "Second", "Third`1"], knot);
        Assert.Equal(
            ["First -> Second (1, first at High/Circle.cs(2))", "Second -> Third`1 (3, first at High/Circle.cs(3))", "Third`1 -> First (1, first at High/Circle.cs(4))"],
            order.Uses(knot.ToHashSet()));
    }

    private static NamespaceOrder Order(params (string Path, string Text)[] sources) => new(sources, "A", "A", ["Low", "High"]);
}
