namespace LambdaDestinations.Testing.Engine;

/// <summary>The account and the region of every resource.</summary>
/// <param name="Id">Twelve digits.</param>
/// <param name="Region">Such as <c>us-east-1</c>.</param>
internal sealed record AwsAccount(string Id, string Region)
{
    /// <summary>The ARN of a resource of the account in the region.</summary>
    /// <param name="service">Such as <c>sqs</c>.</param>
    /// <param name="resource">What follows the account: the name, with whatever the service puts before it.</param>
    internal string Arn(string service, string resource) => $"arn:aws:{service}:{Region}:{Id}:{resource}";
}
