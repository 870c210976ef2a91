namespace LambdaDestinations.Testing.Asynchronous;

/// <summary>An event that has neither succeeded nor failed for good.</summary>
internal interface IOpenEvent
{
    public PendingEvent Describe();
}
