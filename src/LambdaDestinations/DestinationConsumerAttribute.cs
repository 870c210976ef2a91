using System;

namespace LambdaDestinations;

/// <summary>
/// Marks a method that takes the records of another handler. The generator emits a <c>Stream → Task&lt;Stream&gt;</c> Lambda
/// entry point that unwraps the envelope and calls the method once per record.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class DestinationConsumerAttribute : Attribute
{
    /// <summary>Names the handler whose records arrive here.</summary>
    /// <param name="producer">The class that declares the producing handler.</param>
    /// <param name="methodName">The producing handler: <c>nameof(Producer.Method)</c>.</param>
    public DestinationConsumerAttribute(Type producer, string methodName)
    {
        Producer = producer;
        MethodName = methodName;
    }

    /// <summary>The class that declares the producing handler.</summary>
    public Type Producer { get; }

    /// <summary>The name of the producing handler.</summary>
    public string MethodName { get; }

    /// <summary>
    /// How many records of a batch may be consumed at once, at least 1, which is the default. Messages of one group of a FIFO queue, and of one Kafka partition, follow
    /// each other all the same. The method's class must bear it: one instance may serve several records at a time.
    /// </summary>
    public int MaximumConcurrency { get; set; } = 1;

    /// <summary>
    /// Where the records come from: <c>@LogicalId</c> of a queue, topic, event bus or bucket of the template, or its ARN. The build then writes the event of the consumer's
    /// function, unless the function has one of that source already.
    /// </summary>
    public string? From { get; set; }

    /// <summary>Whether the build writes the event for the destinations that the producing handler declares, unless the function has one of that source already.</summary>
    public bool Wire { get; set; }
}
