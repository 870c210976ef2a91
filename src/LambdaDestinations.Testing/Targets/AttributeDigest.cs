using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace LambdaDestinations.Testing.Targets;

/// <summary>The MD5 digest of message attributes (Amazon SQS Developer Guide, "Calculating the MD5 message digest for message attributes").</summary>
internal static class AttributeDigest
{
    /// <summary>The digest in hexadecimal digits; null of a message without attributes.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "The member of the SQS event is defined as an MD5 digest.")]
    internal static string? Of(IReadOnlyDictionary<string, MessageAttributeValue> attributes)
    {
        if (attributes.Count == 0)
        {
            return null;
        }

        using MemoryStream buffer = new();
        foreach ((string name, MessageAttributeValue attribute) in attributes.OrderBy(static x => x.Key, StringComparer.Ordinal))
        {
            Write(buffer, Encoding.UTF8.GetBytes(name));
            Write(buffer, Encoding.UTF8.GetBytes(attribute.DataType));
            bool isBinary = attribute.DataType.Split('.')[0] == "Binary";
            buffer.WriteByte(isBinary ? (byte)2 : (byte)1);
            Write(buffer, isBinary ? Convert.FromBase64String(attribute.Value) : Encoding.UTF8.GetBytes(attribute.Value));
        }

        return Convert.ToHexString(MD5.HashData(buffer.ToArray())).ToLowerInvariant();
    }

    private static void Write(MemoryStream buffer, byte[] bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        buffer.Write(length);
        buffer.Write(bytes);
    }
}
