using System.Collections.Generic;
using System.Reflection.Metadata;

namespace LambdaDestinations.Build;

/// <summary>
/// The methods of an assembly that carry our attributes. Where the assembly has no manifest nothing has read them: the generator that writes it runs in
/// C# projects only.
/// </summary>
internal static class DestinationMarks
{
    private const string Library = "LambdaDestinations";

    /// <summary>The methods as <c>Type.Method</c>, in the order of the metadata.</summary>
    /// <param name="metadata">The assembly.</param>
    /// <param name="withConsumers">Whether consumers count, which no manifest names.</param>
    public static IReadOnlyList<string> Find(MetadataReader metadata, bool withConsumers)
    {
        List<string> found = [];
        foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
        {
            MethodDefinition method = metadata.GetMethodDefinition(handle);
            foreach (CustomAttributeHandle attribute in method.GetCustomAttributes())
            {
                if (IsMark(metadata, metadata.GetCustomAttribute(attribute), withConsumers))
                {
                    found.Add($"{MetadataNames.Of(metadata, metadata.GetTypeDefinition(method.GetDeclaringType()))}.{metadata.GetString(method.Name)}");
                    break;
                }
            }
        }

        return found;
    }

    private static bool IsMark(MetadataReader metadata, CustomAttribute attribute, bool withConsumers)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference || TypeOf(metadata, metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent) is not { } type)
        {
            return false;
        }

        return metadata.StringComparer.Equals(type.Namespace, Library)
            && (metadata.GetString(type.Name) is "OnSuccessDestinationAttribute" or "OnSuccessDestinationAttribute`1"
                    or "OnFailureDestinationAttribute" or "OnFailureDestinationAttribute`1" or "DeadLetterAttribute" or "EventSourceMappingAttribute"
                || (withConsumers && metadata.StringComparer.Equals(type.Name, "DestinationConsumerAttribute")));
    }

    /// <summary>The type of another assembly; of a generic one its definition (ECMA-335 II.23.2.12: GENERICINST, CLASS, the type).</summary>
    private static TypeReference? TypeOf(MetadataReader metadata, EntityHandle handle)
    {
        if (handle.Kind == HandleKind.TypeSpecification)
        {
            BlobReader signature = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
            handle = signature.ReadSignatureTypeCode() == SignatureTypeCode.GenericTypeInstance && signature.ReadCompressedInteger() > 0 ? signature.ReadTypeHandle() : default;
        }

        return handle.Kind == HandleKind.TypeReference ? metadata.GetTypeReference((TypeReferenceHandle)handle) : null;
    }
}
