using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Generators.Consumers;
using LambdaDestinations.Templates;

namespace LambdaDestinations.Generators.Emission;

/// <summary>A record type that a serializer of AWS Lambda is to bind.</summary>
/// <param name="Kind">Which record.</param>
/// <param name="Arguments">Its type arguments as source.</param>
internal sealed record RecordBinding(RecordKind Kind, EquatableArray<string> Arguments)
{
    /// <summary>The type as source.</summary>
    public string Type => GeneratedFile.Library + Kind switch
    {
        RecordKind.Success => "SuccessRecord",
        RecordKind.Failure => "FailureRecord",
        RecordKind.StreamFailure => "StreamFailureRecord",
        _ => "DeadLetterMessage",
    } + $"<{string.Join(", ", Arguments)}>";
}

/// <summary>The record types that functions of Amazon.Lambda.Annotations take.</summary>
/// <param name="All">Each once, in ordinal order.</param>
internal sealed record RecordBindings(EquatableArray<RecordBinding> All);

/// <summary>Says to the runtime library how records with payloads are read, so that Lambda's serializers bind them without reflection.</summary>
internal static class RecordBindingEmitter
{
    private const string Converter = GeneratedFile.Library + "DestinationRecordConverter.";

    /// <summary>What is to be said for the consumers of an assembly. The library knows records without a payload.</summary>
    public static RecordBindings Needed(IEnumerable<ConsumerContract> consumers) => new(new EquatableArray<RecordBinding>(consumers
        .Where(static x => x.IsAnnotated && x.Payloads.Count > 0)
        .Select(static x => new RecordBinding(x.Kind, new EquatableArray<string>(x.Payloads.Select(static y => y.Source))))
        .Distinct()
        .OrderBy(static x => x.Type, System.StringComparer.Ordinal)));

    /// <summary>The file.</summary>
    public static string Write(RecordBindings bindings)
    {
        CodeWriter code = new();
        code.Open("namespace LambdaDestinations.Generated");
        code.Open("internal static class RecordBindings");
        code.Line("/// <summary>Runs when the assembly is loaded, ahead of all its code.</summary>");
        code.Line("[global::System.Runtime.CompilerServices.ModuleInitializer]");
        code.Open("internal static void Register()");
        foreach (RecordBinding binding in bindings.All)
        {
            string arguments = string.Join(", ", binding.Arguments.Select(static x => $"{Converter}TypeInfo<{x}>(options)"));
            string deadLetter = binding.Kind == RecordKind.DeadLetter ? "message.DeadLetter, " : "";
            code.Line($"{Converter}Register<{binding.Type}>(static (message, options) =>");
            string read = $"{GeneratedFile.Library}DestinationRecordReader.Read{binding.Kind}<{string.Join(", ", binding.Arguments)}>";
            code.Line($"    {read}(message.Record, {deadLetter}{arguments}));");
        }

        return GeneratedFile.Header + code.Close().Close().Close();
    }
}
