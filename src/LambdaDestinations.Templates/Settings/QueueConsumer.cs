using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Settings;

/// <summary>A function that a mapping of the template feeds from a queue.</summary>
/// <param name="Function">The function.</param>
/// <param name="Timeout">Its timeout in seconds.</param>
/// <param name="Window">How many seconds the mapping gathers a batch.</param>
internal sealed record QueueConsumer(TemplateResource Function, long Timeout, long Window)
{
    /// <summary>How many seconds AWS advises the queue to hide a message (AWS Lambda Developer Guide, "Configuring an Amazon SQS queue").</summary>
    public long AdvisedVisibility => (Timeout * Limits.AdvisedVisibility) + Window;

    /// <summary>The consumers of a queue, which may be yet to be created, as far as their timeouts are known.</summary>
    /// <param name="template">The template.</param>
    /// <param name="queue">The queue's logical id.</param>
    public static IReadOnlyList<QueueConsumer> Of(TemplateModel template, string queue) =>
    [
        .. DestinationConfiguration.Of(template).Functions.SelectMany(static x => x.Mappings).Where(x => Reads(x.Source, queue)).Select(Of).OfType<QueueConsumer>(),
    ];

    /// <summary>The function of a mapping, when it is one of the template and its timeout is known.</summary>
    public static QueueConsumer? Of(MappingConfiguration mapping) =>
        mapping.Function?.Function is { } function ? Of(mapping.Template, function, mapping.Setting("MaximumBatchingWindowInSeconds") is [{ Number: { } window }] ? window : 0) : null;

    /// <summary>A function that reads a queue; <see langword="null"/> when its timeout is not known.</summary>
    /// <param name="template">The template.</param>
    /// <param name="function">The function.</param>
    /// <param name="window">How many seconds its mapping gathers a batch.</param>
    public static QueueConsumer? Of(TemplateModel template, TemplateResource function, long window) =>
        !TemplateBranch.MayHoldMore(function.Properties) && Seconds(template, template.FunctionProperty(function, "Timeout"), Limits.DefaultTimeout) is { } timeout
            ? new QueueConsumer(function, timeout, window)
            : null;

    /// <summary>A number of seconds; <see langword="null"/> when a deployment decides.</summary>
    /// <param name="template">The template.</param>
    /// <param name="node">The value.</param>
    /// <param name="absent">What it is without a value.</param>
    public static long? Seconds(TemplateModel template, TemplateNode? node, long absent) =>
        node is null or ScalarNode { IsNull: true } ? absent
        : long.TryParse(ResourceNames.Literal(template, node), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seconds) ? seconds
        : null;

    private static bool Reads(EventSource source, string queue) =>
        (!source.IsSamEvent || source.Type == "SQS")
        && source.SourceProperty is { } name
        && source.Properties?[name] is { } written
        && References.In(written).Contains(queue, StringComparer.Ordinal);
}
