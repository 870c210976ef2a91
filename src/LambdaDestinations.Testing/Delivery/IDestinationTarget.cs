using System.Threading;
using System.Threading.Tasks;

namespace LambdaDestinations.Testing;

/// <summary>A resource that receives records. Implement it to send records to a real endpoint.</summary>
public interface IDestinationTarget
{
    /// <summary>The name shown in the timeline.</summary>
    public string Name { get; }

    /// <summary>The resource's ARN.</summary>
    public string Arn { get; }

    /// <summary>The kind of resource, which decides the size limit, and whether an S3 payload or Kafka's record form is written.</summary>
    public DestinationType Type { get; }

    /// <summary>
    /// Delivers one record. A thrown exception is a failed delivery: it is counted (<c>DestinationDeliveryFailures</c> or
    /// <c>DeadLetterErrors</c>) and, as on AWS, not retried.
    /// </summary>
    /// <param name="delivery">The record and its circumstances.</param>
    /// <param name="cancellationToken">Cancelled after the host's wall-clock limit.</param>
    public Task DeliverAsync(DestinationDelivery delivery, CancellationToken cancellationToken);

    /// <summary>The largest body in bytes; null for the limit of the kind of resource.</summary>
    public int? MaximumBodySize => null;
}
