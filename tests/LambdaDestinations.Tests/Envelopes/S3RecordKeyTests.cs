using System;

namespace LambdaDestinations.Tests.Envelopes;

public sealed class S3RecordKeyTests
{
    private const string Uuid = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed";

    [Fact]
    public void Asynchronous()
    {
        Assert.True(S3RecordKey.TryParse($"aws/lambda/async/order-worker/2026/03/04/2026-03-04T10.15.30-{Uuid}", out S3RecordKey? key));
        Assert.Equal(new S3RecordKey("order-worker", null, null, new DateTimeOffset(2026, 3, 4, 10, 15, 30, TimeSpan.Zero), Guid.Parse(Uuid)), key);
    }

    [Fact]
    public void Event_source_mapping()
    {
        Assert.True(S3RecordKey.TryParse($"aws/lambda/2f2b7a1e-3d67-4b36-9a57-0c7b1c5ac0de/shardId-000000000001/2026/03/04/2026-03-04T10.20.06-{Uuid}", out S3RecordKey? key));
        Assert.Equal(
            new S3RecordKey(null, "2f2b7a1e-3d67-4b36-9a57-0c7b1c5ac0de", "shardId-000000000001", new DateTimeOffset(2026, 3, 4, 10, 20, 6, TimeSpan.Zero), Guid.Parse(Uuid)),
            key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("uploads/photo.jpg")]
    [InlineData("aws/lambda/async/f/2026/03/04/")]
    [InlineData("aws/lambda/async/f/2026/03/04/2026-03-04T10.15.30")]
    [InlineData("aws/lambda/async/f/2026/03/04/2026-03-04T10.15.30-")]
    [InlineData("aws/lambda/async/f/2026/03/04/2026-03-04T10.15.30-not-a-guid")]
    [InlineData("aws/lambda/async/f/2026/03/04/2026-13-04T10.15.30-1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed")]
    [InlineData("aws/lambda/async//2026/03/04/2026-03-04T10.15.30-1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed")]
    [InlineData("aws/lambda/async/f/g/2026/03/04/2026-03-04T10.15.30-1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed")]
    [InlineData("AWS/lambda/async/f/2026/03/04/2026-03-04T10.15.30-1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed")]
    public void A_key_that_Lambda_does_not_write(string key)
    {
        Assert.False(S3RecordKey.TryParse(key, out S3RecordKey? parsed));
        Assert.Null(parsed);
    }
}
