using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>What resources of a template keep, and how the audit calls things.</summary>
internal static class AuditFacts
{
    private const long Day = 86_400;

    /// <summary>How long a queue keeps a message: four days, unless it says otherwise (Amazon SQS API Reference, <c>CreateQueue</c>); <see langword="null"/> when a deployment decides.</summary>
    public static long? RetentionOfQueue(TemplateModel template, TemplateResource? queue) => Number(template, queue, "MessageRetentionPeriod", Limits.DefaultRetention);

    /// <summary>How long a stream keeps a record: a day, unless a Kinesis stream says otherwise; <see langword="null"/> when it is not known.</summary>
    /// <param name="template">The template.</param>
    /// <param name="type">The type of the event source.</param>
    /// <param name="stream">The stream or table; <see langword="null"/> when it stands elsewhere.</param>
    public static long? RetentionOfStream(TemplateModel template, string type, TemplateResource? stream) =>
        type == "DynamoDB" ? Day
        : type != "Kinesis" || stream is not { Type: "AWS::Kinesis::Stream" } ? null
        : Number(template, stream, "RetentionPeriodHours", 24) * 3600;

    /// <summary>The number of a property; <see langword="null"/> when a deployment decides.</summary>
    public static long? Number(TemplateModel template, TemplateResource? resource, string name, long absent) =>
        resource?.Properties is not { } properties ? absent
        : properties[name] is not { } node ? (TemplateBranch.MayHoldMore(properties) ? null : absent)
        : Parse(ResourceNames.Literal(template, node));

    /// <summary>A number of a text; <see langword="null"/> when it is none.</summary>
    public static long? Parse(string? text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;

    /// <summary>The one number of a setting; <see langword="null"/> when there are several, or a deployment decides.</summary>
    public static long? Only(IEnumerable<TemplateSetting> settings, long absent)
    {
        long?[] values = [.. settings.Select(static x => x.Number).Distinct()];
        return values.Length switch { 0 => absent, 1 => values[0], _ => null };
    }

    /// <summary>How long a bucket keeps an object, in words.</summary>
    public static string KeptByBucket(TemplateResource? bucket)
    {
        IEnumerable<long?> days = FlowGraphBuilder.Maps(TemplateNodes.Child(bucket?.Properties, "LifecycleConfiguration")?["Rules"])
            .Where(static x => TemplateNodes.Text(x["Status"]) == "Enabled" && x["Prefix"] is null && x["TagFilters"] is null)
            .Select(static x => Parse(TemplateNodes.Text(x["ExpirationInDays"])))
            .Where(static x => x is not null);
        return days.Min() is { } least ? $"kept {Duration(least * Day)}" : "kept without limit";
    }

    /// <summary>A number of seconds as people say it.</summary>
    public static string Duration(long seconds)
    {
        (long Unit, string Name)[] units = [(Day, "day"), (3600, "hour"), (60, "minute"), (1, "second")];
        (long unit, string name) = units.First(x => seconds % x.Unit == 0 && (x.Unit < Day || seconds > 2 * Day));
        return Count(seconds / unit, name);
    }

    /// <summary>A number of things.</summary>
    public static string Count(long number, string noun, string? plural = null) => number.ToString(CultureInfo.InvariantCulture) + " " + (number == 1 ? noun : plural ?? noun + "s");

    /// <summary>Names one behind the other: <c>A, B and C</c>.</summary>
    public static string And(IReadOnlyList<string> names, string last = " and ") =>
        names.Count < 2 ? string.Concat(names) : string.Join(", ", names.Take(names.Count - 1)) + last + names[names.Count - 1];

    /// <summary>A place as it is shown: one whose name is a parameter by the parameter's name.</summary>
    public static FlowNode Shown(FlowNode node) =>
        node.Name.StartsWith("${", StringComparison.Ordinal) && node.Name.IndexOf('}') == node.Name.Length - 1 ? node with { Name = node.Name.Substring(2, node.Name.Length - 3) } : node;

    /// <summary>A place with its kind.</summary>
    public static string Named(FlowNode node) => node.Kind switch
    {
        FlowNodeKind.Queue => $"queue {node.Name}",
        FlowNodeKind.Topic => $"topic {node.Name}",
        FlowNodeKind.Bucket => $"bucket {node.Name}",
        FlowNodeKind.EventBus => $"bus {node.Name}",
        FlowNodeKind.Rule => $"rule {RuleName(node)}",
        FlowNodeKind.Function or FlowNodeKind.OtherFunction => $"function {node.Name}",
        _ => node.Name,
    };

    /// <summary>A rule's name; that of a SAM event with its function.</summary>
    public static string RuleName(FlowNode node) => node.Resource is null ? node.Id : node.Name;

    /// <summary>The handler of a function, as the template says it.</summary>
    public static string? HandlerOf(TemplateModel template, TemplateResource function) => ResourceNames.Literal(template, template.FunctionProperty(function, "Handler"));

    /// <summary>Whether a mapping, event, rule, pipe or schedule is switched off in every deployment.</summary>
    public static bool IsDisabled(TemplateModel template, FlowEdge edge) => AuditSwitch.Of(template, edge).IsOff;

    /// <summary>Whether two qualifiers are surely not the same; what is not known may be any.</summary>
    public static bool Differ(string? one, string? other) =>
        one is not null && other is not null && one != other && one.IndexOf("${", StringComparison.Ordinal) < 0 && other.IndexOf("${", StringComparison.Ordinal) < 0;
}
