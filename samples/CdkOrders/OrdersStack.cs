using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Lambda.EventSources;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SNS.Subscriptions;
using Amazon.CDK.AWS.SQS;
using Constructs;
using LambdaDestinations.Cdk;
using OrderPipeline;
using EventBus = Amazon.CDK.AWS.Events.EventBus;

namespace CdkOrders;

/// <summary>
/// The pipeline of samples/OrderPipeline as a stack: the functions, queues and topics, what invokes the consumers, and not one destination. Those stand in the
/// attributes of the handlers.
/// </summary>
public sealed class OrdersStack : Stack
{
    private readonly string _code;

    /// <summary>Makes the stack.</summary>
    /// <param name="scope">The app or stage.</param>
    /// <param name="id">The stack's id.</param>
    /// <param name="code">The folder of the compiled functions.</param>
    public OrdersStack(Construct scope, string id, string code)
        : base(scope, id)
    {
        _code = code;

        // The ids are the names that the attributes have behind @.
        EventBus events = new(this, "OrderEvents", new Amazon.CDK.AWS.Events.EventBusProps { EventBusName = "order-events" });
        Queue undeliverable = new(this, "Undeliverable");
        Queue rejected = new(this, "RejectedOrders", new QueueProps
        {
            VisibilityTimeout = Duration.Seconds(180),
            DeadLetterQueue = new DeadLetterQueue { Queue = undeliverable, MaxReceiveCount = 3 },
        });
        Topic billingFailed = new(this, "BillingFailed");
        _ = new Queue(this, "Unfinished");

        AddFunction("PlaceOrder", "Ordering::Place");
        AddFunction("BillOrder", "Billing_Bill_Consumer::HandleAsync");
        Function ship = AddFunction("ShipOrder", "Consumers_Ship_Consumer::HandleAsync");
        Function tell = AddFunction("TellCustomer", "Consumers_Tell_Consumer::HandleAsync");
        Function note = AddFunction("NoteFailure", "Consumers_Note_Consumer::HandleAsync");

        _ = new Rule(this, "Billed", new RuleProps
        {
            EventBus = events,
            EventPattern = new EventPattern { Source = ["lambda"], DetailType = ["Lambda Function Invocation Result - Success"] },
            Targets = [new LambdaFunction(ship)],
        });
        tell.AddEventSource(new SqsEventSource(rejected, new SqsEventSourceProps { ReportBatchItemFailures = true }));
        billingFailed.AddSubscription(new LambdaSubscription(note));

        Destinations.Apply(this, DestinationManifest.Load(typeof(Ordering).Assembly));
    }

    private Function AddFunction(string id, string handler) => new(this, id, new FunctionProps
    {
        Runtime = new Runtime("dotnet10", RuntimeFamily.DOTNET_CORE),
        Handler = "OrderPipeline::OrderPipeline." + handler,
        Code = Code.FromAsset(_code),
        MemorySize = 512,
        Timeout = Duration.Seconds(30),
    });
}
