using System;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;
using static LambdaDestinations.Templates.Tests.Update.Handlers;

namespace LambdaDestinations.Templates.Tests.Update;

// The events of consumers' functions.
internal static partial class ProducedShapes
{
    /// <summary>A producer, and consumers of what it sends to a queue of its own, to one of the template, to a topic and to a bus.</summary>
    /// <param name="name">The shape's name.</param>
    /// <param name="function">Writes a function.</param>
    /// <param name="readers">The roles that the build lets read: none where SAM does.</param>
    private static ProducedShape Sources(string name, Func<string, string> function, bool readers)
    {
        DestinationModel[] sent = [OnFailure(DestinationTargetType.Sqs), OnSuccess(DestinationTargetType.EventBridge, "@Bus")];
        HandlerModel Consumer(string id, SentRecord record, string? from) => Of(id) with { Sources = new(new SourceModel(Of("FnSend", sent), record, from)) };
        MappingSetting Setting(string setting, int value) => new(setting, value);
        bool isSam = name.StartsWith("sam", StringComparison.Ordinal);
        string IdOf(string id, string part) => isSam ? id : id + part;
        string[] queues = [Sqs("FnSendOnFailureQueue"), Sqs("SecretQueue")];
        string[] ids = ["FnMade", "FnSecret"];
        string[] actions = ["receivemessage", "deletemessage", "getqueueattributes"];
        string rule = $"arn:<partition>:events:<region>:<account>:rule/{IdOf("FnBusFnSendOnSuccess", "Rule")}";
        return new(
            name,
            Resources + function("FnSend") + function("FnMade") + function("FnSecret") + function("FnTopic") + function("FnBus"),
            [
                Of("FnSend", sent),
                Consumer("FnMade", SentRecord.Failure, null) with { Mappings = new(new MappingModel(null, new(Setting(MappingFacts.BatchSize, 100), Setting(MappingFacts.Window, 5), Setting(MappingFacts.Concurrency, 20), new MappingSetting(MappingFacts.Filters, 0, new("{\"body\":{\"version\":[\"1.0\"]}}"))))) },
                Consumer("FnSecret", SentRecord.Failure, "@SecretQueue") with { Mappings = new(new MappingModel("SecretQueue", new(Setting(MappingFacts.MinimumPollers, 2), Setting(MappingFacts.MaximumPollers, 10)))) },
                Consumer("FnTopic", SentRecord.Failure, "@Alarms"),
                Consumer("FnBus", SentRecord.Success, null),
            ],
            [
                $"FnSend:$LATEST OnFailure {queues[0]}",
                $"FnSend:$LATEST OnSuccess {Bus("Bus")}",
                $"FnMade/{IdOf("FnMadeFnSendOnFailureQueue", "Mapping")} reads {queues[0]}",
                $"FnSecret/{IdOf("FnSecretSecretQueue", "Mapping")} reads {queues[1]}",
                $"{Lambda("FnTopic")} hears {Sns("Alarms")}",
                $"{Lambda("FnTopic")} may: {Sns("Alarms")}",
                $"{Lambda("FnBus")} takes Lambda Function Invocation Result - Success of {Lambda("FnSend")}:* on {Bus("Bus")}",
                $"{Lambda("FnBus")} may: {rule}",
            ],
            [
                .. readers ? ids.SelectMany((x, i) => actions.Select(y => $"RoleOf{x} sqs:{y} {queues[i]}")) : [],
                $"{(readers ? "RoleOfFnSecret" : "FnSecretRole")} kms:decrypt {Key}",
            ]);
    }
}
