namespace LambdaDestinations.Templates.Rules;

/// <summary>LD5xxx: consumers, payload serialization, what handlers and consumers do with records, and contracts that change.</summary>
internal static class ContractRules
{
    /// <summary>LD5001.</summary>
    public static readonly Rule PayloadMismatch = New("LD5001", "The consumer's type does not fit the handler's",
        "'{0}' reads the {1} of '{2}' as {3}, but it is {4}: {5}");

    /// <summary>LD5002.</summary>
    public static readonly Rule UnknownProducer = New("LD5002", "The consumed handler does not exist",
        "Type '{0}' has no method '{1}', so nothing can be consumed from it", RuleSeverity.Error);

    /// <summary>LD5003.</summary>
    public static readonly Rule ProducerWithoutDestination = New("LD5003", "The consumed handler declares no destination",
        "'{0}' declares neither [OnSuccessDestination] nor [OnFailureDestination], so '{1}' is never sent a record by it");

    /// <summary>LD5004.</summary>
    public static readonly Rule OutcomeMismatch = New("LD5004", "The consumed handler sends no such records",
        "'{0}' takes {1}, but '{2}' sends {3} only");

    /// <summary>LD5005.</summary>
    public static readonly Rule ConsumerShape = New("LD5005", "The method cannot be a consumer",
        "No entry point is generated for '{0}': {1}", RuleSeverity.Error);

    /// <summary>LD5006.</summary>
    public static readonly Rule PayloadNotCarried = New("LD5006", "The carrier has no payload",
        "'{0}' reads the failed event as {1}, but the record that '{2}' sends to {3} holds its position in the stream only; take a StreamFailureRecord and fetch the events, or send to Amazon S3");

    /// <summary>LD5007.</summary>
    public static readonly Rule VoidResponse = New("LD5007", "The handler returns nothing",
        "'{0}' reads the response of '{1}' as {2}, but that handler returns nothing, so it is null in every record; use DestinationVoid");

    /// <summary>LD5010.</summary>
    public static readonly Rule NotSerializable = New("LD5010", "The type is not in the JsonSerializerContext",
        "{0} has no [JsonSerializable(typeof({1}))], so records of '{2}' cannot be read");

    /// <summary>LD5011.</summary>
    public static readonly Rule NoContext = New("LD5011", "The consumer reads payloads by reflection",
        "No JsonSerializerContext is known for '{0}', so its payloads are read by reflection, which a trimmed or native function cannot do; name one by [DestinationSerializer]", RuleSeverity.Info);

    /// <summary>LD5012.</summary>
    public static readonly Rule LostMessages = New("LD5012", "Messages that the consumer fails on are lost",
        "'{0}' answers with the messages that failed, but the SQS event source mapping '{1}' does not ask for them, so they are deleted; set FunctionResponseTypes: [ReportBatchItemFailures]");

    /// <summary>LD5013.</summary>
    public static readonly Rule KindNotTaken = New("LD5013", "A consumer gets records that it does not take",
        "'{0}' takes {1} only, but '{2}' sends {3} to {4}; take them by another method of the class and run the class's entry point, or send them elsewhere");

    /// <summary>LD5020.</summary>
    public static readonly Rule ErrorTypeFullName = New("LD5020", "An error type is compared with a full name",
        "ErrorType is the short name of the exception's type ('{0}'), so it never equals '{1}'", RuleSeverity.Info);

    /// <summary>LD5021.</summary>
    public static readonly Rule ConditionOfOtherMode = New("LD5021", "The condition belongs to the other kind of record",
        "{0} is never the condition of {1}; {2}");

    /// <summary>LD5022.</summary>
    public static readonly Rule SwallowedException = New("LD5022", "A caught exception counts as success",
        "'{0}' catches every exception and returns normally, which Lambda counts as success: its on-failure destination gets no record; throw, or catch what you can handle", RuleSeverity.Info);

    /// <summary>LD5023.</summary>
    public static readonly Rule FireAndForget = New("LD5023", "Work is not awaited",
        "'{0}' does not await {1}: Lambda reports success, and freezes the function, before the work is done, and its failure reaches no destination");

    /// <summary>LD5050.</summary>
    public static readonly Rule BreakingChange = New("LD5050", "A contract changed in a way that breaks waiting records",
        "The contract of '{0}' changed: {1}; records of the old shape may still wait in a queue");

    /// <summary>LD5051.</summary>
    public static readonly Rule ContractChanged = New("LD5051", "The contract baseline is out of date",
        "The contract of '{0}' is not what destination-contracts.json says: {1}", RuleSeverity.Info);

    /// <summary>LD5052.</summary>
    public static readonly Rule BaselineUnreadable = New("LD5052", "The contract baseline cannot be read",
        "{0}", RuleSeverity.Error);

    /// <summary>All rules of this class.</summary>
    public static EquatableArray<Rule> All { get; } = new(
        PayloadMismatch, UnknownProducer, ProducerWithoutDestination, OutcomeMismatch, ConsumerShape, PayloadNotCarried, VoidResponse,
        NotSerializable, NoContext, LostMessages, KindNotTaken, ErrorTypeFullName, ConditionOfOtherMode, SwallowedException, FireAndForget,
        BreakingChange, ContractChanged, BaselineUnreadable);

    private static Rule New(string id, string title, string message, RuleSeverity severity = RuleSeverity.Warning) =>
        new(id, title, message, RuleCategory.Contract, severity);
}
