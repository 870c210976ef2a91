using LambdaDestinations.Templates.Aws;

namespace LambdaDestinations.Templates.Rules;

/// <summary>What a target turned out to be.</summary>
/// <param name="Type">The kind, where Lambda has it as a destination.</param>
/// <param name="ResourceType">Else the resource's type, where the template has the resource.</param>
/// <param name="Service">Else the service of its ARN.</param>
internal readonly record struct TargetKind(DestinationTargetType? Type, string? ResourceType = null, string? Service = null)
{
    /// <summary>After <c>is</c>.</summary>
    internal string AsPredicate => Type is null && ResourceType is not null ? "of type " + ResourceType : Type is null && Service is null ? "of another kind" : AsObject;

    /// <summary>After <c>to</c>.</summary>
    internal string AsObject =>
        Type is { } type ? AwsTargets.InWords(type)
        : ResourceType is not null ? "a resource of type " + ResourceType
        : Service is not null ? "an ARN of service " + Service : "a target of another kind";
}
