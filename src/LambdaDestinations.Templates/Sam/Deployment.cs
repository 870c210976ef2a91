using System.Collections.Generic;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Sam;

/// <summary>One deployment of a template: what its parameters and the pseudo parameters are.</summary>
/// <param name="Account">Twelve digits.</param>
/// <param name="Region">The region.</param>
/// <param name="StackName">The name of the stack.</param>
/// <param name="Parameters">Values of parameters, by their names; those of <c>AWS::SSM::Parameter::Value</c> types too.</param>
internal sealed record Deployment(string Account, string Region, string StackName, IReadOnlyDictionary<string, string> Parameters)
{
    // What AWS makes up, where a test must be the same every time.
    private const string UniqueId = "00000000-0000-0000-0000-000000000000";

    /// <summary>What the service puts behind a cluster's or broker's name.</summary>
    public const string ArnSuffix = UniqueId + "-1";

    /// <summary>The label of every DynamoDB stream.</summary>
    public const string StreamLabel = "2026-01-01T00:00:00.000";

    /// <summary>The text of a pseudo parameter; <see langword="null"/> for another name.</summary>
    public SymbolicText? Find(string name) => name switch
    {
        "AWS::AccountId" => SymbolicText.Of(Account),
        "AWS::Region" => SymbolicText.Of(Region),
        "AWS::Partition" => SymbolicText.Of(AwsPartitions.OfRegion(Region)),
        "AWS::URLSuffix" => SymbolicText.Of(AwsPartitions.UrlSuffixOf(Region)),
        "AWS::StackName" => SymbolicText.Of(StackName),
        "AWS::StackId" => SymbolicText.Of($"arn:{AwsPartitions.OfRegion(Region)}:cloudformation:{Region}:{Account}:stack/{StackName}/{UniqueId}"),
        _ => null,
    };
}
