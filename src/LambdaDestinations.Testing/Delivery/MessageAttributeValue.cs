using System;
using System.Collections.Generic;

namespace LambdaDestinations.Testing;

/// <summary>A message attribute of SQS or SNS.</summary>
/// <param name="DataType"><c>String</c> or <c>Number</c>.</param>
/// <param name="Value">The value as text.</param>
public readonly record struct MessageAttributeValue(string DataType, string Value)
{
    internal static readonly IReadOnlyDictionary<string, MessageAttributeValue> None = new Dictionary<string, MessageAttributeValue>(0, StringComparer.Ordinal);
}
