using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text;

namespace LambdaDestinations.Package.Tests;

/// <summary>The public API of an assembly as text: a line for each type and member, in ordinal order.</summary>
internal static class ApiText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Describes an assembly that lies in a folder beside what it needs.</summary>
    public static string Describe(string path)
    {
        AssemblyLoadContext context = new("api", isCollectible: true);
        context.Resolving += (_, name) => File.Exists(Beside(path, name)) ? context.LoadFromAssemblyPath(Beside(path, name)) : null;
        try
        {
            StringBuilder text = new();
            foreach (Type type in context.LoadFromAssemblyPath(path).GetExportedTypes().OrderBy(static x => x.FullName, StringComparer.Ordinal))
            {
                text.Append(Head(type)).Append('\n');
                foreach (string member in type.GetMembers(Declared).Select(Member).OfType<string>().Order(StringComparer.Ordinal))
                {
                    text.Append("    ").Append(member).Append('\n');
                }
            }

            return text.ToString();
        }
        finally
        {
            context.Unload();
        }
    }

    private static string Beside(string path, AssemblyName name) => Path.Combine(Path.GetDirectoryName(path)!, name.Name + ".dll");

    private static string Head(Type type)
    {
        string kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : typeof(Delegate).IsAssignableFrom(type) ? "delegate" : "class";
        string modifier = type.IsInterface || type.IsValueType ? "" : type is { IsAbstract: true, IsSealed: true } ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "";
        IEnumerable<string> bases = new[] { type.BaseType }
            .Where(static x => x is not null && x != typeof(object) && x != typeof(ValueType) && x != typeof(Enum))
            .Select(static x => Name(x!))
            .Concat(type.GetInterfaces().Where(static x => x.IsPublic || x.IsNestedPublic).Select(Name).Order(StringComparer.Ordinal));
        string all = type.IsEnum ? "" : string.Join(", ", bases);
        return $"{modifier}{kind} {type.Namespace}.{Name(type)}{(all.Length > 0 ? " : " + all : "")}";
    }

    private static string? Member(MemberInfo member) => member switch
    {
        ConstructorInfo x when IsVisible(x) && !x.IsStatic => $"{Access(x)}({Parameters(x)})",
        MethodInfo x when IsVisible(x) && (!x.IsSpecialName || x.Name.StartsWith("op_", StringComparison.Ordinal)) && !x.IsDefined(typeof(CompilerGeneratedAttribute)) =>
            $"{Access(x)}{(x.IsStatic ? "static " : "")}{Name(x.ReturnType)}{Nullable(new NullabilityInfoContext().Create(x.ReturnParameter))} {x.Name}{Generics(x)}({Parameters(x)})",
        PropertyInfo x when x.GetMethod is { } get && IsVisible(get) && x.Name != "EqualityContract" =>
            $"{Access(get)}{(get.IsStatic ? "static " : "")}{Name(x.PropertyType)}{Nullable(new NullabilityInfoContext().Create(x))} {x.Name}{(x.GetIndexParameters().Length > 0 ? "[]" : "")} {{ get;{Setter(x)} }}",
        FieldInfo { IsPublic: true, IsSpecialName: false } x when x.DeclaringType!.IsEnum => $"{x.Name} = {x.GetRawConstantValue()}",
        FieldInfo { IsSpecialName: false } x when x.IsPublic || x.IsFamily => $"{(x.IsLiteral ? "const " : x.IsStatic ? "static " : "")}{Name(x.FieldType)} {x.Name}{(x.IsLiteral ? $" = {x.GetRawConstantValue()}" : "")}",
        EventInfo x when IsVisible(x.AddMethod!) => $"event {Name(x.EventHandlerType!)} {x.Name}",
        _ => null,
    };

    private static string Setter(PropertyInfo property) => property.SetMethod is not { } set || !IsVisible(set)
        ? ""
        : set.ReturnParameter.GetRequiredCustomModifiers().Any(static x => x.Name == "IsExternalInit") ? " init;" : " set;";

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static bool IsVisible(MethodBase method) => method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed);

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(static x =>
        $"{(x.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "")}{Name(x.ParameterType)}{Nullable(new NullabilityInfoContext().Create(x))} {x.Name}{(x.HasDefaultValue ? " = " + (x.RawDefaultValue ?? "default") : "")}"));

    private static string Nullable(NullabilityInfo information) => information.ReadState == NullabilityState.Nullable && !information.Type.IsValueType ? "?" : "";

    private static string Generics(MethodInfo method) => method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(static x => x.Name))}>" : "";

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return "ref " + Name(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        string name = type.DeclaringType is { } outer && !type.IsGenericParameter ? $"{Name(outer)}.{type.Name}" : type.Name;
        int tick = name.LastIndexOf('`');
        return type.IsGenericType && tick >= 0 ? $"{name[..tick]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }
}
