namespace LambdaDestinations.Templates.Rules;

/// <summary>LD1001 to LD1049: what a destination attribute says, alone and against the template.</summary>
public static class DeclarationRules
{
    /// <summary>LD1001.</summary>
    public static readonly Rule S3OnSuccess = New("LD1001", "Amazon S3 is no on-success destination",
        "Lambda refuses '{0}' as on-success destination: Amazon S3 receives failure records only; use a queue, topic, function or event bus");

    /// <summary>LD1002.</summary>
    public static readonly Rule Fifo = New("LD1002", "A FIFO queue or topic is no destination",
        "'{0}' is a FIFO {1}, which Lambda does not support as a destination; use a standard {1}");

    /// <summary>LD1003.</summary>
    public static readonly Rule MalformedTarget = New("LD1003", "The target is no reference and no ARN",
        "'{0}' is no target: write \"@LogicalId\" for a resource or parameter of the template, or a whole ARN{1}");

    /// <summary>LD1004.</summary>
    public static readonly Rule UnknownLogicalId = New("LD1004", "The target is not in the template",
        "The template has no resource and no parameter '{0}'");

    /// <summary>LD1005.</summary>
    public static readonly Rule TargetTypeMismatch = New("LD1005", "The target is of another type than declared",
        "The destination is declared as {0}, but '{1}' is {2}");

    /// <summary>LD1006.</summary>
    public static readonly Rule RetryAttemptsRange = New("LD1006", "MaximumRetryAttempts is out of range",
        "MaximumRetryAttempts is {0}; Lambda accepts {1} to {2}");

    /// <summary>LD1007.</summary>
    public static readonly Rule EventAgeRange = New("LD1007", "The maximum age is out of range",
        "{0} is {1}; Lambda accepts {2}");

    /// <summary>LD1008.</summary>
    public static readonly Rule RetriesNeverRun = New("LD1008", "The event expires before its retries",
        "With MaximumEventAgeInSeconds {0} at most {1} of {2} retries can run: the age is checked ahead of each retry, and retries wait one and two minutes", RuleSeverity.Warning);

    /// <summary>LD1009.</summary>
    public static readonly Rule DuplicateDestination = New("LD1009", "Two destinations for one outcome",
        "The handler already has a destination for {0}; Lambda takes one, so send to an SNS topic or an event bus to reach several");

    /// <summary>LD1011.</summary>
    public static readonly Rule TargetRequired = New("LD1011", "The destination needs a target",
        "A destination of type {0} needs a target; only queues, topics and buckets are created by the build");

    /// <summary>LD1012.</summary>
    public static readonly Rule FunctionNotInTemplate = New("LD1012", "The function is not in the template",
        "No function of the template runs '{0}', so its destinations would never be set; name the function by [DestinationFunction(\"LogicalId\")]");

    /// <summary>LD1013.</summary>
    public static readonly Rule SeveralFunctions = New("LD1013", "Several functions run the handler",
        "Functions {0} all run '{1}'; name one by [DestinationFunction(\"LogicalId\")]");

    /// <summary>LD1014.</summary>
    public static readonly Rule SelfDestination = New("LD1014", "A function is its own destination",
        "Function '{0}' is its own destination, which Lambda refuses");

    /// <summary>LD1015.</summary>
    public static readonly Rule UnknownType = New("LD1015", "The destination type does not exist",
        "{0} is no DestinationType");

    /// <summary>LD1016.</summary>
    public static readonly Rule KafkaOnAsynchronous = New("LD1016", "A Kafka topic is a target of Kafka mappings only",
        "Asynchronous invocations cannot send records to a Kafka topic; give EventSource the name of a Kafka event source mapping, or choose another type");

    /// <summary>LD1017.</summary>
    public static readonly Rule MappingSettingWithoutMapping = New("LD1017", "A mapping's setting on an asynchronous destination",
        "{0} belongs to an event source mapping: give EventSource, or use [AsyncInvocation] for asynchronous invocations");

    /// <summary>All rules of this class.</summary>
    public static EquatableArray<Rule> All { get; } = new(
        S3OnSuccess, Fifo, MalformedTarget, UnknownLogicalId, TargetTypeMismatch, RetryAttemptsRange, EventAgeRange, RetriesNeverRun, DuplicateDestination,
        TargetRequired, FunctionNotInTemplate, SeveralFunctions, SelfDestination, UnknownType, KafkaOnAsynchronous, MappingSettingWithoutMapping);

    private static Rule New(string id, string title, string message, RuleSeverity severity = RuleSeverity.Error) =>
        new(id, title, message, RuleCategory.Declaration, severity);
}
