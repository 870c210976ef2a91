using System.Collections.Generic;

namespace LambdaDestinations.Templates.Rules;

/// <summary>LD1079 to LD1082, LD2030 and LD2031: the events that bring a consumer its records.</summary>
internal static class SourceRules
{
    /// <summary>Ahead of the rules, which they collect.</summary>
    private static readonly Rule.Group Declarations = new(RuleCategory.Declaration);

    private static readonly Rule.Group Events = new(RuleCategory.EventSourceMapping);

    /// <summary>All rules of this class.</summary>
    public static IReadOnlyList<Rule> All => [.. Declarations.All, .. Events.All];

    /// <summary>LD1079.</summary>
    public static readonly Rule MalformedSource = Declarations.Error(
        "LD1079",
        "From is neither a reference nor an ARN",
        "From of [DestinationConsumer] names what holds the records. The build writes the event of the consumer's function from it, so it takes what a template can refer to.");

    /// <param name="from">What the attribute says.</param>
    public static RuleMessage IsNoName(string from) => MalformedSource.Says(
        $"'{from}' names nothing that holds records: write \"@LogicalId\" for a queue, topic, event bus or bucket of the template, or a whole ARN of one");

    /// <summary>LD1080.</summary>
    public static readonly Rule UnknownSource = Declarations.Error(
        "LD1080",
        "From names nothing in the template that holds records",
        "The build writes the event of the consumer's function from the queue, topic, event bus or bucket that From names. Without it the function is never called.");

    /// <param name="logicalId">What the attribute names.</param>
    /// <param name="nearest">What may be meant; <see langword="null"/> when nothing is near.</param>
    public static RuleMessage HasNoSource(string logicalId, string? nearest) => nearest is null
        ? UnknownSource.Says($"The template has no resource '{logicalId}', from which the consumer's records are to come")
        : UnknownSource.Says($"The template has no resource '{logicalId}', from which the consumer's records are to come; did you mean '{nearest}'?");

    /// <param name="name">What the attribute names.</param>
    /// <param name="type">Its resource type.</param>
    public static RuleMessage IsNoSource(string name, string type) => UnknownSource.Says(
        $"'{name}' is of type {type}, which holds no records; From takes a queue, a topic, an event bus or a bucket");

    /// <summary>LD1081.</summary>
    public static readonly Rule NothingToWire = Declarations.Warning(
        "LD1081",
        "Wire does nothing",
        "Wire has the build write the event for the destinations that the producing handler declares. Where it declares none for the consumer's records, or names a function, there is no event to write.");

    /// <param name="producer">The producing handler.</param>
    /// <param name="consumer">The consumer.</param>
    public static RuleMessage HasNoDestination(string producer, string consumer) => NothingToWire.Says(
        $"'{producer}' declares no destination for the records that '{consumer}' takes, so Wire does nothing; name what holds them by From, or declare the destination");

    /// <inheritdoc cref="HasNoDestination"/>
    public static RuleMessage IsInvoked(string producer, string consumer) => NothingToWire.Says(
        $"'{producer}' sends the records that '{consumer}' takes to a function, which Lambda invokes without an event; remove Wire");

    /// <param name="consumer">The consumer.</param>
    /// <param name="from">What <c>From</c> says.</param>
    public static RuleMessage IsBesideFrom(string consumer, string from) => NothingToWire.Says(
        $"'{consumer}' names '{from}' by From already, so Wire does nothing; remove one of them");

    /// <param name="producer">The producer's function.</param>
    /// <param name="function">The consumer's function.</param>
    public static RuleMessage HasNoDeadLetterQueue(string producer, string function) => NothingToWire.Says(
        $"Function '{producer}' has no dead-letter queue, whose messages function '{function}' is to take, so Wire does nothing; add [DeadLetter] to its handler, or name the queue by From");

    /// <summary>LD1082.</summary>
    public static readonly Rule ReadsNothing = Declarations.Info(
        "LD1082",
        "Nothing brings the consumer its records",
        "A consumer's function is called by an event: the mapping of a queue, a subscription, a rule, a notification of a bucket. Without one the records stay where they are.");

    /// <param name="consumer">The consumer.</param>
    /// <param name="function">Its function.</param>
    public static RuleMessage HasNoEvent(string consumer, string function) => ReadsNothing.Says(
        $"Nothing in the template invokes function '{function}', which runs the consumer '{consumer}'; set Wire or From of [DestinationConsumer], and the build writes the event");

    /// <summary>LD2030.</summary>
    public static readonly Rule NotWired = Events.Warning(
        "LD2030",
        "The event of the consumer is not written",
        "The build writes an event only where it knows what it is to read, and that it holds in every deployment. A wrong event would call the function with other records, or twice.");

    /// <param name="parameter">The parameter that the attribute names.</param>
    /// <param name="function">The consumer's function.</param>
    public static RuleMessage ParameterHasNoKind(string parameter, string function) => NotWired.Says(
        $"'{parameter}' is a parameter, and a deployment decides whether it is a queue, a topic or a bus, so no event of function '{function}' is written; name a resource or an ARN, or write the event by hand");

    /// <param name="function">The consumer's function.</param>
    /// <param name="producer">The producing handler.</param>
    public static RuleMessage ProducerIsElsewhere(string function, string producer) => NotWired.Says(
        $"No function of the template runs '{producer}', so where its records go is not known here, and no event of function '{function}' is written; name what holds them by From");

    /// <inheritdoc cref="ProducerIsElsewhere"/>
    /// <param name="source">What holds the records.</param>
    /// <param name="function">The consumer's function.</param>
    /// <param name="producer">The producing handler.</param>
    public static RuleMessage CannotTellApart(string function, string producer, string source) => NotWired.Says(
        $"'{source}' brings the records of all who send there, and no function of the template runs '{producer}', whose records are meant, so no event of function '{function}' is written; write it by hand");

    /// <param name="source">What holds the records.</param>
    /// <param name="template">The template that it stands in.</param>
    /// <param name="function">The consumer's function.</param>
    public static RuleMessage IsInOtherTemplate(string source, string template, string function) => NotWired.Says(
        $"'{source}' stands in {template}, to which the template of function '{function}' has no reference, so no event is written; give From its ARN");

    /// <param name="source">What holds the records.</param>
    /// <param name="condition">Its condition.</param>
    /// <param name="function">The consumer's function.</param>
    public static RuleMessage IsConditional(string source, string condition, string function) => NotWired.Says(
        $"'{source}' exists only where condition '{condition}' holds, but function '{function}' is deployed without it too, so no event is written; give the function the condition, or remove it from '{source}'");

    /// <param name="topic">The topic.</param>
    /// <param name="function">The consumer's function.</param>
    public static RuleMessage IsFifoTopic(string topic, string function) => NotWired.Says(
        $"'{topic}' is a FIFO topic, which delivers to queues alone, so no event of function '{function}' is written; let a queue subscribe to it, and name that by From");

    /// <param name="bucket">The bucket.</param>
    /// <param name="function">The consumer's function.</param>
    public static RuleMessage IsNotNotified(string bucket, string function) => NotWired.Says(
        $"No notification of '{bucket}' is written for function '{function}': the bucket would wait for the permission to invoke the function, which names the bucket; write both by hand, for keys that begin with aws/lambda/");

    /// <summary>LD2031.</summary>
    public static readonly Rule MayBeRead = Events.Info(
        "LD2031",
        "An event may bring the records already",
        "A second event of one source brings each record twice, or Lambda refuses it. Where a deployment decides what an event reads, the build writes none beside it.");

    /// <param name="function">The consumer's function.</param>
    /// <param name="reader">The event that may read the source.</param>
    /// <param name="source">What holds the records.</param>
    public static RuleMessage MayReadAlready(string function, string reader, string source) => MayBeRead.Says(
        $"Cannot verify whether '{reader}' brings function '{function}' the records of '{source}' already, so no event is written beside it; remove From and Wire if it does");
}
