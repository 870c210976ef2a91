using System;
using System.Linq;
using CsCheck;
using LambdaDestinations.Generators.Emission;
using LambdaDestinations.Generators.Handlers;

namespace LambdaDestinations.Generators.Tests.Generator;

public sealed class TypesFileTests
{
    private static readonly string?[] Spaces = [null, "App", "App.Orders", "Åpp"];

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "LambdaDestinations.Records.g.cs")]
    [InlineData(64, "LambdaDestinations.Records.g.cs")]
    [InlineData(65, "LambdaDestinations.Records.0.g.cs LambdaDestinations.Records.1.g.cs")]
    [InlineData(128, "LambdaDestinations.Records.0.g.cs LambdaDestinations.Records.1.g.cs")]
    [InlineData(129, "LambdaDestinations.Records.0.g.cs LambdaDestinations.Records.1.g.cs LambdaDestinations.Records.2.g.cs LambdaDestinations.Records.3.g.cs")]
    public void Files_are_as_many_as_the_classes_need(int count, string names) =>
        Assert.Equal(names, string.Join(' ', TypesFile.Partition("Records", Enumerable.Range(0, count).Select(static i => new Type("App", $"Handler{i}_Handle_Records"))).Select(static x => x.HintName)));

    /// <summary>Classes that are numbered, as generated projects have them, do not fall into one file.</summary>
    [Fact]
    public void No_file_is_much_larger_than_the_others()
    {
        TypesFile<Type>[] files = [.. TypesFile.Partition("Records", Enumerable.Range(0, 5_000).Select(static i => new Type("App", $"Handler{i}_Handle_Records")))];
        Assert.Equal(128, files.Length);
        Assert.All(files, static x => Assert.InRange(x.Types.Count, 5_000 / 128 / 2, TypesFile.Capacity));
    }

    [Fact]
    public void Every_class_stands_once_whatever_the_order() => Gen.Select(
        Gen.Int[0, 3].Select(Gen.Int[0, 300], static (space, i) => new Type(Spaces[space], "H" + i)).HashSet[0, 200],
        Gen.Int).Sample(static (types, seed) =>
        {
            TypesFile<Type>[] files = [.. TypesFile.Partition("Records", types)];
            Assert.Equal(types.Count, files.Sum(static x => x.Types.Count));
            Assert.True(types.SetEquals(files.SelectMany(static x => x.Types)));
            Assert.Equal(files.Length, files.Select(static x => x.HintName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
            Type[] shuffled = [.. types];
            new Random(seed).Shuffle(shuffled);
            Assert.Equal(files, TypesFile.Partition("Records", shuffled));
        });

    /// <summary>While the number of files stays, so does every class that was there.</summary>
    [Fact]
    public void A_new_class_changes_one_file()
    {
        Type[] types = [.. Enumerable.Range(0, 100).Select(static i => new Type("App", $"Handler{i}_Handle_Records"))];
        TypesFile<Type>[] before = [.. TypesFile.Partition("Records", types)];
        TypesFile<Type>[] after = [.. TypesFile.Partition("Records", types.Append(new Type("App", "Another_Handle_Records")))];
        Assert.Equal(before.Length, after.Length);
        Assert.Single(before.Except(after));
    }

    [Fact]
    public void Each_namespace_stands_around_its_classes()
    {
        Type[] types = [new("B", "Second"), new(null, "Own"), new("A", "Other"), new("B", "First")];
        Assert.Equal(GeneratedFile.Header + """
            class Own

            namespace A
            {
                class Other
            }

            namespace B
            {
                class First

                class Second
            }

            """.Replace("\r\n", "\n", StringComparison.Ordinal),
            Assert.Single(TypesFile.Partition("Records", types)).Write(static (code, x) => code.Line("class " + x.ClassName)));
    }

    private sealed record Type(string? Namespace, string ClassName) : IGeneratedType
    {
        public string UniqueName => ClassName;

        public UseWarnings Warnings => UseWarnings.None;
    }
}
