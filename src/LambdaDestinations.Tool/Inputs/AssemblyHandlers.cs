using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using LambdaDestinations.Build;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Tool.Inputs;

/// <summary>
/// The methods of an assembly on disk, by its metadata: it is not loaded. Base classes of other assemblies are looked for beside it; those of
/// the framework are not there, and nothing is said of what may be inherited from them, but for <c>System.Object</c>.
/// </summary>
internal sealed class AssemblyHandlers : IHandlerAssembly
{
    /// <summary>How many base classes are followed. Of damaged metadata, or of assemblies that do not belong together, a class may be its own.</summary>
    private const int MaximumBases = 256;

    private readonly Dictionary<string, ClassMethods> _classes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AssemblyHandlers?> _others = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _folder;

    private AssemblyHandlers(string path)
    {
        _folder = Path.GetDirectoryName(path)!;
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using PEReader file = new(stream);
        MetadataReader metadata = file.GetMetadataReader();
        Name = metadata.GetString(metadata.GetAssemblyDefinition().Name);
        foreach (TypeDefinitionHandle handle in metadata.TypeDefinitions)
        {
            TypeDefinition type = metadata.GetTypeDefinition(handle);
            (MethodAttributes Attributes, string Name)[] methods = [.. type.GetMethods().Select(metadata.GetMethodDefinition).Select(x => (x.Attributes, metadata.GetString(x.Name)))];
            _classes[MetadataNames.Of(metadata, type)] = new ClassMethods(
                [.. methods.Select(static x => x.Name)],
                [.. methods.Where(static x => (x.Attributes & (MethodAttributes.MemberAccessMask | MethodAttributes.SpecialName)) == MethodAttributes.Public).Select(static x => x.Name)],
                BaseOf(metadata, type.BaseType, depth: 0));
        }
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public IEnumerable<string> Handlers => _classes
        .Where(static x => !x.Key.Contains('<', StringComparison.Ordinal))
        .SelectMany(x => x.Value.Public.Where(static y => y != ".ctor").Select(y => $"{x.Key}::{y}"))
        .Distinct();

    /// <summary>Reads an assembly that has been read for its manifest already.</summary>
    /// <param name="path">The file.</param>
    public static AssemblyHandlers Read(string path) => new(path);

    /// <inheritdoc />
    public Truth Has(string type, string method) => Has(type, method, MaximumBases);

    private Truth Has(string type, string method, int bases)
    {
        if (!_classes.TryGetValue(type, out ClassMethods? found))
        {
            return Truth.No;
        }

        if (found.All.Contains(method))
        {
            return Truth.Yes;
        }

        return found.Base switch
        {
            null => Truth.No,
            _ when bases == 0 => Truth.Maybe,
            { Assembly: null } own => Has(own.Type, method, bases - 1),
            { Type: "System.Object" } => typeof(object).GetMember(method, BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Length > 0 ? Truth.Yes : Truth.No,
            { Assembly: { } other } => Find(other)?.Has(found.Base.Type, method, bases - 1) ?? Truth.Maybe,
        };
    }

    private AssemblyHandlers? Find(string assembly)
    {
        if (!_others.TryGetValue(assembly, out AssemblyHandlers? other))
        {
            string path = Path.Combine(_folder, assembly + ".dll");
            try
            {
                other = File.Exists(path) ? new AssemblyHandlers(path) : null;
            }
            catch (Exception error) when (error is BadImageFormatException or InvalidOperationException or IOException or UnauthorizedAccessException)
            {
                // What cannot be read may have the method.
                other = null;
            }

            _others.Add(assembly, other);
        }

        return other;
    }

    /// <param name="metadata">The metadata.</param>
    /// <param name="handle">The base class.</param>
    /// <param name="depth">How many classes stand around it. Damaged metadata may go round in a circle.</param>
    private static BaseClass? BaseOf(MetadataReader metadata, EntityHandle handle, int depth)
    {
        if (depth > MetadataNames.MaximumNesting)
        {
            throw new BadImageFormatException($"A class stands in more than {MetadataNames.MaximumNesting} others.");
        }

        if (handle.IsNil)
        {
            return null;
        }

        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                return new BaseClass(null, MetadataNames.Of(metadata, metadata.GetTypeDefinition((TypeDefinitionHandle)handle)));
            case HandleKind.TypeReference:
                TypeReference reference = metadata.GetTypeReference((TypeReferenceHandle)handle);
                if (reference.ResolutionScope.Kind == HandleKind.TypeReference)
                {
                    return BaseOf(metadata, reference.ResolutionScope, depth + 1) is { } outer ? outer with { Type = $"{outer.Type}+{metadata.GetString(reference.Name)}" } : null;
                }

                string space = metadata.GetString(reference.Namespace);
                string name = metadata.GetString(reference.Name);
                string assembly = reference.ResolutionScope.Kind == HandleKind.AssemblyReference
                    ? metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)reference.ResolutionScope).Name)
                    : "";
                return new BaseClass(assembly, space.Length == 0 ? name : $"{space}.{name}");
            default:
                // Of a generic class only the definition counts (ECMA-335 II.23.2.12: GENERICINST, CLASS, the type).
                BlobReader signature = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
                return signature.ReadSignatureTypeCode() == SignatureTypeCode.GenericTypeInstance && signature.ReadCompressedInteger() > 0
                    ? BaseOf(metadata, signature.ReadTypeHandle(), depth + 1)
                    : new BaseClass("", "");
        }
    }

    /// <summary>The methods of a class.</summary>
    /// <param name="All">Their names, whoever may call them.</param>
    /// <param name="Public">Those that anybody may call.</param>
    /// <param name="Base">What it inherits from.</param>
    private sealed record ClassMethods(HashSet<string> All, IReadOnlyList<string> Public, BaseClass? Base);

    /// <summary>A base class.</summary>
    /// <param name="Assembly">The assembly; <see langword="null"/> for this one.</param>
    /// <param name="Type">Its metadata name.</param>
    private sealed record BaseClass(string? Assembly, string Type);
}
