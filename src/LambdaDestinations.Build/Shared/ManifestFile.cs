using System;
using System.IO;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using LambdaDestinations.Templates.Manifest;

namespace LambdaDestinations.Build;

/// <summary>The manifest of a compiled assembly, read without loading or locking it.</summary>
internal static class ManifestFile
{
    /// <summary>Reads the manifest; an assembly without one declares no destinations.</summary>
    /// <exception cref="FormatException">The manifest is of a newer version, or broken.</exception>
    /// <exception cref="BadImageFormatException">The file is no .NET assembly.</exception>
    public static DestinationManifest Read(string assemblyPath) => Read(assemblyPath, out _);

    /// <summary>Reads the manifest and the assembly's simple name; an assembly without a manifest declares no destinations.</summary>
    /// <exception cref="FormatException">The manifest is of a newer version, or broken.</exception>
    /// <exception cref="BadImageFormatException">The file is no .NET assembly.</exception>
    public static DestinationManifest Read(string assemblyPath, out string assemblyName) => Parse(ReadText(assemblyPath, out assemblyName));

    /// <summary>What a manifest's text says.</summary>
    /// <param name="text">The text; <see langword="null"/> of an assembly without a manifest.</param>
    /// <exception cref="FormatException">The manifest is broken.</exception>
    public static DestinationManifest Parse(string? text) => text is null ? new DestinationManifest(default) : ManifestJson.Parse(text);

    /// <summary>Reads the manifest's text and the assembly's simple name.</summary>
    /// <returns><see langword="null"/> for an assembly without a manifest.</returns>
    /// <exception cref="FormatException">The manifest is of a newer version.</exception>
    /// <exception cref="BadImageFormatException">The file is no .NET assembly.</exception>
    public static string? ReadText(string assemblyPath, out string assemblyName)
    {
        using FileStream stream = new(assemblyPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using PEReader file = new(stream);
        if (!file.HasMetadata)
        {
            throw new BadImageFormatException("it is no .NET assembly");
        }

        MetadataReader metadata = file.GetMetadataReader();
        if (!metadata.IsAssembly)
        {
            throw new BadImageFormatException("it is a module without an assembly");
        }

        assemblyName = metadata.GetString(metadata.GetAssemblyDefinition().Name);
        foreach (CustomAttributeHandle handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            if (IsManifest(metadata, attribute))
            {
                BlobReader value = metadata.GetBlobReader(attribute.Value);
                value.ReadUInt16();
                int version = value.ReadInt32();
                return version == DestinationManifest.SchemaVersion
                    ? value.ReadSerializedString() ?? ""
                    : throw new FormatException($"it is of version {version}, and this package reads version {DestinationManifest.SchemaVersion}");
            }
        }

        return null;
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
