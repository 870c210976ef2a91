namespace LambdaDestinations.Templates.Rules;

/// <summary>Why a text is not a handler string of .NET.</summary>
internal enum HandlerStringFault
{
    /// <summary>It is empty or has white space.</summary>
    Blank,

    /// <summary>A part is empty, or a colon is single.</summary>
    EmptyPart,

    /// <summary>It has two parts.</summary>
    TwoParts,

    /// <summary>It has more than three parts.</summary>
    MoreParts,

    /// <summary>Its last part is not a name of a method.</summary>
    NoMethodName,
}
