using System.Text.Json.Serialization;

namespace LambdaDestinations;

/// <summary>What a generated reader says of itself to <see cref="DestinationRecords{TSelf, TRequest, TResponse}"/>.</summary>
public interface IPayloadContext
{
    /// <summary>The context that knows the handler's request and response types.</summary>
    public static abstract JsonSerializerContext Context { get; }
}
