using System;
using System.Threading.Tasks;
using LambdaDestinations;

[assembly: DestinationSerializer(typeof(S3Lab.LabJson))]

namespace S3Lab;

/// <summary>Imports the files that are uploaded to the bucket.</summary>
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
}
