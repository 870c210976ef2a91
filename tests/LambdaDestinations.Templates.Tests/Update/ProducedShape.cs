using System;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>A template, the attributes of its handlers, and what must come out.</summary>
/// <param name="Name">A short name.</param>
/// <param name="Template">The template before, in YAML.</param>
/// <param name="Handlers">The handlers.</param>
/// <param name="Settings">What must be set where, in the lines of <see cref="DeployedTemplate.Settings"/>.</param>
/// <param name="MoreGrants">
/// What is granted beside what the destinations need, in the lines of <see cref="DeployedTemplate.Grants"/>; with a minus in front, what
/// is not granted in these words, because a wider statement was there.
/// </param>
internal sealed record ProducedShape(string Name, string Template, HandlerModel[] Handlers, string[] Settings, string[]? MoreGrants = null)
{
    public bool IsSam => Template.Contains("AWS::Serverless::", StringComparison.Ordinal);

    /// <summary>Whether what is written depends on the region: ARNs stand in the attributes.</summary>
    public bool IsOfRegion => Handlers.Any(static x => x.Destinations.Any(static y => y.Target is { } target && target.StartsWith("arn:", StringComparison.Ordinal)));

    /// <summary>The alarms that the assembly asks for.</summary>
    public AlarmsModel? Alarms { get; init; }

    /// <summary>Whether it is tried in JSON too: one of each kind of edit.</summary>
    public bool IsInJson { get; init; }

    /// <summary>Whether a Kafka topic is a target, which only the schema of the commercial partition has so far.</summary>
    public bool IsCommercial => Handlers.Any(static x => x.Destinations.Any(static y => y.TargetType == DestinationTargetType.Kafka));

    /// <summary>The whole template before the update.</summary>
    public string Before => "AWSTemplateFormatVersion: '2010-09-09'\n" + (IsSam ? "Transform: AWS::Serverless-2016-10-31\n" : "") + Template;

    /// <summary>A text with the names of a region in it.</summary>
    public static string Fill(string text, string region) =>
        text.Fill(("partition", DeployedTemplate.PartitionOf(region)), ("region", region), ("account", DeployedTemplate.Account));
}
