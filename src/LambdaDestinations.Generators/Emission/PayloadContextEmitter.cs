using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates;

namespace LambdaDestinations.Generators.Emission;

/// <summary>The contexts that generated code makes itself.</summary>
/// <param name="Serializers">What they are made of, in ordinal order.</param>
internal sealed record PayloadContexts(EquatableArray<PayloadSerializer> Serializers);

/// <summary>Writes the one place that holds contexts with the options of Amazon's serializer, so that their metadata is built once.</summary>
internal static class PayloadContextEmitter
{
    private const string Class = "LambdaDestinations.Generated.PayloadContexts";

    /// <summary>The C# expression of a serializer's context: the context's own, or the shared one with options.</summary>
    public static string ContextOf(PayloadSerializer serializer) =>
        serializer.LambdaOptions is null ? serializer.ContextType + ".Default" : $"global::{Class}.{NameOf(serializer)}";

    /// <summary>The serializers that need such a context.</summary>
    public static PayloadContexts Needed(IEnumerable<PayloadSerializer?> serializers) =>
        new(new EquatableArray<PayloadSerializer>(serializers.OfType<PayloadSerializer>().Where(static x => x.LambdaOptions is not null).Distinct().OrderBy(static x => x.ContextType, System.StringComparer.Ordinal)));

    /// <summary>The file.</summary>
    public static string Write(PayloadContexts needed)
    {
        CodeWriter code = new();
        code.Open("namespace LambdaDestinations.Generated");
        UseWarnings warnings = UseWarnings.Join(needed.Serializers.Select(static x => x.Warnings));
        code.MarkObsolete(warnings).Open("internal static class PayloadContexts");
        foreach (PayloadSerializer serializer in needed.Serializers)
        {
            code.Line($"public static readonly {serializer.ContextType} {NameOf(serializer)} = new {serializer.ContextType}({serializer.LambdaOptions});");
        }

        return GeneratedFile.HeaderFor(warnings) + code.Close().Close();
    }

    private static string NameOf(PayloadSerializer serializer) =>
        string.Concat(serializer.ContextType!.Replace("global::", "").Select(static x => char.IsLetterOrDigit(x) ? x : '_'));
}
