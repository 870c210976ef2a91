using System;
using LambdaDestinations.Testing.Engine;

namespace LambdaDestinations.Testing.Streams;

/// <summary>One record of a shard or partition.</summary>
/// <param name="Sequence">The sequence number, or Kafka's offset, as a string: it may exceed 64 bits.</param>
/// <param name="Time">When it arrived, in virtual time.</param>
/// <param name="PartitionKey">Records of one key stay in order.</param>
/// <param name="Size">Bytes that count towards the size of a batch.</param>
/// <param name="Lineage">Which chain of functions put it.</param>
internal abstract record StreamRecord(string Sequence, DateTimeOffset Time, string PartitionKey, int Size, Lineage? Lineage);
