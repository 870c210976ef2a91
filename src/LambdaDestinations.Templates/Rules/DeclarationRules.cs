using System;
using System.Collections.Generic;
using LambdaDestinations.Templates.Aws;

namespace LambdaDestinations.Templates.Rules;

/// <summary>LD1001 to LD1049: what a destination says, by attribute or in the template.</summary>
internal static class DeclarationRules
{
    private const string AsynchronousTypes = "SQS, SNS, EventBridge, Lambda or S3Bucket";
    private const string EventTypes = "SQS, SNS, S3 or Kafka";
    private const string DeadLetterTypes = "SQS or SNS";

    /// <summary>Ahead of the rules, which it collects.</summary>
    private static readonly Rule.Group Group = new(RuleCategory.Declaration);

    /// <summary>All rules of this class.</summary>
    public static IReadOnlyList<Rule> All => Group.All;

    /// <summary>LD1001.</summary>
    public static readonly Rule S3OnSuccess = Group.Error(
        "LD1001",
        "Amazon S3 is not supported as an on-success destination",
        "Lambda takes an S3 bucket as on-failure destination only. SAM and cfn-lint let it pass, and the deployment fails.");

    /// <param name="target">The target; <see langword="null"/> when it is to be created.</param>
    public static RuleMessage BucketGetsFailuresOnly(string? target) => S3OnSuccess.Says(
        $"Lambda refuses '{target ?? "S3"}' as on-success destination: Amazon S3 receives failure records only; use a queue, topic, function or event bus");

    /// <summary>LD1002.</summary>
    public static readonly Rule Fifo = Group.Error(
        "LD1002",
        "FIFO queues and topics are not supported as destinations",
        "Lambda sends no message group, which a FIFO queue or topic requires. The deployment is refused, or no record ever arrives.");

    public static RuleMessage IsFifoQueue(string queue) => Fifo.Says(
        $"'{queue}' is a FIFO queue, which Lambda does not support as a destination; use a standard queue");

    public static RuleMessage IsFifoTopic(string topic) => Fifo.Says(
        $"'{topic}' is a FIFO topic, which Lambda does not support as a destination; use a standard topic");

    /// <param name="queue">The dead-letter queue of a function.</param>
    public static RuleMessage IsFifoQueueOfDeadLetters(string queue) => Fifo.Says(
        $"'{queue}' is a FIFO queue, which Lambda does not support as a dead-letter queue; use a standard queue");

    /// <param name="topic">What stands in the place of a dead-letter queue.</param>
    public static RuleMessage IsFifoTopicOfDeadLetters(string topic) => Fifo.Says(
        $"'{topic}' is a FIFO topic, to which Lambda sends no dead letters; use a standard topic");

    /// <param name="target">The queue or topic.</param>
    /// <param name="isTopic">Whether it is a topic.</param>
    public static RuleMessage IsFifoTargetOfRule(string target, bool isTopic) => isTopic
        ? Fifo.Says($"'{target}' is a FIFO topic, and the event rule that the build writes for the outcomes of a durable function names no message group; use a standard topic")
        : Fifo.Says($"'{target}' is a FIFO queue, and the event rule that the build writes for the outcomes of a durable function names no message group; use a standard queue");

    /// <param name="queue">The dead-letter queue of event rules.</param>
    public static RuleMessage IsFifoDeadLetterQueue(string queue) => Fifo.Says(
        $"'{queue}' is a FIFO queue, and EventBridge puts events that it cannot deliver into standard queues only; use a standard queue");

    /// <summary>LD1003.</summary>
    public static readonly Rule MalformedTarget = Group.Error(
        "LD1003",
        "The target is neither a reference nor an ARN",
        "The Lambda API takes whole ARNs, and kafka://topic for Kafka mappings. Anything else fails the deployment.");

    public static RuleMessage NeedsArn(string target) => MalformedTarget.Says(
        $"'{target}' is not a valid destination: an ARN is required here");

    /// <summary>An ARN with white space in it.</summary>
    /// <param name="target">The ARN, line ends and the like as escapes.</param>
    public static RuleMessage HasWhiteSpace(string target) => MalformedTarget.Says(
        $"'{target}' is not a valid destination: an ARN has no white space");

    public static RuleMessage IfLacksValues() => MalformedTarget.Says(
        $"Fn::If needs a condition and two values here, and CloudFormation refuses it otherwise; write !Ref AWS::NoValue for a value that is to be left out");

    public static RuleMessage IsNoLogicalId(string target) => MalformedTarget.Says(
        $"'{target}' is not a valid destination: a logical id has letters and digits only");

    public static RuleMessage IsNoKafkaTopic(string target) => MalformedTarget.Says(
        $"'{target}' is not a valid destination: a Kafka topic is written kafka://topic");

    public static RuleMessage IsNoReference(string target) => MalformedTarget.Says(
        $"'{target}' is not a valid destination: write \"@LogicalId\" for a resource or parameter of the template, or a whole ARN");

    /// <summary>LD1004.</summary>
    public static readonly Rule UnknownLogicalId = Group.Error(
        "LD1004",
        "The target is not in the template",
        "CloudFormation refuses a template with a reference to nothing. Mostly it is a typing error.");

    /// <param name="logicalId">The name that stands for nothing.</param>
    /// <param name="nearest">The name of the template that may be meant; <see langword="null"/> when none is near.</param>
    public static RuleMessage HasNoResource(string logicalId, string? nearest) => nearest is null
        ? UnknownLogicalId.Says($"The template has no resource and no parameter '{logicalId}'")
        : UnknownLogicalId.Says($"The template has no resource and no parameter '{logicalId}'; did you mean '{nearest}'?");

    /// <param name="id">The id that no construct has.</param>
    /// <param name="function">The path of the function that is to send there.</param>
    /// <param name="nearest">The id that may be meant; <see langword="null"/> when none is near.</param>
    public static RuleMessage HasNoConstruct(string id, string function, string? nearest) => nearest is null
        ? UnknownLogicalId.Says($"No construct in the stage of function '{function}' has the id '{id}'; correct the attribute, or name the construct by ApplyOptions.Resolve")
        : UnknownLogicalId.Says($"No construct in the stage of function '{function}' has the id '{id}'; did you mean '{nearest}'?");

    /// <summary>LD1005.</summary>
    public static readonly Rule TargetTypeMismatch = Group.Error(
        "LD1005",
        "The target does not match the declared type",
        "SAM grants by the declared type and never looks at the target. Lambda then refuses the setting for want of a permission, which hides the cause.");

    public static RuleMessage IsOfOtherKind(string declared, string target, DestinationTargetType actual) => TargetTypeMismatch.Says(
        $"The destination is declared as {declared}, but '{target}' is {AwsTargets.InWords(actual)}");

    public static RuleMessage IsOfOtherKind(DestinationTargetType declared, string target, DestinationTargetType actual) =>
        IsOfOtherKind(declared.ToString(), target, actual);

    public static RuleMessage IsNoPossibleKind(DestinationTargetType declared, string target) => TargetTypeMismatch.Says(
        $"The destination is declared as {declared}, but '{target}' cannot be a destination");

    /// <param name="queue">What is named as the dead-letter queue of event rules.</param>
    /// <param name="resourceType">What it is.</param>
    public static RuleMessage TakesNoUndelivered(string queue, string resourceType) => TargetTypeMismatch.Says(
        $"'{queue}' is of type {resourceType}, and EventBridge puts events that it cannot deliver into SQS queues only; name a standard queue as DeadLetterQueue");

    public static RuleMessage IsOfOtherType(DestinationTargetType declared, string target, string resourceType) => TargetTypeMismatch.Says(
        $"The destination is declared as {declared}, but '{target}' is of type {resourceType}");

    /// <summary>LD1006.</summary>
    public static readonly Rule RetryAttemptsRange = Group.Error(
        "LD1006",
        "MaximumRetryAttempts is out of range",
        "Lambda refuses the value when the stack is deployed. SAM does not check it.");

    public static RuleMessage RetriesOutOfRange(long retries, long minimum, long maximum) => RetryAttemptsRange.Says(
        $"MaximumRetryAttempts is {retries}; Lambda accepts {minimum} to {maximum}");

    /// <param name="setting">The setting.</param>
    /// <param name="text">What stands there.</param>
    /// <param name="minimum">The least number that Lambda accepts.</param>
    /// <param name="maximum">The greatest.</param>
    public static RuleMessage RetriesAreNoNumber(string setting, string text, long minimum, long maximum) => RetryAttemptsRange.Says(
        $"{setting} is '{text}', which is not a whole number; Lambda accepts {minimum} to {maximum}");

    /// <summary>LD1007.</summary>
    public static readonly Rule EventAgeRange = Group.Error(
        "LD1007",
        "The maximum age is out of range",
        "Lambda refuses the value when the stack is deployed. CloudFormation's schema admits some record ages that the service does not.");

    /// <inheritdoc cref="RetriesAreNoNumber"/>
    public static RuleMessage AgeIsNoNumber(string setting, string text, long minimum, long maximum) => EventAgeRange.Says(
        $"{setting} is '{text}', which is not a whole number; Lambda accepts {minimum} to {maximum} seconds");

    public static RuleMessage EventAgeOutOfRange(long seconds) => EventAgeRange.Says(
        $"MaximumEventAgeInSeconds is {seconds}; Lambda accepts {Limits.MinimumEventAge} to {Limits.MaximumEventAge} seconds");

    public static RuleMessage RecordAgeOutOfRange(long seconds) => EventAgeRange.Says(
        $"MaximumRecordAgeInSeconds is {seconds}; Lambda accepts {Limits.Unlimited} or {Limits.MinimumRecordAge} to {Limits.MaximumRecordAge} seconds");

    /// <summary>LD1008.</summary>
    public static readonly Rule RetriesNeverRun = Group.Warning(
        "LD1008",
        "The event expires before its retries",
        "Lambda checks the age ahead of each retry; the first is due after one minute, the second after two more. A passing fault that a retry would have cured ends at the failure destination.");

    /// <param name="age">The maximum age in seconds.</param>
    /// <param name="possible">How many retries can run within it.</param>
    /// <param name="retries">How many are asked for.</param>
    public static RuleMessage ExpiresBeforeRetries(long age, long possible, long retries) => RetriesNeverRun.Says(
        $"With MaximumEventAgeInSeconds {age} at most {possible} of {retries} retries can run: the age is checked ahead of each retry, and retries wait one and two minutes");

    /// <summary>LD1009.</summary>
    public static readonly Rule DuplicateDestination = Group.Error(
        "LD1009",
        "An outcome has more than one destination",
        "Lambda keeps one target per outcome, so one of the two would be lost.");

    /// <param name="outcome">The outcome.</param>
    /// <param name="eventSource">The mapping's name; <see langword="null"/> when the attributes name none.</param>
    public static RuleMessage HasDestinationAlready(DestinationOutcome outcome, string? eventSource) => eventSource is null
        ? DuplicateDestination.Says($"The handler already has a destination for {InWords(outcome)}; Lambda takes one, so send to an SNS topic or an event bus to reach several")
        : DuplicateDestination.Says($"The handler already has a destination for {InWords(outcome)} of '{eventSource}'; Lambda takes one, so send to an SNS topic or an event bus to reach several");

    /// <summary>LD1010.</summary>
    public static readonly Rule SeveralRegions = Group.Warning(
        "LD1010",
        "The target is in another region",
        "A destination is reached in the region of its function, and one stack is deployed in one region. At least one of the ARNs is wrong there.");

    public static RuleMessage IsInOtherRegion(string target, string region, string otherTarget, string otherRegion) => SeveralRegions.Says(
        $"'{target}' is in region {region}, but '{otherTarget}' of the same function is in {otherRegion}; a function reaches the targets of its own region");

    /// <summary>LD1011.</summary>
    public static readonly Rule TargetRequired = Group.Error(
        "LD1011",
        "The destination needs a target",
        "The build creates queues, topics and buckets. A function needs code, and a bus or Kafka topic is shared, so there is nothing to create.");

    public static RuleMessage NeedsTarget(DestinationTargetType type) => TargetRequired.Says(
        $"A destination of type {type} needs a target; only queues, topics and buckets are created by the build");

    /// <summary>LD1012.</summary>
    public static readonly Rule FunctionNotInTemplate = Group.Error(
        "LD1012",
        "The function is not in the template",
        "A destination is a setting of a function in the template. Without the function it would silently never exist.");

    public static RuleMessage NoFunctionRuns(string handler) => FunctionNotInTemplate.Says(
        $"No function of the template runs '{handler}', so its destinations would never be set; name the function with [DestinationFunction(\"LogicalId\")]");

    /// <param name="handler">The handler.</param>
    /// <param name="only">The only function of the template.</param>
    public static RuleMessage OnlyFunctionDoesNotRun(string handler, string only) => FunctionNotInTemplate.Says(
        $"No function of the template runs '{handler}', so its destinations would never be set; the only function is '{only}'. Correct its Handler, or name it with [DestinationFunction(\"{only}\")]");

    /// <param name="logicalId">The logical id that <c>[DestinationFunction]</c> gives.</param>
    /// <param name="nearest">The function that may be meant; <see langword="null"/> when none is near.</param>
    public static RuleMessage HasNoFunction(string logicalId, string? nearest) => nearest is not null
        ? FunctionNotInTemplate.Says($"The template has no function '{logicalId}', so the destinations of its handler would never be set; did you mean '{nearest}'?")
        : FunctionNotInTemplate.Says($"The template has no function '{logicalId}', so the destinations of its handler would never be set; correct [DestinationFunction]");

    /// <param name="logicalId">The logical id that <c>[DestinationFunction]</c> gives.</param>
    /// <param name="only">The only function of the template.</param>
    public static RuleMessage HasOnlyOtherFunction(string logicalId, string only) => FunctionNotInTemplate.Says(
        $"The template has no function '{logicalId}', so the destinations of its handler would never be set; its only function is '{only}'");

    /// <summary>An action of ASP.NET Core, which Lambda never calls by itself.</summary>
    /// <param name="action">The handler string that the method would have.</param>
    public static RuleMessage IsActionOfAspNet(string action) => FunctionNotInTemplate.Says(
        $"No function of the template runs '{action}', an action of ASP.NET Core: a destination belongs to the whole function, which API Gateway invokes synchronously. Override FunctionHandlerAsync in the entry point class and put the attribute there");

    /// <param name="handler">The handler.</param>
    /// <param name="templates">The templates that were looked at.</param>
    public static RuleMessage NoFunctionOfAllRuns(string handler, IEnumerable<string> templates) => FunctionNotInTemplate.Says(
        $"No function of the templates {templates} runs '{handler}', so its destinations would never be set; name the function with [DestinationFunction(\"LogicalId\")]");

    /// <param name="logicalId">The logical id that <c>[DestinationFunction]</c> gives.</param>
    /// <param name="templates">The templates that were looked at.</param>
    /// <param name="nearest">The function that may be meant; <see langword="null"/> when none is near.</param>
    public static RuleMessage NoTemplateHasFunction(string logicalId, IEnumerable<string> templates, string? nearest) => nearest is not null
        ? FunctionNotInTemplate.Says($"The templates {templates} have no function '{logicalId}', so the destinations of its handler would never be set; did you mean '{nearest}'?")
        : FunctionNotInTemplate.Says($"The templates {templates} have no function '{logicalId}', so the destinations of its handler would never be set; correct [DestinationFunction]");

    /// <param name="handler">The handler.</param>
    /// <param name="function">A function whose handler string names nothing.</param>
    /// <param name="stale">That handler string.</param>
    public static RuleMessage NoFunctionRunsButOneIsStale(string handler, string function, string stale) => FunctionNotInTemplate.Says(
        $"No function of the template runs '{handler}', so its destinations would never be set; '{function}' runs '{stale}', which does not exist. Correct its Handler, or name the function with [DestinationFunction(\"LogicalId\")]");

    /// <param name="handler">The handler.</param>
    /// <param name="function">A function whose handler string means it.</param>
    /// <param name="written">That handler string.</param>
    public static RuleMessage NoFunctionRunsButOneIsNear(string handler, string function, string written) => FunctionNotInTemplate.Says(
        $"No function of the template runs '{handler}', so its destinations would never be set; Handler of '{function}' is '{written}', which differs in case or white space only. Correct it");

    /// <param name="handler">The handler, or the id of the construct that <c>[DestinationFunction]</c> names.</param>
    /// <param name="scope">The path of the construct below which was looked; empty for the app.</param>
    public static RuleMessage NoConstructRuns(string handler, string scope) => scope.Length == 0
        ? FunctionNotInTemplate.Says($"No function of the CDK app runs '{handler}', so its destinations would never be set; correct Handler of the function, or set ApplyOptions.AllowMissingFunctions")
        : FunctionNotInTemplate.Says($"No function below '{scope}' runs '{handler}', so its destinations would never be set; correct Handler of the function, or set ApplyOptions.AllowMissingFunctions");

    /// <summary>LD1013.</summary>
    public static readonly Rule SeveralFunctions = Group.Error(
        "LD1013",
        "Several functions run the handler",
        "Each function has destinations of its own, so it is not clear which of them is meant.");

    public static RuleMessage AllRun(IEnumerable<string> functions, string handler) => SeveralFunctions.Says(
        $"Functions {functions} all run '{handler}'; name one with [DestinationFunction(\"LogicalId\")]");

    /// <summary>LD1014.</summary>
    public static readonly Rule SelfDestination = Group.Error(
        "LD1014",
        "A function is its own destination",
        "Lambda refuses a function as a destination for itself. It compares names, so an alias or version of the function is refused as well.");

    public static RuleMessage IsItsOwnDestination(string function) => SelfDestination.Says(
        $"Function '{function}' is its own destination, which Lambda refuses");

    /// <param name="function">The durable function.</param>
    public static RuleMessage WouldStartItself(string function) => SelfDestination.Says(
        $"Durable function '{function}' is its own destination: the end of each execution would start another one, without an end");

    /// <summary>LD1015.</summary>
    public static readonly Rule UnknownType = Group.Error(
        "LD1015",
        "The destination type does not exist",
        "Lambda has no such kind of target, so the declaration means nothing.");

    /// <summary>A number is near to no name, so all names are said.</summary>
    public static RuleMessage IsNoType(DestinationTargetType value) => UnknownType.Says(
        $"{value} is not a valid DestinationType; write {Enum.GetNames(typeof(DestinationTargetType))}");

    /// <summary>LD1016.</summary>
    public static readonly Rule KafkaOnAsynchronous = Group.Error(
        "LD1016",
        "Kafka topics are supported by Kafka event source mappings only",
        "Lambda sends to Kafka topics from event source mappings of Kafka alone, and refuses one for asynchronous invocations.");

    public static RuleMessage AsynchronousCannotSendToKafka() => KafkaOnAsynchronous.Says(
        $"Asynchronous invocations cannot send records to a Kafka topic; give EventSource the name of a Kafka event source mapping, or choose another type");

    /// <summary>LD1017.</summary>
    public static readonly Rule MappingSettingWithoutMapping = Group.Error(
        "LD1017",
        "An event source mapping setting on an asynchronous destination",
        "Retries, age and bisecting of a destination attribute are settings of an event source mapping. Asynchronous invocations have their own, so these would be lost.");

    public static RuleMessage BelongsToMapping(IReadOnlyList<string> settings) => settings.Count == 1
        ? MappingSettingWithoutMapping.Says($"{settings[0]} belongs to an event source mapping: give EventSource, or use [AsyncInvocation] for asynchronous invocations")
        : MappingSettingWithoutMapping.Says($"{settings} belong to an event source mapping: give EventSource, or use [AsyncInvocation] for asynchronous invocations");

    /// <summary>LD1018.</summary>
    public static readonly Rule NoArnAttribute = Group.Error(
        "LD1018",
        "The reference does not return an ARN",
        "Ref of a queue is its URL, of a bucket, bus or function its name. Lambda refuses them, after SAM and cfn-lint have let them pass.");

    public static RuleMessage RefGivesUrl(string queue) => NoArnAttribute.Says(
        $"Ref of '{queue}' returns the queue's URL, not an ARN, which Lambda refuses; write !GetAtt {queue}.Arn");

    public static RuleMessage RefGivesName(string resource) => NoArnAttribute.Says(
        $"Ref of '{resource}' returns the name, not an ARN, which Lambda refuses; write !GetAtt {resource}.Arn");

    public static RuleMessage AttributeGivesUrl(string queue, string attribute) => NoArnAttribute.Says(
        $"GetAtt '{queue}.{attribute}' returns the queue's URL, not an ARN, which Lambda refuses; write !GetAtt {queue}.Arn");

    /// <param name="resource">The resource.</param>
    /// <param name="attribute">The attribute.</param>
    /// <param name="isRefTheArn">Whether <c>Ref</c> of the resource is its ARN.</param>
    public static RuleMessage AttributeGivesNoArn(string resource, string attribute, bool isRefTheArn) => isRefTheArn
        ? NoArnAttribute.Says($"GetAtt '{resource}.{attribute}' returns its {attribute}, not an ARN, which Lambda refuses; write !Ref {resource}")
        : NoArnAttribute.Says($"GetAtt '{resource}.{attribute}' returns its {attribute}, not an ARN, which Lambda refuses; write !GetAtt {resource}.Arn");

    /// <summary>LD1019.</summary>
    public static readonly Rule SamTypeSpelling = Group.Error(
        "LD1019",
        "SAM does not support this Type here",
        "SAM takes each Type in one spelling, and other types in a function's settings than in an event's: S3Bucket there, S3 here. It refuses the template otherwise.");

    /// <param name="type">What is written.</param>
    /// <param name="meant">What it means; <see langword="null"/> when that is not clear.</param>
    public static RuleMessage NoTypeOfInvokeConfig(string type, string? meant) => meant is null
        ? SamTypeSpelling.Says($"SAM refuses Type '{type}' in EventInvokeConfig; it accepts {AsynchronousTypes}")
        : SamTypeSpelling.Says($"SAM refuses Type '{type}' in EventInvokeConfig; it accepts {AsynchronousTypes}; write Type: {meant}");

    /// <inheritdoc cref="NoTypeOfInvokeConfig"/>
    public static RuleMessage NoTypeOfEvent(string type, string? meant) => meant is null
        ? SamTypeSpelling.Says($"SAM refuses Type '{type}' in an event; it accepts {EventTypes}")
        : SamTypeSpelling.Says($"SAM refuses Type '{type}' in an event; it accepts {EventTypes}; write Type: {meant}");

    /// <inheritdoc cref="NoTypeOfInvokeConfig"/>
    public static RuleMessage NoTypeOfDeadLetterQueue(string type, string? meant) => meant is null
        ? SamTypeSpelling.Says($"SAM refuses Type '{type}' in DeadLetterQueue; it accepts {DeadLetterTypes}")
        : SamTypeSpelling.Says($"SAM refuses Type '{type}' in DeadLetterQueue; it accepts {DeadLetterTypes}; write Type: {meant}");

    /// <summary>LD1020.</summary>
    public static readonly Rule SamTypeMissing = Group.Error(
        "LD1020",
        "SAM requires a Type",
        "SAM's translator refuses a destination without Type, although its guide calls it optional.");

    /// <param name="outcome">Which destination.</param>
    /// <param name="owner">The resource.</param>
    /// <param name="suggested">The type that fits the target; <see langword="null"/> when that is not clear.</param>
    public static RuleMessage DestinationNeedsType(DestinationOutcome outcome, string owner, string? suggested) => SamTypeMissing.Says(
        $"On{outcome} of '{owner}' has no Type, which SAM needs; write Type: {suggested ?? AsynchronousTypes}");

    /// <inheritdoc cref="DestinationNeedsType"/>
    public static RuleMessage DeadLetterQueueNeedsType(string owner, string? suggested) => SamTypeMissing.Says(
        $"DeadLetterQueue of '{owner}' has no Type, which SAM needs; write Type: {suggested ?? DeadLetterTypes}");

    /// <summary>LD1021.</summary>
    public static readonly Rule DestinationMissing = Group.Error(
        "LD1021",
        "The destination is missing",
        "SAM makes a queue or topic for an asynchronous destination of type SQS or SNS, and nothing for any other. The deployment fails, or nothing is sent.");

    public static RuleMessage HasNoDestination(DestinationOutcome outcome, string owner) => DestinationMissing.Says(
        $"On{outcome} of '{owner}' has no Destination");

    public static RuleMessage SamMakesNoDestination(DestinationOutcome outcome, string owner) => DestinationMissing.Says(
        $"On{outcome} of '{owner}' has no Destination; SAM makes queues and topics only");

    public static RuleMessage EventHasNoDestination(string owner) => DestinationMissing.Says(
        $"OnFailure of '{owner}' has a Type, but no Destination; SAM makes none for an event");

    public static RuleMessage IsNoMap(DestinationOutcome outcome, string owner) => DestinationMissing.Says(
        $"On{outcome} of '{owner}' is not a map with a Destination");

    public static RuleMessage IsEmpty(DestinationOutcome outcome, string owner) => DestinationMissing.Says(
        $"On{outcome} of '{owner}' is empty");

    public static RuleMessage DeadLetterQueueHasNoTarget(string owner) => DestinationMissing.Says(
        $"DeadLetterQueue of '{owner}' has no TargetArn");

    /// <summary>LD1022.</summary>
    public static readonly Rule EmptyConfiguration = Group.Error(
        "LD1022",
        "The asynchronous invocation settings are empty",
        "Lambda demands at least one setting. SAM and cfn-lint let an empty map pass, and the deployment fails.");

    public static RuleMessage SetsNothing(string owner) => EmptyConfiguration.Says(
        $"The asynchronous invocation settings of '{owner}' set nothing, which Lambda refuses; set a destination, MaximumRetryAttempts or MaximumEventAgeInSeconds, or remove them");

    /// <summary>LD1023.</summary>
    public static readonly Rule HandlerString = Group.Error(
        "LD1023",
        "Handler is not a valid .NET handler string",
        "The .NET runtime refuses the string when the function starts, not when it is deployed: every invocation fails.");

    public static RuleMessage IsNoHandlerString(string handler, string function, HandlerStringFault fault) => fault switch
    {
        HandlerStringFault.Blank => HandlerString.Says(
            $"Handler '{handler}' of '{function}' is not a valid .NET handler string: it is empty or has white space; write Assembly::Namespace.Type::Method, or the assembly's name for an executable"),
        HandlerStringFault.EmptyPart => HandlerString.Says(
            $"Handler '{handler}' of '{function}' is not a valid .NET handler string: a part is empty, or a colon is single; write Assembly::Namespace.Type::Method, or the assembly's name for an executable"),
        HandlerStringFault.TwoParts => HandlerString.Says(
            $"Handler '{handler}' of '{function}' is not a valid .NET handler string: it has two parts; write Assembly::Namespace.Type::Method, or the assembly's name for an executable"),
        HandlerStringFault.MoreParts => HandlerString.Says(
            $"Handler '{handler}' of '{function}' is not a valid .NET handler string: it has more than three parts; write Assembly::Namespace.Type::Method, or the assembly's name for an executable"),
        HandlerStringFault.NoMethodName => HandlerString.Says(
            $"Handler '{handler}' of '{function}' is not a valid .NET handler string: its last part is not a method name; write Assembly::Namespace.Type::Method, or the assembly's name for an executable"),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Not a fault."),
    };

    /// <summary>LD1024.</summary>
    public static readonly Rule DuplicateConfiguration = Group.Error(
        "LD1024",
        "A qualifier has two asynchronous invocation configurations",
        "Function and qualifier together are the identity of the settings. The second resource collides with the first, or replaces it.");

    public static RuleMessage BothSet(string first, string second, string function, string qualifier) => DuplicateConfiguration.Says(
        $"'{first}' and '{second}' both set the asynchronous invocation of '{function}' for {qualifier}; Lambda keeps one, so merge them");

    /// <summary>LD1025.</summary>
    public static readonly Rule NoDestinationService = Group.Error(
        "LD1025",
        "Lambda does not support this kind of destination",
        "Records go to SQS queues, SNS topics, Lambda functions and event buses, failures also to S3 buckets; dead letters to queues and topics. Lambda refuses any other target.");

    public static RuleMessage GetsNoRecords(string target, TargetKind kind) => NoDestinationService.Says(
        $"'{target}' is {kind.AsPredicate}, to which Lambda sends no invocation records; use an SQS queue, an SNS topic, a Lambda function, an event bus, or for failures an S3 bucket");

    public static RuleMessage GetsNoDeadLetters(string target, TargetKind kind) => NoDestinationService.Says(
        $"'{target}' is {kind.AsPredicate}, to which Lambda sends no dead letters; use an SQS queue or an SNS topic");

    /// <summary>LD1026.</summary>
    public static readonly Rule SamCondition = Group.Error(
        "LD1026",
        "SAM does not evaluate intrinsic functions here",
        "SAM translates before CloudFormation evaluates functions such as Fn::If. It drops the settings without a word, or refuses the template.");

    /// <param name="setting">The key.</param>
    /// <param name="owner">The resource or event.</param>
    /// <param name="function">The intrinsic function: <c>Fn::If</c>.</param>
    /// <param name="reaction">What SAM does.</param>
    public static RuleMessage IsComputed(string setting, string owner, string function, SamReaction reaction) => reaction switch
    {
        SamReaction.Drops => SamCondition.Says(
            $"{setting} of '{owner}' is computed by {function}, which SAM drops silently; write it out, and put Fn::If into its Destination or TargetArn"),
        SamReaction.Refuses => SamCondition.Says(
            $"{setting} of '{owner}' is computed by {function}, which SAM refuses; write it out, and put Fn::If into its Destination or TargetArn"),
        SamReaction.PassesTypeOn => SamCondition.Says(
            $"{setting} of '{owner}' is computed by {function}, which SAM passes on with its Type, which CloudFormation refuses; write it out, and put Fn::If into its Destination or TargetArn"),
        _ => throw new ArgumentOutOfRangeException(nameof(reaction), reaction, "Not a reaction."),
    };

    /// <summary>LD1027.</summary>
    public static readonly Rule MisplacedKey = Group.Error(
        "LD1027",
        "The key is outside Properties",
        "SAM reads a function's and an event's settings below Properties only and drops what stands beside it without a word. CloudFormation refuses it.");

    /// <param name="key">The key.</param>
    /// <param name="owner">The resource or event.</param>
    /// <param name="reaction">What becomes of it.</param>
    public static RuleMessage StandsBesideProperties(string key, string owner, KeyReaction reaction) => MisplacedKey.Says(
        $"{key} of '{owner}' is outside Properties, {InWords(reaction)}; move it below Properties");

    /// <summary>LD1028.</summary>
    public static readonly Rule UnknownKey = Group.Error(
        "LD1028",
        "The setting does not have this key",
        "SAM drops a key of EventInvokeConfig that it does not know without a word, so the setting never takes effect. Elsewhere SAM or CloudFormation refuses the template.");

    /// <param name="key">The key.</param>
    /// <param name="owner">The resource or event.</param>
    /// <param name="reaction">What becomes of it.</param>
    /// <param name="meant">The key that is meant.</param>
    public static RuleMessage IsNoKey(string key, string owner, KeyReaction reaction, string meant) => UnknownKey.Says(
        $"'{owner}' has the key {key}, {InWords(reaction)}; write {meant}");

    /// <inheritdoc cref="IsNoKey(string, string, KeyReaction, string)"/>
    public static RuleMessage IsNoKey(string key, string owner, KeyReaction reaction, IEnumerable<string> known) => UnknownKey.Says(
        $"'{owner}' has the key {key}, {InWords(reaction)}; it may have {known} here");

    /// <inheritdoc cref="IsNoKey(string, string, KeyReaction, string)"/>
    public static RuleMessage BelongsBelow(string key, string owner, KeyReaction reaction, string path) => UnknownKey.Says(
        $"'{owner}' has the key {key} outside of DestinationConfig, {InWords(reaction)}; write it as {path}");

    /// <summary>LD1029.</summary>
    public static readonly Rule NoMap = Group.Error(
        "LD1029",
        "The settings must be a map",
        "SAM and CloudFormation read these settings as a map of keys and refuse anything else in their place.");

    /// <param name="key">The key.</param>
    /// <param name="owner">The resource or event.</param>
    /// <param name="reaction">Who refuses it.</param>
    public static RuleMessage IsNoMap(string key, string owner, KeyReaction reaction) => NoMap.Says(
        $"{key} of '{owner}' is not a map, {InWords(reaction)}; write its keys, or remove it");

    /// <param name="key">The key.</param>
    /// <param name="owner">The resource or event.</param>
    public static RuleMessage HasMalformedIf(string key, string owner) => NoMap.Says(
        $"{key} of '{owner}' is an Fn::If that has not a condition and two values, which CloudFormation refuses; write !Ref AWS::NoValue for a value that is to be left out");

    /// <summary>LD1036.</summary>
    public static readonly Rule TriggerNotShown = Group.Info(
        "LD1036",
        "The event type implies a trigger that is not in the template",
        "API Gateway, load balancers and event source mappings do not invoke asynchronously, so a destination of asynchronous invocations receives nothing of what they bring.");

    /// <param name="function">The function.</param>
    /// <param name="type">The type of the handler's event, without its namespace.</param>
    /// <param name="trigger">What brings such events.</param>
    public static RuleMessage ShowsNoTrigger(string function, string type, EventTrigger trigger) => trigger switch
    {
        EventTrigger.Api => TriggerNotShown.Says(
            $"Cannot verify what invokes '{function}': the template shows no trigger, and its handler takes {type}. API Gateway and function URLs invoke synchronously, so the destination would receive nothing"),
        EventTrigger.LoadBalancer => TriggerNotShown.Says(
            $"Cannot verify what invokes '{function}': the template shows no trigger, and its handler takes {type}. A load balancer invokes synchronously, so the destination would receive nothing"),
        EventTrigger.Queue => TriggerNotShown.Says(
            $"Cannot verify what invokes '{function}': the template shows no trigger, and its handler takes {type}. The event source mapping of a queue has no destination; set a dead-letter queue on the source queue"),
        EventTrigger.Stream => TriggerNotShown.Says(
            $"Cannot verify what invokes '{function}': the template shows no trigger, and its handler takes {type}. For a stream the on-failure destination belongs to the event source mapping; add the mapping to the template, or name it by EventSource"),
        _ => throw new ArgumentOutOfRangeException(nameof(trigger), trigger, "Not a trigger."),
    };

    /// <summary>LD1030.</summary>
    public static readonly Rule AmbiguousConstruct = Group.Error(
        "LD1030",
        "Several CDK constructs have the target's id",
        "An id of a CDK construct is unique within its scope only. The nearest one is meant; of several that are equally near none is.");

    /// <param name="id">The id that the attribute names.</param>
    /// <param name="function">The function.</param>
    /// <param name="paths">The constructs.</param>
    public static RuleMessage AreEquallyNear(string id, string function, IEnumerable<string> paths) => AmbiguousConstruct.Says(
        $"Several constructs '{id}' are equally near to function '{function}': {paths}; give the constructs different ids, or name one by its logical id");

    /// <summary>LD1031.</summary>
    public static readonly Rule TargetInOtherStack = Group.Error(
        "LD1031",
        "The target is in another stack that the template does not reference",
        "A stack reaches a resource of another by an import, a parameter or an output of a nested stack. Without one the function cannot have the destination.");

    /// <param name="target">The construct, or the function's logical id.</param>
    /// <param name="template">The template that has it.</param>
    /// <param name="function">The function that is to send.</param>
    /// <param name="isSynthesized">Whether the CDK makes the template, so that nobody edits it.</param>
    public static RuleMessage IsNotReferredTo(string target, string template, string function, bool isSynthesized) => isSynthesized
        ? TargetInOtherStack.Says($"The destination '{target}' stands in {template}, and the stack of '{function}' does not refer to it, so the destination is not set. Set it in the CDK app, or correct the attribute")
        : TargetInOtherStack.Says($"The destination '{target}' stands in {template}, and the template of '{function}' has no reference to it. Pass its ARN as a parameter and name that, or give the destination the ARN");

    /// <summary>LD1040.</summary>
    public static readonly Rule NoTarget = Group.Warning(
        "LD1040",
        "The ARN does not identify a valid destination",
        "A subscription, objects of a bucket and the bus of a partner have ARNs of the right service, and records cannot be sent there.");

    public static RuleMessage IsSubscription(string arn) => NoTarget.Says(
        $"'{arn}' is the ARN of a subscription, to which no record can be sent; name the topic");

    public static RuleMessage NamesObjects(string arn) => NoTarget.Says(
        $"'{arn}' names objects of a bucket, and Lambda chooses the names of the objects that it writes; name the bucket");

    public static RuleMessage IsPartnerBus(string bus) => NoTarget.Says(
        $"'{bus}' is the event bus of a partner, on which EventBridge takes no events of yours; name a bus of your own");

    /// <summary>LD1041.</summary>
    public static readonly Rule TargetIsConditional = Group.Error(
        "LD1041",
        "The target does not exist in every deployment of its function",
        "A reference to a resource whose condition does not hold fails the deployment. SAM takes no guard for a destination: a function in its place makes another queue, or is dropped.");

    /// <param name="target">The resource.</param>
    /// <param name="condition">Its condition.</param>
    /// <param name="function">The function.</param>
    public static RuleMessage NeedsCondition(string target, string condition, string function) => TargetIsConditional.Says(
        $"'{target}' exists only where condition '{condition}' holds, but function '{function}' is deployed without it too, and CloudFormation would refuse the reference there. SAM does not evaluate Fn::If around a destination, so nothing was written. Write Condition: {condition} to '{function}', or remove it from '{target}'");

    /// <summary>LD1083.</summary>
    public static readonly Rule DeadLetterNotWritten = Group.Warning(
        "LD1083",
        "The dead-letter queue is not written",
        "A dead-letter queue is a standard queue or topic that the function's role may send to when the function is created. The build writes it only where it knows what it is, and that it holds in every deployment.");

    /// <param name="name">What the attribute names.</param>
    /// <param name="type">Its resource type.</param>
    public static RuleMessage IsNoDeadLetterQueue(string name, string type) => DeadLetterNotWritten.Says(
        $"'{name}' is of type {type}, and the dead-letter queue of a function is a queue or a topic, so none is written; name one of these");

    /// <inheritdoc cref="IsNoDeadLetterQueue"/>
    /// <param name="arn">What the attribute names.</param>
    public static RuleMessage IsNoDeadLetterArn(string arn) => DeadLetterNotWritten.Says(
        $"'{arn}' is not a queue or a topic, and the dead-letter queue of a function is one, so none is written; name one of these");

    /// <param name="parameter">The parameter that the attribute names.</param>
    /// <param name="function">The function.</param>
    public static RuleMessage DeadLetterIsGiven(string parameter, string function) => DeadLetterNotWritten.Says(
        $"'{parameter}' is a parameter, and a deployment decides whether it is a queue or a topic, so the dead-letter queue of function '{function}' is not written; name a resource or an ARN");

    /// <param name="target">The queue or topic.</param>
    /// <param name="condition">Its condition.</param>
    /// <param name="function">The function.</param>
    public static RuleMessage DeadLetterIsConditional(string target, string condition, string function) => DeadLetterNotWritten.Says(
        $"'{target}' exists only where condition '{condition}' holds, but function '{function}' is deployed without it too, so its dead-letter queue is not written; give the function the condition, or remove it from '{target}'");

    /// <inheritdoc cref="DeadLetterIsConditional"/>
    public static RuleMessage DeadLetterWaits(string target, string function) => DeadLetterNotWritten.Says(
        $"'{target}' waits for function '{function}', which would have to wait for '{target}' as its dead-letter queue; CloudFormation refuses such a circular dependency, so none is written. Remove the reference to '{function}' from '{target}'");

    /// <inheritdoc cref="DeadLetterIsConditional"/>
    /// <param name="target">The queue or topic.</param>
    /// <param name="policy">What grants.</param>
    /// <param name="function">The function.</param>
    public static RuleMessage DeadLetterPolicyWaits(string target, string policy, string function) => DeadLetterNotWritten.Says(
        $"Lambda checks whether function '{function}' may send to '{target}' when it creates the function, which cannot wait for policy '{policy}', since that waits for the function itself; its dead-letter queue is not written. Remove the references to '{function}' from the targets that '{policy}' names");

    /// <summary>LD1090.</summary>
    public static readonly Rule NoTargetOfEventRule = Group.Error(
        "LD1090",
        "EventBridge does not support this target",
        "Lambda sends no records of durable functions. An event rule on the default bus delivers their status changes, to the targets that EventBridge has.");

    /// <param name="function">The durable function.</param>
    public static RuleMessage EventRuleHasNoBucket(string function) => NoTargetOfEventRule.Says(
        $"Function '{function}' is durable, so an event rule delivers its outcomes, and EventBridge does not write to S3 buckets; use a queue, topic, function or event bus");

    /// <param name="function">The durable function.</param>
    public static RuleMessage IsOnDefaultBus(string function) => NoTargetOfEventRule.Says(
        $"Function '{function}' is durable, and the default event bus has its status changes already; name another target, or remove the destination and write the event rules that you need");

    /// <summary>LD1091.</summary>
    public static readonly Rule NoQualifierOfExecution = Group.Error(
        "LD1091",
        "Durable executions do not run under this qualifier",
        "A durable execution runs as a version of its function or as $LATEST, also when it was started by an alias. A status change names that version.");

    /// <param name="qualifier">What the attribute says.</param>
    /// <param name="function">The durable function.</param>
    public static RuleMessage RunsAsVersion(string qualifier, string function) => NoQualifierOfExecution.Says(
        $"Executions of the durable function '{function}' run as a version or as $LATEST, so none has the qualifier '{qualifier}'; name a version, or remove Qualifier to take the executions of all");

    /// <summary>LD1092.</summary>
    public static readonly Rule NoFailureStatus = Group.Error(
        "LD1092",
        "The statuses are not failures",
        "A durable execution fails as FAILED, TIMED_OUT or STOPPED. RUNNING is not an end, and SUCCEEDED belongs to the success destination.");

    /// <summary>Of a failure destination.</summary>
    public static RuleMessage AreNoFailures() => NoFailureStatus.Says(
        $"Statuses of a failure destination must be one or more of Failed, TimedOut and Stopped, and nothing else");

    /// <summary>LD1093.</summary>
    public static readonly Rule OfDurableOnly = Group.Warning(
        "LD1093",
        "The setting has no effect on this function",
        "Statuses and [DurableDelivery] are about the event rules of durable functions. Of other functions Lambda sends records by itself.");

    /// <param name="function">The function.</param>
    /// <param name="setting">What is set.</param>
    public static RuleMessage IsNotDurable(string function, string setting) => OfDurableOnly.Says(
        $"Function '{function}' is not durable, so {setting} does nothing; remove it, or give the function DurableConfig");

    /// <summary>LD1094.</summary>
    public static readonly Rule DeliveryRange = Group.Error(
        "LD1094",
        "Retries or age of [DurableDelivery] are out of range",
        "EventBridge refuses the event rule's target when the stack is deployed.");

    public static RuleMessage DeliveryRetriesOutOfRange(long retries) => DeliveryRange.Says(
        $"MaximumRetryAttempts of [DurableDelivery] is {retries}; EventBridge accepts 0 to {Limits.MaximumDeliveryRetries}");

    public static RuleMessage DeliveryAgeOutOfRange(long seconds) => DeliveryRange.Says(
        $"MaximumEventAgeInSeconds of [DurableDelivery] is {seconds}; EventBridge accepts {Limits.MinimumDeliveryAge} to {Limits.DefaultDeliveryAge}");

    /// <summary>LD1095.</summary>
    public static readonly Rule NotDurableInTemplate = Group.Warning(
        "LD1095",
        "The template lacks the DurableConfig of [DurableExecution]",
        "Lambda runs a function durably when its configuration says so. The attribute reaches it where Amazon.Lambda.Annotations writes the function into the template; elsewhere somebody must write DurableConfig.");

    /// <param name="function">The function.</param>
    public static RuleMessage LacksDurableConfig(string function) => NotDurableInTemplate.Says(
        $"The handler of function '{function}' is that of a durable function, but the function has no DurableConfig in the template, so it is not durable and its event rules match nothing; write DurableConfig with an ExecutionTimeout");

    /// <summary>LD1096.</summary>
    public static readonly Rule CannotVerifyDurable = Group.Info(
        "LD1096",
        "Whether the function is durable is decided at deployment",
        "Destinations of ordinary functions are settings of Lambda, those of durable functions event rules. Where DurableConfig is computed, the build writes the settings, of which a durable function makes nothing.");

    /// <param name="function">The function.</param>
    public static RuleMessage MayBeDurable(string function) => CannotVerifyDurable.Says(
        $"Cannot verify whether function '{function}' is durable: a deployment decides its DurableConfig. Its destinations are those of an ordinary function; where it is durable, Lambda sends nothing to them");

    /// <summary>LD1097.</summary>
    public static readonly Rule OwnDeadLetterQueue = Group.Warning(
        "LD1097",
        "The dead-letter queue is the destination itself",
        "What keeps EventBridge from sending to a queue (its policy, its key, that it is gone) keeps it from sending there as to a dead-letter queue, so the event is lost.");

    /// <param name="queue">The queue.</param>
    /// <param name="function">The durable function.</param>
    public static RuleMessage IsItsOwnDeadLetterQueue(Shown queue, string function) => OwnDeadLetterQueue.Says(
        $"{queue} is destination and DeadLetterQueue of the durable function '{function}': what cannot be delivered there cannot be put there either; use another queue");

    private static string InWords(KeyReaction reaction) => reaction switch
    {
        KeyReaction.DroppedBySam => "which SAM drops silently",
        KeyReaction.RefusedBySam => "which SAM refuses",
        KeyReaction.RefusedByCloudFormation => "which CloudFormation refuses",
        _ => throw new ArgumentOutOfRangeException(nameof(reaction), reaction, "Not a reaction."),
    };

    private static string InWords(DestinationOutcome outcome) => outcome == DestinationOutcome.Success ? "success" : "failure";
}
