using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Xml.Linq;

namespace LambdaDestinations.Package.Tests;

/// <summary>A package, read into memory.</summary>
internal sealed class PackageFile
{
    private readonly Dictionary<string, byte[]> _entries = new(StringComparer.Ordinal);

    /// <summary>Opens the one package of a feed with an id.</summary>
    public PackageFile(string folder, string id, string extension = "nupkg")
    {
        using ZipArchive archive = ZipFile.OpenRead(Directory.GetFiles(folder, $"{id}.*.{extension}").Single());
        foreach (ZipArchiveEntry entry in archive.Entries.Where(static x => !IsZipOverhead(x.FullName)))
        {
            using MemoryStream bytes = new();
            using Stream stream = entry.Open();
            stream.CopyTo(bytes);
            _entries.Add(entry.FullName, bytes.ToArray());
        }

        Specification = XDocument.Load(new MemoryStream(_entries[id + ".nuspec"])).Root!.Elements().Single();
    }

    /// <summary>The <c>metadata</c> element.</summary>
    public XElement Specification { get; }

    /// <summary>The files, in ordinal order.</summary>
    public IEnumerable<string> Files => _entries.Keys.Order(StringComparer.Ordinal);

    /// <summary>The ids of what the user's project gets besides.</summary>
    public IEnumerable<string> Dependencies => Specification.Descendants().Where(static x => x.Name.LocalName == "dependency").Select(static x => x.Attribute("id")!.Value);

    public byte[] this[string file] => _entries[file];

    /// <summary>The value of a metadata element.</summary>
    public string? Get(string name) => Specification.Elements().SingleOrDefault(x => x.Name.LocalName == name)?.Value;

    /// <summary>The full names of the types that an assembly of the package shows to everybody, in ordinal order.</summary>
    public IEnumerable<string> PublicTypesOf(string assembly)
    {
        using PEReader reader = new([.. _entries[assembly]]);
        MetadataReader metadata = reader.GetMetadataReader();
        return
        [
            .. metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
                .Where(static x => (x.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public)
                .Select(x => $"{metadata.GetString(x.Namespace)}.{metadata.GetString(x.Name)}")
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Every file with its hash.</summary>
    public IEnumerable<string> Hashes() => Files.Select(x => $"{x} {Convert.ToHexString(SHA256.HashData(_entries[x]))}");

    /// <summary>The names of what an assembly refers to.</summary>
    public IEnumerable<string> ReferencesOf(string assembly)
    {
        using PEReader reader = new([.. _entries[assembly]]);
        MetadataReader metadata = reader.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(x => metadata.GetString(metadata.GetAssemblyReference(x).Name))];
    }

    /// <summary>What an assembly's debug directory says.</summary>
    public Symbols SymbolsOf(string assembly)
    {
        using PEReader reader = new([.. _entries[assembly]]);
        ImmutableArray<DebugDirectoryEntry> entries = reader.ReadDebugDirectory();
        DebugDirectoryEntry codeView = entries.Single(static x => x.Type == DebugDirectoryEntryType.CodeView);
        DebugDirectoryEntry embedded = entries.SingleOrDefault(static x => x.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        string? sourceLink = null;
        if (embedded.DataSize > 0)
        {
            using MetadataReaderProvider symbols = reader.ReadEmbeddedPortablePdbDebugDirectoryData(embedded);
            sourceLink = SourceLinkOf(symbols.GetMetadataReader());
        }

        return new(
            reader.ReadCodeViewDebugDirectoryData(codeView).Guid,
            entries.Any(static x => x.Type == DebugDirectoryEntryType.Reproducible),
            sourceLink);
    }

    /// <summary>The identity and the source link of a file of symbols.</summary>
    public Symbols ReadSymbols(string file)
    {
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(_entries[file]));
        MetadataReader reader = provider.GetMetadataReader();
        return new(new BlobContentId(reader.DebugMetadataHeader!.Id).Guid, true, SourceLinkOf(reader));
    }

    private static string? SourceLinkOf(MetadataReader reader)
    {
        Guid sourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");
        foreach (CustomDebugInformation information in reader.GetCustomDebugInformation(EntityHandle.ModuleDefinition).Select(reader.GetCustomDebugInformation))
        {
            if (reader.GetGuid(information.Kind) == sourceLink)
            {
                return System.Text.Encoding.UTF8.GetString(reader.GetBlobBytes(information.Value));
            }
        }

        return null;
    }

    /// <summary>What the container adds: its part list, with a random name among it.</summary>
    private static bool IsZipOverhead(string entry) => entry is "[Content_Types].xml" || entry.StartsWith("_rels/", StringComparison.Ordinal) || entry.StartsWith("package/", StringComparison.Ordinal);
}

/// <summary>How an assembly and its symbols find each other.</summary>
/// <param name="Id">The same in both.</param>
/// <param name="IsDeterministic">Whether the compiler made the same bytes that it would make again.</param>
/// <param name="SourceLink">Where a debugger finds the sources, as JSON; null when the file does not say.</param>
internal sealed record Symbols(Guid Id, bool IsDeterministic, string? SourceLink);
