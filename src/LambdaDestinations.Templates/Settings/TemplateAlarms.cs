using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Settings;

/// <summary>A metric that an alarm looks at.</summary>
/// <param name="Namespace">Its namespace; <see langword="null"/> when a deployment decides.</param>
/// <param name="Name">Its name, likewise.</param>
/// <param name="Dimensions">Its dimensions: name and value.</param>
internal sealed record WatchedMetric(string? Namespace, string? Name, IReadOnlyList<(string? Name, TemplateValue? Value)> Dimensions);

/// <summary>An <c>AWS::CloudWatch::Alarm</c> of a template.</summary>
/// <param name="Resource">The alarm.</param>
/// <param name="Metrics">The metrics that it looks at: one, or those of an expression.</param>
internal sealed record TemplateAlarm(TemplateResource Resource, IReadOnlyList<WatchedMetric> Metrics)
{
    /// <summary>Whether it looks at a metric that tells of lost events, undelivered records or waiting failures.</summary>
    public bool IsAboutFailures => Metrics.Any(static x => AlarmMetric.All.Any(y => y.Namespace == x.Namespace && y.Name == x.Name));
}

/// <summary>The alarms of a template.</summary>
internal sealed class TemplateAlarms
{
    private readonly Interpreter _interpreter;

    private TemplateAlarms(TemplateModel template)
    {
        _interpreter = ResourceNames.Of(template).Interpreter;
        All =
        [
            .. template.Resources.Where(static x => x is { Type: ResourceTypes.Alarm, Properties: not null })
                .Select(x => new TemplateAlarm(x, [.. MetricsOf(template, x.Properties!)])),
        ];
    }

    /// <summary>All alarms, in source order.</summary>
    public IReadOnlyList<TemplateAlarm> All { get; }

    /// <summary>The alarms of a template. Read at the first use.</summary>
    public static TemplateAlarms Of(TemplateModel template) => template.Derive(static x => new TemplateAlarms(x));

    /// <summary>Whether an alarm looks at a metric of one function, rule or queue, and at no narrower one.</summary>
    /// <param name="alarm">The alarm.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="value">What names the function, rule or queue.</param>
    public bool Watches(TemplateAlarm alarm, AlarmMetric metric, TemplateValue value) => alarm.Metrics.Any(x =>
        x.Namespace == metric.Namespace && x.Name == metric.Name
        && x.Dimensions is [{ Name: { } dimension, Value: { } written }] && dimension == metric.Dimension && _interpreter.AreSame(written, value));

    private static IEnumerable<WatchedMetric> MetricsOf(TemplateModel template, MappingNode properties)
    {
        if (properties["MetricName"] is not null)
        {
            yield return Read(template, properties);
        }

        foreach (TemplateBranch query in properties["Metrics"] is { } metrics ? TemplateBranch.Items(metrics) : [])
        {
            if (TemplateNodes.Child(TemplateNodes.Child(query.Map, "MetricStat"), "Metric") is { } metric)
            {
                yield return Read(template, metric);
            }
        }
    }

    private static WatchedMetric Read(TemplateModel template, MappingNode metric) => new(
        ResourceNames.Literal(template, metric["Namespace"]),
        ResourceNames.Literal(template, metric["MetricName"]),
        [
            .. (metric["Dimensions"] is { } dimensions ? TemplateBranch.Items(dimensions) : []).Select(x =>
                (ResourceNames.Literal(template, x.Map?["Name"]), x.Map?["Value"] is { } value ? TemplateValue.FromNode(value) : null)),
        ]);
}
