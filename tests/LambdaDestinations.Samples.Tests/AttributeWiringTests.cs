using System.Linq;
using System.Text;
using System.Threading.Tasks;
using LambdaDestinations.Testing;
using OrderPipeline;
using S3Lab;

namespace LambdaDestinations.Samples.Tests;

/// <summary>Hosts wired by the manifest that the generator wrote into a compiled assembly, without a template.</summary>
public sealed class AttributeWiringTests
{
    [Fact]
    public async Task Attributes_and_the_template_that_they_went_into_wire_a_function_alike()
    {
        await using LambdaTestHost byAttributes = LambdaTestHost.FromAttributes(typeof(Ordering).Assembly, typeof(UploadHandler).Assembly);
        await using LambdaTestHost pipeline = LambdaTestHost.FromTemplate("samples/OrderPipeline/template.yaml");
        await using LambdaTestHost lab = LambdaTestHost.FromTemplate("samples/S3Lab/template.yaml");

        foreach ((LambdaTestHost host, string method, string logicalId) in ((LambdaTestHost, string, string)[])[(pipeline, "Place", "PlaceOrder"), (pipeline, "Bill", "BillOrder"), (lab, "Import", "ImportUpload"), (lab, "Archive", "ArchiveUpload")])
        {
            FunctionSettings declared = byAttributes.Function(method).Settings;
            FunctionSettings deployed = host.Function(logicalId).Settings;
            Assert.Equal((deployed.MaximumRetryAttempts, deployed.MaximumEventAgeInSeconds), (declared.MaximumRetryAttempts, declared.MaximumEventAgeInSeconds));
            Assert.Equal((deployed.OnSuccess?.Type, deployed.OnFailure?.Type), (declared.OnSuccess?.Type, declared.OnFailure?.Type));
        }
    }

    [Fact]
    public async Task The_handlers_of_an_assembly_run_with_the_destinations_of_their_attributes()
    {
        await using LambdaTestHost host = LambdaTestHost.FromAttributes(typeof(Ordering).Assembly);

        await host.InvokeAsync("Place", new Order("A-1001", "Ada", 2), PipelineJson.Default.Order);
        await host.InvokeAsync("Place", new Order("A-1002", "Ada", 0), PipelineJson.Default.Order);
        await host.RunUntilIdleAsync();

        host.Function("Bill").ShouldHaveBeenInvoked(1);
        host.Bus("OrderEvents").ShouldHaveReceivedOne();
        host.Queue("RejectedOrders").ShouldHaveReceivedOne().ShouldHaveCondition("RetriesExhausted").ShouldHaveInvokeCount(2);
    }

    /// <summary>A consumer with destinations runs by its entry point; what it returns is the response of its own record.</summary>
    [Fact]
    public async Task A_consumer_in_the_middle_of_a_chain_runs_by_its_entry_point()
    {
        await using LambdaTestHost host = LambdaTestHost.FromAttributes(typeof(Ordering).Assembly);

        await host.InvokeAsync("Place", new Order("A-1001", "Ada", 2), PipelineJson.Default.Order);
        await host.RunUntilIdleAsync();

        SuccessRecord<DestinationVoid, Invoice> billed = Billing_Bill_Records.ReadSuccess(DestinationEnvelope.Read(Encoding.UTF8.GetBytes(host.Bus("OrderEvents").ShouldHaveReceivedOne().Body)).Single());
        Assert.Equal(new Invoice("R-A-1001", "A-1001", 2500), billed.ResponsePayload);

        // The event of its function was the record itself.
        Assert.Equal("Ada", Ordering_Place_Records.ReadSuccess(billed.RequestPayloadJson).RequestPayload!.Customer);
    }

    [Fact]
    public async Task A_mapping_gets_what_the_attribute_of_its_event_source_says()
    {
        await using LambdaTestHost host = LambdaTestHost.FromAttributes(typeof(UploadHandler).Assembly);
        host.AddMapping(host.Kinesis("clicks"), "CountClicks", eventSource: "Clicks");

        host.Kinesis("clicks").Put("k", "/");
        host.Kinesis("clicks").Put("k", Encoding.UTF8.GetBytes("nothing"));
        await host.RunUntilIdleAsync();

        CapturedMessage message = host.Topic("ClicksFailed").ShouldHaveReceivedOne().ShouldHaveCondition("RetryAttemptsExhausted").ShouldHaveInvokeCount(3);
        Assert.Equal(1, StreamHandlers_CountClicks_Records.ReadStreamFailure(DestinationEnvelope.Read(host.Topic("ClicksFailed").ToEvent(message)).Single()).Kinesis!.BatchSize);
    }

    [Fact]
    public void An_assembly_without_attributes_is_refused() =>
        Assert.Contains("no destination attributes", Assert.Throws<System.ArgumentException>(() => LambdaTestHost.FromAttributes(typeof(AttributeWiringTests).Assembly)).Message, System.StringComparison.Ordinal);
}
