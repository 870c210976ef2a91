using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Patterns;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Binding;

/// <summary>The event patterns by which a rule takes what one function sends to a bus.</summary>
internal static class RecordPattern
{
    /// <summary>The ARN of a function in a pattern. The colon behind it keeps out functions whose names only begin alike.</summary>
    /// <param name="function">The function's logical id.</param>
    /// <param name="qualifier">The only version or alias; <see langword="null"/> for all.</param>
    public static TemplateValue ArnOf(string function, string? qualifier) => qualifier is null
        ? TemplateValue.Map(("prefix", TemplateValue.Sub($"${{{function}.Arn}}:")))
        : TemplateValue.Sub($"${{{function}.Arn}}:{qualifier}");

    /// <summary>The same of a function whose ARN is at hand.</summary>
    /// <param name="arn">The unqualified ARN of the function.</param>
    /// <param name="qualifier">The only version or alias; <see langword="null"/> for all.</param>
    public static TemplateValue ArnIn(string arn, string? qualifier) => qualifier is null
        ? TemplateValue.Map(("prefix", TemplateValue.String(arn + ":")))
        : TemplateValue.String($"{arn}:{qualifier}");

    /// <summary>The ARN of a function as records have it: with the version or alias.</summary>
    /// <param name="interpreter">Evaluates the template.</param>
    /// <param name="function">The function.</param>
    /// <param name="qualifier">The version or alias; <see langword="null"/> when it is not known.</param>
    public static SymbolicText QualifiedArn(Interpreter interpreter, TemplateResource function, string? qualifier) => SymbolicText.Concat(
        interpreter.Text(function.ArnValue),
        SymbolicText.Of(":"),
        qualifier is { } name && name.IndexOf("${", StringComparison.Ordinal) < 0
            ? SymbolicText.Of(name)
            : SymbolicText.Of(new Placeholder("qualifier", PlaceholderShape.NotEmpty)));

    /// <summary>What a source brings, as far as it is known: an event, or one for each status.</summary>
    /// <param name="source">A source of which events are filtered.</param>
    /// <param name="interpreter">Evaluates the template.</param>
    public static IEnumerable<SampleValue> EventsOf(ResolvedSource source, Interpreter interpreter)
    {
        TemplateValue pattern = Of(source.Model, source.Producer!.LogicalId);
        SampleValue function = SampleValue.Of(QualifiedArn(interpreter, source.Producer, source.Model.Producer.Qualifier));
        SampleValue Event(SampleValue resources, SampleValue detail) => SampleValue.Map(
            true,
            ("source", SampleValue.Of(pattern["source"]!.Items[0].Text!)),
            ("detail-type", SampleValue.Of(pattern["detail-type"]!.Items[0].Text!)),
            ("resources", resources),
            ("detail", detail));
        return pattern["detail"]?["status"] is { } statuses
            ? statuses.Items.Select(x => Event(SampleValue.List(), SampleValue.Map(true, ("functionArn", function), ("status", SampleValue.Of(x.Text!)))))
            : [Event(SampleValue.List(SampleValue.Of(interpreter.Text(source.Value)), function), SampleValue.Open)];
    }

    /// <summary>
    /// The pattern of a source: the records have the bus and the qualified function as <c>resources</c> (AWS Lambda Developer Guide, "Capturing records of
    /// Lambda asynchronous invocations"), status changes the function in <c>detail</c>.
    /// </summary>
    /// <param name="source">Whose records.</param>
    /// <param name="function">The logical id of the producer's function.</param>
    public static TemplateValue Of(SourceModel source, string function) => Of(source, ArnOf(function, source.Producer.Qualifier));

    /// <inheritdoc cref="Of(SourceModel, string)"/>
    /// <param name="source">Whose records.</param>
    /// <param name="arn">What the ARN of the producer's function must be.</param>
    public static TemplateValue Of(SourceModel source, TemplateValue arn)
    {
        HandlerModel producer = source.Producer;
        if (source.Record == SentRecord.StatusChange)
        {
            DurableStatuses declared = producer.Destinations.Where(source.MayGet)
                .Aggregate(DurableStatuses.None, static (all, x) => all | DurableFacts.Of(x.Outcome, x.Statuses));
            return DurableFacts.Pattern(declared == DurableStatuses.None ? DurableFacts.Failures | DurableStatuses.Succeeded : declared, arn);
        }

        DestinationOutcome outcome = source.Record == SentRecord.Success ? DestinationOutcome.Success : DestinationOutcome.Failure;
        return TemplateValue.Map(
            ("source", TemplateValue.List(TemplateValue.String(RecordFacts.Source))),
            ("detail-type", TemplateValue.List(TemplateValue.String(RecordFacts.DetailType(outcome)))),
            ("resources", TemplateValue.List(arn)));
    }
}
