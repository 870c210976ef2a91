using System;
using LambdaDestinations.Shared.Tests;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Generators.Tests;

/// <summary>What runs inside the compiler and the IDE, which a stack that overflows takes down: every recursion is in the list, with what bounds it.</summary>
public sealed class RecursionTests
{
    [Theory]
    [InlineData(typeof(DestinationGenerator))]
    [InlineData(typeof(global::LambdaDestinations.CodeFixes.DestinationAttributeFix))]
    [InlineData(typeof(TemplateParser))]
    [InlineData(typeof(DestinationEnvelope))]
    public void Every_recursion_has_a_bound(Type type) => Assert.Empty(Recursions.Compare(type.Assembly.Location));

    /// <summary>The list would be empty if nothing were found.</summary>
    [Fact]
    public void Recursions_are_found() => Assert.Contains("JsonParser.ParseArray, JsonParser.ParseObject, JsonParser.ParseValue", Recursions.Of(typeof(TemplateParser).Assembly.Location));
}
