using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using LambdaDestinations.Generators.Analyzers;
using LambdaDestinations.Generators.Tests.Generator;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LambdaDestinations.Generators.Tests.Analyzers;

/// <summary>
/// Types without an end, which C# takes: each has a member of a type that is larger than itself. A walk over them that has no budget overflows the
/// stack, or never ends, and takes the IDE with it.
/// </summary>
public sealed class EndlessTypesTests
{
    private const string Usings = """
        #nullable enable
        using System.Collections.Generic;
        using LambdaDestinations;

        """;

    public static TheoryData<string, string> Endless => new()
    {
        { "Page<int>", "public class Page<T> { public T? Value { get; set; } public Page<Page<T>>? Outer { get; set; } }" },
        { "Pair<int, string>", "public class Pair<T, U> { public Pair<Pair<T, U>, Pair<U, T>>? Both { get; set; } }" },
        { "Row<int>", "public class Row<T> { public Row<T[]>? Next { get; set; } }" },
        { "Tree<int>", "public class Tree<T> { public Dictionary<string, List<Tree<KeyValuePair<T, T>>>>? Below { get; set; } }" },
        { "Bag<int>", "public class Bag<T> : List<Bag<Bag<T>>> { }" },
        { "Outer<int>.Inner", "public class Outer<T> { public class Inner { public Outer<Inner>.Inner? Next { get; set; } } }" },
        { "Fork<int>", "public class Fork<T> { public A<Fork<T>>? L { get; set; } public B<Fork<T>>? R { get; set; } } public class A<T> { public Fork<T>? X { get; set; } } public class B<T> { public Fork<T>? X { get; set; } }" },
        { "Deep0", string.Concat(Enumerable.Range(0, 1200).Select(static x => string.Create(CultureInfo.InvariantCulture, $"public class Deep{x} {{ public Deep{x + 1}? Next {{ get; set; }} }}"))) + "public class Deep1200 { }" },
    };

    [Theory]
    [MemberData(nameof(Endless))]
    public async Task No_analyzer_follows_them_without_end(string type, string declaration)
    {
        CSharpCompilation compilation = GeneratorHarness.Compile($$"""
            {{Usings}}
            [assembly: DestinationSerializer(typeof(Context))]
            [System.Text.Json.Serialization.JsonSerializable(typeof({{type}}))]
            [System.Text.Json.Serialization.JsonSerializable(typeof(Mine))]
            public abstract partial class Context : System.Text.Json.Serialization.JsonSerializerContext { protected Context() : base(null) { } }
            {{declaration}}
            public class H
            {
                [OnSuccessDestination(DestinationType.Sqs, "@Q"), OnFailureDestination(DestinationType.Sqs, "@Q")] public {{type}} Run({{type}} request) => request;
                [DestinationConsumer(typeof(H), nameof(Run))] public void Take(SuccessRecord<{{type}}, {{type}}> r) { }
                [DestinationConsumer(typeof(H), nameof(Run))] public void Other(FailureRecord<Mine> r) { }
            }
            public class Mine { public string? Value { get; set; } }
            """);
        List<string> found = [];
        foreach (DiagnosticAnalyzer analyzer in Analyzers())
        {
            found.AddRange((await AnalyzerHarness.AnalyzeAsync(analyzer, compilation, null)).Select(static x => x.Id));
        }

        Assert.DoesNotContain("LD5010", found);
        Assert.All(GeneratorHarness.CreateDriver().RunGenerators(compilation).GetRunResult().Results, static x => Assert.Null(x.Exception));
    }

    [Theory]
    [MemberData(nameof(Endless))]
    public Task Their_contract_ends_in_any(string type, string declaration) => Verify<ContractBaselineAnalyzer>.AnalyzerAsync(
        $$"""
        {{Usings}}
        namespace App
        {
            {{declaration}}
            public class H { [OnSuccessDestination(DestinationType.Sqs, "@Q")] public {{type}} {|LD5051:Run|}({{type}} request) => request; }
        }
        """,
        ("destination-contracts.json", "{ \"schemaVersion\": 1, \"contracts\": {} }"));

    private static IEnumerable<DiagnosticAnalyzer> Analyzers() =>
        typeof(DestinationAnalyzer).Assembly.GetTypes()
            .Where(static x => !x.IsAbstract && x.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .OrderBy(static x => x.FullName, StringComparer.Ordinal)
            .Select(static x => (DiagnosticAnalyzer)Activator.CreateInstance(x)!);
}
