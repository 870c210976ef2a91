namespace LambdaDestinations.Testing.Targets;

/// <summary>What a captured message says of where it was captured, for a failed assertion.</summary>
internal interface IMessageHolder
{
    /// <summary>Such as <c>Queue 'failed'</c>.</summary>
    public string Describe();

    /// <summary>An assertion failure that shows the run.</summary>
    public LambdaTestAssertionException Failure(string message);
}
