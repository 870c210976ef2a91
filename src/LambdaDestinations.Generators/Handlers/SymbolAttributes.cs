using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Handlers;

/// <summary>Attributes of symbols, found by the metadata name of their type.</summary>
internal static class SymbolAttributes
{
    /// <summary>The attribute of that name on a symbol.</summary>
    public static AttributeData? Find(ISymbol symbol, string metadataName)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (SymbolNames.Is(attribute.AttributeClass, metadataName))
            {
                return attribute;
            }
        }

        return null;
    }
}
