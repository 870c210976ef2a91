using System.Linq;
using LambdaDestinations.Generators.Handlers;

namespace LambdaDestinations.Generators.Emission;

/// <summary>Writes the typed readers of one handler's records.</summary>
internal static class RecordsEmitter
{
    private const string DeadLetter = "ReadDeadLetter";
    private const string RecordDescription = "The record as UTF-8 JSON, taken out of its envelope, or a message of <see cref=\"global::LambdaDestinations.DestinationEnvelope.Read\" />.";
    private const string TypeInfo = GeneratedFile.TypeInfo;
    private const string Library = GeneratedFile.Library;
    private const string Reader = Library + "DestinationRecordReader";

    /// <summary>One parameter for bytes and messages: half as many methods for the compiler to bind.</summary>
    private const string Input = Library + "RecordInput record";

    /// <summary>The class of one handler.</summary>
    public static void Write(CodeWriter code, RecordContract contract)
    {
        code.Line($"/// <summary>Reads the records that the destinations of <c>{GeneratedFile.Xml(GeneratedFile.Shown(contract.UniqueName))}</c> receive.</summary>");
        code.MarkClass(contract.Warnings);
        string access = contract.IsPublic ? "public" : "internal";
        bool inherits = contract.InheritsReaders || contract.InheritsOpenReaders;
        bool isFirst = !contract.InheritsReaders;
        if (contract.InheritsReaders)
        {
            // Most of the compiler's work is to bind members, so those that every handler has are the library's.
            code.Open($"{access} abstract class {contract.ClassName} : {Library}DestinationRecords<{contract.ClassName}, {contract.Request.Source}, {contract.Response.Source}>, {Library}IPayloadContext");
            code.Line($"static global::System.Text.Json.Serialization.JsonSerializerContext {Library}IPayloadContext.Context => {PayloadContextEmitter.ContextOf(contract.Serializer)};");
        }
        else if (contract.InheritsOpenReaders)
        {
            code.Open($"{access} abstract class {contract.ClassName} : {Library}DestinationRecords<{contract.Request.Source}{(contract.Response.IsTyped ? ", " + contract.Response.Source : "")}>");
        }
        else
        {
            code.Open($"{access} static class {contract.ClassName}");
        }

        if (contract.HasAsynchronousRecords)
        {
            foreach (ReaderMethod reader in AsynchronousReaders(contract))
            {
                WriteReader(code, contract, reader, inherits, ref isFirst);
            }
        }

        if (contract.HasStreamRecords)
        {
            WriteReader(code, contract, StreamReader(contract), false, ref isFirst);
        }

        if (contract is { Carriers.S3: true, HasS3Target: true })
        {
            WriteKeyReader(code, ref isFirst);
        }

        if (contract is { InheritsReaders: false, Serializer.ContextType: not null })
        {
            if (contract.Request.IsTyped)
            {
                TypeInfoEmitter.Write(code, contract.Serializer, contract.Request, "RequestTypeInfo");
            }

            if (contract.Response.IsTyped && contract.HasAsynchronousRecords)
            {
                TypeInfoEmitter.Write(code, contract.Serializer, contract.Response, "ResponseTypeInfo");
            }
        }

        code.Close();
    }

    private static ReaderMethod[] AsynchronousReaders(RecordContract contract)
    {
        string request = contract.Request.Source;
        string both = $"<{request}, {contract.Response.Source}>";
        return
        [
            new("ReadSuccess", "SuccessRecord" + both, both, [contract.Request, contract.Response], "the record of a successful invocation"),
            new("ReadFailure", $"FailureRecord<{request}>", $"<{request}>", [contract.Request], "the record of a failed invocation"),
            new(DeadLetter, $"DeadLetterMessage<{request}>", $"<{request}>", [contract.Request], "the message of the function's dead-letter queue, which is the bare event"),
        ];
    }

    private static ReaderMethod StreamReader(RecordContract contract)
    {
        string payload = contract.Request.IsTyped ? $"<{contract.Request.Source}>" : "";
        return new("ReadStreamFailure", "StreamFailureRecord" + payload, payload, payload.Length > 0 ? [contract.Request] : [], "the record of a batch that an event source mapping gave up");
    }

    private static void WriteReader(CodeWriter code, RecordContract contract, ReaderMethod reader, bool isInherited, ref bool isFirst)
    {
        if (reader.Payloads.Any(static x => x.IsTyped) && contract.Serializer.ContextType is null)
        {
            if (!isInherited)
            {
                WriteWithoutContext(code, reader, ref isFirst);
            }

            return;
        }

        string infos = string.Concat(reader.Payloads.Select(static (x, i) => x.IsTyped ? (i == 0 ? ", RequestTypeInfo" : ", ResponseTypeInfo") : ", null"));
        if (!isInherited)
        {
            Separate(code, ref isFirst);
            Document(code, reader.What);
            code.Line($"public static {reader.Record} {reader.Name}({Input}) =>").Line($"    {reader.Call}({reader.Input}{infos});");
        }

        WriteEventOverloads(code, contract, reader, infos);
    }

    /// <summary>No context is known: the caller gives the type information, or asks for reflection.</summary>
    private static void WriteWithoutContext(CodeWriter code, ReaderMethod reader, ref bool isFirst)
    {
        string parameters = string.Concat(reader.Payloads.Select(static (x, i) => x.IsTyped ? $", {TypeInfo}<{x.Source}> {(i == 0 ? "request" : "response")}" : ""));
        string arguments = string.Concat(reader.Payloads.Select(static (x, i) => x.IsTyped ? (i == 0 ? ", request" : ", response") : ", null"));
        Separate(code, ref isFirst);
        Document(code, reader.What + " with the type information given");
        foreach ((PayloadType payload, int i) in reader.Payloads.Select(static (x, i) => (x, i)))
        {
            if (payload.IsTyped)
            {
                code.Line($"/// <param name=\"{(i == 0 ? "request" : "response")}\">From a <c>JsonSerializerContext</c> that has <c>[JsonSerializable]</c> for the type.</param>");
            }
        }

        code.Line($"public static {reader.Record} {reader.Name}({Input}{parameters}) =>").Line($"    {reader.Call}({reader.Input}{arguments});");
        code.Line();
        Document(code, reader.What + " by reflection; declare a JsonSerializerContext by [DestinationSerializer] to do without");
        code.Line("/// <param name=\"options\">How the payloads are read; <see langword=\"null\" /> for the defaults.</param>");
        code.MarkReflection();
        code.Line($"public static {reader.Record} {reader.Name}({Input}, global::System.Text.Json.JsonSerializerOptions? options = null) =>").Line($"    {Reader}.{reader.Name}ByReflection{reader.Generic}({reader.Input}, options);");
    }

    private static void WriteEventOverloads(CodeWriter code, RecordContract contract, ReaderMethod reader, string infos)
    {
        if (contract.Carriers.Sqs)
        {
            WriteEventOverload(code, reader, infos, "global::Amazon.Lambda.SQSEvents.SQSEvent.SQSMessage", "A message of an SQS event.", "message.Body", "FromSqsBody");
        }

        if (contract.Carriers.Sns)
        {
            WriteEventOverload(code, reader, infos, "global::Amazon.Lambda.SNSEvents.SNSEvent.SNSRecord", "A record of an SNS event.", "message.Sns.Message", "FromSnsMessage");
        }

        if (contract is { Carriers.EventBridge: true, HasEventBridgeTarget: true } && reader.Name is "ReadSuccess" or "ReadFailure")
        {
            code.Line();
            Document(code, reader.What, "message", "An event of an event bus.");
            code.Line($"public static {reader.Record} {reader.Name}(global::Amazon.Lambda.CloudWatchEvents.CloudWatchEvent<global::System.Text.Json.JsonElement> message) =>")
                .Line($"    {reader.Name}(global::System.Text.Encoding.UTF8.GetBytes(message.Detail.GetRawText()));");
        }
    }

    private static void WriteEventOverload(CodeWriter code, ReaderMethod reader, string infos, string type, string describes, string body, string envelope)
    {
        code.Line();
        Document(code, reader.What, "message", describes);
        code.Line($"public static {reader.Record} {reader.Name}({type} message) =>")
            .Line("    " + (reader.Name == DeadLetter
                ? $"{reader.Call}(global::System.Text.Encoding.UTF8.GetBytes({body}), {EventAdapterEmitter.AttributesOf("message")}{infos})"
                : $"{reader.Name}({Library}DestinationEnvelope.{envelope}({body}))") + ";");
    }

    /// <summary>A notification names the record's object; what the key says needs no request.</summary>
    private static void WriteKeyReader(CodeWriter code, ref bool isFirst)
    {
        Separate(code, ref isFirst);
        code.Line("/// <summary>Reads what the key of a failure record's object says: function or mapping, time, id. The record itself is the object.</summary>");
        code.Line("/// <param name=\"notification\">A record of an S3 event.</param>");
        code.Line("/// <param name=\"key\">The parts of the key.</param>");
        code.Line("/// <returns><see langword=\"false\" /> for an object that Lambda did not write.</returns>");
        code.Line($"public static bool TryReadKey(global::Amazon.Lambda.S3Events.S3Event.S3EventNotificationRecord notification, [global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out {Library}S3RecordKey? key) =>");
        code.Line($"    {Library}S3RecordKey.TryParse(global::System.Net.WebUtility.UrlDecode(notification.S3.Object.Key), out key);");
    }

    private static void Separate(CodeWriter code, ref bool isFirst)
    {
        if (!isFirst)
        {
            code.Line();
        }

        isFirst = false;
    }

    private static void Document(CodeWriter code, string what, string parameter = "record", string describes = RecordDescription)
    {
        code.Line($"/// <summary>Reads {GeneratedFile.Xml(what)}.</summary>");
        code.Line($"/// <param name=\"{parameter}\">{describes}</param>");
        code.Line("/// <exception cref=\"global::LambdaDestinations.DestinationFormatException\">It is not such a record, or a payload is not of the handler's type.</exception>");
    }

    /// <summary>One reader of a handler.</summary>
    /// <param name="Name">Of the method, here and in the library.</param>
    /// <param name="RecordType">What it returns, in the library's namespace.</param>
    /// <param name="Generic">The type arguments of the library's method, with brackets; empty for none.</param>
    /// <param name="Payloads">What the record holds of the handler's types: the request, then the response.</param>
    /// <param name="What">What it reads, for people.</param>
    private sealed record ReaderMethod(string Name, string RecordType, string Generic, PayloadType[] Payloads, string What)
    {
        public string Record => Library + RecordType;

        public string Call => $"{Reader}.{Name}{Generic}";

        public string Input => Name == DeadLetter ? "record.Record, record.DeadLetter" : "record.Record";
    }
}
