using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace LambdaDestinations.Testing.Tests;

/// <summary>What an assembly shows to its users.</summary>
internal static class PublicApi
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>One paragraph for each public type: its kind, its name, and the names of its members in ordinal order, those of an enumeration in theirs.</summary>
    internal static string List(Assembly assembly)
    {
        StringBuilder list = new();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(static each => each.FullName, StringComparer.Ordinal))
        {
            IEnumerable<string> members = type.IsEnum ? Enum.GetNames(type) : Members(type).Select(static each => each.Name).Distinct().Order(StringComparer.Ordinal);
            string line = $"{Kind(type)} {type.Name}:";
            foreach (string member in members)
            {
                if (line.Length + member.Length > 118)
                {
                    list.Append(line).Append('\n');
                    line = "   ";
                }

                line += " " + member;
            }

            list.Append(line.TrimEnd(':')).Append('\n');
        }

        return list.ToString();
    }

    /// <summary>Every type that the signatures mention.</summary>
    internal static IEnumerable<Type> Mentioned(Assembly assembly) => assembly.GetExportedTypes().SelectMany(Members).SelectMany(static member => member switch
    {
        MethodInfo method => method.GetParameters().Select(static each => each.ParameterType).Append(method.ReturnType),
        PropertyInfo property => [property.PropertyType],
        FieldInfo field => [field.FieldType],
        _ => (IEnumerable<Type>)[],
    }).SelectMany(Parts).Distinct();

    private static IEnumerable<Type> Parts(Type type) =>
        type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type.HasElementType ? type.GetElementType()! : type];

    private static IEnumerable<MemberInfo> Members(Type type) => type.GetMembers(Own).Where(member => member switch
    {
        MethodInfo method => IsVisible(method) && !method.IsSpecialName && !IsCompilers(method) && method.Name is not ("Equals" or "GetHashCode" or "ToString" or "Deconstruct" or "PrintMembers"),
        PropertyInfo property => property.GetMethod is { } get && IsVisible(get) && property.Name != "EqualityContract",
        FieldInfo field => field.IsPublic && !field.IsSpecialName,
        _ => false,
    });

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily;

    private static bool IsCompilers(MethodInfo method) => method.IsDefined(typeof(CompilerGeneratedAttribute)) || method.Name.StartsWith('<');

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        _ when typeof(Exception).IsAssignableFrom(type) => "exception",
        _ when type.GetMethod("<Clone>$") is not null => "record",
        _ => "class",
    };
}
