using System;
using System.Collections.Generic;
using LambdaDestinations.Templates.Aws;

namespace LambdaDestinations.Testing;

/// <summary>How a function is invoked asynchronously: its event invoke config, its dead-letter queue, its limits.</summary>
/// <remarks>Ranges and defaults: AWS Lambda API Reference, <c>PutFunctionEventInvokeConfig</c> and <c>CreateFunction</c>.</remarks>
public sealed record FunctionSettings
{
    /// <summary>How often a failed event is retried: 0–2; null means the default of 2.</summary>
    public int? MaximumRetryAttempts { get; init; }

    /// <summary>How old an event may get, in seconds: 60–21600; null means the default of 21600 (six hours).</summary>
    public int? MaximumEventAgeInSeconds { get; init; }

    /// <summary>How long one invocation may take, in virtual time: 1 s–900 s. The default is Lambda's, 3 s.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>How many invocations may run at once; 0 refuses every event; null means no reservation.</summary>
    public int? ReservedConcurrency { get; init; }

    /// <summary>Where a record of every success goes. A bucket is refused, as AWS refuses it.</summary>
    public IDestinationTarget? OnSuccess { get; init; }

    /// <summary>Where a record of every event that failed for good goes.</summary>
    public IDestinationTarget? OnFailure { get; init; }

    /// <summary>The dead-letter queue: an SQS queue or an SNS topic that receives the bare event, beside the failure destination.</summary>
    public IDestinationTarget? DeadLetterTarget { get; init; }

    /// <summary>
    /// The version or alias that retry settings and destinations belong to. An event for another qualifier gets AWS's defaults
    /// and no destination, because AWS stores the config per qualifier.
    /// </summary>
    public string Qualifier { get; init; } = Latest;

    /// <summary>Aliases and the version each one points at. An alias named in <see cref="Qualifier"/> but not here points at version 1.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>True to let the function loop through its own destinations (<c>PutFunctionRecursionConfig</c>: Allow).</summary>
    public bool AllowRecursiveLoop { get; init; }

    internal const int DefaultRetries = Limits.MaximumRetryAttempts;
    internal const int DefaultEventAge = Limits.MaximumEventAge;
    internal const string Latest = "$LATEST";
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(3);

    /// <summary>These settings, with those declared elsewhere where these say nothing.</summary>
    internal FunctionSettings CompletedBy(FunctionSettings declared) => this with
    {
        MaximumRetryAttempts = MaximumRetryAttempts ?? declared.MaximumRetryAttempts,
        MaximumEventAgeInSeconds = MaximumEventAgeInSeconds ?? declared.MaximumEventAgeInSeconds,
        Timeout = Timeout == DefaultTimeout ? declared.Timeout : Timeout,
        ReservedConcurrency = ReservedConcurrency ?? declared.ReservedConcurrency,
        OnSuccess = OnSuccess ?? declared.OnSuccess,
        OnFailure = OnFailure ?? declared.OnFailure,
        DeadLetterTarget = DeadLetterTarget ?? declared.DeadLetterTarget,
        Qualifier = Qualifier == Latest ? declared.Qualifier : Qualifier,
        Aliases = Aliases.Count == 0 ? declared.Aliases : Aliases,
        AllowRecursiveLoop = AllowRecursiveLoop || declared.AllowRecursiveLoop,
    };

    /// <summary>Refuses what AWS refuses, with AWS's words where they are known.</summary>
    /// <param name="ownerArn">The ARN of the function.</param>
    internal void Validate(string ownerArn)
    {
        ValidateNumbers();
        ValidateDestinations(ownerArn);
    }

    private void ValidateNumbers()
    {
        if (MaximumRetryAttempts is < 0 or > 2)
        {
            throw new ArgumentException("MaximumRetryAttempts must lie between 0 and 2.");
        }

        if (MaximumEventAgeInSeconds is < Limits.MinimumEventAge or > Limits.MaximumEventAge)
        {
            throw new ArgumentException("MaximumEventAgeInSeconds must lie between 60 and 21600.");
        }

        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromSeconds(900))
        {
            throw new ArgumentException("Timeout must lie between 1 and 900 seconds.");
        }

        if (ReservedConcurrency < 0)
        {
            throw new ArgumentException("ReservedConcurrency must not be negative.");
        }
    }

    private void ValidateDestinations(string ownerArn)
    {
        foreach (IDestinationTarget? target in (ReadOnlySpan<IDestinationTarget?>)[OnSuccess, OnFailure])
        {
            if (target is not null && (target.Arn == ownerArn || target.Arn.StartsWith(ownerArn + ":", StringComparison.Ordinal)))
            {
                throw new ArgumentException("You can't specify the function as a destination for itself.");
            }

            if (target?.Type == DestinationType.Kafka)
            {
                throw new ArgumentException("A Kafka topic is a destination of Kafka event source mappings only.");
            }
        }

        if (OnSuccess?.Type == DestinationType.S3)
        {
            throw new ArgumentException("An S3 bucket is a destination for failures only: AWS refuses it for OnSuccess.");
        }

        if (DeadLetterTarget is { Type: not (DestinationType.Sqs or DestinationType.Sns) })
        {
            throw new ArgumentException("A dead-letter queue is an SQS queue or an SNS topic.");
        }
    }
}
