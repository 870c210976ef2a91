namespace LambdaDestinations.Testing.Targets;

/// <summary>Who reads a queue.</summary>
internal interface IQueueReader
{
    /// <summary>Something may be visible now.</summary>
    public void Wake();
}
