namespace LambdaDestinations.Templates.Rules;

/// <summary>What may make a function that a template does not show.</summary>
internal enum HidingPlace
{
    /// <summary><c>Fn::ForEach</c>.</summary>
    Loop,

    /// <summary><c>AWS::Include</c>.</summary>
    Include,

    /// <summary>Any other transform.</summary>
    Macro,
}
