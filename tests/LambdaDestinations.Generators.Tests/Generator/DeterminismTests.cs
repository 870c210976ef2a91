using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;

namespace LambdaDestinations.Generators.Tests.Generator;

/// <summary>The same code gives the same bytes, whoever compiles it and in whatever order.</summary>
public sealed class DeterminismTests
{
    private static readonly string[] Sources =
    [
        """
        using LambdaDestinations;
        namespace App
        {
            public record Item(int Id, decimal Info);
            public class Inventory
            {
                [OnFailureDestination(DestinationType.Sqs, "@Queue", EventSource = "Stream", MaximumRetryAttempts = -1)]
                public void İndex(Item item) { }

                [OnSuccessDestination(DestinationType.Sqs, "@Queue"), AsyncInvocation(MaximumEventAgeInSeconds = 3600)]
                public Item? Insert(Item item) => item;
            }
        }
        """,
        """
        using LambdaDestinations;
        namespace App
        {
            public class Instances
            {
                [DestinationConsumer(typeof(Inventory), "Insert")]
                public void Take(SuccessRecord<Item, Item> record, System.Threading.CancellationToken token) { }
            }
        }
        """,
        """
        using LambdaDestinations;
        public class i { [OnFailureDestination(DestinationType.Sns)] public void I(string x) { } }
        public class I { [OnFailureDestination(DestinationType.Sns)] public void i(string x) { } }
        """,
        Stubs.Core,
        Stubs.Events,
    ];

    [Fact]
    public void The_order_of_files_does_not_matter()
    {
        SortedDictionary<string, string> expected = Generate(Sources);
        Assert.Equal(4, expected.Count);
        Assert.Equal(expected, Generate([.. Sources.Reverse()]));
        Assert.Equal(expected, Generate([Sources[2], Sources[4], Sources[0], Sources[3], Sources[1]]));
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("fi-FI")]
    [InlineData("ar-SA")]
    public void The_culture_does_not_matter(string name)
    {
        SortedDictionary<string, string> expected = Generate(Sources);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
            Assert.Equal(expected, Generate(Sources));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Windows_line_ends_do_not_matter()
    {
        SortedDictionary<string, string> files = Generate([.. Sources.Select(static x => x.Replace("\n", "\r\n", StringComparison.Ordinal))]);
        Assert.Equal(Generate(Sources), files);
        Assert.DoesNotContain(files.Values, static x => x.Contains('\r', StringComparison.Ordinal));
    }

    private static SortedDictionary<string, string> Generate(string[] sources) => GeneratorHarness.Generate(
        (CSharpCompilation)GeneratorHarness.Compile(sources).WithOptions(GeneratorHarness.Compile().Options.WithSpecificDiagnosticOptions([.. GeneratorHarness.Compile().Options.SpecificDiagnosticOptions, new("CS8981", Microsoft.CodeAnalysis.ReportDiagnostic.Suppress)])));
}
