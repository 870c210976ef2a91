using System;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;
using static LambdaDestinations.Templates.Tests.Update.Handlers;
using static LambdaDestinations.Templates.Tests.Update.InvokeConfigs;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>What becomes of what was written when names change, and of what was never ours.</summary>
public sealed class RenamingTests
{
    [Fact]
    public void A_renamed_function_takes_its_settings_along_and_its_resources_anew()
    {
        string before = Updates.Text(SamWorker, Handler(OnFailure(DestinationTargetType.Sqs)));
        string renamed = before.Replace("  Worker:\n", "  Importer:\n", StringComparison.Ordinal);
        TemplateModel template = TemplateModel.Read(Updates.Run(renamed, Handler(OnFailure(DestinationTargetType.Sqs))).Document);
        Assert.Equal("""{"Type": "SQS", "Destination": {"Fn::GetAtt": ["ImporterOnFailureQueue", "Arn"]}}""", template.Says("Importer", "Properties.EventInvokeConfig.DestinationConfig.OnFailure"));
        Assert.NotNull(template.Find("ImporterOnFailureQueue"));
        Assert.Null(template.Find("WorkerOnFailureQueue"));
        Assert.Equal(SamWorker.Replace("  Worker:\n", "  Importer:\n", StringComparison.Ordinal), Updates.Text(template.Document.Text));
    }

    [Fact]
    public void A_renamed_resource_is_followed_when_its_name_is_replaced_everywhere()
    {
        string before = Updates.Text(SamWorker, ToFailed);
        string after = before.Replace("Failed", "FailedOrders", StringComparison.Ordinal);
        Assert.Equal(after, Updates.Text(after, Handler(OnFailure(DestinationTargetType.Sqs, "@FailedOrders")) with { MaximumRetryAttempts = 1 }));
    }

    [Fact]
    public void A_renamed_assembly_takes_over_what_it_wrote_under_its_old_name()
    {
        string before = Updates.Text(PlainWorker, Handler(OnFailure(DestinationTargetType.Sqs))).Replace("Handler: App::", "Handler: New::", StringComparison.Ordinal);
        HandlerModel handler = Handler(OnFailure(DestinationTargetType.Sqs)) with { Function = new("New", "App.Handlers", "Run") };
        TemplateUpdate update = TemplateUpdater.Update(TemplateFile.Parse(before), ManifestOf(handler), "New");
        Assert.Empty(update.Findings);
        Assert.DoesNotContain("Assembly: App", update.Document.Text, StringComparison.Ordinal);
        Assert.Equal(before.Replace("Assembly: App", "Assembly: New", StringComparison.Ordinal), update.Document.Text);
    }

    [Fact]
    public void A_created_resource_without_our_record_is_the_users()
    {
        string created = Updates.Text(SamWorker, Handler(OnFailure(DestinationTargetType.Sqs)));
        string taken = created.Replace("    Metadata:\n      LambdaDestinations: {Assembly: App, Function: Worker, Digest: x9b1144fe}\n", "", StringComparison.Ordinal);
        Assert.NotEqual(created, taken);
        Assert.Equal(taken, Updates.Text(taken, Handler(OnFailure(DestinationTargetType.Sqs))));
        Assert.Contains("  WorkerOnFailureQueue:\n", Updates.Text(taken), StringComparison.Ordinal);
    }
}
