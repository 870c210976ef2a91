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
    private const string Events = "Events";
    private const string Properties = "Properties";
    private const string DestinationConfig = "DestinationConfig";

    /// <summary>What the settings of an event of SAM are called, with their paths from its properties: those in a map of it by the last name.</summary>
    private static readonly Dictionary<string, SettingPath> OfEvent = MappingFacts.All.Select(static x => x.Path).Append(SettingPath.Of(DestinationConfig, "OnFailure"))
        .ToDictionary(static x => x.Names[x.Names.Count - 1], StringComparer.Ordinal);

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
        OfSamFunction = new InvokeSettings(SettingPath.Of("Properties", SettingKeys.EventInvokeConfig));
        Known = new[] { OfConfig, OfSamFunction }.SelectMany(static x => new[] { x.MaximumRetryAttempts, x.MaximumEventAgeInSeconds, x.OnSuccess, x.OnFailure })
            .ToDictionary(OwnershipRecord.ToName, StringComparer.Ordinal);
    }

    /// <summary>The short name of a setting's path, which <see cref="Short"/> may read; <see langword="null"/> when it has none.</summary>
    public static string? Shorten(SettingPath path)
    {
        IReadOnlyList<string> names = path.Names;
        string last = names[names.Count - 1];
        return names is [Properties, Events, var name, ..] ? SettingPath.Of(name, last).ToString() : names.Count > 1 ? last : null;
    }

    /// <summary>The path that a record calls by a short name; <see langword="null"/> when it is none.</summary>
    /// <param name="name"><c>OnFailure</c>, or <c>Stream.OnFailure</c> for the event <c>Stream</c> of a SAM function.</param>
    /// <param name="isOfSamFunction">Whether it is the record of a SAM function.</param>
    public static SettingPath? Short(string name, bool isOfSamFunction)
    {
        InvokeSettings settings = isOfSamFunction ? OfSamFunction : OfConfig;
        switch (name)
        {
            case "OnSuccess":
                return settings.OnSuccess;
            case "OnFailure":
                return settings.OnFailure;
            case "MaximumRetryAttempts":
                return settings.MaximumRetryAttempts;
            case "MaximumEventAgeInSeconds":
                return settings.MaximumEventAgeInSeconds;
        }

        return isOfSamFunction && name.IndexOf('.') > 0 && SettingPath.Parse(name).Names is [var source and not (SettingKeys.EventInvokeConfig or DestinationConfig or Events or Properties), var setting]
            && OfEvent.TryGetValue(setting, out SettingPath? path)
            ? SettingPath.Of([Properties, Events, source, Properties, .. path.Names])
            : null;
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
