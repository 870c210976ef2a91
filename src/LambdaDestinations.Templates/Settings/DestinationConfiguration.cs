using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Settings;

/// <summary>A property of a setting as it is written.</summary>
/// <param name="Name">The property's name.</param>
/// <param name="Span">Its value's place.</param>
/// <param name="Text">Its text, as far as the template tells; <see langword="null"/> when a deployment decides.</param>
/// <param name="Conditions">When it has this value.</param>
/// <param name="Parent">The map that holds it, for an edit; <see langword="null"/> when it stands inside <c>Fn::If</c>.</param>
internal sealed record TemplateSetting(string Name, SourceSpan Span, string? Text, ConditionSet Conditions, MappingNode? Parent)
{
    /// <summary>The value as an integer; <see langword="null"/> when it is computed or no integer.</summary>
    public long? Number => long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;

    /// <summary>The value as a boolean; <see langword="null"/> when it is computed or no boolean.</summary>
    public bool? Boolean => bool.TryParse(Text, out bool value) ? value : null;
}

/// <summary>An <c>OnSuccess</c> or <c>OnFailure</c> of a template.</summary>
/// <param name="Outcome">Which of the two.</param>
/// <param name="Span">Its key's place.</param>
/// <param name="Node">Its map; <see langword="null"/> when it is not a map.</param>
/// <param name="Type">SAM's <c>Type</c>; <see langword="null"/> when it is not written.</param>
/// <param name="Targets">What it may point to: several with <c>Fn::If</c>, none without <c>Destination</c>.</param>
/// <param name="Conditions">When it is there.</param>
internal sealed record ConfiguredDestination(
    DestinationOutcome Outcome,
    SourceSpan Span,
    MappingNode? Node,
    TemplateSetting? Type,
    IReadOnlyList<DestinationTarget> Targets,
    ConditionSet Conditions)
{
    /// <summary>Whether <c>Destination</c> is written.</summary>
    public bool HasDestination { get; init; }

    /// <summary>Whether the map is computed.</summary>
    public bool IsComputed { get; init; }

    /// <summary>Whether nothing stands in the place of the map.</summary>
    public bool IsEmpty { get; init; }

    /// <summary><c>DestinationConfig</c>, which holds it; <see langword="null"/> when it is not a plain map.</summary>
    public MappingNode? Parent { get; init; }
}

/// <summary>Settings of the asynchronous invocation of a function.</summary>
/// <param name="Owner">The SAM function or the <c>AWS::Lambda::EventInvokeConfig</c>.</param>
/// <param name="Span">Where it begins: the key <c>EventInvokeConfig</c>, or the resource's.</param>
/// <param name="Node">The map of the settings that is the owner's own; <see langword="null"/> when all comes from <c>Globals</c>.</param>
/// <param name="Conditions">When it is there.</param>
internal sealed record AsyncConfiguration(TemplateResource Owner, SourceSpan Span, MappingNode? Node, ConditionSet Conditions)
{
    /// <summary>The version or alias in the notation of <c>Fn::Sub</c>; <c>$LATEST</c> when there is none; <see langword="null"/> when it is not known.</summary>
    public string? Qualifier { get; init; }

    /// <summary>The function that it names; <see langword="null"/> for an <c>EventInvokeConfig</c> without <c>FunctionName</c>.</summary>
    public DestinationTarget? Function { get; init; }

    /// <summary><c>MaximumRetryAttempts</c>, once for each value that it can take.</summary>
    public IReadOnlyList<TemplateSetting> MaximumRetryAttempts { get; init; } = [];

    /// <summary><c>MaximumEventAgeInSeconds</c>, once for each value that it can take.</summary>
    public IReadOnlyList<TemplateSetting> MaximumEventAgeInSeconds { get; init; } = [];

    /// <summary>The destinations; several for one outcome only with <c>Fn::If</c>.</summary>
    public IReadOnlyList<ConfiguredDestination> Destinations { get; init; } = [];

    /// <summary>Whether everything is written out: no part is computed other than by <c>Fn::If</c>.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>Whether it holds a key that does not exist, so that it may set less than is meant.</summary>
    public bool HasUnknownKeys { get; init; }

    /// <summary>Whether SAM reads it, which asks for <c>Type</c> and grants by itself.</summary>
    public bool IsSam => Owner.Type == ResourceTypes.ServerlessFunction;
}

/// <summary>The dead-letter queue of a function: SAM's <c>DeadLetterQueue</c> or CloudFormation's <c>DeadLetterConfig</c>.</summary>
/// <param name="Span">Its key's place.</param>
/// <param name="Node">Its map; <see langword="null"/> when it is not a map.</param>
/// <param name="Type">SAM's <c>Type</c>.</param>
/// <param name="Targets">What it may point to.</param>
/// <param name="Conditions">When it is there.</param>
internal sealed record DeadLetterConfiguration(SourceSpan Span, MappingNode? Node, TemplateSetting? Type, IReadOnlyList<DestinationTarget> Targets, ConditionSet Conditions);

/// <summary>An event source mapping, or a polled event of SAM, with its settings.</summary>
/// <param name="Template">The template that has it.</param>
/// <param name="Source">The event source.</param>
/// <param name="Span">Its key's place.</param>
/// <param name="Conditions">When it is there.</param>
internal sealed record MappingConfiguration(TemplateModel Template, EventSource Source, SourceSpan Span, ConditionSet Conditions)
{
    /// <summary>What is polled, when it is written.</summary>
    public IReadOnlyList<DestinationTarget> Polled { get; init; } = [];

    /// <summary>The destinations; <c>OnSuccess</c> is among them, although no mapping has one.</summary>
    public IReadOnlyList<ConfiguredDestination> Destinations { get; init; } = [];

    /// <summary><c>DestinationConfig</c>'s place, when it is written.</summary>
    public SourceSpan? DestinationConfigSpan { get; init; }

    /// <summary>The function that it names; <see langword="null"/> when it has none.</summary>
    public DestinationTarget? Function { get; init; }

    /// <summary>Whether everything is written out: no part is computed other than by <c>Fn::If</c>.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>The values that a property can take; none when it is not written.</summary>
    /// <param name="name">A direct property of the mapping: <c>MaximumRetryAttempts</c>.</param>
    public IReadOnlyList<TemplateSetting> Setting(string name) => ConfigurationReader.Settings(Template, Source.Properties, null, name, Conditions);

    /// <summary>The values that a property, or one in a map of the mapping, can take; none when it is not written.</summary>
    /// <param name="path">From the mapping's properties.</param>
    public IEnumerable<TemplateSetting> Setting(SettingPath path) => path.Names is [var outer, var inner]
        ? TemplateBranch.Of(Source.Properties?[outer], Conditions).SelectMany(x => ConfigurationReader.Settings(Template, x.Map, null, inner, x.Conditions))
        : Setting(path.Names[0]);

    /// <summary>
    /// Whether it may have an on-failure destination: an empty <c>DestinationConfig</c> is not one; what is written or computed there may be one, and other rules
    /// speak of what is wrong with it.
    /// </summary>
    public bool MayHaveDestination =>
        Source.Properties?.Find("DestinationConfig") is { } entry
        && (TemplateNodes.Follow(entry.Value) is not (ScalarNode { IsNull: true } or MappingNode { Entries.Count: 0 }) || TemplateBranch.IsFunction(entry.Value));

    /// <summary>Whether it surely reads a FIFO queue.</summary>
    public bool IsOfFifo => Source.Type == MappingFacts.Queue && Polled.Count > 0 && Polled.All(static x => x.IsFifo);

    /// <summary>Whether a macro may add properties that are not written here.</summary>
    public bool Computes => TemplateBranch.MayHoldMore(Source.Properties);

    /// <summary>Whether a property is written at all.</summary>
    public bool Has(string name) => Source.Properties?.Find(name) is not null;
}

/// <summary>An alias of a function.</summary>
/// <param name="Name">Its name, in the notation of <c>Fn::Sub</c>; <see langword="null"/> when it is not known.</param>
/// <param name="Resource">The <c>AWS::Lambda::Alias</c>; <see langword="null"/> for SAM's <c>AutoPublishAlias</c>.</param>
internal sealed record FunctionAlias(string? Name, TemplateResource? Resource);

/// <summary>What a template configures about one function.</summary>
/// <param name="Function">The function.</param>
internal sealed record FunctionConfiguration(TemplateResource Function)
{
    /// <summary>The asynchronous invocation settings: at most one of SAM, and each <c>AWS::Lambda::EventInvokeConfig</c>.</summary>
    public IReadOnlyList<AsyncConfiguration> Async { get; init; } = [];

    /// <summary>The dead-letter queue; several only with <c>Fn::If</c>.</summary>
    public IReadOnlyList<DeadLetterConfiguration> DeadLetters { get; init; } = [];

    /// <summary>All event sources, in source order: SAM events, then mappings.</summary>
    public IReadOnlyList<EventSource> EventSources { get; init; } = [];

    /// <summary>The polled event sources.</summary>
    public IReadOnlyList<MappingConfiguration> Mappings { get; init; } = [];

    /// <summary>The aliases.</summary>
    public IReadOnlyList<FunctionAlias> Aliases { get; init; } = [];

    /// <summary>When the function is there.</summary>
    public ConditionSet Conditions { get; init; }

    /// <summary>All destinations with the mapping that has them, <see langword="null"/> for asynchronous invocations.</summary>
    public IEnumerable<(ConfiguredDestination Destination, MappingConfiguration? Mapping)> AllDestinations =>
        Async.SelectMany(static x => x.Destinations).Select(static x => (x, (MappingConfiguration?)null))
            .Concat(Mappings.SelectMany(static x => x.Destinations.Select(y => (y, (MappingConfiguration?)x))));
}

/// <summary>What a template itself configures about destinations, dead-letter queues and event source mappings. Immutable.</summary>
internal sealed class DestinationConfiguration
{
    private readonly Dictionary<string, FunctionConfiguration> _byFunction;

    internal DestinationConfiguration(IReadOnlyList<FunctionConfiguration> functions, IReadOnlyList<AsyncConfiguration> unattachedAsync, IReadOnlyList<MappingConfiguration> unattachedMappings)
    {
        Functions = functions;
        UnattachedAsync = unattachedAsync;
        UnattachedMappings = unattachedMappings;
        _byFunction = functions.ToDictionary(static x => x.Function.LogicalId, StringComparer.Ordinal);
    }

    /// <summary>Every function of the template in source order.</summary>
    public IReadOnlyList<FunctionConfiguration> Functions { get; }

    /// <summary>Each <c>AWS::Lambda::EventInvokeConfig</c> whose function is not in the template.</summary>
    public IReadOnlyList<AsyncConfiguration> UnattachedAsync { get; }

    /// <summary>Each mapping whose function is not in the template.</summary>
    public IReadOnlyList<MappingConfiguration> UnattachedMappings { get; }

    /// <summary>What is configured about a function.</summary>
    /// <exception cref="KeyNotFoundException">The resource is not a function of this template.</exception>
    public FunctionConfiguration Of(TemplateResource function) => _byFunction[function.LogicalId];

    /// <summary>What a template configures; nothing is reported, what cannot be read is left out. Read at the first use.</summary>
    public static DestinationConfiguration Of(TemplateModel template) => template.Derive(static x => new ConfigurationReader(x).Read());
}
