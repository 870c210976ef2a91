namespace LambdaDestinations.Testing.Streams;

/// <summary>Who reads the shards of a source.</summary>
internal interface IStreamReader
{
    /// <summary>A record has arrived.</summary>
    public void Wake(StreamShard shard);

    /// <summary>The place of the first record of a shard that has not been read yet.</summary>
    public int Position(StreamShard shard);
}
