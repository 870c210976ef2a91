namespace LambdaDestinations.Templates.Rules;

/// <summary>LD1001 to LD1049: what a destination says, by attribute or in the template.</summary>
internal static class DeclarationRules
{
    /// <summary>LD1001.</summary>
    public static readonly Rule S3OnSuccess = New("LD1001", "Amazon S3 is no on-success destination",
        "Lambda refuses '{0}' as on-success destination: Amazon S3 receives failure records only; use a queue, topic, function or event bus");

    /// <summary>LD1002.</summary>
    public static readonly Rule Fifo = New("LD1002", "A FIFO queue or topic is no destination",
        "'{0}' is a FIFO {1}, which Lambda does not support as a destination; use a standard {1}");

    /// <summary>LD1003.</summary>
    public static readonly Rule MalformedTarget = New("LD1003", "The target is no reference and no ARN",
        "'{0}' is no target of a destination: {1}");

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

    /// <summary>LD1010.</summary>
    public static readonly Rule SeveralRegions = New("LD1010", "The target is in another region",
        "'{0}' is in region {1}, but '{2}' of the same function is in {3}; a function reaches the targets of its own region", RuleSeverity.Warning);

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

    /// <summary>LD1018.</summary>
    public static readonly Rule NoArnAttribute = New("LD1018", "The reference gives no ARN",
        "{0} gives {1} and no ARN, which Lambda refuses; write {2}");

    /// <summary>LD1019.</summary>
    public static readonly Rule SamTypeSpelling = New("LD1019", "SAM has no such Type here",
        "SAM refuses Type '{0}' in {1}; it takes {2}");

    /// <summary>LD1020.</summary>
    public static readonly Rule SamTypeMissing = New("LD1020", "SAM needs a Type",
        "{0} of '{1}' has no Type, which SAM needs; write Type: {2}");

    /// <summary>LD1021.</summary>
    public static readonly Rule DestinationMissing = New("LD1021", "The destination is missing",
        "{0} of '{1}' {2}");

    /// <summary>LD1022.</summary>
    public static readonly Rule EmptyConfiguration = New("LD1022", "The asynchronous invocation settings are empty",
        "The asynchronous invocation settings of '{0}' set nothing, which Lambda refuses; set a destination, MaximumRetryAttempts or MaximumEventAgeInSeconds, or remove them");

    /// <summary>LD1023.</summary>
    public static readonly Rule HandlerString = New("LD1023", "The handler string is none of .NET",
        "Handler '{0}' of '{1}' is no .NET handler: {2}; write Assembly::Namespace.Type::Method, or the assembly's name for an executable");

    /// <summary>LD1024.</summary>
    public static readonly Rule DuplicateConfiguration = New("LD1024", "A function has two settings for one qualifier",
        "'{0}' and '{1}' both set the asynchronous invocation of '{2}' for {3}; Lambda keeps one, so merge them");

    /// <summary>LD1025.</summary>
    public static readonly Rule NoDestinationService = New("LD1025", "Lambda sends no records to this kind of resource",
        "'{0}' is {1}, to which Lambda sends no {2}; use {3}");

    /// <summary>LD1026.</summary>
    public static readonly Rule SamCondition = New("LD1026", "SAM does not look into a function here",
        "{0} of '{1}' is computed by {2}, which SAM {3}; write it out, and put Fn::If into its Destination or TargetArn");

    /// <summary>All rules of this class.</summary>
    public static EquatableArray<Rule> All { get; } = new(
        S3OnSuccess, Fifo, MalformedTarget, UnknownLogicalId, TargetTypeMismatch, RetryAttemptsRange, EventAgeRange, RetriesNeverRun, DuplicateDestination, SeveralRegions,
        TargetRequired, FunctionNotInTemplate, SeveralFunctions, SelfDestination, UnknownType, KafkaOnAsynchronous, MappingSettingWithoutMapping,
        NoArnAttribute, SamTypeSpelling, SamTypeMissing, DestinationMissing, EmptyConfiguration, HandlerString, DuplicateConfiguration, NoDestinationService, SamCondition);

    private static Rule New(string id, string title, string message, RuleSeverity severity = RuleSeverity.Error) =>
        new(id, title, message, RuleCategory.Declaration, severity);
}
