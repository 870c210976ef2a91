using System;
using System.IO;
using System.Text;
using LambdaDestinations;
using LambdaDestinations.Testing;
using S3Lab;

// The template as the build of the function left it: the attributes are in it.
Console.WriteLine("== template.yaml");
Console.WriteLine(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "template.yaml")));

await using LambdaTestHost host = LambdaTestHost.Create();
UploadHandler handler = new();
host.AddFunction("ImportUpload", (upload, _) => handler.Import(upload!), LabJson.Default.S3Upload, LabJson.Default.ImportReceipt, new FunctionSettings
{
    MaximumRetryAttempts = 2,
    MaximumEventAgeInSeconds = 3600,
    OnSuccess = host.Queue("success-sqs"),
    OnFailure = host.Queue("failure-sqs"),
});
host.Bucket("uploads").Notify("ImportUpload");

host.Bucket("uploads").Put("orders.csv", Encoding.UTF8.GetBytes("A-1001;3"));
host.Bucket("uploads").Put("empty.csv", ReadOnlyMemory<byte>.Empty);
await host.RunUntilIdleAsync();

Console.WriteLine("== success-sqs");
foreach (CapturedMessage message in host.Queue("success-sqs").Messages)
{
    SuccessRecord<S3Upload, ImportReceipt> record = UploadHandler_Import_Records.ReadSuccess(DestinationEnvelope.FromSqsBody(message.Body));
    Console.WriteLine($"{record.RequestContext.Condition}: {record.ResponsePayload!.Key}, {record.ResponsePayload.Bytes} bytes, attempt {record.RequestContext.ApproximateInvokeCount}");
}

Console.WriteLine("== failure-sqs");
foreach (CapturedMessage message in host.Queue("failure-sqs").Messages)
{
    FailureRecord<S3Upload> record = UploadHandler_Import_Records.ReadFailure(DestinationEnvelope.FromSqsBody(message.Body));
    Console.WriteLine($"{record.RequestContext.Condition}: {record.RequestPayload!.Records[0].S3.Object.Key}, {record.Error!.ErrorType}: {record.Error.ErrorMessage}, after {record.RequestContext.ApproximateInvokeCount} attempts");
}
