using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Handlers;

/// <summary>Reads a handler and its attributes from symbols. The generator and the analyzers share it.</summary>
internal static class HandlerReader
{
    private static readonly Dictionary<string, InvocationKind> TriggerAttributes = new(StringComparer.Ordinal)
    {
        ["Amazon.Lambda.Annotations.APIGateway.RestApiAttribute"] = InvocationKind.Synchronous,
        ["Amazon.Lambda.Annotations.APIGateway.HttpApiAttribute"] = InvocationKind.Synchronous,
        ["Amazon.Lambda.Annotations.APIGateway.FunctionUrlAttribute"] = InvocationKind.Synchronous,
        ["Amazon.Lambda.Annotations.APIGateway.HttpApiAuthorizerAttribute"] = InvocationKind.Synchronous,
        ["Amazon.Lambda.Annotations.APIGateway.RestApiAuthorizerAttribute"] = InvocationKind.Synchronous,
        ["Amazon.Lambda.Annotations.ALB.ALBApiAttribute"] = InvocationKind.Synchronous,
        ["Amazon.Lambda.Annotations.S3.S3EventAttribute"] = InvocationKind.Asynchronous,
        ["Amazon.Lambda.Annotations.SNS.SNSEventAttribute"] = InvocationKind.Asynchronous,
        ["Amazon.Lambda.Annotations.Schedule.ScheduleEventAttribute"] = InvocationKind.Asynchronous,
        ["Amazon.Lambda.Annotations.SQS.SQSEventAttribute"] = InvocationKind.Polled,
        ["Amazon.Lambda.Annotations.DynamoDB.DynamoDBEventAttribute"] = InvocationKind.Polled,
    };

    /// <summary>Their names alone, which most attributes do not have.</summary>
    private static readonly HashSet<string> TriggerNames = [.. TriggerAttributes.Keys.Select(static x => x.Substring(x.LastIndexOf('.') + 1))];

    /// <summary>Whether an attribute declares a destination.</summary>
    public static bool IsDestination(AttributeData attribute) => OutcomeOf(attribute) is not null;

    /// <summary>Whether a method has a destination.</summary>
    public static bool HasDestination(IMethodSymbol method)
    {
        foreach (AttributeData attribute in method.GetAttributes())
        {
            if (IsDestination(attribute))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a method asks for something of its function, be it without a destination: a dead-letter queue, settings of a mapping.</summary>
    public static bool HasSettings(IMethodSymbol method) => DeadLetterOf(method) is not null || MappingsOf(method).Any();

    /// <summary>The attributes of a method that set something of an event source mapping.</summary>
    public static IEnumerable<AttributeData> MappingsOf(IMethodSymbol method) =>
        method.GetAttributes().Where(static x => SymbolNames.Is(x.AttributeClass, KnownNames.EventSourceMapping));

    private static EquatableArray<MappingModel> ReadMappings(IMethodSymbol method) => new(MappingsOf(method).Select(static x => new MappingModel(
        NamedText(x, "EventSource"),
        new(MappingFacts.All.Select(y => ReadMapping(x, y)).OfType<MappingSetting>()))));

    private static MappingSetting? ReadMapping(AttributeData attribute, MappingFacts facts) => facts.Kind switch
    {
        MappingValueKind.Patterns => attribute.NamedArguments.FirstOrDefault(x => x.Key == facts.Name).Value is { Kind: TypedConstantKind.Array, IsNull: false, Values: { Length: > 0 } values }
            ? new MappingSetting(facts.Name, 0, new EquatableArray<string>(values.Select(static x => x.Value).OfType<string>()))
            : null,
        MappingValueKind.Flag => Named<bool>(attribute, facts.Name) is { } flag ? new MappingSetting(facts.Name, flag ? 1 : 0) : null,
        _ => Named<int>(attribute, facts.Name) is { } number ? new MappingSetting(facts.Name, number) : null,
    };

    private static string? DeadLetterOf(IMethodSymbol method) =>
        SymbolAttributes.Find(method, KnownNames.DeadLetter) is { ConstructorArguments: [{ Value: string target }] } ? target : null;

    /// <summary>
    /// Reads a method without destinations that has a dead-letter queue or settings of a mapping, and maybe settings of asynchronous invocations;
    /// <see langword="null"/> for any other one.
    /// </summary>
    public static HandlerReading? ReadSettings(IMethodSymbol method)
    {
        AttributeData? invocation = SymbolAttributes.Find(method, KnownNames.AsyncInvocation);
        return !HasSettings(method) || HasDestination(method) ? null
            : new HandlerReading(
                new HandlerModel(
                    ReadFunction(method),
                    null,
                    null,
                    default,
                    Named<int>(invocation, "MaximumRetryAttempts"),
                    Named<int>(invocation, "MaximumEventAgeInSeconds"),
                    NamedText(invocation, "Qualifier"),
                    ReadTriggers(method),
                    IsDurable(method),
                    DeadLetter: DeadLetterOf(method),
                    Mappings: ReadMappings(method)),
                null,
                default);
    }

    /// <summary>Reads a method that has a destination attribute.</summary>
    public static HandlerReading Read(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string typeName = SymbolNames.Metadata(method.ContainingType);
        List<Finding> findings = [];
        void Report(RuleMessage message, int index) => findings.Add(new Finding(message, null, new AttributeAnchor(typeName, method.Name, index)));
        void Suggest(RuleMessage message, int index, IEnumerable<string> suggestions) =>
            findings.Add(new Finding(message, null, new AttributeAnchor(typeName, method.Name, index)) { Suggestions = new EquatableArray<string>(suggestions) });

        string display = SymbolNames.Shown(method);
        bool isHandler = CheckShape(method, compilation, display, x => Report(x, -1));
        List<DestinationModel> destinations = [];
        int index = 0;
        foreach (AttributeData attribute in method.GetAttributes().Where(IsDestination))
        {
            if (ReadDestination(attribute, (message, suggestions) => Suggest(message, index, suggestions)) is { } destination)
            {
                destinations.Add(destination);
            }

            index++;
        }

        if (!isHandler || destinations.Count == 0)
        {
            return new HandlerReading(null, null, new EquatableArray<Finding>(findings));
        }

        AttributeData? invocation = SymbolAttributes.Find(method, KnownNames.AsyncInvocation);
        EquatableArray<TriggerModel> triggers = ReadTriggers(method);
        ITypeSymbol? request = RequestType(method, triggers);
        ITypeSymbol? response = ResponseType(method, compilation);
        HandlerModel handler = new(
            ReadFunction(method),
            request is null || IsStream(request) ? null : Source(request),
            response is null || IsStream(response) ? null : Source(response),
            new EquatableArray<DestinationModel>(destinations),
            Named<int>(invocation, "MaximumRetryAttempts"),
            Named<int>(invocation, "MaximumEventAgeInSeconds"),
            NamedText(invocation, "Qualifier"),
            triggers,
            IsDurable(method),
            SymbolAttributes.Find(method, KnownNames.DurableDelivery) is { } delivery
                ? new DeliveryModel(Named<int>(delivery, "MaximumRetryAttempts"), Named<int>(delivery, "MaximumEventAgeInSeconds"), NamedText(delivery, "DeadLetterQueue"))
                : null,
            DeadLetter: DeadLetterOf(method),
            Mappings: ReadMappings(method));
        return new HandlerReading(handler, ReadContract(method, request, response, handler, compilation, Report), new EquatableArray<Finding>(findings));
    }

    /// <summary>Whether a destination attribute is one of the handler's destinations: it has a type or names a method that exists.</summary>
    public static bool IsRead(AttributeData attribute) => ReadDestination(attribute, static (_, _) => { }) is not null;

    /// <summary>Whether the method's function is durable: Amazon.Lambda.Annotations makes it so, or the method takes what Lambda hands to durable functions alone.</summary>
    public static bool IsDurable(IMethodSymbol method) => SymbolAttributes.Find(method, KnownNames.DurableExecution) is not null
        || method.Parameters.Any(static x => SymbolNames.Is(x.Type as INamedTypeSymbol, KnownNames.DurableInput));

    /// <summary>What finds the function of a method in a template.</summary>
    public static FunctionReference ReadFunction(IMethodSymbol method)
    {
        string type = SymbolNames.Metadata(method.ContainingType);
        string assembly = method.ContainingAssembly.Name;
        string? logicalId = SymbolAttributes.Find(method, KnownNames.DestinationFunction) is { ConstructorArguments: [{ Value: string id }] } ? id : null;
        if (SymbolAttributes.Find(method, KnownNames.LambdaFunction) is not { } annotation)
        {
            return EntryPoints.IsConsumer(method)
                ? new FunctionReference(assembly, type, method.Name, logicalId, EntryPoint: EntryPoints.HandlerOf(assembly, SymbolNames.MetadataNamespace(method.ContainingType), EntryPoints.ClassOf(method)), ClassEntryPoint: EntryPoints.OfClass(method.ContainingType))
                : new FunctionReference(assembly, type, method.Name, logicalId, IsAspNetAction: AspNetCore.IsAction(method));
        }

        string generated = $"{type}_{method.Name}_Generated";
        string annotationsId = NamedText(annotation, "ResourceName") ?? string.Concat(generated.Where(char.IsLetterOrDigit));
        return new FunctionReference(assembly, type, method.Name, logicalId, annotationsId, $"{assembly}::{generated}::{method.Name}");
    }

    /// <summary>The payload's parameter type; <see langword="null"/> when the handler takes none.</summary>
    public static ITypeSymbol? RequestType(IMethodSymbol method, EquatableArray<TriggerModel> triggers)
    {
        // Amazon.Lambda.Annotations builds the parameters of an API function from the request, so none is the payload. The event of a
        // consumer's function is what the carrier wraps around the record.
        if (triggers.Any(static x => x.Kind == InvocationKind.Synchronous) || EntryPoints.Runs(method))
        {
            return null;
        }

        return method.Parameters.FirstOrDefault(static x =>
            !SymbolNames.Is(x.Type as INamedTypeSymbol, KnownNames.LambdaContext)
            && !x.GetAttributes().Any(static y => SymbolNames.Is(y.AttributeClass, KnownNames.FromServices)))?.Type;
    }

    /// <summary>
    /// What the function gives, awaited; <see langword="null"/> for nothing. Of an API function of Amazon.Lambda.Annotations it is what the wrapper around
    /// the method returns.
    /// </summary>
    public static ITypeSymbol? ResponseType(IMethodSymbol method, Compilation compilation)
    {
        ITypeSymbol? declared = Awaited(method);
        return SymbolAttributes.Find(method, KnownNames.LambdaFunction) is not null && AnnotationsWrapper.ResponseOf(method, declared, compilation) is { } wrapped ? wrapped : declared;
    }

    /// <summary>What the method returns, awaited; <see langword="null"/> for nothing.</summary>
    public static ITypeSymbol? Awaited(IMethodSymbol method) =>
        method.ReturnsVoid ? null : TaskOf(method) is { } task ? task.TypeArguments.FirstOrDefault() : method.ReturnType;

    /// <summary>The <c>Task</c> or <c>ValueTask</c> that a method returns; <see langword="null"/> when it returns none.</summary>
    public static INamedTypeSymbol? TaskOf(IMethodSymbol method) =>
        method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask" } task && SymbolNames.IsIn(task, "System.Threading.Tasks") ? task : null;

    /// <summary>The triggers that Amazon.Lambda.Annotations declares on a method.</summary>
    public static EquatableArray<TriggerModel> ReadTriggers(IMethodSymbol method)
    {
        List<TriggerModel> triggers = [];
        foreach (AttributeData attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && TriggerNames.Contains(type.Name) && TriggerAttributes.TryGetValue(SymbolNames.Metadata(type), out InvocationKind kind))
            {
                triggers.Add(new TriggerModel(type.Name.Substring(0, type.Name.Length - "Attribute".Length), kind));
            }
        }

        return new EquatableArray<TriggerModel>(triggers);
    }

    /// <summary>Fully qualified source of a payload's type, without an outer nullable annotation.</summary>
    public static string Source(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Dynamic ? "object" : type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(SymbolNames.Source);

    /// <summary>The method of a type that may be meant by a name that none has.</summary>
    public static string? NearestMethod(INamedTypeSymbol type, string name) => NearNames.Nearest(
        name,
        type.GetMembers().OfType<IMethodSymbol>().Where(static x => x is { MethodKind: MethodKind.Ordinary, IsImplicitlyDeclared: false }).Select(static x => x.Name).Distinct());

    /// <summary>The outcome that a destination attribute is about; <see langword="null"/> for any other attribute.</summary>
    public static DestinationOutcome? OutcomeOf(AttributeData attribute)
    {
        if (attribute.AttributeClass is not { Name: "OnSuccessDestinationAttribute" or "OnFailureDestinationAttribute" } type)
        {
            return null;
        }

        return SymbolNames.Is(type, type.Arity == 0 ? KnownNames.OnSuccess : KnownNames.OnSuccessOfT) ? DestinationOutcome.Success
            : SymbolNames.Is(type, type.Arity == 0 ? KnownNames.OnFailure : KnownNames.OnFailureOfT) ? DestinationOutcome.Failure
            : null;
    }

    /// <summary>The attribute's values; <see langword="null"/> when the compiler already refuses them.</summary>
    private static DestinationModel? ReadDestination(AttributeData attribute, Action<RuleMessage, IEnumerable<string>> report)
    {
        if (OutcomeOf(attribute) is not { } outcome || attribute.ConstructorArguments.Length == 0 || attribute.ConstructorArguments.Any(static x => x.Kind == TypedConstantKind.Error))
        {
            return null;
        }

        DestinationTargetType targetType = DestinationTargetType.Lambda;
        string? target = null;
        FunctionReference? function = null;
        if (attribute.AttributeClass!.TypeArguments is [INamedTypeSymbol receiver])
        {
            if (attribute.ConstructorArguments[0].Value is not string methodName)
            {
                return null;
            }

            IMethodSymbol? method = receiver.GetMembers(methodName).OfType<IMethodSymbol>().FirstOrDefault();
            if (method is null)
            {
                string? nearest = NearestMethod(receiver, methodName);
                report(HandlerRules.HasNoMethod(SymbolNames.Shown(receiver), methodName, nearest), nearest is null ? [] : [nearest]);
                return null;
            }

            function = ReadFunction(method);
        }
        else
        {
            if (attribute.ConstructorArguments[0].Value is not int value)
            {
                return null;
            }

            targetType = (DestinationTargetType)value;
            target = attribute.ConstructorArguments.Length > 1 ? attribute.ConstructorArguments[1].Value as string : null;
        }

        return new DestinationModel(
            outcome,
            targetType,
            target,
            function,
            NamedText(attribute, "EventSource"),
            Named<int>(attribute, "MaximumRetryAttempts"),
            Named<int>(attribute, "MaximumRecordAgeInSeconds"),
            Named<bool>(attribute, "BisectBatchOnFunctionError"),
            (DurableStatuses?)Named<int>(attribute, "Statuses"));
    }

    /// <summary>A property that an attribute sets; <see langword="null"/> where it does not, or to something else.</summary>
    internal static T? Named<T>(AttributeData? attribute, string name)
        where T : struct => attribute?.NamedArguments.FirstOrDefault(x => x.Key == name).Value.Value is T value ? value : null;

    private static string? NamedText(AttributeData? attribute, string name) =>
        attribute?.NamedArguments.FirstOrDefault(x => x.Key == name).Value.Value as string;

    /// <summary>Whether Lambda can call the method, with the reasons why not.</summary>
    private static bool CheckShape(IMethodSymbol method, Compilation compilation, string display, Action<RuleMessage> report)
    {
        if (EntryPoints.Runs(method))
        {
            return CheckConsumer(method, compilation, display, report);
        }

        bool isAnnotated = SymbolAttributes.Find(method, KnownNames.LambdaFunction) is not null;
        if (method.IsGenericMethod || IsInGenericType(method))
        {
            report(HandlerRules.IsGeneric(display));
            return false;
        }

        if (method.IsAbstract)
        {
            report(method.ContainingType.TypeKind == TypeKind.Interface ? HandlerRules.IsOfInterface(display) : HandlerRules.IsAbstract(display));
            return false;
        }

        if (KindProblem(method, compilation, isAnnotated, display) is { } otherKind)
        {
            report(otherKind);
            return false;
        }

        if (ParameterProblem(method, compilation, isAnnotated, display) is { } problem)
        {
            report(problem);
            return false;
        }

        if (ReturnProblem(method, display) is { } noResponse)
        {
            report(noResponse);
            return false;
        }

        if (!isAnnotated && HasOverloads(method, compilation, static _ => true))
        {
            report(HandlerRules.HasOverloads(display));
            return false;
        }

        if (!isAnnotated && IsLibrary(compilation) && InstanceProblem(method, display) is { } noInstance)
        {
            report(noInstance);
        }

        if (method.ReturnsVoid && (method.PartialImplementationPart ?? method).IsAsync)
        {
            report(HandlerRules.IsAsyncVoid(display));
        }

        return true;
    }

    /// <summary>Why a method with a body cannot be named by a handler string; <see langword="null"/> when it can. An executable passes a delegate.</summary>
    private static RuleMessage? KindProblem(IMethodSymbol method, Compilation compilation, bool isAnnotated, string display) => method.MethodKind switch
    {
        MethodKind.ExplicitInterfaceImplementation => HandlerRules.IsExplicitImplementation(display),
        MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove => HandlerRules.IsAccessor(display),
        MethodKind.Destructor => HandlerRules.IsFinalizer(display),
        MethodKind.UserDefinedOperator or MethodKind.Conversion => HandlerRules.IsOperator(display),
        _ => !isAnnotated && IsLibrary(compilation) && FileLocalTypeOf(method) is { } type
            ? HandlerRules.IsOfFileLocalClass(display, SymbolNames.Shown(type))
            : null,
    };

    private static INamedTypeSymbol? FileLocalTypeOf(IMethodSymbol method)
    {
        INamedTypeSymbol? type = method.ContainingType;
        while (type is { IsFileLocal: false })
        {
            type = type.ContainingType;
        }

        return type;
    }

    private static bool IsLibrary(Compilation compilation) => compilation.Options.OutputKind == OutputKind.DynamicallyLinkedLibrary;

    /// <summary>Whether the generator writes an entry point for a consumer. What else is wrong with it is told of the consumer.</summary>
    private static bool CheckConsumer(IMethodSymbol method, Compilation compilation, string display, Action<RuleMessage> report)
    {
        if (HasOverloads(method, compilation, EntryPoints.IsConsumer))
        {
            report(HandlerRules.HasOverloads(display));
            return false;
        }

        return !method.IsGenericMethod && !IsInGenericType(method) && !method.IsAbstract && method.MethodKind != MethodKind.ExplicitInterfaceImplementation && ReturnProblem(method, display) is null;
    }

    /// <summary>Whether the handler string of a class library means several methods. An executable passes a delegate to the bootstrap, which tells them apart.</summary>
    private static bool HasOverloads(IMethodSymbol method, Compilation compilation, Func<IMethodSymbol, bool> counts) =>
        IsLibrary(compilation)
        && method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Count(x => x.PartialDefinitionPart is null && counts(x)) > 1;

    /// <summary>
    /// Why Lambda cannot create the class; <see langword="null"/> when it can. An executable creates it itself, and Amazon.Lambda.Annotations by
    /// dependency injection. A handler whose function is named may be inherited by the class that the function runs.
    /// </summary>
    private static RuleMessage? InstanceProblem(IMethodSymbol method, string display)
    {
        INamedTypeSymbol type = method.ContainingType;
        if (method.IsStatic || type.TypeKind != TypeKind.Class || SymbolAttributes.Find(method, KnownNames.DestinationFunction) is not null)
        {
            return null;
        }

        return type.IsAbstract ? HandlerRules.IsOfAbstractClass(display, SymbolNames.Shown(type))
            : type.InstanceConstructors.Any(static x => x is { DeclaredAccessibility: Accessibility.Public, Parameters.Length: 0 }) ? null
            : HandlerRules.HasNoParameterlessConstructor(display, SymbolNames.Shown(type));
    }

    private static RuleMessage? ReturnProblem(IMethodSymbol method, string display)
    {
        string type = SymbolNames.Shown(method.ReturnType);
        ITypeSymbol? response = Awaited(method);
        return method.ReturnsByRef || method.ReturnsByRefReadonly ? HandlerRules.ReturnsByReference(display)
            : response is IPointerTypeSymbol or IFunctionPointerTypeSymbol ? HandlerRules.ReturnsPointer(display, type)
            : response is not null && SymbolNames.HasPointer(response) ? HandlerRules.ReturnsPointers(display, type)
            : response is { IsRefLikeType: true } ? HandlerRules.ReturnsRefStruct(display, type)
            : IsAsyncStream(response) ? HandlerRules.ReturnsAsyncStream(display, type)
            : null;
    }

    private static RuleMessage? ParameterProblem(IMethodSymbol method, Compilation compilation, bool isAnnotated, string display)
    {
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (parameter.RefKind != RefKind.None)
            {
                return HandlerRules.TakesByReference(display, parameter.Name);
            }

            if (parameter.Type is IPointerTypeSymbol or IFunctionPointerTypeSymbol)
            {
                return HandlerRules.TakesPointer(display, parameter.Name);
            }

            if (SymbolNames.HasPointer(parameter.Type))
            {
                return HandlerRules.TakesPointers(display, parameter.Name);
            }

            if (parameter.Type.IsRefLikeType)
            {
                return HandlerRules.TakesRefStruct(display, parameter.Name, SymbolNames.Shown(parameter.Type));
            }
        }

        if (isAnnotated)
        {
            return null;
        }

        if (method.Parameters.Length > 2)
        {
            return HandlerRules.TakesTooMuch(display);
        }

        // Variable arguments the runtime refuses by the handler string (aws-lambda-dotnet, UserCodeValidator); an executable passes a delegate, which has none.
        return method.Parameters.Length == 2 && !SymbolNames.Is(method.Parameters[1].Type as INamedTypeSymbol, KnownNames.LambdaContext)
            ? HandlerRules.TakesNoContext(display, method.Parameters[1].Name)
            : method.IsVararg ? HandlerRules.TakesVariableArguments(display)
            : IsLibrary(compilation) && method.Parameters is [{ IsParams: true, Type: IArrayTypeSymbol } array] ? HandlerRules.TakesParams(display, array.Name)
            : null;
    }

    /// <summary>Whether a containing type has type parameters.</summary>
    public static bool IsInGenericType(IMethodSymbol method)
    {
        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.TypeParameters.Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a type, or a part of it, does not exist: the compiler says so where it is written, and generated code need not repeat it.</summary>
    public static bool IsUnknown(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsUnknown(array.ElementType),
        INamedTypeSymbol named => named.TypeKind == TypeKind.Error || named.TypeArguments.Any(IsUnknown) || (named.ContainingType is { } outer && IsUnknown(outer)),
        _ => type.TypeKind == TypeKind.Error,
    };

    private static bool IsAsyncStream(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "IAsyncEnumerable" } named && SymbolNames.IsIn(named, "System.Collections.Generic");

    /// <summary>Whether a type is <c>System.IO.Stream</c> or derived from it: the handler reads or writes the JSON itself.</summary>
    public static bool IsStream(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current is INamedTypeSymbol { Name: "Stream" } named && SymbolNames.IsIn(named, "System.IO"))
            {
                return true;
            }
        }

        return false;
    }

    private static RecordContract? ReadContract(IMethodSymbol method, ITypeSymbol? request, ITypeSymbol? response, HandlerModel handler, Compilation compilation, Action<RuleMessage, int> report)
    {
        Accessibility access = Accessibility.Public;
        foreach (ITypeSymbol type in new[] { request, response }.OfType<ITypeSymbol>())
        {
            if (IsUnknown(type))
            {
                return null;
            }

            Accessibility own = SymbolAccess.Of(type);
            if (own == Accessibility.Private)
            {
                report(HandlerRules.CannotName(SymbolNames.Shown(method), SymbolNames.Shown(type)), -1);
                return null;
            }

            access = own == Accessibility.Internal ? own : access;
        }

        access = SymbolAccess.Of(method.ContainingType) == Accessibility.Public ? access : Accessibility.Internal;
        CompilationFacts facts = CompilationFacts.Of(compilation);
        if (!facts.CanGenerate)
        {
            report(HandlerRules.NeedsNewerLanguage(SymbolNames.Shown(method)), -1);
            return null;
        }

        // Of a durable function there are status changes, which have no payload and one reader for all.
        bool hasStreamRecords = handler.Destinations.Any(static x => x.EventSource is not null) || IsStreamEvent(request);
        if (handler.IsDurable && !hasStreamRecords)
        {
            return null;
        }

        PayloadSerializer serializer = SerializerReader.Read(method, facts.Serializer, facts.LambdaOptions);
        return new RecordContract(
            SymbolNames.SourceNamespace(method.ContainingType),
            SymbolNames.Generated(method.ContainingType, method.Name + "_Records"),
            Signature(method),
            access == Accessibility.Public,
            Payload(request),
            Payload(response),
            serializer,
            UseWarnings.Join(UseWarnings.Of(request, response), serializer.Warnings),
            !handler.IsDurable && handler.Destinations.Any(static x => x.EventSource is null),
            hasStreamRecords,
            handler.Destinations.Any(static x => x.TargetType == DestinationTargetType.EventBridge),
            handler.Destinations.Any(static x => x.TargetType == DestinationTargetType.S3),
            facts.Carriers,
            facts.HasStaticAbstractMembers);
    }

    private static PayloadType Payload(ITypeSymbol? type) => type is null || IsStream(type) ? PayloadType.None : new PayloadType(Source(type), true);

    /// <summary>Whether the handler takes the event of a stream or Kafka mapping, so that its unnamed destination may be the mapping's.</summary>
    public static bool IsStreamEvent(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "KinesisEvent" or "DynamoDBEvent" or "KafkaEvent" } named && SymbolNames.MetadataNamespace(named).StartsWith("Amazon.Lambda.", StringComparison.Ordinal);

    /// <summary>A method's full name with the types of its parameters.</summary>
    public static string Signature(IMethodSymbol method) => method.ToDisplayString(SymbolNames.Signature);
}
