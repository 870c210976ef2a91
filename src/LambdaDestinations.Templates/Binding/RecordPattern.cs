using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

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
