using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Rules;

/// <summary>LD5xxx: consumers, payload serialization, what handlers and consumers do with records, and contracts that change.</summary>
internal static class ContractRules
{
    /// <summary>Ahead of the rules, which it collects.</summary>
    private static readonly Rule.Group Group = new(RuleCategory.Contract);

    /// <summary>All rules of this class.</summary>
    public static IReadOnlyList<Rule> All => Group.All;

    /// <summary>LD5001.</summary>
    public static readonly Rule PayloadMismatch = Group.Warning(
        "LD5001",
        "The consumer's type does not match the handler's",
        "A record holds the event and the response as they were. What does not fit throws in the consumer, or is read as a default without a word.");

    /// <param name="consumer">The consumer.</param>
    /// <param name="part">What it reads.</param>
    /// <param name="producer">The handler.</param>
    /// <param name="read">As which type.</param>
    /// <param name="written">Which type it is.</param>
    /// <param name="path">Where the JSON differs: <c>$.Items[]</c>.</param>
    public static RuleMessage ReadsOtherJson(string consumer, PayloadPart part, string producer, string read, string written, string path) => PayloadMismatch.Says(
        $"'{consumer}' reads the {InWords(part)} of '{producer}' as {read}, but it is {written}: the handler writes another JSON at '{path}'");

    /// <inheritdoc cref="ReadsOtherJson"/>
    public static RuleMessage ReadsUnrelatedType(string consumer, PayloadPart part, string producer, string read, string written) => PayloadMismatch.Says(
        $"'{consumer}' reads the {InWords(part)} of '{producer}' as {read}, but it is {written}: they have no member in common");

    /// <summary>LD5002.</summary>
    public static readonly Rule UnknownProducer = Group.Error(
        "LD5002",
        "The consumed handler does not exist",
        "The entry point is generated all the same, but no handler vouches for the types of the records.");

    /// <param name="type">The type.</param>
    /// <param name="method">The method that it lacks.</param>
    /// <param name="nearest">The method that may be meant; <see langword="null"/> when none is near.</param>
    public static RuleMessage HasNoHandler(string type, string method, string? nearest) => nearest is null
        ? UnknownProducer.Says($"Type '{type}' has no method '{method}', so nothing can be consumed from it")
        : UnknownProducer.Says($"Type '{type}' has no method '{method}', so nothing can be consumed from it; did you mean '{nearest}'?");

    public static RuleMessage NamesNoHandler(string consumer) => UnknownProducer.Says(
        $"[DestinationConsumer] of '{consumer}' names no handler, as its type or its method is null; name both: [DestinationConsumer(typeof(Handlers), nameof(Handlers.Run))]");

    /// <summary>LD5003.</summary>
    public static readonly Rule ProducerWithoutDestination = Group.Warning(
        "LD5003",
        "The consumed handler declares no destination",
        "Without a destination Lambda sends no record, so nothing says that records of the handler arrive at the consumer.");

    public static RuleMessage SendsNothing(string producer, string consumer) => ProducerWithoutDestination.Says(
        $"'{producer}' declares neither [OnSuccessDestination] nor [OnFailureDestination], so '{consumer}' is never sent a record by it");

    /// <summary>LD5004.</summary>
    public static readonly Rule OutcomeMismatch = Group.Warning(
        "LD5004",
        "The consumed handler does not send this kind of record",
        "OnSuccess and OnFailure are separate destinations, and an event source mapping has a destination and a record format of its own.");

    /// <param name="consumer">The consumer.</param>
    /// <param name="record">The type of record that it takes.</param>
    /// <param name="producer">The handler.</param>
    /// <param name="sent">All that the handler sends.</param>
    public static RuleMessage SendsOtherRecords(string consumer, string record, string producer, IEnumerable<SentRecord> sent) => OutcomeMismatch.Says(
        $"'{consumer}' takes {record}, but '{producer}' sends {string.Join(" and ", sent.Select(OfHandler))} only");

    /// <param name="consumer">The consumer.</param>
    /// <param name="record">The type of record that it takes.</param>
    /// <param name="producer">The durable handler.</param>
    public static RuleMessage SendsStatusChanges(string consumer, string record, string producer) => OutcomeMismatch.Says(
        $"'{consumer}' takes {record}, but '{producer}' is durable, and what is sent are status changes of its executions, without any payload; take DurableExecutionRecord, and fetch the result with GetDurableExecution");

    /// <summary>LD5005.</summary>
    public static readonly Rule ConsumerShape = Group.Error(
        "LD5005",
        "The method cannot be a consumer",
        "The generated entry point calls the method once per record. It must be able to call it, to await it, and to give it the record.");

    public static RuleMessage ConsumerIsGeneric(string consumer) => ConsumerShape.Says(
        $"No entry point is generated for '{consumer}': it is generic or stands in a generic type");

    public static RuleMessage ConsumerHasNoBody(string consumer) => ConsumerShape.Says(
        $"No entry point is generated for '{consumer}': it has no body");

    public static RuleMessage ConsumerIsHidden(string consumer) => ConsumerShape.Says(
        $"No entry point is generated for '{consumer}': generated code cannot call it: make the method and its class internal or public");

    public static RuleMessage ConsumerClassCannotBeCreated(string consumer) => ConsumerShape.Says(
        $"No entry point is generated for '{consumer}': its class cannot be created; make the method static");

    public static RuleMessage ConsumerClassHasNoConstructor(string consumer) => ConsumerShape.Says(
        $"No entry point is generated for '{consumer}': its class has no constructor that generated code can call; add one, or make the method static");

    public static RuleMessage ConsumerClassHasSeveralConstructors(string consumer) => ConsumerShape.Says(
        $"No entry point is generated for '{consumer}': its class has several constructors; mark one with [ActivatorUtilitiesConstructor]");

    public static RuleMessage ConsumerClassTakesNoService(string consumer, string parameter) => ConsumerShape.Says(
        $"No entry point is generated for '{consumer}': parameter '{parameter}' of its class's constructor cannot be a service");

    public static RuleMessage ConsumerClassNeedsServices(string consumer) => ConsumerShape.Says(
        $"No entry point is generated for '{consumer}': its class takes services by its constructor, and no class registers them; mark one with [DestinationStartup], add a parameterless constructor, or make the method static");

    public static RuleMessage ConsumerClassHasRequiredMembers(string consumer, string member) => ConsumerShape.Says(
        $"No entry point is generated for '{consumer}': its class has the required member '{member}', which the entry point does not set; mark the constructor with [SetsRequiredMembers]");

    public static RuleMessage ConsumerStartupIsUnusable(string consumer, string startup) => ConsumerShape.Says(
        $"No entry point is generated for '{consumer}': its class takes services by its constructor, and generated code cannot use the startup class '{startup}'");

    public static RuleMessage ConsumerNeedsNewerLanguage(string consumer) => ConsumerShape.Says(
        $"No entry point is generated for '{consumer}': generated code needs C# 8 or later; raise LangVersion");

    public static RuleMessage ConsumerIsAsyncVoid(string consumer) => ConsumerShape.Says(
        $"No entry point is generated for '{consumer}': it is async void, so a record would count as done before it is; return Task");

    public static RuleMessage ConsumerReturnsOther(string consumer) => ConsumerShape.Says(
        $"No entry point is generated for '{consumer}': it returns a value that nothing sends on; return void, Task or ValueTask, or declare [OnSuccessDestination]");

    public static RuleMessage ConsumerReturnsNoValue(string consumer, string type) => ConsumerShape.Says(
        $"No entry point is generated for '{consumer}': it returns {type}, which cannot be written as the response; return a value, a Task or a ValueTask");

    public static RuleMessage ConsumerTakesOther(string consumer, string parameter) => ConsumerShape.Says(
        $"No entry point is generated for '{consumer}': parameter '{parameter}' is not a record, DestinationMessage, ILambdaContext or CancellationToken");

    public static RuleMessage ConsumerTakesByReference(string consumer, string parameter) => ConsumerShape.Says(
        $"No entry point is generated for '{consumer}': parameter '{parameter}' is passed by reference");

    public static RuleMessage ConsumerTakesNoSingleRecord(string consumer) => ConsumerShape.Says(
        $"No entry point is generated for '{consumer}': it takes exactly one record: SuccessRecord, FailureRecord, StreamFailureRecord or DeadLetterMessage");

    /// <summary>LD5006.</summary>
    public static readonly Rule PayloadNotCarried = Group.Warning(
        "LD5006",
        "The carrier has no payload",
        "For a stream's batch SQS and SNS get its position only: shard, sequence numbers or offsets. The events must be fetched from the stream before they expire there.");

    public static RuleMessage CarriesPositionOnly(string consumer, string type, string producer, IEnumerable<DestinationTargetType> carriers) => PayloadNotCarried.Says(
        $"'{consumer}' reads the failed event as {type}, but the record that '{producer}' sends to {string.Join(" and ", carriers.Select(static x => AwsTargets.SamAsynchronousType(x)))} holds its position in the stream only; take a StreamFailureRecord and fetch the events, or send to Amazon S3");

    /// <summary>LD5007.</summary>
    public static readonly Rule VoidResponse = Group.Warning(
        "LD5007",
        "The handler returns nothing",
        "The response of such a handler is JSON null in every record, so the value is never anything but the default.");

    public static RuleMessage ReturnsNothing(string consumer, string producer, string type) => VoidResponse.Says(
        $"'{consumer}' reads the response of '{producer}' as {type}, but that handler returns nothing, so it is null in every record; use DestinationVoid");

    /// <summary>LD5010.</summary>
    public static readonly Rule NotSerializable = Group.Warning(
        "LD5010",
        "The type is not in the JsonSerializerContext",
        "A context reads the types that it lists and what they lead to. Reading a record of another type throws InvalidOperationException.");

    public static RuleMessage ContextLacksType(string context, string type, string method) => NotSerializable.Says(
        $"{context} has no [JsonSerializable(typeof({type}))], so records of '{method}' cannot be read");

    /// <summary>LD5011.</summary>
    public static readonly Rule NoContext = Group.Info(
        "LD5011",
        "The consumer reads payloads by reflection",
        "A function that is trimmed or compiled with Native AOT has no reflection metadata for your types unless a context gives it.");

    public static RuleMessage ReadsByReflection(string consumer) => NoContext.Says(
        $"No JsonSerializerContext is known for '{consumer}', so its payloads are read by reflection, which a trimmed or native function cannot do; name one with [DestinationSerializer]");

    /// <summary>LD5012.</summary>
    public static readonly Rule LostMessages = Group.Warning(
        "LD5012",
        "Messages that the consumer fails on are lost",
        "The entry point lists the messages that failed and ends without an error. A mapping that does not take the list lets Amazon SQS delete the whole batch.");

    public static RuleMessage FailuresAreDeleted(string consumer, string source) => LostMessages.Says(
        $"'{consumer}' answers with the messages that failed, but the SQS event source mapping '{source}' does not ask for them, so they are deleted; set FunctionResponseTypes: [ReportBatchItemFailures]");

    /// <summary>LD5013.</summary>
    public static readonly Rule KindNotTaken = Group.Warning(
        "LD5013",
        "The consumer receives records that it does not accept",
        "A destination sends what its configuration says, whoever reads it. Each record of another kind fails in the consumer, comes again until the queue gives it up, and is lost.");

    /// <param name="consumer">The consumer.</param>
    /// <param name="taken">What it takes.</param>
    /// <param name="sender">Who sends.</param>
    /// <param name="sent">What it sends.</param>
    /// <param name="queue">The queue where they arrive.</param>
    public static RuleMessage QueueHoldsOtherRecords(string consumer, IEnumerable<SentRecord> taken, string sender, SentRecord sent, string queue) => KindNotTaken.Says(
        $"'{consumer}' takes {Every(taken)} only, but '{sender}' sends {InWords(sent)} to the queue '{queue}', which it reads; take them by another method of the class and run the class's entry point, or send them elsewhere");

    /// <inheritdoc cref="QueueHoldsOtherRecords"/>
    public static RuleMessage TopicBringsOtherRecords(string consumer, IEnumerable<SentRecord> taken, string sender, SentRecord sent, string topic) => KindNotTaken.Says(
        $"'{consumer}' takes {Every(taken)} only, but '{sender}' sends {InWords(sent)} to the topic '{topic}', which invokes it; take them by another method of the class and run the class's entry point, or send them elsewhere");

    /// <inheritdoc cref="QueueHoldsOtherRecords"/>
    public static RuleMessage FunctionGetsOtherRecords(string consumer, IEnumerable<SentRecord> taken, string sender, SentRecord sent, string function) => KindNotTaken.Says(
        $"'{consumer}' takes {Every(taken)} only, but '{sender}' sends {InWords(sent)} to '{function}', which runs it; take them by another method of the class and run the class's entry point, or send them elsewhere");

    /// <summary>LD5020.</summary>
    public static readonly Rule ErrorTypeFullName = Group.Info(
        "LD5020",
        "An error type is compared with a full name",
        "The .NET runtime of Lambda writes the short name of the exception's type, without namespace, so the comparison is never true.");

    public static RuleMessage NeverEqualsFullName(string shortName, string compared) => ErrorTypeFullName.Says(
        $"ErrorType is the short name of the exception's type ('{shortName}'), so it never equals '{compared}'");

    public static RuleMessage NeverContainsFullName(string shortName, string sought) => ErrorTypeFullName.Says(
        $"ErrorType is the short name of the exception's type ('{shortName}'), so it never contains '{sought}'");

    /// <summary>LD5021.</summary>
    public static readonly Rule ConditionOfOtherMode = Group.Warning(
        "LD5021",
        "The condition never occurs in this kind of record",
        "Asynchronous invocations and event source mappings name the same condition differently, and a success record has one condition alone. The branch is never taken.");

    public static RuleMessage NeverOfSuccess(string condition) => ConditionOfOtherMode.Says(
        $"{condition} is never the condition of a success record; its condition is always Success");

    public static RuleMessage SuccessIsNoFailure(string condition) => ConditionOfOtherMode.Says(
        $"{condition} is never the condition of a failure record; take a SuccessRecord");

    public static RuleMessage MappingsReportFailuresOnly(string condition) => ConditionOfOtherMode.Says(
        $"{condition} is never the condition of a failure record; a mapping reports failures only");

    /// <param name="condition">The condition.</param>
    /// <param name="instead">What stands for it there; <see langword="null"/> when nothing does.</param>
    public static RuleMessage NeverOfInvocation(string condition, string? instead) => instead is null
        ? ConditionOfOtherMode.Says($"{condition} is never the condition of an asynchronous failure record; nothing corresponds to it there")
        : ConditionOfOtherMode.Says($"{condition} is never the condition of an asynchronous failure record; use {instead}");

    /// <inheritdoc cref="NeverOfInvocation"/>
    public static RuleMessage NeverOfMapping(string condition, string? instead) => instead is null
        ? ConditionOfOtherMode.Says($"{condition} is never the condition of a record of an event source mapping; nothing corresponds to it there")
        : ConditionOfOtherMode.Says($"{condition} is never the condition of a record of an event source mapping; use {instead}");

    /// <summary>LD5022.</summary>
    public static readonly Rule SwallowedException = Group.Info(
        "LD5022",
        "A caught exception counts as success",
        "Lambda knows a failure by the exception alone. A handler that catches it and returns has succeeded: there is no retry and no failure record.");

    public static RuleMessage CatchesEverything(string handler) => SwallowedException.Says(
        $"'{handler}' catches every exception and returns normally, which Lambda counts as success: its on-failure destination gets no record; throw, or catch what you can handle");

    /// <summary>LD5023.</summary>
    public static readonly Rule FireAndForget = Group.Warning(
        "LD5023",
        "Work is not awaited",
        "When the handler returns, Lambda records the success and freezes the process. The work goes on with the next invocation, or never, and its exception reaches no destination.");

    public static RuleMessage DoesNotAwait(string handler, string method) => FireAndForget.Says(
        $"'{handler}' does not await '{method}': Lambda reports success, and freezes the function, before the work is done, and its failure reaches no destination");

    public static RuleMessage CallsAsyncVoid(string handler, string method) => FireAndForget.Says(
        $"'{handler}' does not await '{method}', which is async void: Lambda reports success, and freezes the function, before the work is done, and its failure reaches no destination");

    public static RuleMessage PassesAsyncLambda(string handler) => FireAndForget.Says(
        $"'{handler}' does not await an async lambda that is called as a void one: Lambda reports success, and freezes the function, before the work is done, and its failure reaches no destination");

    public static RuleMessage AwaitsOuterTaskOnly(string handler) => FireAndForget.Says(
        $"'{handler}' awaits a task whose result is a task, and does not await that one: Lambda reports success, and freezes the function, before the work is done, and its failure reaches no destination; await the result, or call Unwrap()");

    /// <param name="handler">The handler.</param>
    /// <param name="type">What it returns.</param>
    public static RuleMessage ReturnsTaskOfTask(string handler, string type) => FireAndForget.Says(
        $"'{handler}' returns {type}, and Lambda awaits the outer task only: it reports success, and freezes the function, before the work is done, and its failure reaches no destination; await the inner task in the handler");

    /// <param name="handler">The handler.</param>
    /// <param name="variable">The variable that holds the task.</param>
    /// <param name="method">What makes the task.</param>
    public static RuleMessage NeverUsesTask(string handler, string variable, string method) => FireAndForget.Says(
        $"'{handler}' assigns the task of '{method}' to '{variable}' and never uses it: Lambda reports success, and freezes the function, before the work is done, and its failure reaches no destination; await it");

    /// <inheritdoc cref="NeverUsesTask"/>
    public static RuleMessage OverwritesTask(string handler, string variable, string method) => FireAndForget.Says(
        $"'{handler}' assigns the task of '{method}' to '{variable}' and overwrites it before it is awaited: Lambda reports success, and freezes the function, before the work is done, and its failure reaches no destination; await it first, or await both by Task.WhenAll(...)");

    public static RuleMessage StartsThread(string handler) => FireAndForget.Says(
        $"'{handler}' starts a thread and does not wait for it: Lambda reports success, and freezes the function, before the work is done, and its failure reaches no destination; await Task.Run(...), or call Join()");

    public static RuleMessage QueuesWork(string handler) => FireAndForget.Says(
        $"'{handler}' queues a work item and does not wait for it: Lambda reports success, and freezes the function, before the work is done, and its failure reaches no destination; await Task.Run(...)");

    /// <summary>LD5060.</summary>
    public static readonly Rule SerializerIsNoContext = Group.Error(
        "LD5060",
        "The serializer is not a JsonSerializerContext",
        "Generated code creates the context and takes the type information of the payloads from it. Another type has none, so the attribute is ignored.");

    public static RuleMessage CannotSerialize(string type) => SerializerIsNoContext.Says(
        $"[DestinationSerializer] names '{type}', which is not a JsonSerializerContext that generated code can use, so the attribute is ignored; name an internal or public class derived from JsonSerializerContext");

    public static RuleMessage LacksDefault(string type) => SerializerIsNoContext.Says(
        $"[DestinationSerializer] names '{type}', which has no static property Default that generated code can use, so the attribute is ignored; make the class partial and give it [JsonSerializable], so that System.Text.Json writes the property");

    /// <summary>LD5050.</summary>
    public static readonly Rule BreakingChange = Group.Warning(
        "LD5050",
        "A contract changed in a way that breaks waiting records",
        "A record may wait in a queue for 14 days, so the code that reads it is often newer than the code that wrote it.");

    public static RuleMessage ContractBreaks(string handler, IEnumerable<ContractDifference> differences) => BreakingChange.Says(
        $"The contract of '{handler}' changed: {Every(differences)}; records of the old shape may still wait in a queue");

    /// <summary>LD5051.</summary>
    public static readonly Rule ContractChanged = Group.Info(
        "LD5051",
        "The contract baseline is out of date",
        "Records of both shapes can be read. But the next change is compared with the baseline, so it should say what is written today.");

    public static RuleMessage ContractDiffers(string handler, IEnumerable<ContractDifference> differences) => ContractChanged.Says(
        $"The contract of '{handler}' is not what destination-contracts.json says: {Every(differences)}");

    public static RuleMessage ContractIsNotRecorded(string handler) => ContractChanged.Says(
        $"The contract of '{handler}' is not what destination-contracts.json says: it is not recorded");

    public static RuleMessage ContractHasNoHandler(string handler) => ContractChanged.Says(
        $"The contract of '{handler}' is not what destination-contracts.json says: the handler is gone or has no destination any more; delete its entry");

    /// <summary>LD5052.</summary>
    public static readonly Rule BaselineUnreadable = Group.Error(
        "LD5052",
        "The contract baseline cannot be read",
        "No contract is compared while the file cannot be read. Usually a merge conflict is the reason.");

    /// <summary>The parser says whole sentences of its own.</summary>
    public static RuleMessage BaselineIsNoJson(TemplateSyntaxError error) => BaselineUnreadable.Says($"{error.Message}");

    public static RuleMessage BaselineIsNoObject() => BaselineUnreadable.Says($"The contract baseline must be a JSON object");

    public static RuleMessage BaselineIsOfOtherVersion(string version, string known) => BaselineUnreadable.Says(
        $"Schema version {version} of the contract baseline is not known; this version reads {known}");

    public static RuleMessage ContractsAreNoObject() => BaselineUnreadable.Says($"'contracts' must be an object");

    public static RuleMessage ContractIsNoObject() => BaselineUnreadable.Says($"A contract must be an object with 'request', 'response' and 'types'");

    public static RuleMessage ContractTypeIsNoObject() => BaselineUnreadable.Says($"A type must be an object of member names and types");

    public static RuleMessage MemberHasNoType(string member) => BaselineUnreadable.Says($"'{member}' has no readable type");

    public static RuleMessage IsNoContractType() => BaselineUnreadable.Says($"This is not a contract type");

    /// <summary>LD5090.</summary>
    public static readonly Rule ResultOfBatch = Group.Warning(
        "LD5090",
        "The consumer's result is discarded for batches",
        "An event source mapping reads no response but the messages that failed, and its invocations have no success destination. The result for a record that comes alone is sent on.");

    /// <param name="consumer">The consumer.</param>
    /// <param name="source">The event or mapping that is polled.</param>
    public static RuleMessage ResultIsDropped(string consumer, string source) => ResultOfBatch.Says(
        $"'{consumer}' returns a value, but the event source '{source}' hands over batches, and what is returned for their records is dropped; return nothing, or send the records to the function itself, to a topic or to an event bus");

    /// <summary>LD5091.</summary>
    public static readonly Rule UnusableStartup = Group.Error(
        "LD5091",
        "The startup class cannot be used",
        "Generated code has the class register the services, once, and builds the container of them. Without it no consumer that takes services gets an entry point.");

    public static RuleMessage StartupIsHidden(string type) => UnusableStartup.Says(
        $"'{type}' cannot register services: generated code cannot name it; make it internal or public, and not generic");

    public static RuleMessage StartupHasNoMethod(string type) => UnusableStartup.Says(
        $"'{type}' registers no services: it has neither an internal or public void ConfigureServices(IServiceCollection) nor HostApplicationBuilder ConfigureHostBuilder(); add one");

    public static RuleMessage StartupCannotBeCreated(string type) => UnusableStartup.Says(
        $"'{type}' cannot register services: it has no parameterless constructor that generated code can call; add one, or make the method static");

    public static RuleMessage StartupHasRequiredMembers(string type, string member) => UnusableStartup.Says(
        $"'{type}' has the required member '{member}', which generated code does not set; mark the constructor with [SetsRequiredMembers]");

    public static RuleMessage StartupLacksContainer(string type) => UnusableStartup.Says(
        $"'{type}' registers services, but the project has nothing that makes a container of them; reference Microsoft.Extensions.DependencyInjection");

    /// <param name="type">The class.</param>
    /// <param name="other">The first class with the attribute.</param>
    public static RuleMessage StartupIsNotTheOnlyOne(string type, string other) => UnusableStartup.Says(
        $"'{type}' and '{other}' have [DestinationStartup], and the container is built of one; remove one of them");

    /// <summary>LD5092.</summary>
    public static readonly Rule Concurrency = Group.Error(
        "LD5092",
        "The concurrency of a consumer is contradictory",
        "A method has one number of records that it may be given at once, at least 1, whatever handler they come from.");

    public static RuleMessage ConcurrencyIsTooSmall(string consumer, long value) => Concurrency.Says(
        $"MaximumConcurrency of '{consumer}' is {value}; it is at least 1");

    public static RuleMessage ConcurrencyDiffers(string consumer, long value, long other) => Concurrency.Says(
        $"MaximumConcurrency of '{consumer}' is {value} here and {other} in another of its attributes; write one number");

    private static string InWords(PayloadPart part) => part == PayloadPart.Request ? "request" : "response";

    private static string InWords(SentRecord sent) => sent switch
    {
        SentRecord.Success => "success records",
        SentRecord.Failure => "failure records",
        SentRecord.MappingFailure => "the records of stream batches",
        SentRecord.DeadLetter => "dead-letter messages",
        SentRecord.StatusChange => "status changes of durable executions",
        _ => throw new ArgumentOutOfRangeException(nameof(sent), sent, "Not a record."),
    };

    /// <summary>Of one handler, which may have both kinds of failure records.</summary>
    private static string OfHandler(SentRecord sent) => sent == SentRecord.MappingFailure ? "failure records of an event source mapping" : InWords(sent);

    private static string Every(IEnumerable<SentRecord> records) => string.Join(" and ", records.Select(InWords));

    private static string Every(IEnumerable<ContractDifference> differences) => string.Join("; ", differences);
}
