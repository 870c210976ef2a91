namespace LambdaDestinations.Templates.Rules;

/// <summary>What becomes of a key that has no meaning where it stands.</summary>
internal enum KeyReaction
{
    /// <summary>SAM drops it without a word.</summary>
    DroppedBySam,

    /// <summary>SAM refuses the template.</summary>
    RefusedBySam,

    /// <summary>CloudFormation refuses the template.</summary>
    RefusedByCloudFormation,
}
