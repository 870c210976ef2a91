namespace LambdaDestinations.Templates.Rules;

/// <summary>LD2xxx: destinations of event source mappings.</summary>
internal static class EventSourceMappingRules
{
    /// <summary>LD2001.</summary>
    public static readonly Rule OnSuccess = New("LD2001", "An event source mapping has no on-success destination",
        "Event source mapping '{0}' has OnSuccess, which Lambda refuses: a mapping records failures only");

    /// <summary>LD2002.</summary>
    public static readonly Rule UnsupportedTarget = New("LD2002", "The mapping cannot send to this kind of target",
        "An event source mapping of {0} cannot send failure records to {1}; it accepts {2}");

    /// <summary>LD2003.</summary>
    public static readonly Rule UnsupportedSource = New("LD2003", "This kind of event source has no on-failure destination",
        "'{0}' is an event source of type {1}, which has no on-failure destination{2}");

    /// <summary>LD2004.</summary>
    public static readonly Rule EndlessRetries = New("LD2004", "A poison record blocks its shard before the destination receives anything",
        "'{0}' retries a failing batch until its records expire, and the on-failure destination receives nothing before; set MaximumRetryAttempts or MaximumRecordAgeInSeconds", RuleSeverity.Warning);

    /// <summary>LD2005.</summary>
    public static readonly Rule SilentDrop = New("LD2005", "Records are dropped without a trace",
        "'{0}' gives up on a batch by {1}, but has no on-failure destination, so the records are lost silently", RuleSeverity.Warning);

    /// <summary>LD2006.</summary>
    public static readonly Rule NoGrantWithoutType = New("LD2006", "Without Type, SAM grants nothing",
        "OnFailure of event '{0}' has no Type, so SAM adds no permission, and nothing else gives function '{1}' one; write Type: {2}");

    /// <summary>LD2007.</summary>
    public static readonly Rule UnknownEventSource = New("LD2007", "The event source is not in the template",
        "Function '{0}' has no event and no event source mapping '{1}'");

    /// <summary>LD2008.</summary>
    public static readonly Rule AmbiguousEventSource = New("LD2008", "It is not clear which invocation the destination belongs to",
        "Function '{0}' is invoked in several ways ({1}); {2}", RuleSeverity.Warning);

    /// <summary>LD2009.</summary>
    public static readonly Rule KafkaNotProvisioned = New("LD2009", "A Kafka topic as destination needs provisioned mode",
        "'{0}' sends discarded batches to a Kafka topic, which Lambda does in provisioned mode only; set ProvisionedPollerConfig");

    /// <summary>LD2010.</summary>
    public static readonly Rule KafkaSameTopic = New("LD2010", "A Kafka topic is source and destination",
        "'{0}' reads topic '{1}' and sends discarded batches to it, which Lambda refuses; use a topic of its own");

    /// <summary>LD2011.</summary>
    public static readonly Rule WholeBatch = New("LD2011", "Good records are discarded with the bad one",
        "'{0}' discards a whole batch for one bad record; set BisectBatchOnFunctionError or ReportBatchItemFailures", RuleSeverity.Info);

    /// <summary>All rules of this class.</summary>
    public static EquatableArray<Rule> All { get; } = new(
        OnSuccess, UnsupportedTarget, UnsupportedSource, EndlessRetries, SilentDrop, NoGrantWithoutType, UnknownEventSource, AmbiguousEventSource, KafkaNotProvisioned, KafkaSameTopic, WholeBatch);

    private static Rule New(string id, string title, string message, RuleSeverity severity = RuleSeverity.Error) =>
        new(id, title, message, RuleCategory.EventSourceMapping, severity);
}
