using System;
using System.Globalization;

namespace LambdaDestinations.Reading;

/// <summary>Writes a type the way C# source does.</summary>
internal static class SourceName
{
    /// <summary>The full name, with type arguments: <c>System.Collections.Generic.List&lt;App.Order&gt;[]</c>.</summary>
    public static string Of(Type type)
    {
        if (type.IsArray)
        {
            return Of(type.GetElementType()!) + "[" + new string(',', type.GetArrayRank() - 1) + "]";
        }

        return Of(type, type.GetGenericArguments());
    }

    /// <summary>A nested type has the arguments of its containing types as well: each takes as many as its own name counts.</summary>
    private static string Of(Type type, ReadOnlySpan<Type> arguments)
    {
        int tick = type.Name.IndexOf('`', StringComparison.Ordinal);
        int own = tick < 0 ? 0 : int.Parse(type.Name.AsSpan(tick + 1), CultureInfo.InvariantCulture);
        string prefix = type.DeclaringType is { } declaring ? Of(declaring, arguments[..^own]) + "."
            : type.Namespace is { } space ? space + "." : "";
        return prefix + (tick < 0 ? type.Name : $"{type.Name[..tick]}<{string.Join(", ", Array.ConvertAll(arguments[^own..].ToArray(), Of))}>");
    }
}
