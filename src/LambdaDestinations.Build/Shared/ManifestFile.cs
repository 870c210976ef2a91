using System;
using System.IO;
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
            throw new UnreadableManifestException("it is no .NET assembly");
        }

        MetadataReader metadata = file.GetMetadataReader();
        if (!metadata.IsAssembly)
        {
            throw new UnreadableManifestException("it is a module without an assembly");
        }

        string assemblyName = metadata.GetString(metadata.GetAssemblyDefinition().Name);
        foreach (CustomAttributeHandle handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            if (IsManifest(metadata, attribute))
            {
                BlobReader value = metadata.GetBlobReader(attribute.Value);
                value.ReadUInt16();
                int version = value.ReadInt32();
                return version == DestinationManifest.SchemaVersion
                    ? new AssemblyManifest(assemblyName, value.ReadSerializedString() ?? "")
                    : throw new UnreadableManifestException($"it is of version {version}, and this package reads version {DestinationManifest.SchemaVersion}");
            }
        }

        return new AssemblyManifest(assemblyName, null) { Unread = DestinationMarks.Find(metadata, withConsumers) };
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
        return metadata.StringComparer.Equals(reference.Name, "DestinationManifestAttribute") && metadata.StringComparer.Equals(reference.Namespace, "LambdaDestinations");
    }
}
