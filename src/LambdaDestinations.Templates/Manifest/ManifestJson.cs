using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Manifest;

/// <summary>The JSON of <c>[DestinationManifest]</c>. Members without a value are left out; enums are their names.</summary>
internal static class ManifestJson
{
    private const string Alarms = "alarms";

    /// <summary>Writes a manifest on one line; the same manifest gives the same text.</summary>
    public static string Write(DestinationManifest manifest) =>
        TemplateWriter.ToJson(Object(
        [
            ("handlers", TemplateValue.List([.. manifest.Handlers.Select(Write)])),
            (Alarms, manifest.Alarms is { } alarms ? Write(alarms) : null),
        ]));

    /// <summary>Writes the part of a manifest that has the alarms, on one line.</summary>
    public static string WriteAlarms(AlarmsModel alarms) => TemplateWriter.ToJson(Object([(Alarms, Write(alarms))]));

    /// <summary>Writes one handler on one line: what the generator gives to the manifest's attribute.</summary>
    public static string WriteHandler(HandlerModel handler) => TemplateWriter.ToJson(Write(handler));

    /// <summary>The manifest of which these are the handlers.</summary>
    /// <param name="handlers">Each handler as a JSON object.</param>
    public static string Join(IEnumerable<string> handlers) => $"{{\"handlers\":[{string.Join(",", handlers)}]}}";

    /// <summary>Reads the parts of a manifest. Which file of the generator has a handler decides a hash, so they are brought into their order.</summary>
    /// <exception cref="FormatException">A text is not a manifest of this library.</exception>
    public static DestinationManifest Parse(IEnumerable<string> parts)
    {
        DestinationManifest[] all = [.. parts.Select(Parse)];
        return new(
            new EquatableArray<HandlerModel>(all.SelectMany(static x => x.Handlers)
                .OrderBy(static x => $"{x.Function.TypeName}\0{x.Function.MethodName}", StringComparer.Ordinal)),
            all.Select(static x => x.Alarms).FirstOrDefault(static x => x is not null));
    }

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="FormatException">The text is not a manifest of this library.</exception>
    public static DestinationManifest Parse(string json)
    {
        TemplateDocument document = TemplateParser.Parse(json, TemplateFormat.Json);
        if (document.Errors.Count > 0 || document.Root is not MappingNode root)
        {
            throw new FormatException("The destination manifest is no JSON object.");
        }

        return new DestinationManifest(
            new EquatableArray<HandlerModel>(Items(root, "handlers").Select(ReadHandler)),
            root[Alarms] is MappingNode alarms ? ReadAlarms(alarms) : null);
    }

    private static TemplateValue Write(AlarmsModel alarms) => Object(
    [
        ("topics", TemplateValue.List([.. alarms.Topics.Select(TemplateValue.String)])),
        ("failures", Number(alarms.Failures)),
        ("messages", Number(alarms.Messages)),
        ("messageAgeInSeconds", Number(alarms.MessageAgeInSeconds)),
        ("periodInSeconds", Number(alarms.PeriodInSeconds)),
    ]);

    private static AlarmsModel ReadAlarms(MappingNode node) => new(
        new EquatableArray<string>(Texts(node, "topics")),
        Number(node, "failures"),
        Number(node, "messages"),
        Number(node, "messageAgeInSeconds"),
        Number(node, "periodInSeconds"));

    private static TemplateValue Write(HandlerModel handler) => Object(
    [
        .. Members(handler),
        ("sources", handler.Sources.Count == 0 ? null : TemplateValue.List([.. handler.Sources.Select(Write)])),
    ]);

    private static TemplateValue Write(SourceModel source) => Object(
    [
        ("producer", Object(Members(source.Producer))),
        ("record", String(source.Record.ToString())),
        ("from", String(source.From)),
    ]);

    /// <summary>What a handler says, without its sources.</summary>
    private static (string Key, TemplateValue? Value)[] Members(HandlerModel handler) =>
    [
        ("function", Write(handler.Function)),
        ("request", String(handler.RequestType)),
        ("response", String(handler.ResponseType)),
        ("destinations", TemplateValue.List([.. handler.Destinations.Select(Write)])),
        ("maximumRetryAttempts", Number(handler.MaximumRetryAttempts)),
        ("maximumEventAgeInSeconds", Number(handler.MaximumEventAgeInSeconds)),
        ("qualifier", String(handler.Qualifier)),
        ("triggers", handler.Triggers.Count == 0 ? null : TemplateValue.List([.. handler.Triggers.Select(static x => Object([("name", String(x.Name)), ("kind", String(x.Kind.ToString()))]))])),
        ("durable", handler.IsDurable ? TemplateValue.Boolean(true) : null),
        ("delivery", handler.Delivery is { } delivery ? Write(delivery) : null),
        ("deadLetter", String(handler.DeadLetter)),
        ("mappings", handler.Mappings.Count == 0 ? null : TemplateValue.List([.. handler.Mappings.Select(Write)])),
    ];

    private static TemplateValue Write(MappingModel mapping) => Object(
    [
        ("eventSource", String(mapping.EventSource)),
        .. mapping.Settings.Select(static x => (x.Name, (TemplateValue?)(x.Facts.Kind switch
        {
            MappingValueKind.Patterns => TemplateValue.List([.. x.Patterns.Select(TemplateValue.String)]),
            MappingValueKind.Flag => TemplateValue.Boolean(x.Number != 0),
            _ => TemplateValue.Number(x.Number),
        }))),
    ]);

    private static TemplateValue Write(DeliveryModel delivery) => Object(
    [
        ("maximumRetryAttempts", Number(delivery.MaximumRetryAttempts)),
        ("maximumEventAgeInSeconds", Number(delivery.MaximumEventAgeInSeconds)),
        ("deadLetterQueue", String(delivery.DeadLetterQueue)),
    ]);

    private static TemplateValue Write(FunctionReference function) => Object(
    [
        ("assembly", String(function.AssemblyName)),
        ("type", String(function.TypeName)),
        ("method", String(function.MethodName)),
        ("logicalId", String(function.LogicalId)),
        ("annotationsLogicalId", String(function.AnnotationsLogicalId)),
        ("annotationsHandler", String(function.AnnotationsHandler)),
        ("aspNetAction", function.IsAspNetAction ? TemplateValue.Boolean(true) : null),
        ("entryPoint", String(function.EntryPoint)),
        ("classEntryPoint", String(function.ClassEntryPoint)),
    ]);

    private static TemplateValue Write(DestinationModel destination) => Object(
    [
        ("outcome", String(destination.Outcome.ToString())),
        ("targetType", String(destination.TargetType.ToString())),
        ("target", String(destination.Target)),
        ("targetFunction", destination.TargetFunction is { } function ? Write(function) : null),
        ("eventSource", String(destination.EventSource)),
        ("maximumRetryAttempts", Number(destination.MaximumRetryAttempts)),
        ("maximumRecordAgeInSeconds", Number(destination.MaximumRecordAgeInSeconds)),
        ("bisectBatchOnFunctionError", destination.BisectBatchOnFunctionError is { } bisect ? TemplateValue.Boolean(bisect) : null),
        ("statuses", destination.Statuses is { } statuses ? TemplateValue.Number((int)statuses) : null),
    ]);

    private static TemplateValue Object((string Key, TemplateValue? Value)[] members) =>
        TemplateValue.Map(members.Where(static x => x.Value is not null).Select(static x => new KeyValuePair<string, TemplateValue>(x.Key, x.Value!)));

    private static TemplateValue? String(string? text) => text is null ? null : TemplateValue.String(text);

    private static TemplateValue? Number(int? number) => number is { } value ? TemplateValue.Number(value) : null;

    private static HandlerModel ReadHandler(MappingNode node) =>
        ReadMembers(node) with { Sources = new EquatableArray<SourceModel>(Items(node, "sources").Select(ReadSource)) };

    private static SourceModel ReadSource(MappingNode node) =>
        new(ReadMembers(Required<MappingNode>(node, "producer")), Enum<SentRecord>(node, "record"), Text(node, "from"));

    private static HandlerModel ReadMembers(MappingNode node) => new(
        ReadFunction(Required<MappingNode>(node, "function")),
        Text(node, "request"),
        Text(node, "response"),
        new EquatableArray<DestinationModel>(Items(node, "destinations").Select(ReadDestination)),
        Number(node, "maximumRetryAttempts"),
        Number(node, "maximumEventAgeInSeconds"),
        Text(node, "qualifier"),
        new EquatableArray<TriggerModel>(Items(node, "triggers").Select(static x => new TriggerModel(RequiredText(x, "name"), Enum<InvocationKind>(x, "kind")))),
        Text(node, "durable") == "true",
        node["delivery"] is MappingNode delivery ? new DeliveryModel(Number(delivery, "maximumRetryAttempts"), Number(delivery, "maximumEventAgeInSeconds"), Text(delivery, "deadLetterQueue")) : null,
        DeadLetter: Text(node, "deadLetter"),
        Mappings: new EquatableArray<MappingModel>(Items(node, "mappings").Select(ReadMapping)));

    private static MappingModel ReadMapping(MappingNode node) => new(
        Text(node, "eventSource"),
        new EquatableArray<MappingSetting>(MappingFacts.All.Where(x => node[x.Name] is not null).Select(x => x.Kind switch
        {
            MappingValueKind.Patterns => new MappingSetting(x.Name, 0, new(Texts(node, x.Name))),
            MappingValueKind.Flag => new MappingSetting(x.Name, Text(node, x.Name) == "true" ? 1 : 0),
            _ => new MappingSetting(x.Name, Number(node, x.Name) ?? throw Wrong(x.Name)),
        })));

    private static FunctionReference ReadFunction(MappingNode node) => new(
        RequiredText(node, "assembly"),
        RequiredText(node, "type"),
        RequiredText(node, "method"),
        Text(node, "logicalId"),
        Text(node, "annotationsLogicalId"),
        Text(node, "annotationsHandler"),
        Text(node, "aspNetAction") == "true",
        Text(node, "entryPoint"),
        Text(node, "classEntryPoint"));

    private static DestinationModel ReadDestination(MappingNode node) => new(
        Enum<DestinationOutcome>(node, "outcome"),
        Enum<DestinationTargetType>(node, "targetType"),
        Text(node, "target"),
        node["targetFunction"] is MappingNode function ? ReadFunction(function) : null,
        Text(node, "eventSource"),
        Number(node, "maximumRetryAttempts"),
        Number(node, "maximumRecordAgeInSeconds"),
        Text(node, "bisectBatchOnFunctionError") is { } bisect ? bisect == "true" : null,
        (DurableStatuses?)Number(node, "statuses"));

    private static IEnumerable<MappingNode> Items(MappingNode node, string name) => node[name] switch
    {
        null => [],
        SequenceNode list when list.Items.All(static x => x is MappingNode) => list.Items.Cast<MappingNode>(),
        _ => throw Wrong(name),
    };

    private static IEnumerable<string> Texts(MappingNode node, string name) =>
        Required<SequenceNode>(node, name).Items.Select(x => (x as ScalarNode)?.Value ?? throw Wrong(name));

    private static T Required<T>(MappingNode node, string name)
        where T : TemplateNode => node[name] as T ?? throw Wrong(name);

    private static string? Text(MappingNode node, string name) => (node[name] as ScalarNode)?.Value;

    private static string RequiredText(MappingNode node, string name) => Text(node, name) ?? throw Wrong(name);

    private static int? Number(MappingNode node, string name) => Text(node, name) switch
    {
        null => null,
        { } text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) => number,
        _ => throw Wrong(name),
    };

    private static T Enum<T>(MappingNode node, string name)
        where T : struct, Enum =>
        System.Enum.TryParse(RequiredText(node, name), ignoreCase: false, out T value) && System.Enum.IsDefined(typeof(T), value) ? value : throw Wrong(name);

    private static FormatException Wrong(string name) => new($"The destination manifest's member '{name}' is missing or has another type.");
}
