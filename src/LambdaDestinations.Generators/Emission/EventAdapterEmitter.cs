using LambdaDestinations.Generators.Handlers;

namespace LambdaDestinations.Generators.Emission;

/// <summary>Writes the one place that reads the attributes of dead-letter messages out of Amazon's event types.</summary>
internal static class EventAdapterEmitter
{
    /// <summary>The C# expression of a message's attributes.</summary>
    public static string AttributesOf(string message) => $"global::LambdaDestinations.Generated.EventAdapters.AttributesOf({message})";

    /// <summary>The file; <see langword="null"/> when no event type is referenced that carries such messages.</summary>
    public static string? Write(EventTypes carriers)
    {
        if (carriers is { Sqs: false, Sns: false })
        {
            return null;
        }

        CodeWriter code = new();
        code.Open("namespace LambdaDestinations.Generated");
        code.Open("internal static class EventAdapters");
        if (carriers.Sqs)
        {
            WriteAttributes(code, "global::Amazon.Lambda.SQSEvents.SQSEvent.SQSMessage", "message.MessageAttributes", "StringValue");
        }

        if (carriers.Sns)
        {
            if (carriers.Sqs)
            {
                code.Line();
            }

            WriteAttributes(code, "global::Amazon.Lambda.SNSEvents.SNSEvent.SNSRecord", "message.Sns.MessageAttributes", "Value");
        }

        return GeneratedFile.Header + code.Close().Close();
    }

    private static void WriteAttributes(CodeWriter code, string message, string attributes, string value)
    {
        code.Open($"public static global::LambdaDestinations.DeadLetterAttributes AttributesOf({message} message)");
        code.Line($"string? Read(string name) => {attributes} != null && {attributes}.TryGetValue(name, out var found) ? found?.{value} : null;");
        code.Open("return new global::LambdaDestinations.DeadLetterAttributes");
        code.Line("RequestId = Read(\"RequestID\"),");
        code.Line("ErrorCode = int.TryParse(Read(\"ErrorCode\"), global::System.Globalization.NumberStyles.None, global::System.Globalization.CultureInfo.InvariantCulture, out int code) ? code : (int?)null,");
        code.Line("ErrorMessage = Read(\"ErrorMessage\"),");
        code.Close(";").Close();
    }
}
