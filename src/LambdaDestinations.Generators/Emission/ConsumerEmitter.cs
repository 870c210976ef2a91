using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Generators.Consumers;
using LambdaDestinations.Generators.Handlers;

namespace LambdaDestinations.Generators.Emission;

/// <summary>Writes the Lambda entry point of one consumer.</summary>
internal static class ConsumerEmitter
{
    private static readonly string[] InfoNames = ["RequestTypeInfo", "ResponseTypeInfo"];

    /// <summary>The class of one consumer.</summary>
    public static void Write(CodeWriter code, ConsumerContract contract)
    {
        bool usesReflection = contract.Serializer.ContextType is null && contract.Payloads.Any(static x => x.IsTyped);
        code.Line($"/// <summary>The Lambda entry point of <c>{GeneratedFile.Xml(GeneratedFile.Shown(contract.UniqueName))}</c>.</summary>");
        code.Line("/// <remarks>");
        code.Line($"/// <para>Handler: <c>{GeneratedFile.Xml(contract.Handler)}</c></para>");
        code.Line("/// <para>An SQS event source mapping needs <c>FunctionResponseTypes: [ReportBatchItemFailures]</c>.</para>");
        code.Line("/// </remarks>");
        code.Line(GeneratedFile.GeneratedCode);
        code.Open($"{(contract.IsPublic ? "public" : "internal")} static class {contract.ClassName}");
        if (!contract.IsStatic)
        {
            code.Line($"private static readonly {contract.Receiver} Instance = new {contract.Receiver}();").Line();
        }

        WriteEntryPoint(code, contract, usesReflection);
        code.Line();
        WriteConsume(code, contract, usesReflection);
        if (contract.Serializer.ContextType is not null)
        {
            foreach ((PayloadType payload, string name) in contract.Payloads.Zip(InfoNames, static (x, y) => (x, y)).Where(static x => x.x.IsTyped))
            {
                TypeInfoEmitter.Write(code, contract.Serializer, payload, name);
            }
        }

        code.Close();
    }

    private static void WriteEntryPoint(CodeWriter code, ConsumerContract contract, bool usesReflection)
    {
        bool takesContext = TakesContext(contract);
        bool takesToken = Takes(contract, ParameterValue.CancellationToken);
        bool isTimed = takesContext && takesToken;
        code.Line("/// <summary>Takes the records out of an event and consumes them one after the other; a record that fails, fails alone.</summary>");
        code.Line("/// <param name=\"input\">The event: of SQS, SNS, EventBridge, S3, or the record itself.</param>");
        if (takesContext)
        {
            code.Line("/// <param name=\"context\">The invocation.</param>");
        }

        code.Line("/// <returns><c>batchItemFailures</c> for messages of SQS, else nothing.</returns>");
        code.Line("/// <exception cref=\"global::LambdaDestinations.DestinationFormatException\">The event is none that holds records.</exception>");
        if (usesReflection)
        {
            code.MarkReflection();
        }

        string parameters = "global::System.IO.Stream input" + (takesContext ? ", global::" + KnownNames.LambdaContext + " context" : "");
        string source = contract.IsS3Source ? ", Instance" : "";
        string extra = (Takes(contract, ParameterValue.Context) ? ", context" : "")
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

    private static bool TakesContext(ConsumerContract contract) =>
        contract.HasLambdaContext && (Takes(contract, ParameterValue.Context) || Takes(contract, ParameterValue.CancellationToken));

    private static bool Takes(ConsumerContract contract, ParameterValue value) => contract.Parameters.Any(x => x.Value == value);

    private static void WriteConsume(CodeWriter code, ConsumerContract contract, bool usesReflection)
    {
        if (usesReflection)
        {
            code.MarkReflection();
        }

        string parameters = $"{GeneratedFile.Library}DestinationMessage message"
            + (Takes(contract, ParameterValue.Context) ? ", global::" + KnownNames.LambdaContext + " context" : "")
            + (Takes(contract, ParameterValue.CancellationToken) ? ", global::System.Threading.CancellationToken cancellationToken" : "");
        string signature = $"private static global::System.Threading.Tasks.ValueTask ConsumeAsync({parameters})";
        string call = $"{(contract.IsStatic ? contract.Receiver : "Instance")}.{contract.Method}({string.Join(", ", contract.Parameters.Select(x => ArgumentOf(x.Value, contract, usesReflection)))})";
        if (contract.Result != ConsumerResult.Void)
        {
            code.Line(signature + " =>").Line(contract.Result == ConsumerResult.Task ? $"    new global::System.Threading.Tasks.ValueTask({call});" : $"    {call};");
            return;
        }

        code.Open(signature).Line(call + ";").Line("return default;").Close();
    }

    private static string ArgumentOf(ParameterValue parameter, ConsumerContract contract, bool usesReflection) => parameter switch
    {
        ParameterValue.Message => "message",
        ParameterValue.Context => "context",
        ParameterValue.CancellationToken => "cancellationToken",
        _ => ReadCall(contract, usesReflection),
    };

    private static string ReadCall(ConsumerContract contract, bool usesReflection)
    {
        string types = contract.Payloads.Count == 0 ? "" : $"<{string.Join(", ", contract.Payloads.Select(static x => x.Argument))}>";
        List<string> arguments = ["message.Record"];
        if (contract.Kind == RecordKind.DeadLetter)
        {
            arguments.Add("message.DeadLetter");
        }

        if (!usesReflection)
        {
            arguments.AddRange(contract.Payloads.Select(static (x, i) => x.IsTyped ? InfoNames[i] : "null"));
        }

        return $"{GeneratedFile.Library}DestinationRecordReader.Read{contract.Kind}{(usesReflection ? "ByReflection" : "")}{types}({string.Join(", ", arguments)})";
    }
}
