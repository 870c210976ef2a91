using System;
using System.Threading.Tasks;
using LambdaDestinations;

[assembly: DestinationSerializer(typeof(S3Lab.LabJson))]

namespace S3Lab;

/// <summary>Takes the files that are uploaded to the two buckets.</summary>
public sealed class UploadHandler
{
    /// <summary>Imports one upload. An empty file cannot be imported: after two retries its record goes to the failure queue.</summary>
    /// <param name="upload">The bucket's notification.</param>
    [OnSuccessDestination(DestinationType.Sqs, "@SuccessQueue")]
    [OnFailureDestination(DestinationType.Sqs, "@FailureQueue")]
    [AsyncInvocation(MaximumRetryAttempts = 2, MaximumEventAgeInSeconds = 3600)]
    public Task<ImportReceipt> Import(S3Upload upload)
    {
        UploadedObject file = upload.Records[0].S3.Object;
        return file.Size > 0
            ? Task.FromResult(new ImportReceipt(file.Key, file.Size))
            : throw new InvalidOperationException($"{file.Key} is empty.");
    }

    /// <summary>The same with a dead-letter queue beside the destination, which the template sets: a failure goes to both.</summary>
    /// <param name="upload">The bucket's notification.</param>
#pragma warning disable LD4001 // Both on purpose: the lab shows what each of the two receives.
    [OnFailureDestination(DestinationType.Sqs, "@ArchiveFailed")]
#pragma warning restore LD4001
    [AsyncInvocation(MaximumRetryAttempts = 1)]
    public Task<ImportReceipt> Archive(S3Upload upload) => Import(upload);
}
