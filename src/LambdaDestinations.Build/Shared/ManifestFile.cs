using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using LambdaDestinations.Templates.Manifest;

namespace LambdaDestinations.Build;

/// <summary>The manifest of a compiled assembly, read without loading or locking it.</summary>
internal static class ManifestFile
{
    /// <summary>Reads the manifest.</summary>
    /// <param name="assemblyPath">The file.</param>
    /// <param name="withConsumers">Whether methods with <c>[DestinationConsumer]</c> count among the unread: no generator has run at all.</param>
    /// <exception cref="UnreadableManifestException">The file cannot be read, is not an assembly, or has a manifest of another version.</exception>
    public static AssemblyManifest Read(string assemblyPath, bool withConsumers = false)
    {
        try
        {
            using FileStream stream = new(assemblyPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using PEReader file = new(stream);
            return Read(file, withConsumers);
        }
        catch (Exception error) when (error is BadImageFormatException or OverflowException or InvalidOperationException)
        {
            // Offsets and sizes of a damaged image overflow before the reader looks at them.
            throw new UnreadableManifestException(error is BadImageFormatException ? error.Message : "its metadata is damaged", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UnreadableManifestException(error.Message, error);
        }
    }

    private static AssemblyManifest Read(PEReader file, bool withConsumers)
    {
        if (!file.HasMetadata)
        {
            throw new UnreadableManifestException("it is not a .NET assembly");
        }

        MetadataReader metadata = file.GetMetadataReader();
        if (!metadata.IsAssembly)
        {
            throw new UnreadableManifestException("it is a module without an assembly");
        }

        string assemblyName = metadata.GetString(metadata.GetAssemblyDefinition().Name);
        List<string> parts = [];
        IEnumerable<CustomAttributeHandle> handles = metadata.GetAssemblyDefinition().GetCustomAttributes();
        foreach (CustomAttributeHandle handle in FindCarrier(metadata) is { } carrier ? handles.Concat(carrier.GetCustomAttributes()) : handles)
        {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            if (IsManifest(metadata, attribute))
            {
                parts.Add(ReadPart(metadata, attribute));
            }
        }

        return parts.Count > 0
            ? new AssemblyManifest(assemblyName, parts)
            : new AssemblyManifest(assemblyName, []) { Unread = DestinationMarks.Find(metadata, withConsumers) };
    }

    /// <summary>The class that carries the manifest.</summary>
    private static TypeDefinition? FindCarrier(MetadataReader metadata)
    {
        foreach (TypeDefinition type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition))
        {
            if (metadata.StringComparer.Equals(type.Name, DestinationManifest.CarrierName)
                && metadata.StringComparer.Equals(type.Namespace, DestinationManifest.CarrierNamespace))
            {
                return type;
            }
        }

        return null;
    }

    /// <summary>One attribute: the whole manifest as a text (version 1), or some handlers with a text each.</summary>
    private static string ReadPart(MetadataReader metadata, CustomAttribute attribute)
    {
        BlobReader value = metadata.GetBlobReader(attribute.Value);
        value.ReadUInt16();
        int version = value.ReadInt32();
        if (version is not (DestinationManifest.SchemaVersion or DestinationManifest.SchemaVersionOfOneText))
        {
            throw new UnreadableManifestException(
                $"it is of version {version}, and this package reads versions {DestinationManifest.SchemaVersionOfOneText} and {DestinationManifest.SchemaVersion}");
        }

        if (!TakesArray(metadata, attribute))
        {
            return value.ReadSerializedString() ?? "";
        }

        string[] handlers = new string[Math.Max(0, Math.Min(value.ReadInt32(), value.Length))];
        for (int i = 0; i < handlers.Length; i++)
        {
            handlers[i] = value.ReadSerializedString() ?? "";
        }

        return ManifestJson.Join(handlers);
    }

    /// <summary>Whether the attribute's second parameter is an array.</summary>
    private static bool TakesArray(MetadataReader metadata, CustomAttribute attribute)
    {
        BlobReader signature = metadata.GetBlobReader(metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Signature);
        signature.ReadSignatureHeader();
        signature.ReadCompressedInteger();
        signature.ReadSignatureTypeCode();
        signature.ReadSignatureTypeCode();
        return signature.ReadSignatureTypeCode() == SignatureTypeCode.SZArray;
    }

    private static bool IsManifest(MetadataReader metadata, CustomAttribute attribute)
    {
        EntityHandle type = attribute.Constructor.Kind switch
        {
            HandleKind.MemberReference => metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent,
            HandleKind.MethodDefinition => metadata.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType(),
            _ => default,
        };
        if (type.Kind != HandleKind.TypeReference)
        {
            return false;
        }

        TypeReference reference = metadata.GetTypeReference((TypeReferenceHandle)type);
        return metadata.StringComparer.Equals(reference.Name, "DestinationManifestAttribute")
            && metadata.StringComparer.Equals(reference.Namespace, "LambdaDestinations");
    }
}
