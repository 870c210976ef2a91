using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using LambdaDestinations.Generators.Declarations;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Manifest;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Tests.Generator;

/// <summary>Cached values are plain data: no object of Roslyn in any field, equality declared, down to the last type.</summary>
public sealed class ModelShapeTests
{
    [Fact]
    public void Cached_values_are_plain()
    {
        HashSet<Type> seen = [];
        Assert.Empty(Faults(typeof(AssemblyReading), seen));
        Assert.Empty(Faults(typeof(DestinationManifest), seen));
        Assert.Contains(typeof(HandlerModel), seen);
        Assert.Contains(typeof(PayloadSerializer), seen);
    }

    /// <summary>No step is left out: every value that a tracked step puts out is of a type that was looked at.</summary>
    [Fact]
    public void Every_step_puts_out_such_values()
    {
        GeneratorDriverRunResult result = GeneratorHarness.CreateDriver().RunGenerators(GeneratorHarness.Compile(
            """
            using LambdaDestinations;
            using Microsoft.Extensions.DependencyInjection;
            [assembly: DestinationAlarms("@Ops")]
            [DestinationStartup] public static class S { public static void ConfigureServices(IServiceCollection services) { } }
            public class H(System.IServiceProvider services)
            {
                [OnFailureDestination(DestinationType.Sqs)] public void Run(string x) { }
                [DestinationConsumer(typeof(H), "Run")] public void Take(FailureRecord<string> x) => _ = services;
            }
            """).AddReferences(GeneratorHarness.Services)).GetRunResult();
        string[] own = [.. typeof(DestinationGenerator).GetFields(BindingFlags.Static | BindingFlags.NonPublic).Where(static x => x.IsLiteral).Select(static x => (string)x.GetRawConstantValue()!)];
        Assert.Equal(10, own.Length);
        foreach (string step in own.Where(static x => x != DestinationGenerator.DeclarationsStep))
        {
            object[] values = [.. result.Results.Single().TrackedSteps[step].SelectMany(static x => x.Outputs).Select(static x => x.Value)];
            Assert.NotEmpty(values);
            Assert.All(values, static x => Assert.Empty(Faults(x.GetType(), [])));
        }
    }

    /// <summary>The one value that knows its compilation compares a number, and once it was read holds the reading instead; CachingTests shows that it lets go.</summary>
    [Fact]
    public void A_snapshot_that_was_read_holds_the_reading()
    {
        Compilation compilation = GeneratorHarness.Compile("public class C { }");
        DeclarationSnapshot snapshot = DeclarationSnapshot.Take(compilation, default);
        Assert.Contains(compilation, Held());
        AssemblyReading reading = snapshot.Read(default);
        Assert.Equal([typeof(Fingerprint), typeof(AssemblyReading)], Held().Select(static x => x.GetType()));
        Assert.Same(reading, snapshot.Read(default));

        object[] Held() => [.. typeof(DeclarationSnapshot).GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Select(x => x.GetValue(snapshot)!)];
    }

    [Theory]
    [InlineData(typeof(HoldsSymbol), "ISymbol")]
    [InlineData(typeof(HoldsNodeInArray), "SyntaxNode")]
    [InlineData(typeof(HoldsImmutableArray), "ImmutableArray")]
    [InlineData(typeof(NoEquality), "declares no equality")]
    public void The_guard_can_fail(Type type, string fault) => Assert.Contains(Faults(type, []), x => x.Contains(fault, StringComparison.Ordinal));

    private static IEnumerable<string> Faults(Type type, HashSet<Type> seen)
    {
        if (type.IsPrimitive || type.IsEnum || type == typeof(string) || !seen.Add(type))
        {
            yield break;
        }

        if (type.Namespace?.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) == true || typeof(ISymbol).IsAssignableFrom(type))
        {
            yield return type.Name + " is of Roslyn";
            yield break;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() is { } open && (open == typeof(ImmutableArray<>) || open == typeof(List<>) || open == typeof(Dictionary<,>)))
        {
            yield return type.Name + " compares by reference";
        }

        bool isArray = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(EquatableArray<>);
        if (!isArray && !type.IsArray && !typeof(IEquatable<>).MakeGenericType(type).IsAssignableFrom(type) && Nullable.GetUnderlyingType(type) is null)
        {
            yield return type.Name + " declares no equality";
        }

        IEnumerable<Type> parts = isArray || type.IsArray
            ? [type.GetElementType() ?? type.GetGenericArguments()[0]]
            : type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Select(static x => x.FieldType);
        foreach (string fault in parts.SelectMany(x => Faults(x, seen)))
        {
            yield return fault;
        }
    }

    private sealed record HoldsSymbol(ISymbol Symbol);

    private sealed record HoldsNodeInArray(Wrapper Nodes);

    private sealed record Wrapper(SyntaxNode[] Nodes);

    private sealed record HoldsImmutableArray(ImmutableArray<string> Texts);

    private sealed record NoEquality(PlainClass Inner);

    private sealed class PlainClass;
}
