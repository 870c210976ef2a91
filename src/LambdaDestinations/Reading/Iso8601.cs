using System;

namespace LambdaDestinations.Reading;

/// <summary>Dates and times as AWS writes them: <c>2026-03-04T10:15:30.123Z</c>, with or without the fraction.</summary>
internal static class Iso8601
{
    /// <summary>
    /// Reads <c>YYYY-MM-DDTHH:MM:SS</c>, an optional fraction (digits past 100 ns are cut) and <c>Z</c> or an offset; without
    /// either it is UTC, as all of AWS's times are.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset value)
    {
        value = default;
        if (text.Length < 19 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
        {
            return false;
        }

        int year = (Two(text, 0) * 100) + Two(text, 2);
        int month = Two(text, 5);
        int day = Two(text, 8);
        int hour = Two(text, 11);
        int minute = Two(text, 14);
        int second = Two(text, 17);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = text[19..];
        if (!TryReadFraction(ref rest, out long fraction) || !TryReadOffset(rest, out TimeSpan offset))
        {
            return false;
        }

        long ticks = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified).Ticks + fraction;
        long utc = ticks - offset.Ticks;
        if (utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        value = new DateTimeOffset(ticks, offset);
        return true;
    }

    private static bool TryReadFraction(ref ReadOnlySpan<byte> rest, out long ticks)
    {
        ticks = 0;
        if (rest.IsEmpty || rest[0] is not ((byte)'.' or (byte)','))
        {
            return true;
        }

        long unit = TimeSpan.TicksPerSecond / 10;
        int digits = 1;
        for (; digits < rest.Length && char.IsAsciiDigit((char)rest[digits]); digits++)
        {
            ticks += (rest[digits] - '0') * unit;
            unit /= 10;
        }

        rest = rest[digits..];
        return digits > 1;
    }

    private static bool TryReadOffset(ReadOnlySpan<byte> rest, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (rest.IsEmpty || (rest.Length == 1 && rest[0] == 'Z'))
        {
            return true;
        }

        if (rest.Length != 6 || rest[0] is not ((byte)'+' or (byte)'-') || rest[3] != ':')
        {
            return false;
        }

        int hours = Two(rest, 1);
        int minutes = Two(rest, 4);
        if (hours is < 0 or > 14 || minutes is < 0 or > 59 || (hours == 14 && minutes != 0))
        {
            return false;
        }

        offset = new TimeSpan(hours, minutes, 0);
        offset = rest[0] == '-' ? -offset : offset;
        return true;
    }

    /// <summary>Two digits, or a negative number far enough below zero to fail every range check.</summary>
    private static int Two(ReadOnlySpan<byte> text, int at)
    {
        int tens = text[at] - '0';
        int ones = text[at + 1] - '0';
        return (uint)tens <= 9 && (uint)ones <= 9 ? (tens * 10) + ones : -100_000;
    }
}
