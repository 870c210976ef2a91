using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Generators.Consumers;
using LambdaDestinations.Generators.Declarations;
using LambdaDestinations.Generators.Emission;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Manifest;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators;

/// <summary>
/// Emits, from destination attributes, a typed record reader per handler, a Lambda entry point per consumer, and the manifest
/// of the assembly. It reports nothing: the analyzers do.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class DestinationGenerator : IIncrementalGenerator
{
    internal const string DeclarationsStep = "Declarations";
    internal const string ReadingStep = "Reading";
    internal const string ContractsStep = "Contracts";
    internal const string ConsumersStep = "Consumers";
    internal const string StartupStep = "Startup";
    internal const string SerializersStep = "Serializers";
    internal const string BindingsStep = "Bindings";
    internal const string CarriersStep = "Carriers";
    internal const string ManifestStep = "Manifest";
    internal const string AlarmsStep = "Alarms";

    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Equal as long as no declaration, reference or option changes: an edit inside of a body ends here.
        IncrementalValueProvider<DeclarationSnapshot> declarations = context.CompilationProvider
            .Select(DeclarationSnapshot.Take)
            .WithTrackingName(DeclarationsStep);

        // The only step that sees symbols. Everything after it is plain, comparable data.
        IncrementalValueProvider<AssemblyReading> reading = declarations
            .Select(static (x, cancellationToken) => x.Read(cancellationToken))
            .WithTrackingName(ReadingStep);

        IncrementalValuesProvider<TypesFile<RecordContract>> contracts = reading
            .SelectMany(static (x, _) => TypesFile.Partition("Records", NameAll(x.Handlers.Select(static y => y.Contract).OfType<RecordContract>(), static (y, name) => y with { ClassName = name })))
            .WithTrackingName(ContractsStep);
        context.RegisterSourceOutput(contracts, static (output, file) => output.AddSource(file.HintName, file.Write(RecordsEmitter.Write)));

        IncrementalValuesProvider<TypesFile<ConsumerEntryPoint>> consumers = reading
            .SelectMany(static (x, _) => TypesFile.Partition("Consumers", NameAll(EntryPoints(x.Consumers), static (y, name) => y with { ClassName = name })))
            .WithTrackingName(ConsumersStep);
        context.RegisterSourceOutput(consumers, static (output, file) => output.AddSource(file.HintName, file.Write(ConsumerEmitter.Write)));

        IncrementalValueProvider<StartupModel?> startup = reading
            .Select(static (x, _) => EntryPoints(x.Consumers).Select(static y => y.Services?.Startup).FirstOrDefault(static y => y is not null))
            .WithTrackingName(StartupStep);
        context.RegisterSourceOutput(startup, static (output, startup) =>
        {
            if (startup is not null)
            {
                output.AddSource("LambdaDestinations.Services.g.cs", ServicesEmitter.Write(startup));
            }
        });

        // A class in each step: over a structure of ours the compiler would have the driver's own code compiled just in time.
        IncrementalValueProvider<PayloadContexts> serializers = reading
            .Select(static (x, _) => PayloadContextEmitter.Needed(x.Handlers.Select(static y => y.Contract?.Serializer).Concat(x.Consumers.Select(static y => y.Serializer))))
            .WithTrackingName(SerializersStep);
        context.RegisterSourceOutput(serializers, static (output, all) =>
        {
            if (all.Serializers.Count > 0)
            {
                output.AddSource("LambdaDestinations.PayloadContexts.g.cs", PayloadContextEmitter.Write(all));
            }
        });

        IncrementalValueProvider<RecordBindings> bindings = reading
            .Select(static (x, _) => RecordBindingEmitter.Needed(x.Consumers))
            .WithTrackingName(BindingsStep);
        context.RegisterSourceOutput(bindings, static (output, bindings) =>
        {
            if (bindings.All.Count > 0)
            {
                output.AddSource("LambdaDestinations.RecordBindings.g.cs", RecordBindingEmitter.Write(bindings));
            }
        });

        IncrementalValueProvider<EventTypes?> carriers = reading
            .Select(static (x, _) => x.Handlers.Select(static y => y.Contract?.Carriers).FirstOrDefault(static y => y is not null))
            .WithTrackingName(CarriersStep);
        context.RegisterSourceOutput(carriers, static (output, carriers) =>
        {
            if (carriers is not null && EventAdapterEmitter.Write(carriers) is { } source)
            {
                output.AddSource("LambdaDestinations.EventAdapters.g.cs", source);
            }
        });

        IncrementalValuesProvider<ManifestFile> manifest = reading
            .SelectMany(static (x, _) => ManifestFile.Partition([.. x.Handlers.Select(static y => y.Handler!)]))
            .WithTrackingName(ManifestStep);
        context.RegisterSourceOutput(manifest, static (output, file) => output.AddSource(file.HintName, file.Write()));

        // Without a handler there is nothing to watch, and no manifest.
        IncrementalValueProvider<AlarmsModel?> alarms = reading
            .Select(static (x, _) => x.Handlers.Count > 0 ? x.Alarms : null)
            .WithTrackingName(AlarmsStep);
        context.RegisterSourceOutput(alarms, static (output, alarms) =>
        {
            if (alarms is not null)
            {
                output.AddSource("LambdaDestinations.Alarms.g.cs", ManifestFile.Write(alarms));
            }
        });
    }

    /// <summary>One for each consumer, and one for each class whose consumers take records of different kinds.</summary>
    private static IEnumerable<ConsumerEntryPoint> EntryPoints(EquatableArray<ConsumerContract> consumers) => consumers
        .Select(ConsumerEntryPoint.Of)
        .Concat(consumers.GroupBy(static x => x.Class).Select(static x => ConsumerEntryPoint.OfClass([.. x])).OfType<ConsumerEntryPoint>());

    /// <summary>Gives everything a class of its own: the overloads of a handler would have one name.</summary>
    private static IEnumerable<T> NameAll<T>(IEnumerable<T> all, Func<T, string, T> rename)
        where T : IGeneratedType
    {
        foreach (IGrouping<string, T> sameName in all.GroupBy(static x => TypesFile.FullNameOf(x), StringComparer.Ordinal))
        {
            bool isShared = sameName.Skip(1).Any();
            foreach (T item in sameName)
            {
                yield return isShared ? rename(item, item.ClassName + "_" + StableHash.Of(item.UniqueName).ToString("x8", CultureInfo.InvariantCulture)) : item;
            }
        }
    }
}
