using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Templates.Manifest;

/// <summary>Whose records a consumer takes, where its attribute asks the build to connect its function with them.</summary>
/// <param name="Producer">The handler that sends them, without sources of its own.</param>
/// <param name="Record">Which of its records the consumer takes.</param>
/// <param name="From"><c>@LogicalId</c> or a literal ARN of what holds them; <see langword="null"/> for the producer's destinations.</param>
internal sealed record SourceModel(HandlerModel Producer, SentRecord Record, string? From)
{
    /// <summary>
    /// Whether a destination of the producer sends such records, as far as attributes tell: which invocations a failure belongs to, the template says.
    /// </summary>
    /// <param name="destination">The destination.</param>
    public bool MayGet(DestinationModel destination) => Record switch
    {
        SentRecord.Success => destination is { Outcome: DestinationOutcome.Success, EventSource: null },
        SentRecord.Failure => destination is { Outcome: DestinationOutcome.Failure, EventSource: null },
        SentRecord.MappingFailure => destination.Outcome == DestinationOutcome.Failure,
        SentRecord.StatusChange => destination.EventSource is null,
        _ => false,
    };

    /// <summary>Whether a destination of the producer sends such records, once it is known which invocations it belongs to.</summary>
    /// <param name="destination">The destination.</param>
    /// <param name="isDurable">Whether it gets status changes of durable executions.</param>
    /// <param name="isOfMapping">Whether it gets the failed batches of an event source mapping.</param>
    public bool Gets(DestinationModel destination, bool isDurable, bool isOfMapping) => Record switch
    {
        SentRecord.StatusChange => isDurable,
        SentRecord.Success => !isDurable && destination.Outcome == DestinationOutcome.Success,
        SentRecord.Failure => !isDurable && !isOfMapping && destination.Outcome == DestinationOutcome.Failure,
        SentRecord.MappingFailure => isOfMapping,
        _ => false,
    };
}
