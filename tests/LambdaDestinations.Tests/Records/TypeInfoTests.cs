using System;
using System.Collections.Generic;
using System.Text.Json.Serialization.Metadata;

namespace LambdaDestinations.Tests.Records;

public sealed class TypeInfoTests
{
    [Fact]
    public void A_context_that_knows_the_type_gives_its_information()
    {
        JsonTypeInfo<Order> info = DestinationRecordReader.GetTypeInfo<Order>(TestContext.Default);

        Assert.Same(TestContext.Default.Order, info);
    }

    [Fact]
    public void Of_a_type_that_may_be_null_it_is_that_types_own() =>
        Assert.Equal(typeof(int?), DestinationRecordReader.GetTypeInfo<int?>(TestContext.Default).Type);

    [Fact]
    public void An_unknown_type_is_told_with_the_attribute_that_lacks()
    {
        AssertLacks<Uri>("System.Uri");
        AssertLacks<Box<Order>.Lid>("LambdaDestinations.Tests.Records.TypeInfoTests.Box<LambdaDestinations.Tests.Order>.Lid");
        AssertLacks<Box<Order>.Lid<int[,]>>("LambdaDestinations.Tests.Records.TypeInfoTests.Box<LambdaDestinations.Tests.Order>.Lid<System.Int32[,]>");
        AssertLacks<Dictionary<string, Order[]>[][]>("System.Collections.Generic.Dictionary<System.String, LambdaDestinations.Tests.Order[]>[][]");
        AssertLacks<Unspaced>("Unspaced");
    }

    [Fact]
    public void No_context_is_an_argument_error() =>
        Assert.Throws<ArgumentNullException>("context", static () => DestinationRecordReader.GetTypeInfo<Order>(null!));

    private static void AssertLacks<T>(string name)
    {
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(static () => DestinationRecordReader.GetTypeInfo<T>(TestContext.Default));
        Assert.Equal($"Add [JsonSerializable(typeof({name}))] to LambdaDestinations.Tests.TestContext.", exception.Message);
    }

    private static class Box<T>
    {
        public sealed record Lid(T Value);

        public sealed record Lid<TOther>(T Value, TOther Other);
    }
}
