using LambdaDestinations.Generators.Handlers;

namespace LambdaDestinations.Generators.Emission;

/// <summary>Writes the properties that hold the type information of payloads.</summary>
internal static class TypeInfoEmitter
{
    /// <summary>One property, that asks the context each time: it keeps what it made.</summary>
    public static void Write(CodeWriter code, PayloadSerializer serializer, PayloadType payload, string name)
    {
        string context = serializer.LambdaOptions is null ? serializer.ContextType + ".Default" : PayloadContextEmitter.FieldOf(serializer);
        string type = $"{GeneratedFile.TypeInfo}<{payload.Argument}>";
        code.Line();
        code.Line($"private static {type} {name} =>");
        code.Line($"    ({type}?){context}.GetTypeInfo(typeof({payload.Source}))");
        code.Line($"    ?? throw new global::System.InvalidOperationException(\"Add [JsonSerializable(typeof({GeneratedFile.Shown(payload.Source)}))] to {GeneratedFile.Shown(serializer.ContextType!)}.\");");
    }
}
