namespace LambdaDestinations.Templates.Rules;

/// <summary>LD4xxx: overlapping, dead or looping configuration.</summary>
internal static class ConfigurationRules
{
    /// <summary>LD4001.</summary>
    public static readonly Rule DeadLetterAndOnFailure = New("LD4001", "Dead-letter queue and on-failure destination both receive each failure",
        "Function '{0}' has a dead-letter queue and an on-failure destination: every failed event goes to both, and the dead-letter queue lacks the error; remove one");

    /// <summary>LD4002.</summary>
    public static readonly Rule SharedQueue = New("LD4002", "One queue receives two formats",
        "'{1}' is dead-letter queue and on-failure destination of function '{0}': each failure arrives twice, as the bare event and as a record; remove the dead-letter queue", RuleSeverity.Error);

    /// <summary>LD4003.</summary>
    public static readonly Rule OnlySynchronous = New("LD4003", "The destination never fires: the function is invoked synchronously",
        "Function '{0}' is invoked synchronously only ({1}), so its destinations never receive a record; handle the outcome in the caller, or invoke it asynchronously");

    /// <summary>LD4004.</summary>
    public static readonly Rule OnlyPolled = New("LD4004", "The destination never fires: the function is polled",
        "Function '{0}' is invoked by event source mappings ({1}), for which asynchronous destinations never fire; {2}");

    /// <summary>LD4005.</summary>
    public static readonly Rule OtherQualifier = New("LD4005", "The destination belongs to another version or alias",
        "'{0}' invokes {1} of function '{2}', but the destinations are set for {3}, so they never receive its records; set them for {1}");

    /// <summary>LD4006.</summary>
    public static readonly Rule Loop = New("LD4006", "Records invoke the function that sent them",
        "The record of function '{0}' comes back to it ({1}) and invokes it asynchronously, which makes the next record; break the loop");

    /// <summary>LD4007.</summary>
    public static readonly Rule BucketLoop = New("LD4007", "The bucket of the failure records triggers the function",
        "Failure records of function '{0}' are written to bucket '{1}', whose notification invokes it again; give the notification a prefix outside aws/lambda/, or use another bucket");

    /// <summary>LD4008.</summary>
    public static readonly Rule RuleSource = New("LD4008", "The rule waits for a source that Lambda does not use",
        "The pattern of '{0}' asks for source \"aws.lambda\", but invocation records come from source \"lambda\", so it never matches");

    /// <summary>LD4009.</summary>
    public static readonly Rule DeliveryDeadLetterOnly = New("LD4009", "The dead-letter queue of the trigger does not receive function errors",
        "The DeadLetterConfig of '{0}' receives events that could not be delivered to function '{1}', never the function's own errors, for which nothing is set", RuleSeverity.Info);

    /// <summary>LD4010.</summary>
    public static readonly Rule BucketDeleted = New("LD4010", "The bucket of the failure records is deleted with the stack",
        "Bucket '{0}' receives failure records of '{1}' and has DeletionPolicy Delete: records end with it, and its name can be taken by another account; use Retain", RuleSeverity.Info);

    /// <summary>LD4011.</summary>
    public static readonly Rule LargePayload = New("LD4011", "The record may be too large for its carrier",
        "{0}: a record holds request and response, and {1} carries at most 256 KB; past it the payload or the record is lost. Use an SQS queue, or for failures an S3 bucket", RuleSeverity.Info);

    /// <summary>LD4012.</summary>
    public static readonly Rule PollsOwnRecords = New("LD4012", "The function polls its own records",
        "Records of function '{0}' go to queue '{1}', which the function polls itself; it then receives records beside its usual events", RuleSeverity.Info);

    /// <summary>LD4013.</summary>
    public static readonly Rule QueueLimit = New("LD4013", "The queue accepts less than a record can hold",
        "Queue '{0}' accepts messages of at most {1} bytes, but a record holds request and response; a larger one is lost. Leave MaximumMessageSize at its default of 1 MiB", RuleSeverity.Info);

    /// <summary>LD4014.</summary>
    public static readonly Rule Circle = New("LD4014", "The function and its destination wait for each other",
        "Function '{0}' and its destination '{1}' wait for each other ({2}), which CloudFormation refuses as a circular dependency; {3}", RuleSeverity.Error);

    /// <summary>LD4015.</summary>
    public static readonly Rule AttributeFilter = New("LD4015", "The filter policy lets no record through",
        "Subscriber '{0}' of topic '{1}' gets no records: its FilterPolicy wants the message attribute '{2}', and records have no attributes. If it is to get them, write a policy about the record and FilterPolicyScope: MessageBody", RuleSeverity.Info);

    /// <summary>All rules of this class.</summary>
    public static EquatableArray<Rule> All { get; } = new(
        DeadLetterAndOnFailure, SharedQueue, OnlySynchronous, OnlyPolled, OtherQualifier, Loop, BucketLoop, RuleSource, DeliveryDeadLetterOnly, BucketDeleted, LargePayload, PollsOwnRecords, QueueLimit, Circle, AttributeFilter);

    /// <summary>What helps against <see cref="Circle"/> anywhere.</summary>
    internal const string NameByArn = "name one of them by its ARN, without a reference";

    private static Rule New(string id, string title, string message, RuleSeverity severity = RuleSeverity.Warning) =>
        new(id, title, message, RuleCategory.Configuration, severity);
}
