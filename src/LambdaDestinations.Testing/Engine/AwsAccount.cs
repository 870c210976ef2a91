using System;
using LambdaDestinations.Templates.Aws;

namespace LambdaDestinations.Testing.Engine;

/// <summary>The account and the region of every resource.</summary>
/// <param name="Id">Twelve digits.</param>
/// <param name="Region">Such as <c>us-east-1</c>.</param>
internal sealed record AwsAccount(string Id, string Region)
{
    /// <summary>The ARN of a resource of the account in the region.</summary>
    /// <param name="service">Such as <c>sqs</c>.</param>
    /// <param name="resource">What follows the account: the name, with whatever the service puts before it.</param>
    internal string Arn(string service, string resource) => $"arn:{Partition}:{service}:{Region}:{Id}:{resource}";

    /// <summary>The ARN of a resource of that name; of one of another account, region or partition the name is the ARN.</summary>
    /// <param name="service">Such as <c>sqs</c>.</param>
    /// <param name="prefix">What stands before the name.</param>
    /// <param name="name">The name, or an ARN.</param>
    internal string ArnOf(string service, string prefix, string name) => IsArn(name) ? name : Arn(service, prefix + name);

    /// <summary>The ARN of a bucket, in which neither account nor region stands.</summary>
    internal string ArnOfBucket(string name) => IsArn(name) ? name : $"arn:{Partition}:s3:::{name}";

    /// <summary>The partition of the region: <c>aws</c>, <c>aws-cn</c>, ….</summary>
    internal string Partition => AwsPartitions.OfRegion(Region);

    /// <summary>Whether an ARN is one of another account, region or partition; false for what is not an ARN.</summary>
    internal bool IsElsewhere(string arn) =>
        IsArn(arn) && arn.Split(':', 6) is [_, var partition, _, var region, var account, _]
        && (partition != Partition || (region.Length > 0 && region != Region) || (account.Length > 0 && account != Id));

    /// <summary>The name in an ARN of the account; anything else as it is.</summary>
    internal string NameIn(string text) => !IsArn(text) || IsElsewhere(text) || text.Split(':', 6) is not [_, _, var service, _, _, var resource] ? text : service switch
    {
        // table/NAME/stream/LABEL
        "dynamodb" when resource.Split('/') is [_, var table, ..] => table,
        _ => resource[(resource.LastIndexOfAny([':', '/']) + 1)..],
    };

    private static bool IsArn(string text) => text.StartsWith("arn:", StringComparison.Ordinal);
}
