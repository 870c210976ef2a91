using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Generators.Consumers;
using LambdaDestinations.Generators.Handlers;

namespace LambdaDestinations.Generators.Emission;

/// <summary>Writes a Lambda entry point: of one consumer, or of a class with several.</summary>
internal static class ConsumerEmitter
{
    private const string ResponseInfo = "ResultTypeInfo";
    private const string Message = GeneratedFile.Library + "DestinationMessage message";
    private static readonly string[] InfoNames = ["RequestTypeInfo", "ResponseTypeInfo"];

    /// <summary>The class of one entry point.</summary>
    public static void Write(CodeWriter code, ConsumerEntryPoint entryPoint)
    {
        bool isOfClass = entryPoint.Consumers.Count > 1;
        string PrefixOf(ConsumerContract consumer) => isOfClass ? consumer.Kind.ToString() : "";
        code.Line($"/// <summary>The Lambda entry point of <c>{GeneratedFile.Xml(GeneratedFile.Shown(entryPoint.UniqueName))}</c>{(isOfClass ? ": each record goes to the method that takes its kind" : "")}.</summary>");
        code.Line("/// <remarks>");
        code.Line($"/// <para>Handler: <c>{GeneratedFile.Xml(entryPoint.Handler)}</c></para>");
        code.Line("/// <para>An SQS event source mapping needs <c>FunctionResponseTypes: [ReportBatchItemFailures]</c>.</para>");
        code.Line("/// </remarks>");
        code.MarkClass(entryPoint.Warnings);
        code.Open($"{(entryPoint.Class.IsPublic ? "public" : "internal")} static class {entryPoint.ClassName}");
        if (entryPoint.NeedsInstance && entryPoint.Services is null)
        {
            code.Line($"private static readonly {entryPoint.Class.Source} Instance = new {entryPoint.Class.Source}();").Line();
        }

        WriteEntryPoint(code, entryPoint);
        if (entryPoint.Services is { } services)
        {
            code.Line();
            WriteScope(code, entryPoint, services);
        }

        if (isOfClass)
        {
            code.Line();
            WriteChoice(code, entryPoint);
        }

        foreach (ConsumerContract consumer in entryPoint.Consumers)
        {
            code.Line();
            WriteConsume(code, entryPoint, consumer, PrefixOf(consumer));
        }

        foreach (ConsumerContract consumer in entryPoint.Consumers.Where(static x => x.Serializer.ContextType is not null))
        {
            foreach ((PayloadType payload, string name) in consumer.Payloads.Zip(InfoNames, static (x, y) => (x, y)).Concat(consumer.Response is { } response ? [(response, ResponseInfo)] : []).Where(static x => x.Item1.IsTyped))
            {
                TypeInfoEmitter.Write(code, consumer.Serializer, payload, PrefixOf(consumer) + name);
            }
        }

        code.Close();
    }

    private static void WriteEntryPoint(CodeWriter code, ConsumerEntryPoint entryPoint)
    {
        bool hasContext = entryPoint.Class.HasLambdaContext;
        code.Line($"/// <summary>Takes the records out of an event and consumes them{(entryPoint.MaximumConcurrency > 1 ? $", {Number(entryPoint.MaximumConcurrency)} at once" : " one after the other")}; a record that fails, fails alone.</summary>");
        code.Line("/// <param name=\"input\">The event: of SQS, SNS, EventBridge, S3, or the record itself.</param>");
        if (hasContext)
        {
            code.Line("/// <param name=\"context\">The invocation. What has not begun a second ahead of its time-out has failed.</param>");
        }

        code.Line($"/// <returns><c>batchItemFailures</c> for messages of SQS, else {(entryPoint.HasResponse ? "what the method returns" : "nothing")}.</returns>");
        code.Line("/// <exception cref=\"global::LambdaDestinations.DestinationFormatException\">The event is none that holds records.</exception>");
        if (entryPoint.UsesReflection)
        {
            code.MarkReflection();
        }

        bool takesToken = Takes(entryPoint.Consumers, ParameterValue.CancellationToken);
        string call = (entryPoint.Services is null ? "ConsumeAsync(message" : "ConsumeInScopeAsync(message")
            + (Takes(entryPoint.Consumers, ParameterValue.Context) ? ", context" : "")
            + (takesToken ? ", cancellationToken)" : ")");
        string more = (entryPoint.MaximumConcurrency > 1 ? $", {Number(entryPoint.MaximumConcurrency)}" : "")
            + (!IsS3Source(entryPoint) ? "" : entryPoint.Services is null ? ", s3: Instance" : ", fetchesItself: true");
        code.Line($"public static global::System.Threading.Tasks.Task<global::System.IO.Stream> HandleAsync(global::System.IO.Stream input{(hasContext ? $", {ContextParameter}" : "")}) =>");
        code.Line($"    {GeneratedFile.Library}DestinationConsumer.InvokeAsync(input, (message, {(takesToken ? "cancellationToken" : "_")}) => {call}, {(hasContext ? "context.RemainingTime" : "default")}{more});");
    }

    /// <summary>A scope and an instance for each record.</summary>
    private static void WriteScope(CodeWriter code, ConsumerEntryPoint entryPoint, ServiceConstructor services)
    {
        if (entryPoint.UsesReflection)
        {
            code.MarkReflection();
        }

        code.Open($"private static async {ResultOf(entryPoint)} ConsumeInScopeAsync({ParametersOf(entryPoint.Consumers, null)})");
        code.Open($"await using (global::Microsoft.Extensions.DependencyInjection.AsyncServiceScope scope = {ServicesEmitter.NewScope})");
        ServicesEmitter.WriteInstance(code, entryPoint.Class.Source, services, "instance");
        if (IsS3Source(entryPoint))
        {
            code.Line($"message = await {GeneratedFile.Library}DestinationConsumer.FetchAsync(message, instance).ConfigureAwait(false);");
        }

        code.Line($"{(entryPoint.HasResponse ? "return " : "")}await {CallOf(entryPoint, entryPoint.Consumers, "")}.ConfigureAwait(false);");
        code.Close().Close();
    }

    /// <summary>The record says whom to call.</summary>
    private static void WriteChoice(CodeWriter code, ConsumerEntryPoint entryPoint)
    {
        if (entryPoint.UsesReflection)
        {
            code.MarkReflection();
        }

        code.Open(SignatureOf(entryPoint, entryPoint.Consumers, "", isAsync: false));
        if (entryPoint.Consumers.FirstOrDefault(static x => x.Kind == RecordKind.DeadLetter) is { } ofDeadLetters)
        {
            code.Open("if (message.DeadLetter is not null)").Line($"return {CallOf(entryPoint, [ofDeadLetters], ofDeadLetters.Kind.ToString())};").Close().Line();
        }

        code.Open($"switch ({GeneratedFile.Library}DestinationRecordReader.GetKind(message.Record))");
        foreach (ConsumerContract consumer in entryPoint.Consumers.Where(static x => x.Kind != RecordKind.DeadLetter))
        {
            code.Line($"case {GeneratedFile.Library}DestinationRecordKind.{consumer.Kind}:").Line($"    return {CallOf(entryPoint, [consumer], consumer.Kind.ToString())};");
        }

        code.Line("default:").Line($"    throw {GeneratedFile.Library}DestinationConsumer.Unexpected(message, \"{Described(entryPoint.Consumers)}\");");
        code.Close();
        code.Close();
    }

    private static string Described(IReadOnlyList<ConsumerContract> consumers)
    {
        string[] kinds = [.. consumers.Select(static x => x.Kind switch
        {
            RecordKind.Success => "a success record",
            RecordKind.Failure => "a failure record",
            RecordKind.StreamFailure => "the record of a stream batch",
            RecordKind.DurableExecution => "the status change of a durable execution",
            _ => "a dead-letter message",
        })];
        return string.Join(", ", kinds.Take(kinds.Length - 1)) + " or " + kinds[kinds.Length - 1];
    }

    private static void WriteConsume(CodeWriter code, ConsumerEntryPoint entryPoint, ConsumerContract consumer, string kind)
    {
        if (consumer.UsesReflection)
        {
            code.MarkReflection();
        }

        string receiver = consumer.IsStatic ? consumer.Class.Source : entryPoint.Services is null ? "Instance" : "instance";
        string call = $"{receiver}.{consumer.Method}({string.Join(", ", consumer.Parameters.Select(x => ArgumentOf(x.Value, consumer, kind)))})";
        if (entryPoint.HasResponse)
        {
            WriteRespond(code, entryPoint, consumer, kind, call);
            return;
        }

        string signature = SignatureOf(entryPoint, [consumer], kind, isAsync: false);
        if (consumer.Result != ConsumerResult.Void)
        {
            code.Line(signature + " =>").Line(consumer.Result == ConsumerResult.Task ? $"    new global::System.Threading.Tasks.ValueTask({call});" : $"    {call};");
            return;
        }

        code.Open(signature).Line(call + ";").Line("return default;").Close();
    }

    /// <summary>The same where a consumer of the entry point gives a response.</summary>
    private static void WriteRespond(CodeWriter code, ConsumerEntryPoint entryPoint, ConsumerContract consumer, string kind, string call)
    {
        bool isAsync = consumer.Result != ConsumerResult.Void;
        string value = isAsync ? $"await {call}.ConfigureAwait(false)" : call;
        code.Open(SignatureOf(entryPoint, [consumer], kind, isAsync));
        if (consumer.Response is { IsTyped: true } response)
        {
            string write = consumer.UsesReflection
                ? $"WriteResponseByReflection<{response.Argument}>({value})"
                : $"WriteResponse<{response.Argument}>({value}, {kind}{ResponseInfo})";
            code.Line(isAsync
                ? $"return {GeneratedFile.Library}DestinationConsumer.{write};"
                : $"return new global::System.Threading.Tasks.ValueTask<byte[]?>({GeneratedFile.Library}DestinationConsumer.{write});");
        }
        else
        {
            code.Line(value + ";").Line(isAsync ? "return null;" : "return default;");
        }

        code.Close();
    }

    private const string ContextParameter = "global::" + KnownNames.LambdaContext + " context";

    private static string ResultOf(ConsumerEntryPoint entryPoint) => "global::System.Threading.Tasks.ValueTask" + (entryPoint.HasResponse ? "<byte[]?>" : "");

    private static string SignatureOf(ConsumerEntryPoint entryPoint, IReadOnlyList<ConsumerContract> consumers, string kind, bool isAsync) =>
        $"private static {(isAsync ? "async " : "")}{ResultOf(entryPoint)} Consume{kind}Async({ParametersOf(consumers, TakesInstance(entryPoint, consumers) ? entryPoint.Class.Source : null)})";

    private static string ParametersOf(IReadOnlyList<ConsumerContract> consumers, string? instance) =>
        (instance is null ? "" : instance + " instance, ")
        + Message
        + (Takes(consumers, ParameterValue.Context) ? ", " + ContextParameter : "")
        + (Takes(consumers, ParameterValue.CancellationToken) ? ", global::System.Threading.CancellationToken cancellationToken" : "");

    private static string CallOf(ConsumerEntryPoint entryPoint, IReadOnlyList<ConsumerContract> consumers, string kind) =>
        $"Consume{kind}Async({(TakesInstance(entryPoint, consumers) ? "instance, " : "")}message"
        + (Takes(consumers, ParameterValue.Context) ? ", context" : "")
        + (Takes(consumers, ParameterValue.CancellationToken) ? ", cancellationToken" : "")
        + ")";

    private static bool Takes(IReadOnlyList<ConsumerContract> consumers, ParameterValue value) => consumers.Any(x => x.Parameters.Any(y => y.Value == value));

    /// <summary>Whether an instance is handed on that a scope was made for.</summary>
    private static bool TakesInstance(ConsumerEntryPoint entryPoint, IReadOnlyList<ConsumerContract> consumers) => entryPoint.Services is not null && consumers.Any(static x => !x.IsStatic);

    private static bool IsS3Source(ConsumerEntryPoint entryPoint) => entryPoint.Class.IsS3Source && entryPoint.NeedsInstance;

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string ArgumentOf(ParameterValue parameter, ConsumerContract consumer, string kind) => parameter switch
    {
        ParameterValue.Message => "message",
        ParameterValue.Context => "context",
        ParameterValue.CancellationToken => "cancellationToken",
        _ => ReadCall(consumer, kind),
    };

    private static string ReadCall(ConsumerContract consumer, string kind)
    {
        string types = consumer.Payloads.Count == 0 ? "" : $"<{string.Join(", ", consumer.Payloads.Select(static x => x.Argument))}>";
        List<string> arguments = ["message.Record"];
        if (consumer.Kind == RecordKind.DeadLetter)
        {
            arguments.Add("message.DeadLetter");
        }

        bool byReflection = consumer.UsesReflection && consumer.Payloads.Any(static x => x.IsTyped);
        if (!byReflection)
        {
            arguments.AddRange(consumer.Payloads.Select((x, i) => x.IsTyped ? kind + InfoNames[i] : "null"));
        }

        return $"{GeneratedFile.Library}DestinationRecordReader.Read{consumer.Kind}{(byReflection ? "ByReflection" : "")}{types}({string.Join(", ", arguments)})";
    }
}
