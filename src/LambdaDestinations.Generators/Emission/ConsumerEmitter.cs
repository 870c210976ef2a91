using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Generators.Consumers;
using LambdaDestinations.Generators.Handlers;

namespace LambdaDestinations.Generators.Emission;

/// <summary>Writes a Lambda entry point: of one consumer, or of a class with several.</summary>
internal static class ConsumerEmitter
{
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
        code.Line(GeneratedFile.GeneratedCode);
        code.Open($"{(entryPoint.Class.IsPublic ? "public" : "internal")} static class {entryPoint.ClassName}");
        if (entryPoint.NeedsInstance)
        {
            code.Line($"private static readonly {entryPoint.Class.Source} Instance = new {entryPoint.Class.Source}();").Line();
        }

        WriteEntryPoint(code, entryPoint);
        if (isOfClass)
        {
            code.Line();
            WriteChoice(code, entryPoint);
        }

        foreach (ConsumerContract consumer in entryPoint.Consumers)
        {
            code.Line();
            WriteConsume(code, consumer, PrefixOf(consumer));
        }

        foreach (ConsumerContract consumer in entryPoint.Consumers.Where(static x => x.Serializer.ContextType is not null))
        {
            foreach ((PayloadType payload, string name) in consumer.Payloads.Zip(InfoNames, static (x, y) => (x, y)).Where(static x => x.x.IsTyped))
            {
                TypeInfoEmitter.Write(code, consumer.Serializer, payload, PrefixOf(consumer) + name);
            }
        }

        code.Close();
    }

    private static void WriteEntryPoint(CodeWriter code, ConsumerEntryPoint entryPoint)
    {
        bool takesToken = Takes(entryPoint.Consumers, ParameterValue.CancellationToken);
        bool takesContext = entryPoint.Class.HasLambdaContext && (takesToken || Takes(entryPoint.Consumers, ParameterValue.Context));
        bool isTimed = takesContext && takesToken;
        code.Line("/// <summary>Takes the records out of an event and consumes them one after the other; a record that fails, fails alone.</summary>");
        code.Line("/// <param name=\"input\">The event: of SQS, SNS, EventBridge, S3, or the record itself.</param>");
        if (takesContext)
        {
            code.Line("/// <param name=\"context\">The invocation.</param>");
        }

        code.Line("/// <returns><c>batchItemFailures</c> for messages of SQS, else nothing.</returns>");
        code.Line("/// <exception cref=\"global::LambdaDestinations.DestinationFormatException\">The event is none that holds records.</exception>");
        if (entryPoint.UsesReflection)
        {
            code.MarkReflection();
        }

        string parameters = "global::System.IO.Stream input" + (takesContext ? ", global::" + KnownNames.LambdaContext + " context" : "");
        string source = entryPoint.Class.IsS3Source && entryPoint.NeedsInstance ? ", Instance" : "";
        string extra = (Takes(entryPoint.Consumers, ParameterValue.Context) ? ", context" : "")
            + (takesToken ? isTimed ? ", deadline.Token" : ", default" : "");
        string call = $"{GeneratedFile.Library}DestinationConsumer.InvokeAsync(input, message => ConsumeAsync(message{extra}){source})";
        if (!isTimed)
        {
            code.Line($"public static global::System.Threading.Tasks.Task<global::System.IO.Stream> HandleAsync({parameters}) =>").Line($"    {call};");
            return;
        }

        code.Open($"public static async global::System.Threading.Tasks.Task<global::System.IO.Stream> HandleAsync({parameters})");
        code.Line("// A second before Lambda ends the function, so that it can still say which records are done.");
        code.Line("global::System.TimeSpan left = context.RemainingTime - global::System.TimeSpan.FromSeconds(1);");
        code.Line("using global::System.Threading.CancellationTokenSource deadline = new global::System.Threading.CancellationTokenSource(left > global::System.TimeSpan.Zero ? left : global::System.TimeSpan.Zero);");
        code.Line($"return await {call}.ConfigureAwait(false);");
        code.Close();
    }

    /// <summary>The record says whom to call.</summary>
    private static void WriteChoice(CodeWriter code, ConsumerEntryPoint entryPoint)
    {
        if (entryPoint.UsesReflection)
        {
            code.MarkReflection();
        }

        code.Open(SignatureOf(entryPoint.Consumers, ""));
        if (entryPoint.Consumers.FirstOrDefault(static x => x.Kind == RecordKind.DeadLetter) is { } ofDeadLetters)
        {
            code.Open("if (message.DeadLetter is not null)").Line($"return {CallOf(ofDeadLetters)};").Close().Line();
        }

        code.Open($"switch ({GeneratedFile.Library}DestinationRecordReader.GetKind(message.Record))");
        foreach (ConsumerContract consumer in entryPoint.Consumers.Where(static x => x.Kind != RecordKind.DeadLetter))
        {
            code.Line($"case {GeneratedFile.Library}DestinationRecordKind.{consumer.Kind}:").Line($"    return {CallOf(consumer)};");
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
            _ => "a dead-letter message",
        })];
        return string.Join(", ", kinds.Take(kinds.Length - 1)) + " or " + kinds[kinds.Length - 1];
    }

    private static void WriteConsume(CodeWriter code, ConsumerContract consumer, string kind)
    {
        if (consumer.UsesReflection)
        {
            code.MarkReflection();
        }

        string signature = SignatureOf([consumer], kind);
        string call = $"{(consumer.IsStatic ? consumer.Class.Source : "Instance")}.{consumer.Method}({string.Join(", ", consumer.Parameters.Select(x => ArgumentOf(x.Value, consumer, kind)))})";
        if (consumer.Result != ConsumerResult.Void)
        {
            code.Line(signature + " =>").Line(consumer.Result == ConsumerResult.Task ? $"    new global::System.Threading.Tasks.ValueTask({call});" : $"    {call};");
            return;
        }

        code.Open(signature).Line(call + ";").Line("return default;").Close();
    }

    private static string SignatureOf(IReadOnlyList<ConsumerContract> consumers, string kind) =>
        $"private static global::System.Threading.Tasks.ValueTask Consume{kind}Async({GeneratedFile.Library}DestinationMessage message"
        + (Takes(consumers, ParameterValue.Context) ? ", global::" + KnownNames.LambdaContext + " context" : "")
        + (Takes(consumers, ParameterValue.CancellationToken) ? ", global::System.Threading.CancellationToken cancellationToken" : "")
        + ")";

    private static string CallOf(ConsumerContract consumer) =>
        $"Consume{consumer.Kind}Async(message"
        + (Takes([consumer], ParameterValue.Context) ? ", context" : "")
        + (Takes([consumer], ParameterValue.CancellationToken) ? ", cancellationToken" : "")
        + ")";

    private static bool Takes(IReadOnlyList<ConsumerContract> consumers, ParameterValue value) => consumers.Any(x => x.Parameters.Any(y => y.Value == value));

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

        if (!consumer.UsesReflection)
        {
            arguments.AddRange(consumer.Payloads.Select((x, i) => x.IsTyped ? kind + InfoNames[i] : "null"));
        }

        return $"{GeneratedFile.Library}DestinationRecordReader.Read{consumer.Kind}{(consumer.UsesReflection ? "ByReflection" : "")}{types}({string.Join(", ", arguments)})";
    }
}
