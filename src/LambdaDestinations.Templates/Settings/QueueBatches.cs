using System.Collections.Generic;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Templates.Settings;

/// <summary>Which batches Lambda takes from a queue (AWS Lambda API Reference, <c>CreateEventSourceMapping</c>; AWS Lambda Developer Guide, "Using Lambda with Amazon SQS").</summary>
internal static class QueueBatches
{
    /// <summary>What is wrong with the batches of a mapping.</summary>
    /// <param name="mapping">Its name.</param>
    /// <param name="size">The batch size; <see langword="null"/> when it is not known.</param>
    /// <param name="window">The batching window in seconds, likewise.</param>
    /// <param name="isFifo">Whether the queue is surely a FIFO queue.</param>
    /// <returns>What is wrong, the setting that is to change, and the nearest number that it may have; <see langword="null"/> when it may have none.</returns>
    public static IEnumerable<(RuleMessage Message, string Setting, int? Nearest)> Check(string mapping, long? size, long? window, bool isFifo)
    {
        bool isLarge = size is > Limits.MaximumBatchWithoutWindow and <= Limits.MaximumBatchSize;
        if (isLarge && isFifo)
        {
            yield return (EventSourceMappingRules.IsTooMuchOfFifo(mapping, size!.Value), MappingFacts.BatchSize, Limits.MaximumBatchWithoutWindow);
        }
        else if (isLarge && window == 0)
        {
            yield return (EventSourceMappingRules.NeedsWindow(mapping, size!.Value), MappingFacts.Window, 1);
        }

        if (isFifo && window > 0)
        {
            yield return (EventSourceMappingRules.FifoHasNoWindow(mapping), MappingFacts.Window, null);
        }
    }
}
