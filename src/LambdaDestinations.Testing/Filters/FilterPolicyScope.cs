namespace LambdaDestinations.Testing;

/// <summary>What a filter policy of a subscription looks at.</summary>
public enum FilterPolicyScope
{
    /// <summary>The message attributes, as AWS does by default. Records of AWS Lambda have none.</summary>
    MessageAttributes,

    /// <summary>The message, which must be a JSON object.</summary>
    MessageBody,
}
