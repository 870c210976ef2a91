using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Tool.Inputs;

namespace LambdaDestinations.Tool.Reports;

/// <summary>
/// The commands of the AWS command line that set the destinations of functions that no template deploys: they create the targets, let the function's role
/// send, and set the configuration. Running them again changes nothing.
/// </summary>
internal sealed class CommandScript
{
    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _variables = new(StringComparer.Ordinal);
    private readonly HandlerModel _handler;
    private readonly DestinationModel[] _destinations;
    private readonly string _name;
    private readonly string _function;

    private CommandScript(HandlerModel handler, HashSet<string> taken)
    {
        _handler = handler;
        _destinations = [.. handler.Destinations.Where(x => !handler.IsDurable || x.EventSource is not null)];
        FunctionReference function = handler.Function;
        string name = ShellText.ToVariable(function.LogicalId ?? $"{function.TypeName[(function.TypeName.LastIndexOfAny(['.', '+']) + 1)..]}_{function.MethodName}");
        for (int i = 2; !taken.Add(name); i++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9')}{i}");
        }

        _name = name;
        _function = name + "_FUNCTION";
    }

    /// <summary>Writes the script of an assembly's handlers.</summary>
    /// <param name="assembly">The assembly's name.</param>
    /// <param name="handlers">The handlers.</param>
    /// <param name="settings">What the settings of Amazon.Lambda.Tools say.</param>
    public static string Write(string assembly, IReadOnlyCollection<HandlerModel> handlers, DeploySettings settings)
    {
        StringBuilder text = new();
        text.Append("#!/bin/sh\n");
        text.Append(CultureInfo.InvariantCulture, $"# Sets the destinations that {Excerpt.Printable(assembly)} declares, for functions that are deployed without a template.\n");
        text.Append("set -eu\n");
        foreach ((string variable, string? value) in new[] { ("AWS_PROFILE", settings.Profile), ("AWS_REGION", settings.Region) })
        {
            if (value is not null)
            {
                text.Append(CultureInfo.InvariantCulture, $"export {variable}={ShellText.Quote(value)}\n");
            }
        }

        HashSet<string> taken = new(StringComparer.Ordinal);
        foreach (HandlerModel handler in handlers)
        {
            text.Append('\n').Append(new CommandScript(handler, taken).Write(settings.FunctionOf(handler, handlers.Count)));
        }

        return text.ToString();
    }

    private string Write(string? functionName)
    {
        Line($"# {Excerpt.Printable(_handler.Function.Handler)}");
        Line(functionName is null
            ? $": \"${{{_function}:?the name of the function that runs {Plain(_handler.Function.Handler)}}}\""
            : $"{_function}={ShellText.Quote(functionName)}");
        if (_handler.IsDurable)
        {
            Line("# The function is durable: Lambda has no setting for its outcomes. Its destinations are event rules, which a build writes into a template.");
        }

        Dictionary<DestinationModel, string> targets = new(ReferenceEqualityComparer.Instance);
        foreach (DestinationModel destination in _destinations)
        {
            targets.Add(destination, WriteTarget(destination));
        }

        WritePolicy(targets);
        WriteConfiguration(targets);
        foreach (IGrouping<string, DestinationModel> mapping in _destinations.Where(static x => x.EventSource is not null).GroupBy(static x => x.EventSource!, StringComparer.Ordinal))
        {
            WriteMapping(mapping.Key, [.. mapping], targets);
        }

        return _text.ToString();
    }

    /// <summary>Writes what makes or finds a target.</summary>
    /// <returns>Its ARN, with a variable where only AWS knows it.</returns>
    private string WriteTarget(DestinationModel destination)
    {
        string kind = destination.TargetType.ToString().ToUpperInvariant();
        if (destination.TargetFunction is { } receiver)
        {
            string function = Take(ShellText.ToVariable(receiver.LogicalId ?? receiver.MethodName) + "_FUNCTION");
            Line($": \"${{{function}:?the name of the function that runs {Plain(receiver.Handler)}}}\"");
            string arn = Take(function + "_ARN");
            Line($"{arn}=$(aws lambda get-function-configuration --function-name \"${function}\" --query FunctionArn --output text)");
            return ShellText.Variable(arn);
        }

        if (destination.Target is { } target)
        {
            if (!target.StartsWith('@'))
            {
                return target;
            }

            string named = ShellText.ToVariable(target[1..]) + "_ARN";
            if (_variables.Add(named))
            {
                Line($": \"${{{named}:?the ARN of the {kind} target {Plain(target)}, which no template resolves here}}\"");
            }

            return ShellText.Variable(named);
        }

        string suffix = $"{string.Concat((destination.EventSource ?? "").Where(char.IsAsciiLetterOrDigit))}On{destination.Outcome}";
        string variable = Take($"{_name}_{ShellText.ToVariable(suffix)}_ARN");
        switch (destination.TargetType)
        {
            case DestinationTargetType.Sqs:
                string retention = destination.Outcome == DestinationOutcome.Failure ? " --attributes MessageRetentionPeriod=1209600" : "";
                string url = Take($"{_name}_{ShellText.ToVariable(suffix)}_URL");
                Line($"{url}=$(aws sqs create-queue --queue-name \"${{{_function}}}-{suffix}\"{retention} --query QueueUrl --output text)");
                Line($"{variable}=$(aws sqs get-queue-attributes --queue-url \"${url}\" --attribute-names QueueArn --query Attributes.QueueArn --output text)");
                break;
            case DestinationTargetType.Sns:
                Line($"{variable}=$(aws sns create-topic --name \"${{{_function}}}-{suffix}\" --query TopicArn --output text)");
                break;
            default:
                string bucket = Take($"{_name}_{ShellText.ToVariable(suffix)}_BUCKET");
                Line($": \"${{{bucket}:?the name of the bucket for the records, which is unique in the world}}\"");
                Line($"aws s3api head-bucket --bucket \"${bucket}\" 2>/dev/null || aws s3 mb \"s3://${bucket}\"");
                Line($"{variable}=arn:aws:s3:::\"${bucket}\"");
                break;
        }

        return ShellText.Variable(variable);
    }

    private void WritePolicy(Dictionary<DestinationModel, string> targets)
    {
        IReadOnlyList<TemplateValue> statements = RequiredGrant.Statements(targets.SelectMany(static x => RequiredGrant.ForTarget(x.Key.TargetType, TemplateValue.String(x.Value))).Distinct());
        if (statements.Count == 0)
        {
            return;
        }

        string role = Take(_name + "_ROLE");
        Line($"{role}=$(aws lambda get-function-configuration --function-name \"${_function}\" --query Role --output text)");
        TemplateValue policy = TemplateValue.Map(("Version", TemplateValue.String("2012-10-17")), ("Statement", TemplateValue.List([.. statements])));
        Line($"aws iam put-role-policy --role-name \"${{{role}##*/}}\" --policy-name \"${{{_function}}}-destinations\" \\");
        Line($"  --policy-document {ShellText.Quote(TemplateWriter.ToJson(policy))}");
        Line("sleep 10 # Lambda looks at the permission when the configuration is set, and a policy needs a moment to be seen.");
    }

    private void WriteConfiguration(Dictionary<DestinationModel, string> targets)
    {
        DestinationModel[] destinations = [.. _destinations.Where(static x => x.EventSource is null)];
        if (destinations.Length == 0 && _handler.MaximumRetryAttempts is null && _handler.MaximumEventAgeInSeconds is null)
        {
            return;
        }

        List<string> options = [];
        Add(options, "--qualifier", _handler.Qualifier);
        Add(options, "--maximum-retry-attempts", Text(_handler.MaximumRetryAttempts));
        Add(options, "--maximum-event-age-in-seconds", Text(_handler.MaximumEventAgeInSeconds));
        Add(options, "--destination-config", destinations.Length == 0 ? null : Configuration(destinations, targets));
        Line($"aws lambda put-function-event-invoke-config --function-name \"${_function}\" \\");
        Line("  " + string.Join(" ", options));
    }

    private void WriteMapping(string source, DestinationModel[] destinations, Dictionary<DestinationModel, string> targets)
    {
        string mapping = Take($"{_name}_{ShellText.ToVariable(source)}_UUID");
        Line($": \"${{{mapping}:?the UUID of the event source mapping {Plain(source)}, see aws lambda list-event-source-mappings}}\"");
        List<string> options = [];
        DestinationModel first = destinations[0];
        Add(options, "--maximum-retry-attempts", Text(first.MaximumRetryAttempts));
        Add(options, "--maximum-record-age-in-seconds", Text(first.MaximumRecordAgeInSeconds));
        if (first.BisectBatchOnFunctionError is { } bisect)
        {
            options.Add(bisect ? "--bisect-batch-on-function-error" : "--no-bisect-batch-on-function-error");
        }

        Add(options, "--destination-config", Configuration(destinations, targets));
        Line($"aws lambda update-event-source-mapping --uuid \"${mapping}\" \\");
        Line("  " + string.Join(" ", options));
    }

    private static string Configuration(IEnumerable<DestinationModel> destinations, Dictionary<DestinationModel, string> targets) => TemplateWriter.ToJson(TemplateValue.Map(
        destinations.OrderByDescending(static x => x.Outcome == DestinationOutcome.Success)
            .Select(x => new KeyValuePair<string, TemplateValue>("On" + x.Outcome, TemplateValue.Map(("Destination", TemplateValue.String(targets[x])))))));

    private static void Add(List<string> options, string name, string? value)
    {
        if (value is not null)
        {
            options.Add($"{name} {ShellText.Quote(value)}");
        }
    }

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    /// <summary>A name in the message of <c>${…:?…}</c>, where a quote, a brace or a dollar would have a meaning.</summary>
    private static string Plain(string name) => new([.. name.Select(static x => char.IsAsciiLetterOrDigit(x) || x is '.' or ':' or '+' or '_' or '-' or '@' or '/' ? x : '?')]);

    private string Take(string name)
    {
        _variables.Add(name);
        return name;
    }

    private void Line(string text) => _text.Append(text).Append('\n');
}
