using System;
using System.Threading.Tasks;

namespace LambdaDestinations;

/// <summary>
/// Fetches records from S3. A notification of a bucket names the record's object but does not hold it: a class with a
/// <see cref="DestinationConsumerAttribute"/> method implements this interface to be given such records too.
/// </summary>
public interface IS3RecordSource
{
    /// <summary>Reads an object's whole content (<c>s3:GetObject</c>).</summary>
    /// <param name="bucketName">The bucket's name.</param>
    /// <param name="objectKey">The object's key, URL-decoded.</param>
    /// <returns>The record as UTF-8 JSON. It must not change while the record is in use.</returns>
    public ValueTask<ReadOnlyMemory<byte>> ReadObjectAsync(string bucketName, string objectKey);
}
