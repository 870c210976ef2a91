using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.S3;
using Amazon.S3.Model;

namespace LambdaDestinations.Tool.Replays;

/// <summary>Objects of S3: those of a bucket, and those that notifications name.</summary>
internal sealed class ReplayBucket(AwsAccess access) : IS3RecordSource, IDisposable
{
    private AmazonS3Client? _client;

    /// <summary>Made when it is first needed. A bucket is a part of the path at another endpoint: a local server has no host for each.</summary>
    private AmazonS3Client Client => _client ??= new AmazonS3Client(access.Configure(new AmazonS3Config { ForcePathStyle = access.Endpoint is not null }));

    public void Dispose() => _client?.Dispose();

    /// <summary>The keys of a bucket's objects.</summary>
    /// <param name="bucket">Its name.</param>
    /// <param name="prefix">What the keys begin with; empty for all.</param>
    /// <param name="limit">How many are enough.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ToolException">The bucket cannot be read.</exception>
    public async Task<IReadOnlyList<string>> ListAsync(string bucket, string prefix, int limit, CancellationToken cancellationToken)
    {
        List<string> keys = [];
        ListObjectsV2Request request = new() { BucketName = bucket, Prefix = prefix };
        while (keys.Count < limit)
        {
            ListObjectsV2Response answer = await AwsAccess.Call(
                $"The bucket '{bucket}' cannot be read", () => Client.ListObjectsV2Async(request, cancellationToken));

            // The console of AWS makes empty objects for folders.
            keys.AddRange((answer.S3Objects ?? []).Select(static x => x.Key).Where(static x => !x.EndsWith('/')));
            if (answer.IsTruncated != true)
            {
                break;
            }

            request.ContinuationToken = answer.NextContinuationToken;
        }

        return [.. keys.Take(limit)];
    }

    /// <inheritdoc />
    /// <exception cref="DestinationFormatException">The object cannot be read: it concerns this record alone.</exception>
    /// <exception cref="ToolException">S3 cannot be asked at all.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadObjectAsync(string bucketName, string objectKey)
    {
        string subject = $"the object '{objectKey}' of the bucket '{bucketName}' cannot be read";
        try
        {
            using GetObjectResponse answer = await AwsAccess.Call("T" + subject[1..], () => Client.GetObjectAsync(bucketName, objectKey), isOneOfMany: true);
            using MemoryStream content = new();
            await answer.ResponseStream.CopyToAsync(content);
            return content.ToArray();
        }
        catch (Exception error) when (error is AmazonS3Exception or IOException)
        {
            throw new DestinationFormatException($"{subject}: {error.Message}", "$", -1, error);
        }
    }
}
