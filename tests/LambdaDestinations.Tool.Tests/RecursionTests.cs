using System;
using LambdaDestinations.Shared.Tests;

namespace LambdaDestinations.Tool.Tests;

/// <summary>Every recursion of the tool, of what it shares with the build's task, and of what draws, is in the list, with what bounds it.</summary>
public sealed class RecursionTests
{
    [Theory]
    [InlineData(typeof(ToolApplication))]
    [InlineData(typeof(Drawing.FlowMapFormat))]
    public void Every_recursion_has_a_bound(Type type) => Assert.Empty(Recursions.Compare(type.Assembly.Location));
}
