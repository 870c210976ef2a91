namespace LambdaDestinations.Templates.Values;

/// <summary>How a text ends.</summary>
internal enum TextEnding
{
    /// <summary>In something that may be like another ending.</summary>
    Open,

    /// <summary>In a name that AWS makes: two of them differ.</summary>
    Placeholder,

    /// <summary>In characters, from the last colon on.</summary>
    Literal,
}
