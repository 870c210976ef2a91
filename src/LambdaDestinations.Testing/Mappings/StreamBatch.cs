using System.Collections.Generic;
using LambdaDestinations.Testing.Streams;

namespace LambdaDestinations.Testing.Mappings;

/// <summary>Records of one shard that a function gets together, until it has succeeded with them or they are discarded.</summary>
internal sealed class StreamBatch(List<StreamRecord> records)
{
    internal List<StreamRecord> Records => records;

    /// <summary>How often the function was given this batch.</summary>
    internal int Attempts { get; set; }

    internal int Throttles { get; set; }

    internal string? RequestId { get; set; }

    internal EsmResponse LastResponse { get; set; } = EsmResponse.Absent;
}
