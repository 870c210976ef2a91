using System;

namespace LambdaDestinations.Templates.Aws;

/// <summary>The partitions of AWS (AWS General Reference, "Amazon Resource Names"; botocore, <c>partitions.json</c>).</summary>
internal static class AwsPartitions
{
    private static readonly (string Prefix, string Partition, string UrlSuffix)[] Others =
    [
        ("cn-", "aws-cn", "amazonaws.com.cn"),
        ("us-gov-", "aws-us-gov", "amazonaws.com"),
        ("us-iso-", "aws-iso", "c2s.ic.gov"),
        ("us-isob-", "aws-iso-b", "sc2s.sgov.gov"),
        ("eu-isoe-", "aws-iso-e", "cloud.adc-e.uk"),
        ("us-isof-", "aws-iso-f", "csp.hci.ic.gov"),
        ("eusc-", "aws-eusc", "amazonaws.eu"),
    ];

    /// <summary>The partition of a region: <c>aws</c>, <c>aws-cn</c>, ….</summary>
    public static string OfRegion(string region) => Find(region)?.Partition ?? "aws";

    /// <summary>The end of the addresses of a region's services.</summary>
    public static string UrlSuffixOf(string region) => Find(region)?.UrlSuffix ?? "amazonaws.com";

    private static (string Prefix, string Partition, string UrlSuffix)? Find(string region)
    {
        foreach ((string Prefix, string Partition, string UrlSuffix) each in Others)
        {
            if (region.StartsWith(each.Prefix, StringComparison.Ordinal))
            {
                return each;
            }
        }

        return null;
    }
}
