using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Patterns;

/// <summary>The operator <c>cidr</c>: a range of IP addresses, such as <c>10.0.0.0/24</c> (Amazon EventBridge User Guide, "IP address matching").</summary>
internal static class CidrBlock
{
    /// <summary>Whether a text is an address of the block.</summary>
    public static Truth Match(string block, SampleValue value)
    {
        if (value.Literal is null && !value.IsNumber && !value.IsToken)
        {
            return value.IsOther ? Truth.No : Truth.Maybe;
        }

        string[] parts = block.Split('/');
        return !value.IsNumber && !value.IsToken && parts.Length == 2 && Read(parts[0]) is { } network && Read(value.Literal!) is { } address
            && network.Length == address.Length && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int bits) && HaveSameStart(network, address, bits)
            ? Truth.Yes : Truth.No;
    }

    /// <summary>What AWS refuses of a block, in its words; <see langword="null"/> when nothing.</summary>
    public static string? Fault(string block)
    {
        string[] parts = block.Split('/');
        if (parts.Length != 2)
        {
            return "Malformed CIDR, one '/' required";
        }

        if (!int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int bits))
        {
            return "Malformed CIDR, mask bits must be an integer";
        }

        return bits < 0 ? "Malformed CIDR, mask bits must not be negative"
            : Read(parts[0]) is not { } address ? "Nonstandard IP address: " + parts[0]
            : address.Length == 4 && bits > 31 ? "IPv4 mask bits must be < 32"
            : bits > 127 ? "IPv6 mask bits must be < 128"
            : null;
    }

    /// <summary>The bytes of an address in its usual form: four numbers, or IPv6.</summary>
    private static byte[]? Read(string text) =>
        IPAddress.TryParse(text, out IPAddress? address) && (address.AddressFamily == AddressFamily.InterNetworkV6 ? text.IndexOf('%') < 0 && text.IndexOf('[') < 0 : text.Split('.').Length == 4)
            ? address.GetAddressBytes() : null;

    private static bool HaveSameStart(byte[] network, byte[] address, int bits)
    {
        for (int i = 0; i < network.Length && bits > 0; i++, bits -= 8)
        {
            int mask = bits >= 8 ? 0xFF : 0xFF << (8 - bits) & 0xFF;
            if ((network[i] & mask) != (address[i] & mask))
            {
                return false;
            }
        }

        return true;
    }
}
