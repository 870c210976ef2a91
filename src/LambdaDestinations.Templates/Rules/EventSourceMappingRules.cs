using System.Collections.Generic;
using LambdaDestinations.Templates.Aws;

namespace LambdaDestinations.Templates.Rules;

/// <summary>LD2xxx: destinations of event source mappings.</summary>
internal static class EventSourceMappingRules
{
    /// <summary>Ahead of the rules, which it collects.</summary>
    private static readonly Rule.Group Group = new(RuleCategory.EventSourceMapping);

    /// <summary>All rules of this class.</summary>
    public static IReadOnlyList<Rule> All => Group.All;

    /// <summary>LD2001.</summary>
    public static readonly Rule OnSuccess = Group.Error(
        "LD2001",
        "Event source mappings do not support on-success destinations",
        "A mapping records discarded batches and nothing else. SAM passes OnSuccess through, and Lambda refuses it.");

    public static RuleMessage RecordsFailuresOnly(string source) => OnSuccess.Says(
        $"Event source mapping '{source}' has OnSuccess, which Lambda refuses: a mapping records failures only");

    /// <summary>LD2002.</summary>
    public static readonly Rule UnsupportedTarget = Group.Error(
        "LD2002",
        "The event source mapping does not support this kind of destination",
        "Discarded batches go to SQS, SNS or S3, those of Kafka mappings also to a Kafka topic; never to a function or an event bus. Lambda refuses any other target.");

    /// <param name="sourceType">The kind of event source.</param>
    /// <param name="target">What it is to send to.</param>
    /// <param name="isKafka">Whether the source is a Kafka cluster.</param>
    public static RuleMessage MappingCannotSendTo(string sourceType, TargetKind target, bool isKafka) => isKafka
        ? UnsupportedTarget.Says($"An event source mapping of {sourceType} cannot send failure records to {target.AsObject}; it accepts an SQS queue, an SNS topic, an S3 bucket and a Kafka topic")
        : UnsupportedTarget.Says($"An event source mapping of {sourceType} cannot send failure records to {target.AsObject}; it accepts an SQS queue, an SNS topic and an S3 bucket");

    /// <summary>LD2003.</summary>
    public static readonly Rule UnsupportedSource = Group.Error(
        "LD2003",
        "This kind of event source does not support on-failure destinations",
        "Only mappings of Kinesis, DynamoDB Streams, Amazon MSK and self-managed Kafka have one. SAM and cfn-lint let others pass, and Lambda refuses them.");

    public static RuleMessage SourceHasNoDestination(string source, string type) => type == "SQS"
        ? UnsupportedSource.Says($"'{source}' is an event source of type {type}, which has no on-failure destination; give the source queue a RedrivePolicy instead")
        : UnsupportedSource.Says($"'{source}' is an event source of type {type}, which has no on-failure destination");

    /// <summary>LD2004.</summary>
    public static readonly Rule EndlessRetries = Group.Warning(
        "LD2004",
        "A poison record blocks its shard before the destination receives anything",
        "By default Lambda retries a failing batch of a stream until its records expire, after a day or more. The shard stands still meanwhile, and the destination receives nothing.");

    public static RuleMessage RetriesUntilExpiry(string source) => EndlessRetries.Says(
        $"'{source}' retries a failing batch until its records expire, and the on-failure destination receives nothing before; set MaximumRetryAttempts or MaximumRecordAgeInSeconds");

    /// <summary>LD2005.</summary>
    public static readonly Rule SilentDrop = Group.Warning(
        "LD2005",
        "Records are discarded silently",
        "When attempts or age are used up, Lambda moves on to the next batch. Without a destination nothing says which records were passed over.");

    /// <param name="source">The mapping.</param>
    /// <param name="setting">The setting that makes it give up.</param>
    public static RuleMessage GivesUpSilently(string source, string setting) => SilentDrop.Says(
        $"'{source}' gives up on a batch by {setting}, but has no on-failure destination, so the records are lost silently");

    /// <summary>LD2006.</summary>
    public static readonly Rule NoGrantWithoutType = Group.Error(
        "LD2006",
        "SAM grants no permission without Type",
        "SAM derives the permission of an event's destination from its Type. Without one Lambda refuses the mapping or cannot deliver.");

    public static RuleMessage SamGrantsNothing(string source, string function, string type) => NoGrantWithoutType.Says(
        $"OnFailure of event '{source}' has no Type, so SAM adds no permission, and nothing else gives function '{function}' one; write Type: {type}");

    /// <summary>LD2007.</summary>
    public static readonly Rule UnknownEventSource = Group.Error(
        "LD2007",
        "The event source is not in the template",
        "EventSource names an event of the SAM function or the logical id of one of its event source mappings. Without it the destination has no place.");

    public static RuleMessage HasNoSource(string function, string source) => UnknownEventSource.Says(
        $"Function '{function}' has no event and no event source mapping '{source}'");

    /// <param name="function">The function.</param>
    public static RuleMessage HasNoMapping(string function) => UnknownEventSource.Says(
        $"Function '{function}' has no event source mapping, so there is no place for the settings of [EventSourceMapping]");

    /// <param name="source">The event.</param>
    /// <param name="type">Its type in SAM.</param>
    public static RuleMessage IsNoMapping(string source, string type) => UnknownEventSource.Says(
        $"'{source}' is an event source of type {type}, which is not an event source mapping, so there is no place for the settings of [EventSourceMapping]");

    /// <summary>LD2008.</summary>
    public static readonly Rule AmbiguousEventSource = Group.Warning(
        "LD2008",
        "It is ambiguous which invocation the attribute belongs to",
        "Asynchronous invocations and event source mappings have destinations of their own. The records of the one never reach the destination of the other.");

    public static RuleMessage TakenForAsynchronous(string function, IEnumerable<Caller> sources) => AmbiguousEventSource.Says(
        $"Function '{function}' is invoked in several ways ({sources}); this destination is taken for asynchronous invocations; if a mapping is meant, name it with EventSource");

    public static RuleMessage TakenForAsynchronousByAttributes(string function, IEnumerable<Caller> sources) => AmbiguousEventSource.Says(
        $"Function '{function}' is invoked in several ways ({sources}, and asynchronously, as its attributes say); this destination is taken for asynchronous invocations; if a mapping is meant, name it with EventSource");

    public static RuleMessage MayBelongToSeveral(string function, IEnumerable<Caller> sources) => AmbiguousEventSource.Says(
        $"Function '{function}' is invoked in several ways ({sources}); nothing is written until EventSource says which mapping this destination belongs to");

    /// <param name="function">The function.</param>
    /// <param name="sources">Its mappings.</param>
    public static RuleMessage SettingsMayBelongToSeveral(string function, IEnumerable<Caller> sources) => AmbiguousEventSource.Says(
        $"Function '{function}' has several event source mappings ({sources}); nothing is written until EventSource says which one [EventSourceMapping] belongs to");

    /// <summary>LD2009.</summary>
    public static readonly Rule KafkaNotProvisioned = Group.Error(
        "LD2009",
        "A Kafka topic as destination needs provisioned mode",
        "Lambda writes discarded batches to Kafka topics in provisioned mode only, and refuses the mapping otherwise.");

    public static RuleMessage NeedsProvisionedMode(string source) => KafkaNotProvisioned.Says(
        $"'{source}' sends discarded batches to a Kafka topic, which Lambda does in provisioned mode only; set ProvisionedPollerConfig");

    /// <summary>LD2010.</summary>
    public static readonly Rule KafkaSameTopic = Group.Error(
        "LD2010",
        "A Kafka topic is source and destination",
        "Each failure would come back to the function, so Lambda refuses the mapping.");

    public static RuleMessage ReadsItsDestination(string source, string topic) => KafkaSameTopic.Says(
        $"'{source}' reads topic '{topic}' and sends discarded batches to it, which Lambda refuses; use a topic of its own");

    /// <summary>LD2011.</summary>
    public static readonly Rule WholeBatch = Group.Info(
        "LD2011",
        "Good records are discarded with the bad one",
        "Lambda retries and discards a whole batch, by default 100 records, for one that fails, unless the mapping bisects it or takes partial answers.");

    public static RuleMessage DiscardsWholeBatch(string source) => WholeBatch.Says(
        $"'{source}' discards a whole batch for one bad record; set BisectBatchOnFunctionError or ReportBatchItemFailures");

    /// <summary>LD2013.</summary>
    public static readonly Rule DurableTooLong = Group.Error(
        "LD2013",
        "The durable function's timeout is too long for an event source mapping",
        "An event source mapping invokes a durable function synchronously and waits for it, at most 15 minutes. Lambda refuses a longer execution timeout there, except for functions with a capacity provider.");

    /// <param name="source">The mapping.</param>
    /// <param name="function">The durable function.</param>
    /// <param name="seconds">Its execution timeout.</param>
    public static RuleMessage RunsTooLong(string source, string function, long seconds) => DurableTooLong.Says(
        $"'{source}' invokes the durable function '{function}', whose ExecutionTimeout is {seconds} seconds, and a mapping waits for 900 at most; lower it, or invoke the function asynchronously");

    /// <summary>LD2014.</summary>
    public static readonly Rule PollersAndConcurrency = Group.Error(
        "LD2014",
        "ProvisionedPollerConfig and MaximumConcurrency cannot be combined",
        "Lambda refuses an event source mapping of a queue that has both ProvisionedPollerConfig and ScalingConfig.MaximumConcurrency.");

    /// <param name="source">The mapping.</param>
    public static RuleMessage ExcludeEachOther(string source) => PollersAndConcurrency.Says(
        $"'{source}' has both ProvisionedPollerConfig and MaximumConcurrency, which Lambda refuses; limit it by MaximumPollers, or remove ProvisionedPollerConfig");

    /// <summary>LD2015.</summary>
    public static readonly Rule MappedTwice = Group.Error(
        "LD2015",
        "A function has two event source mappings for one source",
        "Lambda refuses a second event source mapping of the same source and the same function, version or alias (ResourceConflictException); of a Kafka topic or a queue of a broker likewise.");

    /// <param name="first">The mapping that comes first.</param>
    /// <param name="second">The other.</param>
    /// <param name="function">The function.</param>
    /// <param name="source">The source.</param>
    public static RuleMessage BothPoll(string first, string second, string function, string source) => MappedTwice.Says(
        $"'{first}' and '{second}' both map '{source}' to function '{function}', and Lambda refuses the second; merge them, with their filters in one FilterCriteria");

    /// <summary>LD2016.</summary>
    public static readonly Rule FilterMatchesNothing = Group.Warning(
        "LD2016",
        "The filter rejects every record",
        "Lambda compares a filter with the record as the source gives it, and drops what does not match: a queue's message is deleted. A member or value that no record has keeps all of them away.");

    /// <param name="mapping">The mapping.</param>
    /// <param name="source">The kind of source.</param>
    /// <param name="member">The member of the pattern.</param>
    public static RuleMessage MatchesNoRecord(string mapping, string source, string member) => FilterMatchesNothing.Says(
        $"The filter of '{mapping}' matches no record of {source}, because of {member}, so Lambda drops every record; write the pattern about what a record holds");

    /// <inheritdoc cref="MatchesNoRecord"/>
    /// <param name="mapping">The mapping.</param>
    /// <param name="source">The kind of source.</param>
    /// <param name="member">The member of the pattern.</param>
    /// <param name="known">The members that are there.</param>
    public static RuleMessage RecordHasNoSuchMember(string mapping, string source, string member, IEnumerable<string> known) => FilterMatchesNothing.Says(
        $"The filter of '{mapping}' matches no record of {source}, which has no {member}, so Lambda drops every record; its members there are {known}");

    /// <param name="mapping">The mapping.</param>
    /// <param name="format">What arrives.</param>
    /// <param name="from">Where it comes from.</param>
    /// <param name="member">The member of the pattern.</param>
    public static RuleMessage MatchesNoMessage(string mapping, MessageFormat format, string from, string member) => FilterMatchesNothing.Says(
        $"The filter of '{mapping}' matches none of the {format} from '{from}', because of {member}, so Lambda deletes them unread; write the pattern about what they hold");

    /// <inheritdoc cref="MatchesNoMessage"/>
    /// <param name="mapping">The mapping.</param>
    /// <param name="format">What arrives.</param>
    /// <param name="from">Where it comes from.</param>
    /// <param name="member">The member of the pattern.</param>
    /// <param name="known">The members that are there.</param>
    public static RuleMessage MessageHasNoSuchMember(string mapping, MessageFormat format, string from, string member, IEnumerable<string> known) => FilterMatchesNothing.Says(
        $"The filter of '{mapping}' matches none of the {format} from '{from}', which have no {member}, so Lambda deletes them unread; their members there are {known}");

    /// <summary>LD2017.</summary>
    public static readonly Rule KafkaErrorSettings = Group.Warning(
        "LD2017",
        "Error handling of Kafka mappings needs provisioned mode",
        "Lambda offers retries, record age, bisecting and partial batch responses for Kafka in provisioned mode only (ProvisionedPollerConfig). Without it a failing batch is retried until it succeeds or expires.");

    /// <param name="mapping">The mapping.</param>
    /// <param name="setting">The setting.</param>
    public static RuleMessage NeedsProvisionedModeFor(string mapping, string setting) => KafkaErrorSettings.Says(
        $"'{mapping}' reads Kafka and sets {setting}, which Lambda offers in provisioned mode only; set ProvisionedPollerConfig, or remove {setting}");

    /// <summary>LD2018.</summary>
    public static readonly Rule FilterRefused = Group.Error(
        "LD2018",
        "The filter pattern is not valid",
        "A pattern is the text of a JSON object whose values are objects or lists of values and operators. Lambda refuses a mapping with any other.");

    /// <param name="pattern">The filter of an attribute.</param>
    public static RuleMessage IsNoPatternOfAttribute(string pattern) => FilterRefused.Says(
        $"The filter '{pattern}' is not the text of a JSON object, so Lambda refuses the mapping; write an event pattern as JSON");

    /// <param name="member">The member of the filter of an attribute, from its root.</param>
    /// <param name="reason">AWS's reason.</param>
    public static RuleMessage PatternHasFault(string member, string reason) => FilterRefused.Says(
        $"A filter is not valid at {member}, so Lambda refuses the mapping: {reason.TrimEnd('.')}");

    /// <param name="length">The length of the filter of an attribute, in characters.</param>
    public static RuleMessage PatternIsTooLong(long length) => FilterRefused.Says(
        $"A filter has {length} characters, and Lambda accepts {MappingFacts.LongestPattern}; write it shorter, or as several filters");

    /// <param name="mapping">The mapping.</param>
    public static RuleMessage IsNoPattern(string mapping) => FilterRefused.Says(
        $"A filter of '{mapping}' is not the text of a JSON object, so Lambda refuses the mapping; write Pattern as JSON, in quotes");

    /// <param name="mapping">The mapping.</param>
    /// <param name="member">The member of the pattern, from its root.</param>
    /// <param name="reason">AWS's reason.</param>
    public static RuleMessage HasFault(string mapping, string member, string reason) => FilterRefused.Says(
        $"A filter of '{mapping}' is not valid at {member}, so Lambda refuses the mapping: {reason.TrimEnd('.')}");

    /// <summary>LD2012.</summary>
    public static readonly Rule ShortVisibility = Group.Error(
        "LD2012",
        "The queue's visibility timeout is shorter than the function's timeout",
        "Lambda refuses a mapping of a queue whose visibility timeout is below the function's timeout. AWS advises six times the timeout, plus the batching window, so that a throttled batch is not read twice.");

    /// <param name="queue">The queue.</param>
    /// <param name="visibility">Its visibility timeout in seconds.</param>
    /// <param name="function">The consumer.</param>
    /// <param name="timeout">The consumer's timeout in seconds.</param>
    /// <param name="advised">What AWS advises, in seconds.</param>
    public static RuleMessage IsBelowTimeout(string queue, long visibility, string function, long timeout, long advised) => ShortVisibility.Says(
        $"Queue '{queue}' has a visibility timeout of {visibility} seconds, below the timeout of its consumer '{function}' ({timeout} seconds), so Lambda refuses the mapping; set VisibilityTimeout to {advised}, as AWS advises");

    /// <summary>LD2032.</summary>
    public static readonly Rule MappingRange = Group.Error(
        "LD2032",
        "A setting of the event source mapping is out of range",
        "Lambda refuses the mapping when the stack is deployed. The ranges are those of CreateEventSourceMapping; a queue has at least two pollers and two concurrent batches.");

    /// <param name="setting">The setting.</param>
    /// <param name="value">Its value.</param>
    /// <param name="least">The least value that Lambda accepts.</param>
    /// <param name="greatest">The greatest.</param>
    public static RuleMessage IsOutOfRange(string setting, long value, long least, long greatest) => MappingRange.Says(
        $"{setting} is {value}; Lambda accepts {least} to {greatest}");

    /// <param name="minimum">The value of MinimumPollers.</param>
    /// <param name="maximum">The value of MaximumPollers.</param>
    public static RuleMessage MinimumIsAboveMaximum(long minimum, long maximum) => MappingRange.Says(
        $"MinimumPollers is {minimum}, above MaximumPollers ({maximum}); Lambda refuses the mapping");

    /// <summary>LD2033.</summary>
    public static readonly Rule SettingOfOtherSource = Group.Error(
        "LD2033",
        "This kind of event source does not support the setting",
        "Lambda accepts some settings of an event source mapping for some sources only, and refuses the mapping of another one. SAM passes them on.");

    /// <param name="source">The mapping.</param>
    /// <param name="type">Its type in SAM.</param>
    /// <param name="setting">The setting.</param>
    /// <param name="sources">The types that have it.</param>
    public static RuleMessage HasNoSuchSetting(string source, string type, string setting, IEnumerable<string> sources) => SettingOfOtherSource.Says(
        $"'{source}' is an event source of type {type}, for which Lambda refuses {setting}; remove it: it is a setting of {sources}");

    /// <summary>LD2034.</summary>
    public static readonly Rule QueueBatching = Group.Error(
        "LD2034",
        "Lambda refuses the batches of the queue",
        "More than 10 messages of a standard queue need a batching window of at least a second. A FIFO queue has at most 10 messages a batch, and no window.");

    /// <param name="source">The mapping.</param>
    /// <param name="size">The batch size.</param>
    public static RuleMessage NeedsWindow(string source, long size) => QueueBatching.Says(
        $"'{source}' takes batches of up to {size} messages without a batching window, and Lambda refuses more than {Limits.MaximumBatchWithoutWindow}; set MaximumBatchingWindowInSeconds to 1 or more");

    /// <inheritdoc cref="NeedsWindow"/>
    public static RuleMessage IsTooMuchOfFifo(string source, long size) => QueueBatching.Says(
        $"'{source}' takes batches of up to {size} messages of a FIFO queue, and Lambda refuses more than {Limits.MaximumBatchWithoutWindow}");

    /// <param name="source">The mapping.</param>
    public static RuleMessage FifoHasNoWindow(string source) => QueueBatching.Says(
        $"'{source}' reads a FIFO queue, for which Lambda refuses a batching window; remove MaximumBatchingWindowInSeconds");

    /// <summary>LD2035.</summary>
    public static readonly Rule DeadMappingSetting = Group.Warning(
        "LD2035",
        "The settings of an event source mapping do nothing",
        "The attribute sets what an event source mapping says of batches, errors, filters and pollers. Without a setting, or with one that the build decides itself, nothing is written for it.");

    /// <param name="handler">The handler.</param>
    public static RuleMessage SetsNoSetting(string handler) => DeadMappingSetting.Says(
        $"[EventSourceMapping] of '{handler}' has no setting, so it does nothing; add one, or remove the attribute");

    /// <param name="source">The queue.</param>
    public static RuleMessage AnswersInAnyCase(string source) => DeadMappingSetting.Says(
        $"The build writes the event of '{source}' with ReportBatchItemFailures, since the generated entry point answers with the messages that failed; remove ReportBatchItemFailures = false");
}
