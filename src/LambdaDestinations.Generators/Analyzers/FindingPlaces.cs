using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LambdaDestinations.Generators.Consumers;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>Where a finding about an attribute stands: on the one argument that it is about, else on the whole attribute.</summary>
internal static class FindingPlaces
{
    private static readonly string[] OfMappings = ["MaximumRetryAttempts", "MaximumRecordAgeInSeconds", "BisectBatchOnFunctionError"];

    private static readonly Dictionary<Rule, Func<AttributeSyntax, AttributeArgumentSyntax?>> Arguments = new()
    {
        [DeclarationRules.S3OnSuccess] = Type,
        [DeclarationRules.TargetTypeMismatch] = Type,
        [DeclarationRules.UnknownType] = Type,
        [DeclarationRules.TargetRequired] = Type,
        [DeclarationRules.KafkaOnAsynchronous] = Type,
        [DeclarationRules.Fifo] = Target,
        [DeclarationRules.MalformedTarget] = Target,
        [DeclarationRules.UnknownLogicalId] = Target,
        [DeclarationRules.SeveralRegions] = Target,
        [DeclarationRules.SelfDestination] = Target,
        [DeclarationRules.NoDestinationService] = Target,
        [DeclarationRules.NoTarget] = Target,
        [DeclarationRules.RetryAttemptsRange] = static x => x.Setting("MaximumRetryAttempts"),
        [DeclarationRules.EventAgeRange] = static x => x.Setting("MaximumEventAgeInSeconds") ?? x.Setting("MaximumRecordAgeInSeconds"),
        [DeclarationRules.RetriesNeverRun] = static x => x.Setting("MaximumEventAgeInSeconds"),
        [DeclarationRules.MappingSettingWithoutMapping] = OnlySetting,
        [DeclarationRules.FunctionNotInTemplate] = static x => x.Argument("logicalId", 0),
        [EventSourceMappingRules.UnknownEventSource] = static x => x.Setting("EventSource"),
        [EventSourceMappingRules.UnsupportedSource] = static x => x.Setting("EventSource"),
        [EventSourceMappingRules.EndlessRetries] = static x => x.Setting("MaximumRetryAttempts"),
        [HandlerRules.TargetHandlerMissing] = static x => x.Argument("methodName", 0),
        [ContractRules.SerializerIsNoContext] = static x => x.Argument("contextType", 0),
        [ContractRules.Concurrency] = static x => x.Setting(ConsumerReader.MaximumConcurrency),
        [ContractRules.UnknownProducer] = static x => x.Argument("methodName", 1),
        [SourceRules.MalformedSource] = static x => x.Setting(SourceReader.From),
        [SourceRules.UnknownSource] = static x => x.Setting(SourceReader.From),
        [SourceRules.NothingToWire] = static x => x.Setting(SourceReader.Wire),
    };

    /// <summary>The attribute that a finding about a handler is about.</summary>
    private static readonly Dictionary<Rule, string> OfAttributes = new()
    {
        [DeclarationRules.RetryAttemptsRange] = KnownNames.AsyncInvocation,
        [DeclarationRules.EventAgeRange] = KnownNames.AsyncInvocation,
        [DeclarationRules.RetriesNeverRun] = KnownNames.AsyncInvocation,
        [DeclarationRules.NoQualifierOfExecution] = KnownNames.AsyncInvocation,
        [ConfigurationRules.NothingRetriesExecutions] = KnownNames.AsyncInvocation,
        [DeclarationRules.DeliveryRange] = KnownNames.DurableDelivery,
        [DeclarationRules.OfDurableOnly] = KnownNames.DurableDelivery,
        [DeclarationRules.FunctionNotInTemplate] = KnownNames.DestinationFunction,
        [DeclarationRules.DeadLetterNotWritten] = KnownNames.DeadLetter,
        [SourceRules.MalformedSource] = KnownNames.DestinationConsumer,
        [SourceRules.UnknownSource] = KnownNames.DestinationConsumer,
        [SourceRules.NothingToWire] = KnownNames.DestinationConsumer,
        [SourceRules.NotWired] = KnownNames.DestinationConsumer,
        [SourceRules.MayBeRead] = KnownNames.DestinationConsumer,
    };

    /// <summary>The place of a finding about an attribute of a method.</summary>
    public static Location Of(Rule rule, AttributeData attribute, ISymbol owner, CancellationToken cancellationToken)
    {
        SyntaxNode? place = ArgumentOf(rule, attribute, cancellationToken) ?? attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken);
        return place?.GetLocation() ?? owner.Locations[0];
    }

    /// <summary>The place of a finding about a handler: the attribute that says what it is about, a parameter, or the handler's name.</summary>
    public static Location Of(Rule rule, IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (ReferenceEquals(rule, HandlerRules.Parameters) && WrongParameter(method)?.Locations.FirstOrDefault() is { } place)
        {
            return place;
        }

        if (!OfAttributes.TryGetValue(rule, out string? name))
        {
            return method.Locations[0];
        }

        // Of several the one that has the argument.
        AttributeData[] all = [.. method.GetAttributes().Where(x => SymbolNames.Is(x.AttributeClass, name))];
        return (Array.Find(all, x => ArgumentOf(rule, x, cancellationToken) is not null) ?? all.FirstOrDefault()) is { } found
            ? Of(rule, found, method, cancellationToken)
            : method.Locations[0];
    }

    /// <summary>The place of a finding about settings of a mapping: the argument, else the whole attribute; <see langword="null"/> for any other finding.</summary>
    public static Location? OfMapping(Finding finding, IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (finding.Attribute is not { Mapping: { } index } anchor
            || HandlerReader.MappingsOf(method).ElementAtOrDefault(index)?.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is not AttributeSyntax attribute)
        {
            return null;
        }

        return ((anchor.Argument is { } name ? attribute.Setting(name) : null) ?? attribute.Setting("EventSource") ?? (SyntaxNode)attribute).GetLocation();
    }

    private static IParameterSymbol? WrongParameter(IMethodSymbol method) => method.Parameters switch
    {
        [{ IsParams: true } only] => only,
        [{ RefKind: RefKind.None }, { RefKind: RefKind.None } second] when !SymbolNames.Is(second.Type as INamedTypeSymbol, KnownNames.LambdaContext) => second,
        _ => null,
    };

    private static AttributeArgumentSyntax? ArgumentOf(Rule rule, AttributeData attribute, CancellationToken cancellationToken) =>
        Arguments.TryGetValue(rule, out Func<AttributeSyntax, AttributeArgumentSyntax?>? argument)
        && attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is AttributeSyntax syntax
            ? argument(syntax)
            : null;

    private static AttributeArgumentSyntax? Type(AttributeSyntax attribute) => attribute.Argument("type", 0);

    private static AttributeArgumentSyntax? Target(AttributeSyntax attribute) => attribute.Argument("target", 1);

    private static AttributeArgumentSyntax? OnlySetting(AttributeSyntax attribute) =>
        OfMappings.Select(attribute.Setting).OfType<AttributeArgumentSyntax>().ToArray() is [var only] ? only : null;
}
