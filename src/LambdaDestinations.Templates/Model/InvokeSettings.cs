using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Model;

/// <summary>
/// The paths of the asynchronous settings: <c>Properties</c> of an <c>AWS::Lambda::EventInvokeConfig</c>, or <c>EventInvokeConfig</c> of a SAM function.
/// Every function has the same ones, so they are made once.
/// </summary>
internal sealed class InvokeSettings
{
    private static readonly Dictionary<string, SettingPath> Known;

    private InvokeSettings(SettingPath above)
    {
        MaximumRetryAttempts = above.Append("MaximumRetryAttempts");
        MaximumEventAgeInSeconds = above.Append("MaximumEventAgeInSeconds");
        OnSuccess = above.Append("DestinationConfig", "OnSuccess");
        OnFailure = above.Append("DestinationConfig", "OnFailure");
    }

    static InvokeSettings()
    {
        OfConfig = new InvokeSettings(SettingPath.Of("Properties"));
        OfSamFunction = new InvokeSettings(SettingPath.Of("Properties", "EventInvokeConfig"));
        Known = new[] { OfConfig, OfSamFunction }.SelectMany(static x => new[] { x.MaximumRetryAttempts, x.MaximumEventAgeInSeconds, x.OnSuccess, x.OnFailure })
            .ToDictionary(OwnershipRecord.ToName, StringComparer.Ordinal);
    }

    /// <summary>Those of a config.</summary>
    public static InvokeSettings OfConfig { get; }

    /// <summary>Those of a SAM function.</summary>
    public static InvokeSettings OfSamFunction { get; }

    public SettingPath MaximumRetryAttempts { get; }

    public SettingPath MaximumEventAgeInSeconds { get; }

    public SettingPath OnSuccess { get; }

    public SettingPath OnFailure { get; }

    /// <summary>The path of an outcome's destination.</summary>
    public SettingPath Destination(DestinationOutcome outcome) => outcome == DestinationOutcome.Success ? OnSuccess : OnFailure;

    /// <summary>The path that a record calls by a name; <see langword="null"/> when it is none of these.</summary>
    public static SettingPath? Named(string name) => Known.TryGetValue(name, out SettingPath? path) ? path : null;
}
