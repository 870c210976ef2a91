using System.Collections.Generic;

namespace LambdaDestinations.Templates.Rules;

/// <summary>LD4xxx: overlapping, dead or looping configuration.</summary>
internal static class ConfigurationRules
{
    /// <summary>Ahead of the rules, which it collects.</summary>
    private static readonly Rule.Group Group = new(RuleCategory.Configuration);

    /// <summary>All rules of this class.</summary>
    public static IReadOnlyList<Rule> All => Group.All;

    /// <summary>LD4001.</summary>
    public static readonly Rule DeadLetterAndOnFailure = Group.Warning(
        "LD4001",
        "Both the dead-letter queue and the on-failure destination receive each failure",
        "The two are independent: a failed event goes to both, and to the dead-letter queue as the bare event, without error and response. Each failure is handled twice.");

    public static RuleMessage FailsTwice(string function) => DeadLetterAndOnFailure.Says(
        $"Function '{function}' has a dead-letter queue and an on-failure destination: every failed event goes to both, and the dead-letter queue lacks the error; remove one");

    /// <summary>LD4002.</summary>
    public static readonly Rule SharedQueue = Group.Error(
        "LD4002",
        "One queue receives two formats",
        "A dead-letter queue gets the bare event with message attributes, an on-failure destination the record. Who reads the queue meets two formats, and each failure twice.");

    public static RuleMessage GetsTwoFormats(string queue, string function) => SharedQueue.Says(
        $"'{queue}' is dead-letter queue and on-failure destination of function '{function}': each failure arrives twice, as the bare event and as a record; remove the dead-letter queue");

    /// <summary>LD4003.</summary>
    public static readonly Rule OnlySynchronous = Group.Warning(
        "LD4003",
        "The destination never fires: the function is invoked synchronously",
        "Destinations fire for asynchronous invocations. API Gateway, load balancers, function URLs and their like wait for the answer, and the caller gets the error.");

    public static RuleMessage IsCalledSynchronously(string function, IEnumerable<Caller> callers) => OnlySynchronous.Says(
        $"Function '{function}' is invoked synchronously only ({callers}), so its destinations never receive a record; handle the outcome in the caller, or invoke it asynchronously");

    /// <summary>LD4004.</summary>
    public static readonly Rule OnlyPolled = Group.Warning(
        "LD4004",
        "The destination never fires: the function is polled",
        "Lambda polls queues and streams and invokes the function synchronously. Streams have an on-failure destination on the mapping, a queue has its RedrivePolicy.");

    public static RuleMessage IsPolled(string function, IEnumerable<Caller> callers) => OnlyPolled.Says(
        $"Function '{function}' is invoked by event source mappings ({callers}), for which asynchronous destinations never fire; handle the outcome in the function");

    public static RuleMessage IsPolledFromQueue(string function, IEnumerable<Caller> callers, bool hasRedrive = false) => hasRedrive
        ? OnlyPolled.Says($"Function '{function}' is invoked by event source mappings ({callers}), for which asynchronous destinations never fire; remove them, since the source queue's RedrivePolicy takes what fails")
        : OnlyPolled.Says($"Function '{function}' is invoked by event source mappings ({callers}), for which asynchronous destinations never fire; give the source queue a RedrivePolicy");

    public static RuleMessage IsPolledFromStream(string function, IEnumerable<Caller> callers) => OnlyPolled.Says(
        $"Function '{function}' is invoked by event source mappings ({callers}), for which asynchronous destinations never fire; set the on-failure destination of the mapping");

    public static RuleMessage DeadLettersOfSynchronous(string function, IEnumerable<Caller> callers) => OnlySynchronous.Says(
        $"Function '{function}' is invoked synchronously only ({callers}), so its dead-letter queue never receives an event; handle the outcome in the caller, or invoke it asynchronously");

    public static RuleMessage DeadLettersOfPolled(string function, IEnumerable<Caller> callers) => OnlyPolled.Says(
        $"Function '{function}' is invoked by event source mappings ({callers}), for which its dead-letter queue never receives an event; handle the outcome in the function");

    public static RuleMessage DeadLettersOfQueue(string function, IEnumerable<Caller> callers, bool hasRedrive = false) => hasRedrive
        ? OnlyPolled.Says($"Function '{function}' is invoked by event source mappings ({callers}), for which its dead-letter queue never receives an event; remove it, since the source queue's RedrivePolicy takes what fails")
        : OnlyPolled.Says($"Function '{function}' is invoked by event source mappings ({callers}), for which its dead-letter queue never receives an event; give the source queue a RedrivePolicy");

    public static RuleMessage DeadLettersOfStream(string function, IEnumerable<Caller> callers) => OnlyPolled.Says(
        $"Function '{function}' is invoked by event source mappings ({callers}), for which its dead-letter queue never receives an event; set the on-failure destination of the mapping");

    /// <param name="functions">The functions that have the setting from <c>Globals</c>.</param>
    public static RuleMessage NoneIsAsynchronous(IEnumerable<string> functions) => OnlySynchronous.Says(
        $"No function that has this from Globals is invoked asynchronously ({functions}), so nothing is ever sent there; remove it from Globals, and handle the outcome in the callers");

    /// <inheritdoc cref="NoneIsAsynchronous"/>
    public static RuleMessage NoneIsAsynchronousAndSomePolled(IEnumerable<string> functions) => OnlyPolled.Says(
        $"No function that has this from Globals is invoked asynchronously ({functions}), so nothing is ever sent there; remove it from Globals, and set the on-failure destinations of the mappings");

    /// <summary>LD4017.</summary>
    public static readonly Rule UnusedRetries = Group.Info(
        "LD4017",
        "The settings of asynchronous invocations are never used",
        "MaximumRetryAttempts and MaximumEventAgeInSeconds are about asynchronous invocations. A synchronous caller retries by itself, and a mapping has settings of its own.");

    public static RuleMessage NothingRetries(string function, IEnumerable<Caller> callers) => UnusedRetries.Says(
        $"Function '{function}' is never invoked asynchronously ({callers}), so its retries and age of asynchronous invocations are never used; remove them, or set those of the mapping");

    /// <inheritdoc cref="NoneIsAsynchronous"/>
    public static RuleMessage NothingRetriesOfGlobals(IEnumerable<string> functions) => UnusedRetries.Says(
        $"No function that has these retries and this age from Globals is invoked asynchronously ({functions}), so they are never used; remove them from Globals");

    /// <summary>LD4005.</summary>
    public static readonly Rule OtherQualifier = Group.Warning(
        "LD4005",
        "The destination belongs to another version or alias",
        "The settings belong to a function and a qualifier. Those of $LATEST do not serve invocations through an alias, nor the reverse, and publishing a version does not copy them.");

    /// <param name="caller">What invokes the function.</param>
    /// <param name="called">The version or alias that it invokes.</param>
    /// <param name="function">The function.</param>
    /// <param name="qualifier">The version or alias that has the destinations.</param>
    public static RuleMessage CallsOtherQualifier(string caller, string called, string function, string qualifier) => OtherQualifier.Says(
        $"'{caller}' invokes {called} of function '{function}', but the destinations are set for {qualifier}, so they never receive its records; set them for {called}");

    /// <summary>LD4045.</summary>
    public static readonly Rule UnpublishedQualifier = Group.Info(
        "LD4045",
        "Destinations of $LATEST on a function with a capacity provider",
        "An unqualified call of a function with a capacity provider runs $LATEST.PUBLISHED. Settings belong to one qualifier, and those of $LATEST may never be used.");

    /// <param name="caller">What invokes the function.</param>
    /// <param name="function">The function.</param>
    public static RuleMessage RunsPublished(string caller, string function) => UnpublishedQualifier.Says(
        $"Cannot verify that '{caller}' uses the destinations of function '{function}': with a capacity provider it runs $LATEST.PUBLISHED, and they are set for $LATEST; set them for $LATEST.PUBLISHED or an alias");

    /// <summary>LD4006.</summary>
    public static readonly Rule Loop = Group.Warning(
        "LD4006",
        "Records invoke the function that sent them",
        "A record that comes back asynchronously makes the next record. Lambda's recursive loop detection stops some of these chains, after about 16 rounds.");

    /// <param name="function">The function.</param>
    /// <param name="path">The way from the function back to it.</param>
    public static RuleMessage ComesBack(string function, IEnumerable<string> path) => Loop.Says(
        $"The record of function '{function}' comes back to it ({Way(path)}) and invokes it asynchronously, which makes the next record; break the loop");

    /// <summary>LD4007.</summary>
    public static readonly Rule BucketLoop = Group.Warning(
        "LD4007",
        "The bucket of the failure records triggers the function",
        "A failure record is a new object below aws/lambda/ in the bucket. A notification without a prefix that excludes it invokes the function, which fails again.");

    public static RuleMessage BucketInvokesAgain(string function, string bucket) => BucketLoop.Says(
        $"Failure records of function '{function}' are written to bucket '{bucket}', whose notification invokes it again; give the notification a prefix outside aws/lambda/, or use another bucket");

    /// <param name="function">The function.</param>
    /// <param name="bucket">The bucket of its failure records.</param>
    /// <param name="eventRule">The event rule that takes the bucket's events.</param>
    public static RuleMessage BucketEventsInvokeAgain(string function, string bucket, string eventRule) => BucketLoop.Says(
        $"Failure records of function '{function}' are written to bucket '{bucket}', whose events invoke it again by event rule '{eventRule}'; let the rule's pattern ask for an object key outside aws/lambda/, or use another bucket");

    /// <summary>LD4008.</summary>
    public static readonly Rule RuleSource = Group.Warning(
        "LD4008",
        "The event rule matches a source that Lambda does not use",
        "Records on a bus have source \"lambda\". A rule that waits for \"aws.lambda\", the source of the service's own events, never matches.");

    public static RuleMessage NeverMatches(string eventRule) => RuleSource.Says(
        $"The pattern of '{eventRule}' asks for source \"aws.lambda\", but invocation records come from source \"lambda\", so it never matches");

    /// <summary>LD4009.</summary>
    public static readonly Rule DeliveryDeadLetterOnly = Group.Info(
        "LD4009",
        "The dead-letter queue of the trigger does not receive function errors",
        "The DeadLetterConfig of a trigger receives events that could not be delivered. Once Lambda has taken the event, the function's errors are lost unless the function has a destination or queue.");

    public static RuleMessage GetsUndeliveredOnly(string trigger, string function) => DeliveryDeadLetterOnly.Says(
        $"The DeadLetterConfig of '{trigger}' receives events that could not be delivered to function '{function}', never the function's own errors, for which nothing is set");

    public static RuleMessage TopicRedrivesUndeliveredOnly(string topic, string function) => DeliveryDeadLetterOnly.Says(
        $"The RedrivePolicy of the subscription to '{topic}' receives events that could not be delivered to function '{function}', never the function's own errors, for which nothing is set");

    /// <summary>LD4010.</summary>
    public static readonly Rule BucketDeleted = Group.Info(
        "LD4010",
        "The bucket of the failure records is deleted with the stack",
        "CloudFormation deletes the bucket with the stack or when it leaves the template. Its name is then free, and a function that still writes there writes to whoever takes it.");

    public static RuleMessage IsDeletedWithStack(string bucket, string owner) => BucketDeleted.Says(
        $"Bucket '{bucket}' receives failure records of '{owner}' and has DeletionPolicy Delete: records end with it, and its name can be taken by another account; use Retain");

    /// <summary>LD4011.</summary>
    public static readonly Rule LargePayload = Group.Info(
        "LD4011",
        "The record may be too large for its carrier",
        "A record holds the request, and on success the response. SNS carries 256 KB, an asynchronous request may have 1 MB; past the limit the payload is dropped or the delivery fails.");

    public static RuleMessage MayExceedTopic(string handler, string type) => LargePayload.Says(
        $"'{handler}' has binary data ({type}): a record holds request and response, and an SNS topic carries at most 256 KB; past it the payload or the record is lost. Use an SQS queue, or for failures an S3 bucket");

    /// <summary>LD4012.</summary>
    public static readonly Rule PollsOwnRecords = Group.Info(
        "LD4012",
        "The function polls its own records",
        "It is not a loop, since a polled invocation makes no record. But a handler that expects its own messages fails on the record, and the message comes back until it expires.");

    public static RuleMessage PollsItsQueue(string function, string queue) => PollsOwnRecords.Says(
        $"Records of function '{function}' go to queue '{queue}', which the function polls itself; it then receives records beside its usual events");

    /// <summary>The rules about records that come back to their function.</summary>
    public static IReadOnlyList<Rule> OfLoops { get; } = [Loop, BucketLoop, PollsOwnRecords];

    /// <summary>LD4013.</summary>
    public static readonly Rule QueueLimit = Group.Info(
        "LD4013",
        "The queue accepts less than a record can hold",
        "A message over MaximumMessageSize is refused, which shows in the metric DestinationDeliveryFailures alone. Records of large events are lost.");

    public static RuleMessage AcceptsLess(string queue, long bytes) => QueueLimit.Says(
        $"Queue '{queue}' accepts messages of at most {bytes} bytes, but a record holds request and response; a larger one is lost. Leave MaximumMessageSize at its default of 1 MiB");

    /// <summary>LD4014.</summary>
    public static readonly Rule Circle = Group.Error(
        "LD4014",
        "Circular dependency between the function and its destination",
        "CloudFormation refuses circular dependencies. SAM's role of the function names the destination, so the function waits for it; where the destination names the function, the circle is closed.");

    /// <param name="function">The function.</param>
    /// <param name="destination">Its destination.</param>
    /// <param name="path">From the function over the destination back to the function.</param>
    public static RuleMessage WaitForEachOther(string function, string destination, IEnumerable<string> path) => Circle.Says(
        $"Function '{function}' and its destination '{destination}' wait for each other ({Way(path)}), which CloudFormation refuses as a circular dependency; name one of them by its ARN, without a reference");

    /// <inheritdoc cref="WaitForEachOther"/>
    public static RuleMessage WaitForEachOtherInSam(string function, string destination, IEnumerable<string> path) => Circle.Says(
        $"Function '{function}' and its destination '{destination}' wait for each other ({Way(path)}), which CloudFormation refuses as a circular dependency; write an AWS::Lambda::EventInvokeConfig instead, and an AWS::IAM::Policy for what the role needs");

    /// <inheritdoc cref="WaitForEachOther"/>
    public static RuleMessage WouldWaitForEachOther(string function, string destination, IEnumerable<string> path) => Circle.Says(
        $"Function '{function}' and its destination '{destination}' wait for each other ({Way(path)}), which CloudFormation refuses as a circular dependency; remove EventInvokeConfig from the function and from Globals, and write AutoPublishAlias as a text, so that the build can write a resource of its own");

    /// <summary>LD4015.</summary>
    public static readonly Rule AttributeFilter = Group.Info(
        "LD4015",
        "The filter policy rejects every record",
        "A filter policy is about message attributes unless FilterPolicyScope says MessageBody, and Lambda publishes records without attributes. The subscriber gets none, and nothing says so.");

    public static RuleMessage LetsNoRecordThrough(string subscriber, string topic, string attribute) => AttributeFilter.Says(
        $"Subscriber '{subscriber}' of topic '{topic}' gets no records: its FilterPolicy wants the message attribute '{attribute}', and records have no attributes. If it is to get them, write a policy about the record and FilterPolicyScope: MessageBody");

    /// <summary>LD4016.</summary>
    public static readonly Rule NotMadeBySam = Group.Error(
        "LD4016",
        "SAM does not create the referenced queue or topic",
        "SAM makes a queue or topic for a destination of type SQS or SNS without Destination, and resolves Function.DestinationQueue only for the function after which it is named. Any other such reference stays as it is, and CloudFormation refuses the template.");

    /// <param name="function">The function of the reference.</param>
    /// <param name="isTopic">Whether it asks for a topic.</param>
    public static RuleMessage MakesNone(string function, bool isTopic) => NotMadeBySam.Says(
        $"SAM makes no {(isTopic ? "topic" : "queue")} for function '{function}', so nothing resolves '{function}.{(isTopic ? "DestinationTopic" : "DestinationQueue")}' and CloudFormation refuses the template; give the function a destination of type {(isTopic ? "SNS" : "SQS")} without Destination, or name the target itself");

    /// <param name="function">The function of the reference.</param>
    /// <param name="isTopic">Whether it asks for a topic.</param>
    /// <param name="first">The function after which it is named.</param>
    public static RuleMessage IsNamedAfterAnother(string function, bool isTopic, string first) => NotMadeBySam.Says(
        $"SAM makes one {(isTopic ? "topic" : "queue")} for all functions that have this destination from Globals, named after '{first}', so nothing resolves '{function}.{(isTopic ? "DestinationTopic" : "DestinationQueue")}' and CloudFormation refuses the template; write '{first}.{(isTopic ? "DestinationTopic" : "DestinationQueue")}'");

    /// <summary>LD4018.</summary>
    public static readonly Rule BeforeAlias = Group.Warning(
        "LD4018",
        "The settings may be created before their alias",
        "CloudFormation creates what does not refer to each other in any order, and Lambda refuses settings of an alias that is not there. The deployment fails, or not, as it happens.");

    /// <param name="config">The config.</param>
    /// <param name="alias">The alias that its qualifier names.</param>
    /// <param name="name">The alias's name.</param>
    public static RuleMessage MayComeBeforeAlias(string config, string alias, string name) => BeforeAlias.Says(
        $"Nothing makes '{config}' wait for alias '{alias}', which its Qualifier names as '{name}', and Lambda refuses settings of an alias that is not there; write DependsOn: {alias}");

    /// <summary>LD4019.</summary>
    public static readonly Rule EventsAmongRecords = Group.Warning(
        "LD4019",
        "Messages in two formats arrive in one queue",
        "A dead-letter queue gets the bare event and a destination the record; SNS and EventBridge put an envelope around it. Who reads them from one queue must tell them apart.");

    /// <param name="target">The queue or topic.</param>
    /// <param name="function">The function.</param>
    public static RuleMessage GetsEventsAndRecords(string target, string function) => EventsAmongRecords.Says(
        $"'{target}' is dead-letter queue and on-success destination of function '{function}': failed events arrive among the records of successes, in another form; give each a queue of its own");

    /// <param name="queue">The queue.</param>
    /// <param name="reader">The function that reads it.</param>
    /// <param name="first">What arrives on one way.</param>
    /// <param name="from">Where that comes from.</param>
    /// <param name="second">What arrives on the other.</param>
    /// <param name="other">Where that comes from.</param>
    public static RuleMessage GetsTwoForms(string queue, string reader, MessageFormat first, string from, MessageFormat second, string other) => EventsAmongRecords.Says(
        $"Queue '{queue}' gets {first} from '{from}' and {second} from '{other}', and function '{reader}' meets both forms; give each a queue of its own");

    /// <inheritdoc cref="GetsTwoForms"/>
    public static RuleMessage GetsRecordsInEnvelopes(string queue, string reader, MessageFormat first, string from, MessageFormat second, string other) => EventsAmongRecords.Says(
        $"Queue '{queue}' gets {first} from '{from}' and {second} from '{other}', and function '{reader}' meets both forms; set RawMessageDelivery of the subscription, or give each a queue of its own");

    /// <summary>LD4020.</summary>
    public static readonly Rule NoRecordMatches = Group.Warning(
        "LD4020",
        "The event rule matches no record",
        "EventBridge compares every member of a pattern. One that no record has, or with values that no record has there, keeps the whole rule from matching, and the records on the bus are lost.");

    /// <param name="eventRule">The event rule.</param>
    /// <param name="member">The member of the pattern.</param>
    /// <param name="known">The values that records have there.</param>
    public static RuleMessage HasOtherValues(string eventRule, string member, IEnumerable<string> known) => NoRecordMatches.Says(
        $"The pattern of '{eventRule}' matches no record: {member} of a record is one of {known}; write one of them");

    /// <inheritdoc cref="HasOtherValues"/>
    public static RuleMessage HasNoSuchMember(string eventRule, string member, IEnumerable<string> known) => NoRecordMatches.Says(
        $"The pattern of '{eventRule}' matches no record: a record has no {member}; its members there are {known}");

    /// <inheritdoc cref="HasOtherValues"/>
    public static RuleMessage HasOtherArns(string eventRule, string member) => NoRecordMatches.Says(
        $"The pattern of '{eventRule}' matches no record: a function's ARN in {member} of a record ends with its version or alias, such as :$LATEST; add it, or match by prefix");

    /// <param name="eventRule">The event rule.</param>
    /// <param name="member">The member.</param>
    /// <param name="qualifiers">The versions and aliases for which the destinations are set.</param>
    public static RuleMessage NamesOtherQualifier(string eventRule, string member, IEnumerable<string> qualifiers) => NoRecordMatches.Says(
        $"The pattern of '{eventRule}' matches no record: a function's ARN in {member} of a record ends with the version or alias for which the destinations are set ({qualifiers}), and the pattern names another one; write that, or match by prefix");

    /// <inheritdoc cref="HasOtherValues"/>
    public static RuleMessage MatchesNoRecord(string eventRule, string member) => NoRecordMatches.Says(
        $"The pattern of '{eventRule}' matches no record, because of {member}; write what a record has there");

    /// <summary>LD4021.</summary>
    public static readonly Rule DurableSendsNothing = Group.Warning(
        "LD4021",
        "Lambda sends no destination records for durable functions",
        "Lambda supports dead-letter queues for durable functions, and no destinations. What it tells of their outcome are status changes on the default event bus.");

    /// <param name="function">The durable function.</param>
    public static RuleMessage IsDurable(string function) => DurableSendsNothing.Says(
        $"Function '{function}' is durable, and Lambda sends no records of durable functions; give it a dead-letter queue, or an event rule on the default bus for Durable Execution Status Change");

    /// <summary>LD4080.</summary>
    public static readonly Rule NoStatusChangeMatches = Group.Warning(
        "LD4080",
        "The event rule matches no status change of durable executions",
        "EventBridge compares every member of a pattern with the event. A member, a status or an ARN that no status change has keeps the rule from matching, and nothing tells of it.");

    /// <param name="eventRule">The event rule.</param>
    /// <param name="member">The member of the pattern.</param>
    /// <param name="known">The values that status changes have there.</param>
    public static RuleMessage StatusChangeHasOtherValues(string eventRule, string member, IEnumerable<string> known) => NoStatusChangeMatches.Says(
        $"The pattern of '{eventRule}' matches no status change of a durable execution: {member} is one of {known}; write one of them");

    /// <param name="eventRule">The event rule.</param>
    /// <param name="status">The status that does not exist.</param>
    /// <param name="known">Those that do.</param>
    public static RuleMessage IsNoStatus(string eventRule, string status, IEnumerable<string> known) => NoStatusChangeMatches.Says(
        $"The pattern of '{eventRule}' waits for the status '{status}', which no durable execution has; it is one of {known}");

    /// <inheritdoc cref="StatusChangeHasOtherValues"/>
    public static RuleMessage StatusChangeHasNoSuchMember(string eventRule, string member, IEnumerable<string> known) => NoStatusChangeMatches.Says(
        $"The pattern of '{eventRule}' matches no status change of a durable execution, which has no {member} and no payload; the members there are {known}");

    /// <inheritdoc cref="StatusChangeHasOtherValues"/>
    public static RuleMessage StatusChangeHasQualifiedFunction(string eventRule) => NoStatusChangeMatches.Says(
        $"The pattern of '{eventRule}' matches no status change of a durable execution: detail.functionArn ends with a version or $LATEST; match it by prefix, up to and with the colon behind the function's name");

    /// <summary>LD4081.</summary>
    public static readonly Rule NothingRetriesExecutions = Group.Info(
        "LD4081",
        "Lambda does not retry durable executions",
        "An asynchronous durable execution that fails is not started again, and its age has no limit but ExecutionTimeout. Retries and event age are about events that have not started.");

    /// <param name="function">The durable function.</param>
    /// <param name="setting">The setting.</param>
    public static RuleMessage MeansNothingForExecutions(string function, string setting) => NothingRetriesExecutions.Says(
        $"Function '{function}' is durable, so {setting} means nothing for its executions: Lambda starts each once; retry in its steps, or remove the setting");

    /// <summary>LD4082.</summary>
    public static readonly Rule DeliveredTwice = Group.Warning(
        "LD4082",
        "Two event rules send one status change to the same target",
        "EventBridge delivers an event once for each rule that matches it. Who reads the target gets the status change of a durable execution twice.");

    /// <param name="eventRule">One rule.</param>
    /// <param name="other">The other.</param>
    /// <param name="statuses">The statuses that both take.</param>
    /// <param name="function">The durable function.</param>
    /// <param name="target">The target.</param>
    public static RuleMessage BothSend(string eventRule, string other, IEnumerable<string> statuses, string function, string target) => DeliveredTwice.Says(
        $"'{eventRule}' and '{other}' both send status changes of function '{function}' to '{target}', which gets each twice: {statuses}; let one of them take these, or remove one");

    /// <summary>LD4083.</summary>
    public static readonly Rule PrefixWithoutColon = Group.Info(
        "LD4083",
        "The prefix also matches functions whose names begin alike",
        "Behind the name of a function stands a colon in functionArn, and its version. A prefix that ends with the name matches every function whose name begins with it.");

    /// <param name="eventRule">The event rule.</param>
    public static RuleMessage MatchesOthers(string eventRule) => PrefixWithoutColon.Says(
        $"The prefix of detail.functionArn in '{eventRule}' ends with the function's name, so it also matches status changes of functions whose names begin with it; end it with a colon");

    /// <summary>LD4022.</summary>
    public static readonly Rule TopicCannotSend = Group.Warning(
        "LD4022",
        "The topic is not allowed to send to its subscribed queue",
        "SNS sends to a queue only when the queue's policy lets sns.amazonaws.com, and its key too where it has one. Otherwise what is published ends at the topic, and nothing says so.");

    /// <param name="topic">The topic.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="where">The conditions with their values where none does; empty for everywhere.</param>
    public static RuleMessage MayNotSend(string topic, string queue, IEnumerable<(string Condition, bool Value)> where) => TopicCannotSend.Says(
        $"No policy lets topic '{topic}' send to queue '{queue}'{where}, so messages end at the topic; write an AWS::SQS::QueuePolicy that allows sns.amazonaws.com sqs:SendMessage on the queue, for this topic");

    /// <inheritdoc cref="MayNotSend"/>
    public static RuleMessage MayNotSendDeadLetters(string topic, string queue, IEnumerable<(string Condition, bool Value)> where) => TopicCannotSend.Says(
        $"No policy lets topic '{topic}' send to '{queue}'{where}, the dead-letter queue of a subscription, so messages that cannot be delivered are lost; write an AWS::SQS::QueuePolicy that allows sns.amazonaws.com sqs:SendMessage on it");

    /// <inheritdoc cref="MayNotSend"/>
    /// <param name="policy">The policy that denies it.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="where">The conditions with their values where it does; empty for everywhere.</param>
    public static RuleMessage TopicIsDenied(string policy, string topic, string queue, IEnumerable<(string Condition, bool Value)> where) => TopicCannotSend.Says(
        $"A statement of '{policy}' denies topic '{topic}' to send to queue '{queue}'{where}, so messages end at the topic; no grant helps against a Deny: narrow that statement");

    /// <param name="topic">The topic.</param>
    /// <param name="queue">The queue.</param>
    public static RuleMessage CannotUseKeyOfAws(string topic, string queue) => TopicCannotSend.Says(
        $"Queue '{queue}' is encrypted with alias/aws/sqs, which topic '{topic}' cannot use, so messages end at the topic; encrypt it with SqsManagedSseEnabled, or with a key that lets sns.amazonaws.com use it");

    /// <inheritdoc cref="CannotUseKeyOfAws"/>
    /// <param name="topic">The topic.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="key">The key.</param>
    public static RuleMessage CannotUseKey(string topic, string queue, string key) => TopicCannotSend.Says(
        $"Queue '{queue}' is encrypted with key '{key}', whose policy does not let topic '{topic}' use it, so messages end at the topic; allow sns.amazonaws.com kms:GenerateDataKey and kms:Decrypt in the key's policy");

    /// <summary>LD4072.</summary>
    public static readonly Rule RuleCannotSend = Group.Warning(
        "LD4072",
        "The event rule is not allowed to send to its queue or topic",
        "EventBridge has no role for a queue or topic: its own policy must let events.amazonaws.com send, and its key too where it has one. Otherwise each event is refused, retried and dropped.");

    /// <param name="eventRule">The event rule.</param>
    /// <param name="target">The queue or topic.</param>
    /// <param name="isTopic">Whether it is a topic.</param>
    /// <param name="where">The conditions with their values where none does; empty for everywhere.</param>
    public static RuleMessage RuleMayNotSend(string eventRule, string target, bool isTopic, IEnumerable<(string Condition, bool Value)> where) => isTopic
        ? RuleCannotSend.Says($"No policy lets event rule '{eventRule}' send to topic '{target}'{where}, so its events are lost; write an AWS::SNS::TopicPolicy that allows events.amazonaws.com sns:Publish on the topic")
        : RuleCannotSend.Says($"No policy lets event rule '{eventRule}' send to queue '{target}'{where}, so its events are lost; write an AWS::SQS::QueuePolicy that allows events.amazonaws.com sqs:SendMessage on the queue, for this rule");

    /// <param name="eventRule">The event rule.</param>
    /// <param name="queue">The dead-letter queue of its target.</param>
    /// <param name="where">The conditions with their values where none does; empty for everywhere.</param>
    public static RuleMessage RuleMayNotSendDeadLetters(string eventRule, string queue, IEnumerable<(string Condition, bool Value)> where) => RuleCannotSend.Says(
        $"No policy lets event rule '{eventRule}' send to '{queue}'{where}, the dead-letter queue of its target, so events that cannot be delivered are lost; write an AWS::SQS::QueuePolicy that allows events.amazonaws.com sqs:SendMessage on it");

    /// <param name="policy">The policy that denies it.</param>
    /// <param name="eventRule">The event rule.</param>
    /// <param name="target">The queue or topic.</param>
    /// <param name="where">The conditions with their values where it does; empty for everywhere.</param>
    public static RuleMessage RuleIsDenied(string policy, string eventRule, string target, IEnumerable<(string Condition, bool Value)> where) => RuleCannotSend.Says(
        $"A statement of '{policy}' denies event rule '{eventRule}' to send to '{target}'{where}, so its events are lost; no grant helps against a Deny: narrow that statement");

    /// <param name="eventRule">The event rule.</param>
    /// <param name="target">The queue or topic.</param>
    public static RuleMessage RuleCannotUseKeyOfAws(string eventRule, string target) => RuleCannotSend.Says(
        $"'{target}' is encrypted with a key of AWS, which event rule '{eventRule}' cannot use, so its events are lost; encrypt it with a key that lets events.amazonaws.com use it, or a queue with SqsManagedSseEnabled");

    /// <inheritdoc cref="RuleCannotUseKeyOfAws"/>
    /// <param name="eventRule">The event rule.</param>
    /// <param name="target">The queue or topic.</param>
    /// <param name="key">The key.</param>
    public static RuleMessage RuleCannotUseKey(string eventRule, string target, string key) => RuleCannotSend.Says(
        $"'{target}' is encrypted with key '{key}', whose policy does not let event rule '{eventRule}' use it, so its events are lost; allow events.amazonaws.com kms:GenerateDataKey and kms:Decrypt in the key's policy");

    /// <summary>LD4073.</summary>
    public static readonly Rule BucketCannotSend = Group.Error(
        "LD4073",
        "The bucket is not allowed to send to its queue or topic",
        "Amazon S3 tries a notification when it is configured, and refuses the configuration when the queue's or topic's policy, or its key, does not let s3.amazonaws.com send.");

    /// <param name="bucket">The bucket.</param>
    /// <param name="target">The queue or topic.</param>
    /// <param name="isTopic">Whether it is a topic.</param>
    /// <param name="where">The conditions with their values where none does; empty for everywhere.</param>
    public static RuleMessage BucketMayNotSend(string bucket, string target, bool isTopic, IEnumerable<(string Condition, bool Value)> where) => isTopic
        ? BucketCannotSend.Says($"No policy lets bucket '{bucket}' send to topic '{target}'{where}, so S3 refuses the notification and the deployment fails; write an AWS::SNS::TopicPolicy that allows s3.amazonaws.com sns:Publish, for which the bucket waits by DependsOn")
        : BucketCannotSend.Says($"No policy lets bucket '{bucket}' send to queue '{target}'{where}, so S3 refuses the notification and the deployment fails; write an AWS::SQS::QueuePolicy that allows s3.amazonaws.com sqs:SendMessage, for which the bucket waits by DependsOn");

    /// <param name="policy">The policy that denies it.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="target">The queue or topic.</param>
    /// <param name="where">The conditions with their values where it does; empty for everywhere.</param>
    public static RuleMessage BucketIsDenied(string policy, string bucket, string target, IEnumerable<(string Condition, bool Value)> where) => BucketCannotSend.Says(
        $"A statement of '{policy}' denies bucket '{bucket}' to send to '{target}'{where}, so S3 refuses the notification and the deployment fails; no grant helps against a Deny: narrow that statement");

    /// <param name="bucket">The bucket.</param>
    /// <param name="target">The queue or topic.</param>
    public static RuleMessage BucketCannotUseKeyOfAws(string bucket, string target) => BucketCannotSend.Says(
        $"'{target}' is encrypted with a key of AWS, which bucket '{bucket}' cannot use, so S3 refuses the notification and the deployment fails; encrypt it with a key that lets s3.amazonaws.com use it, or a queue with SqsManagedSseEnabled");

    /// <inheritdoc cref="BucketCannotUseKeyOfAws"/>
    /// <param name="bucket">The bucket.</param>
    /// <param name="target">The queue or topic.</param>
    /// <param name="key">The key.</param>
    public static RuleMessage BucketCannotUseKey(string bucket, string target, string key) => BucketCannotSend.Says(
        $"'{target}' is encrypted with key '{key}', whose policy does not let bucket '{bucket}' use it, so S3 refuses the notification and the deployment fails; allow s3.amazonaws.com kms:GenerateDataKey and kms:Decrypt in the key's policy");

    /// <summary>LD4023.</summary>
    public static readonly Rule TargetMayBeMissing = Group.Warning(
        "LD4023",
        "The target may be missing where the destination is not",
        "CloudFormation refuses a reference to a resource whose condition does not hold. A destination that exists under fewer conditions than its target fails the deployments in between.");

    /// <param name="target">The resource.</param>
    /// <param name="condition">Its condition.</param>
    /// <param name="owner">What has the destination.</param>
    /// <param name="isOfSam">Whether SAM reads the destination.</param>
    public static RuleMessage MayBeMissing(string target, string condition, string owner, bool isOfSam) => TargetMayBeMissing.Says(
        $"'{target}' is there under condition '{condition}' only, and '{owner}' refers to it in other deployments too, which CloudFormation refuses; {(isOfSam ? "give the function the condition" : "guard the destination by Fn::If")}, or take the condition from '{target}'");

    /// <summary>LD4024.</summary>
    public static readonly Rule FifoAndStandard = Group.Error(
        "LD4024",
        "FIFO and standard cannot be combined here",
        "A standard topic takes no FIFO queue as subscriber, a FIFO topic nothing but queues; a dead-letter queue is of its queue's kind; an event rule needs a message group for a FIFO queue, and S3 knows none.");

    /// <param name="topic">The standard topic.</param>
    /// <param name="queue">The FIFO queue.</param>
    public static RuleMessage StandardTopicAndFifoQueue(string topic, string queue) => FifoAndStandard.Says(
        $"Topic '{topic}' is a standard topic and '{queue}' a FIFO queue, which SNS subscribes to FIFO topics only; take a standard queue, or a FIFO topic where no function's records go there");

    /// <param name="topic">The FIFO topic.</param>
    /// <param name="function">The function.</param>
    public static RuleMessage FifoTopicSendsToQueuesOnly(string topic, string function) => FifoAndStandard.Says(
        $"Topic '{topic}' is a FIFO topic, which sends to queues only, so SNS refuses to subscribe function '{function}'; subscribe a queue, and let the function read that");

    /// <param name="topic">The FIFO topic.</param>
    /// <param name="protocol">The protocol of the subscription.</param>
    public static RuleMessage FifoTopicHasProtocol(string topic, string protocol) => FifoAndStandard.Says(
        $"Topic '{topic}' is a FIFO topic, which sends to queues only, so SNS refuses a subscription with the protocol '{protocol}'; subscribe a queue, and read that");

    /// <param name="queue">The queue.</param>
    /// <param name="deadLetters">Its dead-letter queue.</param>
    /// <param name="isFifo">Whether the queue is the one that is FIFO.</param>
    public static RuleMessage DeadLetterQueueOfOtherKind(string queue, string deadLetters, bool isFifo) => isFifo
        ? FifoAndStandard.Says($"Queue '{queue}' is a FIFO queue and its dead-letter queue '{deadLetters}' is not, so SQS refuses the RedrivePolicy; make '{deadLetters}' a FIFO queue, too")
        : FifoAndStandard.Says($"The dead-letter queue '{deadLetters}' is a FIFO queue and its source '{queue}' is not, so SQS refuses the RedrivePolicy; take a standard queue for dead letters");

    /// <param name="eventRule">The event rule.</param>
    /// <param name="queue">The FIFO queue.</param>
    public static RuleMessage RuleNeedsMessageGroup(string eventRule, string queue) => FifoAndStandard.Says(
        $"Event rule '{eventRule}' sends to FIFO queue '{queue}' without SqsParameters.MessageGroupId, which EventBridge refuses; write it, and ContentBasedDeduplication of the queue");

    /// <param name="bucket">The bucket.</param>
    /// <param name="target">The FIFO queue or topic.</param>
    public static RuleMessage BucketSendsToNoFifo(string bucket, string target) => FifoAndStandard.Says(
        $"Bucket '{bucket}' notifies '{target}', which is FIFO, and S3 refuses that; take a standard queue or topic, or send the bucket's events by EventBridge");

    /// <param name="sender">The event rule, schedule or event.</param>
    /// <param name="queue">Its dead-letter queue.</param>
    public static RuleMessage UndeliveredNeedStandardQueue(string sender, string queue) => FifoAndStandard.Says(
        $"'{queue}' is a FIFO queue, and EventBridge puts what '{sender}' cannot deliver into standard queues only, so it refuses the DeadLetterConfig; take a standard queue");

    /// <param name="topic">The standard topic.</param>
    /// <param name="queue">The dead-letter queue of a subscription.</param>
    public static RuleMessage RedriveOfStandardTopic(string topic, string queue) => FifoAndStandard.Says(
        $"'{queue}' is a FIFO queue, and SNS supports standard queues only as the dead-letter queue of a subscription to standard topic '{topic}'; take a standard queue");

    /// <summary>LD4025.</summary>
    public static readonly Rule RedriveRefused = Group.Error(
        "LD4025",
        "The dead-letter queue does not accept the source queue",
        "SQS lets a queue name a dead-letter queue only where the RedriveAllowPolicy of that admits it. Otherwise it refuses the RedrivePolicy, and the deployment fails.");

    /// <param name="deadLetters">The dead-letter queue.</param>
    /// <param name="queue">The source queue.</param>
    public static RuleMessage TakesNoDeadLetters(string deadLetters, string queue) => RedriveRefused.Says(
        $"The RedriveAllowPolicy of '{deadLetters}' says denyAll, so SQS refuses it as the dead-letter queue of '{queue}'; remove it, or write byQueue with the ARN of '{queue}'");

    /// <inheritdoc cref="TakesNoDeadLetters"/>
    public static RuleMessage TakesOtherDeadLetters(string deadLetters, string queue) => RedriveRefused.Says(
        $"The sourceQueueArns in the RedriveAllowPolicy of '{deadLetters}' lack '{queue}', so SQS refuses it as the dead-letter queue of '{queue}'; add its ARN");

    /// <param name="queue">The queue.</param>
    public static RuleMessage IsItsOwnDeadLetterQueue(string queue) => RedriveRefused.Says(
        $"Queue '{queue}' is its own dead-letter queue, which cannot be created; give it another one");

    /// <summary>LD4074.</summary>
    public static readonly Rule BucketSendsNoEvents = Group.Warning(
        "LD4074",
        "The bucket of the event rule sends no events to EventBridge",
        "Amazon S3 sends the events of a bucket to EventBridge only where its NotificationConfiguration has an EventBridgeConfiguration. Without it the rule never fires, and nothing tells of it.");

    /// <param name="eventRule">The event rule.</param>
    /// <param name="bucket">The bucket.</param>
    public static RuleMessage WaitsForSilentBucket(string eventRule, string bucket) => BucketSendsNoEvents.Says(
        $"Event rule '{eventRule}' waits for events of bucket '{bucket}', which sends none to EventBridge; write EventBridgeConfiguration below its NotificationConfiguration");

    /// <summary>LD4026.</summary>
    public static readonly Rule NoFailurePath = Group.OptIn(
        "LD4026",
        "Failed events can be lost",
        "Lambda drops an asynchronous event whose retries are used up, or that grew too old, unless an on-failure destination or a dead-letter queue receives it, and somebody reads that.");

    /// <param name="function">The function.</param>
    /// <param name="callers">What invokes it asynchronously.</param>
    public static RuleMessage HasNoFailurePath(string function, IEnumerable<Caller> callers) => NoFailurePath.Says(
        $"Function '{function}' is invoked asynchronously ({callers}) and has neither an on-failure destination nor a dead-letter queue, so an event that fails is gone after its retries; add one");

    /// <param name="function">The function.</param>
    /// <param name="entry">The way in.</param>
    /// <param name="causes">The causes.</param>
    /// <param name="end">Where the event ends.</param>
    public static RuleMessage EndsInNothing(string function, string entry, IEnumerable<string> causes, string end) => NoFailurePath.Says(
        $"An event that enters function '{function}' by {entry} is lost ({causes}): {end}");

    /// <summary>LD4050.</summary>
    public static readonly Rule UnwatchedQueue = Group.OptIn(
        "LD4050",
        "Failures end in a queue without a reader or an alarm",
        "A queue keeps a message for 14 days at most and deletes it then. Where no function reads the queue, only an alarm tells that a failure waits.");

    /// <param name="queue">The queue.</param>
    /// <param name="functions">The functions whose failures it gets.</param>
    public static RuleMessage NobodyIsTold(string queue, IEnumerable<string> functions) => UnwatchedQueue.Says(
        $"Failures of {functions} end in queue '{queue}', which nothing in the template reads and no alarm watches, so nobody is told; add an AWS::CloudWatch::Alarm on it, or [assembly: DestinationAlarms] for a queue that the build creates");

    /// <summary>LD4051.</summary>
    public static readonly Rule AlarmIsSilent = Group.Warning(
        "LD4051",
        "CloudWatch is not allowed to publish to the alarm's topic",
        "CloudWatch publishes by the topic's policy and encrypts with its key. An action that fails stands in the alarm's history only, and nobody is told.");

    /// <param name="topic">The topic.</param>
    /// <param name="alias">The alias of the key of AWS.</param>
    /// <param name="alarms">The alarms that tell it.</param>
    public static RuleMessage TopicHasKeyOfAws(string topic, string alias, IEnumerable<string> alarms) => AlarmIsSilent.Says(
        $"Topic '{topic}' is encrypted with {alias}, which CloudWatch may not use and whose policy nobody can change, so its alarms ({alarms}) tell nobody; take a key of your own that lets cloudwatch.amazonaws.com use it");

    /// <inheritdoc cref="TopicHasKeyOfAws"/>
    /// <param name="topic">The topic.</param>
    /// <param name="key">The key.</param>
    /// <param name="alarms">The alarms that tell it.</param>
    /// <param name="statements">What the key's policy lacks.</param>
    public static RuleMessage KeyRefusesAlarms(string topic, string key, IEnumerable<string> alarms, ShownValues statements) => AlarmIsSilent.Says(
        $"Topic '{topic}' is encrypted with key '{key}', whose policy does not let CloudWatch use it, so its alarms ({alarms}) tell nobody; add to its KeyPolicy the statement {statements}");

    /// <inheritdoc cref="TopicHasKeyOfAws"/>
    /// <param name="topic">The topic.</param>
    /// <param name="policy">Its policy.</param>
    /// <param name="alarms">The alarms that tell it.</param>
    /// <param name="statements">What the policy lacks.</param>
    public static RuleMessage PolicyRefusesAlarms(string topic, string policy, IEnumerable<string> alarms, ShownValues statements) => AlarmIsSilent.Says(
        $"'{policy}' does not let CloudWatch publish to topic '{topic}', so its alarms ({alarms}) tell nobody; add the statement {statements}");

    /// <summary>LD4060.</summary>
    public static readonly Rule DefinitionNotJson = Group.Error(
        "LD4060",
        "The definition of a state machine is not valid JSON",
        "Step Functions refuses a definition that is not a JSON object, and without it nobody can tell which functions the state machine calls.");

    /// <param name="machine">The state machine.</param>
    /// <param name="error">What the parser says.</param>
    public static RuleMessage DefinitionIsNotJson(string machine, string error) => DefinitionNotJson.Says(
        $"DefinitionString of '{machine}' is not valid JSON, so Step Functions refuses it and the functions that it calls are not known: {error}");

    /// <summary>LD4055.</summary>
    public static readonly Rule PatternRefused = Group.Error(
        "LD4055",
        "The event pattern is not valid",
        "EventBridge checks a pattern when the rule is created: lists must not be empty, operators must be known and have values of their kind. It refuses a rule with any other, and the deployment fails.");

    /// <param name="rule">The event rule.</param>
    /// <param name="member">The member of the pattern, from its root; empty for the pattern itself.</param>
    /// <param name="reason">AWS's reason.</param>
    public static RuleMessage HasFault(string rule, string member, string reason) => PatternRefused.Says(
        $"The event pattern of '{rule}' is not valid{(member.Length == 0 ? "" : " at " + member)}, so EventBridge refuses the rule: {reason.TrimEnd('.')}");

    /// <summary>LD4070.</summary>
    public static readonly Rule MayNotInvoke = Group.Warning(
        "LD4070",
        "The event rule or topic is not allowed to invoke the function",
        "EventBridge and SNS have no role for a function: its own policy must let them invoke it. Without an AWS::Lambda::Permission each event is refused, retried and dropped.");

    /// <param name="source">The rule or topic.</param>
    /// <param name="function">The function, with the version or alias that is invoked.</param>
    /// <param name="service">The principal that needs the permission.</param>
    /// <param name="where">The conditions with their values where none does; empty for everywhere.</param>
    public static RuleMessage IsNotLetInvoke(string source, string function, string service, IEnumerable<(string Condition, bool Value)> where) => MayNotInvoke.Says(
        $"No AWS::Lambda::Permission lets '{source}' invoke function '{function}'{where}, so its events are lost; write one with the principal {service} and the ARN of '{source}' as SourceArn");

    /// <summary>LD4071.</summary>
    public static readonly Rule NotificationRefused = Group.Error(
        "LD4071",
        "The bucket is not allowed to invoke the function",
        "Amazon S3 tries a notification when it is configured, and refuses the configuration when the function's policy does not let it invoke the function.");

    /// <param name="bucket">The bucket.</param>
    /// <param name="function">The function, with the version or alias that is invoked.</param>
    /// <param name="where">The conditions with their values where none does; empty for everywhere.</param>
    public static RuleMessage BucketIsNotLetInvoke(string bucket, string function, IEnumerable<(string Condition, bool Value)> where) => NotificationRefused.Says(
        $"No AWS::Lambda::Permission lets bucket '{bucket}' invoke function '{function}'{where}, so S3 refuses the notification and the deployment fails; write one with the principal s3.amazonaws.com, for which the bucket waits by DependsOn");

    /// <summary>LD4075.</summary>
    public static readonly Rule DurableUnqualified = Group.Warning(
        "LD4075",
        "A durable function is called without a version or alias",
        "Lambda refuses to invoke a durable function by an unqualified ARN (\"You cannot invoke a durable function using an unqualified ARN\"). A version, an alias and $LATEST are qualified.");

    /// <param name="caller">What calls the function.</param>
    /// <param name="function">The durable function.</param>
    public static RuleMessage CallsDurableUnqualified(string caller, string function) => DurableUnqualified.Says(
        $"'{caller}' calls the durable function '{function}' without a version or alias, which Lambda refuses; name a version or an alias");

    /// <inheritdoc cref="CallsDurableUnqualified"/>
    public static RuleMessage EventCallsDurableUnqualified(string caller, string function) => DurableUnqualified.Says(
        $"Event '{caller}' calls the durable function '{function}' without a version or alias, which Lambda refuses; give the function an AutoPublishAlias");

    /// <summary>LD4076.</summary>
    public static readonly Rule DurableWithoutDeadLetters = Group.Info(
        "LD4076",
        "A durable function has no dead-letter queue",
        "Lambda sends no records of durable functions. An asynchronous event that never starts one, since it is throttled for too long, goes to the dead-letter queue, and is dropped without one.");

    /// <param name="function">The durable function.</param>
    /// <param name="callers">What invokes it asynchronously.</param>
    public static RuleMessage LacksDeadLetters(string function, IEnumerable<Caller> callers) => DurableWithoutDeadLetters.Says(
        $"The durable function '{function}' is invoked asynchronously ({callers}) and has no dead-letter queue, so an event that never starts an execution is dropped; give it one");

    private static string Way(IEnumerable<string> path) => string.Join(" -> ", path);
}
