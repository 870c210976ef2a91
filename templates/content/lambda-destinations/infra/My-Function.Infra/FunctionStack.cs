using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
#if (UseSqs)
using Amazon.CDK.AWS.Lambda.EventSources;
using Amazon.CDK.AWS.SQS;
#endif
#if (UseSns)
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SNS.Subscriptions;
#endif
#if (UseEventBridge)
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
#endif
using Constructs;
using LambdaDestinations.Cdk;

namespace My_Function.Infra;

/// <summary>The functions and what they read. Where the records of Function go is said by the attributes in src/My-Function/Function.cs.</summary>
public sealed class FunctionStack : Stack
{
    /// <param name="scope">The app.</param>
    /// <param name="id">The stack's id.</param>
    /// <param name="code">The folder of the published function.</param>
    public FunctionStack(Construct scope, string id, string code)
        : base(scope, id)
    {
#if (UseSqs)
        // What fails for good waits here for the function below: 14 days at most, and out of sight for six of its time-outs.
        Queue failed = new(this, "FailedQueue", new QueueProps
        {
            RetentionPeriod = Duration.Days(14),
            VisibilityTimeout = Duration.Seconds(180),
            DeadLetterQueue = new DeadLetterQueue { Queue = new Queue(this, "UnreportedQueue", new QueueProps { RetentionPeriod = Duration.Days(14) }), MaxReceiveCount = 5 },
        });
#endif
#if (UseSns)
        // What fails for good goes to whoever subscribes here.
        Topic failed = new(this, "FailedTopic");
#endif
#if (UseEventBridge)
        // Receives the records of both outcomes; a rule on detail-type tells them apart.
        Amazon.CDK.AWS.Events.EventBus bus = new(this, "RecordBus");
#endif
        Handler = AddFunction("Function", "Function::Handle", code);

        // Reads the failure records.
        Failures = AddFunction("Failures", "Failures_Report_Consumer::HandleAsync", code);
#if (UseSqs)
        Failures.AddEventSource(new SqsEventSource(failed, new SqsEventSourceProps { ReportBatchItemFailures = true }));
#endif
#if (UseSns)
        failed.AddSubscription(new LambdaSubscription(Failures));
#endif
#if (UseEventBridge)
        _ = new Rule(this, "Failed", new RuleProps
        {
            EventBus = bus,
            EventPattern = new EventPattern { DetailType = ["Lambda Function Invocation Result - Failure"] },
            Targets = [new LambdaFunction(Failures)],
        });
#endif

        Destinations.Apply(this, Manifest);
    }

    /// <summary>What the attributes declare.</summary>
    public static DestinationManifest Manifest { get; } = DestinationManifest.Load(typeof(My_Function.Function).Assembly);

    /// <summary>The function.</summary>
    public Amazon.CDK.AWS.Lambda.Function Handler { get; }

    /// <summary>The function that reads the failure records.</summary>
    public Amazon.CDK.AWS.Lambda.Function Failures { get; }

    private Amazon.CDK.AWS.Lambda.Function AddFunction(string id, string handler, string code) => new(this, id, new FunctionProps
    {
        Runtime = new Runtime("dotnet10", RuntimeFamily.DOTNET_CORE),
        Handler = "My-Function::My_Function." + handler,
        Code = Code.FromAsset(code),
        MemorySize = 512,
        Timeout = Duration.Seconds(30),
    });
}
