using System.Globalization;
using System.Linq;
using LambdaDestinations.Generators.Handlers;

namespace LambdaDestinations.Generators.Emission;

/// <summary>Writes the typed readers of one handler's records.</summary>
internal static class RecordsEmitter
{
    private const string DeadLetter = "ReadDeadLetter";
    private const string StreamFailure = "ReadStreamFailure";
    private const string RecordDescription = "The record as UTF-8 JSON, taken out of its envelope, or a message of <see cref=\"global::LambdaDestinations.DestinationEnvelope.Read\" />.";
    private const string TypeInfo = GeneratedFile.TypeInfo;
    private const string Library = GeneratedFile.Library;
    private const string Reader = Library + "DestinationRecordReader";

    /// <summary>One parameter for bytes and messages: half as many methods for the compiler to bind.</summary>
    private const string Input = Library + "RecordInput record";

    /// <summary>The file of one handler.</summary>
    public static string Write(RecordContract contract)
    {
        CodeWriter code = new();
        if (contract.Namespace is { } space)
        {
            code.Open($"namespace {space}");
        }

        code.Line($"/// <summary>Reads the records that the destinations of <c>{GeneratedFile.Xml(GeneratedFile.Shown(contract.UniqueName))}</c> receive.</summary>");
        code.Line(GeneratedFile.GeneratedCode);
        code.Open($"{(contract.IsPublic ? "public" : "internal")} static class {contract.ClassName}");
        bool isFirst = true;
        if (contract.HasAsynchronousRecords)
        {
            WriteMethods(code, contract, "ReadSuccess", $"{Library}SuccessRecord<{contract.Request.Source}, {contract.Response.Source}>", $"{contract.Request.Source}, {contract.Response.Source}", true, "the record of a successful invocation", ref isFirst);
            WriteMethods(code, contract, "ReadFailure", $"{Library}FailureRecord<{contract.Request.Source}>", contract.Request.Source, false, "the record of a failed invocation", ref isFirst);
            WriteMethods(code, contract, DeadLetter, $"{Library}DeadLetterMessage<{contract.Request.Source}>", contract.Request.Source, false, "the message of the function's dead-letter queue, which is the bare event", ref isFirst);
        }

        if (contract.HasStreamRecords)
        {
            bool isTyped = contract.Request.IsTyped;
            WriteMethods(code, contract, StreamFailure, Library + "StreamFailureRecord" + (isTyped ? $"<{contract.Request.Source}>" : ""), isTyped ? contract.Request.Source : "", false, "the record of a batch that an event source mapping gave up", ref isFirst);
        }

        if (contract is { Carriers.S3: true, HasS3Target: true })
        {
            WriteKeyReader(code, ref isFirst);
        }

        if (contract.Serializer.ContextType is not null)
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
        if (contract.Namespace is not null)
        {
            code.Close();
        }

        return GeneratedFile.Header + code;
    }

    private static void WriteMethods(CodeWriter code, RecordContract contract, string name, string record, string typeArguments, bool hasResponse, string what, ref bool isFirst)
    {
        PayloadType[] payloads = hasResponse ? [contract.Request, contract.Response] : [contract.Request];
        if (name == StreamFailure && !contract.Request.IsTyped)
        {
            payloads = [];
        }

        string generic = typeArguments.Length == 0 ? "" : $"<{typeArguments}>";
        bool isTyped = payloads.Any(static x => x.IsTyped);
        if (!isTyped || contract.Serializer.ContextType is not null)
        {
            string infos = string.Concat(payloads.Select(static (x, i) => x.IsTyped ? (i == 0 ? ", RequestTypeInfo" : ", ResponseTypeInfo") : ", null"));
            Separate(code, ref isFirst);
            Document(code, what);
            code.Line($"public static {record} {name}({Input}) =>").Line($"    {Reader}.{name}{generic}({InputOf(name)}{infos});");
            WriteEventOverloads(code, contract, name, record, what, $"{Reader}.{name}{generic}({{0}}, {{1}}{infos})");
        }
        else
        {
            WriteWithoutContext(code, name, record, generic, payloads, what, ref isFirst);
        }
    }

    /// <summary>No context is known: the caller gives the type information, or asks for reflection.</summary>
    private static void WriteWithoutContext(CodeWriter code, string name, string record, string generic, PayloadType[] payloads, string what, ref bool isFirst)
    {
        string parameters = string.Concat(payloads.Select(static (x, i) => x.IsTyped ? $", {TypeInfo}<{x.Source}> {(i == 0 ? "request" : "response")}" : ""));
        string arguments = string.Concat(payloads.Select(static (x, i) => x.IsTyped ? (i == 0 ? ", request" : ", response") : ", null"));
        Separate(code, ref isFirst);
        Document(code, what + " with the type information given");
        foreach ((PayloadType payload, int i) in payloads.Select(static (x, i) => (x, i)))
        {
            if (payload.IsTyped)
            {
                code.Line($"/// <param name=\"{(i == 0 ? "request" : "response")}\">From a <c>JsonSerializerContext</c> that has <c>[JsonSerializable]</c> for the type.</param>");
            }
        }

        code.Line($"public static {record} {name}({Input}{parameters}) =>").Line($"    {Reader}.{name}{generic}({InputOf(name)}{arguments});");
        code.Line();
        Document(code, what + " by reflection; declare a JsonSerializerContext by [DestinationSerializer] to do without");
        code.Line("/// <param name=\"options\">How the payloads are read; <see langword=\"null\" /> for the defaults.</param>");
        code.MarkReflection();
        code.Line($"public static {record} {name}({Input}, global::System.Text.Json.JsonSerializerOptions? options = null) =>").Line($"    {Reader}.{name}ByReflection{generic}({InputOf(name)}, options);");
    }

    private static string InputOf(string name) => name == DeadLetter ? "record.Record, record.DeadLetter" : "record.Record";

    private static void WriteEventOverloads(CodeWriter code, RecordContract contract, string name, string record, string what, string deadLetterCall)
    {
        if (contract.Carriers.Sqs)
        {
            code.Line();
            Document(code, what, "message", "A message of an SQS event.");
            code.Line($"public static {record} {name}(global::Amazon.Lambda.SQSEvents.SQSEvent.SQSMessage message) =>")
                .Line("    " + (name == DeadLetter
                    ? string.Format(CultureInfo.InvariantCulture, deadLetterCall, "global::System.Text.Encoding.UTF8.GetBytes(message.Body)", EventAdapterEmitter.AttributesOf("message"))
                    : $"{name}({Library}DestinationEnvelope.FromSqsBody(message.Body))") + ";");
        }

        if (contract.Carriers.Sns)
        {
            code.Line();
            Document(code, what, "message", "A record of an SNS event.");
            code.Line($"public static {record} {name}(global::Amazon.Lambda.SNSEvents.SNSEvent.SNSRecord message) =>")
                .Line("    " + (name == DeadLetter
                    ? string.Format(CultureInfo.InvariantCulture, deadLetterCall, "global::System.Text.Encoding.UTF8.GetBytes(message.Sns.Message)", EventAdapterEmitter.AttributesOf("message"))
                    : $"{name}({Library}DestinationEnvelope.FromSnsMessage(message.Sns.Message))") + ";");
        }

        if (contract is { Carriers.EventBridge: true, HasEventBridgeTarget: true } && name is "ReadSuccess" or "ReadFailure")
        {
            code.Line();
            Document(code, what, "message", "An event of an event bus.");
            code.Line($"public static {record} {name}(global::Amazon.Lambda.CloudWatchEvents.CloudWatchEvent<global::System.Text.Json.JsonElement> message) =>")
                .Line($"    {name}(global::System.Text.Encoding.UTF8.GetBytes(message.Detail.GetRawText()));");
        }
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
        code.Line("/// <exception cref=\"global::LambdaDestinations.DestinationFormatException\">It is no such record, or a payload is not of the handler's type.</exception>");
    }
}
