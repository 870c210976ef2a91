using LambdaDestinations.Templates.Model;

namespace LambdaDestinations.Templates.Iam;

/// <summary>The resource types that grant, besides roles and policies.</summary>
internal static class IamTypes
{
    /// <summary>A policy that stands by itself; <c>Ref</c> is its ARN.</summary>
    public const string ManagedPolicy = "AWS::IAM::ManagedPolicy";

    /// <summary>An inline policy of one role, as a resource of its own.</summary>
    public const string RolePolicy = "AWS::IAM::RolePolicy";

    /// <summary>A customer's key; <c>Ref</c> is its id.</summary>
    public const string Key = "AWS::KMS::Key";

    /// <summary>A replica of a customer's key.</summary>
    public const string ReplicaKey = "AWS::KMS::ReplicaKey";

    /// <summary>A name of a key; <c>Ref</c> is the name.</summary>
    public const string KeyAlias = "AWS::KMS::Alias";

    /// <summary>A SAM connector.</summary>
    public const string Connector = "AWS::Serverless::Connector";

    /// <summary>Whether a resource is a policy that is made beside its role.</summary>
    public static bool IsPolicy(TemplateResource resource) => resource.Type is ResourceTypes.Policy or ManagedPolicy or RolePolicy;
}
