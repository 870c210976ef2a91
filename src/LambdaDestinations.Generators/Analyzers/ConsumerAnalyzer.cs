using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Generators.Consumers;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>Checks consumers against the handlers that they name, here and in referenced assemblies.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConsumerAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of a finding that holds the parameter type to write instead, fully qualified.</summary>
    internal const string NewType = "NewType";

    private static readonly HashSet<string> AsynchronousOnly = ["S3Event", "SNSEvent", "ScheduleEvent"];

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(
        ContractRules.PayloadMismatch, ContractRules.UnknownProducer, ContractRules.ProducerWithoutDestination, ContractRules.OutcomeMismatch,
        ContractRules.ConsumerShape, ContractRules.PayloadNotCarried, ContractRules.VoidResponse, ContractRules.NoContext, ContractRules.LostMessages,
        ContractRules.KindNotTaken, ContractRules.ResultOfBatch, ContractRules.UnusableStartup, ContractRules.Concurrency, HandlerRules.IdleConsumer, HandlerRules.UnboundRecord,
        SourceRules.ReadsNothing);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownNames.DestinationConsumer) is null)
            {
                return;
            }

            ProducerLookup producers = new(start.Compilation);
            IReadOnlyList<ProjectTemplate> templates = ProjectTemplate.FindAll(start.Options, start.TryGetValue, start.CancellationToken);
            start.RegisterSymbolAction(x => Check(x, producers, templates), SymbolKind.Method);
            start.RegisterSymbolAction(CheckStartup, SymbolKind.NamedType);
        });
    }

    private static void Check(SymbolAnalysisContext context, ProducerLookup producers, IReadOnlyList<ProjectTemplate> templates)
    {
        IMethodSymbol method = (IMethodSymbol)context.Symbol;
        if (method.PartialDefinitionPart is null && EntryPoints.IsConsumer(method))
        {
            CheckMarked(context, producers, templates);
        }
    }

    private static void CheckMarked(SymbolAnalysisContext context, ProducerLookup producers, IReadOnlyList<ProjectTemplate> templates) => MethodReport.Check(
        context,
        nameof(ConsumerAnalyzer),
        ProjectTemplate.FingerprintOf(templates, context.Options.AnalyzerConfigOptionsProvider),
        x => Check(x, producers, templates));

    private static void Check(MethodReport report, ProducerLookup producers, IReadOnlyList<ProjectTemplate> templates)
    {
        IMethodSymbol method = report.Method;
        ConsumerReading reading = KnownReadings.ConsumerOf(method, report.Context.Compilation, report.Context.CancellationToken);
        foreach (Finding finding in reading.Findings)
        {
            report.Add(Descriptors.At(finding.Said, method.Locations[0]));
        }

        CheckConcurrency(report);
        if (reading.Contract is { UsesReflection: true })
        {
            report.Add(Descriptors.At(ContractRules.ReadsByReflection(report.Display), method.Locations[0]));
        }

        if (reading.Contract is { IsAnnotated: true } annotated)
        {
            CheckAnnotated(report, templates, annotated);
        }
        else if (templates.Count > 0 && reading.Contract is { } idle)
        {
            CheckIsRun(report, templates, idle);
        }

        if (templates.Count > 0 && reading.Contract is { } unread)
        {
            CheckIsRead(report, producers, templates, unread);
        }

        CheckEntryPoints(report, templates, reading.Contract);
        foreach (AttributeData attribute in EntryPoints.AttributesOf(method))
        {
            // What is not a type or a string, the compiler reports.
            Pair pair = new(report, attribute);
            switch (attribute.ConstructorArguments)
            {
                case [{ Value: INamedTypeSymbol { TypeKind: not TypeKind.Error } type }, { Value: string name }]:
                    CheckProducer(pair, type, name, producers, templates);
                    break;
                case [{ Value: ITypeSymbol and not INamedTypeSymbol and var type }, { Value: string name }] when !HandlerReader.IsUnknown((ITypeSymbol)type):
                    pair.ReportAttribute(ContractRules.HasNoHandler(SymbolNames.Shown((ITypeSymbol)type), name, null));
                    break;
                case [{ IsNull: true, Kind: not TypedConstantKind.Error }, _] or [_, { IsNull: true, Kind: not TypedConstantKind.Error }]:
                    pair.ReportAttribute(ContractRules.NamesNoHandler(report.Display));
                    break;
            }
        }
    }

    /// <summary>A consumer that Amazon.Lambda.Annotations deploys: its wrapper passes the record and the context, of an event with one record.</summary>
    private static void CheckAnnotated(MethodReport report, IReadOnlyList<ProjectTemplate> templates, ConsumerContract consumer)
    {
        for (int i = 0; i < consumer.Parameters.Count; i++)
        {
            if (consumer.Parameters[i].Value is ParameterValue.Message or ParameterValue.CancellationToken)
            {
                report.Add(Descriptors.At(HandlerRules.AnnotationsPassesOther(report.Display, report.Method.Parameters[i].Name), report.Method.Locations[0]));
            }
        }

        FunctionReference function = HandlerReader.ReadFunction(report.Method);
        HandlerModel? handler = SourceReader.FunctionOf(report.Method, report.Context.Compilation, report.Context.CancellationToken)?.Handler;
        foreach (ProjectTemplate template in templates)
        {
            foreach (Finding finding in ConsumerChecks.CheckBatches(template.Model, FunctionLocator.Find(template.Model, function), report.Display, handler))
            {
                report.Add(Descriptors.At(finding.Said, report.Method.Locations[0], null, template.LocationOf(finding.TemplateSpan!.Value)));
            }
        }
    }

    /// <summary>A class that registers services. That of Amazon.Lambda.Annotations is its own business.</summary>
    private static void CheckStartup(SymbolAnalysisContext context)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        if (SymbolAttributes.Find(type, KnownNames.DestinationStartup) is null)
        {
            return;
        }

        if (StartupReader.Problem(type, context.Compilation) is { } problem)
        {
            context.ReportDiagnostic(Descriptors.At(problem, type.Locations[0]));
        }
        else if (StartupReader.FindAll(context.Compilation, context.CancellationToken).FirstOrDefault(StartupReader.IsOwn) is { } first && !SymbolEqualityComparer.Default.Equals(first, type))
        {
            context.ReportDiagnostic(Descriptors.At(ContractRules.StartupIsNotTheOnlyOne(Display(type), Display(first)), type.Locations[0]));
        }
    }

    private static void CheckConcurrency(MethodReport report)
    {
        int? other = null;
        foreach ((AttributeData attribute, int value) in ConsumerReader.ConcurrenciesOf(report.Method))
        {
            RuleMessage? problem = value < 1 ? ContractRules.ConcurrencyIsTooSmall(report.Display, value)
                : other is { } before && before != value ? ContractRules.ConcurrencyDiffers(report.Display, value, before)
                : null;
            if (problem is { } message)
            {
                report.Add(Descriptors.At(
                    message,
                    FindingPlaces.Of(message.Rule, attribute, report.Method, report.Context.CancellationToken),
                    Descriptors.Suggest([System.Math.Max(value < 1 ? 1 : other!.Value, 1).ToString(CultureInfo.InvariantCulture)])));
            }

            other ??= value;
        }
    }

    /// <summary>
    /// Whether anything brings the consumer its records. A destination that is declared may not be written yet, and neither may what a trigger of
    /// Amazon.Lambda.Annotations asks for.
    /// </summary>
    private static void CheckIsRead(MethodReport report, ProducerLookup producers, IReadOnlyList<ProjectTemplate> templates, ConsumerContract consumer)
    {
        if (SourceReader.Asks(report.Method) || HandlerReader.ReadTriggers(report.Method).Count > 0)
        {
            return;
        }

        AttributeData[] attributes = [.. EntryPoints.AttributesOf(report.Method)];
        HandlerModel?[] all =
        [
            .. attributes.Select(x => x.ConstructorArguments is [{ Value: INamedTypeSymbol type }, { Value: string name }]
                ? producers.Find(type, name, report.Context.CancellationToken)?.Handler
                : null),
        ];
        if (all.Any(static x => x?.Destinations.Any(static y => y.TargetType == DestinationTargetType.Lambda) == true)
            || ConsumerChecks.FindUnread([.. templates.Select(static x => x.Model)], HandlerReader.ReadFunction(report.Method)) is not { } unread)
        {
            return;
        }

        // The first whose producer says where the records are; else there is only From to be written.
        int index = Array.FindIndex(all, x => x?.Destinations.Any(new SourceModel(x, SourceReader.RecordOf(consumer.Kind), null).MayGet) == true);
        RuleMessage message = SourceRules.HasNoEvent(report.Display, unread.Function.LogicalId);
        report.Add(Descriptors.At(
            message,
            FindingPlaces.Of(message.Rule, attributes[Math.Max(index, 0)], report.Method, report.Context.CancellationToken),
            Descriptors.Suggest(index < 0 ? [] : [SourceReader.Wire])));
    }

    /// <summary>Whether a function runs the consumer. A template of other projects, and one that may make the function elsewhere, says nothing of it.</summary>
    private static void CheckIsRun(MethodReport report, IReadOnlyList<ProjectTemplate> templates, ConsumerContract consumer)
    {
        string own = ConsumerEntryPoint.Of(consumer).Handler;
        string[] entryPoints = OfClass(report, ConsumersOfClass(report))?.Handler is { } all ? [own, all] : [own];
        if (ConsumerChecks.IsIdle(templates.Select(static x => x.Model), consumer.Class.AssemblyName, entryPoints))
        {
            report.Add(Descriptors.At(HandlerRules.NoFunctionRunsConsumer(report.Display, own), report.Method.Locations[0]));
        }
    }

    /// <summary>What the templates send to the consumer's entry point, and at its first consumer to that of the class.</summary>
    private static void CheckEntryPoints(MethodReport report, IReadOnlyList<ProjectTemplate> templates, ConsumerContract? consumer)
    {
        if (templates.Count == 0)
        {
            return;
        }

        IMethodSymbol[] consumers = ConsumersOfClass(report);
        bool isFirst = consumers.Length > 1 && SymbolEqualityComparer.Default.Equals(consumers[0], report.Method);
        ConsumerEntryPoint? ofClass = isFirst ? OfClass(report, consumers) : null;
        foreach (ProjectTemplate template in templates)
        {
            if (consumer is not null)
            {
                CheckEntryPoint(report, template, ConsumerEntryPoint.Of(consumer), report.Display, [report.Method]);
            }

            if (ofClass is not null)
            {
                CheckEntryPoint(report, template, ofClass, Display(report.Method.ContainingType), consumers);
            }
        }
    }

    private static IMethodSymbol[] ConsumersOfClass(MethodReport report) =>
        [.. report.Method.ContainingType.GetMembers().OfType<IMethodSymbol>().Where(EntryPoints.IsConsumer)];

    /// <summary>The entry point of a class, if it has one.</summary>
    private static ConsumerEntryPoint? OfClass(MethodReport report, IMethodSymbol[] consumers) => ConsumerEntryPoint.OfClass(
    [
        .. consumers.Select(x => KnownReadings.ConsumerOf(x, report.Context.Compilation, report.Context.CancellationToken).Contract).OfType<ConsumerContract>(),
    ]);

    /// <summary>What the template sends to an entry point, and whether its responses are asked for.</summary>
    private static void CheckEntryPoint(MethodReport report, ProjectTemplate template, ConsumerEntryPoint entryPoint, string consumer, IMethodSymbol[] methods)
    {
        FlowEdgeKind[] taken = [.. entryPoint.Consumers.Select(static x => x.Kind switch
        {
            RecordKind.Success => FlowEdgeKind.OnSuccess,
            RecordKind.Failure => FlowEdgeKind.OnFailure,
            RecordKind.StreamFailure => FlowEdgeKind.MappingOnFailure,
            RecordKind.DurableExecution => FlowEdgeKind.StatusChange,
            _ => FlowEdgeKind.DeadLetter,
        })];
        HandlerModel[] handlers =
        [
            .. methods.Select(x => SourceReader.FunctionOf(x, report.Context.Compilation, report.Context.CancellationToken)?.Handler).OfType<HandlerModel>(),
        ];
        IEnumerable<Finding> findings = ConsumerChecks.CheckResponses(template.Model, entryPoint.Handler, consumer, handlers)
            .Concat(ConsumerChecks.CheckKinds(template.Model, entryPoint.Handler, consumer, taken))
            .Concat(entryPoint.HasResponse ? ConsumerChecks.CheckResults(template.Model, entryPoint.Handler, consumer) : []);
        foreach (Finding finding in findings)
        {
            report.Add(Descriptors.At(finding.Said, report.Method.Locations[0], null, template.LocationOf(finding.TemplateSpan!.Value)));
        }
    }

    private static void CheckProducer(Pair pair, INamedTypeSymbol type, string name, ProducerLookup producers, IReadOnlyList<ProjectTemplate> templates)
    {
        if (producers.Find(type, name, pair.Context.CancellationToken) is not { } producer)
        {
            string? nearest = HandlerReader.NearestMethod(type, name);
            pair.ReportAttribute(ContractRules.HasNoHandler(Display(type), name, nearest), nearest is null ? [] : [nearest]);
            return;
        }

        if (ConsumerReader.RecordParameter(pair.Method) is not { Type: INamedTypeSymbol record } parameter || HandlerReader.IsUnknown(record))
        {
            return;
        }

        RecordKind kind = ConsumerReader.KindOf(record)!.Value;
        // The default bus gets the status changes of every durable function, and a rule by hand may bring them.
        bool needsNoDestination = kind is RecordKind.DeadLetter or RecordKind.DurableExecution;
        if (!needsNoDestination && !producer.HasDestination)
        {
            pair.ReportAttribute(ContractRules.SendsNothing(producer.Display, pair.Consumer.Display));
            return;
        }

        // A handler that is not valid has a finding of its own; the settings of a dead-letter queue stand in the template.
        if (producer.Handler is null ? !needsNoDestination : kind != RecordKind.DeadLetter && CheckOutcome(pair, parameter, record, kind, producer, IsDurable(producer.Handler, templates)))
        {
            return;
        }

        // The wrapper of Amazon.Lambda.Annotations fetches nothing.
        if (EntryPoints.IsAnnotated(pair.Method) && kind is RecordKind.Failure or RecordKind.StreamFailure && IsInBucket(producer.Handler!))
        {
            pair.ReportAttribute(HandlerRules.AnnotationsFetchesNothing(pair.Consumer.Display, producer.Display));
        }

        CheckPayloads(pair, parameter, record, kind, producer);
    }

    /// <summary>Whether every failure destination of a handler is a bucket.</summary>
    private static bool IsInBucket(HandlerModel handler) =>
        handler.Destinations.All(static x => x.Outcome != DestinationOutcome.Failure || x.TargetType == DestinationTargetType.S3);

    /// <summary>Whether the function of a handler is durable, by its attribute or a template; <see langword="null"/> when nothing tells.</summary>
    private static bool? IsDurable(HandlerModel handler, IReadOnlyList<ProjectTemplate> templates)
    {
        bool?[] known = [.. templates.SelectMany(x => FunctionLocator.Find(x.Model, handler.Function).Select(y => DurableFunctions.Is(x.Model, y)))];
        return handler.IsDurable ? true : known.Length == 0 || known.Distinct().Count() > 1 ? null : known[0];
    }

    /// <summary>Whether the handler sends no records of that kind.</summary>
    private static bool CheckOutcome(Pair pair, IParameterSymbol parameter, INamedTypeSymbol record, RecordKind kind, Producer producer, bool? isDurable)
    {
        List<RecordKind> sent = [.. Sent(producer, isDurable == true)];
        if (sent.Contains(kind) || (kind == RecordKind.DurableExecution && isDurable is null))
        {
            return false;
        }

        string? newType = sent is [var only] ? TypeOf(only, producer) : null;
        if (sent.Contains(RecordKind.DurableExecution))
        {
            pair.Report(ContractRules.SendsStatusChanges(pair.Consumer.Display, Short(record), producer.Display), TypeSyntax(pair, parameter), newType);
            return true;
        }

        IEnumerable<SentRecord> records = sent.Select(static x => x switch
        {
            RecordKind.Success => SentRecord.Success,
            RecordKind.Failure => SentRecord.Failure,
            _ => SentRecord.MappingFailure,
        });
        pair.Report(ContractRules.SendsOtherRecords(pair.Consumer.Display, Short(record), producer.Display, records), TypeSyntax(pair, parameter), newType);
        return true;
    }

    /// <summary>Every kind of record that may be sent. Which invocation an unnamed failure destination belongs to, the template says.</summary>
    private static IEnumerable<RecordKind> Sent(Producer producer, bool isDurable)
    {
        HandlerModel handler = producer.Handler!;
        bool hasSuccess = handler.Destinations.Any(static x => x is { Outcome: DestinationOutcome.Success, EventSource: null });
        DestinationModel[] failures = [.. handler.Destinations.Where(static x => x.Outcome == DestinationOutcome.Failure)];
        bool hasFailure = failures.Any(static x => x.EventSource is null);
        if (isDurable && (hasSuccess || hasFailure))
        {
            yield return RecordKind.DurableExecution;
        }

        if (!isDurable && hasSuccess)
        {
            yield return RecordKind.Success;
        }

        if (!isDurable && hasFailure)
        {
            yield return RecordKind.Failure;
        }

        bool isAsynchronous = isDurable
            ? !HandlerReader.IsStreamEvent(producer.Request)
            : handler.Triggers.Count > 0 && handler.Triggers.All(static x => AsynchronousOnly.Contains(x.Name));
        bool mayBeOfMapping = failures.Length > 0 && !isAsynchronous
            && failures.All(static x => x.TargetType is not (DestinationTargetType.Lambda or DestinationTargetType.EventBridge));
        if (mayBeOfMapping || failures.Any(static x => x.EventSource is not null))
        {
            yield return RecordKind.StreamFailure;
        }
    }

    private static void CheckPayloads(Pair pair, IParameterSymbol parameter, INamedTypeSymbol record, RecordKind kind, Producer producer)
    {
        if (kind == RecordKind.StreamFailure && record.TypeArguments.Length == 1 && CarriersWithoutPayload(producer.Handler!) is { } carriers)
        {
            pair.Report(
                ContractRules.CarriesPositionOnly(pair.Consumer.Display, Short(record.TypeArguments[0]), producer.Display, carriers),
                TypeSyntax(pair, parameter),
                "global::" + KnownNames.StreamFailureRecord);
            return;
        }

        PayloadFit fit = PayloadFit.Of(pair.Method, pair.Context.Compilation);
        if (record.TypeArguments.Length > 0)
        {
            ITypeSymbol? request = Typed(producer.Request) ?? Resolve(pair, producer, producer.Handler?.RequestType);
            CheckPayload(pair, parameter, PayloadPart.Request, kind, producer, request, fit);
        }

        if (kind != RecordKind.Success || IsVoid(record.TypeArguments[1]))
        {
            return;
        }

        ITypeSymbol? response = Typed(producer.Response) ?? Resolve(pair, producer, producer.Handler?.ResponseType);
        if (producer.Method is not null && producer.Response is null && !fit.IsOpen(record.TypeArguments[1], pair.Context.CancellationToken))
        {
            RuleMessage message = ContractRules.ReturnsNothing(pair.Consumer.Display, producer.Display, Short(record.TypeArguments[1]));
            pair.Report(message, ArgumentSyntax(pair, parameter, 1), TypeOf(kind, producer));
            return;
        }

        CheckPayload(pair, parameter, PayloadPart.Response, kind, producer, response, fit);
    }

    private static void CheckPayload(
        Pair pair, IParameterSymbol parameter, PayloadPart part, RecordKind kind, Producer producer, ITypeSymbol? written, PayloadFit fit)
    {
        int index = part == PayloadPart.Request ? 0 : 1;
        ITypeSymbol read = ((INamedTypeSymbol)parameter.Type).TypeArguments[index];
        if (written is null || IsVoid(read) || fit.Problem(written, read, pair.Context.CancellationToken) is not { } problem)
        {
            return;
        }

        pair.Report(
            problem.Path is { } path
                ? ContractRules.ReadsOtherJson(pair.Consumer.Display, part, producer.Display, Short(read), Short(written), path)
                : ContractRules.ReadsUnrelatedType(pair.Consumer.Display, part, producer.Display, Short(read), Short(written)),
            ArgumentSyntax(pair, parameter, index),
            TypeOf(kind, producer));
    }

    /// <summary>The carriers when every failure destination has positions only (AWS Lambda Developer Guide, Kinesis and DynamoDB streams).</summary>
    private static DestinationTargetType[]? CarriersWithoutPayload(HandlerModel handler)
    {
        IEnumerable<DestinationModel> failures = handler.Destinations.Where(static x => x.Outcome == DestinationOutcome.Failure);
        DestinationTargetType[] targets = [.. failures.Select(static x => x.TargetType).Distinct()];
        return targets.Length > 0 && targets.All(static x => x is DestinationTargetType.Sqs or DestinationTargetType.Sns) ? targets : null;
    }

    /// <summary>A hidden handler's type by its name in the manifest; <see langword="null"/> when it cannot be told.</summary>
    private static ITypeSymbol? Resolve(Pair pair, Producer producer, string? source) =>
        producer.Method is null && source?.StartsWith("global::", StringComparison.Ordinal) == true
            ? pair.Context.Compilation.GetTypeByMetadataName(source.Substring("global::".Length))
            : null;

    private static ITypeSymbol? Typed(ITypeSymbol? type) =>
        type is null || HandlerReader.IsStream(type) || type.TypeKind is TypeKind.Error or TypeKind.Dynamic ? null : type;

    /// <summary>The record type that fits, as source; <see langword="null"/> when a type is not known.</summary>
    private static string? TypeOf(RecordKind kind, Producer producer)
    {
        if (producer.Method is null)
        {
            return null;
        }

        string request = Argument(producer.Request);
        return kind switch
        {
            RecordKind.Success => $"global::LambdaDestinations.SuccessRecord<{request}, {Argument(producer.Response)}>",
            RecordKind.Failure => $"global::LambdaDestinations.FailureRecord<{request}>",
            RecordKind.DeadLetter => $"global::LambdaDestinations.DeadLetterMessage<{request}>",
            RecordKind.DurableExecution => "global::" + KnownNames.DurableExecutionRecord,
            _ => producer.Request is null ? "global::" + KnownNames.StreamFailureRecord : $"global::{KnownNames.StreamFailureRecord}<{request}>",
        };
    }

    private static string Argument(ITypeSymbol? type) =>
        type is null || HandlerReader.IsStream(type) ? "global::" + KnownNames.DestinationVoid : HandlerReader.Source(type);

    private static bool IsVoid(ITypeSymbol type) => SymbolNames.Is(type as INamedTypeSymbol, KnownNames.DestinationVoid);

    private static string Display(ISymbol symbol) => SymbolNames.Shown(symbol);

    private static string Short(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private static TypeSyntax? TypeSyntax(Pair pair, IParameterSymbol parameter) =>
        (parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(pair.Context.CancellationToken) as ParameterSyntax)?.Type;

    private static TypeSyntax? ArgumentSyntax(Pair pair, IParameterSymbol parameter, int index)
    {
        TypeSyntax? type = TypeSyntax(pair, parameter);
        return (type?.SimpleName() as GenericNameSyntax)?.TypeArgumentList.Arguments.ElementAtOrDefault(index) ?? type;
    }

    /// <summary>A consumer with one of its attributes.</summary>
    private readonly record struct Pair(MethodReport Consumer, AttributeData Attribute)
    {
        public IMethodSymbol Method => Consumer.Method;

        public SymbolAnalysisContext Context => Consumer.Context;

        public void ReportAttribute(RuleMessage message, params IEnumerable<string> suggestions) =>
            Consumer.Add(
                Descriptors.At(message, FindingPlaces.Of(message.Rule, Attribute, Method, Context.CancellationToken), Descriptors.Suggest(suggestions)));

        public void Report(RuleMessage message, SyntaxNode? place, string? newType)
        {
            ImmutableDictionary<string, string?> none = ImmutableDictionary<string, string?>.Empty;
            ImmutableDictionary<string, string?> properties = newType is null ? none : none.Add(NewType, newType);
            Consumer.Add(Descriptors.At(message, place?.GetLocation() ?? Method.Locations[0], properties));
        }
    }
}
