namespace LambdaDestinations.Templates.Aws;

/// <summary>The limits of AWS that a template or a record meets. Each once; the checks, the fixes and the emulator read them here.</summary>
internal static class Limits
{
    /// <summary>Retries of an asynchronous invocation, at most and by default (AWS Lambda API Reference, <c>PutFunctionEventInvokeConfig</c>).</summary>
    public const int MaximumRetryAttempts = 2;

    /// <summary>The least age of an asynchronous event in seconds (the same).</summary>
    public const int MinimumEventAge = 60;

    /// <summary>The highest age of an asynchronous event in seconds, and the default: six hours (the same).</summary>
    public const int MaximumEventAge = 21600;

    // The first retry waits a minute, the second two more (AWS Lambda Developer Guide, "How Lambda handles errors and retries with asynchronous invocation").
    private const int FirstRetryAge = 60;
    private const int SecondRetryAge = 180;

    /// <summary>Without limit, for retries and record age of a mapping (AWS Lambda API Reference, <c>CreateEventSourceMapping</c>).</summary>
    public const int Unlimited = -1;

    /// <summary>Seconds that a function runs when nothing is set (AWS Lambda API Reference, <c>CreateFunction</c>).</summary>
    public const int DefaultTimeout = 3;

    /// <summary>The longest time-out of a function in seconds (AWS Lambda Developer Guide, "Lambda quotas").</summary>
    public const int MaximumFunctionTimeout = 900;

    /// <summary>Seconds that a queue hides a message when nothing is set (Amazon SQS API Reference, <c>CreateQueue</c>).</summary>
    public const int DefaultVisibilityTimeout = 30;

    /// <summary>Seconds that a queue keeps a message when nothing is set: four days (the same).</summary>
    public const int DefaultRetention = 345_600;

    /// <summary>Seconds that a rule of EventBridge, or a schedule, retries an event when nothing is set (Amazon EventBridge User Guide, "Retry policy").</summary>
    public const int DefaultDeliveryAge = 86_400;

    /// <summary>Retries of a rule of EventBridge, at most and by default (Amazon EventBridge API Reference, <c>RetryPolicy</c>).</summary>
    public const int MaximumDeliveryRetries = 185;

    /// <summary>The least seconds of retries of a rule of EventBridge (the same).</summary>
    public const int MinimumDeliveryAge = 60;

    /// <summary>Actions of an alarm, at most (Amazon CloudWatch API Reference, <c>PutMetricAlarm</c>).</summary>
    public const int MaximumAlarmActions = 5;

    /// <summary>What the period of an alarm is a multiple of, in seconds: metrics of AWS services come once a minute (the same).</summary>
    public const int AlarmStep = 60;

    /// <summary>The longest period in seconds of an alarm that looks at one: a day (the same).</summary>
    public const int MaximumAlarmPeriod = 86_400;

    /// <summary>Seconds over which an alarm of ours counts when nothing is set.</summary>
    public const int DefaultAlarmPeriod = 300;

    /// <summary>Seconds after which a waiting failure raises an alarm of ours when nothing is set: an hour.</summary>
    public const int DefaultAlarmAge = 3_600;

    /// <summary>Days on which SNS retries a message to a function or queue (Amazon SNS Developer Guide, "Message delivery retries").</summary>
    public const int TopicRetryDays = 23;

    /// <summary>Retries after which a Kafka mapping with an on-failure destination gives up by itself (AWS Lambda Developer Guide, "Kafka error handling").</summary>
    public const int KafkaRetries = 10;

    /// <summary>Seconds that a queue hides a message, at most (the same).</summary>
    public const int MaximumVisibilityTimeout = 43_200;

    /// <summary>Seconds that a queue keeps a message, at most: 14 days (the same).</summary>
    public const int MaximumRetention = 1_209_600;

    /// <summary>Seconds that a mapping waits for a durable function (AWS Lambda Developer Guide, "Durable functions with event source mappings").</summary>
    public const int MappingWait = 900;

    /// <summary>How many times its consumer's timeout AWS advises a queue to hide a message (AWS Lambda Developer Guide, "Configuring an Amazon SQS queue").</summary>
    public const int AdvisedVisibility = 6;

    /// <summary>Retries of a mapping, at most (the same).</summary>
    public const int MaximumRetryAttemptsOfMapping = 10_000;

    /// <summary>The least record age of a mapping in seconds (the same).</summary>
    public const int MinimumRecordAge = 60;

    /// <summary>The highest record age of a mapping in seconds: a week (the same).</summary>
    public const int MaximumRecordAge = 604_800;

    /// <summary>Records of one batch, at most (the same).</summary>
    public const int MaximumBatchSize = 10_000;

    /// <summary>Messages of one batch that a queue has without a batching window, and a FIFO queue at most (the same).</summary>
    public const int MaximumBatchWithoutWindow = 10;

    /// <summary>Seconds for which a mapping gathers a batch, at most (the same).</summary>
    public const int MaximumBatchingWindow = 300;

    /// <summary>Batches of one shard at once, at most (the same).</summary>
    public const int MaximumParallelization = 10;

    /// <summary>Seconds of a processing window of a stream, at most (the same).</summary>
    public const int MaximumTumblingWindow = 900;

    /// <summary>Batches of a queue at once, at most (AWS Lambda API Reference, <c>ScalingConfig</c>).</summary>
    public const int MaximumConcurrencyOfMapping = 1000;

    /// <summary>The most pollers that can be asked for as the least (AWS Lambda API Reference, <c>ProvisionedPollerConfig</c>).</summary>
    public const int MostMinimumPollers = 200;

    /// <summary>The most pollers (the same).</summary>
    public const int MostMaximumPollers = 2000;

    /// <summary>The largest message of an SQS queue in bytes (Amazon SQS Developer Guide, "Quotas related to messages").</summary>
    public const int QueueMessage = 1_048_576;

    /// <summary>What an SQS queue took at most until 2025, and what one may still be set to (the same).</summary>
    public const int FormerQueueMessage = 262_144;

    /// <summary>The largest message of an SNS topic in bytes (Amazon SNS Developer Guide, "Amazon SNS quotas").</summary>
    public const int TopicMessage = 262_144;

    /// <summary>The largest entry that EventBridge takes in bytes, since January 2026 (Amazon EventBridge API Reference, <c>PutEvents</c>).</summary>
    public const int EventBridgeEntry = 1_048_576;

    /// <summary>The largest payload of an asynchronous invocation in bytes (AWS Lambda Developer Guide, "Lambda quotas").</summary>
    public const int AsynchronousPayload = 1_048_576;

    /// <summary>How many retries of a failed asynchronous invocation run before an event is too old: AWS checks the age ahead of each retry.</summary>
    /// <param name="age">The maximum age in seconds.</param>
    public static int RetriesWithin(long age) => age <= FirstRetryAge ? 0 : age <= SecondRetryAge ? 1 : MaximumRetryAttempts;

    /// <summary>The nearest age that Lambda accepts for asynchronous events.</summary>
    /// <param name="age">The age that is asked for, in seconds.</param>
    public static long NearestEventAge(long age) => age < MinimumEventAge ? MinimumEventAge : age > MaximumEventAge ? MaximumEventAge : age;

    /// <summary>For how many seconds CloudFormation waits for a custom resource (AWS CloudFormation Template Reference, <c>AWS::CloudFormation::CustomResource</c>, <c>ServiceTimeout</c>).</summary>
    public const int CustomResourceTimeout = 3600;
}
