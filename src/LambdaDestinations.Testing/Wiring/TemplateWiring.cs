using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Resources;

namespace LambdaDestinations.Testing.Wiring;

/// <summary>
/// Builds what a template deploys, as far as a host plays it: functions, queues, topics, buses, buckets, streams, and what
/// connects them. What it does not play is noted.
/// </summary>
internal sealed partial class TemplateWiring
{
    private readonly AwsAccount _account;
    private readonly ResourceRegistry _registry;
    private readonly MappingWiring _mappings;
    private readonly TemplateModel _template;
    private readonly TemplateEvaluator _values;
    private readonly HandlerBinder _binder;
    private readonly List<TemplateNote> _notes = [];
    private readonly List<TemplateResource> _resources = [];
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);

    private TemplateWiring(
        TemplateModel template,
        AwsAccount account,
        IReadOnlyDictionary<string, string> parameters,
        ResourceRegistry registry,
        MappingWiring mappings,
        HandlerBinder binder)
    {
        _template = template;
        _account = account;
        _values = new TemplateEvaluator(template, new Deployment(account.Id, account.Region, "test-stack", parameters));
        _registry = registry;
        _mappings = mappings;
        _binder = binder;
    }

    /// <summary>Builds what a template deploys.</summary>
    /// <param name="source">The template and what is said about it.</param>
    /// <param name="account">The account and region that it is deployed to.</param>
    /// <param name="registry">Where its resources are made.</param>
    /// <param name="mappings">What connects functions with what they read.</param>
    /// <param name="binder">Finds handlers.</param>
    /// <returns>What is not played.</returns>
    /// <exception cref="LambdaTemplateException">The template cannot be read, AWS would refuse it, or the host cannot play it.</exception>
    internal static IReadOnlyList<TemplateNote> Apply(
        TemplateSource source, AwsAccount account, ResourceRegistry registry, MappingWiring mappings, HandlerBinder binder)
    {
        TemplateDocument document = TemplateFile.Parse(source.Path, source.Text, default);
        if (document.Errors.Count > 0)
        {
            throw new LambdaTemplateException(source.Path, [.. document.Errors.Select(error => new TemplateNote(string.Empty, document.GetPosition(error.Span.Start).Line + 1, error.Message, ChangesResults: true))]);
        }

        TemplateModel template = TemplateModel.Read(document);
        if (template.ResourcesNode is null)
        {
            throw new LambdaTemplateException(source.Path, [new TemplateNote(string.Empty, 1, "This is not a template: it has no Resources.", ChangesResults: true)]);
        }

        if (ParameterChecks.Check(template, source.Parameters).ToArray() is { Length: > 0 } refused)
        {
            throw new LambdaTemplateException(source.Path, refused);
        }

        TemplateWiring wiring = new(template, account, source.Parameters, registry, mappings, binder);
        wiring.Wire();
        TemplateNote[] reasons = wiring._notes.Where(each => each.ChangesResults && !source.NotEmulatedIsAllowed).ToArray();
        return reasons.Length == 0 ? wiring._notes : throw new LambdaTemplateException(source.Path, reasons);
    }

    private void Wire()
    {
        if (_template.HasHiddenResources)
        {
            Note(null, "A macro or Fn::ForEach may add resources that the host does not see. Use the template that it is expanded to.", changes: true, "Transform");
        }

        foreach (TemplateResource resource in _template.Resources)
        {
            Try(resource, () =>
            {
                if (_values.Exists(resource))
                {
                    _resources.Add(resource);
                }
            }, "Condition");
        }

        Each(static x => x.Name);
        Each(static x => x.Create);
        Each(static x => x.Configure);
        Each(static x => x.Complete);
        Each(static x => x.Connect);
        Each(static x => x.Bind, "Handler");
    }

    /// <summary>Takes one step with every resource, in the order of the template.</summary>
    private void Each(Func<ResourcePlay, ResourceStep?> step, params string[] path)
    {
        foreach (TemplateResource resource in _resources)
        {
            if (Plays.TryGetValue(resource.Type, out ResourcePlay? play) && step(play) is { } act)
            {
                Try(resource, () => act(this, resource, _values.PropertiesOf(resource)), path);
            }
        }
    }

    /// <summary>The target of an ARN.</summary>
    private IDestinationTarget Target(string arn)
    {
        if (arn.StartsWith("kafka://", StringComparison.Ordinal))
        {
            return _registry.Kafka(arn["kafka://".Length..]);
        }

        return AwsTargets.FromArn(Valid(arn)) switch
        {
            DestinationTargetType.Sqs => _registry.Queue(LastPart(arn, ':')),
            DestinationTargetType.Sns => _registry.Topic(LastPart(arn, ':')),
            DestinationTargetType.EventBridge => _registry.Bus(LastPart(arn, '/')),
            DestinationTargetType.S3 => _registry.Bucket(LastPart(arn, ':')),
            DestinationTargetType.Lambda => FunctionOf(arn) switch { (var function, FunctionSettings.Latest) => function, var (function, qualifier) => function.Qualified(qualifier) },
            _ => throw new ArgumentException($"The destination ARN {arn} is invalid."),
        };
    }

    /// <summary>The function of a name, a partial or a whole ARN, and its qualifier.</summary>
    private (TestFunction Function, string Qualifier) FunctionOf(string reference)
    {
        const string Marker = "function:";
        if (reference.Split(':') is [{ Length: 12 } account, "function", ..] && account != _account.Id)
        {
            // Lambda takes a partial ARN as well.
            reference = $"arn:{_account.Partition}:lambda:{_account.Region}:{reference}";
        }

        int start = _account.IsElsewhere(Valid(reference)) ? -1 : reference.IndexOf(Marker, StringComparison.Ordinal);
        return _registry.Qualified(start < 0 ? reference : reference[(start + Marker.Length)..]);
    }

    /// <summary>
    /// The name in an ARN; of one of another account, region or partition the ARN itself, for it is another resource than the template's of that name.
    /// </summary>
    private string LastPart(string arn, char separator) => _account.IsElsewhere(Valid(arn)) ? arn : arn[(arn.LastIndexOf(separator) + 1)..];

    /// <summary>An ARN or a name that AWS takes.</summary>
    /// <exception cref="UnknownValueException">White space stands in it.</exception>
    private static string Valid(string arn) => arn.Any(char.IsWhiteSpace) ? throw new UnknownValueException(OpenReason.Invalid($"{TemplateValue.String(arn)} has white space in it")) : arn;

    private int? Number(TemplateValue? value, params ReadOnlySpan<string> path) => _values.TextAt(value, path) switch
    {
        null => null,
        { } text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) => number,
        { } text => throw new ArgumentException($"{path[^1]} is not an integer: {text}"),
    };

    private bool Boolean(TemplateValue? value, params ReadOnlySpan<string> path) => string.Equals(_values.TextAt(value, path), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Notes what cannot be told and what AWS refuses, with the resource it concerns.</summary>
    private void Try(TemplateResource resource, Action act, params string[] path)
    {
        try
        {
            act();
        }
        catch (UnknownValueException unknown)
        {
            Note(resource, unknown.Message, changes: true, path);
        }
        catch (HandlerBindingException unbound)
        {
            Note(resource, $"The handler cannot be called: {unbound.Message}.", changes: true, path);
        }
        catch (ArgumentException refused)
        {
            Note(resource, refused.Message, changes: true, path);
        }
        catch (LambdaInvokeException refused)
        {
            Note(resource, refused.Message, changes: true, path);
        }
    }

    private void Note(TemplateResource? resource, string message, bool changes, params string[] path)
    {
        TemplateNode node = (resource?.Body ?? _template.Root)!;
        int start = resource?.Entry.Key.Span.Start ?? 0;
        foreach (string name in resource is null || path is [] or ["Condition"] ? path : ["Properties", .. path])
        {
            if ((node is AliasNode alias ? alias.Target : node) is not MappingNode map || map.Find(name) is not { } entry)
            {
                break;
            }

            start = entry.Key.Span.Start;
            node = entry.Value;
        }

        // One cause shows in every step that needs the value.
        string id = resource?.LogicalId ?? string.Empty;
        if (!_notes.Exists(each => each.LogicalId == id && each.Message == message))
        {
            _notes.Add(new TemplateNote(id, _template.Document.GetPosition(start).Line + 1, message, changes));
        }
    }
}
