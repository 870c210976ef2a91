using System;
using System.Reflection.Metadata;

namespace LambdaDestinations.Build;

/// <summary>Names of types in an assembly's metadata.</summary>
internal static class MetadataNames
{
    /// <summary>How many classes may stand in each other. A damaged assembly may have a class that stands in itself.</summary>
    public const int MaximumNesting = 64;

    /// <summary>The name as reflection and a handler string have it: <c>Ns.Outer+Inner</c>.</summary>
    /// <exception cref="BadImageFormatException">The metadata is damaged.</exception>
    public static string Of(MetadataReader metadata, TypeDefinition type)
    {
        string name = metadata.GetString(type.Name);
        for (int level = 0; type.GetDeclaringType() is { IsNil: false } outer; level++)
        {
            if (level == MaximumNesting)
            {
                throw new BadImageFormatException($"A class stands in more than {MaximumNesting} others.");
            }

            type = metadata.GetTypeDefinition(outer);
            name = $"{metadata.GetString(type.Name)}+{name}";
        }

        string space = metadata.GetString(type.Namespace);
        return space.Length == 0 ? name : $"{space}.{name}";
    }
}
