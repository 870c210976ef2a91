using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Model;
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

    /// <summary>Whether an attribute declares a destination.</summary>
    public static bool IsDestination(AttributeData attribute) => OutcomeOf(attribute) is not null;

    /// <summary>Reads a method that has a destination attribute.</summary>
    public static HandlerReading Read(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string typeName = SymbolNames.Metadata(method.ContainingType);
        List<Finding> findings = [];
        void Report(Rule rule, int index, params string[] arguments) =>
            findings.Add(new Finding(rule, new EquatableArray<string>(arguments), null, new AttributeAnchor(typeName, method.Name, index)));

        string display = method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
        bool isHandler = CheckShape(method, compilation, display, (rule, arguments) => Report(rule, -1, arguments));
        List<DestinationModel> destinations = [];
        foreach (AttributeData attribute in method.GetAttributes())
        {
            if (OutcomeOf(attribute) is { } outcome && ReadDestination(attribute, outcome, Report, destinations.Count) is { } destination)
            {
                destinations.Add(destination);
            }
        }

        if (!isHandler || destinations.Count == 0)
        {
            return new HandlerReading(null, null, new EquatableArray<Finding>(findings));
        }

        AttributeData? invocation = Find(method, KnownNames.AsyncInvocation);
        EquatableArray<TriggerModel> triggers = ReadTriggers(method);
        ITypeSymbol? request = RequestType(method, triggers);
        ITypeSymbol? response = ResponseType(method);
        HandlerModel handler = new(
            ReadFunction(method),
            request is null || IsStream(request) ? null : Source(request),
            response is null || IsStream(response) ? null : Source(response),
            new EquatableArray<DestinationModel>(destinations),
            Named<int>(invocation, "MaximumRetryAttempts"),
            Named<int>(invocation, "MaximumEventAgeInSeconds"),
            NamedText(invocation, "Qualifier"),
            triggers);
        return new HandlerReading(handler, ReadContract(method, request, response, handler, compilation, Report), new EquatableArray<Finding>(findings));
    }

    /// <summary>What finds the function of a method in a template.</summary>
    public static FunctionReference ReadFunction(IMethodSymbol method)
    {
        string type = SymbolNames.Metadata(method.ContainingType);
        string assembly = method.ContainingAssembly.Name;
        string? logicalId = Find(method, KnownNames.DestinationFunction) is { ConstructorArguments: [{ Value: string id }] } ? id : null;
        if (Find(method, KnownNames.LambdaFunction) is not { } annotation)
        {
            return new FunctionReference(assembly, type, method.Name, logicalId);
        }

        string generated = $"{type}_{method.Name}_Generated";
        string annotationsId = NamedText(annotation, "ResourceName") ?? string.Concat(generated.Where(char.IsLetterOrDigit));
        return new FunctionReference(assembly, type, method.Name, logicalId, annotationsId, $"{assembly}::{generated}::{method.Name}");
    }

    /// <summary>The payload's parameter type; <see langword="null"/> when the handler takes none.</summary>
    public static ITypeSymbol? RequestType(IMethodSymbol method, EquatableArray<TriggerModel> triggers)
    {
        // Amazon.Lambda.Annotations builds the parameters of an API function from the request, so none is the payload.
        if (triggers.Any(static x => x.Kind == InvocationKind.Synchronous))
        {
            return null;
        }

        return method.Parameters.FirstOrDefault(static x =>
            !SymbolNames.Is(x.Type as INamedTypeSymbol, KnownNames.LambdaContext)
            && !x.GetAttributes().Any(static y => SymbolNames.Is(y.AttributeClass, KnownNames.FromServices)))?.Type;
    }

    /// <summary>What the handler returns, awaited; <see langword="null"/> for nothing.</summary>
    public static ITypeSymbol? ResponseType(IMethodSymbol method)
    {
        if (method.ReturnsVoid)
        {
            return null;
        }

        if (method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask" } task && SymbolNames.MetadataNamespace(task) == "System.Threading.Tasks")
        {
            return task.TypeArguments.FirstOrDefault();
        }

        return method.ReturnType;
    }

    /// <summary>The triggers that Amazon.Lambda.Annotations declares on a method.</summary>
    public static EquatableArray<TriggerModel> ReadTriggers(IMethodSymbol method)
    {
        List<TriggerModel> triggers = [];
        foreach (AttributeData attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && TriggerAttributes.TryGetValue(SymbolNames.Metadata(type), out InvocationKind kind))
            {
                triggers.Add(new TriggerModel(type.Name.Substring(0, type.Name.Length - "Attribute".Length), kind));
            }
        }

        return new EquatableArray<TriggerModel>(triggers);
    }

    /// <summary>Fully qualified source of a payload's type, without an outer nullable annotation.</summary>
    public static string Source(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Dynamic ? "object" : type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(SymbolNames.Source);

    /// <summary>The attribute of that name on a symbol.</summary>
    public static AttributeData? Find(ISymbol symbol, string metadataName) =>
        symbol.GetAttributes().FirstOrDefault(x => SymbolNames.Is(x.AttributeClass, metadataName));

    private static DestinationOutcome? OutcomeOf(AttributeData attribute)
    {
        if (attribute.AttributeClass is not { Name: "OnSuccessDestinationAttribute" or "OnFailureDestinationAttribute" } type)
        {
            return null;
        }

        return SymbolNames.Metadata(type.OriginalDefinition) switch
        {
            KnownNames.OnSuccess or KnownNames.OnSuccessOfT => DestinationOutcome.Success,
            KnownNames.OnFailure or KnownNames.OnFailureOfT => DestinationOutcome.Failure,
            _ => null,
        };
    }

    /// <summary>The attribute's values; <see langword="null"/> when the compiler already refuses them.</summary>
    private static DestinationModel? ReadDestination(AttributeData attribute, DestinationOutcome outcome, Action<Rule, int, string[]> report, int index)
    {
        if (attribute.ConstructorArguments.Length == 0 || attribute.ConstructorArguments.Any(static x => x.Kind == TypedConstantKind.Error))
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
                report(HandlerRules.TargetHandlerMissing, index, [receiver.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat), methodName]);
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
            Named<bool>(attribute, "BisectBatchOnFunctionError"));
    }

    private static T? Named<T>(AttributeData? attribute, string name)
        where T : struct => attribute?.NamedArguments.FirstOrDefault(x => x.Key == name).Value.Value is T value ? value : null;

    private static string? NamedText(AttributeData? attribute, string name) =>
        attribute?.NamedArguments.FirstOrDefault(x => x.Key == name).Value.Value as string;

    /// <summary>Whether Lambda can call the method, with the reasons why not.</summary>
    private static bool CheckShape(IMethodSymbol method, Compilation compilation, string display, Action<Rule, string[]> report)
    {
        bool isAnnotated = Find(method, KnownNames.LambdaFunction) is not null;
        if (method.IsGenericMethod || IsInGenericType(method))
        {
            report(HandlerRules.GenericMethod, [display]);
            return false;
        }

        if (method.IsAbstract)
        {
            report(HandlerRules.NoBody, [display, method.ContainingType.TypeKind == TypeKind.Interface ? "a member of an interface" : "abstract"]);
            return false;
        }

        if (ParameterProblem(method, isAnnotated) is { } problem)
        {
            report(HandlerRules.Parameters, [display, problem]);
            return false;
        }

        ITypeSymbol? response = ResponseType(method);
        if (response is { IsRefLikeType: true } or IPointerTypeSymbol || method.ReturnsByRef || method.ReturnsByRefReadonly || IsAsyncStream(response))
        {
            report(HandlerRules.ReturnType, [display, method.ReturnType.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)]);
            return false;
        }

        // An executable passes a delegate to the bootstrap, which tells overloads apart.
        if (!isAnnotated
            && compilation.Options.OutputKind == OutputKind.DynamicallyLinkedLibrary
            && method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Count(static x => x.PartialDefinitionPart is null) > 1)
        {
            report(HandlerRules.Overloaded, [display]);
            return false;
        }

        if (method is { IsAsync: true, ReturnsVoid: true })
        {
            report(HandlerRules.AsyncVoid, [display]);
        }

        return true;
    }

    private static string? ParameterProblem(IMethodSymbol method, bool isAnnotated)
    {
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (parameter.RefKind != RefKind.None)
            {
                return $"parameter '{parameter.Name}' is passed by reference";
            }

            if (parameter.Type.IsRefLikeType || parameter.Type is IPointerTypeSymbol or IFunctionPointerTypeSymbol)
            {
                return $"parameter '{parameter.Name}' cannot be deserialized";
            }
        }

        if (isAnnotated)
        {
            return null;
        }

        if (method.Parameters.Length > 2)
        {
            return "Lambda passes at most an event and an ILambdaContext";
        }

        return method.Parameters.Length == 2 && !SymbolNames.Is(method.Parameters[1].Type as INamedTypeSymbol, KnownNames.LambdaContext)
            ? $"its second parameter '{method.Parameters[1].Name}' is not ILambdaContext"
            : null;
    }

    private static bool IsInGenericType(IMethodSymbol method)
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

    private static bool IsAsyncStream(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "IAsyncEnumerable" } named && SymbolNames.MetadataNamespace(named) == "System.Collections.Generic";

    private static bool IsStream(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current is INamedTypeSymbol { Name: "Stream" } named && SymbolNames.MetadataNamespace(named) == "System.IO")
            {
                return true;
            }
        }

        return false;
    }

    private static RecordContract? ReadContract(IMethodSymbol method, ITypeSymbol? request, ITypeSymbol? response, HandlerModel handler, Compilation compilation, Action<Rule, int, string[]> report)
    {
        Accessibility access = Accessibility.Public;
        foreach (ITypeSymbol type in new[] { request, response }.OfType<ITypeSymbol>())
        {
            if (type.TypeKind == TypeKind.Error)
            {
                return null;
            }

            Accessibility own = EffectiveAccessibility(type);
            if (own == Accessibility.Private)
            {
                report(HandlerRules.Inaccessible, -1, [method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat), type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)]);
                return null;
            }

            access = own == Accessibility.Internal ? own : access;
        }

        string name = method.Name + "_Records";
        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            access = IsPublic(type.DeclaredAccessibility) ? access : Accessibility.Internal;
            name = type.Name + "_" + name;
        }

        bool hasStreamRecords = handler.Destinations.Any(static x => x.EventSource is not null) || IsStreamEvent(request);
        return new RecordContract(
            SymbolNames.SourceNamespace(method.ContainingType),
            name,
            method.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithMemberOptions(SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeParameters).WithParameterOptions(SymbolDisplayParameterOptions.IncludeType)),
            access == Accessibility.Public,
            Payload(request),
            Payload(response),
            ReadSerializer(method, compilation),
            handler.Destinations.Any(static x => x.EventSource is null),
            hasStreamRecords,
            new EventTypes(
                compilation.GetTypeByMetadataName("Amazon.Lambda.SQSEvents.SQSEvent") is not null,
                compilation.GetTypeByMetadataName("Amazon.Lambda.SNSEvents.SNSEvent") is not null));
    }

    private static PayloadType Payload(ITypeSymbol? type) => type is null || IsStream(type) ? PayloadType.None : new PayloadType(Source(type), true);

    /// <summary>Whether the handler takes the event of a stream or Kafka mapping, so that its unnamed destination may be the mapping's.</summary>
    private static bool IsStreamEvent(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "KinesisEvent" or "DynamoDBEvent" or "KafkaEvent" } named && SymbolNames.MetadataNamespace(named).StartsWith("Amazon.Lambda.", StringComparison.Ordinal);

    /// <summary>The context that reads a handler's payloads: the nearest attribute, else the one of the assembly's Lambda serializer.</summary>
    public static PayloadSerializer ReadSerializer(IMethodSymbol method, Compilation compilation)
    {
        if (FindContext(method, compilation) is not { } found)
        {
            return PayloadSerializer.None;
        }

        string source = found.Context.ToDisplayString(SymbolNames.Source);
        return new PayloadSerializer(source, found.IsLambdaSerializer ? LambdaOptions(compilation) : null);
    }

    /// <summary>The symbol of that context.</summary>
    public static (INamedTypeSymbol Context, bool IsLambdaSerializer)? FindContext(IMethodSymbol method, Compilation compilation)
    {
        for (ISymbol? symbol = method; symbol is IMethodSymbol or INamedTypeSymbol; symbol = symbol.ContainingType)
        {
            if (Find(symbol, KnownNames.DestinationSerializer) is { ConstructorArguments: [{ Value: INamedTypeSymbol own }] })
            {
                return (own, false);
            }
        }

        if (Find(compilation.Assembly, KnownNames.DestinationSerializer) is { ConstructorArguments: [{ Value: INamedTypeSymbol ofAssembly }] })
        {
            return (ofAssembly, false);
        }

        AttributeData? serializer = Find(method, KnownNames.LambdaSerializer) ?? Find(compilation.Assembly, KnownNames.LambdaSerializer);
        return serializer is { ConstructorArguments: [{ Value: INamedTypeSymbol { TypeArguments: [INamedTypeSymbol context] } type }] } && SymbolNames.Is(type, KnownNames.SourceGeneratorSerializer)
            ? (context, true)
            : null;
    }

    /// <summary>
    /// The options that Amazon's serializer gives to the context (aws-lambda-dotnet, <c>AbstractLambdaJsonSerializer</c>): the
    /// records hold what that serializer wrote, so they are read as it reads.
    /// </summary>
    private static string LambdaOptions(Compilation compilation)
    {
        StringBuilder options = new("new global::System.Text.Json.JsonSerializerOptions { PropertyNameCaseInsensitive = true");
        if (compilation.GetTypeByMetadataName(KnownNames.AwsNamingPolicy) is { DeclaredAccessibility: Accessibility.Public })
        {
            options.Append(", PropertyNamingPolicy = new global::").Append(KnownNames.AwsNamingPolicy).Append("()");
        }

        string[] converters = [.. KnownNames.LambdaConverters.Where(x => compilation.GetTypeByMetadataName(x) is { DeclaredAccessibility: Accessibility.Public })];
        if (converters.Length > 0)
        {
            options.Append(", Converters = { ").Append(string.Join(", ", converters.Select(static x => $"new global::{x}()"))).Append(" }");
        }

        return options.Append(" }").ToString();
    }

    private static bool IsPublic(Accessibility accessibility) => accessibility == Accessibility.Public;

    /// <summary>Public, internal, or private for whatever generated code beside the handler cannot name.</summary>
    private static Accessibility EffectiveAccessibility(ITypeSymbol type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                return EffectiveAccessibility(array.ElementType);
            case INamedTypeSymbol named:
                Accessibility least = named.IsFileLocal ? Accessibility.Private : Accessibility.Public;
                for (INamedTypeSymbol? current = named; current is not null; current = current.ContainingType)
                {
                    least = Least(least, current.DeclaredAccessibility switch
                    {
                        Accessibility.Public => Accessibility.Public,
                        Accessibility.Internal or Accessibility.ProtectedOrInternal => Accessibility.Internal,
                        Accessibility.NotApplicable => Accessibility.Public,
                        _ => Accessibility.Private,
                    });
                }

                return named.TypeArguments.Aggregate(least, static (found, argument) => Least(found, EffectiveAccessibility(argument)));
            default:
                return Accessibility.Public;
        }
    }

    private static Accessibility Least(Accessibility a, Accessibility b) => (Accessibility)Math.Min((int)a, (int)b);
}
