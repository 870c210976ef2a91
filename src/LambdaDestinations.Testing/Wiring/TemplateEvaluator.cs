using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Testing.Wiring;

/// <summary>A value of the template that is not known: only a deployment knows it, or CloudFormation refuses it.</summary>
internal sealed class UnknownValueException(OpenReason reason) : Exception(reason.Cause switch
{
    OpenCause.Deployment => $"A value cannot be told before a deployment: {reason.Words}.",
    OpenCause.Invalid => $"A value is not valid: {reason.Words}.",
    _ => $"A value is more than the host works out: {reason.Words}.",
});

/// <summary>
/// What a template says for one deployment: the one interpreter of the templates, with values for parameters, conditions and names. Here what stays
/// open is an error.
/// </summary>
internal sealed class TemplateEvaluator
{
    private readonly TemplateModel _template;
    private readonly ResourceNames _names;
    private readonly Interpreter _interpreter;
    private readonly Dictionary<string, TemplateValue> _properties = new(StringComparer.Ordinal);

    internal TemplateEvaluator(TemplateModel template, Deployment deployment)
    {
        _template = template;
        _names = new ResourceNames(template, deployment);
        _interpreter = new Interpreter(_names, ConditionScope.Empty);
    }

    /// <summary>Whether a resource's condition holds.</summary>
    /// <exception cref="UnknownValueException">It cannot be told.</exception>
    internal bool Exists(TemplateResource resource) =>
        TemplateNodes.Text(resource.Body["Condition"]) is not { } condition || _interpreter.IsTrue(condition, out OpenReason? reason) switch
        {
            Truth.Yes => true,
            Truth.No => false,
            _ => throw new UnknownValueException(reason ?? OpenReason.AtDeployment($"condition {condition} is known at deployment only")),
        };

    /// <summary>A resource's properties; of a SAM function with those of <c>Globals</c>.</summary>
    internal TemplateValue PropertiesOf(TemplateResource resource)
    {
        if (!_properties.TryGetValue(resource.LogicalId, out TemplateValue? properties))
        {
            properties = SamGlobals.PropertiesOf(_template, resource);
            _properties.Add(resource.LogicalId, properties);
        }

        return properties;
    }

    /// <summary>A value below a map, with every function on the way worked out; null when it is absent.</summary>
    /// <exception cref="UnknownValueException">It cannot be told.</exception>
    internal TemplateValue? At(TemplateValue? value, params ReadOnlySpan<string> path)
    {
        TemplateValue? current = Resolve(value);
        foreach (string name in path)
        {
            current = Resolve(current?[name]);
        }

        return current;
    }

    /// <summary>The text of a scalar below a map; null when it is absent.</summary>
    /// <exception cref="UnknownValueException">It cannot be told.</exception>
    internal string? TextAt(TemplateValue? value, params ReadOnlySpan<string> path) => At(value, path) switch
    {
        { Kind: TemplateValueKind.List } => throw new UnknownValueException(OpenReason.Invalid($"{path[^1]} is a list, not a string")),
        { Kind: TemplateValueKind.Map } map => throw new UnknownValueException(OpenReason.Invalid($"{path[^1]} is a map ({string.Join(", ", map.Entries.Select(static x => x.Key))}), not a string")),
        var scalar => scalar?.Text,
    };

    /// <summary>The items of a list below a map; a single value is a list of one, as CloudFormation takes it.</summary>
    /// <exception cref="UnknownValueException">It cannot be told.</exception>
    internal IReadOnlyList<TemplateValue> ItemsAt(TemplateValue? value, params ReadOnlySpan<string> path) => At(value, path) switch
    {
        null => [],
        { Kind: TemplateValueKind.List } list => [.. list.Items.Select(Resolve).OfType<TemplateValue>()],
        { } single => [single],
    };

    /// <summary>The value as JSON, with every function worked out: an event pattern.</summary>
    /// <exception cref="UnknownValueException">A part cannot be told.</exception>
    internal string ToJson(TemplateValue value) => Deep(value)?.ToString() ?? "null";

    /// <summary>A name that the resource has in its service: the one it is given, else its logical id.</summary>
    /// <exception cref="UnknownValueException">It cannot be told.</exception>
    internal string NameOf(TemplateResource resource) => Known(_names.NameOf(resource, _interpreter));

    /// <summary>Whether the ARN of a resource can be told.</summary>
    internal static bool HasArn(TemplateResource resource) => ResourceFacts.Find(resource.Type) is { Arn: not null } or { Type: ResourceTypes.Alias or ResourceTypes.Version };

    /// <summary>The resource that a value refers to; null when it is none of the template.</summary>
    internal TemplateResource? Referred(TemplateValue value) => _interpreter.ReferenceOf(value) is { } reference ? _template.Find(reference.Id) : null;

    /// <summary>The logical id of the queue or topic that SAM makes for a destination without a target.</summary>
    internal string SamDestination(TemplateResource function, DestinationOutcome outcome, bool isTopic) => SamQueues.IdOf(_template, function, outcome, isTopic);

    /// <summary>A value whose outermost function is worked out; null for <c>AWS::NoValue</c>, null and nothing.</summary>
    /// <exception cref="UnknownValueException">It cannot be told.</exception>
    internal TemplateValue? Resolve(TemplateValue? value)
    {
        if (value is null)
        {
            return null;
        }

        Interpreted result = _interpreter.Evaluate(value);
        return result.Kind switch
        {
            InterpretedKind.Nothing => null,
            InterpretedKind.Text when value.Kind == TemplateValueKind.Scalar && result.Text!.Literal is not null => value,
            InterpretedKind.Text => TemplateValue.String(Known(result.Text!)),
            _ => result.Value ?? TemplateValue.List([.. result.Parts!.Select(static x => TemplateValue.String(Known(x)))]),
        };
    }

    private static string Known(SymbolicText text) =>
        text.Literal ?? throw new UnknownValueException(text.Reason ?? OpenReason.AtDeployment($"{text} is known after a deployment only"));

    private TemplateValue? Deep(TemplateValue? value) => Resolve(value) switch
    {
        null => null,
        { Kind: TemplateValueKind.Map } map => TemplateValue.Map(map.Entries.Select(entry => new KeyValuePair<string, TemplateValue>(entry.Key, Deep(entry.Value) ?? TemplateValue.Null))),
        { Kind: TemplateValueKind.List } list => TemplateValue.List([.. list.Items.Select(item => Deep(item) ?? TemplateValue.Null)]),
        { } scalar => scalar,
    };
}
