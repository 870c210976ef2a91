using System;
using System.Buffers.Binary;
using System.Globalization;

namespace LambdaDestinations.Testing.Engine;

/// <summary>Where ids come from: random ones, or the same ones in every run for a seed.</summary>
internal sealed class IdSource(ulong? seed)
{
    private readonly object _gate = new();
    private ulong _state = seed ?? 0;

    internal string NewId()
    {
        if (seed is null)
        {
            return Guid.NewGuid().ToString();
        }

        Span<byte> bytes = stackalloc byte[16];
        lock (_gate)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, Next());
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], Next());
        }

        // Version 4, variant 1, as Lambda's request ids.
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes).ToString("D", CultureInfo.InvariantCulture);
    }

    // SplitMix64 (Steele, Lea, Flood 2014): small, and the same on every runtime, which System.Random does not promise.
    private ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
