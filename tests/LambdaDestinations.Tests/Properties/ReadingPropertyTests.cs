using System;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using LambdaDestinations.Reading;

namespace LambdaDestinations.Tests.Properties;

/// <summary>The parts of the reader against the framework's.</summary>
public sealed class ReadingPropertyTests
{
    /// <summary>Pieces that string searches stumble over, at every place of a block of 64 bytes.</summary>
    private static readonly Gen<string> Pieces = Gen.OneOf(
        Any.Of("\\\"", "\\\\", "\\\\\\\"", "\\u005c", "\\u0022", "[", "]", "{", "}", "é", "😀", "\\n", "/"),
        Gen.Int[1, 70].Select(length => new string('x', length)))
        .Array[0, 40].Select(string.Concat);

    [Fact]
    public void A_string_ends_where_Utf8JsonReader_says() => Pieces.Sample(
        text =>
        {
            byte[] json = Encoding.UTF8.GetBytes($"\"{text}\" ");
            var reader = new Utf8JsonReader(json);
            Assert.True(reader.Read());
            var cursor = new JsonCursor(json);
            JsonString token = cursor.ReadStringToken("$");
            Assert.Equal(reader.BytesConsumed, cursor.Position);
            Assert.Equal(reader.ValueSpan.Length, token.Length);
            Assert.Equal(reader.ValueIsEscaped, token.Escapes != 0);
            Assert.Equal(reader.GetString(), cursor.Decode(token, "$"));
        },
        iter: Cases.Of(2_000, 200_000));

    [Fact]
    public void A_container_ends_where_Utf8JsonReader_says() => Gen.Select(Pieces, Pieces, Gen.Int[0, 130], Gen.Int[0, 200]).Sample(
        (one, two, depth, tail) =>
        {
            string inner = $"{new string('[', depth)}{{\"{one}\":[\"{two}\",{{}},[]]}}{new string(']', depth)}";
            byte[] json = Encoding.UTF8.GetBytes($"{{\"a\":{inner}}}{new string(' ', tail)}");
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1000 });
            Assert.True(reader.Read());
            reader.Skip();
            var cursor = new JsonCursor(json);
            Assert.Equal(new JsonSlice(0, (int)reader.BytesConsumed), cursor.ReadSlice("$"));
        },
        iter: Cases.Of(2_000, 200_000));

    [Fact]
    public void Escapes_are_those_of_System_Text_Json() => Gen.OneOf(
            Gen.Char["0123456789abcdefABCDEFgG+- xX\\u\"dD89"].Array[4].Select(digits => "\\u" + new string(digits)),
            Gen.Char.Select(character => "\\" + character),
            Gen.Select(Gen.Int[0xD700, 0xE0FF], Gen.Int[0xDB00, 0xE0FF]).Select((high, low) => $"\\u{high:x4}\\u{low:X4}"))
        .Array[1, 3].Select(string.Concat).Sample(
        text =>
        {
            byte[] json = Encoding.UTF8.GetBytes($"\"{text}\"");
            string? expected;
            try
            {
                var reader = new Utf8JsonReader(json);
                expected = reader.Read() && reader.BytesConsumed == json.Length ? reader.GetString() : null;
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                expected = null;
            }

            string? actual;
            try
            {
                var cursor = new JsonCursor(json);
                actual = cursor.ReadString("$");
                actual = cursor.Position == json.Length ? actual : null;
            }
            catch (DestinationFormatException)
            {
                actual = null;
            }

            Assert.Equal(expected, actual);
        },
        iter: Cases.Of(3_000, 300_000));

    [Fact]
    public void Times_are_those_of_the_framework() => Gen.Select(Gen.Long[TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay], Gen.Int[0, 7], Gen.Int[-14 * 60, 14 * 60]).Sample(
        (ticks, digits, minutes) =>
        {
            var time = new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes));
            string format = "yyyy-MM-dd'T'HH:mm:ss" + (digits == 0 ? "" : "." + new string('f', digits)) + "zzz";
            string text = time.ToString(format, CultureInfo.InvariantCulture);
            Assert.True(Iso8601.TryParse(Encoding.UTF8.GetBytes(text), out DateTimeOffset actual), text);
            Assert.Equal(DateTimeOffset.ParseExact(text, format, CultureInfo.InvariantCulture), actual);
            Assert.Equal(TimeSpan.FromMinutes(minutes), actual.Offset);
        },
        iter: Cases.Of(2_000, 200_000));

    [Theory]
    [InlineData("2026-03-04T10:15:30", true)]
    [InlineData("2026-03-04T10:15:30.1234567891Z", true)]
    [InlineData("2026-03-04T10:15:30.Z", false)]
    [InlineData("2026-03-04T10:15:60Z", false)]
    [InlineData("2026-02-29T10:15:30Z", false)]
    [InlineData("2028-02-29T10:15:30Z", true)]
    [InlineData("0000-01-01T00:00:00Z", false)]
    [InlineData("0001-01-01T00:00:00+00:01", false)]
    [InlineData("9999-12-31T23:59:59-00:01", false)]
    [InlineData("2026-03-04 10:15:30Z", false)]
    [InlineData("2026-03-04T10:15:30z", false)]
    [InlineData("2026-03-04T10:15:30+0100", false)]
    [InlineData("2026-03-04T10:15:30+14:01", false)]
    [InlineData("2026-03-04T10:15", false)]
    [InlineData("2O26-03-04T10:15:30Z", false)]
    [InlineData("/026-03-04T10:15:30Z", false)]
    [InlineData("", false)]
    public void Times(string text, bool isTime) => Assert.Equal(isTime, Iso8601.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void A_text_that_recurs_is_the_same_text() => RecordGen.Text.Sample(
        text => Assert.Equal(text, RecurringStrings.Get(Encoding.UTF8.GetBytes(text))),
        iter: Cases.Of(2_000, 100_000));

    [Fact]
    public void A_text_that_recurs_is_allocated_once()
    {
        byte[] arn = "arn:aws:lambda:us-east-1:123456789012:function:a-name-of-these-tests-alone"u8.ToArray();
        Assert.Same(RecurringStrings.Get(arn), RecurringStrings.Get(arn));
    }
}
