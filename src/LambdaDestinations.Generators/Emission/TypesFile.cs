using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates;

namespace LambdaDestinations.Generators.Emission;

/// <summary>A generated file of several classes.</summary>
/// <param name="HintName">The file's name.</param>
/// <param name="Types">The classes' contracts, in ordinal order of their names.</param>
internal sealed record TypesFile<T>(string HintName, EquatableArray<T> Types)
    where T : IEquatable<T>, IGeneratedType
{
    /// <summary>The file's text.</summary>
    /// <param name="write">Writes one class.</param>
    public string Write(Action<CodeWriter, T> write)
    {
        CodeWriter code = new();
        bool isFirst = true;
        foreach (IGrouping<string?, T> space in Types.GroupBy(static x => x.Namespace, StringComparer.Ordinal))
        {
            Separate();
            if (space.Key is not null)
            {
                code.Open($"namespace {space.Key}");
            }

            isFirst = true;
            foreach (T type in space)
            {
                Separate();
                write(code, type);
                isFirst = false;
            }

            if (space.Key is not null)
            {
                code.Close();
            }
        }

        void Separate()
        {
            if (!isFirst)
            {
                code.Line();
            }
        }

        return GeneratedFile.HeaderFor(UseWarnings.Join(Types.Select(static x => x.Warnings))) + code;
    }
}

/// <summary>Spreads classes over files.</summary>
internal static class TypesFile
{
    /// <summary>
    /// How many classes a file holds on average, at most. A file costs a new compiler a millisecond, and Roslyn compares its name with that of
    /// every other: one for each class is 2 % of a build of 200 handlers. One for all would be written anew by every edit of an attribute.
    /// </summary>
    internal const int Capacity = 64;

    /// <summary>
    /// The files of contracts whose classes have names of their own: one, or a power of two among which a hash of the name decides, so that a
    /// new class moves no other as long as their number stays.
    /// </summary>
    /// <param name="name">What the classes are, in the files' names.</param>
    /// <param name="types">The contracts.</param>
    public static IEnumerable<TypesFile<T>> Partition<T>(string name, IEnumerable<T> types)
        where T : IEquatable<T>, IGeneratedType
    {
        // Those of the global namespace come first.
        T[] ordered = [.. types.OrderBy(static x => x.Namespace, StringComparer.Ordinal).ThenBy(static x => x.ClassName, StringComparer.Ordinal)];
        uint count = CountOf(ordered.Length);
        return ordered.GroupBy(x => HintOf(name, FullNameOf(x), count), StringComparer.Ordinal).OrderBy(static x => x.Key, StringComparer.Ordinal).Select(static x => new TypesFile<T>(x.Key, new EquatableArray<T>(x)));
    }

    /// <summary>Over how many files so many things are spread.</summary>
    public static uint CountOf(int things)
    {
        uint count = 1;
        while (things > count * Capacity)
        {
            count *= 2;
        }

        return count;
    }

    /// <summary>The name of the file that a thing stands in.</summary>
    /// <param name="name">What the things are.</param>
    /// <param name="thing">The thing's own name.</param>
    /// <param name="count">How many files there are.</param>
    public static string HintOf(string name, string thing, uint count)
    {
        // The lowest bits of the hash depend on the lowest bits of the characters alone.
        string part = count == 1 ? "" : "." + ((StableHash.Of(thing) >> 8) % count).ToString(CultureInfo.InvariantCulture);
        return $"LambdaDestinations.{name}{part}.g.cs";
    }

    /// <summary>The name of a class as no other has it.</summary>
    public static string FullNameOf(IGeneratedType type) => type.Namespace + "." + type.ClassName;
}
