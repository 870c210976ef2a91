namespace LambdaDestinations.Build;

/// <summary>How a run of <see cref="UpdateJob"/> ended.</summary>
internal enum UpdateOutcome
{
    /// <summary>There is no template.</summary>
    Missing,

    /// <summary>The template is not UTF-8.</summary>
    NotUtf8,

    /// <summary>A finding with the severity of an error keeps the template as it is; a syntax error is one.</summary>
    Refused,

    /// <summary>The template matches the attributes.</summary>
    UpToDate,

    /// <summary>The template does not match the attributes, and the mode leaves it alone.</summary>
    OutOfDate,

    /// <summary>The template was written.</summary>
    Updated,

    /// <summary>Something else wrote the template during each attempt.</summary>
    LostRace,

    /// <summary>A file could not be read or written.</summary>
    Failed,
}
