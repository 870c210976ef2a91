using System.Text;
using LambdaDestinations.Generators.Handlers;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Contracts;

/// <summary>How names and enumerations are written: what the application's serializer is told to do.</summary>
/// <param name="Naming">The naming policy; the values of <c>System.Text.Json.Serialization.JsonKnownNamingPolicy</c>.</param>
/// <param name="StringEnums">Whether enumerations are written by name.</param>
internal sealed record JsonConventions(JsonNaming Naming, bool StringEnums)
{
    private const int WebDefaults = 1;

    /// <summary>Reads the <c>[JsonSourceGenerationOptions]</c> of a context, or the kind of the Lambda serializer.</summary>
    /// <param name="context">The <c>JsonSerializerContext</c>, when one is known.</param>
    /// <param name="assembly">The assembly whose <c>LambdaSerializer</c> attribute counts when there is no context.</param>
    public static JsonConventions Read(INamedTypeSymbol? context, IAssemblySymbol assembly)
    {
        if (context is not null && SymbolAttributes.Find(context, KnownNames.JsonSourceGenerationOptions) is { } options)
        {
            return FromOptions(options);
        }

        bool camelCase = context is null
            && SymbolAttributes.Find(assembly, KnownNames.LambdaSerializer)?.ConstructorArguments is [{ Value: INamedTypeSymbol { Name: "CamelCaseLambdaJsonSerializer" } }];
        return new JsonConventions(camelCase ? JsonNaming.CamelCase : JsonNaming.Unspecified, StringEnums: false);
    }

    /// <summary>The JSON name of a member that has no <c>[JsonPropertyName]</c>.</summary>
    public string GetName(string memberName) => Naming switch
    {
        JsonNaming.CamelCase => CamelCase(memberName),
        JsonNaming.SnakeCaseLower => Words(memberName, '_').ToLowerInvariant(),
        JsonNaming.SnakeCaseUpper => Words(memberName, '_').ToUpperInvariant(),
        JsonNaming.KebabCaseLower => Words(memberName, '-').ToLowerInvariant(),
        JsonNaming.KebabCaseUpper => Words(memberName, '-').ToUpperInvariant(),
        _ => memberName,
    };

    private static JsonConventions FromOptions(AttributeData options)
    {
        JsonNaming naming = options.ConstructorArguments is [{ Value: WebDefaults }] ? JsonNaming.CamelCase : JsonNaming.Unspecified;
        bool stringEnums = false;
        foreach (System.Collections.Generic.KeyValuePair<string, TypedConstant> argument in options.NamedArguments)
        {
            switch (argument.Key)
            {
                case "PropertyNamingPolicy" when argument.Value.Value is int policy:
                    naming = (JsonNaming)policy;
                    break;
                case "UseStringEnumConverter" when argument.Value.Value is bool use:
                    stringEnums = use;
                    break;
            }
        }

        return new JsonConventions(naming, stringEnums);
    }

    /// <summary>System.Text.Json lowers the first letter, and the rest of a leading acronym up to its last letter.</summary>
    private static string CamelCase(string name)
    {
        char[] letters = name.ToCharArray();
        for (int i = 0; i < letters.Length && char.IsUpper(letters[i]); i++)
        {
            if (i > 0 && i + 1 < letters.Length && !char.IsUpper(letters[i + 1]))
            {
                break;
            }

            letters[i] = char.ToLowerInvariant(letters[i]);
        }

        return new string(letters);
    }

    private static string Words(string name, char separator)
    {
        StringBuilder text = new();
        for (int i = 0; i < name.Length; i++)
        {
            bool starts = i > 0 && char.IsUpper(name[i])
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (starts && name[i - 1] != separator)
            {
                text.Append(separator);
            }

            text.Append(name[i]);
        }

        return text.ToString();
    }
}

/// <summary>The values of <c>System.Text.Json.Serialization.JsonKnownNamingPolicy</c>.</summary>
internal enum JsonNaming
{
    /// <summary>Names as they are in C#.</summary>
    Unspecified = 0,

    /// <summary><c>orderId</c>.</summary>
    CamelCase = 1,

    /// <summary><c>order_id</c>.</summary>
    SnakeCaseLower = 2,

    /// <summary><c>ORDER_ID</c>.</summary>
    SnakeCaseUpper = 3,

    /// <summary><c>order-id</c>.</summary>
    KebabCaseLower = 4,

    /// <summary><c>ORDER-ID</c>.</summary>
    KebabCaseUpper = 5,
}
