namespace LambdaDestinations.Templates.Values;

/// <summary>What keeps a value from being known.</summary>
internal enum OpenCause
{
    /// <summary>A deployment gives it.</summary>
    Deployment,

    /// <summary>CloudFormation refuses what is written.</summary>
    Invalid,

    /// <summary>It is larger or deeper than what is worked out here.</summary>
    Limit,
}

/// <summary>Why a value is not known.</summary>
/// <param name="Cause">What keeps it from being known.</param>
/// <param name="Words">The reason in words for people, to stand behind a colon.</param>
internal sealed record OpenReason(OpenCause Cause, string Words)
{
    /// <summary>A deployment gives it.</summary>
    public static OpenReason AtDeployment(string words) => new(OpenCause.Deployment, words);

    /// <summary>CloudFormation refuses it.</summary>
    public static OpenReason Invalid(string words) => new(OpenCause.Invalid, words);

    /// <summary>It is more than is worked out here.</summary>
    public static OpenReason Limit(string words) => new(OpenCause.Limit, words);
}
