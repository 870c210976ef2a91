using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Works out where messages and records end that a mapping or a pipe reads for a function.</summary>
/// <param name="function">The function.</param>
/// <param name="delivery">What happens to what cannot be delivered.</param>
internal sealed class AuditPolled(AuditFunction function, AuditDelivery delivery)
{
    private const string ByPipe = "returned to the caller: the pipe tries again, ";

    private readonly AuditSystem _system = function.System;

    /// <summary>Of a mapping.</summary>
    /// <param name="entry">The way in.</param>
    /// <param name="conditions">When.</param>
    public AuditCell[] Of(AuditEntry entry, ConditionSet conditions) => entry.Edge.Edge.Trigger switch
    {
        "SQS" or "SNS" => OfQueue(entry, conditions),
        "Kinesis" or "DynamoDB" or "MSK" or "SelfManagedKafka" => OfStream(entry, conditions),
        "MQ" => OfOther("comes back to the broker's queue, whose settings decide for how long", AuditAnswerKind.ComesBack, "the template does not tell how long the broker keeps a message"),
        "DocumentDB" => OfOther("blocks the change stream until the change expires", AuditAnswerKind.Blocks, "the template does not tell how long the cluster keeps changes"),
        _ => AuditCell.All(new AuditAnswer(AuditAnswerKind.Unknown, "unknown because the template does not tell what the mapping polls")),
    };

    /// <summary>
    /// Of a pipe that waits for the function. It gives messages back to a queue; of a stream it tries the batch again, as its source parameters say (Amazon EventBridge User Guide,
    /// "Amazon EventBridge Pipes error handling and troubleshooting").
    /// </summary>
    /// <param name="entry">The way in.</param>
    /// <param name="conditions">When.</param>
    public AuditCell[] OfPipe(AuditEntry entry, ConditionSet conditions)
    {
        AuditAnswer success = new(AuditAnswerKind.Returned, "returned to the caller");
        if (entry.Queue is { } queue)
        {
            (AuditAnswer[] failure, AuditAnswer[] age) = EndsOfQueue(queue, queue.Node.Name, conditions);
            AuditAnswer back = new(AuditAnswerKind.Returned, $"returned to the caller: the pipe gives it back to {queue.Node.Name}");
            return AuditCell.Each(cause => cause switch
            {
                AuditCause.Success => AuditCell.Of(cause, success),
                AuditCause.Age => AuditCell.Behind(cause, "", age, " "),
                AuditCause.Delivery => AuditCell.Join(cause, entry.Hop is null ? [] : delivery.OfEvent(entry, conditions)),
                _ => AuditCell.Of(cause, $"{back.Text}; {AuditAnswer.InWords(failure, " ")}", [back, .. failure]),
            });
        }

        return entry.Stream is { } stream ? OfStreamOfPipe(entry, stream, conditions)
            : AuditCell.Each(cause => AuditCell.Of(cause, cause switch
            {
                AuditCause.Success => success,
                AuditCause.Age => new AuditAnswer(AuditAnswerKind.Unknown, "unknown because the template does not tell how long the pipe's source keeps it"),
                AuditCause.Delivery => AuditAnswer.None,
                _ => new AuditAnswer(AuditAnswerKind.Returned, "returned to the caller: the pipe tries again by the settings of its source"),
            }));
    }

    private static AuditCell[] OfOther(string failure, AuditAnswerKind kind, string age) => AuditCell.Each(x => AuditCell.Of(x, x switch
    {
        AuditCause.Success => AuditAnswer.Handled,
        AuditCause.Failure or AuditCause.Timeout or AuditCause.Throttled => new AuditAnswer(kind, failure),
        AuditCause.Age => new AuditAnswer(AuditAnswerKind.Unknown, "unknown because " + age),
        _ => AuditAnswer.None,
    }));

    private AuditCell[] OfQueue(AuditEntry entry, ConditionSet conditions)
    {
        (AuditAnswer[] failure, AuditAnswer[] age) = EndsOfQueue(entry.Queue, entry.Queue?.Node.Name ?? AuditTrace.QueueOfSam(entry.Edge.Edge), conditions);
        return AuditCell.Each(x => x switch
        {
            AuditCause.Success => AuditCell.Of(x, AuditAnswer.Handled),
            AuditCause.Failure or AuditCause.Timeout or AuditCause.Throttled => AuditCell.Behind(x, "", failure, " "),
            AuditCause.Age => AuditCell.Behind(x, "", age, " "),
            AuditCause.Delivery => AuditCell.Join(x, delivery.OfEvent(entry, conditions)),
            _ => AuditCell.Of(x, AuditAnswer.None),
        });
    }

    /// <summary>Where a message ends that is not deleted, and where one that stays too long.</summary>
    private (AuditAnswer[] Failure, AuditAnswer[] Age) EndsOfQueue(AuditPlace? queue, string name, ConditionSet conditions)
    {
        // The messages of a group behind it wait (Amazon SQS Developer Guide, "FIFO queues").
        bool isFifo = queue?.Node.Resource is { } resource && DestinationTarget.IsFifoResource(_system.TemplateOf(queue), resource);
        string back = name + (isFifo ? ", where its message group waits" : "");
        if (queue is { Node.Resource: null } && SamQueues.OfId(_system.TemplateOf(queue), queue.Node.Id) is null)
        {
            return ([new AuditAnswer(AuditAnswerKind.ComesBack, $"comes back to {back}, whose redrive policy stands outside of the template")],
                [new AuditAnswer(AuditAnswerKind.Unknown, $"unknown because queue {name} stands outside of the template")]);
        }

        AuditAnswer[] redriven = [.. OfRedrive(queue, back, conditions)];
        if (redriven.Length > 0)
        {
            return (redriven, redriven);
        }

        string? kept = (queue is null ? Limits.DefaultRetention : AuditFacts.RetentionOfQueue(_system.TemplateOf(queue), queue.Node.Resource)) is { } seconds ? AuditFacts.Duration(seconds) : null;
        return ([new AuditAnswer(AuditAnswerKind.ComesBack, $"comes back to {back} {(kept is null ? "until its retention ends" : $"for {kept}")}")],
            [new AuditAnswer(AuditAnswerKind.Lost, $"after {kept ?? "its retention"} in {name}: lost, it has no redrive policy")]);
    }

    /// <summary>The way of a message that is received too often; nothing where the queue has no redrive policy.</summary>
    private IEnumerable<AuditAnswer> OfRedrive(AuditPlace? queue, string name, ConditionSet conditions)
    {
        AuditEdge[] redrives = queue is null ? [] : [.. _system.From(queue).Where(static x => x.Edge.Kind == FlowEdgeKind.Redrive)];
        if (redrives.Length == 0 && queue?.Node.Resource?.Properties?["RedrivePolicy"] is not null)
        {
            yield return new AuditAnswer(AuditAnswerKind.ComesBack, $"comes back to {name} until its redrive policy, which is known at deployment, moves it");
        }

        foreach (AuditEdge redrive in redrives)
        {
            string? count = ResourceNames.Literal(_system.Templates[redrive.Template].Template, redrive.Edge.Details?["maxReceiveCount"]);
            string times = AuditFacts.Parse(count) is { } number ? $"after {AuditFacts.Count(number, "receive")}" : "after its maximum of receives";
            yield return new AuditAnswer(AuditAnswerKind.ComesBack, $"comes back to {name}, {times}");
            foreach (AuditAnswer answer in function.Trace(AuditSample.OfMessage(isDeadLetter: false), null, conditions).Follow(redrive.To))
            {
                yield return answer;
            }
        }
    }

    private AuditCell[] OfStream(AuditEntry entry, ConditionSet conditions)
    {
        FlowEdge edge = entry.Edge.Edge;
        bool isKafka = edge.Trigger is "MSK" or "SelfManagedKafka";
        MappingConfiguration? mapping = edge.Mapping;
        (DestinationTarget Target, ConfiguredDestination Destination)[] targets =
            [.. (mapping?.Destinations ?? []).Where(static x => x.Outcome == DestinationOutcome.Failure).SelectMany(static x => x.Targets.Select(y => (y, x))).Where(x => x.y.Conditions.IsCompatibleWith(conditions))];
        long? retries = mapping is null ? Limits.Unlimited : AuditFacts.Only(mapping.Setting("MaximumRetryAttempts"), Limits.Unlimited);
        AuditAnswer[] end = targets.Length > 0 ? Discarded(targets.Select(static x => x.Target), conditions)
            : mapping is { IsComplete: false } ? [new AuditAnswer(AuditAnswerKind.Unknown, "unknown because its settings are computed")]
            : [new AuditAnswer(AuditAnswerKind.Lost, "lost, no on-failure destination")];
        StreamReading reading = new(isKafka ? "partition" : "shard", end)
        {
            // With a destination, Lambda gives up by itself.
            Retries = isKafka && retries == Limits.Unlimited && targets.Length > 0 ? Limits.KafkaRetries : retries,
            Age = mapping is null ? Limits.Unlimited : AuditFacts.Only(mapping.Setting("MaximumRecordAgeInSeconds"), Limits.Unlimited),
            Retention = AuditFacts.RetentionOfStream(_system.TemplateOf(entry.Edge.From), edge.Trigger!, entry.Edge.From.Node.Resource),
        };
        return AuditCell.Each(x => x switch
        {
            AuditCause.Success => AuditCell.Of(x, AuditAnswer.Handled),
            AuditCause.Failure or AuditCause.Timeout => reading.OfFailure(x),
            AuditCause.Throttled => reading.OfBlocking(x),
            AuditCause.Age when isKafka && reading.Age == Limits.Unlimited => AuditCell.Of(x, new AuditAnswer(AuditAnswerKind.Unknown, "unknown because the template does not tell how long the topic keeps records")),
            AuditCause.Age => reading.OfAge(x),
            AuditCause.Size when isKafka && targets.Length > 0 => AuditCell.Behind(x, "above 6 MB: ", reading.End),
            AuditCause.Delivery => AuditCell.Join(x, targets.SelectMany(y => delivery.OfRecord("failure record", y.Target, y.Destination, conditions))),
            _ => AuditCell.Of(x, AuditAnswer.None),
        });
    }

    /// <summary>Its retries and its dead-letter queue are the pipe's own: by default it tries until the record expires (Amazon EventBridge Pipes API Reference, <c>PipeSourceKinesisStreamParameters</c>).</summary>
    private AuditCell[] OfStreamOfPipe(AuditEntry entry, AuditPlace stream, ConditionSet conditions)
    {
        TemplateModel template = _system.Templates[entry.Edge.Template].Template;
        MappingNode? properties = entry.Edge.From.Node.Resource?.Properties;
        string type = EventSource.TypeOf(template, properties!["Source"]!);
        MappingNode? source = TemplateNodes.Child(TemplateNodes.Child(properties, "SourceParameters"), type == "Kinesis" ? "KinesisStreamParameters" : "DynamoDBStreamParameters");
        bool isComputed = source is null ? properties["SourceParameters"] is not null : TemplateBranch.MayHoldMore(source);
        long? Number(string name) => source?[name] is { } node ? AuditFacts.Parse(ResourceNames.Literal(template, node)) : isComputed ? null : (long?)Limits.Unlimited;

        DestinationTarget[] deadLetters = [.. DestinationTarget.ReadAll(template, TemplateNodes.Child(source, "DeadLetterConfig")?["Arn"], default).Where(x => x.Conditions.IsCompatibleWith(conditions))];
        AuditAnswer[] end = deadLetters.Length > 0 ? [.. deadLetters.SelectMany(x => function.Trace(AuditSample.OfBatch(hasPositionsOnly: true), null, conditions).Follow(_system.PlaceOf(entry.Edge.Template, x)))]
            : isComputed ? [new AuditAnswer(AuditAnswerKind.Unknown, "unknown because the parameters of its source are computed")]
            : [new AuditAnswer(AuditAnswerKind.Lost, "lost, the pipe has no dead-letter queue")];
        StreamReading reading = new("shard", end)
        {
            Before = ByPipe,
            Retries = Number("MaximumRetryAttempts"),
            Age = Number("MaximumRecordAgeInSeconds"),
            Retention = AuditFacts.RetentionOfStream(_system.TemplateOf(stream), type, stream.Node.Resource),
        };
        return AuditCell.Each(x => x switch
        {
            AuditCause.Success => AuditCell.Of(x, new AuditAnswer(AuditAnswerKind.Returned, "returned to the caller")),
            AuditCause.Throttled => reading.OfBlocking(x),
            AuditCause.Age => reading.OfAge(x),
            AuditCause.Delivery => deadLetters.Length > 0 ? AuditCell.Of(x, new AuditAnswer(AuditAnswerKind.Lost, "dead letter: lost")) : AuditCell.Of(x, AuditAnswer.None),
            _ => reading.OfFailure(x),
        });
    }

    private AuditAnswer[] Discarded(IEnumerable<DestinationTarget> targets, ConditionSet conditions) =>
        AuditAnswer.Different(targets.SelectMany(x => function.Trace(AuditSample.OfBatch(x.Type is not (DestinationTargetType.S3 or DestinationTargetType.Kafka)), null, conditions.And(x.Conditions)).Follow(function.PlaceOf(x))));

    /// <summary>How a shard or partition is read, whoever reads it.</summary>
    /// <param name="Lane">What waits behind a record.</param>
    /// <param name="End">Where a record ends that is given up.</param>
    private sealed record StreamReading(string Lane, IReadOnlyList<AuditAnswer> End)
    {
        /// <summary>What is said first of an attempt that failed.</summary>
        public string Before { get; init; } = "";

        /// <summary>Retries; <see cref="Limits.Unlimited"/>, or <see langword="null"/> when a deployment decides.</summary>
        public long? Retries { get; init; }

        /// <summary>The highest age of a record in seconds, likewise.</summary>
        public long? Age { get; init; }

        /// <summary>For how many seconds the stream keeps a record; <see langword="null"/> when it is not known.</summary>
        public long? Retention { get; init; }

        /// <summary>When the function fails.</summary>
        public AuditCell OfFailure(AuditCause cause) => Retries == Limits.Unlimited ? OfBlocking(cause) : AuditCell.Behind(cause, Before + AuditAnswer.Retries(Retries), End);

        /// <summary>When nothing but its age ends the attempts.</summary>
        public AuditCell OfBlocking(AuditCause cause) => Age switch
        {
            > 0 => Blocked(cause, AuditFacts.Duration(Age.Value)),
            null => Blocked(cause, "its maximum record age"),
            _ => AuditCell.Behind(cause, Before, [new AuditAnswer(AuditAnswerKind.Blocks, Retention is { } kept ? $"blocks the {Lane} for {AuditFacts.Duration(kept)}" : $"blocks the {Lane} until the record expires")]),
        };

        /// <summary>When a record grows too old.</summary>
        public AuditCell OfAge(AuditCause cause) => Age switch
        {
            > 0 => AuditCell.Behind(cause, $"after {AuditFacts.Duration(Age.Value)}, by MaximumRecordAgeInSeconds: ", End),
            null => AuditCell.Behind(cause, "after its MaximumRecordAgeInSeconds: ", End),
            _ => AuditCell.Of(cause, new AuditAnswer(AuditAnswerKind.Lost, $"after {(Retention is { } time ? AuditFacts.Duration(time) : "its retention")} in the stream: lost, MaximumRecordAgeInSeconds is not set")),
        };

        private AuditCell Blocked(AuditCause cause, string time) => AuditCell.Behind(cause, Before, [new AuditAnswer(AuditAnswerKind.Blocks, $"blocks the {Lane} for {time}, then"), .. End], " ");
    }
}
