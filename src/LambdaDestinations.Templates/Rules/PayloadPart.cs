namespace LambdaDestinations.Templates.Rules;

/// <summary>A half of a record that its consumer reads.</summary>
internal enum PayloadPart
{
    /// <summary>The event.</summary>
    Request,

    /// <summary>The response.</summary>
    Response,
}
