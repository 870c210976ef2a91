using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Updating;

/// <summary>A function that gets a mapping of a created queue from the build.</summary>
/// <param name="Function">The function.</param>
/// <param name="Window">How many seconds the mapping gathers a batch.</param>
internal readonly record struct QueueReader(TemplateResource Function, long Window);

/// <summary>The queue, topic or bucket that is created for a destination without a target.</summary>
/// <param name="Rest">Its body without the type.</param>
/// <param name="Former">The same as an earlier version wrote it; <see langword="null"/> when there is no difference.</param>
/// <param name="LeastVisibility">The least visibility timeout that its consumers' mappings admit; <see langword="null"/> for no queue.</param>
internal sealed record CreatedTarget(IReadOnlyList<KeyValuePair<string, TemplateValue>> Rest, IReadOnlyList<KeyValuePair<string, TemplateValue>>? Former, long? LeastVisibility)
{
    private const string Properties = "Properties";
    private const string VisibilityTimeout = "VisibilityTimeout";

    /// <summary>What is created.</summary>
    /// <param name="template">The template, whose mappings may read from it already.</param>
    /// <param name="id">Its logical id.</param>
    /// <param name="destination">The destination.</param>
    /// <param name="readers">The functions that get a mapping of it from the build.</param>
    public static CreatedTarget Of(TemplateModel template, string id, DestinationModel destination, IEnumerable<QueueReader> readers) => destination.TargetType switch
    {
        // The name of a deleted bucket can be taken by another account, which would then receive the records.
        DestinationTargetType.S3 => new([new("DeletionPolicy", TemplateValue.String("Retain")), new("UpdateReplacePolicy", TemplateValue.String("Retain"))], null, null),
        DestinationTargetType.Sqs => Queue([.. QueueConsumer.Of(template, id), .. readers.Select(x => QueueConsumer.Of(template, x.Function, x.Window)).OfType<QueueConsumer>()], destination.Outcome),
        _ => new([], null, null),
    };

    /// <summary>
    /// A queue. One for failures keeps its messages as long as it can, since somebody must look at them; one with a consumer hides a message as long as AWS
    /// advises.
    /// </summary>
    private static CreatedTarget Queue(IReadOnlyList<QueueConsumer> consumers, DestinationOutcome outcome)
    {
        List<KeyValuePair<string, TemplateValue>> properties = [];
        if (outcome == DestinationOutcome.Failure)
        {
            properties.Add(new("MessageRetentionPeriod", TemplateValue.Number(Limits.MaximumRetention)));
        }

        if (consumers.Count > 0)
        {
            properties.Add(new(VisibilityTimeout, TemplateValue.Number(Math.Min(consumers.Max(static x => x.AdvisedVisibility), Limits.MaximumVisibilityTimeout))));
        }

        return new(
            properties.Count == 0 ? [] : [new(Properties, TemplateValue.Map(properties))],
            properties.Count == 0 ? null : [],
            consumers.Select(static x => x.Timeout).DefaultIfEmpty(0).Max());
    }

    /// <summary>The visibility timeout that the body of a queue says; what it has without one, and -1 when it is not a number.</summary>
    public static long Visibility(TemplateValue body) =>
        body[Properties]?[VisibilityTimeout] is not { } written ? Limits.DefaultVisibilityTimeout
        : long.TryParse(written.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seconds) ? seconds
        : -1;

    /// <summary>The body of a queue without its visibility timeout.</summary>
    public static TemplateValue WithoutVisibility(TemplateValue body) =>
        TemplateValue.Map(body.Entries
            .Select(static x => x.Key == Properties ? new(x.Key, TemplateValue.Map(x.Value.Entries.Where(static y => y.Key != VisibilityTimeout))) : x)
            .Where(static x => x.Key != Properties || x.Value.Entries.Count > 0));
}
