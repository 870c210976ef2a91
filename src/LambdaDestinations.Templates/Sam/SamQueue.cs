using LambdaDestinations.Templates.Aws;

namespace LambdaDestinations.Templates.Sam;

/// <summary>A queue or topic that SAM makes for an asynchronous destination without a target.</summary>
/// <param name="Function">The logical id of the function after which it is named.</param>
/// <param name="Outcome">The outcome whose records it gets.</param>
/// <param name="IsTopic">Whether it is a topic.</param>
internal sealed record SamQueue(string Function, DestinationOutcome Outcome, bool IsTopic)
{
    /// <summary>Its logical id.</summary>
    public string Id => SamNames.Destination(Function, Outcome, IsTopic);
}
