namespace LambdaDestinations.Generators.Handlers;

/// <summary>Metadata names of the types that the reading of handlers knows. They are matched by name: none of these packages is referenced.</summary>
internal static class KnownNames
{
    public const string OnSuccess = "LambdaDestinations.OnSuccessDestinationAttribute";
    public const string OnFailure = "LambdaDestinations.OnFailureDestinationAttribute";
    public const string OnSuccessOfT = OnSuccess + "`1";
    public const string OnFailureOfT = OnFailure + "`1";
    public const string AsyncInvocation = "LambdaDestinations.AsyncInvocationAttribute";
    public const string DeadLetter = "LambdaDestinations.DeadLetterAttribute";
    public const string EventSourceMapping = "LambdaDestinations.EventSourceMappingAttribute";
    public const string DestinationFunction = "LambdaDestinations.DestinationFunctionAttribute";
    public const string DestinationSerializer = "LambdaDestinations.DestinationSerializerAttribute";
    public const string DestinationConsumer = "LambdaDestinations.DestinationConsumerAttribute";
    public const string DestinationAlarms = "LambdaDestinations.DestinationAlarmsAttribute";
    public const string DestinationStartup = "LambdaDestinations.DestinationStartupAttribute";
    public const string DestinationType = "LambdaDestinations.DestinationType";
    public const string DestinationManifest = "LambdaDestinations.DestinationManifestAttribute";
    public const string SuccessRecord = "LambdaDestinations.SuccessRecord`2";
    public const string FailureRecord = "LambdaDestinations.FailureRecord`1";
    public const string StreamFailureRecord = "LambdaDestinations.StreamFailureRecord";
    public const string StreamFailureRecordOfT = StreamFailureRecord + "`1";
    public const string DeadLetterMessage = "LambdaDestinations.DeadLetterMessage`1";
    public const string DurableExecutionRecord = "LambdaDestinations.DurableExecutionRecord";
    public const string DurableDelivery = "LambdaDestinations.DurableDeliveryAttribute";
    public const string DestinationError = "LambdaDestinations.DestinationError";
    public const string DestinationCondition = "LambdaDestinations.DestinationCondition";
    public const string DestinationMessage = "LambdaDestinations.DestinationMessage";
    public const string DestinationVoid = "LambdaDestinations.DestinationVoid";
    public const string S3RecordSource = "LambdaDestinations.IS3RecordSource";
    public const string LambdaContext = "Amazon.Lambda.Core.ILambdaContext";
    public const string LambdaSerializer = "Amazon.Lambda.Core.LambdaSerializerAttribute";
    public const string SourceGeneratorSerializer = "Amazon.Lambda.Serialization.SystemTextJson.SourceGeneratorLambdaJsonSerializer`1";
    public const string AwsNamingPolicy = "Amazon.Lambda.Serialization.SystemTextJson.AwsNamingPolicy";
    public const string LambdaFunction = "Amazon.Lambda.Annotations.LambdaFunctionAttribute";
    public const string DurableExecution = "Amazon.Lambda.Annotations.DurableExecutionAttribute";
    public const string DurableInput = "Amazon.Lambda.DurableExecution.DurableExecutionInvocationInput";
    public const string FromServices = "Amazon.Lambda.Annotations.FromServicesAttribute";
    public const string LambdaStartup = "Amazon.Lambda.Annotations.LambdaStartupAttribute";
    public const string DependencyInjection = "Microsoft.Extensions.DependencyInjection.";
    public const string HostApplicationBuilder = "Microsoft.Extensions.Hosting.HostApplicationBuilder";
    public const string HostBuilderInterface = "Microsoft.Extensions.Hosting.IHostApplicationBuilder";
    public const string JsonSerializable = "System.Text.Json.Serialization.JsonSerializableAttribute";
    public const string JsonSourceGenerationOptions = "System.Text.Json.Serialization.JsonSourceGenerationOptionsAttribute";

    /// <summary>
    /// Whether a name, as an attribute is written, may be one of the attributes that mark a handler, with destinations, a dead-letter queue or
    /// settings of a mapping, or a consumer.
    /// </summary>
    public static bool IsMarkerName(string name) => name is
        "OnSuccessDestination" or "OnSuccessDestinationAttribute"
        or "OnFailureDestination" or "OnFailureDestinationAttribute"
        or "DestinationConsumer" or "DestinationConsumerAttribute"
        or "DeadLetter" or "DeadLetterAttribute"
        or "EventSourceMapping" or "EventSourceMappingAttribute";

    /// <summary>Whether a name, as an attribute of the assembly is written, may ask for alarms.</summary>
    public static bool IsAlarmsName(string name) => name is "DestinationAlarms" or "DestinationAlarmsAttribute";

    /// <summary>Whether a name, as an attribute is written, may be the manifest that the generator wrote.</summary>
    public static bool IsManifestName(string name) => name is "DestinationManifest" or "DestinationManifestAttribute";

    /// <summary>The converters that Amazon's source-generated serializer adds to the options of its context.</summary>
    public static readonly string[] LambdaConverters =
    [
        "Amazon.Lambda.Serialization.SystemTextJson.Converters.DateTimeConverter",
        "Amazon.Lambda.Serialization.SystemTextJson.Converters.MemoryStreamConverter",
        "Amazon.Lambda.Serialization.SystemTextJson.Converters.ConstantClassConverter",
        "Amazon.Lambda.Serialization.SystemTextJson.Converters.ByteArrayConverter",
    ];
}
