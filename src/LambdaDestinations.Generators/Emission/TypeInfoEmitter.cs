using LambdaDestinations.Generators.Handlers;

namespace LambdaDestinations.Generators.Emission;

/// <summary>Writes the properties that hold the type information of payloads.</summary>
internal static class TypeInfoEmitter
{
    /// <summary>One property, that asks the context each time: it keeps what it made.</summary>
    public static void Write(CodeWriter code, PayloadSerializer serializer, PayloadType payload, string name)
    {
        code.Line();
        code.Line($"private static {GeneratedFile.TypeInfo}<{payload.Argument}> {name} =>");
        code.Line($"    {GeneratedFile.Library}DestinationRecordReader.GetTypeInfo<{payload.Argument}>({PayloadContextEmitter.ContextOf(serializer)});");
    }
}
