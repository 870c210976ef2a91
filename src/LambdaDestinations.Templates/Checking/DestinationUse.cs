using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Checking;

/// <summary>One destination with one target, whether a C# attribute or the template says so.</summary>
/// <param name="Function">Whose it is; <see langword="null"/> when the function is not in the template.</param>
/// <param name="Mapping">The mapping whose batches are recorded; <see langword="null"/> for asynchronous invocations.</param>
/// <param name="Outcome">Which outcome.</param>
/// <param name="Target">Where the record goes.</param>
/// <param name="Span">Its place in the template; <see langword="null"/> when only an attribute says so.</param>
internal sealed record DestinationUse(FunctionConfiguration? Function, MappingConfiguration? Mapping, DestinationOutcome Outcome, DestinationTarget Target, SourceSpan? Span)
{
    /// <summary>The attribute; <see langword="null"/> when the template says so.</summary>
    public AttributeAnchor? Attribute { get; init; }

    /// <summary>What the attribute says; <see langword="null"/> when the template says so.</summary>
    public DestinationModel? Model { get; init; }

    /// <summary>What the handler's attributes set of the mapping beside the destination.</summary>
    public IReadOnlyList<MappingModel> Settings { get; init; } = [];

    /// <summary>What attributes set of the mapping, as a number; <see langword="null"/> where they do not.</summary>
    /// <param name="setting">The setting.</param>
    public int? NumberOf(string setting) =>
        (setting switch
        {
            MappingFacts.Retries => Model?.MaximumRetryAttempts,
            MappingFacts.RecordAge => Model?.MaximumRecordAgeInSeconds,
            MappingFacts.Bisect => Model?.BisectBatchOnFunctionError is { } bisect ? bisect ? 1 : 0 : null,
            _ => null,
        })
        ?? Settings.Select(x => x.Number(setting)).FirstOrDefault(static x => x is not null);

    /// <summary>Whether attributes put the mapping in provisioned mode.</summary>
    public bool IsProvisioned => NumberOf(MappingFacts.MinimumPollers) is not null || NumberOf(MappingFacts.MaximumPollers) is not null;

    /// <summary>The handler of the attribute.</summary>
    public HandlerModel? Handler { get; init; }

    /// <summary>The settings that it stands in; <see langword="null"/> for a mapping's or an attribute's.</summary>
    public AsyncConfiguration? Configuration { get; init; }

    /// <summary>What the template's map says; <see langword="null"/> for an attribute's.</summary>
    public ConfiguredDestination? Configured { get; init; }

    /// <summary>The version or alias; <see langword="null"/> when it is not known.</summary>
    public string? Qualifier { get; init; }

    /// <summary>The resource to name in messages.</summary>
    public string OwnerName => Mapping?.Source.Name ?? Function?.Function.LogicalId ?? Configuration!.Owner.LogicalId;

    /// <summary>A finding about this destination.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="span">Its place in the template, when it is another one than the destination's.</param>
    public Finding Report(RuleMessage message, SourceSpan? span = null) => new(message, span ?? Span, Attribute) { DestinationSpan = span is null ? null : Span };

    /// <summary>The destinations that the template configures.</summary>
    public static IEnumerable<DestinationUse> InTemplate(TemplateModel template)
    {
        DestinationConfiguration configuration = DestinationConfiguration.Of(template);
        foreach (FunctionConfiguration function in configuration.Functions)
        {
            foreach (DestinationUse use in function.Async.SelectMany(x => Of(function, x)).Concat(function.Mappings.SelectMany(x => Of(function, x))))
            {
                yield return use;
            }
        }

        foreach (DestinationUse use in configuration.UnattachedAsync.SelectMany(static x => Of(null, x)).Concat(configuration.UnattachedMappings.SelectMany(static x => Of(null, x))))
        {
            yield return use;
        }
    }

    /// <summary>The destinations of a handler's attributes that get records, and whose places are clear.</summary>
    public static IEnumerable<DestinationUse> OfHandler(TemplateModel template, HandlerModel handler, HandlerBinding binding)
    {
        if (binding.Function is not { } resource)
        {
            yield break;
        }

        FunctionConfiguration function = DestinationConfiguration.Of(template).Of(resource);
        foreach (ResolvedDestination destination in binding.Destinations.Where(static x => !x.IsDurable))
        {
            MappingConfiguration? mapping = destination.EventSource is { } source ? function.Mappings.FirstOrDefault(x => ReferenceEquals(x.Source, source)) : null;
            if (destination.EventSource is not null && mapping is null)
            {
                continue;
            }

            DestinationTarget target = destination.CreatedId is not null
                ? new DestinationTarget(TargetOrigin.CreatedBySam, destination.Value, default, function.Conditions) { Type = destination.Model.TargetType, IsArn = true, Name = destination.CreatedId }
                : DestinationTarget.Read(template, destination.Value, default, function.Conditions);
            yield return new DestinationUse(function, mapping, destination.Model.Outcome, target, null)
            {
                Attribute = destination.Attribute,
                Model = destination.Model,
                Settings = mapping is null ? [] : [.. (MappingBinding.Of(template, handler)?.Mappings ?? []).Where(x => ReferenceEquals(x.Written, mapping)).Select(static x => x.Model)],
                Handler = handler,
                Qualifier = handler.Qualifier,
            };
        }
    }

    private static IEnumerable<DestinationUse> Of(FunctionConfiguration? function, AsyncConfiguration config) =>
        config.Destinations.SelectMany(x => x.Targets.Select(y => new DestinationUse(function, null, x.Outcome, y, x.Span) { Configuration = config, Configured = x, Qualifier = config.Qualifier }));

    private static IEnumerable<DestinationUse> Of(FunctionConfiguration? function, MappingConfiguration mapping) =>
        mapping.Destinations.Where(static x => x.Outcome == DestinationOutcome.Failure).SelectMany(x => x.Targets.Select(y => new DestinationUse(function, mapping, x.Outcome, y, x.Span) { Configured = x }));
}
