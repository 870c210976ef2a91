namespace LambdaDestinations.Templates.Rules;

/// <summary>What SAM's translator does with a setting that a function computes.</summary>
internal enum SamReaction
{
    /// <summary>Leaves it out.</summary>
    Drops,

    /// <summary>Refuses the template.</summary>
    Refuses,

    /// <summary>Passes <c>Type</c> on to CloudFormation, which refuses it.</summary>
    PassesTypeOn,
}
