using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>A resource that is written for an event in plain CloudFormation.</summary>
/// <param name="Suffix">What its logical id ends with, behind the names of the function and of the event.</param>
/// <param name="Type">Its type.</param>
/// <param name="Properties">Its properties.</param>
internal sealed record SourceResource(string Suffix, string Type, TemplateValue Properties);

/// <summary>What is written for the event of a consumer's function.</summary>
internal static class SourceText
{
    /// <summary>The name of an event: of what holds the records, else of the producer's function and the outcome.</summary>
    public static string NameOf(ResolvedSource source) => source.IsFiltered
        ? source.Producer!.LogicalId + (source.Model.Record switch { SentRecord.Success => "OnSuccess", SentRecord.StatusChange => "StatusChange", _ => "OnFailure" })
        : string.Concat(ArnText.NameOf(source.Id).Where(DeclarationChecks.IsOfLogicalId)) is { Length: > 0 } name ? name
        : "Source";

    /// <summary>The event of a SAM function (AWS SAM Developer Guide, <c>EventSource</c>).</summary>
    /// <param name="source">The source.</param>
    /// <param name="settings">Settings of its mapping: paths from its properties, and values.</param>
    public static TemplateValue Event(ResolvedSource source, IEnumerable<KeyValuePair<SettingPath, TemplateValue>> settings)
    {
        (string type, TemplateValue properties) = source.Type switch
        {
            DestinationTargetType.Sqs => (MappingFacts.Queue, OfMapping(source, settings, ("Queue", source.Value))),
            DestinationTargetType.Sns => ("SNS", TemplateValue.Map(("Topic", source.Value))),
            _ => ("EventBridgeRule", TemplateValue.Map([.. Bus(source), new("Pattern", PatternOf(source))])),
        };
        return TemplateValue.Map(("Type", TemplateValue.String(type)), ("Properties", properties));
    }

    /// <summary>The resources that do the same in plain CloudFormation, the one ahead that names the source.</summary>
    /// <param name="source">The source.</param>
    /// <param name="function">The ARN of the function, or of its alias.</param>
    /// <param name="id">The names of the function and of the event.</param>
    /// <param name="settings">Settings of its mapping: paths from its properties, and values.</param>
    public static IReadOnlyList<SourceResource> Resources(
        ResolvedSource source, TemplateValue function, string id, IEnumerable<KeyValuePair<SettingPath, TemplateValue>> settings) => source.Type switch
        {
            DestinationTargetType.Sqs =>
            [
                new("Mapping", ResourceTypes.EventSourceMapping, OfMapping(source, settings, ("FunctionName", function), (EventSourceFacts.MappingSource, source.Value))),
        ],
            DestinationTargetType.Sns =>
            [
                new("Subscription", ResourceTypes.Subscription, TemplateValue.Map(("TopicArn", source.Value), ("Protocol", TemplateValue.String("lambda")), ("Endpoint", function))),
            new("Permission", ResourceTypes.Permission, ServiceGrants.Invoke(function, "sns.amazonaws.com", "SourceArn", source.Value)),
        ],
            _ =>
            [
                new("Rule", ResourceTypes.Rule, TemplateValue.Map(
            [
                .. Bus(source),
                new("EventPattern", PatternOf(source)),
                new("Targets", TemplateValue.List(TemplateValue.Map(("Id", TemplateValue.String("Consumer")), ("Arn", function)))),
            ])),
            new("Permission", ResourceTypes.Permission, EventRuleText.Permission(function, id + "Rule")),
        ],
        };

    /// <summary>
    /// The ARN by which an event invokes a function: of the version or alias that the attributes name, of its only alias, else of the function itself.
    /// </summary>
    /// <param name="template">The template.</param>
    /// <param name="function">The function.</param>
    /// <param name="qualifier">From <c>[AsyncInvocation]</c>; <see langword="null"/> when it names none.</param>
    public static TemplateValue Invoked(TemplateModel template, TemplateResource function, string? qualifier)
    {
        if (function.Type == ResourceTypes.ServerlessFunction && template.FunctionProperty(function, "AutoPublishAlias") is not null)
        {
            return TemplateValue.Ref(function.LogicalId + ".Alias");
        }

        return SourceConditions.AliasOf(template, function, qualifier) is { } only ? TemplateValue.Ref(only.LogicalId)
            : qualifier is null ? function.ArnValue
            : TemplateValue.Sub($"${{{function.LogicalId}.Arn}}:{qualifier}");
    }

    /// <summary>What a mapping must say of its batches: one record for a function that takes one, else to read which messages failed.</summary>
    private static (string Name, TemplateValue Value) Batch(ResolvedSource source) =>
        source.TakesOne ? (MappingFacts.BatchSize, TemplateValue.Number(1)) : (MappingFacts.ResponseTypes, MappingSetting.ReportFailures);

    private static TemplateValue OfMapping(ResolvedSource source, IEnumerable<KeyValuePair<SettingPath, TemplateValue>> settings, params (string Name, TemplateValue Value)[] names)
    {
        SettingTree tree = new();
        foreach ((string name, TemplateValue value) in names.Append(Batch(source)))
        {
            tree.Set(SettingPath.Of(name), value);
        }

        foreach (KeyValuePair<SettingPath, TemplateValue> setting in settings)
        {
            tree.Set(setting.Key, setting.Value);
        }

        return tree.ToValue();
    }

    private static TemplateValue PatternOf(ResolvedSource source) => RecordPattern.Of(source.Model, source.Producer!.LogicalId);

    /// <summary>The bus of a rule, by its name or ARN; none for the default bus.</summary>
    private static KeyValuePair<string, TemplateValue>[] Bus(ResolvedSource source) =>
        source.Id == FlowGraph.DefaultBus ? [] : [new("EventBusName", source.Target is { } bus ? TemplateValue.Ref(bus.LogicalId) : source.Value)];
}
